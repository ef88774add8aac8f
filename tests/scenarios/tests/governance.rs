// SPDX-License-Identifier: Apache-2.0

//! The banks together: votes, and the closed list of calls as root.

use frame_support::{traits::ConstU32, BoundedVec};
use pallet_clearing::Call as ClearingCall;
use pallet_escrow::Call as EscrowCall;
use pallet_participants::{Call as ParticipantsCall, Error as ParticipantsError};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchError,
};
use split_ledger_primitives::{Commitment, Date, Role, Roles};
use split_ledger_runtime::{Runtime, RuntimeCall};
use split_ledger_scenarios::{bank_key, World, CNY, EAST, NORTH, SOUTH};

type Name = BoundedVec<u8, ConstU32<64>>;

fn as_root(call: impl Into<RuntimeCall>) -> ParticipantsCall<Runtime> {
	ParticipantsCall::as_root { call: Box::new(call.into()) }
}

fn name(pallet: &str, call: &str) -> (Name, Name) {
	let bounded = |text: &str| text.as_bytes().to_vec().try_into().expect("short");
	(bounded(pallet), bounded(call))
}

#[test]
fn three_of_four_banks_pause_payments_and_open_them_again() {
	World::run(|world| {
		let payer = world.buyer(NORTH, "//Payer", 1_000);
		let payee = world.buyer(EAST, "//Payee", 1_000);
		let full_name = name("Escrow", "place");
		let pause = pallet_tx_pause::Call::<Runtime>::pause { full_name: full_name.clone() };
		assert_eq!(world.vote(as_root(pause)), Ok(()));

		let order = world.transfer(&payer, 10, &payee);
		let place = EscrowCall::<Runtime>::place { order };
		let error = world.refused(payer.key, place.clone());
		assert_eq!(error, frame_system::Error::<Runtime>::CallFiltered.into());
		world.close_cycle();

		let unpause = pallet_tx_pause::Call::<Runtime>::unpause { ident: full_name };
		assert_eq!(world.vote(as_root(unpause)), Ok(()));
		world.does(payer.key, place);
	});
}

#[test]
fn root_does_nothing_that_is_not_on_the_closed_list() {
	World::run(|world| {
		let not_listed = Err(ParticipantsError::<Runtime>::NotARootCall.into());
		// It would fill a block, so that not even a vote on it begins.
		let set_code = frame_system::Call::<Runtime>::set_code { code: vec![1, 2, 3] };
		let too_heavy = pallet_collective::Error::<Runtime>::WrongProposalWeight.into();
		assert_eq!(world.vote(as_root(set_code)), Err(too_heavy));
		let keys = vec![b":code".to_vec()];
		let kill_storage = frame_system::Call::<Runtime>::kill_storage { keys };
		assert_eq!(world.vote(as_root(kill_storage)), not_listed);
		let items = vec![(b"key".to_vec(), b"value".to_vec())];
		let set_storage = frame_system::Call::<Runtime>::set_storage { items };
		assert_eq!(world.vote(as_root(set_storage)), not_listed);
		let remark = frame_system::Call::<Runtime>::remark { remark: vec![0; 100] };
		assert_eq!(world.vote(as_root(remark.clone())), not_listed);
		assert_eq!(world.vote(as_root(as_root(remark))), not_listed);
		let join = ClearingCall::<Runtime>::join { currency: CNY };
		assert_eq!(world.vote(as_root(join)), not_listed);
	});
}

#[test]
fn the_way_out_of_a_pause_cannot_be_paused() {
	World::run(|world| {
		for (pallet, call) in [
			("Council", "vote"),
			("Participants", "as_root"),
			("Participants", "act_as_bank"),
			("Clearing", "close_cycle"),
			("Timestamp", "set"),
		] {
			let full_name = name(pallet, call);
			let pause = pallet_tx_pause::Call::<Runtime>::pause { full_name };
			let refused = Err(pallet_tx_pause::Error::<Runtime>::Unpausable.into());
			assert_eq!(world.vote(as_root(pause)), refused, "{pallet}.{call}");
		}
	});
}

#[test]
fn two_of_four_banks_decide_nothing() {
	World::run(|world| {
		let admit = ParticipantsCall::<Runtime>::admit {
			roles: Roles::of(&[Role::Bank]),
			commitment: Commitment([1; 32]),
			review: Date(world.today().0 + 1),
			keys: Default::default(),
		};
		let outcome = world.vote_by(&[NORTH, EAST], admit);
		assert_eq!(outcome, Err(DispatchError::BadOrigin));
	});
}

#[test]
fn a_fifth_bank_comes_in_by_vote_and_votes() {
	World::run(|world| {
		let id = world.admit(Role::Bank, "//Fifth");
		assert_eq!(world.active_banks().len(), 5);
		let join = ClearingCall::<Runtime>::join { currency: CNY };
		world.does("//Fifth", join);
		let outcome = world.vote_by(&[NORTH, EAST, SOUTH], as_root_of_nothing());
		assert_eq!(outcome, Err(DispatchError::BadOrigin), "three of five");
		assert!(id.0 > 3);
	});
}

fn as_root_of_nothing() -> ParticipantsCall<Runtime> {
	as_root(frame_system::Call::<Runtime>::remark { remark: vec![] })
}

#[test]
fn what_the_allow_list_leaves_out_is_refused_to_a_bank_in_every_wrapping() {
	World::run(|world| {
		let remark = frame_system::Call::<Runtime>::remark { remark: vec![0; 1_000] };
		let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
		assert_eq!(world.refused(bank_key(NORTH), remark.clone()), filtered);
		let call = Box::new(RuntimeCall::from(remark));
		let wrapped = ParticipantsCall::<Runtime>::act_as_bank { call: call.clone() };
		assert_eq!(world.refused(bank_key(NORTH), wrapped.clone()), filtered);
		let call = Box::new(RuntimeCall::from(wrapped));
		let twice = ParticipantsCall::<Runtime>::act_as_bank { call };
		let nested = ParticipantsError::<Runtime>::NestedCall.into();
		assert_eq!(world.refused(bank_key(NORTH), twice), nested);
	});
}

#[test]
fn new_code_comes_only_by_its_hash_and_by_vote() {
	World::run(|world| {
		let code = vec![0, 1, 2, 3];
		let code_hash = BlakeTwo256::hash(&code);
		let apply = frame_system::Call::<Runtime>::apply_authorized_upgrade { code };
		let nothing = frame_system::Error::<Runtime>::NothingAuthorized.into();
		assert_eq!(world.refused(bank_key(NORTH), apply), nothing);

		let authorize = frame_system::Call::<Runtime>::authorize_upgrade { code_hash };
		assert_eq!(world.vote(as_root(authorize)), Ok(()));
		let other = frame_system::Call::<Runtime>::apply_authorized_upgrade { code: vec![9] };
		let wrong = frame_system::Error::<Runtime>::Unauthorized.into();
		assert_eq!(world.refused(bank_key(NORTH), other), wrong);
	});
}
