// SPDX-License-Identifier: Apache-2.0

//! What comes back after a release: refunds, returns, and what is owed for them (R1, R2, R3).

mod insolvent;
mod liability;
mod policies;
mod returns;
mod tax;
mod unclaimed;
