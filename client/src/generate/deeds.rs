// SPDX-License-Identifier: Apache-2.0

mod disputes;
mod giving;
mod groups;
mod milestones;

use super::{
	cast::{Cast, CLOSED_CARRIER},
	orders::{Line as Order, Orders},
	Wish,
};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use split_ledger_primitives::Amount;

/// A line of `actions.csv`.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Line {
	order: String,
	reference: String,
	action: &'static str,
	amount: String,
	legs: String,
	by: String,
	milestone: String,
	until: String,
	share: String,
}

/// What is done to the held orders: some are left alone.
pub(super) fn of(made: &Orders, cast: &Cast, wish: &Wish, chance: &mut ChaCha8Rng) -> Vec<Line> {
	let orders = made.lines.as_slice();
	let is_held = |order: &&Order| {
		order.release == "hold"
			&& order.agreed.is_none()
			&& order.resolver.is_empty()
			&& order.group.is_empty()
	};
	let held = || orders.iter().filter(is_held).filter(|order| !order.is_refused);
	let (parked, others): (Vec<_>, Vec<_>) =
		held().partition(|order| order.has_party("carrier", CLOSED_CARRIER));
	let others = others.into_iter().filter(|order| order.deadline.is_empty());
	let (given, others): (Vec<_>, Vec<_>) = others.partition(|order| giving::is_of_a_policy(order));
	// A release of more than there is.
	let first = held().find(|order| order.deadline.is_empty());
	let too_much = first.map(|order| {
		let more = order.unit.format(Amount(order.minor.0.saturating_add(1)));
		line(order, "too-much", "release", more)
	});
	let mut lines: Vec<_> = too_much.into_iter().collect();
	lines.extend(parked_lines(&parked, cast));
	// First what depends on accounts: later the clock ends holds, and pays couriers.
	lines.extend(giving::of_paid(orders, cast, chance));
	lines.extend(giving::of_held(&given, chance));
	lines.extend(disputes::of(orders, cast, chance));
	// The clock has its minute between them.
	let (first, later) = milestones::rounds(orders, wish);
	lines.extend(first);
	lines.extend(others.iter().flat_map(|order| usual_lines(order, chance)));
	lines.extend(later);
	// One of an order that was refused.
	lines.extend(
		orders
			.iter()
			.find(|order| order.is_refused)
			.map(|order| line(order, "never-placed", "release", String::new())),
	);
	// The releases have brought in what was owed; the clock has paid it on.
	let again = |courier: &String| about(courier, &format!("{courier}-again"), "collect");
	lines.extend(cast.spenders().map(again));
	lines.extend(giving::of_gone(orders, cast));
	lines.extend(groups::of(orders, &made.groups, chance));
	lines.extend(groups::revoked(&made.mandates));
	lines.extend(groups::expiring(orders, &made.groups));
	let expiring = held().filter(|order| !order.deadline.is_empty());
	lines.extend(expiring.map(|order| line(order, "expire", "expire", String::new())));
	lines
}

/// The carrier's account takes no credit while its orders are released; some are tried again when it
/// takes credits once more.
fn parked_lines(parked: &[&Order], cast: &Cast) -> Vec<Line> {
	if !cast.carriers.iter().any(|carrier| carrier == CLOSED_CARRIER) {
		return Vec::new();
	}
	let status = |action| about(CLOSED_CARRIER, "", action);
	let released = parked.iter().map(|order| line(order, "all", "release", String::new()));
	let retried = parked.iter().step_by(2);
	let retried = retried.map(|order| line(order, "again", "retry-parked", String::new()));
	let mut lines = vec![status("no-credit")];
	lines.extend(released);
	lines.push(status("credit"));
	lines.extend(retried);
	lines
}

fn usual_lines(order: &Order, chance: &mut ChaCha8Rng) -> Vec<Line> {
	let part = |chance: &mut ChaCha8Rng| third(order, chance);
	match chance.random_range(0..10) {
		0..4 => vec![line(order, "all", "release", String::new())],
		4 => {
			let (first, second) = (part(chance), part(chance));
			vec![
				line(order, "first", "release", first),
				line(order, "second", "release", second),
				line(order, "rest", "release", String::new()),
			]
		}
		5 => {
			let (first, back) = (part(chance), part(chance));
			vec![line(order, "first", "release", first), line(order, "back", "refund", back)]
		}
		6 => vec![line(order, "back", "refund", String::new())],
		7 => {
			let legs = match order.rules {
				"" => "1",
				"tokyo" => "platform",
				_ => "merchant",
			};
			let by_leg =
				Line { legs: legs.to_owned(), ..line(order, "by-leg", "release", String::new()) };
			vec![by_leg]
		}
		_ => Vec::new(),
	}
}

/// At most a third of an order, by chance.
fn third(order: &Order, chance: &mut ChaCha8Rng) -> String {
	let minor = chance.random_range(1..=(order.minor.0 / 3).max(1));
	order.unit.format(Amount(minor))
}

/// An action on a participant.
fn about(participant: &str, reference: &str, action: &'static str) -> Line {
	Line {
		order: participant.to_owned(),
		reference: reference.to_owned(),
		action,
		..Line::default()
	}
}

/// A return of a leg.
fn of_leg(order: &Order, suffix: &str, amount: &str, slot: &str) -> Line {
	let legs = slot.to_owned();
	Line { legs, ..line(order, suffix, "return", amount.to_owned()) }
}

fn line(order: &Order, suffix: &str, action: &'static str, amount: String) -> Line {
	Line {
		order: order.reference.clone(),
		reference: format!("{}-{suffix}", order.reference),
		action,
		amount,
		..Line::default()
	}
}
