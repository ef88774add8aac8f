// SPDX-License-Identifier: Apache-2.0

//! The rooms of the house, and the ports at which they meet.

use super::governance::ThreeQuartersOfBanks;
use crate::{
	calls::{Classes, RootCalls},
	sessions::HasSessionKeys,
	weights, AccountId, Clearing, Council, Groups, Ledger, Mandates, Participants, Runtime,
	RuntimeCall, Splits,
};
use alloc::vec::Vec;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Contains, Get},
	weights::constants::WEIGHT_REF_TIME_PER_MILLIS,
};
use sp_runtime::Perbill;
use split_ledger_primitives::{
	ports::{AccountOwner, AccountOwners, Clearing as _, Clock},
	AccountFlags, AccountNo, BankIndex, Moment,
};

/// Work that a bank and its customers may have waiting at once: four seconds of a machine.
const QUOTA_SIZE: u64 = 4_000 * WEIGHT_REF_TIME_PER_MILLIS;

/// Work that comes back to them each second. A chain of default slots does 432 ms of payments a
/// second, so half of the banks at their limit fill it.
const QUOTA_PER_SECOND: u64 = 200 * WEIGHT_REF_TIME_PER_MILLIS;

/// The time of the chain: Aura's slot times the slot length. In hooks it is this block's own.
pub struct SlotClock;

impl Clock for SlotClock {
	fn now() -> Moment {
		let slot = *pallet_aura::CurrentSlot::<Runtime>::get();
		Moment(slot.saturating_mul(Participants::slot_millis()))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_from(now: Moment) {
		if Self::now() < now {
			let slot = now.0.div_ceil(Participants::slot_millis());
			pallet_aura::CurrentSlot::<Runtime>::put(sp_consensus_aura::Slot::from(slot));
		}
	}
}

/// The accounts that vote in the collective, sorted as it keeps them.
pub struct CouncilMembers;

impl Get<Vec<AccountId>> for CouncilMembers {
	fn get() -> Vec<AccountId> {
		pallet_collective::Members::<Runtime>::get()
	}
}

/// Whether money, reserve or an obligation of a bank is still there.
pub struct BankOpen;

impl Contains<BankIndex> for BankOpen {
	fn contains(bank: &BankIndex) -> bool {
		Clearing::currencies().into_iter().any(|row| {
			let totals = Ledger::totals(row.currency, *bank);
			let sent = Clearing::sent_less_received(row.currency, *bank);
			let money = i128::try_from(totals.issued)
				.ok()
				.zip(i128::try_from(totals.redeemed).ok())
				.and_then(|(issued, redeemed)| issued.checked_sub(redeemed)?.checked_sub(sent));
			let is_clear = Clearing::limits(row.currency, *bank).is_none_or(|limits| {
				limits.reserve.is_zero()
					&& limits.owed.is_zero()
					&& limits.promised.is_zero()
					&& limits.position == 0
			});
			// What was sent and is in no settled cycle: a bank may still be owed by a closed one.
			let settled = pallet_clearing::BankRows::<Runtime>::get(row.currency, *bank)
				.and_then(|row| row.settled_net.checked_add(row.gross_net));
			money != Some(0) || !is_clear || settled.unwrap_or_default() != sent
		})
	}
}

impl pallet_participants::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type CouncilOrigin = ThreeQuartersOfBanks;
	type RootCalls = RootCalls;
	type Membership = Council;
	type Members = CouncilMembers;
	type HasSessionKeys = HasSessionKeys;
	type BankOpen = BankOpen;
	type Observer = (Ledger, Clearing);
	type Classes = Classes;
	type Clock = SlotClock;
	type ValidatorsMin = ConstU32<1>;
	type BucketSize = ConstU64<QUOTA_SIZE>;
	type BucketFill = ConstU64<QUOTA_PER_SECOND>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
	type WeightInfo = weights::pallet_participants::WeightInfo<Runtime>;
}

impl pallet_ledger::Config for Runtime {
	type Participants = Participants;
	type Clearing = Clearing;
	type Clock = SlotClock;
	type WeightInfo = weights::pallet_ledger::WeightInfo<Runtime>;
}

/// Whose an account is, from the rows of the ledger.
pub struct AccountRows;

impl AccountOwners for AccountRows {
	fn account_owner(account: AccountNo) -> Option<AccountOwner> {
		let view = Ledger::account(account)?;
		let closed = view.flags.has(AccountFlags::CLOSED);
		Some(AccountOwner { owner: view.owner, bank: view.bank, currency: view.currency, closed })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_account(
		owner: split_ledger_primitives::ParticipantId,
		bank: BankIndex,
		currency: split_ledger_primitives::Currency,
	) -> AccountNo {
		let nothing = split_ledger_primitives::Amount::ZERO;
		<Ledger as split_ledger_primitives::ports::Ledger>::benchmark_account(
			owner, bank, currency, nothing,
		)
	}
}

impl pallet_splits::Config for Runtime {
	type Participants = Participants;
	type Accounts = AccountRows;
	type Clock = SlotClock;
	type WeightInfo = weights::pallet_splits::WeightInfo<Runtime>;
}

parameter_types! {
	/// The clock's work may take 15 % of a block (design section 5).
	pub const DrainShare: Perbill = Perbill::from_percent(15);

	/// What it owes to groups, beside that: each costs it two rows and those of its orders, in all its
	/// life.
	pub const GroupShare: Perbill = Perbill::from_percent(5);
}

impl pallet_escrow::Config for Runtime {
	type Participants = Participants;
	type Splits = Splits;
	type Ledger = Ledger;
	type Mandates = Mandates;
	type Groups = Groups;
	type Clock = SlotClock;
	type DrainShare = DrainShare;
	type WeightInfo = weights::pallet_escrow::WeightInfo<Runtime>;
}

impl pallet_mandates::Config for Runtime {
	type Participants = Participants;
	type Accounts = AccountRows;
	type Clock = SlotClock;
	type WeightInfo = weights::pallet_mandates::WeightInfo<Runtime>;
}

impl pallet_groups::Config for Runtime {
	type Participants = Participants;
	type Clock = SlotClock;
	type DrainShare = GroupShare;
	type WeightInfo = weights::pallet_groups::WeightInfo<Runtime>;
}

impl pallet_clearing::Config for Runtime {
	type Participants = Participants;
	type Clock = SlotClock;
	type RootOrigin = ThreeQuartersOfBanks;
	type WeightInfo = weights::pallet_clearing::WeightInfo<Runtime>;
}
