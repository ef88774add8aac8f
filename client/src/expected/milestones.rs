// SPDX-License-Identifier: Apache-2.0

//! Orders that are released part by part (O11): what is stated of each milestone, which are met, what is
//! open of each; and later deadlines (O7).
//!
//! ```text
//! sum of what is open = what is not released
//!
//! release of a milestone: nothing of it is open any more
//! all that leaves the order otherwise lowers each by its part, divided by what is open of each
//! ```

use super::{acts::over, plan::longest_hold, Refusal, Run, Standing};
use crate::{
	agreed::{Check, Clause, Milestone},
	bundle::{Action, Order, Release, Who},
};
use split_ledger_primitives::{
	limits::DISPUTE_DAYS_MAX, Amount, EvidenceKind, ExpiryPolicy, Moment, Stated, DAY_MS,
};
use std::collections::BTreeSet;

/// How far the milestones of an order are, and until when it is held.
#[derive(Clone, Debug)]
pub(super) struct Progress {
	/// What is open of each milestone.
	open: Vec<Amount>,
	/// Which are met, by their places.
	met: BTreeSet<usize>,
	/// What was stated of which, by which attestor.
	stated: BTreeSet<(usize, Stated, Option<Who>)>,
	/// When the hold ends, where that was agreed; else it is the longest.
	pub(super) deadline: Option<Moment>,
	/// Who asked for a later deadline that the other side has not agreed to: whether it was the payer.
	asked: Option<(bool, Moment)>,
}

impl Progress {
	/// Of an order that is placed now.
	pub(super) fn of(order: &Order) -> Self {
		let deadline = match order.release {
			Release::Hold { deadline, .. } => deadline,
			Release::Now => None,
		};
		Self {
			open: order.milestones.iter().map(|milestone| milestone.amount).collect(),
			met: BTreeSet::new(),
			stated: BTreeSet::new(),
			deadline,
			asked: None,
		}
	}

	/// Notes which milestones are met, where something of them is open: `has_come` tells it of a moment.
	fn note_met(
		&mut self,
		milestones: &[Milestone<Who>],
		is_complete: bool,
		has_come: impl Fn(Moment) -> bool,
	) {
		for (place, milestone) in milestones.iter().enumerate() {
			let holds = |clause: &Clause<Who>| {
				let is_so = |check: &&Check<Who>| match check {
					Check::Group => is_complete,
					check => self.is_so(place, check, &has_come),
				};
				let so = clause.of.iter().filter(is_so);
				so.count() >= usize::from(clause.need)
			};
			let has_clauses = !milestone.clauses.is_empty();
			let is_met = has_clauses && milestone.clauses.iter().all(holds);
			if is_met && !self.open[place].is_zero() {
				self.met.insert(place);
			}
		}
	}

	/// What is open of all that are met.
	fn open_of_met(&self) -> Amount {
		Amount(self.met.iter().map(|place| self.open[*place].0).sum())
	}

	/// Nothing of them is open any more. Answers what was.
	fn close_met(&mut self) -> Amount {
		let amount = self.open_of_met();
		self.met.iter().for_each(|place| self.open[*place] = Amount::ZERO);
		amount
	}

	fn is_so(&self, place: usize, check: &Check<Who>, has_come: impl Fn(Moment) -> bool) -> bool {
		let stated = |what, by| self.stated.contains(&(place, what, by));
		match check {
			Check::Payer => stated(Stated::PayerConfirms, None),
			Check::Platform => stated(Stated::PlatformConfirms, None),
			Check::Evidence { kind, attestors, quorum } => {
				let witnesses = attestors.iter();
				let witnesses =
					witnesses.filter(|who| stated(Stated::Evidence(*kind), Some(**who)));
				witnesses.count() >= usize::from(*quorum)
			}
			Check::Group => false,
			Check::After(moment) => has_come(*moment),
		}
	}
}

impl Run<'_> {
	/// Somebody states something about a milestone.
	pub(super) fn state(
		&mut self,
		place: usize,
		action: &Action,
		what: Stated,
	) -> Result<(), Refusal> {
		let order = &self.bundle.orders[place];
		let number = usize::from(action.about_milestone()) - 1;
		let clauses = &order.milestones[number].clauses;
		let checks = || clauses.iter().flat_map(|clause| &clause.of);
		let witness = match what {
			Stated::Evidence(kind) => {
				let is_asked = |check: &Check<Who>| matches!(check, Check::Evidence { kind: of, .. } if *of == kind);
				if !checks().any(is_asked) {
					return Err(unasked());
				}
				let by = action.by.filter(|by| checks().any(|check| names(check, kind, *by)));
				let stranger = || Refusal::of("not-entitled", "nobody asked this attestor for it");
				Some(by.ok_or_else(stranger)?)
			}
			Stated::PayerConfirms | Stated::PlatformConfirms => {
				let wanted = match what {
					Stated::PlatformConfirms => Check::Platform,
					_ => Check::Payer,
				};
				if !checks().any(|check| *check == wanted) {
					return Err(unasked());
				}
				None
			}
		};
		let placed = self.times.of(order);
		self.unreleased(place)?;
		self.standing(place)?.ensure_not_stopped()?;
		let progress = &mut self.placed(place)?.progress;
		if progress.stated.contains(&(number, what, witness)) {
			return Err(Refusal::of("stated-before", "it was stated under another reference"));
		}
		if progress.open[number].is_zero() {
			return Err(Refusal::of("milestone-over", "nothing of the milestone is open"));
		}
		progress.stated.insert((number, what, witness));
		self.release_met(place, |moment| moment <= placed);
		Ok(())
	}

	/// Does what the clock does on an order whose milestones may be met: it releases those in one posting.
	pub(super) fn release_met(&mut self, place: usize, has_come: impl Fn(Moment) -> bool) {
		// Nobody releases anything before its group is complete, met or not.
		if self.awaited(place).is_some() || self.unreleased(place).is_err() {
			return;
		}
		let order = &self.bundle.orders[place];
		let Some(standing) = &mut self.orders[place] else { return };
		standing.progress.note_met(&order.milestones, order.group.is_some(), has_come);
		if standing.progress.open_of_met().is_zero() {
			return;
		}
		let released = self.with_leader(place, |run| {
			run.fit_milestones(place);
			let rest = run.unreleased(place)?;
			let amount = run.placed(place)?.progress.close_met();
			let parts = split_rules::apportion(&rest, amount).expect("no more than remains");
			run.release_parts(place, &parts);
			Ok(())
		});
		self.is_clock_due |= released.is_ok();
	}

	/// What a release of a milestone takes of each leg.
	pub(super) fn of_milestone(&self, place: usize, number: u8) -> Result<Vec<Amount>, Refusal> {
		let rest = self.unreleased(place)?;
		let open = self.standing(place)?.progress.open[usize::from(number) - 1];
		if open.is_zero() {
			return Err(Refusal::of("milestone-over", "nothing of the milestone is open"));
		}
		Ok(split_rules::apportion(&rest, open).expect("no more than remains"))
	}

	/// Nothing of a milestone is open any more.
	pub(super) fn close_milestone(&mut self, place: usize, number: u8) {
		if let Some(standing) = &mut self.orders[place] {
			standing.progress.open[usize::from(number) - 1] = Amount::ZERO;
		}
	}

	/// Lowers what is open of each milestone by its part of what left the order otherwise.
	pub(super) fn fit_milestones(&mut self, place: usize) {
		let Some(Standing { legs, progress, .. }) = &mut self.orders[place] else { return };
		let sum: u64 = progress.open.iter().map(|open| open.0).sum();
		let rest: u64 = legs.iter().map(|leg| leg.unreleased.0).sum();
		if sum > rest {
			let gone = Amount(sum - rest);
			let parts = split_rules::apportion(&progress.open, gone).expect("no more than is open");
			for (open, part) in progress.open.iter_mut().zip(parts) {
				*open = Amount(open.0 - part.0);
			}
		}
	}

	/// A side asks for a later deadline: the payer's alone where what remains would go back to it, else
	/// both agree.
	pub(super) fn extend(&mut self, place: usize, action: &Action) -> Result<(), Refusal> {
		self.unreleased(place)?;
		self.standing(place)?.ensure_not_stopped()?;
		let (order, all) = (&self.bundle.orders[place], &self.bundle.participants);
		let Release::Hold { expiry, .. } = order.release else { return Err(over()) };
		let until = action.until.unwrap_or_default();
		let longest = longest_hold(order.date.unwrap_or(self.times.of(order).date()));
		let signer = all.bank_of(action.by.unwrap_or(order.payer));
		let is_payers = signer == all.bank_of(order.payer);
		let is_sellers = order.seller(all).is_some_and(|who| all.bank_of(who) == signer);
		let standing = self.placed(place)?;
		let progress = &mut standing.progress;
		if until <= progress.deadline.unwrap_or(longest) {
			return Err(Refusal::of("not-later", "the deadline is no earlier"));
		}
		if until > longest.plus(DISPUTE_DAYS_MAX * DAY_MS) {
			return Err(Refusal::of("past-end", "the order ends before"));
		}
		let has_other = |by_payer| if by_payer { is_sellers } else { is_payers };
		let is_agreed =
			progress.asked.is_some_and(|(by_payer, asked)| asked == until && has_other(by_payer));
		if is_agreed || is_payers && expiry == ExpiryPolicy::Payer {
			progress.asked = None;
			standing.tell_deadline(until);
		} else {
			progress.asked = Some((is_payers, until));
		}
		Ok(())
	}

	pub(super) fn placed(&mut self, place: usize) -> Result<&mut Standing, Refusal> {
		self.standing(place)?;
		self.orders[place].as_mut().ok_or_else(over)
	}
}

fn unasked() -> Refusal {
	Refusal::of("not-asked-for", "no condition of the milestone asks for it")
}

/// Whether a check asks this attestor for such evidence.
fn names(check: &Check<Who>, asked: EvidenceKind, who: Who) -> bool {
	match check {
		Check::Evidence { kind, attestors, .. } => *kind == asked && attestors.contains(&who),
		Check::Payer | Check::Platform | Check::Group | Check::After(_) => false,
	}
}
