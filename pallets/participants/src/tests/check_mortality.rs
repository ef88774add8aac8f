// SPDX-License-Identifier: Apache-2.0

use crate::{codes, mock::*, CheckMortality};
use codec::Encode;
use frame::{
	deps::sp_runtime::{
		generic::Era,
		transaction_validity::{
			InvalidTransaction, TransactionSource::External, TransactionValidityError as Refusal,
			ValidTransaction,
		},
	},
	testing_prelude::*,
};

fn validate(era: Era) -> Result<ValidTransaction, Refusal> {
	CheckMortality::<Test>::from(era)
		.validate_only(signed("merchant"), &remark("pay"), &Default::default(), 0, External, 0)
		.map(|(validity, ..)| validity)
}

fn at_block(number: u32) {
	System::set_block_number(number);
	frame_system::BlockHash::<Test>::insert(number, H256::repeat_byte(7));
}

#[test]
fn a_mortal_transaction_lives_until_its_era_ends() {
	World::new().run(|| {
		at_block(17);
		assert_eq!(validate(Era::mortal(16, 17)).unwrap().longevity, 16);
	});
}

#[test]
fn an_immortal_transaction_is_refused() {
	World::new().run(|| {
		frame_system::BlockHash::<Test>::insert(0, H256::repeat_byte(7));
		let immortal = Refusal::Invalid(InvalidTransaction::Custom(codes::IMMORTAL));
		assert_eq!(validate(Era::Immortal).unwrap_err(), immortal);
	});
}

#[test]
fn an_era_that_ended_is_refused_as_by_the_stock_check() {
	World::new().run(|| {
		at_block(17);
		let ancient = Refusal::Invalid(InvalidTransaction::AncientBirthBlock);
		assert_eq!(validate(Era::mortal(4, 2)).unwrap_err(), ancient);
	});
}

#[test]
fn clients_see_the_stock_check() {
	type Stock = frame_system::CheckMortality<Test>;
	type Ours = CheckMortality<Test>;
	World::new().run(|| {
		at_block(17);
		let era = Era::mortal(64, 17);
		assert_eq!(Ours::from(era).encode(), Stock::from(era).encode());
		assert_eq!(
			TransactionExtension::<RuntimeCall>::implicit(&Ours::from(era)),
			TransactionExtension::<RuntimeCall>::implicit(&Stock::from(era))
		);
	});
	assert_eq!(
		<Ours as TransactionExtension<RuntimeCall>>::IDENTIFIER,
		<Stock as TransactionExtension<RuntimeCall>>::IDENTIFIER
	);
	let ours = <Ours as TransactionExtension<RuntimeCall>>::metadata();
	let stock = <Stock as TransactionExtension<RuntimeCall>>::metadata();
	assert_eq!((ours[0].ty, ours[0].implicit), (stock[0].ty, stock[0].implicit));
}
