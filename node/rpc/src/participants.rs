// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, Rooms};
use jsonrpsee::proc_macros::rpc;
use sp_runtime::AccountId32;
use split_ledger_primitives::{
	views::{KeyView, ParticipantView},
	ParticipantId,
};
use split_ledger_runtime_api::ParticipantsApi;

/// Who is in, with which keys.
#[rpc(server, namespace = "participants")]
pub trait ParticipantsRpc {
	/// A participant, by its id.
	#[method(name = "get", blocking)]
	fn get(
		&self,
		id: ParticipantId,
		at: Option<Hash>,
	) -> Result<Answer<Option<ParticipantView>>, Error>;

	/// Whom a key signs for and what. The key is an SS58 address or 32 bytes of hex.
	#[method(name = "key", blocking)]
	fn key(&self, key: String, at: Option<Hash>) -> Result<Answer<Option<KeyView>>, Error>;
}

impl<C: Chain> ParticipantsRpcServer for Rooms<C> {
	fn get(
		&self,
		id: ParticipantId,
		at: Option<Hash>,
	) -> Result<Answer<Option<ParticipantView>>, Error> {
		self.ask(at, |api, block| api.participant(block, id))
	}

	fn key(&self, key: String, at: Option<Hash>) -> Result<Answer<Option<KeyView>>, Error> {
		let key: AccountId32 = key.parse().map_err(|why: &str| Error::Invalid(why.into()))?;
		self.ask(at, |api, block| api.key(block, key))
	}
}
