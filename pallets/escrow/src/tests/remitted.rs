// SPDX-License-Identifier: Apache-2.0

//! Tax that its office has passed on to the state does not come back from the office (P5, R2).

use crate::{fake_ledger::*, given::*, mock::*, types::*, Error, GivenBacks};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::RefundableLeg, Amount, Date, OrderBody, OrderId, OrderStatus, RefundPolicy, DAY_MS,
};

const POLICIES: [RefundPolicy; 3] =
	[RefundPolicy::ProRata, RefundPolicy::MerchantFirst, RefundPolicy::FeesKept];

/// The shop has 1,000 beside what orders bring, so that it can bear what it must.
fn world() -> World {
	World::new().with_finance().with_money(SHOP_B, 1_000)
}

/// What was posted to the office until this day, so many days from today, was passed on.
fn pass_on(days: i16) {
	FakeLedger::remit(TAX_B, Date(TODAY.0.checked_add_signed(days).unwrap()));
}

/// What buyer, office, platform and shop have, nothing of it held.
fn moneys() -> [u64; 4] {
	[BUYER_A, TAX_B, PLATFORM_A, SHOP_B].map(|account| {
		let (available, held) = money(account);
		assert_eq!(held, 0);
		available
	})
}

/// Of each leg what was given in refunds, and what was kept.
fn given_of(order: OrderId) -> Vec<(u8, [u64; 2])> {
	let given = GivenBacks::<Test>::get(order).expect("something was given back");
	given.legs.iter().map(|leg: &GivenLeg| (leg.leg, [leg.given.0, leg.kept.0])).collect()
}

/// An order that was paid, refunded by this policy.
fn paid(policy: RefundPolicy) -> (OrderId, OrderBody) {
	taxed_by(policy);
	let body = taxed("o1");
	(place(&body), body)
}

#[test]
fn a_return_of_tax_that_was_passed_on_is_refused() {
	world().run(|| {
		let (order, body) = paid(RefundPolicy::ProRata);
		pass_on(-1);
		assert_ok!(give_back(TAX_OFFICE, "b1", &body, 1, 30));
		assert_eq!(moneys(), [9_000, 100, 100, 1_800]);
		pass_on(0);
		let refused = give_back(TAX_OFFICE, "b2", &body, 1, 1);
		assert_noop!(refused, Error::<Test>::TaxRemitted);
		assert_ok!(give_back(PLATFORM, "b3", &body, 2, 100));
		let view = Escrow::refundable(order, Some(&body)).unwrap();
		let tax = RefundableLeg { leg: 1, left: Amount(100), returnable: Amount(0) };
		assert_eq!(view.legs[0], tax);
	});
}

#[test]
fn the_merchant_bears_tax_that_was_passed_on_under_every_policy_to_the_unit() {
	for (policy, kept_fee) in POLICIES.into_iter().zip([0, 0, 100]) {
		for series in [vec![1_000], vec![333, 333, 334], vec![1, 998, 1]] {
			world().run(|| {
				let (order, body) = paid(policy);
				pass_on(0);
				for (count, amount) in series.iter().enumerate() {
					assert_ok!(refund_of(SHOP, &format!("f{count}"), &body, *amount));
				}
				assert_eq!(moneys(), [10_000, 130, kept_fee, 1_000 - 130 - kept_fee]);
				assert_eq!(given_of(order)[0], (1, [0, 130]));
				let view = Escrow::refundable(order, Some(&body)).unwrap();
				assert_eq!((view.refundable.0, view.refunded.0), (0, 1_000));
				let more = refund_of(SHOP, "f", &body, 1);
				assert_noop!(more, Error::<Test>::MoreThanRemains);
			});
		}
	}
}

#[test]
fn the_office_gives_back_itself_what_it_has_not_passed_on() {
	for (policy, kept_fee) in POLICIES.into_iter().zip([0, 0, 100]) {
		world().run(|| {
			let (order, body) = paid(policy);
			pass_on(-1);
			assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
			assert_eq!(moneys(), [10_000, 0, kept_fee, 1_000 - kept_fee]);
			assert_eq!(given_of(order)[0], (1, [130, 0]));
		});
	}
}

#[test]
fn what_is_still_held_of_the_tax_comes_back_out_of_the_hold() {
	for policy in [RefundPolicy::ProRata, RefundPolicy::FeesKept] {
		world().run(|| {
			taxed_by(policy);
			let order = place(&held(taxed("o1")));
			let what = ReleaseWhat::Amount(Amount(400));
			assert_ok!(Escrow::release(signed(BUYER), reference("r1"), order, what));
			assert_eq!(money(TAX_B), (52, 0));
			pass_on(0);

			// Of 65, the tax of half of the order, 78 are still held.
			assert_ok!(refund(SHOP, "f1", order, 500));
			let row = row(order);
			assert_eq!(row.legs[0].refunded, Amount(65));
			let kept = GivenBacks::<Test>::get(order).unwrap_or_default().of(1).kept;
			assert_eq!(kept, Amount(0));

			// Of the other half 13 are held, and the merchant gives 52 that were passed on.
			assert_ok!(refund(SHOP, "f2", order, 500));
			assert_eq!(given_of(order)[0], (1, [0, 52]));
			assert_eq!(money(TAX_B), (52, 0));
			if policy == RefundPolicy::ProRata {
				assert_eq!(moneys(), [10_000, 52, 0, 1_000 - 52]);
				assert_eq!(status(order), OrderStatus::PartlyReleased);
			}
		});
	}
}

#[test]
fn parked_tax_was_never_passed_on() {
	world().run(|| {
		taxed_by(RefundPolicy::ProRata);
		set_no_credit(TAX_B, true);
		let order = place(&taxed("o1"));
		set_no_credit(TAX_B, false);
		pass_on(0);
		assert_ok!(refund(SHOP, "f1", order, 1_000));
		assert_eq!(moneys(), [10_000, 0, 0, 1_000]);
	});
}

#[test]
fn a_later_release_makes_the_office_answer_again() {
	world().run(|| {
		taxed_by(RefundPolicy::ProRata);
		let body = held(taxed("o1"));
		let order = place(&body);
		let what = ReleaseWhat::Amount(Amount(400));
		assert_ok!(Escrow::release(signed(BUYER), reference("r1"), order, what));
		pass_on(0);
		pass_to(NOON.plus(DAY_MS));
		assert_ok!(Escrow::release(signed(BUYER), reference("r2"), order, ReleaseWhat::All));
		assert_ok!(refund_of(SHOP, "f1", &body, 500));
		assert_eq!(given_of(order)[0], (1, [65, 0]));
		pass_on(1);
		assert_ok!(refund_of(SHOP, "f2", &body, 500));
		assert_eq!(given_of(order)[0], (1, [65, 65]));
		assert_eq!(moneys(), [10_000, 65, 0, 1_000 - 65]);
	});
}

#[test]
fn before_any_release_no_day_that_was_passed_on_matters() {
	world().run(|| {
		taxed_by(RefundPolicy::ProRata);
		pass_on(1);
		let order = place(&held(taxed("o1")));
		assert_ok!(refund(SHOP, "f1", order, 600));
		assert!(!GivenBacks::<Test>::contains_key(order));
		assert_ok!(refund(PLATFORM, "f2", order, 400));
		assert_eq!((moneys(), status(order)), ([10_000, 0, 0, 1_000], OrderStatus::Refunded));
	});
}

#[test]
fn a_merchant_that_is_short_owes_also_the_tax() {
	world().run(|| {
		let (_, body) = paid(RefundPolicy::ProRata);
		pass_on(0);
		empty(SHOP_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		assert_eq!(FakeLedger::liens(SHOP_B), (0, vec![(BUYER_A, 900)]));
		assert_eq!(money(TAX_B), (130, 0));
	});
}

#[test]
fn tax_that_was_returned_before_is_not_borne_twice() {
	world().run(|| {
		let (order, body) = paid(RefundPolicy::ProRata);
		assert_ok!(give_back(TAX_OFFICE, "b1", &body, 1, 50));
		pass_on(0);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		assert_eq!(given_of(order)[0], (1, [0, 80]));
		assert_eq!(moneys(), [10_000, 80, 0, 1_000 - 80]);
	});
}
