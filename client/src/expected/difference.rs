// SPDX-License-Identifier: Apache-2.0

use crate::{
	currency::Unit,
	rows::{is_open, BalanceRow, LegRow, PositionRow, Rows},
};
use std::{collections::BTreeMap, fmt};

/// Where what the chain did is not what the bundle comes to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Difference {
	/// The file that differs.
	pub file: &'static str,
	/// What of it.
	pub what: String,
	/// What the model says.
	pub expected: String,
	/// What the chain says.
	pub found: String,
}

impl fmt::Display for Difference {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		let Self { file, what, expected, found } = self;
		write!(f, "{file}: {what}: expected {expected}, found {found}")
	}
}

/// Compares every leg, balance, position and refusal.
///
/// Block and cycle numbers are the chain's own. A run may span several cycles, so positions are
/// compared by what they add up to, and each cycle is checked for itself.
pub fn compare(expected: &Rows, found: &Rows) -> Vec<Difference> {
	let mut differences = Vec::new();
	differences.extend(compare_maps(
		"legs.csv",
		&legs_by_place(&expected.legs),
		&legs_by_place(&found.legs),
	));
	differences.extend(compare_maps(
		"balances.csv",
		&by_account(&expected.balances),
		&by_account(&found.balances),
	));
	differences.extend(compare_maps(
		"positions.csv",
		&by_bank(&expected.positions, &expected.positions),
		&by_bank(&found.positions, &expected.positions),
	));
	differences.extend(compare_maps(
		"refused.csv",
		&refusals_by_name(expected),
		&refusals_by_name(found),
	));
	differences.extend(found.positions.iter().filter_map(wrong_sum));
	differences.extend(cycles_not_at_zero(&found.positions));
	differences
}

fn compare_maps(
	file: &'static str,
	expected: &BTreeMap<String, String>,
	found: &BTreeMap<String, String>,
) -> Vec<Difference> {
	let nothing = || "nothing".to_owned();
	let mut keys: Vec<_> = expected.keys().chain(found.keys()).collect();
	keys.sort();
	keys.dedup();
	let differs = keys.into_iter().filter(|key| expected.get(*key) != found.get(*key));
	let difference = |key: &String| Difference {
		file,
		what: key.clone(),
		expected: expected.get(key).cloned().unwrap_or_else(nothing),
		found: found.get(key).cloned().unwrap_or_else(nothing),
	};
	differs.map(difference).collect()
}

/// How many refusals each reference has: actions may have none, and one text may name an order and an
/// action, or actions of two kinds.
fn refusals_by_name(rows: &Rows) -> BTreeMap<String, String> {
	let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
	for row in &rows.refused {
		*counts.entry(&row.reference).or_default() += 1;
	}
	let told = counts.into_iter().map(|(name, count)| match count {
		1 => (name.to_owned(), "refused".to_owned()),
		_ => (name.to_owned(), format!("refused {count} times")),
	});
	told.collect()
}

/// All rows of each leg, in the order of their postings.
fn legs_by_place(rows: &[LegRow]) -> BTreeMap<String, String> {
	let mut legs: BTreeMap<String, Vec<String>> = BTreeMap::new();
	for row in rows {
		let LegRow { reference, leg, slot, participant, bank, currency, amount, .. } = row;
		let in_place = row.block.is_some() != is_open(&row.status);
		let block = if in_place { "" } else { " with a block that does not fit the status" };
		legs.entry(format!("{reference}, leg {leg}")).or_default().push(format!(
			"{slot} {participant} at {bank} {amount} {currency} {} {}{block}",
			row.purpose, row.status,
		));
	}
	let joined = legs.into_iter().map(|(key, mut rows)| {
		rows.sort();
		(key, rows.join(", "))
	});
	joined.collect()
}

fn by_account(rows: &[BalanceRow]) -> BTreeMap<String, String> {
	let pair = |row: &BalanceRow| {
		let BalanceRow { participant, bank, currency, available, held } = row;
		let key = format!("{participant} at {bank} in {currency}");
		(key, format!("available {available}, held {held}"))
	};
	rows.iter().map(pair).collect()
}

/// What each bank of `known` sent and received in all cycles. Banks of the chain that are not of
/// the bundle have rows too: they must not have moved.
fn by_bank(rows: &[PositionRow], known: &[PositionRow]) -> BTreeMap<String, String> {
	let mut sums: BTreeMap<(String, String), (i128, i128, bool)> = BTreeMap::new();
	for row in rows {
		let key = (row.currency.clone(), row.bank.clone());
		let sum = sums.entry(key).or_insert((0, 0, true));
		sum.0 += minor(row, &row.sent).unwrap_or_default();
		sum.1 += minor(row, &row.received).unwrap_or_default();
		sum.2 &= row.status == "settled";
	}
	let is_known = |currency: &str, bank: &str| {
		known.iter().any(|row| row.currency == currency && row.bank == bank)
	};
	let moved = sums.into_iter().filter(|((currency, bank), (sent, received, _))| {
		is_known(currency, bank) || *sent != 0 || *received != 0
	});
	let pair = |((currency, bank), (sent, received, settled)): ((String, String), _)| {
		let settled = if settled { "settled" } else { "not settled" };
		(
			format!("{bank} in {currency}"),
			format!("sent {sent}, received {received} in minor units, {settled}"),
		)
	};
	moved.map(pair).collect()
}

fn minor(row: &PositionRow, amount: &str) -> Option<i128> {
	Unit::of_code(&row.currency)?.parse_signed(amount).ok()
}

/// Net = received - sent = reserve after - reserve before.
fn wrong_sum(row: &PositionRow) -> Option<Difference> {
	let figure = |amount: &str| minor(row, amount);
	let sums = || {
		let net = figure(&row.net)?;
		let moved = figure(&row.reserve_after)? - figure(&row.reserve_before)?;
		let flowed = figure(&row.received)? - figure(&row.sent)?;
		Some(net == moved && net == flowed)
	};
	(sums() != Some(true)).then(|| Difference {
		file: "positions.csv",
		what: format!("{} in {}, cycle {}", row.bank, row.currency, row.cycle),
		expected: "net = received - sent = reserve_after - reserve_before".to_owned(),
		found: format!("{row:?}"),
	})
}

/// The nets of a cycle add up to zero.
fn cycles_not_at_zero(rows: &[PositionRow]) -> Vec<Difference> {
	let mut sums: BTreeMap<(&str, u32), i128> = BTreeMap::new();
	for row in rows {
		*sums.entry((&row.currency, row.cycle)).or_default() +=
			minor(row, &row.net).unwrap_or_default();
	}
	let off = sums.into_iter().filter(|(_, sum)| *sum != 0);
	let difference = |((currency, cycle), sum): ((&str, u32), i128)| Difference {
		file: "positions.csv",
		what: format!("cycle {cycle} of {currency}"),
		expected: "nets that add up to 0".to_owned(),
		found: format!("{sum} in minor units"),
	};
	off.map(difference).collect()
}
