// SPDX-License-Identifier: Apache-2.0

//! Assignees (O12): somebody, such as a financier, gets what is released of a leg in the place of its
//! payee. What was released before stays where it is; what is parked follows when it is tried again.
//!
//! The payee stays the one whose leg it is: it returns and refunds out of its own account what its
//! assignee got (recourse). What goes to the merchant in the place of others, or at the deadline where
//! that was agreed, goes to the merchant's own account, also where its leg is assigned.

use crate::{
	hold::change_promises,
	order::OrderError,
	plan::platform_of,
	posting::{in_item, Book},
	types::{Assignee, HeldOrder, Leg},
	Config, Error, Event, Pallet,
};
use frame::prelude::{ensure, DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{AccountFacts, Clock, Ledger, LedgerBook, Participants, Signer},
	AccountFlags, AccountNo, AccountType, BankIndex, OrderId, Purpose, Role,
};

impl HeldOrder {
	/// The account that gets what is released of a leg, and its bank: its assignee's, else its payee's.
	pub fn receiver_of(&self, leg: &Leg) -> (AccountNo, BankIndex) {
		match self.assignees.iter().find(|assignee| assignee.leg == leg.leg) {
			Some(assignee) => (assignee.account, assignee.bank),
			None => (leg.payee, leg.bank),
		}
	}

	/// The same order with this assignee in the place of the one that the leg had.
	fn assigned(mut self, leg: u8, assignee: Option<Assignee>) -> Result<Self, OrderError> {
		self.assignees.retain(|known| known.leg != leg);
		if let Some(assignee) = assignee {
			self.assignees.try_push(assignee).map_err(|_| OrderError::Overflow)?;
		}
		Ok(self)
	}
}

impl<T: Config> Pallet<T> {
	/// Whoever gets the leg now gives it to another: the payee, or the assignee that it has, which so
	/// agrees to lose it.
	pub(crate) fn do_assign_leg(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		number: u8,
		to: Option<AccountNo>,
	) -> DispatchResult {
		let order = Self::open_order(id)?;
		let leg = order.legs.iter().find(|leg| leg.leg == number).copied();
		let leg = leg.ok_or(Error::<T>::UnknownLeg)?;
		let mut book = T::Ledger::open_book();
		let (from, _) = order.receiver_of(&leg);
		ensure!(Self::acts_for(&mut book, signer, from)?, Error::<T>::NotEntitled);
		Self::ensure_not_stopped(&order)?;
		Self::ensure_before_deadline(&order, T::Clock::now())?;
		ensure!(!order.is_leaders(number), Error::<T>::GroupNotComplete);
		let unreleased = leg.unreleased().map_err(Error::<T>::from)?;
		ensure!(!unreleased.is_zero(), Error::<T>::NothingToAssign);
		let to = to.unwrap_or(leg.payee);
		ensure!(to != from, Error::<T>::GetsItAlready);
		let bank = book.account(to)?.bank;
		let assignee = (to != leg.payee).then_some(Assignee { leg: number, account: to, bank });
		if assignee.is_some() {
			Self::ensure_assignable(&mut book, &order, &leg, to)?;
		}
		let before = order.clone();
		let order = order.assigned(number, assignee).map_err(Error::<T>::from)?;
		// A promise names no creditor: it is made or taken back only where the bank of a funder begins or
		// ceases to owe.
		in_item(&mut book, |book| change_promises::<T>(book, &before, &order))?;

		Self::write(id, order)?;
		book.commit();

		let by = Self::by(signer);
		Self::deposit_event(Event::Assigned { order: id, leg: number, from, to, by });
		Ok(())
	}

	/// An open current account in the order's currency, of nobody who pays for the order or bears witness
	/// about it, and of no platform: what it takes in the place of others would pass through it (P5).
	fn ensure_assignable(
		book: &mut Book<T>,
		order: &HeldOrder,
		leg: &Leg,
		to: AccountNo,
	) -> DispatchResult {
		let AccountFacts { owner, currency, flags, .. } = book.account(to)?;
		let pays = to == order.payer || order.other_funders.iter().any(|it| it.account == to);
		ensure!(!pays, Error::<T>::PayerIsPayee);
		ensure!(currency == order.currency, Error::<T>::OtherCurrency);
		ensure!(!flags.has(AccountFlags::CLOSED), Error::<T>::PayeeClosed);
		let resolver = order.dispute_terms.map(|terms| terms.resolver);
		ensure!(resolver != Some(owner), Error::<T>::ResolverIsParty);
		let facts = T::Participants::facts(owner);
		let of_platform = facts.is_none_or(|facts| facts.roles.has(Role::Platform))
			|| platform_of(&order.terms) == Some(owner);
		let is_current = flags.account_type() == Some(AccountType::Current);
		let fits = is_current && !of_platform && leg.purpose != Purpose::Tax;
		ensure!(fits, Error::<T>::AssigneeUnfit);
		ensure!(!order.may_bear_witness(owner), Error::<T>::AttestorIsParty);
		Ok(())
	}

	/// Whether the signer is the owner of an account, or its bank.
	pub(crate) fn acts_for(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		account: AccountNo,
	) -> Result<bool, DispatchError> {
		let AccountFacts { owner, bank, .. } = book.account(account)?;
		let bank = T::Participants::bank(bank).map(|bank| bank.participant);
		Ok(owner == signer.participant || bank == Some(signer.participant))
	}
}
