// SPDX-License-Identifier: Apache-2.0

//! What an order file says of milestones (O11): in the words of `docs/milestones.md`, attestors by name.

use super::{
	table::{Cell, Row},
	Malformed, Order, Participants, Who,
};
use crate::agreed::{is_sign, read_milestones, Check, Milestone};
use split_ledger_primitives::{Amount, Role};

/// The milestones of a held order, together the whole of it; none where the row names none.
pub(super) fn read(
	row: Row<'_>,
	order: &Order,
	all: &Participants,
) -> Result<Vec<Milestone<Who>>, Malformed> {
	let cell = row.cell("milestones");
	if cell.is_empty() {
		return Ok(Vec::new());
	}
	let is_held = row.cell("release").text == "hold";
	cell.ensure(is_held, "nothing: only an order with the release `hold` has milestones")?;
	let read = read_milestones(cell.text, order.unit)
		.map_err(|fault| cell.part(&cell.text[fault.place]).malformed(fault.expected))?;
	let sum = Amount::checked_sum(read.iter().map(|milestone| milestone.amount));
	let whole = order.unit.format(order.amount);
	let expected = format!("milestones that together are the amount of the order, {whole}");
	cell.ensure(sum == Some(order.amount), &expected)?;
	let mut milestones = Vec::new();
	for (milestone, part) in read.into_iter().zip(cell.list()) {
		let mut checks = milestone.clauses.iter().flat_map(|clause| &clause.of);
		if checks.any(|check| *check == Check::Group) {
			let is_grouped = !row.cell("group").is_empty();
			let expected = "no `group`: the column `group` names none";
			word(part, "group").ensure(is_grouped, expected)?;
		}
		let attestor = |name: String| read_attestor(word(part, &name), order, all);
		milestones.push(milestone.try_map(&attestor)?);
	}
	Ok(milestones)
}

/// An attestor who has no part in the order (P3). A bank is none: it has no other role in a bundle.
fn read_attestor(cell: Cell<'_>, order: &Order, all: &Participants) -> Result<Who, Malformed> {
	let who = attestor(cell, all)?;
	let platform = order.rules.as_ref().and_then(|_| order.platform(all));
	let parties = order.parties.iter().map(|(_, party)| *party);
	let funders = order.funders.iter().map(|(funder, _)| *funder);
	let mut others = parties.chain(funders).chain(platform).chain([order.payer]);
	let expected = "an attestor who has no part in the order: neither pays, sells, gets something \
		of it nor is its platform";
	cell.ensure(others.all(|other| other != who), expected)?;
	Ok(who)
}

/// A participant of the role attestor.
pub(super) fn attestor(cell: Cell<'_>, all: &Participants) -> Result<Who, Malformed> {
	let attestor = all.named(cell.text).filter(|who| all.get(*who).roles.has(Role::Attestor));
	attestor.ok_or_else(|| cell.malformed("the name of an attestor of `participants.csv`"))
}

/// Where a word stands among the conditions of a milestone.
fn word<'a>(milestone: Cell<'a>, word: &str) -> Cell<'a> {
	let (_, conditions) = milestone.text.split_once(':').unwrap_or_default();
	let mut words = conditions.split(|c: char| is_sign(c) || c.is_whitespace());
	words.find(|found| *found == word).map_or(milestone, |found| milestone.part(found))
}
