// SPDX-License-Identifier: Apache-2.0

//! The runtime of Split Ledger: which pallets there are, how they are wired and who may call what.
//!
//! - [`configs`]: one file per concern; every number stands there with its reason.
//! - [`calls`]: the allow-list of calls, their classes, and the closed list of root calls.
//! - [`genesis_presets`]: `development` and `local_testnet`.
//! - [`apis`]: every read, as runtime APIs; the RPC of the node is a skin over them.
//! - [`invariants`]: what must hold across pallets, and the list of all checks.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]

extern crate alloc;

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
mod bodies;
pub mod calls;
pub mod configs;
pub mod genesis_presets;
#[cfg(any(feature = "std", feature = "try-runtime"))]
pub mod invariants;
mod no_money;
mod refusals;
mod sessions;
pub mod weights;

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

pub use apis::RuntimeApi;
pub use frame_system::Call as SystemCall;
pub use pallet_timestamp::Call as TimestampCall;

/// Types that the node needs and that change with no runtime upgrade.
pub mod opaque {
	use super::*;
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// Header as the node sees it.
	pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
	/// Block as the node sees it: extrinsics are bytes.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
	/// Id of a block.
	pub type BlockId = generic::BlockId<Block>;
}

impl_opaque_keys! {
	/// The consensus keys of a validator, in the order of the session handlers.
	pub struct SessionKeys {
		pub aura: Aura,
		pub grandpa: Grandpa,
	}
}

/// What this runtime is, and which version of it.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("split-ledger"),
	impl_name: Cow::Borrowed("split-ledger"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// A signature: ed25519, sr25519 or ecdsa.
pub type Signature = MultiSignature;
/// The account of a key.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How often a key has signed.
pub type Nonce = u32;
/// A hash: blake2-256.
pub type Hash = sp_core::H256;
/// The number of a block.
pub type BlockNumber = u32;
/// The address form of other people's clients.
pub type Address = MultiAddress<AccountId, ()>;
/// Block header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// Block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// What a signed transaction carries beside its call. All of ours are zero-sized, so that clients
/// which know only the stock ones can encode them.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	pallet_participants::CheckMortality<Runtime>,
	// Before the nonce: the stock check refuses a key that nobody registered as one that cannot pay.
	pallet_participants::CheckAccess<Runtime>,
	pallet_participants::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// A transaction, or an inherent.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// What a signer signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Runtime>;

	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp::Pallet<Runtime>;

	#[runtime::pallet_index(2)]
	pub type Aura = pallet_aura::Pallet<Runtime>;

	#[runtime::pallet_index(3)]
	pub type Grandpa = pallet_grandpa::Pallet<Runtime>;

	#[runtime::pallet_index(4)]
	pub type Authorship = pallet_authorship::Pallet<Runtime>;

	#[runtime::pallet_index(10)]
	pub type Participants = pallet_participants::Pallet<Runtime>;

	#[runtime::pallet_index(5)]
	pub type Session = pallet_session::Pallet<Runtime>;

	#[runtime::pallet_index(6)]
	pub type Historical = pallet_session::historical::Pallet<Runtime>;

	#[runtime::pallet_index(7)]
	pub type Offences = pallet_offences::Pallet<Runtime>;

	#[runtime::pallet_index(8)]
	pub type Council = pallet_collective::Pallet<Runtime>;

	#[runtime::pallet_index(9)]
	pub type Migrations = pallet_migrations::Pallet<Runtime>;

	#[runtime::pallet_index(14)]
	pub type Clearing = pallet_clearing::Pallet<Runtime>;

	#[runtime::pallet_index(11)]
	pub type Ledger = pallet_ledger::Pallet<Runtime>;

	#[runtime::pallet_index(12)]
	pub type Splits = pallet_splits::Pallet<Runtime>;

	#[runtime::pallet_index(13)]
	pub type Escrow = pallet_escrow::Pallet<Runtime>;

	#[runtime::pallet_index(15)]
	pub type TxPause = pallet_tx_pause::Pallet<Runtime>;

	#[runtime::pallet_index(16)]
	pub type Groups = pallet_groups::Pallet<Runtime>;

	#[runtime::pallet_index(17)]
	pub type Mandates = pallet_mandates::Pallet<Runtime>;
}
