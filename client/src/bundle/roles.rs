// SPDX-License-Identifier: Apache-2.0

use super::{Order, Participant, Participants, Who};
use split_ledger_primitives::{AccountFlags, Role};

impl Participant {
	/// Whether it is a platform that sells its own goods: its bank gave it both roles (P5).
	pub fn is_self_operated(&self) -> bool {
		self.roles.has(Role::Platform) && self.roles.has(Role::Merchant)
	}

	/// Whether it is admitted by vote of the banks, and not onboarded by one.
	pub fn is_by_vote(&self) -> bool {
		let by_vote = [Role::Bank, Role::SettlementAgent, Role::Supervisor];
		by_vote.iter().any(|role| self.roles.has(*role))
	}

	/// What the rows of its accounts tell who pays them.
	pub fn flags(&self) -> AccountFlags {
		AccountFlags::of_type(self.account_type()).mirroring(
			self.roles,
			false,
			self.is_self_operated(),
		)
	}
}

impl Order {
	/// The order's merchant: who fills the slot `merchant`, else the first party of that role. Slots
	/// are free names, so that a rule may call its merchant otherwise.
	pub fn merchant(&self, all: &Participants) -> Option<Who> {
		self.party_of("merchant", all, Role::Merchant)
	}

	/// Who gives up what is refunded: the merchant, of a transfer the payee.
	pub fn seller(&self, all: &Participants) -> Option<Who> {
		match self.rules {
			Some(_) => self.merchant(all),
			None => self.parties.first().map(|(_, who)| *who),
		}
	}

	/// The platform whose rule set it is: who fills the slot `platform`, else the first party of
	/// that role, else the first platform of the bundle.
	pub fn platform(&self, all: &Participants) -> Option<Who> {
		let any = || all.iter().find(|(_, row)| row.roles.has(Role::Platform)).map(|(who, _)| who);
		self.party_of("platform", all, Role::Platform).or_else(any)
	}

	fn party_of(&self, slot: &str, all: &Participants, role: Role) -> Option<Who> {
		let has_role = |who: &Who| all.get(*who).roles.has(role);
		let by_role = || self.parties.iter().map(|(_, who)| *who).find(has_role);
		self.party(slot).filter(has_role).or_else(by_role)
	}
}
