// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, root_of, ROOTS_PER_PAGE};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::{
		CellView, CurrencyView, CycleStatus, CycleView, LimitsView, PositionView, RootView,
		StatementView,
	},
	Amount, BankIndex, BankStatus, Currency, CycleNo, ParticipantId, Position, Total,
};

fn position(
	bank: BankIndex,
	(sent, received): (Total, Total),
	position: Position,
	(before, after): (u64, u64),
) -> PositionView {
	let (reserve_before, reserve_after) = (Amount(before), Amount(after));
	PositionView { bank, sent, received, position, reserve_before, reserve_after }
}

/// A cycle that was settled, one that waits, and the open one.
fn three_cycles() {
	assert_ok!(pay(A, B, 60));
	assert_ok!(pay(B, A, 10));
	record(CNY, &[[1; 32]]);
	assert_ok!(close());
	assert_ok!(Clearing::set_settlement(agent(), CNY, true));
	assert_ok!(pay(B, C, 5));
	assert_ok!(close());
	assert_ok!(pay(C, A, 7));
}

#[test]
fn positions_of_any_cycle_are_answered_with_the_reserves_around_its_settlement() {
	World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100).run(|| {
		three_cycles();
		assert_ok!(Clearing::join(by(D), CNY));
		let of = |cycle| Clearing::positions(CNY, Some(CycleNo(cycle)));
		assert_eq!(
			of(0),
			[
				position(A, (60, 10), 50, (100, 50)),
				position(B, (10, 60), -50, (100, 150)),
				position(C, (0, 0), 0, (100, 100)),
			]
		);
		assert_eq!(
			of(1),
			[
				position(A, (0, 0), 0, (50, 50)),
				position(B, (5, 0), 5, (150, 150)),
				position(C, (0, 5), -5, (100, 100)),
				position(D, (0, 0), 0, (0, 0)),
			]
		);
		assert_eq!(
			of(2),
			[
				position(A, (0, 7), -7, (50, 50)),
				position(B, (0, 0), 0, (150, 150)),
				position(C, (7, 0), 7, (100, 100)),
				position(D, (0, 0), 0, (0, 0)),
			]
		);
		assert_eq!(Clearing::positions(CNY, None), of(2));
		assert_eq!(of(3), []);
		assert_eq!(Clearing::positions(Currency(1), None), []);
	});
}

#[test]
fn what_a_cycle_answers_of_its_settlement_never_changes() {
	World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100).run(|| {
		three_cycles();
		let first = || {
			let cycle = Some(CycleNo(0));
			(Clearing::cycle(CNY, cycle), Clearing::statement(CNY, A, cycle, 0, 0))
		};
		let before = first();
		assert_ok!(settle(1));
		assert_ok!(issue("more", A, 9));
		record(CNY, &[[2; 32]]);
		next_block(500);
		assert_ok!(close());
		assert_eq!(first(), before);
	});
}

#[test]
fn a_cycle_is_answered_with_its_state() {
	World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100).run(|| {
		three_cycles();
		let of = |cycle| Clearing::cycle(CNY, cycle).expect("a cycle");
		let open = CycleView {
			currency: CNY,
			cycle: CycleNo(2),
			status: CycleStatus::Open,
			opened: 1,
			closed: None,
			date: TODAY,
			roots: 0,
			root: None,
		};
		assert_eq!(of(None), open);
		let closed = of(Some(CycleNo(1)));
		assert_eq!((closed.status, closed.closed), (CycleStatus::Closed, Some(1)));
		let settled = of(Some(CycleNo(0)));
		assert_eq!((settled.status, settled.roots), (CycleStatus::Settled, 1));
		assert!(settled.root.is_some_and(|root| root != [0; 32]));
		assert_eq!(Clearing::cycle(CNY, Some(CycleNo(3))), None);
	});
}

#[test]
fn a_statement_has_what_a_bank_reconciles_with() {
	World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100).run(|| {
		three_cycles();
		let cycle = Some(CycleNo(0));
		assert_eq!(
			Clearing::statement(CNY, A, cycle, 1_000, 200),
			Some(StatementView {
				bank: A,
				cycle: Clearing::cycle(CNY, cycle).expect("a cycle"),
				position: position(A, (60, 10), 50, (100, 50)),
				cells: vec![CellView { bank: B, sent: 60, received: 10 }],
				issued: 1_000,
				redeemed: 200,
			})
		);
		assert_eq!(Clearing::statement(CNY, D, cycle, 0, 0), None);
		assert_eq!(Clearing::statement(Currency(1), A, None, 0, 0), None);
	});
}

#[test]
fn every_root_of_a_cycle_is_answered_page_by_page() {
	World::new().run(|| {
		let count = 2 * ROOTS_PER_PAGE + 3;
		for number in 0..count {
			record(CNY, &[[number as u8; 32]]);
			next_block(500);
		}
		let all: Vec<_> = (0..count)
			.map(|number| RootView {
				block: number + 1,
				root: root_of(&[[number as u8; 32]]),
				leaves: 1,
			})
			.collect();
		let of = |from, limit| Clearing::roots(CNY, CycleNo(0), from, limit);

		assert_eq!(Clearing::cycle(CNY, None).expect("open").roots, count);
		assert_eq!(of(0, u32::MAX), all);
		for limit in [1, 2, ROOTS_PER_PAGE - 1, ROOTS_PER_PAGE, ROOTS_PER_PAGE + 1, 100] {
			let pages = (0..count).step_by(limit as usize).map(|from| of(from, limit));
			assert_eq!(pages.collect::<Vec<_>>().concat(), all, "in pages of {limit}");
		}
		assert_eq!(of(count - 1, 100), all[all.len() - 1..]);
	});
}

#[test]
fn where_there_are_no_roots_none_are_answered() {
	World::new().run(|| {
		record(CNY, &[[1; 32]]);
		next_block(500);
		let of = |currency, cycle, from, limit| {
			Clearing::roots(currency, CycleNo(cycle), from, limit).len()
		};
		assert_eq!(of(CNY, 0, 0, 1), 1);
		assert_eq!(of(CNY, 0, 0, 0), 0);
		assert_eq!(of(CNY, 0, 1, 100), 0);
		assert_eq!(of(CNY, 0, u32::MAX, u32::MAX), 0);
		assert_eq!(of(CNY, 1, 0, 100), 0);
		assert_eq!(of(USD, 0, 0, 100), 0);
		assert_eq!(of(Currency(1), 0, 0, 100), 0);
	});
}

#[test]
fn limits_say_what_a_payment_at_once_may_still_be() {
	World::new().with_capped_bank(A, 100, 80).with_bank(B, 100).run(|| {
		assert_ok!(pay(B, A, 30));
		assert_ok!(promise(A, 50));
		assert_ok!(request("w", A, 10));
		let limits = Clearing::limits(CNY, A).expect("joined");
		assert_eq!(
			limits,
			LimitsView {
				bank: A,
				currency: CNY,
				reserve: Amount(100),
				earmarked: Amount(10),
				cap: Amount(80),
				owed: Amount(0),
				position: -30,
				promised: Amount(50),
				headroom: Amount(60),
			}
		);
		assert!(pay(A, B, 61).is_err());
		assert_ok!(pay(A, B, 60));
		assert_eq!(Clearing::limits(CNY, A).expect("joined").headroom, Amount(0));
		assert_eq!(Clearing::limits(CNY, C), None);
		set_status(B, BankStatus::RunOff);
		assert_eq!(Clearing::limits(CNY, B).expect("joined").headroom, Amount(0));
	});
}

#[test]
fn currencies_are_answered_by_their_number() {
	World::new().closing_each(60_000).run(|| {
		assert_ok!(Clearing::set_settlement(agent(), USD, true));
		let view = |currency, settles_later| CurrencyView {
			currency,
			agent: ParticipantId(AGENT as u32),
			exponent: 2,
			cycle_ms: 60_000,
			settles_later,
			cycle: CycleNo(0),
		};
		assert_eq!(Clearing::currencies(), [view(CNY, false), view(USD, true)]);
	});
}
