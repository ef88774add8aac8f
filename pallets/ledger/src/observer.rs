// SPDX-License-Identifier: Apache-2.0

use crate::{AccountRow, Accounts, AccountsOf, Config, Pallet};
use split_ledger_primitives::{
	ports::{BankFacts, ParticipantFacts, ParticipantObserver},
	BankIndex, ParticipantId,
};

impl<T: Config> ParticipantObserver for Pallet<T> {
	/// Mirrors the owner onto all of its accounts, at most 64, closed ones too (INV-LED-2).
	fn participant_changed(id: ParticipantId, facts: &ParticipantFacts) {
		for account in AccountsOf::<T>::get(id) {
			Accounts::<T>::mutate_extant(account.key(), |row| {
				let flags = row.flags.mirroring(facts.roles, facts.suspended, facts.self_operated);
				*row = AccountRow { flags, ..*row };
			});
		}
	}

	/// Rows do not mirror their bank: a book asks for its status once per call.
	fn bank_changed(_: BankIndex, _: &BankFacts) {}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_most(id: ParticipantId) {
		Self::fill_accounts(id);
	}
}
