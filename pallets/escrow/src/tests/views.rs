// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, types::*};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	views::{
		AgreedView, FunderView, LegView, OrderDetails, OrderView, RefundableLeg, RefundableView,
	},
	AccountFlags, AccountNo, Amount, CoverMode, Date, ExpiryPolicy, Milestones, OrderBody, OrderId,
	OrderStatus, ParkReason, ParticipantId, Purpose, RefundPolicy, ReleaseMode, DAY_MS,
};

fn leg(leg: u8, payee: AccountNo, purpose: Purpose, amounts: [u64; 3]) -> LegView {
	let [entitlement, released, refunded] = amounts.map(Amount);
	let (parked, reason) = (Amount::ZERO, None);
	let [returned, given, kept] = [Amount::ZERO; 3];
	LegView {
		leg,
		payee,
		purpose,
		entitlement,
		released,
		refunded,
		parked,
		reason,
		returned,
		given,
		kept,
	}
}

fn legs(amounts: [[u64; 3]; 3]) -> Vec<LegView> {
	let [carrier, platform, shop] = amounts;
	vec![
		leg(1, CARRIER_B, Purpose::Logistics, carrier),
		leg(2, PLATFORM_A, Purpose::Fee, platform),
		leg(3, SHOP_B, Purpose::Goods, shop),
	]
}

fn details(order: Option<OrderView>) -> OrderDetails {
	order.and_then(|order| order.details).expect("details")
}

fn totals(details: &OrderDetails) -> [u64; 4] {
	[details.amount, details.remaining, details.released, details.refunded].map(|amount| amount.0)
}

#[test]
fn an_open_order_is_told_from_its_row() {
	World::new().run(|| {
		let body = held(market("o1"));
		let order = place(&body);
		assert_ok!(Escrow::refund(signed(SHOP), reference("f"), order, Amount(500), None));
		set_flag(SHOP_B, AccountFlags::NO_CREDIT, true);
		let what = ReleaseWhat::Legs(vec![1, 3].try_into().unwrap());
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, what));

		let mut legs = legs([[50, 25, 25], [100, 0, 50], [850, 0, 425]]);
		legs[2].parked = Amount(425);
		legs[2].reason = Some(ParkReason::NoCredit);
		let view = OrderView {
			id: order,
			submitter: ParticipantId(BUYER as u32),
			uetr: Escrow::uetr_of(order),
			status: OrderStatus::Held,
			placed: 1,
			body_hash: Escrow::body_hash_of(&body),
			dispute: None,
			details: Some(OrderDetails {
				payer: BUYER_A,
				currency: CNY,
				amount: Amount(1_000),
				remaining: Amount(475),
				released: Amount(25),
				refunded: Amount(500),
				deadline: Some(TODAY.start().plus(180 * DAY_MS)),
				expiry: Some(ExpiryPolicy::Payer),
				after: None,
				cover: Some(CoverMode::AtPlacement),
				terms: body.terms.clone(),
				legs,
				refundable: Amount(500),
				agreed: Some(AgreedView {
					funders: vec![FunderView {
						account: BUYER_A,
						amount: Amount(1_000),
						held: Amount(475),
					}],
					milestones: Milestones::new(),
					group: None,
					assignees: vec![],
					dispute_terms: None,
					freeze: None,
					stopped_since: None,
					extension: None,
					end: TODAY.start().plus(210 * DAY_MS),
					met: vec![],
					statements: vec![],
				}),
			}),
		};
		assert_eq!(Escrow::order(order), Some(view.clone()));
		assert_eq!(Escrow::order_of_body(order, &body), Some(view));
	});
}

#[test]
fn an_ended_order_is_told_from_its_body_whatever_became_of_its_rule_set() {
	World::new().run(|| {
		let body = market("o1");
		let order = place(&body);
		neighbours(|all| all.retired = true);

		assert_eq!(Escrow::order(order).unwrap().details, None);
		let told = details(Escrow::order_of_body(order, &body));
		assert_eq!(totals(&told), [1_000, 0, 1_000, 0]);
		assert_eq!(told.legs, legs([[50, 50, 0], [100, 100, 0], [850, 850, 0]]));
		assert_eq!((told.deadline, told.cover), (None, None));
	});
}

#[test]
fn an_ended_order_tells_what_differs_from_its_plan() {
	World::new().run(|| {
		let refunded = held(market("o1"));
		let order = place(&refunded);
		assert_ok!(Escrow::refund(signed(SHOP), reference("f1"), order, Amount(1_000), None));
		let told = details(Escrow::order_of_body(order, &refunded));
		assert_eq!(totals(&told), [1_000, 0, 0, 1_000]);

		let partly = held(market("o2"));
		let order = place(&partly);
		assert_ok!(Escrow::refund(signed(SHOP), reference("f2"), order, Amount(500), None));
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		let told = details(Escrow::order_of_body(order, &partly));
		assert_eq!(totals(&told), [1_000, 0, 500, 500]);
		assert_eq!(told.legs, legs([[50, 25, 25], [100, 50, 50], [850, 425, 425]]));

		let expired = until(market("o3"), 5, ExpiryPolicy::Merchant);
		let order = place(&expired);
		jump_to(in_minutes(6));
		let told = details(Escrow::order_of_body(order, &expired));
		assert_eq!(told.legs, legs([[0, 0, 0], [0, 0, 0], [1_000, 1_000, 0]]));
		assert_eq!(totals(&told), [1_000, 0, 1_000, 0]);
	});
}

#[test]
fn another_body_tells_nothing() {
	World::new().run(|| {
		let order = place(&market("o1"));
		let other = OrderBody { amount: Amount(999), ..market("o1") };
		assert_eq!(Escrow::order_of_body(order, &other), None);
		assert_eq!(Escrow::order(OrderId([9; 22])), None);
	});
}

#[test]
fn the_bodies_in_a_call_come_with_the_ids_of_their_orders() {
	let (first, second) = (market("o1"), market("o2"));
	let submitter = ParticipantId(BUYER as u32);
	let id = |body: &OrderBody| crate::order_id(submitter, &body.reference);
	let both = vec![(id(&first), first.clone()), (id(&second), second.clone())];
	let item: Item = vec![first.clone(), second.clone()].try_into().unwrap();

	type Call = crate::Call<Test>;
	let bodies = |call: Call| Escrow::bodies_in(&call, submitter);
	assert_eq!(bodies(Call::place { order: first }), both[..1]);
	assert_eq!(bodies(Call::place_combined { orders: item.clone() }), both);
	let items = vec![item].try_into().unwrap();
	assert_eq!(bodies(Call::place_batch { items }), both);
	assert_eq!(bodies(Call::retry_parked { order: both[0].0 }), []);
}

#[test]
fn the_uetr_of_an_order_never_changes_on_a_chain_and_is_another_on_the_next() {
	let uetr = |genesis: u8, id| {
		let hash = <Test as frame_system::Config>::Hash::repeat_byte(genesis);
		frame_system::BlockHash::<Test>::insert(0, hash);
		Escrow::uetr_of(OrderId(id)).to_string()
	};
	World::new().run(|| {
		assert_eq!(uetr(0x11, [0; 22]), "c1837d77-f9e6-4dc6-8c7a-bb7d555e04b5");
		let mut counting = [0; 22];
		(0u8..).zip(&mut counting).for_each(|(number, byte)| *byte = number);
		assert_eq!(uetr(0x11, counting), "e12ce83e-1c0c-43bb-8210-7e9b7ce1e3bc");
		assert_eq!(uetr(0x22, [0; 22]), "d16009ba-011b-4cb9-8e3d-c2acdf1bb7cd");
	});
}

#[test]
fn an_ended_order_of_the_next_date_tells_its_deadline_and_not_its_moment() {
	World::new().run(|| {
		let (expiry, cover) = (ExpiryPolicy::Payees, CoverMode::AtPlacement);
		let release = ReleaseMode::NextDate { deadline: None, expiry, cover };
		let body = OrderBody { release, ..market("o1") };
		let order = place(&body);
		let opening = Some(Date(TODAY.0 + 1).start());
		assert_eq!(details(Escrow::order(order)).after, opening);

		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		let told = details(Escrow::order_of_body(order, &body));
		let deadline = Some(TODAY.start().plus(180 * DAY_MS));
		assert_eq!((told.after, told.deadline), (None, deadline));
		assert_eq!((told.expiry, told.cover), (Some(expiry), Some(cover)));
	});
}

#[test]
fn an_ended_order_tells_what_was_given_back_and_what_is_left() {
	World::new().with_money(SHOP_B, 100).run(|| {
		refunded_by(RefundPolicy::FeesKept, &[]);
		let body = refunded("o1");
		let order = place(&body);
		assert_ok!(refund_of(SHOP, "f1", &body, 500));
		assert_ok!(give_back(CARRIER, "b1", &body, 1, 5));
		assert_ok!(give_back(PLATFORM, "b2", &body, 2, 60));

		let told = details(Escrow::order_of_body(order, &body));
		let amounts = |leg: &LegView| [leg.returned, leg.given, leg.kept].map(|of| of.0);
		// Of the 50 that were kept of the fee, 10 were returned afterwards.
		let legs: Vec<_> = told.legs.iter().map(amounts).collect();
		assert_eq!(legs, [[5, 25, 0], [60, 0, 40], [0, 475, 0]]);
		assert_eq!(totals(&told), [1_000, 0, 1_000, 0]);
		assert_eq!(told.refundable, Amount(500));
		let leg = |leg, left, returnable| RefundableLeg {
			leg,
			left: Amount(left),
			returnable: Amount(returnable),
		};
		let view = |left: u64, legs: [RefundableLeg; 3]| RefundableView {
			refundable: Amount(left),
			refunded: Amount(500),
			until: Some(Date(TODAY.0 + 180)),
			acts_left: 197,
			legs: legs.to_vec(),
		};
		let open = view(500, [leg(1, 20, 20), leg(2, 0, 40), leg(3, 480, 0)]);
		assert_eq!(Escrow::refundable(order, Some(&body)), Some(open));
		assert_eq!(Escrow::refundable(order, None), None);

		neighbours(|all| all.now = NOON.plus(181 * DAY_MS));
		let over = view(0, [leg(1, 0, 0), leg(2, 0, 0), leg(3, 0, 0)]);
		assert_eq!(Escrow::refundable(order, Some(&body)), Some(over));
		neighbours(|all| all.now = NOON);
	});
}

#[test]
fn an_open_order_tells_what_can_be_refunded_without_its_body() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(refund(SHOP, "f1", order, 400));
		let left = Escrow::refundable(order, None).expect("known");
		assert_eq!((left.refundable, left.refunded), (Amount(600), Amount(400)));
		assert_eq!((left.until, left.acts_left), (None, 200));
		assert_eq!(Escrow::refundable(order, Some(&market("o2"))), None);
	});
}

#[test]
fn a_merchant_without_a_leg_is_told_once_it_gave_something() {
	World::new().run(|| {
		let (nothing, all) = (Take::Permille(0), Take::Remainder);
		publish(QUARTERS, &[(1, nothing, Purpose::Goods), (0, all, Purpose::Logistics)]);
		let body = split("o1", 100, QUARTERS, &[(0, CARRIER_B), (1, SHOP_B)], &[]);
		let order = place(&body);
		assert_ok!(give_back(CARRIER, "b", &body, 2, 40));
		assert_eq!((money(SHOP_B), money(CARRIER_B)), ((40, 0), (60, 0)));
		let told = |order| details(Escrow::order_of_body(order, &body));
		assert_eq!(told(order).legs.len(), 1);
		assert_ok!(refund_of(SHOP, "f", &body, 100));
		assert_eq!([BUYER_A, SHOP_B, CARRIER_B].map(money), [(10_000, 0), (0, 0), (0, 0)]);
		let legs: Vec<_> =
			told(order).legs.iter().map(|leg| (leg.leg, leg.payee, leg.given.0)).collect();
		assert_eq!(legs, [(2, CARRIER_B, 60), (0, SHOP_B, 40)]);
	});
}
