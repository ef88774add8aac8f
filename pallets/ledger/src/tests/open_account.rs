// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, AccountsOf, Error, Event, Unclaimed};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::ACCOUNTS_MAX, ports::Ledger as _, views::AccountView, AccountFlags, AccountNo,
	AccountType, Amount, BankStatus, Role, Roles, Scope, Scopes,
};

#[test]
fn the_first_account_of_a_bank_in_a_currency_brings_its_unclaimed_account() {
	World::new().run(|| {
		assert_ok!(Ledger::open_account(signed(BANK_A), SHOP.id, CNY, AccountType::Current, true));

		let opened = |account, owner: Who, account_type, accepts_anyone| Event::AccountOpened {
			account,
			owner: owner.id,
			bank: A,
			currency: CNY,
			account_type,
			accepts_anyone,
			by: BANK_A.id,
			key: BANK_A.key,
		};
		assert_eq!(
			take_events(),
			[
				opened(AccountNo(0), BANK_A, AccountType::Unclaimed, false),
				opened(AccountNo(1), SHOP, AccountType::Current, true),
			]
		);
		let flags = AccountFlags::of_type(AccountType::Current)
			.with(AccountFlags::ACCEPTS_ANYONE, true)
			.with(AccountFlags::MERCHANT, true);
		let shop = AccountView {
			number: AccountNo(1),
			owner: SHOP.id,
			bank: A,
			currency: CNY,
			account_type: AccountType::Current,
			flags,
			available: Amount::ZERO,
			held: Amount::ZERO,
			postings: 0,
		};
		assert_eq!(Ledger::account(AccountNo(1)), Some(shop));
		assert_eq!(Unclaimed::<Test>::get((CNY, A)), Some(AccountNo(0)));
	});
}

#[test]
fn later_accounts_of_the_bank_bring_no_second_unclaimed_account() {
	World::new().run(|| {
		open(BANK_A, SHOP, CNY);
		take_events();

		open(BANK_A, BUYER, CNY);
		assert_eq!(take_events().len(), 1);

		// Another currency and another bank have their own.
		allow(BUYER, B);
		take_events();
		open(BANK_A, BUYER, USD);
		assert_ok!(Ledger::open_account(signed(BANK_B), BUYER.id, CNY, AccountType::Current, true));
		assert_eq!(take_events().len(), 4);
		assert_eq!(Unclaimed::<Test>::iter().count(), 3);
	});
}

#[test]
fn a_bank_may_open_its_unclaimed_account_by_itself_and_once() {
	World::new().run(|| {
		let account = open_of_type(BANK_A, BANK_A, CNY, AccountType::Unclaimed);
		assert_eq!(take_events().len(), 1);
		assert_eq!(Unclaimed::<Test>::get((CNY, A)), Some(account));

		let again =
			Ledger::open_account(signed(BANK_A), BANK_A.id, CNY, AccountType::Unclaimed, false);
		assert_noop!(again, Error::<Test>::UnclaimedExists);
	});
}

#[test]
fn only_an_active_bank_with_the_scope_opens_accounts() {
	World::new().run(|| {
		let open_by =
			|origin| Ledger::open_account(origin, SHOP.id, CNY, AccountType::Current, false);
		assert_noop!(open_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(open_by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(open_by(signed(STRANGER)), DispatchError::Other("unknown key"));
		assert_noop!(open_by(signed(SHOP)), Error::<Test>::NotABank);
		assert_noop!(open_by(signed(SUPERVISOR)), Error::<Test>::NotABank);

		set_scopes(BANK_A, Scopes(Scopes::ALL.0 & !Scope::Admin.bit()));
		assert_noop!(open_by(signed(BANK_A)), DispatchError::Other("key without scope"));
		set_scopes(BANK_A, Scopes::of(&[Scope::Admin]));
		for status in [BankStatus::RunOff, BankStatus::Exited] {
			set_bank_status(A, status);
			assert_noop!(open_by(signed(BANK_A)), Error::<Test>::BankNotActive);
		}
		set_bank_status(A, BankStatus::Active);
		assert_ok!(open_by(signed(BANK_A)));
	});
}

#[test]
fn owner_and_currency_must_be_known_and_the_owner_not_suspended() {
	World::new().run(|| {
		let open_for = |owner: Who, currency| {
			Ledger::open_account(signed(BANK_A), owner.id, currency, AccountType::Current, false)
		};
		assert_noop!(open_for(STRANGER, CNY), Error::<Test>::UnknownOwner);
		assert_noop!(open_for(SHOP, XXX), Error::<Test>::UnknownCurrency);
		change(SHOP, |shop| shop.suspended = true);
		assert_noop!(open_for(SHOP, CNY), Error::<Test>::OwnerSuspended);
		change(SHOP, |shop| shop.suspended = false);
		assert_ok!(open_for(SHOP, CNY));
	});
}

#[test]
fn tax_authorities_have_tax_accounts_and_nobody_else_has() {
	World::new().run(|| {
		let open_of = |owner: Who, account_type| {
			Ledger::open_account(signed(BANK_A), owner.id, CNY, account_type, false)
		};
		assert_noop!(open_of(SHOP, AccountType::Tax), Error::<Test>::WrongAccountType);
		assert_noop!(open_of(TAX_OFFICE, AccountType::Current), Error::<Test>::WrongAccountType);
		assert_ok!(open_of(TAX_OFFICE, AccountType::Tax));
		let view = Ledger::account(last_account()).unwrap();
		assert_eq!(view.account_type, AccountType::Tax);
	});
}

#[test]
fn the_accounts_of_the_bank_itself_are_not_for_customers() {
	World::new().run(|| {
		for account_type in
			[AccountType::Unclaimed, AccountType::PassThrough, AccountType::Guarantee]
		{
			for owner in [SHOP, BANK_B] {
				let opened =
					Ledger::open_account(signed(BANK_A), owner.id, CNY, account_type, false);
				assert_noop!(opened, Error::<Test>::NotForCustomers);
			}
		}
		for account_type in [AccountType::PassThrough, AccountType::Guarantee] {
			let account = open_of_type(BANK_A, BANK_A, CNY, account_type);
			assert_eq!(Ledger::account(account).unwrap().account_type, account_type);
		}
	});
}

#[test]
fn a_bank_advances_from_the_guarantee_account_that_it_opened_first() {
	World::new().run(|| {
		assert_eq!(Ledger::guarantee(A, CNY), None);
		let open = |bank, currency| open_of_type(bank, bank, currency, AccountType::Guarantee);
		let first = open(BANK_A, CNY);
		open(BANK_A, CNY);
		let dollars = open(BANK_A, USD);
		let of_b = open(BANK_B, CNY);
		assert_eq!(Ledger::guarantee(A, CNY), Some(first));
		assert_eq!(Ledger::guarantee(A, USD), Some(dollars));
		assert_eq!(Ledger::guarantee(B, CNY), Some(of_b));
	});
}

#[test]
fn an_owner_has_64_accounts_and_no_65th() {
	World::new().run(|| {
		(0..ACCOUNTS_MAX).for_each(|_| {
			open(BANK_A, SHOP, CNY);
		});
		assert_eq!(AccountsOf::<Test>::get(SHOP.id).len(), 64);
		let one_more =
			Ledger::open_account(signed(BANK_A), SHOP.id, CNY, AccountType::Current, false);
		assert_noop!(one_more, Error::<Test>::TooManyAccounts);
		allow(SHOP, B);
		// Nor at another bank, and then its unclaimed account is not opened either.
		let elsewhere =
			Ledger::open_account(signed(BANK_B), SHOP.id, CNY, AccountType::Current, false);
		assert_noop!(elsewhere, Error::<Test>::TooManyAccounts);
	});
}

#[test]
fn a_bank_counts_its_unclaimed_account_among_its_own() {
	World::new().run(|| {
		// 63 accounts, the unclaimed one among them.
		(0..62).for_each(|_| {
			open(BANK_A, BANK_A, CNY);
		});
		// In another currency the first account needs two places, and there is one.
		let two = Ledger::open_account(signed(BANK_A), BANK_A.id, USD, AccountType::Current, false);
		assert_noop!(two, Error::<Test>::TooManyAccounts);
		open_of_type(BANK_A, BANK_A, USD, AccountType::Unclaimed);
		assert_eq!(AccountsOf::<Test>::get(BANK_A.id).len(), 64);
	});
}

#[test]
fn a_new_account_mirrors_its_owner() {
	World::new().run(|| {
		let platform = open(BANK_A, PLATFORM, CNY);
		let flags = Ledger::account(platform).unwrap().flags;
		let mirror = AccountFlags::default().mirroring(Roles::of(&[Role::Platform]), false, false);
		assert_eq!(flags, mirror);
		assert!(flags.has(AccountFlags::FEE_ONLY) && flags.has(AccountFlags::FEE_EARNER));
	});
}
