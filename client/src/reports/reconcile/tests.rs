// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{
	follow::made_up::{self, DAY, HALF, PAID, PARKED},
	reports::tests::{bank, cny, made_up_ledger},
};
use split_ledger_primitives::{CycleNo, Date, OrderId};

const CYCLE: Period = Period::Cycle(CycleNo(0));

/// An entry of bank 2 for a leg of an order.
fn booked(id: &str, account: u64, amount: i128, order: OrderId, leg: u8) -> OwnEntry {
	OwnEntry {
		line: 0,
		id: id.to_owned(),
		account,
		amount,
		unit: cny(),
		date: DAY,
		named: Named::Order(order.to_string()),
		leg: Some(leg),
	}
}

/// What bank 2 should have booked for the first cycle.
fn sound() -> Vec<OwnEntry> {
	vec![
		booked("a", 21, 7_000, PAID, 1),
		booked("b", 22, 1_000, PAID, 2),
		booked("c", 21, 1_000, HALF, 1),
	]
}

fn told(ours: Vec<OwnEntry>, period: Period) -> anyhow::Result<(usize, Vec<String>)> {
	let (_folder, ledger) = made_up_ledger()?;
	let lines = (2u64..).zip(ours);
	let ours: Vec<_> = lines.map(|(line, entry)| OwnEntry { line, ..entry }).collect();
	let Reconciled { matched, breaks, .. } = reconcile(&ledger, bank(2), period, &ours)?;
	let of = |figure: Option<i128>| figure.map(|figure| figure.to_string()).unwrap_or_default();
	let line = |told: &Break| {
		let account = told.account.map(|account| account.to_string()).unwrap_or_default();
		let entry = told.bank_entry.clone().unwrap_or_default();
		format!("{:?} {account} {entry} {} {}", told.kind, of(told.here), of(told.at_bank))
	};
	Ok((matched, breaks.iter().map(line).collect()))
}

#[test]
fn books_that_are_the_chains_have_no_breaks_by_whatever_they_name_it() -> anyhow::Result<()> {
	assert_eq!(told(sound(), CYCLE)?, (3, vec![]));

	let (_folder, ledger) = made_up_ledger()?;
	let uetr: Option<String> =
		ledger
			.one("SELECT uetr FROM orders WHERE id = ?1", [HALF.to_string()], |row| row.get(0))?;
	let mut ours = sound();
	ours[1].leg = None;
	ours[2].named = Named::Uetr(uetr.expect("it is there"));
	assert_eq!(told(ours.clone(), CYCLE)?, (3, vec![]));
	ours[2].named = Named::Reference("r-2".to_owned());
	ours[2].leg = None;
	assert_eq!(told(ours, CYCLE)?, (3, vec![]));
	Ok(())
}

#[test]
fn each_break_is_found_as_what_it_is_and_nothing_else() -> anyhow::Result<()> {
	let planted = |plant: &dyn Fn(&mut Vec<OwnEntry>)| {
		let mut ours = sound();
		plant(&mut ours);
		told(ours, CYCLE)
	};
	let missing_at_bank = planted(&|ours| drop(ours.remove(1)))?;
	assert_eq!(missing_at_bank, (2, vec!["MissingAtBank 22  1000 ".to_owned()]));

	let missing_here = planted(&|ours| ours.push(booked("d", 22, 900, PARKED, 1)))?;
	assert_eq!(missing_here.0, 3);
	let nobody = planted(&|ours| ours.push(booked("d", 21, 5, OrderId([9; 22]), 1)))?;
	assert_eq!(nobody, (3, vec!["MissingHere 21 d  5".to_owned()]));

	let amount = planted(&|ours| ours[0].amount = 7_001)?;
	assert_eq!(amount, (2, vec!["Amount 21 a 7000 7001".to_owned()]));

	let timing = planted(&|ours| ours[2].date = Date(DAY.0 + 1))?;
	assert_eq!(timing, (2, vec!["Timing 21 c 1000 1000".to_owned()]));

	let same_entry = planted(&|ours| ours.push(ours[0].clone()))?;
	assert_eq!(same_entry, (3, vec!["Duplicate 21 a  7000".to_owned()]));
	let twice = planted(&|ours| ours.push(booked("d", 21, 7_000, PAID, 1)))?;
	assert_eq!(twice, (3, vec!["Duplicate 21 d  7000".to_owned()]));

	let side = planted(&|ours| ours[0].amount = -7_000)?;
	assert_eq!(
		side,
		(2, vec!["MissingHere 21 a  -7000".to_owned(), "MissingAtBank 21  7000 ".to_owned()])
	);
	Ok(())
}

#[test]
fn what_was_posted_in_another_cycle_is_a_matter_of_time() -> anyhow::Result<()> {
	let mut ours = sound();
	ours.push(booked("d", 22, 900, PARKED, 1));
	assert_eq!(told(ours, CYCLE)?, (3, vec!["Timing 22 d 900 900".to_owned()]));

	// Of the two postings of the next day, only the bank's own has a reference of its own.
	let next = Date(DAY.0 + 1);
	let of_next = |id, account, amount, named| OwnEntry {
		date: next,
		named,
		leg: None,
		..booked(id, account, amount, PAID, 1)
	};
	let ours = vec![
		of_next("a", 21, -200, Named::Reference("back-1".to_owned())),
		of_next("b", 21, -5_000, Named::Reference("out-1".to_owned())),
		of_next("c", 22, 900, Named::Order(PARKED.to_string())),
	];
	assert_eq!(told(ours, Period::Date(next))?, (3, vec![]));
	Ok(())
}

#[test]
fn what_was_posted_on_its_date_in_another_period_is_no_break() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let mut ours = sound();
	ours.push(OwnEntry { date: Date(DAY.0 + 1), ..booked("d", 22, 900, PARKED, 1) });
	let found = reconcile(&ledger, bank(2), CYCLE, &ours)?;
	assert_eq!((found.matched, found.elsewhere, found.breaks), (3, 1, vec![]));
	Ok(())
}

#[test]
fn all_kinds_at_once_are_told_by_kind() -> anyhow::Result<()> {
	let mut ours = sound();
	ours.remove(1);
	ours[0].amount = 6_000;
	ours[1].date = Date(DAY.0 + 1);
	ours.push(booked("d", 21, 5, OrderId([9; 22]), 1));
	ours.push(ours[1].clone());
	let kinds: Vec<_> = told(ours, CYCLE)?.1;
	assert_eq!(
		kinds,
		[
			"MissingHere 21 d  5",
			"MissingAtBank 22  1000 ",
			"Amount 21 a 7000 6000",
			"Timing 21 c 1000 1000",
			"Duplicate 21 c  1000",
		]
	);
	Ok(())
}

#[test]
fn an_order_whose_postings_are_not_all_of_it_is_told() -> anyhow::Result<()> {
	let folder = tempfile::tempdir()?;
	let path = folder.path().join("made-up.sqlite");
	made_up::make(&path)?;
	let file = rusqlite::Connection::open(&path)?;
	file.execute("UPDATE orders SET amount = 8501 WHERE id = ?1", [PAID.to_string()])?;
	file.execute("DELETE FROM orders WHERE id = ?1", [HALF.to_string()])?;
	let ledger = Ledger::open(&path)?;

	let Reconciled { matched, breaks, .. } = reconcile(&ledger, bank(2), CYCLE, &sound())?;

	let told: Vec<_> = breaks.iter().map(|one| (one.kind, one.detail.as_str())).collect();
	assert_eq!(matched, 3);
	assert_eq!(
		told,
		[
			(Kind::MissingHere, "there is no order to its postings"),
			(Kind::Amount, "its postings come to 8500 of 8501"),
		]
	);
	Ok(())
}
