// SPDX-License-Identifier: Apache-2.0

//! Milestones, who states what about them, and later deadlines.

use crate::{commitment, Customer, World};
use pallet_escrow::Call as EscrowCall;
use sp_runtime::DispatchResult;
use split_ledger_primitives::{
	Amount, Check, Clause, CoverMode, EvidenceKind, ExpiryPolicy, Milestone, Moment, OrderId,
	ReleaseMode, Stated,
};
use split_ledger_runtime::Runtime;

/// A milestone of this amount under one check; none leaves it to the payer.
pub fn milestone(amount: u64, check: Option<Check>) -> Milestone {
	let clause = |check| Clause { need: 1, of: vec![check].try_into().expect("one check") };
	let clauses = check.map(clause).into_iter().collect::<Vec<_>>();
	Milestone { amount: Amount(amount), clauses: clauses.try_into().expect("one clause") }
}

/// So many of these attestors inspected it.
pub fn inspected_by(quorum: u8, attestors: &[&Customer]) -> Check {
	let attestors = attestors.iter().map(|attestor| attestor.id).collect::<Vec<_>>();
	let attestors = attestors.try_into().expect("few attestors");
	Check::Evidence { kind: EvidenceKind::Inspected, attestors, quorum }
}

/// Released by milestones, until `deadline`.
pub fn in_milestones(
	milestones: &[Milestone],
	deadline: Option<Moment>,
	expiry: ExpiryPolicy,
) -> ReleaseMode {
	let milestones = milestones.to_vec().try_into().expect("few milestones");
	ReleaseMode::Agreed { milestones, deadline, expiry, cover: CoverMode::AtPlacement }
}

impl World {
	/// Lets a customer state something about a milestone.
	pub fn attest(
		&mut self,
		by: &Customer,
		order: OrderId,
		milestone: u8,
		what: Stated,
	) -> DispatchResult {
		let commitment = commitment();
		self.send(by.key, EscrowCall::<Runtime>::attest { order, milestone, what, commitment })
	}

	/// Lets a customer ask for a later deadline.
	pub fn extend(&mut self, by: &Customer, order: OrderId, deadline: Moment) -> DispatchResult {
		self.send(by.key, EscrowCall::<Runtime>::extend { order, deadline })
	}
}
