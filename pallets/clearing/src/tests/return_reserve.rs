// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, BankRow, BankRows, Error, Event, ReserveTotals, Reserves};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	Amount, BankIndex, BankStatus, Currency, Date, ParticipantId, Reference,
};

const AGENT_ID: ParticipantId = ParticipantId(AGENT as u32);

fn run_off(bank: BankIndex) {
	set_status(bank, BankStatus::RunOff);
}

#[test]
fn a_bank_in_run_off_gets_all_its_reserve_back() {
	World::new().with_bank(A, 100).with_bank(B, 50).run(|| {
		run_off(A);
		let before = row(A);

		assert_ok!(give_back("r", A));

		assert_eq!(row(A), BankRow { reserve: Amount::ZERO, ..before });
		assert_eq!(reserves([A, B]), [0, 50]);
		assert_eq!(Reserves::<Test>::get(CNY), ReserveTotals { issued: 150, withdrawn: 100 });
		let returned = Event::ReserveReturned {
			reference: reference("r"),
			bank: A,
			currency: CNY,
			amount: Amount(100),
			by: AGENT_ID,
			key: AGENT,
		};
		assert_eq!(events(), [returned]);
	});
}

#[test]
fn only_a_bank_in_run_off_gets_it_back() {
	World::new().with_bank(A, 100).run(|| {
		assert_noop!(give_back("r", A), Error::<Test>::BankNotInRunOff);
		set_status(A, BankStatus::Exited);
		assert_noop!(give_back("r", A), Error::<Test>::BankNotInRunOff);
		run_off(A);
		assert_ok!(give_back("r", A));
	});
}

#[test]
fn a_position_is_settled_first_on_either_side() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 1));
		run_off(A);
		run_off(B);
		assert_noop!(give_back("a", A), Error::<Test>::BankStillOpen);
		assert_noop!(give_back("b", B), Error::<Test>::BankStillOpen);

		assert_ok!(close());

		assert_ok!(give_back("a", A));
		assert_ok!(give_back("b", B));
		let totals = ReserveTotals { issued: 200, withdrawn: 200 };
		assert_eq!((reserves([A, B]), Reserves::<Test>::get(CNY)), ([0, 0], totals));
	});
}

#[test]
fn a_closed_cycle_is_settled_first_on_either_side() {
	World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100).run(|| {
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		assert_ok!(pay(A, B, 1));
		assert_ok!(close());
		for bank in [A, B, C] {
			run_off(bank);
		}
		assert_eq!(positions([A, B]), [0, 0]);
		assert_noop!(give_back("a", A), Error::<Test>::BankStillOpen);
		assert_noop!(give_back("b", B), Error::<Test>::BankStillOpen);
		// Whoever is not in the cycle need not wait for it.
		assert_ok!(give_back("c", C));

		assert_ok!(settle(0));

		assert_ok!(give_back("a", A));
		assert_ok!(give_back("b", B));
	});
}

#[test]
fn a_promise_is_released_or_taken_back_first() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(promise(A, 1));
		run_off(A);
		assert_noop!(give_back("r", A), Error::<Test>::BankStillOpen);
		assert_ok!(item(&[Move::Unpromise(A, 1)]));
		assert_ok!(give_back("r", A));
	});
}

#[test]
fn a_withdrawal_is_decided_first() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(request("w", A, 1));
		run_off(A);
		assert_noop!(give_back("r", A), Error::<Test>::BankStillOpen);
		// Its confirmation is refused (P2), so it is rejected, and then all is returned at once.
		let confirmed = Clearing::confirm_withdrawal(agent(), A, key_of(A, "w"));
		assert_noop!(confirmed, Error::<Test>::BankNotActive);
		assert_ok!(Clearing::reject_withdrawal(agent(), A, key_of(A, "w")));
		assert_ok!(give_back("r", A));
		assert_eq!(reserves([A]), [0]);
	});
}

#[test]
fn a_payment_that_waits_ends_first() {
	World::new().with_bank(A, 100).run(|| {
		run_off(A);
		hypothetically!({
			BankRows::<Test>::insert(CNY, A, BankRow { queued: Amount(1), ..row(A) });
			assert_noop!(give_back("r", A), Error::<Test>::BankStillOpen);
		});
		assert_ok!(give_back("r", A));
	});
}

#[test]
fn what_is_open_in_another_currency_stays_there() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(Clearing::join(by(A), USD));
		assert_ok!(Clearing::issue_reserve(agent(), reference("usd"), A, USD, Amount(7)));
		assert_ok!(Clearing::request_withdrawal(by(A), reference("w"), USD, Amount(7)));
		run_off(A);

		assert_ok!(give_back("r", A));

		assert_eq!(BankRows::<Test>::get(USD, A).map(|row| row.reserve), Some(Amount(7)));
		let dollars = Clearing::return_reserve(agent(), reference("r2"), A, USD);
		assert_noop!(dollars, Error::<Test>::BankStillOpen);
	});
}

#[test]
fn where_there_is_nothing_to_return_it_is_refused() {
	World::new().with_bank(A, 0).with_bank(B, 1).run(|| {
		run_off(A);
		run_off(B);
		assert_noop!(give_back("r", A), Error::<Test>::NoReserve);
		assert_noop!(give_back("r", C), Error::<Test>::NotJoined);
		assert_ok!(give_back("r", B));
		assert_noop!(give_back("again", B), Error::<Test>::NoReserve);
	});
}

#[test]
fn a_repeated_reference_returns_nothing_more() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		run_off(A);
		run_off(B);
		assert_ok!(give_back("r", A));
		assert_storage_noop!(assert_ok!(give_back("r", A)));
		assert_ok!(issue("late", A, 5));
		assert_storage_noop!(assert_ok!(give_back("r", A)));
		assert_noop!(give_back("r", B), Error::<Test>::ReferenceTaken);
		assert_noop!(give_back("late", A), Error::<Test>::ReferenceTaken);
		assert_ok!(give_back("r2", A));
		assert_eq!(reserves([A, B]), [0, 100]);
	});
}

#[test]
fn the_reference_of_a_return_is_dated_like_any_other() {
	World::new().with_bank(A, 100).run(|| {
		run_off(A);
		let give_back = |date, of| {
			let reference = Reference { date: Date(date), text: text(of) };
			Clearing::return_reserve(agent(), reference, A, CNY)
		};
		assert_noop!(give_back(TODAY.0 + 1, "r"), Error::<Test>::ReferenceInFuture);
		assert_noop!(give_back(TODAY.0 - 31, "r"), Error::<Test>::ReferenceTooOld);
		assert_noop!(give_back(TODAY.0, ""), Error::<Test>::ReferenceEmpty);
		assert_ok!(give_back(TODAY.0 - 30, "r"));
	});
}

#[test]
fn only_the_agent_of_the_currency_returns_reserve() {
	World::new().with_bank(A, 100).run(|| {
		run_off(A);
		let by_origin = |origin| Clearing::return_reserve(origin, reference("r"), A, CNY);
		assert_noop!(by_origin(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(by_origin(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(by_origin(signed(STRANGER)), DispatchError::Other("unknown key"));
		for other in [by(A), by(B), signed(OTHER_AGENT), signed(CUSTOMER)] {
			assert_noop!(by_origin(other), Error::<Test>::NotTheAgent);
		}
		let unknown = Clearing::return_reserve(agent(), reference("r"), A, Currency(1));
		assert_noop!(unknown, Error::<Test>::UnknownCurrency);
		assert_ok!(by_origin(agent()));
	});
}
