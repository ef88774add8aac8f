// SPDX-License-Identifier: Apache-2.0

//! What milestones release, and what lowers them (O11).

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Statements};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	Amount, Check, CoverMode, EvidenceKind, ExpiryPolicy, Moment, OrderBody, OrderId, OrderStatus,
	RefundPolicy, ReleaseMode, Stated,
};

fn release(by: u64, text: &str, order: OrderId, what: ReleaseWhat) -> DispatchResultWithPostInfo {
	Escrow::release(signed(by), reference(text), order, what)
}

fn amount(amount: u64) -> ReleaseWhat {
	ReleaseWhat::Amount(Amount(amount))
}

fn legs(numbers: &[u8]) -> ReleaseWhat {
	ReleaseWhat::Legs(numbers.to_vec().try_into().unwrap())
}

const fn number(number: u8) -> ReleaseWhat {
	ReleaseWhat::Milestone(number)
}

fn got() -> [u64; 3] {
	[CARRIER_B, PLATFORM_A, SHOP_B].map(|account| money(account).0)
}

/// One milestone of the whole order that the buyer confirms.
fn confirmed(text: &str) -> OrderBody {
	agreed(market(text), &[milestone(1_000, &[any(&[Check::PayerConfirms])])])
}

#[test]
fn the_payer_releases_milestones_early_and_all_add_up_to_the_plan() {
	World::new().run(|| {
		let order = place(&project("o1"));
		assert_ok!(release(BUYER, "r1", order, number(2)));
		assert_eq!((got(), open_of(order)), ([15, 30, 255], vec![200, 0, 500]));
		assert_ok!(release(BANK_A, "r2", order, number(1)));
		assert_eq!((got(), open_of(order)), ([25, 50, 425], vec![0, 0, 500]));
		assert_ok!(release(BUYER, "r3", order, number(3)));
		assert_eq!((got(), status(order)), ([50, 100, 850], OrderStatus::Released));
	});
}

#[test]
fn anybody_releases_what_is_met_and_nothing_else() {
	World::new().run(|| {
		let order = place(&project("o1"));
		for what in [number(1), number(2), number(9), ReleaseWhat::All] {
			let early = release(FRIEND, "r1", order, what);
			assert_noop!(early, Error::<Test>::ConditionNotMet);
		}
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		assert_noop!(release(FRIEND, "r1", order, number(2)), Error::<Test>::ConditionNotMet);
		let whole = release(FRIEND, "r1", order, ReleaseWhat::All);
		assert_noop!(whole, Error::<Test>::ConditionNotMet);
		assert_ok!(release(FRIEND, "r1", order, number(1)));
		assert_eq!(got(), [10, 20, 170]);
		assert_noop!(release(FRIEND, "r2", order, number(1)), Error::<Test>::MilestoneOver);
		assert_noop!(release(BUYER, "r2", order, number(1)), Error::<Test>::MilestoneOver);
		assert_noop!(release(BUYER, "r2", order, number(4)), Error::<Test>::UnknownMilestone);
		assert_noop!(release(BUYER, "r2", order, number(0)), Error::<Test>::UnknownMilestone);
	});
}

#[test]
fn anybody_releases_all_once_all_that_is_open_is_met() {
	World::new().run(|| {
		let order = place(&project("o1"));
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		assert_ok!(release(BUYER, "r1", order, number(3)));
		assert_noop!(release(SHOP, "r2", order, ReleaseWhat::All), Error::<Test>::ConditionNotMet);
		for inspector in &INSPECTORS[1..] {
			assert_ok!(attest(*inspector, order, 2, INSPECTED));
		}
		assert_ok!(release(SHOP, "r2", order, ReleaseWhat::All));
		assert_eq!((got(), status(order)), ([50, 100, 850], OrderStatus::Released));
	});
}

#[test]
fn an_order_of_several_milestones_is_released_by_these_or_as_a_whole() {
	World::new().run(|| {
		let order = place(&project("o1"));
		for what in [amount(1), legs(&[1])] {
			let named = release(BUYER, "r1", order, what);
			assert_noop!(named, Error::<Test>::ByMilestonesOnly);
		}
		assert_ok!(release(BUYER, "r1", order, ReleaseWhat::All));
		assert_eq!((got(), status(order)), ([50, 100, 850], OrderStatus::Released));

		let plain = place(&held(market("o2")));
		assert_noop!(release(BUYER, "r2", plain, number(1)), Error::<Test>::UnknownMilestone);
	});
}

#[test]
fn amounts_and_legs_lower_the_one_milestone_of_an_order() {
	World::new().run(|| {
		let order = place(&confirmed("o1"));
		assert_ok!(release(BUYER, "r1", order, amount(100)));
		assert_eq!(open_of(order), [900]);
		assert_ok!(release(BUYER, "r2", order, legs(&[1])));
		assert_eq!((got(), open_of(order)), ([50, 10, 85], vec![855]));
		assert_noop!(release(FRIEND, "r3", order, amount(5)), Error::<Test>::ConditionNotMet);
		assert_ok!(attest(BANK_A, order, 1, Stated::PayerConfirms));
		assert_ok!(release(FRIEND, "r3", order, amount(5)));
		assert_ok!(release(FRIEND, "r4", order, number(1)));
		assert_eq!((got(), status(order)), ([50, 100, 850], OrderStatus::Released));
	});
}

#[test]
fn a_milestone_without_conditions_is_the_payers_alone() {
	World::new().run(|| {
		let order = place(&agreed(market("o1"), &[milestone(1_000, &[])]));
		let anybody = release(SHOP, "r1", order, number(1));
		assert_noop!(anybody, Error::<Test>::ConditionNotMet);
		assert_noop!(attest(BUYER, order, 1, Stated::PayerConfirms), Error::<Test>::NotAskedFor);
		assert_ok!(release(BUYER, "r1", order, number(1)));
	});
}

#[test]
fn a_refund_lowers_every_open_milestone_by_its_part() {
	World::new().run(|| {
		let order = place(&project("o1"));
		assert_ok!(refund(SHOP, "f1", order, 100));
		assert_eq!(open_of(order), [180, 270, 450]);
		assert_ok!(release(BUYER, "r1", order, number(1)));
		assert_ok!(refund(SHOP, "f2", order, 720));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
		assert_eq!(money(BUYER_A), (9_820, 0));
	});
}

#[test]
fn the_units_left_over_of_a_refund_go_to_the_largest_fractions() {
	World::new().run(|| {
		let order = place(&project("o1"));
		// 0.2, 0.3 and 0.5 of a unit.
		assert_ok!(refund(SHOP, "f1", order, 1));
		assert_eq!(open_of(order), [200, 300, 499]);
		// 1.4014, 2.1021 and 3.4965 of seven.
		assert_ok!(refund(SHOP, "f2", order, 7));
		assert_eq!(open_of(order), [199, 298, 495]);
	});
}

#[test]
fn the_clock_releases_at_the_moment_that_was_agreed() {
	World::new().run(|| {
		let order = place(&project("o1"));
		pass_to(in_minutes(10));
		assert_eq!(got(), [0, 0, 0]);
		events();
		pass_to(in_minutes(11));
		assert_eq!((got(), open_of(order)), ([25, 50, 425], vec![200, 300, 0]));
		let told = events();
		assert_eq!(told[0], Event::MilestoneMet { order, milestone: 3, by: By::Clock });
		assert!(matches!(&told[1..], [Event::Paid { reference: None, by: By::Clock, .. }]));
	});
}

#[test]
fn who_releases_at_the_moment_need_not_wait_for_the_clock() {
	World::new().run(|| {
		let order = place(&project("o1"));
		neighbours(|all| all.now = Moment(in_minutes(10).0 - 1));
		assert_noop!(release(FRIEND, "r1", order, number(3)), Error::<Test>::ConditionNotMet);
		neighbours(|all| all.now = in_minutes(10));
		assert_noop!(release(FRIEND, "r1", order, number(2)), Error::<Test>::ConditionNotMet);
		// A batch goes by what was noted.
		let item = ReleaseItem { reference: reference("r1"), order, what: number(3) };
		let items: BoundedVec<_, _> = vec![item].try_into().unwrap();
		let batch = Escrow::release_batch(signed(FRIEND), items, 3, true);
		assert_noop!(batch, Error::<Test>::ConditionNotMet);
		events();

		assert_ok!(release(FRIEND, "r1", order, number(3)));

		assert_eq!((got(), open_of(order)), ([25, 50, 425], vec![200, 300, 0]));
		let told = events();
		assert_eq!(told[0], Event::MilestoneMet { order, milestone: 3, by: by(FRIEND) });
		assert!(matches!(&told[1..], [Event::Paid { by: By::Key { .. }, .. }]));
		pass_to(in_minutes(12));
		assert_eq!((events(), met(order)), (vec![], vec![3]));
	});
}

#[test]
fn what_else_has_come_true_by_then_is_noted_and_left_to_the_clock() {
	World::new().run(|| {
		let both = clause(2, &[Check::PayerConfirms, Check::TimeReached(in_minutes(10))]);
		let timed = any(&[Check::TimeReached(in_minutes(9))]);
		let milestones = [milestone(400, &[both]), milestone(600, &[timed])];
		let order = place(&agreed(market("o1"), &milestones));
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		neighbours(|all| all.now = in_minutes(10));
		assert_ok!(release(SHOP, "r1", order, number(1)));
		assert_eq!((met(order), open_of(order)), (vec![1, 2], vec![0, 600]));
		pass_to(in_minutes(11));
		assert_eq!((got(), status(order)), ([50, 100, 850], OrderStatus::Released));
	});
}

#[test]
fn what_is_met_when_the_clock_looks_is_divided_together() {
	World::new().run(|| {
		let order = place(&project("o1"));
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		for inspector in &INSPECTORS[..2] {
			assert_ok!(attest(*inspector, order, 2, INSPECTED));
		}
		events();
		pass_to(in_minutes(1));
		assert_eq!((got(), open_of(order)), ([25, 50, 425], vec![0, 0, 500]));
		assert!(matches!(&events()[..], [Event::Paid { .. }]));
	});
}

#[test]
fn a_clause_of_time_and_word_is_met_by_whichever_comes_last() {
	World::new().run(|| {
		let both = clause(2, &[Check::PayerConfirms, Check::TimeReached(in_minutes(10))]);
		let body = |text| agreed(market(text), &[milestone(1_000, std::slice::from_ref(&both))]);
		let [first, second] = ["o1", "o2"].map(|text| place(&body(text)));
		assert_ok!(attest(BUYER, first, 1, Stated::PayerConfirms));
		assert_eq!(met(first), [] as [u8; 0]);
		pass_to(in_minutes(11));
		assert_eq!([first, second].map(status), [OrderStatus::Released, OrderStatus::Held]);
		assert_ok!(attest(BUYER, second, 1, Stated::PayerConfirms));
		assert_eq!(met(second), [1]);
		pass_to(in_minutes(12));
		assert_eq!(status(second), OrderStatus::Released);
	});
}

#[test]
fn a_moment_that_has_passed_at_placement_meets_its_milestone_then() {
	World::new().run(|| {
		let now = milestone(1_000, &[any(&[Check::TimeReached(NOON)])]);
		let order = place(&agreed(market("o1"), &[now]));
		assert_eq!(met(order), [1]);
		assert!(matches!(
			&events()[..],
			[Event::Held { .. }, Event::MilestoneMet { milestone: 1, .. }]
		));
		pass_to(in_minutes(1));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn a_release_that_is_short_of_cover_is_tried_again_until_the_deadline() {
	World::new().with_cover(A, 0).run(|| {
		let milestones = [milestone(1_000, &[any(&[Check::PayerConfirms])])];
		let body = agreed_until(market("o1"), &milestones, 60, ExpiryPolicy::Payer);
		let ReleaseMode::Agreed { milestones, deadline, expiry, .. } = body.release.clone() else {
			unreachable!("it was just agreed")
		};
		let cover = CoverMode::AtRelease;
		let release = ReleaseMode::Agreed { milestones, deadline, expiry, cover };
		let order = place(&OrderBody { release, ..body });
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		for minutes in [1, 2, 10] {
			pass_to(in_minutes(minutes));
			assert_eq!((status(order), open_of(order)), (OrderStatus::Held, vec![1_000]));
		}
		FakeLedger::limit(A, 900);
		pass_to(in_minutes(20));
		assert_eq!((got(), status(order)), ([50, 100, 850], OrderStatus::Released));
	});
}

#[test]
fn the_rest_expires_as_agreed_and_what_was_met_is_released_before() {
	World::new().run(|| {
		let milestones = [
			milestone(400, &[any(&[Check::TimeReached(Moment(in_minutes(5).0 - 1))])]),
			milestone(600, &[any(&[Check::PayerConfirms])]),
		];
		let order = place(&agreed_until(market("o1"), &milestones, 5, ExpiryPolicy::Payer));
		jump_to(in_minutes(7));
		assert_eq!((got(), status(order)), ([20, 40, 340], OrderStatus::Expired));
		assert_eq!(money(BUYER_A), (9_600, 0));
		assert!(!Statements::<Test>::contains_key(order));
	});
}

#[test]
fn a_leg_that_is_parked_is_out_of_its_milestone() {
	World::new().run(|| {
		set_no_credit(SHOP_B, true);
		let order = place(&project("o1"));
		assert_ok!(release(BUYER, "r1", order, number(1)));
		assert_eq!((got(), open_of(order)), ([10, 20, 0], vec![0, 300, 500]));
		// A refund by the merchant's side takes from what is not released first.
		assert_ok!(refund(SHOP, "f1", order, 100));
		assert_eq!(open_of(order).iter().sum::<u64>(), row(order).unreleased().unwrap().0);
		set_no_credit(SHOP_B, false);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		assert_ok!(release(BUYER, "r2", order, ReleaseWhat::All));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
	});
}

#[test]
fn legs_that_go_to_the_merchant_leave_their_milestone_too() {
	World::new().run(|| {
		set_no_credit(CARRIER_B, true);
		let body = to_merchant("o1");
		let half = any(&[Check::PayerConfirms]);
		let milestones = [milestone(500, std::slice::from_ref(&half)), milestone(500, &[half])];
		let order = place(&agreed(body, &milestones));
		assert_ok!(release(BUYER, "r1", order, number(2)));
		assert_eq!((got(), open_of(order)), ([0, 50, 450], vec![500, 0]));
	});
}

#[test]
fn a_kept_fee_lowers_milestones_by_what_left_the_hold() {
	World::new().run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let half = any(&[Check::PayerConfirms]);
		let milestones = [milestone(500, std::slice::from_ref(&half)), milestone(500, &[half])];
		let order = place(&agreed(refunded("o1"), &milestones));
		assert_ok!(refund(SHOP, "f1", order, 200));
		assert_eq!(open_of(order), [400, 400]);
		assert_ok!(release(BUYER, "r1", order, ReleaseWhat::All));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
	});
}

#[test]
fn milestones_are_released_in_a_batch() {
	World::new().run(|| {
		let order = place(&project("o1"));
		let item = |text: &str, number| ReleaseItem {
			reference: reference(text),
			order,
			what: ReleaseWhat::Milestone(number),
		};
		let items = vec![item("r1", 1), item("r2", 1), item("r3", 3)];
		let items: BoundedVec<_, _> = items.try_into().unwrap();
		let done = Escrow::release_batch(signed(BUYER), items, 3, false).unwrap();
		assert_eq!(open_of(order), [0, 300, 0]);
		// The one that is refused is charged for as many milestones as there can be.
		let charged = crate::weights::of_released::<Test>(3, 9, 3 + 16 + 3);
		assert_eq!(done.actual_weight, Some(charged));
	});
}

#[test]
fn a_release_of_a_milestone_is_charged_for_what_the_order_has() {
	World::new().run(|| {
		let order = place(&project("o1"));
		let done = release(BUYER, "r1", order, number(1)).unwrap();
		let charged = crate::weights::of_one_released::<Test>(3, 3);
		assert_eq!(done.actual_weight, Some(charged));
		// A repeat changes nothing.
		assert_storage_noop!(assert_ok!(release(BUYER, "r1", order, number(1))));
		let other = release(BUYER, "r1", order, number(2));
		assert_noop!(other, Error::<Test>::ReferenceTaken);
	});
}

#[test]
fn evidence_of_one_milestone_says_nothing_of_another() {
	World::new().run(|| {
		let seen = any(&[witness(EvidenceKind::Inspected, 1)]);
		let milestones = [milestone(400, std::slice::from_ref(&seen)), milestone(600, &[seen])];
		let order = place(&agreed(market("o1"), &milestones));
		assert_ok!(attest(INSPECTORS[0], order, 2, INSPECTED));
		assert_eq!(met(order), [2]);
		pass_to(in_minutes(1));
		assert_eq!(open_of(order), [400, 0]);
	});
}
