// SPDX-License-Identifier: Apache-2.0

//! Who is in a world: a few people of every role at four banks, with names that can be read.

use crate::plain::{Account, Agreements, Bank, Clock, Kind, Person, Plain};
use split_ledger_primitives::{AccountNo, AccountType, BankIndex, ParticipantId, Role, Scopes};
use split_ledger_runtime::{AccountId, Runtime};
use split_ledger_scenarios::{
	account, bank_id, bank_key, World, AGENT, BANKS, CNY, EAST, NORTH, SOUTH, SUPERVISOR, WEST,
};
use std::collections::BTreeMap;

/// Somebody who signs.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
	pub(crate) name: &'static str,
	pub(crate) id: ParticipantId,
	pub(crate) key: AccountId,
	/// Its account; banks, agent and supervisor have none here.
	pub(crate) account: Option<AccountNo>,
	pub(crate) role: Role,
}

/// Everybody.
#[derive(Clone, Debug)]
pub(crate) struct Cast {
	pub(crate) actors: Vec<Actor>,
	pub(crate) names: BTreeMap<AccountNo, String>,
	/// Second accounts.
	pub(crate) purses: Vec<AccountNo>,
	/// A second key of each bank.
	pub(crate) checkers: Vec<AccountId>,
	pub(crate) agent: AccountId,
	pub(crate) supervisor: Actor,
}

const CUSTOMERS: [(BankIndex, &str, Role); 13] = [
	(NORTH, "//B0", Role::Buyer),
	(EAST, "//B1", Role::Buyer),
	(SOUTH, "//B2", Role::Buyer),
	(NORTH, "//Shop0", Role::Merchant),
	(EAST, "//Shop1", Role::Merchant),
	(SOUTH, "//Supplier", Role::Supplier),
	(WEST, "//Carrier", Role::Carrier),
	(WEST, "//Platform", Role::Platform),
	(NORTH, "//Promoter0", Role::Promoter),
	(EAST, "//Promoter1", Role::Promoter),
	(SOUTH, "//Promoter2", Role::Promoter),
	(NORTH, "//TaxOffice", Role::Tax),
	(SOUTH, "//Neighbour", Role::Merchant),
];
/// Who has a second account for what it adds to orders of others.
const PURSES: [(BankIndex, &str); 3] =
	[(WEST, "//Platform"), (NORTH, "//Shop0"), (EAST, "//Shop1")];
/// Who bears witness, and who decides disputes: nobody with an account.
const WITNESSES: [(BankIndex, &str); 4] =
	[(NORTH, "//Witness0"), (EAST, "//Witness1"), (SOUTH, "//Witness2"), (WEST, "//Judge")];
const CHECKERS: [&str; 4] = ["//Alice/2", "//Bob/2", "//Charlie/2", "//Dave/2"];
const RESERVE: u64 = 1_000_000;

impl Cast {
	/// Lets everybody come, and writes the plain model's first page.
	pub(crate) fn assemble(world: &mut World) -> (Self, Plain) {
		let mut cast = Self {
			actors: Vec::new(),
			names: BTreeMap::new(),
			purses: Vec::new(),
			checkers: Vec::new(),
			agent: account(AGENT),
			supervisor: actor(SUPERVISOR, ParticipantId(0), None, Role::Supervisor),
		};
		let bank = Bank {
			reserve: RESERVE,
			cap: RESERVE,
			position: 0,
			promised: 0,
			issued: 0,
			redeemed: 0,
		};
		let mut plain = Plain {
			people: BTreeMap::new(),
			accounts: BTreeMap::new(),
			unclaimed: Vec::new(),
			kept: BTreeMap::new(),
			guarantees: BTreeMap::new(),
			banks: vec![bank; BANKS.len()],
			cells: BTreeMap::new(),
			orders: BTreeMap::new(),
			groups: Vec::new(),
			mandates: Vec::new(),
			agreements: Agreements::default(),
			clock: Clock::new(world.now()),
			references: BTreeMap::new(),
			freezes_given: 0,
			about: None,
			paid: Vec::new(),
			met_by_clock: Vec::new(),
			flows: BTreeMap::new(),
			astray: Default::default(),
		};
		cast.seat_banks(world, &mut plain);
		cast.seat_customers(world, &mut plain);
		cast.seat_purses(world, &mut plain);
		cast.seat_witnesses(world, &mut plain);
		cast.seat_accounts_of_banks(world, &mut plain);
		world.advance(1);
		plain.clock.now = world.now();
		(cast, plain)
	}

	fn seat_banks(&mut self, world: &mut World, plain: &mut Plain) {
		for (place, checker) in (0u8..).zip(CHECKERS) {
			let (bank, id) = (BankIndex(place), bank_id(BankIndex(place)));
			let place = Some(usize::from(place));
			let person = Person { sponsor: id, bank: place, is_supervisor: false, attests: false };
			plain.people.insert(id, person);
			self.actors.push(actor(bank_key(bank), id, None, Role::Buyer));
			let (participant, key) = (id, account(checker));
			let scopes = Scopes::ALL;
			let add = pallet_participants::Call::<Runtime>::add_key { participant, key, scopes };
			world.does(bank_key(bank), add);
			self.checkers.push(account(checker));
		}
		let supervisor = self.supervisor.key.clone();
		let known = world.state(|| pallet_participants::Keys::<Runtime>::get(&supervisor));
		self.supervisor.id = known.expect("the supervisor has a key").participant;
		let id = self.supervisor.id;
		plain
			.people
			.insert(id, Person { sponsor: id, bank: None, is_supervisor: true, attests: false });
	}

	fn seat_customers(&mut self, world: &mut World, plain: &mut Plain) {
		for (bank, key, role) in CUSTOMERS {
			let id = world.onboard(bank, key, &[role]);
			let is_tax = role == Role::Tax;
			let kind = if is_tax { AccountType::Tax } else { AccountType::Current };
			let number = world.open_typed(bank, id, CNY, kind);
			let sponsor = bank_id(bank);
			plain
				.people
				.insert(id, Person { sponsor, bank: None, is_supervisor: false, attests: false });
			let kind = if is_tax { Kind::Tax } else { Kind::Current };
			self.seat_account(plain, number, key, row(id, bank, kind, &[role]));
			self.actors.push(actor(key, id, Some(number), role));
		}
	}

	fn seat_purses(&mut self, world: &mut World, plain: &mut Plain) {
		for (bank, key) in PURSES {
			let name = key.trim_start_matches('/');
			let Actor { id, role, .. } = self.of(name).clone();
			let number = world.open_account(bank, id, CNY);
			self.seat_account(plain, number, key, row(id, bank, Kind::Current, &[role]));
			self.names.insert(number, format!("{name}'s purse"));
			self.purses.push(number);
		}
	}

	fn seat_witnesses(&mut self, world: &mut World, plain: &mut Plain) {
		for (bank, key) in WITNESSES {
			let role = Role::Attestor;
			let id = world.onboard(bank, key, &[role]);
			let sponsor = bank_id(bank);
			let person = Person { sponsor, bank: None, is_supervisor: false, attests: true };
			plain.people.insert(id, person);
			self.actors.push(actor(key, id, None, role));
		}
	}

	fn seat_accounts_of_banks(&mut self, world: &mut World, plain: &mut Plain) {
		for (place, name) in (0u8..).zip(BANKS) {
			let (bank, id) = (BankIndex(place), bank_id(BankIndex(place)));
			let unclaimed = world.state(|| pallet_ledger::Unclaimed::<Runtime>::get((CNY, bank)));
			let unclaimed = unclaimed.expect("a bank with accounts has one");
			self.seat_account(plain, unclaimed, name, row(id, bank, Kind::Unclaimed, &[]));
			self.names.insert(unclaimed, format!("{name}'s unclaimed account"));
			plain.unclaimed.push(unclaimed);
			// Two banks guarantee for their customers, two do not.
			if place % 2 == 0 {
				let number = world.open_typed(bank, id, CNY, AccountType::Guarantee);
				self.seat_account(plain, number, name, row(id, bank, Kind::Guarantee, &[]));
				self.names.insert(number, format!("{name}'s guarantee account"));
				plain.guarantees.insert(usize::from(place), number);
			}
		}
	}

	fn seat_account(&mut self, plain: &mut Plain, number: AccountNo, name: &str, row: Account) {
		plain.accounts.insert(number, row);
		self.names.insert(number, name.trim_start_matches('/').into());
	}

	/// The actor of this name.
	pub(crate) fn of(&self, name: &str) -> &Actor {
		self.actors.iter().find(|actor| actor.name == name).expect("somebody has the name")
	}

	/// The actor who is this participant.
	pub(crate) fn by_id(&self, id: ParticipantId) -> &Actor {
		self.actors.iter().find(|actor| actor.id == id).expect("somebody is it")
	}

	/// All with an account, in the order in which they came.
	pub(crate) fn customers(&self) -> Vec<Actor> {
		self.actors.iter().filter(|actor| actor.account.is_some()).cloned().collect()
	}

	/// Those of a role, banks left out.
	pub(crate) fn with_role(&self, role: Role) -> Vec<Actor> {
		let mut customers = self.customers();
		customers.retain(|actor| actor.role == role);
		customers
	}

	pub(crate) fn name(&self, account: AccountNo) -> &str {
		&self.names[&account]
	}
}

fn actor(key: &'static str, id: ParticipantId, number: Option<AccountNo>, role: Role) -> Actor {
	let name = key.trim_start_matches('/');
	Actor { name, id, key: account(key), account: number, role }
}

fn row(owner: ParticipantId, bank: BankIndex, kind: Kind, roles: &[Role]) -> Account {
	Account {
		owner,
		bank: bank.0.into(),
		kind,
		roles: roles.to_vec(),
		available: 0,
		held: 0,
		status: None,
		freezes: BTreeMap::new(),
		court: BTreeMap::new(),
		court_given: 0,
		liens: Vec::new(),
		collected: 0,
		apart: 0,
	}
}
