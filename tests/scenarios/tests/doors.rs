// SPDX-License-Identifier: Apache-2.0

//! What is refused before any call runs, with the documented codes.

use pallet_escrow::Call as EscrowCall;
use pallet_participants::{
	codes::{IMMORTAL, KEY_REVOKED, NONCE_TOO_FAR, UNKNOWN_KEY},
	Call as ParticipantsCall,
};
use sp_runtime::{
	generic::Era,
	transaction_validity::{InvalidTransaction, TransactionValidityError, UnknownTransaction},
	DispatchError, MultiSignature,
};
use split_ledger_primitives::Scopes;
use split_ledger_runtime::{Runtime, RuntimeCall, UncheckedExtrinsic};
use split_ledger_scenarios::{account, bank_key, Customer, World, EAST, NORTH};

const fn invalid(code: u8) -> TransactionValidityError {
	TransactionValidityError::Invalid(InvalidTransaction::Custom(code))
}

const fn unknown(code: u8) -> TransactionValidityError {
	TransactionValidityError::Unknown(UnknownTransaction::Custom(code))
}

fn payment(world: &mut World) -> (Customer, RuntimeCall) {
	let payer = world.buyer(NORTH, "//Payer", 1_000);
	let payee = world.buyer(EAST, "//Payee", 0x100);
	let order = world.transfer(&payer, 10, &payee);
	(payer, EscrowCall::<Runtime>::place { order }.into())
}

/// The pool and the block refuse a transaction alike, and nothing changes.
fn refused_everywhere(
	world: &mut World,
	extrinsic: UncheckedExtrinsic,
	why: TransactionValidityError,
) {
	let before = world.snapshot();
	assert_eq!(world.pool(extrinsic.clone()), Err(why));
	assert_eq!(world.apply(extrinsic), Err(why));
	assert!(world.snapshot() == before, "{why:?} left a trace");
}

#[test]
fn a_transaction_without_an_end_is_refused() {
	World::run(|world| {
		let (payer, call) = payment(world);
		let nonce = world.nonce(payer.key);
		let immortal = world.signed_with(payer.key, call, nonce, Era::Immortal);
		refused_everywhere(world, immortal, invalid(IMMORTAL));
	});
}

#[test]
fn a_transaction_whose_time_is_over_is_refused() {
	World::run(|world| {
		let (payer, call) = payment(world);
		let signed = world.signed(payer.key, call);
		for _ in 0..65 {
			world.advance(1);
		}
		assert!(world.pool(signed.clone()).is_err());
		assert!(world.apply(signed).is_err());
	});
}

#[test]
fn a_key_that_nobody_registered_is_refused() {
	World::run(|world| {
		let (_, call) = payment(world);
		let stranger = world.signed("//Stranger", call.clone());
		refused_everywhere(world, stranger, invalid(UNKNOWN_KEY));
		// One with a provider reference, which alone lets a key sign on the stock chain.
		let _ = world.state(|| split_ledger_runtime::System::inc_providers(&account("//Stranger")));
		let stranger = world.signed("//Stranger", call);
		refused_everywhere(world, stranger, invalid(UNKNOWN_KEY));
	});
}

#[test]
fn a_nonce_is_at_most_sixty_four_ahead_and_the_same_bytes_are_good_later() {
	World::run(|world| {
		let (payer, call) = payment(world);
		let nonce = world.nonce(payer.key);
		let era = Era::mortal(256, (world.block() - 1).into());
		let near = world.signed_with(payer.key, call.clone(), nonce + 64, era);
		let far = world.signed_with(payer.key, call.clone(), nonce + 65, era);
		assert!(world.pool(near).is_ok());
		let why = unknown(NONCE_TOO_FAR);
		assert_eq!(world.pool(far.clone()), Err(why));
		world.does(payer.key, call);
		assert!(world.pool(far).is_ok());
	});
}

#[test]
fn a_revoked_key_signs_nothing_and_what_it_signed_cannot_be_replayed() {
	World::run(|world| {
		let (payer, call) = payment(world);
		let used = world.signed(payer.key, call.clone());
		assert_eq!(world.apply(used.clone()), Ok(Ok(())));
		let unused = world.signed(payer.key, call.clone());
		let key = account(payer.key);
		world.does(bank_key(NORTH), ParticipantsCall::<Runtime>::revoke_key { key: key.clone() });

		refused_everywhere(world, unused, invalid(KEY_REVOKED));
		assert!(world.apply(used.clone()).is_err());
		let (participant, scopes) = (payer.id, Scopes::ALL);
		let again = ParticipantsCall::<Runtime>::add_key { participant, key, scopes };
		let error = world.refused(bank_key(NORTH), again);
		assert_eq!(error, pallet_participants::Error::<Runtime>::KeyGone.into());
		assert!(world.apply(used).is_err());
		assert_eq!(world.nonce(payer.key), 1);
	});
}

#[test]
fn one_transaction_is_taken_once() {
	World::run(|world| {
		let (payer, call) = payment(world);
		let signed = world.signed(payer.key, call);
		assert_eq!(world.apply(signed.clone()), Ok(Ok(())));
		let stale = TransactionValidityError::Invalid(InvalidTransaction::Stale);
		refused_everywhere(world, signed, stale);
	});
}

#[test]
fn a_signature_of_another_key_and_a_call_without_signature_are_refused() {
	World::run(|world| {
		let (payer, call) = payment(world);
		let mut forged = world.signed("//Thief", call.clone());
		let sp_runtime::generic::Preamble::Signed(address, signature, _) = &mut forged.preamble
		else {
			panic!("it is signed");
		};
		*address = sp_runtime::MultiAddress::Id(account(payer.key));
		assert!(matches!(signature, MultiSignature::Sr25519(_)));
		let bad_proof = TransactionValidityError::Invalid(InvalidTransaction::BadProof);
		refused_everywhere(world, forged, bad_proof);

		// The pool takes nothing unsigned. A dishonest author's block can hold it; it does nothing.
		let bare = UncheckedExtrinsic::new_bare(call);
		let before = world.snapshot();
		assert!(world.pool(bare.clone()).is_err());
		assert_eq!(world.apply(bare), Ok(Err(DispatchError::BadOrigin)));
		assert!(world.snapshot() == before);
	});
}
