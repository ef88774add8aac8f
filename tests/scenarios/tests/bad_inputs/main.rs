// SPDX-License-Identifier: Apache-2.0

//! Thousands of calls that must be refused, each with the error that its clause names, and bytes
//! that are no transactions at all. They change no balance and nothing else but nonces and quotas,
//! and the chain goes on.
//!
//! `SEED` and `ROUNDS` choose another run, or a longer one.

mod bounds;
mod bytes;
mod claims;
mod contents;
mod disputes;
mod errors;
mod full;
mod funders;
mod groups;
mod holds;
mod limits;
mod mandates;
mod milestones;
mod money;
mod orders;
mod people;
mod receivers;
mod returns;
mod states;
mod town;

use codec::{Decode, Encode};
use pallet_escrow::Call as EscrowCall;
use sp_runtime::DispatchError;
use split_ledger_runtime::{Runtime, RuntimeCall, UncheckedExtrinsic};
use split_ledger_scenarios::{Customer, Dice, World, EAST, NORTH};
use std::collections::BTreeMap;
use town::Town;

/// Rounds of the whole table in the normal run: over 2,000 calls.
const ROUNDS: u64 = 9;
/// Tries with bytes in the normal run.
const BYTES_TRIES: u64 = 4_000;

/// A call that must be refused: who signs it, the call, and why it is refused.
pub(crate) struct Bad {
	key: &'static str,
	call: RuntimeCall,
	why: DispatchError,
}

/// A call that must be refused.
pub(crate) fn bad(
	key: &'static str,
	call: impl Into<RuntimeCall>,
	why: impl Into<DispatchError>,
) -> Bad {
	Bad { key, call: call.into(), why: why.into() }
}

/// Every bad call once, with other figures each time.
fn whole_table(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let tables = [
		orders::placements(world, town, dice),
		orders::terms(world, town, dice),
		orders::deals(world, town, dice),
		returns::releases(world, town, dice),
		returns::refunds(world, town, dice),
		returns::returns(world, town, dice),
		receivers::receivers(town, dice),
		milestones::agreements(world, town, dice),
		milestones::milestones(world, town, dice),
		limits::of_merchants(town, dice),
		limits::of_keys(world, town, dice),
		holds::freezes(world, town, dice),
		holds::courts(world, town, dice),
		holds::redemptions(world, town, dice),
		claims::assignments(town, dice),
		claims::deductions(world, town, dice),
		claims::remitted(world, town, dice),
		money::of_customers(world, town, dice),
		money::accounts(world, town, dice),
		money::reserves(world, town, dice),
		money::reserve_references(world, town, dice),
		money::cycles(town, dice),
		people::participants(world, town, dice),
		people::endings(world, town, dice),
		people::rules(town, dice),
		contents::contents(town, dice),
		disputes::agreements(world, town, dice),
		disputes::disputes(world, town, dice),
		disputes::freezes(world, town, dice),
		mandates::mandates(world, town, dice),
		mandates::draws(world, town, dice),
		funders::funders(world, town, dice),
		groups::groups(world, town, dice),
		groups::joins(world, town, dice),
	];
	tables.into_iter().flatten().collect()
}

fn from_env(name: &str, default: u64) -> u64 {
	std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn every_bad_call_is_refused_with_its_own_error_and_leaves_no_trace() {
	let seed = from_env("SEED", 20_261_122);
	let rounds = from_env("ROUNDS", ROUNDS);
	World::run(|world| {
		let mut dice = Dice::new(seed);
		let town = Town::built(world);
		let money_before = world.all_money();
		let mut refusals = BTreeMap::<String, u32>::new();
		for _ in 0..rounds {
			let calls = whole_table(world, &town, &mut dice);
			let sent = calls.iter().map(|bad| (bad.key, bad.call.clone())).collect::<Vec<_>>();
			let errors = world.all_refused(&sent);
			for (Bad { key, call, why }, error) in calls.into_iter().zip(errors) {
				assert_eq!(strip(error), strip(why), "{key}: {call:?} (seed {seed})");
				*refusals.entry(format!("{:?}", strip(error))).or_default() += 1;
			}
			world.check_all();
			world.advance(1);
		}
		assert_eq!(world.all_money(), money_before);
		let total: u32 = refusals.values().sum();
		println!("seed {seed}: {total} calls refused, {} kinds of refusal", refusals.len());
		assert!(total >= 2_000 || rounds < ROUNDS, "only {total} calls");
		goes_on(world, &town.buyer, &town.friend);
	});
}

#[test]
fn bytes_that_are_no_transactions_change_nothing() {
	let seed = from_env("SEED", 20_261_122);
	World::run(|world| {
		let mut dice = Dice::new(seed);
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let friend = world.buyer(EAST, "//Friend", 10_000);
		let before = world.snapshot();
		let (mut undecodable, mut invalid) = (0u32, 0u32);
		for _ in 0..BYTES_TRIES {
			let bytes = garbage(world, [&buyer, &friend], &mut dice);
			let Ok(extrinsic) = UncheckedExtrinsic::decode(&mut bytes.as_slice()) else {
				undecodable += 1;
				continue;
			};
			let outcome = world.apply(extrinsic.clone());
			assert!(outcome.is_err(), "taken: {extrinsic:?} (seed {seed})");
			assert!(world.pool(extrinsic).is_err(), "pooled (seed {seed})");
			invalid += 1;
		}
		println!("seed {seed}: {undecodable} did not decode, {invalid} were not valid");
		assert!(undecodable > 100 && invalid > 100);
		assert!(world.snapshot() == before, "bytes left a trace (seed {seed})");
		goes_on(world, &buyer, &friend);
	});
}

/// Bytes from nowhere, half a transaction, or a signed one in which some bytes were changed.
fn garbage(world: &mut World, [buyer, friend]: [&Customer; 2], dice: &mut Dice) -> Vec<u8> {
	if dice.below(4) == 0 {
		let count = dice.below(300) as usize;
		return dice.bytes(count);
	}
	let order = world.transfer(buyer, 1 + dice.below(100), friend);
	let signed = world.signed(buyer.key, EscrowCall::<Runtime>::place { order });
	let mut bytes = signed.encode();
	if dice.below(4) == 0 {
		bytes.truncate(dice.below(bytes.len() as u64) as usize);
		return bytes;
	}
	for _ in 0..1 + dice.below(3) {
		let place = dice.below(bytes.len() as u64) as usize;
		bytes[place] ^= 1 + dice.below(255) as u8;
	}
	if bytes == signed.encode() {
		bytes.clear();
	}
	bytes
}

/// The chain still pays.
fn goes_on(world: &mut World, buyer: &Customer, friend: &Customer) {
	let [before] = world.available([friend]);
	let payment = world.transfer(buyer, 5, friend);
	world.placed(buyer, payment);
	assert_eq!(world.available([friend]), [before + 5]);
	world.close_cycle();
}

/// A refusal without the text that only a debug build has.
fn strip(error: DispatchError) -> DispatchError {
	error.stripped()
}
