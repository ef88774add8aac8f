// SPDX-License-Identifier: Apache-2.0

//! The banks together: votes, and the closed list of calls as root.

use frame_support::{traits::ConstU32, BoundedVec};
use pallet_clearing::{Call as ClearingCall, Error as ClearingError};
use pallet_escrow::Call as EscrowCall;
use pallet_participants::{Call as ParticipantsCall, Error as ParticipantsError};
use sp_runtime::{
	traits::{BlakeTwo256, Dispatchable, Hash},
	DispatchError,
};
use split_ledger_primitives::{
	limits::{BANKS_MAX, CURRENCIES_MAX},
	BankIndex, BankStatus, Commitment, Currency, Date, ParticipantId, Role, Roles, Scopes,
};
use split_ledger_runtime::{Clearing, Runtime, RuntimeCall, RuntimeOrigin};
use split_ledger_scenarios::{account, bank_id, bank_key, World, CNY, EAST, NORTH, SOUTH};

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

/// The call to admit a bank.
fn admission(world: &mut World, key: &str) -> ParticipantsCall<Runtime> {
	ParticipantsCall::admit {
		roles: Roles::of(&[Role::Bank]),
		commitment: Commitment([1; 32]),
		review: Date(world.today().0 + 365),
		keys: vec![(account(key), Scopes::ALL)].try_into().expect("one key"),
	}
}

/// What the banks decide many times, without the transactions of a vote.
fn decided(world: &mut World, call: impl Into<RuntimeCall>) {
	let origin = RuntimeOrigin::from(pallet_collective::RawOrigin::Members(4, 4));
	let call = call.into();
	let outcome = world.state(|| call.clone().dispatch(origin));
	assert!(outcome.is_ok(), "{outcome:?} {call:?}");
}

#[test]
fn a_vote_for_a_bank_that_nobody_knows_or_for_the_65th_decides_nothing() {
	World::run(|world| {
		let (unknown, status) = (BankIndex(4), BankStatus::RunOff);
		let not_known = Err(ParticipantsError::<Runtime>::UnknownBank.into());
		let run_off = |bank| ParticipantsCall::<Runtime>::set_bank_status { bank, status };
		assert_eq!(world.vote(run_off(unknown)), not_known);
		let validate = ParticipantsCall::set_validator { bank: unknown, validates: true };
		assert_eq!(world.vote(validate), not_known);

		// Each of the others begins to leave at once, so that the first four go on deciding.
		for place in 4..BANKS_MAX as u8 {
			let admit = admission(world, &format!("//Bank{place}"));
			decided(world, admit);
			decided(world, run_off(BankIndex(place)));
		}

		let one_more = admission(world, "//OneMore");
		let too_many = Err(ParticipantsError::<Runtime>::TooManyBanks.into());
		assert_eq!(world.vote(one_more), too_many);
		assert_eq!(world.active_banks().len(), 4);
	});
}

#[test]
fn a_vote_for_a_currency_that_there_is_or_cannot_be_decides_nothing() {
	World::run(|world| {
		let agent = world.state(Clearing::currencies)[0].agent;
		let open = |currency, agent, exponent| {
			let (currency, cycle_ms) = (Currency(currency), 0);
			ClearingCall::<Runtime>::open_currency { currency, agent, exponent, cycle_ms }
		};
		let refused = |error: ClearingError<Runtime>| Err(error.into());
		let again = world.vote(open(CNY.0, agent, 2));
		assert_eq!(again, refused(ClearingError::CurrencyExists));
		let fine = world.vote(open(840, agent, pallet_clearing::EXPONENT_MAX + 1));
		assert_eq!(fine, refused(ClearingError::ExponentTooLarge));
		for agent in [bank_id(NORTH), ParticipantId(90_000)] {
			let by_another = world.vote(open(840, agent, 2));
			assert_eq!(by_another, refused(ClearingError::NotASettlementAgent));
		}

		for number in 1..CURRENCIES_MAX as u16 {
			decided(world, open(number, agent, pallet_clearing::EXPONENT_MAX));
		}

		let too_many = world.vote(open(840, agent, 2));
		assert_eq!(too_many, refused(ClearingError::TooManyCurrencies));
		assert_eq!(world.state(Clearing::currencies).len(), CURRENCIES_MAX as usize);
	});
}
