// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Consent, Error, Event, Receivers, Shelf};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{ReceiverFacts, Splits as Port},
	AccountNo, Relation, Scope,
};

fn added(account: AccountNo) {
	let relation = Relation::Supplier;
	assert_ok!(Splits::add_receiver(signed(MERCHANT), MERCHANT.id, account, relation, 400_000));
	take_events();
}

fn consent(by: Who, account: AccountNo, platform_returns: bool) -> DispatchResult {
	Splits::consent(signed(by), MERCHANT.id, account, platform_returns)
}

fn withdraw(by: Who, account: AccountNo) -> DispatchResult {
	Splits::withdraw_consent(signed(by), MERCHANT.id, account)
}

fn stands(account: AccountNo) -> Option<Consent> {
	Receivers::<Test>::get(MERCHANT.id, account.key()).unwrap().consent
}

/// What an order of the merchant is told of an account.
fn told(account: AccountNo) -> Option<ReceiverFacts> {
	<Splits as Port>::receiver(&mut Shelf::default(), MERCHANT.id, account)
}

#[test]
fn the_owner_of_an_account_or_the_accounts_bank_consents() {
	for who in [SUPPLIER, OTHER_BANK] {
		World::new().run(|| {
			added(SUPPLY);
			assert_eq!(told(SUPPLY), None, "before a consent");

			assert_ok!(consent(who, SUPPLY, true));

			assert_eq!(stands(SUPPLY), Some(Consent { platform_returns: true, by: who.id }));
			let facts = ReceiverFacts {
				relation: Relation::Supplier,
				ceiling_ppm: 400_000,
				platform_returns: true,
			};
			assert_eq!(told(SUPPLY), Some(facts));
			let (merchant, account, by, key) = (MERCHANT.id, SUPPLY, who.id, who.key);
			let event = Event::Consented { merchant, account, platform_returns: true, by, key };
			assert_eq!(take_events(), [event]);
		});
	}
}

#[test]
fn nobody_else_consents() {
	World::new().run(|| {
		added(SUPPLY);
		added(SUPPLY_ABROAD);
		let by = |origin| Splits::consent(origin, MERCHANT.id, SUPPLY, true);
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(consent(STRANGER, SUPPLY, true), UNKNOWN_KEY);
		for who in [MERCHANT, BANK, PLATFORM] {
			assert_noop!(consent(who, SUPPLY, true), Error::<Test>::NotForReceiver);
		}
		// What counts is the bank that keeps the account, be it not the owner's sponsor.
		let by_sponsor = consent(OTHER_BANK, SUPPLY_ABROAD, true);
		assert_noop!(by_sponsor, Error::<Test>::NotForReceiver);
		assert_ok!(consent(BANK, SUPPLY_ABROAD, true));
		without_scope(SUPPLIER, Scope::Rules);
		assert_noop!(consent(SUPPLIER, SUPPLY, true), NO_SCOPE);
	});
}

#[test]
fn a_consent_is_to_a_merchant_that_added_the_account() {
	World::new().run(|| {
		assert_noop!(consent(SUPPLIER, SUPPLY, true), Error::<Test>::UnknownReceiver);
		added(SUPPLY);
		let to_other = Splits::consent(signed(SUPPLIER), OWN_SHOP.id, SUPPLY, true);
		assert_noop!(to_other, Error::<Test>::UnknownReceiver);
		assert_ok!(consent(SUPPLIER, SUPPLY, true));
		let shelf = &mut Shelf::default();
		assert_eq!(<Splits as Port>::receiver(shelf, OWN_SHOP.id, SUPPLY), None);
	});
}

#[test]
fn a_consent_can_be_changed_and_the_same_again_changes_nothing() {
	World::new().run(|| {
		added(SUPPLY);
		assert_ok!(consent(SUPPLIER, SUPPLY, true));
		take_events();
		for who in [SUPPLIER, OTHER_BANK] {
			assert_storage_noop!(assert_ok!(consent(who, SUPPLY, true)));
		}

		assert_ok!(consent(OTHER_BANK, SUPPLY, false));

		let changed = Consent { platform_returns: false, by: OTHER_BANK.id };
		assert_eq!(stands(SUPPLY), Some(changed));
		let facts = ReceiverFacts {
			relation: Relation::Supplier,
			ceiling_ppm: 400_000,
			platform_returns: false,
		};
		assert_eq!(told(SUPPLY), Some(facts));
	});
}

#[test]
fn the_same_side_withdraws_a_consent_and_orders_are_told_of_none() {
	for who in [SUPPLIER, OTHER_BANK] {
		World::new().run(|| {
			added(SUPPLY);
			assert_ok!(consent(SUPPLIER, SUPPLY, true));
			take_events();

			assert_ok!(withdraw(who, SUPPLY));

			assert_eq!((stands(SUPPLY), told(SUPPLY)), (None, None));
			let (merchant, account, by, key) = (MERCHANT.id, SUPPLY, who.id, who.key);
			assert_eq!(take_events(), [Event::ConsentWithdrawn { merchant, account, by, key }]);

			assert_storage_noop!(assert_ok!(withdraw(who, SUPPLY)));
		});
	}
}

#[test]
fn nobody_else_withdraws_a_consent() {
	World::new().run(|| {
		assert_noop!(withdraw(SUPPLIER, SUPPLY), Error::<Test>::UnknownReceiver);
		added(SUPPLY);
		assert_ok!(consent(SUPPLIER, SUPPLY, true));
		let by = |origin| Splits::withdraw_consent(origin, MERCHANT.id, SUPPLY);
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(withdraw(STRANGER, SUPPLY), UNKNOWN_KEY);
		for who in [MERCHANT, BANK, PLATFORM] {
			assert_noop!(withdraw(who, SUPPLY), Error::<Test>::NotForReceiver);
		}
		without_scope(SUPPLIER, Scope::Rules);
		assert_noop!(withdraw(SUPPLIER, SUPPLY), NO_SCOPE);
	});
}
