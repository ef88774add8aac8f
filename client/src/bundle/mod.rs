// SPDX-License-Identifier: Apache-2.0

//! The order bundle: a folder that holds everything a run needs, read exactly or refused as a
//! whole with the place of the fault.

mod actions;
mod document;
mod malformed;
mod orders;
mod participants;
mod roles;
mod rules;
mod shares;
mod table;
#[cfg(test)]
mod tests;

pub use actions::{Act, Action, LegName, Part};
pub use malformed::{Malformed, Source};
pub use orders::{moment, Labels, Order, Release};
pub use participants::{opening_reference, role_name, role_named, Participant, Participants, Who};
pub use rules::{purpose_name, read_rule_set, Rules};

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
		let participants = Participants::read(&Source::read(dir, "participants.csv")?)?;
		let rules = rules::read(dir)?;
		let orders = orders::read(&Source::read(dir, "orders.csv")?, &participants, &rules)?;
		let actions = match fs::exists(dir.join("actions.csv")) {
			Ok(false) => Vec::new(),
			_ => actions::read(&Source::read(dir, "actions.csv")?, &participants, &orders)?,
		};
		Ok(Self { participants, rules, orders, actions })
	}
}
