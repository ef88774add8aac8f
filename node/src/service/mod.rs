// SPDX-License-Identifier: Apache-2.0

//! The parts of a running node, and how they are put together: [`partial()`] makes those that every
//! subcommand needs, [`network`] connects it and opens its doors, [`consensus`] makes blocks and
//! makes them final.

mod consensus;
mod network;
mod partial;

pub(crate) use partial::partial;

use crate::rpc;
use partial::Consensus;
use sc_consensus_grandpa::{FinalityProofProvider, LinkHalf, SharedVoterState};
use sc_network::{
	config::NetworkBackendType, Litep2pNetworkBackend, NetworkBackend, NetworkWorker,
};
use sc_service::{Configuration, Error, PartialComponents, SpawnTaskHandle, TaskManager};
use sc_storage_monitor::{StorageMonitorParams, StorageMonitorService};
use sc_telemetry::TelemetryHandle;
use split_ledger_runtime::{Hash, RuntimeApi};
use std::{sync::Arc, time::Duration};

pub(crate) use split_ledger_runtime::opaque::Block;

/// Runs the wasm of the chain. Host functions are the stock ones and stay so: light clients and
/// forks refuse a runtime that imports any other.
pub(crate) type Executor = sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>;
/// Blocks and state.
pub(crate) type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// The database behind the client.
pub(crate) type Backend = sc_service::TFullBackend<Block>;
/// Which block is best: the head of the longest chain.
pub(crate) type SelectChain = sc_consensus::LongestChain<Backend, Block>;
/// Transactions that wait for a block.
pub(crate) type Pool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;
/// What the voter takes over from the import of blocks.
pub(crate) type VoterLink = LinkHalf<Block, Client, SelectChain>;

/// What the command line says beyond the SDK's configuration.
pub(crate) struct Options {
	/// How long a vote for finality is expected to travel.
	pub(crate) gossip: Duration,
	/// When a disk counts as full.
	pub(crate) storage_monitor: StorageMonitorParams,
}

/// What the parts of a running node share.
struct Node {
	client: Arc<Client>,
	backend: Arc<Backend>,
	pool: Arc<Pool>,
	select_chain: SelectChain,
	keystore: sp_keystore::KeystorePtr,
	registry: Option<substrate_prometheus_endpoint::Registry>,
	telemetry: Option<TelemetryHandle>,
	tasks: SpawnTaskHandle,
}

/// Starts a node on the network stack that its configuration names.
pub(crate) fn start(config: Configuration, options: Options) -> Result<TaskManager, Error> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => start_on::<Litep2pNetworkBackend>(config, options),
		NetworkBackendType::Libp2p => start_on::<NetworkWorker<Block, Hash>>(config, options),
	}
}

fn start_on<N: NetworkBackend<Block, Hash>>(
	config: Configuration,
	options: Options,
) -> Result<TaskManager, Error> {
	if config.offchain_worker.enabled {
		return Err(Error::Other("this chain has no work for offchain workers".into()));
	}
	let parts = partial(&config)?;
	let PartialComponents { mut task_manager, import_queue, other, .. } = parts;
	let Consensus { block_import, link, mut telemetry } = other;
	let node = Node {
		client: parts.client,
		backend: parts.backend,
		pool: parts.transaction_pool,
		select_chain: parts.select_chain,
		keystore: parts.keystore_container.keystore(),
		registry: config.prometheus_registry().cloned(),
		telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
		tasks: task_manager.spawn_handle(),
	};
	watch_storage(&config, options.storage_monitor, &task_manager)?;

	let voter = consensus::voter_config(&config, options.gossip, &node);
	let (authors, forced, votes) =
		(config.role.is_authority(), config.force_authoring, !config.disable_grandpa);
	let voter_state = SharedVoterState::empty();
	let network = network::connect::<N>(network::Needs {
		config,
		node: &node,
		import_queue,
		link: &link,
		voter: &voter,
		sources: sources(&node, &link, &voter_state),
		tasks: &mut task_manager,
		telemetry: telemetry.as_mut(),
	})?;

	if authors {
		consensus::author(&node, &network, block_import, forced, &task_manager)?;
	}
	if votes {
		consensus::vote(&node, network, voter, link, voter_state, &task_manager)?;
	}
	Ok(task_manager)
}

/// What the RPC is answered from.
fn sources(node: &Node, link: &VoterLink, voter: &SharedVoterState) -> rpc::Sources {
	let authorities = link.shared_authority_set().clone();
	let proofs =
		FinalityProofProvider::new_for_service(node.backend.clone(), Some(authorities.clone()));
	rpc::Sources {
		client: node.client.clone(),
		pool: node.pool.clone(),
		finality: rpc::Finality {
			voter: voter.clone(),
			authorities,
			justifications: link.justification_stream(),
			proofs,
		},
	}
}

/// Ends the node before its disk is full: a database that cannot write degrades silently.
fn watch_storage(
	config: &Configuration,
	params: StorageMonitorParams,
	tasks: &TaskManager,
) -> Result<(), Error> {
	let Some(path) = config.database.path() else { return Ok(()) };
	StorageMonitorService::try_spawn(params, path.into(), &tasks.spawn_essential_handle())
		.map_err(|error| Error::Application(error.into()))
}
