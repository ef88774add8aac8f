// SPDX-License-Identifier: Apache-2.0

//! Who was a customer of a bank that has left is somebody new elsewhere (P2). What is kept for it is paid
//! there, on evidence, by the bank that keeps it, and in no other case to another's account (O6).

use crate::{fake_ledger::*, mock::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::SpendingLimit, AccountFlags, AccountNo, AccountType, Amount, BankStatus, Commitment,
	CycleNo, OrderId, ParticipantId, RefundPolicy, Role,
};

/// Who the supplier is now, with an account at the bank that keeps its money, and one at a third bank.
const ANEW: u64 = 60;
const ANEW_B: AccountNo = AccountNo(310);
const ANEW_A: AccountNo = AccountNo(311);
/// An account of the supplier as who it was, at a bank that goes on.
const SUPPLIER_A: AccountNo = AccountNo(312);
const SHOWN: Option<Commitment> = Some(Commitment([7; 32]));

fn world() -> World {
	World::new().with_funders()
}

/// An order of which bank B keeps 100 for the supplier, whose bank C has left, and the supplier anew.
fn kept_for_who_is_anew() -> OrderId {
	refunded_by(RefundPolicy::ProRata, &[]);
	let body = funded(refunded("o1"));
	let order = place(&body);
	set_bank(C, BankStatus::Exited);
	assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
	assert_eq!(money(UNCLAIMED_B), (100, 0));
	join(ANEW, 1, &[Role::Supplier]);
	open(ANEW_B, ANEW, B, CNY);
	open(ANEW_A, ANEW, A, CNY);
	order
}

fn pay(who: u64, order: OrderId, to: AccountNo, evidence: Option<Commitment>) -> DispatchResult {
	Escrow::pay_unclaimed(signed(who), order, UNCLAIMED_B, SUPPLIER_C, to, evidence)
}

#[test]
fn the_bank_that_keeps_it_pays_who_is_its_customer_now_and_tells_the_evidence() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		events();

		assert_ok!(pay(BANK_B, order, ANEW_B, SHOWN));

		assert_eq!((money(ANEW_B), money(UNCLAIMED_B)), ((100, 0), (0, 0)));
		assert!(Escrow::unclaimed(order).is_empty());
		assert_eq!(
			events(),
			[Event::UnclaimedPaid {
				order,
				from: UNCLAIMED_B,
				entitled: SUPPLIER_C,
				to: ANEW_B,
				amount: Amount(100),
				currency: CNY,
				cycle: CycleNo(7),
				date: TODAY,
				evidence: SHOWN,
				by: by(BANK_B),
			}]
		);
		assert_noop!(pay(BANK_B, order, ANEW_B, SHOWN), Error::<Test>::NothingUnclaimed);
	});
}

#[test]
fn to_another_account_of_the_same_owner_evidence_is_told_and_none_is_needed() {
	for evidence in [None, SHOWN] {
		world().run(|| {
			let order = kept_for_who_is_anew();
			open(SUPPLIER_A, SUPPLIER, A, CNY);
			events();
			assert_ok!(pay(BANK_B, order, SUPPLIER_A, evidence));
			let told = match &events()[..] {
				[Event::UnclaimedPaid { evidence, .. }] => *evidence,
				other => panic!("another event: {other:?}"),
			};
			assert_eq!(told, evidence);
			assert_eq!(money(SUPPLIER_A), (100, 0));
		});
	}
}

#[test]
fn without_evidence_nobody_else_is_paid() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		assert_noop!(pay(BANK_B, order, ANEW_B, None), Error::<Test>::EvidenceMissing);
	});
}

#[test]
fn nobody_but_the_bank_that_keeps_it_says_who_that_is() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		for other in [ANEW, BANK_A, SHOP, BUYER] {
			assert_noop!(pay(other, order, ANEW_B, SHOWN), Error::<Test>::NotEntitled);
		}
		// Nor does who is entitled give it away, where it could sign at all.
		assert_noop!(pay(SUPPLIER, order, ANEW_B, SHOWN), Error::<Test>::OtherOwner);
	});
}

#[test]
fn at_no_other_bank_is_anybody_else_paid() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		assert_noop!(pay(BANK_B, order, ANEW_A, SHOWN), Error::<Test>::OtherOwner);
		assert_noop!(pay(BANK_B, order, UNCLAIMED_A, SHOWN), Error::<Test>::OtherOwner);
	});
}

#[test]
fn what_the_ledger_asks_of_a_payment_is_asked_of_this_one() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		for flag in [AccountFlags::NO_CREDIT, AccountFlags::CLOSED] {
			set_flag(ANEW_B, flag, true);
			assert_noop!(pay(BANK_B, order, ANEW_B, SHOWN), FROZEN);
			set_flag(ANEW_B, flag, false);
		}
		set_flag(UNCLAIMED_B, AccountFlags::NO_DEBIT, true);
		assert_noop!(pay(BANK_B, order, ANEW_B, SHOWN), FROZEN);
		set_flag(UNCLAIMED_B, AccountFlags::NO_DEBIT, false);
		assert_ok!(pay(BANK_B, order, ANEW_B, SHOWN));
	});
}

#[test]
fn a_bank_that_has_not_left_loses_no_claim_of_its_customers() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		for status in [BankStatus::Active, BankStatus::RunOff] {
			set_bank(C, status);
			assert_noop!(pay(BANK_B, order, ANEW_B, SHOWN), Error::<Test>::OtherOwner);
		}
		set_bank(C, BankStatus::Exited);
		assert_ok!(pay(BANK_B, order, ANEW_B, SHOWN));
	});
}

#[test]
fn a_bank_gives_away_nothing_that_it_keeps_for_a_customer_of_its_own() {
	for status in [BankStatus::Active, BankStatus::RunOff] {
		World::new().with_money(SHOP_B, 1_000).run(|| {
			let order = place(&market("o1"));
			set_no_credit(BUYER_A, true);
			assert_ok!(refund_of(SHOP, "f", &market("o1"), 100));
			set_bank(A, status);
			let given =
				Escrow::pay_unclaimed(signed(BANK_A), order, UNCLAIMED_A, BUYER_A, FRIEND_A, SHOWN);
			assert_eq!(given, Err(Error::<Test>::OtherOwner.into()));
			assert_eq!(money(UNCLAIMED_A), (100, 0));
		});
	}
}

#[test]
fn who_has_a_bank_that_goes_on_is_paid_as_itself_only() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		// The account was at a bank that has left; its owner was taken in by one that is in run-off at most.
		join(SUPPLIER, 0, &[Role::Supplier]);
		for status in [BankStatus::Active, BankStatus::RunOff] {
			set_bank(A, status);
			assert_noop!(pay(BANK_B, order, ANEW_B, SHOWN), Error::<Test>::OtherOwner);
		}
		set_bank(A, BankStatus::Exited);
		assert_ok!(pay(BANK_B, order, ANEW_B, SHOWN));
	});
}

#[test]
fn whom_the_banks_admitted_together_is_paid_as_itself_only() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		join(SUPPLIER, SUPPLIER as u32, &[Role::Supervisor]);
		assert_noop!(pay(BANK_B, order, ANEW_B, SHOWN), Error::<Test>::OtherOwner);
	});
}

#[test]
fn a_bank_is_nobodys_new_self_but_pays_buyers_behind_its_pass_through_account() {
	const OWN_B: AccountNo = AccountNo(320);
	const BUYERS_B: AccountNo = AccountNo(321);
	world().run(|| {
		let order = kept_for_who_is_anew();
		for kind in [AccountType::Current, AccountType::Guarantee, AccountType::Tax] {
			let flags = AccountFlags::of_type(kind);
			FakeLedger::open(OWN_B, ParticipantId(BANK_B as u32), B, CNY, flags);
			assert_noop!(pay(BANK_B, order, OWN_B, SHOWN), Error::<Test>::OtherOwner);
		}
		assert_noop!(pay(BANK_B, order, UNCLAIMED_B, SHOWN), Error::<Test>::OtherOwner);
		let flags = AccountFlags::of_type(AccountType::PassThrough);
		FakeLedger::open(BUYERS_B, ParticipantId(BANK_B as u32), B, CNY, flags);
		assert_ok!(pay(BANK_B, order, BUYERS_B, SHOWN));
		assert_eq!(money(BUYERS_B), (100, 0));
	});
}

#[test]
fn a_key_pays_who_is_somebody_new_no_more_than_it_may_spend() {
	for (single, left_today, refusal) in [
		(99, 100, Some(Error::<Test>::OverSingleLimit)),
		(100, 99, Some(Error::<Test>::OverDailyLimit)),
		(100, 100, None),
	] {
		world().run(|| {
			let order = kept_for_who_is_anew();
			let limit = SpendingLimit { single: Amount(single), left_today: Amount(left_today) };
			neighbours(|all| all.spending.insert((BANK_B, CNY), limit));
			match refusal {
				Some(refusal) => {
					assert_noop!(pay(BANK_B, order, ANEW_B, SHOWN), refusal);
				}
				None => {
					assert_ok!(pay(BANK_B, order, ANEW_B, SHOWN));
					let left = neighbours(|all| all.spending[&(BANK_B, CNY)].left_today);
					assert_eq!(left, Amount::ZERO);
				}
			}
		});
	}
}

#[test]
fn what_comes_home_to_the_same_owner_counts_against_no_limit() {
	world().run(|| {
		let order = kept_for_who_is_anew();
		open(SUPPLIER_A, SUPPLIER, A, CNY);
		let limit = SpendingLimit { single: Amount::ZERO, left_today: Amount::ZERO };
		neighbours(|all| all.spending.insert((BANK_B, CNY), limit));
		assert_ok!(pay(BANK_B, order, SUPPLIER_A, None));
	});
}
