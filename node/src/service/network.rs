// SPDX-License-Identifier: Apache-2.0

//! Connects the node to its peers and opens its doors to clients.

use super::{Block, Node, VoterLink};
use crate::rpc;
use sc_consensus::DefaultImportQueue;
use sc_consensus_grandpa::{grandpa_peers_set_config, warp_proof};
use sc_network::{
	config::FullNetworkConfiguration, service::traits::NetworkService, NetworkBackend,
	NotificationService,
};
use sc_network_sync::SyncingService;
use sc_service::{
	BuildNetworkParams, Configuration, Error, SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::Telemetry;
use split_ledger_runtime::Hash;
use std::sync::Arc;

/// What [`connect`] works with.
pub(super) struct Needs<'a> {
	pub(super) config: Configuration,
	pub(super) node: &'a Node,
	pub(super) import_queue: DefaultImportQueue<Block>,
	pub(super) link: &'a VoterLink,
	pub(super) voter: &'a sc_consensus_grandpa::Config,
	pub(super) sources: rpc::Sources,
	pub(super) tasks: &'a mut TaskManager,
	pub(super) telemetry: Option<&'a mut Telemetry>,
}

/// What consensus speaks through.
pub(super) struct Network {
	/// To all peers.
	pub(super) service: Arc<dyn NetworkService>,
	/// Whether the node is behind, and how it catches up.
	pub(super) sync: Arc<SyncingService<Block>>,
	/// Votes for finality.
	pub(super) votes: Box<dyn NotificationService>,
}

/// Joins the network, then starts what every node runs: pool, informant, metrics and RPC.
pub(super) fn connect<N: NetworkBackend<Block, Hash>>(needs: Needs<'_>) -> Result<Network, Error> {
	let Needs { config, node, import_queue, link, voter, sources, tasks, telemetry } = needs;
	let metrics = N::register_notification_metrics(node.registry.as_ref());
	let mut net_config =
		FullNetworkConfiguration::<Block, Hash, N>::new(&config.network, node.registry.clone());
	let (protocol, votes) = grandpa_peers_set_config::<Block, N>(
		voter.protocol_name.clone(),
		metrics.clone(),
		net_config.peer_store_handle(),
	);
	net_config.add_notification_protocol(protocol);
	let authorities = link.shared_authority_set().clone();
	let warp = warp_proof::NetworkProvider::new(node.backend.clone(), authorities, Vec::new());

	let (service, system_rpc_tx, tx_handler_controller, sync, _) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: node.client.clone(),
			transaction_pool: node.pool.clone(),
			spawn_handle: node.tasks.clone(),
			spawn_essential_handle: tasks.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp))),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;
	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client: node.client.clone(),
		backend: node.backend.clone(),
		task_manager: tasks,
		keystore: node.keystore.clone(),
		transaction_pool: node.pool.clone(),
		rpc_builder: Box::new(move |executor| Ok(rpc::module(&sources, executor)?)),
		network: service.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync.clone(),
		telemetry,
		tracing_execute_block: None,
	})?;
	Ok(Network { service, sync, votes })
}
