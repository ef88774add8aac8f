// SPDX-License-Identifier: Apache-2.0

use super::{
	disputes::{read_resolver, Resolver},
	groups, mandates, milestones,
	table::{Cell, Columns, Row, Table},
	Bundle, Malformed, Participants, Rules, Source, Who,
};
use crate::{agreed::Milestone, currency::Unit};
use split_ledger_primitives::{limits::OTHER_FUNDERS_MAX, Amount, Date, ExpiryPolicy, Moment};
use std::collections::{BTreeMap, HashMap};
use time::{format_description::well_known::Rfc3339, OffsetDateTime};

pub(crate) const COLUMNS: Columns = Columns {
	required: &[
		"reference",
		"payment",
		"payer",
		"currency",
		"amount",
		"rules",
		"channel",
		"category",
		"promotion",
		"member_tier",
		"parties",
		"inputs",
		"release",
	],
	optional: &[
		"date",
		"deadline",
		"expiry",
		"funders",
		"milestones",
		"resolver",
		"answer_days",
		"silence",
		"group",
		"mandate",
	],
};

/// Funders and what each brings.
type Funders = Vec<(Who, Amount)>;

/// What a release must look like, for messages.
const RELEASE_EXPECTED: &str = "`now`, `hold`, `next-date`, or `after:` and an RFC 3339 time";

/// What an order says of itself, in words.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Labels {
	/// Means of payment or sales channel.
	pub channel: String,
	/// Category of the goods.
	pub category: String,
	/// Promotion that the order came by.
	pub promotion: String,
	/// Tier of the buyer as a member.
	pub member_tier: String,
}

/// When the chain releases a held order by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ByClock {
	/// Never: somebody else does.
	Never,
	/// From this moment on.
	After(Moment),
	/// At the opening of the date after that of its placement: T+1 (C3).
	NextDate,
}

impl ByClock {
	/// The moment, for an order that is placed at `placed`.
	pub fn moment(self, placed: Moment) -> Option<Moment> {
		match self {
			Self::Never => None,
			Self::After(moment) => Some(moment),
			Self::NextDate => Some(Date(placed.date().0.saturating_add(1)).start()),
		}
	}
}

/// When the money leaves the payer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Release {
	/// At once.
	Now,
	/// Held until somebody releases it, or the clock does.
	Hold {
		/// When the chain does.
		by_clock: ByClock,
		/// The end of the hold; none: the longest allowed.
		deadline: Option<Moment>,
		/// Who gets what remains then.
		expiry: ExpiryPolicy,
	},
}

/// A line of `orders.csv`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Order {
	/// The submitter's own text, unique in the bundle.
	pub reference: String,
	/// The date of the reference, where the file gives one.
	pub date: Option<Date>,
	/// Orders of the same payment are placed together or not at all; empty: alone.
	pub payment: String,
	/// Who pays.
	pub payer: Who,
	/// In which currency.
	pub unit: Unit,
	/// How much.
	pub amount: Amount,
	/// The name of the rule set; `None` for a transfer to the only party.
	pub rules: Option<String>,
	/// What it says of itself.
	pub labels: Labels,
	/// Who fills which slot, in file order.
	pub parties: Vec<(String, Who)>,
	/// The amounts that it brings to the rule, in file order.
	pub inputs: Vec<(String, Amount)>,
	/// When the money leaves the payer.
	pub release: Release,
	/// Who else brings a part of the amount, in file order; the rest is the payer's.
	pub funders: Vec<(Who, Amount)>,
	/// What of it is released under which conditions; none: it is released as a whole.
	pub milestones: Vec<Milestone<Who>>,
	/// Who decides a dispute about it; without one it cannot be disputed.
	pub resolver: Option<Resolver>,
	/// The group that it joins, by its place in `groups.csv`.
	pub group: Option<usize>,
	/// The mandate by which it is placed, by its place in `mandates.csv`.
	pub mandate: Option<usize>,
}

impl Order {
	/// Who brings the money, the payer first, and how much each.
	pub fn stakes(&self) -> impl Iterator<Item = (Who, Amount)> + '_ {
		let others: u64 = self.funders.iter().map(|(_, amount)| amount.0).sum();
		// The file was refused where the others bring all of it.
		let payer = (self.payer, Amount(self.amount.0.saturating_sub(others)));
		std::iter::once(payer).chain(self.funders.iter().copied())
	}

	/// Who fills a slot.
	pub fn party(&self, slot: &str) -> Option<Who> {
		self.parties.iter().find(|(name, _)| name == slot).map(|(_, who)| *who)
	}
}

/// Reads `orders.csv`.
pub(super) fn read(source: &Source, bundle: &Bundle) -> Result<Vec<Order>, Malformed> {
	let Bundle { participants, rules, .. } = bundle;
	let table = Table::read(source, &COLUMNS)?;
	let mut references = HashMap::new();
	let mut payers = HashMap::new();
	let mut orders = Vec::new();
	for (place, row) in table.rows().enumerate() {
		let mut order = read_row(row, participants, rules)?;
		order.funders = read_funders(row, &order, participants)?;
		order.milestones = milestones::read(row, &order, participants)?;
		order.resolver = read_resolver(row, &order, participants)?;
		order.group = groups::named(row.cell("group"), &bundle.groups)?;
		order.mandate = mandates::named(row, &order, &bundle.mandates)?;
		if let Some(earlier) = references.insert(order.reference.clone(), place + 1) {
			let expected =
				format!("a reference of its own; order {earlier} of the file has it too");
			return Err(row.cell("reference").malformed(expected));
		}
		if !order.payment.is_empty() {
			let own = (order.payer, bundle.submitter(&order));
			let (payer, by) = *payers.entry(order.payment.clone()).or_insert(own);
			let name = &participants.get(payer).name;
			let expected = format!("`{name}`, who pays the other orders of this payment");
			row.cell("payer").ensure(payer == order.payer, &expected)?;
			let expected =
				"a mandate, or none, as the other orders of this payment: one submits all";
			row.cell("mandate").ensure(by == own.1, expected)?;
		}
		orders.push(order);
	}
	Ok(orders)
}

fn read_row(row: Row<'_>, all: &Participants, rules: &Rules) -> Result<Order, Malformed> {
	let reference = row.cell("reference").reference()?;
	let unit = row.cell("currency").unit()?;
	let payer = read_party(row.cell("payer"), unit, all)?;
	let rules_cell = row.cell("rules");
	let parties = read_parties(row.cell("parties"), unit, all)?;
	let named = rules_cell.is_empty() || rules.contains_key(rules_cell.text);
	rules_cell.ensure(named, "the name of a file in `rules/`, without its ending")?;
	let is_transfer = rules_cell.is_empty();
	let expected = "the name of a rule set, or exactly one party for a plain transfer";
	rules_cell.ensure(!is_transfer || parties.len() == 1, expected)?;
	let text = |column| row.cell(column).text.to_owned();
	Ok(Order {
		reference,
		date: read_date(row.cell("date"))?,
		payment: text("payment"),
		payer,
		unit,
		amount: row.cell("amount").amount(unit)?,
		rules: (!is_transfer).then(|| rules_cell.text.to_owned()),
		labels: Labels {
			channel: text("channel"),
			category: text("category"),
			promotion: text("promotion"),
			member_tier: text("member_tier"),
		},
		parties,
		inputs: read_inputs(row.cell("inputs"), unit)?,
		release: read_release(row)?,
		funders: Vec::new(),
		milestones: Vec::new(),
		resolver: None,
		group: None,
		mandate: None,
	})
}

/// Who brings a part of the money beside the payer: nobody who gets a part of it, each at the payer's
/// bank, which submits the order.
fn read_funders(row: Row<'_>, order: &Order, all: &Participants) -> Result<Funders, Malformed> {
	let cell = row.cell("funders");
	let mut funders = Funders::new();
	let mut rest = order.amount;
	for part in cell.list() {
		let (name, amount) = part.pair("NAME=AMOUNT, such as `anna=30.00`")?;
		let who = read_party(name, order.unit, all)?;
		let is_new = who != order.payer && funders.iter().all(|(earlier, _)| *earlier != who);
		name.ensure(is_new, "somebody else than the payer, each only once")?;
		let gets = order.parties.iter().any(|(_, party)| *party == who);
		name.ensure(!gets, "somebody who is no party of the order")?;
		let is_here = all.bank_of(who) == all.bank_of(order.payer);
		name.ensure(is_here, "somebody at the bank of the payer, which submits the order")?;
		let sum = amount.amount(order.unit)?;
		amount.ensure(!sum.is_zero(), "an amount above zero")?;
		let left = rest.checked_sub(sum).filter(|left| !left.is_zero());
		let expected = "less than the whole amount: a part of it is the payer's";
		rest = left.ok_or_else(|| amount.malformed(expected))?;
		funders.push((who, sum));
	}
	cell.ensure(funders.len() <= OTHER_FUNDERS_MAX as usize, "three funders at most")?;
	Ok(funders)
}

/// A participant that can pay or be paid in the currency of the order.
pub(super) fn read_party(cell: Cell<'_>, unit: Unit, all: &Participants) -> Result<Who, Malformed> {
	let who = all.named(cell.text).ok_or_else(|| cell.malformed("a name of `participants.csv`"))?;
	let participant = all.get(who);
	let expected = format!("a participant with an account in {unit}");
	cell.ensure(participant.accounts.contains_key(&unit), &expected)?;
	cell.ensure(!participant.is_bank(), "a customer: the accounts of a bank are reserves")?;
	Ok(who)
}

fn read_parties(
	cell: Cell<'_>,
	unit: Unit,
	all: &Participants,
) -> Result<Vec<(String, Who)>, Malformed> {
	let mut parties: Vec<(String, Who)> = Vec::new();
	for part in cell.list() {
		let (slot, name) = part.pair("SLOT=NAME, such as `merchant=anna`")?;
		let is_new = parties.iter().all(|(earlier, _)| earlier != slot.text);
		slot.ensure(is_new, "each slot only once")?;
		parties.push((slot.text.to_owned(), read_party(name, unit, all)?));
	}
	Ok(parties)
}

fn read_inputs(cell: Cell<'_>, unit: Unit) -> Result<Vec<(String, Amount)>, Malformed> {
	let mut inputs: BTreeMap<&str, ()> = BTreeMap::new();
	let mut read = Vec::new();
	for part in cell.list() {
		let (name, amount) = part.pair("NAME=AMOUNT, such as `freight=13.29`")?;
		name.ensure(inputs.insert(name.text, ()).is_none(), "each input only once")?;
		read.push((name.text.to_owned(), amount.amount(unit)?));
	}
	Ok(read)
}

fn read_release(row: Row<'_>) -> Result<Release, Malformed> {
	let cell = row.cell("release");
	let deadline = row.cell("deadline");
	let hold = |by_clock| {
		let deadline =
			Some(deadline).filter(|cell| !cell.is_empty()).map(read_moment).transpose()?;
		Ok(Release::Hold { by_clock, deadline, expiry: read_expiry(row.cell("expiry"))? })
	};
	match cell.text {
		"now" => Ok(Release::Now),
		"hold" => hold(ByClock::Never),
		"next-date" => hold(ByClock::NextDate),
		text => match text.strip_prefix("after:") {
			Some(time) => hold(ByClock::After(read_moment(cell.part(time))?)),
			None => Err(cell.malformed(RELEASE_EXPECTED)),
		},
	}
}

fn read_expiry(cell: Cell<'_>) -> Result<ExpiryPolicy, Malformed> {
	match cell.text {
		"" | "payer" => Ok(ExpiryPolicy::Payer),
		"payees" => Ok(ExpiryPolicy::Payees),
		"merchant" => Ok(ExpiryPolicy::Merchant),
		_ => Err(cell.malformed("`payer`, `payees` or `merchant`")),
	}
}

pub(super) fn read_date(cell: Cell<'_>) -> Result<Option<Date>, Malformed> {
	if cell.is_empty() {
		return Ok(None);
	}
	let expected = "a date such as `2026-11-22`";
	cell.text.parse().map(Some).map_err(|_| cell.malformed(expected))
}

pub(super) fn read_moment(cell: Cell<'_>) -> Result<Moment, Malformed> {
	moment(cell.text)
		.ok_or_else(|| cell.malformed("an RFC 3339 time such as `2026-11-22T18:30:00Z`"))
}

/// The moment of an RFC 3339 time from 1970 on.
pub fn moment(text: &str) -> Option<Moment> {
	let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
	let ms = time.unix_timestamp_nanos().div_euclid(1_000_000);
	u64::try_from(ms).ok().map(Moment)
}
