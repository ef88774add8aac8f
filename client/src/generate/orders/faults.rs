// SPDX-License-Identifier: Apache-2.0

//! Orders that the chain must refuse.

use super::{Line, Maker};
use crate::generate::cast::{PAUPER, WHALE};
use split_ledger_primitives::Amount;

impl Maker<'_> {
	/// An order that must be refused, each time for another reason.
	pub(super) fn faulty(&mut self, number: usize) -> Line {
		let mut line = match number % 11 {
			0 => Line { payer: PAUPER.to_owned(), ..self.marketplace() },
			1 => {
				let line = Line { payer: WHALE.to_owned(), ..self.classifieds() };
				let merchant = format!("platform=bazaar;merchant={}", self.cast.merchants[2]);
				let line = Line { channel: "shop", parties: merchant, release: "now", ..line };
				Self::priced(line, Amount(2_950_000_000))
			}
			2 => Line { inputs: "freight=1.00;duty=1.00".to_owned(), ..self.marketplace() },
			3 => {
				let line = self.gulf();
				Line { parties: line.parties.replace(";supplier=", ";maker="), ..line }
			}
			4 => Line {
				inputs: "freight=9999.00".to_owned(),
				category: "toys",
				..self.marketplace()
			},
			5 => Line { release: "after:2099-01-01T00:00:00Z", ..self.workshop() },
			6 => {
				let line = self.classifieds();
				let parties = line.parties.replace("supplier=supplier-", "supplier=carrier-");
				let parties = parties.split("supplier=carrier-").next().unwrap_or_default();
				let rest = format!("supplier=carrier-1;promoter={}", self.cast.promoters[0]);
				Line { parties: format!("{parties}{rest}"), channel: "web", ..line }
			}
			7 => {
				// A fixed fee of a quarter of a dinar is more than 30 % of half a one.
				let line = self.gulf();
				Self::priced(line, Amount(500))
			}
			8 => {
				let line = self.agency();
				let [one, two, three] = [0, 1, 2].map(|place| &self.cast.promoters[place]);
				let agents = format!("agent={one};area-agent={two};province-agent={three}");
				let merchant = format!("platform=bazaar;merchant={}", self.cast.merchants[0]);
				Self::priced(
					Line { parties: format!("{merchant};{agents}"), ..line },
					Amount(50_000),
				)
			}
			9 => Line { channel: "app", inputs: String::new(), ..self.counter() },
			_ => {
				let line = self.transfer();
				Line { parties: format!("to={}", line.payer), ..line }
			}
		};
		line.deadline = String::new();
		line.is_unaffordable = true;
		line.is_refused = true;
		line
	}
}
