// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, References, ReserveTotals, Reserves, Withdrawal, Withdrawals};
use frame::testing_prelude::*;
use split_ledger_primitives::{Amount, BankStatus, Date, ParticipantId, Reference};

const AGENT_ID: ParticipantId = ParticipantId(AGENT as u32);

#[test]
fn the_agent_issues_reserve_to_a_bank() {
	World::new().with_bank(A, 0).run(|| {
		assert_ok!(issue("r", A, 100));

		assert_eq!(row(A).reserve, Amount(100));
		assert_eq!(Reserves::<Test>::get(CNY), ReserveTotals { issued: 100, withdrawn: 0 });
		let issued = Event::ReserveIssued {
			reference: reference("r"),
			bank: A,
			currency: CNY,
			amount: Amount(100),
			by: AGENT_ID,
			key: AGENT,
		};
		assert_eq!(events(), [issued]);
	});
}

#[test]
fn reserve_is_issued_to_banks_that_joined_and_have_not_left() {
	World::new().with_bank(A, 0).run(|| {
		assert_noop!(issue("r", B, 1), Error::<Test>::NotJoined);
		assert_noop!(issue("r", A, 0), Error::<Test>::ZeroAmount);
		set_status(A, BankStatus::Exited);
		assert_noop!(issue("r", A, 1), Error::<Test>::BankExited);
		set_status(A, BankStatus::RunOff);
		assert_ok!(issue("r", A, 1));
	});
}

#[test]
fn all_reserves_together_fit_one_row() {
	World::new().with_bank(A, 1).with_bank(B, 0).run(|| {
		assert_noop!(issue("most", B, u64::MAX), Error::<Test>::ReserveTooLarge);
		assert_ok!(issue("most", B, u64::MAX - 1));
		assert_noop!(issue("one", A, 1), Error::<Test>::ReserveTooLarge);
		// So a bank can be paid everything there is.
		assert_ok!(cap(B, u64::MAX - 1));
		assert_ok!(pay(B, A, u64::MAX - 1));
		assert_ok!(close());
		assert_eq!(reserves([A, B]), [u64::MAX, 0]);
	});
}

#[test]
fn a_repeated_reference_with_the_same_body_changes_nothing() {
	World::new().with_bank(A, 0).run(|| {
		assert_ok!(issue("r", A, 100));
		assert_ok!(request("r", A, 40));
		assert_storage_noop!(assert_ok!(issue("r", A, 100)));
		assert_storage_noop!(assert_ok!(request("r", A, 40)));

		assert_ok!(Clearing::confirm_withdrawal(agent(), A, key_of(A, "r")));
		assert_storage_noop!(assert_ok!(request("r", A, 40)));
	});
}

#[test]
fn a_repeated_reference_with_another_body_is_refused() {
	World::new().with_bank(A, 0).with_bank(B, 0).run(|| {
		assert_ok!(issue("r", A, 100));
		assert_noop!(issue("r", A, 101), Error::<Test>::ReferenceTaken);
		assert_noop!(issue("r", B, 100), Error::<Test>::ReferenceTaken);
		assert_ok!(request("r", A, 40));
		assert_noop!(request("r", A, 41), Error::<Test>::ReferenceTaken);
	});
}

#[test]
fn a_refused_reference_can_be_used_again() {
	World::new().with_bank(A, 10).run(|| {
		assert_noop!(request("r", A, 11), Error::<Test>::ShortOfLiquidity);
		assert_ok!(request("r", A, 10));
	});
}

#[test]
fn the_date_of_a_reference_is_today_or_one_of_the_last_thirty() {
	World::new().with_bank(A, 0).run(|| {
		let issue = |date, of| {
			let reference = Reference { date: Date(date), text: text(of) };
			Clearing::issue_reserve(agent(), reference, A, CNY, Amount(1))
		};
		assert_noop!(issue(TODAY.0 + 1, "r"), Error::<Test>::ReferenceInFuture);
		assert_noop!(issue(TODAY.0 - 31, "r"), Error::<Test>::ReferenceTooOld);
		assert_noop!(issue(TODAY.0, ""), Error::<Test>::ReferenceEmpty);
		assert_ok!(issue(TODAY.0 - 30, "r"));
		assert_ok!(issue(TODAY.0, "r"));
		// A retry finds the first, even when a new one of that date would be too old.
		next_block(86_400_000);
		assert_ok!(issue(TODAY.0 - 30, "r"));
		assert_eq!(row(A).reserve, Amount(2));
	});
}

#[test]
fn a_withdrawal_is_earmarked_and_then_confirmed() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(request("w", A, 60));
		let id = key_of(A, "w");
		let withdrawal = Withdrawal { currency: CNY, amount: Amount(60) };
		assert_eq!(Withdrawals::<Test>::get(A, id), Some(withdrawal));
		assert_eq!((row(A).reserve, row(A).earmarked), (Amount(100), Amount(60)));
		assert_ok!(Clearing::check_invariants());

		assert_ok!(Clearing::confirm_withdrawal(agent(), A, id));

		assert_eq!((row(A).reserve, row(A).earmarked), (Amount(40), Amount(0)));
		assert_eq!(Reserves::<Test>::get(CNY), ReserveTotals { issued: 100, withdrawn: 60 });
		assert_eq!(Withdrawals::<Test>::iter().count(), 0);
		assert!(References::<Test>::contains_key(id));
		let (bank, currency, amount) = (A, CNY, Amount(60));
		let (reference, by, key) = (reference("w"), AGENT_ID, AGENT);
		let requested = Event::WithdrawalRequested {
			id,
			reference,
			bank,
			currency,
			amount,
			by: ParticipantId(0),
			key: 0,
		};
		let confirmed = Event::WithdrawalConfirmed { id, bank, currency, amount, by, key };
		assert_eq!(events(), [requested, confirmed]);
	});
}

#[test]
fn a_rejected_withdrawal_is_free_again() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(request("w", A, 60));
		let id = key_of(A, "w");
		assert_ok!(Clearing::reject_withdrawal(agent(), A, id));

		assert_eq!((row(A).reserve, row(A).earmarked), (Amount(100), Amount(0)));
		let (bank, currency, amount) = (A, CNY, Amount(60));
		let rejected =
			Event::WithdrawalRejected { id, bank, currency, amount, by: AGENT_ID, key: AGENT };
		assert_eq!(events().last(), Some(&rejected));
	});
}

#[test]
fn a_withdrawal_is_decided_once() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(request("w", A, 60));
		let id = key_of(A, "w");
		assert_ok!(Clearing::reject_withdrawal(agent(), A, id));
		assert_noop!(
			Clearing::confirm_withdrawal(agent(), A, id),
			Error::<Test>::UnknownWithdrawal
		);
		assert_noop!(Clearing::reject_withdrawal(agent(), B, id), Error::<Test>::UnknownWithdrawal);
	});
}

#[test]
fn a_withdrawal_leaves_what_is_owed_and_promised() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		assert_ok!(pay(A, B, 10));
		assert_ok!(close());
		assert_ok!(pay(A, B, 20));
		assert_ok!(promise(A, 30));

		assert_noop!(request("w", A, 41), Error::<Test>::ShortOfLiquidity);
		assert_ok!(request("w", A, 40));
		// What is owed to B is not there yet.
		assert_noop!(request("w", B, 101), Error::<Test>::ShortOfLiquidity);
		assert_ok!(request("w", B, 100));
	});
}

#[test]
fn earmarked_reserve_covers_nothing() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(request("w", A, 40));
		assert_noop!(pay(A, B, 61), Error::<Test>::ShortOfLiquidity);
		assert_noop!(promise(A, 61), Error::<Test>::ShortOfLiquidity);
		assert_ok!(pay(A, B, 60));
		assert_ok!(close());
		assert_ok!(Clearing::confirm_withdrawal(agent(), A, key_of(A, "w")));
		assert_eq!(reserves([A, B]), [0, 160]);
	});
}

#[test]
fn a_withdrawal_is_of_an_amount_and_of_a_bank_that_joined() {
	World::new().with_bank(A, 100).run(|| {
		assert_noop!(request("w", A, 0), Error::<Test>::ZeroAmount);
		assert_noop!(request("w", B, 1), Error::<Test>::NotJoined);
		assert_noop!(
			Clearing::request_withdrawal(agent(), reference("w"), CNY, Amount(1)),
			Error::<Test>::NotABank
		);
	});
}
