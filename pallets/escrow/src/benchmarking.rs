// SPDX-License-Identifier: Apache-2.0

//! Benchmarks at the limits: every leg crosses banks, to as many banks as an order has parties, and as
//! many parties are named as it is charged for.

mod conditions;
mod groups;
mod unclaimed;
mod world;

use crate::{types::*, *};
use alloc::{boxed::Box, vec::Vec};
use conditions::*;
use frame::{
	benchmarking::prelude::*,
	deps::frame_support::{traits::Hooks, weights::WeightMeter},
};
use groups::*;
use split_ledger_primitives::{
	limits::{LEGS_MAX, PARTIES_MAX, RETENTION_DAYS, RULE_SET_BYTES_MAX},
	ports::LedgerBook,
	ParkReason, ParticipantId, ReleaseMode, Role,
};
use unclaimed::*;
use world::*;

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn place(l: Linear<1, PARTIES_MAX>, b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let body = all_but_one(world.order(0, l, (0, b), ReleaseMode::Now));

		#[extrinsic_call]
		_(world.signed(), body);

		assert_eq!(open_orders::<T>(), 1);
	}

	#[benchmark]
	fn place_combined(o: Linear<1, 100>) {
		let world = World::<T>::new();
		let orders: Item = BoundedVec::truncate_from(world.payments(o, o));

		#[extrinsic_call]
		_(world.signed(), orders);

		assert_eq!(open_orders::<T>(), o);
	}

	#[benchmark]
	fn place_batch(o: Linear<1, BATCH_MAX>) {
		let world = World::<T>::new();
		let items = singly(world.payments(o, o));

		#[extrinsic_call]
		_(world.signed(), items);

		assert_eq!(open_orders::<T>(), o);
	}

	#[benchmark]
	fn legs_placed(l: Linear<BATCH_MAX, 4_000>) {
		let world = World::<T>::new();
		let items = singly(world.payments(BATCH_MAX, l));

		#[extrinsic_call]
		place_batch(world.signed(), items);

		assert_eq!(open_orders::<T>(), BATCH_MAX);
	}

	#[benchmark]
	fn release(l: Linear<1, PARTIES_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		let what = ReleaseWhat::Amount(Amount(AMOUNT.0 - 1));

		#[extrinsic_call]
		_(world.signed(), reference::<T>(0), order, what);

		assert!(is_open::<T>(order));
	}

	#[benchmark]
	fn release_batch(o: Linear<1, BATCH_MAX>) {
		let world = World::<T>::new();
		let items = world.releases(o, o);

		#[extrinsic_call]
		_(world.signed(), items, 1, true);

		assert_eq!(open_orders::<T>(), 0);
	}

	#[benchmark]
	fn legs_released(l: Linear<BATCH_MAX, 4_000>) {
		let world = World::<T>::new();
		let items = world.releases(BATCH_MAX, l);
		let legs_max = l.div_ceil(BATCH_MAX) as u8;

		#[extrinsic_call]
		release_batch(world.signed(), items, legs_max, true);

		assert_eq!(open_orders::<T>(), 0);
	}

	#[benchmark]
	fn receivers(r: Linear<0, BATCH_MAX>) {
		let mut shelf = <T::Splits as Splits>::Shelf::default();
		let mut answers = 0u32;

		#[block]
		{
			for number in 0..r {
				let (merchant, account) = (ParticipantId(number), AccountNo(number.into()));
				T::Splits::merchant_limits(&mut shelf, merchant);
				if T::Splits::receiver(&mut shelf, merchant, account).is_some() {
					answers = answers.saturating_add(1);
				}
			}
		}

		assert!(answers <= r);
	}

	#[benchmark]
	fn draws(d: Linear<0, BATCH_MAX>) {
		let world = World::<T>::new();
		let (_, owner) = join::<T>("payer", 0, &[Role::Buyer], PAYERS_BANK);
		let account = T::Ledger::benchmark_account(owner, PAYERS_BANK, CNY, PLENTY);
		let made = (0..d).map(|_| T::Mandates::benchmark_mandate(account, world.platform));
		let mandates: Vec<_> = made.collect();
		let now = T::Clock::now();

		#[block]
		{
			for mandate in &mandates {
				T::Mandates::mandate(*mandate, now).expect("made");
				T::Mandates::draw(*mandate, AMOUNT, now).expect("all is allowed");
			}
		}
	}

	#[benchmark]
	fn refund(l: Linear<1, PARTIES_MAX>, b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let (order, body) = world.spent(l, b);
		let (merchant, body) = (account("merchant", 0, 0), Some(Box::new(body)));
		let amount = Amount(AMOUNT.0 - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(merchant), reference::<T>(0), order, amount, body);

		assert!(GivenBacks::<T>::contains_key(order));
	}

	#[benchmark]
	fn return_leg(l: Linear<1, PARTIES_MAX>, b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let item = world.returns(1, l, b).remove(0);
		let ReturnItem { reference, order, leg, amount, body } = item;
		let bank: T::AccountId = account("bank", PAYEES_BANK.0.into(), 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(bank), reference, order, leg, amount, body);

		assert!(GivenBacks::<T>::contains_key(order));
	}

	#[benchmark]
	fn return_batch(o: Linear<1, BATCH_MAX>) {
		let world = World::<T>::new();
		let items = BoundedVec::truncate_from(world.returns(o, o, BYTES_MIN));
		let bank: T::AccountId = account("bank", PAYEES_BANK.0.into(), 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(bank), items, LEGS_MAX as u8, true);

		assert_eq!(GivenBacks::<T>::iter_keys().count() as u32, o);
	}

	#[benchmark]
	fn collect(n: Linear<1, LIENS_MAX>) {
		let world = World::<T>::new();
		let debtor = debtor::<T>(n);

		#[extrinsic_call]
		_(world.signed(), debtor);

		assert!(T::Ledger::open_book().liens(debtor).expect("known").list.is_empty());
	}

	#[benchmark]
	fn look_at_debtor() {
		World::<T>::new();
		let debtor = debtor::<T>(LIENS_MAX);
		DebtorHints::<T>::insert(debtor, 0);

		#[block]
		{
			Pallet::<T>::look_at_debtor_of(debtor, 0, T::Clock::now());
		}

		assert!(!DebtorHints::<T>::contains_key(debtor));
	}

	#[benchmark]
	fn retry_parked(l: Linear<1, PARTIES_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		change::<T>(order, |held| {
			let parts = held.all_parts().expect("nothing is released");
			parts.iter().fold(held, |held, part| {
				held.park(part, ParkReason::NoCredit, T::Clock::now()).expect("it fits")
			})
		});

		#[extrinsic_call]
		_(world.signed(), order);

		assert!(!is_open::<T>(order));
	}

	#[benchmark]
	fn tick() {
		let now = T::Clock::now();
		Drained::<T>::put(Cursor { minute: now.minute(), index: 0 });
		LastTick::<T>::put(Moment(now.0.saturating_sub(1_000)));

		#[block]
		{
			Pallet::<T>::on_poll(1u32.into(), &mut WeightMeter::new());
		}

		assert_eq!(LastTick::<T>::get(), Some(now));
	}

	#[benchmark]
	fn pass_minute() {
		let now = T::Clock::now();
		let minute = now.minute().saturating_sub(1);
		Drained::<T>::put(Cursor { minute, index: 0 });

		#[block]
		{
			Pallet::<T>::drain(now, &mut WeightMeter::new());
		}

		assert_eq!(Drained::<T>::get().map(|cursor| cursor.minute), Some(now.minute()));
	}

	#[benchmark]
	fn look_at(l: Linear<1, PARTIES_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		let now = T::Clock::now();
		// It is frozen and disputed, and its absolute end has come: all goes to the payees.
		stop::<T>(order, true, Some(Side::Payer));
		change::<T>(order, |held| HeldOrder { end: now, hint: 0, ..held });

		#[block]
		{
			Pallet::<T>::look_at(order, 0, now);
		}

		assert!(!is_open::<T>(order));
	}

	#[benchmark]
	fn prune_row() {
		let world = World::<T>::new();
		let order = world.place(world.order(0, 1, (0, BYTES_MIN), ReleaseMode::Now).1);
		let date = order.date();
		GivenBacks::<T>::insert(order, GivenBack::default());
		PrunedBefore::<T>::put(date);
		let today = Date(date.0.saturating_add(RETENTION_DAYS).saturating_add(1));

		#[block]
		{
			Pallet::<T>::prune(today, &mut WeightMeter::new());
		}

		assert!(!Orders::<T>::contains_key(order));
	}

	#[benchmark]
	fn assign_leg() {
		let world = World::<T>::new();
		let (order, far) = world.assigned();

		#[extrinsic_call]
		_(world.signed(), order, 1, Some(far));

		assert!(is_open::<T>(order));
	}

	#[benchmark]
	fn milestones(m: Linear<0, MILESTONES_MAX>) {
		let world = World::<T>::new();
		let order = agreed(&world, 1, m);

		#[block]
		{
			let held = Pallet::<T>::open_order(order).expect("it is open");
			Pallet::<T>::write(order, held).expect("it adds up");
		}

		assert!(is_open::<T>(order));
	}

	#[benchmark]
	fn deduct() {
		let world = World::<T>::new();
		let deduction = deduction::<T>();

		#[extrinsic_call]
		_(world.signed(), reference::<T>(0), deduction);

		assert_eq!(References::<T>::iter_prefix(Domain::Deduct).count(), 1);
	}

	#[benchmark]
	fn freeze_order() {
		let world = World::<T>::new();
		let order = world.held(PARTIES_MAX);
		let terms = freeze_terms(T::Clock::now().plus(1));

		#[extrinsic_call]
		_(world.signed(), order, terms);

		assert!(OrderFreezes::<T>::contains_key(order));
	}

	#[benchmark]
	fn lift_order_freeze() {
		let world = World::<T>::new();
		let order = world.held(PARTIES_MAX);
		stop::<T>(order, true, None);
		make_due::<T>(order);

		#[extrinsic_call]
		_(world.signed(), order);

		assert!(!OrderFreezes::<T>::contains_key(order));
	}

	#[benchmark]
	fn dispute() {
		let world = World::<T>::new();
		let (order, body) = world.disputable(PARTIES_MAX, BYTES_MIN);
		let body = Some(Box::new(body));

		#[extrinsic_call]
		_(world.signed(), order, Side::Payer, Commitment([1; 32]), body);

		assert!(is_disputed::<T>(order));
	}

	#[benchmark]
	fn answer_dispute() {
		let world = World::<T>::new();
		let (order, body) = world.disputable(PARTIES_MAX, BYTES_MIN);
		stop::<T>(order, false, Some(Side::Merchant));
		let body = Some(Box::new(body));

		#[extrinsic_call]
		_(world.signed(), order, Commitment([1; 32]), body);

		assert!(is_disputed::<T>(order));
	}

	#[benchmark]
	fn withdraw_dispute() {
		let world = World::<T>::new();
		let (order, body) = world.disputable(PARTIES_MAX, BYTES_MIN);
		stop::<T>(order, false, Some(Side::Payer));
		make_due::<T>(order);
		let body = Some(Box::new(body));

		#[extrinsic_call]
		_(world.signed(), order, body);

		assert!(!is_disputed::<T>(order));
	}

	// Of an open order no rule set is read: what reading one costs is that of a refund.
	#[benchmark]
	fn resolve_dispute(l: Linear<1, PARTIES_MAX>, b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let (order, body) = world.disputable(l, b);
		world.dispute_half(order, &body);
		let (judge, body) = (account("judge", 0, 0), Some(Box::new(body)));
		let evidence = Commitment([1; 32]);

		#[extrinsic_call]
		_(RawOrigin::Signed(judge), reference::<T>(0), order, 500_001, evidence, body);

		assert!(!is_open::<T>(order));
	}

	#[benchmark]
	fn attestors(a: Linear<0, BATCH_MAX>) {
		World::<T>::new();
		let all: Vec<_> = (0..a).map(|number| attestor::<T>(number).1).collect();

		#[block]
		{
			for attestor in &all {
				Pallet::<T>::ensure_attestor(*attestor).expect("an attestor");
			}
		}

		assert_eq!(all.len() as u32, a);
	}

	#[benchmark]
	fn conditions() {
		let world = World::<T>::new();
		let order = agreed(&world, 1, MILESTONES_MAX);
		Statements::<T>::insert(order, all_statements::<T>());
		let mut held = Pallet::<T>::open_order(order).expect("it is open");
		let met;

		#[block]
		{
			let statements = Statements::<T>::get(order);
			let known = Pallet::<T>::knowledge(&held, &statements, T::Clock::now());
			met = held.note_all_met(&known);
		}

		assert_eq!(met.len() as u32, MILESTONES_MAX);
	}

	#[benchmark]
	fn attest() {
		let world = World::<T>::new();
		let (order, attestor) = waiting(&world);
		let what = Stated::Evidence(split_ledger_primitives::EvidenceKind::Inspected);

		#[extrinsic_call]
		_(RawOrigin::Signed(attestor), order, MILESTONES_MAX as u8, what, EVIDENCE);

		let held = Pallet::<T>::open_order(order).expect("it is open");
		assert!(held.progress.is_met(MILESTONES_MAX as u8));
	}

	#[benchmark]
	fn extend() {
		let world = World::<T>::new();
		let order = agreed(&world, PARTIES_MAX, MILESTONES_MAX);
		let deadline = T::Clock::now().plus(7_200_000);

		#[extrinsic_call]
		_(world.signed(), order, deadline);

		let held = Pallet::<T>::open_order(order).expect("it is open");
		assert_eq!(held.deadline, deadline);
	}

	#[benchmark]
	fn join_groups(n: Linear<0, BATCH_MAX>) {
		let (group, orders) = joiners::<T>(BATCH_MAX + 1, n);

		#[block]
		{
			join_group::<T>(group, &orders);
		}

		assert!(T::Groups::take_waiting().is_none());
	}

	#[benchmark]
	fn take_waiting() {
		let (group, orders) = joiners::<T>(2, 2);
		join_group::<T>(group, &orders);

		#[block]
		{
			T::Groups::take_waiting();
		}

		assert!(T::Groups::take_waiting().is_some());
	}

	#[benchmark]
	fn pay_unclaimed() {
		let world = World::<T>::new();
		let (order, from, to) = kept::<T>();

		#[extrinsic_call]
		_(world.signed(), order, from, to, to, Some(Commitment([1; 32])));

		assert!(Unclaimed::<T>::get(order, (from, to)).is_none());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::World::state(), crate::mock::Test);
}
