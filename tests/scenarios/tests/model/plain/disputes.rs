// SPDX-License-Identifier: Apache-2.0

//! Disputes: opened, answered, withdrawn, given in to, and decided by a resolver (O8).

use super::{
	ensure, refuse,
	shares::{divide, Share, Weight},
	Order, Outcome, Plain, Wish, WishTerms,
};
use split_ledger_primitives::{
	AccountNo, Date, OrderId, OrderStatus, ParticipantId, Side, Silence, DAY_MS,
};

/// A dispute that lasts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Dispute {
	pub(crate) by: Side,
	pub(crate) answer_until: split_ledger_primitives::Moment,
	pub(crate) answered: bool,
}

/// How many disputes each side opened.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Disputes {
	pub(crate) payer: u8,
	pub(crate) merchant: u8,
}

impl Disputes {
	fn of(&mut self, side: Side) -> &mut u8 {
		match side {
			Side::Payer => &mut self.payer,
			Side::Merchant => &mut self.merchant,
		}
	}
}

impl Plain {
	/// Who decides can, and has no part in the order.
	pub(crate) fn ensure_dispute_terms(&self, wish: &Wish) -> Outcome {
		let Some(terms) = wish.dispute else { return Ok(()) };
		ensure((1..=30).contains(&terms.answer_days), "Escrow::AnswerDaysOutOfRange")?;
		let resolver = terms.resolver;
		ensure(self.people.contains_key(&resolver), "Escrow::ResolverUnfit")?;
		let mut accounts: Vec<AccountNo> = vec![wish.payer];
		accounts.extend(wish.funders.iter().map(|part| part.account));
		let mut parties = vec![wish.by];
		match &wish.terms {
			WishTerms::Transfer(to) => accounts.push(*to),
			WishTerms::Split { deal, parties: named } => {
				parties.extend([deal.platform, deal.merchant]);
				accounts.extend(named.iter().map(|party| party.1));
			}
		}
		let receiver = self.receiver_of(&wish.terms);
		parties.extend(accounts.iter().map(|account| self.account(*account).owner));
		parties.push(self.people[&receiver].sponsor);
		parties.push(self.bank_person(self.account(wish.payer).bank));
		ensure(!parties.contains(&resolver), "Escrow::ResolverIsParty")
	}

	/// The merchant, or the payee of a plain payment.
	pub(crate) fn receiver_of(&self, terms: &WishTerms) -> ParticipantId {
		match terms {
			WishTerms::Transfer(to) => self.account(*to).owner,
			WishTerms::Split { deal, .. } => deal.merchant,
		}
	}

	/// Whether somebody speaks for a side of an order.
	pub(crate) fn speaks_for_side(&self, who: ParticipantId, order: &Order, side: Side) -> bool {
		match side {
			Side::Payer => self.speaks_for(who, order.payer),
			Side::Merchant => {
				let receiver = self.receiving_side(order);
				[receiver, self.people[&receiver].sponsor].contains(&who)
			}
		}
	}

	/// The merchant, or the payee of a plain payment.
	pub(crate) fn receiving_side(&self, order: &Order) -> ParticipantId {
		match order.deal {
			Some((merchant, _)) => merchant,
			None => self.account(order.legs[0].payee).owner,
		}
	}

	/// The order of this id, where it can be disputed.
	fn disputable(&self, id: OrderId, with_body: bool) -> Outcome<Order> {
		let Some(order) = self.orders.get(&id) else { return refuse("Escrow::UnknownOrder") };
		if !order.is_open() {
			let nothing = order.status() == OrderStatus::Refunded || order.released_on.is_none();
			ensure(!nothing, &order.over())?;
			ensure(with_body, "Escrow::BodyMissing")?;
		}
		ensure(order.dispute_terms.is_some(), "Escrow::NoDisputeAgreed")?;
		Ok(order.clone())
	}

	pub(crate) fn dispute(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		side: Side,
		with_body: bool,
	) -> Outcome {
		let mut order = self.disputable(id, with_body)?;
		ensure(self.speaks_for_side(by, &order, side), "Escrow::NotEntitled")?;
		ensure(order.dispute.is_none(), "Escrow::AlreadyDisputed")?;
		let is_open = order.is_open();
		let count = match is_open {
			true => order.disputes.of(side),
			false => order.disputes_after.of(side),
		};
		ensure(*count < 5, "Escrow::TooManyDisputes")?;
		*count += 1;
		let days = order.dispute_terms.map_or(0, |terms| u64::from(terms.answer_days));
		let answer_until = self.now().plus(days * DAY_MS);
		if !is_open {
			let last = order.released_on.map_or(0, |Date(date)| date + 180);
			ensure(answer_until.date().0 <= last, "Escrow::ReturnsOver")?;
			order.dispute = Some(Dispute { by: side, answer_until, answered: false });
			self.orders.insert(id, order);
			return Ok(());
		}
		let mut order = self.as_grouped(order);
		ensure(!order.awaits_group, "Escrow::GroupNotComplete")?;
		ensure(order.rest() > 0, "Escrow::NothingRemains")?;
		self.ensure_before_deadline(&order)?;
		let answer_until = answer_until.min(order.end);
		self.stop(&mut order);
		order.dispute = Some(Dispute { by: side, answer_until, answered: false });
		self.write(order);
		Ok(())
	}

	pub(crate) fn answer(&mut self, by: ParticipantId, id: OrderId, with_body: bool) -> Outcome {
		let mut order = self.disputable(id, with_body)?;
		let Some(dispute) = order.dispute else { return refuse("Escrow::NotDisputed") };
		let speaks = self.speaks_for_side(by, &order, dispute.by.other());
		ensure(speaks, "Escrow::NotEntitled")?;
		ensure(!dispute.answered, "Escrow::AlreadyAnswered")?;
		ensure(self.clock.is_before(dispute.answer_until), "Escrow::AnswerTooLate")?;
		order.dispute = Some(Dispute { answered: true, ..dispute });
		match order.is_open() {
			true => self.write(order),
			false => {
				self.orders.insert(id, order);
			}
		}
		Ok(())
	}

	pub(crate) fn withdraw(&mut self, by: ParticipantId, id: OrderId, with_body: bool) -> Outcome {
		let mut order = self.disputable(id, with_body)?;
		let Some(dispute) = order.dispute else { return refuse("Escrow::NotDisputed") };
		ensure(self.speaks_for_side(by, &order, dispute.by), "Escrow::NotEntitled")?;
		ensure(!dispute.answered, "Escrow::AlreadyAnswered")?;
		order.dispute = None;
		match order.is_open() {
			true => {
				self.resume(&mut order);
				self.write_resumed(order);
			}
			false => {
				self.orders.insert(id, order);
			}
		}
		Ok(())
	}

	/// A dispute about which nothing is left is over: somebody gave in.
	pub(crate) fn end_idle_dispute(&mut self, order: &mut Order) {
		if order.is_stopped() && order.dispute.is_some() && order.rest() == 0 {
			order.dispute = None;
			self.resume(order);
			self.met_by_clock.push("dispute given in to");
		}
	}

	pub(crate) fn resolve(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		ppm: u32,
		with_body: bool,
	) -> Outcome {
		ensure(ppm <= 1_000_000, "Escrow::ShareOverWhole")?;
		let mut order = self.find(id, with_body)?;
		self.ensure_may_resolve(by, &order)?;
		self.ensure_hold_is_open(&order)?;
		let in_term = self.ensure_not_too_late(&order).is_ok();
		let is_open = order.is_open();
		ensure(in_term || is_open, "Escrow::ReturnsOver")?;
		let (of_hold, of_released) = order.resolution(ppm, in_term);
		let shares: Vec<Share> = of_hold.iter().chain(&of_released).copied().collect();
		let known = self.orders[&id].clone();
		let mut credits = (Vec::new(), Vec::new());
		self.about = Some(id);
		self.item_on(&mut order, |next, order| {
			if is_open {
				next.refund_from_hold(order, &shares);
				order.dispute = None;
				next.resume(order);
				next.bind_leader(order)?;
				let rest = order.all_parts();
				next.pay_or_park(order, &rest)?;
			}
			// Who is short gives of what it just got.
			credits = next.give(order, &of_released)?;
			Ok(())
		})?;
		if known.dispute.is_some_and(|dispute| !dispute.answered) {
			self.met_by_clock.push("resolution after the time to answer");
		}
		order.note_shares(&shares);
		if is_open {
			self.conclude(order);
		} else {
			let Order { given, funders, .. } = order;
			self.orders.insert(id, Order { given, funders, dispute: None, ..known });
		}
		self.note_given(credits);
		Ok(())
	}

	fn ensure_may_resolve(&self, by: ParticipantId, order: &Order) -> Outcome {
		let Some(terms) = order.dispute_terms else { return refuse("Escrow::NoDisputeAgreed") };
		ensure(terms.resolver == by, "Escrow::NotEntitled")?;
		let Some(dispute) = order.dispute else { return refuse("Escrow::NotDisputed") };
		let leaves_it = !order.is_open() || terms.silence == Silence::Resolver;
		let had_its_time = leaves_it && self.clock.is_over(dispute.answer_until);
		ensure(dispute.answered || had_its_time, "Escrow::NotAnsweredYet")?;
		let is_own = |account: &AccountNo| self.account(*account).owner == by;
		let gets = order.legs.iter().any(|leg| is_own(&leg.payee));
		ensure(!gets, "Escrow::ResolverIsParty")?;
		if order.is_open() {
			ensure(order.frozen.is_none(), "Escrow::OrderFrozen")?;
			let mut others = order.assignees.values().chain(self.leader_of(order));
			ensure(!others.any(is_own), "Escrow::ResolverIsParty")?;
		}
		Ok(())
	}
}

impl Order {
	/// What of this share of the payer comes out of what is not released, and what of what was released and
	/// not given back. The two are divided apart, each rounded down once.
	fn resolution(&self, ppm: u32, released_counts: bool) -> (Vec<Share>, Vec<Share>) {
		let all = self.weights();
		let hold: Vec<Weight> =
			all.iter().map(|it| Weight { weight: it.rest.min(it.weight), ..*it }).collect();
		let left =
			|it: &Weight| if released_counts { it.weight - it.rest.min(it.weight) } else { 0 };
		let released: Vec<Weight> =
			all.iter().map(|it| Weight { weight: left(it), rest: 0, ..*it }).collect();
		let share_of = |weights: &[Weight]| {
			let sum: u64 = weights.iter().map(|it| it.weight).sum();
			(u128::from(sum) * u128::from(ppm) / 1_000_000) as u64
		};
		let (of_hold, of_released) = (share_of(&hold), share_of(&released));
		(self.shares_of_hold(&hold, of_hold), self.shares_of(released, of_released))
	}

	/// Divides what comes out of what is not released. Where fees are kept, the merchant gives their shares
	/// as far as it is still to get something; the rest they give themselves.
	fn shares_of_hold(&self, weights: &[Weight], amount: u64) -> Vec<Share> {
		let parts = divide(self.policy_now(), weights, amount);
		let merchant = self.merchant.map(|merchant| merchant.0);
		let own = weights.iter().zip(&parts).find(|(it, _)| Some(it.leg) == merchant);
		let mut spare = own.map_or(0, |(it, part)| it.weight - part);
		let (mut shares, mut in_place) = (Vec::new(), Vec::new());
		for (it, part) in weights.iter().zip(&parts) {
			let instead = if self.keeps(it) { spare.min(*part) } else { 0 };
			spare -= instead;
			shares.push(of_hold(it.leg, it.leg, it.account, part - instead));
			if let Some((giver, _)) = own {
				in_place.push(of_hold(it.leg, giver.leg, giver.account, instead));
			}
		}
		shares.extend(in_place);
		shares.retain(|share| share.rest > 0);
		shares
	}
}

fn of_hold(of: u8, by: u8, account: AccountNo, rest: u64) -> Share {
	Share { of, by, account, rest, parked: 0, given: 0 }
}
