// SPDX-License-Identifier: Apache-2.0

//! What each call costs, measured on this runtime by `scripts/weights.sh`; generated, never edited.
//! Only what a row of the database costs is set by hand.

mod database;
pub mod pallet_clearing;
pub mod pallet_escrow;
pub mod pallet_groups;
pub mod pallet_ledger;
pub mod pallet_mandates;
pub mod pallet_participants;
pub mod pallet_splits;

pub use database::Database;
