// SPDX-License-Identifier: Apache-2.0

use super::{
	disputes::{self, InDispute, Opened},
	orders::read_moment,
	parse_share,
	statements::{self, OF_STATEMENT},
	table::{Cell, Columns, Row, Table},
	Bundle, Malformed, Order, Participants, Source, Who,
};
use split_ledger_primitives::{Amount, Moment, Stated};
use std::collections::{HashMap, HashSet};

pub(crate) const COLUMNS: Columns = Columns {
	required: &["order", "reference", "action", "amount", "legs"],
	optional: &["by", "milestone", "until", "share"],
};

/// Which of the optional columns an action takes; one without a row takes none.
const TAKEN: &[(&str, &[&str])] = &[
	("release", &["milestone"]),
	("confirm", OF_STATEMENT),
	("shipped", OF_STATEMENT),
	("delivered", OF_STATEMENT),
	("customs-cleared", OF_STATEMENT),
	("inspected", OF_STATEMENT),
	("extend", &["by", "until"]),
];

/// A leg that a release names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LegName {
	/// By its number among the leaves of the case, from 1 on.
	Number(u8),
	/// All leaves of a slot.
	Slot(String),
}

/// How much a release releases.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Part {
	/// All that remains.
	All,
	/// An amount of what remains.
	Amount(Amount),
	/// All that remains of these legs.
	Legs(Vec<LegName>),
	/// What is open of a milestone, by its number from 1 on.
	Milestone(u8),
}

/// What a line of `actions.csv` does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
	/// Releases a part of a held order, as the payer's bank. The order by its place.
	Release(usize, Part),
	/// Gives a part of an order back to the payer, as the merchant's bank; `None`: all that can be.
	Refund(usize, Option<Amount>),
	/// Gives a released leg back, or a part of it, as the bank of its receiver; `None`: all of it that
	/// can be.
	Return(usize, LegName, Option<Amount>),
	/// Pays those whom a participant owes out of what came in for them.
	Collect(Who),
	/// Waits until the deadline of the order has passed.
	Expire(usize),
	/// The bank of a participant lets its accounts take no credit, so that legs are parked.
	NoCredit(Who),
	/// The bank of a participant lets its accounts take credits again.
	Credit(Who),
	/// Tries to pay the parked legs of an order.
	RetryParked(usize),
	/// Somebody states something about a milestone of an order.
	State(usize, Stated),
	/// A side of an order asks for a later deadline.
	Extend(usize),
	/// Opens a dispute about an order, answers, withdraws or decides it.
	Dispute(usize, InDispute),
	/// The payer's bank freezes an order until then; `None`: as long as it can.
	Freeze(usize, Option<Moment>),
	/// The payer's bank lifts the freeze of an order.
	Unfreeze(usize),
	/// Who gets a leg gives what is not released of it to somebody else, as its bank.
	Assign(usize, LegName, Who),
	/// Its platform calls a group off. The group by its place.
	CallOff(usize),
	/// The payer's bank revokes a mandate. The mandate by its place.
	Revoke(usize),
}

/// A line of `actions.csv`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Action {
	/// The submitter's own text.
	pub reference: String,
	/// What it does.
	pub act: Act,
	/// Who does it, where the action leaves a choice.
	pub by: Option<Who>,
	/// Of which milestone of the order, from 1 on.
	pub milestone: Option<u8>,
	/// Until when.
	pub until: Option<Moment>,
	/// Which share, as a numerator and a denominator.
	pub share: Option<(u32, u32)>,
}

impl Action {
	/// The milestone that it is about: the first one where it names none.
	pub fn about_milestone(&self) -> u8 {
		self.milestone.unwrap_or(1)
	}
}

impl Act {
	/// The order that it is on, by its place.
	pub fn order(&self) -> Option<usize> {
		match self {
			Self::Release(order, _)
			| Self::Refund(order, _)
			| Self::Return(order, ..)
			| Self::Expire(order)
			| Self::RetryParked(order)
			| Self::State(order, _)
			| Self::Extend(order)
			| Self::Dispute(order, _)
			| Self::Freeze(order, _)
			| Self::Unfreeze(order)
			| Self::Assign(order, ..) => Some(*order),
			Self::Collect(_)
			| Self::NoCredit(_)
			| Self::Credit(_)
			| Self::CallOff(_)
			| Self::Revoke(_) => None,
		}
	}
}

/// Reads `actions.csv`.
pub(super) fn read(source: &Source, bundle: &Bundle) -> Result<Vec<Action>, Malformed> {
	let Bundle { participants, orders, .. } = bundle;
	let table = Table::read(source, &COLUMNS)?;
	let places: HashMap<_, _> =
		orders.iter().enumerate().map(|(place, order)| (order.reference.as_str(), place)).collect();
	let mut seen = HashSet::new();
	let mut opened = Opened::new();
	let mut actions = Vec::new();
	for row in table.rows() {
		let (reference, kind) = (row.cell("reference"), row.cell("action").text);
		let act = match kind {
			"no-credit" | "credit" | "collect" => read_status(row, participants)?,
			kind if disputes::is_act(kind) => {
				let place = read_order(row, &places)?;
				disputes::read_act(row, (place, &orders[place]), participants, &mut opened)?
			}
			"call-off" | "revoke" => read_end(row, bundle)?,
			_ => read_act(row, &places, orders, participants)?,
		};
		let needs_reference = matches!(
			act,
			Act::Release(..)
				| Act::Refund(..)
				| Act::Return(..)
				| Act::State(..)
				| Act::Dispute(_, InDispute::Resolve(_))
		);
		if needs_reference || !reference.is_empty() {
			let text = reference.reference()?;
			let expected = format!("a reference that no other {kind} of the file has");
			reference.ensure(seen.insert((kind.to_owned(), text)), &expected)?;
		}
		actions.push(read_action(row, participants, act)?);
	}
	Ok(actions)
}

/// An action with what the optional columns say of it: nothing in those that it does not take.
fn read_action(row: Row<'_>, all: &Participants, act: Act) -> Result<Action, Malformed> {
	let action = row.cell("action").text;
	let taken = TAKEN
		.iter()
		.chain(disputes::TAKEN)
		.find(|(name, _)| *name == action)
		.map_or(&[][..], |(_, taken)| *taken);
	for column in COLUMNS.optional.iter().filter(|column| !taken.contains(column)) {
		let cell = row.cell(column);
		cell.ensure(cell.is_empty(), &format!("nothing: this action takes no `{column}`"))?;
	}
	let said = |column| Some(row.cell(column)).filter(|cell| !cell.is_empty());
	Ok(Action {
		reference: row.cell("reference").text.to_owned(),
		act,
		by: said("by").map(|cell| read_by(cell, all)).transpose()?,
		milestone: said("milestone").map(read_milestone).transpose()?,
		until: said("until").map(read_moment).transpose()?,
		share: said("share").map(read_share).transpose()?,
	})
}

pub(super) fn read_by(cell: Cell<'_>, all: &Participants) -> Result<Who, Malformed> {
	all.named(cell.text).ok_or_else(|| cell.malformed("a name of `participants.csv`"))
}

pub(super) fn read_milestone(cell: Cell<'_>) -> Result<u8, Malformed> {
	let number = cell.text.parse::<u8>().ok().filter(|number| *number > 0);
	number.ok_or_else(|| cell.malformed("a milestone by its number, from 1 on"))
}

fn read_share(cell: Cell<'_>) -> Result<(u32, u32), Malformed> {
	let share = parse_share(cell.text).filter(|(part, whole)| part <= whole);
	share.ok_or_else(|| cell.malformed("a percentage up to `100%`, such as `37%`"))
}

/// The place of the order that an action is on.
fn read_order(row: Row<'_>, places: &HashMap<&str, usize>) -> Result<usize, Malformed> {
	let order = row.cell("order");
	let place = places.get(order.text).copied();
	place.ok_or_else(|| order.malformed("a reference of `orders.csv`"))
}

fn read_act(
	row: Row<'_>,
	places: &HashMap<&str, usize>,
	orders: &[Order],
	all: &Participants,
) -> Result<Act, Malformed> {
	let place = read_order(row, places)?;
	let unit = orders[place].unit;
	let (amount, legs) = (row.cell("amount"), row.cell("legs"));
	let given = if amount.is_empty() { None } else { Some(amount.amount(unit)?) };
	let action = row.cell("action");
	let said = statements::read(row, place, &orders[place], all)?;
	let known = matches!(action.text, "release" | "refund" | "return" | "expire" | "retry-parked");
	let expected = "`release`, `refund`, `return`, `collect`, `expire`, `retry-parked`, \
		`no-credit`, `credit`, `confirm`, `shipped`, `delivered`, `customs-cleared`, `inspected`, \
		`extend`, `dispute`, `answer`, `withdraw`, `resolve`, `freeze`, `unfreeze`, `assign`, \
		`call-off` or `revoke`";
	action.ensure(known || said.is_some(), expected)?;
	if !matches!(action.text, "release" | "return") {
		legs.ensure(legs.is_empty(), "nothing: only a release and a return name legs")?;
	}
	if !matches!(action.text, "release" | "refund" | "return") {
		amount.ensure(amount.is_empty(), "nothing: this action takes no amount")?;
	}
	if let Some(said) = said {
		return Ok(said);
	}
	match action.text {
		"release" => Ok(Act::Release(place, read_part(row, given, &orders[place])?)),
		"refund" => Ok(Act::Refund(place, given)),
		"return" => {
			let expected = "the one leg that is given back, by number or slot";
			let mut named = legs.list();
			let leg = named.next().filter(|leg| !leg.is_empty());
			let leg = leg.ok_or_else(|| legs.malformed(expected))?;
			legs.ensure(named.next().is_none(), expected)?;
			Ok(Act::Return(place, read_leg(leg)?, given))
		}
		"expire" => Ok(Act::Expire(place)),
		_ => Ok(Act::RetryParked(place)),
	}
}

/// What a release releases: one of an amount, legs and a milestone, or all.
fn read_part(row: Row<'_>, given: Option<Amount>, order: &Order) -> Result<Part, Malformed> {
	let (legs, milestone) = (row.cell("legs"), row.cell("milestone"));
	legs.ensure(given.is_none() || legs.is_empty(), "either an amount or legs, not both")?;
	if !milestone.is_empty() {
		let one = given.is_none() && legs.is_empty();
		milestone.ensure(one, "nothing: the release has an amount or legs")?;
		statements::ensure_milestone(row, order)?;
		return Ok(Part::Milestone(read_milestone(milestone)?));
	}
	Ok(match given {
		Some(amount) => Part::Amount(amount),
		None if legs.is_empty() => Part::All,
		None => Part::Legs(legs.list().map(read_leg).collect::<Result<_, _>>()?),
	})
}

fn read_status(row: Row<'_>, participants: &Participants) -> Result<Act, Malformed> {
	let name = row.cell("order");
	for column in ["amount", "legs"] {
		let cell = row.cell(column);
		cell.ensure(cell.is_empty(), "nothing: this action is on all accounts of a participant")?;
	}
	let who = participants
		.named(name.text)
		.filter(|who| !participants.get(*who).is_bank())
		.ok_or_else(|| name.malformed("the name of a customer of `participants.csv`"))?;
	Ok(match row.cell("action").text {
		"no-credit" => Act::NoCredit(who),
		"credit" => Act::Credit(who),
		_ => Act::Collect(who),
	})
}

/// The end of a group or of a mandate, which the column `order` names.
fn read_end(row: Row<'_>, bundle: &Bundle) -> Result<Act, Malformed> {
	let name = row.cell("order");
	for column in ["amount", "legs"] {
		let cell = row.cell(column);
		cell.ensure(cell.is_empty(), "nothing: this action is on a group or a mandate")?;
	}
	if row.cell("action").text == "call-off" {
		let place = bundle.groups.iter().position(|group| group.name == name.text);
		let place = place.ok_or_else(|| name.malformed("a name of `groups.csv`"))?;
		return Ok(Act::CallOff(place));
	}
	let place = bundle.mandates.iter().position(|mandate| mandate.name == name.text);
	place.map(Act::Revoke).ok_or_else(|| name.malformed("a name of `mandates.csv`"))
}

pub(super) fn read_leg(cell: Cell<'_>) -> Result<LegName, Malformed> {
	cell.ensure(!cell.is_empty(), "legs by number or slot, separated by `;`")?;
	if !cell.text.bytes().all(|byte| byte.is_ascii_digit()) {
		return Ok(LegName::Slot(cell.text.to_owned()));
	}
	match cell.text.parse() {
		Ok(number) if number > 0 => Ok(LegName::Number(number)),
		_ => Err(cell.malformed("a leg by its number, from 1 on")),
	}
}
