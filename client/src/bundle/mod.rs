// SPDX-License-Identifier: Apache-2.0

//! The order bundle: a folder that holds everything a run needs, read exactly or refused as a
//! whole with the place of the fault.

mod actions;
mod disputes;
mod document;
mod groups;
mod malformed;
mod mandates;
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
pub use groups::Group;
pub use malformed::{Malformed, Source};
pub use mandates::Mandate;
pub use orders::{moment, ByClock, Labels, Order, Release};
pub use participants::{opening_reference, role_name, role_named, Participant, Participants, Who};
pub use rules::{
	check_rule_set, purpose_name, read_rule_set, write_rule_set, Checked, Finding, Rules, Severity,
};

pub(crate) use {
	actions::COLUMNS as OF_ACTIONS, groups::COLUMNS as OF_GROUPS, mandates::COLUMNS as OF_MANDATES,
	orders::COLUMNS as OF_ORDERS, participants::COLUMNS as OF_PARTICIPANTS,
};

pub(crate) use rules::nearest;
pub(crate) use shares::parse as parse_share;
pub(crate) use table::{Cell, Columns, Row, Table};

use std::{fs, path::Path};

/// Everything that a run needs.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
	/// Who takes part.
	pub participants: Participants,
	/// The rule sets by name.
	pub rules: Rules,
	/// The groups that orders join, in file order.
	pub groups: Vec<Group>,
	/// The mandates that orders are placed by, in file order.
	pub mandates: Vec<Mandate>,
	/// The orders, in file order.
	pub orders: Vec<Order>,
	/// What is done after the orders were placed, in file order.
	pub actions: Vec<Action>,
}

impl Bundle {
	/// Reads the bundle in the folder `dir`.
	pub fn read(dir: &Path) -> Result<Self, Malformed> {
		let mut bundle = Self::read_with(dir, None)?;
		if let Some(source) = if_there(dir, "actions.csv")? {
			bundle.actions = actions::read(&source, &bundle)?;
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
		let groups = match if_there(dir, "groups.csv")? {
			Some(source) => groups::read(&source, &participants, &rules)?,
			None => Vec::new(),
		};
		let mandates = match if_there(dir, "mandates.csv")? {
			Some(source) => mandates::read(&source, &participants)?,
			None => Vec::new(),
		};
		Self { participants, rules, groups, mandates, ..Self::default() }.with_orders(&source)
	}

	fn with_orders(mut self, source: &Source) -> Result<Self, Malformed> {
		self.orders = orders::read(source, &self)?;
		Ok(self)
	}

	/// Who submits an order: who has the mandate that it names, else the bank of the payer.
	pub fn submitter(&self, order: &Order) -> Who {
		let mandate = order.mandate.and_then(|place| self.mandates.get(place));
		let bank = || self.participants.bank_of(order.payer);
		mandate.map_or_else(bank, |mandate| mandate.grantee)
	}
}

/// A file that a bundle need not have.
fn if_there(dir: &Path, name: &str) -> Result<Option<Source>, Malformed> {
	match fs::exists(dir.join(name)) {
		Ok(false) => Ok(None),
		Ok(true) | Err(_) => Source::read(dir, name).map(Some),
	}
}

/// The texts of the files of a bundle, for tests. Rule sets by name; an empty text stands for no file.
#[cfg(test)]
#[derive(Clone, Copy, Default)]
pub(crate) struct Texts<'a> {
	pub(crate) participants: &'a str,
	pub(crate) rules: &'a [(&'a str, &'a str)],
	pub(crate) groups: &'a str,
	pub(crate) mandates: &'a str,
	pub(crate) orders: &'a str,
	pub(crate) actions: &'a str,
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
		Self::of(Texts { participants, rules, orders, actions, ..Texts::default() })
	}

	/// A bundle out of the texts of its files, for tests.
	pub(crate) fn of(texts: Texts<'_>) -> Self {
		let source = |name: &str, text: &str| {
			Source::of_bytes(name, text.as_bytes().to_vec()).expect("a text is UTF-8")
		};
		let read = || {
			let participants = Participants::read(&source("participants.csv", texts.participants))?;
			let rules = texts.rules.iter();
			let rules = rules
				.map(|(name, text)| {
					Ok(((*name).to_owned(), read_rule_set(&source(name, text), name)?))
				})
				.collect::<Result<Rules, Malformed>>()?;
			let mut bundle = Self { participants, rules, ..Self::default() };
			if !texts.groups.is_empty() {
				let groups = source("groups.csv", texts.groups);
				bundle.groups = groups::read(&groups, &bundle.participants, &bundle.rules)?;
			}
			if !texts.mandates.is_empty() {
				let mandates = source("mandates.csv", texts.mandates);
				bundle.mandates = mandates::read(&mandates, &bundle.participants)?;
			}
			let mut bundle = bundle.with_orders(&source("orders.csv", texts.orders))?;
			bundle.actions = actions::read(&source("actions.csv", texts.actions), &bundle)?;
			Ok::<_, Malformed>(bundle)
		};
		read().unwrap_or_else(|malformed| panic!("{malformed}"))
	}
}
