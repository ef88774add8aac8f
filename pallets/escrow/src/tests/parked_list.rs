// SPDX-License-Identifier: Apache-2.0

//! The list of all parked legs (O6).

use crate::{mock::*, types::*, ParkedOrders};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::PARKED_DAYS_MAX,
	views::{ParkedLegView, ParkedOrderView},
	Amount, BankStatus, OrderId, ParkReason, DAY_MS,
};

fn all() -> Vec<OrderId> {
	listed(None, 100)
}

fn listed(after: Option<OrderId>, limit: u32) -> Vec<OrderId> {
	Escrow::parked_orders(after, limit).into_iter().map(|order| order.order).collect()
}

/// An order whose carrier is not paid.
fn parked(text: &str) -> OrderId {
	set_no_credit(CARRIER_B, true);
	let order = place(&market(text));
	set_no_credit(CARRIER_B, false);
	order
}

#[test]
fn a_parked_leg_is_listed_with_its_reason_and_its_end() {
	World::new().run(|| {
		place(&market("o0"));
		place(&held(market("o1")));
		assert!(all().is_empty());
		set_no_credit(CARRIER_B, true);
		let order = place(&held(market("o2")));
		assert_ok!(Escrow::release(signed(BUYER), reference("r"), order, ReleaseWhat::All));
		let leg = ParkedLegView {
			leg: 1,
			account: CARRIER_B,
			amount: Amount(50),
			reason: ParkReason::NoCredit,
			until: NOON.plus(PARKED_DAYS_MAX * DAY_MS),
		};
		let (payer, currency, legs) = (BUYER_A, CNY, vec![leg]);
		let told = ParkedOrderView { order, payer, currency, legs };
		assert_eq!(Escrow::parked_orders(None, 100), [told]);
	});
}

#[test]
fn the_list_comes_page_by_page_in_the_order_of_the_ids() {
	World::new().run(|| {
		let mut orders: Vec<_> = (0..5).map(|n| parked(&format!("o{n}"))).collect();
		orders.sort();
		assert_eq!(all(), orders);
		assert_eq!(listed(None, 2), orders[..2]);
		assert_eq!(listed(Some(orders[1]), 2), orders[2..4]);
		assert_eq!(listed(Some(orders[3]), 2), orders[4..]);
		assert_eq!(listed(Some(orders[4]), 2), []);
		assert_eq!(listed(None, 0), []);
	});
}

#[test]
fn an_order_leaves_the_list_with_the_last_of_its_parked_legs() {
	World::new().run(|| {
		let (retried, refunded, waited) = (parked("o1"), parked("o2"), parked("o3"));
		assert_ok!(Escrow::retry_parked(signed(FRIEND), retried));
		assert!(!all().contains(&retried));
		assert_ok!(refund(SHOP, "f1", refunded, 999));
		assert!(!all().contains(&refunded));
		assert_eq!(all(), [waited]);
		pass_to(NOON.plus(PARKED_DAYS_MAX * DAY_MS + 60_000));
		assert_eq!((all(), ParkedOrders::<Test>::iter().count()), (vec![], 0));
	});
}

#[test]
fn an_order_of_which_one_parked_leg_of_two_was_paid_stays_listed() {
	World::new().run(|| {
		set_bank(B, BankStatus::RunOff);
		let order = place(&market("o1"));
		assert_eq!(Escrow::parked_orders(None, 100)[0].legs.len(), 2);
		set_bank(B, BankStatus::Active);
		set_no_credit(SHOP_B, true);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		let legs = &Escrow::parked_orders(None, 100)[0].legs;
		assert_eq!(legs.iter().map(|leg| leg.leg).collect::<Vec<_>>(), [3]);
	});
}
