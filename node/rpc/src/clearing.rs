// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, Rooms};
use jsonrpsee::proc_macros::rpc;
use serde::{Deserialize, Serialize};
use split_ledger_primitives::{
	views::{CurrencyView, CycleView, LimitsView, PositionView, RootView, StatementView},
	BankIndex, Currency, CycleNo,
};
use split_ledger_runtime_api::{ClearingApi, PAGE_MAX};

/// Positions, and of which currency.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PositionsOf {
	/// The currency of all amounts.
	pub currency: Currency,
	/// The positions, by bank.
	pub positions: Vec<PositionView>,
}

/// Cycles, positions and limits of the banks. Where a cycle is left out, it is the open one.
#[rpc(server, namespace = "clearing")]
pub trait ClearingRpc {
	/// The currencies of the ledger.
	#[method(name = "currencies", blocking)]
	fn currencies(&self, at: Option<Hash>) -> Result<Answer<Vec<CurrencyView>>, Error>;

	/// A cycle of a currency.
	#[method(name = "cycle", blocking)]
	fn cycle(
		&self,
		currency: Currency,
		cycle: Option<CycleNo>,
		at: Option<Hash>,
	) -> Result<Answer<Option<CycleView>>, Error>;

	/// What each bank owes (above zero) or is owed (below) in a cycle.
	#[method(name = "positions", blocking)]
	fn positions(
		&self,
		currency: Currency,
		cycle: Option<CycleNo>,
		at: Option<Hash>,
	) -> Result<Answer<PositionsOf>, Error>;

	/// What a bank needs to reconcile a cycle: totals and cells, and how many roots it has.
	#[method(name = "statement", blocking)]
	fn statement(
		&self,
		currency: Currency,
		bank: BankIndex,
		cycle: Option<CycleNo>,
		at: Option<Hash>,
	) -> Result<Answer<Option<StatementView>>, Error>;

	/// The roots of a cycle in the order of its blocks: at most `limit` of them (by default, and at
	/// most, a page) from the place `from` on (0, the default, is the first).
	#[method(name = "roots", blocking)]
	fn roots(
		&self,
		currency: Currency,
		cycle: CycleNo,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<RootView>>, Error>;

	/// What a bank may still owe in a currency.
	#[method(name = "limits", blocking)]
	fn limits(
		&self,
		currency: Currency,
		bank: BankIndex,
		at: Option<Hash>,
	) -> Result<Answer<Option<LimitsView>>, Error>;
}

impl<C: Chain> ClearingRpcServer for Rooms<C> {
	fn currencies(&self, at: Option<Hash>) -> Result<Answer<Vec<CurrencyView>>, Error> {
		self.ask(at, |api, block| api.currencies(block))
	}

	fn cycle(
		&self,
		currency: Currency,
		cycle: Option<CycleNo>,
		at: Option<Hash>,
	) -> Result<Answer<Option<CycleView>>, Error> {
		self.ask(at, |api, block| api.cycle(block, currency, cycle))
	}

	fn positions(
		&self,
		currency: Currency,
		cycle: Option<CycleNo>,
		at: Option<Hash>,
	) -> Result<Answer<PositionsOf>, Error> {
		let answer = self.ask(at, |api, block| api.positions(block, currency, cycle))?;
		Ok(answer.map(|positions| PositionsOf { currency, positions }))
	}

	fn statement(
		&self,
		currency: Currency,
		bank: BankIndex,
		cycle: Option<CycleNo>,
		at: Option<Hash>,
	) -> Result<Answer<Option<StatementView>>, Error> {
		self.ask(at, |api, block| api.statement(block, currency, bank, cycle))
	}

	fn roots(
		&self,
		currency: Currency,
		cycle: CycleNo,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<RootView>>, Error> {
		let (from, limit) = (from.unwrap_or_default(), limit.unwrap_or(PAGE_MAX));
		self.ask(at, |api, block| api.roots(block, currency, cycle, from, limit))
	}

	fn limits(
		&self,
		currency: Currency,
		bank: BankIndex,
		at: Option<Hash>,
	) -> Result<Answer<Option<LimitsView>>, Error> {
		self.ask(at, |api, block| api.limits(block, currency, bank))
	}
}
