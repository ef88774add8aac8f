// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, OrderSelector, Rooms};
use jsonrpsee::proc_macros::rpc;
use split_ledger_primitives::{
	views::{PreviewRequest, PreviewView, RuleSetView},
	RuleHash,
};
use split_ledger_runtime_api::SplitsApi;

/// Rule sets, and what they make of an order.
#[rpc(server, namespace = "splits")]
pub trait SplitsRpc {
	/// A rule set, by its hash.
	#[method(name = "ruleSet", blocking)]
	fn rule_set(
		&self,
		hash: RuleHash,
		at: Option<Hash>,
	) -> Result<Answer<Option<RuleSetView>>, Error>;

	/// What a rule set makes of an amount, leaf by leaf, with the reason for each. Changes nothing.
	#[method(name = "preview", blocking)]
	fn preview(
		&self,
		request: PreviewRequest,
		at: Option<Hash>,
	) -> Result<Answer<PreviewView>, Error>;

	/// Why each leg of an order got what it was planned.
	#[method(name = "explain", blocking)]
	fn explain(&self, order: OrderSelector, at: Option<Hash>)
		-> Result<Answer<PreviewView>, Error>;
}

impl<C: Chain> SplitsRpcServer for Rooms<C> {
	fn rule_set(
		&self,
		hash: RuleHash,
		at: Option<Hash>,
	) -> Result<Answer<Option<RuleSetView>>, Error> {
		self.ask(at, |api, block| api.rule_set(block, hash))
	}

	fn preview(
		&self,
		request: PreviewRequest,
		at: Option<Hash>,
	) -> Result<Answer<PreviewView>, Error> {
		let answer = self.ask(at, |api, block| api.preview(block, request))?;
		let value = answer.value?;
		Ok(Answer { at: answer.at, finalised: answer.finalised, value })
	}

	fn explain(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<PreviewView>, Error> {
		self.explain_order(order, at)
	}
}
