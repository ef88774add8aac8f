// SPDX-License-Identifier: Apache-2.0

//! Who is on the chain, and what the banks decide together.

use crate::{World, CNY};
use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use pallet_participants::Call;
use sp_core::{sr25519, Pair};
use sp_runtime::{
	traits::{BlakeTwo256, Hash, IdentifyAccount},
	DispatchResult, MultiSigner,
};
use split_ledger_primitives::{
	AccountNo, AccountType, BankIndex, BankStatus, Commitment, Date, ParticipantId, Role, Roles,
	Scopes,
};
use split_ledger_runtime::{AccountId, Participants, Runtime, RuntimeCall, RuntimeEvent};

/// The keys of the four banks, by their places.
pub const BANKS: [&str; 4] = ["//Alice", "//Bob", "//Charlie", "//Dave"];
/// The first bank.
pub const NORTH: BankIndex = BankIndex(0);
/// The second bank.
pub const EAST: BankIndex = BankIndex(1);
/// The third bank.
pub const SOUTH: BankIndex = BankIndex(2);
/// The fourth bank.
pub const WEST: BankIndex = BankIndex(3);
/// The key of the settlement agent.
pub const AGENT: &str = "//Agent";
/// The key of the supervisor.
pub const SUPERVISOR: &str = "//Supervisor";

/// A customer with one key and one account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Customer {
	/// Its key.
	pub key: &'static str,
	/// Who it is.
	pub id: ParticipantId,
	/// Its bank.
	pub bank: BankIndex,
	/// Its account there.
	pub account: AccountNo,
}

/// The key of a bank.
pub fn bank_key(bank: BankIndex) -> &'static str {
	BANKS[usize::from(bank.0)]
}

/// The participant that a bank of the preset is.
pub fn bank_id(bank: BankIndex) -> ParticipantId {
	ParticipantId(bank.0.into())
}

/// The pair behind a key of the stories.
pub fn pair(key: &str) -> sr25519::Pair {
	sr25519::Pair::from_string(key, None).expect("a derivation path")
}

/// The account of a key.
pub fn account(key: &str) -> AccountId {
	MultiSigner::from(pair(key).public()).into_account()
}

impl World {
	/// Makes a call in the name of a bank before the stock pallets.
	pub fn act_as_bank(&mut self, bank: BankIndex, call: impl Into<RuntimeCall>) -> DispatchResult {
		let call = Box::new(call.into());
		self.send(bank_key(bank), Call::<Runtime>::act_as_bank { call })
	}

	/// Lets as many banks vote for a call as decide: three of four. Answers what became of it.
	pub fn vote(&mut self, call: impl Into<RuntimeCall>) -> DispatchResult {
		let voters = self.active_banks();
		let deciding = (voters.len() * 3).div_ceil(4);
		self.vote_by(&voters[..deciding], call)
	}

	/// Lets these banks vote for a call, and closes the vote where they are enough.
	pub fn vote_by(
		&mut self,
		voters: &[BankIndex],
		call: impl Into<RuntimeCall>,
	) -> DispatchResult {
		let call: RuntimeCall = call.into();
		let proposal = BlakeTwo256::hash_of(&call);
		let length_bound = call.encoded_size() as u32;
		let proposal_weight_bound = call.get_dispatch_info().call_weight;
		let index = self.state(pallet_collective::ProposalCount::<Runtime>::get);
		let threshold = voters.len() as u32;
		let propose = pallet_collective::Call::<Runtime>::propose {
			threshold,
			proposal: Box::new(call),
			length_bound,
		};
		self.act_as_bank(voters[0], propose)?;
		// The proposal of the only one who has to agree is decided.
		if threshold < 2 {
			return self.decision();
		}
		for bank in voters {
			let approve = true;
			let vote = pallet_collective::Call::<Runtime>::vote { proposal, index, approve };
			self.act_as_bank(*bank, vote)?;
		}
		let close = pallet_collective::Call::<Runtime>::close {
			proposal_hash: proposal,
			index,
			proposal_weight_bound,
			length_bound,
		};
		self.act_as_bank(voters[0], close)?;
		self.decision()
	}

	/// What became of the last proposal that was decided in this block.
	fn decision(&mut self) -> DispatchResult {
		let decided = self.events().into_iter().rev().find_map(|event| match event {
			RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => {
				Some(result)
			}
			_ => None,
		});
		decided.expect("enough banks voted")
	}

	/// The banks that vote, by their places.
	pub fn active_banks(&mut self) -> Vec<BankIndex> {
		let banks = self.state(Participants::banks);
		let active = banks.into_iter().filter(|bank| bank.bank_status == Some(BankStatus::Active));
		active.filter_map(|bank| bank.bank).collect()
	}

	/// Takes a participant in by vote.
	pub fn admit(&mut self, role: Role, key: &str) -> ParticipantId {
		let id = self.next_participant();
		let call = Call::<Runtime>::admit {
			roles: Roles::of(&[role]),
			commitment: Commitment([7; 32]),
			review: self.next_year(),
			keys: keys(key),
		};
		assert_eq!(self.vote(call), Ok(()));
		id
	}

	/// Lets a bank take a customer in.
	pub fn onboard(&mut self, bank: BankIndex, key: &str, roles: &[Role]) -> ParticipantId {
		self.onboard_by(bank_key(bank), key, roles)
	}

	fn onboard_by(&mut self, bank: &str, key: &str, roles: &[Role]) -> ParticipantId {
		let id = self.next_participant();
		let call = Call::<Runtime>::onboard {
			roles: Roles::of(roles),
			commitment: Commitment([8; 32]),
			review: self.next_year(),
			keys: keys(key),
		};
		self.does(bank, call);
		id
	}

	/// Lets a bank take a customer in and open an account for it.
	pub fn customer(&mut self, bank: BankIndex, key: &'static str, roles: &[Role]) -> Customer {
		let id = self.onboard(bank, key, roles);
		let account = self.open_account(bank, id, CNY);
		Customer { key, id, bank, account }
	}

	/// The same for a bank that joined later, with its place and its key.
	pub fn customer_of(
		&mut self,
		(bank, bank_key): (BankIndex, &str),
		key: &'static str,
		roles: &[Role],
	) -> Customer {
		let id = self.onboard_by(bank_key, key, roles);
		let account = self.open_by(bank_key, id, CNY, AccountType::Current);
		Customer { key, id, bank, account }
	}

	/// A buyer with money.
	pub fn buyer(&mut self, bank: BankIndex, key: &'static str, amount: u64) -> Customer {
		let buyer = self.customer(bank, key, &[Role::Buyer]);
		self.issue(&buyer, amount);
		buyer
	}

	/// Lets the banks move one of them on in its life.
	pub fn set_bank_status(&mut self, bank: BankIndex, status: BankStatus) -> DispatchResult {
		self.vote(Call::<Runtime>::set_bank_status { bank, status })
	}

	fn next_participant(&mut self) -> ParticipantId {
		self.state(pallet_participants::NextParticipant::<Runtime>::get)
	}

	fn next_year(&mut self) -> Date {
		Date(self.today().0 + 365)
	}
}

fn keys(key: &str) -> pallet_participants::NewKeys<AccountId> {
	vec![(account(key), Scopes::ALL)].try_into().expect("one key")
}
