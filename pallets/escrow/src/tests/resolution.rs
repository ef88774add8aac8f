// SPDX-License-Identifier: Apache-2.0

//! What a resolver's share makes of an order, after any life of it, against sums that anybody can check.

use super::standing::{any_life, any_steps, live, Life, PAYER};
use crate::resolution::{Resolution, WHOLE_PPM};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use split_ledger_primitives::{Amount, RefundPolicy};
use std::collections::BTreeMap;

fn floor(amount: u64, ppm: u32) -> u64 {
	(u128::from(amount) * u128::from(ppm) / 1_000_000) as u64
}

/// Does to the order what the resolution says, and pays the rest of the hold.
fn resolve(life: &mut Life, ppm: u32) -> Resolution {
	let resolution = life.standing().resolved(ppm, true).expect("divided");
	life.given = life.given.clone().after_resolution(&resolution).expect("it fits");
	for share in resolution.shares() {
		if let Some(leg) = life.legs.iter_mut().find(|leg| leg.leg == share.by) {
			leg.refunded.0 += share.unreleased.0 + share.parked.0;
		}
		life.pay(share.account, -i128::from(share.given.0));
		life.pay(PAYER, share.given.0.into());
	}
	for leg in 0..life.legs.len() {
		life.release(leg, 1_000);
	}
	resolution
}

proptest! {
	#[test]
	fn the_payer_gets_its_share_of_what_is_held_and_of_what_was_released(
		(life, steps) in (any_life(), any_steps()),
		ppm in 0u32..=WHOLE_PPM,
	) {
		let mut life = life;
		live(&mut life, &steps);
		let legs = life.standing().legs;
		let still: u64 = legs.iter().map(|leg| leg.unreleased.min(leg.weight).0).sum();
		let given: u64 = legs.iter().map(|leg| leg.weight.0).sum::<u64>() - still;
		let resolution = resolve(&mut life, ppm);

		let sum = |shares: &[crate::standing::Share]| -> u64 {
			shares.iter().map(|share| share.total().unwrap().0).sum()
		};
		prop_assert_eq!(sum(&resolution.from_hold), floor(still, ppm));
		prop_assert_eq!(sum(&resolution.from_released), floor(given, ppm));
		// Out of the hold alone, and of no leg more than it holds.
		let mut taken = BTreeMap::<u8, u64>::new();
		for share in &resolution.from_hold {
			prop_assert_eq!(share.total().unwrap(), share.unreleased);
			*taken.entry(share.by).or_default() += share.unreleased.0;
		}
		for (number, taken) in taken {
			let leg = legs.iter().find(|leg| leg.leg == number).unwrap();
			prop_assert!(taken <= leg.unreleased.0);
		}
		prop_assert!(resolution.from_released.iter().all(|share| share.unreleased.is_zero()));
	}

	#[test]
	fn after_a_resolution_and_a_full_refund_the_payer_stands_at_zero(
		(life, steps) in (any_life(), any_steps()),
		ppm in 0u32..=WHOLE_PPM,
	) {
		let mut life = life;
		live(&mut life, &steps);
		resolve(&mut life, ppm);
		let standing = life.standing();
		prop_assert_eq!(
			standing.refundable().unwrap().0 + standing.refunded().unwrap().0,
			life.amount()
		);
		let left: u64 = life.weights().iter().sum();
		if left > 0 {
			life.refund(left);
		}
		prop_assert_eq!(life.money.get(&PAYER).copied().unwrap_or_default(), 0);
	}

	#[test]
	fn nobody_gets_anything_of_a_share_of_nothing_and_the_payer_all_of_the_whole(
		(life, steps) in (any_life(), any_steps()),
	) {
		let mut life = life;
		live(&mut life, &steps);
		let none = life.standing().resolved(0, true).unwrap();
		prop_assert_eq!(none, Resolution::default());
		resolve(&mut life, WHOLE_PPM);
		prop_assert!(life.weights().iter().all(|weight| *weight == 0));
	}
}

/// What each leg gives out of the hold: whose share it is, who gives it, how much.
fn of_hold(policy: RefundPolicy, ppm: u32) -> Vec<(u8, u8, u64)> {
	// Goods of the merchant 850, a fee of 100, logistics of 50.
	let life = Life::of(policy, &[(0, 850), (2, 100), (4, 50)]);
	let resolution = life.standing().resolved(ppm, true).unwrap();
	let shares = resolution.from_hold.iter();
	shares.map(|share| (share.of, share.by, share.unreleased.0)).collect()
}

#[test]
fn what_comes_out_of_the_hold_is_divided_by_the_policy() {
	let pro_rata = of_hold(RefundPolicy::ProRata, 370_000);
	assert_eq!(pro_rata, [(1, 1, 315), (2, 2, 37), (3, 3, 18)]);
	let merchant_first = of_hold(RefundPolicy::MerchantFirst, 370_000);
	assert_eq!(merchant_first, [(1, 1, 370)]);
	let fees_kept = of_hold(RefundPolicy::FeesKept, 370_000);
	assert_eq!(fees_kept, [(1, 1, 315), (3, 3, 18), (2, 1, 37)]);
}

#[test]
fn fees_are_kept_only_as_far_as_the_merchant_is_still_to_get_something() {
	// Of 950 the merchant's own share is 808, which leaves it 42 for the 95 of the fee.
	let shares = of_hold(RefundPolicy::FeesKept, 950_000);
	let whole: u64 = shares.iter().map(|share| share.2).sum();
	assert_eq!(whole, 950);
	assert_eq!(shares, [(1, 1, 808), (2, 2, 53), (3, 3, 47), (2, 1, 42)]);
	assert_eq!(of_hold(RefundPolicy::FeesKept, WHOLE_PPM), [(1, 1, 850), (2, 2, 100), (3, 3, 50)]);
}

#[test]
fn each_of_both_parts_is_rounded_down_once() {
	let mut life = Life::of(RefundPolicy::ProRata, &[(0, 3)]);
	life.legs[0].released = Amount(1);
	// Two thirds of 2 and of 1 are a unit and nothing, where two thirds of 3 are two units.
	let resolution = life.standing().resolved(666_667, true).unwrap();
	let shares: Vec<u64> = resolution.shares().map(|share| share.total().unwrap().0).collect();
	assert_eq!(shares, [1]);
}
