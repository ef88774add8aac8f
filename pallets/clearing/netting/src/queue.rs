// SPDX-License-Identifier: Apache-2.0

use crate::{Flow, NettingError, Obligation, Room};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use split_ledger_primitives::{Amount, BankIndex, Position, Total};

/// Payments in the queue of a currency (design section 7).
pub const QUEUE_MAX: usize = 10_000;

/// How urgent a queued payment is (C5).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum Priority {
	/// Settles before every normal payment of its bank, whatever their age.
	#[codec(index = 0)]
	High,
	/// May pass normal payments that wait, where its bank keeps no strict order.
	#[codec(index = 1)]
	Normal,
}

/// How what one bank owes another is paid (C4).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub enum Model {
	/// By an obligation of the open cycle.
	#[codec(index = 0)]
	Net,
	/// Out of the reserve, at once.
	#[codec(index = 1)]
	Gross,
}

/// What one bank is to pay another with a payment.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Movement {
	/// Who pays.
	pub debtor: BankIndex,
	/// Who is paid.
	pub creditor: BankIndex,
	/// How much.
	pub amount: Amount,
	/// In which way.
	pub model: Model,
}

/// A payment in a queue: all of it settles, or nothing. Its place is that in the queue, which is kept
/// in the order in which the payments were submitted.
///
/// Most have one payer. A payment of several banks (O5, R4) stands in the queue of each of them.
#[derive(Clone, Debug, Decode, Encode, Eq, PartialEq, TypeInfo)]
pub struct Item {
	/// How urgent it is.
	pub priority: Priority,
	/// Whether it is held: it keeps its place, does not settle, and nothing waits for it.
	pub held: bool,
	/// What it moves between banks; at least one movement.
	pub movements: Vec<Movement>,
}

impl Item {
	/// A payment that is not held, of one bank to others, net.
	pub fn of(
		priority: Priority,
		debtor: BankIndex,
		payees: impl IntoIterator<Item = (BankIndex, Amount)>,
	) -> Self {
		let movement =
			|(creditor, amount)| Movement { debtor, creditor, amount, model: Model::Net };
		Self { priority, held: false, movements: payees.into_iter().map(movement).collect() }
	}

	/// What it moves between banks, all together.
	pub fn value(&self) -> Total {
		// Fewer than 2^64 amounts of 64 bits.
		self.movements.iter().fold(0, |sum, one| sum.saturating_add(one.amount.total()))
	}

	/// The banks that pay in it.
	pub fn payers(&self) -> BTreeSet<BankIndex> {
		self.movements.iter().map(|movement| movement.debtor).collect()
	}
}

/// A bank, as its queue needs it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Bank {
	/// How much it may owe and pay more.
	pub room: Room,
	/// Whether none of its payments passes another one that waits (C5).
	pub strict: bool,
}

/// The banks of a currency.
pub type Banks = BTreeMap<BankIndex, Bank>;

/// What is not held, in the order in which it settles, each with its place: high before normal, first
/// in first out within (C5).
pub fn in_turn(items: &[Item]) -> impl Iterator<Item = (usize, &Item)> {
	let of = move |priority| {
		let all = items.iter().enumerate();
		all.filter(move |(_, item)| !item.held && item.priority == priority)
	};
	of(Priority::High).chain(of(Priority::Normal))
}

/// Whether a new payment may settle at once, room not tested: nothing waits that it may not pass.
pub fn is_clear(banks: &Banks, waiting: &[Item], new: &Item) -> bool {
	let ahead = |item: &Item| new.priority == Priority::Normal || item.priority == Priority::High;
	let mut turns = Turns::new(banks);
	for (_, item) in in_turn(waiting).filter(|(_, item)| ahead(item)) {
		turns.leave(item);
	}
	turns.has_come(new)
}

/// What a bank would have left after each of its payments, were all of them made in their order and
/// nothing paid to it: for each its place and what is left, below zero where the room ends. A held one
/// is shown at its place, and takes nothing.
pub fn running(
	bank: BankIndex,
	room: &Room,
	items: &[Item],
) -> Result<Vec<(usize, Position)>, NettingError> {
	let of = |priority| {
		let all = items.iter().enumerate();
		all.filter(move |(_, item)| item.priority == priority && item.payers().contains(&bank))
	};
	let mut flow = Flow::default();
	let mut lines = Vec::new();
	for (place, item) in of(Priority::High).chain(of(Priority::Normal)) {
		let own = item.movements.iter().filter(|one| one.debtor == bank && !item.held);
		for Movement { model, amount, .. } in own {
			flow = flow.with(*model, amount.position()).ok_or(NettingError::Overflow)?;
		}
		lines.push((place, room.left(&flow)));
	}
	Ok(lines)
}

/// Whose turn it is, while a queue is gone through in the order of [`in_turn`].
pub(crate) struct Turns<'a> {
	banks: &'a Banks,
	/// The banks of which something waits that nothing behind it may pass.
	waiting: BTreeSet<BankIndex>,
}

impl<'a> Turns<'a> {
	pub(crate) fn new(banks: &'a Banks) -> Self {
		Self { banks, waiting: BTreeSet::new() }
	}

	/// Whether nothing before the item waits that it may not pass.
	pub(crate) fn has_come(&self, item: &Item) -> bool {
		!item.movements.iter().any(|movement| self.waiting.contains(&movement.debtor))
	}

	/// Leaves an item waiting: no high payment is passed, and a normal one only where its bank keeps no
	/// strict order.
	pub(crate) fn leave(&mut self, item: &Item) {
		for payer in item.movements.iter().map(|movement| movement.debtor) {
			let is_strict = self.banks.get(&payer).is_some_and(|bank| bank.strict);
			if item.priority == Priority::High || is_strict {
				self.waiting.insert(payer);
			}
		}
	}
}

/// What every bank owes and pays more by the items that were taken in.
pub(crate) struct Flows<'a> {
	banks: &'a Banks,
	flows: BTreeMap<BankIndex, Flow>,
}

impl<'a> Flows<'a> {
	pub(crate) fn new(banks: &'a Banks) -> Self {
		Self { banks, flows: banks.keys().map(|bank| (*bank, Flow::default())).collect() }
	}

	/// Takes an item in, after a look whether it is one at all.
	pub(crate) fn take_in(&mut self, item: &Item) -> Result<(), NettingError> {
		if item.movements.is_empty() {
			return Err(NettingError::ZeroObligation);
		}
		for Movement { debtor, creditor, amount, .. } in item.movements.iter().copied() {
			Obligation { debtor, creditor, amount: amount.total() }.checked()?;
		}
		self.shift(item, Some)
	}

	/// Takes an item out that was taken in.
	pub(crate) fn take_out(&mut self, item: &Item) -> Result<(), NettingError> {
		self.shift(item, Position::checked_neg)
	}

	fn shift(
		&mut self,
		item: &Item,
		signed: impl Fn(Position) -> Option<Position>,
	) -> Result<(), NettingError> {
		for Movement { debtor, creditor, amount, model } in &item.movements {
			let paid = signed(amount.position()).ok_or(NettingError::Overflow)?;
			let received = paid.checked_neg().ok_or(NettingError::Overflow)?;
			for (bank, change) in [(debtor, paid), (creditor, received)] {
				let flow = self.flows.get_mut(bank).ok_or(NettingError::UnknownBank)?;
				*flow = flow.with(*model, change).ok_or(NettingError::Overflow)?;
			}
		}
		Ok(())
	}

	/// Whether a bank is within its room.
	pub(crate) fn fits(&self, bank: BankIndex) -> bool {
		let flow = self.flows.get(&bank).copied().unwrap_or_default();
		self.banks.get(&bank).is_some_and(|bank| bank.room.admits(&flow))
	}

	/// Whether every bank is within its room.
	pub(crate) fn all_fit(&self) -> bool {
		self.banks.keys().all(|bank| self.fits(*bank))
	}

	/// What changes for each bank for which something changes.
	pub(crate) fn changed(self) -> BTreeMap<BankIndex, Flow> {
		self.flows.into_iter().filter(|(_, flow)| *flow != Flow::default()).collect()
	}
}
