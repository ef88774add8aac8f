// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*, AccountRow, Accounts, BankTotals, Error, Event, Holds, NotPaidOut, PaidOut, RequestId,
};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::BATCH_MAX, AccountNo, Amount, BankStatus, Commitment, CycleNo, Scope, Scopes,
};

const PAYOUT: Commitment = Commitment([9; 32]);

/// Asks for `amount` under a reference of its own.
fn request(who: Who, account: AccountNo, amount: u64) -> RequestId {
	let count = crate::References::<Test>::iter().count();
	let reference = reference(&format!("request {count}"));
	let asked = Ledger::request_redemption(signed(who), reference, account, Amount(amount), PAYOUT);
	assert_ok!(asked);
	let request = *Ledger::holds_of(account).last_key_value().unwrap().0;
	RequestId { account, request }
}

fn confirm(who: Who, words: &str, requests: &[RequestId], all_or_none: bool) -> DispatchResult {
	let requests = BoundedVec::truncate_from(requests.to_vec());
	Ledger::confirm_redemptions(signed(who), reference(words), requests, 4, EVIDENCE, all_or_none)
}

fn paid(id: RequestId, amount: u64) -> PaidOut {
	let RequestId { account, request } = id;
	PaidOut { account, request, amount: Amount(amount), cycle: CycleNo(3), date: TODAY }
}

fn refused(id: RequestId, error: Error<Test>) -> NotPaidOut {
	let RequestId { account, request } = id;
	NotPaidOut { account, request, error: error.into() }
}

fn told(words: &str, paid: &[PaidOut], refused: &[NotPaidOut]) -> Event<Test> {
	Event::RedemptionsConfirmed {
		reference: reference(words),
		source: 4,
		evidence: EVIDENCE,
		paid: BoundedVec::truncate_from(paid.to_vec()),
		refused: BoundedVec::truncate_from(refused.to_vec()),
		by: BANK_A.id,
		key: BANK_A.key,
	}
}

#[test]
fn a_payout_redeems_what_was_asked_for_and_counts_for_the_bank() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let buyer = funded(BANK_A, BUYER, 100);
		let (first, second) = (request(SHOP, shop, 200), request(BUYER, buyer, 100));
		let third = request(SHOP, shop, 50);
		take_events();

		assert_ok!(confirm(BANK_A, "p1", &[first, second, third], false));

		assert_eq!((balance(shop), balance(buyer)), ((250, 0), (0, 0)));
		assert_eq!(Ledger::account(shop).unwrap().postings, 3);
		assert_eq!(Ledger::totals(CNY, A), BankTotals { issued: 600, redeemed: 350 });
		assert_eq!(Holds::<Test>::iter().count(), 0);
		let all = [paid(first, 200), paid(second, 100), paid(third, 50)];
		assert_eq!(take_events(), [told("p1", &all, &[])]);
	});
}

#[test]
fn only_the_accounts_bank_confirms_and_in_run_off_it_still_does() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let id = request(SHOP, shop, 200);
		let by = |origin| {
			let requests = BoundedVec::truncate_from(vec![id]);
			Ledger::confirm_redemptions(origin, reference("p"), requests, 4, EVIDENCE, false)
		};
		assert_noop!(by(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root()), DispatchError::BadOrigin);
		assert_noop!(by(signed(STRANGER)), DispatchError::Other("unknown key"));
		for who in [SHOP, SUPERVISOR] {
			assert_noop!(by(signed(who)), Error::<Test>::NotABank);
		}
		assert_noop!(by(signed(BANK_B)), Error::<Test>::OtherBank);
		set_scopes(BANK_A, Scopes(Scopes::ALL.0 & !Scope::Treasury.bit()));
		assert_noop!(by(signed(BANK_A)), DispatchError::Other("key without scope"));
		set_scopes(BANK_A, Scopes::of(&[Scope::Treasury]));
		set_bank_status(A, BankStatus::RunOff);
		assert_ok!(by(signed(BANK_A)));
	});
}

#[test]
fn an_item_that_is_refused_still_stands_and_spoils_nothing_else() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let frozen = funded(BANK_A, BUYER, 100);
		let elsewhere = funded(BANK_B, VENDOR, 100);
		let (good, other) = (request(SHOP, shop, 200), request(SHOP, shop, 30));
		let (stopped, theirs) = (request(BUYER, frozen, 10), request(VENDOR, elsewhere, 10));
		assert_ok!(Ledger::set_status(signed(SUPERVISOR), frozen, true, false, text("court")));
		let none = RequestId { account: shop, request: 9 };
		let nobody = RequestId { account: AccountNo(77), request: 0 };
		take_events();

		let batch = [stopped, good, theirs, none, good, nobody, other];
		assert_ok!(confirm(BANK_A, "p1", &batch, false));

		assert_eq!((balance(shop), balance(frozen)), ((270, 0), (90, 10)));
		assert_eq!(balance(elsewhere), (90, 10));
		let refusals = [
			refused(stopped, Error::NoDebit),
			refused(theirs, Error::OtherBank),
			refused(none, Error::NoSuchHold),
			refused(good, Error::NoSuchHold),
			refused(nobody, Error::UnknownAccount),
		];
		assert_eq!(take_events(), [told("p1", &[paid(good, 200), paid(other, 30)], &refusals)]);

		// Once its freeze is lifted it is paid out as well.
		assert_ok!(Ledger::set_status(signed(SUPERVISOR), frozen, false, false, text("")));
		assert_ok!(confirm(BANK_A, "p2", &[stopped], false));
		assert_eq!(balance(frozen), (90, 0));
	});
}

#[test]
fn a_suspended_owner_is_paid_nothing_out() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let id = request(SHOP, shop, 200);
		change(SHOP, |shop| shop.suspended = true);
		assert_noop!(confirm(BANK_A, "p", &[id], false), Error::<Test>::OwnerSuspended);
	});
}

#[test]
fn all_or_none_is_refused_with_the_first_refusal() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let id = request(SHOP, shop, 200);
		let none = RequestId { account: shop, request: 9 };
		assert_noop!(confirm(BANK_A, "p", &[id, none], true), Error::<Test>::NoSuchHold);
		assert_noop!(confirm(BANK_A, "p", &[id, id], true), Error::<Test>::NoSuchHold);
		assert_ok!(confirm(BANK_A, "p", &[id], true));
	});
}

#[test]
fn a_batch_of_which_nothing_can_be_paid_is_refused_and_its_reference_is_free() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let id = request(SHOP, shop, 200);
		let none = RequestId { account: shop, request: 9 };
		assert_noop!(confirm(BANK_A, "p", &[], false), Error::<Test>::EmptyBatch);
		assert_noop!(confirm(BANK_A, "p", &[], true), Error::<Test>::EmptyBatch);
		assert_noop!(confirm(BANK_A, "p", &[none, none], false), Error::<Test>::NoSuchHold);
		assert_ok!(confirm(BANK_A, "p", &[id], false));
	});
}

#[test]
fn a_repeated_payout_changes_nothing_and_another_body_is_refused() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let (id, other) = (request(SHOP, shop, 200), request(SHOP, shop, 30));
		assert_ok!(confirm(BANK_A, "p", &[id], false));
		take_events();
		assert_storage_noop!(assert_ok!(confirm(BANK_A, "p", &[id], false)));
		assert_eq!(take_events(), []);
		assert_noop!(confirm(BANK_A, "p", &[other], false), Error::<Test>::ReferenceTaken);
		assert_noop!(confirm(BANK_A, "p", &[id], true), Error::<Test>::ReferenceTaken);
		let redeemed = Ledger::redeem(signed(BANK_A), reference("p"), shop, Amount(1), 4, EVIDENCE);
		assert_noop!(redeemed, Error::<Test>::ReferenceTaken);
		assert_noop!(confirm(BANK_A, "", &[other], false), Error::<Test>::ReferenceEmpty);
	});
}

#[test]
fn a_batch_takes_500_requests_of_many_currencies_and_no_more() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let dollars = open(BANK_A, SHOP, USD);
		issue(BANK_A, dollars, 20);
		let account_of = |n: u32| funded(BANK_A, [SHOP, BUYER, BANK_A][n as usize % 3], 64);
		let accounts: Vec<_> = (0..8).map(account_of).collect();
		let owners = [SHOP, BUYER, BANK_A];
		let mut batch = vec![request(SHOP, shop, 1), request(SHOP, dollars, 20)];
		for n in 0..BATCH_MAX as usize - 2 {
			let place = n % accounts.len();
			batch.push(request(owners[place % 3], accounts[place], 1));
		}
		let ids = BoundedVec::<RequestId, ConstU32<BATCH_MAX>>::try_from(batch.clone()).unwrap();
		assert_eq!(ids.len(), 500);
		assert_ok!(confirm(BANK_A, "p", &ids, true));
		assert_eq!(Ledger::totals(CNY, A).redeemed, 499);
		assert_eq!(Ledger::totals(USD, A).redeemed, 20);
		assert_eq!(Holds::<Test>::iter().count(), 0);
		// The type itself refuses the 501st.
		batch.push(batch[0]);
		assert!(BoundedVec::<RequestId, ConstU32<BATCH_MAX>>::try_from(batch).is_err());
	});
}

#[test]
fn a_row_of_which_every_item_was_refused_is_not_written() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 500);
		let frozen = funded(BANK_A, BUYER, 100);
		let (good, stopped) = (request(SHOP, shop, 200), request(BUYER, frozen, 10));
		assert_ok!(Ledger::set_status(signed(SUPERVISOR), frozen, true, false, text("court")));
		let before: AccountRow = Accounts::<Test>::get(frozen.key()).unwrap();
		assert_ok!(confirm(BANK_A, "p", &[stopped, good, stopped], false));
		assert_eq!(Accounts::<Test>::get(frozen.key()), Some(before));
	});
}
