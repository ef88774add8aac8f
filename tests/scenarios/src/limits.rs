// SPDX-License-Identifier: Apache-2.0

//! Keys, and limits of merchants by maker and checker (P6, P7).

use crate::{account, bank_id, bank_key, Customer, World};
use pallet_participants::Call as ParticipantsCall;
use pallet_splits::Call as SplitsCall;
use sp_runtime::DispatchResult;
use split_ledger_primitives::{BankIndex, MerchantLimits, Scopes};
use split_ledger_runtime::{Runtime, RuntimeCall, Splits};

impl World {
	/// Lets a bank add a second key of its own, which signs all that the first one signs.
	pub fn second_key(&mut self, bank: BankIndex, key: &str) {
		let (participant, key, scopes) = (bank_id(bank), account(key), Scopes::ALL);
		let add = ParticipantsCall::<Runtime>::add_key { participant, key, scopes };
		self.does(bank_key(bank), add);
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
