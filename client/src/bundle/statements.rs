// SPDX-License-Identifier: Apache-2.0

//! What is said about an order while its money is held: statements on its milestones (O11), and later
//! deadlines (O7).

use super::{
	actions::{read_by, read_milestone},
	milestones::attestor,
	table::Row,
	Act, Malformed, Order, Participants,
};
use crate::agreed::KINDS;
use split_ledger_primitives::Stated;

/// The optional columns that a statement takes.
pub(super) const OF_STATEMENT: &[&str] = &["by", "milestone"];

/// The act of a row that states something or asks for a later deadline; none of another row.
pub(super) fn read(
	row: Row<'_>,
	place: usize,
	order: &Order,
	all: &Participants,
) -> Result<Option<Act>, Malformed> {
	let what = match row.cell("action").text {
		"confirm" => confirmed(row, order, all)?,
		"extend" => {
			ensure_side(row, order, all)?;
			let until = row.cell("until");
			until.ensure(!until.is_empty(), "the new deadline, an RFC 3339 time")?;
			return Ok(Some(Act::Extend(place)));
		}
		word => {
			let kind = KINDS.iter().find(|(name, _)| *name == word);
			let Some((_, kind)) = kind else { return Ok(None) };
			attestor(row.cell("by"), all)?;
			Stated::Evidence(*kind)
		}
	};
	ensure_milestone(row, order)?;
	Ok(Some(Act::State(place, what)))
}

/// The order has the milestone that the row names, or where it names none, one.
pub(super) fn ensure_milestone(row: Row<'_>, order: &Order) -> Result<(), Malformed> {
	let count = order.milestones.len();
	row.cell("order").ensure(count > 0, "an order with milestones")?;
	let cell = row.cell("milestone");
	let number = if cell.is_empty() { 1 } else { read_milestone(cell)? };
	let expected = format!("a milestone of the order by its number, from 1 to {count}");
	cell.ensure(usize::from(number) <= count, &expected)
}

/// The payer confirms, or the platform.
fn confirmed(row: Row<'_>, order: &Order, all: &Participants) -> Result<Stated, Malformed> {
	let cell = row.cell("by");
	if cell.is_empty() {
		return Ok(Stated::PayerConfirms);
	}
	let by = read_by(cell, all)?;
	let platform = order.rules.as_ref().and_then(|_| order.platform(all));
	if by == order.payer {
		Ok(Stated::PayerConfirms)
	} else if platform == Some(by) {
		Ok(Stated::PlatformConfirms)
	} else {
		Err(cell.malformed("the payer or the platform of the order"))
	}
}

/// The payer asks for a later deadline, or who sells.
fn ensure_side(row: Row<'_>, order: &Order, all: &Participants) -> Result<(), Malformed> {
	let cell = row.cell("by");
	if cell.is_empty() {
		return Ok(());
	}
	let by = read_by(cell, all)?;
	let is_side = by == order.payer || order.seller(all) == Some(by);
	cell.ensure(is_side, "the payer or the merchant of the order, of a transfer its payee")
}
