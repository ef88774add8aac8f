// SPDX-License-Identifier: Apache-2.0

//! Mandates: by them somebody places orders against the account of another (P7).

use super::{
	orders::read_date,
	table::{Cell, Columns, Row, Table},
	Malformed, Order, Participants, Source, Who,
};
use crate::currency::Unit;
use split_ledger_primitives::{
	limits::{MANDATES_MAX, MANDATE_PERIOD_DAYS_MAX, REFERENCE_BYTES_MAX},
	Amount, Date, MandatePeriod,
};
use std::collections::BTreeMap;

pub(crate) const COLUMNS: Columns = Columns {
	required: &[
		"name", "payer", "grantee", "currency", "single", "amount", "orders", "period", "from",
		"until",
	],
	optional: &[],
};

/// A line of `mandates.csv`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mandate {
	/// Its name, unique in the file.
	pub name: String,
	/// On whose account it draws.
	pub payer: Who,
	/// Who may place orders against it.
	pub grantee: Who,
	/// The currency of the account.
	pub unit: Unit,
	/// The most that one order may draw.
	pub single: Amount,
	/// The most that the orders of a period may draw.
	pub amount: Amount,
	/// The most orders of a period.
	pub orders: u32,
	/// What amount and orders are counted in.
	pub period: MandatePeriod,
	/// The first date; none: the one on which it is given.
	pub from: Option<Date>,
	/// The last date.
	pub until: Date,
}

impl Mandate {
	/// What it is listed under where the chain refuses it.
	pub fn reference(&self) -> String {
		format!("mandate/{}", self.name)
	}
}

/// Reads `mandates.csv`.
pub(super) fn read(source: &Source, all: &Participants) -> Result<Vec<Mandate>, Malformed> {
	let table = Table::read(source, &COLUMNS)?;
	let mut mandates: Vec<Mandate> = Vec::new();
	let mut counts: BTreeMap<(Who, Unit), u32> = BTreeMap::new();
	for row in table.rows() {
		let mandate = read_row(row, all)?;
		let is_new = mandates.iter().all(|earlier| earlier.name != mandate.name);
		row.cell("name").ensure(is_new, "a name that no earlier line has")?;
		let count = counts.entry((mandate.payer, mandate.unit)).or_default();
		*count += 1;
		row.cell("payer").ensure(*count <= MANDATES_MAX, "at most 64 mandates of one account")?;
		mandates.push(mandate);
	}
	Ok(mandates)
}

fn read_row(row: Row<'_>, all: &Participants) -> Result<Mandate, Malformed> {
	let (name, payer, grantee) = (row.cell("name"), row.cell("payer"), row.cell("grantee"));
	let unit = row.cell("currency").unit()?;
	let customer = |cell: Cell<'_>, expected: String| {
		let who = all.named(cell.text).filter(|who| all.get(*who).sponsor.is_some());
		who.ok_or_else(|| cell.malformed(expected))
	};
	let who = customer(payer, format!("a customer with an account in {unit}"))?;
	let has_account = all.get(who).accounts.contains_key(&unit);
	payer.ensure(has_account, &format!("a customer with an account in {unit}"))?;
	let expected = "a customer of `participants.csv`, another than the payer";
	let to = customer(grantee, expected.to_owned())?;
	grantee.ensure(to != who, expected)?;
	let (single, amount) = (row.cell("single"), row.cell("amount"));
	let orders = row.cell("orders");
	let count: Option<u32> = orders.text.parse().ok().filter(|count| *count > 0);
	let mandate = Mandate {
		name: name.reference()?,
		payer: who,
		grantee: to,
		unit,
		single: single.amount(unit)?,
		amount: amount.amount(unit)?,
		orders: count.ok_or_else(|| orders.malformed("a number of orders above zero"))?,
		period: read_period(row.cell("period"))?,
		from: read_date(row.cell("from"))?,
		until: read_until(row.cell("until"))?,
	};
	single.ensure(!mandate.single.is_zero(), "an amount above zero")?;
	amount.ensure(mandate.single <= mandate.amount, "no less than one order may draw")?;
	let in_order = mandate.from.is_none_or(|from| from <= mandate.until);
	row.cell("until").ensure(in_order, "a date not before the first one")?;
	let fits = mandate.reference().len() <= REFERENCE_BYTES_MAX as usize;
	name.ensure(fits, "a name with which `mandate/NAME` is 64 bytes at most")?;
	Ok(mandate)
}

fn read_period(cell: Cell<'_>) -> Result<MandatePeriod, Malformed> {
	if cell.text == "month" {
		return Ok(MandatePeriod::Month);
	}
	let days = cell.text.parse().ok();
	let days = days.filter(|days| (1..=MANDATE_PERIOD_DAYS_MAX).contains(days));
	days.map(MandatePeriod::Days).ok_or_else(|| cell.malformed("`month`, or 1 to 366 days"))
}

fn read_until(cell: Cell<'_>) -> Result<Date, Malformed> {
	read_date(cell)?.ok_or_else(|| cell.malformed("a date such as `2026-11-22`"))
}

/// The mandate that an order names, by its place: one on the payer's account, which brings all of it.
pub(super) fn named(
	row: Row<'_>,
	order: &Order,
	mandates: &[Mandate],
) -> Result<Option<usize>, Malformed> {
	let cell = row.cell("mandate");
	if cell.is_empty() {
		return Ok(None);
	}
	let place = mandates.iter().position(|mandate| mandate.name == cell.text);
	let place = place.ok_or_else(|| cell.malformed("a name of `mandates.csv`"))?;
	let is_of = mandates
		.get(place)
		.is_some_and(|mandate| (mandate.payer, mandate.unit) == (order.payer, order.unit));
	cell.ensure(is_of, "a mandate on the payer's account in this currency")?;
	let alone = order.funders.is_empty();
	let expected = "nothing: who submits by a mandate brings money of the payer alone";
	row.cell("funders").ensure(alone, expected)?;
	Ok(Some(place))
}
