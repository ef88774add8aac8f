// SPDX-License-Identifier: Apache-2.0

//! When an order moves money.

use super::{ensure, Outcome, Wish};
use split_ledger_primitives::{
	CoverMode, Date, ExpiryPolicy, Milestone, Moment, ReleaseMode, DAY_MS,
};

/// When an order moves money.
#[derive(Clone, Debug)]
pub(crate) struct Schedule {
	pub(crate) at_once: bool,
	pub(crate) after: Option<Moment>,
	pub(crate) deadline: Moment,
	pub(crate) end: Moment,
	pub(crate) expiry: ExpiryPolicy,
	pub(crate) covered: bool,
	pub(crate) milestones: Vec<Milestone>,
}

/// What an order says of it.
pub(crate) fn schedule(wish: &Wish, now: Moment) -> Outcome<Schedule> {
	let latest = wish.date.start().plus(180 * DAY_MS);
	let held = |after: Option<Moment>, deadline: Option<Moment>, expiry, cover| Schedule {
		at_once: false,
		after,
		deadline: deadline.unwrap_or(latest),
		end: latest.plus(30 * DAY_MS),
		expiry,
		covered: cover == CoverMode::AtPlacement,
		milestones: Vec::new(),
	};
	let schedule = match &wish.release {
		ReleaseMode::Now => Schedule {
			at_once: true,
			..held(None, None, ExpiryPolicy::Payer, CoverMode::AtPlacement)
		},
		ReleaseMode::Held { after, deadline, expiry, cover } => Schedule {
			at_once: after.is_some_and(|after| after <= now),
			..held(*after, *deadline, *expiry, *cover)
		},
		ReleaseMode::NextDate { deadline, expiry, cover } => {
			held(Some(Date(now.date().0 + 1).start()), *deadline, *expiry, *cover)
		}
		ReleaseMode::Agreed { milestones, deadline, expiry, cover } => {
			Schedule { milestones: milestones.to_vec(), ..held(None, *deadline, *expiry, *cover) }
		}
	};
	ensure(schedule.deadline <= latest, "Escrow::DeadlineTooFar")?;
	ensure(schedule.deadline > now, "Escrow::PastDeadline")?;
	let in_time = schedule.after.is_none_or(|after| after < schedule.deadline);
	ensure(in_time, "Escrow::AfterNotBeforeDeadline")?;
	Ok(schedule)
}
