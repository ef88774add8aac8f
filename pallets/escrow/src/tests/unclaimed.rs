// SPDX-License-Identifier: Apache-2.0

//! What unclaimed accounts keep, and whom they pay (O6).

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Unclaimed};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, Amount, BankStatus, CycleNo, OrderId, RefundPolicy,
};
use std::collections::BTreeMap;

/// Who is entitled to what of an order, and what is still due to that.
fn kept(order: OrderId) -> Vec<(AccountNo, AccountNo, u64, u64)> {
	let all = Unclaimed::<Test>::iter_prefix(order);
	let kept = all
		.map(|((keeper, entitled), KeptPart { amount, due })| (keeper, entitled, amount.0, due.0));
	kept.collect()
}

/// An order of 1,000 that was paid, and of which the buyer's bank keeps 100 for the buyer, whose
/// account took no credit when it was refunded.
fn refunded_to_nobody() -> OrderId {
	let order = place(&market("o1"));
	set_no_credit(BUYER_A, true);
	assert_ok!(refund_of(SHOP, "f", &market("o1"), 100));
	assert_eq!((money(BUYER_A), money(UNCLAIMED_A)), ((9_000, 0), (100, 0)));
	assert_eq!(kept(order), [(UNCLAIMED_A, BUYER_A, 100, 0)]);
	order
}

fn world() -> World {
	World::new().with_money(SHOP_B, 1_000)
}

fn pay(who: u64, order: OrderId, to: AccountNo) -> DispatchResult {
	Escrow::pay_unclaimed(signed(who), order, UNCLAIMED_A, BUYER_A, to, None)
}

#[test]
fn who_is_entitled_is_paid_once_its_account_takes_credit_by_itself_or_by_the_bank_that_keeps_it() {
	for who in [BUYER, BANK_A] {
		world().run(|| {
			let order = refunded_to_nobody();
			assert_noop!(pay(who, order, BUYER_A), FROZEN);
			set_no_credit(BUYER_A, false);
			events();
			assert_ok!(pay(who, order, BUYER_A));
			assert_eq!((money(BUYER_A), money(UNCLAIMED_A)), ((9_100, 0), (0, 0)));
			assert_eq!(
				events(),
				[Event::UnclaimedPaid {
					order,
					from: UNCLAIMED_A,
					entitled: BUYER_A,
					to: BUYER_A,
					amount: Amount(100),
					currency: CNY,
					cycle: CycleNo(7),
					date: TODAY,
					evidence: None,
					by: by(who),
				}]
			);
			assert_noop!(pay(who, order, BUYER_A), Error::<Test>::NothingUnclaimed);
		});
	}
}

#[test]
fn nobody_else_asks_for_it_and_nobody_else_gets_it() {
	world().run(|| {
		let order = refunded_to_nobody();
		set_no_credit(BUYER_A, false);
		for other in [SHOP, PLATFORM, BANK_B] {
			assert_noop!(pay(other, order, BUYER_A), Error::<Test>::NotEntitled);
		}
		for other in [SHOP_B, PLATFORM_A] {
			assert_noop!(pay(BUYER, order, other), Error::<Test>::OtherOwner);
		}
		let other = Escrow::pay_unclaimed(signed(SHOP), order, UNCLAIMED_A, SHOP_B, SHOP_B, None);
		assert_noop!(other, Error::<Test>::NothingUnclaimed);
		let elsewhere = place(&market("o2"));
		assert_noop!(pay(BUYER, elsewhere, BUYER_A), Error::<Test>::NothingUnclaimed);
	});
}

#[test]
fn what_is_collected_for_it_is_kept_for_who_is_entitled_and_what_never_comes_is_not() {
	world().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = refunded("o1");
		let order = place(&body);
		set_no_credit(BUYER_A, true);
		empty(CARRIER_B);
		assert_ok!(refund_of(SHOP, "f", &body, 1_000));
		let [(keeper, entitled, came, due)] = kept(order)[..] else { panic!("one entitled") };
		assert_eq!((keeper, entitled, came + due), (UNCLAIMED_A, BUYER_A, 1_000));
		assert!(due > 0 && money(UNCLAIMED_A).0 == came);

		FakeLedger::issue(CARRIER_B, 10);
		assert_ok!(Escrow::collect(signed(SHOP), CARRIER_B));
		assert_eq!(kept(order), [(UNCLAIMED_A, BUYER_A, came + 10, due - 10)]);

		pass_to(NOON.plus(91 * split_ledger_primitives::DAY_MS));
		assert_eq!(kept(order), [(UNCLAIMED_A, BUYER_A, came + 10, 0)]);
		set_flag(BUYER_A, AccountFlags::NO_CREDIT, false);
		assert_ok!(pay(BUYER, order, BUYER_A));
		assert_eq!(kept(order), []);
		assert_eq!(money(BUYER_A), (9_000 + came + 10, 0));
	});
}

#[test]
fn what_is_collected_for_several_goes_to_the_account_of_the_lowest_number_first() {
	world().with_funders().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = funded_by(refunded("o1"), &[(SHOP_A, 300)]);
		let order = place(&body);
		for funder in [BUYER_A, SHOP_A] {
			set_no_credit(funder, true);
		}
		empty(SHOP_B);
		assert_ok!(refund_of(SHOP, "f", &body, 1_000));
		let both = || Unclaimed::<Test>::iter_prefix(order).collect::<BTreeMap<_, _>>();
		let due = |entitled| both()[&(UNCLAIMED_A, entitled)].due.0;
		let before = [BUYER_A, SHOP_A].map(due);
		assert!(before[0] > 10 && before[1] > 10);

		FakeLedger::issue(SHOP_B, 10);
		assert_ok!(Escrow::collect(signed(SHOP), SHOP_B));
		assert_eq!([BUYER_A, SHOP_A].map(due), [before[0] - 10, before[1]]);
	});
}

#[test]
fn of_a_bank_that_leaves_only_the_bank_pays_since_it_alone_knows_whom_it_paid_outside() {
	world().run(|| {
		let order = refunded_to_nobody();
		set_no_credit(BUYER_A, false);
		set_bank(A, BankStatus::RunOff);
		assert_noop!(pay(BUYER, order, BUYER_A), Error::<Test>::NotEntitled);
		assert_ok!(pay(BANK_A, order, BUYER_A));
	});
}
