// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, OrderSelector, Rooms};
use jsonrpsee::proc_macros::rpc;
use split_ledger_primitives::{
	views::{MerchantLimitsView, PreviewRequest, PreviewView, ReceiverView, RuleSetView},
	AccountNo, ParticipantId, RuleHash,
};
use split_ledger_runtime_api::{SplitsApi, PAGE_MAX};

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

	/// A receiver of a merchant, consented or not.
	#[method(name = "receiver", blocking)]
	fn receiver(
		&self,
		merchant: ParticipantId,
		account: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<ReceiverView>>, Error>;

	/// The receivers of a merchant by their account numbers: at most `limit` of them (by default, and
	/// at most, a page) from the number `from` on (0 by default).
	#[method(name = "receivers", blocking)]
	fn receivers(
		&self,
		merchant: ParticipantId,
		from: Option<AccountNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<ReceiverView>>, Error>;

	/// How far fees and promoters may go in orders of a merchant.
	#[method(name = "merchantLimits", blocking)]
	fn merchant_limits(
		&self,
		merchant: ParticipantId,
		at: Option<Hash>,
	) -> Result<Answer<MerchantLimitsView>, Error>;

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

	fn receiver(
		&self,
		merchant: ParticipantId,
		account: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<ReceiverView>>, Error> {
		self.ask(at, |api, block| api.receiver(block, merchant, account))
	}

	fn receivers(
		&self,
		merchant: ParticipantId,
		from: Option<AccountNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<ReceiverView>>, Error> {
		let (from, limit) = (from.unwrap_or_default(), limit.unwrap_or(PAGE_MAX));
		self.ask(at, |api, block| api.receivers(block, merchant, from, limit))
	}

	fn merchant_limits(
		&self,
		merchant: ParticipantId,
		at: Option<Hash>,
	) -> Result<Answer<MerchantLimitsView>, Error> {
		self.ask(at, |api, block| api.merchant_limits(block, merchant))
	}

	fn explain(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<PreviewView>, Error> {
		self.explain_order(order, at)
	}
}
