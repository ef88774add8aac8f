// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, tick::PRUNED_MAX, Error, References, WeightInfo};
use frame::{deps::frame_support::weights::WeightMeter, testing_prelude::*};
use split_ledger_primitives::{limits::RETENTION_DAYS, AccountNo, Amount, Date};

fn poll(limit: Weight) {
	Ledger::on_poll(1, &mut WeightMeter::with_limit(limit));
}

fn kept() -> usize {
	References::<Test>::iter().count()
}

fn issue_and_redeem(account: AccountNo, times: u32) {
	for n in 0..times {
		let reference = reference(&format!("{n}"));
		let (bank, one) = (signed(BANK_A), Amount(1));
		assert_ok!(Ledger::issue(bank.clone(), reference.clone(), account, one, 1, EVIDENCE));
		assert_ok!(Ledger::redeem(bank, reference, account, one, 1, EVIDENCE));
	}
}

#[test]
fn references_are_forgotten_the_day_after_the_retention_and_not_before() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		issue_and_redeem(shop, 1);
		set_now(Date(TODAY.0 + RETENTION_DAYS));
		poll(Weight::MAX);
		assert_eq!(kept(), 2);

		set_now(Date(TODAY.0 + RETENTION_DAYS + 1));
		poll(Weight::MAX);
		assert_eq!(kept(), 0);

		// Forgotten is not free: the date is refused.
		let again = Ledger::issue(signed(BANK_A), reference("0"), shop, Amount(1), 1, EVIDENCE);
		assert_noop!(again, Error::<Test>::ReferenceTooOld);
	});
}

#[test]
fn only_what_is_over_is_forgotten() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		issue_and_redeem(shop, 2);
		set_now(Date(TODAY.0 + 20));
		issue(BANK_A, shop, 5);
		let late = split_ledger_primitives::Reference { date: Date(TODAY.0 + 20), text: text("l") };
		assert_ok!(Ledger::issue(signed(BANK_A), late, shop, Amount(1), 1, EVIDENCE));

		set_now(Date(TODAY.0 + RETENTION_DAYS + 1));
		poll(Weight::MAX);
		assert_eq!(kept(), 1);
	});
}

#[test]
fn a_block_forgets_a_bounded_number_and_the_next_goes_on() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		issue_and_redeem(shop, PRUNED_MAX + 1);
		set_now(Date(TODAY.0 + RETENTION_DAYS + 1));
		poll(Weight::MAX);
		assert_eq!(kept(), 2);
		poll(Weight::MAX);
		assert_eq!(kept(), 0);
	});
}

#[test]
fn without_weight_left_nothing_is_forgotten() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		issue_and_redeem(shop, 1);
		set_now(Date(TODAY.0 + RETENTION_DAYS + 1));
		poll(Weight::zero());
		// Looking for what ends comes first.
		let looked = <() as WeightInfo>::end_minute();
		poll(looked + <() as WeightInfo>::prune(PRUNED_MAX));
		assert_eq!(kept(), 2);
		poll(looked + <() as WeightInfo>::prune(PRUNED_MAX) + <() as WeightInfo>::prune(0));
		assert_eq!(kept(), 1);
	});
}
