// SPDX-License-Identifier: Apache-2.0

//! Who may get how much of a merchant's orders (P4, P6).

use crate::{mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{ports::MerchantLimits, AccountFlags, AccountNo, OrderBody, Purpose};

fn limit(share_cap_ppm: u32, promoter_levels: u8) {
	let limits = MerchantLimits { share_cap_ppm, promoter_levels };
	neighbours(|all| all.limits = Some(limits));
}

fn promoted(text: &str, promoters: [AccountNo; 3]) -> OrderBody {
	let [first, second, third] = promoters;
	let parties = [(0, first), (1, second), (2, SHOP_B), (3, third)];
	split(text, 1_000, PROMOTED, &parties, &[])
}

#[test]
fn the_share_cap_is_the_merchants() {
	World::new().run(|| {
		limit(99_999, 2);
		refuse(market("o1"), Error::<Test>::OverShareCap);
		limit(100_000, 2);
		place(&market("o1"));
		limit(0, 2);
		refuse(market("o2"), Error::<Test>::OverShareCap);
		place(&transfer("t1", 30, FRIEND_B));
	});
}

#[test]
fn no_more_promoters_get_a_commission_than_the_merchants_levels_allow() {
	World::new().run(|| {
		let three = [PROMOTER_A, SECOND_PROMOTER_A, THIRD_PROMOTER_A];
		refuse(promoted("o1", three), Error::<Test>::TooManyPromoters);
		limit(300_000, 3);
		place(&promoted("o1", three));
		limit(300_000, 2);
		// Two accounts of one promoter are one, and the platform is none.
		place(&promoted("o2", [PROMOTER_A, PROMOTER_A, SECOND_PROMOTER_A]));
		place(&promoted("o3", [PROMOTER_A, PLATFORM_A, SECOND_PROMOTER_A]));
		limit(300_000, 0);
		refuse(promoted("o4", [PROMOTER_A; 3]), Error::<Test>::TooManyPromoters);
		place(&promoted("o4", [PLATFORM_A; 3]));
	});
}

#[test]
fn a_promoter_of_nothing_is_no_level() {
	World::new().run(|| {
		let none = (3, Take::Permille(0), Purpose::Commission);
		let one = (0, Take::Permille(10), Purpose::Commission);
		publish(PROMOTED, &[one, none, (2, Take::Remainder, Purpose::Goods)]);
		limit(300_000, 1);
		place(&promoted("o1", [PROMOTER_A, SECOND_PROMOTER_A, THIRD_PROMOTER_A]));
	});
}

#[test]
fn receivers_consented_to_the_merchant() {
	World::new().run(|| {
		neighbours(|all| all.unconsented.insert(CARRIER_B));
		refuse(market("o1"), Error::<Test>::ReceiverNotConsented);
		refuse(held(market("o1")), Error::<Test>::ReceiverNotConsented);
		// Who gets nothing of this order needs none, nor do plain payments.
		place(&split("o1", 1_000, MARKET, &MARKET_PARTIES, &[(0, 0)]));
		place(&transfer("t1", 30, CARRIER_B));
		set_flag(CARRIER_B, AccountFlags::ACCEPTS_ANYONE, true);
		place(&market("o2"));
		// Merchant and platform are none.
		neighbours(|all| all.unconsented.extend([SHOP_B, PLATFORM_A]));
		place(&market("o3"));
	});
}

#[test]
fn a_receiver_gets_no_more_than_its_ceiling_over_all_its_legs() {
	World::new().run(|| {
		neighbours(|all| all.ceilings.insert(CARRIER_B, 49_999));
		refuse(market("o1"), Error::<Test>::OverReceiverCeiling);
		neighbours(|all| all.ceilings.insert(CARRIER_B, 50_000));
		place(&market("o1"));

		let carrier = (0, Take::Permille(25), Purpose::Logistics);
		publish(MARKET, &[carrier, carrier, (2, Take::Remainder, Purpose::Goods)]);
		place(&market("o2"));
		neighbours(|all| all.ceilings.insert(CARRIER_B, 49_999));
		refuse(market("o3"), Error::<Test>::OverReceiverCeiling);
	});
}

#[test]
fn limits_hold_at_placement_only() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		limit(0, 0);
		neighbours(|all| all.unconsented.insert(CARRIER_B));
		let what = crate::ReleaseWhat::All;
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, what));
		assert_eq!(money(CARRIER_B), (50, 0));
	});
}
