// SPDX-License-Identifier: Apache-2.0

//! Who is on our chain, and the acts by which they get accounts, money and a rule set.

use crate::{keys, ours::Ours};
use anyhow::Result;
use codec::Encode;
use frame_support::dispatch::GetDispatchInfo;
use pallet_clearing::Call as ClearingCall;
use pallet_ledger::Call as LedgerCall;
use pallet_participants::{Call as ParticipantsCall, GenesisParticipant};
use pallet_splits::Call as SplitsCall;
use sp_core::{sr25519, Pair};
use sp_io::hashing::blake2_256;
use sp_runtime::traits::{BlakeTwo256, Hash};
use split_ledger_primitives::{
	AccountNo, AccountType, Amount, BankIndex, Commitment, Currency, Date, ParticipantId, Purpose,
	Reference, RefundTerms, Relation, Role, Roles, RuleHash, Scopes, Total, Uncredited,
};
use split_ledger_runtime::{AccountId, Runtime, RuntimeCall};
use split_rules::{
	Base, Case, Condition, Leg, Residue, Rounding, RuleSet, Take, Target, SEMANTICS,
};
use std::collections::BTreeSet;

/// The one currency.
const CNY: Currency = Currency(156);

/// Legs that go to carriers; with the platform's and the shop's they are eight.
pub(crate) const CARRIER_LEGS: usize = 6;

/// The most that a carrier may get of an order, in millionths: twice what the rules give it.
const CARRIER_CEILING: u32 = 100_000;

/// What each payer gets, and what a bank may owe: far more than a run moves.
const PLENTY: u64 = 1_000_000_000;
const CAP: u64 = 1_000_000_000_000_000;

type Act = (sr25519::Pair, RuntimeCall);

/// Somebody with a key and an account at a bank.
pub(crate) struct Person {
	pub(crate) pair: sr25519::Pair,
	pub(crate) bank: u8,
	pub(crate) id: ParticipantId,
	pub(crate) account: AccountNo,
	role: Role,
}

/// Everybody but the banks.
pub(crate) struct Cast {
	banks: Vec<sr25519::Pair>,
	agent: sr25519::Pair,
	pub(crate) platform: Person,
	pub(crate) shop: Person,
	pub(crate) carriers: Vec<Person>,
	/// Who signs for itself, at all four banks in turn.
	pub(crate) payers: Vec<Person>,
	/// Whose orders the first bank sends in batches.
	pub(crate) batched: Vec<Person>,
	pub(crate) rules: RuleHash,
}

impl Cast {
	/// So many payers of either kind, and so many carriers.
	pub(crate) fn new(payments: usize, carriers: usize) -> Result<Self> {
		let names = ["//Alice", "//Bob", "//Charlie", "//Dave"];
		let banks = names.iter().map(|name| sr25519::Pair::from_string(name, None));
		let banks = banks.collect::<Result<Vec<_>, _>>()?;
		// The agent comes right after the banks.
		let mut next = banks.len() as u32 + 1;
		let mut person = |pair, bank: usize, role| {
			let id = ParticipantId(next);
			next += 1;
			Person { pair, bank: bank as u8, id, account: AccountNo::default(), role }
		};
		let platform = person(keys::single(1), 2, Role::Platform);
		let shop = person(keys::single(2), 1, Role::Merchant);
		let carriers = (0..carriers).map(|no| person(keys::carrier(no), no % 4, Role::Carrier));
		let carriers = carriers.collect();
		let payers = (0..payments).map(|no| person(keys::payer(no), no % 4, Role::Buyer)).collect();
		let batched = (0..payments).map(|no| person(keys::batched(no), 0, Role::Buyer)).collect();
		let rules = RuleHash(blake2_256(&rule_set().encode()));
		let agent = keys::single(0);
		Ok(Self { banks, agent, platform, shop, carriers, payers, batched, rules })
	}

	/// The key of the bank that sends the batches.
	pub(crate) fn batching_bank(&self) -> &sr25519::Pair {
		&self.banks[0]
	}

	/// The participants of the genesis after the banks, in the order of their ids.
	pub(crate) fn participants(&self) -> impl Iterator<Item = GenesisParticipant<AccountId>> + '_ {
		let agent = participant(&self.agent, Role::SettlementAgent, None);
		let sponsored = |person: &Person| {
			participant(&person.pair, person.role, Some(ParticipantId(person.bank.into())))
		};
		std::iter::once(agent).chain(self.everybody().map(sponsored))
	}

	fn everybody(&self) -> impl Iterator<Item = &Person> {
		let singles = [&self.platform, &self.shop].into_iter();
		singles.chain(&self.carriers).chain(&self.payers).chain(&self.batched)
	}

	/// Opens the currency, gives everybody an account and the payers money, and agrees on the rules.
	pub(crate) fn settle_in(&mut self, ours: &mut Ours) -> Result<()> {
		ours.prepare(self.opening())?;
		let mut next = 0;
		let mut known = BTreeSet::new();
		let mut acts = Vec::new();
		for person in self.everybody_mut() {
			// The first account at a bank comes after one for unclaimed money, which opens with it.
			next += u64::from(known.insert(person.bank));
			person.account = AccountNo(next);
			next += 1;
			acts.push((person.bank, open_account(person.id)));
		}
		ours.prepare(acts.into_iter().map(|(bank, act)| (self.bank(bank), act)).collect())?;

		let payers = self.payers.iter().chain(&self.batched);
		let issues = payers.enumerate().map(|(no, payer)| {
			let call = LedgerCall::<Runtime>::issue {
				reference: reference(format!("issue-{no}")),
				account: payer.account,
				amount: Amount(PLENTY),
				source: 1,
				evidence: Commitment([9; 32]),
			};
			(self.bank(payer.bank), call.into())
		});
		let issues: Vec<Act> = issues.collect();
		ours.issued = Total::from(PLENTY) * issues.len() as Total;
		ours.prepare(issues)?;
		ours.prepare(self.agreeing())?;
		ours.prepare(self.receivers())
	}

	fn everybody_mut(&mut self) -> impl Iterator<Item = &mut Person> {
		let singles = [&mut self.platform, &mut self.shop].into_iter();
		singles.chain(&mut self.carriers).chain(&mut self.payers).chain(&mut self.batched)
	}

	fn bank(&self, bank: u8) -> sr25519::Pair {
		self.banks[usize::from(bank)].clone()
	}

	/// Three banks vote for the currency; all join it, and get reserve and a cap.
	fn opening(&self) -> Vec<Act> {
		let agent = ParticipantId(self.banks.len() as u32);
		let open: RuntimeCall = ClearingCall::<Runtime>::open_currency {
			currency: CNY,
			agent,
			exponent: 2,
			cycle_ms: 0,
		}
		.into();
		let mut acts = self.vote(open);
		for bank in &self.banks {
			acts.push((bank.clone(), ClearingCall::<Runtime>::join { currency: CNY }.into()));
		}
		for bank in (0..).map(BankIndex).take(self.banks.len()) {
			let reserve = ClearingCall::<Runtime>::issue_reserve {
				reference: reference(format!("reserve-{}", bank.0)),
				bank,
				currency: CNY,
				amount: Amount(CAP),
			};
			acts.push((self.agent.clone(), reserve.into()));
			let cap = ClearingCall::<Runtime>::set_cap { bank, currency: CNY, cap: Amount(CAP) };
			acts.push((self.agent.clone(), cap.into()));
		}
		acts
	}

	/// The first vote of the chain.
	fn vote(&self, call: RuntimeCall) -> Vec<Act> {
		let proposal = BlakeTwo256::hash_of(&call);
		let length_bound = call.encoded_size() as u32;
		let proposal_weight_bound = call.get_dispatch_info().call_weight;
		let propose = pallet_collective::Call::<Runtime>::propose {
			threshold: 3,
			proposal: Box::new(call),
			length_bound,
		};
		let vote = pallet_collective::Call::<Runtime>::vote { proposal, index: 0, approve: true };
		let close = pallet_collective::Call::<Runtime>::close {
			proposal_hash: proposal,
			index: 0,
			proposal_weight_bound,
			length_bound,
		};
		let act = |bank: usize, call: pallet_collective::Call<Runtime>| {
			let call = Box::new(RuntimeCall::from(call));
			(self.banks[bank].clone(), ParticipantsCall::<Runtime>::act_as_bank { call }.into())
		};
		vec![
			act(0, propose),
			act(0, vote.clone()),
			act(1, vote.clone()),
			act(2, vote),
			act(0, close),
		]
	}

	/// The platform publishes the rule set, its bank approves and the shop accepts it.
	fn agreeing(&self) -> Vec<Act> {
		let (platform, rules) = (self.platform.id, self.rules);
		let publish =
			SplitsCall::<Runtime>::publish { rule_set: Box::new(rule_set()), effective_from: None };
		let approve = SplitsCall::<Runtime>::approve { platform, rules };
		let accept = SplitsCall::<Runtime>::accept { merchant: self.shop.id, platform, rules };
		vec![
			(self.platform.pair.clone(), publish.into()),
			(self.bank(self.platform.bank), approve.into()),
			(self.shop.pair.clone(), accept.into()),
		]
	}

	/// The shop makes every carrier a receiver, and the carrier's bank consents for it (P4).
	fn receivers(&self) -> Vec<Act> {
		let merchant = self.shop.id;
		let both = self.carriers.iter().flat_map(|carrier| {
			let account = carrier.account;
			let add = SplitsCall::<Runtime>::add_receiver {
				merchant,
				account,
				relation: Relation::Carrier,
				ceiling_ppm: CARRIER_CEILING,
			};
			let consent =
				SplitsCall::<Runtime>::consent { merchant, account, platform_returns: false };
			[(self.shop.pair.clone(), add.into()), (self.bank(carrier.bank), consent.into())]
		});
		both.collect()
	}
}

/// A reference of the day of the run.
pub(crate) fn reference(text: String) -> Reference {
	Reference { date: Date(crate::DAY), text: text.into_bytes().try_into().unwrap_or_default() }
}

fn participant(
	pair: &sr25519::Pair,
	role: Role,
	sponsor: Option<ParticipantId>,
) -> GenesisParticipant<AccountId> {
	GenesisParticipant {
		roles: Roles::of(&[role]),
		keys: vec![(pair.public().into(), Scopes::ALL)],
		sponsor,
		validates: false,
		commitment: Commitment([7; 32]),
		review: Date(crate::DAY + 365),
	}
}

fn open_account(owner: ParticipantId) -> RuntimeCall {
	LedgerCall::<Runtime>::open_account {
		owner,
		currency: CNY,
		account_type: AccountType::Current,
		accepts_anyone: false,
	}
	.into()
}

/// A tenth to the platform, a twentieth to each of six carriers, the rest to the shop.
fn rule_set() -> RuleSet {
	let share = |denominator| Take::Share {
		numerator: 1,
		denominator,
		of: Base::Gross,
		floor: None,
		cap: None,
	};
	let mut parts = vec![(share(10), Purpose::Fee)];
	parts.extend((0..CARRIER_LEGS).map(|_| (share(20), Purpose::Logistics)));
	parts.push((Take::Remainder, Purpose::Goods));
	let slots = (0..parts.len()).map(|slot| format!("slot {slot}")).collect();
	let legs = (0..).zip(parts).map(|(slot, (take, purpose))| {
		let target = Target::Slot { slot, purpose };
		Leg { take, target }
	});
	RuleSet {
		semantics: SEMANTICS,
		name: "bench".into(),
		currency: CNY,
		rounding: Rounding::Down,
		residue: Residue::Remainder,
		uncredited: Uncredited::Park,
		refund: RefundTerms::default(),
		slots,
		inputs: vec![],
		channels: vec![],
		categories: vec![],
		promotions: vec![],
		member_tiers: vec![],
		cases: vec![Case { when: Condition::default(), legs: legs.collect() }],
	}
}
