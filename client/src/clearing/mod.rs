// SPDX-License-Identifier: Apache-2.0

//! The queue of a currency and where its banks stand, as files: what a search for the best set to
//! propose begins with. Nothing here asks a chain.

mod read;
#[cfg(test)]
mod tests;

pub use read::read;

use crate::currency::Unit;
use netting::{Banks, Flow, Item, Model};
use split_ledger_primitives::{Amount, BankIndex, Position};

/// How the files write amounts: in units of a currency, or as whole minor units where none is named.
#[derive(Clone, Copy, Debug, Default)]
pub struct Money(pub Option<Unit>);

impl Money {
	/// Reads an amount. The error says what was expected.
	pub fn parse(self, text: &str) -> Result<Amount, String> {
		match self.0 {
			Some(unit) => unit.parse(text),
			None if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
				text.parse().map_err(|_| format!("an amount of {} at most", Amount::MAX))
			}
			None => Err("an amount in whole minor units such as `123456`".to_owned()),
		}
	}

	/// Reads a net, which may be below zero.
	pub fn parse_signed(self, text: &str) -> Result<Position, String> {
		let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
		self.parse(text).map(|amount| sign * amount.position())
	}

	/// Writes an amount, a total or a net.
	pub fn format(self, minor: Position) -> String {
		self.0.map_or_else(|| minor.to_string(), |unit| unit.format_signed(minor))
	}
}

/// A queue of payments that wait, and the banks between which they are.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
	/// What the file of the room calls the banks, by their indices.
	pub bank_names: Vec<String>,
	/// How much each bank may owe and pay more.
	pub banks: Banks,
	/// What the file of the queue calls the payments, by their places.
	pub names: Vec<String>,
	/// The payments, the oldest first.
	pub items: Vec<Item>,
}

/// What a set of payments does to one bank.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Effect {
	/// The bank.
	pub bank: BankIndex,
	/// All that it pays.
	pub paid: Position,
	/// All that is paid to it.
	pub received: Position,
	/// What is left of its room.
	pub left: Position,
}

impl Waiting {
	/// What the payments at these places do to the banks that pay or are paid in them.
	pub fn effects(&self, places: &[u32]) -> Vec<Effect> {
		let mut effects = Vec::new();
		for (index, bank) in &self.banks {
			let (mut flow, mut paid, mut received) = (Flow::default(), 0, 0);
			let items = places.iter().filter_map(|place| self.items.get(*place as usize));
			for movement in items.flat_map(|item| &item.movements) {
				let amount = movement.amount.position();
				let change = match *index {
					debtor if debtor == movement.debtor => amount,
					creditor if creditor == movement.creditor => -amount,
					_ => continue,
				};
				paid += change.max(0);
				received -= change.min(0);
				match movement.model {
					Model::Net => flow.net += change,
					Model::Gross => flow.gross += change,
				}
			}
			if paid != 0 || received != 0 {
				effects.push(Effect { bank: *index, paid, received, left: bank.room.left(&flow) });
			}
		}
		effects
	}
}
