// SPDX-License-Identifier: Apache-2.0

//! Orders of several funders (O5): all of their parts are held or none, and what is paid is drawn from
//! each of them.

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, GivenBacks};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, Amount, BankStatus, CoverMode, FundersBack, MandateNo, OrderBody,
	OrderId, OrderStatus, ReleaseMode, Terms,
};

fn world() -> World {
	World::new().with_funders()
}

fn release(text: &str, order: OrderId, what: ReleaseWhat) {
	assert_ok!(Escrow::release(signed(BUYER), reference(text), order, what));
}

fn amount(amount: u64) -> ReleaseWhat {
	ReleaseWhat::Amount(Amount(amount))
}

/// What was told as paid since the last time: leg, from, to, how much.
fn paid() -> Vec<(u8, AccountNo, AccountNo, u64)> {
	let paid = events().into_iter().find_map(|event| match event {
		Event::Paid { legs, .. } => Some(legs),
		_ => None,
	});
	let legs = paid.expect("something was paid").into_iter();
	legs.map(|leg| (leg.leg, leg.from, leg.to, leg.amount.0)).collect()
}

fn promised() -> [u128; 3] {
	[A, B, C].map(FakeLedger::promised)
}

#[test]
fn each_part_is_held_on_its_funders_account_and_promised_by_its_bank() {
	world().run(|| {
		let order = place(&held(funded(market("o1"))));

		assert_eq!((held_of_each(), left_of_each()), ([600, 300, 100], [9_400, 9_700, 9_900]));
		// Carrier and shop are at B, the platform is at A: of the friend's 300 no more than the 100 of
		// the platform leave B.
		assert_eq!(promised(), [600, 100, 100]);
		let told = events().into_iter().find_map(|event| match event {
			Event::Held { funders, amount, .. } => Some((funders.to_vec(), amount)),
			_ => None,
		});
		let part = |account, amount| FunderPart { account, amount: Amount(amount) };
		let others = vec![part(FRIEND_B, 300), part(SUPPLIER_C, 100)];
		assert_eq!(told, Some((others, Amount(1_000))));
		let agreed = Escrow::order(order).unwrap().details.unwrap().agreed.unwrap();
		let funders = agreed.funders.iter().map(|it| (it.account, it.amount.0, it.held.0));
		let expected = [(BUYER_A, 600, 600), (FRIEND_B, 300, 300), (SUPPLIER_C, 100, 100)];
		assert!(funders.eq(expected));
	});
}

#[test]
fn all_is_held_or_none() {
	for (account, short) in [(BUYER_A, 599), (FRIEND_B, 299), (SUPPLIER_C, 99)] {
		world().with_money(account, short).run(|| {
			refuse(held(funded(market("o1"))), NOT_ENOUGH);
			refuse(funded(market("o1")), NOT_ENOUGH);
			FakeLedger::put_money(account, Amount(short + 1));
			place(&held(funded(market("o1"))));
		});
	}
	for (bank, cover) in [(A, 600), (B, 100), (C, 100)] {
		world().with_cover(bank, cover - 1).run(|| {
			refuse(held(funded(market("o1"))), SHORT);
			FakeLedger::limit(bank, cover.into());
			place(&held(funded(market("o1"))));
		});
	}
	world().run(|| {
		set_flag(FRIEND_B, AccountFlags::NO_DEBIT, true);
		refuse(held(funded(market("o1"))), FROZEN);
	});
}

#[test]
fn an_account_brings_one_part_and_gets_none() {
	world().run(|| {
		let order = |others: &[_]| held(funded_by(market("o1"), others));
		let twice = order(&[(FRIEND_B, 300), (FRIEND_B, 1)]);
		refuse(twice, Error::<Test>::FunderTwice);
		refuse(order(&[(BUYER_A, 300)]), Error::<Test>::FunderTwice);
		for party in [CARRIER_B, PLATFORM_A, SHOP_B] {
			refuse(order(&[(party, 300)]), Error::<Test>::FunderIsParty);
		}
		let terms = Terms::Transfer { to: FRIEND_B };
		refuse(OrderBody { terms, ..order(&[(FRIEND_B, 300)]) }, Error::<Test>::FunderIsParty);
		refuse(order(&[(FRIEND_B, 0)]), Error::<Test>::ZeroAmount);
		refuse(order(&[(UNKNOWN, 300)]), NO_SUCH_ACCOUNT);
	});
}

#[test]
fn the_payer_brings_something() {
	world().run(|| {
		let order = |friend, supplier| {
			held(funded_by(market("o1"), &[(FRIEND_B, friend), (SUPPLIER_C, supplier)]))
		};
		refuse(order(700, 300), Error::<Test>::NothingOfThePayer);
		refuse(order(900, 300), Error::<Test>::NothingOfThePayer);
		refuse(order(u64::MAX, 1), Error::<Test>::NothingOfThePayer);
		place(&order(700, 299));
		assert_eq!(held_of_each(), [1, 700, 299]);
	});
}

#[test]
fn a_funders_account_is_of_the_orders_currency_and_at_an_active_bank() {
	world().run(|| {
		FakeMandates::give(MandateNo(106), SHOP_B_USD, BUYER, (1_000, 1_000, 9));
		let dollars = held(funded_by(market("o1"), &[(SHOP_B_USD, 300)]));
		refuse(dollars, Error::<Test>::OtherCurrency);
		for status in [BankStatus::RunOff, BankStatus::Exited] {
			set_bank(C, status);
			refuse(held(funded(market("o1"))), Error::<Test>::BankNotActive);
		}
		set_bank(C, BankStatus::Active);
		set_flag(SUPPLIER_C, AccountFlags::CLOSED, true);
		refuse(held(funded(market("o1"))), FROZEN);
	});
}

#[test]
fn who_draws_on_a_funder_is_its_owner_its_bank_or_holds_its_mandate() {
	world().run(|| {
		let without = |mut body: OrderBody| {
			for part in &mut body.funders {
				part.mandate = None;
			}
			held(body)
		};
		let other = without(funded_by(market("o1"), &[(FRIEND_B, 300)]));
		refuse(other.clone(), Error::<Test>::NotThePayer);
		assert_noop!(Escrow::place(signed(BANK_A), other), Error::<Test>::NotThePayer);
		// Both accounts are at bank A; the shop pays with a coupon of its own as a buyer.
		let coupon = without(funded_by(market("o1"), &[(SHOP_A, 300)]));
		refuse(coupon.clone(), Error::<Test>::NotThePayer);
		assert_ok!(Escrow::place(signed(BANK_A), coupon));
		let unfit = held(funded_by(market("o2"), &[(FRIEND_B, 300)]));
		let mandate = Some(MandateNo(SUPPLIER_C.0 as u32));
		let mut other = unfit.clone();
		other.funders[0].mandate = mandate;
		refuse(other, Error::<Test>::MandateUnfit);
	});
}

#[test]
fn a_mandate_counts_the_part_of_its_account_and_no_more() {
	world().run(|| {
		let [payers, friends] = [MandateNo(100), MandateNo(108)];
		FakeMandates::give(payers, BUYER_A, BUYER, (600, 600, 1));
		FakeMandates::give(friends, FRIEND_B, BUYER, (300, 300, 1));
		let order = |text, friend| {
			let body = held(funded_by(market(text), &[(FRIEND_B, friend), (SUPPLIER_C, 100)]));
			OrderBody { mandate: Some(payers), ..body }
		};
		refuse(order("o1", 299), Error::<Test>::OverMandateSingle);
		refuse(order("o1", 301), Error::<Test>::OverMandateSingle);
		place(&order("o1", 300));
		assert_eq!((FakeMandates::left(payers), FakeMandates::left(friends)), ((0, 0), (0, 0)));
		refuse(order("o2", 300), Error::<Test>::OverMandateOrders);
	});
}

#[test]
fn a_funder_that_passes_money_through_needs_the_commitment_to_its_buyer() {
	world().run(|| {
		FakeMandates::give(MandateNo(110), TILL_A, BUYER, (1_000, 1_000, 9));
		let body = held(funded_by(market("o1"), &[(TILL_A, 300)]));
		refuse(body.clone(), Error::<Test>::BuyerMissing);
		let buyer = Some(split_ledger_primitives::Commitment([1; 32]));
		place(&OrderBody { buyer, ..body });
		assert_eq!(money(TILL_A), (9_700, 300));
	});
}

#[test]
fn a_release_draws_on_all_and_matches_legs_and_funders_in_their_order() {
	world().run(|| {
		let order = place(&held(funded(market("o1"))));
		events();

		release("r1", order, ReleaseWhat::All);

		let from_buyer = [(1, BUYER_A, CARRIER_B, 50), (2, BUYER_A, PLATFORM_A, 100)];
		let to_shop = [(BUYER_A, 450), (FRIEND_B, 300), (SUPPLIER_C, 100)];
		let to_shop = to_shop.map(|(from, amount)| (3, from, SHOP_B, amount));
		assert_eq!(paid(), [&from_buyer[..], &to_shop].concat());
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(50, 0), (100, 0), (850, 0)]);
		assert_eq!((held_of_each(), promised()), ([0; 3], [0; 3]));
		assert_eq!([A, B, C].map(FakeLedger::position), [500, -600, 100]);
		assert_eq!(status(order), OrderStatus::Released);
		assert!(!GivenBacks::<Test>::contains_key(order));
	});
}

#[test]
fn pro_rata_each_release_draws_by_what_is_held_of_each() {
	world().run(|| {
		let order = place(&held(funded(market("o1"))));
		release("r1", order, amount(501));
		// 300.6, 150.3 and 50.1.
		assert_eq!(held_of_each(), [299, 150, 50]);
		release("r2", order, ReleaseWhat::Legs(vec![2].try_into().unwrap()));
		// 50 of 499: 29.9, 15 and 5.
		assert_eq!(held_of_each(), [269, 135, 45]);
		release("r3", order, ReleaseWhat::All);
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(50, 0), (100, 0), (850, 0)]);
	});
}

#[test]
fn payer_first_the_others_are_drawn_on_before_the_payer() {
	world().run(|| {
		back_to(FundersBack::PayerFirst);
		let order = place(&held(funded(refunded("o1"))));
		release("r1", order, amount(200));
		assert_eq!(held_of_each(), [600, 150, 50]);
		events();
		release("r2", order, amount(300));
		assert_eq!(held_of_each(), [500, 0, 0]);
		// 15, 30 and 255 of the carrier, the platform and the shop; 100, 150 and 50 of the funders.
		let expected = [
			(1, BUYER_A, CARRIER_B, 15),
			(2, BUYER_A, PLATFORM_A, 30),
			(3, BUYER_A, SHOP_B, 55),
			(3, FRIEND_B, SHOP_B, 150),
			(3, SUPPLIER_C, SHOP_B, 50),
		];
		assert_eq!(paid(), expected);
	});
}

#[test]
fn no_release_of_a_covered_order_is_short_of_cover() {
	for back in [FundersBack::ProRata, FundersBack::PayerFirst] {
		world().run(|| {
			back_to(back);
			let order = place(&held(funded(refunded("o1"))));
			[A, B, C].into_iter().for_each(|bank| FakeLedger::limit(bank, 0));
			let legs = |legs: &[u8]| ReleaseWhat::Legs(legs.to_vec().try_into().unwrap());
			assert_ok!(refund(SHOP, "f1", order, 41));
			release("r1", order, legs(&[2]));
			release("r2", order, amount(333));
			release("r3", order, legs(&[1]));
			release("r4", order, ReleaseWhat::All);
			assert_eq!((held_of_each(), promised()), ([0; 3], [0; 3]));
		});
	}
}

#[test]
fn an_uncovered_order_is_tested_at_each_funders_bank_when_it_is_released() {
	for (bank, owed) in [(A, 500), (C, 100)] {
		world().run(|| {
			let order = place(&uncovered(funded(market("o1"))));
			assert_eq!(promised(), [0; 3]);
			FakeLedger::limit(bank, owed - 1);
			let what = ReleaseWhat::All;
			assert_noop!(Escrow::release(signed(BUYER), reference("r"), order, what), SHORT);
			FakeLedger::limit(bank, owed);
			release("r", order, ReleaseWhat::All);
		});
	}
}

#[test]
fn at_once_all_is_held_and_paid_in_one_item() {
	world().run(|| {
		events();
		let order = place(&funded(market("o1")));

		assert_eq!(left_of_each(), [9_400, 9_700, 9_900]);
		assert_eq!((held_of_each(), promised()), ([0; 3], [0; 3]));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(50, 0), (100, 0), (850, 0)]);
		assert_eq!(status(order), OrderStatus::Released);
		assert!(matches!(&events()[..], [Event::Paid { legs, .. }] if legs.len() == 5));
	});
}

#[test]
fn at_once_what_cannot_be_credited_stays_held_of_each_funder() {
	world().run(|| {
		set_no_credit(SHOP_B, true);
		let order = place(&funded(market("o1")));
		// 150 were drawn: 90, 45 and 15.
		assert_eq!((held_of_each(), promised()), ([510, 255, 85], [510, 0, 85]));
		set_no_credit(SHOP_B, false);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		assert_eq!((money(SHOP_B), status(order)), ((850, 0), OrderStatus::Released));
		assert_eq!((held_of_each(), promised()), ([0; 3], [0; 3]));
	});
}

#[test]
fn at_once_and_uncovered_what_crosses_banks_is_tested() {
	let (after, deadline) = (Some(NOON), Some(in_minutes(60)));
	let (expiry, cover) = (Default::default(), CoverMode::AtRelease);
	let release = ReleaseMode::Held { after, deadline, expiry, cover };
	let body = || OrderBody { release: release.clone(), ..funded(market("o1")) };
	world().with_cover(C, 99).run(|| refuse(body(), SHORT));
	world().with_cover(C, 100).run(|| {
		assert_eq!(status(place(&body())), OrderStatus::Released);
	});
}

#[test]
fn what_goes_to_the_merchant_in_anothers_place_needs_no_new_cover_of_any_funder() {
	world().run(|| {
		let order = place(&held(funded(to_merchant("o1"))));
		set_no_credit(CARRIER_B, true);
		set_flag(PLATFORM_A, AccountFlags::NO_CREDIT, true);
		release("r1", order, ReleaseWhat::All);
		// Carrier and shop are both at B; the platform's fee would leave A, where it was to stay.
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(0, 0), (0, 0), (900, 0)]);
		assert_eq!((held_of_each(), promised()), ([60, 30, 10], [0, 30, 10]));
	});
}

#[test]
fn combined_orders_and_batches_draw_on_the_same_funders() {
	world().with_money(SUPPLIER_C, 150).run(|| {
		let [first, second] = ["o1", "o2"].map(|text| held(funded(market(text))));
		let both: Item = vec![first.clone(), second.clone()].try_into().unwrap();
		assert_noop!(Escrow::place_combined(signed(BUYER), both), NOT_ENOUGH);
		let singly = [first, second].map(|body| Item::try_from(vec![body]).unwrap());
		let items = singly.to_vec().try_into().unwrap();
		assert_ok!(Escrow::place_batch(signed(BUYER), items));
		assert_eq!((held_of_each(), money(SUPPLIER_C)), ([600, 300, 100], (50, 100)));
	});
}

#[test]
fn a_batch_of_releases_counts_a_funder_as_two_legs() {
	world().run(|| {
		let order = place(&held(funded(market("o1"))));
		let item = ReleaseItem { reference: reference("r"), order, what: ReleaseWhat::All };
		let items: BoundedVec<_, _> = vec![item].try_into().unwrap();
		let batch = |legs_max| Escrow::release_batch(signed(BUYER), items.clone(), legs_max, true);
		assert_noop!(batch(6), Error::<Test>::TooManyLegs);
		assert_ok!(batch(7));
	});
}

#[test]
fn the_key_spends_the_whole_amount_once() {
	world().run(|| {
		let limit = |single, left_today| split_ledger_primitives::ports::SpendingLimit {
			single: Amount(single),
			left_today: Amount(left_today),
		};
		neighbours(|all| all.spending.insert((BUYER, CNY), limit(999, 5_000)));
		refuse(held(funded(market("o1"))), Error::<Test>::OverSingleLimit);
		neighbours(|all| all.spending.insert((BUYER, CNY), limit(1_000, 1_500)));
		place(&held(funded(market("o1"))));
		assert_eq!(neighbours(|all| all.spending[&(BUYER, CNY)].left_today), Amount(500));
	});
}

#[test]
fn a_plain_payment_of_several_funders_is_given_back_by_a_refund() {
	world().run(|| {
		let body = funded(transfer("t1", 1_000, FRIEND_A));
		let order = place(&body);
		let back = give_back(FRIEND, "g1", &body, 1, 100);
		assert_noop!(back, Error::<Test>::ReturnToFunders);
		let view = Escrow::refundable(order, Some(&body)).unwrap();
		assert_eq!((view.refundable.0, view.legs[0].returnable.0), (1_000, 0));
		assert_ok!(refund_of(FRIEND, "f1", &body, 100));
		assert_eq!(left_of_each(), [9_460, 9_730, 9_910]);
	});
}
