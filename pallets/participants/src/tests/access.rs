// SPDX-License-Identifier: Apache-2.0

//! Every call against every kind of signer (CK-A1): only the right one passes.

use crate::{mock::*, Call, SuspendReason};
use frame::{deps::sp_runtime::DispatchError, testing_prelude::*, traits::UnfilteredDispatchable};
use split_ledger_primitives::{BankStatus, Role, Roles, Scopes};

/// A call, who may make it, and whose role is not enough.
struct Row {
	call: Call<Test>,
	right: RuntimeOrigin,
	wrong_role: Option<(&'static str, DispatchError)>,
	/// A key of the right participant that lacks the scope.
	scopeless: Option<&'static str>,
}

fn by_council(call: Call<Test>) -> Row {
	Row { call, right: council(), wrong_role: None, scopeless: None }
}

fn by_bank(call: Call<Test>, wrong: &'static str, refusal: DispatchError) -> Row {
	let wrong_role = Some((wrong, refusal));
	Row { call, right: signed("bank-a"), wrong_role, scopeless: Some("bank-a-pay") }
}

fn rows() -> Vec<Row> {
	let not_a_bank: DispatchError = ParticipantsError::NotABank.into();
	let not_allowed: DispatchError = ParticipantsError::NotAllowed.into();
	let first = keys(&[("new", Scopes::ALL)]);
	let (commitment, review) = (commitment(9), TOMORROW);
	let roles = Roles::of(&[Role::Bank]);
	let platform = Roles::of(&[Role::Platform]);
	let reason = SuspendReason::Order;
	vec![
		by_council(Call::admit { roles, commitment, review, keys: first.clone() }),
		by_bank(
			Call::onboard { roles: CUSTOMER, commitment, review, keys: first },
			"supervisor",
			not_a_bank,
		),
		by_bank(
			Call::add_key { participant: MERCHANT, key: key("till"), scopes: PAY },
			"bank-b",
			not_allowed,
		),
		by_bank(Call::revoke_key { key: key("merchant") }, "supervisor", not_allowed),
		by_bank(
			Call::set_roles { participant: MERCHANT, roles: platform, self_operated: false },
			"merchant",
			not_allowed,
		),
		by_bank(Call::suspend { participant: MERCHANT, reason }, "agent", not_allowed),
		by_bank(Call::reinstate { participant: MERCHANT }, "agent", not_allowed),
		by_council(Call::set_bank_status { bank: D, status: BankStatus::RunOff }),
		by_council(Call::set_validator { bank: D, validates: false }),
		by_bank(Call::act_as_bank { call: Box::new(remark("aye")) }, "agent", not_a_bank),
		by_council(Call::as_root { call: Box::new(set_storage()) }),
	]
}

/// Makes the call in a world of its own and says what came of it.
fn outcome(row: &Row, origin: RuntimeOrigin, bank_suspended: bool) -> Result<(), DispatchError> {
	World::new().build().execute_with(|| {
		if matches!(row.call, Call::reinstate { .. }) {
			assert_ok!(Consortium::suspend(signed("bank-a"), MERCHANT, SuspendReason::Fraud));
		}
		if bank_suspended {
			assert_ok!(Consortium::suspend(signed("supervisor"), BANK_A, SuspendReason::Fraud));
		}
		let call = row.call.clone();
		let before = frame::deps::sp_io::storage::root(StateVersion::V1);
		let result = frame::deps::frame_support::storage::with_storage_layer(|| {
			call.dispatch_bypass_filter(origin).map(|_| ()).map_err(|refused| refused.error)
		});
		let after = frame::deps::sp_io::storage::root(StateVersion::V1);
		assert_eq!(result.is_ok(), before != after, "{:?}: {result:?}", row.call);
		assert_ok!(Consortium::check_invariants());
		result
	})
}

#[test]
fn each_call_passes_for_the_right_signer() {
	for row in rows() {
		assert_eq!(outcome(&row, row.right.clone(), false), Ok(()), "{:?}", row.call);
	}
}

#[test]
fn no_call_passes_without_a_signer() {
	for row in rows() {
		let refused = outcome(&row, RuntimeOrigin::none(), false);
		assert_eq!(refused, Err(DispatchError::BadOrigin), "{:?}", row.call);
	}
}

#[test]
fn no_call_passes_for_a_stranger() {
	for row in rows() {
		let expected = match row.scopeless {
			Some(_) => ParticipantsError::UnknownKey.into(),
			None => DispatchError::BadOrigin,
		};
		assert_eq!(outcome(&row, signed("stranger"), false), Err(expected), "{:?}", row.call);
	}
}

#[test]
fn no_call_passes_for_a_key_without_the_scope() {
	for row in rows() {
		let Some(name) = row.scopeless else { continue };
		let expected = Err(ParticipantsError::ScopeMissing.into());
		assert_eq!(outcome(&row, signed(name), false), expected, "{:?}", row.call);
	}
}

#[test]
fn no_call_passes_for_a_suspended_participant() {
	for row in rows() {
		let Some(_) = row.scopeless else { continue };
		let expected = Err(ParticipantsError::ParticipantSuspended.into());
		assert_eq!(outcome(&row, signed("bank-a"), true), expected, "{:?}", row.call);
	}
}

#[test]
fn no_call_passes_for_the_wrong_role() {
	for row in rows() {
		let (name, expected) = match row.wrong_role {
			Some(refused) => refused,
			// One bank alone is no council.
			None => ("bank-a", DispatchError::BadOrigin),
		};
		assert_eq!(outcome(&row, signed(name), false), Err(expected), "{:?}", row.call);
	}
}

#[test]
fn no_call_of_a_signer_passes_for_root() {
	for row in rows() {
		let Some(_) = row.scopeless else { continue };
		let refused = outcome(&row, RuntimeOrigin::root(), false);
		assert_eq!(refused, Err(DispatchError::BadOrigin), "{:?}", row.call);
	}
}
