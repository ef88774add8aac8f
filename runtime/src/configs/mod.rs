// SPDX-License-Identifier: Apache-2.0

//! How the pallets are wired, one file per concern.

mod business;
mod consensus;
mod governance;
mod system;

pub use business::SlotClock;
pub use consensus::{GRANDPA_KEY, SESSION_BLOCKS};
pub use governance::ThreeQuartersOfBanks;
pub use system::{MAX_BLOCK_MS, NORMAL_PERCENT};
