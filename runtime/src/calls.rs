// SPDX-License-Identifier: Apache-2.0

//! Who may send which call. A chain without fees must not be filled by calls that do nothing for
//! the business, so the filter is an allow-list; a test fails on any call that is not classified.

use crate::{Runtime, RuntimeCall};
use frame_support::traits::Contains;
use pallet_participants::{CallClass, Classify};

/// The calls that a transaction may carry. Everything else is refused as `CallFiltered`.
pub struct AllowedCalls;

impl Contains<RuntimeCall> for AllowedCalls {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			// Ours: each call checks its signer itself.
			RuntimeCall::Participants(_)
			| RuntimeCall::Ledger(_)
			| RuntimeCall::Splits(_)
			| RuntimeCall::Escrow(_)
			| RuntimeCall::Mandates(_)
			| RuntimeCall::Groups(_)
			| RuntimeCall::Clearing(_) => true,
			// The inherent of every block.
			RuntimeCall::Timestamp(pallet_timestamp::Call::set { .. }) => true,
			// Code that the banks have authorised by its hash.
			RuntimeCall::System(frame_system::Call::apply_authorized_upgrade { .. }) => true,
			// Consensus keys, with proof of possession, by a bank. It exchanges them or is voted out of
			// the validators: without keys it would stay in the sets of Aura and GRANDPA, and leave
			// that of the session.
			RuntimeCall::Session(pallet_session::Call::set_keys { .. }) => true,
			// Reports of equivocation carry their own proof.
			RuntimeCall::Grandpa(
				pallet_grandpa::Call::report_equivocation { .. }
				| pallet_grandpa::Call::report_equivocation_unsigned { .. },
			) => true,
			// Votes of the banks.
			RuntimeCall::Council(
				pallet_collective::Call::propose { .. }
				| pallet_collective::Call::vote { .. }
				| pallet_collective::Call::close { .. },
			) => true,
			RuntimeCall::System(_)
			| RuntimeCall::Grandpa(_)
			| RuntimeCall::Council(_)
			| RuntimeCall::Session(_)
			| RuntimeCall::Timestamp(_)
			| RuntimeCall::Migrations(_)
			| RuntimeCall::TxPause(_) => false,
		}
	}
}

/// The closed list of what `participants.as_root` dispatches, after a vote of three quarters.
pub struct RootCalls;

impl Contains<RuntimeCall> for RootCalls {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			RuntimeCall::System(frame_system::Call::authorize_upgrade { .. })
				| RuntimeCall::Grandpa(pallet_grandpa::Call::note_stalled { .. })
				| RuntimeCall::Splits(pallet_splits::Call::set_consortium_limits { .. })
				| RuntimeCall::TxPause(
					pallet_tx_pause::Call::pause { .. } | pallet_tx_pause::Call::unpause { .. }
				)
		)
	}
}

/// Gives a call its class of priority: governance, then clearing, then payments.
pub struct Classes;

impl Classify<RuntimeCall> for Classes {
	fn class(call: &RuntimeCall) -> CallClass {
		match call {
			RuntimeCall::Participants(_)
			| RuntimeCall::Council(_)
			| RuntimeCall::Session(_)
			| RuntimeCall::Grandpa(_)
			| RuntimeCall::System(_)
			| RuntimeCall::Timestamp(_)
			| RuntimeCall::Migrations(_)
			| RuntimeCall::TxPause(_) => CallClass::Governance,
			RuntimeCall::Clearing(_) => CallClass::Clearing,
			RuntimeCall::Ledger(_)
			| RuntimeCall::Splits(_)
			| RuntimeCall::Escrow(_)
			| RuntimeCall::Mandates(_)
			| RuntimeCall::Groups(_) => CallClass::Payment,
		}
	}
}

/// What tx-pause must never pause: the way out of a pause, and the life of the chain.
pub struct NeverPaused;

impl Contains<pallet_tx_pause::RuntimeCallNameOf<Runtime>> for NeverPaused {
	fn contains(name: &pallet_tx_pause::RuntimeCallNameOf<Runtime>) -> bool {
		const PALLETS: [&[u8]; 7] = [
			b"Timestamp",
			b"Council",
			b"Participants",
			b"Session",
			b"Grandpa",
			b"System",
			b"Clearing",
		];
		PALLETS.contains(&name.0.as_slice())
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Decode;
	use frame_support::traits::GetCallMetadata;
	use std::collections::BTreeSet;

	/// Pallets of ours: each call checks its signer itself.
	const OURS: [&str; 7] =
		["Participants", "Ledger", "Splits", "Escrow", "Clearing", "Mandates", "Groups"];

	/// What a transaction may carry of the stock pallets.
	const ALLOWED: &[(&str, &str)] = &[
		("System", "apply_authorized_upgrade"),
		("Timestamp", "set"),
		("Session", "set_keys"),
		("Grandpa", "report_equivocation"),
		("Grandpa", "report_equivocation_unsigned"),
		("Council", "propose"),
		("Council", "vote"),
		("Council", "close"),
	];

	/// What a transaction may not carry; some of it is reached by a vote through `as_root`.
	const REFUSED: &[(&str, &str)] = &[
		("System", "remark"),
		("System", "set_heap_pages"),
		("System", "set_code"),
		("System", "set_code_without_checks"),
		("System", "set_storage"),
		("System", "kill_storage"),
		("System", "kill_prefix"),
		("System", "remark_with_event"),
		("System", "authorize_upgrade"),
		("System", "authorize_upgrade_without_checks"),
		("Session", "purge_keys"),
		("Grandpa", "note_stalled"),
		("Council", "set_members"),
		("Council", "execute"),
		("Council", "disapprove_proposal"),
		("Council", "kill"),
		("Council", "release_proposal_cost"),
		("Migrations", "force_set_cursor"),
		("Migrations", "force_set_active_cursor"),
		("Migrations", "force_onboard_mbms"),
		("Migrations", "clear_historic"),
		("TxPause", "pause"),
		("TxPause", "unpause"),
	];

	/// Every call of the runtime that decodes from zeros, or from a one and zeros, by its names: a rule
	/// set begins with its semantics, which are not 0.
	fn calls() -> Vec<(&'static str, &'static str, RuntimeCall)> {
		let every = (0..=u8::MAX).flat_map(|pallet| (0..=u8::MAX).map(move |call| [pallet, call]));
		every
			.filter_map(|index| {
				let decode = |first: u8| {
					let bytes = [&index[..], &[first], &[0; 1_024]].concat();
					RuntimeCall::decode(&mut bytes.as_slice()).ok()
				};
				let call = decode(0).or_else(|| decode(1))?;
				let names = call.get_call_metadata();
				Some((names.pallet_name, names.function_name, call))
			})
			.collect()
	}

	#[test]
	fn every_call_in_the_metadata_is_classified_and_the_filter_agrees() {
		let named: BTreeSet<(&str, &str)> = RuntimeCall::get_module_names()
			.iter()
			.flat_map(|pallet| {
				RuntimeCall::get_call_names(pallet).iter().map(move |call| (*pallet, *call))
			})
			.collect();
		let mut seen = BTreeSet::new();
		for (pallet, name, call) in calls() {
			let allowed = OURS.contains(&pallet) || ALLOWED.contains(&(pallet, name));
			let refused = REFUSED.contains(&(pallet, name));
			assert!(allowed != refused, "{pallet}.{name} is not classified, or twice");
			assert_eq!(AllowedCalls::contains(&call), allowed, "{pallet}.{name}");
			seen.insert((pallet, name));
		}
		assert_eq!(seen, named, "a call was not tried, because it does not decode from zeros");
	}

	#[test]
	fn root_is_reached_for_five_calls_and_no_other() {
		let reached: BTreeSet<_> = calls()
			.into_iter()
			.filter(|(_, _, call)| RootCalls::contains(call))
			.map(|(pallet, name, _)| (pallet, name))
			.collect();
		let closed = [
			("Grandpa", "note_stalled"),
			("Splits", "set_consortium_limits"),
			("System", "authorize_upgrade"),
			("TxPause", "pause"),
			("TxPause", "unpause"),
		];
		assert_eq!(reached, BTreeSet::from(closed));
	}
}
