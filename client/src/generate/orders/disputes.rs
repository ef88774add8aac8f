// SPDX-License-Identifier: Apache-2.0

//! Orders that can be disputed: they name who decides (O8).

use super::{Line, Maker};
use crate::generate::cast::CLOSED_CARRIER;
use rand::{seq::IndexedRandom, Rng};

/// Who decides: an office that witnesses, or the supervisor.
const RESOLVERS: &[&str] = &["seal-office", "seal-office", "watch-office"];

impl Maker<'_> {
	/// Some held orders can be disputed, and a few that are paid at once. More often those whose rule
	/// sets say how they are refunded, because there it shows.
	pub(super) fn disputable(&mut self, line: Line) -> Line {
		let is_of_a_policy = ["fair", "gallery", "outlet"].contains(&line.rules);
		let percent = match line.release {
			"hold" if is_of_a_policy => 40,
			"hold" => 20,
			"now" if !is_of_a_policy && line.payment.is_empty() => 1,
			_ => return line,
		};
		// What these are for is shown without disputes.
		let mut spenders = self.cast.spenders();
		let is_taken = !line.deadline.is_empty()
			|| line.agreed.is_some()
			|| line.has_party("carrier", CLOSED_CARRIER)
			|| spenders.any(|courier| line.has_party("courier", courier));
		if self.judges.random_range(0..100) >= percent || is_taken {
			return line;
		}
		let mut word = |words: &[&'static str]| words.choose(&mut self.judges).copied();
		let resolver = word(RESOLVERS).unwrap_or_default();
		let answer_days = word(&["", "3", "30"]).unwrap_or_default();
		let silence = word(&["", "resolver", "against-silent"]).unwrap_or_default();
		Line { resolver, answer_days, silence, ..line }
	}

	/// One whose payer's bank would decide, which must be refused: it speaks for a side.
	pub(super) fn judged_by_its_bank(&mut self) -> Line {
		let line = self.good();
		let resolver = self.cast.bank_of_buyer(&line.payer).unwrap_or("watch-office");
		let (deadline, expiry) = (String::new(), "");
		Line { resolver, deadline, expiry, is_unaffordable: true, is_refused: true, ..line }
	}
}
