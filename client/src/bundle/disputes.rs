// SPDX-License-Identifier: Apache-2.0

//! How an order can be disputed, what is said in a dispute, freezes, and who gets a leg in the place of
//! its payee (O8, M7, O12).

use super::{
	actions::{read_leg, Act},
	orders::{read_moment, read_party},
	parse_share,
	table::{Cell, Row},
	Malformed, Order, Participants, Who,
};
use split_ledger_primitives::{limits::ANSWER_DAYS_MAX, Side, Silence};
use std::collections::HashMap;

/// The actions that are read here, and the optional columns that each takes.
pub(super) const TAKEN: &[(&str, &[&str])] = &[
	("dispute", &["by"]),
	("answer", &["by"]),
	("withdraw", &["by"]),
	("resolve", &["share"]),
	("freeze", &["until"]),
	("unfreeze", &[]),
	("assign", &["by"]),
];
/// Within how many days a side answers where the file does not say.
const ANSWER_DAYS: u8 = 7;
/// The whole, in millionths.
const WHOLE_PPM: u32 = 1_000_000;

/// Who decides a dispute about an order, and what follows where a side says nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Resolver {
	/// Who.
	pub who: Who,
	/// Within how many days the other side answers.
	pub answer_days: u8,
	/// What follows where it does not.
	pub silence: Silence,
}

/// What is said in a dispute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InDispute {
	/// A side disputes the order.
	Open(Side),
	/// A side answers.
	Answer(Side),
	/// The side that opened it withdraws it.
	Withdraw(Side),
	/// The resolver gives the payer so many millionths.
	Resolve(u32),
}

/// The side that each dispute above was opened for, by the place of its order.
pub(super) type Opened = HashMap<usize, Side>;

impl Order {
	/// Who a side is: the payer; the merchant, of a plain payment the payee.
	pub fn on_side(&self, side: Side, all: &Participants) -> Option<Who> {
		match side {
			Side::Payer => Some(self.payer),
			Side::Merchant => self.seller(all),
		}
	}
}

/// Reads who decides a dispute: nobody who has a part in the order.
pub(super) fn read_resolver(
	row: Row<'_>,
	order: &Order,
	all: &Participants,
) -> Result<Option<Resolver>, Malformed> {
	let (name, days, silence) =
		(row.cell("resolver"), row.cell("answer_days"), row.cell("silence"));
	if name.is_empty() {
		for cell in [days, silence] {
			cell.ensure(cell.is_empty(), "nothing: an order without a `resolver` is not disputed")?;
		}
		return Ok(None);
	}
	let who = all.named(name.text).ok_or_else(|| name.malformed("a name of `participants.csv`"))?;
	let parties = order.parties.iter().map(|(_, party)| *party);
	let has_part = order.stakes().map(|(funder, _)| funder).chain(parties).any(|it| it == who);
	name.ensure(!has_part, "somebody who neither pays for the order nor is a party of it")?;
	Ok(Some(Resolver { who, answer_days: read_days(days)?, silence: read_silence(silence)? }))
}

fn read_days(cell: Cell<'_>) -> Result<u8, Malformed> {
	if cell.is_empty() {
		return Ok(ANSWER_DAYS);
	}
	let days = cell.text.parse().ok().filter(|days| (1..=ANSWER_DAYS_MAX).contains(days));
	days.ok_or_else(|| cell.malformed(format!("a number of days, 1 to {ANSWER_DAYS_MAX}")))
}

fn read_silence(cell: Cell<'_>) -> Result<Silence, Malformed> {
	match cell.text {
		"" | "resolver" => Ok(Silence::Resolver),
		"against-silent" => Ok(Silence::AgainstSilent),
		_ => Err(cell.malformed("`resolver` or `against-silent`")),
	}
}

/// Whether an action is read here.
pub(super) fn is_act(action: &str) -> bool {
	TAKEN.iter().any(|(name, _)| *name == action)
}

/// Reads one of these actions on the order at a place.
pub(super) fn read_act(
	row: Row<'_>,
	(place, order): (usize, &Order),
	all: &Participants,
	opened: &mut Opened,
) -> Result<Act, Malformed> {
	let (action, legs, amount) = (row.cell("action"), row.cell("legs"), row.cell("amount"));
	amount.ensure(amount.is_empty(), "nothing: this action takes no amount")?;
	if action.text != "assign" {
		legs.ensure(legs.is_empty(), "nothing: this action names no legs")?;
	}
	let by = row.cell("by");
	let said = match action.text {
		"dispute" => {
			let side = read_side(by, order, all)?;
			opened.insert(place, side);
			InDispute::Open(side)
		}
		"answer" => InDispute::Answer(match opened.get(&place) {
			Some(side) if by.is_empty() => side.other(),
			_ => read_side(by, order, all)?,
		}),
		"withdraw" => InDispute::Withdraw(match opened.get(&place) {
			Some(side) if by.is_empty() => *side,
			_ => read_side(by, order, all)?,
		}),
		"resolve" => {
			let expected = "an order with a `resolver`, who signs this";
			row.cell("order").ensure(order.resolver.is_some(), expected)?;
			InDispute::Resolve(read_ppm(row.cell("share"))?)
		}
		"freeze" => {
			let until = Some(row.cell("until")).filter(|cell| !cell.is_empty());
			return Ok(Act::Freeze(place, until.map(read_moment).transpose()?));
		}
		"unfreeze" => return Ok(Act::Unfreeze(place)),
		_ => {
			let expected = "the one leg that is assigned, by number or slot";
			let mut named = legs.list();
			let leg = named.next().filter(|leg| !leg.is_empty());
			let leg = leg.ok_or_else(|| legs.malformed(expected))?;
			legs.ensure(named.next().is_none(), expected)?;
			return Ok(Act::Assign(place, read_leg(leg)?, read_party(by, order.unit, all)?));
		}
	};
	Ok(Act::Dispute(place, said))
}

fn read_side(cell: Cell<'_>, order: &Order, all: &Participants) -> Result<Side, Malformed> {
	let who = all.named(cell.text);
	let is = |side: &Side| who.is_some() && order.on_side(*side, all) == who;
	let expected = "the name of the payer or of the merchant, of a plain payment of the payee";
	let side = [Side::Payer, Side::Merchant].into_iter().find(is);
	side.ok_or_else(|| cell.malformed(expected))
}

/// The share of the payer, in millionths.
fn read_ppm(cell: Cell<'_>) -> Result<u32, Malformed> {
	let expected = "the payer's share: a percentage of four decimals at most, up to `100%`";
	let percentage = Some(cell.text).filter(|text| text.ends_with('%')).and_then(parse_share);
	let ppm = percentage.and_then(|(part, whole)| {
		let fits = part <= whole && WHOLE_PPM.is_multiple_of(whole);
		fits.then(|| part.checked_mul(WHOLE_PPM.checked_div(whole)?)).flatten()
	});
	ppm.ok_or_else(|| cell.malformed(expected))
}
