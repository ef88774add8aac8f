// SPDX-License-Identifier: Apache-2.0

//! A chain of two nodes without a network: one builds every block, the other imports it as a block
//! from somebody else, with execution. Each has a client and a ParityDB of its own.

use crate::measure::{Clock, Work};
use anyhow::{bail, Context, Result};
use codec::{Decode, Encode};
use frame_support::{dispatch::PerDispatchClass, storage::storage_prefix, weights::Weight};
use futures::executor::block_on;
use sc_block_builder::{BlockBuilderBuilder, BuiltBlock};
use sc_client_api::{
	execution_extensions::ExecutionExtensions, Finalizer, StorageProvider, UsageProvider,
};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_consensus::{
	BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult, StateAction, StorageChanges,
};
use sc_service::{ClientConfig, GenesisBlockBuilder, TFullClient};
use sp_api::{ApiExt, ConstructRuntimeApi, Core};
use sp_block_builder::BlockBuilder as BlockBuilderApi;
use sp_blockchain::{ApplyExtrinsicFailed, Error};
use sp_consensus::BlockOrigin;
use sp_core::{testing::TaskExecutor, H256};
use sp_runtime::{traits::Block as _, Digest, OpaqueExtrinsic};
use sp_storage::{Storage, StorageKey};
use split_ledger_scenarios::Accesses;
use std::{sync::Arc, time::Duration};
use tempfile::TempDir;

/// Blocks as a node sees them.
pub(crate) type Block = split_ledger_runtime::opaque::Block;

type Executor = sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>;

/// A client with its database.
pub(crate) type Client<Api> = TFullClient<Block, Api, Executor>;

/// The default of a node.
const TRIE_CACHE_BYTES: usize = 1 << 30;

/// How much state a node keeps by default, in blocks.
const STATE_BLOCKS: u32 = 256;

/// What differs between the chains, outside of their runtimes.
pub(crate) struct Habits {
	/// What the header says of a slot.
	pub(crate) digest: fn(u64) -> Digest,
	/// What tells the block its time, in milliseconds.
	pub(crate) inherent: fn(u64) -> Result<OpaqueExtrinsic>,
	/// Milliseconds of a slot.
	pub(crate) slot_millis: u64,
	/// The slot of the first block.
	pub(crate) first_slot: u64,
}

/// The two nodes, and where the chain stands.
pub(crate) struct Chain<Api> {
	author: Arc<Client<Api>>,
	follower: Arc<Client<Api>>,
	habits: Habits,
	slot: u64,
	/// Whether what building a block reads and writes is counted, which takes time.
	pub(crate) listens: bool,
	/// Gone with the chain.
	_folders: [TempDir; 2],
}

/// The last block, and the first.
#[derive(Clone, Copy)]
pub(crate) struct Head {
	pub(crate) number: u32,
	pub(crate) hash: H256,
	pub(crate) genesis: H256,
}

impl<Api> Chain<Api>
where
	Api: ConstructRuntimeApi<Block, Client<Api>> + Send + Sync + 'static,
	Api::RuntimeApi: BlockBuilderApi<Block> + Core<Block> + ApiExt<Block>,
{
	/// Starts both nodes from a genesis, its code included.
	pub(crate) fn start(genesis: &Storage, habits: Habits) -> Result<Self> {
		let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
		let author = client(genesis.clone(), &folders[0])?;
		let follower = client(genesis.clone(), &folders[1])?;
		let slot = habits.first_slot;
		Ok(Self { author, follower, habits, slot, listens: false, _folders: folders })
	}

	/// Where the chain stands.
	pub(crate) fn head(&self) -> Head {
		let chain = self.follower.usage_info().chain;
		Head { number: chain.best_number, hash: chain.best_hash, genesis: chain.genesis_hash }
	}

	/// Lets time pass without blocks.
	pub(crate) fn wait(&mut self, slots: u64) {
		self.slot += slots;
	}

	/// What is under a key in the last state.
	pub(crate) fn storage(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
		let value = self.follower.storage(self.head().hash, &StorageKey(key.to_vec()))?;
		Ok(value.map(|value| value.0))
	}

	/// All of the last state of the node that imports.
	pub(crate) fn state(&self) -> Result<Storage> {
		let pairs = self.follower.storage_pairs(self.head().hash, None, None)?;
		Ok(Storage {
			top: pairs.map(|(key, value)| (key.0, value.0)).collect(),
			..Default::default()
		})
	}

	/// Puts transactions into blocks, as many as they need, and measures. Every block is built, then
	/// imported by the other node, then made final by both, so that the next one reads from the
	/// database what a node would.
	pub(crate) fn work_off(&mut self, extrinsics: &[OpaqueExtrinsic]) -> Result<Work> {
		let mut work = Work::default();
		let mut rest = extrinsics;
		while !rest.is_empty() {
			let done = self.block(rest, &mut work)?;
			if done == 0 {
				bail!("a transaction does not fit an empty block");
			}
			rest = &rest[done..];
		}
		Ok(work)
	}

	fn block(&mut self, extrinsics: &[OpaqueExtrinsic], work: &mut Work) -> Result<usize> {
		self.slot += 1;
		let parent = self.head();
		let digest = (self.habits.digest)(self.slot);
		let inherent = (self.habits.inherent)(self.slot * self.habits.slot_millis)?;

		let clock = Clock::start();
		let (built, done) = if self.listens {
			let (built, accesses) = Accesses::of(|| self.build(digest, inherent, extrinsics));
			work.accesses.add(accesses);
			built?
		} else {
			self.build(digest, inherent, extrinsics)?
		};
		work.build += clock.stop();

		let (block, changes) = built.into_inner();
		for (key, value) in &changes.main_storage_changes {
			let before = self.author.storage(parent.hash, &StorageKey(key.clone()))?;
			work.writes += u64::from(before.map(|before| before.0) != *value);
		}
		let hash = block.header().hash();
		let imported = params(block.clone(), StateAction::Execute);
		let clock = Clock::start();
		let result = block_on(self.follower.import_block(imported))?;
		work.import += clock.stop();
		taken(result)?;

		let changes = StateAction::ApplyChanges(StorageChanges::Changes(changes));
		taken(block_on(self.author.import_block(params(block, changes)))?)?;
		self.author.finalize_block(hash, None, false)?;
		let clock = Clock::start();
		self.follower.finalize_block(hash, None, false)?;
		work.finalise += clock.stop();

		work.blocks += 1;
		work.declared += self.declared()?;
		work.events.push(self.storage(&storage_prefix(b"System", b"Events"))?.unwrap_or_default());
		Ok(done)
	}

	/// Builds a block of as many of the transactions as fit, and tells how many that are.
	fn build(
		&self,
		digest: Digest,
		inherent: OpaqueExtrinsic,
		extrinsics: &[OpaqueExtrinsic],
	) -> Result<(BuiltBlock<Block>, usize)> {
		let parent = self.head();
		let mut builder = BlockBuilderBuilder::new(&*self.author)
			.on_parent_block(parent.hash)
			.with_parent_block_number(parent.number)
			.with_inherent_digests(digest)
			.build()?;
		builder.push(inherent)?;
		let mut done = 0;
		for extrinsic in extrinsics {
			match builder.push(extrinsic.clone()) {
				Ok(()) => done += 1,
				Err(error) if is_full(&error) => break,
				Err(error) => return Err(error).context("a transaction is not valid"),
			}
		}
		Ok((builder.build()?, done))
	}

	/// The time that the transactions of the last block declared, less what they gave back.
	fn declared(&self) -> Result<Duration> {
		let bytes = self.storage(&storage_prefix(b"System", b"BlockWeight"))?.unwrap_or_default();
		let weight = PerDispatchClass::<Weight>::decode(&mut bytes.as_slice())?;
		let normal = weight.get(frame_support::dispatch::DispatchClass::Normal);
		Ok(Duration::from_nanos(normal.ref_time() / 1_000))
	}
}

fn client<Api>(genesis: Storage, folder: &TempDir) -> Result<Arc<Client<Api>>>
where
	Api: ConstructRuntimeApi<Block, Client<Api>> + Send + Sync + 'static,
	Api::RuntimeApi: BlockBuilderApi<Block> + Core<Block> + ApiExt<Block>,
{
	let executor = Executor::builder().with_max_runtime_instances(8).build();
	let backend = sc_service::new_db_backend(DatabaseSettings {
		trie_cache_maximum_size: Some(TRIE_CACHE_BYTES),
		state_pruning: Some(PruningMode::blocks_pruning(STATE_BLOCKS)),
		source: DatabaseSource::ParityDb { path: folder.path().into() },
		blocks_pruning: BlocksPruning::KeepFinalized,
		pruning_filters: Vec::new(),
		metrics_registry: None,
	})?;
	let genesis =
		GenesisBlockBuilder::new_with_storage(genesis, true, backend.clone(), executor.clone())?;
	let client = sc_service::new_client(
		backend,
		executor.clone(),
		genesis,
		None,
		None,
		ExecutionExtensions::new(None, Arc::new(executor)),
		Box::new(TaskExecutor::new()),
		None,
		None,
		ClientConfig::default(),
	)?;
	Ok(Arc::new(client))
}

fn params(block: Block, action: StateAction<Block>) -> BlockImportParams<Block> {
	let (header, body) = block.deconstruct();
	let mut params = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
	params.body = Some(body);
	params.state_action = action;
	params.fork_choice = Some(ForkChoiceStrategy::Custom(true));
	params
}

fn taken(result: ImportResult) -> Result<()> {
	match result {
		ImportResult::Imported(_) => Ok(()),
		other => bail!("a block was not imported: {other:?}"),
	}
}

/// Whether a transaction only has to wait for another block.
fn is_full(error: &Error) -> bool {
	matches!(
		error,
		Error::ApplyExtrinsicFailed(ApplyExtrinsicFailed::Validity(why)) if why.exhausted_resources()
	)
}

/// A transaction as the network carries it.
pub(crate) fn opaque(extrinsic: &impl Encode) -> Result<OpaqueExtrinsic> {
	Ok(OpaqueExtrinsic::try_from_encoded_extrinsic(&extrinsic.encode())?)
}
