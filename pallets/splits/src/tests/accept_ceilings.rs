// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Ceiling, Ceilings, Error, Event, WHOLE_PPM};
use frame::testing_prelude::*;
use split_ledger_primitives::Scope;

fn accept(by: Who, merchant: Who, platform: Who, share_ppm: u32) -> DispatchResult {
	Splits::accept_ceilings(signed(by), merchant.id, platform.id, share_ppm)
}

#[test]
fn a_merchant_or_its_bank_accepts_a_platform_up_to_a_share() {
	for who in [MERCHANT, BANK] {
		World::new().run(|| {
			assert_ok!(accept(who, MERCHANT, PLATFORM, 150_000));

			let ceiling = Ceilings::<Test>::get(MERCHANT.id, PLATFORM.id);
			assert_eq!(ceiling, Some(Ceiling { share_ppm: 150_000, by: who.id }));
			let (merchant, platform, share_ppm) = (MERCHANT.id, PLATFORM.id, 150_000);
			let (by, key) = (who.id, who.key);
			let told = Event::CeilingsAccepted { merchant, platform, share_ppm, by, key };
			assert_eq!(take_events(), [told]);
		});
	}
}

#[test]
fn nobody_else_accepts_for_a_merchant() {
	World::new().run(|| {
		let unsigned = RuntimeOrigin::none();
		let by_nobody = Splits::accept_ceilings(unsigned, MERCHANT.id, PLATFORM.id, 1);
		assert_noop!(by_nobody, DispatchError::BadOrigin);
		assert_noop!(accept(STRANGER, MERCHANT, PLATFORM, 1), UNKNOWN_KEY);
		for who in [PLATFORM, OTHER_BANK, BUYER] {
			assert_noop!(accept(who, MERCHANT, PLATFORM, 1), Error::<Test>::NotForMerchant);
		}
		without_scope(MERCHANT, Scope::Rules);
		assert_noop!(accept(MERCHANT, MERCHANT, PLATFORM, 1), NO_SCOPE);
	});
}

#[test]
fn both_sides_are_known_and_in_their_roles() {
	World::new().run(|| {
		let unknown_merchant = Error::<Test>::UnknownMerchant;
		assert_noop!(accept(BANK, BUYER, PLATFORM, 1), unknown_merchant);
		for who in [MERCHANT, STRANGER] {
			let platform = accept(MERCHANT, MERCHANT, who, 1);
			assert_noop!(platform, Error::<Test>::UnknownPlatform);
		}
	});
}

#[test]
fn a_ceiling_is_at_most_the_whole() {
	World::new().run(|| {
		let over = accept(MERCHANT, MERCHANT, PLATFORM, WHOLE_PPM + 1);
		assert_noop!(over, Error::<Test>::CeilingOverWhole);
		assert_ok!(accept(MERCHANT, MERCHANT, PLATFORM, WHOLE_PPM));
		assert_ok!(accept(MERCHANT, MERCHANT, PLATFORM, 0));
	});
}

#[test]
fn a_new_ceiling_replaces_the_old_one_and_the_same_changes_nothing() {
	World::new().run(|| {
		assert_ok!(accept(MERCHANT, MERCHANT, PLATFORM, 150_000));
		take_events();
		assert_storage_noop!(assert_ok!(accept(BANK, MERCHANT, PLATFORM, 150_000)));

		assert_ok!(accept(BANK, MERCHANT, PLATFORM, 100_000));

		let ceiling = Ceilings::<Test>::get(MERCHANT.id, PLATFORM.id);
		assert_eq!(ceiling, Some(Ceiling { share_ppm: 100_000, by: BANK.id }));
	});
}
