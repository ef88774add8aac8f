// SPDX-License-Identifier: Apache-2.0

use crate::{codes, extensions::NONCE_WINDOW, mock::*, CheckNonce};
use codec::Encode;
use frame::{
	deps::sp_runtime::transaction_validity::{
		InvalidTransaction, TransactionSource::External, TransactionValidityError as Refusal,
		UnknownTransaction, ValidTransaction,
	},
	testing_prelude::*,
};

fn validate(name: &str, nonce: u32) -> Result<ValidTransaction, Refusal> {
	CheckNonce::<Test>::from(nonce)
		.validate_only(signed(name), &remark("pay"), &Default::default(), 0, External, 0)
		.map(|(validity, ..)| validity)
}

fn use_up(name: &str, nonce: u32) -> Result<(), Refusal> {
	CheckNonce::<Test>::from(nonce)
		.validate_and_prepare(signed(name), &remark("pay"), &Default::default(), 0, 0)
		.map(|_| ())
}

#[test]
fn a_key_without_a_coin_is_accepted_from_its_first_transaction_on() {
	World::new().run(|| {
		assert_ok!(validate("merchant", 0));
		assert_ok!(use_up("merchant", 0));
		assert_eq!(System::account_nonce(key("merchant")), 1);
	});
}

#[test]
fn a_stranger_is_refused_as_by_the_stock_check() {
	World::new().run(|| {
		let payment = Refusal::Invalid(InvalidTransaction::Payment);
		assert_eq!(validate("stranger", 0).unwrap_err(), payment);
	});
}

#[test]
fn the_window_is_sixty_four_nonces_wide() {
	World::new().run(|| {
		assert_ok!(use_up("merchant", 0));
		let last = 1 + NONCE_WINDOW;
		assert_eq!(NONCE_WINDOW, 64);

		assert_ok!(validate("merchant", last));
		let too_far = Refusal::Unknown(UnknownTransaction::Custom(codes::NONCE_TOO_FAR));
		assert_eq!(validate("merchant", last + 1).unwrap_err(), too_far);

		// The same transaction is good as soon as the window has moved on.
		assert_ok!(use_up("merchant", 1));
		assert_ok!(validate("merchant", last + 1));
	});
}

#[test]
fn the_window_does_not_wrap_at_the_end_of_the_count() {
	World::new().run(|| {
		frame_system::Account::<Test>::mutate(key("merchant"), |account| {
			account.nonce = u32::MAX - 1;
		});
		assert_ok!(validate("merchant", u32::MAX));
	});
}

#[test]
fn a_transaction_counts_once_and_never_again_after_its_key_was_revoked() {
	World::new().run(|| {
		assert_ok!(use_up("merchant", 0));
		let stale = Refusal::Invalid(InvalidTransaction::Stale);
		assert_eq!(use_up("merchant", 0).unwrap_err(), stale);

		assert_ok!(Consortium::revoke_key(signed("bank-a"), key("merchant")));
		assert_eq!(use_up("merchant", 0).unwrap_err(), stale);
	});
}

#[test]
fn an_account_that_lost_its_consumers_keeps_its_nonce() {
	World::new().run(|| {
		assert_ok!(use_up("merchant", 0));
		assert_ok!(System::inc_consumers(&key("merchant")));
		System::dec_consumers(&key("merchant"));
		assert_eq!(System::account_nonce(key("merchant")), 1);
		assert_eq!(System::providers(&key("merchant")), 1);
	});
}

#[test]
fn clients_see_the_stock_check() {
	type Stock = frame_system::CheckNonce<Test>;
	type Ours = CheckNonce<Test>;
	for nonce in [0, 63, 64, 16_384, u32::MAX] {
		assert_eq!(Ours::from(nonce).encode(), Stock::from(nonce).encode());
	}
	assert_eq!(
		<Ours as TransactionExtension<RuntimeCall>>::IDENTIFIER,
		<Stock as TransactionExtension<RuntimeCall>>::IDENTIFIER
	);
	let ours = <Ours as TransactionExtension<RuntimeCall>>::metadata();
	let stock = <Stock as TransactionExtension<RuntimeCall>>::metadata();
	assert_eq!((ours[0].ty, ours[0].implicit), (stock[0].ty, stock[0].implicit));
}
