// SPDX-License-Identifier: Apache-2.0

//! What a court takes out of its hold (M7).

use crate::{fake_ledger::*, mock::*, types::*, Credited, Error, Event, References};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Ledger, LedgerBook, Lien, SpendingLimit},
	AccountFlags, AccountNo, Amount, Commitment, CycleNo, Domain, Leaf, LeafKind, LeafLeg, Moment,
	ParticipantId, Purpose, Text,
};

const DOCUMENT: Commitment = Commitment([9; 32]);

fn court() -> Text {
	Text::truncate_from(b"court 17".to_vec())
}

/// What court 17 takes out of hold 0 of the buyer.
fn taken(to: AccountNo, amount: u64) -> Deduction {
	let (amount, authority, document) = (Amount(amount), court(), DOCUMENT);
	Deduction { account: BUYER_A, hold: 0, to, amount, authority, document }
}

fn deduct(by: u64, text: &str, deduction: Deduction) -> DispatchResult {
	Escrow::deduct(signed(by), reference(text), deduction)
}

fn world() -> World {
	World::new().with_finance()
}

/// A court holds 500 of the buyer's 10,000.
fn hold() {
	FakeLedger::hold_for_court(BUYER_A, 0, 500);
}

#[test]
fn a_deduction_is_paid_out_of_its_hold_and_told_with_all_that_a_statement_needs() {
	world().run(|| {
		hold();
		set_flag(BUYER_A, AccountFlags::NO_DEBIT, true);
		assert_ok!(deduct(BANK_A, "d1", taken(COURT_C, 300)));

		assert_eq!([BUYER_A, COURT_C].map(money), [(9_500, 200), (300, 0)]);
		assert_eq!(FakeLedger::court_holds(BUYER_A), [(0, 200)].into());
		assert_eq!((FakeLedger::position(A), FakeLedger::position(C)), (300, -300));
		let (to, amount, cycle) = (COURT_C, Amount(300), CycleNo(7));
		assert_eq!(
			events(),
			[Event::Deducted {
				reference: reference("d1"),
				account: BUYER_A,
				hold: 0,
				to,
				amount,
				authority: court(),
				document: DOCUMENT,
				currency: CNY,
				cycle,
				date: TODAY,
				by: by(BANK_A),
			}]
		);
		let leaf = Leaf {
			kind: LeafKind::Deducted,
			order: crate::order_id(ParticipantId(BANK_A as u32), &reference("d1")),
			currency: CNY,
			cycle,
			date: TODAY,
			legs: vec![LeafLeg { from: BUYER_A, to, amount, purpose: Purpose::Transfer }],
		};
		assert_eq!(FakeLedger::leaves(), [blake2_256(&leaf.encode())]);

		assert_ok!(deduct(BANK_A, "d2", taken(COURT_A, 200)));
		assert_eq!([BUYER_A, COURT_A].map(money), [(9_500, 0), (200, 0)]);
		assert!(FakeLedger::court_holds(BUYER_A).is_empty());
	});
}

#[test]
fn the_same_deduction_again_changes_nothing_and_another_one_needs_another_reference() {
	world().run(|| {
		hold();
		assert_ok!(deduct(BANK_A, "d1", taken(COURT_A, 300)));
		assert_storage_noop!(assert_ok!(deduct(BANK_A, "d1", taken(COURT_A, 300))));
		let others = [
			taken(COURT_A, 299),
			taken(COURT_C, 300),
			Deduction { hold: 1, ..taken(COURT_A, 300) },
			Deduction { document: Commitment([8; 32]), ..taken(COURT_A, 300) },
		];
		for other in others {
			assert_noop!(deduct(BANK_A, "d1", other), Error::<Test>::ReferenceTaken);
		}
		assert_eq!(References::<Test>::iter_prefix(Domain::Deduct).count(), 1);
		// A release under the same text is another act.
		let order = place(&held(transfer("o1", 10, FRIEND_A)));
		let release = Escrow::release(signed(BANK_A), reference("d1"), order, ReleaseWhat::All);
		assert_ok!(release);
	});
}

#[test]
fn the_bank_of_the_account_deducts_and_nobody_else() {
	world().run(|| {
		hold();
		for who in [BANK_B, BUYER, COURT, PLATFORM] {
			assert_noop!(deduct(who, "d1", taken(COURT_A, 1)), Error::<Test>::NotTheBank);
		}
		let stranger = deduct(STRANGER, "d1", taken(COURT_A, 1));
		assert_noop!(stranger, DispatchError::Other("unknown key"));
		let root = Escrow::deduct(RuntimeOrigin::root(), reference("d1"), taken(COURT_A, 1));
		assert_noop!(root, DispatchError::BadOrigin);
	});
}

#[test]
fn a_deduction_takes_what_is_in_its_hold_and_no_unit_more() {
	world().run(|| {
		hold();
		let refuse = |deduction, error: DispatchError| {
			assert_noop!(deduct(BANK_A, "d1", deduction), error);
		};
		refuse(taken(COURT_A, 501), NOT_ENOUGH);
		refuse(taken(COURT_A, 0), Error::<Test>::ZeroAmount.into());
		refuse(Deduction { hold: 1, ..taken(COURT_A, 1) }, NO_SUCH_HOLD);
		let nobody = Deduction { authority: Text::default(), ..taken(COURT_A, 1) };
		refuse(nobody, Error::<Test>::AuthorityMissing.into());
		refuse(Deduction { account: UNKNOWN, ..taken(COURT_A, 1) }, NO_SUCH_ACCOUNT);
		refuse(taken(UNKNOWN, 1), NO_SUCH_ACCOUNT);
		// A platform takes fees only.
		refuse(taken(PLATFORM_A, 1), FROZEN);
		set_no_credit(COURT_A, true);
		refuse(taken(COURT_A, 1), FROZEN);
		set_no_credit(COURT_A, false);
		assert_ok!(deduct(BANK_A, "d1", taken(COURT_A, 500)));
	});
}

#[test]
fn a_seizure_leaves_what_is_promised_covered() {
	world().run(|| {
		hold();
		place(&held(market("o1")));
		assert_eq!(FakeLedger::promised(A), 900);
		FakeLedger::limit(A, 900 + 299);
		assert_noop!(deduct(BANK_A, "d1", taken(COURT_C, 300)), SHORT);
		FakeLedger::limit(A, 900 + 300);
		assert_ok!(deduct(BANK_A, "d1", taken(COURT_C, 300)));
		// Within the bank nothing is owed.
		assert_ok!(deduct(BANK_A, "d2", taken(COURT_A, 200)));
	});
}

#[test]
fn a_key_deducts_no_more_than_it_may_spend() {
	world().run(|| {
		hold();
		let limit = SpendingLimit { single: Amount(100), left_today: Amount(150) };
		neighbours(|all| all.spending.insert((BANK_A, CNY), limit));
		let refused = deduct(BANK_A, "d1", taken(COURT_A, 101));
		assert_noop!(refused, Error::<Test>::OverSingleLimit);
		assert_ok!(deduct(BANK_A, "d1", taken(COURT_A, 100)));
		let refused = deduct(BANK_A, "d2", taken(COURT_A, 51));
		assert_noop!(refused, Error::<Test>::OverDailyLimit);
		assert_ok!(deduct(BANK_A, "d2", taken(COURT_A, 50)));
	});
}

#[test]
fn a_payee_that_owes_is_collected_from_in_the_next_block() {
	world().run(|| {
		hold();
		let mut book = FakeLedger::open_book();
		book.begin();
		let (order, deadline) =
			(crate::order_id(ParticipantId(0), &reference("o")), Moment(u64::MAX));
		let lien = Lien { creditor: FRIEND_A, order, leg: 1, remaining: Amount(40), deadline };
		assert_ok!(book.lay_lien(COURT_A, lien));
		assert_ok!(book.accept());
		book.commit();
		Escrow::watch(COURT_A);
		assert_ok!(deduct(BANK_A, "d1", taken(COURT_A, 100)));
		assert_eq!(Credited::<Test>::get().to_vec(), [COURT_A]);
		jump_to(in_minutes(1));
		assert_eq!([COURT_A, FRIEND_A].map(money), [(60, 0), (40, 0)]);
	});
}
