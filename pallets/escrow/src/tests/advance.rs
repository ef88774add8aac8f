// SPDX-License-Identifier: Apache-2.0

//! Receivers that cannot give back: who advances, and what stays due (R3).

use crate::{fake_ledger::*, given::GivenLeg, mock::*, types::*, Error, Event, GivenBacks};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, Advancer, Amount, OrderBody, OrderId, RefundPolicy, DAY_MS, MINUTE_MS,
};

fn part(from: AccountNo, amount: u64) -> GivenPart {
	let advanced_for = (from != CARRIER_B).then_some(CARRIER_B);
	GivenPart { leg: 1, from, to: BUYER_A, amount: Amount(amount), advanced_for }
}

fn laid(order: OrderId, creditor: AccountNo, amount: u64) -> Event<Test> {
	Event::LienLaid {
		order,
		leg: 1,
		debtor: CARRIER_B,
		creditor,
		amount: Amount(amount),
		deadline: NOON.plus(90 * DAY_MS),
		by: by(SHOP),
	}
}

/// An order of the carrier alone but for the fee and a unit of goods, which was paid.
fn freight(text: &str) -> OrderBody {
	split(text, 1_000, REFUNDED, &MARKET_PARTIES, &[(0, 899)])
}

/// Places `freight`, leaves the carrier with so much, and refunds 1,000.
fn insolvent(advancers: &[Advancer], left: u64) -> (OrderId, Vec<Event<Test>>) {
	refunded_by(RefundPolicy::ProRata, advancers);
	let body = freight("o1");
	let order = place(&body);
	FakeLedger::put_money(CARRIER_B, Amount(left));
	events();
	assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
	(order, events())
}

/// What was told of leg 1 in the refund, what is due, and the liens.
fn told(events: Vec<Event<Test>>) -> (Vec<GivenPart>, u64, Vec<Event<Test>>) {
	let mut events = events.into_iter();
	let Some(Event::Refunded { given, due, amount, .. }) = events.next() else {
		panic!("a refund is told first")
	};
	assert_eq!(amount.0 + due.0, 1_000);
	let of_leg = given.into_iter().filter(|part| part.leg == 1);
	(of_leg.collect(), due.0, events.collect())
}

#[test]
fn the_merchant_advances_first_where_the_rule_set_says_so() {
	World::new().with_money(SHOP_B, 500).with_money(GUARANTEE_B, 5_000).run(|| {
		let advancers = [Advancer::Merchant, Advancer::Platform, Advancer::Guarantee];
		let (order, events) = insolvent(&advancers, 99);
		// Shop and platform give their own 1 and 100 first.
		let parts = vec![part(CARRIER_B, 99), part(SHOP_B, 500), part(GUARANTEE_B, 300)];
		let (given, due, liens) = told(events);
		assert_eq!((given, due), (parts, 0));
		assert_eq!(liens, [laid(order, SHOP_B, 500), laid(order, GUARANTEE_B, 300)]);
		let owed = vec![(SHOP_B, 500), (GUARANTEE_B, 300)];
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, owed));
		assert_eq!([BUYER_A, SHOP_B, PLATFORM_A].map(money), [(10_000, 0), (0, 0), (0, 0)]);
		let more = refund_of(SHOP, "f2", &freight("o1"), 1);
		assert_noop!(more, Error::<Test>::MoreThanRemains);
	});
}

#[test]
fn the_guarantee_of_the_sponsor_bank_advances_alone() {
	World::new().with_money(GUARANTEE_B, 5_000).run(|| {
		let (order, events) = insolvent(&[Advancer::Guarantee], 99);
		let (given, due, liens) = told(events);
		assert_eq!((given, due), (vec![part(CARRIER_B, 99), part(GUARANTEE_B, 800)], 0));
		assert_eq!(liens, [laid(order, GUARANTEE_B, 800)]);
		assert_eq!((money(BUYER_A), money(GUARANTEE_B)), ((10_000, 0), (4_200, 0)));
	});
}

#[test]
fn the_platform_advances_as_far_as_it_can_and_the_rest_is_due() {
	World::new().with_money(PLATFORM_A, 300).run(|| {
		let (order, events) = insolvent(&[Advancer::Platform], 0);
		let (given, due, liens) = told(events);
		assert_eq!((given, due), (vec![part(PLATFORM_A, 300)], 599));
		assert_eq!(liens, [laid(order, PLATFORM_A, 300), laid(order, BUYER_A, 599)]);
		assert_eq!((money(BUYER_A), money(PLATFORM_A)), ((9_401, 0), (0, 0)));
	});
}

#[test]
fn with_no_advancer_the_refund_pays_what_was_collected_and_shows_the_rest_as_due() {
	World::new().run(|| {
		let (order, events) = insolvent(&[], 99);
		let (given, due, liens) = told(events);
		assert_eq!((given, due), (vec![part(CARRIER_B, 99)], 800));
		assert_eq!(liens, [laid(order, BUYER_A, 800)]);
		assert_eq!(money(BUYER_A), (9_200, 0));
		// All of it counts as given: it is asked for once.
		let given = GivenBacks::<Test>::get(order).unwrap();
		assert_eq!(given.of(1), GivenLeg { leg: 1, given: Amount(899), ..GivenLeg::default() });
		let more = refund_of(SHOP, "f2", &freight("o1"), 1);
		assert_noop!(more, Error::<Test>::MoreThanRemains);
	});
}

#[test]
fn who_may_not_be_debited_owes_all_of_it() {
	for flag in [AccountFlags::NO_DEBIT, AccountFlags::OWNER_SUSPENDED, AccountFlags::CLOSED] {
		World::new().run(|| {
			refunded_by(RefundPolicy::ProRata, &[]);
			let body = freight("o1");
			place(&body);
			set_flag(CARRIER_B, flag, true);
			assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
			assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 899)]));
			assert_eq!(money(CARRIER_B), (899, 0));
		});
	}
}

#[test]
fn nobody_advances_for_itself() {
	World::new().run(|| {
		refunded_by(RefundPolicy::MerchantFirst, &[Advancer::Merchant, Advancer::Platform]);
		let body = refunded("o1");
		place(&body);
		empty(SHOP_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 850));
		let owed = vec![(PLATFORM_A, 100), (BUYER_A, 750)];
		assert_eq!(FakeLedger::liens(SHOP_B), (0, owed));
	});
}

#[test]
fn what_is_due_to_a_payer_that_takes_no_credit_is_due_to_its_banks_unclaimed_account() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = freight("o1");
		place(&body);
		empty(CARRIER_B);
		set_no_credit(BUYER_A, true);
		assert_ok!(refund_of(SHOP, "f1", &body, 1_000));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(UNCLAIMED_A, 899)]));
		assert_eq!(money(UNCLAIMED_A), (101, 0));
	});
}

#[test]
fn what_is_owed_to_the_same_creditor_for_the_same_leg_is_one_lien() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = freight("o1");
		place(&body);
		empty(CARRIER_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 500));
		assert_ok!(refund_of(SHOP, "f2", &body, 500));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 899)]));
	});
}

#[test]
fn a_seventeenth_lien_refuses_the_whole_refund() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let orders: Vec<_> = (0..17)
			.map(|number| {
				let parties = &MARKET_PARTIES;
				split(&format!("o{number}"), 100, REFUNDED, parties, &[(0, 80)])
			})
			.collect();
		orders.iter().for_each(|body| {
			place(body);
		});
		empty(CARRIER_B);
		for (number, body) in orders[..16].iter().enumerate() {
			assert_ok!(refund_of(SHOP, &format!("f{number}"), body, 100));
		}
		assert_noop!(refund_of(SHOP, "f16", &orders[16], 100), TOO_MANY_LIENS);
		// What the carrier can pay needs none.
		set_flag(CARRIER_B, AccountFlags::LIEN, false);
		FakeLedger::put_money(CARRIER_B, Amount(80));
		set_flag(CARRIER_B, AccountFlags::LIEN, true);
		assert_ok!(refund_of(SHOP, "f16", &orders[16], 100));
	});
}

#[test]
fn a_lien_that_grows_ends_with_its_last_part() {
	World::new().run(|| {
		refunded_by(RefundPolicy::ProRata, &[]);
		let body = freight("o1");
		let order = place(&body);
		empty(CARRIER_B);
		assert_ok!(refund_of(SHOP, "f1", &body, 500));
		pass_to(NOON.plus(10 * DAY_MS));
		let (name, body) = (reference("f2"), Some(Box::new(body)));
		assert_ok!(Escrow::refund(signed(SHOP), name, order, Amount(500), body));
		pass_to(NOON.plus(91 * DAY_MS));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![(BUYER_A, 899)]));
		pass_to(NOON.plus(100 * DAY_MS + 2 * MINUTE_MS));
		assert_eq!(FakeLedger::liens(CARRIER_B), (0, vec![]));
	});
}
