// SPDX-License-Identifier: Apache-2.0

use super::{
	table::{Cell, Columns, Row, Table},
	Malformed, Source,
};
use crate::currency::Unit;
use split_ledger_primitives::{limits::REFERENCE_BYTES_MAX, AccountType, Amount, Role, Roles};
use std::collections::BTreeMap;

pub(crate) const COLUMNS: Columns =
	Columns { required: &["name", "roles", "bank", "accounts", "caps"], optional: &[] };

/// A participant by its place in the bundle.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Who(pub usize);

/// A line of `participants.csv`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Participant {
	/// Its name, unique in the bundle.
	pub name: String,
	/// What it may do.
	pub roles: Roles,
	/// The bank that onboards it; `None` for who is admitted by vote.
	pub sponsor: Option<Who>,
	/// Opening balances, one account a currency; of a bank, reserves.
	pub accounts: BTreeMap<Unit, Amount>,
	/// Net debit caps of a bank.
	pub caps: BTreeMap<Unit, Amount>,
}

impl Participant {
	/// Whether it is a bank.
	pub fn is_bank(&self) -> bool {
		self.roles.has(Role::Bank)
	}

	/// What its accounts are for.
	pub fn account_type(&self) -> AccountType {
		if self.roles.has(Role::Tax) {
			AccountType::Tax
		} else {
			AccountType::Current
		}
	}

	/// The cap of a bank: its opening reserve where none is named.
	pub fn cap(&self, unit: Unit) -> Amount {
		let reserve = self.accounts.get(&unit).copied().unwrap_or_default();
		self.caps.get(&unit).copied().unwrap_or(reserve)
	}
}

/// All participants, by place and by name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Participants {
	rows: Vec<Participant>,
	names: BTreeMap<String, Who>,
}

impl Participants {
	/// The participant at a place of this bundle.
	pub fn get(&self, who: Who) -> &Participant {
		&self.rows[who.0]
	}

	/// The participant of a name.
	pub fn named(&self, name: &str) -> Option<Who> {
		self.names.get(name).copied()
	}

	/// All of them, in file order.
	pub fn iter(&self) -> impl Iterator<Item = (Who, &Participant)> {
		self.rows.iter().enumerate().map(|(place, row)| (Who(place), row))
	}

	/// Adds one; the name must be new.
	pub fn push(&mut self, participant: Participant) -> Who {
		let who = Who(self.rows.len());
		self.names.insert(participant.name.clone(), who);
		self.rows.push(participant);
		who
	}

	/// All banks, in file order.
	pub fn banks(&self) -> impl Iterator<Item = (Who, &Participant)> {
		self.iter().filter(|(_, participant)| participant.is_bank())
	}

	/// The bank that keeps the accounts of a participant: its sponsor, or itself.
	pub fn bank_of(&self, who: Who) -> Who {
		self.get(who).sponsor.unwrap_or(who)
	}

	/// All currencies in which somebody has an account.
	pub fn units(&self) -> Vec<Unit> {
		let mut units: Vec<_> = self.rows.iter().flat_map(|row| row.accounts.keys()).collect();
		units.sort();
		units.dedup();
		units.into_iter().copied().collect()
	}

	/// Reads `participants.csv`.
	pub(super) fn read(source: &Source) -> Result<Self, Malformed> {
		let table = Table::read(source, &COLUMNS)?;
		let mut all = Self::default();
		for row in table.rows() {
			let participant = read_row(row)?;
			let is_new = all.named(&participant.name).is_none();
			row.cell("name").ensure(is_new, "a name that no earlier line has")?;
			all.push(participant);
		}
		// Sponsors may stand below those whom they sponsor.
		for (place, row) in table.rows().enumerate() {
			all.rows[place].sponsor = all.read_sponsor(row, Who(place))?;
		}
		Ok(all)
	}

	fn read_sponsor(&self, row: Row<'_>, who: Who) -> Result<Option<Who>, Malformed> {
		let participant = self.get(who);
		let cell = row.cell("bank");
		let by_vote =
			participant.roles.has(Role::SettlementAgent) || participant.roles.has(Role::Supervisor);
		if participant.is_bank() {
			cell.ensure(cell.is_empty(), "nothing: a bank has no sponsor")?;
			return Ok(None);
		}
		if cell.is_empty() && by_vote && participant.accounts.is_empty() {
			return Ok(None);
		}
		let sponsor = self.named(cell.text).filter(|who| self.get(*who).is_bank());
		match sponsor {
			Some(sponsor) => Ok(Some(sponsor)),
			None => Err(cell.malformed("the name of a bank of this file")),
		}
	}
}

fn read_row(row: Row<'_>) -> Result<Participant, Malformed> {
	let name = row.cell("name").reference()?;
	let roles = read_roles(row.cell("roles"))?;
	let accounts = read_amounts(row.cell("accounts"))?;
	let caps = read_amounts(row.cell("caps"))?;

	let is_bank = roles.has(Role::Bank);
	let caps_cell = row.cell("caps");
	caps_cell.ensure(is_bank || caps.is_empty(), "nothing: only a bank has caps")?;
	for cell in caps_cell.list() {
		let (code, cap) = cell.pair("CCY=AMOUNT")?;
		let unit = code.unit()?;
		let reserve = accounts.get(&unit).copied();
		let reserve =
			reserve.ok_or_else(|| code.malformed("a currency in which this bank has a reserve"))?;
		if caps.get(&unit).is_some_and(|cap| *cap > reserve) {
			let reserve = unit.format(reserve);
			return Err(cap.malformed(format!("a cap not over the opening reserve of {reserve}")));
		}
	}
	check_opening_references(row, &name, &accounts, is_bank)?;
	Ok(Participant { name, roles, sponsor: None, accounts, caps })
}

/// Opening money is issued under `opening/NAME/CCY`, which must fit a reference.
fn check_opening_references(
	row: Row<'_>,
	name: &str,
	accounts: &BTreeMap<Unit, Amount>,
	is_bank: bool,
) -> Result<(), Malformed> {
	let issued = accounts.iter().find(|(_, amount)| !amount.is_zero() || is_bank);
	let too_long = issued.is_some_and(|(unit, _)| {
		opening_reference(name, *unit).len() > REFERENCE_BYTES_MAX as usize
	});
	row.cell("name").ensure(!too_long, "a name with which `opening/NAME/CCY` is 64 bytes at most")
}

/// The reference under which the opening balance of a participant is issued.
pub fn opening_reference(name: &str, unit: Unit) -> String {
	format!("opening/{name}/{unit}")
}

fn read_roles(cell: Cell<'_>) -> Result<Roles, Malformed> {
	let expected = "roles of bank, settlement-agent, platform, merchant, supplier, carrier, \
		promoter, buyer, tax, attestor, supervisor, separated by `;`";
	cell.ensure(!cell.is_empty(), expected)?;
	let mut roles = Roles::NONE;
	for part in cell.list() {
		let role = role_named(part.text).ok_or_else(|| part.malformed(expected))?;
		part.ensure(!roles.has(role), "each role only once")?;
		roles = Roles(roles.0 | role.bit());
	}
	for role in [Role::Bank, Role::SettlementAgent, Role::Supervisor] {
		let alone = roles.0 == role.bit() || !roles.has(role);
		let expected = format!("`{}` alone: it has no other role", role_name(role));
		cell.ensure(alone, &expected)?;
	}
	Ok(roles)
}

/// The name of a role in files and on the command line.
pub fn role_name(role: Role) -> &'static str {
	match role {
		Role::Bank => "bank",
		Role::SettlementAgent => "settlement-agent",
		Role::Platform => "platform",
		Role::Merchant => "merchant",
		Role::Supplier => "supplier",
		Role::Carrier => "carrier",
		Role::Promoter => "promoter",
		Role::Buyer => "buyer",
		Role::Attestor => "attestor",
		Role::Supervisor => "supervisor",
		Role::Tax => "tax",
	}
}

/// The role of a name.
pub fn role_named(name: &str) -> Option<Role> {
	Role::ALL.iter().copied().find(|role| role_name(*role) == name)
}

fn read_amounts(cell: Cell<'_>) -> Result<BTreeMap<Unit, Amount>, Malformed> {
	let mut amounts = BTreeMap::new();
	for part in cell.list() {
		let (code, amount) = part.pair("CCY=AMOUNT, such as `CNY=1000.00`")?;
		let unit = code.unit()?;
		let earlier = amounts.insert(unit, amount.amount(unit)?);
		code.ensure(earlier.is_none(), "each currency only once")?;
	}
	Ok(amounts)
}
