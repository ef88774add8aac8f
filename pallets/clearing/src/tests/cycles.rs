// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*, BankRow, BankRows, CloseReason, Currencies, CycleRecord, CycleState, Cycles, Ending,
	Error, Event, Frozen, FrozenPositions, Schedule,
};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::UNSETTLED_CYCLES_MAX, Amount, BankIndex, CycleNo, Date, Moment, ParticipantId,
};

const MINUTE: u64 = 60_000;

fn open_cycle() -> u32 {
	Clearing::open_cycle(CNY).expect("a currency").0
}

fn state(cycle: u32) -> CycleState {
	Cycles::<Test>::get((CNY, CycleNo(cycle))).expect("a cycle").state
}

fn is_closed(cycle: u32) -> bool {
	matches!(state(cycle), CycleState::Closed(_))
}

fn is_settled(cycle: u32) -> bool {
	matches!(state(cycle), CycleState::Settled(_))
}

fn settle_later() {
	assert_ok!(Clearing::set_settlement(agent(), CNY, true));
}

#[test]
fn a_close_settles_in_the_same_transition() {
	World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100).run(|| {
		assert_ok!(pay(A, B, 60));
		assert_ok!(pay(B, C, 20));
		assert_ok!(close());

		assert_eq!(reserves([A, B, C]), [40, 140, 120]);
		assert_eq!(positions([A, B, C]), [0, 0, 0]);
		let reason = CloseReason::Agent(text("end of test"));
		let ending = Ending { block: 1, kept_from: TODAY, date: TODAY, reason: reason.clone() };
		let state = CycleState::Settled(ending);
		assert_eq!(
			Cycles::<Test>::get((CNY, CycleNo(0))),
			Some(CycleRecord { opened: 0, roots: 0, root: [0; 32], state })
		);
		assert_eq!(
			FrozenPositions::<Test>::get((CNY, CycleNo(0))),
			Some(Frozen {
				positions: vec![(A, 60), (B, -40), (C, -20)].try_into().expect("three banks"),
				reserves: vec![(A, Amount(40)), (B, Amount(140)), (C, Amount(120))]
					.try_into()
					.expect("three banks"),
			})
		);
		let (by, key) = (Some(ParticipantId(AGENT as u32)), Some(AGENT));
		let (currency, cycle) = (CNY, CycleNo(0));
		let closed =
			Event::CycleClosed { currency, cycle, reason, roots: 0, root: [0; 32], by, key };
		let positions = vec![(A, 60), (B, -40), (C, -20)];
		let settled = Event::CycleSettled { currency, cycle, positions, by, key };
		assert_eq!(events(), [closed, settled]);
	});
}

#[test]
fn what_follows_a_close_is_of_the_next_cycle() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 60));
		assert_ok!(close());
		assert_ok!(pay(A, B, 40));

		let cells = |cycle| Clearing::cells(CNY, CycleNo(cycle)).into_values().collect::<Vec<_>>();
		assert_eq!((cells(0), cells(1)), (vec![60], vec![40]));
		assert_eq!(open_cycle(), 1);
		assert_eq!(row(A).position, 40);
	});
}

#[test]
fn a_close_by_call_has_a_reason() {
	World::new().run(|| {
		let close = |reason| Clearing::close_cycle(agent(), CNY, text(reason));
		assert_noop!(close(""), Error::<Test>::ReasonEmpty);
		assert_ok!(close("x"));
	});
}

#[test]
fn an_empty_cycle_closes_by_call_without_positions() {
	World::new().with_bank(A, 100).run(|| {
		assert_ok!(close());
		assert!(is_settled(0));
		let frozen = FrozenPositions::<Test>::get((CNY, CycleNo(0))).expect("frozen");
		assert_eq!(frozen.positions.to_vec(), []);
		assert_eq!(frozen.reserves.to_vec(), [(A, Amount(100))]);
	});
}

#[test]
fn the_currencies_close_each_by_itself() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 60));
		assert_ok!(Clearing::close_cycle(agent(), USD, text("early")));
		assert_eq!(positions([A, B]), [60, -60]);
		assert_eq!((Clearing::open_cycle(USD), open_cycle()), (Some(CycleNo(1)), 0));
	});
}

#[test]
fn a_currency_that_settles_later_leaves_reserves_where_they_are() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		settle_later();
		assert_ok!(pay(A, B, 60));
		assert_ok!(close());

		assert!(is_closed(0));
		assert_eq!(reserves([A, B]), [100, 100]);
		assert_eq!((row(A).owed, row(B).owed), (Amount(60), Amount(0)));
		assert_eq!(positions([A, B]), [0, 0]);
		assert_ok!(Clearing::check_invariants());

		assert_ok!(settle(0));

		assert!(is_settled(0));
		assert_eq!(reserves([A, B]), [40, 160]);
		assert_eq!(row(A).owed, Amount(0));
		assert!(Currencies::<Test>::get(CNY).expect("open").unsettled.is_empty());
	});
}

#[test]
fn closed_cycles_settle_once_and_in_any_order() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		settle_later();
		assert_ok!(pay(A, B, 60));
		assert_ok!(close());
		assert_ok!(pay(B, A, 100));
		assert_ok!(close());

		assert_noop!(settle(2), Error::<Test>::CycleNotClosed);
		assert_noop!(settle(3), Error::<Test>::CycleNotClosed);
		assert_ok!(settle(1));
		assert_eq!(reserves([A, B]), [200, 0]);
		assert_noop!(settle(1), Error::<Test>::CycleNotClosed);
		assert_ok!(settle(0));
		assert_eq!(reserves([A, B]), [140, 60]);
	});
}

#[test]
fn what_waits_is_settled_by_call_after_the_currency_settles_with_the_close_again() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		settle_later();
		assert_ok!(pay(A, B, 60));
		assert_ok!(close());
		assert_ok!(Clearing::set_settlement(agent(), CNY, false));
		assert_ok!(pay(A, B, 40));
		assert_ok!(close());
		assert_eq!(reserves([A, B]), [60, 140]);
		assert!(is_closed(0) && is_settled(1));
		assert_ok!(settle(0));
		assert_eq!(reserves([A, B]), [0, 200]);
	});
}

#[test]
fn a_close_settles_the_oldest_when_as_many_wait_as_may() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		settle_later();
		for _ in 0..UNSETTLED_CYCLES_MAX {
			assert_ok!(pay(A, B, 10));
			assert_ok!(close());
		}
		assert!(is_closed(0));
		assert_eq!(row(A).owed, Amount(80));

		assert_ok!(pay(A, B, 20));
		assert_ok!(close());

		assert!(is_settled(0) && is_closed(1));
		assert_eq!(reserves([A, B]), [90, 110]);
		assert_eq!(row(A).owed, Amount(90));
	});
}

#[test]
fn a_due_cycle_closes_at_the_first_block_from_its_moment_on() {
	World::new().closing_each(MINUTE).with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 60));
		next_block(MINUTE - 1);
		assert_eq!(open_cycle(), 0);
		next_block(1);

		assert_eq!(open_cycle(), 1);
		assert_eq!(reserves([A, B]), [40, 160]);
		let ending =
			Ending { block: 3, kept_from: TODAY, date: TODAY, reason: CloseReason::Schedule };
		assert_eq!(state(0), CycleState::Settled(ending));
		let by_nobody =
			|event: &Event<Test>| matches!(event, Event::CycleClosed { by: None, key: None, .. });
		assert_eq!(events().iter().filter(|event| by_nobody(event)).count(), 1);
	});
}

#[test]
fn a_due_cycle_without_a_posting_stays_open() {
	World::new().closing_each(MINUTE).with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(promise(A, 10));
		next_block(MINUTE);
		next_block(MINUTE);
		assert_eq!(open_cycle(), 0);
		// A posting within one bank is one.
		record(CNY, &[[7; 32]]);
		next_block(MINUTE);
		next_block(1);
		assert_eq!((open_cycle(), Clearing::open_cycle(USD)), (1, Some(CycleNo(0))));
	});
}

#[test]
fn a_block_closes_one_currency_the_longest_due_first() {
	World::new().closing_each(MINUTE).run(|| {
		// Let USD be due before CNY, which has the lower number.
		assert_ok!(Clearing::set_schedule(agent(), USD, MINUTE / 2));
		record(CNY, &[[1; 32]]);
		record(USD, &[[2; 32]]);
		let open = || (open_cycle(), Clearing::open_cycle(USD).expect("open").0);

		next_block(2 * MINUTE);
		assert_eq!(open(), (0, 1));
		next_block(1);
		assert_eq!(open(), (1, 1));
		next_block(1);
		assert_eq!(open(), (1, 1));
	});
}

#[test]
fn a_due_currency_without_a_posting_takes_nobodys_turn() {
	World::new().closing_each(MINUTE).run(|| {
		assert_ok!(Clearing::set_schedule(agent(), USD, MINUTE / 2));
		record(CNY, &[[1; 32]]);
		next_block(MINUTE);
		assert_eq!((open_cycle(), Clearing::open_cycle(USD)), (1, Some(CycleNo(0))));
	});
}

#[test]
fn a_halt_of_the_chain_skips_closes_and_makes_none_up() {
	World::new().closing_each(MINUTE).with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 1));
		next_block(100 * MINUTE + 1);
		assert_eq!(open_cycle(), 1);
		let due = Schedule::<Test>::get().into_iter().find(|due| due.currency == CNY);
		assert_eq!(due.expect("scheduled").at, Some(START.plus(101 * MINUTE)));
	});
}

#[test]
fn a_day_closes_at_midnight_and_carries_the_date_of_its_postings() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(Clearing::set_schedule(agent(), CNY, 86_400_000));
		assert_ok!(pay(A, B, 1));
		let to_midnight = Date(TODAY.0 + 1).start().0 - START.0;
		next_block(to_midnight - 1);
		assert_eq!(open_cycle(), 0);
		next_block(1);
		assert_eq!(open_cycle(), 1);
		assert_eq!(Clearing::cycle(CNY, Some(CycleNo(0))).expect("a cycle").date, TODAY);
	});
}

#[test]
fn a_currency_without_a_schedule_closes_by_call_only() {
	World::new().closing_each(MINUTE).with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(Clearing::set_schedule(agent(), CNY, 0));
		assert_ok!(pay(A, B, 1));
		next_block(1_000 * MINUTE);
		next_block(1_000 * MINUTE);
		assert_eq!(open_cycle(), 0);
		assert_ok!(close());
	});
}

#[test]
fn a_due_close_settles_the_oldest_too_rather_than_fail() {
	World::new().closing_each(MINUTE).with_bank(A, 100).with_bank(B, 100).run(|| {
		settle_later();
		for _ in 0..UNSETTLED_CYCLES_MAX + 2 {
			assert_ok!(pay(A, B, 10));
			next_block(MINUTE);
			next_block(1);
		}
		assert_eq!(open_cycle(), UNSETTLED_CYCLES_MAX + 2);
		assert!(is_settled(1) && is_closed(2));
		assert_eq!(reserves([A, B]), [80, 120]);
	});
}

#[test]
fn a_close_that_cannot_be_leaves_everything_as_it_was_and_says_so() {
	World::new().closing_each(MINUTE).with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 60));
		record(CNY, &[[1; 32]]);
		next_block(1);
		let sound = row(A);
		// The backing of A is lost: nothing that the chain does can bring this about.
		BankRows::<Test>::insert(CNY, A, BankRow { reserve: Amount(59), ..sound });
		let kept = || {
			let rows: Vec<_> = BankRows::<Test>::iter().collect();
			(rows, Cycles::<Test>::iter().collect::<Vec<_>>(), Currencies::<Test>::get(CNY))
		};
		let before = kept();

		next_block(MINUTE);

		assert_eq!(kept(), before);
		let (currency, cycle) = (CNY, CycleNo(0));
		let error = Error::<Test>::SettlementFailed.into();
		assert_eq!(events(), [Event::CloseFailed { currency, cycle, error }]);
		assert_noop!(close(), Error::<Test>::SettlementFailed);

		BankRows::<Test>::insert(CNY, A, sound);
		next_block(MINUTE);
		assert!(is_settled(0));
	});
}

#[test]
fn a_cycle_of_64_banks_and_any_number_of_payments_closes() {
	let banks = (0..64u8).map(BankIndex);
	let world = banks.clone().fold(World::new(), |world, bank| world.with_bank(bank, 1_000));
	world.run(|| {
		for from in banks.clone() {
			for step in [1, 7, 13] {
				assert_ok!(pay(from, BankIndex((from.0 + step) % 64), 1 + u64::from(from.0)));
			}
		}
		assert_ok!(close());
		assert!(is_settled(0));
		let sum: u64 = banks.clone().map(|bank| row(bank).reserve.0).sum();
		assert_eq!(sum, 64_000);
	});
}

#[test]
fn a_currency_of_genesis_is_due_in_the_first_block_and_then_on_time() {
	// Genesis has no slot, so its time is the beginning of the count.
	let world = World::new().closing_each(MINUTE);
	set_now(Moment(0));
	world.run(|| {
		let at = |currency| {
			let due = Schedule::<Test>::get().into_iter().find(|due| due.currency == currency);
			due.expect("scheduled").at
		};
		assert_eq!(at(CNY), Some(Moment(MINUTE)));
		next_block(START.0);
		let next = Some(START.plus(MINUTE));
		assert_eq!((at(CNY), at(USD), open_cycle()), (next, next, 0));
	});
}
