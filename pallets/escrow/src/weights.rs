// SPDX-License-Identifier: Apache-2.0

//! What calls and steps of the clock cost: `f(orders, legs, bytes)`, by the greatest number of legs
//! that each order states for itself and by the rule sets that it names.

use crate::{types::ReturnItem, Config, Item};
use alloc::collections::BTreeSet;
use frame::{prelude::Get, weights_prelude::Weight};
use split_ledger_primitives::{
	limits::{LEGS_MAX, MILESTONES_MAX, RULE_SET_BYTES_MAX},
	Check, Milestone, OrderBody, ReleaseMode, RuleHash, Terms,
};

/// The measured functions. `l` counts legs, `o` orders, `b` the bytes of all rule sets that are read.
///
/// A cost is measured where it grows straight. One order has 16 parties at most, so rows stop growing
/// there; functions of one order are measured up to 16 legs and charge more than what the rest cost. What
/// a leg more of a batch costs is measured apart from what an order more of it costs: no straight line
/// goes through both.
pub trait WeightInfo {
	/// One order.
	fn place(l: u32, b: u32) -> Weight;
	/// All orders of a combined payment, each of one leg that is parked, under the largest rule set.
	fn place_combined(o: u32) -> Weight;
	/// A batch, each order a payment of its own of one leg that is parked, under the largest rule set.
	fn place_batch(o: u32) -> Weight;
	/// 500 orders of `l` legs over all; what two of these differ by is what legs that are paid cost.
	fn legs_placed(l: u32) -> Weight;
	/// What is asked of and counted on `d` mandates.
	fn draws(d: u32) -> Weight;
	/// What placements ask about `r` receivers and the merchants whose they are (P4, P6).
	fn receivers(r: u32) -> Weight;
	/// One release.
	fn release(l: u32) -> Weight;
	/// A batch of releases of orders of one leg.
	fn release_batch(o: u32) -> Weight;
	/// The releases of 500 orders of `l` legs over all, as [`WeightInfo::legs_placed`].
	fn legs_released(l: u32) -> Weight;
	/// One refund after the release of all legs, each advanced for in part, of an order that has ended.
	fn refund(l: u32, b: u32) -> Weight;
	/// One order with parked legs.
	fn retry_parked(l: u32) -> Weight;
	/// One return of an order that has ended.
	fn return_leg(l: u32, b: u32) -> Weight;
	/// A batch of returns of orders of one leg that have ended, under one small rule set.
	fn return_batch(o: u32) -> Weight;
	/// What is collected for `n` creditors.
	fn collect(n: u32) -> Weight;
	/// What a block costs in which nothing is due.
	fn tick() -> Weight;
	/// A minute without hints.
	fn pass_minute() -> Weight;
	/// A hint whose order is due.
	fn look_at(l: u32) -> Weight;
	/// A debtor with as many liens as there can be, all of which are paid.
	fn look_at_debtor() -> Weight;
	/// A row of a pruned date.
	fn prune_row() -> Weight;
	/// A leg of an order with as many as there can be, to an account for which cover is needed.
	fn assign_leg() -> Weight;
	/// A deduction that crosses banks and takes all that is in its hold.
	fn deduct() -> Weight;
	/// An order that is frozen.
	fn freeze_order() -> Weight;
	/// A freeze that is lifted, of an order that is due.
	fn lift_order_freeze() -> Weight;
	/// A dispute about an order that is open.
	fn dispute() -> Weight;
	/// An answer to it.
	fn answer_dispute() -> Weight;
	/// A dispute that is withdrawn, about an order that is due.
	fn withdraw_dispute() -> Weight;
	/// A dispute that is decided about an order of which each leg is released in part and gives a part
	/// back that is advanced for in part.
	fn resolve_dispute(l: u32, b: u32) -> Weight;
	/// What it costs more to read and write rows of orders with `m` milestones over all, each with as
	/// many checks as there can be.
	fn milestones(m: u32) -> Weight;
	/// What placements ask about `a` attestors, each another one.
	fn attestors(a: u32) -> Weight;
	/// What the clock, or a release by itself, reads and asks of the conditions of an order: the most that
	/// there can be.
	fn conditions() -> Weight;
	/// A statement that is the last of as many as there can be.
	fn attest() -> Weight;
	/// A later deadline of an order of the most legs and milestones.
	fn extend() -> Weight;
	/// What `n` orders ask of the groups that they name, and write there when they join or leave.
	fn join_groups(n: u32) -> Weight;
	/// An order of a group that ended, taken up.
	fn take_waiting() -> Weight;
	/// One payment out of an unclaimed account to another bank.
	fn pay_unclaimed() -> Weight;
}

/// Plausible values for mocks; a runtime has measured ones.
impl WeightInfo for () {
	fn place(l: u32, b: u32) -> Weight {
		per(1, l).saturating_add(reading(b))
	}
	fn place_combined(o: u32) -> Weight {
		per(o, 0)
	}
	fn place_batch(o: u32) -> Weight {
		per(o, 0)
	}
	fn legs_placed(l: u32) -> Weight {
		per(500, l)
	}
	fn draws(d: u32) -> Weight {
		Weight::from_parts(20_000_000, 3_000).saturating_mul(d.into())
	}
	fn receivers(r: u32) -> Weight {
		Weight::from_parts(4_000_000, 2_600).saturating_mul(r.into())
	}
	fn release(l: u32) -> Weight {
		per(1, l)
	}
	fn release_batch(o: u32) -> Weight {
		per(o, o)
	}
	fn legs_released(l: u32) -> Weight {
		per(500, l)
	}
	fn refund(l: u32, b: u32) -> Weight {
		per(1, l.saturating_mul(2)).saturating_add(reading(b))
	}
	fn retry_parked(l: u32) -> Weight {
		per(1, l)
	}
	fn return_leg(l: u32, b: u32) -> Weight {
		per(1, l).saturating_add(reading(b))
	}
	fn return_batch(o: u32) -> Weight {
		per(o, o)
	}
	fn collect(n: u32) -> Weight {
		per(1, n)
	}
	fn tick() -> Weight {
		Weight::from_parts(20_000_000, 5_000)
	}
	fn pass_minute() -> Weight {
		Weight::from_parts(5_000_000, 3_000)
	}
	fn look_at(l: u32) -> Weight {
		per(1, l)
	}
	fn look_at_debtor() -> Weight {
		per(1, 16)
	}
	fn prune_row() -> Weight {
		Weight::from_parts(20_000_000, 3_000)
	}
	fn assign_leg() -> Weight {
		per(1, 4)
	}
	fn deduct() -> Weight {
		per(1, 4)
	}
	fn freeze_order() -> Weight {
		per(1, 0)
	}
	fn lift_order_freeze() -> Weight {
		per(1, 0)
	}
	fn dispute() -> Weight {
		per(1, 1)
	}
	fn answer_dispute() -> Weight {
		per(1, 1)
	}
	fn withdraw_dispute() -> Weight {
		per(1, 1)
	}
	fn resolve_dispute(l: u32, b: u32) -> Weight {
		per(1, l.saturating_mul(3)).saturating_add(reading(b))
	}
	fn pay_unclaimed() -> Weight {
		per(1, 4)
	}

	fn milestones(m: u32) -> Weight {
		Weight::from_parts(3_000_000, 500).saturating_mul(m.into())
	}
	fn attestors(a: u32) -> Weight {
		Weight::from_parts(3_000_000, 2_600).saturating_mul(a.into())
	}
	fn conditions() -> Weight {
		Weight::from_parts(400_000_000, 80_000)
	}
	fn attest() -> Weight {
		per(1, 0).saturating_add(Self::milestones(16)).saturating_add(Self::conditions())
	}
	fn extend() -> Weight {
		per(1, 2).saturating_add(Self::milestones(16))
	}
	fn join_groups(n: u32) -> Weight {
		Weight::from_parts(40_000_000, 9_000).saturating_mul(n.into())
	}
	fn take_waiting() -> Weight {
		Weight::from_parts(20_000_000, 9_000)
	}
}

fn per(orders: u32, legs: u32) -> Weight {
	let base = Weight::from_parts(30_000_000, 10_000);
	let order = Weight::from_parts(60_000_000, 8_000).saturating_mul(orders.into());
	let leg = Weight::from_parts(10_000_000, 2_600).saturating_mul(legs.into());
	base.saturating_add(order).saturating_add(leg)
}

fn reading(bytes: u32) -> Weight {
	Weight::from_parts(5_000, 1).saturating_mul(bytes.into())
}

/// What the plans of orders are charged for, beside rule sets.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Planning {
	/// Legs. Each party that an order names is a row that is read, which is less than a leg costs.
	pub(crate) legs: u32,
	/// Accounts that may have to be receivers of the merchant.
	pub(crate) receivers: u32,
	/// Mandates that orders draw by.
	pub(crate) draws: u32,
	/// Milestones, each of which may have as many checks as there can be.
	pub(crate) milestones: u32,
	/// Attestors that the conditions of orders name, each as often as it is named.
	pub(crate) attestors: u32,
	/// Orders that join a group.
	pub(crate) joins: u32,
}

impl Planning {
	/// Of an order of so many leaves, with all that it names.
	pub(crate) fn of_order(leaves: u32, order: &OrderBody) -> Self {
		Self::of(leaves, &order.terms).drawing(order).with_conditions(order).joining(order)
	}

	/// Of the plan alone: of so many leaves.
	pub(crate) fn of(leaves: u32, terms: &Terms) -> Self {
		let (parties, receivers) = match terms {
			Terms::Transfer { .. } => (1, 0),
			Terms::Split { parties, .. } => (parties.len(), parties.len()),
		};
		let count = |of| u32::try_from(of).unwrap_or(u32::MAX);
		Self { legs: leaves.max(count(parties)), receivers: count(receivers), ..Self::default() }
	}

	/// With so many funders, each but the payer as [`crate::types::HeldOrder::charged_legs`] counts it.
	pub(crate) fn funded(self, funders: usize) -> Self {
		let others = funders.saturating_sub(1).saturating_mul(2);
		let more = u32::try_from(others).unwrap_or(u32::MAX);
		Self { legs: self.legs.saturating_add(more), ..self }
	}

	/// With the funders and the mandates that an order names.
	fn drawing(self, order: &OrderBody) -> Self {
		let planning = self.funded(order.funders.len().saturating_add(1));
		let of_funders = order.funders.iter().filter_map(|part| part.mandate);
		let draws = order.mandate.into_iter().chain(of_funders).count();
		Self { draws: u32::try_from(draws).unwrap_or(u32::MAX), ..planning }
	}

	/// With what an order is released on.
	fn with_conditions(self, order: &OrderBody) -> Self {
		let ReleaseMode::Agreed { milestones, .. } = &order.release else { return self };
		let count = |of| u32::try_from(of).unwrap_or(u32::MAX);
		let attestors = milestones.iter().flat_map(Milestone::checks).flat_map(Check::attestors);
		let attestors = count(attestors.count());
		Self { milestones: count(milestones.len()), attestors, ..self }
	}

	/// With the group that an order joins.
	fn joining(self, order: &OrderBody) -> Self {
		Self { joins: order.group.is_some().into(), ..self }
	}

	/// Of an order before its plan is known. One that states more legs than an order may have is
	/// refused before they cost anything.
	pub(crate) fn stated(order: &OrderBody) -> Self {
		Self::of_order(u32::from(order.legs_max).min(LEGS_MAX), order)
	}

	/// Of orders before their plans are known.
	pub(crate) fn of_all<'a>(orders: impl IntoIterator<Item = &'a OrderBody>) -> Self {
		orders.into_iter().map(Self::stated).fold(Self::default(), |mut sum, more| {
			sum.add(more);
			sum
		})
	}

	/// Counts of at most 500 orders of at most 50 legs.
	pub(crate) fn add(&mut self, more: Self) {
		self.legs = self.legs.saturating_add(more.legs);
		self.receivers = self.receivers.saturating_add(more.receivers);
		self.draws = self.draws.saturating_add(more.draws);
		self.milestones = self.milestones.saturating_add(more.milestones);
		self.attestors = self.attestors.saturating_add(more.attestors);
		self.joins = self.joins.saturating_add(more.joins);
	}
}

pub(crate) fn of_order<T: Config>(order: &OrderBody) -> Weight {
	of_one::<T>(Planning::stated(order), bytes_of([order]))
}

/// One order.
pub(crate) fn of_one<T: Config>(planning: Planning, bytes: u32) -> Weight {
	let place = T::WeightInfo::place(planning.legs, bytes);
	place.saturating_add(of_neighbours::<T>(planning))
}

pub(crate) fn of_items<T: Config>(items: &[Item]) -> Weight {
	let orders = || items.iter().flatten();
	let count = u32::try_from(orders().count()).unwrap_or(u32::MAX);
	let (planning, bytes) = (Planning::of_all(orders()), bytes_of(orders()));
	let batch = of_batch::<T>(count, planning, bytes);
	batch.max(of_combined::<T>(count, planning, bytes))
}

/// A batch of so many orders, under rule sets of so many bytes over all.
pub(crate) fn of_batch<T: Config>(orders: u32, planning: Planning, bytes: u32) -> Weight {
	T::WeightInfo::place_batch(orders).saturating_add(of_more::<T>(planning, bytes))
}

/// A combined payment, likewise.
pub(crate) fn of_combined<T: Config>(orders: u32, planning: Planning, bytes: u32) -> Weight {
	T::WeightInfo::place_combined(orders).saturating_add(of_more::<T>(planning, bytes))
}

/// The legs, the rule sets, and what is asked of other pallets.
fn of_more<T: Config>(planning: Planning, bytes: u32) -> Weight {
	let legs = T::WeightInfo::legs_placed(planning.legs);
	let legs = legs.saturating_sub(T::WeightInfo::legs_placed(0));
	let rules = T::WeightInfo::place(0, bytes).saturating_sub(T::WeightInfo::place(0, 0));
	legs.saturating_add(rules).saturating_add(of_neighbours::<T>(planning))
}

/// The receivers, the mandates, what orders are released on, and the groups.
fn of_neighbours<T: Config>(planning: Planning) -> Weight {
	let receivers = T::WeightInfo::receivers(planning.receivers);
	let conditions = T::WeightInfo::milestones(planning.milestones)
		.saturating_add(T::WeightInfo::attestors(planning.attestors));
	let asked = receivers.saturating_add(T::WeightInfo::draws(planning.draws));
	let groups = T::WeightInfo::join_groups(planning.joins);
	asked.saturating_add(conditions).saturating_add(groups)
}

/// What the rule sets of these orders may take at most. A call reads each of them once.
fn bytes_of<'a>(orders: impl IntoIterator<Item = &'a OrderBody>) -> u32 {
	let named: BTreeSet<&RuleHash> = orders.into_iter().filter_map(rules_of).collect();
	u32::try_from(named.len()).unwrap_or(u32::MAX).saturating_mul(RULE_SET_BYTES_MAX)
}

fn rules_of(order: &OrderBody) -> Option<&RuleHash> {
	match &order.terms {
		Terms::Transfer { .. } => None,
		Terms::Split { rules, .. } => Some(rules),
	}
}

pub(crate) fn of_releases<T: Config>(count: usize, legs_max: u8) -> Weight {
	let count = u32::try_from(count).unwrap_or(u32::MAX);
	let legs = u32::from(legs_max).min(LEGS_MAX).saturating_mul(count);
	of_released::<T>(count, legs, MILESTONES_MAX.saturating_mul(count))
}

/// An act on an open order, which may have as many milestones as there can be.
pub(crate) fn with_milestones<T: Config>(act: Weight) -> Weight {
	act.saturating_add(T::WeightInfo::milestones(MILESTONES_MAX))
}

/// One release of an order of so many legs and milestones; where it has these, its conditions may be
/// asked for.
pub(crate) fn of_one_released<T: Config>(legs: u32, milestones: u32) -> Weight {
	of_asked::<T>(T::WeightInfo::release(legs), milestones)
}

/// The releases of so many orders with so many legs and milestones over all.
pub(crate) fn of_released<T: Config>(orders: u32, legs: u32, milestones: u32) -> Weight {
	let more =
		T::WeightInfo::legs_released(legs).saturating_sub(T::WeightInfo::legs_released(orders));
	let rows = T::WeightInfo::milestones(milestones);
	T::WeightInfo::release_batch(orders).saturating_add(more).saturating_add(rows)
}

/// What looking at an order may cost; the clock asks for its conditions where it has milestones.
pub(crate) fn of_look<T: Config>(legs: u32, milestones: u32) -> Weight {
	of_asked::<T>(T::WeightInfo::look_at(legs), milestones)
}

/// An act that asks for the conditions of an order where it has milestones.
fn of_asked<T: Config>(act: Weight, milestones: u32) -> Weight {
	if milestones == 0 {
		return act;
	}
	let rows = T::WeightInfo::milestones(milestones);
	act.saturating_add(rows).saturating_add(T::WeightInfo::conditions())
}

/// A try of the parked legs of an order of so many legs, which may have milestones.
pub(crate) fn of_retried<T: Config>(legs: u32) -> Weight {
	let rows = T::WeightInfo::milestones(MILESTONES_MAX);
	T::WeightInfo::retry_parked(legs).saturating_add(rows)
}

/// A refund: of an order that has ended where the body is brought, else of an open one.
pub(crate) fn of_refund<T: Config>(body: Option<&OrderBody>) -> Weight {
	of_refunded::<T>(legs_with(body, LEGS_MAX), bytes_of(body), MILESTONES_MAX)
}

/// A refund of an order of so many legs and milestones; where it has these, its conditions are asked for.
/// What the merchant answers for is asked once, and whether its group is open, which it may leave.
pub(crate) fn of_refunded<T: Config>(legs: u32, bytes: u32, milestones: u32) -> Weight {
	let asked = T::WeightInfo::receivers(1).saturating_add(T::WeightInfo::join_groups(1));
	of_asked::<T>(T::WeightInfo::refund(legs, bytes).saturating_add(asked), milestones)
}

/// A resolution: of an order that has ended where the body is brought, else of an open one.
pub(crate) fn of_resolution<T: Config>(body: Option<&OrderBody>) -> Weight {
	of_resolved::<T>(legs_with(body, LEGS_MAX), bytes_of(body))
}

/// A resolution about an order of so many legs.
pub(crate) fn of_resolved<T: Config>(legs: u32, bytes: u32) -> Weight {
	let rows = T::WeightInfo::milestones(MILESTONES_MAX);
	T::WeightInfo::resolve_dispute(legs, bytes).saturating_add(rows)
}

/// A payment out of an unclaimed account: to another bank, or after asking for the entitled account, its
/// bank, its owner, who took that in and the key's limit, at the same one. Nobody pays both; this covers
/// either.
pub(crate) fn of_claim<T: Config>() -> Weight {
	T::WeightInfo::pay_unclaimed().saturating_add(T::DbWeight::get().reads_writes(5, 1))
}

/// A return, before its order is read.
pub(crate) fn of_return<T: Config>(body: Option<&OrderBody>) -> Weight {
	of_one_returned::<T>(legs_with(body, LEGS_MAX), bytes_of(body))
}

/// A return of an order of so many legs. What its receiver agreed to is asked once.
pub(crate) fn of_one_returned<T: Config>(legs: u32, bytes: u32) -> Weight {
	T::WeightInfo::return_leg(legs, bytes).saturating_add(T::WeightInfo::receivers(1))
}

/// A batch of returns of orders of at most so many legs each, before any order is read.
pub(crate) fn of_returns<T: Config>(items: &[ReturnItem], legs_max: u8) -> Weight {
	let legs = items.iter().map(|item| legs_with(item.body.as_deref(), legs_max.into()));
	let bytes = bytes_of(items.iter().filter_map(|item| item.body.as_deref()));
	let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
	of_returned::<T>(count, legs.fold(0, u32::saturating_add), bytes)
}

/// The returns of so many orders with so many legs over all.
pub(crate) fn of_returned<T: Config>(orders: u32, legs: u32, bytes: u32) -> Weight {
	let more = T::WeightInfo::return_leg(legs.saturating_sub(orders), bytes);
	let more = more.saturating_sub(T::WeightInfo::return_leg(0, 0));
	let asked = T::WeightInfo::receivers(orders);
	T::WeightInfo::return_batch(orders).saturating_add(more).saturating_add(asked)
}

/// The legs that an act is charged for before its order is read: those that its body states, of which the
/// plan is made anew before anybody knows how many there are, or without one, as many as the caller says.
pub(crate) fn legs_with(body: Option<&OrderBody>, legs_max: u32) -> u32 {
	body.map_or(legs_max.min(LEGS_MAX), |body| Planning::stated(body).legs)
}
