// SPDX-License-Identifier: Apache-2.0

//! How the clock works off what ends: bounded, in order of time, and none forgotten.

use crate::{
	endings::{ENDED_MAX, MINUTES_MAX},
	mock::*,
	types::{Cursor, ENDINGS_PAGE},
	EndingCount, EndingPages, EndingsDone, FreezeTerms, StatusReasons, WeightInfo,
};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{AccountNo, Amount, Moment, MINUTE_MS};

fn freeze_until(account: AccountNo, until: Moment) {
	let terms = FreezeTerms {
		no_debit: true,
		no_credit: false,
		authority: text("court 17"),
		document: EVIDENCE,
		reason: text("case 4"),
		until,
	};
	assert_ok!(Ledger::freeze(signed(BANK_A), account, terms));
}

/// Freezes so many accounts until the same moment.
fn frozen(count: u32, until: Moment) {
	for n in 0..count {
		let owner = if n % 2 == 0 { SHOP } else { BUYER };
		freeze_until(open(BANK_A, owner, CNY), until);
	}
}

fn standing() -> usize {
	StatusReasons::<Test>::iter().count()
}

fn poll(limit: Weight) -> Weight {
	let mut meter = WeightMeter::with_limit(limit);
	Ledger::end_what_is_due(&mut meter);
	meter.consumed()
}

#[test]
fn a_page_that_does_not_fit_waits_for_the_next_block() {
	World::new().run(|| {
		let until = now().plus(5 * MINUTE_MS);
		frozen(ENDINGS_PAGE + 3, until);
		set_moment(until.plus(MINUTE_MS));
		let minute = <() as WeightInfo>::end_minute();
		let page = <() as WeightInfo>::end_page(ENDINGS_PAGE);
		poll(Weight::zero());
		poll(minute);
		assert_eq!(standing(), 35);
		// Five empty minutes lie before.
		poll(minute * 7 + page - Weight::from_parts(1, 0));
		assert_eq!(standing(), 35);
		poll(minute * 2 + page);
		assert_eq!(standing(), 3);
		assert_eq!(EndingsDone::<Test>::get(), Some(Cursor { minute: until.minute(), page: 1 }));
		assert_ok!(Ledger::check_invariants());
		poll(minute * 2 + page);
		assert_eq!(standing(), 0);
		assert_eq!(EndingPages::<Test>::iter().count(), 0);
		assert_eq!(EndingCount::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_block_ends_128_and_passes_a_day_of_minutes_at_most() {
	World::new().run(|| {
		let until = now().plus(5 * MINUTE_MS);
		let shop = open(BANK_A, SHOP, CNY);
		issue(BANK_A, shop, 500);
		let hold = |n: u32| {
			let (origin, court) = (signed(BANK_A), text("court 17"));
			let (words, amount) = (reference(&n.to_string()), Amount(1));
			Ledger::judicial_hold(origin, words, shop, amount, court, EVIDENCE, until)
		};
		for n in 0..64 {
			assert_ok!(hold(n));
		}
		frozen(ENDED_MAX - 60, until);
		set_moment(until.plus(MINUTE_MS));
		poll(Weight::MAX);
		// The holds came first; four of the freezes are left for the next block.
		assert_eq!((balance(shop), standing()), ((500, 0), 4));
		poll(Weight::MAX);
		assert_eq!(standing(), 0);

		let passed = EndingsDone::<Test>::get().unwrap().minute;
		set_moment(now().plus(3_000 * MINUTE_MS));
		poll(Weight::MAX);
		assert_eq!(EndingsDone::<Test>::get().unwrap().minute, passed + MINUTES_MAX);
	});
}

#[test]
fn a_freeze_of_an_account_that_was_closed_ends_as_well() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		freeze_until(shop, now().plus(1));
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		pass_to(now().plus(2 * MINUTE_MS));
		assert_eq!(standing(), 0);
	});
}

#[test]
fn a_step_is_charged_for_what_was_on_its_page() {
	World::new().run(|| {
		let until = now().plus(1);
		frozen(3, until);
		set_moment(now().plus(MINUTE_MS));
		let minute = <() as WeightInfo>::end_minute();
		assert_eq!(poll(Weight::MAX), minute * 2 + <() as WeightInfo>::end_page(3));
	});
}

#[test]
fn minutes_without_blocks_are_worked_off_one_by_one() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		freeze_until(shop, now().plus(MINUTE_MS));
		freeze_until(shop, now().plus(30 * MINUTE_MS));
		freeze_until(shop, now().plus(50 * MINUTE_MS));
		set_moment(now().plus(40 * MINUTE_MS));
		let minute = <() as WeightInfo>::end_minute();
		while standing() > 0 && Ledger::status_reasons(shop).len() > 1 {
			poll(minute * 2 + <() as WeightInfo>::end_page(ENDINGS_PAGE));
			assert_ok!(Ledger::check_invariants());
		}
		assert_eq!(Ledger::status_reasons(shop).len(), 1);
		poll(Weight::MAX);
		assert_eq!(standing(), 1);
	});
}

#[test]
fn without_anything_that_ends_the_clock_walks_no_minutes() {
	World::new().run(|| {
		set_moment(now().plus(1_000 * MINUTE_MS));
		assert_storage_noop!(assert_eq!(poll(Weight::MAX), <() as WeightInfo>::end_minute()));
	});
}

#[test]
fn the_first_freeze_of_a_chain_ends_although_the_clock_found_no_room_before() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		freeze_until(shop, now().plus(1));
		set_moment(now().plus(90 * MINUTE_MS));
		poll(Weight::MAX);
		assert_eq!(standing(), 0);
	});
}
