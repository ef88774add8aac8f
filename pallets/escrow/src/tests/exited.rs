// SPDX-License-Identifier: Apache-2.0

//! What comes back to customers of a bank that has left (P2): nothing is held at it any more, but what was
//! paid with their money can still be refunded. It keeps nobody else from what is theirs (O5, O6).

use crate::{fake_ledger::*, mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::UnclaimedView, AccountFlags, AccountNo, AccountType, Amount, BankStatus, OrderBody,
	OrderId, ParticipantId, RefundPolicy,
};

/// Of the carrier and the shop at the bank that leaves.
const CARRIER_C: AccountNo = AccountNo(301);
const SHOP_C: AccountNo = AccountNo(302);
/// An account of the supplier at a bank that goes on.
const SUPPLIER_A: AccountNo = AccountNo(300);

fn world() -> World {
	World::new().with_funders()
}

fn kept(order: OrderId, keeper: AccountNo, entitled: AccountNo, amount: u64, due: u64) {
	let (amount, due) = (Amount(amount), Amount(due));
	assert_eq!(Escrow::unclaimed(order), [UnclaimedView { keeper, entitled, amount, due }]);
}

#[test]
fn the_others_have_their_own_back_and_the_givers_bank_keeps_the_rest() {
	world().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = funded(refunded("o1"));
		let order = place(&body);
		set_bank(C, BankStatus::Exited);

		// 60, 30 and 10 of 100: the first by carrier, platform and shop, the others by the shop.
		assert_ok!(refund_of(SHOP, "f1", &body, 100));
		assert_eq!(left_of_each(), [9_460, 9_730, 9_900]);
		kept(order, UNCLAIMED_B, SUPPLIER_C, 10, 0);
		assert_ok!(refund_of(SHOP, "f2", &body, 900));
		assert_eq!(left_of_each(), [10_000, 10_000, 9_900]);
		kept(order, UNCLAIMED_B, SUPPLIER_C, 100, 0);

		// It goes to an account of the same owner at another bank.
		let flags = AccountFlags::of_type(AccountType::Current);
		FakeLedger::open(SUPPLIER_A, ParticipantId(SUPPLIER as u32), A, CNY, flags);
		let pay =
			|to| Escrow::pay_unclaimed(signed(BANK_B), order, UNCLAIMED_B, SUPPLIER_C, to, None);
		assert_noop!(pay(FRIEND_A), Error::<Test>::OtherOwner);
		assert_ok!(pay(SUPPLIER_A));
		assert_eq!((money(SUPPLIER_A), money(UNCLAIMED_B)), ((100, 0), (0, 0)));
		assert!(Escrow::unclaimed(order).is_empty());
	});
}

#[test]
fn what_is_due_is_owed_to_who_keeps_it() {
	world().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = funded(refunded("o1"));
		let order = place(&body);
		set_bank(C, BankStatus::Exited);
		empty(SHOP_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		let liens = vec![(BUYER_A, 450), (FRIEND_B, 300), (UNCLAIMED_B, 100)];
		assert_eq!(FakeLedger::liens(SHOP_B), (0, liens));
		kept(order, UNCLAIMED_B, SUPPLIER_C, 0, 100);
		FakeLedger::issue(SHOP_B, 850);
		assert_ok!(Escrow::collect(signed(FRIEND), SHOP_B));
		kept(order, UNCLAIMED_B, SUPPLIER_C, 100, 0);
	});
}

#[test]
fn a_return_to_a_payer_whose_bank_has_left_is_kept_by_the_receivers_bank() {
	world().run(|| {
		let body = transfer("t1", 100, SHOP_B);
		let order = place(&body);
		set_bank(A, BankStatus::Exited);
		assert_ok!(give_back(SHOP, "b1", &body, 1, 40));
		assert_eq!((money(SHOP_B), money(UNCLAIMED_B)), ((60, 0), (40, 0)));
		kept(order, UNCLAIMED_B, BUYER_A, 40, 0);
	});
}

#[test]
fn where_the_givers_bank_keeps_nothing_either_the_refund_is_refused() {
	world().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = funded(refunded("o1"));
		place(&body);
		set_bank(C, BankStatus::Exited);
		set_no_credit(UNCLAIMED_B, true);
		let refused = refund_of(SHOP, "f1", &body, 100);
		assert_noop!(refused, Error::<Test>::PayerNotCreditable);
	});
}

#[test]
fn where_the_givers_bank_has_left_too_the_merchants_keeps_it() {
	world().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		open(CARRIER_C, CARRIER, C, CNY);
		let parties = [(0, CARRIER_C), (1, PLATFORM_A), (2, SHOP_B)];
		let body = split("o1", 1_000, REFUNDED, &parties, &[(0, 50)]);
		let body = OrderBody { payer: SUPPLIER_C, ..body };
		assert_ok!(Escrow::place(signed(SUPPLIER), body.clone()));
		let order = id_of(&body, SUPPLIER);
		set_bank(C, BankStatus::Exited);
		let again = Some(Box::new(body));
		assert_ok!(Escrow::refund(signed(SHOP), reference("f1"), order, Amount(1_000), again));
		// The platform's part is kept at its own bank, the carrier's where the shop's is.
		let kept = [UNCLAIMED_A, UNCLAIMED_B, UNCLAIMED_C].map(|account| money(account).0);
		assert_eq!(kept, [100, 900, 0]);
	});
}

#[test]
fn where_the_merchants_bank_has_left_too_the_payers_keeps_it() {
	world().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		open(SHOP_C, SHOP, C, CNY);
		let parties = [(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_C)];
		let body = funded(split("o1", 1_000, REFUNDED, &parties, &[(0, 50)]));
		let order = place(&body);
		set_bank(C, BankStatus::Exited);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		assert_eq!(left_of_each(), [10_000, 10_000, 9_900]);
		kept(order, UNCLAIMED_A, SUPPLIER_C, 100, 0);
	});
}
