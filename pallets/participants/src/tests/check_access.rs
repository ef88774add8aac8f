// SPDX-License-Identifier: Apache-2.0

use crate::{codes, mock::*, Bucket, CheckAccess, Quotas, SuspendReason};
use codec::Encode;
use frame::{
	deps::{
		frame_support::dispatch::DispatchInfo,
		sp_runtime::{
			transaction_validity::{
				InvalidTransaction, TransactionSource, TransactionValidityError as Refusal,
				UnknownTransaction, ValidTransaction,
			},
			Weight,
		},
	},
	testing_prelude::*,
};
use split_ledger_primitives::Moment;

const EMPTY: Refusal = Refusal::Unknown(UnknownTransaction::Custom(codes::QUOTA_EMPTY));

fn info(weight: u64) -> DispatchInfo {
	DispatchInfo { call_weight: Weight::from_parts(weight, 0), ..Default::default() }
}

fn in_pool(name: &str, word: &str) -> Result<ValidTransaction, Refusal> {
	let source = TransactionSource::External;
	CheckAccess::<Test>::new()
		.validate_only(signed(name), &remark(word), &info(1), 0, source, 0)
		.map(|(validity, ..)| validity)
}

fn priority(name: &str, word: &str) -> u64 {
	in_pool(name, word).unwrap().priority
}

/// A transaction in a block: it was thought to weigh `weight`, and weighed `spent`.
fn in_block(name: &str, word: &str, weight: u64, spent: u64) -> Result<(), Refusal> {
	let post = PostDispatchInfo {
		actual_weight: Some(Weight::from_parts(spent, 0)),
		pays_fee: Default::default(),
	};
	CheckAccess::<Test>::new()
		.test_run(signed(name), &remark(word), &info(weight), 0, 0, |_| Ok(post))
		.map(|result| result.map(|_| ()).expect("the call succeeds"))
}

fn pay(name: &str, weight: u64) -> Result<(), Refusal> {
	in_block(name, "pay", weight, weight)
}

#[test]
fn a_key_that_nobody_registered_is_refused_for_good() {
	World::new().run(|| {
		let unknown = Refusal::Invalid(InvalidTransaction::Custom(codes::UNKNOWN_KEY));
		assert_eq!(in_pool("stranger", "pay").unwrap_err(), unknown);
		assert_eq!(pay("stranger", 1).unwrap_err(), unknown);
	});
}

#[test]
fn a_revoked_key_is_refused_for_good() {
	World::new().run(|| {
		assert_ok!(in_pool("merchant", "pay"));
		assert_ok!(Consortium::revoke_key(signed("bank-a"), key("merchant")));
		let revoked = Refusal::Invalid(InvalidTransaction::Custom(codes::KEY_REVOKED));
		assert_eq!(in_pool("merchant", "pay").unwrap_err(), revoked);
	});
}

#[test]
fn a_suspended_participant_reaches_the_call_which_says_why() {
	World::new().run(|| {
		assert_ok!(Consortium::suspend(signed("bank-a"), MERCHANT, SuspendReason::Fraud));
		assert_ok!(in_pool("merchant", "pay"));
		assert_ok!(pay("merchant", 1));
	});
}

#[test]
fn what_nobody_signed_passes_and_is_charged_to_nobody() {
	World::new().run(|| {
		let check = CheckAccess::<Test>::new();
		let nobody = RuntimeOrigin::root();
		let source = TransactionSource::External;
		let (validity, sponsor, _) =
			check.validate_only(nobody, &remark("pay"), &info(1), 0, source, 0).unwrap();
		assert_eq!((validity, sponsor), (ValidTransaction::default(), None));
		assert_eq!(Quotas::<Test>::iter().count(), 0);
	});
}

#[test]
fn the_bank_and_its_customers_share_one_quota() {
	World::new().run(|| {
		assert_ok!(pay("merchant", 300));
		assert_ok!(pay("bank-a", 200));
		assert_ok!(pay("bank-b", 70));
		assert_ok!(pay("supervisor", 5));

		let used = [BANK_A, BANK_B, SUPERVISOR, MERCHANT].map(Consortium::quota_used);
		assert_eq!(used, [500, 70, 5, 0]);
	});
}

#[test]
fn what_a_call_did_not_take_is_given_back() {
	World::new().run(|| {
		assert_ok!(in_block("merchant", "pay", 1_000, 400));
		assert_eq!(Consortium::quota_used(BANK_A), 400);
	});
}

#[test]
fn an_empty_bucket_is_refused_in_the_pool_until_time_fills_it() {
	World::new().run(|| {
		assert_ok!(pay("merchant", BUCKET - 1));
		assert_ok!(in_pool("bank-a", "pay"));
		assert_ok!(pay("merchant", 1));
		assert_eq!(in_pool("bank-a", "pay").unwrap_err(), EMPTY);
		assert_eq!(in_pool("merchant", "pay").unwrap_err(), EMPTY);
		// Another bank's quota is its own.
		assert_ok!(in_pool("bank-b", "pay"));

		advance_ms(1);
		assert_ok!(in_pool("merchant", "pay"));
		assert_eq!(Consortium::quota_used(BANK_A), BUCKET - FILL / 1_000);
	});
}

#[test]
fn what_was_pooled_in_time_may_overdraw_by_one_bucket_in_a_block() {
	World::new().run(|| {
		assert_ok!(pay("merchant", BUCKET));
		assert_ok!(pay("merchant", BUCKET - 1));
		assert_ok!(pay("merchant", 1));
		assert_eq!(pay("merchant", 1).unwrap_err(), EMPTY);
		assert_eq!(Consortium::quota_used(BANK_A), 2 * BUCKET);
	});
}

#[test]
fn a_flood_of_payments_keeps_nobody_from_voting_or_settling() {
	World::new().run(|| {
		assert_ok!(pay("merchant", BUCKET));
		assert_ok!(pay("merchant", BUCKET));
		assert_eq!(in_pool("bank-a", "pay").unwrap_err(), EMPTY);

		for word in ["governance", "clearing"] {
			assert_ok!(in_pool("bank-a", word));
		}
		assert_ok!(in_block("bank-a", "governance", BUCKET, BUCKET));
		// Even these have an end.
		for word in ["governance", "clearing"] {
			assert_eq!(in_pool("bank-a", word).unwrap_err(), EMPTY);
			assert_ok!(in_block("bank-a", word, BUCKET / 2, BUCKET / 2));
		}
		let more = in_block("bank-a", "governance", 1, 1);
		assert_eq!(more.unwrap_err(), EMPTY);
	});
}

#[test]
fn governance_comes_before_clearing_and_clearing_before_payments() {
	World::new().run(|| {
		// However much its sponsor has used, and however little another one has.
		assert_ok!(pay("merchant", BUCKET - 1));
		assert!(priority("bank-a", "governance") > priority("bank-b", "clearing"));
		assert!(priority("bank-a", "clearing") > priority("bank-b", "pay"));
	});
}

#[test]
fn within_a_class_who_used_less_comes_first() {
	World::new().run(|| {
		let unused = priority("bank-a", "pay");
		assert_ok!(pay("merchant", BUCKET / 2));
		let half = priority("bank-a", "pay");
		assert_ok!(pay("merchant", BUCKET / 4));
		let quarter = priority("bank-a", "pay");

		assert!(unused > half && half > quarter);
		assert_eq!(priority("bank-b", "pay"), unused);
		assert_eq!(unused - half, 500_000);
	});
}

#[test]
fn a_clock_that_stands_or_goes_back_gives_nothing_back() {
	let bucket = Bucket { used: 10, at: Moment(5_000) };
	assert_eq!(bucket.settled(Moment(5_000), 4), bucket);
	assert_eq!(bucket.settled(Moment(4_000), 4), bucket);
	let later = Bucket { used: 6, at: Moment(6_000) };
	assert_eq!(bucket.settled(Moment(6_000), 4), later);
	let empty = Bucket { used: 0, at: Moment(u64::MAX) };
	assert_eq!(bucket.settled(Moment(u64::MAX), u64::MAX), empty);
}

#[test]
fn clients_need_not_know_the_check() {
	assert!(CheckAccess::<Test>::new().encode().is_empty());
	type Implicit = <CheckAccess<Test> as TransactionExtension<RuntimeCall>>::Implicit;
	assert_eq!(core::mem::size_of::<(CheckAccess<Test>, Implicit)>(), 0);
}
