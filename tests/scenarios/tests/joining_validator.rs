// SPDX-License-Identifier: Apache-2.0

//! Banks begin and cease to validate (INV-VAL-1): who makes blocks and who votes on finality follows
//! the consortium's decision two sessions later.

use codec::Encode;
use pallet_participants::{Call as ParticipantsCall, Error as ParticipantsError};
use pallet_session::{Call as SessionCall, Error as SessionError};
use sp_consensus_aura::runtime_decl_for_aura_api::AuraApiV1;
use sp_core::{ed25519, proof_of_possession::statement_of_ownership, sr25519, Pair};
use sp_runtime::DispatchResult;
use split_ledger_primitives::{BankIndex, BankStatus, ParticipantId, Role};
use split_ledger_runtime::{
	configs::SESSION_BLOCKS, AccountId, Block, Grandpa, Participants, Runtime, RuntimeCall,
	Session, SessionKeys,
};
use split_ledger_scenarios::{bank_id, World, BANKS, EAST, NORTH, SOUTH, WEST};

/// The bank that comes in, and its key.
const FIFTH: BankIndex = BankIndex(4);
const KEY: &str = "//Fifth";

/// The consensus keys that a node holds.
struct Node {
	aura: sr25519::Pair,
	grandpa: ed25519::Pair,
}

impl Node {
	fn named(name: &str) -> Self {
		let aura = sr25519::Pair::from_string(name, None).expect("a derivation path");
		let grandpa = ed25519::Pair::from_string(name, None).expect("a derivation path");
		Self { aura, grandpa }
	}

	fn keys(&self) -> SessionKeys {
		SessionKeys { aura: self.aura.public().into(), grandpa: self.grandpa.public().into() }
	}

	/// Shows to whom the node's keys belong.
	fn proof(&self, owner: &AccountId) -> Vec<u8> {
		let statement = statement_of_ownership(&owner.encode());
		(self.aura.sign(&statement), self.grandpa.sign(&statement)).encode()
	}

	/// The call that registers the keys, with a proof that they are the owner's.
	fn set_keys(&self, owner: ParticipantId) -> SessionCall<Runtime> {
		let owner = Participants::bank_account(owner);
		SessionCall::set_keys { keys: self.keys(), proof: self.proof(&owner) }
	}
}

fn validator(bank: BankIndex, validates: bool) -> ParticipantsCall<Runtime> {
	ParticipantsCall::set_validator { bank, validates }
}

/// Lets the fifth bank make a call in its own name.
fn fifth_acts(world: &mut World, call: impl Into<RuntimeCall>) -> DispatchResult {
	let call = Box::new(call.into());
	world.send(KEY, ParticipantsCall::<Runtime>::act_as_bank { call })
}

/// The consensus keys that count now, and how often those of finality changed.
fn authorities(world: &mut World) -> (Vec<SessionKeys>, u64) {
	world.state(|| {
		let aura = <Runtime as AuraApiV1<Block, _>>::authorities();
		let grandpa = Grandpa::grandpa_authorities();
		assert_eq!(aura.len(), grandpa.len());
		assert_eq!(aura.len(), Session::validators().len());
		let both = aura.into_iter().zip(grandpa);
		let keys = both.map(|(aura, (grandpa, _))| SessionKeys { aura, grandpa });
		(keys.collect(), Grandpa::current_set_id())
	})
}

/// The keys of the preset's nodes: each bank's node has the seed of its bank.
fn of_banks(banks: &[BankIndex]) -> Vec<SessionKeys> {
	banks.iter().map(|bank| Node::named(BANKS[usize::from(bank.0)]).keys()).collect()
}

/// Makes blocks until the session ends.
fn end_session(world: &mut World) {
	let last = world.block().next_multiple_of(SESSION_BLOCKS);
	while world.block() <= last {
		world.advance(1);
	}
	world.check_all();
}

#[test]
fn a_bank_that_comes_in_validates_two_sessions_after_the_vote_and_not_before() {
	World::bare(|world| {
		let four = of_banks(&[NORTH, EAST, SOUTH, WEST]);
		let id = world.admit(Role::Bank, KEY);
		let without_keys = world.vote(validator(FIFTH, true));
		assert_eq!(without_keys, Err(ParticipantsError::<Runtime>::NoSessionKeys.into()));
		let node = Node::named("//Fifth//Node");
		assert_eq!(fifth_acts(world, node.set_keys(id)), Ok(()));
		assert_eq!(world.vote(validator(FIFTH, true)), Ok(()));
		let (keys, set) = authorities(world);
		assert_eq!(keys, four);

		end_session(world);
		assert_eq!(authorities(world), (four.clone(), set));
		end_session(world);
		let five = [four, vec![node.keys()]].concat();
		assert_eq!(authorities(world), (five.clone(), set + 1));

		// Where nothing changes, no new set of finality begins.
		end_session(world);
		assert_eq!(authorities(world), (five, set + 1));
	});
}

#[test]
fn keys_alone_make_no_validator() {
	World::bare(|world| {
		let id = world.admit(Role::Bank, KEY);
		assert_eq!(fifth_acts(world, Node::named("//Fifth//Node").set_keys(id)), Ok(()));
		let before = authorities(world);
		end_session(world);
		end_session(world);
		assert_eq!(authorities(world), before);
	});
}

#[test]
fn keys_are_registered_only_by_whoever_holds_them_and_once() {
	World::bare(|world| {
		let id = world.admit(Role::Bank, KEY);
		let node = Node::named("//Fifth//Node");
		// A proof made for another bank, or of another node's keys, shows nothing.
		let stolen = fifth_acts(world, node.set_keys(bank_id(NORTH)));
		assert_eq!(stolen, Err(SessionError::<Runtime>::InvalidProof.into()));
		let owner = Participants::bank_account(id);
		let proof = Node::named("//Another").proof(&owner);
		let others = fifth_acts(world, SessionCall::set_keys { keys: node.keys(), proof });
		assert_eq!(others, Err(SessionError::<Runtime>::InvalidProof.into()));
		// The keys of a bank that validates are taken, whoever holds them.
		let taken = fifth_acts(world, Node::named(BANKS[0]).set_keys(id));
		assert_eq!(taken, Err(SessionError::<Runtime>::DuplicatedKey.into()));

		assert_eq!(fifth_acts(world, node.set_keys(id)), Ok(()));
	});
}

#[test]
fn a_validator_exchanges_its_keys_and_signs_with_the_new_ones_two_sessions_later() {
	World::bare(|world| {
		let node = Node::named("//West//New");
		let (_, set) = authorities(world);
		assert_eq!(world.act_as_bank(WEST, node.set_keys(bank_id(WEST))), Ok(()));

		end_session(world);
		assert_eq!(authorities(world), (of_banks(&[NORTH, EAST, SOUTH, WEST]), set));
		end_session(world);
		let exchanged = [of_banks(&[NORTH, EAST, SOUTH]), vec![node.keys()]].concat();
		assert_eq!(authorities(world), (exchanged, set + 1));
	});
}

#[test]
fn a_bank_ceases_to_validate_two_sessions_after_the_vote_and_can_begin_again() {
	World::bare(|world| {
		let four = of_banks(&[NORTH, EAST, SOUTH, WEST]);
		let (_, set) = authorities(world);
		assert_eq!(world.vote(validator(EAST, false)), Ok(()));

		end_session(world);
		assert_eq!(authorities(world), (four.clone(), set));
		end_session(world);
		assert_eq!(authorities(world), (of_banks(&[NORTH, SOUTH, WEST]), set + 1));
		// It is a bank as before: it votes, and its keys are still registered.
		assert_eq!(world.active_banks(), [NORTH, EAST, SOUTH, WEST]);

		assert_eq!(world.vote(validator(EAST, true)), Ok(()));
		end_session(world);
		end_session(world);
		assert_eq!(authorities(world), (four, set + 2));
	});
}

#[test]
fn a_bank_in_run_off_validates_no_more_from_the_session_after_the_next_on() {
	World::bare(|world| {
		let (_, set) = authorities(world);
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));
		let again = world.vote(validator(WEST, true));
		assert_eq!(again, Err(ParticipantsError::<Runtime>::BankNotActive.into()));

		end_session(world);
		end_session(world);
		assert_eq!(authorities(world), (of_banks(&[NORTH, EAST, SOUTH]), set + 1));
	});
}

#[test]
fn the_last_validator_stays() {
	World::of("development", |world| {
		let before = authorities(world);
		let refused = Err(ParticipantsError::<Runtime>::TooFewValidators.into());
		assert_eq!(world.vote(validator(NORTH, false)), refused);
		assert_eq!(world.set_bank_status(NORTH, BankStatus::RunOff), refused);
		end_session(world);
		end_session(world);
		assert_eq!(authorities(world), before);
	});
}
