// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{
	currency::Unit,
	follow::made_up::{self, DAY},
};
use split_ledger_primitives::{BankIndex, CycleNo, Date, ParticipantId};
use std::{fs, path::Path};

pub(super) fn cny() -> Unit {
	Unit::of_code("CNY").expect("a currency")
}

pub(super) fn bank(bank: u8) -> Scope {
	Scope { bank: BankIndex(bank), customer: None, unit: cny() }
}

/// A ledger of the made-up file, and the folder that it is in.
pub(super) fn made_up_ledger() -> anyhow::Result<(tempfile::TempDir, Ledger)> {
	let folder = tempfile::tempdir()?;
	let path = folder.path().join("made-up.sqlite");
	made_up::make(&path)?;
	let ledger = Ledger::open(&path)?;
	Ok((folder, ledger))
}

fn told(statement: &Statement) -> Vec<String> {
	let line = |item: &Item| {
		let Item { status, account, amount, kind, way, .. } = item;
		let account = account.map(|account| account.to_string()).unwrap_or_default();
		let way = way.map(|way| format!("{way:?}")).unwrap_or_default();
		format!("{status:?} {account} {amount} {kind} {way}")
	};
	statement.items.iter().map(line).collect()
}

#[test]
fn a_bank_reads_what_came_and_went_in_a_cycle_and_what_is_open_at_its_close() -> anyhow::Result<()>
{
	let (_folder, ledger) = made_up_ledger()?;

	let of_first = Statement::of(&ledger, bank(1), Period::Cycle(CycleNo(0)))?;
	assert_eq!(
		told(&of_first),
		[
			"Settled 11 100000 issue Issued",
			"Settled 11 -7000 paid Net",
			"Settled 11 -1000 paid Net",
			"Settled 11 -500 paid Own",
			"Settled 12 500 paid Own",
			"Settled 11 -1000 paid Net",
			"Settled 11 -500 paid Gross",
			"Pending 11 -1500 held ",
			"Pending 11 -900 held ",
			"Failed 11 -95000 refused ",
		]
	);
	assert_eq!((of_first.opening(), of_first.closing(), of_first.number()), (0, 90_500, 1));

	let of_second = Statement::of(&ledger, bank(2), Period::Cycle(CycleNo(1)))?;
	assert_eq!(
		told(&of_second),
		[
			"Posted 21 -200 returned Net",
			"Settled 21 -5000 redeem Redeemed",
			"Posted 22 900 paid Net",
			"Pending 21 1000 held Net",
		]
	);
	assert_eq!((of_second.opening(), of_second.closing(), of_second.number()), (9_000, 4_700, 2));
	Ok(())
}

#[test]
fn a_customer_reads_its_day_with_what_is_parked_and_what_others_failed_to_pay() -> anyhow::Result<()>
{
	let (_folder, ledger) = made_up_ledger()?;
	let of = |customer, date| {
		let scope = Scope { customer: Some(ParticipantId(customer)), ..bank(2) };
		Statement::of(&ledger, scope, Period::Date(date))
	};

	assert_eq!(
		told(&of(201, DAY)?),
		[
			"Settled 21 7000 paid Net",
			"Settled 21 1000 paid Net",
			"Pending 21 1000 held Net",
			"Failed  95000 refused ",
		]
	);
	assert_eq!(told(&of(202, DAY)?), ["Settled 22 1000 paid Net", "Parked 22 900 held Net"]);
	let next = of(202, Date(DAY.0 + 1))?;
	assert_eq!(told(&next), ["Posted 22 900 paid Net"]);
	assert_eq!((next.opening(), next.closing(), next.number()), (1_000, 1_900, 2));
	Ok(())
}

#[test]
fn what_backs_the_claims_of_customers_counts_what_is_not_settled_between_banks(
) -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let custody = |place, date| -> anyhow::Result<Option<(i128, i128, i128)>> {
		let statement = Statement::of(&ledger, bank(place), Period::Date(date))?;
		Ok(statement.custody.map(|of| (of.due, of.owed, of.amount)))
	};
	let next = Date(DAY.0 + 1);
	// The first cycle is settled on its own day; the second one never is.
	assert_eq!(custody(1, DAY)?, Some((0, 0, 90_500)));
	assert_eq!(custody(2, DAY)?, Some((0, 0, 9_000)));
	assert_eq!(custody(1, next)?, Some((0, 700, 90_500)));
	assert_eq!(custody(2, next)?, Some((700, 0, 4_000)));
	assert_eq!(custody(3, next)?, Some((0, 0, 500)));
	Ok(())
}

#[test]
fn what_is_not_over_has_no_statement_and_the_refusal_says_when_it_will() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	for (period, said) in [
		(Period::Cycle(CycleNo(2)), "has not closed"),
		(Period::Date(Date(DAY.0 + 2)), "is not over"),
		(Period::Date(Date(DAY.0 - 1)), "begins later"),
	] {
		let refused = Statement::of(&ledger, bank(1), period).expect_err("it is not over");
		assert!(format!("{refused:#}").contains(said), "{refused:#}");
	}
	Ok(())
}

/// What entries of a bank are, changed in the file itself: nobody states what does not foot.
#[test]
fn a_file_that_was_tampered_with_is_not_stated() -> anyhow::Result<()> {
	for change in [
		"UPDATE entries SET amount = amount + 1 WHERE block = 2 AND leg = 1",
		"DELETE FROM entries WHERE block = 4",
		"UPDATE positions SET sent = sent + 1 WHERE bank = 1",
		"UPDATE positions SET position = position + 1 WHERE bank = 3",
		"UPDATE entries SET gross = 1 WHERE block = 2 AND leg = 1",
		"DELETE FROM accounts WHERE number = 22",
		"UPDATE entries SET amount = 1 WHERE kind = 'issue'",
	] {
		let folder = tempfile::tempdir()?;
		let path = folder.path().join("made-up.sqlite");
		made_up::make(&path)?;
		rusqlite::Connection::open(&path)?.execute(change, [])?;
		let ledger = Ledger::open(&path)?;
		let stated = Statement::of(&ledger, bank(1), Period::Cycle(CycleNo(0)));
		let refused = stated.err().map(|error| format!("{error:#}")).unwrap_or_default();
		assert!(refused.contains("follow the chain again"), "{change}: {refused}");
	}
	Ok(())
}

/// All files below a folder, by name.
fn files(folder: &Path) -> Vec<(String, String)> {
	let mut files = Vec::new();
	let mut folders = vec![folder.to_owned()];
	while let Some(one) = folders.pop() {
		for entry in fs::read_dir(one).expect("a folder") {
			let path = entry.expect("an entry").path();
			if path.is_dir() {
				folders.push(path);
			} else {
				let name = path.strip_prefix(folder).expect("below").display().to_string();
				files.push((name, fs::read_to_string(&path).expect("a text")));
			}
		}
	}
	files.sort();
	files
}

/// What the golden files are: every message is in one of them at least.
fn write_golden(ledger: &Ledger, out: &Path) -> anyhow::Result<()> {
	let (csv, iso) = (&[Format::Csv], &[Format::Iso20022]);
	let of = |bank: Scope, customer| Scope { customer: Some(ParticipantId(customer)), ..bank };
	write(ledger, bank(2), Period::Cycle(CycleNo(0)), out, csv)?;
	write(ledger, bank(2), Period::Date(DAY), out, csv)?;
	write(ledger, bank(1), Period::Cycle(CycleNo(0)), out, iso)?;
	write(ledger, bank(2), Period::Cycle(CycleNo(1)), out, iso)?;
	write(ledger, of(bank(2), 202), Period::Date(DAY), out, iso)?;
	Ok(())
}

/// `SPLIT_LEDGER_GOLDEN=1` writes them anew.
#[test]
fn the_same_file_makes_the_same_bytes_which_are_those_of_the_golden_files() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let (first, again) = (tempfile::tempdir()?, tempfile::tempdir()?);
	write_golden(&ledger, first.path())?;
	write_golden(&ledger, again.path())?;
	let written = files(first.path());
	assert_eq!(written, files(again.path()));

	let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reports/golden");
	if std::env::var_os("SPLIT_LEDGER_GOLDEN").is_some() {
		for (name, text) in &written {
			let path = golden.join(name);
			fs::create_dir_all(path.parent().expect("a folder"))?;
			fs::write(path, text)?;
		}
	}
	assert_eq!(written, files(&golden));
	Ok(())
}

#[test]
fn a_customer_that_the_bank_does_not_have_is_said() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let out = tempfile::tempdir()?;
	let stranger = Scope { customer: Some(ParticipantId(301)), ..bank(2) };
	let refused = write(&ledger, stranger, Period::Date(DAY), out.path(), &[Format::Csv]);
	let refused = refused.err().map(|error| error.to_string()).unwrap_or_default();
	assert!(refused.contains("301 has no account in CNY at bank 2"), "{refused}");
	Ok(())
}
