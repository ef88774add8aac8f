// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Orders};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, Amount, BankStatus, CoverMode, CycleNo, Date, ExpiryPolicy, Leaf,
	LeafKind, LeafLeg, Moment, OrderBody, OrderStatus, ParkReason, ParticipantId, PlannedLeg,
	Purpose, Reference, ReleaseMode, Terms, DAY_MS,
};

fn market_legs() -> [PaidLeg; 3] {
	let leg = |leg, to, amount, purpose| PaidLeg {
		leg,
		from: BUYER_A,
		to,
		amount: Amount(amount),
		purpose,
	};
	[
		leg(1, CARRIER_B, 50, Purpose::Logistics),
		leg(2, PLATFORM_A, 100, Purpose::Fee),
		leg(3, SHOP_B, 850, Purpose::Goods),
	]
}

fn with_terms(body: OrderBody, change: impl FnOnce(&mut ParticipantId)) -> OrderBody {
	let mut body = body;
	if let Terms::Split { merchant, .. } = &mut body.terms {
		change(merchant);
	}
	body
}

fn refuse(body: OrderBody, error: impl Into<DispatchError>) {
	assert_noop!(Escrow::place(signed(BUYER), body), error.into());
}

fn held_with(after: Option<Moment>, deadline: Option<Moment>, expiry: ExpiryPolicy) -> ReleaseMode {
	ReleaseMode::Held { after, deadline, expiry, cover: CoverMode::AtPlacement }
}

#[test]
fn an_immediate_order_pays_every_leg_and_ends_in_a_small_row() {
	World::new().run(|| {
		let order = place(&market("o1"));

		assert_eq!(
			[BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B].map(money),
			[(9_000, 0), (50, 0), (100, 0), (850, 0)]
		);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (900, 0));
		let row = OrderRow::Ended(EndedOrder {
			status: OrderStatus::Released,
			body_hash: Escrow::body_hash_of(&market("o1")),
			placed: 1,
		});
		assert!(row.encoded_size() <= 32);
		assert_eq!(Orders::<Test>::get(order), Some(row));
		assert_eq!(
			events(),
			[Event::Paid {
				order,
				reference: Some(reference("o1")),
				legs: market_legs().to_vec().try_into().unwrap(),
				currency: CNY,
				cycle: CycleNo(7),
				date: TODAY,
				status: OrderStatus::Released,
				by: by(BUYER),
			}]
		);
	});
}

#[test]
fn a_payment_adds_the_leaf_of_its_legs_to_the_cycle() {
	World::new().run(|| {
		let order = place(&market("o1"));

		let legs = market_legs().map(|leg| LeafLeg {
			from: leg.from,
			to: leg.to,
			amount: leg.amount,
			purpose: leg.purpose,
		});
		let leaf = Leaf {
			kind: LeafKind::Paid,
			order,
			currency: CNY,
			cycle: CycleNo(7),
			date: TODAY,
			legs: legs.to_vec(),
		};
		assert_eq!(FakeLedger::leaves(), [blake2_256(&leaf.encode())]);
	});
}

#[test]
fn a_held_order_holds_its_money_and_promises_what_crosses_banks() {
	World::new().run(|| {
		let order = place(&held(market("o1")));

		assert_eq!([BUYER_A, CARRIER_B, SHOP_B].map(money), [(9_000, 1_000), (0, 0), (0, 0)]);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (0, 900));
		assert_eq!(FakeLedger::leaves(), [[0; 32]; 0]);
		let planned = market_legs().map(|leg| PlannedLeg {
			leg: leg.leg,
			payee: leg.to,
			amount: leg.amount,
			purpose: leg.purpose,
		});
		assert_eq!(
			events(),
			[Event::Held {
				order,
				reference: reference("o1"),
				payer: BUYER_A,
				currency: CNY,
				amount: Amount(1_000),
				legs: planned.to_vec().try_into().unwrap(),
				after: None,
				deadline: TODAY.start().plus(180 * DAY_MS),
				expiry: ExpiryPolicy::Payer,
				cover: CoverMode::AtPlacement,
				by: by(BUYER),
			}]
		);
	});
}

#[test]
fn a_transfer_is_an_order_of_one_leg() {
	World::new().run(|| {
		let order = place(&transfer("t1", 30, FRIEND_B));

		assert_eq!([BUYER_A, FRIEND_B].map(money), [(9_970, 0), (30, 0)]);
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn the_payers_bank_places_under_its_own_references() {
	World::new().run(|| {
		let body = transfer("t1", 30, FRIEND_B);
		assert_ok!(Escrow::place(signed(BANK_A), body.clone()));
		assert_ok!(Escrow::place(signed(BUYER), body.clone()));

		assert_eq!(money(FRIEND_B), (60, 0));
		assert_eq!(status(id_of(&body, BANK_A)), OrderStatus::Released);
		assert_eq!(status(id_of(&body, BUYER)), OrderStatus::Released);
	});
}

#[test]
fn nobody_else_places() {
	World::new().run(|| {
		let body = transfer("t1", 30, FRIEND_B);
		for other in [BANK_B, SHOP, PLATFORM, FRIEND] {
			assert_noop!(Escrow::place(signed(other), body.clone()), Error::<Test>::NotThePayer);
		}
		let place = |origin| Escrow::place(origin, body.clone());
		assert_noop!(place(signed(STRANGER)), DispatchError::Other("unknown key"));
		assert_noop!(place(signed(KEY_WITHOUT_PAY)), DispatchError::Other("key without scope"));
		assert_noop!(place(RuntimeOrigin::none()), BadOrigin);
		assert_noop!(place(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn a_repeated_body_changes_nothing_and_another_body_is_refused() {
	World::new().run(|| {
		for body in [market("now"), held(market("held"))] {
			place(&body);
			assert_storage_noop!(assert_ok!(Escrow::place(signed(BUYER), body.clone())));
			let other = OrderBody { amount: Amount(1_001), ..body };
			refuse(other, Error::<Test>::ReferenceTaken);
		}
	});
}

#[test]
fn a_repeat_is_known_also_when_its_date_has_become_too_old() {
	World::new().run(|| {
		let body = market("o1");
		place(&body);
		pass_to(NOON.plus(40 * DAY_MS));

		assert_ok!(Escrow::place(signed(BUYER), body));
		refuse(market("o2"), Error::<Test>::ReferenceDateOutOfRange);
	});
}

#[test]
fn a_refused_reference_is_not_used_up() {
	World::new().with_money(BUYER_A, 999).run(|| {
		refuse(market("o1"), NOT_ENOUGH);
		FakeLedger::put_money(BUYER_A, Amount(1_000));
		place(&market("o1"));
		assert_eq!(money(BUYER_A), (0, 0));
	});
}

#[test]
fn a_reference_is_of_the_last_thirty_days_and_has_a_text() {
	World::new().run(|| {
		let dated = |days: i32, text: &str| {
			let date = Date((i32::from(TODAY.0) + days) as u16);
			OrderBody { reference: Reference { date, ..reference(text) }, ..market("") }
		};
		refuse(dated(1, "o"), Error::<Test>::ReferenceDateOutOfRange);
		refuse(dated(-31, "o"), Error::<Test>::ReferenceDateOutOfRange);
		refuse(dated(0, ""), Error::<Test>::EmptyReference);
		for body in [dated(0, "o"), dated(-30, "o"), dated(0, &"x".repeat(64))] {
			place(&body);
		}
		assert_eq!(money(BUYER_A), (7_000, 0));
	});
}

#[test]
fn not_after_is_the_last_moment() {
	World::new().run(|| {
		let last = |moment| OrderBody { not_after: Some(moment), ..market("o1") };
		refuse(last(Moment(NOON.0 - 1)), Error::<Test>::PastNotAfter);
		place(&last(NOON));
	});
}

#[test]
fn zero_is_refused() {
	World::new().run(|| refuse(transfer("t1", 0, FRIEND_B), Error::<Test>::ZeroAmount));
}

#[test]
fn a_deadline_lies_ahead_and_within_180_days_of_the_reference() {
	World::new().run(|| {
		let latest = TODAY.start().plus(180 * DAY_MS);
		let body = |deadline| OrderBody {
			release: held_with(None, Some(deadline), ExpiryPolicy::Payer),
			..market(&format!("o{}", deadline.0))
		};
		refuse(body(latest.plus(1)), Error::<Test>::DeadlineTooFar);
		refuse(body(NOON), Error::<Test>::PastDeadline);
		place(&body(latest));
		place(&body(NOON.plus(1)));
	});
}

#[test]
fn the_moment_of_release_lies_before_the_deadline() {
	World::new().run(|| {
		let (after, deadline) = (NOON.plus(5), NOON.plus(6));
		let body = |after| OrderBody {
			release: held_with(Some(after), Some(deadline), ExpiryPolicy::Payer),
			..market("o1")
		};
		refuse(body(deadline), Error::<Test>::AfterNotBeforeDeadline);
		assert_eq!(status(place(&body(after))), OrderStatus::Held);
	});
}

#[test]
fn an_order_whose_moment_has_come_is_paid_at_once() {
	World::new().run(|| {
		let body =
			OrderBody { release: held_with(Some(NOON), None, ExpiryPolicy::Payer), ..market("o1") };
		assert_eq!(status(place(&body)), OrderStatus::Released);
		assert_eq!(money(SHOP_B), (850, 0));
	});
}

#[test]
fn fees_and_commissions_take_at_most_thirty_percent_rounded_down() {
	World::new().run(|| {
		let greedy = |text, amount, more| {
			split(text, amount, GREEDY, &[(1, PLATFORM_A), (2, SHOP_B)], &[(0, more)])
		};
		// 30 % of 999 is 299.7: the rule takes 299, one more unit is too much.
		refuse(greedy("o1", 999, 1), Error::<Test>::OverShareCap);
		place(&greedy("o1", 999, 0));
		refuse(greedy("o2", 1_000, 1), Error::<Test>::OverShareCap);
		place(&greedy("o2", 1_000, 0));
	});
}

#[test]
fn purposes_are_bound_to_roles() {
	World::new().run(|| {
		let with = |parties: &[(u8, AccountNo)]| split("o1", 1_000, MARKET, parties, &[(0, 50)]);
		let unfit = [
			[(0, SHOP_B), (1, PLATFORM_A), (2, SHOP_B)],
			[(0, CARRIER_B), (1, CARRIER_B), (2, SHOP_B)],
			[(0, CARRIER_B), (1, PLATFORM_A), (2, PLATFORM_A)],
			[(0, CARRIER_B), (1, PLATFORM_A), (2, FRIEND_B)],
		];
		for parties in unfit {
			refuse(with(&parties), Error::<Test>::PurposeUnfit);
		}
		refuse(transfer("t1", 30, PLATFORM_A), Error::<Test>::PurposeUnfit);
	});
}

#[test]
fn an_order_has_exactly_one_merchant() {
	World::new().run(|| {
		let sellers =
			|text, parties: &[(u8, AccountNo)]| split(text, 1_000, TWO_SELLERS, parties, &[]);
		let two_merchants = [(0, SHOP_B), (1, OTHER_SHOP_B)];
		refuse(sellers("o1", &two_merchants), Error::<Test>::SecondMerchant);
		let suppliers = [(0, SUPPLIER_C), (1, SUPPLIER_C)];
		refuse(sellers("o1", &suppliers), Error::<Test>::MerchantMissing);
		let named = with_terms(market("o1"), |merchant| *merchant = ParticipantId(BUYER as u32));
		refuse(named, Error::<Test>::SecondMerchant);

		place(&sellers("o1", &[(0, SHOP_B), (1, SUPPLIER_C)]));
		place(&sellers("o2", &[(0, SHOP_A), (1, SHOP_B)]));
	});
}

#[test]
fn each_leg_needs_its_party_and_a_party_needs_no_leg() {
	World::new().run(|| {
		let with =
			|text, parties: &[(u8, AccountNo)]| split(text, 1_000, MARKET, parties, &[(0, 0)]);
		refuse(with("o1", &[(0, CARRIER_B), (2, SHOP_B)]), Error::<Test>::PartyMissing);
		// The freight is zero, so that the carrier is not needed.
		place(&with("o1", &[(1, PLATFORM_A), (2, SHOP_B)]));
		place(&with("o2", &[(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_B), (9, FRIEND_B)]));
		assert_eq!(money(CARRIER_B), (0, 0));
	});
}

#[test]
fn parties_and_inputs_ascend() {
	World::new().run(|| {
		let order = |parties: &[(u8, AccountNo)], inputs: &[(u8, u64)]| {
			split("o1", 1_000, MARKET, parties, inputs)
		};
		let twice = [(0, CARRIER_B), (1, PLATFORM_A), (1, PLATFORM_A), (2, SHOP_B)];
		refuse(order(&twice, &[(0, 50)]), Error::<Test>::PartiesNotAscending);
		let falling = [(1, PLATFORM_A), (0, CARRIER_B), (2, SHOP_B)];
		refuse(order(&falling, &[(0, 50)]), Error::<Test>::PartiesNotAscending);
		refuse(order(&MARKET_PARTIES, &[(0, 50), (0, 50)]), Error::<Test>::InputsNotAscending);
		place(&order(&MARKET_PARTIES, &[(0, 50)]));
	});
}

#[test]
fn all_accounts_are_known_and_of_one_currency_and_no_payee_is_the_payer() {
	World::new().with_money(SHOP_A, 1_000).run(|| {
		refuse(transfer("t1", 30, SHOP_B_USD), Error::<Test>::OtherCurrency);
		refuse(transfer("t1", 30, BUYER_A), Error::<Test>::PayerIsPayee);
		refuse(transfer("t1", 30, UNKNOWN), NO_SUCH_ACCOUNT);
		refuse(OrderBody { payer: UNKNOWN, ..transfer("t1", 30, FRIEND_A) }, NO_SUCH_ACCOUNT);
		let own = OrderBody {
			payer: SHOP_A,
			..split("o1", 1_000, TWO_SELLERS, &[(0, SHOP_A), (1, SHOP_B)], &[])
		};
		assert_noop!(Escrow::place(signed(SHOP), own), Error::<Test>::PayerIsPayee);
	});
}

#[test]
fn an_order_has_no_more_legs_than_it_said() {
	World::new().run(|| {
		refuse(OrderBody { legs_max: 2, ..market("o1") }, Error::<Test>::TooManyLegs);
		place(&OrderBody { legs_max: 3, ..market("o1") });
	});
}

#[test]
fn an_order_of_more_than_fifty_legs_is_refused() {
	World::new().run(|| {
		let rule = |legs: u32| {
			let one = (0, Take::Permille(1), Purpose::Goods);
			let mut rule = vec![one; legs as usize - 1];
			rule.push((0, Take::Remainder, Purpose::Goods));
			neighbours(|all| all.rules.insert(QUARTERS, rule));
			OrderBody { legs_max: u8::MAX, ..split("o1", 1_000, QUARTERS, &[(0, SHOP_B)], &[]) }
		};
		refuse(rule(51), Error::<Test>::TooManyLegs);
		place(&rule(50));
	});
}

#[test]
fn what_the_rule_set_refuses_is_refused() {
	World::new().run(|| {
		let without = split("o1", 1_000, MARKET, &MARKET_PARTIES, &[]);
		refuse(without, DispatchError::Other("input missing"));
		neighbours(|all| all.retired = true);
		refuse(market("o1"), DispatchError::Other("retired"));
	});
}

#[test]
fn a_bank_that_is_not_active_takes_no_orders() {
	World::new().run(|| {
		set_bank(A, BankStatus::RunOff);
		refuse(market("o1"), Error::<Test>::BankNotActive);
		refuse(held(market("o1")), Error::<Test>::BankNotActive);
	});
}

#[test]
fn cover_is_tested_to_the_unit() {
	World::new().with_cover(A, 899).run(|| {
		refuse(market("o1"), SHORT);
		refuse(held(market("o1")), SHORT);
		FakeLedger::limit(A, 900);
		place(&held(market("o1")));
		// What is promised cannot be owed twice.
		refuse(transfer("t1", 1, FRIEND_B), SHORT);
		place(&transfer("t1", 1, FRIEND_A));
	});
}

#[test]
fn an_uncovered_order_promises_nothing() {
	World::new().with_cover(A, 0).run(|| {
		let order = place(&uncovered(market("o1")));
		assert_eq!(money(BUYER_A), (9_000, 1_000));
		assert_eq!(FakeLedger::promised(A), 0);
		assert_eq!(row(order).cover, CoverMode::AtRelease);
	});
}

#[test]
fn money_that_is_held_or_frozen_cannot_be_spent() {
	World::new().run(|| {
		place(&held(transfer("t1", 9_999, FRIEND_B)));
		refuse(transfer("t2", 2, FRIEND_A), NOT_ENOUGH);
		set_flag(BUYER_A, AccountFlags::NO_DEBIT, true);
		refuse(transfer("t2", 1, FRIEND_A), FROZEN);
	});
}

#[test]
fn a_leg_that_cannot_be_credited_at_once_is_held_and_parked() {
	World::new().run(|| {
		set_flag(CARRIER_B, AccountFlags::NO_CREDIT, true);

		let order = place(&market("o1"));

		assert_eq!([BUYER_A, CARRIER_B, SHOP_B].map(money), [(9_000, 50), (0, 0), (850, 0)]);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (850, 50));
		let parked = Parked { amount: Amount(50), reason: ParkReason::NoCredit, since: NOON };
		assert_eq!(row(order).legs[0].parked, Some(parked));
		let events = events();
		assert!(matches!(events[0], Event::Held { amount: Amount(1_000), .. }));
		assert!(matches!(&events[1], Event::Paid { legs, status: OrderStatus::Held, .. }
			if legs.to_vec() == market_legs()[1..]));
		let leg = ParkedLeg {
			leg: 1,
			payee: CARRIER_B,
			amount: Amount(50),
			reason: ParkReason::NoCredit,
		};
		let legs = vec![leg].try_into().unwrap();
		assert_eq!(events[2..], [Event::Parked { order, legs, by: by(BUYER) }]);
	});
}

#[test]
fn an_order_can_expire_to_the_merchant_only_with_a_leg_of_it() {
	World::new().run(|| {
		let to_merchant = |body| until(body, 60, ExpiryPolicy::Merchant);
		refuse(to_merchant(transfer("t1", 30, FRIEND_B)), Error::<Test>::NoMerchantLeg);
		let order = place(&to_merchant(market("o1")));
		assert_eq!(row(order).merchant_leg, Some(3));
		// All of it is freight: the merchant sells nothing.
		let freight = split("o2", 50, QUARTERS, &[(0, CARRIER_B), (1, SHOP_B)], &[]);
		let all = (0, Take::Remainder, Purpose::Logistics);
		neighbours(|all_rules| all_rules.rules.insert(QUARTERS, vec![all]));
		refuse(to_merchant(freight), Error::<Test>::NoMerchantLeg);
	});
}

#[test]
fn a_placement_is_charged_for_the_legs_that_it_has() {
	World::new().run(|| {
		let weight = |body: &OrderBody| {
			let call = crate::Call::<Test>::place { order: body.clone() };
			let before = call.get_dispatch_info().call_weight;
			let after = Escrow::place(signed(BUYER), body.clone()).unwrap().actual_weight.unwrap();
			(before, after)
		};
		let body = market("o1");
		let (before, after) = weight(&body);
		assert_eq!(before, <() as crate::WeightInfo>::place(8));
		assert_eq!(after, <() as crate::WeightInfo>::place(3));
		assert_eq!(weight(&body).1, <() as crate::WeightInfo>::place(0));
	});
}
