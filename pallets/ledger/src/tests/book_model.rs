// SPDX-License-Identifier: Apache-2.0

//! Random items against a plain model of the ledger that knows nothing of rows and books.

mod plain;

use crate::mock::*;
use frame::testing_prelude::*;
use plain::{Act, Line, Model, LIMIT_OF_A};
use proptest::prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _, LedgerBook, Lien},
	AccountNo, Amount, BankIndex, Purpose, DAY_MS,
};
use std::collections::BTreeMap;

const OPENING: u64 = 100;

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

/// A place in the list of accounts; the last stands for one that does not exist. Most of what happens
/// is between two buyers of two banks, so that one thing leads to another.
fn any_place() -> impl Strategy<Value = usize> {
	prop_oneof![12 => Just(0usize), 12 => Just(2usize), 12 => 0..7usize, 1 => Just(7usize)]
}

fn any_amount() -> impl Strategy<Value = Amount> {
	prop_oneof![
		40 => 1..10u64,
		20 => 1..60u64,
		1 => Just(0),
		1 => Just(u64::MAX),
		1 => Just(u64::MAX - 60),
	]
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
	let small = prop_oneof![3 => (1..5u64).prop_map(Amount), 1 => any_amount()];
	let collect = (place(), prop_oneof![3 => Just(0u8), 1 => 0..3u8], small);
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
		5 => collect.prop_map(Act::Enter),
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
			(prop::collection::vec(prop::collection::vec(any_act(), 1..3), 1..16), any::<bool>()),
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
