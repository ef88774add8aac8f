// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Accounts};
use frame::testing_prelude::*;
#[cfg(feature = "runtime-benchmarks")]
use split_ledger_primitives::ports::ParticipantObserver;
use split_ledger_primitives::{
	limits::ACCOUNTS_MAX, AccountFlags, AccountNo, BankStatus, Role, Roles,
};

fn flags(account: AccountNo) -> AccountFlags {
	Accounts::<Test>::get(account.key()).unwrap().flags
}

#[test]
fn a_change_of_an_owner_reaches_all_of_its_64_accounts_at_any_bank() {
	World::new().run(|| {
		let accounts: Vec<_> = (0..ACCOUNTS_MAX)
			.map(|n| open(if n % 2 == 0 { BANK_A } else { BANK_B }, SHOP, CNY))
			.collect();
		change(SHOP, |shop| {
			shop.suspended = true;
			shop.roles = Roles::of(&[Role::Carrier]);
		});
		let expected = AccountFlags::default()
			.with(AccountFlags::OWNER_SUSPENDED, true)
			.with(AccountFlags::CARRIER, true);
		assert!(accounts.iter().all(|account| flags(*account) == expected));
	});
}

#[test]
fn a_change_of_an_owner_leaves_status_type_money_and_others_alone() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let other = open(BANK_A, PLATFORM, CNY);
		let closed = open(BANK_A, SHOP, CNY);
		assert_ok!(Ledger::close_account(signed(BANK_A), closed));
		assert_ok!(Ledger::set_status(signed(BANK_A), shop, true, true, text("court")));
		let before = (flags(shop), flags(other));

		change(SHOP, |shop| shop.suspended = true);
		assert_eq!(flags(shop), before.0.with(AccountFlags::OWNER_SUSPENDED, true));
		assert!(flags(closed).has(AccountFlags::CLOSED));
		assert_eq!((flags(other), balance(shop)), (before.1, (500, 0)));

		change(SHOP, |shop| shop.suspended = false);
		assert_eq!(flags(shop), before.0);
	});
}

#[test]
fn a_platform_marked_self_operated_takes_more_than_fees() {
	World::new().run(|| {
		let platform = open(BANK_A, PLATFORM, CNY);
		assert!(flags(platform).has(AccountFlags::FEE_ONLY));
		change(PLATFORM, |platform| platform.self_operated = true);
		assert!(!flags(platform).has(AccountFlags::FEE_ONLY));
	});
}

#[test]
fn a_change_of_a_participant_without_accounts_or_of_a_bank_writes_no_row() {
	World::new().run(|| {
		open(BANK_A, SHOP, CNY);
		assert_storage_noop!(change(BUYER, |buyer| buyer.suspended = true));
		assert_storage_noop!(set_bank_status(A, BankStatus::RunOff));
	});
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn benchmarks_of_a_change_meet_as_many_accounts_as_there_can_be() {
	World::new().run(|| {
		open(BANK_A, SHOP, CNY);
		<Ledger as ParticipantObserver>::benchmark_most(SHOP.id);
		assert_eq!(Ledger::accounts_of(SHOP.id, 0, ACCOUNTS_MAX).len(), 64);
	});
}
