// SPDX-License-Identifier: Apache-2.0

//! What R2 says of a refund, by tables, properties, and the books of one order.

use super::{
	model,
	strategies::{any_amount, any_policy},
};
use crate::{apportion, divide_refund, RefundGiver, RefundLeg, RefundRole, RuleError};
use proptest::{collection::vec, prelude::*, sample::Index};
use split_ledger_primitives::{Amount, Purpose, RefundPolicy};
use RefundPolicy::{FeesKept, MerchantFirst, ProRata};
use RefundRole::{Fee, Merchant, Other};

/// The legs of an order: freight, fee, commission, merchant.
const LEGS: [(u64, RefundRole); 4] = [(1_000, Other), (720, Fee), (180, Fee), (8_100, Merchant)];

fn legs(legs: &[(u64, RefundRole)]) -> Vec<RefundLeg> {
	legs.iter().map(|(left, role)| RefundLeg { left: Amount(*left), role: *role }).collect()
}

fn amounts(shares: Vec<Amount>) -> Vec<u64> {
	shares.into_iter().map(|share| share.0).collect()
}

#[track_caller]
fn check(
	policy: RefundPolicy,
	of: &[(u64, RefundRole)],
	amount: u64,
	expected: Result<&[u64], RuleError>,
) {
	let shares = divide_refund(policy, &legs(of), Amount(amount));
	assert_eq!(shares.map(amounts), expected.map(<[u64]>::to_vec));
}

#[test]
fn pro_rata_takes_of_every_leg_by_what_is_left_of_it() {
	check(ProRata, &LEGS, 5_000, Ok(&[500, 360, 90, 4_050]));
	// 33.3, 23.976, 5.994 and 269.73: one unit each for the largest fractions.
	check(ProRata, &LEGS, 333, Ok(&[33, 24, 6, 270]));
	check(ProRata, &LEGS, 10_000, Ok(&[1_000, 720, 180, 8_100]));
}

#[test]
fn merchant_first_takes_of_the_others_only_what_the_merchant_does_not_have() {
	check(MerchantFirst, &LEGS, 8_099, Ok(&[0, 0, 0, 8_099]));
	check(MerchantFirst, &LEGS, 8_100, Ok(&[0, 0, 0, 8_100]));
	// The unit beyond goes to the largest weight.
	check(MerchantFirst, &LEGS, 8_101, Ok(&[1, 0, 0, 8_100]));
	check(MerchantFirst, &LEGS, 9_050, Ok(&[500, 360, 90, 8_100]));
	check(MerchantFirst, &LEGS, 10_000, Ok(&[1_000, 720, 180, 8_100]));
	// Two legs of the merchant, and none.
	check(MerchantFirst, &[(30, Merchant), (9, Fee), (10, Merchant)], 20, Ok(&[15, 0, 5]));
	check(MerchantFirst, &[(30, Other), (10, Fee)], 20, Ok(&[15, 5]));
}

#[test]
fn fees_kept_divides_as_pro_rata_does_and_has_the_merchant_give_the_parts_of_fees() {
	check(FeesKept, &LEGS, 5_000, Ok(&[500, 360, 90, 4_050]));
	let givers = LEGS.map(|(_, role)| role.giver(FeesKept));
	let (own, merchant) = (RefundGiver::Receiver, RefundGiver::Merchant);
	assert_eq!(givers, [own, merchant, merchant, own]);
	for policy in [ProRata, MerchantFirst] {
		assert_eq!(LEGS.map(|(_, role)| role.giver(policy)), [own; 4]);
	}
}

#[test]
fn a_leg_of_the_merchant_is_the_merchants_whatever_it_is_for() {
	assert_eq!(RefundRole::of(Purpose::Goods, true), Merchant);
	assert_eq!(RefundRole::of(Purpose::Commission, true), Merchant);
	assert_eq!(RefundRole::of(Purpose::Fee, false), Fee);
	assert_eq!(RefundRole::of(Purpose::Commission, false), Fee);
	assert_eq!(RefundRole::of(Purpose::Goods, false), Other);
	assert_eq!(RefundRole::of(Purpose::Tax, false), Other);
}

#[test]
fn more_than_is_left_is_refused_and_nothing_is_divided_into_nothings() {
	for policy in [ProRata, MerchantFirst, FeesKept] {
		check(policy, &LEGS, 10_001, Err(RuleError::MoreThanRemains));
		check(policy, &[], 1, Err(RuleError::MoreThanRemains));
		check(policy, &[(0, Merchant), (0, Fee)], 1, Err(RuleError::MoreThanRemains));
		check(policy, &LEGS, 0, Ok(&[0; 4]));
		check(policy, &[], 0, Ok(&[]));
	}
	// Beyond what an amount can be, and still exact.
	let wide = [(u64::MAX, Merchant), (u64::MAX, Merchant), (u64::MAX, Other)];
	check(MerchantFirst, &wide, u64::MAX, Ok(&[1 << 63, (1 << 63) - 1, 0]));
}

fn any_legs(most: u64) -> impl Strategy<Value = Vec<RefundLeg>> {
	let role = prop_oneof![Just(Merchant), Just(Fee), Just(Other)];
	let left = prop_oneof![Just(0), 0..=most, 0..=most];
	vec((left, role), 1..10).prop_map(|it| legs(&it))
}

proptest! {
	#[test]
	fn a_refund_is_divided_as_the_model_has_it(
		policy in any_policy(),
		legs in prop_oneof![any_legs(20), any_legs(u64::MAX)],
		amount in any_amount(),
		part in any::<Index>(),
	) {
		let left: u128 = legs.iter().map(|leg| u128::from(leg.left.0)).sum();
		let some = u64::try_from(left).map_or(0, |left| part.index(left as usize + 1) as u64);
		for amount in [amount.0, some] {
			let shares = divide_refund(policy, &legs, Amount(amount));
			let modelled = modelled(policy, &legs, amount).ok_or(RuleError::MoreThanRemains);
			prop_assert_eq!(shares.map(amounts), modelled);
		}
	}

	#[test]
	fn any_series_of_refunds_up_to_all_leaves_nothing_of_any_leg(
		policy in any_policy(),
		mut legs in any_legs(1_000_000),
		cuts in vec(any::<Index>(), 0..12),
	) {
		for cut in cuts.iter().map(Some).chain([None]) {
			let left: u64 = legs.iter().map(|leg| leg.left.0).sum();
			// The last refund is of all that is left.
			let amount = cut.map_or(left, |cut| cut.index(left as usize + 1) as u64);
			let before = legs.clone();

			let shares = divide_refund(policy, &legs, Amount(amount)).unwrap();

			prop_assert_eq!(Amount::checked_sum(shares.iter().copied()), Some(Amount(amount)));
			for (leg, share) in legs.iter_mut().zip(&shares) {
				leg.left = leg.left.checked_sub(*share).expect("no share above what is left");
			}
			let is_merchant = |leg: &&RefundLeg| leg.role == Merchant;
			let merchant_has_left = legs.iter().filter(is_merchant).any(|leg| !leg.left.is_zero());
			if policy == MerchantFirst && merchant_has_left {
				let mut others = before.iter().zip(&legs).filter(|(leg, _)| leg.role != Merchant);
				prop_assert!(others.all(|(before, after)| before == after));
			}
		}
		prop_assert!(legs.iter().all(|leg| leg.left.is_zero()));
	}

	#[test]
	fn after_a_full_refund_everybody_stands_where_r2_says_whatever_happened_before(
		policy in any_policy(),
		plan in vec((0..5_000_u64, prop_oneof![Just(Fee), Just(Other)]), 0..6),
		goods in 0..5_000_u64,
		acts in vec((0..3_u8, any::<Index>(), any::<Index>()), 0..12),
	) {
		let mut order = Order::placed(policy, &plan, goods);
		for (act, leg, part) in acts {
			match act {
				0 => order.release(part),
				1 => order.give_back(leg, part),
				_ => order.refund(Some(part)),
			}
			order.check();
		}
		order.refund(None);
		order.check();

		let kept = |leg: &Leg| if leg.role.giver(policy) == RefundGiver::Merchant { leg.kept } else { 0 };
		let stands = |leg: &Leg| leg.unreleased as i64 + leg.got;
		for leg in &order.legs[1..] {
			prop_assert_eq!(stands(leg), kept(leg) as i64);
			if policy == FeesKept && leg.role == Fee {
				prop_assert_eq!(leg.kept, leg.planned - leg.returned, "to the unit");
			}
		}
		let lost: u64 = order.legs.iter().map(kept).sum();
		prop_assert_eq!(stands(&order.legs[0]), -(lost as i64));
		prop_assert_eq!(order.back, order.legs.iter().map(|leg| leg.planned).sum::<u64>());
	}
}

/// R2 by its words: whole steps of O3 in fractions, for those whose turn it is.
fn modelled(policy: RefundPolicy, legs: &[RefundLeg], amount: u64) -> Option<Vec<u64>> {
	let of = |turn: &dyn Fn(&RefundLeg) -> bool| {
		legs.iter().map(|leg| if turn(leg) { leg.left.0 } else { 0 }).collect::<Vec<_>>()
	};
	if policy != MerchantFirst {
		return model::apportion(&of(&|_| true), amount);
	}
	let merchants = of(&|leg| leg.role == Merchant);
	match model::apportion(&merchants, amount) {
		Some(enough) => Some(enough),
		None => {
			let all: u64 = merchants.iter().sum();
			let others = model::apportion(&of(&|leg| leg.role != Merchant), amount - all)?;
			Some(merchants.iter().zip(others).map(|(a, b)| a + b).collect())
		}
	}
}

/// The books of one order, as escrow keeps them: its legs, that of the merchant first.
struct Order {
	policy: RefundPolicy,
	legs: Vec<Leg>,
	/// What the payer has back.
	back: u64,
}

#[derive(Clone)]
struct Leg {
	role: RefundRole,
	planned: u64,
	/// What of it is still held.
	unreleased: u64,
	/// What its receiver got of the order and still has; below zero what it paid of its own.
	got: i64,
	/// What it gave of a refund, from the hold or after a release.
	gave: u64,
	/// What it kept because the merchant gave it in its place.
	kept: u64,
	/// What its receiver returned to the merchant, outside a refund.
	returned: u64,
}

impl Order {
	fn placed(policy: RefundPolicy, plan: &[(u64, RefundRole)], goods: u64) -> Self {
		let planned = [(goods, Merchant)].into_iter().chain(plan.iter().copied());
		let leg = |(planned, role)| Leg {
			role,
			planned,
			unreleased: planned,
			got: 0,
			gave: 0,
			kept: 0,
			returned: 0,
		};
		Self { policy, legs: planned.map(leg).collect(), back: 0 }
	}

	/// What was not given back yet of each leg.
	fn left(&self) -> Vec<RefundLeg> {
		let gained: u64 = self.legs[1..].iter().map(|leg| leg.returned + leg.kept).sum();
		let left = |(place, leg): (usize, &Leg)| {
			let gained = if place == 0 { gained } else { 0 };
			let left = leg.planned + gained - leg.gave - leg.kept - leg.returned;
			RefundLeg { left: Amount(left), role: leg.role }
		};
		self.legs.iter().enumerate().map(left).collect()
	}

	/// A release of a part of what is held.
	fn release(&mut self, part: Index) {
		let held: Vec<_> = self.legs.iter().map(|leg| Amount(leg.unreleased)).collect();
		let whole: u64 = held.iter().map(|held| held.0).sum();
		let amount = Amount(part.index(whole as usize + 1) as u64);
		for (leg, part) in self.legs.iter_mut().zip(apportion(&held, amount).unwrap()) {
			leg.unreleased -= part.0;
			leg.got += part.0 as i64;
		}
	}

	/// A return alone of a part of what a receiver has of its leg: it credits the merchant (R1).
	fn give_back(&mut self, leg: Index, part: Index) {
		let place = leg.index(self.legs.len());
		if place == 0 {
			return;
		}
		let left = self.left()[place].left.0;
		let leg = &mut self.legs[place];
		let most = left.min(leg.got.max(0) as u64);
		let amount = part.index(most as usize + 1) as u64;
		leg.returned += amount;
		leg.got -= amount as i64;
		self.legs[0].got += amount as i64;
	}

	/// A refund of a part, or of all that is left: from the hold of whoever gives, then from what it
	/// got, then from its own.
	fn refund(&mut self, part: Option<Index>) {
		let left = self.left();
		let whole: u64 = left.iter().map(|leg| leg.left.0).sum();
		let amount = part.map_or(whole, |part| part.index(whole as usize + 1) as u64);
		let shares = divide_refund(self.policy, &left, Amount(amount)).unwrap();
		for (place, share) in shares.into_iter().enumerate() {
			let by_merchant = left[place].role.giver(self.policy) == RefundGiver::Merchant;
			if by_merchant {
				self.legs[place].kept += share.0;
			}
			let giver = &mut self.legs[if by_merchant { 0 } else { place }];
			let from_hold = share.0.min(giver.unreleased);
			giver.unreleased -= from_hold;
			giver.got -= (share.0 - from_hold) as i64;
			giver.gave += share.0;
			self.back += share.0;
		}
	}

	/// No money came or went: what the payer put in is back, held, or with the receivers; and what is
	/// left to refund is what is not back.
	fn check(&self) {
		let paid: u64 = self.legs.iter().map(|leg| leg.planned).sum();
		let with_legs: i64 = self.legs.iter().map(|leg| leg.unreleased as i64 + leg.got).sum();
		assert_eq!(self.back as i64 + with_legs, paid as i64);
		let left: u64 = self.left().iter().map(|leg| leg.left.0).sum();
		assert_eq!(self.back + left, paid);
	}
}
