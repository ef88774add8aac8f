// SPDX-License-Identifier: Apache-2.0

//! Orders that the platform places by mandates: within them, and beyond (P7).

use super::{groups::refused, Line, Maker};
use serde::Serialize;
use split_ledger_primitives::Amount;

/// Of so many orders one mandate.
const ONE_OF: usize = 250;

/// A line of `mandates.csv`.
#[derive(Clone, Debug, Serialize)]
pub(in crate::generate) struct Mandate {
	pub(in crate::generate) name: String,
	payer: String,
	grantee: &'static str,
	currency: &'static str,
	single: &'static str,
	amount: &'static str,
	orders: u32,
	period: &'static str,
	from: &'static str,
	until: &'static str,
	#[serde(skip)]
	pub(in crate::generate) is_revoked: bool,
}

impl Maker<'_> {
	/// The mandates, with their orders.
	pub(super) fn by_mandates(&mut self) {
		for number in 0..self.wish.orders / ONE_OF {
			// Some begin later, and some are over: nothing can be drawn by these.
			let (period, from, until) = match number % 4 {
				0 => ("month", "", "2149-01-01"),
				1 => ("30", "", "2149-01-01"),
				2 => ("month", "2099-01-01", "2099-12-31"),
				_ => ("7", "2020-01-01", "2020-12-31"),
			};
			let mandate = Mandate {
				name: format!("m-{}-{:03}", self.wish.seed, number + 1),
				payer: self.pick(&self.cast.buyers),
				grantee: "bazaar",
				currency: "CNY",
				single: "500.00",
				amount: "800.00",
				orders: 3,
				period,
				from,
				until,
				is_revoked: number % 4 == 1,
			};
			// The second is more than an order may be, the fourth more than is left, the last one too many.
			let amounts: &[(u64, bool)] = match number % 4 {
				0 | 1 => &[
					(30_000, true),
					(60_000, false),
					(30_000, true),
					(30_000, false),
					(10_000, true),
					(5_000, false),
				],
				_ => &[(10_000, false)],
			};
			for (minor, is_good) in amounts {
				let line = self.drawing(&mandate, Amount(*minor));
				self.lines.push(if *is_good { line } else { refused(line) });
			}
			self.mandates.push(mandate);
		}
	}

	fn drawing(&mut self, mandate: &Mandate, minor: Amount) -> Line {
		let line = self.classifieds();
		let release = if line.is_at_once() { "now" } else { "hold" };
		let line = Line { release, deadline: String::new(), expiry: "", ..line };
		let (payer, mandate) = (mandate.payer.clone(), mandate.name.clone());
		Self::priced(Line { payer, mandate, ..line }, minor)
	}
}
