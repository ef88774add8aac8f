// SPDX-License-Identifier: Apache-2.0

//! Disputes and freezes of orders: what each stops, and how it ends (O8, M7). No time to answer ends
//! within a run.

use super::{plan::longest_hold, resolution::Resolution, Refusal, Run, Standing};
use crate::{
	agreed::{Check, Milestone},
	bundle::{Bundle, InDispute, Order, Part, Release, Who},
};
use split_ledger_primitives::{
	limits::{DISPUTES_MAX, DISPUTE_DAYS_MAX, HOLD_DAYS_MAX},
	Amount, Moment, Side, DAY_MS, MINUTE_MS,
};

/// What stops the clocks of an order, and did before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stops {
	frozen_until: Option<Moment>,
	dispute: Option<Open>,
	/// Since when its clocks stand still, where that is known.
	since: Option<Moment>,
	/// Whether they stood still for a time that is not known: its deadline is later by that.
	stood_still: bool,
	/// How many disputes the payer and the merchant opened, while it was held and afterwards.
	opened: [[u8; 2]; 2],
}

/// How long an order is held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
	/// Where no deadline was agreed.
	longest: Moment,
	/// Whatever stopped it meanwhile (O7).
	absolute: Moment,
}

impl Ends {
	/// Of an order that was placed then.
	pub(super) fn of(order: &Order, placed: Moment) -> Self {
		let longest = longest_hold(order.date.unwrap_or(placed.date()));
		Self { longest, absolute: absolute_end(order, placed) }
	}
}

/// A dispute that lasts.
#[derive(Clone, Copy, Debug)]
struct Open {
	by: Side,
	answered: bool,
	/// Whether nothing was held for the order any more when it was opened.
	is_of_ended: bool,
}

impl Standing {
	/// What is not released of it.
	pub(super) fn unreleased(&self) -> Amount {
		Amount(self.legs.iter().map(|leg| leg.unreleased.0).sum())
	}

	pub(super) fn is_held(&self) -> bool {
		self.legs.iter().any(|leg| leg.unreleased.0 + leg.parked.0 > 0)
	}

	/// Whether its clocks stand still.
	pub(super) fn is_stopped(&self) -> bool {
		let disputed = self.stops.dispute.is_some_and(|open| !open.is_of_ended);
		self.is_held() && (disputed || self.stops.frozen_until.is_some())
	}

	/// Its deadline, unless its clocks stood still for a time that is not known since that was told.
	pub(super) fn deadline_told(&self) -> Option<Moment> {
		self.progress.deadline.filter(|_| !self.stops.stood_still)
	}

	/// A later deadline was agreed.
	pub(super) fn tell_deadline(&mut self, deadline: Moment) {
		(self.progress.deadline, self.stops.stood_still) = (Some(deadline), false);
	}

	/// While an order is frozen nothing leaves its hold (M7).
	pub(super) fn ensure_not_frozen(&self) -> Result<(), Refusal> {
		match self.stops.frozen_until {
			Some(_) if self.is_held() => Err(Refusal::of("order-frozen", "the order is frozen")),
			_ => Ok(()),
		}
	}

	/// Nothing is agreed anew about an order whose clocks stand still.
	pub(super) fn ensure_not_stopped(&self) -> Result<(), Refusal> {
		self.ensure_not_frozen()?;
		if self.is_stopped() {
			return Err(Refusal::of("order-disputed", "the order is disputed"));
		}
		Ok(())
	}

	/// A dispute about what is held is over once nothing of that is unreleased: somebody gave in.
	pub(super) fn end_idle_dispute(&mut self) {
		let is_idle = self.unreleased().is_zero();
		self.stops.dispute = self.stops.dispute.filter(|open| open.is_of_ended || !is_idle);
	}

	/// A freeze ends at its moment, once the minute of that is over.
	pub(super) fn end_freeze(&mut self, ended: Moment, ends: Ends) {
		let is_over = |until: &Moment| until.minute() < ended.minute();
		let Some(until) = self.stops.frozen_until.filter(is_over) else { return };
		self.stops.frozen_until = None;
		if !self.is_stopped() {
			self.go_on(Some(end_of_minute(until)), ends);
		}
	}

	/// Its clocks stop, unless they stand still already.
	fn stop(&mut self, at: Option<Moment>) {
		if !self.is_stopped() {
			self.stops.since = at;
		}
	}

	/// Its clocks go on: its deadline is later by the time that passed, at most the absolute end.
	fn go_on(&mut self, at: Option<Moment>, ends: Ends) {
		match (self.stops.since.take(), at) {
			(Some(since), Some(at)) => {
				let deadline = self.progress.deadline.unwrap_or(ends.longest);
				let later = deadline.plus(at.0.saturating_sub(since.0));
				self.progress.deadline = Some(later.min(ends.absolute));
			}
			_ => self.stops.stood_still = true,
		}
	}

	fn dispute(&mut self, by: Side, at: Option<Moment>) -> Result<(), Refusal> {
		if self.stops.dispute.is_some() {
			return Err(Refusal::of("already-disputed", "a dispute about it lasts"));
		}
		let is_of_ended = !self.is_held();
		if is_of_ended && self.legs.iter().all(|leg| leg.posted.is_empty()) {
			return Err(Refusal::of("already-refunded", "nothing of it was ever released"));
		}
		let count = &mut self.stops.opened[usize::from(is_of_ended)][by as usize];
		if *count >= DISPUTES_MAX {
			return Err(Refusal::of("too-many-disputes", "this side disputed it too often"));
		}
		if !is_of_ended && self.unreleased().is_zero() {
			return Err(Refusal::of("nothing-remains", "nothing of it is unreleased"));
		}
		let count = &mut self.stops.opened[usize::from(is_of_ended)][by as usize];
		*count += 1;
		if !is_of_ended {
			self.stop(at);
		}
		self.stops.dispute = Some(Open { by, answered: false, is_of_ended });
		Ok(())
	}

	/// The dispute that lasts, for whoever may still take it back or answer it.
	fn unanswered(&mut self) -> Result<&mut Open, Refusal> {
		let none = || Refusal::of("not-disputed", "no dispute about it lasts");
		let open = self.stops.dispute.as_mut().ok_or_else(none)?;
		if open.answered {
			return Err(Refusal::of("already-answered", "the other side has answered"));
		}
		Ok(open)
	}
}

impl Run<'_> {
	/// What is said in a dispute.
	pub(super) fn argue(&mut self, place: usize, said: InDispute) -> Result<(), Refusal> {
		let order = &self.bundle.orders[place];
		self.standing(place)?;
		if order.resolver.is_none() {
			return Err(Refusal::of("no-dispute-agreed", "the order names no resolver"));
		}
		let banks = [Side::Payer, Side::Merchant].map(|side| {
			let all = &self.bundle.participants;
			order.on_side(side, all).map(|who| all.bank_of(who))
		});
		// A bank of both sides speaks for either.
		let speaks = |as_side: Side, side: Side| banks[as_side as usize] == banks[side as usize];
		let not_entitled = || Refusal::of("not-entitled", "it is for the other side to say");
		match said {
			InDispute::Open(by) => {
				self.ensure_not_awaiting(place)?;
				let at = self.acting_at();
				self.placed(place)?.dispute(by, at)
			}
			InDispute::Answer(by) => {
				let open = self.placed(place)?.unanswered()?;
				let may = speaks(by, open.by.other());
				open.answered = may;
				may.then_some(()).ok_or_else(not_entitled)
			}
			InDispute::Withdraw(by) => {
				let standing = self.placed(place)?;
				let may = speaks(by, standing.unanswered()?.by);
				standing.stops.dispute = standing.stops.dispute.filter(|_| !may);
				may.then_some(()).ok_or_else(not_entitled)?;
				self.resume(place);
				Ok(())
			}
			InDispute::Resolve(payer_ppm) => self.resolve(place, payer_ppm),
		}
	}

	/// The payer's bank freezes an order, at the longest until its absolute end.
	pub(super) fn freeze(&mut self, place: usize, until: Option<Moment>) -> Result<(), Refusal> {
		let order = &self.bundle.orders[place];
		let placed = self.times.of(order);
		let end = absolute_end(order, placed);
		let at = self.acting_at();
		let standing = self.placed(place)?;
		if !standing.is_held() {
			return Err(super::acts::over());
		}
		let until = until.unwrap_or(end);
		if until <= at.unwrap_or(placed) {
			return Err(Refusal::of("freeze-end-passed", "a freeze ends later than it begins"));
		}
		if until > end {
			return Err(Refusal::of("freeze-past-end", "a freeze ends with the order"));
		}
		standing.stop(at);
		standing.stops.frozen_until = Some(until);
		Ok(())
	}

	/// The payer's bank lifts it.
	pub(super) fn unfreeze(&mut self, place: usize) -> Result<(), Refusal> {
		let standing = self.placed(place)?;
		if !standing.is_held() {
			return Err(super::acts::over());
		}
		match standing.stops.frozen_until.take() {
			Some(_) => {}
			None => return Err(Refusal::of("not-frozen", "nobody froze the order")),
		}
		self.is_clock_due |= self.go_back_thawed(place);
		self.resume(place);
		Ok(())
	}

	/// The clocks of an order go on where nothing stops them any more. Once the minute is over, the clock
	/// does what came due meanwhile: the run waits for that.
	fn resume(&mut self, place: usize) {
		let (order, at) = (&self.bundle.orders[place], self.acting_at());
		let placed = self.times.of(order);
		let Ok(standing) = self.placed(place) else { return };
		if !standing.is_held() || standing.is_stopped() {
			return;
		}
		standing.go_on(at, Ends::of(order, placed));
		let Release::Hold { by_clock, .. } = order.release else { return };
		let moment = by_clock.moment(placed);
		self.is_clock_due |= moment.is_some() || order.milestones.iter().any(names_a_time);
		let Some(at) = at else { return };
		if moment.is_some_and(|moment| moment.minute() <= at.minute()) {
			// Refused where nothing is left, or its group is not complete.
			self.release(place, &Part::All).ok();
		}
		self.release_met(place, |moment| moment <= end_of_minute(at));
	}

	/// The resolver decides, once the other side answered (O8). In one act, which is no refund that
	/// counts: out of the hold to the payer, the rest to the payees, and then what accounts give.
	fn resolve(&mut self, place: usize, payer_ppm: u32) -> Result<(), Refusal> {
		let mut standing = self.standing(place)?.clone();
		let none = || Refusal::of("not-disputed", "no dispute about it lasts");
		if !standing.stops.dispute.ok_or_else(none)?.answered {
			return Err(Refusal::of("not-answered-yet", "the other side still has time"));
		}
		self.ensure_resolver_does_not_lead(place)?;
		standing.ensure_not_frozen()?;
		let resolution = self.resolution(place, &standing, payer_ppm)?;
		let before = (standing.clone(), self.credited.clone());
		standing.stops.dispute = None;

		self.money.begin();
		let done = self.carry_out(place, standing, &resolution);
		if let Err(refusal) = done.and_then(|()| self.money.accept()) {
			self.money.undo();
			(self.orders[place], self.credited) = (Some(before.0), before.1);
			return Err(refusal);
		}
		Ok(())
	}

	/// The leader of its group may be who decides about an order that named another one (O10).
	fn ensure_resolver_does_not_lead(&self, place: usize) -> Result<(), Refusal> {
		let order = &self.bundle.orders[place];
		let leader = order.group.and_then(|group| self.groups.leader(self.bundle, group));
		match order.resolver.filter(|resolver| leader == Some(resolver.who)) {
			Some(_) => Err(Refusal::of("resolver-is-party", "who decides leads the group")),
			None => Ok(()),
		}
	}

	/// Payees are paid before anybody gives: who is short gives of what it just got.
	fn carry_out(
		&mut self,
		place: usize,
		mut standing: Standing,
		resolution: &Resolution,
	) -> Result<(), Refusal> {
		let Resolution { from_hold, from_released } = resolution;
		let all: Vec<_> = from_hold.iter().chain(from_released).copied().collect();
		self.free_shares(place, &all, &mut standing);
		// What the merchant gives in the place of a leader's fee is the leader's already here (R2).
		standing.count_shares(&all);
		self.orders[place] = Some(standing);
		self.bind_own_leader(place);
		let standing = self.standing(place)?;
		let rest: Vec<Amount> = standing.legs.iter().map(|leg| leg.unreleased).collect();
		self.release_parts(place, &rest);
		self.give_shares(place, &all)
	}
}

/// When the minute of a moment is over.
fn end_of_minute(moment: Moment) -> Moment {
	Moment(u64::from(moment.minute()).saturating_add(1).saturating_mul(MINUTE_MS))
}

/// Whether a condition of it is a time.
fn names_a_time(milestone: &Milestone<Who>) -> bool {
	let mut checks = milestone.clauses.iter().flat_map(|clause| &clause.of);
	checks.any(|check| matches!(check, Check::After(_)))
}

/// The latest that freeze, dispute or extension keep an order: 210 days after its reference's date (O7).
fn absolute_end(order: &Order, placed: Moment) -> Moment {
	let date = order.date.unwrap_or(placed.date());
	date.start().plus((HOLD_DAYS_MAX + DISPUTE_DAYS_MAX) * DAY_MS)
}

/// Who decides has no part in the order, and speaks for none of its sides as a bank (P3, O8).
pub(super) fn check_resolver(order: &Order, bundle: &Bundle) -> Result<(), Refusal> {
	let Some(resolver) = order.resolver else { return Ok(()) };
	let all = &bundle.participants;
	let sides = [Side::Payer, Side::Merchant].into_iter();
	let sides = sides.filter_map(|side| order.on_side(side, all));
	let of_sides = sides.flat_map(|who| [who, all.bank_of(who)]);
	let platform = order.rules.as_ref().and_then(|_| order.platform(all));
	let submitter = bundle.submitter(order);
	if of_sides.chain(platform).chain([submitter]).any(|who| who == resolver.who) {
		let name = &all.get(resolver.who).name;
		return Err(Refusal::of("resolver-is-party", format!("{name} has a part in the order")));
	}
	Ok(())
}
