// SPDX-License-Identifier: Apache-2.0

//! Random items against a plain model of the ledger that knows nothing of rows and books.

use crate::mock::*;
use frame::testing_prelude::*;
use proptest::prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook},
	AccountNo, Amount, BankIndex, Currency, Purpose,
};
use std::collections::BTreeMap;

/// What the currency of bank A may owe and promise: low enough to be met often.
const LIMIT_OF_A: i128 = 80;
const OPENING: u64 = 100;

/// An account as a person would note it down.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
	bank: BankIndex,
	currency: Currency,
	no_debit: bool,
	no_credit: bool,
	fee_only: bool,
	available: u128,
	held: u128,
	postings: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Model {
	lines: BTreeMap<AccountNo, Line>,
	owed: BTreeMap<BankIndex, i128>,
	promised: BTreeMap<BankIndex, i128>,
	needs_cover: bool,
}

impl Model {
	/// Does an entry, or says that it cannot be done.
	fn enter(&mut self, entry: Entry) -> Option<()> {
		match entry {
			Entry::Hold { from, amount } => {
				let line = self.payer(from, amount)?;
				line.available -= amount.total();
				line.held += amount.total();
			}
			Entry::Free { from, amount } => {
				let line = self.holder(from, amount)?;
				line.held -= amount.total();
				line.available += amount.total();
			}
			Entry::Promise { from, to, amount } => {
				self.promise(from, to, amount, amount.position())?;
			}
			Entry::Unpromise { from, to, amount } => {
				self.promise(from, to, amount, -amount.position())?;
			}
			Entry::Pay { from, to, amount, purpose } => {
				self.pair(from, to)?;
				let line = self.payer(from, amount)?;
				line.available -= amount.total();
				line.postings += 1;
				self.credit(from, to, amount, purpose, false)?;
			}
			Entry::PayHeld { from, to, amount, purpose, promised } => {
				self.pair(from, to)?;
				let line = self.holder(from, amount)?;
				line.held -= amount.total();
				line.postings += 1;
				self.credit(from, to, amount, purpose, promised)?;
			}
		}
		Some(())
	}

	fn payer(&mut self, from: AccountNo, amount: Amount) -> Option<&mut Line> {
		let line = self.lines.get_mut(&from)?;
		let can = amount.0 > 0 && !line.no_debit && line.available >= amount.total();
		can.then_some(line)
	}

	fn holder(&mut self, from: AccountNo, amount: Amount) -> Option<&mut Line> {
		let line = self.lines.get_mut(&from)?;
		(amount.0 > 0 && line.held >= amount.total()).then_some(line)
	}

	/// The banks of two different accounts of one currency.
	fn pair(&self, from: AccountNo, to: AccountNo) -> Option<(BankIndex, BankIndex)> {
		let (payer, payee) = (self.lines.get(&from)?, self.lines.get(&to)?);
		let fit = from != to && payer.currency == payee.currency;
		fit.then_some((payer.bank, payee.bank))
	}

	fn promise(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: Amount,
		change: i128,
	) -> Option<()> {
		let (debtor, creditor) = self.pair(from, to).filter(|_| amount.0 > 0)?;
		if debtor != creditor {
			*self.promised.entry(debtor).or_default() += change;
			self.needs_cover |= change > 0;
		}
		Some(())
	}

	fn credit(
		&mut self,
		from: AccountNo,
		to: AccountNo,
		amount: Amount,
		purpose: Purpose,
		promised: bool,
	) -> Option<()> {
		let (debtor, creditor) = self.pair(from, to)?;
		let line = self.lines.get_mut(&to)?;
		let room = u128::from(u64::MAX) - line.available - line.held;
		let fits = !line.fee_only || matches!(purpose, Purpose::Fee | Purpose::Refund);
		if line.no_credit || !fits || amount.total() > room {
			return None;
		}
		line.available += amount.total();
		line.postings += 1;
		if debtor != creditor {
			*self.owed.entry(debtor).or_default() += amount.position();
			*self.owed.entry(creditor).or_default() -= amount.position();
			if promised {
				*self.promised.entry(debtor).or_default() -= amount.position();
			} else {
				self.needs_cover = true;
			}
		}
		Some(())
	}

	fn has_cover(&self) -> bool {
		let owed = self.owed.get(&A).copied().unwrap_or_default().max(0);
		let promised = self.promised.get(&A).copied().unwrap_or_default();
		!self.needs_cover || owed + promised <= LIMIT_OF_A
	}

	/// The whole item, or nothing of it.
	fn post(&mut self, entries: &[Entry]) -> bool {
		let mut after = Self { needs_cover: false, ..self.clone() };
		let done = entries.iter().all(|entry| after.enter(*entry).is_some());
		let accepted = done && after.has_cover();
		if accepted {
			*self = after;
		}
		accepted
	}
}

/// Seven accounts of every kind that matters, and the model of them.
fn opened() -> Model {
	let accounts = [
		(BANK_A, BUYER, CNY),
		(BANK_A, SHOP, CNY),
		(BANK_B, BUYER, CNY),
		(BANK_B, SHOP, CNY),
		(BANK_C, PLATFORM, CNY),
		(BANK_C, BUYER, CNY),
		(BANK_A, BUYER, USD),
	];
	let mut model = Model::default();
	for (n, (bank, owner, currency)) in accounts.into_iter().enumerate() {
		let account = open(bank, owner, currency);
		// The last of bank C is nearly full.
		let amount = if n == 5 { u64::MAX - 50 } else { OPENING };
		issue(bank, account, amount);
		let (no_debit, no_credit) = (n == 1, n == 3);
		let why = text("for the test");
		assert_ok!(Ledger::set_status(signed(bank), account, no_debit, no_credit, why));
		let fee_only = owner.id == PLATFORM.id;
		let bank = BankIndex(bank.id.0 as u8);
		let (available, held, postings) = (amount.into(), 0, 1);
		let line =
			Line { bank, currency, no_debit, no_credit, fee_only, available, held, postings };
		model.lines.insert(account, line);
	}
	model
}

/// A place in the list of accounts; the last stands for one that does not exist.
fn any_place() -> impl Strategy<Value = usize> {
	prop_oneof![9 => 0..7usize, 1 => Just(7usize)]
}

fn any_amount() -> impl Strategy<Value = Amount> {
	prop_oneof![30 => 1..60u64, 1 => Just(0), 1 => Just(u64::MAX), 1 => Just(u64::MAX - 60)]
		.prop_map(Amount)
}

fn any_purpose() -> impl Strategy<Value = Purpose> {
	prop_oneof![Just(Purpose::Transfer), Just(Purpose::Fee), Just(Purpose::Refund)]
}

/// An entry between places, which become numbers once the accounts are open.
fn any_entry() -> impl Strategy<Value = Entry> {
	let place = || any_place().prop_map(|place| AccountNo(place as u64));
	(0..6u8, place(), place(), any_amount(), any_purpose(), any::<bool>()).prop_map(
		|(kind, from, to, amount, purpose, promised)| match kind {
			0 => Entry::Hold { from, amount },
			1 => Entry::Free { from, amount },
			2 => Entry::Promise { from, to, amount },
			3 => Entry::Unpromise { from, to, amount },
			4 => Entry::Pay { from, to, amount, purpose },
			_ => Entry::PayHeld { from, to, amount, purpose, promised },
		},
	)
}

fn between(numbers: &[AccountNo], entry: Entry) -> Entry {
	let no = |place: AccountNo| numbers.get(place.0 as usize).copied().unwrap_or(AccountNo(99));
	match entry {
		Entry::Hold { from, amount } => Entry::Hold { from: no(from), amount },
		Entry::Free { from, amount } => Entry::Free { from: no(from), amount },
		Entry::Promise { from, to, amount } => {
			Entry::Promise { from: no(from), to: no(to), amount }
		}
		Entry::Unpromise { from, to, amount } => {
			Entry::Unpromise { from: no(from), to: no(to), amount }
		}
		Entry::Pay { from, to, amount, purpose } => {
			Entry::Pay { from: no(from), to: no(to), amount, purpose }
		}
		Entry::PayHeld { from, to, amount, purpose, promised } => {
			Entry::PayHeld { from: no(from), to: no(to), amount, purpose, promised }
		}
	}
}

fn post(book: &mut impl LedgerBook, entries: &[Entry]) -> bool {
	book.begin();
	if entries.iter().all(|entry| book.enter(*entry).is_ok()) {
		book.accept().is_ok()
	} else {
		book.discard();
		false
	}
}

fn assert_like(model: &Model) {
	for (account, line) in &model.lines {
		let view = Ledger::account(*account).unwrap();
		let found = (view.available.total(), view.held.total(), view.postings);
		assert_eq!(found, (line.available, line.held, line.postings), "{account}");
	}
	for bank in [A, B, C] {
		let of = |map: &BTreeMap<BankIndex, i128>| map.get(&bank).copied().unwrap_or_default();
		let (owed, promised) = neighbours(|all| {
			let of = |map: &BTreeMap<_, i128>| map.get(&(CNY, bank)).copied().unwrap_or_default();
			(of(&all.sent_less_received), of(&all.promised))
		});
		assert_eq!((owed, promised), (of(&model.owed), of(&model.promised)), "bank {bank}");
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn a_ledger_of_random_items_is_what_a_plain_model_makes_of_them(
		calls in prop::collection::vec(
			(prop::collection::vec(prop::collection::vec(any_entry(), 1..4), 1..12), any::<bool>()),
			1..8,
		),
	) {
		World::new().with_limit(A, LIMIT_OF_A as u64).run(|| {
			let mut model = opened();
			let numbers: Vec<_> = model.lines.keys().copied().collect();
			for (items, is_dropped) in &calls {
				let mut book = Ledger::open_book();
				let mut after = model.clone();
				for item in items {
					let item: Vec<_> = item.iter().map(|entry| between(&numbers, *entry)).collect();
					assert_eq!(post(&mut book, &item), after.post(&item), "{item:?}");
				}
				// Some calls fail later on, and their book is dropped.
				if !is_dropped {
					book.commit();
					model = after;
				}
				assert_like(&model);
				assert_ok!(Ledger::check_invariants());
			}
		});
	}
}
