// SPDX-License-Identifier: Apache-2.0

//! What the resolver decides about an order that is held (O8).

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, GivenBacks};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountNo, Advancer, Amount, Leaf, LeafKind, LeafLeg, Moment, OrderId, OrderStatus,
	ParticipantId, Purpose, RefundPolicy, Side,
};

const ALL: [AccountNo; 4] = [BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B];

fn moneys() -> [u64; 4] {
	ALL.map(|account| {
		let (available, held) = money(account);
		assert_eq!(held, 0);
		available
	})
}

fn release(order: OrderId, amount: u64) {
	let what = ReleaseWhat::Amount(Amount(amount));
	assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, what));
}

#[test]
fn at_37_percent_the_hold_is_divided_and_what_was_released_refunded_to_the_unit() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		release(order, 400);
		argue(order);
		events();

		assert_ok!(resolve("d", order, 370_000));

		// Of 600 not released the payer gets 222 and the payees 19, 38 and 321; of 400 released 148 come
		// back: 7, 15 and 126.
		assert_eq!(moneys(), [9_370, 32, 63, 535]);
		assert_eq!((status(order), FakeLedger::promised(A)), (OrderStatus::PartlyReleased, 0));
		let events = events();
		assert_eq!(
			events[0],
			Event::DisputeResolved {
				order,
				reference: reference("d"),
				payer_ppm: 370_000,
				to_payer: Amount(222),
				to_payees: Amount(378),
				refunded_from_accounts: Amount(148),
				due: Amount(0),
				evidence: LETTER,
				by: by(JUDGE),
			}
		);
		let [Event::Paid { legs, status, .. }, Event::Refunded { amount, from_hold, given, .. }] =
			&events[1..]
		else {
			panic!("{events:?}");
		};
		let paid: Vec<u64> = legs.iter().map(|leg| leg.amount.0).collect();
		assert_eq!((paid, *status), (vec![19, 38, 321], OrderStatus::Held));
		assert_eq!((*amount, *from_hold), (Amount(370), Amount(222)));
		let given: Vec<_> = given.iter().map(|part| (part.from, part.amount.0)).collect();
		assert_eq!(given, [(CARRIER_B, 7), (PLATFORM_A, 15), (SHOP_B, 126)]);
		assert_eq!(GivenBacks::<Test>::get(order).unwrap().acts, 0);
	});
}

#[test]
fn everything_that_moved_is_in_two_leaves() {
	World::new().run(|| {
		let order = answered(&held(disputable(market("o1"))));
		assert_ok!(resolve("d", order, 500_000));
		let leaf = |kind, legs| {
			let (cycle, date) = (split_ledger_primitives::CycleNo(7), TODAY);
			blake2_256(&Leaf { kind, order, currency: CNY, cycle, date, legs }.encode())
		};
		let leg =
			|to, amount, purpose| LeafLeg { from: BUYER_A, to, amount: Amount(amount), purpose };
		let paid = vec![
			leg(CARRIER_B, 25, Purpose::Logistics),
			leg(PLATFORM_A, 50, Purpose::Fee),
			leg(SHOP_B, 425, Purpose::Goods),
		];
		let back = vec![leg(BUYER_A, 500, Purpose::Refund)];
		let leaves = [leaf(LeafKind::Paid, paid), leaf(LeafKind::Refunded, back)];
		assert_eq!(FakeLedger::leaves(), leaves);
	});
}

#[test]
fn only_the_resolver_decides_and_only_once_it_may() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		assert_noop!(resolve("d", order, 1), Error::<Test>::NotDisputed);
		assert_ok!(dispute(BUYER, Side::Payer, order));
		assert_noop!(resolve("d", order, 1), Error::<Test>::NotAnsweredYet);
		assert_ok!(answer(SHOP, order));
		let by = |who| Escrow::resolve_dispute(signed(who), reference("d"), order, 1, LETTER, None);
		for who in [BUYER, SHOP, PLATFORM, BANK_A, SUPERVISOR] {
			assert_noop!(by(who), Error::<Test>::NotEntitled);
		}
		assert_noop!(by(KEY_WITHOUT_PAY), DispatchError::Other("key without scope"));
		assert_noop!(resolve("d", order, 1_000_001), Error::<Test>::ShareOverWhole);
		assert_noop!(resolve("", order, 1), Error::<Test>::EmptyReference);
		assert_ok!(freeze(BANK_A, order, 5));
		assert_noop!(resolve("d", order, 1), Error::<Test>::OrderFrozen);
		assert_ok!(lift(BANK_A, order));
		assert_ok!(resolve("d", order, 1_000_000));

		let plain = place(&held(market("o2")));
		assert_noop!(resolve("e", plain, 1), Error::<Test>::NoDisputeAgreed);
		assert_noop!(resolve("e", OrderId([9; 22]), 1), Error::<Test>::UnknownOrder);
	});
}

#[test]
fn the_same_decision_again_changes_nothing_and_another_is_refused() {
	World::new().run(|| {
		let order = answered(&held(disputable(market("o1"))));
		assert_ok!(resolve("d", order, 370_000));
		assert_storage_noop!(assert_ok!(resolve("d", order, 370_000)));
		assert_noop!(resolve("d", order, 370_001), Error::<Test>::ReferenceTaken);
		// Refunds have their own names.
		assert_noop!(resolve("e", order, 1), Error::<Test>::BodyMissing);
	});
}

#[test]
fn at_nothing_all_goes_to_the_payees_and_at_the_whole_all_to_the_payer() {
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		release(order, 400);
		argue(order);
		assert_ok!(resolve("d", order, 0));
		assert_eq!((moneys(), status(order)), ([9_000, 50, 100, 850], OrderStatus::Released));
	});
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		release(order, 400);
		argue(order);
		assert_ok!(resolve("d", order, 1_000_000));
		assert_eq!((moneys(), status(order)), ([10_000, 0, 0, 0], OrderStatus::PartlyReleased));
	});
	World::new().run(|| {
		let order = answered(&held(disputable(market("o1"))));
		assert_ok!(resolve("d", order, 1_000_000));
		assert_eq!((moneys(), status(order)), ([10_000, 0, 0, 0], OrderStatus::Refunded));
	});
}

#[test]
fn the_payers_share_is_rounded_down_on_both_sides_of_a_unit() {
	// A third of 1,000 is below 334 by any number of millionths under 334,000.
	for (ppm, got) in [(333_999, 333), (334_000, 334), (1, 0), (999, 0), (1_000, 1), (999_999, 999)]
	{
		World::new().run(|| {
			let order = answered(&held(disputable(market("o1"))));
			assert_ok!(resolve("d", order, ppm));
			assert_eq!(money(BUYER_A), (9_000 + got, 0), "{ppm}");
		});
	}
}

#[test]
fn a_receiver_that_is_short_is_advanced_for_or_owes_the_rest() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[Advancer::Merchant]);
		let order = place(&held(disputable(refunded("o1"))));
		let legs = ReleaseWhat::Legs(vec![1].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, legs));
		empty(CARRIER_B);
		argue(order);
		events();
		// Of the carrier's 50 half comes back, which the shop advances out of what it just got.
		assert_ok!(resolve("d", order, 500_000));
		assert_eq!(money(BUYER_A), (9_500, 0));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(0, 0), (50, 0), (400, 0)]);
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(SHOP_B, 25)]));
		let laid = |event: &Event<Test>| matches!(event, Event::LienLaid { .. });
		assert_eq!(events().iter().filter(|event| laid(event)).count(), 1);
	});
	World::new().run(|| {
		let order = place(&held(disputable(market("o1"))));
		let legs = ReleaseWhat::Legs(vec![1].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, legs));
		empty(CARRIER_B);
		argue(order);
		events();
		assert_ok!(resolve("d", order, 500_000));
		assert_eq!(money(BUYER_A), (9_475, 0));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 25)]));
		let resolved = &events()[0];
		assert!(matches!(resolved, Event::DisputeResolved { due: Amount(25), .. }));
	});
}

#[test]
fn what_is_parked_counts_as_released_and_is_given_back_before_accounts_are_asked() {
	World::new().run(|| {
		let order = place(&held(disputable(transfer("t1", 100, FRIEND_B))));
		release(order, 20);
		set_no_credit(FRIEND_B, true);
		let what = ReleaseWhat::Amount(Amount(30));
		assert_ok!(Escrow::release(signed(BUYER), reference("p"), order, what));
		assert_ok!(dispute(BUYER, Side::Payer, order));
		assert_ok!(answer(FRIEND, order));
		set_no_credit(FRIEND_B, false);
		// Half of the 50 that are not released, and half of the 50 that are: of these 25 all are parked.
		assert_ok!(resolve("d", order, 500_000));
		assert_eq!((money(BUYER_A), money(FRIEND_B)), ((9_950, 5), (45, 0)));
		assert_eq!(row(order).stopped_since, None);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		assert_eq!((money(FRIEND_B), status(order)), ((50, 0), OrderStatus::PartlyReleased));
	});
}

#[test]
fn what_a_payees_account_does_not_take_of_the_rest_is_parked() {
	World::new().run(|| {
		let order = answered(&held(disputable(market("o1"))));
		set_no_credit(SHOP_B, true);
		assert_ok!(resolve("d", order, 400_000));
		assert_eq!((money(BUYER_A), money(PLATFORM_A)), ((9_400, 510), (60, 0)));
		assert_eq!(status(order), OrderStatus::Held);
	});
}

#[test]
fn merchant_first_the_payers_share_is_the_merchants() {
	World::new().run(|| {
		refunded_by(RefundPolicy::MerchantFirst, &[]);
		let order = answered(&held(disputable(refunded("o1"))));
		assert_ok!(resolve("d", order, 370_000));
		assert_eq!(moneys(), [9_370, 50, 100, 480]);
	});
}

#[test]
fn fees_kept_the_merchant_bears_them_out_of_the_hold() {
	World::new().run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let body = held(disputable(refunded("o1")));
		let order = answered(&body);
		// 18.5, 37 and 314.5, of which the 37 are the shop's to bear.
		assert_ok!(resolve("d", order, 370_000));
		assert_eq!(moneys(), [9_370, 31, 100, 499]);
		// A refund of all afterwards ends where the policy says.
		FakeLedger::put_money(SHOP_B, Amount(499 + 100));
		assert_ok!(refund_of(SHOP, "f", &body, 630));
		assert_eq!(moneys(), [10_000, 0, 100, 0]);
	});
}

#[test]
fn short_of_cover_at_any_bank_the_whole_is_refused() {
	World::new().with_cover(A, 450).run(|| {
		let order = answered(&uncovered(disputable(market("o1"))));
		assert_noop!(resolve("d", order, 499_000), SHORT);
		assert_ok!(resolve("d", order, 500_000));
	});
}

#[test]
fn after_the_absolute_end_the_resolver_comes_too_late() {
	World::new().run(|| {
		let order = answered(&held(disputable(market("o1"))));
		let end = row(order).end;
		let at = |now: Moment| {
			neighbours(|all| all.now = now);
			split_ledger_primitives::Reference { date: now.date(), ..reference("d") }
		};
		let decide = |name| Escrow::resolve_dispute(signed(JUDGE), name, order, 1, LETTER, None);
		let late = at(end);
		assert_noop!(decide(late), Error::<Test>::PastDeadline);
		assert_ok!(decide(at(Moment(end.0 - 1))));
	});
}

#[test]
fn several_funders_get_back_by_what_each_put_in() {
	World::new().with_funders().run(|| {
		let order = answered(&held(disputable(funded(market("o1")))));
		assert_ok!(resolve("d", order, 370_000));
		assert_eq!((held_of_each(), left_of_each()), ([0; 3], [9_622, 9_811, 9_937]));
	});
	World::new().with_funders().run(|| {
		let order = place(&held(disputable(funded(market("o1")))));
		release(order, 400);
		argue(order);
		assert_ok!(resolve("d", order, 370_000));
		// 600, 300 and 100 less 37 %, to the unit.
		let left = left_of_each();
		assert_eq!(left.iter().sum::<u64>(), 30_000 - 630);
		for (left, exact) in left.into_iter().zip([9_622, 9_811, 9_937]) {
			assert!(left.abs_diff(exact) <= 1, "{left} and {exact}");
		}
	});
}

#[test]
fn no_funder_decides() {
	World::new().with_funders().run(|| {
		let mut body = held(disputable(funded(market("o1"))));
		body.dispute.as_mut().unwrap().resolver = ParticipantId(FRIEND as u32);
		refuse(body, Error::<Test>::ResolverIsParty);
	});
}

#[test]
fn milestones_end_with_what_they_were_of() {
	World::new().run(|| {
		let order = answered(&disputable(project("o1")));
		assert_ok!(resolve("d", order, 500_000));
		assert_eq!((money(BUYER_A), status(order)), ((9_500, 0), OrderStatus::PartlyReleased));
	});
}
