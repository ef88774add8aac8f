// SPDX-License-Identifier: Apache-2.0

//! Orders of a group that also agreed something else: conditions, funders, disputes, freezes.

use super::group_joins::{joining, led_by};
use crate::{fake_groups::FakeGroups, fake_ledger::*, mock::*, types::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	Amount, Check, Clause, CoverMode, ExpiryPolicy, FundedPart, Milestone, OrderBody, OrderStatus,
	RefundPolicy, ReleaseMode, Side, Stated,
};

/// Released on this check alone.
fn on(check: Check, body: OrderBody) -> OrderBody {
	let clause = Clause { need: 1, of: vec![check].try_into().expect("one") };
	let clauses = vec![clause].try_into().expect("one");
	let milestone = Milestone { amount: body.amount, clauses };
	let release = ReleaseMode::Agreed {
		milestones: vec![milestone].try_into().expect("one"),
		deadline: None,
		expiry: ExpiryPolicy::Payees,
		cover: CoverMode::AtPlacement,
	};
	OrderBody { release, ..body }
}

#[test]
fn a_complete_group_is_a_condition_like_any_other() {
	World::new().run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		let order = place(&on(Check::GroupComplete, led_by("o1", PROMOTER_A)));
		place(&led_by("o2", SECOND_PROMOTER_A));
		jump_to(NOON.plus(500));
		assert_eq!(status(order), OrderStatus::Released);
		assert_eq!(money(PROMOTER_A), (200, 0));
	});
}

#[test]
fn who_releases_on_success_need_not_wait_for_the_clock() {
	World::new().run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		let order = place(&on(Check::GroupComplete, led_by("o1", PROMOTER_A)));
		let what = ReleaseWhat::Milestone(1);
		let release = || Escrow::release(signed(FRIEND), reference("r1"), order, what.clone());
		assert_noop!(release(), Error::<Test>::GroupNotComplete);
		place(&led_by("o2", SECOND_PROMOTER_A));
		assert_ok!(release());
		assert_eq!((status(order), money(PROMOTER_A)), (OrderStatus::Released, (100, 0)));
	});
}

#[test]
fn a_condition_that_holds_before_success_waits_for_it() {
	World::new().run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		let order = place(&on(Check::PayerConfirms, led_by("o1", PROMOTER_A)));
		let confirm = || Escrow::attest(signed(BUYER), order, 1, Stated::PayerConfirms, LETTER);
		assert_ok!(confirm());
		pass_to(in_minutes(5));
		assert_eq!(status(order), OrderStatus::Held);
		let what = ReleaseWhat::Milestone(1);
		let early = Escrow::release(signed(FRIEND), reference("r1"), order, what);
		assert_noop!(early, Error::<Test>::GroupNotComplete);

		place(&led_by("o2", SECOND_PROMOTER_A));
		jump_to(in_minutes(5).plus(500));

		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn conditions_that_do_not_hold_outlast_success_and_fall_with_failure() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let waits = |text: &str| on(Check::PlatformConfirms, joining(text));
		let [first, _] = ["o1", "o2"].map(|text| place(&waits(text)));
		jump_to(NOON.plus(500));
		assert!(!row(first).awaits_group);
		assert_eq!(status(first), OrderStatus::Held);
		assert_noop!(refund(BUYER, "f1", first, 1_000), Error::<Test>::NotEntitled);
	});
	World::new().run(|| {
		FakeGroups::open(2, None);
		let order = place(&on(Check::PlatformConfirms, joining("o1")));
		FakeGroups::end(Standing::Failed);
		jump_to(NOON.plus(500));
		assert_eq!(status(order), OrderStatus::Refunded);
	});
}

#[test]
fn a_leader_that_brings_a_part_of_an_order_has_its_leg_back_in_the_hold() {
	World::new().with_money(PROMOTER_A, 1_000).run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		place(&led_by("o1", PROMOTER_A));
		let part = FundedPart { account: PROMOTER_A, amount: Amount(200), mandate: None };
		let funders = vec![part].try_into().expect("one");
		let funded = OrderBody { funders, ..led_by("o2", SECOND_PROMOTER_A) };
		// Bank A is the bank of both.
		assert_ok!(Escrow::place(signed(BANK_A), funded.clone()));
		jump_to(NOON.plus(500));
		assert_eq!(status(id_of(&funded, BANK_A)), OrderStatus::PartlyReleased);
		// 100 went back, by what each had put in: 80 and 20; and 100 came of the other order.
		assert_eq!([BUYER_A, PROMOTER_A].map(money), [(9_000 - 720, 0), (1_000 - 180 + 100, 0)]);
	});
}

/// Who releases an order of a complete group.
#[derive(Clone, Copy)]
enum Releases {
	Payer,
	Anybody,
	Clock,
}

#[test]
fn what_the_merchant_gave_in_the_place_of_a_leader_is_its_own_whoever_releases() {
	for who in [Releases::Payer, Releases::Anybody, Releases::Clock] {
		World::new().with_money(PROMOTER_A, 5_000).with_money(SHOP_B, 1_000).run(|| {
			refunded_by(RefundPolicy::FeesKept, &[]);
			FakeGroups::open(2, Some(LEADER_SLOT));
			FakeGroups::change(|row| row.rules = REFUNDED);
			let joins = |text: &str, candidate, minutes| {
				let parties = [(0, CARRIER_B), (LEADER_SLOT, candidate), (2, SHOP_B)];
				let body = split(text, 1_000, REFUNDED, &parties, &[(0, 50)]);
				let body = OrderBody { group: Some(GROUP), ..body };
				after(body, minutes, CoverMode::AtPlacement)
			};
			place(&joins("o1", PROMOTER_A, 50));
			let own = OrderBody { payer: PROMOTER_A, ..joins("o2", SECOND_PROMOTER_A, 30) };
			let own = match who {
				Releases::Anybody => on(Check::PayerConfirms, own),
				Releases::Payer | Releases::Clock => own,
			};
			assert_ok!(Escrow::place(signed(PROMOTER), own.clone()));
			let order = id_of(&own, PROMOTER);
			// The shop gives 425 of its own and 50 of the leader's fee.
			assert_ok!(refund(SHOP, "f1", order, 500));

			let release = |by, what| {
				assert_ok!(Escrow::release(signed(by), reference("r1"), order, what));
			};
			match who {
				Releases::Payer => release(PROMOTER, ReleaseWhat::All),
				Releases::Anybody => {
					assert_ok!(attest(PROMOTER, order, 1, Stated::PayerConfirms));
					release(FRIEND, ReleaseWhat::Milestone(1));
				}
				Releases::Clock => pass_to(in_minutes(31)),
			}

			// Of its fee 50 came back, and 50 are kept for the leader.
			let all = [PROMOTER_A, CARRIER_B, SHOP_B, UNCLAIMED_A];
			assert_eq!(all.map(|account| money(account).0), [4_550, 25, 1_375, 50]);
			assert_eq!(status(order), OrderStatus::PartlyReleased);
			let (rest, body) = (Amount(450), Some(Box::new(own)));
			assert_ok!(Escrow::refund(signed(SHOP), reference("f2"), order, rest, body));
			assert_eq!(all.map(|account| money(account).0), [5_000, 0, 950, 50]);
		});
	}
}

#[test]
fn what_the_merchant_gives_by_a_resolution_in_the_place_of_a_leader_is_its_own() {
	World::new().with_money(PROMOTER_A, 1_000).run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		FakeGroups::open(2, Some(LEADER_SLOT));
		FakeGroups::change(|row| row.rules = REFUNDED);
		let joins = |text: &str, candidate| {
			let parties = [(0, CARRIER_B), (LEADER_SLOT, candidate), (2, SHOP_B)];
			let body = split(text, 1_000, REFUNDED, &parties, &[(0, 50)]);
			after(OrderBody { group: Some(GROUP), ..body }, 50, CoverMode::AtPlacement)
		};
		place(&joins("o1", PROMOTER_A));
		let part = FundedPart { account: PROMOTER_A, amount: Amount(200), mandate: None };
		let funders = vec![part].try_into().expect("one");
		let funded = OrderBody { funders, ..disputable(joins("o2", SECOND_PROMOTER_A)) };
		// Bank A is the bank of both.
		assert_ok!(Escrow::place(signed(BANK_A), funded.clone()));
		let order = id_of(&funded, BANK_A);
		argue(order);

		assert_ok!(resolve("v1", order, 500_000));

		// Of 500 the carrier gives 25, the shop 425 and 50 for the fee, and of the leader's 100 the other
		// 50 go back, all by four fifths and one fifth; 50 are kept for it.
		assert_eq!([BUYER_A, PROMOTER_A].map(|account| money(account).0), [8_200 + 440, 800 + 110]);
		let others = [CARRIER_B, SHOP_B, UNCLAIMED_A].map(|account| money(account).0);
		assert_eq!((others, money(PROMOTER_A).1), ([25, 375, 50], 0));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
	});
}

#[test]
fn nobody_disputes_an_order_before_success() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let order = place(&disputable(joining("o1")));
		assert_noop!(dispute(BUYER, Side::Payer, order), Error::<Test>::GroupNotComplete);
	});
}

#[test]
fn silence_in_a_dispute_after_success_pays_the_leader() {
	World::new().run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		place(&led_by("o1", PROMOTER_A));
		let late = after(led_by("o2", SECOND_PROMOTER_A), 30, CoverMode::AtPlacement);
		let order = place(&or_lose(late));
		assert_ok!(dispute(SHOP, Side::Merchant, order));
		jump_to(NOON.plus(500));
		assert!(row(order).open_dispute.is_some());
		pass_to(in_minutes(4 * 24 * 60));
		assert_eq!(status(order), OrderStatus::Released);
		assert_eq!([PROMOTER_A, SECOND_PROMOTER_A].map(money), [(200, 0), (0, 0)]);
	});
}

#[test]
fn a_resolver_divides_with_the_leader() {
	World::new().run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		place(&led_by("o1", PROMOTER_A));
		let late = after(led_by("o2", SECOND_PROMOTER_A), 30, CoverMode::AtPlacement);
		let order = answered(&disputable(late));
		assert_ok!(resolve("v1", order, 500_000));
		assert_eq!(money(PROMOTER_A), (50, 0));
		assert_eq!(money(SECOND_PROMOTER_A), (0, 0));
		jump_to(NOON.plus(500));
		assert_eq!(FakeLedger::promised(A), 0);
	});
}

#[test]
fn a_frozen_order_goes_with_its_group_once_the_freeze_is_over() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let [lifted, over] = ["o1", "o2"].map(|text| place(&joining(text)));
		for order in [lifted, over] {
			assert_ok!(freeze(BANK_A, order, 10));
		}
		FakeGroups::end(Standing::Failed);
		jump_to(NOON.plus(500));
		assert_eq!([lifted, over].map(status), [OrderStatus::Held; 2]);

		assert_ok!(lift(BANK_A, lifted));
		pass_to(in_minutes(2));
		assert_eq!([lifted, over].map(status), [OrderStatus::Refunded, OrderStatus::Held]);
		pass_to(in_minutes(12));
		assert_eq!(status(over), OrderStatus::Refunded);
	});
}

#[test]
fn a_freeze_outlasts_success() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let order = place(&joining("o1"));
		assert_ok!(freeze(BANK_A, order, 10));
		place(&joining("o2"));
		jump_to(NOON.plus(500));
		assert_eq!(status(order), OrderStatus::Held);
		assert_noop!(
			Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All),
			Error::<Test>::OrderFrozen
		);
		pass_to(in_minutes(12));
		assert_eq!(status(order), OrderStatus::Released);
	});
}
