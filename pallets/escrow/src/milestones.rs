// SPDX-License-Identifier: Apache-2.0

//! An order in milestones, without storage: what is open of each, which are met, and what that means
//! for releases and for the clock (O11).
//!
//! ```text
//! sum of the open amounts = what is not released (INV-ESC-9)
//!
//! release of a milestone: its open amount becomes zero
//! whatever else takes from what is not released: lowers every open milestone by its part, divided by
//! the open amounts as O3 divides by entitlements
//! ```

use crate::{
	order::OrderError,
	parts::Part,
	types::{HeldOrder, ReleaseWhat},
};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use split_ledger_primitives::{
	limits::STATEMENTS_MAX, Amount, Commitment, EvidenceKind, Known, Milestone, Moment,
	ParticipantId, Stated,
};

/// What was stated about the milestones of an order, the oldest first.
pub type StatementList = BoundedVec<Statement, ConstU32<STATEMENTS_MAX>>;

/// What somebody stated about a milestone. It is never taken back.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Statement {
	/// The milestone, by its number, from 1 on.
	pub milestone: u8,
	/// What.
	pub what: Stated,
	/// Who; for the payer also its bank.
	pub by: ParticipantId,
	/// Commitment to the evidence.
	pub commitment: Commitment,
	/// When.
	pub at: Moment,
}

/// How far the milestones of an order are.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Progress {
	/// Which are met, by a bit each from the lowest on, also after their release: what was met stays so.
	met: u16,
	/// Since when one is met that is not released: from then on the clock releases.
	pub due: Option<Moment>,
	/// Whether an attestor bore witness that the goods have left (P3).
	pub dispatched: bool,
}

impl Progress {
	/// Whether the milestone of this number is met.
	pub fn is_met(&self, number: u8) -> bool {
		self.met & bit(number) != 0
	}

	/// Whether the payer and the platform take nothing back alone any more (P3).
	pub fn is_begun(&self) -> bool {
		self.dispatched || self.met != 0
	}

	/// Those that are met, by their numbers.
	pub fn met(&self) -> impl Iterator<Item = u8> + '_ {
		(1..=u16::BITS as u8).filter(|number| self.is_met(*number))
	}
}

/// The bit of a milestone; none for a number that no milestone has.
fn bit(number: u8) -> u16 {
	number.checked_sub(1).and_then(|place| 1u16.checked_shl(place.into())).unwrap_or_default()
}

/// All that is known of the conditions of an order.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
	statements: BTreeSet<(u8, Stated, Option<ParticipantId>)>,
	group_complete: bool,
	now: Moment,
}

/// What is known of a milestone.
struct KnownOf<'a> {
	all: &'a Knowledge,
	milestone: u8,
}

impl Knowledge {
	/// Of these statements, and whether its group is complete, at this moment.
	pub fn new(statements: &[Statement], group_complete: bool, now: Moment) -> Self {
		let statements = statements.iter().map(Statement::key).collect();
		Self { statements, group_complete, now }
	}
}

impl Statement {
	/// What makes it the same as another one. A confirmation is one whoever of a side gave it.
	pub fn key(&self) -> (u8, Stated, Option<ParticipantId>) {
		let witness = match self.what {
			Stated::Evidence(_) => Some(self.by),
			Stated::PayerConfirms | Stated::PlatformConfirms => None,
		};
		(self.milestone, self.what, witness)
	}
}

impl KnownOf<'_> {
	fn is_stated(&self, what: Stated, by: Option<ParticipantId>) -> bool {
		self.all.statements.contains(&(self.milestone, what, by))
	}
}

impl Known for KnownOf<'_> {
	fn payer_confirmed(&self) -> bool {
		self.is_stated(Stated::PayerConfirms, None)
	}

	fn platform_confirmed(&self) -> bool {
		self.is_stated(Stated::PlatformConfirms, None)
	}

	fn attested(&self, kind: EvidenceKind, attestor: ParticipantId) -> bool {
		self.is_stated(Stated::Evidence(kind), Some(attestor))
	}

	fn group_complete(&self) -> bool {
		self.all.group_complete
	}

	fn now(&self) -> Moment {
		self.all.now
	}
}

impl HeldOrder {
	/// The milestone of this number, from 1 on.
	pub fn milestone(&self, number: u8) -> Result<&Milestone, OrderError> {
		let mut all = self.numbered();
		let found = all.find(|(of, _)| *of == number);
		found.map(|(_, milestone)| milestone).ok_or(OrderError::UnknownMilestone)
	}

	/// The milestone of this number, where something of it is open.
	pub fn open_milestone(&self, number: u8) -> Result<&Milestone, OrderError> {
		let milestone = self.milestone(number)?;
		match milestone.amount.is_zero() {
			true => Err(OrderError::MilestoneOver),
			false => Ok(milestone),
		}
	}

	/// Whether anybody may release this: it is of milestones, and all of them are met.
	pub fn is_met(&self, what: &ReleaseWhat) -> bool {
		match what {
			ReleaseWhat::Milestone(number) => self.progress.is_met(*number),
			ReleaseWhat::All | ReleaseWhat::Amount(_) | ReleaseWhat::Legs(_) => {
				let mut open = self.open();
				!self.milestones.is_empty() && open.all(|(number, _)| self.progress.is_met(number))
			}
		}
	}

	/// An order of several milestones is released by these, or as a whole: what an amount or a leg would
	/// take from which of them nobody has agreed on.
	pub fn ensure_names_milestone(&self, what: &ReleaseWhat) -> Result<(), OrderError> {
		match what {
			ReleaseWhat::All | ReleaseWhat::Milestone(_) => Ok(()),
			ReleaseWhat::Amount(_) | ReleaseWhat::Legs(_) if self.milestones.len() <= 1 => Ok(()),
			ReleaseWhat::Amount(_) | ReleaseWhat::Legs(_) => Err(OrderError::ByMilestonesOnly),
		}
	}

	/// What a release of a milestone gives each leg: its open amount, divided by what remains (O3).
	pub fn parts_of_milestone(&self, number: u8) -> Result<Vec<Part>, OrderError> {
		self.parts_of(self.open_milestone(number)?.amount)
	}

	/// Nothing is open any more of a milestone that was released. Whatever else a release takes,
	/// [`HeldOrder::fit_milestones`] takes from them.
	pub fn close_milestone(mut self, what: &ReleaseWhat) -> Self {
		if let ReleaseWhat::Milestone(number) = what {
			self.close(|of| of == *number);
		}
		self
	}

	/// What a release of all that is met gives each leg. All of it together is divided once.
	pub fn parts_of_met(&self) -> Result<Vec<Part>, OrderError> {
		let met = self.open().filter(|(number, _)| self.progress.is_met(*number));
		let met = Amount::checked_sum(met.map(|(_, milestone)| milestone.amount));
		match met.ok_or(OrderError::Overflow)? {
			nothing if nothing.is_zero() => Ok(Vec::new()),
			met => self.parts_of(met),
		}
	}

	/// Nothing is open any more of what was met.
	pub fn close_met(mut self) -> Self {
		let progress = self.progress;
		self.close(|number| progress.is_met(number));
		self
	}

	/// Notes of a milestone that it is met, where its conditions hold and nobody noted it before.
	pub fn note_met(&mut self, number: u8, all: &Knowledge) -> bool {
		let known = KnownOf { all, milestone: number };
		let holds = !self.progress.is_met(number)
			&& self.open_milestone(number).is_ok_and(|milestone| milestone.is_met(&known));
		if holds {
			self.progress.met |= bit(number);
			self.progress.due = Some(all.now);
		}
		holds
	}

	/// Notes all milestones whose conditions hold by now. Answers those that nobody noted before.
	pub fn note_all_met(&mut self, all: &Knowledge) -> Vec<u8> {
		let open: Vec<u8> = self.open().map(|(number, _)| number).collect();
		open.into_iter().filter(|number| self.note_met(*number, all)).collect()
	}

	/// Whether every milestone that is noted as met is, and one that is open says since when.
	#[cfg(any(feature = "std", feature = "try-runtime"))]
	pub fn is_right_about(&self, all: &Knowledge) -> bool {
		let is_met = |(number, milestone): (u8, &Milestone)| {
			let known = KnownOf { all, milestone: number };
			!self.progress.is_met(number) || milestone.is_met(&known)
		};
		let due = self.open().any(|(number, _)| self.progress.is_met(number));
		let known = self.progress.met().all(|number| self.milestone(number).is_ok());
		self.numbered().all(is_met) && due == self.progress.due.is_some() && known
	}

	/// The next moment after `now` at which the clock has to ask for the conditions again.
	pub fn next_condition(&self, now: Moment) -> Option<Moment> {
		let waiting = self.open().filter(|(number, _)| !self.progress.is_met(*number));
		waiting.filter_map(|(_, milestone)| milestone.next_moment(now)).min()
	}

	/// Lowers every open milestone by its part of what left the order otherwise, so that what is open of
	/// all is what is not released (INV-ESC-9).
	pub fn fit_milestones(mut self) -> Result<Self, OrderError> {
		if self.milestones.is_empty() {
			return Ok(self);
		}
		let open = self.open_amounts();
		let sum = Amount::checked_sum(open.iter().copied()).ok_or(OrderError::Overflow)?;
		let gone = sum.checked_sub(self.unreleased()?).ok_or(OrderError::Overflow)?;
		if !gone.is_zero() {
			let parts = split_rules::apportion(&open, gone).map_err(|_| OrderError::Overflow)?;
			for (milestone, part) in self.milestones.iter_mut().zip(parts) {
				milestone.amount =
					milestone.amount.checked_sub(part).ok_or(OrderError::Overflow)?;
			}
		}
		if !self.open().any(|(number, _)| self.progress.is_met(number)) {
			self.progress.due = None;
		}
		Ok(self)
	}

	/// Whether a condition names this attestor, who so has no part in the order (P3).
	pub fn may_bear_witness(&self, who: ParticipantId) -> bool {
		let mut checks = self.milestones.iter().flat_map(Milestone::checks);
		checks.any(|check| check.attestors().contains(&who))
	}

	/// What is open of each milestone.
	pub fn open_amounts(&self) -> Vec<Amount> {
		self.milestones.iter().map(|milestone| milestone.amount).collect()
	}

	fn close(&mut self, is_closed: impl Fn(u8) -> bool) {
		for (number, milestone) in (1u8..).zip(&mut self.milestones) {
			if is_closed(number) {
				milestone.amount = Amount::ZERO;
			}
		}
	}

	/// The milestones of which something is open.
	fn open(&self) -> impl Iterator<Item = (u8, &Milestone)> {
		self.numbered().filter(|(_, milestone)| !milestone.amount.is_zero())
	}

	fn numbered(&self) -> impl Iterator<Item = (u8, &Milestone)> {
		(1u8..).zip(&self.milestones)
	}
}
