// SPDX-License-Identifier: Apache-2.0

use super::{
	cast::{unit, Cast, COURIERS_FEE, GONE, PAUPER, SPENDER, WHALE},
	Wish,
};
use crate::currency::Unit;
use rand::{seq::IndexedRandom, Rng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use split_ledger_primitives::Amount;

pub(super) const HEADER: &[&str] = &[
	"reference",
	"payment",
	"payer",
	"currency",
	"amount",
	"rules",
	"channel",
	"category",
	"promotion",
	"member_tier",
	"parties",
	"inputs",
	"release",
	"deadline",
	"expiry",
];

/// A line of `orders.csv`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
	pub(super) reference: String,
	pub(super) payment: String,
	pub(super) payer: String,
	pub(super) currency: &'static str,
	pub(super) amount: String,
	pub(super) rules: &'static str,
	channel: &'static str,
	category: &'static str,
	promotion: &'static str,
	member_tier: &'static str,
	pub(super) parties: String,
	inputs: String,
	pub(super) release: &'static str,
	pub(super) deadline: String,
	expiry: &'static str,
	#[serde(skip)]
	pub(super) unit: Unit,
	#[serde(skip)]
	pub(super) minor: Amount,
	/// Nobody gets the money for it: it must be refused.
	#[serde(skip)]
	pub(super) is_unaffordable: bool,
	/// Whether the chain must refuse it.
	#[serde(skip)]
	pub(super) is_refused: bool,
}

/// Makes orders, one line after the other.
pub(super) struct Maker<'a> {
	cast: &'a Cast,
	chance: &'a mut ChaCha8Rng,
	wish: &'a Wish,
	lines: Vec<Line>,
}

impl<'a> Maker<'a> {
	pub(super) fn new(cast: &'a Cast, chance: &'a mut ChaCha8Rng, wish: &'a Wish) -> Self {
		Self { cast, chance, wish, lines: Vec::new() }
	}

	/// All orders: mostly good ones, now and then a combined payment, a few that must be refused.
	pub(super) fn all(mut self) -> Vec<Line> {
		let mut faults = 0;
		while self.lines.len() < self.wish.orders {
			match self.lines.len() % 100 {
				17 => {
					let line = self.faulty(faults);
					self.lines.push(line);
					faults += 1;
				}
				40 | 70 => self.combined(),
				_ => {
					let line = self.good();
					self.lines.push(line);
				}
			}
		}
		for courier in [SPENDER, GONE] {
			let spending = self.spending(courier);
			self.lines.extend(spending);
		}
		self.lines
	}

	fn pick(&mut self, names: &'a [String]) -> String {
		names.choose(self.chance).cloned().unwrap_or_default()
	}

	fn word(&mut self, words: &[&'static str]) -> &'static str {
		words.choose(self.chance).copied().unwrap_or_default()
	}

	fn good(&mut self) -> Line {
		match self.chance.random_range(0..100) {
			0..41 => self.marketplace(),
			41..47 => self.fair(),
			47..51 => self.gallery(),
			51..55 => self.outlet(),
			55..67 => self.workshop(),
			67..79 => self.classifieds(),
			79..85 => self.own_store(),
			85..93 => self.of_rule("tokyo", "JPY", 150..250_000, "duty=tax-office"),
			_ => self.gulf(),
		}
	}

	/// A line of a rule, with what nearly all rules need.
	fn of_rule(
		&mut self,
		rules: &'static str,
		currency: &'static str,
		range: std::ops::Range<u64>,
		parties: &str,
	) -> Line {
		let minor = Amount(self.chance.random_range(range));
		let unit = unit(currency);
		let parties = match parties {
			"" => String::new(),
			parties => format!(";{parties}"),
		};
		let (release, deadline, expiry) = self.release();
		Line {
			reference: format!("o-{}-{:05}", self.wish.seed, self.lines.len() + 1),
			payment: String::new(),
			payer: self.pick(&self.cast.buyers),
			currency,
			amount: unit.format(minor),
			rules,
			channel: self.word(&["app", "web", "shop", "phone"]),
			category: self.word(&["books", "digital", "tickets", "garden", "toys", "unlisted"]),
			promotion: self.word(&["", "", "", "festival", "spring"]),
			member_tier: self.word(&["", "", "silver", "gold"]),
			parties: format!(
				"platform=bazaar;merchant={}{parties}",
				self.pick(&self.cast.merchants)
			),
			inputs: String::new(),
			release,
			deadline,
			expiry,
			unit,
			minor,
			is_unaffordable: false,
			is_refused: false,
		}
	}

	fn release(&mut self) -> (&'static str, String, &'static str) {
		let expire_at = self.wish.expire_at.clone().unwrap_or_default();
		match self.chance.random_range(0..100) {
			0..78 => ("now", String::new(), ""),
			78..80 => ("after:2020-02-29T08:00:00Z", String::new(), ""),
			80..84 => ("hold", expire_at, self.word(&["payer", "payees", "merchant"])),
			_ => ("hold", String::new(), ""),
		}
	}

	fn marketplace(&mut self) -> Line {
		let carrier = self.pick(&self.cast.carriers);
		let promoter = self.pick(&self.cast.promoters);
		let supplier = self.pick(&self.cast.suppliers);
		let parties =
			format!("carrier={carrier};promoter={promoter};supplier={supplier};duty=tax-office");
		let mut line = self.of_rule("marketplace", "CNY", 3_000..800_000, &parties);
		let is_digital =
			matches!(line.category, "digital" | "tickets") && matches!(line.channel, "app" | "web");
		if !is_digital {
			let freight = Amount(self.chance.random_range(0..2_500));
			line.inputs = format!("freight={}", line.unit.format(freight));
		}
		line
	}

	fn workshop(&mut self) -> Line {
		let (one, two) = (self.pick(&self.cast.suppliers), self.pick(&self.cast.suppliers));
		let parties = format!("supplier={one};second-supplier={two};duty=tax-office");
		self.of_rule("workshop", "CNY", 1..500_000, &parties)
	}

	fn classifieds(&mut self) -> Line {
		let supplier = self.pick(&self.cast.suppliers);
		let promoter = self.pick(&self.cast.promoters);
		let parties = format!("supplier={supplier};promoter={promoter}");
		self.of_rule("classifieds", "CNY", 100..90_000, &parties)
	}

	fn fair(&mut self) -> Line {
		let (courier, supplier) = (self.pick(&self.cast.couriers), self.pick(&self.cast.suppliers));
		let parties = format!("courier={courier};supplier={supplier}");
		Self::carried(self.of_rule("fair", "CNY", 6_000..400_000, &parties))
	}

	fn gallery(&mut self) -> Line {
		let (courier, promoter) = (self.pick(&self.cast.couriers), self.pick(&self.cast.promoters));
		let parties = format!("courier={courier};promoter={promoter}");
		Self::carried(self.of_rule("gallery", "CNY", 20_000..900_000, &parties))
	}

	fn outlet(&mut self) -> Line {
		let courier = self.pick(&self.cast.couriers);
		let parties = format!("courier={courier};duty=tax-office");
		Self::carried(self.of_rule("outlet", "CNY", 6_000..300_000, &parties))
	}

	/// Who is gone gets nothing of what is released later.
	fn carried(line: Line) -> Line {
		let is_held = line.release == "hold";
		let parties = line.parties.replace(GONE, if is_held { SPENDER } else { GONE });
		Line { parties, ..line }
	}

	/// A courier pays all on that it got at once, without a rule set.
	fn spending(&mut self, courier: &str) -> Option<Line> {
		let party = format!("courier={courier}");
		let is_paid = |line: &&Line| {
			let at_once = line.release == "now" || line.release.starts_with("after:20");
			at_once && !line.is_refused && line.parties.split(';').any(|named| named == party)
		};
		let paid = self.lines.iter().filter(is_paid).count() as u64;
		let all = Amount(paid.saturating_mul(COURIERS_FEE.0));
		let line = self.of_rule("", "CNY", 1..2, "");
		let line = Line {
			payer: courier.to_owned(),
			parties: format!("to={}", self.cast.buyers.first()?),
			channel: "",
			category: "",
			promotion: "",
			member_tier: "",
			release: "now",
			deadline: String::new(),
			expiry: "",
			..Self::priced(line, all)
		};
		(paid > 0).then_some(line)
	}

	fn own_store(&mut self) -> Line {
		let mut line = self.of_rule("own-store", "CNY", 5_000..200_000, "");
		let carrier = self.pick(&self.cast.carriers);
		let handling = self.pick(&self.cast.carriers);
		line.parties = format!(
			"platform=tide-store;merchant=tide-store;carrier={carrier};handling={handling};duty=tax-office"
		);
		let freight = Amount(self.chance.random_range(0..2_000));
		let duty = Amount(self.chance.random_range(0..2_000));
		line.inputs =
			format!("freight={};duty={}", line.unit.format(freight), line.unit.format(duty));
		line
	}

	fn gulf(&mut self) -> Line {
		let (one, two) = (self.pick(&self.cast.suppliers), self.pick(&self.cast.suppliers));
		let promoter = self.pick(&self.cast.promoters);
		let parties =
			format!("supplier={one};second-supplier={two};promoter={promoter};duty=tax-office");
		self.of_rule("gulf", "KWD", 2_000..900_000, &parties)
	}

	/// Two or three orders of one payer, paid together; one in four cannot be paid.
	fn combined(&mut self) {
		let first = self.lines.len() + 1;
		let count = self.chance.random_range(2..=3);
		let is_refused = self.chance.random_range(0..4) == 0;
		let payer = self.pick(&self.cast.buyers);
		for place in 0..count {
			let mut line = self.marketplace();
			line.payment = format!("basket-{first}");
			line.payer = payer.clone();
			if is_refused && place == count - 1 {
				line = Self::priced(line, Amount(u64::from(u32::MAX)));
				line.is_unaffordable = true;
			}
			line.is_refused = is_refused;
			self.lines.push(line);
		}
	}

	fn priced(line: Line, minor: Amount) -> Line {
		Line { amount: line.unit.format(minor), minor, ..line }
	}

	/// An order that must be refused, each time for another reason.
	fn faulty(&mut self, number: usize) -> Line {
		let mut line = match number % 8 {
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
			_ => {
				// A fixed fee of a quarter of a dinar is more than 30 % of half a one.
				let line = self.gulf();
				Self::priced(line, Amount(500))
			}
		};
		line.deadline = String::new();
		line.is_unaffordable = true;
		line.is_refused = true;
		line
	}
}
