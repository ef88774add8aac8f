// SPDX-License-Identifier: Apache-2.0

//! Orders in milestones (O11): of each kind of condition, and some whose deadline is moved (O7).

use super::{Line, Maker};
use crate::{agreed::time, bundle::moment, generate::cast::ATTESTORS};
use rand::Rng;
use split_ledger_primitives::{Amount, DAY_MS};

/// How the milestones of an order are met; `deeds/milestones.rs` does what it takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::generate) enum Agreed {
	/// The payer confirms one, the platform the other.
	Confirmed,
	/// Two of three attestors inspect it; the rest is the payer's to release.
	Inspected,
	/// Several conditions of each.
	Mixed,
	/// A moment has passed when it is placed; goods pass the customs; something is refunded between.
	Cleared,
	/// A moment comes during the run.
	Timed,
	/// The payer moves the deadline.
	Extended,
	/// Payer and merchant move it.
	ExtendedByBoth,
	/// A moment that comes after the deadline: the order is refused.
	TooLate,
}

/// Of each so many orders in milestones one is refused.
const REFUSED_ONE_OF: usize = 40;

impl Maker<'_> {
	/// Some orders that are held and have nothing else agreed are released part by part.
	pub(super) fn in_milestones(&mut self, line: Line) -> Line {
		let is_held = line.release == "hold" && line.deadline.is_empty();
		let is_open = !["fair", "gallery", "outlet"].contains(&line.rules);
		let is_large = line.minor.0 >= 300;
		if !is_held || !is_open || !is_large || self.builders.random_range(0..100) >= 40 {
			return line;
		}
		self.agreed += 1;
		let kind = match (self.agreed % REFUSED_ONE_OF, self.agreed % 7, &self.wish.expire_at) {
			(0, ..) => Agreed::TooLate,
			(_, 0, _) => Agreed::Confirmed,
			(_, 1, _) => Agreed::Inspected,
			(_, 2, _) => Agreed::Mixed,
			(_, 4, Some(_)) => Agreed::Timed,
			(_, 5, Some(_)) => Agreed::Extended,
			(_, 6, Some(_)) => Agreed::ExtendedByBoth,
			_ => Agreed::Cleared,
		};
		// Without a rule set there is no platform.
		let kind = match (kind, line.rules) {
			(Agreed::Confirmed | Agreed::Mixed, "") => Agreed::Inspected,
			(kind, _) => kind,
		};
		self.agreed_as(kind, line)
	}

	fn agreed_as(&mut self, kind: Agreed, line: Line) -> Line {
		let [seal, survey, quay, _] = ATTESTORS;
		let soon = self.wish.expire_at.clone().unwrap_or_default();
		let conditions = match kind {
			Agreed::Confirmed => vec!["payer".to_owned(), "platform".to_owned()],
			Agreed::Inspected => {
				vec![format!("inspected(2 of {seal}, {survey}, {quay})"), String::new()]
			}
			Agreed::Mixed => vec![
				format!("payer & (delivered({quay}) | inspected({seal}))"),
				format!("2 of (payer, platform, shipped({seal}))"),
			],
			Agreed::Cleared => vec![
				format!("customs-cleared({seal})"),
				"after 2020-02-29T08:00:00Z".to_owned(),
				"payer".to_owned(),
			],
			Agreed::Timed => vec![format!("after {soon}"), format!("payer | after {soon}")],
			Agreed::Extended | Agreed::ExtendedByBoth => vec!["payer".to_owned(), String::new()],
			Agreed::TooLate => vec!["after 2099-01-01T00:00:00Z".to_owned()],
		};
		let milestones = self.divided(&line, conditions);
		let is_extended = matches!(kind, Agreed::Extended | Agreed::ExtendedByBoth);
		let deadline = if is_extended { later(&soon, 20) } else { String::new() };
		let expiry = if kind == Agreed::ExtendedByBoth { "payees" } else { line.expiry };
		let is_refused = kind == Agreed::TooLate;
		let is_unaffordable = is_refused;
		let agreed = Some(kind);
		Line { milestones, deadline, expiry, agreed, is_refused, is_unaffordable, ..line }
	}

	/// The amount of the line, divided by chance among milestones with these conditions.
	fn divided(&mut self, line: &Line, conditions: Vec<String>) -> String {
		let mut rest = line.minor.0;
		let last = conditions.len() - 1;
		let mut milestones = Vec::new();
		for (place, conditions) in conditions.into_iter().enumerate() {
			// A half at most, so that something is left for the next one.
			let part = if place == last { rest } else { self.builders.random_range(1..=rest / 2) };
			rest -= part;
			let amount = line.unit.format(Amount(part));
			milestones.push(match conditions.as_str() {
				"" => amount,
				conditions => format!("{amount}: {conditions}"),
			});
		}
		milestones.join("; ")
	}
}

/// So many days after a moment; nothing where there is no moment.
pub(in crate::generate) fn later(moment_text: &str, days: u64) -> String {
	moment(moment_text).map(|moment| time(moment.plus(days * DAY_MS))).unwrap_or_default()
}
