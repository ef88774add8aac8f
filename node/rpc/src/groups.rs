// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, Rooms};
use jsonrpsee::proc_macros::rpc;
use split_ledger_primitives::{
	views::{GroupView, MemberView},
	GroupNo,
};
use split_ledger_runtime_api::{GroupsApi, PAGE_MAX};

/// Groups of orders that succeed together.
#[rpc(server, namespace = "groups")]
pub trait GroupsRpc {
	/// A group, by its number.
	#[method(name = "group", blocking)]
	fn group(&self, group: GroupNo, at: Option<Hash>) -> Result<Answer<Option<GroupView>>, Error>;

	/// The orders of a group in the order of their joins: at most `limit` of them (by default, and at
	/// most, a page) from the place `from` on (0 by default).
	#[method(name = "members", blocking)]
	fn members(
		&self,
		group: GroupNo,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<MemberView>>, Error>;
}

impl<C: Chain> GroupsRpcServer for Rooms<C> {
	fn group(&self, group: GroupNo, at: Option<Hash>) -> Result<Answer<Option<GroupView>>, Error> {
		self.ask(at, |api, block| api.group(block, group))
	}

	fn members(
		&self,
		group: GroupNo,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<MemberView>>, Error> {
		let (from, limit) = (from.unwrap_or_default(), limit.unwrap_or(PAGE_MAX));
		self.ask(at, |api, block| api.members(block, group, from, limit))
	}
}
