// SPDX-License-Identifier: Apache-2.0

//! What happened to an order, event by event.

use super::{
	resolution,
	standing::{self, Share},
};
use crate::chain::events::{By, EscrowEvent, GivenPart, ParkedLeg};
use split_ledger_primitives::{
	AccountNo, Amount, CycleNo, PlannedLeg, Purpose, Reference, RefundPolicy,
};
use std::collections::{BTreeMap, BTreeSet};

/// What decides how an order is refunded.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
	pub(super) policy: RefundPolicy,
	/// The account of its merchant; none for a plain payment.
	pub(super) merchant: Option<AccountNo>,
	/// Of an order of a group: in which block that was complete, if it was.
	pub(super) group: Option<Option<u32>>,
	/// The legs that an order pays to its own leader, who pays for it: they go back to its funders (O10).
	pub(super) own_legs: Vec<u8>,
}

impl Terms {
	/// By which policy a refund in this block was divided: while a group is open no fee is kept.
	fn policy_in(&self, block: u32) -> RefundPolicy {
		match self.group {
			Some(complete) if complete.is_none_or(|complete| block < complete) => {
				RefundPolicy::ProRata
			}
			_ => self.policy,
		}
	}
}

/// A posted leg.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Posting {
	pub(super) leg: u8,
	pub(super) to: AccountNo,
	pub(super) amount: Amount,
	pub(super) purpose: Purpose,
	pub(super) block: u32,
	pub(super) cycle: CycleNo,
}

/// What went back to the payer out of the hold, leg by leg.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Back {
	pub(super) leg: u8,
	pub(super) amount: Amount,
	pub(super) block: u32,
}

/// What an account gave back of a released leg: returned it, or gave it in a refund.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Given {
	pub(super) leg: u8,
	pub(super) from: AccountNo,
	pub(super) amount: Amount,
	pub(super) is_return: bool,
	pub(super) block: u32,
}

/// What a creditor got for a leg, and when last.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Collected {
	pub(super) amount: Amount,
	pub(super) block: u32,
}

/// A leg, as far as the events tell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
	pub(super) payee: AccountNo,
	/// Who gets what is released of it: its payee, or its assignee.
	pub(super) receiver: AccountNo,
	pub(super) purpose: Purpose,
	pub(super) unreleased: Amount,
	pub(super) parked: Amount,
	pub(super) released: Amount,
	pub(super) returned: Amount,
	pub(super) given: Amount,
	pub(super) kept: Amount,
}

/// The history of an order.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
	terms: Terms,
	/// The legs of an order that was held.
	pub(super) planned: BTreeMap<u8, Planned>,
	pub(super) postings: Vec<Posting>,
	pub(super) back: Vec<Back>,
	pub(super) given: Vec<Given>,
	/// By leg and creditor.
	pub(super) collected: BTreeMap<(u8, AccountNo), Collected>,
	/// What is still owed, by leg, debtor and creditor.
	pub(super) owed: BTreeMap<(u8, AccountNo, AccountNo), Amount>,
	/// The cycles in which anything was posted.
	pub(super) cycles: BTreeSet<CycleNo>,
	/// What a merchant without a leg gave in refunds.
	given_without_leg: Amount,
	/// Whether what is refunded next is of a resolution, and counted.
	is_resolved: bool,
	/// The last act that paid, by block and reference.
	last_paid: Option<(u32, Option<Reference>)>,
}

impl History {
	/// Of an order with these terms, of which nothing is known yet.
	pub(super) fn under(terms: Terms) -> Self {
		Self { terms, ..Self::default() }
	}

	/// Takes in what an event tells.
	pub(super) fn add(&mut self, block: u32, event: EscrowEvent) -> anyhow::Result<()> {
		match event {
			EscrowEvent::Held { legs, .. } => self.plan(&legs),
			EscrowEvent::Paid { legs, cycle, reference, .. } => {
				self.cycles.insert(cycle);
				self.last_paid = Some((block, reference));
				for leg in legs {
					let (to, amount, purpose) = (leg.to, leg.amount, leg.purpose);
					self.post(Posting { leg: leg.leg, to, amount, purpose, block, cycle });
				}
			}
			EscrowEvent::Parked { legs, .. } => self.park(&legs),
			EscrowEvent::Refunded { .. } => self.add_refund(block, event)?,
			EscrowEvent::Returned { leg, from, amount, cycle, .. } => {
				self.cycles.insert(cycle);
				self.given.push(Given { leg, from, amount, is_return: true, block });
				if let Some(planned) = self.planned.get_mut(&leg) {
					planned.returned = plus(planned.returned, amount);
				}
			}
			EscrowEvent::LienLaid { .. }
			| EscrowEvent::Collected { .. }
			| EscrowEvent::LienEnded { .. } => self.add_owed(block, event),
			EscrowEvent::DisputeResolved(decision) => self.resolve(block, decision.payer_ppm)?,
			EscrowEvent::Assigned(it) => {
				if let Some(planned) = self.planned.get_mut(&it.leg) {
					planned.receiver = it.to;
				}
			}
			EscrowEvent::Expired { .. }
			| EscrowEvent::BatchDone { .. }
			| EscrowEvent::Halted { .. }
			| EscrowEvent::Attested(_)
			| EscrowEvent::MilestoneMet(_)
			| EscrowEvent::ExtensionAsked(_)
			| EscrowEvent::Extended(_)
			| EscrowEvent::OrderFrozen(_)
			| EscrowEvent::OrderFreezeLifted(_)
			| EscrowEvent::OrderFreezeEnded { .. }
			| EscrowEvent::Disputed(_)
			| EscrowEvent::DisputeAnswered(_)
			| EscrowEvent::DisputeEnded(_)
			| EscrowEvent::ClocksResumed { .. }
			| EscrowEvent::Deducted(_)
			| EscrowEvent::UnclaimedPaid(_) => {}
		}
		Ok(())
	}

	/// What went back to the payer, by whomever.
	fn add_refund(&mut self, block: u32, event: EscrowEvent) -> anyhow::Result<()> {
		let EscrowEvent::Refunded { from_hold, given, due, cycle, by, reference, .. } = event
		else {
			return Ok(());
		};
		if !given.is_empty() {
			self.cycles.insert(cycle);
		}
		let of_release = self.last_paid == Some((block, reference));
		match by {
			// What its payer leads for itself goes back with what the resolver gives back.
			By::Key { .. } if std::mem::take(&mut self.is_resolved) => self.give_own_back(block),
			_ if of_release && self.is_own_part(from_hold) => self.give_own_back(block),
			By::Clock => self.end_hold(block, from_hold),
			By::Key { .. } => self.refund(block, from_hold, &given, due)?,
		}
		let told = given.iter().map(|part| Given {
			leg: part.leg,
			from: part.from,
			amount: part.amount,
			is_return: false,
			block,
		});
		self.given.extend(told);
		Ok(())
	}

	/// The legs of an order that is held.
	fn plan(&mut self, legs: &[PlannedLeg]) {
		self.planned.clear();
		for leg in legs {
			let planned = Planned { unreleased: leg.amount, ..Planned::of(leg.payee, leg.purpose) };
			self.planned.insert(leg.leg, planned);
		}
	}

	fn park(&mut self, legs: &[ParkedLeg]) {
		for leg in legs {
			if let Some(planned) = self.planned.get_mut(&leg.leg) {
				planned.unreleased = less(planned.unreleased, leg.amount);
				planned.parked = plus(planned.parked, leg.amount);
			}
		}
	}

	/// What is owed, paid, or owed no more.
	fn add_owed(&mut self, block: u32, event: EscrowEvent) {
		match event {
			EscrowEvent::LienLaid { leg, debtor, creditor, amount, .. } => {
				let owed = self.owed.entry((leg, debtor, creditor)).or_default();
				*owed = plus(*owed, amount);
			}
			EscrowEvent::Collected { leg, debtor, creditor, amount, remaining, cycle, .. } => {
				self.cycles.insert(cycle);
				let known = self.collected.entry((leg, creditor)).or_default();
				*known = Collected { amount: plus(known.amount, amount), block };
				self.owed.insert((leg, debtor, creditor), remaining);
			}
			EscrowEvent::LienEnded { leg, debtor, creditor, .. } => {
				self.owed.remove(&(leg, debtor, creditor));
			}
			_ => {}
		}
	}

	/// The merchant's first leg of goods, where its money counts.
	fn merchant_leg(&self) -> Option<u8> {
		let sells =
			|leg: &Planned| Some(leg.payee) == self.terms.merchant && leg.purpose == Purpose::Goods;
		self.planned.iter().find(|(_, leg)| sells(leg)).map(|(number, _)| *number)
	}

	/// A posting takes from what is not released of its leg, then from what is parked of it; what is
	/// more than both was turned over from the other legs at the deadline. What goes to the merchant in
	/// the payee's place counts as the merchant's.
	fn post(&mut self, posting: Posting) {
		self.postings.push(posting);
		let merchant = self.merchant_leg();
		let Some(planned) = self.planned.get_mut(&posting.leg) else { return };
		let own = planned.unreleased.min(posting.amount);
		planned.unreleased = less(planned.unreleased, own);
		let parked = planned.parked.min(less(posting.amount, own));
		planned.parked = less(planned.parked, parked);
		let turned_over = less(less(posting.amount, own), parked);
		let is_redirected =
			posting.to != planned.receiver && Some(posting.to) == self.terms.merchant;
		if !turned_over.is_zero() {
			self.planned.values_mut().for_each(|leg| leg.unreleased = Amount::ZERO);
		}
		let counted = merchant.filter(|_| is_redirected).unwrap_or(posting.leg);
		if let Some(leg) = self.planned.get_mut(&counted) {
			leg.released = plus(leg.released, posting.amount);
		}
	}

	/// What the clock gives back is all that is not released and was not kept, and what was parked for
	/// too long. What was kept has been paid before.
	fn end_hold(&mut self, block: u32, amount: Amount) {
		let whole = self.planned.values().map(|leg| leg.unreleased);
		let whole = Amount::checked_sum(whole).unwrap_or_default();
		let all_parked = amount > whole;
		for (leg, planned) in &mut self.planned {
			let rest = std::mem::take(&mut planned.unreleased);
			let waited = match all_parked {
				true => std::mem::take(&mut planned.parked),
				false => Amount::ZERO,
			};
			for amount in [rest, waited].into_iter().filter(|amount| !amount.is_zero()) {
				self.back.push(Back { leg: *leg, amount, block });
			}
		}
	}

	/// Whether a release gave so much back: what its payer leads for itself.
	fn is_own_part(&self, amount: Amount) -> bool {
		let own = self.terms.own_legs.iter().filter_map(|leg| self.planned.get(leg));
		let own = Amount::checked_sum(own.map(|leg| leg.unreleased)).unwrap_or_default();
		!own.is_zero() && own == amount
	}

	fn give_own_back(&mut self, block: u32) {
		for leg in &self.terms.own_legs {
			let Some(planned) = self.planned.get_mut(leg) else { continue };
			let amount = std::mem::take(&mut planned.unreleased);
			if !amount.is_zero() {
				self.back.push(Back { leg: *leg, amount, block });
			}
		}
	}

	/// A refund is divided by the policy; the event tells what came out of the hold in all, and each
	/// part that came from an account.
	fn refund(
		&mut self,
		block: u32,
		from_hold: Amount,
		given: &[GivenPart],
		due: Amount,
	) -> anyhow::Result<()> {
		if self.planned.is_empty() {
			return Ok(());
		}
		let amount = given.iter().fold(plus(from_hold, due), |sum, part| plus(sum, part.amount));
		let (policy, merchant) = (self.terms.policy_in(block), self.merchant());
		for share in standing::shares(policy, merchant, &self.planned, amount)? {
			self.count(block, &share);
		}
		Ok(())
	}

	/// What a resolver decided, before it is told what was paid and refunded by it.
	fn resolve(&mut self, block: u32, payer_ppm: u32) -> anyhow::Result<()> {
		let (policy, merchant) = (self.terms.policy_in(block), self.merchant());
		let shares = resolution::shares(policy, merchant, &self.planned, payer_ppm)?;
		self.is_resolved = !shares.is_empty();
		for share in shares {
			self.count(block, &share);
		}
		Ok(())
	}

	fn merchant(&self) -> Option<standing::Merchant> {
		let (leg, given) = (self.merchant_leg(), self.given_without_leg);
		self.terms.merchant.map(|account| standing::Merchant { account, leg, given })
	}

	fn count(&mut self, block: u32, share: &Share) {
		match self.planned.get_mut(&share.by) {
			Some(leg) => {
				leg.unreleased = less(leg.unreleased, share.unreleased);
				leg.parked = less(leg.parked, share.parked);
				leg.given = plus(leg.given, share.given);
			}
			None => self.given_without_leg = plus(self.given_without_leg, share.given),
		}
		let held = [share.unreleased, share.parked];
		for amount in held.into_iter().filter(|amount| !amount.is_zero()) {
			self.back.push(Back { leg: share.by, amount, block });
		}
		if let Some(leg) = self.planned.get_mut(&share.of).filter(|_| share.of != share.by) {
			leg.kept = plus(leg.kept, plus(plus(held[0], held[1]), share.given));
		}
	}
}

impl Planned {
	/// A leg of which nothing is known but whom it is for, and what for.
	pub(super) fn of(payee: AccountNo, purpose: Purpose) -> Self {
		let none = Amount::ZERO;
		let (unreleased, parked, released) = (none, none, none);
		let (returned, given, kept) = (none, none, none);
		let receiver = payee;
		Self { payee, receiver, purpose, unreleased, parked, released, returned, given, kept }
	}
}

/// The difference, which the chain has checked not to fall below zero.
fn less(from: Amount, amount: Amount) -> Amount {
	from.checked_sub(amount).unwrap_or_default()
}

/// The sum, which the chain has checked to be an amount.
fn plus(a: Amount, b: Amount) -> Amount {
	Amount(a.0.saturating_add(b.0))
}

#[cfg(test)]
mod tests;
