// SPDX-License-Identifier: Apache-2.0

mod disputes;
mod faults;
mod funders;
pub(super) mod groups;
mod kinds;
pub(super) mod mandates;
mod milestones;

pub(super) use milestones::{later, Agreed};

use super::{
	cast::{unit, Cast, COURIERS_FEE},
	Wish,
};
use crate::currency::Unit;
use rand::{seq::IndexedRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use split_ledger_primitives::Amount;

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
	funders: String,
	milestones: String,
	pub(super) resolver: &'static str,
	answer_days: &'static str,
	silence: &'static str,
	pub(super) group: String,
	mandate: String,
	/// Of which kind its milestones are.
	#[serde(skip)]
	pub(super) agreed: Option<Agreed>,
	/// Who brings a part beside the payer.
	#[serde(skip)]
	pub(super) funds: Vec<(String, Amount)>,
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

impl Line {
	/// Whether it pays when it is placed: a moment that has passed is none to wait for.
	pub(super) fn is_at_once(&self) -> bool {
		self.release == "now" || self.release.starts_with("after:20")
	}

	/// Who fills a slot.
	pub(super) fn party(&self, slot: &str) -> Option<&str> {
		let mut pairs = self.parties.split(';').filter_map(|party| party.split_once('='));
		pairs.find(|(named, _)| *named == slot).map(|(_, name)| name)
	}

	/// Whether somebody fills a slot.
	pub(super) fn has_party(&self, slot: &str, name: &str) -> bool {
		let named = |party: &str| party.split_once('=') == Some((slot, name));
		self.parties.split(';').any(named)
	}
}

/// Makes orders, one line after the other.
pub(super) struct Maker<'a> {
	cast: &'a Cast,
	chance: &'a mut ChaCha8Rng,
	wish: &'a Wish,
	/// Decides who brings a part beside the payer, and changes nothing else.
	friends: ChaCha8Rng,
	/// Decides who agrees on milestones, and changes nothing else.
	builders: ChaCha8Rng,
	/// How many have.
	agreed: usize,
	/// Decides who decides, and changes nothing else.
	judges: ChaCha8Rng,
	lines: Vec<Line>,
	groups: Vec<groups::Group>,
	mandates: Vec<mandates::Mandate>,
}

/// Orders, with the groups and mandates that they name.
pub(super) struct Orders {
	pub(super) lines: Vec<Line>,
	pub(super) groups: Vec<groups::Group>,
	pub(super) mandates: Vec<mandates::Mandate>,
}

impl<'a> Maker<'a> {
	pub(super) fn new(cast: &'a Cast, chance: &'a mut ChaCha8Rng, wish: &'a Wish) -> Self {
		let stream = |number| {
			let mut stream = ChaCha8Rng::seed_from_u64(wish.seed);
			stream.set_stream(number);
			stream
		};
		let (friends, builders, judges) = (stream(1), stream(2), stream(4));
		Self {
			cast,
			chance,
			wish,
			friends,
			builders,
			agreed: 0,
			judges,
			lines: Vec::new(),
			groups: Vec::new(),
			mandates: Vec::new(),
		}
	}

	/// All orders: mostly good ones, now and then a combined payment, a few that must be refused.
	pub(super) fn all(mut self) -> Orders {
		let mut faults = 0;
		while self.lines.len() < self.wish.orders {
			match self.lines.len() % 100 {
				17 => {
					let line = self.faulty(faults);
					self.lines.push(line);
					faults += 1;
				}
				57 if self.lines.len() % 300 == 57 => {
					let line = self.judged_by_its_bank();
					self.lines.push(line);
				}
				40 | 70 => self.combined(),
				_ => {
					let line = self.good();
					let line = self.funded(line);
					let line = self.in_milestones(line);
					let line = self.disputable(line);
					self.lines.push(line);
				}
			}
		}
		for courier in self.cast.spenders().chain(self.cast.gone()) {
			let spending = self.spending(courier);
			self.lines.extend(spending);
		}
		self.by_mandates();
		self.together();
		let Self { lines, groups, mandates, .. } = self;
		Orders { lines, groups, mandates }
	}

	fn pick(&mut self, names: &'a [String]) -> String {
		names.choose(self.chance).cloned().unwrap_or_default()
	}

	fn word(&mut self, words: &[&'static str]) -> &'static str {
		words.choose(self.chance).copied().unwrap_or_default()
	}

	fn good(&mut self) -> Line {
		match self.chance.random_range(0..100) {
			0..22 => self.marketplace(),
			22..28 => self.fair(),
			28..33 => self.gallery(),
			33..38 => self.outlet(),
			38..46 => self.workshop(),
			46..54 => self.classifieds(),
			54..59 => self.own_store(),
			59..66 => self.tokyo(),
			66..72 => self.gulf(),
			72..78 => self.counter(),
			78..84 => self.agency(),
			84..89 => self.season(),
			89..93 => self.customs(),
			93..97 => self.depot(),
			_ => self.transfer(),
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
			funders: String::new(),
			milestones: String::new(),
			agreed: None,
			resolver: "",
			answer_days: "",
			silence: "",
			group: String::new(),
			mandate: String::new(),
			funds: Vec::new(),
			unit,
			minor,
			is_unaffordable: false,
			is_refused: false,
		}
	}

	fn release(&mut self) -> (&'static str, String, &'static str) {
		let expire_at = self.wish.expire_at.clone().unwrap_or_default();
		match self.chance.random_range(0..100) {
			0..76 => ("now", String::new(), ""),
			76..78 => ("after:2020-02-29T08:00:00Z", String::new(), ""),
			78 => ("next-date", String::new(), ""),
			79..84 => ("hold", expire_at, self.word(&["payer", "payees", "merchant"])),
			_ => ("hold", String::new(), ""),
		}
	}

	/// A courier pays all on that it got at once, without a rule set.
	fn spending(&mut self, courier: &str) -> Option<Line> {
		let is_paid = |line: &&Line| {
			line.is_at_once() && !line.is_refused && line.has_party("courier", courier)
		};
		let paid = self.lines.iter().filter(is_paid).count() as u64;
		let all = Amount(paid.saturating_mul(COURIERS_FEE.0));
		let to = self.cast.buyers.first()?;
		let line = self.payment(courier.to_owned(), to);
		let line = Line { release: "now", deadline: String::new(), expiry: "", ..line };
		(paid > 0).then_some(Self::priced(line, all))
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
}
