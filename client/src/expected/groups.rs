// SPDX-License-Identifier: Apache-2.0

//! Groups of orders that succeed together (O10): which orders are in, and what becomes of them when their
//! group is complete or has failed.

use super::{Plan, Refusal, Refused, Run, Standing, Times};
use crate::bundle::{Bundle, ByClock, Group, Order, Release, Who};
use split_ledger_primitives::{
	limits::{GROUP_DAYS_MAX, GROUP_HOURS},
	Amount, Moment, DAY_MS,
};

const HOUR_MS: u64 = 3_600_000;

/// The groups of a bundle, by their places.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
	rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
	needed: usize,
	/// The first moment at which it has failed.
	deadline: Moment,
	state: State,
	/// The orders that are in, by their places, in the order of their joins.
	members: Vec<usize>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
	/// The chain refused to open it.
	Refused,
	Open,
	Complete,
	/// It was not complete in time, or it was called off.
	Failed,
}

impl Groups {
	/// The groups as they were opened, or refused to be.
	pub(crate) fn opened(bundle: &Bundle, times: &Times) -> Self {
		let row = |group: &Group| {
			let at = times.opened(&group.reference());
			let deadline = group.deadline.unwrap_or(at.plus(GROUP_HOURS * HOUR_MS));
			let in_range = at < deadline && deadline <= at.plus(GROUP_DAYS_MAX * DAY_MS);
			let state = if in_range { State::Open } else { State::Refused };
			let needed = usize::try_from(group.needed).unwrap_or(usize::MAX);
			Row { needed, deadline, state, members: Vec::new() }
		};
		Self { rows: bundle.groups.iter().map(row).collect() }
	}

	/// Those that the chain refused to open.
	pub(super) fn refused(&self, bundle: &Bundle) -> Vec<Refused> {
		let rows = bundle.groups.iter().zip(&self.rows);
		let refused = rows.filter(|(_, row)| row.state == State::Refused);
		let refusal = || {
			let detail = "its deadline has passed, or is more than 30 days ahead";
			Refusal::of("deadline-out-of-range", detail)
		};
		refused
			.map(|(group, _)| Refused { reference: group.reference(), refusal: refusal() })
			.collect()
	}

	/// Whether an order that is placed at `at` may join the group that it names, behind so many others of
	/// its own payment.
	pub(crate) fn may_join(
		&self,
		bundle: &Bundle,
		order: &Order,
		plan: &Plan,
		at: Moment,
		pending: usize,
	) -> Result<(), Refusal> {
		let Some(place) = order.group else { return Ok(()) };
		let (group, row) = (&bundle.groups[place], &self.rows[place]);
		let is_open = row.state == State::Open && at < row.deadline;
		if row.state == State::Refused {
			return Err(Refusal::of("unknown-group", "the group was not opened"));
		}
		if !is_open || row.members.len() + pending >= row.needed {
			return Err(Refusal::of("group-closed", "nothing joins the group any more"));
		}
		let all = &bundle.participants;
		let is_alike = order.rules.as_ref() == Some(&group.rules)
			&& order.platform(all) == Some(group.platform)
			&& order.merchant(all) == Some(group.merchant);
		if !is_alike {
			return Err(Refusal::of("other-group-terms", "the group is of other orders"));
		}
		if is_at_once(order, at) {
			return Err(Refusal::of("paid-before-its-group", "it would be paid at once"));
		}
		let ends = match order.release {
			Release::Now => None,
			Release::Hold { deadline, .. } => deadline,
		};
		if ends.is_some_and(|ends| ends < row.deadline) {
			let detail = "its hold ends before its group does";
			return Err(Refusal::of("deadline-before-its-groups", detail));
		}
		ensure_leader(group, plan)
	}

	/// An order joins. Whether its group is complete with it.
	pub(crate) fn join(&mut self, group: usize, order: usize) -> bool {
		let row = &mut self.rows[group];
		row.members.push(order);
		let is_complete = row.members.len() == row.needed;
		if is_complete {
			row.state = State::Complete;
		}
		is_complete
	}

	/// Whether so many more joins complete it.
	pub(crate) fn is_completed_by(&self, group: usize, joins: usize) -> bool {
		let row = &self.rows[group];
		row.state == State::Open && row.members.len() + joins == row.needed
	}

	/// The orders that are in.
	pub(crate) fn members(&self, group: usize) -> &[usize] {
		&self.rows[group].members
	}

	/// Whom the first order that is in names for the leader's slot, once the group is complete.
	pub(crate) fn leader(&self, bundle: &Bundle, group: usize) -> Option<Who> {
		let row = &self.rows[group];
		let first = row.members.first().filter(|_| row.state == State::Complete)?;
		bundle.orders[*first].party(bundle.groups[group].leader.as_ref()?)
	}

	/// Ends the open groups whose deadline has come. Answers which.
	pub(crate) fn fail_due(&mut self, at: Moment) -> Vec<usize> {
		let is_due = |row: &Row| row.state == State::Open && row.deadline <= at;
		let due: Vec<usize> =
			(0..self.rows.len()).filter(|place| is_due(&self.rows[*place])).collect();
		due.iter().for_each(|group| self.rows[*group].state = State::Failed);
		due
	}
}

/// A leader gets fees and commissions, and is not the merchant; an order without a part for it does not
/// join.
fn ensure_leader(group: &Group, plan: &Plan) -> Result<(), Refusal> {
	let Some(slot) = &group.leader else { return Ok(()) };
	let legs = || plan.leaves.iter().filter(|leaf| leaf.slot == *slot && !leaf.amount.is_zero());
	if legs().next().is_none() {
		return Err(Refusal::of("leader-missing", "the case has nothing for a leader"));
	}
	if legs().any(|leaf| leaf.payee == group.merchant) {
		return Err(Refusal::of("merchant-leads", "the merchant cannot lead"));
	}
	if !legs().all(|leaf| leaf.purpose.counts_to_share_cap()) {
		return Err(Refusal::of("leader-unfit", "a leader gets fees and commissions"));
	}
	Ok(())
}

/// Whether an order that is placed at `at` pays in its own block: also where its moment of release has come
/// already.
pub(super) fn is_at_once(order: &Order, at: Moment) -> bool {
	match order.release {
		Release::Now => true,
		Release::Hold { by_clock, .. } => by_clock.moment(at).is_some_and(|moment| moment <= at),
	}
}

/// Whether an order is paid at once when its group is complete, at `at`.
pub(crate) fn is_due_at_success(order: &Order, placed: Moment, at: Moment) -> bool {
	match order.release {
		Release::Now | Release::Hold { by_clock: ByClock::Never, .. } => true,
		Release::Hold { by_clock, .. } => {
			by_clock.moment(placed).is_some_and(|moment| moment <= at)
		}
	}
}

impl Run<'_> {
	/// The orders of an item that was placed join their groups. The clock takes up those of a group that is
	/// complete with that.
	pub(super) fn join(&mut self, item: &[usize]) {
		let mut completed = Vec::new();
		for place in item {
			let Some(group) = self.bundle.orders[*place].group else { continue };
			if self.groups.join(group, *place) {
				completed.push((group, self.times.of(&self.bundle.orders[*place])));
			}
		}
		for (group, at) in completed {
			for place in self.groups.members(group).to_vec() {
				self.take_up(place, at);
			}
		}
	}

	/// The clock looks at an order whose group is complete: what is due on it is paid. Where the bank of its
	/// payer has no cover for the leader, it stays held.
	fn take_up(&mut self, place: usize, at: Moment) {
		let order = &self.bundle.orders[place];
		if !order.milestones.is_empty() {
			self.release_met(place, |moment| moment <= at);
		} else if is_due_at_success(order, self.times.of(order), at) {
			self.with_leader(place, |run| {
				// Nothing is left where all of it is the leader's own.
				run.release_rest(place).ok();
				Ok(())
			})
			.ok();
		}
		self.collect_credited();
	}

	/// Ends the groups whose deadline has come: their orders go back.
	pub(super) fn fail_due(&mut self, at: Moment) {
		for group in self.groups.fail_due(at) {
			self.give_group_back(group);
		}
	}

	/// Its platform calls a group off.
	pub(super) fn call_off(&mut self, group: usize) -> Result<(), Refusal> {
		match self.groups.rows[group].state {
			State::Open => {}
			State::Refused => return Err(Refusal::of("unknown-group", "it was not opened")),
			State::Complete => {
				return Err(Refusal::of("already-complete", "success never reverts"));
			}
			State::Failed => return Err(Refusal::of("already-failed", "it has failed")),
		}
		self.groups.rows[group].state = State::Failed;
		self.give_group_back(group);
		Ok(())
	}

	/// Waits until the group for which an order waits has failed. False where it waits for none.
	pub(super) fn expire_with_group(&mut self, place: usize) -> bool {
		let Some(group) = self.awaited(place) else { return false };
		self.groups.rows[group].state = State::Failed;
		self.give_group_back(group);
		true
	}

	/// All of the orders of a group that failed goes back to their funders, whatever was agreed for their
	/// deadlines: nothing was earned.
	fn give_group_back(&mut self, group: usize) {
		for place in self.groups.members(group).to_vec() {
			let Ok(standing) = self.standing(place) else { continue };
			// One that is frozen goes back when that is over.
			if standing.ensure_not_frozen().is_err() {
				continue;
			}
			let parts: Vec<Amount> = standing.legs.iter().map(|leg| leg.unreleased).collect();
			self.give_up(place, &parts);
		}
	}

	/// The group for which an order waits: one that is open.
	pub(super) fn awaited(&self, place: usize) -> Option<usize> {
		let group = self.bundle.orders[place].group?;
		(self.groups.rows[group].state == State::Open).then_some(group)
	}

	/// Before success nobody releases an order, not even its payer.
	pub(super) fn ensure_not_awaiting(&self, place: usize) -> Result<(), Refusal> {
		match self.awaited(place) {
			Some(_) if self.orders[place].is_some() => {}
			_ if self.goes_back(place) => {}
			_ => return Ok(()),
		}
		Err(Refusal::of("group-not-complete", "its group is not complete"))
	}

	/// Whether an order goes back with its group as soon as nobody freezes it any more.
	fn goes_back(&self, place: usize) -> bool {
		let group = self.bundle.orders[place].group;
		let has_failed = group.is_some_and(|group| self.groups.rows[group].state == State::Failed);
		has_failed && self.standing(place).is_ok_and(Standing::is_held)
	}

	/// What was frozen when its group failed goes back once that is over. Whether it did.
	pub(super) fn go_back_thawed(&mut self, place: usize) -> bool {
		let goes_back = self.goes_back(place);
		if let (true, Ok(parts)) = (goes_back, self.unreleased(place)) {
			self.give_up(place, &parts);
		}
		goes_back
	}

	/// An order of which all went back before success leaves its group.
	pub(super) fn leave_if_over(&mut self, place: usize) {
		let is_over = |leg: &super::Leg| leg.unreleased.is_zero() && leg.parked.is_zero();
		let over = self.standing(place).is_ok_and(|standing| standing.legs.iter().all(is_over));
		if let Some(group) = self.awaited(place).filter(|_| over) {
			self.groups.rows[group].members.retain(|member| *member != place);
		}
	}

	/// Acts on an order after its leader has its legs, which takes cover of its own where the payer's bank
	/// comes to owe for them: refused as a whole where that is short.
	pub(super) fn with_leader(
		&mut self,
		place: usize,
		act: impl FnOnce(&mut Self) -> Result<(), Refusal>,
	) -> Result<(), Refusal> {
		let Some(leader) = self.leader_to_bind(place) else { return act(self) };
		let before = self.standing(place)?.clone();
		self.money.begin();
		self.bind_leader(place, leader);
		let done = act(self).and_then(|()| self.money.accept());
		done.inspect_err(|_| {
			self.money.undo();
			self.orders[place] = Some(before);
		})
	}

	/// Gives the leader its legs within what is done already.
	pub(super) fn bind_own_leader(&mut self, place: usize) {
		if let Some(leader) = self.leader_to_bind(place) {
			self.bind_leader(place, leader);
		}
	}

	/// Nothing of the leader's legs is given to anybody before the leader has them.
	pub(super) fn ensure_led(&self, place: usize, leg: &super::Leg) -> Result<(), Refusal> {
		let group = self.bundle.orders[place].group.map(|group| &self.bundle.groups[group]);
		let is_leaders = group.is_some_and(|group| group.leader.as_ref() == Some(&leg.leaf.slot));
		if is_leaders && !self.standing(place)?.is_led {
			return Err(Refusal::of("group-not-complete", "the leg waits for its leader"));
		}
		Ok(())
	}

	/// Whether somebody has earned a leg: those of the leader's slot nobody has before the leader has them.
	pub(super) fn is_earned(&self, place: usize, told: usize) -> bool {
		let leg = self.standing(place).ok().and_then(|standing| standing.legs.get(told));
		leg.is_some_and(|leg| self.ensure_led(place, leg).is_ok())
	}

	fn leader_to_bind(&self, place: usize) -> Option<Who> {
		let group = self.bundle.orders[place].group?;
		let standing = self.standing(place).ok()?;
		self.groups.leader(self.bundle, group).filter(|_| !standing.is_led)
	}

	/// Gives the leader its legs; those of an order that it pays for itself go back to the funders.
	fn bind_leader(&mut self, place: usize, leader: Who) {
		let order = &self.bundle.orders[place];
		let slot = order.group.and_then(|group| self.bundle.groups[group].leader.as_ref());
		let Some(standing) = &mut self.orders[place] else { return };
		standing.is_led = true;
		let mut parts = Vec::new();
		for leg in &mut standing.legs {
			let is_leaders = Some(&leg.leaf.slot) == slot;
			if is_leaders {
				leg.leaf.payee = leader;
			}
			parts.push(if is_leaders { leg.unreleased } else { Amount::ZERO });
		}
		if standing.stakes.iter().any(|stake| stake.who == leader) {
			self.give_up(place, &parts);
		} else {
			standing.renew_promises(&mut self.money, order.unit);
		}
	}

	/// For whom a leg is, as the results say it: once the group is complete, the leader's are the leader's.
	pub(super) fn payee_shown(&self, order: &Order, leg: &super::Leg) -> Who {
		let led = || {
			let group = order.group?;
			let is_leaders = self.bundle.groups[group].leader.as_ref() == Some(&leg.leaf.slot);
			self.groups.leader(self.bundle, group).filter(|_| is_leaders)
		};
		led().unwrap_or(leg.leaf.payee)
	}
}
