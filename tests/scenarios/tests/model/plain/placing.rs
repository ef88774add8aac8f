// SPDX-License-Identifier: Apache-2.0

//! Placing an order: what is checked, what is held, what is paid at once.

use super::{ensure, refuse, Deal, Leg, Order, Outcome, Plain};
use split_ledger_primitives::{
	AccountNo, Advancer, Amount, CoverMode, Date, ExpiryPolicy, Moment, OrderId, ParticipantId,
	Purpose, RefundPolicy, ReleaseMode, Uncredited, DAY_MS,
};
use split_rules::Part;
use std::collections::BTreeMap;

/// What somebody wants to place.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
	pub(crate) id: OrderId,
	pub(crate) by: ParticipantId,
	pub(crate) date: Date,
	pub(crate) payer: AccountNo,
	pub(crate) amount: u64,
	pub(crate) terms: WishTerms,
	pub(crate) release: ReleaseMode,
	pub(crate) not_after: Option<Moment>,
	pub(crate) legs_max: u8,
}

/// Who is to get it.
#[derive(Clone, Debug)]
pub(crate) enum WishTerms {
	Transfer(AccountNo),
	Split { deal: Deal, parties: Vec<(u8, AccountNo)> },
}

/// When an order moves money.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schedule {
	pub(crate) at_once: bool,
	pub(crate) after: Option<Moment>,
	pub(crate) deadline: Moment,
	pub(crate) expiry: ExpiryPolicy,
	pub(crate) covered: bool,
}

impl Plain {
	pub(crate) fn place(&mut self, wish: &Wish) -> Outcome {
		self.in_item(|next| next.place_in_item(wish))
	}

	/// Places an order as a part of something whose cover is tested in the end.
	pub(crate) fn place_in_item(&mut self, wish: &Wish) -> Outcome {
		let now = self.now();
		ensure(wish.not_after.is_none_or(|last| now <= last), "Escrow::PastNotAfter")?;
		ensure(wish.amount > 0, "Escrow::ZeroAmount")?;
		ensure((1..=50).contains(&wish.legs_max), "Escrow::TooManyLegs")?;
		let schedule = schedule(wish, now)?;
		ensure(self.speaks_for(wish.by, wish.payer), "Escrow::NotThePayer")?;
		let mut order = match &wish.terms {
			WishTerms::Transfer(to) => self.plan_transfer(wish, *to, &schedule)?,
			WishTerms::Split { deal, parties } => {
				self.plan_split(wish, deal, parties, &schedule)?
			}
		};
		let needs_merchant = schedule.expiry == ExpiryPolicy::Merchant;
		ensure(!needs_merchant || order.merchant_leg().is_some(), "Escrow::NoMerchantLeg")?;
		self.about = Some(wish.id);
		let paid = if schedule.at_once {
			self.pay_at_once(&mut order)?
		} else {
			self.hold(order.payer, order.amount)?;
			for leg in order.legs.iter().filter(|_| order.covered) {
				self.promise(order.payer, leg.payee, leg.entitlement);
			}
			Vec::new()
		};
		self.conclude(order, &paid);
		Ok(())
	}

	fn plan_transfer(&self, wish: &Wish, to: AccountNo, schedule: &Schedule) -> Outcome<Order> {
		let part =
			Part { leg: 1, slot: 0, amount: Amount(wish.amount), purpose: Purpose::Transfer };
		self.ensure_payee(wish, to, part.purpose, None)?;
		let leg = leg_of(&part, to, false);
		let terms = (RefundPolicy::ProRata, Vec::new(), Uncredited::Park);
		Ok(order_of(wish, schedule, None, vec![leg], None, terms))
	}

	fn plan_split(
		&self,
		wish: &Wish,
		deal: &Deal,
		parties: &[(u8, AccountNo)],
		schedule: &Schedule,
	) -> Outcome<Order> {
		let parts = self.divide(deal, wish.amount, wish.legs_max)?;
		let account = |slot: u8| parties.iter().find(|party| party.0 == slot).map(|it| it.1);
		let owns = |number: AccountNo| self.account(number).owner == deal.merchant;
		for part in parts.iter().filter(|part| part.amount.0 > 0) {
			let Some(to) = account(part.slot) else { return refuse("Escrow::PartyMissing") };
			self.ensure_payee(wish, to, part.purpose, Some(deal.merchant))?;
		}
		let of_leaves: Vec<AccountNo> =
			parts.iter().filter_map(|part| account(part.slot)).filter(|to| owns(*to)).collect();
		ensure(!of_leaves.is_empty(), "Escrow::MerchantMissing")?;
		// What a merchant pays itself from cannot be paid back to itself.
		let mut merchant = of_leaves.into_iter().find(|to| *to != wish.payer).map(|to| (0, to));
		let mut legs = Vec::new();
		for part in parts.iter().filter(|part| part.amount.0 > 0) {
			let to = account(part.slot).expect("it was asked for");
			if merchant.is_some_and(|it| it.0 == 0) && part.purpose == Purpose::Goods && owns(to) {
				merchant = Some((part.leg, to));
			}
			legs.push(leg_of(part, to, owns(to)));
		}
		self.ensure_limits(deal, wish.amount, &legs)?;
		let rules = &self.agreements.rules[&deal.rules];
		let terms = (
			rules.content.refund.policy,
			rules.content.refund.advancers.to_vec(),
			rules.content.uncredited,
		);
		let sides = Some((deal.merchant, deal.platform));
		Ok(order_of(wish, schedule, sides, legs, merchant, terms))
	}

	/// Whether an account can be planned to (P5).
	fn ensure_payee(
		&self,
		wish: &Wish,
		to: AccountNo,
		purpose: Purpose,
		merchant: Option<ParticipantId>,
	) -> Outcome {
		let row = self.account(to);
		ensure(to != wish.payer, "Escrow::PayerIsPayee")?;
		ensure(row.fits(purpose), "Escrow::PurposeUnfit")?;
		let own = merchant == Some(row.owner) && row.is(split_ledger_primitives::Role::Merchant);
		let second =
			purpose == Purpose::Goods && !own && !row.is(split_ledger_primitives::Role::Supplier);
		ensure(!second, "Escrow::SecondMerchant")
	}

	/// Pays each leg that its account takes; what it does not take goes to the merchant or is parked.
	fn pay_at_once(&mut self, order: &mut Order) -> Outcome<Vec<AccountNo>> {
		let mut paid = Vec::new();
		for leg in order.legs.clone() {
			let (from, amount) = (order.payer, leg.rest());
			let Some(reason) = self.credit_refusal(leg.payee, leg.purpose) else {
				self.pay(from, leg.payee, amount, leg.purpose)?;
				order.leg(leg.number).released += amount;
				paid.push(leg.payee);
				continue;
			};
			let crosses = self.crosses(from, leg.payee);
			if let Some(merchant) = self.merchant_for(order, crosses) {
				self.pay(from, merchant.payee, amount, Purpose::Goods)?;
				order.turn_over(leg.number, merchant.number, amount);
				paid.push(merchant.payee);
				continue;
			}
			self.hold(from, amount)?;
			if order.covered {
				self.promise(from, leg.payee, amount);
			}
			self.park(order, leg.number, amount, reason);
		}
		Ok(paid)
	}
}

fn schedule(wish: &Wish, now: Moment) -> Outcome<Schedule> {
	let latest = wish.date.start().plus(180 * DAY_MS);
	let held = |after: Option<Moment>, deadline: Option<Moment>, expiry, cover| Schedule {
		at_once: false,
		after,
		deadline: deadline.unwrap_or(latest),
		expiry,
		covered: cover == CoverMode::AtPlacement,
	};
	let schedule = match wish.release {
		ReleaseMode::Now => Schedule {
			at_once: true,
			..held(None, None, ExpiryPolicy::Payer, CoverMode::AtPlacement)
		},
		ReleaseMode::Held { after, deadline, expiry, cover } => Schedule {
			at_once: after.is_some_and(|after| after <= now),
			..held(after, deadline, expiry, cover)
		},
		ReleaseMode::NextDate { deadline, expiry, cover } => {
			held(Some(Date(now.date().0 + 1).start()), deadline, expiry, cover)
		}
		ReleaseMode::Agreed { .. } => unreachable!("not played yet"),
	};
	ensure(schedule.deadline <= latest, "Escrow::DeadlineTooFar")?;
	ensure(schedule.deadline > now, "Escrow::PastDeadline")?;
	let in_time = schedule.after.is_none_or(|after| after < schedule.deadline);
	ensure(in_time, "Escrow::AfterNotBeforeDeadline")?;
	Ok(schedule)
}

fn leg_of(part: &Part, payee: AccountNo, of_merchant: bool) -> Leg {
	Leg {
		number: part.leg,
		payee,
		purpose: part.purpose,
		of_merchant,
		entitlement: part.amount.0,
		released: 0,
		refunded: 0,
		parked: None,
	}
}

fn order_of(
	wish: &Wish,
	schedule: &Schedule,
	deal: Option<(ParticipantId, ParticipantId)>,
	legs: Vec<Leg>,
	merchant: Option<(u8, AccountNo)>,
	(policy, advancers, uncredited): (RefundPolicy, Vec<Advancer>, Uncredited),
) -> Order {
	Order {
		id: wish.id,
		payer: wish.payer,
		amount: wish.amount,
		deal,
		legs,
		merchant,
		policy,
		advancers,
		uncredited,
		after: schedule.after,
		deadline: schedule.deadline,
		expiry: schedule.expiry,
		covered: schedule.covered,
		releases: 0,
		released_on: None,
		expired: false,
		turned_over: false,
		given: BTreeMap::new(),
		acts: 0,
		hint: u32::MAX,
	}
}
