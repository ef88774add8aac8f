// SPDX-License-Identifier: Apache-2.0

use crate::currency::Unit;
use serde::Serialize;
use split_ledger_primitives::Amount;
use std::collections::BTreeMap;

const BANKS: [&str; 4] = ["harbour-bank", "meridian-bank", "northern-bank", "union-bank"];
const ALL_UNITS: &[&str] = &["CNY", "JPY", "KWD"];

/// Who owns more than its bank may owe, and tries to pay it at once.
pub(super) const WHALE: &str = "buyer-grand";
/// Who owns next to nothing.
pub(super) const PAUPER: &str = "buyer-short";
/// The carrier whose account takes no credit for a while.
pub(super) const CLOSED_CARRIER: &str = "carrier-3";

/// Who bears witness. The last one does for nobody.
pub(super) const ATTESTORS: [&str; 4] =
	["seal-office", "survey-office", "quay-office", "idle-office"];

/// What a courier gets of each order.
pub(super) const COURIERS_FEE: Amount = Amount(3_000);

/// A line of `participants.csv`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
	name: String,
	roles: String,
	bank: String,
	accounts: String,
	caps: String,
}

/// Who takes part, by role.
#[derive(Clone, Debug)]
pub(super) struct Cast {
	pub(super) merchants: Vec<String>,
	pub(super) suppliers: Vec<String>,
	pub(super) carriers: Vec<String>,
	pub(super) couriers: Vec<String>,
	pub(super) promoters: Vec<String>,
	pub(super) buyers: Vec<String>,
}

/// The units of a code that this module knows to be one.
pub(super) fn unit(code: &str) -> Unit {
	Unit::of_code(code).expect("the codes of the generator are of ISO 4217")
}

impl Cast {
	/// Enough people for so many orders.
	pub(super) fn of(orders: usize) -> Self {
		let many = |role: &str, count: usize| (1..=count).map(|n| format!("{role}-{n}")).collect();
		Self {
			merchants: many("merchant", (orders / 40).clamp(8, 400)),
			suppliers: many("supplier", (orders / 150).clamp(4, 100)),
			carriers: many("carrier", 5),
			couriers: many("courier", (orders / 500).clamp(4, 200) / 4 * 4),
			promoters: many("promoter", 6),
			buyers: many("buyer", (orders / 12).clamp(12, 4_000)),
		}
	}

	/// The couriers who spend all that they get, and can give nothing back: the second of each four.
	pub(super) fn spenders(&self) -> impl Iterator<Item = &String> {
		self.couriers.iter().skip(1).step_by(4)
	}

	/// The couriers who did that, too, and get nothing any more, the last of each four: they have no
	/// order that is held.
	pub(super) fn gone(&self) -> impl Iterator<Item = &String> {
		self.couriers.iter().skip(3).step_by(4)
	}

	/// The bank of a buyer.
	pub(super) fn bank_of_buyer(&self, buyer: &str) -> Option<&'static str> {
		let place = self.buyers.iter().position(|name| name == buyer)?;
		BANKS.get(place % BANKS.len()).copied()
	}

	/// A supplier who is no party of an order and may get a leg of it in its payee's place.
	pub(super) fn financier(&self, parties: &str) -> &str {
		let is_party = |name: &str| parties.split(['=', ';']).any(|word| word == name);
		let mut others = self.suppliers.iter().filter(|name| !is_party(name));
		others.next().map(String::as_str).unwrap_or_default()
	}

	/// The buyers at the bank of one of them, without it.
	pub(super) fn buyers_beside(&self, buyer: &str) -> impl Iterator<Item = &String> + use<'_> {
		let bank = |place: usize| place % BANKS.len();
		let own = self.buyers.iter().position(|name| name == buyer);
		let all = self.buyers.iter().enumerate();
		let beside = all.filter(move |(place, _)| {
			own.is_some_and(|own| own != *place && bank(own) == bank(*place))
		});
		beside.map(|(_, name)| name)
	}

	/// All lines, with what each payer needs.
	pub(super) fn lines(&self, spent: &BTreeMap<(String, Unit), Amount>) -> Vec<Line> {
		let mut lines: Vec<Line> = BANKS.into_iter().map(bank).collect();
		lines.push(by_vote("central-desk", "settlement-agent"));
		lines.push(by_vote("watch-office", "supervisor"));
		for (place, attestor) in ATTESTORS.into_iter().enumerate() {
			lines.push(customer(attestor, "attestor", place, String::new()));
		}
		lines.push(customer("bazaar", "platform", 2, opening("bazaar", ALL_UNITS, spent)));
		// A platform with the role of a merchant sells its own goods.
		lines.push(customer(
			"tide-store",
			"platform;merchant",
			1,
			opening("tide-store", &["CNY"], spent),
		));
		lines.push(customer("tax-office", "tax", 3, opening("tax-office", ALL_UNITS, spent)));
		let roles = [
			("merchant", &self.merchants),
			("supplier", &self.suppliers),
			("carrier", &self.carriers),
			("carrier", &self.couriers),
			("promoter", &self.promoters),
			("buyer", &self.buyers),
		];
		for (role, names) in roles {
			for (place, name) in names.iter().enumerate() {
				// What these pay they have got before.
				let has_got_it = self.spenders().chain(self.gone()).any(|courier| courier == name);
				let none = BTreeMap::new();
				let accounts = opening(name, ALL_UNITS, if has_got_it { &none } else { spent });
				lines.push(customer(name, role, place, accounts));
			}
		}
		lines.push(customer(PAUPER, "buyer", 0, "CNY=1.00;JPY=1;KWD=0.001".to_owned()));
		lines.push(customer(WHALE, "buyer", 1, "CNY=30000000.00".to_owned()));
		lines
	}
}

fn bank(name: &str) -> Line {
	Line {
		name: name.to_owned(),
		roles: "bank".to_owned(),
		bank: String::new(),
		accounts: "CNY=50000000.00;JPY=900000000;KWD=4000000.000".to_owned(),
		caps: "CNY=20000000.00;JPY=600000000".to_owned(),
	}
}

fn by_vote(name: &str, role: &str) -> Line {
	Line {
		name: name.to_owned(),
		roles: role.to_owned(),
		bank: String::new(),
		accounts: String::new(),
		caps: String::new(),
	}
}

fn customer(name: &str, roles: &str, bank: usize, accounts: String) -> Line {
	Line {
		name: name.to_owned(),
		roles: roles.to_owned(),
		bank: BANKS[bank % BANKS.len()].to_owned(),
		accounts,
		caps: String::new(),
	}
}

/// An account in each currency, with what its owner will spend and a little more.
fn opening(name: &str, codes: &[&str], spent: &BTreeMap<(String, Unit), Amount>) -> String {
	let account = |code: &&str| {
		let unit = unit(code);
		let needed = spent.get(&(name.to_owned(), unit)).copied().unwrap_or_default();
		let amount = if needed.is_zero() { needed } else { Amount(needed.0.saturating_add(5_000)) };
		if amount.is_zero() {
			format!("{unit}=0")
		} else {
			format!("{unit}={}", unit.format(amount))
		}
	};
	codes.iter().map(account).collect::<Vec<_>>().join(";")
}
