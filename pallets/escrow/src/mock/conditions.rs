// SPDX-License-Identifier: Apache-2.0

//! Orders in milestones, and what is stated about them, in the verbs of the tests.

use super::*;
use split_ledger_primitives::{Check, Clause, Commitment, EvidenceKind, Milestone, Stated};

pub const EVIDENCE: Commitment = Commitment([5; 32]);

/// Enough of these checks.
pub fn clause(need: u8, of: &[Check]) -> Clause {
	Clause { need, of: of.to_vec().try_into().expect("few checks") }
}

/// One of these checks.
pub fn any(of: &[Check]) -> Clause {
	clause(1, of)
}

/// So many of the inspectors.
pub fn witness(kind: EvidenceKind, quorum: u8) -> Check {
	by_these(kind, quorum, &INSPECTORS)
}

pub fn by_these(kind: EvidenceKind, quorum: u8, attestors: &[u64]) -> Check {
	let attestors = attestors.iter().map(|id| ParticipantId(*id as u32)).collect::<Vec<_>>();
	Check::Evidence { kind, attestors: attestors.try_into().expect("few attestors"), quorum }
}

pub fn milestone(amount: u64, clauses: &[Clause]) -> Milestone {
	let clauses = clauses.to_vec().try_into().expect("few clauses");
	Milestone { amount: Amount(amount), clauses }
}

/// Released by these milestones, with the longest deadline there is.
pub fn agreed(body: OrderBody, milestones: &[Milestone]) -> OrderBody {
	let milestones = milestones.to_vec().try_into().expect("few milestones");
	let (expiry, cover) = (ExpiryPolicy::Payer, CoverMode::AtPlacement);
	let release = ReleaseMode::Agreed { milestones, deadline: None, expiry, cover };
	OrderBody { release, ..body }
}

/// Released by these milestones, until `minutes` from noon.
pub fn agreed_until(
	body: OrderBody,
	milestones: &[Milestone],
	minutes: u64,
	expiry: ExpiryPolicy,
) -> OrderBody {
	let milestones = milestones.to_vec().try_into().expect("few milestones");
	let (deadline, cover) = (Some(in_minutes(minutes)), CoverMode::AtPlacement);
	OrderBody { release: ReleaseMode::Agreed { milestones, deadline, expiry, cover }, ..body }
}

/// 1,000 in three milestones: 200 that the buyer confirms, 300 that two of three inspect, and 500 that
/// come with the time, ten minutes from noon.
pub fn project(text: &str) -> OrderBody {
	agreed(
		market(text),
		&[
			milestone(200, &[any(&[Check::PayerConfirms])]),
			milestone(300, &[any(&[witness(EvidenceKind::Inspected, 2)])]),
			milestone(500, &[any(&[Check::TimeReached(in_minutes(10))])]),
		],
	)
}

pub const INSPECTED: Stated = Stated::Evidence(EvidenceKind::Inspected);

pub fn attest(by: u64, order: OrderId, milestone: u8, what: Stated) -> DispatchResult {
	Escrow::attest(signed(by), order, milestone, what, EVIDENCE)
}

/// What is open of each milestone.
pub fn open_of(order: OrderId) -> Vec<u64> {
	row(order).open_amounts().iter().map(|amount| amount.0).collect()
}

/// Which milestones are met.
pub fn met(order: OrderId) -> Vec<u8> {
	row(order).progress.met().collect()
}
