// SPDX-License-Identifier: Apache-2.0

//! First-in-first-out netting against the published scenarios, and against every choice there is.

use netting::{gridlock, net, settle, NettingError, Obligation, Reserves};
use proptest::prelude::*;
use split_ledger_primitives::{Amount, BankIndex};

fn balances(text: &str) -> Reserves {
	let amounts = text.split(' ').map(|amount| amount.parse().expect("a balance"));
	(0..).map(BankIndex).zip(amounts).collect()
}

/// `A>B:5 B>A:6`.
fn queue(text: &str) -> Vec<Obligation> {
	let bank = |name: &str| BankIndex(name.bytes().next().expect("a bank") - b'A');
	let item = |part: &str| {
		let (debtor, rest) = part.split_once('>').expect("a payer");
		let (creditor, amount) = rest.split_once(':').expect("a payee");
		let amount = amount.parse().expect("an amount");
		Obligation { debtor: bank(debtor), creditor: bank(creditor), amount }
	};
	text.split(' ').map(item).collect()
}

/// `T1 T3`; `-` for none.
fn items(settles: &[bool]) -> String {
	let names = settles.iter().zip(1..).filter(|(settles, _)| **settles);
	let names: Vec<String> = names.map(|(_, at)| format!("T{at}")).collect();
	if names.is_empty() {
		"-".into()
	} else {
		names.join(" ")
	}
}

#[test]
fn the_published_scenarios_settle_what_they_say() {
	let text = include_str!("gridlock.csv");
	let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
	let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
	assert_eq!(rows.len(), 20);
	for row in rows {
		let resolution = gridlock(&balances(&row[1]), &queue(&row[2])).expect("resolved");
		assert_eq!(items(&resolution.settles), row[4], "scenario {}", &row[0]);
		assert_eq!(resolution.closing, balances(&row[3]), "scenario {}", &row[0]);
	}
}

#[test]
fn a_queue_that_names_an_unknown_bank_is_refused() {
	let refused = gridlock(&balances("1 1"), &queue("A>C:1"));
	assert_eq!(refused, Err(NettingError::UnknownBank));
}

#[test]
fn an_item_of_nothing_is_refused() {
	let refused = gridlock(&balances("1 1"), &queue("A>B:0"));
	assert_eq!(refused, Err(NettingError::ZeroObligation));
}

const BANKS: u8 = 4;

fn any_item() -> impl Strategy<Value = Obligation> {
	(0..BANKS, 1..BANKS, 1..12u128).prop_map(|(debtor, step, amount)| Obligation {
		debtor: BankIndex(debtor),
		creditor: BankIndex((debtor + step) % BANKS),
		amount,
	})
}

/// Whether each payer settles a prefix of its own items.
fn keeps_order(queue: &[Obligation], settles: &[bool]) -> bool {
	(0..BANKS).map(BankIndex).all(|bank| {
		let own = queue.iter().zip(settles).filter(|(item, _)| item.debtor == bank);
		let own: Vec<bool> = own.map(|(_, settles)| *settles).collect();
		own.is_sorted_by(|earlier, later| earlier >= later)
	})
}

/// The slow model: of every choice of items that keeps order and can be paid, the largest.
fn largest(balances: &Reserves, queue: &[Obligation]) -> Vec<bool> {
	let choices = (0..1u32 << queue.len())
		.map(|bits| (0..queue.len()).map(|at| bits >> at & 1 == 1).collect::<Vec<bool>>());
	let payable = |settles: &Vec<bool>| {
		let chosen = queue.iter().zip(settles).filter(|(_, settles)| **settles);
		let positions = net(chosen.map(|(item, _)| *item)).expect("netted");
		keeps_order(queue, settles) && settle(balances, &positions).is_ok()
	};
	let count = |settles: &Vec<bool>| settles.iter().filter(|settles| **settles).count();
	choices.filter(payable).max_by_key(count).expect("the empty choice")
}

proptest! {
	#[test]
	fn no_choice_that_keeps_order_settles_more(
		opening in prop::collection::vec(0..9u64, usize::from(BANKS)),
		queue in prop::collection::vec(any_item(), 0..10),
	) {
		let balances: Reserves =
			(0..).map(BankIndex).zip(opening.into_iter().map(Amount)).collect();
		let resolution = gridlock(&balances, &queue).expect("resolved");
		prop_assert_eq!(&resolution.settles, &largest(&balances, &queue));

		let chosen = queue.iter().zip(&resolution.settles).filter(|(_, settles)| **settles);
		let positions = net(chosen.map(|(item, _)| *item)).expect("netted");
		prop_assert_eq!(settle(&balances, &positions), Ok(resolution.closing));
	}
}
