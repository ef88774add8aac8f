// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, mock::*, types::*, Error, Event, Outcomes};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, Amount, BankStatus, CoverMode, CycleNo, ExpiryPolicy, Moment, OrderBody, OrderId,
	OrderStatus, Purpose, Reference, Text,
};

fn release(by: u64, text: &str, order: OrderId, what: ReleaseWhat) -> DispatchResultWithPostInfo {
	Escrow::release(signed(by), reference(text), order, what)
}

fn amount(amount: u64) -> ReleaseWhat {
	ReleaseWhat::Amount(Amount(amount))
}

fn legs(numbers: &[u8]) -> ReleaseWhat {
	ReleaseWhat::Legs(numbers.to_vec().try_into().unwrap())
}

#[test]
fn releasing_all_pays_every_leg_out_of_the_promise_and_ends_the_order() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		events();

		assert_ok!(release(BUYER, "r1", order, ReleaseWhat::All));

		assert_eq!(
			[BUYER_A, CARRIER_B, PLATFORM_A, SHOP_B].map(money),
			[(9_000, 0), (50, 0), (100, 0), (850, 0)]
		);
		assert_eq!((FakeLedger::position(A), FakeLedger::promised(A)), (900, 0));
		assert_eq!(status(order), OrderStatus::Released);
		assert!(!Outcomes::<Test>::contains_key(order));
		let leg = |leg, to, amount, purpose| PaidLeg {
			leg,
			from: BUYER_A,
			to,
			amount: Amount(amount),
			purpose,
		};
		let legs = vec![
			leg(1, CARRIER_B, 50, Purpose::Logistics),
			leg(2, PLATFORM_A, 100, Purpose::Fee),
			leg(3, SHOP_B, 850, Purpose::Goods),
		];
		assert_eq!(
			events(),
			[Event::Paid {
				order,
				reference: Some(reference("r1")),
				legs: legs.try_into().unwrap(),
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
fn a_release_is_divided_by_what_remains_and_all_releases_add_up_to_the_plan() {
	World::new().run(|| {
		let order = place(&held(market("o1")));

		assert_ok!(release(BUYER, "r1", order, amount(333)));
		// 16.65, 33.3 and 283.05 of 333: the unit left over goes to the largest fraction.
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(17, 0), (33, 0), (283, 0)]);
		assert_eq!(status(order), OrderStatus::Held);
		assert_ok!(release(BUYER, "r2", order, amount(1)));
		assert_ok!(release(BUYER, "r3", order, amount(666)));

		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(50, 0), (100, 0), (850, 0)]);
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn a_release_may_name_whole_legs() {
	World::new().run(|| {
		let order = place(&held(market("o1")));

		assert_ok!(release(BUYER, "r1", order, legs(&[1])));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(50, 0), (0, 0), (0, 0)]);
		assert_noop!(release(BUYER, "r2", order, legs(&[1, 2])), Error::<Test>::NothingRemains);
		assert_noop!(release(BUYER, "r2", order, legs(&[4])), Error::<Test>::UnknownLeg);
		assert_noop!(release(BUYER, "r2", order, legs(&[0])), Error::<Test>::UnknownLeg);
		assert_noop!(release(BUYER, "r2", order, legs(&[3, 2])), Error::<Test>::UnknownLeg);
		assert_noop!(release(BUYER, "r2", order, legs(&[2, 2])), Error::<Test>::UnknownLeg);
		assert_noop!(release(BUYER, "r2", order, legs(&[])), Error::<Test>::UnknownLeg);
		assert_ok!(release(BUYER, "r2", order, legs(&[2, 3])));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn more_than_remains_is_refused_and_never_clamped() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_noop!(release(BUYER, "r1", order, amount(1_001)), Error::<Test>::MoreThanRemains);
		assert_noop!(release(BUYER, "r1", order, amount(0)), Error::<Test>::ZeroAmount);
		assert_ok!(release(BUYER, "r1", order, amount(999)));
		assert_noop!(release(BUYER, "r2", order, amount(2)), Error::<Test>::MoreThanRemains);
		assert_ok!(release(BUYER, "r2", order, amount(1)));
	});
}

#[test]
fn the_payer_and_its_bank_release_and_nobody_else_before_the_moment() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		let timed = place(&after(market("o2"), 10, CoverMode::AtPlacement));
		for other in [SHOP, PLATFORM, BANK_B, CARRIER, FRIEND] {
			assert_noop!(release(other, "r1", order, ReleaseWhat::All), Error::<Test>::NotEntitled);
			assert_noop!(
				release(other, "r1", timed, ReleaseWhat::All),
				Error::<Test>::ConditionNotMet
			);
		}
		let call = |origin| Escrow::release(origin, reference("r1"), order, ReleaseWhat::All);
		assert_noop!(call(signed(STRANGER)), DispatchError::Other("unknown key"));
		assert_noop!(call(RuntimeOrigin::none()), BadOrigin);

		assert_ok!(release(BANK_A, "r1", order, amount(500)));
		assert_ok!(release(BUYER, "r1", order, amount(500)));
		assert_ok!(release(BUYER, "r2", timed, amount(500)));
	});
}

#[test]
fn anybody_releases_once_the_moment_has_come() {
	World::new().run(|| {
		let order = place(&after(market("o1"), 10, CoverMode::AtPlacement));
		jump_to(Moment(in_minutes(10).0 - 1));
		assert_noop!(
			release(FRIEND, "r1", order, ReleaseWhat::All),
			Error::<Test>::ConditionNotMet
		);
		jump_to(in_minutes(10));
		assert_ok!(release(FRIEND, "r1", order, ReleaseWhat::All));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn a_repeated_release_changes_nothing_and_another_under_its_reference_is_refused() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(release(BUYER, "r1", order, amount(10)));
		assert_storage_noop!(assert_ok!(release(BUYER, "r1", order, amount(10))));
		assert_noop!(release(BUYER, "r1", order, amount(11)), Error::<Test>::ReferenceTaken);

		// The bank's references are its own, those of orders and refunds are another domain.
		assert_ok!(release(BANK_A, "r1", order, amount(10)));
		assert_ok!(release(BUYER, "o1", order, amount(10)));
		assert_eq!(money(BUYER_A), (9_000, 970));

		let none = Reference { date: TODAY, text: Text::default() };
		let call = Escrow::release(signed(BUYER), none, order, amount(1));
		assert_noop!(call, Error::<Test>::EmptyReference);
	});
}

#[test]
fn a_repeated_release_of_an_order_that_has_ended_succeeds() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		assert_ok!(release(BUYER, "r1", order, ReleaseWhat::All));
		assert_storage_noop!(assert_ok!(release(BUYER, "r1", order, ReleaseWhat::All)));
	});
}

#[test]
fn what_is_over_says_how_it_ended() {
	World::new().run(|| {
		let all = ReleaseWhat::All;
		let unknown = OrderId([9; 22]);
		assert_noop!(release(BUYER, "r", unknown, all.clone()), Error::<Test>::UnknownOrder);

		let released = place(&market("o1"));
		assert_noop!(release(BUYER, "r", released, all.clone()), Error::<Test>::AlreadyReleased);

		let refunded = place(&held(market("o2")));
		assert_ok!(Escrow::refund(signed(SHOP), reference("f"), refunded, Amount(1_000), None));
		assert_noop!(release(BUYER, "r", refunded, all.clone()), Error::<Test>::AlreadyRefunded);

		let partly = place(&held(market("o3")));
		assert_ok!(release(BUYER, "half", partly, amount(500)));
		assert_ok!(Escrow::refund(signed(SHOP), reference("g"), partly, Amount(500), None));
		let error = Error::<Test>::AlreadyPartlyReleased;
		assert_noop!(release(BUYER, "r", partly, all.clone()), error);

		let expired = place(&until(market("o4"), 5, ExpiryPolicy::Payees));
		jump_to(in_minutes(6));
		assert_noop!(release(BUYER, "r", expired, all), Error::<Test>::AlreadyExpired);
	});
}

#[test]
fn an_order_is_released_by_amount_at_most_fifty_times() {
	World::new().run(|| {
		let order = place(&held(transfer("t1", 100, FRIEND_B)));
		for n in 0..50 {
			assert_ok!(release(BUYER, &format!("r{n}"), order, amount(1)));
		}
		assert_noop!(release(BUYER, "r", order, amount(1)), Error::<Test>::TooManyReleases);
		assert_eq!(money(FRIEND_B), (50, 0));
		assert_ok!(release(BUYER, "r", order, ReleaseWhat::All));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn small_releases_by_others_lock_nobody_out() {
	World::new().with_cover(A, 50).run(|| {
		let order = place(&after(uncovered(market("o1")), 5, CoverMode::AtRelease));
		jump_to(in_minutes(6));
		for n in 0..50 {
			assert_ok!(release(FRIEND, &format!("r{n}"), order, amount(1)));
		}
		assert_noop!(release(FRIEND, "r", order, amount(1)), Error::<Test>::TooManyReleases);
		assert_ok!(release(SHOP, "r", order, legs(&[2])));
		assert_eq!(money(PLATFORM_A), (100, 0));
	});
}

#[test]
fn from_the_deadline_on_only_the_clock_releases() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payees));
		jump_to(Moment(in_minutes(5).0 - 1));
		assert_ok!(release(BUYER, "r1", order, amount(1)));
		// The minute of the deadline is not over: nothing is drained yet.
		jump_to(in_minutes(5));
		assert_noop!(release(BUYER, "r2", order, amount(1)), Error::<Test>::PastDeadline);
		let refund = Escrow::refund(signed(SHOP), reference("f"), order, Amount(1), None);
		assert_noop!(refund, Error::<Test>::PastDeadline);
	});
}

#[test]
fn a_covered_release_needs_no_cover_and_an_uncovered_one_does() {
	World::new().run(|| {
		let covered = place(&held(market("o1")));
		let bare = place(&uncovered(market("o2")));
		FakeLedger::limit(A, 0);
		assert_noop!(release(BUYER, "r2", bare, ReleaseWhat::All), SHORT);
		assert_ok!(release(BUYER, "r1", covered, ReleaseWhat::All));

		// Legs of the payer's own bank need none.
		assert_ok!(release(BUYER, "r2", bare, legs(&[2])));
		FakeLedger::limit(A, 1_800);
		assert_ok!(release(BUYER, "r3", bare, ReleaseWhat::All));
		assert_eq!(FakeLedger::position(A), 1_800);
	});
}

#[test]
fn a_payers_status_bits_and_its_banks_run_off_do_not_stop_a_release() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		set_flag(BUYER_A, AccountFlags::NO_DEBIT, true);
		set_bank(A, BankStatus::RunOff);
		// The platform is at the bank in run-off too, so its leg is parked.
		assert_ok!(release(BANK_A, "r1", order, legs(&[1, 3])));
		assert_eq!(money(SHOP_B), (850, 0));
	});
}

#[test]
fn a_batch_of_releases_lists_what_it_refused() {
	World::new().run(|| {
		let (first, second) = (place(&held(market("o1"))), place(&held(market("o2"))));
		events();
		let item =
			|text: &str, order, what| ReleaseItem { reference: reference(text), order, what };
		let items = vec![
			item("r1", first, amount(400)),
			item("r1", first, amount(400)),
			item("r2", first, amount(601)),
			item("r3", first, ReleaseWhat::All),
			item("r4", second, legs(&[3])),
		];
		assert_ok!(Escrow::release_batch(signed(BUYER), items.try_into().unwrap(), 3, false));

		assert_eq!(money(SHOP_B), (1_700, 0));
		assert_eq!([first, second].map(status), [OrderStatus::Released, OrderStatus::Held]);
		let error = Error::<Test>::MoreThanRemains.into();
		let refused = vec![Refusal { item: 2, order: None, error }].try_into().unwrap();
		let (done, repeated) = (3, 1);
		let told = Event::BatchDone { done, repeated, refused, by: by(BUYER) };
		assert_eq!(events().pop(), Some(told));
	});
}

#[test]
fn a_release_of_a_batch_has_no_more_legs_than_the_batch_says() {
	World::new().run(|| {
		let order = place(&held(market("o1")));
		let item = ReleaseItem { reference: reference("r1"), order, what: ReleaseWhat::All };
		let items: BoundedVec<_, _> = vec![item].try_into().unwrap();
		assert_ok!(Escrow::release_batch(signed(BUYER), items.clone(), 2, false));
		assert_eq!(status(order), OrderStatus::Held);
		assert_ok!(Escrow::release_batch(signed(BUYER), items.clone(), 3, false));
		assert_eq!(status(order), OrderStatus::Released);
		let call = Escrow::release_batch(signed(STRANGER), items, 3, false);
		assert_noop!(call, DispatchError::Other("unknown key"));
	});
}

fn items(list: &[(&str, OrderId, ReleaseWhat)]) -> BoundedVec<ReleaseItem, ConstU32<500>> {
	let items = list.iter().map(|(text, order, what)| {
		let (reference, order, what) = (reference(text), *order, what.clone());
		ReleaseItem { reference, order, what }
	});
	items.collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn all_or_none_the_first_refusal_refuses_the_batch_of_releases() {
	World::new().run(|| {
		let (first, second) = (place(&held(market("o1"))), place(&held(market("o2"))));
		let good = [("r1", first, amount(400)), ("r2", first, ReleaseWhat::All)];
		let bad = [good.to_vec(), vec![("r3", second, amount(1_001))]].concat();
		let call = |list: &[_]| Escrow::release_batch(signed(BUYER), items(list), 3, true);
		assert_noop!(call(&bad), Error::<Test>::MoreThanRemains);
		// A later item sees what an earlier one of the same order did.
		let twice = [good.to_vec(), vec![("r3", first, amount(1))]].concat();
		assert_noop!(call(&twice), Error::<Test>::AlreadyReleased);
		assert_ok!(call(&good));
		assert_eq!([first, second].map(status), [OrderStatus::Released, OrderStatus::Held]);
		// All of it again is done already.
		events();
		assert_ok!(call(&good));
		let told = events().pop();
		assert!(matches!(told, Some(Event::BatchDone { done: 0, repeated: 2, .. })));
	});
}

#[test]
fn all_or_none_releases_are_tested_for_cover_on_the_net_effect_of_the_whole() {
	let there = uncovered(transfer("o1", 100, FRIEND_B));
	let back = OrderBody { payer: SHOP_B, ..uncovered(transfer("o2", 100, FRIEND_A)) };
	let world = || World::new().with_money(SHOP_B, 100).with_cover(A, 0).with_cover(B, 0);
	for (all_or_none, done) in [(false, 0), (true, 2)] {
		world().run(|| {
			let first = place(&there);
			assert_ok!(Escrow::place(signed(BANK_B), back.clone()));
			let second = id_of(&back, BANK_B);
			// Due, so that one signer releases both.
			for id in [first, second] {
				let row = HeldOrder { after: Some(NOON), ..row(id) };
				crate::Orders::<Test>::insert(id, OrderRow::Held(Box::new(row)));
			}
			let list = [("r1", first, ReleaseWhat::All), ("r2", second, ReleaseWhat::All)];
			events();
			assert_ok!(Escrow::release_batch(signed(FRIEND), items(&list), 3, all_or_none));
			let told = events().pop();
			assert!(matches!(told, Some(Event::BatchDone { done: d, .. }) if d == done));
			// The row that was changed by hand has its hint at the deadline.
			for id in [first, second] {
				if let Some(OrderRow::Held(held)) = crate::Orders::<Test>::get(id) {
					let held = HeldOrder { after: None, ..*held };
					crate::Orders::<Test>::insert(id, OrderRow::Held(Box::new(held)));
				}
			}
		});
	}
}
