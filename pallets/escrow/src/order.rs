// SPDX-License-Identifier: Apache-2.0

//! The life of an open order, without storage: every method consumes the order and returns its next
//! state, and what must not happen to an order has no method.
//!
//! ```text
//! entitlement = unreleased + parked + released + refunded, for each leg (O4)
//!
//! unreleased --release--> released; where the payee's account takes no credit, parked or turned
//!                         over to the merchant's leg and released there (O6)
//! unreleased --refund---> refunded
//! parked -----retry-----> released
//! parked -----30 days, or a refund by its receiver's side---> refunded
//! ```

use crate::{
	parts::Part,
	types::{EndedOrder, Halt, HeldOrder, Leg, LegOutcome, Outcome, Parked, ReleaseWhat},
};
use alloc::boxed::Box;
use split_ledger_primitives::{
	limits::{PARKED_DAYS_MAX, RELEASES_MAX},
	Amount, CoverMode, Moment, OrderStatus, ParkReason, DAY_MS, MINUTE_MS,
};

/// The longest time between two tries of what is refused for cover.
pub(crate) const RETRY_MS_MAX: u64 = 60 * MINUTE_MS;

/// Why an order cannot do what was asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OrderError {
	/// More was asked for than what is not released yet.
	MoreThanRemains,
	/// Nothing of what was asked for is left.
	NothingRemains,
	/// No leg of the order has this number, or the numbers are not ascending.
	UnknownLeg,
	/// Zero was asked for.
	ZeroAmount,
	/// The order was released by amount as often as an order can be.
	TooManyReleases,
	/// The order was returned and refunded after a release as often as an order can be.
	TooManyReturns,
	/// The order has no milestone of this number.
	UnknownMilestone,
	/// Nothing of the milestone is open any more.
	MilestoneOver,
	/// The order has several milestones, and what was asked for names none.
	ByMilestonesOnly,
	/// A sum does not fit, which a plan that adds up to its order cannot bring about.
	Overflow,
}

/// What an order is after an act.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Next {
	/// Still open.
	Held(Box<HeldOrder>),
	/// Over, with what became of the legs where that differs from the plan.
	Ended(EndedOrder, Option<Outcome>),
}

impl Leg {
	/// What is held for it: what was neither posted nor given back.
	pub fn held(&self) -> Result<Amount, OrderError> {
		let after_release = self.entitlement.checked_sub(self.released);
		after_release.and_then(|rest| rest.checked_sub(self.refunded)).ok_or(OrderError::Overflow)
	}

	/// What is parked of it.
	pub fn parked(&self) -> Amount {
		self.parked.map_or(Amount::ZERO, |parked| parked.amount)
	}

	/// What may still be released or refunded.
	pub fn unreleased(&self) -> Result<Amount, OrderError> {
		self.held()?.checked_sub(self.parked()).ok_or(OrderError::Overflow)
	}
}

impl Parked {
	/// When it goes back to the payer (O6).
	pub fn until(&self) -> Moment {
		self.since.plus(PARKED_DAYS_MAX.saturating_mul(DAY_MS))
	}
}

impl HeldOrder {
	/// The whole amount.
	pub fn amount(&self) -> Result<Amount, OrderError> {
		sum(self.legs.iter().map(|leg| leg.entitlement))
	}

	/// What was posted.
	pub fn released(&self) -> Result<Amount, OrderError> {
		sum(self.legs.iter().map(|leg| leg.released))
	}

	/// What went back to the payer.
	pub fn refunded(&self) -> Result<Amount, OrderError> {
		sum(self.legs.iter().map(|leg| leg.refunded))
	}

	/// What is held for it, parked parts included.
	pub fn held(&self) -> Result<Amount, OrderError> {
		sum_of(self.legs.iter(), Leg::held)
	}

	/// What may still be released or refunded.
	pub fn unreleased(&self) -> Result<Amount, OrderError> {
		sum_of(self.legs.iter(), Leg::unreleased)
	}

	/// Whether cover was promised at placement.
	pub fn is_covered(&self) -> bool {
		self.cover == CoverMode::AtPlacement
	}

	/// The leg whose account gets what goes to the merchant; none where the merchant sells nothing.
	pub fn merchant(&self) -> Option<Leg> {
		self.legs.iter().find(|leg| Some(leg.leg) == self.merchant_leg).copied()
	}

	/// Whether the chain or anybody may release it by now.
	pub fn is_due(&self, now: Moment) -> bool {
		!self.awaits_group && self.after.is_some_and(|after| after <= now)
	}

	/// Whether anything of it was released, parked parts included.
	pub fn is_touched_by_release(&self) -> bool {
		self.legs.iter().any(|leg| !leg.released.is_zero() || leg.parked.is_some())
	}

	/// Counts a release by amount. Releases of whole legs and of all that is left come to an end by
	/// themselves, and are always possible: so nobody can use up what others need.
	pub fn count_release(mut self, what: &ReleaseWhat) -> Result<Self, OrderError> {
		if !matches!(what, ReleaseWhat::Amount(_)) {
			return Ok(self);
		}
		let releases = self.releases.saturating_add(1);
		if u32::from(releases) > RELEASES_MAX {
			return Err(OrderError::TooManyReleases);
		}
		self.releases = releases;
		Ok(self)
	}

	/// Posts a part that was not released yet.
	pub fn pay(self, part: &Part) -> Result<Self, OrderError> {
		self.change(part.leg, |leg| {
			take(leg.unreleased()?, part.amount)?;
			add(&mut leg.released, part.amount)
		})
	}

	/// Parks a part that was not released yet. What is parked of a leg goes back together (O6), and
	/// its 30 days begin anew where more is added than was parked: the payer could else release a unit
	/// early, to have the rest back soon after its release. A smaller part joins the term that runs:
	/// whoever may release could else park a unit every 29 days, to keep the payer's money.
	pub fn park(self, part: &Part, reason: ParkReason, now: Moment) -> Result<Self, OrderError> {
		self.change(part.leg, |leg| {
			take(leg.unreleased()?, part.amount)?;
			let amount = leg.parked().checked_add(part.amount).ok_or(OrderError::Overflow)?;
			let runs_on = leg.parked.filter(|parked| part.amount <= parked.amount);
			let since = runs_on.map_or(now, |parked| parked.since);
			leg.parked = Some(Parked { amount, reason, since });
			Ok(())
		})
	}

	/// Gives a part that was not released yet back to the payer.
	pub fn refund(self, part: &Part) -> Result<Self, OrderError> {
		self.change(part.leg, |leg| {
			take(leg.unreleased()?, part.amount)?;
			add(&mut leg.refunded, part.amount)
		})
	}

	/// Posts a part of what is parked of a leg.
	pub fn pay_parked(self, part: &Part) -> Result<Self, OrderError> {
		self.change(part.leg, |leg| {
			unpark(leg, part.amount)?;
			add(&mut leg.released, part.amount)
		})
	}

	/// Gives a part of what is parked of a leg back to the payer.
	pub fn refund_parked(self, part: &Part) -> Result<Self, OrderError> {
		self.change(part.leg, |leg| {
			unpark(leg, part.amount)?;
			add(&mut leg.refunded, part.amount)
		})
	}

	/// Turns parts that were not released yet over to the merchant's leg, and posts them there (O6,
	/// O7).
	pub fn pay_merchant(mut self, merchant: u8, parts: &[Part]) -> Result<Self, OrderError> {
		self.turned_over = true;
		parts.iter().try_fold(self, |order, part| {
			let order = order.change(part.leg, |leg| {
				take(leg.unreleased()?, part.amount)?;
				leg.entitlement = take(leg.entitlement, part.amount)?;
				Ok(())
			})?;
			order.change(merchant, |leg| {
				add(&mut leg.entitlement, part.amount)?;
				add(&mut leg.released, part.amount)
			})
		})
	}

	/// When the clock has next to look at the order: when it releases, when a condition of time comes
	/// true, at its deadline, or when a parked leg goes back, the last two moved by halts of the chain.
	/// None where nothing is left, so that it has ended.
	///
	/// A release that was refused at its moment is tried again ever more rarely, at last every hour,
	/// so that orders without cover cannot fill the clock's share of the blocks.
	pub fn next_look(&self, now: Moment, halts: &[Halt]) -> Result<Option<Moment>, OrderError> {
		let parked = self.legs.iter().filter_map(|leg| leg.parked);
		let parked = parked.map(|parked| moved(parked.until(), halts));
		if self.is_stopped() {
			return Ok(self.look_while_stopped(parked.min(), now, halts));
		}
		if self.unreleased()?.is_zero() {
			return Ok(parked.min());
		}
		// The clock takes an order that awaits its group up when that ended.
		let moments = [self.after, self.progress.due].into_iter().flatten();
		let release = moments.map(|since| retried(since, now)).chain(self.next_condition(now));
		let release = release.filter(|_| !self.awaits_group);
		Ok(parked.chain(release).chain([moved(self.deadline, halts)]).min())
	}

	/// The order after an act: open while anything is held for it.
	pub fn settle(self) -> Result<Next, OrderError> {
		if !self.held()?.is_zero() {
			return Ok(Next::Held(Box::new(self)));
		}
		let status = self.final_status()?;
		let Self { body_hash, placed, case, .. } = self;
		let released_on = self.released_on.unwrap_or_default();
		// Released and refunded orders are told by the plan alone, where it was kept to.
		let as_planned =
			!self.turned_over && matches!(status, OrderStatus::Released | OrderStatus::Refunded);
		let outcome = (!as_planned).then(|| self.outcome());
		let row = EndedOrder { status, body_hash, placed, case, released_on };
		Ok(Next::Ended(row, outcome))
	}

	fn final_status(&self) -> Result<OrderStatus, OrderError> {
		let status = if self.expired {
			OrderStatus::Expired
		} else if self.refunded()?.is_zero() {
			OrderStatus::Released
		} else if self.released()?.is_zero() {
			OrderStatus::Refunded
		} else {
			OrderStatus::PartlyReleased
		};
		Ok(status)
	}

	fn outcome(&self) -> Outcome {
		let legs = self.legs.iter().map(|leg| LegOutcome {
			leg: leg.leg,
			released: leg.released,
			refunded: leg.refunded,
		});
		// As many as there are legs, so nothing is cut off.
		Outcome::truncate_from(legs.collect())
	}

	fn change(
		mut self,
		number: u8,
		change: impl FnOnce(&mut Leg) -> Result<(), OrderError>,
	) -> Result<Self, OrderError> {
		let leg = self.legs.iter_mut().find(|leg| leg.leg == number);
		change(leg.ok_or(OrderError::UnknownLeg)?)?;
		Ok(self)
	}
}

/// When to try what is due at `moment`: then, and afterwards ever more rarely, at last every hour.
pub(crate) fn retried(moment: Moment, now: Moment) -> Moment {
	match now.0.checked_sub(moment.0) {
		None => moment,
		Some(late) => now.plus((late / 4).min(RETRY_MS_MAX)),
	}
}

/// Moves a moment by each halt of the chain that it lies in (O7). Halts are in the order of time.
pub fn moved(moment: Moment, halts: &[Halt]) -> Moment {
	halts.iter().fold(moment, |moment, halt| {
		if halt.from < moment && moment <= halt.to {
			moment.plus(halt.to.0.saturating_sub(halt.from.0))
		} else {
			moment
		}
	})
}

fn unpark(leg: &mut Leg, amount: Amount) -> Result<(), OrderError> {
	let mut parked = leg.parked.ok_or(OrderError::NothingRemains)?;
	parked.amount = take(parked.amount, amount)?;
	leg.parked = (!parked.amount.is_zero()).then_some(parked);
	Ok(())
}

fn sum_of<'a>(
	mut legs: impl Iterator<Item = &'a Leg>,
	of: impl Fn(&Leg) -> Result<Amount, OrderError>,
) -> Result<Amount, OrderError> {
	legs.try_fold(Amount::ZERO, |sum, leg| sum.checked_add(of(leg)?).ok_or(OrderError::Overflow))
}

fn sum(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, OrderError> {
	Amount::checked_sum(amounts).ok_or(OrderError::Overflow)
}

fn take(from: Amount, amount: Amount) -> Result<Amount, OrderError> {
	from.checked_sub(amount).ok_or(OrderError::MoreThanRemains)
}

fn add(to: &mut Amount, amount: Amount) -> Result<(), OrderError> {
	*to = to.checked_add(amount).ok_or(OrderError::Overflow)?;
	Ok(())
}
