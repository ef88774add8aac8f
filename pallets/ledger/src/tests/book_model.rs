// SPDX-License-Identifier: Apache-2.0

//! Random items against a plain model of the ledger that knows nothing of rows and books.

use crate::mock::*;
use frame::testing_prelude::*;
use proptest::prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook, Lien},
	AccountNo, Amount, BankIndex, Currency, Purpose, DAY_MS,
};
use std::collections::BTreeMap;

/// What the currency of bank A may owe and promise: low enough to be met often.
const LIMIT_OF_A: i128 = 80;
const OPENING: u64 = 100;

/// An account as a person would note it down.
#[derive(Clone, Debug, PartialEq)]
struct Line {
	bank: BankIndex,
	currency: Currency,
	no_debit: bool,
	no_credit: bool,
	fee_only: bool,
	available: u128,
	held: u128,
	postings: u32,
	/// What is owed, by creditor and leg, the oldest first.
	owed: Vec<(AccountNo, u8, u128)>,
	/// What of `held` was collected for it.
	collected: u128,
	/// What of `held` is in judicial holds, by their numbers.
	court: Vec<u128>,
}

/// What happens in an item: an entry, a lien more, or one that ends.
#[derive(Clone, Copy, Debug)]
enum Act {
	Enter(Entry),
	Lay { debtor: AccountNo, creditor: AccountNo, leg: u8, amount: Amount },
	End { debtor: AccountNo, place: u8 },
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
			Entry::Collect { from, lien, amount } => self.collect(from, lien, amount)?,
			Entry::Deduct { from, hold, to, amount, purpose } => {
				self.pair(from, to)?;
				let line = self.lines.get_mut(&from)?;
				let left = line.court.get_mut(hold as usize)?;
				if amount.0 == 0 || amount.total() > *left {
					return None;
				}
				*left -= amount.total();
				line.held -= amount.total();
				line.postings += 1;
				self.credit(from, to, amount, purpose, false)?;
			}
		}
		Some(())
	}

	fn act(&mut self, act: Act) -> Option<()> {
		match act {
			Act::Enter(entry) => self.enter(entry),
			Act::Lay { debtor, creditor, leg, amount } => self.lay(debtor, creditor, leg, amount),
			Act::End { debtor, place } => {
				let line = self.lines.get_mut(&debtor)?;
				let at = usize::from(place);
				(at < line.owed.len()).then_some(())?;
				line.owed.remove(at);
				let still: u128 = line.owed.iter().map(|(_, _, owed)| owed).sum();
				let given_back = line.collected.saturating_sub(still);
				line.collected -= given_back;
				line.held -= given_back;
				line.available += given_back;
				Some(())
			}
		}
	}

	fn lay(
		&mut self,
		debtor: AccountNo,
		creditor: AccountNo,
		leg: u8,
		amount: Amount,
	) -> Option<()> {
		self.pair(debtor, creditor).filter(|_| amount.0 > 0)?;
		let owed = &mut self.lines.get_mut(&debtor)?.owed;
		let is_full = owed.len() == 16;
		match owed.iter_mut().find(|(to, of, _)| (*to, *of) == (creditor, leg)) {
			Some((_, _, sum)) if *sum + amount.total() > u64::MAX.into() => return None,
			Some((_, _, sum)) => *sum += amount.total(),
			None if is_full => return None,
			None => owed.push((creditor, leg, amount.total())),
		}
		Some(())
	}

	fn collect(&mut self, from: AccountNo, place: u8, amount: Amount) -> Option<()> {
		let line = self.lines.get_mut(&from)?;
		let (creditor, _, owed) = *line.owed.get(usize::from(place))?;
		if amount.0 == 0 || amount.total() > owed.min(line.collected) {
			return None;
		}
		line.owed[usize::from(place)].2 -= amount.total();
		line.owed.retain(|(_, _, owed)| *owed > 0);
		line.collected -= amount.total();
		line.held -= amount.total();
		line.postings += 1;
		self.credit(from, creditor, amount, Purpose::Collection, false)
	}

	fn payer(&mut self, from: AccountNo, amount: Amount) -> Option<&mut Line> {
		let line = self.lines.get_mut(&from)?;
		let can = amount.0 > 0 && !line.no_debit && line.available >= amount.total();
		can.then_some(line)
	}

	fn holder(&mut self, from: AccountNo, amount: Amount) -> Option<&mut Line> {
		let line = self.lines.get_mut(&from)?;
		let for_orders = line.held - line.collected - line.court.iter().sum::<u128>();
		(amount.0 > 0 && for_orders >= amount.total()).then_some(line)
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
		let fits = !line.fee_only
			|| matches!(purpose, Purpose::Fee | Purpose::Refund | Purpose::Collection);
		if line.no_credit || !fits || amount.total() > room {
			return None;
		}
		let owed: u128 = line.owed.iter().map(|(_, _, owed)| owed).sum();
		let kept = amount.total().min(owed - line.collected);
		line.collected += kept;
		line.held += kept;
		line.available += amount.total() - kept;
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
	fn post(&mut self, acts: &[Act]) -> bool {
		let mut after = Self { needs_cover: false, ..self.clone() };
		let done = acts.iter().all(|act| after.act(*act).is_some());
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
		for (n, amount) in [25, 15].into_iter().enumerate() {
			let (reference, amount) = (reference(&format!("{account} {n}")), Amount(amount));
			let (origin, court, until) = (signed(bank), text("court"), now().plus(DAY_MS));
			let held =
				Ledger::judicial_hold(origin, reference, account, amount, court, EVIDENCE, until);
			assert_ok!(held);
		}
		let fee_only = owner.id == PLATFORM.id;
		let bank = BankIndex(bank.id.0 as u8);
		let line = Line {
			bank,
			currency,
			no_debit,
			no_credit,
			fee_only,
			available: u128::from(amount) - 40,
			held: 40,
			postings: 1,
			owed: Vec::new(),
			collected: 0,
			court: vec![25, 15],
		};
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
	let parts = (0..6u8, place(), place(), any_amount(), any_purpose(), any::<bool>());
	parts.prop_map(|(kind, from, to, amount, purpose, promised)| match kind {
		0 => Entry::Hold { from, amount },
		1 => Entry::Free { from, amount },
		2 => Entry::Promise { from, to, amount },
		3 => Entry::Unpromise { from, to, amount },
		4 => Entry::Pay { from, to, amount, purpose },
		_ => Entry::PayHeld { from, to, amount, purpose, promised },
	})
}

/// What is done with liens: two creditors and two legs are enough for them to meet.
fn any_act() -> impl Strategy<Value = Act> {
	let place = || any_place().prop_map(|place| AccountNo(place as u64));
	let lay = (place(), place(), 0..2u8, any_amount());
	let lay =
		lay.prop_map(|(debtor, creditor, leg, amount)| Act::Lay { debtor, creditor, leg, amount });
	let end = (place(), 0..3u8).prop_map(|(debtor, place)| Act::End { debtor, place });
	let collect = (place(), 0..3u8, any_amount());
	let collect = collect.prop_map(|(from, lien, amount)| Entry::Collect { from, lien, amount });
	let deduct = (place(), 0..3u32, place(), any_amount(), any_purpose());
	let deduct = deduct.prop_map(|(from, hold, to, amount, purpose)| Entry::Deduct {
		from,
		hold,
		to,
		amount,
		purpose,
	});
	prop_oneof![
		1 => deduct.prop_map(Act::Enter),
		6 => any_entry().prop_map(Act::Enter),
		2 => lay,
		1 => end,
		2 => collect.prop_map(Act::Enter),
	]
}

fn number(numbers: &[AccountNo], place: AccountNo) -> AccountNo {
	numbers.get(place.0 as usize).copied().unwrap_or(AccountNo(99))
}

fn among(numbers: &[AccountNo], act: Act) -> Act {
	let no = |place| number(numbers, place);
	match act {
		Act::Enter(entry) => Act::Enter(between(numbers, entry)),
		Act::Lay { debtor, creditor, leg, amount } => {
			Act::Lay { debtor: no(debtor), creditor: no(creditor), leg, amount }
		}
		Act::End { debtor, place } => Act::End { debtor: no(debtor), place },
	}
}

fn between(numbers: &[AccountNo], entry: Entry) -> Entry {
	let no = |place| number(numbers, place);
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
		Entry::Collect { from, lien, amount } => Entry::Collect { from: no(from), lien, amount },
		Entry::Deduct { from, hold, to, amount, purpose } => {
			Entry::Deduct { from: no(from), hold, to: no(to), amount, purpose }
		}
	}
}

fn act_on(book: &mut impl LedgerBook, act: Act) -> DispatchResult {
	match act {
		Act::Enter(entry) => book.enter(entry),
		Act::Lay { debtor, creditor, leg, amount } => {
			book.lay_lien(debtor, Lien { leg, ..lien(creditor, amount.0) })
		}
		Act::End { debtor, place } => book.end_lien(debtor, place),
	}
}

fn post(book: &mut impl LedgerBook, acts: &[Act]) -> bool {
	book.begin();
	if acts.iter().all(|act| act_on(book, *act).is_ok()) {
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
		let liens = Ledger::liens_of(*account);
		let owed: Vec<_> = liens
			.list
			.iter()
			.map(|lien| (lien.creditor, lien.leg, lien.remaining.total()))
			.collect();
		assert_eq!((owed, liens.collected.total()), (line.owed.clone(), line.collected));
		let holds = Ledger::holds_of(*account);
		let left = |n: usize| holds.get(&(n as u32)).map_or(0, |hold| hold.amount.total());
		let court: Vec<_> = (0..line.court.len()).map(left).collect();
		assert_eq!(court, line.court, "{account}");
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
			(prop::collection::vec(prop::collection::vec(any_act(), 1..4), 1..12), any::<bool>()),
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
					let item: Vec<_> = item.iter().map(|act| among(&numbers, *act)).collect();
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
