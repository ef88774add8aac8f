// SPDX-License-Identifier: Apache-2.0

//! Orders in as many milestones as there can be, each with as many checks, and all but one statement
//! made.

use super::world::*;
use crate::{
	milestones::{Statement, StatementList},
	*,
};
use alloc::{vec, vec::Vec};
use frame::benchmarking::prelude::*;
use split_ledger_primitives::{
	limits::{ATTESTORS_MAX, CHECKS_MAX, CLAUSES_MAX, MILESTONES_MAX, PARTIES_MAX},
	Check, Clause, CoverMode, EvidenceKind, Milestone, ParticipantId, ReleaseMode, Role,
};

/// Who bears witness in each clause: five for each of five checks.
const WITNESSES: u32 = CHECKS_MAX * ATTESTORS_MAX;
/// What they bear witness to, a clause each.
const KINDS: [EvidenceKind; CLAUSES_MAX as usize] = [
	EvidenceKind::Shipped,
	EvidenceKind::Delivered,
	EvidenceKind::CustomsCleared,
	EvidenceKind::Inspected,
];
pub(super) const EVIDENCE: Commitment = Commitment([7; 32]);

/// The key and the participant of an attestor.
pub(super) fn attestor<T: Config>(number: u32) -> (T::AccountId, ParticipantId) {
	join::<T>("attestor", number, &[Role::Attestor], PAYERS_BANK)
}

/// An order of these many milestones, each with as many checks as there can be.
pub(super) fn agreed<T: Config>(world: &World<T>, legs: u32, milestones: u32) -> OrderId {
	let release = match milestones {
		0 => hold::<T>(),
		_ => in_milestones::<T>(milestones),
	};
	world.place(world.order(0, legs, (0, BYTES_MIN), release).1)
}

/// The dearest order that waits for a last statement, and the key of who makes it.
pub(super) fn waiting<T: Config>(world: &World<T>) -> (OrderId, T::AccountId) {
	let order = agreed(world, PARTIES_MAX, MILESTONES_MAX);
	let mut statements = all_statements::<T>();
	statements.pop();
	Statements::<T>::insert(order, statements);
	(order, attestor::<T>(WITNESSES - 1).0)
}

/// All that can be stated about it, the last one that of the last milestone.
pub(super) fn all_statements<T: Config>() -> StatementList {
	let witnesses: Vec<_> = (0..WITNESSES).map(|number| attestor::<T>(number).1).collect();
	let at = T::Clock::now();
	let all = (1..=MILESTONES_MAX as u8).flat_map(|milestone| {
		let witnesses = &witnesses;
		KINDS.into_iter().flat_map(move |kind| {
			let what = Stated::Evidence(kind);
			let statement = move |by: &ParticipantId| Statement {
				milestone,
				what,
				by: *by,
				commitment: EVIDENCE,
				at,
			};
			witnesses.iter().map(statement)
		})
	});
	StatementList::truncate_from(all.collect())
}

fn in_milestones<T: Config>(count: u32) -> ReleaseMode {
	let witnesses: Vec<_> = (0..WITNESSES).map(|number| attestor::<T>(number).1).collect();
	let check = |kind, attestors: &[ParticipantId]| Check::Evidence {
		kind,
		attestors: BoundedVec::truncate_from(attestors.to_vec()),
		quorum: ATTESTORS_MAX as u8,
	};
	let clause = |kind| {
		let of = witnesses.chunks(ATTESTORS_MAX as usize).map(|some| check(kind, some));
		Clause { need: CHECKS_MAX as u8, of: BoundedVec::truncate_from(of.collect()) }
	};
	let clauses: Vec<Clause> = KINDS.into_iter().map(clause).collect();
	let each = AMOUNT.0 / u64::from(count);
	let milestone = |amount| Milestone {
		amount: Amount(amount),
		clauses: BoundedVec::truncate_from(clauses.clone()),
	};
	let mut all = vec![milestone(each); count as usize - 1];
	all.push(milestone(AMOUNT.0 - each * u64::from(count - 1)));
	ReleaseMode::Agreed {
		milestones: BoundedVec::truncate_from(all),
		deadline: Some(T::Clock::now().plus(3_600_000)),
		expiry: ExpiryPolicy::Payer,
		cover: CoverMode::AtPlacement,
	}
}
