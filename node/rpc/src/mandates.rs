// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, Rooms};
use jsonrpsee::proc_macros::rpc;
use split_ledger_primitives::{views::MandateView, AccountNo, MandateNo, ParticipantId};
use split_ledger_runtime_api::{MandatesApi, PAGE_MAX};

/// By which mandates orders are placed against another's account.
#[rpc(server, namespace = "mandates")]
pub trait MandatesRpc {
	/// A mandate that can still be confirmed or used, by its number.
	#[method(name = "mandate", blocking)]
	fn mandate(
		&self,
		number: MandateNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<MandateView>>, Error>;

	/// The mandates of an account by their numbers: at most `limit` of them (by default, and at most,
	/// a page) from the number `from` on (0 by default).
	#[method(name = "of", blocking)]
	fn mandates_of(
		&self,
		account: AccountNo,
		from: Option<MandateNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<MandateView>>, Error>;

	/// The mandates by which a participant can place orders, by their numbers: at most `limit` of them
	/// (by default, and at most, a page) after the number `after`, the last one of the page before.
	#[method(name = "to", blocking)]
	fn mandates_to(
		&self,
		grantee: ParticipantId,
		after: Option<MandateNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<MandateView>>, Error>;
}

impl<C: Chain> MandatesRpcServer for Rooms<C> {
	fn mandate(
		&self,
		number: MandateNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<MandateView>>, Error> {
		self.ask(at, |api, block| api.mandate(block, number))
	}

	fn mandates_of(
		&self,
		account: AccountNo,
		from: Option<MandateNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<MandateView>>, Error> {
		let (from, limit) = (from.unwrap_or_default(), limit.unwrap_or(PAGE_MAX));
		self.ask(at, |api, block| api.mandates_of(block, account, from, limit))
	}

	fn mandates_to(
		&self,
		grantee: ParticipantId,
		after: Option<MandateNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<MandateView>>, Error> {
		let limit = limit.unwrap_or(PAGE_MAX);
		self.ask(at, |api, block| api.mandates_to(block, grantee, after, limit))
	}
}
