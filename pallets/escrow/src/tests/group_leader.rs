// SPDX-License-Identifier: Apache-2.0

use super::group_joins::led_by;
use crate::{fake_groups::FakeGroups, fake_ledger::*, mock::*, types::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, Amount, EvidenceKind, ExpiryPolicy, FundedPart, OrderBody, OrderId,
	OrderStatus, Role, Stated,
};

const CARRIER_A: AccountNo = AccountNo(300);
const SECOND_PROMOTER_B: AccountNo = AccountNo(301);

/// Orders of these candidates in a group that they complete.
fn completed<const N: usize>(candidates: [AccountNo; N]) -> [OrderId; N] {
	FakeGroups::open(N as u32, Some(LEADER_SLOT));
	let mut number = 0;
	candidates.map(|candidate| {
		number += 1;
		place(&led_by(&format!("o{number}"), candidate))
	})
}

fn take_up() {
	jump_to(NOON.plus(500));
}

#[test]
fn all_orders_pay_the_leader_that_the_group_bound() {
	World::new().run(|| {
		let orders = completed([PROMOTER_A, SECOND_PROMOTER_A]);
		take_up();
		assert_eq!(orders.map(status), [OrderStatus::Released; 2]);
		assert_eq!([PROMOTER_A, SECOND_PROMOTER_A].map(money), [(200, 0), (0, 0)]);
		assert_eq!(FakeLedger::promised(A), 0);
	});
}

#[test]
fn a_leader_at_another_bank_needs_cover_and_one_at_the_payers_frees_it() {
	World::new().run(|| {
		// The candidate of the first is at bank B: its order promises 1,000, the other one 900.
		completed([PROMOTER_B, PROMOTER_A]);
		assert_eq!(FakeLedger::promised(A), 1_900);
		take_up();
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (2_000, 0));
		assert_eq!(money(PROMOTER_B), (200, 0));
	});
	World::new().run(|| {
		completed([PROMOTER_A, PROMOTER_B]);
		take_up();
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (1_800, 0));
	});
}

#[test]
fn without_cover_for_the_leader_the_release_is_tried_again() {
	World::new().with_cover(A, 1_900).run(|| {
		let [first, second] = completed([PROMOTER_B, PROMOTER_A]);
		take_up();
		assert_eq!([first, second].map(status), [OrderStatus::Released, OrderStatus::Held]);
		assert_eq!(row(second).leader_legs.to_vec(), [2]);
		assert_eq!(row(second).legs[1].payee, PROMOTER_A);

		FakeLedger::limit(A, 2_000);
		pass_to(in_minutes(5));

		assert_eq!(status(second), OrderStatus::Released);
		assert_eq!(money(PROMOTER_B), (200, 0));
	});
}

#[test]
fn never_covered_it_goes_to_the_payer_at_the_deadline() {
	World::new().with_cover(A, 1_900).run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		let to_payees = |body: OrderBody| until(body, 90, ExpiryPolicy::Payees);
		place(&led_by("o1", PROMOTER_B));
		let second = place(&to_payees(led_by("o2", PROMOTER_A)));
		pass_to(in_minutes(92));
		assert_eq!(status(second), OrderStatus::Expired);
		assert_eq!(money(PROMOTER_A), (0, 0));
	});
}

#[test]
fn the_leader_pays_no_commission_to_itself() {
	World::new().with_money(PROMOTER_A, 5_000).run(|| {
		FakeGroups::open(2, Some(LEADER_SLOT));
		place(&led_by("o1", PROMOTER_A));
		let own = OrderBody { payer: PROMOTER_A, ..led_by("o2", SECOND_PROMOTER_A) };
		assert_ok!(Escrow::place(signed(PROMOTER), own.clone()));

		take_up();

		// 100 of the first order; of its own the 100 went back.
		assert_eq!(money(PROMOTER_A), (5_000 + 100 - 900, 0));
		assert_eq!(money(SECOND_PROMOTER_A), (0, 0));
		assert_eq!(status(id_of(&own, PROMOTER)), OrderStatus::PartlyReleased);
	});
}

/// Of a group that the account of the promoter at bank A leads: the order's own candidate is at bank B, and
/// no payee before it is at another bank than its payer.
fn led_from_another_bank() -> OrderBody {
	open(CARRIER_A, CARRIER, A, CNY);
	open(SECOND_PROMOTER_B, SECOND_PROMOTER, B, CNY);
	FakeGroups::open(2, Some(LEADER_SLOT));
	place(&led_by("o1", PROMOTER_A));
	let parties = [(0, CARRIER_A), (LEADER_SLOT, SECOND_PROMOTER_B), (2, SHOP_B)];
	let body = split("o2", 1_000, MARKET, &parties, &[(0, 50)]);
	OrderBody { group: Some(GROUP), ..held(body) }
}

#[test]
fn a_leader_that_pays_from_another_bank_than_the_candidates_frees_its_cover() {
	World::new().with_money(PROMOTER_A, 5_000).run(|| {
		let own = OrderBody { payer: PROMOTER_A, ..led_from_another_bank() };
		assert_ok!(Escrow::place(signed(PROMOTER), own.clone()));
		// 900 of the other order, 950 of its own.
		assert_eq!(FakeLedger::promised(A), 1_850);

		let order = id_of(&own, PROMOTER);
		assert_ok!(Escrow::release(signed(PROMOTER), reference("r"), order, ReleaseWhat::All));

		assert_eq!(status(order), OrderStatus::PartlyReleased);
		assert_eq!((FakeLedger::promised(A), money(PROMOTER_A)), (900, (4_100, 0)));
	});
}

#[test]
fn a_leader_that_funds_beside_a_payer_of_its_bank_leaves_no_cover_promised() {
	World::new().with_money(PROMOTER_A, 1_000).run(|| {
		let part = FundedPart { account: PROMOTER_A, amount: Amount(200), mandate: None };
		let funders = vec![part].try_into().expect("one");
		let funded = OrderBody { funders, ..led_from_another_bank() };
		// Bank A is the bank of both.
		assert_ok!(Escrow::place(signed(BANK_A), funded.clone()));
		take_up();
		assert_eq!(status(id_of(&funded, BANK_A)), OrderStatus::PartlyReleased);
		assert_eq!(FakeLedger::promised(A), 0);
		assert_eq!([BUYER_A, PROMOTER_A].map(money), [(9_000 - 720, 0), (1_000 - 180 + 100, 0)]);
	});
}

#[test]
fn a_leader_is_not_paid_on_its_own_evidence() {
	World::new().run(|| {
		join(PROMOTER, 0, &[Role::Promoter, Role::Attestor]);
		FakeGroups::open(3, Some(LEADER_SLOT));
		place(&led_by("o1", PROMOTER_A));
		let delivered = by_these(EvidenceKind::Delivered, 1, &[PROMOTER, INSPECTORS[0]]);
		let body = led_by("o2", SECOND_PROMOTER_A);
		let order = place(&agreed(body, &[milestone(1_000, &[any(&[delivered])])]));
		let attest = |who| attest(who, order, 1, Stated::Evidence(EvidenceKind::Delivered));
		// Nobody knows yet that it will lead.
		assert_ok!(attest(PROMOTER));
		assert!(met(order).is_empty());

		place(&led_by("o3", SECOND_PROMOTER_A));
		take_up();

		assert_eq!((status(order), met(order)), (OrderStatus::Held, vec![]));
		assert_noop!(attest(PROMOTER), Error::<Test>::AttestorIsParty);
		let release = |who| {
			let what = ReleaseWhat::Milestone(1);
			Escrow::release(signed(who), reference("r"), order, what)
		};
		assert_noop!(release(FRIEND), Error::<Test>::ConditionNotMet);
		assert_ok!(attest(INSPECTORS[0]));
		assert_ok!(release(FRIEND));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn a_leader_whose_account_takes_nothing_is_parked() {
	World::new().run(|| {
		let [_, second] = completed([PROMOTER_A, SECOND_PROMOTER_A]);
		set_no_credit(PROMOTER_A, true);
		take_up();
		let order = row(second);
		assert_eq!((order.legs[1].payee, order.legs[1].parked().0), (PROMOTER_A, 100));
		set_no_credit(PROMOTER_A, false);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), second));
		assert_eq!(status(second), OrderStatus::Released);
	});
}

#[test]
fn a_refund_after_the_release_takes_it_from_the_leader() {
	World::new().run(|| {
		completed([PROMOTER_A, SECOND_PROMOTER_A]);
		take_up();
		let body = led_by("o2", SECOND_PROMOTER_A);
		let view = Escrow::order_of_body(id_of(&body, BUYER), &body).expect("placed");
		assert_eq!(view.details.expect("of its body").legs[1].payee, PROMOTER_A);

		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));

		assert_eq!([PROMOTER_A, SECOND_PROMOTER_A].map(money), [(100, 0), (0, 0)]);
	});
}

#[test]
fn a_release_in_parts_pays_the_leader_too() {
	World::new().run(|| {
		let [first, second] = completed([PROMOTER_A, SECOND_PROMOTER_A]);
		let what = ReleaseWhat::Legs(vec![2].try_into().expect("one"));
		assert_ok!(Escrow::release(signed(FRIEND), reference("r1"), second, what));
		assert_eq!(money(PROMOTER_A), (100, 0));
		assert!(row(second).leader_legs.is_empty());
		take_up();
		assert_eq!([first, second].map(status), [OrderStatus::Released; 2]);
	});
}

#[test]
fn what_goes_back_before_success_frees_the_promise_for_the_candidate() {
	World::new().run(|| {
		FakeGroups::open(3, Some(LEADER_SLOT));
		let order = place(&led_by("o1", PROMOTER_B));
		assert_ok!(refund(BUYER, "f1", order, 500));
		assert_eq!(FakeLedger::promised(A), 500);
		FakeGroups::end(Standing::Failed);
		take_up();
		assert_eq!((FakeLedger::promised(A), money(BUYER_A)), (0, (10_000, 0)));
	});
}

#[test]
fn the_leg_is_not_assigned_before_it_has_a_leader() {
	World::new().run(|| {
		FakeGroups::open(3, Some(LEADER_SLOT));
		let order = place(&led_by("o1", PROMOTER_A));
		let assign = |leg| Escrow::assign_leg(signed(PROMOTER), order, leg, Some(FRIEND_A));
		assert_noop!(assign(2), Error::<Test>::GroupNotComplete);
	});
}

#[test]
fn a_closed_account_of_the_leader_is_parked_and_goes_back_after_30_days() {
	World::new().run(|| {
		let [_, second] = completed([PROMOTER_A, SECOND_PROMOTER_A]);
		set_flag(PROMOTER_A, AccountFlags::CLOSED, true);
		take_up();
		pass_to(in_minutes(31 * 24 * 60));
		assert_eq!(status(second), OrderStatus::PartlyReleased);
		set_flag(PROMOTER_A, AccountFlags::CLOSED, false);
	});
}
