// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![deny(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	clippy::panic
)]

extern crate alloc;

mod gridlock;
mod net;
mod proposal;
mod queue;
mod room;
mod settle;

pub use gridlock::{gridlock, resolve, Resolution, PASSES_MAX};
pub use net::{net, Positions};
pub use proposal::{feasible, Proposal, PROPOSED_MAX};
pub use queue::{
	in_turn, is_clear, running, Bank, Banks, Item, Model, Movement, Priority, QUEUE_MAX,
};
pub use room::{Flow, Room, Standing};
pub use settle::{settle, Reserves};

use codec::{Decode, Encode};
use scale_info::TypeInfo;
use split_ledger_primitives::{BankIndex, Total};

/// What one bank owes another.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Obligation {
	/// Who owes.
	pub debtor: BankIndex,
	/// Who is owed.
	pub creditor: BankIndex,
	/// How much: of one payment, or of all payments of the pair in a cycle.
	pub amount: Total,
}

impl Obligation {
	/// This obligation, if it is one at all (C7).
	pub(crate) fn checked(self) -> Result<Self, NettingError> {
		if self.amount == 0 {
			return Err(NettingError::ZeroObligation);
		}
		if self.debtor == self.creditor {
			return Err(NettingError::SelfObligation);
		}
		Ok(self)
	}
}

/// Why netting refuses its arguments. Nothing is ever netted or settled in part.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub enum NettingError {
	/// A sum does not fit. No ledger of 64-bit amounts gets there.
	#[codec(index = 0)]
	Overflow,
	/// An obligation of nothing does not exist (C7).
	#[codec(index = 1)]
	ZeroObligation,
	/// An obligation of a bank to itself does not exist (C7).
	#[codec(index = 2)]
	SelfObligation,
	/// The positions do not add up to zero: they are not the net of any obligations.
	#[codec(index = 3)]
	Unbalanced,
	/// A bank has a position, or a place in a queue, and no row.
	#[codec(index = 4)]
	UnknownBank,
	/// A reserve would fall below zero.
	#[codec(index = 5)]
	ShortOfReserve,
	/// A set has more payments than one may propose. Leave out those of the least value.
	#[codec(index = 6)]
	TooManyProposed,
	/// The places of a set do not ascend: one is named twice, or they are not sorted.
	#[codec(index = 7)]
	NotAscending,
	/// The queue has no item at a place of the set.
	#[codec(index = 8)]
	UnknownItem,
	/// An item of the set is held by its bank. Leave it out until it is active again.
	#[codec(index = 9)]
	HeldItem,
	/// An item of the set stands behind one that waits and that it may not pass (C5). Take that one in
	/// too, or leave both out.
	#[codec(index = 10)]
	OutOfTurn,
	/// A bank would owe or pay more than it may (C1). Leave out one of its payments, or take in what
	/// others pay to it.
	#[codec(index = 11)]
	BeyondRoom,
}
