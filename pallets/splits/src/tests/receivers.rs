// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Consent, Error, Event, Receiver, ReceiverCounts, Receivers, WHOLE_PPM};
use frame::testing_prelude::*;
use split_ledger_primitives::{limits::RECEIVERS_MAX, AccountNo, Relation, Scope};

fn add(by: Who, account: AccountNo, ceiling_ppm: u32) -> DispatchResult {
	Splits::add_receiver(signed(by), MERCHANT.id, account, Relation::Supplier, ceiling_ppm)
}

fn remove(by: Who, account: AccountNo) -> DispatchResult {
	Splits::remove_receiver(signed(by), MERCHANT.id, account)
}

fn consent(platform_returns: bool) {
	assert_ok!(Splits::consent(signed(SUPPLIER), MERCHANT.id, SUPPLY, platform_returns));
}

fn receiver(account: AccountNo) -> Option<Receiver> {
	Receivers::<Test>::get(MERCHANT.id, account.key())
}

fn count() -> u32 {
	ReceiverCounts::<Test>::get(MERCHANT.id)
}

#[test]
fn a_merchant_or_its_bank_adds_an_account_which_has_yet_to_consent() {
	for who in [MERCHANT, BANK] {
		World::new().run(|| {
			assert_ok!(add(who, SUPPLY, 400_000));

			let (relation, ceiling_ppm) = (Relation::Supplier, 400_000);
			let row = Receiver { relation, ceiling_ppm, added_by: who.id, consent: None };
			assert_eq!((receiver(SUPPLY), count()), (Some(row), 1));
			let told = Event::ReceiverAdded {
				merchant: MERCHANT.id,
				account: SUPPLY,
				relation,
				ceiling_ppm,
				consented: false,
				by: who.id,
				key: who.key,
			};
			assert_eq!(take_events(), [told]);
		});
	}
}

#[test]
fn nobody_else_adds_a_receiver() {
	World::new().run(|| {
		let relation = Relation::Supplier;
		let add_by = |origin| Splits::add_receiver(origin, MERCHANT.id, SUPPLY, relation, 1);
		assert_noop!(add_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(add_by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(add(STRANGER, SUPPLY, 1), UNKNOWN_KEY);
		for who in [SUPPLIER, OTHER_BANK, PLATFORM] {
			assert_noop!(add(who, SUPPLY, 1), Error::<Test>::NotForMerchant);
		}
		without_scope(MERCHANT, Scope::Rules);
		assert_noop!(add(MERCHANT, SUPPLY, 1), NO_SCOPE);
	});
}

#[test]
fn only_who_may_sell_has_receivers() {
	World::new().run(|| {
		let add_for =
			|who: Who| Splits::add_receiver(signed(BANK), who.id, SUPPLY, Relation::Supplier, 1);
		for who in [STRANGER, BUYER, PLATFORM] {
			assert_noop!(add_for(who), Error::<Test>::UnknownMerchant);
		}
		assert_ok!(add_for(OWN_SHOP));
	});
}

#[test]
fn a_receiver_is_an_open_account_of_somebody_else() {
	World::new().run(|| {
		assert_noop!(add(MERCHANT, NO_ACCOUNT, 1), Error::<Test>::UnknownAccount);
		assert_noop!(add(MERCHANT, CLOSED, 1), Error::<Test>::AccountClosed);
		assert_noop!(add(MERCHANT, TILL, 1), Error::<Test>::OwnAccount);
		assert_ok!(add(MERCHANT, SUPPLY_ABROAD, 1));
	});
}

#[test]
fn the_ceiling_of_a_receiver_is_at_most_the_whole() {
	World::new().run(|| {
		let over = add(MERCHANT, SUPPLY, WHOLE_PPM + 1);
		assert_noop!(over, Error::<Test>::CeilingOverWhole);
		assert_ok!(add(MERCHANT, SUPPLY, WHOLE_PPM));
		assert_ok!(add(MERCHANT, SUPPLY_ABROAD, 0));
	});
}

#[test]
fn the_same_terms_again_change_nothing_whoever_names_them() {
	World::new().run(|| {
		assert_ok!(add(MERCHANT, SUPPLY, 1));
		consent(true);
		take_events();
		for who in [MERCHANT, BANK] {
			assert_storage_noop!(assert_ok!(add(who, SUPPLY, 1)));
		}
	});
}

#[test]
fn a_consent_outlives_a_ceiling_that_is_lowered_and_none_that_is_raised() {
	World::new().run(|| {
		assert_ok!(add(MERCHANT, SUPPLY, 400_000));
		consent(true);
		take_events();

		assert_ok!(add(BANK, SUPPLY, 399_999));

		let consented = Some(Consent { platform_returns: true, by: SUPPLIER.id });
		let row = receiver(SUPPLY).unwrap();
		assert_eq!((row.ceiling_ppm, row.added_by, row.consent), (399_999, BANK.id, consented));
		assert!(matches!(take_events()[..], [Event::ReceiverAdded { consented: true, .. }]));

		assert_ok!(add(MERCHANT, SUPPLY, 400_000));

		let row = receiver(SUPPLY).unwrap();
		assert_eq!((row.ceiling_ppm, row.added_by, row.consent), (400_000, MERCHANT.id, None));
		assert!(matches!(take_events()[..], [Event::ReceiverAdded { consented: false, .. }]));
		assert_eq!(count(), 1);
	});
}

#[test]
fn a_consent_does_not_outlive_another_relation() {
	World::new().run(|| {
		let add_as = |relation, ceiling_ppm| {
			assert_ok!(Splits::add_receiver(
				signed(MERCHANT),
				MERCHANT.id,
				SUPPLY,
				relation,
				ceiling_ppm
			));
		};
		add_as(Relation::Supplier, 2);
		consent(false);

		add_as(Relation::Agent, 1);

		assert_eq!(receiver(SUPPLY).unwrap().consent, None);
	});
}

#[test]
fn a_closed_account_gets_no_new_terms_and_can_be_removed() {
	World::new().run(|| {
		assert_ok!(add(MERCHANT, SUPPLY, 2));
		close(SUPPLY);
		assert_noop!(add(MERCHANT, SUPPLY, 1), Error::<Test>::AccountClosed);
		assert_ok!(remove(MERCHANT, SUPPLY));
	});
}

#[test]
fn a_merchant_has_20_000_receivers_and_no_more() {
	World::new().run(|| {
		let account = |place: u32| AccountNo(MANY + u64::from(place));
		let row = Receiver {
			relation: Relation::Supplier,
			ceiling_ppm: 1,
			added_by: MERCHANT.id,
			consent: None,
		};
		let before = RECEIVERS_MAX - 1;
		(0..before).for_each(|place| {
			Receivers::<Test>::insert(MERCHANT.id, account(place).key(), row);
		});
		ReceiverCounts::<Test>::insert(MERCHANT.id, before);

		assert_ok!(add(MERCHANT, account(before), 1));

		assert_eq!(count(), RECEIVERS_MAX);
		assert_noop!(add(MERCHANT, SUPPLY, 1), Error::<Test>::TooManyReceivers);
		// Other terms are no further receiver, and others have places of their own.
		assert_ok!(add(MERCHANT, account(0), 2));
		assert_ok!(Splits::add_receiver(
			signed(OWN_SHOP),
			OWN_SHOP.id,
			SUPPLY,
			Relation::Supplier,
			1
		));
		assert_ok!(remove(MERCHANT, account(7)));
		assert_ok!(add(MERCHANT, SUPPLY, 1));
	});
}

#[test]
fn both_sides_and_their_banks_remove_a_receiver() {
	for who in [MERCHANT, BANK, SUPPLIER, OTHER_BANK] {
		World::new().run(|| {
			assert_ok!(add(MERCHANT, SUPPLY, 1));
			assert_ok!(add(MERCHANT, SUPPLY_ABROAD, 1));
			take_events();

			assert_ok!(remove(who, SUPPLY));

			assert_eq!((receiver(SUPPLY), count()), (None, 1));
			let (merchant, account, by, key) = (MERCHANT.id, SUPPLY, who.id, who.key);
			assert_eq!(take_events(), [Event::ReceiverRemoved { merchant, account, by, key }]);
		});
	}
}

#[test]
fn nobody_else_removes_a_receiver() {
	World::new().run(|| {
		assert_ok!(add(MERCHANT, SUPPLY, 1));
		assert_ok!(add(MERCHANT, SUPPLY_ABROAD, 1));
		let remove_by = |origin| Splits::remove_receiver(origin, MERCHANT.id, SUPPLY);
		assert_noop!(remove_by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(remove(STRANGER, SUPPLY), UNKNOWN_KEY);
		for who in [PLATFORM, BUYER, OWN_SHOP] {
			assert_noop!(remove(who, SUPPLY), Error::<Test>::NotForReceiver);
		}
		// The bank that sponsors the owner does not keep this account.
		assert_noop!(remove(OTHER_BANK, SUPPLY_ABROAD), Error::<Test>::NotForReceiver);
		without_scope(SUPPLIER, Scope::Rules);
		assert_noop!(remove(SUPPLIER, SUPPLY), NO_SCOPE);
	});
}

#[test]
fn what_is_no_receiver_cannot_be_removed() {
	World::new().run(|| {
		assert_noop!(remove(MERCHANT, SUPPLY), Error::<Test>::UnknownReceiver);
		assert_ok!(add(MERCHANT, SUPPLY, 1));
		let of_other = Splits::remove_receiver(signed(SUPPLIER), OWN_SHOP.id, SUPPLY);
		assert_noop!(of_other, Error::<Test>::UnknownReceiver);
		assert_ok!(remove(MERCHANT, SUPPLY));
		assert_noop!(remove(MERCHANT, SUPPLY), Error::<Test>::UnknownReceiver);
	});
}

#[test]
fn who_is_added_again_after_a_removal_consents_again() {
	World::new().run(|| {
		assert_ok!(add(MERCHANT, SUPPLY, 1));
		consent(true);
		assert_ok!(remove(SUPPLIER, SUPPLY));
		assert!(!ReceiverCounts::<Test>::contains_key(MERCHANT.id));

		assert_ok!(add(MERCHANT, SUPPLY, 1));

		assert_eq!(receiver(SUPPLY).unwrap().consent, None);
	});
}
