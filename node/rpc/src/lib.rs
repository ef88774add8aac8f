// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod answer;
mod clearing;
mod error;
mod escrow;
mod follow;
mod groups;
mod ledger;
mod mandates;
mod order;
mod participants;
mod splits;

pub use answer::{Answer, At};
pub use clearing::{ClearingRpcServer, PositionsOf};
pub use error::{Detail, Error};
pub use escrow::EscrowRpcServer;
pub use groups::GroupsRpcServer;
pub use ledger::LedgerRpcServer;
pub use mandates::MandatesRpcServer;
pub use order::{OrderSelector, ReferenceArg};
pub use participants::ParticipantsRpcServer;
pub use splits::SplitsRpcServer;

use jsonrpsee::{server::RegisterMethodError, RpcModule};
use sc_client_api::{BlockBackend, BlockchainEvents};
use sc_rpc::SubscriptionTaskExecutor;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_runtime::{generic, traits::BlakeTwo256, OpaqueExtrinsic};
use split_ledger_runtime_api::{
	ClearingApi, EscrowApi, GroupsApi, LedgerApi, LimitsApi, MandatesApi, ParticipantsApi,
	SplitsApi,
};
use std::sync::Arc;

/// Block of the chain as the node sees it: extrinsics are bytes.
pub type Block = generic::Block<generic::Header<u32, BlakeTwo256>, OpaqueExtrinsic>;
/// Hash of a block.
pub type Hash = sp_core::H256;

/// Every runtime API that the methods ask.
pub trait Apis:
	ParticipantsApi<Block>
	+ LedgerApi<Block>
	+ SplitsApi<Block>
	+ EscrowApi<Block>
	+ GroupsApi<Block>
	+ ClearingApi<Block>
	+ MandatesApi<Block>
	+ LimitsApi<Block>
{
}

impl<T> Apis for T where
	T: ParticipantsApi<Block>
		+ LedgerApi<Block>
		+ SplitsApi<Block>
		+ EscrowApi<Block>
		+ GroupsApi<Block>
		+ ClearingApi<Block>
		+ MandatesApi<Block>
		+ LimitsApi<Block>
{
}

/// What the methods need of the node's client.
pub trait Chain:
	ProvideRuntimeApi<Block, Api: Apis>
	+ HeaderBackend<Block>
	+ BlockBackend<Block>
	+ BlockchainEvents<Block>
	+ 'static
{
}

impl<T> Chain for T where
	T: ProvideRuntimeApi<Block, Api: Apis>
		+ HeaderBackend<Block>
		+ BlockBackend<Block>
		+ BlockchainEvents<Block>
		+ 'static
{
}

/// Answers the methods of all rooms.
pub struct Rooms<C> {
	client: Arc<C>,
	executor: SubscriptionTaskExecutor,
	followed: follow::Followed,
}

impl<C> Clone for Rooms<C> {
	fn clone(&self) -> Self {
		Self {
			client: self.client.clone(),
			executor: self.executor.clone(),
			followed: self.followed.clone(),
		}
	}
}

impl<C: Chain> Rooms<C> {
	/// Answers from `client`; subscriptions run on `executor`.
	pub fn new(client: Arc<C>, executor: SubscriptionTaskExecutor) -> Self {
		Self { client, executor, followed: Default::default() }
	}

	/// The methods of all rooms.
	pub fn into_module(self) -> Result<RpcModule<()>, RegisterMethodError> {
		let mut module = RpcModule::new(());
		module.merge(ParticipantsRpcServer::into_rpc(self.clone()))?;
		module.merge(LedgerRpcServer::into_rpc(self.clone()))?;
		module.merge(SplitsRpcServer::into_rpc(self.clone()))?;
		module.merge(EscrowRpcServer::into_rpc(self.clone()))?;
		module.merge(MandatesRpcServer::into_rpc(self.clone()))?;
		module.merge(GroupsRpcServer::into_rpc(self.clone()))?;
		module.merge(ClearingRpcServer::into_rpc(self))?;
		Ok(module)
	}
}
