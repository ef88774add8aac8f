// SPDX-License-Identifier: Apache-2.0

use crate::Model;
use split_ledger_primitives::{Amount, Position};

/// Where a bank stands in one currency, as far as cover asks (C1).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Standing {
	/// Its money at the settlement agent.
	pub reserve: Amount,
	/// What of the reserve is asked back and not decided yet (M4).
	pub earmarked: Amount,
	/// The most that it may owe in a cycle.
	pub cap: Amount,
	/// What it owes in closed cycles that are not settled.
	pub owed: Amount,
	/// Its net of obligations in the open cycle: above zero it owes.
	pub position: Position,
	/// Cover set aside for held orders.
	pub promised: Amount,
}

/// What a bank owes and pays more by a set of payments, less what it is owed and paid by the same set.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Flow {
	/// Net: by how much its position rises.
	pub net: Position,
	/// Gross: by how much its reserve falls at once (C4).
	pub gross: Position,
}

impl Flow {
	/// The flow with one more movement; none where a sum does not fit.
	pub(crate) fn with(self, model: Model, amount: Position) -> Option<Self> {
		Some(match model {
			Model::Net => Self { net: self.net.checked_add(amount)?, ..self },
			Model::Gross => Self { gross: self.gross.checked_add(amount)?, ..self },
		})
	}
}

/// How much a bank may owe and pay more, its standing seen from the side of what a set of payments
/// changes (C1, C4). None of the three is below zero: a bank that has lost its backing settles what
/// it is paid by the same set, and so never comes to stand worse.
///
/// With the position p, what is promised, and a flow of n net and g gross, C1 asks for
/// max(p + n, 0) + promised <= cap and max(p + n, 0) + promised + g <= reserve - owed - earmarked.
/// The three limits are these two without the max, each linear in the flow: therefore whoever is
/// short stays short where it is paid less, which first-in-first-out netting relies on.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Room {
	/// The most net: what the cap leaves.
	pub net: Position,
	/// The most net and gross together: what liquidity leaves.
	pub both: Position,
	/// The most gross: what liquidity leaves without what the open cycle owes to the bank, since that
	/// is paid by obligations, and not yet in money.
	pub gross: Position,
}

impl Room {
	/// The room of a bank that stands so.
	pub fn of(standing: &Standing) -> Self {
		// Differences of five numbers of 64 bits never leave 128, and a position is a sum of fewer than
		// 2^63 amounts.
		let promised = standing.promised.position();
		let cap = standing.cap.position().saturating_sub(promised);
		let spoken_for = standing.owed.position().saturating_add(standing.earmarked.position());
		let liquidity =
			standing.reserve.position().saturating_sub(spoken_for).saturating_sub(promised);
		let from_position = |limit: Position| limit.saturating_sub(standing.position).max(0);
		Self { net: from_position(cap), both: from_position(liquidity), gross: liquidity.max(0) }
	}

	/// What is left of the room after a flow; below zero where the flow does not fit. The limit of what
	/// is paid gross counts where anything is.
	pub fn left(&self, flow: &Flow) -> Position {
		// Rooms and flows are sums of fewer than 2^63 amounts: none of these is ever cut off.
		let both = flow.net.saturating_add(flow.gross);
		let left = self.net.saturating_sub(flow.net).min(self.both.saturating_sub(both));
		if flow.gross > 0 {
			left.min(self.gross.saturating_sub(flow.gross))
		} else {
			left
		}
	}

	/// Whether the bank may owe and pay so much more.
	pub fn admits(&self, flow: &Flow) -> bool {
		self.left(flow) >= 0
	}
}
