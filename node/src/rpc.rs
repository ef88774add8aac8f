// SPDX-License-Identifier: Apache-2.0

//! The methods that the node answers beside the stock ones.

use crate::service::{Backend, Block, Client, Pool};
use jsonrpsee::RpcModule;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use split_ledger_rpc::Rooms;
use split_ledger_runtime::{AccountId, BlockNumber, Hash, Nonce};
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// What the methods are answered from.
pub(crate) struct Sources {
	pub(crate) client: Arc<Client>,
	pub(crate) pool: Arc<Pool>,
	pub(crate) finality: Finality,
}

/// What is known of finality: reported from where the voter itself keeps it.
pub(crate) struct Finality {
	pub(crate) voter: SharedVoterState,
	pub(crate) authorities: SharedAuthoritySet<Hash, BlockNumber>,
	pub(crate) justifications: GrandpaJustificationStream<Block>,
	pub(crate) proofs: Arc<FinalityProofProvider<Backend, Block>>,
}

/// All methods in one module. The node asks for it once per server.
pub(crate) fn module(
	sources: &Sources,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Error> {
	let Sources { client, pool, finality } = sources;
	let system = System::new(client.clone(), pool.clone());
	let grandpa = Grandpa::new(
		executor.clone(),
		finality.authorities.clone(),
		finality.voter.clone(),
		finality.justifications.clone(),
		finality.proofs.clone(),
	);

	let mut module = RpcModule::new(());
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(system))?;
	module.merge(grandpa.into_rpc())?;
	module.merge(Rooms::new(client.clone(), executor).into_module()?)?;
	Ok(module)
}
