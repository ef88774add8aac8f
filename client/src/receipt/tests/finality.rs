// SPDX-License-Identifier: Apache-2.0

//! Who must have voted for what.

use super::{super::*, world::*};
use codec::Encode;
use ed25519_zebra::SigningKey;

fn verdict(world: &World, votes: &[Vote]) -> anyhow::Result<Votes> {
	let receipt = world.receipt(justification(world.target(), votes, &[]));
	verify(&receipt, &world.authorities()).map(|proven| proven.block.votes)
}

fn why(result: anyhow::Result<impl std::fmt::Debug>) -> String {
	format!("{:#}", result.expect_err("it must be refused"))
}

#[test]
fn more_than_two_thirds_must_have_signed() {
	for (voters, enough) in [(1, 1), (3, 3), (4, 3), (6, 5), (7, 5)] {
		let world = World { voters: (1..=voters).map(voter).collect(), ..World::new() };
		let votes = |count: usize| -> Vec<Vote> {
			world.voters[..count].iter().map(|voter| vote(voter, world.target(), SET)).collect()
		};
		assert!(verdict(&world, &votes(enough)).is_ok(), "{enough} of {voters}");
		let few = why(verdict(&world, &votes(enough - 1)));
		assert!(few.contains("two thirds"), "{enough} of {voters}: {few}");
	}
}

#[test]
fn a_voter_counts_once_however_often_it_signs() {
	let world = World::new();
	let sign = |voter: &SigningKey| vote(voter, world.target(), SET);
	let twice = [sign(&world.voters[0]), sign(&world.voters[1]), sign(&world.voters[1])];
	assert!(why(verdict(&world, &twice)).contains("2 of 4"));
	let all = [&twice[..], &[sign(&world.voters[2])]].concat();
	assert_eq!(verdict(&world, &all).ok(), Some(Votes { signed: 3, of: 4 }));
}

#[test]
fn the_weight_of_votes_counts_and_not_their_number() {
	let world = World::new();
	let mut set = set_of(SET, &world.voters);
	set.authorities[3].weight = 4;
	let mut authorities = Authorities::of(GENESIS);
	authorities.add(set).expect("a set");
	assert!(why(verify(&world.receipt_of(3), &authorities)).contains("3 of 7"));
	assert!(verify(&world.receipt_of(4), &authorities).is_ok());
}

#[test]
fn votes_of_strangers_and_of_other_sets_rounds_or_blocks_are_refused() {
	let world = World::new();
	let sign = |voter: &SigningKey| vote(voter, world.target(), SET);
	let good: Vec<Vote> = world.voters[..3].iter().map(sign).collect();
	let with = |other: Vote| verdict(&world, &[&good[..], &[other]].concat());
	assert!(why(with(sign(&voter(9)))).contains("none of set 7"));
	let of_other_set = vote(&world.voters[3], world.target(), SET + 1);
	assert!(why(with(of_other_set)).contains("not one for set 7"));
	let (target, signature, _) = sign(&world.voters[2]);
	assert!(why(with((target, signature, key_of(&world.voters[3])))).contains("not one for set"));
	let elsewhere = vote(&world.voters[3], ([8; 32], BLOCK + 2), SET);
	assert!(why(with(elsewhere)).contains("does not lead"));
	// Another round, or another block as the target of the whole.
	let (target, votes) = (world.target(), good.clone());
	let of_round = (ROUND + 1, target, votes, Vec::<u8>::new()).encode();
	assert!(verify(&world.receipt(of_round), &world.authorities()).is_err());
	let of_block = justification(([8; 32], BLOCK + 2), &good, &[]);
	let said = why(verify(&world.receipt(of_block), &world.authorities()));
	assert!(said.contains("another block"), "{said}");
}

#[test]
fn votes_for_later_blocks_count_where_their_headers_lead_to_the_block() {
	let world = World::new();
	let target = world.target();
	let above = line_of(target.1 + 1, target.0, [5; 32], 2);
	let top = (hash_of(&above[1]), target.1 + 2);
	let votes: Vec<Vote> = [(0, target), (1, top), (2, top)]
		.map(|(place, target)| vote(&world.voters[place], target, SET))
		.to_vec();
	let with = |ancestries| {
		let receipt = world.receipt(justification(target, &votes, ancestries));
		verify(&receipt, &world.authorities())
	};
	assert!(with(&above).is_ok());
	assert!(why(with(&above[..1])).contains("does not lead"));
	assert!(why(with(&above[1..])).contains("does not lead"));
	let more = [&above[..], &line_of(90, [1; 32], [2; 32], 1)].concat();
	assert!(why(with(&more)).contains("no vote needs"));
	let twice = [&above[..], &above[..1]].concat();
	assert!(why(with(&twice)).contains("no vote needs"));
}

#[test]
fn a_vote_that_names_the_wrong_number_is_refused() {
	let world = World::new();
	let target = world.target();
	let above = line_of(target.1 + 1, target.0, [5; 32], 1);
	let mut votes: Vec<Vote> =
		world.voters[..2].iter().map(|voter| vote(voter, target, SET)).collect();
	votes.push(vote(&world.voters[2], (hash_of(&above[0]), target.1 + 5), SET));
	let receipt = world.receipt(justification(target, &votes, &above));
	assert!(why(verify(&receipt, &world.authorities())).contains("another number"));
}

#[test]
fn headers_must_follow_each_other() {
	let world = World::new();
	let refused = |turn: &dyn Fn(&mut Vec<document::Bytes>)| {
		let mut receipt = world.receipt_of(4);
		turn(&mut receipt.finality.headers);
		why(verify(&receipt, &world.authorities()))
	};
	assert!(refused(&|headers| headers.swap(0, 1)).contains("does not follow"));
	assert!(refused(&|headers| drop(headers.remove(1))).contains("does not follow"));
	assert!(refused(&|headers| drop(headers.pop())).contains("another block"));
	assert!(refused(&|headers| headers.clear()).contains("no header"));
	// The block behind has another state: nothing of the first one is proved in it.
	assert!(refused(&|headers| drop(headers.remove(0))).contains("no node of the hash"));
}

#[test]
fn another_chain_and_an_unknown_set_are_named() {
	let world = World::new();
	let receipt = world.receipt_of(4);
	let mut other = Authorities::of([1; 32]);
	other.add(set_of(SET, &world.voters)).expect("a set");
	assert!(why(verify(&receipt, &other)).contains("another chain"));
	// Who names the other chain in the receipt as well is betrayed by the state.
	let mut renamed = receipt.clone();
	renamed.genesis = [1; 32];
	assert!(why(verify(&renamed, &other)).contains("another chain"));

	let mut later = Authorities::of(GENESIS);
	later.add(set_of(SET + 1, &world.voters)).expect("a set");
	assert!(why(verify(&receipt, &later)).contains("no set 7"));
	let mut claimed = receipt;
	claimed.finality.set = SET + 1;
	assert!(why(verify(&claimed, &later)).contains("not one for set 8"));
}

#[test]
fn a_set_has_no_vote_on_blocks_of_another_one() {
	let world = World::new();
	let receipt = world.receipt_of(4);
	let last = BLOCK + 2;
	let beside = |told_at, id| {
		let mut authorities = Authorities::of(GENESIS);
		authorities.add(set_told_at(last - 20, SET, &world.voters)).expect("a set");
		authorities.add(set_told_at(told_at, id, &[voter(20)])).expect("a set beside it");
		verify(&receipt, &authorities)
	};
	assert!(beside(last, SET + 1).is_ok());
	assert!(why(beside(last - 1, SET + 1)).contains("set 8 was in office"));
	assert!(beside(last - 21, SET - 1).is_ok());

	// The set itself was told behind the block: an earlier one was in office before it, or still then.
	let earlier = |told_at| {
		let mut authorities = Authorities::of(GENESIS);
		authorities.add(set_told_at(last + 9, SET, &world.voters)).expect("a set");
		authorities.add(set_told_at(told_at, SET - 1, &[voter(20)])).expect("a set beside it");
		verify(&receipt, &authorities)
	};
	assert!(earlier(last - 1).is_ok());
	assert!(why(earlier(last)).contains("set 6 was in office"));
}
