// SPDX-License-Identifier: Apache-2.0

//! The business as a child would keep it: numbers in lists, every rule written out once more, with an
//! arithmetic of its own. It is slow and has no pallet in it; of the rooms it knows the names of
//! things and what an order can say, and how a rule set divides an order, for which there is another oracle.

mod agreements;
mod assignees;
mod clock;
mod courts;
mod disputes;
mod funders;
mod groups;
mod kept;
mod mandates;
mod milestones;
mod money;
mod orders;
mod placing;
mod refunds;
mod releasing;
mod returns;
mod schedule;
mod shares;
mod stops;
mod unclaimed;

pub(crate) use agreements::{Agreements, Deal, Rules};
pub(crate) use clock::{ms_of_minutes, Clock, Drained, Ending};
pub(crate) use courts::Taken;
pub(crate) use disputes::{Dispute, Disputes};
pub(crate) use groups::{Group, GroupEnd, GroupWish};
pub(crate) use mandates::Mandate;
pub(crate) use money::{Account, Bank, Freeze, Kind, Lien};
pub(crate) use orders::{Given, Leg, Order, Parked, Statement};
pub(crate) use placing::{Wish, WishTerms};
pub(crate) use releasing::What;
pub(crate) use shares::apportion;
pub(crate) use unclaimed::{Kept, KeptFor};

use codec::Encode;
use split_ledger_primitives::{AccountNo, Domain, Moment, OrderId, ParticipantId, Reference};
use std::collections::{BTreeMap, BTreeSet};

/// Why something is refused: pallet and name of the error.
pub(crate) type Refused = String;

/// What became of something.
pub(crate) type Outcome<T = ()> = Result<T, Refused>;

/// Refuses.
pub(crate) fn refuse<T>(why: &str) -> Outcome<T> {
	Err(why.into())
}

/// Refuses unless something holds.
pub(crate) fn ensure(holds: bool, why: &str) -> Outcome {
	if holds {
		Ok(())
	} else {
		refuse(why)
	}
}

/// A participant: under which bank, and the place of a bank.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
	pub(crate) sponsor: ParticipantId,
	pub(crate) bank: Option<usize>,
	pub(crate) is_supervisor: bool,
	/// Whether it may bear witness.
	pub(crate) attests: bool,
}

/// All there is.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
	pub(crate) people: BTreeMap<ParticipantId, Person>,
	pub(crate) accounts: BTreeMap<AccountNo, Account>,
	pub(crate) unclaimed: Vec<AccountNo>,
	/// What these keep of orders, and for whom.
	pub(crate) kept: BTreeMap<KeptFor, Kept>,
	pub(crate) guarantees: BTreeMap<usize, AccountNo>,
	pub(crate) banks: Vec<Bank>,
	/// What one bank paid to another in the open cycle.
	pub(crate) cells: BTreeMap<(usize, usize), u64>,
	pub(crate) orders: BTreeMap<OrderId, Order>,
	/// Groups and mandates by their numbers.
	pub(crate) groups: Vec<Group>,
	pub(crate) mandates: Vec<Mandate>,
	pub(crate) agreements: Agreements,
	pub(crate) clock: Clock,
	/// What was done under a reference (O1).
	pub(crate) references: BTreeMap<(u8, ParticipantId, Vec<u8>), Vec<u8>>,
	pub(crate) freezes_given: u32,
	/// The order that money moves for now.
	pub(crate) about: Option<OrderId>,
	/// Who was paid by the act that goes on.
	pub(crate) paid: Vec<AccountNo>,
	/// What came about in acts, to be counted.
	pub(crate) met_by_clock: Vec<&'static str>,
	/// What each order brought each account in all.
	pub(crate) flows: BTreeMap<OrderId, BTreeMap<AccountNo, i128>>,
	/// Orders of which something went to an unclaimed account, or is owed no more.
	pub(crate) astray: BTreeSet<OrderId>,
}

impl Plain {
	/// Does something, or leaves no trace of it.
	pub(crate) fn attempt<T>(&mut self, act: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
		let mut next = self.clone();
		let done = act(&mut next)?;
		*self = next;
		Ok(done)
	}

	/// Does something under a reference: once, and nothing else under the same one (O1).
	pub(crate) fn once(
		&mut self,
		(domain, by, reference): (Domain, ParticipantId, &Reference),
		content: &[u8],
		act: impl FnOnce(&mut Self) -> Outcome,
	) -> Outcome {
		let pallet = match domain {
			Domain::Issue | Domain::Redeem | Domain::Hold => "Ledger",
			_ => "Escrow",
		};
		self.once_in(pallet, (domain as u8, by, reference), content, act)
	}

	/// The same in a pallet, which keeps the references of this kind.
	pub(crate) fn once_in(
		&mut self,
		pallet: &str,
		(kind, by, reference): (u8, ParticipantId, &Reference),
		content: &[u8],
		act: impl FnOnce(&mut Self) -> Outcome,
	) -> Outcome {
		let key = (kind, by, reference.encode());
		if let Some(known) = self.references.get(&key) {
			return ensure(known == content, &format!("{pallet}::ReferenceTaken"));
		}
		self.attempt(|next| {
			let today = next.clock.now.date().0;
			let names = match pallet {
				"Ledger" => ["ReferenceEmpty", "ReferenceInFuture", "ReferenceTooOld"],
				_ => ["EmptyReference", "ReferenceDateOutOfRange", "ReferenceDateOutOfRange"],
			};
			let holds = [
				!reference.text.is_empty(),
				reference.date.0 <= today,
				reference.date.0 + 30 >= today,
			];
			for (holds, name) in holds.into_iter().zip(names) {
				ensure(holds, &format!("{pallet}::{name}"))?;
			}
			act(next)?;
			next.references.insert(key, content.to_vec());
			Ok(())
		})
	}

	/// Whether something was done under a reference.
	pub(crate) fn knows(
		&self,
		(domain, by, reference): (Domain, ParticipantId, &Reference),
	) -> bool {
		self.references.contains_key(&(domain as u8, by, reference.encode()))
	}

	/// The participant that is a bank.
	pub(crate) fn bank_person(&self, bank: usize) -> ParticipantId {
		let mut people = self.people.iter();
		*people.find(|(_, person)| person.bank == Some(bank)).expect("a bank is a participant").0
	}

	/// Whether somebody owns an account, or is its bank.
	pub(crate) fn speaks_for(&self, who: ParticipantId, account: AccountNo) -> bool {
		let row = self.account(account);
		row.owner == who || self.bank_person(row.bank) == who
	}

	pub(crate) fn account(&self, number: AccountNo) -> &Account {
		&self.accounts[&number]
	}

	pub(crate) fn now(&self) -> Moment {
		self.clock.now
	}
}
