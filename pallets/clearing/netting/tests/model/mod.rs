// SPDX-License-Identifier: Apache-2.0

//! Queues as text, queues at random, and the rules of C1, C4 and C5 told slowly: per bank, by adding up
//! and by comparing every two items.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

use netting::{Bank, Banks, Item, Model, Movement, Priority, Room, Standing};
use proptest::prelude::*;
use split_ledger_primitives::{Amount, BankIndex, Position};

pub(crate) const BANKS: u8 = 4;

pub(crate) fn bank(name: &str) -> BankIndex {
	BankIndex(name.bytes().next().expect("a bank has a name") - b'A')
}

/// Banks A, B, C ... that have so much in reserve, and no cap to speak of: `5 6 7`.
pub(crate) fn banks(text: &str) -> Banks {
	let amounts = text.split(' ').map(|amount| amount.parse().expect("a balance"));
	let room = |reserve| Room::of(&Standing { reserve, cap: Amount::MAX, ..Standing::default() });
	let of = |reserve| Bank { room: room(reserve), strict: false };
	(0..).map(BankIndex).zip(amounts.map(of)).collect()
}

pub(crate) fn strict(banks: Banks) -> Banks {
	banks.into_iter().map(|(bank, of)| (bank, Bank { strict: true, ..of })).collect()
}

/// `A>B:5 B>A:6`. With `!` before it an item is high, with `~` it is held; `A>B:5+C>B:1` is one item,
/// and `A>>B:5` is paid gross.
pub(crate) fn queue(text: &str) -> Vec<Item> {
	let movement = |part: &str| {
		let (debtor, rest) = part.split_once('>').expect("a payer");
		let (model, rest) = match rest.strip_prefix('>') {
			Some(rest) => (Model::Gross, rest),
			None => (Model::Net, rest),
		};
		let (creditor, amount) = rest.split_once(':').expect("a payee");
		let amount = amount.parse().expect("an amount");
		Movement { debtor: bank(debtor), creditor: bank(creditor), amount, model }
	};
	let item = |text: &str| {
		let (held, text) = (text.starts_with('~'), text.trim_start_matches('~'));
		let priority = if text.starts_with('!') { Priority::High } else { Priority::Normal };
		let movements = text.trim_start_matches('!').split('+').map(movement).collect();
		Item { priority, held, movements }
	};
	text.split_whitespace().map(item).collect()
}

/// `T1 T3`; `-` for none.
pub(crate) fn names(settles: &[bool]) -> String {
	let names = settles.iter().zip(1..).filter(|(settles, _)| **settles);
	let names: Vec<String> = names.map(|(_, at)| format!("T{at}")).collect();
	if names.is_empty() {
		"-".into()
	} else {
		names.join(" ")
	}
}

pub(crate) fn any_standing() -> impl Strategy<Value = Standing> {
	(0..20u64, 0..4u64, 0..20u64, 0..5u64, -6..6i128, 0..5u64).prop_map(
		|(reserve, earmarked, cap, owed, position, promised)| Standing {
			reserve: Amount(reserve),
			earmarked: Amount(earmarked),
			cap: Amount(cap),
			owed: Amount(owed),
			position,
			promised: Amount(promised),
		},
	)
}

pub(crate) fn any_banks() -> impl Strategy<Value = Banks> {
	let bank = (any_standing(), any::<bool>())
		.prop_map(|(standing, strict)| Bank { room: Room::of(&standing), strict });
	prop::collection::vec(bank, usize::from(BANKS))
		.prop_map(|all| (0..).map(BankIndex).zip(all).collect())
}

fn any_movement() -> impl Strategy<Value = Movement> {
	(0..BANKS, 1..BANKS, 1..12u64, prop::bool::weighted(0.2)).prop_map(
		|(debtor, step, amount, gross)| Movement {
			debtor: BankIndex(debtor),
			creditor: BankIndex((debtor + step) % BANKS),
			amount: Amount(amount),
			model: if gross { Model::Gross } else { Model::Net },
		},
	)
}

/// Mostly of one payer, sometimes of several.
pub(crate) fn any_item() -> impl Strategy<Value = Item> {
	let movements = prop::collection::vec(any_movement(), 1..4);
	(movements, prop::bool::weighted(0.3), prop::bool::weighted(0.1), prop::bool::weighted(0.2))
		.prop_map(|(mut movements, high, held, several)| {
			let debtor = movements[0].debtor;
			if !several {
				movements.iter_mut().for_each(|one| one.debtor = debtor);
				movements.retain(|one| one.creditor != debtor);
			}
			let priority = if high { Priority::High } else { Priority::Normal };
			if movements.is_empty() {
				let creditor = BankIndex((debtor.0 + 1) % BANKS);
				return Item { held, ..Item::of(priority, debtor, [(creditor, Amount(1))]) };
			}
			Item { priority, held, movements }
		})
}

/// Whether no item of the set stands behind one that waits and that it may not pass: of every two.
pub(crate) fn keeps_order(
	banks: &Banks,
	items: &[Item],
	settles: &[bool],
	all_strict: bool,
) -> bool {
	let rank = |at: usize| (items[at].priority == Priority::Normal, at);
	let may_not_pass = |late: usize, early: usize| {
		let both_normal = [late, early].iter().all(|at| items[*at].priority == Priority::Normal);
		items[late].payers().intersection(&items[early].payers()).any(|shared| {
			rank(early) < rank(late) && (all_strict || banks[shared].strict || !both_normal)
		})
	};
	(0..items.len()).all(|late| {
		let waits = |early: usize| !settles[early] && !items[early].held;
		!settles[late]
			|| !items[late].held
				&& (0..items.len()).all(|early| !(waits(early) && may_not_pass(late, early)))
	})
}

/// Net and gross of a bank in a set, by adding up.
pub(crate) fn flow(of: BankIndex, items: &[Item], settles: &[bool]) -> (Position, Position) {
	let settled = items.iter().zip(settles).filter(|(_, settles)| **settles);
	let movements = settled.flat_map(|(item, _)| &item.movements);
	let mut flow = (0, 0);
	for Movement { debtor, creditor, amount, model } in movements {
		let signed = match of {
			_ if of == *debtor => amount.position(),
			_ if of == *creditor => -amount.position(),
			_ => 0,
		};
		match model {
			Model::Net => flow.0 += signed,
			Model::Gross => flow.1 += signed,
		}
	}
	flow
}

/// Whether every bank stays within its room.
pub(crate) fn is_payable(banks: &Banks, items: &[Item], settles: &[bool]) -> bool {
	banks.iter().all(|(index, Bank { room, .. })| {
		let (net, gross) = flow(*index, items, settles);
		net <= room.net && gross <= room.gross && net + gross <= room.both
	})
}

/// Every choice of items.
pub(crate) fn choices(count: usize) -> impl Iterator<Item = Vec<bool>> {
	(0..1u32 << count).map(move |bits| (0..count).map(|at| bits >> at & 1 == 1).collect())
}

pub(crate) fn value(items: &[Item], settles: &[bool]) -> u128 {
	items.iter().zip(settles).filter(|(_, settles)| **settles).map(|(item, _)| item.value()).sum()
}
