// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, BankRow, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{Amount, BankIndex, BankSet, BankStatus, ParticipantId};

const AGENT_ID: ParticipantId = ParticipantId(AGENT as u32);

#[test]
fn a_bank_joins_with_nothing_and_may_owe_nothing() {
	World::new().run(|| {
		assert_ok!(Clearing::join(by(A), CNY));

		assert_eq!(row(A), BankRow::default());
		let joined = Event::BankJoined { currency: CNY, bank: A, by: ParticipantId(0), key: 0 };
		assert_eq!(events(), [joined]);
	});
}

#[test]
fn a_bank_joins_a_currency_once() {
	World::new().with_bank(A, 100).run(|| {
		assert_noop!(Clearing::join(by(A), CNY), Error::<Test>::AlreadyJoined);
		assert_ok!(Clearing::join(by(A), USD));
	});
}

#[test]
fn only_active_banks_join() {
	World::new().run(|| {
		assert_noop!(Clearing::join(signed(CUSTOMER), CNY), Error::<Test>::NotABank);
		assert_noop!(Clearing::join(agent(), CNY), Error::<Test>::NotABank);
		assert_noop!(Clearing::join(RuntimeOrigin::root(), CNY), DispatchError::BadOrigin);
		for status in [BankStatus::RunOff, BankStatus::Exited] {
			set_status(A, status);
			assert_noop!(Clearing::join(by(A), CNY), Error::<Test>::BankNotActive);
		}
	});
}

#[test]
fn the_agent_sets_a_cap_up_to_the_reserve() {
	World::new().with_capped_bank(A, 100, 50).run(|| {
		assert_noop!(cap(A, 101), Error::<Test>::CapOverReserve);
		assert_ok!(cap(A, 100));

		assert_eq!(row(A).cap, Amount(100));
		let set =
			Event::CapSet { currency: CNY, bank: A, cap: Amount(100), by: AGENT_ID, key: AGENT };
		assert_eq!(events(), [set]);
		assert_noop!(cap(B, 0), Error::<Test>::NotJoined);
	});
}

#[test]
fn a_cap_is_never_below_what_is_owed_and_promised_in_the_open_cycle() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 30));
		assert_ok!(promise(A, 20));
		assert_noop!(cap(A, 49), Error::<Test>::CapBelowPosition);
		assert_ok!(cap(A, 50));
		// Who is owed may have a cap of nothing.
		assert_ok!(cap(B, 0));
	});
}

#[test]
fn what_closed_cycles_owe_does_not_stand_in_the_way_of_a_cap() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		assert_ok!(pay(A, B, 60));
		assert_ok!(close());
		assert_ok!(pay(A, B, 40));

		assert_noop!(cap(A, 39), Error::<Test>::CapBelowPosition);
		assert_ok!(cap(A, 40));
	});
}

#[test]
fn a_pair_becomes_gross_and_net_again_on_both_sides() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(Clearing::set_gross(agent(), CNY, A, B, true));
		let with = |bank| BankSet::default().with(bank, true);
		assert_eq!((row(A).gross_with, row(B).gross_with), (with(B), with(A)));

		assert_ok!(Clearing::set_gross(agent(), CNY, B, A, false));
		assert_eq!((row(A).gross_with, row(B).gross_with), Default::default());
		let set =
			|a, b, gross| Event::GrossSet { currency: CNY, a, b, gross, by: AGENT_ID, key: AGENT };
		assert_eq!(events(), [set(A, B, true), set(B, A, false)]);
	});
}

#[test]
fn a_pair_is_two_banks_that_have_joined() {
	World::new().with_bank(A, 100).run(|| {
		let set = |a, b| Clearing::set_gross(agent(), CNY, a, b, true);
		assert_noop!(set(A, A), Error::<Test>::SelfObligation);
		assert_noop!(set(A, B), Error::<Test>::NotJoined);
		assert_noop!(set(B, A), Error::<Test>::NotJoined);
	});
}

#[test]
fn a_row_mirrors_the_status_of_its_bank_in_every_currency() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(Clearing::join(by(A), USD));
		set_status(A, BankStatus::RunOff);
		for currency in [CNY, USD] {
			let row = crate::BankRows::<Test>::get(currency, A).expect("joined");
			assert_eq!(row.status, BankStatus::RunOff);
		}
		// A bank without a row gets none by a change of status.
		set_status(B, BankStatus::RunOff);
		assert!(!crate::BankRows::<Test>::contains_key(CNY, B));
	});
}

#[test]
fn a_bank_in_run_off_takes_on_nothing_and_settles_what_was_to_be_settled() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(promise(A, 30));
		assert_ok!(request("before", A, 5));
		set_status(A, BankStatus::RunOff);

		assert_noop!(pay(A, B, 1), Error::<Test>::BankNotActive);
		assert_noop!(promise(A, 1), Error::<Test>::BankNotActive);
		assert_noop!(request("w", A, 1), Error::<Test>::BankNotActive);
		let confirm = || Clearing::confirm_withdrawal(agent(), A, key_of(A, "before"));
		assert_noop!(confirm(), Error::<Test>::BankNotActive);

		assert_ok!(release(A, B, 20));
		assert_ok!(item(&[Move::Unpromise(A, 10)]));
		assert_ok!(pay(B, A, 3));
		assert_ok!(issue("more", A, 1));
		assert_ok!(Clearing::reject_withdrawal(agent(), A, key_of(A, "before")));
		assert_ok!(close());
		assert_eq!(reserves([A, B]), [84, 117]);
	});
}

#[test]
fn a_bank_that_is_owed_before_it_joined_gets_a_row() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(pay(A, B, 40));
		assert_eq!(row(B), BankRow { position: -40, ..Default::default() });
		assert_ok!(close());
		assert_eq!(reserves([A, B]), [60, 40]);
	});
}

#[test]
fn a_bank_that_has_not_joined_owes_nothing_and_an_unknown_one_is_owed_nothing() {
	World::new().with_bank(A, 100).run(|| {
		assert_noop!(pay(B, A, 1), Error::<Test>::NotJoined);
		assert_noop!(promise(B, 1), Error::<Test>::NotJoined);
		assert_noop!(pay(A, BankIndex(64), 1), Error::<Test>::UnknownBank);
	});
}
