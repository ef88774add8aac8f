// SPDX-License-Identifier: Apache-2.0

//! What a limited key may spend, and what it did: the port by which escrow asks.

use crate::mock::*;
use frame::testing_prelude::*;
use proptest::{
	collection::vec,
	prelude::{any, prop_assert_eq, proptest, ProptestConfig},
};
use split_ledger_primitives::{
	ports::{Participants, SpendingLimit},
	Amount, Currency, DAY_MS,
};

fn spend(currency: Currency, amount: u64) {
	Consortium::note_spent(&key("till"), currency, Amount(amount));
}

fn left(currency: Currency) -> Option<SpendingLimit> {
	Consortium::spending_limit(&key("till"), currency)
}

fn may_spend(single: u64, left_today: u64) -> Option<SpendingLimit> {
	Some(SpendingLimit { single: Amount(single), left_today: Amount(left_today) })
}

#[test]
fn nothing_limits_a_key_that_has_no_limits() {
	World::new().run(|| {
		staff();
		assert_eq!(left(CNY), None);
		// What it spends is not counted either.
		spend(CNY, u64::MAX);
		assert_ok!(propose(CNY, Some(TILL)));
		assert_eq!(left(CNY), may_spend(100, 250));
		assert_eq!(Consortium::spending_limit(&key("merchant"), CNY), None);
		assert_eq!(Consortium::spending_limit(&key("stranger"), CNY), None);
	});
}

#[test]
fn a_limited_key_spends_nothing_in_other_currencies() {
	World::new().run(|| {
		staff_with_limit();
		assert_eq!(left(CNY), may_spend(100, 250));
		assert_eq!(left(USD), may_spend(0, 0));
		spend(USD, 0);
		assert_eq!(left(USD), may_spend(0, 0));
	});
}

#[test]
fn a_day_is_used_up_to_the_unit() {
	World::new().run(|| {
		staff_with_limit();
		spend(CNY, 249);
		assert_eq!(left(CNY), may_spend(100, 1));
		spend(CNY, 1);
		assert_eq!(left(CNY), may_spend(100, 0));
		let view = Consortium::key_limits(&key("till")).unwrap().limits.remove(0);
		assert_eq!((view.spent_today, view.left_today), (Amount(250), Amount(0)));
	});
}

#[test]
fn a_day_ends_at_midnight_utc() {
	World::new().run(|| {
		staff_with_limit();
		spend(CNY, 250);
		advance_ms(DAY_MS - 1);
		assert_eq!(left(CNY), may_spend(100, 0));

		advance_ms(1);
		assert_eq!(left(CNY), may_spend(100, 250));
		let view = Consortium::key_limits(&key("till")).unwrap().limits.remove(0);
		assert_eq!((view.spent_today, view.left_today), (Amount(0), Amount(250)));
		spend(CNY, 10);
		assert_eq!(left(CNY), may_spend(100, 240));
	});
}

#[test]
fn currencies_are_used_each_for_itself() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(USD, Some(TILL)));
		assert_ok!(confirm(USD, Some(TILL)));
		spend(CNY, 40);
		spend(USD, 70);
		assert_eq!((left(CNY), left(USD)), (may_spend(100, 210), may_spend(100, 180)));
	});
}

#[test]
fn what_was_spent_stays_spent_when_the_limit_changes() {
	World::new().run(|| {
		staff_with_limit();
		spend(CNY, 200);
		for (daily, room) in [(201, 1), (200, 0), (150, 0)] {
			assert_ok!(propose(CNY, Some(limit_of(100, daily))));
			assert_eq!(left(CNY), may_spend(100, room));
			assert_ok!(Consortium::check_invariants());
		}

		let higher = Some(limit_of(100, 230));
		assert_ok!(propose(CNY, higher));
		assert_eq!(left(CNY), may_spend(100, 0));
		assert_ok!(confirm(CNY, higher));
		assert_eq!(left(CNY), may_spend(100, 30));
	});
}

#[test]
fn a_limit_lowered_below_the_use_is_whole_again_the_next_day() {
	World::new().run(|| {
		staff_with_limit();
		spend(CNY, 200);
		assert_ok!(propose(CNY, Some(limit_of(50, 60))));
		assert_eq!(left(CNY), may_spend(50, 0));

		advance_ms(DAY_MS);
		assert_eq!(left(CNY), may_spend(50, 60));
		spend(CNY, 60);
		assert_eq!(left(CNY), may_spend(50, 0));
	});
}

#[test]
fn a_revoked_key_has_no_limits_and_signs_nothing() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(Consortium::revoke_key(signed("merchant"), key("till")));
		assert_eq!(left(CNY), None);
		let refused = Consortium::signer(&key("till"), split_ledger_primitives::Scope::Pay);
		assert_eq!(refused, Err(ParticipantsError::KeyRevoked.into()));
	});
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn for_benchmarks_a_key_is_limited_as_much_as_keys_can_be_and_spends_all_the_same() {
	use split_ledger_primitives::limits::CURRENCIES_MAX;
	World::new().run(|| {
		staff();
		for currency in [Currency(0), Currency(1), USD] {
			Consortium::benchmark_limit(&key("till"), currency);
			assert_eq!(left(currency), may_spend(u64::MAX, u64::MAX));
			let limits = Consortium::key_limits(&key("till")).unwrap().limits;
			assert_eq!(limits.len(), CURRENCIES_MAX as usize);
		}
	});
}

// With debug assertions the port itself panics, without them the invariant of limits finds it.
#[test]
#[should_panic]
fn whoever_lets_a_key_spend_more_than_was_left_is_found_out() {
	World::new().run(|| {
		staff_with_limit();
		spend(CNY, 251);
	});
}

// With debug assertions the port panics, without them nothing comes of it.
#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "a limited key spends where it may"))]
fn whoever_lets_a_key_spend_where_it_may_not_changes_nothing() {
	World::new().run(|| {
		staff_with_limit();
		assert_storage_noop!(spend(USD, 1));
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	/// Spending, new limits and nights in any order, against a slow and obvious model: the day's
	/// spendings in a list.
	#[test]
	fn a_key_spends_no_more_than_its_limit_in_a_day(
		steps in vec((any::<u8>(), 0..400u64), 0..40),
	) {
		World::new().build().execute_with(|| {
			staff_with_limit();
			let (mut limit, mut spent, mut half_days) = (TILL, Vec::new(), 0u32);
			for (kind, amount) in steps {
				let room = limit.daily.0.saturating_sub(spent.iter().sum());
				prop_assert_eq!(left(CNY), may_spend(limit.single.0, room));
				match kind % 4 {
					0 => {
						let other = limit_of(amount / 2, amount);
						// At once, or by the second key; or it was so already.
						prop_assert_eq!(propose(CNY, Some(other)).is_ok(), other != limit);
						prop_assert_eq!(confirm(CNY, Some(other)).is_ok(), !other.is_within(limit));
						limit = other;
					},
					1 => {
						advance_ms(DAY_MS / 2);
						half_days += 1;
						if half_days % 2 == 0 {
							spent.clear();
						}
					},
					_ => {
						spend(CNY, amount.min(room));
						spent.push(amount.min(room));
					},
				}
				prop_assert_eq!(Consortium::check_invariants(), Ok(()));
			}
			Ok(())
		})?;
	}
}
