// SPDX-License-Identifier: Apache-2.0

//! How answers look: tables for people, JSON for programs.

use super::Context;
use crate::currency::Unit;
use comfy_table::{presets, CellAlignment, Table};
use serde::Serialize;
use serde_json::{Map, Number, Value};
use split_ledger_primitives::{AccountFlags, Currency, Moment};
use std::io::{ErrorKind, Write};
use time::{format_description::well_known::Rfc3339, OffsetDateTime};

/// A table for people.
pub(super) fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
	let mut table = Table::new();
	table.load_preset(presets::ASCII_MARKDOWN).set_header(header);
	table.add_rows(rows);
	table
}

/// Aligns the columns of these headers to the right: figures.
pub(super) fn figures(mut table: Table, columns: &[usize]) -> Table {
	for index in columns {
		if let Some(column) = table.column_mut(*index) {
			column.set_cell_alignment(CellAlignment::Right);
		}
	}
	table
}

/// Prints an answer: as JSON where it is asked for, else as people read it.
pub(super) fn answer<T: Serialize>(
	context: Context,
	answer: &T,
	for_people: impl FnOnce(&T) -> String,
) -> anyhow::Result<()> {
	let text =
		if context.json { serde_json::to_string_pretty(answer)? } else { for_people(answer) };
	print(format!("{text}\n").as_bytes())
}

/// Writes to standard output. Whoever reads it may have read enough and gone.
pub(super) fn print(bytes: &[u8]) -> anyhow::Result<()> {
	let mut out = std::io::stdout();
	match out.write_all(bytes).and_then(|()| out.flush()) {
		Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
		written => Ok(written?),
	}
}

/// Prints why a command failed.
pub(super) fn error(error: &anyhow::Error, context: Context) {
	if context.json {
		let causes: Vec<_> = error.chain().map(ToString::to_string).collect();
		eprintln!("{}", serde_json::json!({ "error": causes.join(": "), "causes": causes }));
	} else {
		eprintln!("error: {error:#}");
	}
}

/// Fields whose values are amounts in minor units.
const AMOUNTS: &[&str] = &[
	"available",
	"held",
	"amount",
	"remaining",
	"released",
	"refunded",
	"entitlement",
	"parked",
	"reserve",
	"reserveBefore",
	"reserveAfter",
	"earmarked",
	"cap",
	"owed",
	"due",
	"position",
	"promised",
	"headroom",
	"sent",
	"received",
	"issued",
	"redeemed",
	"back",
	"returned",
	"given",
	"kept",
	"refundable",
	"returnable",
	"left",
	"collected",
	"single",
	"daily",
	"spentToday",
	"leftToday",
];

/// Fields whose numbers are moments.
const MOMENTS: &[&str] = &[
	"deadline",
	"after",
	"until",
	"from",
	"at",
	"ended",
	"end",
	"answerUntil",
	"frozenUntil",
	"stoppedSince",
];

/// What people look for first, in this order; the rest follows by the alphabet.
const FIRST: &[&str] = &[
	"id",
	"uetr",
	"number",
	"leg",
	"block",
	"participant",
	"owner",
	"submitter",
	"payer",
	"payee",
	"sponsor",
	"roles",
	"bank",
	"bankStatus",
	"currency",
	"agent",
	"accountType",
	"cycle",
	"status",
	"purpose",
	"amount",
	"entitlement",
	"available",
	"held",
	"remaining",
	"released",
	"refunded",
	"parked",
	"sent",
	"received",
	"position",
	"reserve",
	"reserveBefore",
	"reserveAfter",
	"after",
	"deadline",
];

/// The keys of an answer as people read them.
fn keys_of(fields: &Map<String, Value>) -> Vec<&String> {
	let mut keys: Vec<&String> = fields.keys().collect();
	let place = |key: &str| FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len());
	keys.sort_by_key(|key| (place(key), *key));
	keys
}

/// An answer of the chain for people: lists as tables, everything else line by line. What names its
/// currency has its amounts in units of that one, else in those of `unit`.
pub(super) fn value(value: &Value, unit: Option<Unit>) -> String {
	let unit = own_unit(value).or(unit);
	match value {
		Value::Array(rows) if rows.iter().all(Value::is_object) => list(rows, unit),
		Value::Object(fields) => {
			let fields =
				keys_of(fields).into_iter().filter_map(|key| Some((key, fields.get(key)?)));
			let (parts, plain): (Vec<_>, Vec<_>) =
				fields.partition(|(_, value)| value.is_object() || is_list(value));
			let rows = plain.iter().map(|(key, value)| vec![words(key), cell(key, value, unit)]);
			let mut shown = table(&["", ""], rows).to_string();
			for (key, part) in parts {
				shown.push_str(&format!("\n{}\n{}", words(key), self::value(part, unit)));
			}
			shown
		}
		other => cell("", other, unit),
	}
}

fn own_unit(value: &Value) -> Option<Unit> {
	let number = value.get("currency")?.as_u64()?;
	Unit::of_number(Currency(u16::try_from(number).ok()?))
}

fn is_list(value: &Value) -> bool {
	value.as_array().is_some_and(|rows| !rows.is_empty() && rows.iter().all(Value::is_object))
}

fn list(rows: &[Value], unit: Option<Unit>) -> String {
	let Some(Value::Object(first)) = rows.first() else { return "none".to_owned() };
	let keys = keys_of(first);
	let header: Vec<String> = keys.iter().map(|key| words(key)).collect();
	let header: Vec<&str> = header.iter().map(String::as_str).collect();
	let cells = rows.iter().map(|row| {
		let unit = own_unit(row).or(unit);
		keys.iter()
			.map(|key| cell(key, row.get(key.as_str()).unwrap_or(&Value::Null), unit))
			.collect()
	});
	let figures_at = (0..keys.len()).filter(|at| AMOUNTS.contains(&keys[*at].as_str()));
	let figures_at: Vec<_> = figures_at.collect();
	figures(table(&header, cells), &figures_at).to_string()
}

fn cell(key: &str, value: &Value, unit: Option<Unit>) -> String {
	match value {
		Value::Null => "-".to_owned(),
		Value::String(text) => {
			let minor = text.parse::<i128>().ok().filter(|_| AMOUNTS.contains(&key));
			match minor.zip(unit) {
				Some((minor, unit)) => unit.format_signed(minor),
				None => text.clone(),
			}
		}
		Value::Array(values) => {
			let cells: Vec<_> = values.iter().map(|value| cell(key, value, unit)).collect();
			cells.join(" ")
		}
		Value::Number(number) => number_cell(key, number),
		other => other.to_string(),
	}
}

/// Currencies by their code, flags of accounts by their names.
fn number_cell(key: &str, number: &Number) -> String {
	let small = number.as_u64().and_then(|number| u16::try_from(number).ok());
	let code = || Some(Unit::of_number(Currency(small?))?.code().to_owned());
	let named = match key {
		"currency" => code(),
		"flags" => small.map(flag_names),
		moment if MOMENTS.contains(&moment) => time_of(number),
		of_millionths if of_millionths.ends_with("Ppm") => number.as_u64().map(percentage),
		_ => None,
	};
	named.unwrap_or_else(|| number.to_string())
}

/// Millionths as a percentage.
fn percentage(ppm: u64) -> String {
	let text = format!("{}.{:04}", ppm / 10_000, ppm % 10_000);
	format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A moment as an RFC 3339 time.
pub(super) fn moment(moment: Moment) -> String {
	written(moment.0).unwrap_or_else(|| moment.0.to_string())
}

fn time_of(ms: &Number) -> Option<String> {
	written(ms.as_u64()?)
}

/// Milliseconds since 1970 as an RFC 3339 time.
fn written(ms: u64) -> Option<String> {
	let nanos = i128::from(ms) * 1_000_000;
	OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?.format(&Rfc3339).ok()
}

fn flag_names(bits: u16) -> String {
	let flags = AccountFlags(bits);
	let names = FLAGS.iter().filter(|(flag, _)| flags.has(*flag)).map(|(_, name)| *name);
	names.collect::<Vec<_>>().join(" ")
}

const FLAGS: &[(AccountFlags, &str)] = &[
	(AccountFlags::NO_DEBIT, "no-debit"),
	(AccountFlags::NO_CREDIT, "no-credit"),
	(AccountFlags::CLOSED, "closed"),
	(AccountFlags::FEE_ONLY, "fee-only"),
	(AccountFlags::LIEN, "lien"),
	(AccountFlags::OWNER_SUSPENDED, "owner-suspended"),
	(AccountFlags::ACCEPTS_ANYONE, "accepts-anyone"),
	(AccountFlags::MERCHANT, "merchant"),
	(AccountFlags::SUPPLIER, "supplier"),
	(AccountFlags::CARRIER, "carrier"),
	(AccountFlags::FEE_EARNER, "fee-earner"),
];

/// `reserveBefore` as `reserve before`; what is told as a percentage without its unit.
fn words(key: &str) -> String {
	let mut words = String::new();
	for c in key.trim_end_matches("Ppm").chars() {
		if c.is_uppercase() {
			words.push(' ');
		}
		words.extend(c.to_lowercase());
	}
	words
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn millionths_are_shown_as_percentages() {
		let shown = [300_000, 125_000, 1_000_000, 1, 0].map(percentage);
		assert_eq!(shown, ["30%", "12.5%", "100%", "0.0001%", "0%"]);
		let limits = json!({ "shareCapPpm": 300_000, "promoterLevels": 2 });
		let text = value(&limits, None);
		assert!(text.contains("share cap") && text.contains("30%"), "{text}");
	}

	#[test]
	fn amounts_are_shown_in_units_of_the_currency_that_stands_beside_them() {
		let accounts = json!({
			"id": 7,
			"accounts": [
				{ "number": 1, "currency": 156, "available": "1250" },
				{ "number": 2, "currency": 392, "available": "1250" },
				{ "number": 3, "currency": 414, "available": "1250" },
			],
		});
		let shown = value(&accounts, None);
		let line = |number: usize| shown.lines().nth(number).expect("a line").replace(' ', "");
		assert_eq!([line(6), line(7), line(8)], ["|1|CNY|12.50|", "|2|JPY|1250|", "|3|KWD|1.250|"]);
	}

	#[test]
	fn what_people_look_for_stands_first() {
		let cycle = json!({ "closed": 9, "status": "open", "cycle": 3, "agent": 1, "bank": 2 });
		let Value::Object(fields) = &cycle else { panic!("an object") };
		assert_eq!(keys_of(fields), ["bank", "agent", "cycle", "status", "closed"]);
	}

	#[test]
	fn a_row_that_names_no_currency_takes_that_of_what_it_stands_in() {
		let order = json!({ "currency": 156, "legs": [{ "leg": 1, "released": "5" }] });
		assert!(value(&order, None).contains("0.05"));
		let limits = json!({ "bank": 1, "cap": "5" });
		assert!(value(&limits, Unit::of_code("CNY")).contains("0.05"));
		assert!(!value(&limits, None).contains("0.05"));
	}

	#[test]
	fn an_order_is_shown_with_its_uetr() {
		let uetr = split_ledger_primitives::Uetr::of_hash([7; 16]);
		let shown = value(&json!({ "uetr": uetr }), None);
		assert!(shown.contains(&uetr.to_string()), "{shown}");
	}
}
