// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event, SuspendReason, WeightInfo};
use frame::{deps::frame_support::dispatch::GetDispatchInfo, testing_prelude::*};
use split_ledger_primitives::{BankStatus, Scope, Scopes};

fn act(by: &str, call: RuntimeCall) -> DispatchResultWithPostInfo {
	Consortium::act_as_bank(signed(by), Box::new(call))
}

fn as_root(call: RuntimeCall) -> DispatchResultWithPostInfo {
	Consortium::as_root(council(), Box::new(call))
}

fn remark_with_event() -> RuntimeCall {
	RuntimeCall::System(frame_system::Call::remark_with_event { remark: b"aye".to_vec() })
}

#[test]
fn a_key_acts_as_the_one_account_of_its_bank() {
	World::new().run(|| {
		assert_ok!(act("bank-a", remark_with_event()));

		let hash = BlakeTwo256::hash(b"aye");
		let sender = account_of(BANK_A);
		System::assert_has_event(frame_system::Event::Remarked { sender, hash }.into());
		let acted = Event::ActedAsBank { bank: A, by: BANK_A, key: key("bank-a") };
		assert_eq!(events(), [acted]);
	});
}

#[test]
fn the_account_of_a_bank_stays_when_its_keys_rotate() {
	World::new().run(|| {
		let before = account_of(BANK_A);
		assert_ok!(Consortium::add_key(signed("bank-a"), BANK_A, key("new"), Scopes::ALL));
		assert_ok!(Consortium::revoke_key(signed("new"), key("bank-a")));

		assert_ok!(act("new", remark_with_event()));

		let sender = before;
		let hash = BlakeTwo256::hash(b"aye");
		System::assert_has_event(frame_system::Event::Remarked { sender, hash }.into());
	});
}

#[test]
fn two_banks_have_two_accounts_and_neither_is_a_key() {
	World::new().run(|| {
		assert_ne!(account_of(BANK_A), account_of(BANK_B));
		let as_itself = RuntimeOrigin::signed(account_of(BANK_A));
		assert_noop!(
			Consortium::suspend(as_itself, MERCHANT, SuspendReason::Fraud),
			ParticipantsError::UnknownKey
		);
	});
}

#[test]
fn acting_as_a_bank_takes_its_own_scope() {
	World::new().run(|| {
		let govern = Scopes::of(&[Scope::Govern]);
		let others = Scopes(Scopes::ALL.0 & !govern.0);
		assert_ok!(Consortium::add_key(signed("bank-a"), BANK_A, key("clerk"), others));
		assert_ok!(Consortium::add_key(signed("bank-a"), BANK_A, key("voter"), govern));

		assert_noop!(act("clerk", remark_with_event()), ParticipantsError::ScopeMissing);
		assert_ok!(act("voter", remark_with_event()));
	});
}

#[test]
fn only_a_bank_acts_as_a_bank() {
	World::new().run(|| {
		for name in ["merchant", "agent", "supervisor"] {
			assert_noop!(act(name, remark_with_event()), ParticipantsError::NotABank);
		}
	});
}

#[test]
fn a_bank_acts_in_run_off_and_not_after_it_left() {
	World::new().run(|| {
		assert_ok!(Consortium::set_bank_status(council(), D, BankStatus::RunOff));
		assert_ok!(act("bank-d", remark_with_event()));

		assert_ok!(Consortium::set_bank_status(council(), D, BankStatus::Exited));
		assert_noop!(act("bank-d", remark_with_event()), ParticipantsError::BankExited);
	});
}

#[test]
fn the_filter_of_the_runtime_reaches_the_inner_call() {
	World::new().run(|| {
		let filtered =
			RuntimeCall::System(frame_system::Call::kill_storage { keys: vec![b"x".to_vec()] });
		let refused = act("bank-a", filtered).unwrap_err().error;
		assert_eq!(refused, frame_system::Error::<Test>::CallFiltered.into());
	});
}

#[test]
fn a_bank_is_not_root() {
	World::new().run(|| {
		assert_noop!(act("bank-a", set_storage()).map_err(|e| e.error), BadOrigin);
	});
}

#[test]
fn what_acts_for_somebody_carries_nothing_that_acts_for_somebody() {
	World::new().run(|| {
		let inner = crate::Call::act_as_bank { call: Box::new(remark_with_event()) };
		assert_noop!(act("bank-a", inner.into()), ParticipantsError::NestedCall);
		let inner = crate::Call::as_root { call: Box::new(set_storage()) };
		assert_noop!(act("bank-a", inner.into()), ParticipantsError::NestedCall);
	});
}

#[test]
fn the_council_makes_a_listed_call_as_root() {
	World::new().run(|| {
		assert_ok!(as_root(set_storage()));

		assert_eq!(frame::deps::sp_io::storage::get(b"by-root").unwrap(), b"done".to_vec());
		assert_eq!(events(), [Event::ActedAsRoot]);
	});
}

#[test]
fn what_is_not_on_the_list_is_never_made_as_root() {
	World::new().run(|| {
		let nested = crate::Call::as_root { call: Box::new(set_storage()) };
		for call in [remark_with_event(), nested.into()] {
			assert_noop!(as_root(call), ParticipantsError::NotARootCall);
		}
	});
}

#[test]
fn both_weigh_what_they_carry_and_give_back_what_it_did_not_take() {
	World::new().run(|| {
		let inner = remark_with_event();
		let alone = inner.get_dispatch_info().call_weight;
		let carried =
			RuntimeCall::Consortium(crate::Call::act_as_bank { call: Box::new(inner.clone()) });
		let whole = carried.get_dispatch_info().call_weight;
		assert_eq!(whole, <() as WeightInfo>::act_as_bank() + alone);

		let listed = set_storage();
		let alone = listed.get_dispatch_info().call_weight;
		let carried = RuntimeCall::Consortium(crate::Call::as_root { call: Box::new(listed) });
		let whole = carried.get_dispatch_info().call_weight;
		assert_eq!(whole, <() as WeightInfo>::as_root() + alone);

		let spent = act("bank-a", inner).unwrap();
		assert!(spent.calc_actual_weight(&carried.get_dispatch_info()).all_lte(whole));
	});
}
