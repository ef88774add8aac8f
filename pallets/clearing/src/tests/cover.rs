// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::{Move::*, *},
	Cells, Currencies, Error,
};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Clearing as _, ClearingBook, CycleFacts},
	Amount, Currency, CycleNo,
};

fn cells() -> Vec<(u8, u8, u128)> {
	let cells = Clearing::cells(CNY, CycleNo(0)).into_iter();
	cells.map(|((debtor, creditor), amount)| (debtor.0, creditor.0, amount)).collect()
}

#[test]
fn a_payment_makes_one_bank_owe_the_other() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 60));
		assert_ok!(pay(A, B, 10));
		assert_ok!(pay(B, A, 30));

		assert_eq!(positions([A, B]), [40, -40]);
		assert_eq!(cells(), [(0, 1, 70), (1, 0, 30)]);
		assert_eq!(reserves([A, B]), [100, 100]);
	});
}

#[test]
fn a_payment_at_once_fits_the_reserve_to_the_unit() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		assert_noop!(pay(A, B, 101), Error::<Test>::ShortOfLiquidity);
		assert_ok!(pay(A, B, 100));
		assert_noop!(pay(A, B, 1), Error::<Test>::ShortOfLiquidity);
	});
}

#[test]
fn a_payment_at_once_fits_the_cap_to_the_unit() {
	World::new().with_capped_bank(A, 100, 60).with_bank(B, 0).run(|| {
		assert_noop!(pay(A, B, 61), Error::<Test>::OverCap);
		assert_ok!(pay(A, B, 60));
		assert_noop!(pay(A, B, 1), Error::<Test>::OverCap);
		// When both fail, liquidity is what is said.
		assert_noop!(pay(A, B, 41), Error::<Test>::ShortOfLiquidity);
	});
}

#[test]
fn what_a_bank_is_owed_in_the_cycle_it_may_owe_on_top() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(B, A, 50));
		assert_noop!(pay(A, B, 151), Error::<Test>::ShortOfLiquidity);
		assert_ok!(pay(A, B, 150));
		assert_eq!(positions([A, B]), [100, -100]);
	});
}

#[test]
fn what_a_bank_is_owed_covers_no_promise() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(B, A, 50));
		assert_noop!(promise(A, 101), Error::<Test>::ShortOfLiquidity);
		assert_ok!(promise(A, 100));
		// Nothing is left for a payment at once but what is owed to the bank.
		assert_noop!(pay(A, B, 51), Error::<Test>::ShortOfLiquidity);
		assert_ok!(pay(A, B, 50));
	});
}

#[test]
fn a_promise_fits_the_cap_to_the_unit() {
	World::new().with_capped_bank(A, 100, 60).with_bank(B, 0).run(|| {
		assert_ok!(pay(A, B, 20));
		assert_noop!(promise(A, 41), Error::<Test>::OverCap);
		assert_noop!(promise(A, 81), Error::<Test>::ShortOfLiquidity);
		assert_ok!(promise(A, 40));
		assert_eq!(Clearing::promised(CNY, A), Amount(40));
	});
}

#[test]
fn a_release_never_fails_for_cover() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(pay(A, B, 40));
		assert_ok!(promise(A, 60));
		assert_ok!(release(A, B, 25));
		assert_ok!(release(A, B, 35));
		assert_eq!(positions([A, B]), [100, -100]);
		assert_eq!(row(A).promised, Amount(0));
		assert_ok!(close());
		assert_eq!(reserves([A, B]), [0, 200]);
	});
}

#[test]
fn a_release_lets_no_demand_rise_whatever_the_bank_is_owed() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(promise(A, 100));
		assert_ok!(pay(B, A, 70));
		assert_ok!(release(A, B, 100));
		assert_eq!(positions([A, B]), [30, -30]);
		assert_noop!(pay(A, B, 71), Error::<Test>::ShortOfLiquidity);
		assert_ok!(pay(A, B, 70));
	});
}

#[test]
fn a_promise_outlives_the_close_and_stays_covered() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		assert_ok!(promise(A, 60));
		assert_ok!(pay(A, B, 40));
		assert_ok!(close());
		assert_noop!(pay(A, B, 1), Error::<Test>::ShortOfLiquidity);
		assert_noop!(request("w", A, 1), Error::<Test>::ShortOfLiquidity);
		assert_ok!(release(A, B, 60));
		assert_ok!(close());
		assert_ok!(settle(1));
		assert_ok!(settle(0));
		assert_eq!(reserves([A, B]), [0, 200]);
	});
}

#[test]
fn a_refund_frees_what_was_promised() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		assert_ok!(promise(A, 100));
		assert_ok!(item(&[Unpromise(A, 30)]));
		assert_ok!(pay(A, B, 30));
		assert_eq!(row(A).promised, Amount(70));
	});
}

#[test]
fn no_more_is_taken_out_of_a_promise_than_was_promised() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(promise(A, 10));
		assert_noop!(release(A, B, 11), Error::<Test>::PromiseMissing);
		assert_noop!(item(&[Unpromise(A, 11)]), Error::<Test>::PromiseMissing);
		assert_ok!(item(&[Release(A, B, 4), Unpromise(A, 6)]));
	});
}

#[test]
fn nothing_is_owed_to_oneself_and_nothing_of_nothing() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_noop!(pay(A, A, 1), Error::<Test>::SelfObligation);
		assert_noop!(pay(A, B, 0), Error::<Test>::ZeroAmount);
		assert_noop!(promise(A, 0), Error::<Test>::ZeroAmount);
		assert_noop!(item(&[Unpromise(A, 0)]), Error::<Test>::ZeroAmount);
	});
}

#[test]
fn a_gross_payment_moves_reserve_at_once_and_makes_no_obligation() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		make_gross(A, B);
		assert_noop!(pay(A, B, 101), Error::<Test>::ShortOfLiquidity);
		assert_ok!(pay(A, B, 100));

		assert_eq!(reserves([A, B]), [0, 100]);
		assert_eq!(positions([A, B]), [0, 0]);
		assert_eq!(cells(), []);
		assert_eq!((row(A).gross_net, row(B).gross_net), (100, -100));
	});
}

#[test]
fn a_gross_payment_needs_no_cap_and_leaves_what_is_pledged() {
	World::new().with_capped_bank(A, 100, 60).with_bank(B, 0).with_bank(C, 0).run(|| {
		make_gross(A, B);
		assert_ok!(pay(A, C, 20));
		assert_ok!(promise(A, 40));
		assert_noop!(pay(A, B, 41), Error::<Test>::ShortOfLiquidity);
		assert_ok!(pay(A, B, 40));
		assert_eq!(reserves([A, B]), [60, 40]);
	});
}

#[test]
fn a_promise_over_a_gross_pair_is_released_out_of_the_reserve() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		make_gross(A, B);
		assert_ok!(promise(A, 100));
		assert_noop!(pay(A, B, 1), Error::<Test>::ShortOfLiquidity);
		assert_ok!(release(A, B, 100));
		assert_eq!(reserves([A, B]), [0, 100]);
		assert_eq!(row(A).promised, Amount(0));
	});
}

#[test]
fn a_pair_that_became_gross_or_net_in_between_still_releases() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		assert_ok!(promise(A, 100));
		make_gross(A, B);
		assert_ok!(release(A, B, 50));
		assert_ok!(Clearing::set_gross(agent(), CNY, A, B, false));
		assert_ok!(release(A, B, 50));
		assert_eq!(reserves([A, B]), [50, 50]);
		assert_eq!(positions([A, B]), [50, -50]);
	});
}

#[test]
fn an_item_of_gross_and_net_parts_is_one_test_per_bank() {
	World::new().with_bank(A, 100).with_bank(B, 0).with_bank(C, 0).run(|| {
		make_gross(A, B);
		// 61 of the reserve go, 40 of what is left are owed: 101 in all.
		assert_noop!(item(&[Pay(A, B, 61), Pay(A, C, 40)]), Error::<Test>::ShortOfLiquidity);
		assert_noop!(item(&[Pay(A, C, 40), Pay(A, B, 61)]), Error::<Test>::ShortOfLiquidity);
		assert_ok!(item(&[Pay(A, B, 60), Pay(A, C, 40)]));
		assert_eq!(reserves([A, B, C]), [40, 60, 0]);
		assert_eq!(positions([A, B, C]), [40, 0, -40]);
	});
}

#[test]
fn an_item_is_tested_on_its_net_effect() {
	World::new().with_bank(A, 10).with_bank(B, 100).with_bank(C, 0).run(|| {
		// A passes on more than it has, in whatever order the parts come.
		assert_ok!(item(&[Pay(A, C, 100), Pay(B, A, 100)]));
		assert_eq!(positions([A, B, C]), [0, 100, -100]);
		assert_ok!(close());
		make_gross(A, C);
		assert_ok!(item(&[Pay(A, B, 10), Pay(C, A, 40)]));
		assert_eq!(reserves([A, B, C]), [50, 0, 60]);
		assert_eq!(positions([A, B, C]), [10, -10, 0]);
		assert_noop!(item(&[Pay(A, C, 46), Pay(C, A, 5)]), Error::<Test>::ShortOfLiquidity);
		assert_ok!(item(&[Pay(A, C, 45), Pay(C, A, 5)]));
	});
}

#[test]
fn net_income_of_an_item_covers_no_gross_payment_of_it() {
	World::new().with_bank(A, 0).with_bank(B, 100).with_bank(C, 0).run(|| {
		make_gross(A, C);
		assert_noop!(item(&[Pay(B, A, 50), Pay(A, C, 50)]), Error::<Test>::ShortOfLiquidity);
	});
}

#[test]
fn liquidity_is_tested_for_all_banks_before_any_cap() {
	World::new().with_capped_bank(A, 100, 10).with_bank(B, 10).with_bank(C, 0).run(|| {
		let both = [Pay(A, C, 11), Pay(B, C, 11)];
		assert_noop!(item(&both), Error::<Test>::ShortOfLiquidity);
		assert_noop!(item(&[Pay(A, C, 11), Pay(B, C, 10)]), Error::<Test>::OverCap);
		assert_ok!(item(&[Pay(A, C, 10), Pay(B, C, 10)]));
	});
}

#[test]
fn a_refused_item_leaves_nothing_behind_for_the_next_one() {
	World::new().with_bank(A, 100).with_bank(B, 0).with_bank(C, 0).run(|| {
		let mut book = Clearing::open_book();
		for (moves, fits) in [
			(vec![Pay(A, B, 60)], true),
			(vec![Pay(A, C, 41)], false),
			(vec![Promise(A, 10), Pay(A, C, 30)], true),
			(vec![Pay(A, B, 1)], false),
		] {
			book.begin();
			assert_ok!(enter(&mut book, &moves));
			assert_eq!(book.accept().is_ok(), fits, "{moves:?}");
		}
		book.begin();
		assert_ok!(enter(&mut book, &[Pay(B, A, 5)]));
		book.discard();
		assert_ok!(book.accept());
		book.commit();

		assert_eq!(positions([A, B, C]), [90, -60, -30]);
		assert_eq!(row(A).promised, Amount(10));
		assert_eq!(cells(), [(0, 1, 60), (0, 2, 30)]);
	});
}

#[test]
fn a_book_that_is_dropped_changed_nothing() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		assert_storage_noop!({
			let mut book = Clearing::open_book();
			book.begin();
			assert_ok!(enter(&mut book, &[Pay(A, B, 60)]));
			assert_ok!(book.accept());
			book.record(CNY, [1; 32]);
		});
	});
}

#[test]
fn a_book_reads_a_row_once_and_writes_it_once() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		let mut book = Clearing::open_book();
		for _ in 0..3 {
			book.begin();
			assert_ok!(enter(&mut book, &[Pay(A, B, 20)]));
			assert_ok!(book.accept());
		}
		assert_eq!(row(A).position, 0);
		book.commit();
		assert_eq!(row(A).position, 60);
		assert_eq!(Cells::<Test>::iter().count(), 1);
	});
}

#[test]
fn a_book_knows_the_open_cycle_and_the_date() {
	World::new().with_bank(A, 100).with_bank(B, 0).run(|| {
		let facts = |cycle| CycleFacts { cycle: CycleNo(cycle), date: TODAY };
		assert_eq!(Clearing::open_book().cycle(CNY), Ok(facts(0)));
		assert_ok!(pay(A, B, 1));
		assert_ok!(close());
		assert_eq!(Clearing::open_book().cycle(CNY), Ok(facts(1)));
		let unknown = Clearing::open_book().cycle(Currency(1));
		assert_eq!(unknown, Err(Error::<Test>::UnknownCurrency.into()));
	});
}

#[test]
fn no_order_of_payments_changes_a_position() {
	let payments = [Pay(A, B, 10), Pay(B, C, 25), Pay(C, A, 5), Pay(A, C, 30), Pay(B, A, 1)];
	let outcome = |order: Vec<Move>| {
		let mut rows = None;
		let world = World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100);
		world.run(|| {
			for payment in order {
				assert_ok!(item(&[payment]));
			}
			rows = Some((positions([A, B, C]), cells()));
			assert_ok!(close());
		});
		rows.expect("run")
	};
	let first = outcome(payments.to_vec());
	assert_eq!(first.0, [34, 16, -50]);
	for turn in 1..payments.len() {
		let mut order = payments.to_vec();
		order.rotate_left(turn);
		assert_eq!(outcome(order.clone()), first);
		order.reverse();
		assert_eq!(outcome(order), first);
	}
}

#[test]
fn payments_say_once_a_day_that_a_cycle_is_not_empty() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		let posted = || Currencies::<Test>::get(CNY).expect("open").posted;
		assert_ok!(promise(A, 10));
		assert_eq!(posted(), None);
		// A pair that ends where it began was there all the same.
		assert_ok!(item(&[Pay(A, B, 10), Pay(B, A, 10)]));
		assert_eq!(posted(), Some(TODAY));
		next_block(86_400_000);
		assert_eq!(posted(), Some(TODAY));
		record(CNY, &[[1; 32]]);
		assert_eq!(posted().map(|date| date.0), Some(TODAY.0 + 1));
	});
}

#[test]
fn what_a_bank_sent_less_what_it_received_survives_close_and_settlement() {
	World::new().with_bank(A, 100).with_bank(B, 100).with_bank(C, 100).run(|| {
		let sent = || [A, B, C].map(|bank| Clearing::sent_less_received(CNY, bank));
		make_gross(A, C);
		assert_ok!(pay(A, B, 10));
		assert_ok!(pay(A, C, 7));
		assert_eq!(sent(), [17, -10, -7]);
		assert_ok!(close());
		assert_eq!(sent(), [17, -10, -7]);
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));
		assert_ok!(pay(B, A, 3));
		assert_ok!(close());
		assert_ok!(pay(A, B, 1));
		assert_eq!(sent(), [15, -8, -7]);
		assert_ok!(settle(1));
		assert_eq!(sent(), [15, -8, -7]);
	});
}
