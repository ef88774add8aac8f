// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Ceiling, Ceilings, Error, Event, WHOLE_PPM};
use frame::testing_prelude::*;
use split_ledger_primitives::Scope;

/// Up to a share, and up to half of it as a liability.
fn accept(by: Who, merchant: Who, platform: Who, share_ppm: u32) -> DispatchResult {
	let (merchant, platform) = (merchant.id, platform.id);
	Splits::accept_ceilings(signed(by), merchant, platform, share_ppm, share_ppm / 2)
}

fn ceiling(share_ppm: u32, liability_ppm: u32, by: Who) -> Option<Ceiling> {
	Some(Ceiling { share_ppm, liability_ppm, by: by.id })
}

#[test]
fn a_merchant_or_its_bank_accepts_a_platform_up_to_a_share_and_a_liability() {
	for who in [MERCHANT, BANK] {
		World::new().run(|| {
			assert_ok!(accept(who, MERCHANT, PLATFORM, 150_000));

			let accepted = Ceilings::<Test>::get(MERCHANT.id, PLATFORM.id);
			assert_eq!(accepted, ceiling(150_000, 75_000, who));
			let told = Event::CeilingsAccepted {
				merchant: MERCHANT.id,
				platform: PLATFORM.id,
				share_ppm: 150_000,
				liability_ppm: 75_000,
				by: who.id,
				key: who.key,
			};
			assert_eq!(take_events(), [told]);
		});
	}
}

#[test]
fn nobody_else_accepts_for_a_merchant() {
	World::new().run(|| {
		let unsigned = RuntimeOrigin::none();
		let by_nobody = Splits::accept_ceilings(unsigned, MERCHANT.id, PLATFORM.id, 1, 1);
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
		for who in [BUYER, PLATFORM, STRANGER] {
			let merchant = accept(BANK, who, PLATFORM, 1);
			assert_noop!(merchant, Error::<Test>::UnknownMerchant);
		}
		for who in [MERCHANT, STRANGER] {
			let platform = accept(MERCHANT, MERCHANT, who, 1);
			assert_noop!(platform, Error::<Test>::UnknownPlatform);
		}
	});
}

#[test]
fn a_platform_that_sells_its_own_goods_accepts_as_a_merchant() {
	for platform in [PLATFORM, OWN_SHOP] {
		World::new().run(|| {
			assert_ok!(accept(OWN_SHOP, OWN_SHOP, platform, 100_000));

			let accepted = Ceilings::<Test>::get(OWN_SHOP.id, platform.id);
			assert_eq!(accepted, ceiling(100_000, 50_000, OWN_SHOP));
		});
	}
}

#[test]
fn each_ceiling_is_at_most_the_whole() {
	World::new().run(|| {
		let set = |share_ppm, liability_ppm| {
			let (merchant, platform) = (MERCHANT.id, PLATFORM.id);
			Splits::accept_ceilings(signed(MERCHANT), merchant, platform, share_ppm, liability_ppm)
		};
		assert_noop!(set(WHOLE_PPM + 1, 0), Error::<Test>::CeilingOverWhole);
		assert_noop!(set(0, WHOLE_PPM + 1), Error::<Test>::CeilingOverWhole);
		assert_ok!(set(WHOLE_PPM, WHOLE_PPM));
		assert_ok!(set(0, 0));
	});
}

#[test]
fn new_ceilings_replace_the_old_ones_and_the_same_change_nothing() {
	World::new().run(|| {
		let set = |by, share_ppm, liability_ppm| {
			let (merchant, platform) = (MERCHANT.id, PLATFORM.id);
			Splits::accept_ceilings(signed(by), merchant, platform, share_ppm, liability_ppm)
		};
		let accepted = || Ceilings::<Test>::get(MERCHANT.id, PLATFORM.id);
		assert_ok!(set(MERCHANT, 150_000, 70_000));
		take_events();
		assert_storage_noop!(assert_ok!(set(BANK, 150_000, 70_000)));

		assert_ok!(set(BANK, 100_000, 70_000));
		assert_eq!(accepted(), ceiling(100_000, 70_000, BANK));
		assert_ok!(set(MERCHANT, 100_000, 80_000));
		assert_eq!(accepted(), ceiling(100_000, 80_000, MERCHANT));
	});
}
