// SPDX-License-Identifier: Apache-2.0

//! What goes back to several funders (O5): pro rata or to the payer first, to none more than it put in.

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, GivenBacks};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, Advancer, Amount, CoverMode, CycleNo, ExpiryPolicy, FundersBack, Leaf,
	LeafKind, LeafLeg, OrderBody, OrderId, OrderStatus, Purpose, RefundPolicy, ReleaseMode, DAY_MS,
};

const START: [u64; 3] = [10_000; 3];

fn world() -> World {
	World::new().with_funders()
}

/// What each of the first three funders is short of what it began with.
fn gone() -> [u64; 3] {
	let left = left_of_each();
	[0, 1, 2].map(|place| START[place] - left[place])
}

fn back_of(order: OrderId) -> Vec<u64> {
	let given = GivenBacks::<Test>::get(order).expect("something went back");
	given.back.iter().map(|back| back.0).collect()
}

fn release(text: &str, order: OrderId, what: ReleaseWhat) {
	assert_ok!(Escrow::release(signed(BUYER), reference(text), order, what));
}

fn legs(legs: &[u8]) -> ReleaseWhat {
	ReleaseWhat::Legs(legs.to_vec().try_into().unwrap())
}

/// An order by `REFUNDED`, refunded by this policy to these funders.
fn order_of(policy: RefundPolicy, back: FundersBack) -> OrderBody {
	refunded_by(policy, &[]);
	back_to(back);
	funded(refunded("o1"))
}

#[test]
fn out_of_the_hold_each_gets_its_own_back_pro_rata() {
	world().run(|| {
		let order = place(&held(order_of(RefundPolicy::ProRata, FundersBack::ProRata)));
		events();
		assert_ok!(refund(SHOP, "f1", order, 505));

		assert_eq!((gone(), held_of_each()), ([297, 148, 50], [297, 148, 50]));
		assert_eq!(back_of(order), [303, 152, 50]);
		// The platform's part is rounded down to 49: of the friend's no more than that leaves B.
		let left: u64 = row(order).legs.iter().map(|leg| leg.held().unwrap().0).sum();
		assert_eq!(left, 495);
		let part = |account, amount| FunderPart { account, amount: Amount(amount) };
		let parts = vec![part(BUYER_A, 303), part(FRIEND_B, 152), part(SUPPLIER_C, 50)];
		let told = events();
		let [Event::Refunded { freed, from_hold, given, amount, .. }] = &told[..] else {
			panic!("one event: {told:?}")
		};
		assert_eq!((freed.to_vec(), from_hold.0, amount.0), (parts.clone(), 505, 505));
		assert!(given.is_empty());
		let leg = |part: &FunderPart| {
			let FunderPart { account: from, amount } = *part;
			LeafLeg { from, to: from, amount, purpose: Purpose::Refund }
		};
		let (kind, cycle, date) = (LeafKind::Refunded, CycleNo(7), TODAY);
		let legs = parts.iter().map(leg).collect();
		let leaf = Leaf { kind, order, currency: CNY, cycle, date, legs };
		assert_eq!(FakeLedger::leaves().last(), Some(&blake2_256(&leaf.encode())));

		assert_ok!(refund(SHOP, "f2", order, 495));
		assert_eq!((gone(), status(order)), ([0; 3], OrderStatus::Refunded));
		assert_eq!(back_of(order), [600, 300, 100]);
		assert_eq!([A, B, C].map(FakeLedger::promised), [0; 3]);
	});
}

#[test]
fn out_of_the_hold_the_payer_gets_its_own_back_first_where_the_rule_set_says_so() {
	world().run(|| {
		let order = place(&held(order_of(RefundPolicy::ProRata, FundersBack::PayerFirst)));
		assert_ok!(refund(SHOP, "f1", order, 600));
		assert_eq!(gone(), [0, 300, 100]);
		assert_ok!(refund(SHOP, "f2", order, 100));
		assert_eq!(gone(), [0, 225, 75]);
		release("r", order, ReleaseWhat::All);
		assert_eq!((gone(), status(order)), ([0, 225, 75], OrderStatus::PartlyReleased));
	});
}

#[test]
fn between_releases_what_is_out_comes_back_to_whom_it_was_drawn_from() {
	world().run(|| {
		let order = place(&held(order_of(RefundPolicy::ProRata, FundersBack::ProRata)));
		release("r", order, legs(&[3]));
		assert_eq!(held_of_each(), [90, 45, 15]);
		// 75 out of the hold: 45, 23 and 7; 425 by the shop: 255, 128 and 42.
		assert_ok!(refund(SHOP, "f1", order, 500));
		assert_eq!((held_of_each(), back_of(order)), ([45, 22, 8], vec![300, 151, 49]));
		assert_eq!(left_of_each(), [9_700, 9_851, 9_949]);
		assert_ok!(refund(SHOP, "f2", order, 500));
		assert_eq!((gone(), held_of_each()), ([0; 3], [0; 3]));
	});
}

#[test]
fn between_releases_the_payer_comes_first_in_hold_and_accounts() {
	world().run(|| {
		let order = place(&held(order_of(RefundPolicy::ProRata, FundersBack::PayerFirst)));
		release("r", order, legs(&[3]));
		assert_eq!(held_of_each(), [150, 0, 0]);
		assert_ok!(refund(SHOP, "f1", order, 500));
		assert_eq!((gone(), held_of_each()), ([100, 300, 100], [75, 0, 0]));
		assert_ok!(refund(SHOP, "f2", order, 400));
		// 60 out of the hold; of the shop's 340 the payer has 25 out, 315 are the others'.
		assert_eq!((gone(), held_of_each()), ([15, 64, 21], [15, 0, 0]));
		assert_ok!(refund(SHOP, "f3", order, 100));
		assert_eq!((gone(), back_of(order)), ([0; 3], vec![600, 300, 100]));
	});
}

#[test]
fn after_its_end_an_order_is_given_back_to_the_funders_of_its_body() {
	world().run(|| {
		let body = order_of(RefundPolicy::ProRata, FundersBack::ProRata);
		let order = place(&body);
		events();
		assert_ok!(refund_of(SHOP, "f1", &body, 333));

		// 199.8, 99.9 and 33.3 of 333; the legs give 17, 33 and 283.
		assert_eq!((gone(), back_of(order)), ([400, 200, 67], vec![200, 100, 33]));
		let part = |leg, from, to, amount| GivenPart {
			leg,
			from,
			to,
			amount: Amount(amount),
			advanced_for: None,
		};
		let expected = vec![
			part(1, CARRIER_B, BUYER_A, 17),
			part(2, PLATFORM_A, BUYER_A, 33),
			part(3, SHOP_B, BUYER_A, 150),
			part(3, SHOP_B, FRIEND_B, 100),
			part(3, SHOP_B, SUPPLIER_C, 33),
		];
		let told = events();
		let [Event::Refunded { given, freed, from_hold: Amount(0), .. }] = &told[..] else {
			panic!("one event: {told:?}")
		};
		assert_eq!((given.to_vec(), freed.len()), (expected, 0));
		for (text, amount) in [("f2", 1), ("f3", 7), ("f4", 659)] {
			assert_ok!(refund_of(SHOP, text, &body, amount));
		}
		assert_eq!(gone(), [0; 3]);
		let more = refund_of(SHOP, "f5", &body, 1);
		assert_noop!(more, Error::<Test>::MoreThanRemains);
	});
}

#[test]
fn after_its_end_the_payer_comes_first_up_to_what_it_put_in() {
	world().run(|| {
		let body = order_of(RefundPolicy::ProRata, FundersBack::PayerFirst);
		place(&body);
		for (text, amount, left) in
			[("f1", 599, [1, 300, 100]), ("f2", 1, [0, 300, 100]), ("f3", 4, [0, 297, 99])]
		{
			assert_ok!(refund_of(SHOP, text, &body, amount));
			assert_eq!(gone(), left);
		}
		assert_ok!(refund_of(SHOP, "f4", &body, 396));
		assert_eq!(gone(), [0; 3]);
	});
}

#[test]
fn what_is_due_is_owed_to_the_funder_whose_it_is() {
	world().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = funded(split("o1", 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 899)]));
		let order = place(&body);
		empty(CARRIER_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		// 899 of the carrier: 600 for the buyer, 299 for the friend.
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 600), (FRIEND_B, 299)]));
		assert_eq!((gone(), back_of(order)), ([600, 299, 0], vec![600, 300, 100]));
		FakeLedger::issue(CARRIER_B, 899);
		assert_ok!(Escrow::collect(signed(FRIEND), CARRIER_B));
		assert_eq!(gone(), [0; 3]);
	});
}

#[test]
fn who_advances_does_so_for_each_funder_in_turn() {
	world().with_money(GUARANTEE_B, 700).run(|| {
		refunded_by(RefundPolicy::ProRata, &[Advancer::Guarantee]);
		let body = funded(split("o1", 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 899)]));
		place(&body);
		FakeLedger::put_money(CARRIER_B, Amount(100));
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		// The carrier's own 100 go to the buyer, whose the first part is; so do 500 of the guarantee.
		let liens = vec![(GUARANTEE_B, 700), (FRIEND_B, 99)];
		assert_eq!((FakeLedger::liens(CARRIER_B), gone()), ((0, liens), [0, 99, 0]));
	});
}

#[test]
fn a_funder_whose_account_takes_no_credit_has_it_at_its_own_bank() {
	world().run(|| {
		let body = order_of(RefundPolicy::ProRata, FundersBack::ProRata);
		place(&body);
		set_no_credit(FRIEND_B, true);
		assert_ok!(refund_of(SHOP, "f1", &body, 100));
		assert_eq!((gone(), money(UNCLAIMED_B)), ([540, 300, 90], (30, 0)));
		set_no_credit(UNCLAIMED_B, true);
		let more = refund_of(SHOP, "f2", &body, 100);
		assert_noop!(more, Error::<Test>::PayerNotCreditable);
	});
	world().run(|| {
		// What is held is freed all the same.
		let order = place(&held(funded(market("o1"))));
		set_no_credit(FRIEND_B, true);
		assert_ok!(refund(SHOP, "f1", order, 1_000));
		assert_eq!(gone(), [0; 3]);
	});
}

#[test]
fn parked_too_long_it_goes_back_to_each() {
	world().run(|| {
		let order = place(&held(funded(market("o1"))));
		set_no_credit(SHOP_B, true);
		release("r", order, ReleaseWhat::All);
		assert_eq!(held_of_each(), [510, 255, 85]);
		assert_eq!([A, B, C].map(FakeLedger::promised), [510, 0, 85]);
		pass_to(NOON.plus(30 * DAY_MS + 60_000));
		assert_eq!((gone(), held_of_each()), ([90, 45, 15], [0; 3]));
		assert_eq!(status(order), OrderStatus::PartlyReleased);
		assert_eq!(back_of(order), [510, 255, 85]);
	});
}

#[test]
fn at_the_deadline_each_policy_is_carried_out_with_the_money_of_all() {
	let end = |expiry| {
		let mut end = None;
		world().run(|| {
			let order = place(&until(funded(market("o1")), 5, expiry));
			release("r", order, legs(&[2]));
			set_no_credit(CARRIER_B, true);
			jump_to(in_minutes(6));
			assert_eq!((status(order), held_of_each()), (OrderStatus::Expired, [0; 3]));
			assert_eq!([A, B, C].map(FakeLedger::promised), [0; 3]);
			end = Some((gone(), [CARRIER_B, PLATFORM_A, SHOP_B].map(|it| money(it).0)));
		});
		end.expect("it ran")
	};
	assert_eq!(end(ExpiryPolicy::Payer), ([60, 30, 10], [0, 100, 0]));
	assert_eq!(end(ExpiryPolicy::Payees), ([570, 285, 95], [0, 100, 850]));
	assert_eq!(end(ExpiryPolicy::Merchant), ([600, 300, 100], [0, 100, 900]));
}

/// All but the platform's fee is refunded, which is kept: so that only that is held.
fn fee_left(back: FundersBack, cover: CoverMode) -> OrderId {
	let (deadline, expiry) = (Some(in_minutes(5)), ExpiryPolicy::Payer);
	let release = ReleaseMode::Held { after: None, deadline, expiry, cover };
	let body = OrderBody { release, ..order_of(RefundPolicy::FeesKept, back) };
	FakeLedger::put_money(SHOP_B, Amount(1_000));
	let order = place(&body);
	for (text, amount) in [("f1", 499), ("f2", 501)] {
		assert_ok!(refund(SHOP, text, order, amount));
		check();
	}
	assert_eq!((gone(), money(SHOP_B)), ([0; 3], (900, 0)));
	assert_eq!(held_of_each().iter().sum::<u64>(), 100);
	order
}

#[test]
fn a_kept_fee_is_no_funders_any_more_and_goes_to_its_payee() {
	for back in [FundersBack::ProRata, FundersBack::PayerFirst] {
		for cover in [CoverMode::AtPlacement, CoverMode::AtRelease] {
			world().run(|| {
				let order = fee_left(back, cover);
				jump_to(in_minutes(6));
				assert_eq!((gone(), held_of_each()), ([0; 3], [0; 3]));
				// Uncovered, what crosses banks is kept where it is: by the bank of each funder.
				let unclaimed = [UNCLAIMED_A, UNCLAIMED_B, UNCLAIMED_C];
				let kept: u64 = unclaimed.iter().map(|account| money(*account).0).sum();
				assert_eq!(money(PLATFORM_A).0 + kept, 100);
				assert_eq!(kept == 0, cover == CoverMode::AtPlacement);
				assert_eq!(status(order), OrderStatus::Expired);
			});
		}
	}
}

#[test]
fn a_kept_fee_that_nobody_takes_stays_with_the_bank_of_each_funder() {
	world().run(|| {
		fee_left(FundersBack::ProRata, CoverMode::AtPlacement);
		let held = held_of_each();
		set_flag(PLATFORM_A, AccountFlags::CLOSED, true);
		jump_to(in_minutes(6));
		let unclaimed: [AccountNo; 3] = [UNCLAIMED_A, UNCLAIMED_B, UNCLAIMED_C];
		assert_eq!((unclaimed.map(|account| money(account).0), gone()), (held, [0; 3]));
	});
}

#[test]
fn a_fee_that_was_kept_is_paid_before_what_is_still_the_funders_own() {
	world().with_money(SHOP_B, 1_000).run(|| {
		let order = place(&held(order_of(RefundPolicy::FeesKept, FundersBack::ProRata)));
		release("r1", order, legs(&[3]));
		// The shop gives 450 for goods and 50 for the fee; 25 of freight are still held, and the fee.
		assert_ok!(refund(SHOP, "f1", order, 500));
		assert_ok!(refund(SHOP, "f2", order, 480));
		release("r2", order, legs(&[2]));
		assert_ok!(refund(SHOP, "f3", order, 20));
		assert_eq!((gone(), held_of_each()), ([0; 3], [0; 3]));
		assert_eq!([CARRIER_B, PLATFORM_A].map(money), [(0, 0), (100, 0)]);
	});
}

#[test]
fn what_a_resolver_gives_the_payers_side_goes_to_each_funder() {
	world().run(|| {
		let body = order_of(RefundPolicy::ProRata, FundersBack::ProRata);
		let order = place(&held(disputable(body)));
		release("r", order, legs(&[3]));
		argue(order);
		events();
		assert_ok!(resolve("v", order, 370_000));
		// Of the 150 that are held 55 go back, of the shop's 850 so do 314.
		assert_eq!(gone().iter().sum::<u64>(), 1_000 - 55 - 314);
		assert_eq!((gone(), back_of(order)), ([379, 189, 63], vec![221, 111, 37]));
		assert_eq!(held_of_each(), [0; 3]);
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(|it| money(it).0), [32, 63, 536]);
		assert_eq!(status(order), OrderStatus::PartlyReleased);
	});
}

#[test]
fn an_assignee_at_another_bank_changes_what_each_funders_bank_promises() {
	world().with_finance().run(|| {
		let order = place(&held(funded(market("o1"))));
		let promised = || [A, B, C].map(FakeLedger::promised);
		assert_eq!(promised(), [600, 100, 100]);
		let assign = |by, to| Escrow::assign_leg(signed(by), order, 3, Some(to));
		// Now 50 of the order leave A, 950 leave B, and all leaves C.
		assert_ok!(assign(SHOP, FINANCIER_A));
		assert_eq!(promised(), [50, 300, 100]);
		assert_ok!(assign(FINANCIER, FINANCIER_C));
		assert_eq!(promised(), [600, 300, 100]);
		release("r", order, legs(&[3]));
		assert_eq!((money(FINANCIER_C), held_of_each()), ((850, 0), [90, 45, 15]));
		assert_eq!(promised(), [50, 45, 15]);
	});
}
