// SPDX-License-Identifier: Apache-2.0

//! Orders of a group (O10): they join with their placement, are released by nobody before the group is
//! complete, and go back to their payers where it failed, whatever was agreed for their own deadline:
//! nothing was earned.
//!
//! ```text
//! placed --join--> awaits its group --complete--> an order like any other, due at once or at its moment
//!                        \--refunded in full before success--> leaves
//!                         \--failed or called off--> refunded by the clock
//! ```
//!
//! Each order names an account of its own for the leader's slot. Before it is paid, its legs of that slot
//! are given to the leader that the group bound, with a promise of their own where
//! the payer's bank comes to owe for it.

use crate::{
	hold::change_promises,
	kept::Source,
	order::OrderError,
	plan::{merchant_of, Planned},
	posting::{in_item, Book, Posting},
	types::{HeldOrder, Leg, OrderRow},
	weights::of_look,
	Config, Error, Orders, Pallet, WeightInfo,
};
use alloc::vec::Vec;
use frame::{
	deps::frame_support::weights::WeightMeter,
	prelude::{ensure, BoundedVec, ConstU32, DispatchError, DispatchResult},
};
use split_ledger_primitives::{
	limits::{LEGS_MAX, MILESTONES_MAX},
	ports::{Clock, GroupFacts, GroupState, Groups, LedgerBook},
	AccountNo, Currency, GroupNo, Moment, OrderBody, OrderId, RefundPolicy, Terms,
};

/// Legs of an open order by their numbers, few of them.
pub(crate) type LegNumbers = BoundedVec<u8, ConstU32<LEGS_MAX>>;

/// When an order that is to join a group moves money.
pub(crate) struct Joining {
	/// Whether it would be paid at once.
	pub(crate) at_once: bool,
	/// When its hold ends.
	pub(crate) deadline: Moment,
	/// How many orders of the same item join the same group before it.
	pub(crate) pending: usize,
}

impl HeldOrder {
	/// Its group is complete: it is released as it agreed, and where it agreed nothing, at once.
	pub fn of_complete_group(mut self, now: Moment) -> Self {
		self.awaits_group = false;
		if self.milestones.is_empty() {
			self.after = Some(self.after.unwrap_or(now));
		}
		self
	}

	/// Whether a leg is for the leader of its group, and not given to it yet.
	pub fn is_leaders(&self, leg: u8) -> bool {
		self.leader_legs.contains(&leg)
	}

	/// By which rule a refund is divided now. While its group is open nobody earned anything yet, so no
	/// fee is kept, and all that goes back leaves the group (O10).
	pub fn refund_policy(&self) -> RefundPolicy {
		match self.awaits_group {
			true => RefundPolicy::ProRata,
			false => self.refund.policy,
		}
	}

	/// The account that the order names for the leader's slot.
	fn candidate(&self) -> Option<AccountNo> {
		let leg = self.legs.iter().find(|leg| self.is_leaders(leg.leg));
		leg.map(|leg| leg.payee)
	}
}

impl<T: Config> Pallet<T> {
	/// Whether an order can join the group that it names: reads and checks, writes nothing. Answers which
	/// of its legs are the leader's.
	pub(crate) fn ensure_may_join(
		body: &OrderBody,
		currency: Currency,
		planned: &Planned,
		joining: Joining,
	) -> Result<LegNumbers, DispatchError> {
		let Some(number) = body.group else { return Ok(LegNumbers::new()) };
		let facts = T::Groups::group(number, T::Clock::now()).ok_or(Error::<T>::UnknownGroup)?;
		let GroupState::Open { deadline, left } = facts.state else {
			return Err(Error::<T>::GroupClosed.into());
		};
		let has_room = u32::try_from(joining.pending).is_ok_and(|pending| pending < left);
		ensure!(has_room, Error::<T>::GroupClosed);
		ensure!(fits(&facts, &body.terms, currency), Error::<T>::OtherGroupTerms);
		ensure!(!joining.at_once, Error::<T>::PaidBeforeItsGroup);
		ensure!(joining.deadline >= deadline, Error::<T>::DeadlineBeforeItsGroups);
		let Some(slot) = facts.leader_slot else { return Ok(LegNumbers::new()) };
		let of_slot = planned.legs.iter().zip(&planned.slots).filter(|(_, of)| **of == slot);
		let legs: Vec<&Leg> = of_slot.map(|(leg, _)| leg).collect();
		ensure!(!legs.is_empty(), Error::<T>::LeaderMissing);
		ensure!(!legs.iter().any(|leg| leg.of_merchant), Error::<T>::MerchantLeads);
		let earned = legs.iter().all(|leg| leg.purpose.counts_to_share_cap());
		ensure!(earned, Error::<T>::LeaderUnfit);
		// Some of the legs of an order.
		Ok(BoundedVec::truncate_from(legs.into_iter().map(|leg| leg.leg).collect()))
	}

	/// Joins a placed order to its group. What [`Pallet::ensure_may_join`] asked still holds: orders of
	/// one item were counted, and the next item is planned once this one is written.
	pub(crate) fn join_group(id: OrderId, order: &HeldOrder) -> DispatchResult {
		match order.group {
			None => Ok(()),
			Some(group) => T::Groups::join(group, id, order.candidate(), T::Clock::now()),
		}
	}

	/// Whose account the leader of an order's group is, once it is bound.
	pub(crate) fn leader_of(order: &HeldOrder) -> Option<AccountNo> {
		T::Groups::group(order.group?, T::Clock::now())?.leader
	}

	/// An order that ended before its group did is not in it any more.
	pub(crate) fn leave_group(id: OrderId, awaited: Option<GroupNo>) {
		if let Some(group) = awaited {
			T::Groups::leave(group, id);
		}
	}

	/// The order as its group stands now, whether the clock has taken it up already or not.
	pub(crate) fn as_grouped(order: HeldOrder, now: Moment) -> HeldOrder {
		match Self::awaited(&order, now) {
			Some(GroupState::Complete) => order.of_complete_group(now),
			Some(GroupState::Open { .. } | GroupState::Failed) | None => order,
		}
	}

	/// Where the group stands for which an order waits; none where it waits for none. One that is not
	/// known any more cannot become complete.
	fn awaited(order: &HeldOrder, now: Moment) -> Option<GroupState> {
		let group = order.group.filter(|_| order.awaits_group)?;
		Some(T::Groups::group(group, now).map_or(GroupState::Failed, |facts| facts.state))
	}

	/// Whether the group of an order that waits for it has failed.
	pub(crate) fn has_failed(order: &HeldOrder, now: Moment) -> bool {
		Self::awaited(order, now) == Some(GroupState::Failed)
	}

	/// Gives all of an order of a group that failed back to its payer. One that is
	/// frozen goes back when that is over.
	pub(crate) fn fail_with_group(
		book: &mut Book<T>,
		posting: Posting,
		now: Moment,
	) -> Result<Posting, DispatchError> {
		if !Self::has_failed(&posting.order, now) || posting.order.is_frozen() {
			return Ok(posting);
		}
		let parts = Self::unreleased(&posting)?;
		in_item(book, |book| posting.refund::<T>(book, &parts))
	}

	/// Takes up the orders of groups that ended, one by one: what is due on them is done, as where a
	/// hint leads to them.
	pub(crate) fn drain_groups(now: Moment, meter: &mut WeightMeter) {
		let (taking, looking) =
			(T::WeightInfo::take_waiting(), of_look::<T>(LEGS_MAX, MILESTONES_MAX));
		while meter.can_consume(taking.saturating_add(looking)) {
			meter.consume(taking);
			let Some(id) = T::Groups::take_waiting() else { return };
			if let Some(OrderRow::Held(order)) = Orders::<T>::get(id) {
				meter.consume(Self::look(id, *order, now));
			}
		}
	}

	/// Names the leader in what an order that has ended was planned to do.
	pub(crate) fn with_leader<B: LedgerBook>(
		book: &mut B,
		body: &OrderBody,
		planned: &mut Planned,
	) -> DispatchResult {
		let facts = body.group.and_then(|group| T::Groups::group(group, T::Clock::now()));
		let led = facts.and_then(|facts| Some((facts.leader_slot?, facts.leader?)));
		let Some((slot, leader)) = led else { return Ok(()) };
		let bank = book.account(leader)?.bank;
		for (leg, of) in planned.legs.iter_mut().zip(&planned.slots) {
			if *of == slot {
				(leg.payee, leg.bank) = (leader, bank);
			}
		}
		Ok(())
	}
}

impl Posting {
	/// Gives the legs of the leader's slot to the leader that the group bound; of an order that the leader
	/// itself pays for, they go back to its funders. Its promise may be refused for cover. Does nothing the second time, and
	/// for all other orders.
	pub(crate) fn bind_leader<T: Config>(
		mut self,
		book: &mut Book<T>,
	) -> Result<Self, DispatchError> {
		if self.order.leader_legs.is_empty() {
			return Ok(self);
		}
		let leader = Pallet::<T>::leader_of(&self.order).ok_or(Error::<T>::GroupNotComplete)?;
		let legs = core::mem::take(&mut self.order.leader_legs);
		let (before, bank) = (self.order.clone(), book.account(leader)?.bank);
		for leg in self.order.legs.iter_mut().filter(|leg| legs.contains(&leg.leg)) {
			(leg.payee, leg.bank) = (leader, bank);
		}
		change_promises::<T>(book, &before, &self.order)?;
		if !self.order.is_funded_from(leader) {
			return Ok(self);
		}
		let parts = self.order.all_parts_of(&legs).map_err(Error::<T>::from)?;
		// What the merchant gave in its place is the leader's, and not given back twice (R2).
		let mut posting = self.give_up::<T>(book, &parts, Source::Unreleased)?;
		posting.order = posting.order.fit_milestones().map_err(Error::<T>::from)?;
		Ok(posting)
	}
}

impl Posting {
	/// Releases all that is left, after the leader has its legs.
	pub(crate) fn release_rest<T: Config>(self, book: &mut Book<T>) -> Result<Self, DispatchError> {
		let posting = self.bind_leader::<T>(book)?;
		let parts = Pallet::<T>::unreleased(&posting)?;
		posting.pay_or_park::<T>(book, &parts)
	}
}

impl HeldOrder {
	/// What of these legs may still be released.
	fn all_parts_of(&self, numbers: &[u8]) -> Result<Vec<crate::parts::Part>, OrderError> {
		let mut parts = match self.all_parts() {
			Err(OrderError::NothingRemains) => Vec::new(),
			parts => parts?,
		};
		parts.retain(|part| numbers.contains(&part.leg));
		Ok(parts)
	}
}

/// Whether an order is of what the group is of.
fn fits(facts: &GroupFacts, terms: &Terms, currency: Currency) -> bool {
	match terms {
		Terms::Transfer { .. } => false,
		Terms::Split { platform, rules, .. } => {
			(*platform, *rules, currency) == (facts.platform, facts.rules, facts.currency)
				&& merchant_of(terms) == Some(facts.merchant)
		}
	}
}
