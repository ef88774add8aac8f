// SPDX-License-Identifier: Apache-2.0

use crate::{ending::PRUNED_MAX, mock::*, Endings, Error, Event, MandatesOf, Rows, WeightInfo};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{limits::MANDATES_MAX, MandateLimits, MandateTerms};

fn until(days: u16, number: u8) -> MandateTerms {
	let limits = MandateLimits { until: day(days), ..LIMITS };
	another(MandateTerms { limits, ..terms() }, number)
}

#[test]
fn the_clock_forgets_a_mandate_after_its_last_date_confirmed_or_not() {
	World::new().run(|| {
		let confirmed = given(until(3, 1));
		let waiting = proposed(until(3, 2));
		let later = given(until(4, 3));
		on(day(3));
		tick();
		assert_eq!(Rows::<Test>::iter_keys().count(), 3);
		take_events();

		on(day(4));
		tick();

		assert_eq!(Rows::<Test>::iter_keys().collect::<Vec<_>>(), [later]);
		let mut told = take_events();
		told.sort_by_key(|event| format!("{event:?}"));
		let account = WALLET;
		let ended = [confirmed, waiting].map(|mandate| Event::Ended { mandate, account });
		assert_eq!(told, ended);
		assert_noop!(asked(confirmed), Error::<Test>::MandateEnded);

		on(day(5));
		tick();
		assert!(!MandatesOf::<Test>::contains_key(WALLET.key()));
	});
}

#[test]
fn a_block_forgets_so_many_and_the_next_ones_the_rest() {
	World::new().run(|| {
		for number in 1..=MANDATES_MAX {
			proposed(until(3, u8::try_from(number).unwrap()));
		}
		on(day(9));
		for left in [48, 32, 16, 0] {
			tick();
			assert_ok!(Mandates::check_invariants());
			assert_eq!(Endings::<Test>::iter_keys().count(), left);
		}
		tick();
	});
}

#[test]
fn without_weight_the_clock_waits() {
	World::new().run(|| {
		proposed(until(3, 1));
		on(day(9));
		let needed = <() as WeightInfo>::prune(0) + <() as WeightInfo>::prune(PRUNED_MAX);
		let poll = |limit| Mandates::on_poll(1, &mut WeightMeter::with_limit(limit));
		for short in [Weight::zero(), needed - Weight::from_parts(1, 0)] {
			assert_storage_noop!(poll(short));
		}
		poll(needed);
		assert_eq!(Rows::<Test>::iter_keys().count(), 0);
	});
}
