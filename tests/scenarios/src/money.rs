// SPDX-License-Identifier: Apache-2.0

//! Money in and out, reserves, and cycles.

use crate::{bank_id, bank_key, Customer, World, AGENT, BANKS, SUPERVISOR};
use pallet_clearing::Call as ClearingCall;
use pallet_ledger::Call as LedgerCall;
use split_ledger_primitives::{
	views::{AccountView, LimitsView},
	AccountNo, AccountType, Amount, BankIndex, Commitment, Currency, ParticipantId, Reference,
	Role, Total,
};
use split_ledger_runtime::{Clearing, Ledger, Runtime};

/// The currency of the stories.
pub const CNY: Currency = Currency(156);

impl World {
	/// An agent, a supervisor, a currency, and four banks with a million of reserve and cap.
	pub(crate) fn open_market(&mut self) {
		let agent = self.admit(Role::SettlementAgent, AGENT);
		self.admit(Role::Supervisor, SUPERVISOR);
		let open = ClearingCall::<Runtime>::open_currency {
			currency: CNY,
			agent,
			exponent: 2,
			cycle_ms: 0,
		};
		assert_eq!(self.vote(open), Ok(()));
		for bank in (0..).map(BankIndex).take(BANKS.len()) {
			self.does(bank_key(bank), ClearingCall::<Runtime>::join { currency: CNY });
			self.issue_reserve(bank, 1_000_000);
			self.set_cap(bank, 1_000_000);
		}
	}

	/// A reference of today that nobody used.
	pub fn reference(&mut self) -> Reference {
		self.references += 1;
		let text = format!("ref-{}", self.references).into_bytes();
		Reference { date: self.today(), text: text.try_into().expect("short") }
	}

	/// Lets the agent issue reserve to a bank.
	pub fn issue_reserve(&mut self, bank: BankIndex, amount: u64) {
		let (reference, amount) = (self.reference(), Amount(amount));
		let call =
			ClearingCall::<Runtime>::issue_reserve { reference, bank, currency: CNY, amount };
		self.does(AGENT, call);
	}

	/// Lets the agent set a cap.
	pub fn set_cap(&mut self, bank: BankIndex, cap: u64) {
		let call = ClearingCall::<Runtime>::set_cap { bank, currency: CNY, cap: Amount(cap) };
		self.does(AGENT, call);
	}

	/// Lets the agent close the cycle; it settles at once.
	pub fn close_cycle(&mut self) {
		let reason = b"end of the story's day".to_vec().try_into().expect("short");
		self.does(AGENT, ClearingCall::<Runtime>::close_cycle { currency: CNY, reason });
	}

	/// Lets a bank open an account for a customer.
	pub fn open_account(
		&mut self,
		bank: BankIndex,
		owner: ParticipantId,
		currency: Currency,
	) -> AccountNo {
		self.open_typed(bank, owner, currency, AccountType::Current)
	}

	/// Lets a bank open an account for buyers whom the chain does not know.
	pub fn open_pass_through(&mut self, bank: BankIndex) -> AccountNo {
		self.open_typed(bank, bank_id(bank), CNY, AccountType::PassThrough)
	}

	/// Lets a bank open an account of this type.
	pub fn open_typed(
		&mut self,
		bank: BankIndex,
		owner: ParticipantId,
		currency: Currency,
		account_type: AccountType,
	) -> AccountNo {
		self.open_by(bank_key(bank), owner, currency, account_type)
	}

	pub(crate) fn open_by(
		&mut self,
		bank: &str,
		owner: ParticipantId,
		currency: Currency,
		account_type: AccountType,
	) -> AccountNo {
		let accepts_anyone = false;
		let call =
			LedgerCall::<Runtime>::open_account { owner, currency, account_type, accepts_anyone };
		self.does(bank, call);
		AccountNo(self.state(pallet_ledger::NextAccount::<Runtime>::get) - 1)
	}

	/// Lets a customer's bank issue money to it.
	pub fn issue(&mut self, to: &Customer, amount: u64) {
		let reference = self.reference();
		self.does(bank_key(to.bank), issue(reference, to.account, amount));
	}

	/// Lets a customer's bank take money of it back that it paid out.
	pub fn redeem(&mut self, of: &Customer, amount: u64) {
		let (reference, account, amount) = (self.reference(), of.account, Amount(amount));
		let (source, evidence) = (1, Commitment([9; 32]));
		let redeem = LedgerCall::<Runtime>::redeem { reference, account, amount, source, evidence };
		self.does(bank_key(of.bank), redeem);
	}

	/// Lets a customer's bank set the status of its account.
	pub fn set_status(&mut self, of: &Customer, no_debit: bool, no_credit: bool) {
		let reason = b"story".to_vec().try_into().expect("short");
		let account = of.account;
		let call = LedgerCall::<Runtime>::set_status { account, no_debit, no_credit, reason };
		self.does(bank_key(of.bank), call);
	}

	/// The row of an account.
	pub fn row(&mut self, account: AccountNo) -> AccountView {
		self.state(|| Ledger::account(account)).expect("an account")
	}

	/// What customers can spend.
	pub fn available<const N: usize>(&mut self, of: [&Customer; N]) -> [u64; N] {
		of.map(|customer| self.row(customer.account).available.0)
	}

	/// What is set aside on a customer's account.
	pub fn held(&mut self, of: &Customer) -> u64 {
		self.row(of.account).held.0
	}

	/// What a bank may still owe.
	pub fn limits(&mut self, bank: BankIndex) -> LimitsView {
		self.state(|| Clearing::limits(CNY, bank)).expect("the bank joined")
	}

	/// What the four banks owe (above zero) or are owed (below) in the open cycle.
	pub fn positions(&mut self) -> [i128; 4] {
		[0, 1, 2, 3].map(|bank| self.limits(BankIndex(bank)).position)
	}

	/// What the four banks have promised.
	pub fn promised(&mut self) -> [u64; 4] {
		[0, 1, 2, 3].map(|bank| self.limits(BankIndex(bank)).promised.0)
	}

	/// The reserves of the four banks.
	pub fn reserves(&mut self) -> [u64; 4] {
		[0, 1, 2, 3].map(|bank| self.limits(BankIndex(bank)).reserve.0)
	}

	/// All customer money: available and held.
	pub fn all_money(&mut self) -> Total {
		self.state(|| {
			let rows = pallet_ledger::Accounts::<Runtime>::iter_values();
			rows.map(|row| row.available.total() + row.held.total()).sum()
		})
	}
}

/// A bank's call to issue.
pub(crate) fn issue(reference: Reference, account: AccountNo, amount: u64) -> LedgerCall<Runtime> {
	let evidence = Commitment([9; 32]);
	LedgerCall::issue { reference, account, amount: Amount(amount), source: 1, evidence }
}
