// SPDX-License-Identifier: Apache-2.0

use crate::{Answer, Chain, Error, Hash, Rooms};
use jsonrpsee::proc_macros::rpc;
use split_ledger_primitives::{
	views::{AccountView, ConstantsView, HoldView, LiensView, OwedView, RestraintView},
	AccountNo, Date, ParticipantId,
};
use split_ledger_runtime_api::{LedgerApi, LimitsApi, PAGE_MAX};

/// Account rows.
#[rpc(server, namespace = "ledger")]
pub trait LedgerRpc {
	/// An account, by its number.
	#[method(name = "account", blocking)]
	fn account(
		&self,
		number: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<AccountView>>, Error>;

	/// The accounts of a participant in the order in which they were opened: at most `limit` of
	/// them (by default, and at most, a page) from the place `from` on (0, the default, is the
	/// first).
	#[method(name = "accountsOf", blocking)]
	fn accounts_of(
		&self,
		participant: ParticipantId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<AccountView>>, Error>;

	/// What is owed from an account to whoever advanced for its owner in refunds.
	#[method(name = "liens", blocking)]
	fn liens(&self, number: AccountNo, at: Option<Hash>) -> Result<Answer<LiensView>, Error>;

	/// What the ledger itself holds on an account: by order of a court, or to be redeemed.
	#[method(name = "holds", blocking)]
	fn holds(&self, number: AccountNo, at: Option<Hash>) -> Result<Answer<Vec<HoldView>>, Error>;

	/// Why an account takes no debits or no credits: its status and its freezes.
	#[method(name = "restraints", blocking)]
	fn restraints(
		&self,
		number: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Vec<RestraintView>>, Error>;

	/// What is owed to an account, by the numbers of the debtors: of at most `limit` debtors (by default,
	/// and at most, a page) after the debtor `after`, the last one of the page before.
	#[method(name = "liensTo", blocking)]
	fn liens_to(
		&self,
		creditor: AccountNo,
		after: Option<AccountNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<OwedView>>, Error>;

	/// The last date whose tax was passed on to the state from a tax account.
	#[method(name = "remittedUpTo", blocking)]
	fn remitted_up_to(
		&self,
		number: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<Date>>, Error>;

	/// The limits of the chain: constants of its runtime.
	#[method(name = "constants", blocking)]
	fn constants(&self, at: Option<Hash>) -> Result<Answer<ConstantsView>, Error>;
}

impl<C: Chain> LedgerRpcServer for Rooms<C> {
	fn account(
		&self,
		number: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<AccountView>>, Error> {
		self.ask(at, |api, block| api.account(block, number))
	}

	fn accounts_of(
		&self,
		participant: ParticipantId,
		from: Option<u32>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<AccountView>>, Error> {
		let (from, limit) = (from.unwrap_or_default(), limit.unwrap_or(PAGE_MAX));
		self.ask(at, |api, block| api.accounts_of(block, participant, from, limit))
	}

	fn liens(&self, number: AccountNo, at: Option<Hash>) -> Result<Answer<LiensView>, Error> {
		self.ask(at, |api, block| api.liens(block, number))
	}

	fn holds(&self, number: AccountNo, at: Option<Hash>) -> Result<Answer<Vec<HoldView>>, Error> {
		self.ask(at, |api, block| api.holds(block, number))
	}

	fn restraints(
		&self,
		number: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Vec<RestraintView>>, Error> {
		self.ask(at, |api, block| api.restraints(block, number))
	}

	fn liens_to(
		&self,
		creditor: AccountNo,
		after: Option<AccountNo>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> Result<Answer<Vec<OwedView>>, Error> {
		let limit = limit.unwrap_or(PAGE_MAX);
		self.ask(at, |api, block| api.liens_to(block, creditor, after, limit))
	}

	fn remitted_up_to(
		&self,
		number: AccountNo,
		at: Option<Hash>,
	) -> Result<Answer<Option<Date>>, Error> {
		self.ask(at, |api, block| api.remitted_up_to(block, number))
	}

	fn constants(&self, at: Option<Hash>) -> Result<Answer<ConstantsView>, Error> {
		self.ask(at, |api, block| api.constants(block))
	}
}
