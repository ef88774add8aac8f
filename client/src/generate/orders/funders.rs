// SPDX-License-Identifier: Apache-2.0

//! Orders of several funders: friends of the payer, at the same bank, bring a part of the money (O5).

use super::{Line, Maker};
use rand::{seq::IndexedRandom, Rng};
use split_ledger_primitives::Amount;

impl Maker<'_> {
	/// Now and then up to three others bring a part.
	pub(super) fn funded(&mut self, line: Line) -> Line {
		let is_large = line.minor.0 >= 100;
		if !is_large || self.friends.random_range(0..100) >= 10 {
			return line;
		}
		let is_party = |name: &str| line.parties.split(['=', ';']).any(|word| word == name);
		let friends = self.cast.buyers_beside(&line.payer);
		let friends: Vec<&String> = friends.filter(|name| !is_party(name)).collect();
		let count = self.friends.random_range(1..=3);
		let chosen: Vec<&String> =
			friends.choose_multiple(&mut self.friends, count).copied().collect();
		let mut funds = Vec::new();
		for name in chosen {
			// A quarter each at most, so that the payer brings something.
			let part = self.friends.random_range(1..=line.minor.0 / 4);
			funds.push((name.clone(), Amount(part)));
		}
		let column: Vec<_> = funds
			.iter()
			.map(|(name, part)| format!("{name}={}", line.unit.format(*part)))
			.collect();
		Line { funders: column.join(";"), funds, ..line }
	}
}
