// SPDX-License-Identifier: Apache-2.0

//! Groups of orders that succeed together (O10).

use super::{
	orders::read_moment,
	table::{Cell, Columns, Row, Table},
	Malformed, Participants, Rules, Source, Who,
};
use split_ledger_primitives::{
	limits::{GROUPS_OPEN_MAX, GROUP_JOINS_MAX, GROUP_JOINS_MIN, REFERENCE_BYTES_MAX},
	Moment, Role,
};
use std::collections::BTreeMap;

pub(crate) const COLUMNS: Columns = Columns {
	required: &["name", "platform", "merchant", "rules", "needed", "deadline", "leader"],
	optional: &[],
};

/// A line of `groups.csv`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
	/// Its name, unique in the file.
	pub name: String,
	/// The platform of its orders, which opens it.
	pub platform: Who,
	/// Their merchant.
	pub merchant: Who,
	/// The name of their rule set.
	pub rules: String,
	/// How many orders make it complete.
	pub needed: u32,
	/// The first moment at which it has failed; none: a day after it was opened.
	pub deadline: Option<Moment>,
	/// The slot that its leader fills.
	pub leader: Option<String>,
}

impl Group {
	/// The reference under which it is opened, and listed where the chain refuses that.
	pub fn reference(&self) -> String {
		format!("group/{}", self.name)
	}

	/// The place of the leader's slot in the rule set.
	pub fn leader_place(&self, rules: &Rules) -> Option<u8> {
		let slots = &rules.get(&self.rules)?.rule_set().slots;
		let place = slots.iter().position(|slot| Some(slot) == self.leader.as_ref())?;
		u8::try_from(place).ok()
	}
}

/// Reads `groups.csv`.
pub(super) fn read(
	source: &Source,
	all: &Participants,
	rules: &Rules,
) -> Result<Vec<Group>, Malformed> {
	let table = Table::read(source, &COLUMNS)?;
	let mut groups: Vec<Group> = Vec::new();
	let mut open: BTreeMap<Who, u32> = BTreeMap::new();
	for row in table.rows() {
		let group = read_row(row, all, rules)?;
		let is_new = groups.iter().all(|earlier| earlier.name != group.name);
		row.cell("name").ensure(is_new, "a name that no earlier line has")?;
		let count = open.entry(group.platform).or_default();
		*count += 1;
		let fits = *count <= GROUPS_OPEN_MAX;
		row.cell("platform").ensure(fits, "at most 1,000 groups of one platform")?;
		groups.push(group);
	}
	Ok(groups)
}

fn read_row(row: Row<'_>, all: &Participants, rules: &Rules) -> Result<Group, Malformed> {
	let (name, rules_cell, leader) = (row.cell("name"), row.cell("rules"), row.cell("leader"));
	let set = rules.get(rules_cell.text).map(|rules| rules.rule_set());
	let set = set.ok_or_else(|| {
		rules_cell.malformed("the name of a file in `rules/`, without its ending")
	})?;
	let is_slot = leader.is_empty() || set.slots.iter().any(|slot| slot == leader.text);
	leader.ensure(is_slot, "a slot of the rule set, or nothing")?;
	let deadline = row.cell("deadline");
	let group = Group {
		name: name.reference()?,
		platform: read_party(row.cell("platform"), Role::Platform, "a platform", all)?,
		merchant: read_party(row.cell("merchant"), Role::Merchant, "a merchant", all)?,
		rules: rules_cell.text.to_owned(),
		needed: read_needed(row.cell("needed"))?,
		deadline: (!deadline.is_empty()).then(|| read_moment(deadline)).transpose()?,
		leader: (!leader.is_empty()).then(|| leader.text.to_owned()),
	};
	let fits = group.reference().len() <= REFERENCE_BYTES_MAX as usize;
	name.ensure(fits, "a name with which `group/NAME` is 64 bytes at most")?;
	Ok(group)
}

fn read_party(
	cell: Cell<'_>,
	role: Role,
	kind: &str,
	all: &Participants,
) -> Result<Who, Malformed> {
	let who = all.named(cell.text).filter(|who| all.get(*who).roles.has(role));
	who.ok_or_else(|| cell.malformed(format!("the name of {kind} of `participants.csv`")))
}

fn read_needed(cell: Cell<'_>) -> Result<u32, Malformed> {
	let needed = cell.text.parse().ok();
	let needed = needed.filter(|needed| (GROUP_JOINS_MIN..=GROUP_JOINS_MAX).contains(needed));
	needed.ok_or_else(|| cell.malformed("a number of orders, 2 to 10000"))
}

/// The group that an order names, by its place.
pub(super) fn named(cell: Cell<'_>, groups: &[Group]) -> Result<Option<usize>, Malformed> {
	if cell.is_empty() {
		return Ok(None);
	}
	let place = groups.iter().position(|group| group.name == cell.text);
	place.map(Some).ok_or_else(|| cell.malformed("a name of `groups.csv`"))
}
