// SPDX-License-Identifier: Apache-2.0

//! Money in and out, caps and cycles.

use crate::{
	plain::Kind,
	stage::{Act, Stage},
};
use pallet_ledger::Call;
use split_ledger_primitives::{AccountNo, Amount, BankIndex, Commitment, Domain, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::CNY;

impl Stage<'_> {
	/// Any account that can be issued to: also those of banks.
	pub(super) fn some_account(&mut self) -> AccountNo {
		let numbers: Vec<AccountNo> = self.plain.accounts.keys().copied().collect();
		*self.dice.pick(&numbers)
	}

	pub(crate) fn issue(&mut self) {
		let (to, amount) = (self.some_account(), self.amount());
		self.issue_to(to, amount);
	}

	/// Buyers begin with money, and so do most guarantee accounts.
	pub(crate) fn endow(&mut self) {
		for (account, row) in self.plain.accounts.clone() {
			if row.is(Role::Buyer) {
				self.issue_to(account, 60_000);
			}
			if self.cast.purses.contains(&account) || row.is(Role::Promoter) {
				self.issue_to(account, 8_000);
			}
			if row.kind == Kind::Guarantee && self.dice.below(3) > 0 {
				self.issue_to(account, 2_000);
			}
		}
	}

	pub(crate) fn issue_to(&mut self, to: AccountNo, amount: u64) {
		let own = self.plain.bank_person(self.plain.account(to).bank);
		let stranger = self.anybody();
		// Who is no bank is told so before its reference is looked at.
		let (by, reference) = match self.dice.below(30) {
			0 => (stranger, self.fresh_reference()),
			_ => (self.cast.by_id(own).clone(), self.reference()),
		};
		let call = Call::<Runtime>::issue {
			reference: reference.clone(),
			account: to,
			amount: Amount(amount),
			source: 0,
			evidence: Commitment([0; 32]),
		};
		let text = format!("issues {amount} to {}", self.cast.name(to));
		let act = Act { kind: "issue", by: by.clone(), text, call: call.into() };
		self.send_named(act, (Domain::Issue, &reference), |plain| plain.issue(by.id, to, amount));
	}

	pub(crate) fn redeem(&mut self) {
		let from = self.some_account();
		let available = self.plain.account(from).available;
		// Receivers are often emptied, so that refunds find them short.
		let empties = !self.plain.account(from).is(Role::Buyer) && self.dice.below(3) > 0;
		let amount = if empties { available } else { self.amount() };
		let by = self.plain.bank_person(self.plain.account(from).bank);
		let by = self.cast.by_id(by).clone();
		let reference = self.reference();
		let call = Call::<Runtime>::redeem {
			reference: reference.clone(),
			account: from,
			amount: Amount(amount),
			source: 0,
			evidence: Commitment([0; 32]),
		};
		let text = format!("redeems {amount} of {}", self.cast.name(from));
		let act = Act { kind: "redeem", by: by.clone(), text, call: call.into() };
		self.send_named(act, (Domain::Redeem, &reference), |plain| {
			plain.redeem(by.id, from, amount)
		});
	}

	pub(crate) fn cap(&mut self) {
		let bank = self.dice.below(4);
		let reserve = self.plain.banks[bank as usize].reserve;
		let cap = match self.dice.below(4) {
			0 => self.dice.below(20_000),
			1 => reserve + self.dice.below(3),
			_ => self.dice.below(reserve + 1),
		};
		self.set_cap(bank as usize, cap);
	}

	pub(crate) fn set_cap(&mut self, bank: usize, cap: u64) {
		let index = BankIndex(u8::try_from(bank).expect("few banks"));
		let call = pallet_clearing::Call::<Runtime>::set_cap {
			bank: index,
			currency: CNY,
			cap: Amount(cap),
		};
		let text = format!("sets the cap of bank {bank} to {cap}");
		let expected = self.plain.attempt(|plain| plain.set_cap(bank, cap));
		let act = Act { kind: "cap", by: self.cast.supervisor.clone(), text, call: call.into() };
		let agent = self.cast.agent.clone();
		self.send_by(agent, act, expected);
	}

	pub(crate) fn close(&mut self) {
		let reason = b"a cycle of the model".to_vec().try_into().expect("short");
		let call = pallet_clearing::Call::<Runtime>::close_cycle { currency: CNY, reason };
		self.plain.close_cycle();
		let text = "closes the cycle".into();
		let act = Act { kind: "close", by: self.cast.supervisor.clone(), text, call: call.into() };
		let agent = self.cast.agent.clone();
		self.send_by(agent, act, Ok(()));
	}
}
