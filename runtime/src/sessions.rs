// SPDX-License-Identifier: Apache-2.0

//! Who validates: the banks that the consortium voted in as validators.

use crate::{AccountId, Participants, Runtime, Session};
use alloc::vec::Vec;
use frame_support::traits::Contains;
use sp_runtime::traits::Convert;
use sp_staking::SessionIndex;

/// Takes validators from the banks. Answers `None` where nothing changed, because an unchanged set
/// that is answered again counts as a change and gives GRANDPA a new authority set each session.
pub struct BankSessions;

impl pallet_session::SessionManager<AccountId> for BankSessions {
	fn new_session(_: SessionIndex) -> Option<Vec<AccountId>> {
		Participants::take_changed_validators()
	}

	/// The first validators are those whose keys the genesis of the session names: it is built
	/// before that of the participants.
	fn new_session_genesis(_: SessionIndex) -> Option<Vec<AccountId>> {
		None
	}

	fn end_session(_: SessionIndex) {}

	fn start_session(_: SessionIndex) {}
}

impl pallet_session::historical::SessionManager<AccountId, ()> for BankSessions {
	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		<Self as pallet_session::SessionManager<_>>::new_session(index).map(with_unit)
	}

	fn new_session_genesis(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		<Self as pallet_session::SessionManager<_>>::new_session_genesis(index).map(with_unit)
	}

	fn end_session(_: SessionIndex) {}

	fn start_session(_: SessionIndex) {}
}

fn with_unit(accounts: Vec<AccountId>) -> Vec<(AccountId, ())> {
	accounts.into_iter().map(|account| (account, ())).collect()
}

/// Only the stable account of an active bank can be a validator: the collective has exactly those,
/// and it is one row.
pub struct ValidatorOfBank;

impl Convert<AccountId, Option<AccountId>> for ValidatorOfBank {
	fn convert(account: AccountId) -> Option<AccountId> {
		let members = pallet_collective::Members::<Runtime>::get();
		members.binary_search(&account).is_ok().then_some(account)
	}
}

/// Whether a bank has registered consensus keys.
pub struct HasSessionKeys;

impl Contains<AccountId> for HasSessionKeys {
	fn contains(account: &AccountId) -> bool {
		pallet_session::NextKeys::<Runtime>::contains_key(account)
			&& Session::load_keys(account).is_some()
	}
}

/// What an offence report says of a validator beside its account: nothing more.
pub struct NothingMore;

impl Convert<AccountId, Option<()>> for NothingMore {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}
