// SPDX-License-Identifier: Apache-2.0

//! Every call of the runtime, tried by everybody who may not make it: generated, so that a call
//! that comes later is tried as well (CK-A1, CK-A6).

use codec::Decode;
use frame_support::traits::GetCallMetadata;
use pallet_splits::Call as SplitsCall;
use sp_runtime::{traits::Dispatchable, DispatchError, StateVersion};
use split_ledger_primitives::{Role, Scope, Scopes};
use split_ledger_runtime::{Runtime, RuntimeCall, RuntimeOrigin};
use split_ledger_scenarios::{
	account, bank_key, rule_set, Customer, World, CNY, EAST, NORTH, SUPERVISOR,
};
use std::collections::BTreeSet;

/// Our pallets: each of their calls names its signer's scope, or asks for a vote.
const OURS: [&str; 7] =
	["Participants", "Ledger", "Splits", "Escrow", "Clearing", "Mandates", "Groups"];

/// Every call that decodes from bytes of one value, for several values.
fn calls() -> Vec<RuntimeCall> {
	let indices = (0..=u8::MAX).flat_map(|pallet| (0..=u8::MAX).map(move |call| [pallet, call]));
	let filled = indices.flat_map(|index| [0u8, 1, 4].map(|fill| (index, fill)));
	let decoded = filled.filter_map(|(index, fill)| {
		let bytes = [&index[..], &[fill; 2_048]].concat();
		RuntimeCall::decode(&mut bytes.as_slice()).ok()
	});
	decoded.chain([written_out()]).collect()
}

/// A rule set decodes from no bytes of one value: its semantics come first, and its legs nest.
fn written_out() -> RuntimeCall {
	let rule_set = Box::new(rule_set(CNY, &[]));
	SplitsCall::<Runtime>::publish { rule_set, effective_from: None }.into()
}

/// Makes every call as `origin` and makes sure that each is refused and changes nothing at all.
fn nothing_passes(world: &mut World, origin: &RuntimeOrigin, who: &str) -> usize {
	let mut tried = BTreeSet::new();
	for call in calls() {
		let names = call.get_call_metadata();
		let name = (names.pallet_name, names.function_name);
		// The clock is an inherent: whoever signs it is refused, and a block has it once.
		if name.0 == "Timestamp" {
			continue;
		}
		let root = |world: &mut World| world.state(|| sp_io::storage::root(StateVersion::V1));
		let before = root(world);
		let outcome = world.state(|| call.dispatch(origin.clone()));
		assert!(outcome.is_err(), "{who} may {}.{}", name.0, name.1);
		assert_eq!(root(world), before, "{who} left a trace by {}.{}", name.0, name.1);
		tried.insert(name);
	}
	println!("{who}: {} calls tried, all refused without a trace", tried.len());
	tried.len()
}

fn as_key(key: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(key))
}

#[test]
fn every_call_of_ours_is_tried() {
	let tried: BTreeSet<_> = calls()
		.iter()
		.map(|call| call.get_call_metadata())
		.map(|names| (names.pallet_name, names.function_name))
		.collect();
	let ours = OURS.into_iter().flat_map(|pallet| {
		RuntimeCall::get_call_names(pallet).iter().map(move |call| (pallet, *call))
	});
	let missing = ours.filter(|name| !tried.contains(name)).collect::<Vec<_>>();
	assert!(missing.is_empty(), "they do not decode: {missing:?}");
}

#[test]
fn nobody_who_does_not_sign_or_is_not_known_makes_any_call() {
	World::run(|world| {
		let of_all = nothing_passes(world, &as_key("//Stranger"), "a stranger");
		assert!(of_all > 60, "only {of_all} calls were tried");
		nothing_passes(world, &RuntimeOrigin::none(), "nobody");
	});
}

#[test]
fn a_suspended_participant_makes_no_call() {
	World::run(|world| {
		let shop = suspended(world);
		nothing_passes(world, &as_key(shop.key), "a suspended merchant");
	});
}

#[test]
fn a_revoked_key_makes_no_call() {
	World::run(|world| {
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let key = account(shop.key);
		let revoke = pallet_participants::Call::<Runtime>::revoke_key { key };
		world.does(bank_key(EAST), revoke);
		nothing_passes(world, &as_key(shop.key), "a revoked key");
	});
}

#[test]
fn a_key_without_the_scope_is_told_so_by_every_call_of_ours_that_asks_for_it() {
	World::run(|world| {
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let key = "//Attests";
		let add = pallet_participants::Call::<Runtime>::add_key {
			participant: shop.id,
			key: account(key),
			scopes: Scopes::of(&[Scope::Govern]),
		};
		world.does(bank_key(EAST), add);
		nothing_passes(world, &as_key(key), "a key for nothing but votes of a bank");

		let missing = pallet_participants::Error::<Runtime>::ScopeMissing.into();
		for call in calls().into_iter().filter(is_by_scope) {
			let name = call.get_call_metadata().function_name;
			let outcome = world.state(|| call.dispatch(as_key(key)));
			assert_eq!(outcome.unwrap_err().error, missing, "{name}");
		}
	});
}

/// Whether a call of ours asks for a scope first of all; the others ask for a vote, are for banks,
/// or look up first what the signer must be the agent of.
fn is_by_scope(call: &RuntimeCall) -> bool {
	let names = call.get_call_metadata();
	let other = [
		"admit",
		"set_bank_status",
		"set_validator",
		"as_root",
		"act_as_bank",
		"open_currency",
		"set_consortium_limits",
		"confirm_withdrawal",
		"reject_withdrawal",
	];
	OURS.contains(&names.pallet_name) && !other.contains(&names.function_name)
}

#[test]
fn a_supervisor_moves_no_money_and_changes_no_rules() {
	World::run(|world| {
		world.buyer(NORTH, "//Buyer", 1_000);
		for call in calls().into_iter().filter(is_by_scope) {
			let names = call.get_call_metadata();
			let own = [
				"suspend",
				"reinstate",
				"set_status",
				"freeze",
				"lift_freeze",
				"judicial_hold",
				"release_hold",
				"add_key",
				"revoke_key",
				"propose_key_limit",
				"confirm_key_limit",
				"withdraw_key_limit_proposal",
			];
			if own.contains(&names.function_name) {
				continue;
			}
			let before = world.snapshot();
			let outcome = world.state(|| call.dispatch(as_key(SUPERVISOR)));
			// An empty batch is nothing, whoever sends it.
			let nothing = names.function_name.ends_with("_batch");
			assert!(outcome.is_err() || nothing, "{}.{}", names.pallet_name, names.function_name);
			assert!(world.snapshot() == before, "{} left a trace", names.function_name);
		}
	});
}

#[test]
fn what_a_vote_decides_no_single_key_decides() {
	World::run(|world| {
		for call in calls() {
			let names = call.get_call_metadata();
			let voted = [
				"admit",
				"set_bank_status",
				"set_validator",
				"as_root",
				"open_currency",
				"set_consortium_limits",
			];
			if OURS.contains(&names.pallet_name) && voted.contains(&names.function_name) {
				for key in [bank_key(NORTH), SUPERVISOR] {
					let outcome = world.state(|| call.clone().dispatch(as_key(key)));
					let error = outcome.unwrap_err().error;
					assert_eq!(error, DispatchError::BadOrigin, "{}", names.function_name);
				}
			}
		}
	});
}

fn suspended(world: &mut World) -> Customer {
	let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
	let reason = pallet_participants::SuspendReason::Fraud;
	let participant = shop.id;
	let suspend = pallet_participants::Call::<Runtime>::suspend { participant, reason };
	world.does(bank_key(EAST), suspend);
	shop
}
