// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, Rooms};
use jsonrpsee::proc_macros::rpc;
use sp_runtime::AccountId32;
use split_ledger_primitives::{
	views::{KeyLimitsView, KeyView, ParticipantView},
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

	/// What a key may spend, per currency, and what waits for a second key. The key as for `key`.
	#[method(name = "keyLimits", blocking)]
	fn key_limits(
		&self,
		key: String,
		at: Option<Hash>,
	) -> Result<Answer<Option<KeyLimitsView>>, Error>;
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
		let key = key_of(&key)?;
		self.ask(at, |api, block| api.key(block, key))
	}

	fn key_limits(
		&self,
		key: String,
		at: Option<Hash>,
	) -> Result<Answer<Option<KeyLimitsView>>, Error> {
		let key = key_of(&key)?;
		self.ask(at, |api, block| api.key_limits(block, key))
	}
}

/// A key by its SS58 address or its bytes in hex.
fn key_of(text: &str) -> Result<AccountId32, Error> {
	text.parse().map_err(|why: &str| Error::Invalid(why.into()))
}
