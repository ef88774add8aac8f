// SPDX-License-Identifier: Apache-2.0

//! Collecting what is owed (R3): the clock does it in the block after a credit, and anybody may.

use super::{Refusal, Run};
use crate::{bundle::Who, currency::Unit};
use split_ledger_primitives::Amount;

impl Run<'_> {
	/// Notes that an account was credited.
	pub(super) fn note_credit(&mut self, who: Who, unit: Unit) {
		self.credited.insert((who, unit));
	}

	/// What the clock does in the next block: it collects from whoever was credited. Creditors that owe
	/// something themselves are credited by that.
	pub(super) fn collect_credited(&mut self) {
		while let Some((who, unit)) = self.credited.pop_first() {
			// What is refused is left for another try.
			self.collect_account(who, unit).ok();
		}
	}

	/// Collects on all accounts of a participant, because somebody asked for it.
	pub(super) fn collect_from(&mut self, who: Who) -> Result<(), Refusal> {
		let units: Vec<Unit> = self.bundle.participants.get(who).accounts.keys().copied().collect();
		let tried: Vec<_> = units.iter().map(|unit| self.collect_account(who, *unit)).collect();
		if tried.iter().any(Result::is_ok) {
			return Ok(());
		}
		let nothing = Refusal::of("nothing-to-collect", "nothing came in for those who are owed");
		Err(tried.into_iter().find_map(Result::err).unwrap_or(nothing))
	}

	/// Pays the creditors of an account, the oldest first, each as an item of its own.
	fn collect_account(&mut self, debtor: Who, unit: Unit) -> Result<(), Refusal> {
		let mut refused = None;
		let (mut place, mut is_any_paid) = (0, false);
		while let Some(account) = self.money.accounts.get(&(debtor, unit)) {
			let (collected, lien) = (account.collected, account.liens.get(place).cloned());
			let Some(lien) = lien.filter(|_| collected > 0) else { break };
			let paid = if self.no_credit.contains(&lien.creditor) {
				Err(Refusal::of("creditor-takes-no-credit", "the creditor takes no credit"))
			} else {
				self.money.collect(unit, debtor, place)
			};
			match paid {
				Ok(amount) => {
					is_any_paid = true;
					self.note_credit(lien.creditor, unit);
					self.note_collected(&lien, amount);
				}
				Err(refusal) => {
					refused = refused.or(Some(refusal));
					place += 1;
				}
			}
		}
		let nothing = Refusal::of("nothing-to-collect", "nothing came in for those who are owed");
		if is_any_paid {
			Ok(())
		} else {
			Err(refused.unwrap_or(nothing))
		}
	}

	fn note_collected(&mut self, lien: &super::money::Lien, amount: Amount) {
		if let Some(standing) = &mut self.orders[lien.order] {
			let sum = standing.collected.entry((lien.leg, lien.creditor)).or_default();
			*sum = Amount(sum.0 + amount.0);
		}
	}
}
