// SPDX-License-Identifier: Apache-2.0

//! The banks vote: one bank, one vote, three quarters of them decide.

use crate::{AccountId, BlockNumber, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin};
use frame_support::{
	parameter_types,
	traits::{ConstU32, EitherOfDiverse},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_collective::{EnsureProportionAtLeast, PrimeDefaultVote};
use sp_runtime::Perbill;
use split_ledger_primitives::limits::BANKS_MAX;

/// Three quarters of the banks: what one bank can neither block nor seize among four.
pub type ThreeQuartersOfBanks =
	EitherOfDiverse<EnsureRoot<AccountId>, EnsureProportionAtLeast<AccountId, (), 3, 4>>;

/// A motion lapses after a week at the default slot of 500 ms.
const MOTION_BLOCKS: BlockNumber = 7 * 24 * 60 * 60 * 2;

parameter_types! {
	pub MaxProposalWeight: Weight =
		Perbill::from_percent(50) * super::system::Weights::get().max_block;
}

impl pallet_collective::Config for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = ConstU32<MOTION_BLOCKS>;
	type MaxProposals = ConstU32<64>;
	type MaxMembers = ConstU32<BANKS_MAX>;
	// There is no prime, so who does not vote has voted against: three quarters of all banks must
	// have said yes themselves.
	type DefaultVote = PrimeDefaultVote;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
	type SetMembersOrigin = EnsureRoot<AccountId>;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type Consideration = ();
}

#[cfg(test)]
mod tests {
	use super::*;
	use pallet_collective::DefaultVote;

	#[test]
	fn who_does_not_vote_has_not_said_yes() {
		// Four of seven are a majority, and far from three quarters.
		let vote = <Runtime as pallet_collective::Config>::DefaultVote::default_vote(None, 4, 0, 7);
		assert!(!vote);
	}
}
