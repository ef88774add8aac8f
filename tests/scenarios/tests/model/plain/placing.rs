// SPDX-License-Identifier: Apache-2.0

//! Placing an order: what is checked, what is held, what is paid at once.

use super::{
	ensure, refuse,
	schedule::{schedule, Schedule},
	Deal, Leg, Order, Outcome, Plain,
};
use split_ledger_primitives::{
	AccountNo, Amount, Date, DisputeTerms, ExpiryPolicy, FundedPart, GroupNo, MandateNo, Moment,
	OrderId, ParticipantId, Purpose, RefundTerms, ReleaseMode, Uncredited,
};
use split_rules::Part;
use std::collections::{BTreeMap, BTreeSet};

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
	pub(crate) funders: Vec<FundedPart>,
	pub(crate) mandate: Option<MandateNo>,
	pub(crate) group: Option<GroupNo>,
	pub(crate) dispute: Option<DisputeTerms>,
}

/// Who is to get it.
#[derive(Clone, Debug)]
pub(crate) enum WishTerms {
	Transfer(AccountNo),
	Split { deal: Deal, parties: Vec<(u8, AccountNo)> },
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
		Self::ensure_funders(wish)?;
		let schedule = schedule(wish, now)?;
		self.ensure_may_fund(wish)?;
		let mut order = match &wish.terms {
			WishTerms::Transfer(to) => self.plan_transfer(wish, *to, &schedule)?,
			WishTerms::Split { deal, parties } => {
				self.plan_split(wish, deal, parties, &schedule)?
			}
		};
		self.ensure_dispute_terms(wish)?;
		self.ensure_conditions(wish, schedule.deadline)?;
		(order.leader_slot, order.leader_legs) =
			self.ensure_may_join(wish, &schedule, &order.legs)?;
		let needs_merchant = schedule.expiry == ExpiryPolicy::Merchant;
		ensure(!needs_merchant || order.merchant_leg().is_some(), "Escrow::NoMerchantLeg")?;
		self.note_all_met(&mut order);
		self.about = Some(wish.id);
		match schedule.at_once {
			true if order.funders.len() == 1 => self.pay_at_once(&mut order)?,
			true => {
				self.hold_all(&mut order)?;
				let parts = order.all_parts();
				self.pay_or_park(&mut order, &parts)?;
			}
			false => self.hold_all(&mut order)?,
		}
		self.put(order.clone());
		self.join(wish.id);
		self.conclude(order);
		Ok(())
	}

	/// Sets the whole aside, each part on its funder's account.
	fn hold_all(&mut self, order: &mut Order) -> Outcome {
		for funder in &mut order.funders {
			self.hold(funder.account, funder.amount)?;
			funder.held = funder.amount;
		}
		Ok(())
	}

	fn plan_transfer(&self, wish: &Wish, to: AccountNo, schedule: &Schedule) -> Outcome<Order> {
		let part =
			Part { leg: 1, slot: 0, amount: Amount(wish.amount), purpose: Purpose::Transfer };
		self.ensure_payee(wish, to, part.purpose, None)?;
		let leg = leg_of(&part, to, false);
		let terms = (RefundTerms::default(), Uncredited::Park);
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
		let terms = (rules.content.refund.clone(), rules.content.uncredited);
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

	/// Pays each leg that its account takes from what the only funder has; what it does not take goes to
	/// the merchant or is held and parked.
	fn pay_at_once(&mut self, order: &mut Order) -> Outcome {
		for leg in order.legs.clone() {
			let (from, amount) = (order.payer, leg.rest());
			let Some(reason) = self.credit_refusal(leg.payee, leg.purpose) else {
				self.pay(from, leg.payee, amount, leg.purpose)?;
				order.leg(leg.number).released += amount;
				self.paid.push(leg.payee);
				continue;
			};
			if let Some(merchant) = self.merchant_for(order, &leg, true) {
				self.pay(from, merchant.payee, amount, Purpose::Goods)?;
				order.turn_over(leg.number, merchant.number, amount);
				self.paid.push(merchant.payee);
				continue;
			}
			self.hold(from, amount)?;
			order.funders[0].held += amount;
			self.park(order, leg.number, amount, reason);
		}
		Ok(())
	}
}

fn leg_of(part: &Part, payee: AccountNo, of_merchant: bool) -> Leg {
	Leg {
		number: part.leg,
		slot: part.slot,
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
	(refund, uncredited): (RefundTerms, Uncredited),
) -> Order {
	Order {
		id: wish.id,
		payer: wish.payer,
		funders: wish.funders(),
		back: refund.back,
		amount: wish.amount,
		deal,
		legs,
		merchant,
		policy: refund.policy,
		advancers: refund.advancers.to_vec(),
		uncredited,
		after: schedule.after,
		deadline: schedule.deadline,
		end: schedule.end,
		expiry: schedule.expiry,
		covered: schedule.covered,
		releases: 0,
		released_on: None,
		expired: false,
		turned_over: false,
		given: BTreeMap::new(),
		acts: 0,
		hint: u32::MAX,
		milestones: schedule.milestones.clone(),
		met: BTreeSet::new(),
		due: None,
		dispatched: false,
		statements: BTreeMap::new(),
		extension: None,
		dispute_terms: wish.dispute,
		stopped_since: None,
		frozen: None,
		dispute: None,
		disputes: Default::default(),
		disputes_after: Default::default(),
		group: wish.group,
		awaits_group: wish.group.is_some(),
		leader_slot: None,
		leader_legs: Vec::new(),
		assignees: BTreeMap::new(),
		passed_on: BTreeMap::new(),
	}
}
