// SPDX-License-Identifier: Apache-2.0

use crate::{content::hash_of, *};
use alloc::{format, vec, vec::Vec};
use codec::Encode;
use frame::benchmarking::prelude::*;
use split_ledger_primitives::{
	limits::{CASES_MAX, LEGS_MAX, PARTIES_MAX, RULE_SET_BYTES_MAX},
	ports::Participants,
	Amount, BankIndex, Currency, ParticipantId, Purpose, Role, Roles, RuleHash,
};
use split_rules::{
	Base, Case, Condition, Leg, Residue, Rounding, RuleSet, Take, Target, SEMANTICS,
};

const BANK: BankIndex = BankIndex(0);
const CURRENCY: Currency = Currency(156);
/// The encoded bytes of a case with all its legs, rounded up.
const CASE_BYTES: u32 = 800;

/// Stores a rule set with which an order of the platform and the merchant can be placed: `legs`
/// legs of equal shares for goods, on slots 0 to `legs`. An order fills 16 slots at most, so the
/// seventeenth leg goes to slot 0 again.
pub(crate) fn usable_rules<T: Config>(
	platform: ParticipantId,
	merchant: ParticipantId,
	currency: Currency,
	legs: u32,
) -> RuleHash {
	let legs = legs.clamp(1, LEGS_MAX);
	let slots = legs.min(PARTIES_MAX);
	let mut group: Vec<_> = (1..legs).map(|leg| to_slot(share_of(legs), leg - 1, slots)).collect();
	group.push(to_slot(Take::Remainder, legs - 1, slots));
	let case = Case { when: Condition::default(), legs: group };
	let rules = store::<T>(platform, &rule_set(currency, slots, vec![case]));
	let by = T::Participants::facts(platform).expect("the platform was made").sponsor;
	Standings::<T>::insert(rules, platform, Standing::Approved { by });
	Acceptances::<T>::insert(merchant, rules, merchant);
	rules
}

/// Stores a rule set as the platform's publishing it would.
fn store<T: Config>(platform: ParticipantId, rule_set: &RuleSet) -> RuleHash {
	rule_set.clone().validate().expect("the rule set is valid");
	let content = rule_set.encode();
	let rules = hash_of(&content);
	RuleSets::<T>::insert(rules, BoundedVec::try_from(content).expect("the rule set is short"));
	Standings::<T>::insert(rules, platform, Standing::Published);
	rules
}

fn to_slot(take: Take, leg: u32, slots: u32) -> Leg {
	let slot = u8::try_from(leg % slots).expect("there are 16 slots at most");
	Leg { take, target: Target::Slot { slot, purpose: Purpose::Goods } }
}

fn share_of(denominator: u32) -> Take {
	Take::Share { numerator: 1, denominator, of: Base::Gross, floor: None, cap: None }
}

fn rule_set(currency: Currency, slots: u32, cases: Vec<Case>) -> RuleSet {
	RuleSet {
		semantics: SEMANTICS,
		name: "benchmark".into(),
		currency,
		rounding: Rounding::Down,
		residue: Residue::LargestRemainder,
		slots: (0..slots).map(|slot| format!("slot {slot}")).collect(),
		inputs: Vec::new(),
		channels: Vec::new(),
		categories: Vec::new(),
		promotions: Vec::new(),
		member_tiers: Vec::new(),
		cases,
	}
}

/// A rule set of about `bytes` that takes long to validate: as many full cases as fit, of shares
/// without a small common denominator, and names for the rest.
fn slow_rule_set(bytes: u32) -> RuleSet {
	let cases = (bytes / CASE_BYTES).clamp(1, CASES_MAX);
	let legs = if bytes < CASE_BYTES { 1 } else { LEGS_MAX };
	let case = |number: u32| {
		let when = match number {
			1 => Condition::default(),
			_ => Condition { amount_from: Some(Amount(1)), ..Condition::default() },
		};
		// Odd numbers just below 2^32: neighbours share few factors.
		let denominator = |leg: u32| u32::MAX - 2 * (leg + LEGS_MAX * number);
		let mut legs: Vec<_> = (1..legs)
			.map(|leg| to_slot(share_of(denominator(leg)), leg - 1, legs.min(PARTIES_MAX)))
			.collect();
		legs.push(to_slot(Take::Remainder, 0, 1));
		Case { when, legs }
	};
	let cases = (1..=cases).rev().map(case).collect();
	let mut rules = rule_set(CURRENCY, legs.min(PARTIES_MAX), cases);
	while rules.encoded_size() + 8 <= bytes as usize {
		let room = bytes as usize - rules.encoded_size();
		let name = format!(
			"{:0width$}",
			rules.categories.len(),
			width = room.saturating_sub(4).clamp(5, 60)
		);
		rules.categories.push(name);
	}
	rules
}

/// A bank with its key, and below it a platform and a merchant, all with the keys of their names.
struct World<T: Config> {
	bank: T::AccountId,
	platform: ParticipantId,
	merchant: ParticipantId,
}

impl<T: Config> World<T> {
	fn new() -> Self {
		let bank: T::AccountId = whitelisted_caller();
		let make = |key: T::AccountId, role: Role| {
			T::Participants::benchmark_participant(key, Roles::of(&[role]), BANK)
		};
		make(bank.clone(), Role::Bank);
		let platform = make(Self::key("platform"), Role::Platform);
		let merchant = make(Self::key("merchant"), Role::Merchant);
		Self { bank, platform, merchant }
	}

	fn key(name: &'static str) -> T::AccountId {
		account(name, 0, 0)
	}

	fn published(&self) -> RuleHash {
		store::<T>(self.platform, &slow_rule_set(RULE_SET_BYTES_MAX))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::mock::{new_state, order, Splits, Test, MERCHANT, PLATFORM};
	use split_ledger_primitives::ports::Splits as _;

	#[test]
	fn orders_of_other_pallets_benchmarks_are_planned_with_every_leg_above_zero() {
		new_state().execute_with(|| {
			for legs in 1..=LEGS_MAX {
				let rules = Splits::benchmark_rules(PLATFORM.id, MERCHANT.id, CURRENCY, legs);
				let parts = Splits::plan(&order(rules, legs.into())).unwrap();
				assert_eq!(parts.len(), legs as usize);
				assert!(parts.iter().all(|part| !part.amount.is_zero()));
			}
			frame::testing_prelude::assert_ok!(crate::Pallet::<Test>::check_invariants());
		});
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn publish(b: Linear<200, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let rule_set = slow_rule_set(b);
		let rules = hash_of(&rule_set.encode());

		#[extrinsic_call]
		_(RawOrigin::Signed(World::<T>::key("platform")), rule_set);

		assert_eq!(Standings::<T>::get(rules, world.platform), Some(Standing::Published));
	}

	#[benchmark]
	fn approve() {
		let world = World::<T>::new();
		let rules = world.published();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.platform, rules);

		let standing = Standings::<T>::get(rules, world.platform);
		assert!(matches!(standing, Some(Standing::Approved { .. })));
	}

	#[benchmark]
	fn accept() {
		let world = World::<T>::new();
		let rules = world.published();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.merchant, rules);

		assert!(Acceptances::<T>::contains_key(world.merchant, rules));
	}

	#[benchmark]
	fn accept_ceilings() {
		let world = World::<T>::new();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.merchant, world.platform, WHOLE_PPM);

		assert!(Ceilings::<T>::contains_key(world.merchant, world.platform));
	}

	#[benchmark]
	fn retire() {
		let world = World::<T>::new();
		let rules = world.published();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.platform, rules);

		let standing = Standings::<T>::get(rules, world.platform);
		assert!(matches!(standing, Some(Standing::Retired { .. })));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_state(), crate::mock::Test);
}
