// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*, prune::PRUNED_MAX, Carried, CarriedForward, Cells, Cycles, Error, FrozenPositions,
	References, Roots, WeightInfo, Withdrawals,
};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{
	limits::RETENTION_DAYS, ports::Clearing as _, Amount, BankIndex, Currency, CycleNo, DAY_MS,
};

/// A day on which everything of the first day is over.
const OVER: u64 = RETENTION_DAYS as u64 + 1;

/// Goes to the day so many days after the first.
fn set_day(day: u64) {
	set_now(START.plus(day * DAY_MS));
}

/// Lets the clock work for a block of each currency.
fn poll(limit: Weight) {
	for _ in 0..2 {
		System::set_block_number(System::block_number() + 1);
		Clearing::on_poll(System::block_number(), &mut WeightMeter::with_limit(limit));
	}
	assert_ok!(Clearing::check_invariants());
}

fn poll_without_end() {
	poll(Weight::MAX);
}

fn cycles(currency: Currency) -> Vec<u32> {
	let mut kept: Vec<_> =
		Cycles::<Test>::iter_prefix((currency,)).map(|(cycle, _)| cycle.0).collect();
	kept.sort();
	kept
}

/// A cycle in which A pays B, with a root; closed now.
fn close_cycle_of(amount: u64) {
	assert_ok!(pay(A, B, amount));
	record(CNY, &[[1; 32]]);
	assert_ok!(close());
}

fn rows_of(cycle: u32) -> (usize, usize, usize) {
	let cycle = (CNY, CycleNo(cycle));
	let cells = Cells::<Test>::iter_prefix(cycle).count();
	let roots = Roots::<Test>::iter_prefix(cycle).count();
	(cells, roots, FrozenPositions::<Test>::contains_key(cycle).into())
}

fn market() -> World {
	World::new().with_bank(A, 1_000).with_bank(B, 1_000)
}

#[test]
fn references_are_forgotten_the_day_after_the_retention_and_not_before() {
	market().run(|| {
		let kept = || References::<Test>::iter().count();
		assert_ok!(request("w", A, 1));
		assert_eq!(kept(), 3);
		set_day(OVER - 1);
		poll_without_end();
		assert_eq!(kept(), 3);

		set_day(OVER);
		poll_without_end();
		assert_eq!(kept(), 0);

		// Forgotten is not free: the date is refused.
		assert_noop!(issue("opening/0", A, 1_000), Error::<Test>::ReferenceTooOld);
		// What is not decided is decided all the same.
		assert_eq!(Withdrawals::<Test>::iter().count(), 1);
		assert_ok!(Clearing::confirm_withdrawal(agent(), A, key_of(A, "w")));
	});
}

#[test]
fn a_block_forgets_a_bounded_number_of_references_and_the_next_goes_on() {
	World::new().with_bank(A, 0).run(|| {
		for number in 0..2 * PRUNED_MAX + 1 {
			assert_ok!(issue(&format!("r{number}"), A, 1));
		}
		set_day(OVER);
		poll_without_end();
		assert_eq!(References::<Test>::iter().count(), 1);
		poll_without_end();
		assert_eq!(References::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_settled_cycle_is_pruned_the_day_after_the_retention_and_not_before() {
	market().run(|| {
		close_cycle_of(10);
		let cycle = Some(CycleNo(0));
		let before = (Clearing::cycle(CNY, cycle), Clearing::statement(CNY, A, cycle, 0, 0));
		set_day(OVER - 1);
		poll_without_end();
		assert_eq!((Clearing::cycle(CNY, cycle), Clearing::statement(CNY, A, cycle, 0, 0)), before);
		assert_eq!(Clearing::roots(CNY, CycleNo(0), 0, 9).len(), 1);
		assert_eq!(cycles(CNY), [0, 1]);

		set_day(OVER);
		poll_without_end();

		assert_eq!(cycles(CNY), [1]);
		assert_eq!(rows_of(0), (0, 0, 0));
		assert_eq!(Clearing::cycle(CNY, cycle), None);
		assert_eq!(Clearing::positions(CNY, cycle), []);
		assert_eq!(Clearing::statement(CNY, A, cycle, 0, 0), None);
		assert_eq!(Clearing::roots(CNY, CycleNo(0), 0, 9), []);
	});
}

#[test]
fn sums_over_all_time_survive_pruning() {
	market().run(|| {
		close_cycle_of(10);
		close_cycle_of(5);
		assert_ok!(pay(B, A, 3));
		assert_ok!(close());
		let sent = || [A, B].map(|bank| Clearing::sent_less_received(CNY, bank));
		assert_eq!(sent(), [12, -12]);

		set_day(OVER);
		close_cycle_of(1);
		poll_without_end();

		assert_eq!(cycles(CNY), [3, 4]);
		let settled_net = vec![(A, 12), (B, -12)].try_into().expect("two banks");
		let carried = CarriedForward { first_kept: CycleNo(3), settled_net };
		assert_eq!(Carried::<Test>::get(CNY), carried);
		assert_eq!(sent(), [13, -13]);
		assert_eq!(row(A).settled_net, 13);
		// The sum carried forward is what holds the rows: without it they would not add up.
		hypothetically!({
			Carried::<Test>::mutate(CNY, |carried| carried.settled_net = Default::default());
			assert!(Clearing::check_invariants().is_err());
		});
	});
}

#[test]
fn nothing_is_pruned_behind_a_cycle_that_is_not_settled() {
	market().run(|| {
		close_cycle_of(1);
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		close_cycle_of(2);
		close_cycle_of(3);
		assert_ok!(settle(2));
		set_day(OVER);
		poll_without_end();
		assert_eq!(cycles(CNY), [1, 2, 3]);
		assert_eq!(rows_of(1), (1, 1, 1));

		// Settled at last it is kept as long as any other; the one after it waits for its turn.
		assert_ok!(settle(1));
		set_day(2 * OVER - 1);
		poll_without_end();
		assert_eq!(cycles(CNY), [1, 2, 3]);
		set_day(2 * OVER);
		poll_without_end();
		assert_eq!(cycles(CNY), [3]);
	});
}

#[test]
fn the_open_cycle_stays_however_old_it_is() {
	market().run(|| {
		assert_ok!(pay(A, B, 1));
		record(CNY, &[[1; 32]]);
		next_block(500);
		set_day(10 * OVER);
		poll_without_end();
		assert_eq!(cycles(CNY), [0]);
		assert_eq!((rows_of(0), positions([A, B])), ((1, 1, 0), [1, -1]));
	});
}

#[test]
fn the_retention_counts_from_the_close_and_not_from_the_last_posting() {
	market().run(|| {
		assert_ok!(pay(A, B, 1));
		set_day(10);
		assert_ok!(close());
		assert_eq!(Clearing::cycle(CNY, Some(CycleNo(0))).map(|cycle| cycle.date), Some(TODAY));
		set_day(OVER + 9);
		poll_without_end();
		assert_eq!(cycles(CNY), [0, 1]);
		set_day(OVER + 10);
		poll_without_end();
		assert_eq!(cycles(CNY), [1]);
	});
}

#[test]
fn the_retention_of_a_cycle_that_is_settled_later_counts_from_its_settlement() {
	market().run(|| {
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		close_cycle_of(1);
		set_day(10);
		assert_ok!(settle(0));
		set_day(OVER + 9);
		poll_without_end();
		assert_eq!((cycles(CNY), rows_of(0)), (vec![0, 1], (1, 1, 1)));
		set_day(OVER + 10);
		poll_without_end();
		assert_eq!((cycles(CNY), rows_of(0)), (vec![1], (0, 0, 0)));
	});
}

#[test]
fn a_block_prunes_a_bounded_number_of_rows_and_the_next_goes_on() {
	let banks: Vec<BankIndex> = (0..12).map(BankIndex).collect();
	let world = banks.iter().fold(World::new(), |world, bank| world.with_bank(*bank, 1_000));
	world.run(|| {
		// 132 cells and a page of roots in the first cycle.
		for (from, to) in banks.iter().flat_map(|from| banks.iter().map(move |to| (*from, *to))) {
			if from != to {
				assert_ok!(pay(from, to, 1 + u64::from(from.0)));
			}
		}
		record(CNY, &[[1; 32]]);
		assert_ok!(close());
		close_cycle_of(1);
		set_day(OVER);

		// The cycle itself counts as one.
		poll_without_end();
		assert_eq!(rows_of(0), (132 + 1 - PRUNED_MAX as usize, 1, 0));
		assert_eq!(cycles(CNY), [1, 2]);
		// What is left of it is no answer.
		assert_eq!(Clearing::positions(CNY, Some(CycleNo(0))), []);
		assert_eq!(Clearing::roots(CNY, CycleNo(0), 0, 9), []);

		poll_without_end();
		assert_eq!((rows_of(0), rows_of(1)), ((0, 0, 0), (0, 0, 0)));
		assert_eq!(cycles(CNY), [2]);
	});
}

#[test]
fn many_short_cycles_are_pruned_in_one_block() {
	market().run(|| {
		for _ in 0..PRUNED_MAX + 1 {
			assert_ok!(close());
		}
		set_day(OVER);
		poll_without_end();
		assert_eq!(cycles(CNY), [PRUNED_MAX, PRUNED_MAX + 1]);
		poll_without_end();
		assert_eq!(cycles(CNY), [PRUNED_MAX + 1]);
	});
}

#[test]
fn currencies_take_turns() {
	market().run(|| {
		assert_ok!(close());
		assert_ok!(Clearing::close_cycle(agent(), USD, text("end of test")));
		set_day(OVER);
		let poll = || {
			System::set_block_number(System::block_number() + 1);
			Clearing::on_poll(System::block_number(), &mut WeightMeter::with_limit(Weight::MAX));
		};
		poll();
		assert_eq!(cycles(CNY).len() + cycles(USD).len(), 3);
		poll();
		assert_eq!((cycles(CNY), cycles(USD)), (vec![1], vec![1]));
	});
}

#[test]
fn without_weight_left_nothing_is_pruned() {
	market().run(|| {
		close_cycle_of(1);
		set_day(OVER);
		let references = || References::<Test>::iter().count();
		let looking = <() as WeightInfo>::prune_references(0);
		let forgetting = <() as WeightInfo>::prune_references(PRUNED_MAX);
		let looking_at_cycles = <() as WeightInfo>::prune_cycles(0);
		let pruning = <() as WeightInfo>::prune_cycles(PRUNED_MAX);

		poll(Weight::zero());
		poll(looking);
		assert_eq!((references(), cycles(CNY)), (2, vec![0, 1]));
		poll(looking + forgetting);
		assert_eq!((references(), cycles(CNY)), (0, vec![0, 1]));
		let one = Weight::from_parts(1, 0);
		poll(looking + looking_at_cycles + pruning - one);
		assert_eq!(cycles(CNY), [0, 1]);
		poll(looking + looking_at_cycles + pruning);
		assert_eq!(cycles(CNY), [1]);
	});
}

#[test]
fn a_currency_goes_on_as_before_after_pruning() {
	market().run(|| {
		close_cycle_of(10);
		set_day(OVER);
		poll_without_end();
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		close_cycle_of(20);
		assert_ok!(settle(1));
		assert_eq!(reserves([A, B]), [970, 1_030]);
		assert_noop!(settle(0), Error::<Test>::CycleNotClosed);
		assert_eq!(row(A).reserve, Amount(970));
	});
}
