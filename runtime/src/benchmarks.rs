// SPDX-License-Identifier: Apache-2.0

//! Which pallets are measured, and what their benchmarks need from the runtime around them.

use crate::{AccountId, AllPalletsWithSystem, Ledger, Runtime, RuntimeCall, SessionKeys};
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use split_ledger_primitives::{ports::ParticipantObserver, BankIndex, ParticipantId};

frame_benchmarking::define_benchmarks!(
	[pallet_participants, crate::Participants]
	[pallet_ledger, crate::Ledger]
	[pallet_splits, crate::Splits]
	[pallet_escrow, crate::Escrow]
	[pallet_clearing, crate::Clearing]
	[pallet_mandates, crate::Mandates]
	[pallet_groups, crate::Groups]
);

/// The benchmarks there are, and the storage that they may touch.
pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one benchmark.
pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// What the benchmarks of the participants need from the other pallets.
pub struct Helper;

impl pallet_participants::BenchmarkHelper<AccountId, RuntimeCall> for Helper {
	fn bank_call() -> RuntimeCall {
		// A motion that every bank must carry: it is kept, and nothing of it runs.
		RuntimeCall::Council(pallet_collective::Call::propose {
			threshold: 64,
			proposal: alloc::boxed::Box::new(
				frame_system::Call::remark { remark: Vec::new() }.into(),
			),
			length_bound: 1_024,
		})
	}

	fn root_call() -> RuntimeCall {
		frame_system::Call::authorize_upgrade { code_hash: Default::default() }.into()
	}

	fn fill_mirrors(participant: ParticipantId, _: BankIndex) {
		Ledger::benchmark_most(participant);
	}

	fn register_session_keys(account: &AccountId) {
		let raw: [u8; 32] = account.clone().into();
		let keys = SessionKeys {
			aura: sp_core::sr25519::Public::from_raw(raw).into(),
			grandpa: sp_core::ed25519::Public::from_raw(raw).into(),
		};
		// Put in place at once: the session takes keys of members only, and these become members after.
		pallet_session::NextKeys::<Runtime>::insert(account, keys);
	}
}
