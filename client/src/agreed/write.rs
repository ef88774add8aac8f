// SPDX-License-Identifier: Apache-2.0

//! Milestones of the chain as they are read.

use super::kind_name;
use crate::currency::Unit;
use split_ledger_primitives::{Check, Clause, Milestone, Moment};
use time::{format_description::well_known::Rfc3339, OffsetDateTime};

/// The words that are read as this milestone.
pub fn words(milestone: &Milestone, unit: Unit) -> String {
	let amount = unit.format(milestone.amount);
	match conditions(milestone).as_str() {
		"" => amount,
		conditions => format!("{amount}: {conditions}"),
	}
}

/// The conditions of a milestone, none for one that is the payer's to release.
pub(crate) fn conditions(milestone: &Milestone) -> String {
	milestone.clauses.iter().map(clause).collect::<Vec<_>>().join(" & ")
}

fn clause(clause: &Clause) -> String {
	let joined = |sign: &str| clause.of.iter().map(check).collect::<Vec<_>>().join(sign);
	match (clause.need, clause.of.len()) {
		(1, 1) => joined(""),
		(1, _) => format!("({})", joined(" | ")),
		(need, _) => format!("{need} of ({})", joined(", ")),
	}
}

fn check(check: &Check) -> String {
	match check {
		Check::PayerConfirms => "payer".to_owned(),
		Check::PlatformConfirms => "platform".to_owned(),
		Check::GroupComplete => "group".to_owned(),
		Check::TimeReached(moment) => format!("after {}", time(*moment)),
		Check::Evidence { kind, attestors, quorum } => {
			let names: Vec<_> = attestors.iter().map(ToString::to_string).collect();
			let names = names.join(", ");
			match attestors.len() {
				1 => format!("{}({names})", kind_name(*kind)),
				_ => format!("{}({quorum} of {names})", kind_name(*kind)),
			}
		}
	}
}

/// A moment as an RFC 3339 time; one beyond all calendars in milliseconds since 1970.
pub(crate) fn time(moment: Moment) -> String {
	let nanos = i128::from(moment.0) * 1_000_000;
	let time = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok();
	let text = time.and_then(|time| time.format(&Rfc3339).ok());
	text.unwrap_or_else(|| moment.0.to_string())
}
