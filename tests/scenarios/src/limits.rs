// SPDX-License-Identifier: Apache-2.0

//! Keys, and limits of merchants by maker and checker (P6, P7).

use crate::{account, bank_id, bank_key, Customer, World, CNY};
use pallet_participants::Call as ParticipantsCall;
use pallet_splits::Call as SplitsCall;
use sp_runtime::DispatchResult;
use split_ledger_primitives::{Amount, BankIndex, KeyLimit, MerchantLimits, ParticipantId, Scopes};
use split_ledger_runtime::{Runtime, RuntimeCall, Splits};

impl World {
	/// Lets a bank add a second key of its own, which signs all that the first one signs.
	pub fn second_key(&mut self, bank: BankIndex, key: &str) {
		self.add_key(bank_key(bank), bank_id(bank), key, Scopes::ALL);
	}

	/// Lets a key add another one for a participant.
	pub fn add_key(&mut self, by: &str, participant: ParticipantId, key: &str, scopes: Scopes) {
		let key = account(key);
		self.does(by, ParticipantsCall::<Runtime>::add_key { participant, key, scopes });
	}

	/// Lets a key limit another one in the currency of the stories, or propose to limit it less: the
	/// most of a single order, and of a date.
	pub fn limit_key(&mut self, by: &str, key: &str, (single, daily): (u64, u64)) {
		let (key, currency, limit) = (account(key), CNY, key_limit(single, daily));
		let propose = ParticipantsCall::<Runtime>::propose_key_limit { key, currency, limit };
		self.does(by, propose);
	}

	/// Lets a key confirm what another one proposed.
	pub fn confirm_key_limit(
		&mut self,
		by: &str,
		key: &str,
		(single, daily): (u64, u64),
	) -> DispatchResult {
		let (key, currency, limit) = (account(key), CNY, key_limit(single, daily));
		self.send(by, ParticipantsCall::<Runtime>::confirm_key_limit { key, currency, limit })
	}

	/// Lets a key of a merchant's bank propose its limits.
	pub fn propose_limits(
		&mut self,
		key: &str,
		merchant: &Customer,
		limits: MerchantLimits,
	) -> DispatchResult {
		let merchant = merchant.id;
		self.send(key, SplitsCall::<Runtime>::propose_limits { merchant, limits })
	}

	/// Lets a key of a merchant's bank confirm what was proposed.
	pub fn confirm_limits(
		&mut self,
		key: &str,
		merchant: &Customer,
		limits: MerchantLimits,
	) -> DispatchResult {
		let merchant = merchant.id;
		self.send(key, SplitsCall::<Runtime>::confirm_limits { merchant, limits })
	}

	/// Lets the banks vote on how far the limits of any merchant go.
	pub fn vote_on_limits(&mut self, limits: MerchantLimits) -> DispatchResult {
		let MerchantLimits { share_cap_ppm, promoter_levels } = limits;
		let call = RuntimeCall::from(SplitsCall::<Runtime>::set_consortium_limits {
			share_cap_ppm_max: share_cap_ppm,
			promoter_levels_max: promoter_levels,
		});
		self.vote(ParticipantsCall::<Runtime>::as_root { call: Box::new(call) })
	}

	/// What counts for a merchant, and what its bank set.
	pub fn limits_of(&mut self, merchant: &Customer) -> (MerchantLimits, Option<MerchantLimits>) {
		let view = self.state(|| Splits::limits_of(merchant.id));
		(view.effective, view.own)
	}
}

fn key_limit(single: u64, daily: u64) -> Option<KeyLimit> {
	Some(KeyLimit { single: Amount(single), daily: Amount(daily) })
}
