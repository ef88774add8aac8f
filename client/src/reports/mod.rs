// SPDX-License-Identifier: Apache-2.0

//! Reports from the follower's file (M6, B1 to B5): statements and reconciliation files of banks and their
//! customers. They are of periods that are over, so that the same file always makes the same bytes, and
//! nothing is written that does not foot.

mod balances;
mod files;
mod iso;
mod items;
mod ledger;
pub mod ours;
mod period;
mod reconcile;
mod statement;
mod stats;
#[cfg(test)]
mod tests;

pub use files::{write, Format, Written};
pub use items::{Item, Status, Way};
pub use ledger::Ledger;
pub use period::Period;
pub use reconcile::{reconcile, write_breaks, Break, Kind, Reconciled};
pub use statement::{Balance, Custody, Flow, Position, Scope, Statement};
pub use stats::{stats, Asked, OrdersLine, RefusedLine, Stats};
