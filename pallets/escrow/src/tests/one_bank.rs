// SPDX-License-Identifier: Apache-2.0

//! Orders of several funders at one bank: it promises for them together (C1, O5).

use crate::{fake_ledger::*, mock::*, types::*};
use frame::testing_prelude::*;
use split_ledger_primitives::{FundersBack, OrderBody, OrderId, OrderStatus};

fn world() -> World {
	World::new().with_funders()
}

/// Of 1,000: the buyer 350 and the shop 450, both at A, the friend at B 200. 900 leave A for B, 100 stay.
fn order(text: &str) -> OrderBody {
	held(funded_by(refunded(text), &[(SHOP_A, 450), (FRIEND_B, 200)]))
}

fn release(text: &str, order: OrderId, what: ReleaseWhat) {
	assert_ok!(Escrow::release(signed(BUYER), reference(text), order, what));
}

fn legs(legs: &[u8]) -> ReleaseWhat {
	ReleaseWhat::Legs(legs.to_vec().try_into().unwrap())
}

fn amount(amount: u64) -> ReleaseWhat {
	ReleaseWhat::Amount(split_ledger_primitives::Amount(amount))
}

fn promised() -> [u128; 3] {
	[A, B, C].map(FakeLedger::promised)
}

#[test]
fn no_more_cover_is_asked_for_than_the_bank_can_come_to_owe() {
	let two = |text: &str| held(funded_by(market(text), &[(SHOP_A, 450)]));
	// The buyer's 550 and the shop's 450 may each be all of what leaves; together it is 900.
	world().with_cover(A, 899).run(|| refuse(two("o1"), SHORT));
	world().with_cover(A, 900).run(|| {
		place(&two("o1"));
		assert_eq!(promised(), [900, 0, 0]);
	});
	world().with_cover(A, 799).run(|| refuse(order("o1"), SHORT));
	world().with_cover(B, 99).run(|| refuse(order("o1"), SHORT));
	world().with_cover(A, 800).with_cover(B, 100).run(|| {
		place(&order("o1"));
		assert_eq!(promised(), [800, 100, 0]);
	});
}

#[test]
fn no_release_is_short_whichever_of_them_it_is_drawn_from() {
	for back in [FundersBack::ProRata, FundersBack::PayerFirst] {
		world().run(|| {
			back_to(back);
			let order = place(&order("o1"));
			[A, B, C].into_iter().for_each(|bank| FakeLedger::limit(bank, 0));
			assert_ok!(refund(SHOP, "f1", order, 37));
			release("r1", order, amount(333));
			check();
			release("r2", order, legs(&[2]));
			check();
			release("r3", order, legs(&[1]));
			assert_ok!(refund(SHOP, "f2", order, 1));
			check();
			release("r4", order, ReleaseWhat::All);
			assert_eq!((promised(), status(order)), ([0; 3], OrderStatus::PartlyReleased));
			let left = [BUYER_A, SHOP_A, FRIEND_B].map(|account| money(account).1);
			assert_eq!(left, [0; 3]);
		});
	}
}

#[test]
fn what_goes_back_frees_what_they_cannot_come_to_owe_any_more() {
	world().run(|| {
		let order = place(&order("o1"));
		release("r1", order, legs(&[3]));
		// 150 are held, 120 of them at A: the carrier's 50 leave it at most.
		assert_eq!(promised(), [50, 30, 0]);
		// Half of it goes back.
		assert_ok!(refund(SHOP, "f1", order, 500));
		assert_eq!(promised(), [25, 15, 0]);
		assert_ok!(refund(SHOP, "f2", order, 500));
		assert_eq!(promised(), [0; 3]);
	});
}

#[test]
fn an_assignee_at_another_bank_changes_the_one_promise() {
	world().with_finance().run(|| {
		let order = place(&order("o1"));
		let assign = |by, to| Escrow::assign_leg(signed(by), order, 3, Some(to));
		assert_ok!(assign(SHOP, FINANCIER_A));
		// Only the carrier is at another bank than A now, and all but the carrier at another than B.
		assert_eq!(promised(), [50, 200, 0]);
		FakeLedger::limit(A, 799);
		assert_noop!(assign(FINANCIER, FINANCIER_C), SHORT);
		FakeLedger::limit(A, 800);
		assert_ok!(assign(FINANCIER, FINANCIER_C));
		assert_eq!(promised(), [800, 200, 0]);
		release("r1", order, ReleaseWhat::All);
		assert_eq!((promised(), money(FINANCIER_C)), ([0; 3], (850, 0)));
	});
}
