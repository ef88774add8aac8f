// SPDX-License-Identifier: Apache-2.0

//! The shell: blocks, their limits, and what a transaction may be.

use crate::{
	calls::{AllowedCalls, NeverPaused},
	weights::Database,
	AccountId, Block, Migrations, Nonce, PalletInfo, Runtime, RuntimeCall, RuntimeEvent,
	RuntimeOrigin, RuntimeTask, TxPause, UncheckedExtrinsic, VERSION,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU16, ConstU32, InsideBoth},
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, Weight},
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

/// Milliseconds of work that a block may declare: under half of the default slot of 500 ms, because
/// a block is built by one node and executed again by every other before the next slot.
pub const MAX_BLOCK_MS: u64 = 240;

/// Share of a block that transactions other than operational ones may fill.
pub const NORMAL_PERCENT: u32 = 90;

/// Bytes of a block, five mebibytes, as the proposer of the node has it.
const MAX_BLOCK_BYTES: u32 = 5 * 1024 * 1024;

parameter_types! {
	pub const BlockHashCount: u32 = 4_096;
	pub const Version: RuntimeVersion = VERSION;
	pub Weights: BlockWeights = block_weights();
	pub Length: BlockLength = BlockLength::builder()
		.max_length(MAX_BLOCK_BYTES)
		.modify_max_length_for_class(frame_support::dispatch::DispatchClass::Normal, |max| {
			*max = Perbill::from_percent(NORMAL_PERCENT) * MAX_BLOCK_BYTES;
		})
		.build();
	pub MaxServiceWeight: Weight = Perbill::from_percent(50) * block_weights().max_block;
}

/// The limits of a block. The base weights are those of the SDK.
fn block_weights() -> BlockWeights {
	let max_block =
		Weight::from_parts(WEIGHT_REF_TIME_PER_MILLIS.saturating_mul(MAX_BLOCK_MS), u64::MAX);
	BlockWeights::with_sensible_defaults(max_block, Perbill::from_percent(NORMAL_PERCENT))
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = Block;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type BlockWeights = Weights;
	type BlockLength = Length;
	type BlockHashCount = BlockHashCount;
	type DbWeight = Database;
	type Version = Version;
	type SS58Prefix = ConstU16<42>;
	type BaseCallFilter = InsideBoth<AllowedCalls, TxPause>;
	type MaxConsumers = ConstU32<16>;
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
	type MultiBlockMigrator = Migrations;
}

#[derive_impl(pallet_migrations::config_preludes::TestDefaultConfig)]
impl pallet_migrations::Config for Runtime {
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = ();
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	type FailedMigrationHandler = frame_support::migrations::FreezeChainOnFailedMigration;
	type MaxServiceWeight = MaxServiceWeight;
	type WeightInfo = pallet_migrations::weights::SubstrateWeight<Runtime>;
}

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = frame_system::EnsureRoot<AccountId>;
	type UnpauseOrigin = frame_system::EnsureRoot<AccountId>;
	type WhitelistedCalls = NeverPaused;
	type MaxNameLen = ConstU32<64>;
	type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
}

impl<C> frame_system::offchain::CreateTransactionBase<C> for Runtime
where
	RuntimeCall: From<C>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

/// Reports of equivocation are the only transactions that a node makes by itself.
impl<C> frame_system::offchain::CreateBare<C> for Runtime
where
	RuntimeCall: From<C>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
