// SPDX-License-Identifier: Apache-2.0

//! The order bundle: a folder that holds everything a run needs, read exactly or refused as a
//! whole with the place of the fault.

mod actions;
mod disputes;
mod document;
mod malformed;
mod milestones;
mod orders;
mod participants;
mod roles;
mod rules;
mod shares;
mod statements;
mod table;
#[cfg(test)]
mod tests;

pub use actions::{Act, Action, LegName, Part};
pub use disputes::{InDispute, Resolver};
pub use malformed::{Malformed, Source};
pub use orders::{moment, ByClock, Labels, Order, Release};
pub use participants::{opening_reference, role_name, role_named, Participant, Participants, Who};
pub use rules::{
	check_rule_set, purpose_name, read_rule_set, write_rule_set, Checked, Finding, Rules, Severity,
};

pub(crate) use rules::nearest;
pub(crate) use shares::parse as parse_share;

use std::{fs, path::Path};

/// Everything that a run needs.
#[derive(Clone, Debug)]
pub struct Bundle {
	/// Who takes part.
	pub participants: Participants,
	/// The rule sets by name.
	pub rules: Rules,
	/// The orders, in file order.
	pub orders: Vec<Order>,
	/// What is done after the orders were placed, in file order.
	pub actions: Vec<Action>,
}

impl Bundle {
	/// Reads the bundle in the folder `dir`.
	pub fn read(dir: &Path) -> Result<Self, Malformed> {
		let mut bundle = Self::read_with(dir, None)?;
		if !matches!(fs::exists(dir.join("actions.csv")), Ok(false)) {
			let source = Source::read(dir, "actions.csv")?;
			bundle.actions = actions::read(&source, &bundle.participants, &bundle.orders)?;
		}
		Ok(bundle)
	}

	/// Reads the bundle in the folder `dir` without its actions, with the orders of another file where
	/// one is named.
	pub fn read_with(dir: &Path, orders: Option<&Path>) -> Result<Self, Malformed> {
		let participants = Participants::read(&Source::read(dir, "participants.csv")?)?;
		let rules = rules::read(dir)?;
		let source = match orders {
			None => Source::read(dir, "orders.csv")?,
			Some(file) => Source::read(Path::new(""), &file.display().to_string())?,
		};
		let orders = orders::read(&source, &participants, &rules)?;
		Ok(Self { participants, rules, orders, actions: Vec::new() })
	}
}

#[cfg(test)]
impl Bundle {
	/// A bundle out of the texts of its files, for tests. Rule sets by name.
	pub(crate) fn of_texts(
		participants: &str,
		rules: &[(&str, &str)],
		orders: &str,
		actions: &str,
	) -> Self {
		let source = |name: &str, text: &str| {
			Source::of_bytes(name, text.as_bytes().to_vec()).expect("a text is UTF-8")
		};
		let read = || {
			let participants = Participants::read(&source("participants.csv", participants))?;
			let rules = rules
				.iter()
				.map(|(name, text)| {
					Ok(((*name).to_owned(), read_rule_set(&source(name, text), name)?))
				})
				.collect::<Result<Rules, Malformed>>()?;
			let orders = orders::read(&source("orders.csv", orders), &participants, &rules)?;
			let actions = actions::read(&source("actions.csv", actions), &participants, &orders)?;
			Ok::<_, Malformed>(Self { participants, rules, orders, actions })
		};
		read().unwrap_or_else(|malformed| panic!("{malformed}"))
	}
}
