// SPDX-License-Identifier: Apache-2.0

//! Aura makes blocks, GRANDPA makes them final.

use super::{
	network::Network,
	partial::{inherents, BlockImport, JUSTIFICATION_PERIOD_BLOCKS},
	Node, VoterLink,
};
use sc_basic_authorship::ProposerFactory;
use sc_client_api::UsageProvider;
use sc_consensus_aura::{CompatibilityMode, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{GrandpaParams, SharedVoterState, VotingRulesBuilder};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_service::{Configuration, Error, TaskManager};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::sr25519::AuthorityPair;
use std::{sync::Arc, time::Duration};

/// The part of a slot in which a block may be made. The weight of a block ends it long before; this
/// is the last resort where weights are too low for the machine. A proposal that takes longer is
/// thrown away, and the rest is left to the others for the import, so that the next author builds
/// on it.
const PROPOSAL_SLOT_PORTION: f32 = 0.75;

/// How authors slow down while nothing becomes final. Recovery from a stall is counted in blocks
/// (two sessions and the delay of `note_stalled`), so they must keep coming: at worst one in eleven
/// slots, reached when 70 blocks wait. Without any limit the unfinalised chain would grow for ever.
const BACKOFF: BackoffAuthoringOnFinalizedHeadLagging<u32> =
	BackoffAuthoringOnFinalizedHeadLagging {
		max_interval: 10,
		unfinalized_slack: 50,
		authoring_bias: 2,
	};

/// Starts making blocks in the slots of the keys that this node has.
pub(super) fn author(
	node: &Node,
	network: &Network,
	block_import: BlockImport,
	forced: bool,
	tasks: &TaskManager,
) -> Result<(), Error> {
	let slot = sc_consensus_aura::slot_duration(&*node.client)?;
	let proposer_factory = ProposerFactory::new(
		node.tasks.clone(),
		node.client.clone(),
		node.pool.clone(),
		node.registry.as_ref(),
		node.telemetry.clone(),
	);
	let aura = sc_consensus_aura::start_aura::<AuthorityPair, _, _, _, _, _, _, _, _, _, _>(
		StartAuraParams {
			slot_duration: slot,
			client: node.client.clone(),
			select_chain: node.select_chain.clone(),
			block_import,
			proposer_factory,
			sync_oracle: network.sync.clone(),
			justification_sync_link: network.sync.clone(),
			create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot)) },
			force_authoring: forced,
			backoff_authoring_blocks: Some(BACKOFF),
			keystore: node.keystore.clone(),
			block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SLOT_PORTION),
			max_block_proposal_slot_portion: None,
			telemetry: node.telemetry.clone(),
			compatibility_mode: CompatibilityMode::None,
		},
	)?;
	// Without its author a validator is of no use: the node ends when the task does.
	tasks.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), aura);
	Ok(())
}

/// How the node takes part in finality. Only a validator gets the keys: others listen.
pub(super) fn voter_config(
	config: &Configuration,
	gossip: Duration,
	node: &Node,
) -> sc_consensus_grandpa::Config {
	let genesis = node.client.usage_info().chain.genesis_hash;
	sc_consensus_grandpa::Config {
		gossip_duration: gossip,
		justification_generation_period: JUSTIFICATION_PERIOD_BLOCKS,
		observer_enabled: false,
		local_role: config.role,
		name: Some(config.network.node_name.clone()),
		keystore: config.role.is_authority().then(|| node.keystore.clone()),
		telemetry: node.telemetry.clone(),
		protocol_name: sc_consensus_grandpa::protocol_standard_name(&genesis, &config.chain_spec),
	}
}

/// Starts to vote, or to follow the votes of others.
pub(super) fn vote(
	node: &Node,
	network: Network,
	config: sc_consensus_grandpa::Config,
	link: VoterLink,
	shared_voter_state: SharedVoterState,
	tasks: &TaskManager,
) -> Result<(), Error> {
	let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
		config,
		link,
		network: network.service,
		sync: Arc::new(network.sync),
		notification_service: network.votes,
		// The stock rules stay two blocks and a quarter of the open chain behind, which makes up for
		// many unknown validators with slow links. Ours are few, known and near: votes go to the best
		// block, and finality is two slots earlier.
		voting_rule: VotingRulesBuilder::new().build(),
		prometheus_registry: node.registry.clone(),
		shared_voter_state,
		telemetry: node.telemetry.clone(),
		offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(node.pool.clone()),
	})?;
	tasks.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	Ok(())
}
