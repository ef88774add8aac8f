// SPDX-License-Identifier: Apache-2.0

use crate::{fake_groups::FakeGroups, mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountNo, CoverMode, ExpiryPolicy, GroupNo, OrderBody, ParticipantId, ReleaseMode, Terms,
};

/// Joins the group, held.
pub(super) fn joining(text: &str) -> OrderBody {
	OrderBody { group: Some(GROUP), ..held(market(text)) }
}

/// The same, with this account for the leader's slot.
pub(super) fn led_by(text: &str, candidate: AccountNo) -> OrderBody {
	let parties = [(0, CARRIER_B), (LEADER_SLOT, candidate), (2, SHOP_B)];
	let body = split(text, 1_000, MARKET, &parties, &[(0, 50)]);
	OrderBody { group: Some(GROUP), ..held(body) }
}

#[test]
fn an_order_that_names_a_group_joins_with_its_placement() {
	World::new().run(|| {
		FakeGroups::open(3, None);

		let order = place(&joining("o1"));

		assert_eq!(FakeGroups::members(), [order]);
		assert!(row(order).awaits_group);
		assert_eq!(money(BUYER_A), (9_000, 1_000));
	});
}

#[test]
fn placed_again_it_joins_once() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let order = place(&joining("o1"));
		place(&joining("o1"));
		assert_eq!(FakeGroups::members(), [order]);
	});
}

#[test]
fn the_group_is_known_and_open() {
	World::new().run(|| {
		let unknown = OrderBody { group: Some(GroupNo(9)), ..joining("o1") };
		refuse(unknown, Error::<Test>::UnknownGroup);
		FakeGroups::open(2, None);
		FakeGroups::end(Standing::Failed);
		refuse(joining("o1"), Error::<Test>::GroupClosed);
		FakeGroups::open(2, None);
		place(&joining("o1"));
		place(&joining("o2"));
		refuse(joining("o3"), Error::<Test>::GroupClosed);
	});
}

#[test]
fn nobody_joins_from_the_groups_deadline_on() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		FakeGroups::change(|row| row.deadline = NOON);
		refuse(joining("o1"), Error::<Test>::GroupClosed);
		FakeGroups::change(|row| row.deadline = NOON.plus(1));
		place(&joining("o1"));
		jump_to(in_minutes(1));
	});
}

#[test]
fn the_order_is_of_what_the_group_is_of() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let other = Error::<Test>::OtherGroupTerms;
		let transfer = OrderBody { group: Some(GROUP), ..held(transfer("o1", 10, FRIEND_A)) };
		refuse(transfer, other);
		let other_rules = OrderBody { group: Some(GROUP), ..held(to_merchant("o1")) };
		refuse(other_rules, Error::<Test>::OtherGroupTerms);
		FakeGroups::change(|row| row.currency = USD);
		refuse(joining("o1"), Error::<Test>::OtherGroupTerms);
		FakeGroups::change(|row| row.currency = CNY);
		let mut of_another = joining("o1");
		if let Terms::Split { platform, .. } = &mut of_another.terms {
			*platform = ParticipantId(PROMOTER as u32);
		}
		refuse(of_another, Error::<Test>::OtherGroupTerms);
		let mut of_others = joining("o1");
		if let Terms::Split { merchant, parties, .. } = &mut of_others.terms {
			*merchant = ParticipantId(OTHER_SHOP as u32);
			parties[2].1 = OTHER_SHOP_B;
		}
		refuse(of_others, Error::<Test>::OtherGroupTerms);
	});
}

#[test]
fn it_is_held_and_not_paid_at_once() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let now = OrderBody { release: ReleaseMode::Now, ..joining("o1") };
		refuse(now, Error::<Test>::PaidBeforeItsGroup);
		let due = after(joining("o1"), 0, CoverMode::AtPlacement);
		refuse(due, Error::<Test>::PaidBeforeItsGroup);
	});
}

#[test]
fn its_hold_lasts_as_long_as_the_group() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let short = until(joining("o1"), 59, ExpiryPolicy::Payer);
		refuse(short, Error::<Test>::DeadlineBeforeItsGroups);
		place(&until(joining("o1"), 60, ExpiryPolicy::Payer));
	});
}

#[test]
fn orders_of_one_payment_are_counted_together_and_no_more_join_than_are_needed() {
	World::new().run(|| {
		FakeGroups::open(3, None);
		let first = place(&joining("o1"));
		let pair = |names: [&str; 2]| names.map(joining).to_vec();
		let three = [pair(["a", "b"]), vec![joining("c")]].concat();
		let combined = |orders: Vec<OrderBody>| {
			Escrow::place_combined(signed(BUYER), orders.try_into().expect("few"))
		};
		assert_noop!(combined(three), Error::<Test>::GroupClosed);

		assert_ok!(combined(pair(["a", "b"])));

		let ids = ["a", "b"].map(|text| id_of(&joining(text), BUYER));
		assert_eq!(FakeGroups::members(), [first, ids[0], ids[1]]);
	});
}

#[test]
fn a_payment_of_a_batch_counts_those_before_it() {
	World::new().run(|| {
		FakeGroups::open(2, None);
		let items = ["a", "b", "c"].map(|text| vec![joining(text)].try_into().expect("one"));
		let items = items.to_vec().try_into().expect("few");
		assert_ok!(Escrow::place_batch(signed(BUYER), items));
		assert_eq!(FakeGroups::members(), ["a", "b"].map(|text| id_of(&joining(text), BUYER)));
		assert_eq!(money(BUYER_A).1, 2_000);
	});
}

#[test]
fn where_there_is_a_leader_the_order_names_an_account_that_can_be_paid() {
	World::new().run(|| {
		FakeGroups::open(3, Some(LEADER_SLOT));
		refuse(led_by("o1", BUYER_A), Error::<Test>::PayerIsPayee);
		refuse(led_by("o1", FRIEND_A), Error::<Test>::PurposeUnfit);
		let order = place(&led_by("o1", PROMOTER_A));
		assert_eq!(FakeGroups::candidates(), [Some(PROMOTER_A)]);
		assert_eq!(row(order).leader_legs.to_vec(), [2]);
	});
}

#[test]
fn an_order_without_a_part_for_the_leader_does_not_join() {
	World::new().run(|| {
		FakeGroups::open(3, Some(9));
		refuse(joining("o1"), Error::<Test>::LeaderMissing);
	});
}

#[test]
fn the_merchant_does_not_lead() {
	World::new().run(|| {
		FakeGroups::open(3, Some(2));
		refuse(joining("o1"), Error::<Test>::MerchantLeads);
	});
}

#[test]
fn a_leader_gets_fees_and_commissions_only() {
	World::new().run(|| {
		FakeGroups::open(3, Some(0));
		refuse(joining("o1"), Error::<Test>::LeaderUnfit);
	});
}
