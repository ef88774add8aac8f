// SPDX-License-Identifier: Apache-2.0

//! Mandates: proposed by one key, confirmed by another, lowered and ended by one (P7).

use crate::{
	cast::Actor,
	stage::{Act, Stage},
};
use pallet_mandates::Call;
use split_ledger_primitives::{
	AccountNo, Amount, Commitment, Date, MandateLimits, MandateNo, MandatePeriod, MandateTerms,
};
use split_ledger_runtime::{AccountId, Runtime};

impl Stage<'_> {
	/// The platform may draw on most buyers and on the purses of the shops; a buyer on another one.
	pub(crate) fn give_mandates(&mut self) {
		let platform = self.cast.of("Platform").clone();
		let first = self.cast.of("B0").clone();
		let mut pairs: Vec<(AccountNo, Actor)> = Vec::new();
		for name in ["B0", "B1", "B2"] {
			let account = self.cast.of(name).account.expect("a buyer has one");
			pairs.push((account, platform.clone()));
		}
		pairs.extend(self.cast.purses.iter().skip(1).map(|purse| (*purse, platform.clone())));
		pairs.push((self.cast.of("B1").account.expect("a buyer has one"), first));
		for (account, grantee) in pairs {
			if self.dice.below(8) == 0 {
				continue;
			}
			let limits = self.wide_limits();
			let terms = self.mandate_terms(account, &grantee, limits);
			let owner = self.cast.by_id(self.plain.account(account).owner).clone();
			let number = MandateNo(self.plain.mandates.len() as u32);
			if self.propose_mandate(&owner, owner.key.clone(), terms) {
				let bank = self.plain.bank_person(self.plain.account(account).bank);
				let bank = self.cast.by_id(bank).clone();
				self.confirm_mandate(&bank, bank.key.clone(), (number, terms));
			}
		}
	}

	fn wide_limits(&mut self) -> MandateLimits {
		let single = 1_000 + self.dice.below(9_000);
		let amount = single * (1 + self.dice.below(12));
		let orders = 1 + self.dice.below(25) as u32;
		let until = Date(self.plain.now().date().0 + 20 + self.dice.below(500) as u16);
		MandateLimits { single: Amount(single), amount: Amount(amount), orders, until }
	}

	fn mandate_terms(
		&mut self,
		account: AccountNo,
		grantee: &Actor,
		limits: MandateLimits,
	) -> MandateTerms {
		let today = self.plain.now().date();
		let from = match self.dice.below(16) {
			0 => Date(today.0 + 1),
			1 => Date(today.0 - 3),
			_ => today,
		};
		let period = match self.dice.below(3) {
			0 => MandatePeriod::Month,
			_ => MandatePeriod::Days(1 + self.dice.below(9) as u16),
		};
		let evidence = Commitment(self.dice.bytes(32).try_into().expect("32 bytes"));
		MandateTerms { account, grantee: grantee.id, limits, period, from, evidence }
	}

	pub(crate) fn mandate(&mut self) {
		match self.dice.below(10) {
			0..3 => self.propose_some(),
			3..6 => self.confirm_some(),
			6 => self.reject_some(),
			7 => self.revoke_some(),
			_ => self.lower_some(),
		}
	}

	fn propose_some(&mut self) {
		let owner = self.customer();
		let account = owner.account.expect("a customer has one");
		let grantee = match self.dice.below(6) {
			0 => self.anybody(),
			1 | 2 => self.customer(),
			_ => self.cast.of("Platform").clone(),
		};
		let mut limits = self.wide_limits();
		match self.dice.below(20) {
			0 => limits.single = Amount(0),
			1 => limits.amount = Amount(limits.single.0 - 1),
			2 => limits.orders = 0,
			3 => limits.until = Date(self.plain.now().date().0 - 1),
			_ => {}
		}
		let mut terms = self.mandate_terms(account, &grantee, limits);
		if self.dice.below(25) == 0 {
			terms.period = MandatePeriod::Days(*self.dice.pick(&[0, 367]));
		}
		let by = self.who_gives(account);
		let key = self.some_key(&by);
		self.propose_mandate(&by, key, terms);
	}

	/// Who acts for an account, mostly.
	fn who_gives(&mut self, account: AccountNo) -> Actor {
		match self.dice.below(16) {
			0 => self.anybody(),
			_ => self.side_of(account),
		}
	}

	/// One of the keys of somebody: a bank has two.
	fn some_key(&mut self, by: &Actor) -> AccountId {
		match self.plain.people[&by.id].bank {
			Some(bank) if self.dice.below(2) == 0 => self.cast.checkers[bank].clone(),
			_ => by.key.clone(),
		}
	}

	fn propose_mandate(&mut self, by: &Actor, key: AccountId, terms: MandateTerms) -> bool {
		let call = Call::<Runtime>::propose { terms };
		let number = self.plain.mandates.len();
		let text = format!("proposes mandate {number}: {terms:?}");
		let expected = self.plain.attempt(|plain| plain.propose_mandate(by.id, &key, terms));
		let act = Act { kind: "propose", by: by.clone(), text, call: call.into() };
		self.send_by(key, act, expected)
	}

	fn confirm_mandate(
		&mut self,
		by: &Actor,
		key: AccountId,
		(mandate, terms): (MandateNo, MandateTerms),
	) {
		let call = Call::<Runtime>::confirm { mandate, terms };
		let text = format!("confirms mandate {}", mandate.0);
		let expected =
			self.plain.attempt(|plain| plain.confirm_mandate(by.id, &key, (mandate, terms)));
		let act = Act { kind: "confirm", by: by.clone(), text, call: call.into() };
		self.send_by(key, act, expected);
	}

	/// A mandate: mostly one that is still good, proposed or given as is wanted.
	fn some_mandate(&mut self, proposed: bool) -> (MandateNo, Option<MandateTerms>) {
		let numbered = (0u32..).zip(&self.plain.mandates);
		let good = numbered.filter(|(_, it)| !it.gone && it.maker.is_some() == proposed);
		let good: Vec<u32> = good.map(|(number, _)| number).collect();
		let some = self.plain.mandates.len() as u64 + 1;
		let number = match good.is_empty() || self.dice.below(8) == 0 {
			true => self.dice.below(some) as u32,
			false => *self.dice.pick(&good),
		};
		let known = self.plain.mandates.get(number as usize);
		(MandateNo(number), known.map(|mandate| mandate.terms))
	}

	fn confirm_some(&mut self) {
		let (number, Some(mut terms)) = self.some_mandate(true) else { return };
		let by = self.who_gives(terms.account);
		let key = self.some_key(&by);
		if self.dice.below(20) == 0 {
			terms.limits.orders += 1;
		}
		self.confirm_mandate(&by, key, (number, terms));
	}

	fn reject_some(&mut self) {
		let (mandate, terms) = self.some_mandate(true);
		let by = match terms {
			Some(terms) => self.who_gives(terms.account),
			None => self.anybody(),
		};
		let call = Call::<Runtime>::reject { mandate };
		let text = format!("rejects mandate {}", mandate.0);
		let expected = self.plain.attempt(|plain| plain.reject_mandate(by.id, mandate));
		self.send(Act { kind: "reject", by, text, call: call.into() }, expected);
	}

	fn revoke_some(&mut self) {
		let (mandate, terms) = self.some_mandate(false);
		let by = match (self.dice.below(8), terms) {
			(_, None) => self.anybody(),
			(0, _) => self.cast.supervisor.clone(),
			(1 | 2, Some(terms)) => self.cast.by_id(terms.grantee).clone(),
			(_, Some(terms)) => self.who_gives(terms.account),
		};
		let call = Call::<Runtime>::revoke { mandate };
		let text = format!("revokes mandate {}", mandate.0);
		let expected = self.plain.attempt(|plain| plain.revoke_mandate(by.id, mandate));
		self.send(Act { kind: "revoke", by, text, call: call.into() }, expected);
	}

	fn lower_some(&mut self) {
		let (mandate, Some(terms)) = self.some_mandate(false) else { return };
		let by = self.who_gives(terms.account);
		let mut limits = terms.limits;
		match self.dice.below(12) {
			0 => limits.orders += 1,
			1 => limits.single = Amount(0),
			2 => limits.until = Date(limits.until.0 + 1),
			3 => limits.until = Date(limits.until.0 - self.dice.below(15) as u16),
			4..7 => limits.orders -= limits.orders.min(1 + self.dice.below(3) as u32),
			_ => {
				limits.amount = Amount(limits.amount.0 - self.dice.below(limits.amount.0 / 2));
				limits.single = limits.single.min(limits.amount);
			}
		}
		let call = Call::<Runtime>::lower { mandate, limits };
		let text = format!("lowers mandate {} to {limits:?}", mandate.0);
		let expected = self.plain.attempt(|plain| plain.lower_mandate(by.id, mandate, limits));
		self.send(Act { kind: "lower", by, text, call: call.into() }, expected);
	}
}
