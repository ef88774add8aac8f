// SPDX-License-Identifier: Apache-2.0

//! An unclaimed account takes what nobody else could be paid, and pays only who is entitled (O6).

use super::judicial::in_an_hour;
use crate::{mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{Entry, Ledger as _},
	AccountNo, Amount, BankStatus, Moment, Purpose,
};

/// A buyer of bank A, and A's unclaimed account with 60 of its money.
fn kept() -> (AccountNo, AccountNo) {
	let buyer = funded(BANK_A, BUYER, 100);
	let keeper = Ledger::unclaimed(A, CNY).expect("opened with the bank's first account");
	let (amount, purpose) = (Amount(60), Purpose::Unclaimed);
	assert_ok!(post(&[Entry::Pay { from: buyer, to: keeper, amount, purpose }]));
	(buyer, keeper)
}

fn out(from: AccountNo, to: AccountNo, amount: u64, purpose: Purpose) -> Entry {
	Entry::Pay { from, to, amount: Amount(amount), purpose }
}

#[test]
fn it_pays_who_is_entitled_up_to_what_it_keeps() {
	World::new().run(|| {
		let (buyer, keeper) = kept();
		let over = post(&[out(keeper, buyer, 61, Purpose::Claimed)]);
		assert_eq!(over, Err(Error::<Test>::NotEnoughAvailable.into()));
		assert_ok!(post(&[out(keeper, buyer, 60, Purpose::Claimed)]));
		assert_eq!((balance(buyer), balance(keeper)), ((100, 0), (0, 0)));
	});
}

#[test]
fn it_pays_nothing_else_and_nobody_else_is_claimed_from() {
	World::new().run(|| {
		let (buyer, keeper) = kept();
		let refused: DispatchError = Error::<Test>::NotEntitledToUnclaimed.into();
		for purpose in Purpose::ALL.iter().filter(|purpose| **purpose != Purpose::Claimed) {
			assert_noop!(post(&[out(keeper, buyer, 1, *purpose)]), refused);
		}
		assert_noop!(post(&[Entry::Hold { from: keeper, amount: Amount(1) }]), refused);
		assert_noop!(post(&[out(buyer, keeper, 1, Purpose::Claimed)]), refused);
		let (court, until) = (text("court 17"), Moment(u64::MAX));
		let hold = |until| {
			let name = reference("h");
			let court = court.clone();
			Ledger::judicial_hold(signed(BANK_A), name, keeper, Amount(1), court, EVIDENCE, until)
		};
		assert_noop!(hold(until), Error::<Test>::EndTooFar);
		assert_noop!(hold(in_an_hour()), refused);
		// Nor does it take what it would keep for nobody.
		for purpose in [Purpose::Transfer, Purpose::Refund, Purpose::Return] {
			assert_noop!(post(&[out(buyer, keeper, 1, purpose)]), Error::<Test>::NoCredit);
		}
		assert_noop!(
			Ledger::redeem(signed(BANK_A), reference("r"), keeper, Amount(1), 9, EVIDENCE),
			refused
		);
		assert_noop!(
			Ledger::issue(signed(BANK_A), reference("i"), keeper, Amount(1), 9, EVIDENCE),
			refused
		);
	});
}

#[test]
fn a_bank_that_leaves_still_pays_who_is_entitled_here_or_outside_the_ledger() {
	World::new().run(|| {
		let (buyer, keeper) = kept();
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(post(&[out(keeper, buyer, 20, Purpose::Claimed)]));
		assert_ok!(Ledger::redeem(signed(BANK_A), reference("r"), keeper, Amount(40), 9, EVIDENCE));
		assert_eq!((balance(buyer), balance(keeper)), ((60, 0), (0, 0)));
	});
}

#[test]
fn a_status_of_the_account_stops_it() {
	World::new().run(|| {
		let (buyer, keeper) = kept();
		assert_ok!(Ledger::set_status(signed(SUPERVISOR), keeper, true, false, text("court")));
		let paid = post(&[out(keeper, buyer, 1, Purpose::Claimed)]);
		assert_eq!(paid, Err(Error::<Test>::NoDebit.into()));
	});
}
