// SPDX-License-Identifier: Apache-2.0

//! What every subcommand needs of a node: client, database, pool, and the import of blocks.

use super::{Backend, Block, Client, Executor, Pool, SelectChain, VoterLink};
use sc_consensus::DefaultImportQueue;
use sc_consensus_aura::{CheckForEquivocation, CompatibilityMode, ImportQueueParams, SlotDuration};
use sc_consensus_grandpa::GrandpaBlockImport;
use sc_service::{Configuration, Error, PartialComponents, TaskManager};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sp_consensus_aura::{inherents::InherentDataProvider as SlotProvider, sr25519::AuthorityPair};
use sp_timestamp::InherentDataProvider as TimeProvider;
use split_ledger_runtime::RuntimeApi;
use std::sync::Arc;

/// Every block that becomes final gets a justification, so that each can be proven to outsiders
/// (`grandpa_proveFinality`) without the blocks behind it.
pub(super) const JUSTIFICATION_PERIOD_BLOCKS: u32 = 1;

/// How blocks come in: GRANDPA notes changes of its authorities, then the client takes the block.
pub(super) type BlockImport = GrandpaBlockImport<Backend, Block, Client, SelectChain>;

/// The parts of a node that does not run yet.
pub(crate) type Parts =
	PartialComponents<Client, Backend, SelectChain, DefaultImportQueue<Block>, Pool, Consensus>;

/// What consensus goes on with.
pub(crate) struct Consensus {
	pub(super) block_import: BlockImport,
	pub(super) link: VoterLink,
	pub(super) telemetry: Option<Telemetry>,
}

/// Makes the parts of a node, on the database of its configuration.
pub(crate) fn partial(config: &Configuration) -> Result<Parts, Error> {
	let reporter = telemetry(config)?;
	let reports = reporter.as_ref().map(|(_, telemetry)| telemetry.handle());
	let executor: Executor = sc_service::new_wasm_executor(&config.executor);
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			reports.clone(),
			executor,
			Vec::new(),
		)?;
	let client = Arc::new(client);
	let telemetry = reporter.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});

	let select_chain = SelectChain::new(backend.clone());
	let transaction_pool = Arc::new(pool(config, &client, &task_manager));
	let (block_import, link) = sc_consensus_grandpa::block_import(
		client.clone(),
		JUSTIFICATION_PERIOD_BLOCKS,
		&client,
		select_chain.clone(),
		reports.clone(),
	)?;
	let import_queue = import_queue(config, &client, &block_import, reports, &task_manager)?;
	let other = Consensus { block_import, link, telemetry };

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other,
	})
}

/// Where the node reports to, if to anybody.
fn telemetry(config: &Configuration) -> Result<Option<(TelemetryWorker, Telemetry)>, Error> {
	let Some(endpoints) = config.telemetry_endpoints.clone().filter(|all| !all.is_empty()) else {
		return Ok(None);
	};
	let worker = TelemetryWorker::new(16)?;
	let telemetry = worker.handle().new_telemetry(endpoints);
	Ok(Some((worker, telemetry)))
}

fn pool(config: &Configuration, client: &Arc<Client>, tasks: &TaskManager) -> Pool {
	let authors = config.role.is_authority().into();
	sc_transaction_pool::Builder::new(tasks.spawn_essential_handle(), client.clone(), authors)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build()
}

/// Checks slot, author and seal of every block from others before it is executed.
fn import_queue(
	config: &Configuration,
	client: &Arc<Client>,
	block_import: &BlockImport,
	telemetry: Option<TelemetryHandle>,
	tasks: &TaskManager,
) -> Result<DefaultImportQueue<Block>, Error> {
	let slot = sc_consensus_aura::slot_duration(&**client)?;
	let queue =
		sc_consensus_aura::import_queue::<AuthorityPair, _, _, _, _, _>(ImportQueueParams {
			block_import: block_import.clone(),
			justification_import: Some(Box::new(block_import.clone())),
			client: client.clone(),
			create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot)) },
			spawner: &tasks.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			check_for_equivocation: CheckForEquivocation::Yes,
			telemetry,
			compatibility_mode: CompatibilityMode::None,
		})?;
	Ok(queue)
}

/// What a block says of the time: its slot and the moment at which it was made.
pub(super) fn inherents(slot: SlotDuration) -> (SlotProvider, TimeProvider) {
	let now = TimeProvider::from_system_time();
	(SlotProvider::from_timestamp_and_slot_duration(*now, slot), now)
}
