// SPDX-License-Identifier: Apache-2.0

//! Each call and hook at the limits of its components: 16 currencies, 64 banks with a position each,
//! eight cycles that wait for their settlement.

use crate::{
	prune::PRUNED_MAX, BankRows, Call, Carried, CloseReason, Config, Currencies, CycleRecord,
	Cycles, Ending, Frozen, FrozenPositions, Pallet, References, Roots, Schedule, Withdrawals,
};
use alloc::{vec, vec::Vec};
use frame::benchmarking::prelude::*;
use split_ledger_primitives::{
	limits::{
		BANKS_MAX, CURRENCIES_MAX, REFERENCE_BYTES_MAX, RETENTION_DAYS, UNSETTLED_CYCLES_MAX,
	},
	ports::{Clearing, ClearingBook, Clock, Participants},
	Amount, BankIndex, BankStatus, Currency, CycleNo, Date, Moment, OrderId, ParticipantId,
	Reference, Role, Roles, Text,
};

/// The currency of the benchmarks, one of sixteen; ISO has none of this number.
const CURRENCY: Currency = Currency(1);
/// A currency that is not open yet.
const ANOTHER: Currency = Currency(100);
const HOUR_MS: u64 = 3_600_000;
/// A day on which everything of the first day is over.
const OVER: Date = Date(RETENTION_DAYS + 1);

/// Opens currencies from [`CURRENCY`] on, as many as there may be but `left`, and answers their
/// agent with its key. The chain may have some already.
fn currencies<T: Config>(left: u32) -> (ParticipantId, RawOrigin<T::AccountId>) {
	let key: T::AccountId = account("agent", 0, 0);
	let roles = Roles::of(&[Role::SettlementAgent]);
	let agent = T::Participants::benchmark_participant(key.clone(), roles, BankIndex(0));
	let open = CURRENCIES_MAX - left - Schedule::<T>::get().len() as u32;
	for number in (CURRENCY.0..).take(open as usize) {
		Pallet::<T>::insert_currency(Currency(number), agent, 2, HOUR_MS);
	}
	(agent, RawOrigin::Signed(key))
}

/// A bank by its index, and its key.
fn bank<T: Config>(index: u32) -> (BankIndex, RawOrigin<T::AccountId>) {
	let key: T::AccountId = account("bank", index, 0);
	let index = BankIndex(index as u8);
	T::Participants::benchmark_participant(key.clone(), Roles::of(&[Role::Bank]), index);
	(index, RawOrigin::Signed(key))
}

/// A bank that joined and has reserve.
fn joined<T: Config>(index: u32) -> (BankIndex, RawOrigin<T::AccountId>) {
	let (index, origin) = bank::<T>(index);
	Pallet::<T>::benchmark_bank(CURRENCY, index);
	(index, origin)
}

fn longest_text() -> Text {
	vec![b'x'; REFERENCE_BYTES_MAX as usize].try_into().expect("as long as may be")
}

fn reference<T: Config>() -> Reference {
	Reference { date: T::Clock::today(), text: longest_text() }
}

/// Lets the first bank owe each other one, and leaves a leaf.
fn pay_all<T: Config>(banks: u32) {
	let mut book = Pallet::<T>::open_book();
	book.begin();
	for other in 1..banks {
		book.oblige(CURRENCY, BankIndex(0), BankIndex(other as u8), Amount(1), false)
			.expect("banks can owe without end");
	}
	book.accept().expect("banks can owe without end");
	book.record(CURRENCY, [1; 32]);
	book.commit();
}

/// A currency that settles later, in which as many cycles wait as may, and a cycle with a position
/// of each bank.
fn waiting<T: Config>(banks: u32) -> RawOrigin<T::AccountId> {
	let (_, origin) = currencies::<T>(0);
	for index in 0..banks {
		joined::<T>(index);
	}
	Currencies::<T>::mutate(CURRENCY, |row| row.as_mut().expect("opened").later = true);
	for _ in 0..UNSETTLED_CYCLES_MAX {
		pay_all::<T>(banks);
		Pallet::<T>::close_cycle(origin.clone().into(), CURRENCY, longest_text())
			.expect("a close cannot fail");
	}
	pay_all::<T>(banks);
	origin
}

/// The first cycles of the currency are settled, each with all banks, and their retention is over.
fn settled<T: Config>(cycles: u32) {
	let banks = || (0..BANKS_MAX as u8).map(BankIndex);
	let positions: Vec<_> = banks().map(|bank| (bank, 1)).collect();
	let reserves: Vec<_> = banks().map(|bank| (bank, Amount(1))).collect();
	let frozen = Frozen {
		positions: positions.try_into().expect("as many as may be"),
		reserves: reserves.try_into().expect("as many as may be"),
	};
	let reason = CloseReason::Agent(longest_text());
	let ending = Ending { block: 0, kept_from: Date(0), date: Date(0), reason };
	for cycle in (0..cycles).map(CycleNo) {
		let closed = CycleRecord::opening(0).close(ending.clone()).expect("it was open");
		let record = closed.settle(Date(0)).expect("it was closed");
		Cycles::<T>::insert((CURRENCY, cycle), record);
		FrozenPositions::<T>::insert((CURRENCY, cycle), frozen.clone());
	}
}

/// A withdrawal, and the key under which it is decided.
fn withdrawal<T: Config>() -> (BankIndex, [u8; 22], RawOrigin<T::AccountId>) {
	let (_, agent) = currencies::<T>(0);
	let (index, origin) = joined::<T>(0);
	let reference = reference::<T>();
	let participant = T::Participants::bank(index).expect("a bank").participant;
	let hash = frame::hashing::blake2_128(&reference.text);
	let OrderId(id) = OrderId::new(reference.date, participant, hash);
	Pallet::<T>::request_withdrawal(origin.into(), reference, CURRENCY, Amount(1))
		.expect("the bank has reserve");
	(index, id, agent)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_currency() {
		let (agent, _) = currencies::<T>(1);
		let origin = T::RootOrigin::try_successful_origin().expect("there is a consortium");

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, ANOTHER, agent, 2, HOUR_MS);

		assert_eq!(Schedule::<T>::get().len() as u32, CURRENCIES_MAX);
	}

	#[benchmark]
	fn join() {
		currencies::<T>(0);
		let (index, origin) = bank::<T>(0);

		#[extrinsic_call]
		_(origin, CURRENCY);

		assert!(BankRows::<T>::contains_key(CURRENCY, index));
	}

	#[benchmark]
	fn issue_reserve() {
		let (_, agent) = currencies::<T>(0);
		let (index, _) = joined::<T>(0);
		let before = BankRows::<T>::get(CURRENCY, index).expect("joined").reserve;

		#[extrinsic_call]
		_(agent, reference::<T>(), index, CURRENCY, Amount(1));

		let after = BankRows::<T>::get(CURRENCY, index).expect("joined").reserve;
		assert_eq!(after.0, before.0 + 1);
	}

	#[benchmark]
	fn set_cap() {
		let (_, agent) = currencies::<T>(0);
		let (index, _) = joined::<T>(0);

		#[extrinsic_call]
		_(agent, index, CURRENCY, Amount(1));

		assert_eq!(BankRows::<T>::get(CURRENCY, index).expect("joined").cap, Amount(1));
	}

	#[benchmark]
	fn request_withdrawal() {
		currencies::<T>(0);
		let (index, origin) = joined::<T>(0);

		#[extrinsic_call]
		_(origin, reference::<T>(), CURRENCY, Amount(1));

		assert_eq!(BankRows::<T>::get(CURRENCY, index).expect("joined").earmarked, Amount(1));
	}

	#[benchmark]
	fn confirm_withdrawal() {
		let (index, id, agent) = withdrawal::<T>();

		#[extrinsic_call]
		_(agent, index, id);

		assert!(!Withdrawals::<T>::contains_key(index, id));
	}

	#[benchmark]
	fn reject_withdrawal() {
		let (index, id, agent) = withdrawal::<T>();

		#[extrinsic_call]
		_(agent, index, id);

		assert!(!Withdrawals::<T>::contains_key(index, id));
	}

	#[benchmark]
	fn set_gross() {
		let (_, agent) = currencies::<T>(0);
		let (a, _) = joined::<T>(0);
		let (b, _) = joined::<T>(1);

		#[extrinsic_call]
		_(agent, CURRENCY, a, b, true);

		assert!(BankRows::<T>::get(CURRENCY, a).expect("joined").gross_with.has(b));
	}

	#[benchmark]
	fn close_cycle(b: Linear<2, BANKS_MAX>) {
		let origin = waiting::<T>(b);

		#[extrinsic_call]
		_(origin, CURRENCY, longest_text());

		let next = CycleNo(UNSETTLED_CYCLES_MAX + 1);
		assert!(Cycles::<T>::contains_key((CURRENCY, next)));
	}

	#[benchmark]
	fn settle_cycle(b: Linear<2, BANKS_MAX>) {
		let origin = waiting::<T>(b);

		#[extrinsic_call]
		_(origin, CURRENCY, CycleNo(UNSETTLED_CYCLES_MAX - 1));

		let row = Currencies::<T>::get(CURRENCY).expect("opened");
		assert_eq!(row.unsettled.len() as u32, UNSETTLED_CYCLES_MAX - 1);
	}

	#[benchmark]
	fn set_settlement() {
		let (_, agent) = currencies::<T>(0);

		#[extrinsic_call]
		_(agent, CURRENCY, true);

		assert!(Currencies::<T>::get(CURRENCY).expect("opened").later);
	}

	#[benchmark]
	fn set_schedule() {
		let (_, agent) = currencies::<T>(0);

		#[extrinsic_call]
		_(agent, CURRENCY, 2 * HOUR_MS);

		assert_eq!(Currencies::<T>::get(CURRENCY).expect("opened").cycle_ms, 2 * HOUR_MS);
	}

	#[benchmark]
	fn return_reserve() {
		let last = BANKS_MAX - 1;
		let agent = waiting::<T>(last);
		let (index, _) = joined::<T>(last);
		BankRows::<T>::mutate(CURRENCY, index, |row| {
			row.as_mut().expect("joined").status = BankStatus::RunOff;
		});

		#[extrinsic_call]
		_(agent, reference::<T>(), index, CURRENCY);

		assert!(BankRows::<T>::get(CURRENCY, index).expect("joined").reserve.is_zero());
	}

	#[benchmark]
	fn prune_references(n: Linear<0, PRUNED_MAX>) {
		for text in 0..n {
			let hash = frame::hashing::blake2_128(&text.to_be_bytes());
			let OrderId(key) = OrderId::new(Date(0), ParticipantId(0), hash);
			References::<T>::insert(key, [0; 16]);
		}

		#[block]
		{
			Pallet::<T>::prune_references(OVER, n);
		}

		assert!(References::<T>::iter_keys().next().is_none());
	}

	#[benchmark]
	fn prune_cycles(n: Linear<0, PRUNED_MAX>) {
		currencies::<T>(0);
		settled::<T>(n);

		#[block]
		{
			Pallet::<T>::prune_cycles(CURRENCY, OVER, n).expect("sums fit");
		}

		assert_eq!(Carried::<T>::get(CURRENCY).first_kept, CycleNo(n));
	}

	#[benchmark]
	fn on_initialize() {
		currencies::<T>(0);
		Schedule::<T>::mutate(|schedule| {
			schedule.iter_mut().for_each(|due| due.at = Some(Moment(0)));
		});

		#[block]
		{
			Pallet::<T>::close_due();
		}

		assert_eq!(Pallet::<T>::open_cycle(CURRENCY), Some(CycleNo(0)));
	}

	#[benchmark]
	fn on_finalize(l: Linear<0, 4_000>) {
		currencies::<T>(0);
		let mut book = Pallet::<T>::open_book();
		let currencies = Schedule::<T>::get().into_iter().map(|due| due.currency);
		for currency in currencies.cycle().take(l as usize) {
			book.record(currency, [1; 32]);
		}
		book.commit();

		#[block]
		{
			Pallet::<T>::root_all_leaves();
		}

		let rooted = Roots::<T>::iter_values().flatten().map(|root| root.leaves).sum::<u32>();
		assert_eq!(rooted, l);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::World::new().state(), crate::mock::Test);
}
