// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: each act on a group that has members, beside others that wait for their deadline.

use crate::{types::*, *};
use frame::{
	benchmarking::prelude::*,
	deps::frame_support::{traits::Hooks, weights::WeightMeter},
};
use split_ledger_primitives::{
	limits::{GROUP_JOINS_MAX, GROUP_KEPT_DAYS},
	ports::{Clock, GroupFacts, GroupState, Groups as _, Participants},
	AccountNo, BankIndex, Currency, Date, GroupNo, Moment, OrderId, ParticipantId, Reference, Role,
	Roles, RuleHash, Text,
};

/// Opens a group beside all calls.
pub(crate) fn open_group<T: Config>(facts: GroupFacts, needed: u32) -> GroupNo {
	let group = NextGroup::<T>::get();
	let deadline = match facts.state {
		GroupState::Open { deadline, .. } => deadline,
		GroupState::Complete | GroupState::Failed => T::Clock::now().plus(1),
	};
	let row = GroupRow {
		platform: facts.platform,
		merchant: facts.merchant,
		rules: facts.rules,
		currency: facts.currency,
		leader_slot: facts.leader_slot,
		opened_by: facts.platform,
		needed,
		joined: 0,
		next: 0,
		deadline,
		state: State::Open,
	};
	Groups::<T>::insert(group, row);
	NextGroup::<T>::put(GroupNo(group.0 + 1));
	Deadlines::<T>::insert(Due::of(deadline, group), ());
	OpenCounts::<T>::mutate(facts.platform, |count| *count += 1);
	group
}

/// A platform with a key, and a merchant.
struct World<T: Config> {
	key: T::AccountId,
	platform: ParticipantId,
	merchant: ParticipantId,
}

impl<T: Config> World<T> {
	fn new() -> Self {
		let key: T::AccountId = whitelisted_caller();
		let bank = BankIndex(0);
		let make = |key: T::AccountId, role| {
			T::Participants::benchmark_participant(key, Roles::of(&[role]), bank)
		};
		make(account("bank", 0, 0), Role::Bank);
		let merchant = make(account("merchant", 0, 0), Role::Merchant);
		let platform = make(key.clone(), Role::Platform);
		Self { key, platform, merchant }
	}

	/// An open group with two orders, until this moment.
	fn group(&self, deadline: Moment) -> GroupNo {
		let facts = GroupFacts {
			platform: self.platform,
			merchant: self.merchant,
			rules: RuleHash([1; 32]),
			currency: Currency(156),
			leader_slot: Some(0),
			state: GroupState::Open { deadline, left: GROUP_JOINS_MAX },
			leader: None,
		};
		let group = open_group::<T>(facts, GROUP_JOINS_MAX);
		for number in 1..=2u8 {
			let order = OrderId::new(T::Clock::today(), self.platform, [number; 16]);
			let (leader, now) = (Some(AccountNo(1)), Moment(deadline.0.saturating_sub(1)));
			Pallet::<T>::join(group, order, leader, now).expect("it is open");
		}
		group
	}
}

fn reference<T: Config>() -> Reference {
	Reference { date: T::Clock::today(), text: Text::truncate_from([b'X'; 64].to_vec()) }
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open() {
		let world = World::<T>::new();
		let terms = GroupTerms {
			platform: world.platform,
			merchant: world.merchant,
			rules: RuleHash([1; 32]),
			currency: Currency(156),
			needed: GROUP_JOINS_MAX,
			deadline: None,
			leader_slot: Some(0),
		};

		#[extrinsic_call]
		_(RawOrigin::Signed(world.key), reference::<T>(), terms);

		assert_eq!(Groups::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn call_off() {
		let world = World::<T>::new();
		let group = world.group(T::Clock::now().plus(1_000));

		#[extrinsic_call]
		_(RawOrigin::Signed(world.key), group);

		assert_eq!(WaitingGroups::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn tick() {
		let world = World::<T>::new();
		world.group(T::Clock::now().plus(1_000));

		#[block]
		{
			Pallet::<T>::on_poll(1u32.into(), &mut WeightMeter::new());
		}

		assert_eq!(WaitingGroups::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn fail_due() {
		T::Clock::benchmark_from(Moment(1));
		let world = World::<T>::new();
		world.group(T::Clock::now().plus(0));

		#[block]
		{
			Pallet::<T>::on_poll(1u32.into(), &mut WeightMeter::new());
		}

		assert_eq!(WaitingGroups::<T>::iter().count(), 1);
	}

	/// A member, the dearest of the rows, with the looks before it: for references, and at its group.
	#[benchmark]
	fn prune_row() {
		let world = World::<T>::new();
		let group = world.group(T::Clock::now().plus(1_000));
		Groups::<T>::remove(group);
		let Date(today) = T::Clock::today();
		let then = Date(today.saturating_add(GROUP_KEPT_DAYS));
		let mut for_one = WeightMeter::with_limit(T::WeightInfo::prune_row().saturating_mul(2));

		#[block]
		{
			Pallet::<T>::prune(then, &mut for_one);
		}

		assert_eq!(Members::<T>::iter().count(), 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::World::state(), crate::mock::Test);
}
