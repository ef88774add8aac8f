// SPDX-License-Identifier: Apache-2.0

//! Accounts, liens and banks: what moves, and what refuses to.

use super::{ensure, refuse, Outcome, Plain};
use split_ledger_primitives::{
	AccountNo, Moment, OrderId, ParkReason, ParticipantId, Purpose, Role,
};
use std::collections::BTreeMap;

/// What an account is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
	Current,
	Tax,
	Unclaimed,
	Guarantee,
}

/// What is owed to whoever advanced (R3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Lien {
	pub(crate) creditor: AccountNo,
	pub(crate) order: OrderId,
	pub(crate) leg: u8,
	pub(crate) remaining: u64,
	pub(crate) deadline: Moment,
}

/// A status that ends by itself, and who set it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Freeze {
	pub(crate) no_debit: bool,
	pub(crate) no_credit: bool,
	pub(crate) by: ParticipantId,
}

/// An account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
	pub(crate) owner: ParticipantId,
	pub(crate) bank: usize,
	pub(crate) kind: Kind,
	pub(crate) roles: Vec<Role>,
	pub(crate) available: u64,
	pub(crate) held: u64,
	/// No debit, no credit, and who said so.
	pub(crate) status: Option<(bool, bool, ParticipantId)>,
	pub(crate) freezes: BTreeMap<u32, Freeze>,
	/// What courts hold, by number, and who had it held.
	pub(crate) court: BTreeMap<u32, (u64, ParticipantId)>,
	pub(crate) court_given: u32,
	pub(crate) liens: Vec<Lien>,
	/// What credits brought for the creditors.
	pub(crate) collected: u64,
	/// What it has beside orders: issued and not redeemed, and what courts gave it, less what they took.
	pub(crate) apart: i128,
}

impl Account {
	pub(crate) fn no_debit(&self) -> bool {
		self.status.is_some_and(|status| status.0) || self.freezes.values().any(|it| it.no_debit)
	}

	pub(crate) fn no_credit(&self) -> bool {
		self.status.is_some_and(|status| status.1) || self.freezes.values().any(|it| it.no_credit)
	}

	pub(crate) fn is(&self, role: Role) -> bool {
		self.roles.contains(&role)
	}

	/// Whether a leg of this purpose can be planned to it (P5).
	pub(crate) fn fits(&self, purpose: Purpose) -> bool {
		let tax = self.kind == Kind::Tax;
		match purpose {
			Purpose::Goods => !tax && (self.is(Role::Merchant) || self.is(Role::Supplier)),
			Purpose::Logistics => !tax && self.is(Role::Carrier),
			Purpose::Fee | Purpose::Commission => {
				!tax && (self.is(Role::Platform) || self.is(Role::Promoter))
			}
			Purpose::Tax => tax,
			Purpose::Transfer => !self.is(Role::Platform) && self.kind != Kind::Unclaimed,
			_ => true,
		}
	}

	pub(crate) fn owed(&self) -> u64 {
		self.liens.iter().map(|lien| lien.remaining).sum()
	}

	/// A credit goes to the creditors first, as far as something is owed.
	fn credit(&mut self, amount: u64) {
		let part = amount.min(self.owed() - self.collected);
		self.collected += part;
		self.held += part;
		self.available += amount - part;
	}

	/// What its owner may spend.
	pub(crate) fn spendable(&self) -> u64 {
		if self.no_debit() || self.kind == Kind::Unclaimed {
			0
		} else {
			self.available
		}
	}

	fn ensure_spendable(&self, amount: u64) -> Outcome {
		ensure(!self.no_debit(), "Ledger::NoDebit")?;
		// What an unclaimed account keeps is somebody's (O6).
		ensure(self.kind != Kind::Unclaimed, "Ledger::NotEntitledToUnclaimed")?;
		ensure(self.available >= amount, "Ledger::NotEnoughAvailable")
	}
}

/// A bank in the one currency.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Bank {
	pub(crate) reserve: u64,
	pub(crate) cap: u64,
	pub(crate) position: i128,
	pub(crate) promised: u64,
	pub(crate) issued: u128,
	pub(crate) redeemed: u128,
}

impl Bank {
	fn demand(&self) -> i128 {
		self.position.max(0) + i128::from(self.promised)
	}
}

impl Plain {
	/// Moves money so that every bank has cover for what it owes in the end (C1), or not at all.
	pub(crate) fn in_item<T>(&mut self, act: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
		self.attempt(|next| {
			let before = next.banks.clone();
			let done = act(next)?;
			let worse = |limit: fn(&Bank) -> u64| {
				next.banks.iter().zip(&before).any(|(now, before)| {
					now.demand() > i128::from(limit(now)) && now.demand() > before.demand()
				})
			};
			ensure(!worse(|bank| bank.reserve), "Clearing::ShortOfLiquidity")?;
			ensure(!worse(|bank| bank.cap), "Clearing::OverCap")?;
			Ok(done)
		})
	}

	/// Why an account takes no credit now.
	pub(crate) fn credit_refusal(&self, to: AccountNo, purpose: Purpose) -> Option<ParkReason> {
		let row = self.account(to);
		let own = matches!(
			purpose,
			Purpose::Fee
				| Purpose::Commission
				| Purpose::Issue
				| Purpose::Return
				| Purpose::Refund
				| Purpose::Collection
				| Purpose::Claimed
		);
		let keeps = matches!(purpose, Purpose::Unclaimed | Purpose::Collection);
		if row.no_credit() || (row.kind == Kind::Unclaimed && !keeps) {
			Some(ParkReason::NoCredit)
		} else if row.is(Role::Platform) && !own {
			Some(ParkReason::FeeOnly)
		} else {
			None
		}
	}

	pub(crate) fn issue(&mut self, by: ParticipantId, to: AccountNo, amount: u64) -> Outcome {
		let bank = self.bank_of(by, to, amount)?;
		let takes = self.account(to).kind != Kind::Unclaimed;
		ensure(takes, "Ledger::NotEntitledToUnclaimed")?;
		match self.credit_refusal(to, Purpose::Issue) {
			Some(_) => return refuse("Ledger::NoCredit"),
			None => self.row(to).credit(amount),
		}
		self.row(to).apart += i128::from(amount);
		self.banks[bank].issued += u128::from(amount);
		Ok(())
	}

	pub(crate) fn redeem(&mut self, by: ParticipantId, from: AccountNo, amount: u64) -> Outcome {
		let bank = self.bank_of(by, from, amount)?;
		self.account(from).ensure_spendable(amount)?;
		self.row(from).available -= amount;
		self.row(from).apart -= i128::from(amount);
		self.banks[bank].redeemed += u128::from(amount);
		Ok(())
	}

	fn bank_of(&self, by: ParticipantId, account: AccountNo, amount: u64) -> Outcome<usize> {
		let Some(bank) = self.people[&by].bank else { return refuse("Ledger::NotABank") };
		ensure(amount > 0, "Ledger::ZeroAmount")?;
		ensure(self.account(account).bank == bank, "Ledger::OtherBank")?;
		Ok(bank)
	}

	pub(crate) fn row(&mut self, number: AccountNo) -> &mut Account {
		self.accounts.get_mut(&number).expect("the account is known")
	}

	pub(crate) fn crosses(&self, from: AccountNo, to: AccountNo) -> bool {
		self.account(from).bank != self.account(to).bank
	}

	/// Sets money aside for an order.
	pub(crate) fn hold(&mut self, from: AccountNo, amount: u64) -> Outcome {
		self.account(from).ensure_spendable(amount)?;
		self.row(from).available -= amount;
		self.row(from).held += amount;
		Ok(())
	}

	/// Gives back what was set aside.
	pub(crate) fn free(&mut self, from: AccountNo, amount: u64) {
		self.row(from).held -= amount;
		self.row(from).available += amount;
	}

	pub(crate) fn pay(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: u64,
		purpose: Purpose,
	) -> Outcome {
		self.account(from).ensure_spendable(amount)?;
		self.ensure_takes(to, purpose)?;
		self.row(from).available -= amount;
		self.land(from, to, amount);
		Ok(())
	}

	/// Pays out of what is held, whatever the status of the payer is by now (M7).
	pub(crate) fn pay_held(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: u64,
		purpose: Purpose,
	) -> Outcome {
		self.ensure_takes(to, purpose)?;
		self.row(from).held -= amount;
		self.land(from, to, amount);
		Ok(())
	}

	pub(crate) fn ensure_takes(&self, to: AccountNo, purpose: Purpose) -> Outcome {
		match self.credit_refusal(to, purpose) {
			None => Ok(()),
			Some(reason) => refuse(&format!("Ledger::{reason:?}")),
		}
	}

	pub(crate) fn land(&mut self, from: AccountNo, to: AccountNo, amount: u64) {
		self.row(to).credit(amount);
		if let Some(order) = self.about {
			let flows = self.flows.entry(order).or_default();
			*flows.entry(from).or_default() -= i128::from(amount);
			*flows.entry(to).or_default() += i128::from(amount);
			if self.account(to).kind == Kind::Unclaimed {
				self.astray.insert(order);
			}
		} else {
			self.row(from).apart -= i128::from(amount);
			self.row(to).apart += i128::from(amount);
		}
		let (debtor, creditor) = (self.account(from).bank, self.account(to).bank);
		if debtor != creditor {
			self.banks[debtor].position += i128::from(amount);
			self.banks[creditor].position -= i128::from(amount);
			*self.cells.entry((debtor, creditor)).or_default() += amount;
		}
	}

	pub(crate) fn set_cap(&mut self, bank: usize, cap: u64) -> Outcome {
		let row = &self.banks[bank];
		ensure(i128::from(cap) >= row.demand(), "Clearing::CapBelowPosition")?;
		ensure(cap <= row.reserve, "Clearing::CapOverReserve")?;
		self.banks[bank].cap = cap;
		Ok(())
	}

	pub(crate) fn close_cycle(&mut self) {
		for bank in &mut self.banks {
			let reserve = i128::from(bank.reserve) - bank.position;
			bank.reserve = u64::try_from(reserve).expect("a close can always settle");
			bank.position = 0;
		}
		self.cells.clear();
	}
}
