// SPDX-License-Identifier: Apache-2.0

//! Under which conditions anybody may release an order (O11): all of its clauses, and of each clause
//! as many checks as it needs. So *all* of some checks are a clause each, *any* of them is one clause
//! that needs one, and *k of* them one that needs k.

use crate::{
	limits::{ATTESTORS_MAX, CHECKS_MAX, CLAUSES_MAX, MILESTONES_MAX},
	words::words,
	Amount, Moment, ParticipantId,
};
use bounded_collections::{BoundedVec, ConstU32};

words! {
	/// What an attestor bears witness to (O11).
	#[derive(Copy, Ord, PartialOrd)]
	#[serde(rename_all = "kebab-case")]
	pub enum EvidenceKind {
		/// The goods left for the buyer.
		#[codec(index = 0)]
		Shipped,
		/// The goods reached the buyer.
		#[codec(index = 1)]
		Delivered,
		/// The goods passed the customs.
		#[codec(index = 2)]
		CustomsCleared,
		/// The work or the goods were inspected and found as agreed.
		#[codec(index = 3)]
		Inspected,
	}

	/// One thing that must be so.
	#[serde(rename_all = "kebab-case")]
	pub enum Check {
		/// The payer, or its bank, confirmed.
		#[codec(index = 0)]
		PayerConfirms,
		/// The platform of the order confirmed.
		#[codec(index = 1)]
		PlatformConfirms,
		/// So many of these attestors bore witness.
		#[codec(index = 2)]
		Evidence {
			/// To what.
			kind: EvidenceKind,
			/// Who may, each once.
			attestors: BoundedVec<ParticipantId, ConstU32<ATTESTORS_MAX>>,
			/// How many of them must, at least one.
			quorum: u8,
		},
		/// The group of the order is complete (O10).
		#[codec(index = 3)]
		GroupComplete,
		/// A moment has come.
		#[codec(index = 4)]
		TimeReached(Moment),
	}

	/// What somebody states about a milestone. It is never taken back.
	#[derive(Copy, Ord, PartialOrd)]
	#[serde(rename_all = "kebab-case")]
	pub enum Stated {
		/// The payer, or its bank for it, confirms.
		#[codec(index = 0)]
		PayerConfirms,
		/// The platform of the order confirms.
		#[codec(index = 1)]
		PlatformConfirms,
		/// An attestor bears witness.
		#[codec(index = 2)]
		Evidence(EvidenceKind),
	}

	/// Checks of which some must be so.
	pub struct Clause {
		/// How many, at least one.
		pub need: u8,
		/// Of these.
		pub of: BoundedVec<Check, ConstU32<CHECKS_MAX>>,
	}

	/// A part of an order that is released by itself. A simple order has one.
	pub struct Milestone {
		/// How much of the order. What was refunded before lowers every open milestone by its part.
		#[codec(compact)]
		pub amount: Amount,
		/// All of these must hold; none at all leaves it to the payer.
		pub clauses: BoundedVec<Clause, ConstU32<CLAUSES_MAX>>,
	}
}

/// The milestones of an order, in the order in which they were agreed.
pub type Milestones = BoundedVec<Milestone, ConstU32<MILESTONES_MAX>>;

/// What is known of a milestone when its conditions are asked for.
pub trait Known {
	/// Whether the payer or its bank confirmed.
	fn payer_confirmed(&self) -> bool;
	/// Whether the platform confirmed.
	fn platform_confirmed(&self) -> bool;
	/// Whether this attestor bore witness.
	fn attested(&self, kind: EvidenceKind, attestor: ParticipantId) -> bool;
	/// Whether the group is complete.
	fn group_complete(&self) -> bool;
	/// The time.
	fn now(&self) -> Moment;
}

impl EvidenceKind {
	/// Whether it says that the goods have left: from then on the payer takes nothing back alone (P3).
	pub const fn is_of_dispatch(self) -> bool {
		match self {
			Self::Shipped | Self::Delivered => true,
			Self::CustomsCleared | Self::Inspected => false,
		}
	}
}

impl Stated {
	/// Whether it says that the goods have left (P3).
	pub const fn is_of_dispatch(self) -> bool {
		match self {
			Self::Evidence(kind) => kind.is_of_dispatch(),
			Self::PayerConfirms | Self::PlatformConfirms => false,
		}
	}
}

impl Check {
	/// Whether a statement of this kind counts for it, whoever made it.
	pub fn asks_for(&self, what: Stated) -> bool {
		match (self, what) {
			(Self::PayerConfirms, Stated::PayerConfirms)
			| (Self::PlatformConfirms, Stated::PlatformConfirms) => true,
			(Self::Evidence { kind, .. }, Stated::Evidence(of)) => *kind == of,
			_ => false,
		}
	}

	/// Who may bear witness for it; nobody where it is no evidence.
	pub fn attestors(&self) -> &[ParticipantId] {
		match self {
			Self::Evidence { attestors, .. } => attestors,
			Self::PayerConfirms
			| Self::PlatformConfirms
			| Self::GroupComplete
			| Self::TimeReached(_) => &[],
		}
	}

	/// Whether it is so.
	pub fn holds(&self, known: &impl Known) -> bool {
		match self {
			Self::PayerConfirms => known.payer_confirmed(),
			Self::PlatformConfirms => known.platform_confirmed(),
			Self::Evidence { kind, attestors, quorum } => {
				let witnesses = attestors.iter().filter(|who| known.attested(*kind, **who));
				witnesses.count() >= usize::from(*quorum)
			}
			Self::GroupComplete => known.group_complete(),
			Self::TimeReached(moment) => *moment <= known.now(),
		}
	}

	/// Whether it can ever be so: a quorum is of as many attestors as there are, at least one, and
	/// none is named twice.
	pub fn is_sound(&self) -> bool {
		match self {
			Self::Evidence { attestors, quorum, .. } => {
				let named = attestors.iter().enumerate();
				let twice = named
					.clone()
					.any(|(place, who)| attestors.iter().take(place).any(|earlier| earlier == who));
				(1..=attestors.len()).contains(&usize::from(*quorum)) && !twice
			}
			_ => true,
		}
	}
}

impl Clause {
	/// Whether enough of its checks are so.
	pub fn holds(&self, known: &impl Known) -> bool {
		self.of.iter().filter(|check| check.holds(known)).count() >= usize::from(self.need)
	}

	/// Whether it can ever hold: it needs one check at least, and no more than it has. It names one moment
	/// at most: two say no more than one of them, and the chain's clock looks at each.
	pub fn is_sound(&self) -> bool {
		let moments = self.of.iter().filter(|check| matches!(check, Check::TimeReached(_)));
		(1..=self.of.len()).contains(&usize::from(self.need))
			&& moments.count() <= 1
			&& self.of.iter().all(Check::is_sound)
	}
}

impl Milestone {
	/// Whether anybody may release it: it has clauses, and all hold.
	pub fn is_met(&self, known: &impl Known) -> bool {
		!self.clauses.is_empty() && self.clauses.iter().all(|clause| clause.holds(known))
	}

	/// Whether it can ever be met.
	pub fn is_sound(&self) -> bool {
		!self.amount.is_zero() && self.clauses.iter().all(Clause::is_sound)
	}

	/// All that is checked for it.
	pub fn checks(&self) -> impl Iterator<Item = &Check> + Clone {
		self.clauses.iter().flat_map(|clause| &clause.of)
	}

	/// The next moment after `now` at which a check of time comes true: when the clock has to look.
	pub fn next_moment(&self, now: Moment) -> Option<Moment> {
		let moments = self.checks().filter_map(|check| match check {
			Check::TimeReached(moment) if *moment > now => Some(*moment),
			_ => None,
		});
		moments.min()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// What is known, as lists.
	#[derive(Default)]
	struct Facts {
		payer: bool,
		platform: bool,
		witnesses: Vec<(EvidenceKind, ParticipantId)>,
		group: bool,
		now: u64,
	}

	impl Known for Facts {
		fn payer_confirmed(&self) -> bool {
			self.payer
		}
		fn platform_confirmed(&self) -> bool {
			self.platform
		}
		fn attested(&self, kind: EvidenceKind, attestor: ParticipantId) -> bool {
			self.witnesses.contains(&(kind, attestor))
		}
		fn group_complete(&self) -> bool {
			self.group
		}
		fn now(&self) -> Moment {
			Moment(self.now)
		}
	}

	fn delivered(attestors: &[u32], quorum: u8) -> Check {
		let attestors: Vec<_> = attestors.iter().copied().map(ParticipantId).collect();
		let attestors = attestors.try_into().expect("few attestors");
		Check::Evidence { kind: EvidenceKind::Delivered, attestors, quorum }
	}

	fn clause(need: u8, of: Vec<Check>) -> Clause {
		Clause { need, of: of.try_into().expect("few checks") }
	}

	fn milestone(clauses: Vec<Clause>) -> Milestone {
		Milestone { amount: Amount(1), clauses: clauses.try_into().expect("few clauses") }
	}

	#[test]
	fn a_quorum_counts_the_attestors_that_were_named_and_the_kind_that_was_asked_for() {
		let check = delivered(&[1, 2, 3], 2);
		let mut facts = Facts::default();
		let witness = |kind, who| (kind, ParticipantId(who));
		facts.witnesses.push(witness(EvidenceKind::Delivered, 1));
		facts.witnesses.push(witness(EvidenceKind::Delivered, 9));
		facts.witnesses.push(witness(EvidenceKind::Shipped, 2));
		assert!(!check.holds(&facts));
		facts.witnesses.push(witness(EvidenceKind::Delivered, 3));
		assert!(check.holds(&facts));
	}

	#[test]
	fn all_any_and_k_of_are_clauses() {
		let both = milestone(vec![
			clause(1, vec![Check::PayerConfirms]),
			clause(1, vec![Check::PlatformConfirms]),
		]);
		let either =
			milestone(vec![clause(1, vec![Check::PayerConfirms, Check::PlatformConfirms])]);
		let two_of_three = milestone(vec![clause(
			2,
			vec![Check::PayerConfirms, Check::PlatformConfirms, Check::TimeReached(Moment(10))],
		)]);
		let facts = |payer, platform, now| Facts { payer, platform, now, ..Facts::default() };
		let table = [
			(facts(false, false, 0), [false, false, false]),
			(facts(true, false, 9), [false, true, false]),
			(facts(true, false, 10), [false, true, true]),
			(facts(true, true, 0), [true, true, true]),
		];
		for (known, expected) in table {
			let met = [&both, &either, &two_of_three].map(|milestone| milestone.is_met(&known));
			assert_eq!(met, expected);
		}
	}

	#[test]
	fn a_milestone_without_clauses_is_the_payers_alone() {
		assert!(!milestone(vec![]).is_met(&Facts { payer: true, ..Facts::default() }));
		assert!(milestone(vec![]).is_sound());
	}

	#[test]
	fn what_can_never_hold_is_not_sound() {
		let sound = |check: Check| check.is_sound();
		assert!(sound(delivered(&[1, 2], 2)));
		assert!(!sound(delivered(&[1, 2], 3)));
		assert!(!sound(delivered(&[1, 2], 0)));
		assert!(!sound(delivered(&[1, 1], 1)));
		assert!(!clause(2, vec![Check::PayerConfirms]).is_sound());
		assert!(!clause(0, vec![Check::PayerConfirms]).is_sound());
		let nothing = Milestone { amount: Amount::ZERO, ..milestone(vec![]) };
		assert!(!nothing.is_sound());
	}

	#[test]
	fn the_clock_looks_at_the_next_moment_and_at_none_that_has_passed() {
		let at = |moment| Check::TimeReached(Moment(moment));
		let timed = milestone(vec![clause(1, vec![at(30), at(20)]), clause(1, vec![at(25)])]);
		let next = |now| timed.next_moment(Moment(now));
		assert_eq!(
			[next(0), next(20), next(29), next(30)],
			[Some(Moment(20)), Some(Moment(25)), Some(Moment(30)), None,]
		);
	}

	#[test]
	fn a_statement_counts_for_the_checks_of_its_kind() {
		let witness = delivered(&[1], 1);
		assert!(witness.asks_for(Stated::Evidence(EvidenceKind::Delivered)));
		assert!(!witness.asks_for(Stated::Evidence(EvidenceKind::Shipped)));
		assert!(!witness.asks_for(Stated::PayerConfirms));
		assert!(Check::PayerConfirms.asks_for(Stated::PayerConfirms));
		assert!(!Check::PayerConfirms.asks_for(Stated::PlatformConfirms));
		assert_eq!(witness.attestors(), [ParticipantId(1)]);
		assert!(Check::GroupComplete.attestors().is_empty());
	}

	#[test]
	fn goods_have_left_once_they_are_shipped_or_delivered() {
		let kinds = [
			EvidenceKind::Shipped,
			EvidenceKind::Delivered,
			EvidenceKind::CustomsCleared,
			EvidenceKind::Inspected,
		];
		let left = kinds.map(|kind| Stated::Evidence(kind).is_of_dispatch());
		assert_eq!(left, [true, true, false, false]);
		assert!(!Stated::PayerConfirms.is_of_dispatch());
	}

	#[test]
	fn a_group_counts_once_it_is_complete() {
		let group = milestone(vec![clause(1, vec![Check::GroupComplete])]);
		assert!(!group.is_met(&Facts::default()));
		assert!(group.is_met(&Facts { group: true, ..Facts::default() }));
	}
}
