// SPDX-License-Identifier: Apache-2.0

//! Receipts: what the chain did with an order, provable without a node (`docs/receipts.md`).
//!
//! A receipt speaks as of one block. It has the header of that block, the headers from there to one that
//! the authorities made final, and their votes; out of the state of that block, proofs of the order's
//! row, of the roots of its postings and of the cycles that these are in; and for each posting the leaf
//! and its proof in the root of its block.

mod authorities;
mod document;
mod finality;
mod keys;
mod make;
#[cfg(test)]
mod tests;
mod verify;
mod words;

pub use authorities::{Authorities, Authority, Set};
pub use document::Receipt;
pub use finality::Votes;
pub use make::{authorities_at, make, AsOf, Search};
pub use verify::{
	verify, ProvedBlock, ProvedBody, ProvedCycle, ProvedLeg, ProvedOrder, ProvedPosting, Proven,
	Reached,
};
pub(crate) use words::{amount_in, name_of, of_cycle, of_kind};
