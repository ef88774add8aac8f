// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, types::*, Error, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{Amount, ExpiryPolicy, Moment, OrderId, OrderStatus, Side, DAY_MS};

fn extend(by: u64, order: OrderId, deadline: Moment) -> DispatchResult {
	Escrow::extend(signed(by), order, deadline)
}

#[test]
fn the_payer_alone_extends_where_the_rest_comes_back_to_it() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		events();
		assert_ok!(extend(BUYER, order, in_minutes(20)));
		let deadline = in_minutes(20);
		assert_eq!(events(), [Event::Extended { order, deadline, by: by(BUYER) }]);
		assert_ok!(extend(BANK_A, order, in_minutes(30)));

		pass_to(Moment(in_minutes(30).0 - 1));
		assert_eq!(status(order), OrderStatus::Held);
		pass_to(in_minutes(31));
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn both_sides_agree_where_the_rest_goes_to_others() {
	World::new().run(|| {
		for (number, expiry) in [(1, ExpiryPolicy::Payees), (2, ExpiryPolicy::Merchant)] {
			let order = place(&until(market(&format!("o{number}")), 5, expiry));
			let deadline = in_minutes(20);
			events();
			assert_ok!(extend(BUYER, order, deadline));
			assert_eq!(events(), [Event::ExtensionAsked { order, deadline, by: by(BUYER) }]);
			assert_eq!(row(order).deadline, in_minutes(5));
			// Who asked cannot agree with itself, nor can its bank.
			assert_storage_noop!(assert_ok!(extend(BUYER, order, deadline)));
			assert_storage_noop!(assert_ok!(extend(BANK_A, order, deadline)));
			assert_ok!(extend(BANK_B, order, deadline));
			assert_eq!(events(), [Event::Extended { order, deadline, by: by(BANK_B) }]);
			assert_eq!((row(order).deadline, row(order).extension), (deadline, None));
		}
		pass_to(in_minutes(21));
		assert_eq!(money(BUYER_A), (8_000, 0));
	});
}

#[test]
fn the_merchant_asks_and_the_payer_agrees_whatever_the_policy() {
	World::new().run(|| {
		for (number, expiry) in [(1, ExpiryPolicy::Payer), (2, ExpiryPolicy::Payees)] {
			let order = place(&until(market(&format!("o{number}")), 5, expiry));
			assert_ok!(extend(SHOP, order, in_minutes(20)));
			let asked = Extension { by: Side::Merchant, deadline: in_minutes(20) };
			assert_eq!(row(order).extension, Some(asked));
			assert_storage_noop!(assert_ok!(extend(SHOP, order, in_minutes(20))));
			assert_ok!(extend(BUYER, order, in_minutes(20)));
			assert_eq!(row(order).deadline, in_minutes(20));
		}
	});
}

#[test]
fn what_was_asked_last_stands() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payees));
		assert_ok!(extend(BUYER, order, in_minutes(20)));
		// Another moment is no agreement: it stands in its place.
		assert_ok!(extend(SHOP, order, in_minutes(15)));
		assert_eq!(row(order).deadline, in_minutes(5));
		assert_ok!(extend(SHOP, order, in_minutes(20)));
		assert_eq!(row(order).deadline, in_minutes(5));
		assert_ok!(extend(BUYER, order, in_minutes(20)));
		assert_eq!(row(order).deadline, in_minutes(20));
	});
}

#[test]
fn a_view_tells_what_was_asked() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payees));
		assert_ok!(extend(SHOP, order, in_minutes(20)));
		let told = Escrow::order(order).and_then(|order| order.details?.agreed).expect("agreed");
		assert_eq!(told.extension, Some((Side::Merchant, in_minutes(20))));
	});
}

#[test]
fn the_payee_of_a_plain_payment_is_a_side_of_it() {
	World::new().run(|| {
		let order = place(&until(transfer("t1", 100, FRIEND_B), 5, ExpiryPolicy::Payees));
		assert_ok!(extend(BUYER, order, in_minutes(20)));
		assert_noop!(extend(SHOP, order, in_minutes(20)), Error::<Test>::NotEntitled);
		assert_ok!(extend(FRIEND, order, in_minutes(20)));
		assert_eq!(row(order).deadline, in_minutes(20));
	});
}

#[test]
fn a_bank_of_both_sides_speaks_for_one_after_the_other() {
	World::new().run(|| {
		// The friend's sponsor is the buyer's bank.
		let order = place(&until(transfer("t1", 100, FRIEND_A), 5, ExpiryPolicy::Payees));
		assert_ok!(extend(BANK_A, order, in_minutes(20)));
		assert_eq!(row(order).extension.map(|asked| asked.by), Some(Side::Payer));
		assert_ok!(extend(BANK_A, order, in_minutes(20)));
		assert_eq!(row(order).deadline, in_minutes(20));
	});
}

#[test]
fn nobody_else_extends() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		for who in [PLATFORM, CARRIER, FRIEND, BANK_C, INSPECTORS[0]] {
			assert_noop!(extend(who, order, in_minutes(20)), Error::<Test>::NotEntitled);
		}
		let unknown = DispatchError::Other("unknown key");
		assert_noop!(extend(STRANGER, order, in_minutes(20)), unknown);
		let unscoped = DispatchError::Other("key without scope");
		assert_noop!(extend(KEY_WITHOUT_PAY, order, in_minutes(20)), unscoped);
		assert_noop!(
			Escrow::extend(RuntimeOrigin::root(), order, in_minutes(20)),
			DispatchError::BadOrigin
		);
		let none = extend(BUYER, OrderId([9; 22]), in_minutes(20));
		assert_noop!(none, Error::<Test>::UnknownOrder);
	});
}

#[test]
fn a_deadline_only_gets_later_and_never_passes_the_absolute_end() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		let end = TODAY.start().plus(210 * DAY_MS);
		assert_noop!(extend(BUYER, order, in_minutes(5)), Error::<Test>::NotLater);
		assert_noop!(extend(BUYER, order, NOON), Error::<Test>::NotLater);
		assert_noop!(extend(BUYER, order, end.plus(1)), Error::<Test>::PastEnd);
		assert_ok!(extend(BUYER, order, in_minutes(5).plus(1)));
		assert_ok!(extend(BUYER, order, end));
		assert_noop!(extend(BUYER, order, end), Error::<Test>::NotLater);
	});
}

#[test]
fn nothing_is_extended_from_the_deadline_on() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		neighbours(|all| all.now = in_minutes(5));
		assert_noop!(extend(BUYER, order, in_minutes(20)), Error::<Test>::PastDeadline);
		neighbours(|all| all.now = Moment(in_minutes(5).0 - 1));
		assert_ok!(extend(BUYER, order, in_minutes(20)));
	});
}

#[test]
fn a_deadline_that_a_halt_moved_is_extended_beyond_that() {
	World::new().run(|| {
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		jump_to(in_minutes(30));
		// The halt of thirty minutes moved the deadline to minute 35.
		assert_noop!(extend(BUYER, order, in_minutes(35)), Error::<Test>::NotLater);
		assert_ok!(extend(BUYER, order, in_minutes(40)));
		pass_to(Moment(in_minutes(40).0 - 1));
		assert_eq!(status(order), OrderStatus::Held);
		pass_to(in_minutes(41));
		assert_eq!(status(order), OrderStatus::Expired);
	});
}

#[test]
fn what_is_released_or_over_is_not_extended() {
	World::new().run(|| {
		set_no_credit(SHOP_B, true);
		let order = place(&until(market("o1"), 5, ExpiryPolicy::Payer));
		let all = ReleaseWhat::All;
		assert_ok!(Escrow::release(signed(BUYER), reference("r1"), order, all));
		// Parked legs keep their own term.
		assert_noop!(extend(BUYER, order, in_minutes(20)), Error::<Test>::NothingRemains);
		set_no_credit(SHOP_B, false);
		assert_ok!(Escrow::retry_parked(signed(FRIEND), order));
		assert_noop!(extend(BUYER, order, in_minutes(20)), Error::<Test>::AlreadyReleased);
	});
}

#[test]
fn an_extended_order_goes_on_as_before() {
	World::new().run(|| {
		let order = place(&project("o1"));
		let later = row(order).deadline.plus(DAY_MS);
		assert_ok!(extend(BUYER, order, later));
		assert_ok!(Escrow::release(
			signed(BUYER),
			reference("r1"),
			order,
			ReleaseWhat::Milestone(1)
		));
		assert_eq!((open_of(order), row(order).deadline), (vec![0, 300, 500], later));
		assert_eq!(row(order).amount(), Ok(Amount(1_000)));
	});
}
