// SPDX-License-Identifier: Apache-2.0

use super::{
	cast::{Cast, CLOSED_CARRIER, GONE, SPENDER},
	orders::Line as Order,
};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use split_ledger_primitives::Amount;

pub(super) const HEADER: &[&str] = &["order", "reference", "action", "amount", "legs"];

/// Orders of which something is given back.
const GIVEN_BACK: usize = 18;

/// A line of `actions.csv`.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Line {
	order: String,
	reference: String,
	action: &'static str,
	amount: String,
	legs: String,
}

/// What is done to the held orders: some are left alone.
pub(super) fn of(orders: &[Order], cast: &Cast, chance: &mut ChaCha8Rng) -> Vec<Line> {
	let held = || orders.iter().filter(|order| order.release == "hold" && !order.is_refused);
	let (parked, others): (Vec<_>, Vec<_>) =
		held().partition(|order| order.parties.contains(&format!("carrier={CLOSED_CARRIER}")));
	// A release of more than there is.
	let first = held().find(|order| order.deadline.is_empty());
	let too_much = first.map(|order| {
		let more = order.unit.format(Amount(order.minor.0.saturating_add(1)));
		line(order, "too-much", "release", more)
	});
	let mut lines: Vec<_> = too_much.into_iter().collect();
	lines.extend(parked_lines(&parked, cast));
	lines.extend(giving_lines(orders, chance));
	for order in others.into_iter().filter(|order| order.deadline.is_empty()) {
		lines.extend(usual_lines(order, chance));
	}
	// One of an order that was refused.
	lines.extend(
		orders
			.iter()
			.find(|order| order.is_refused)
			.map(|order| line(order, "never-placed", "release", String::new())),
	);
	// The releases have brought in what was owed; the clock has paid it on.
	lines.push(about(SPENDER, "collect-again", "collect"));
	// What is owed for this one stays owed.
	let party = format!("courier={GONE}");
	let of_gone = |order: &&&Order| order.parties.split(';').any(|named| named == party);
	let late = orders.iter().filter(is_given_back).skip(GIVEN_BACK).collect::<Vec<_>>();
	let late = late.iter().rev().find(of_gone);
	lines.extend(late.map(|order| line(order, "late", "refund", String::new())));
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

/// What is given back of orders that were paid at once: few of the many, since each waits for the one
/// before it.
fn giving_lines(orders: &[Order], chance: &mut ChaCha8Rng) -> Vec<Line> {
	let mut lines = Vec::new();
	for (place, order) in orders.iter().filter(is_given_back).take(GIVEN_BACK).enumerate() {
		let part = |chance: &mut ChaCha8Rng| {
			order.unit.format(Amount(chance.random_range(1..=order.minor.0 / 3)))
		};
		let none = String::new;
		match place % 6 {
			0 => {
				lines.push(of_leg(order, "send-back", "10.00", "courier"));
				lines.push(line(order, "undo", "refund", none()));
			}
			1 => {
				lines.push(line(order, "some", "refund", part(chance)));
				lines.push(line(order, "more", "refund", part(chance)));
				lines.push(line(order, "rest", "refund", none()));
			}
			2 => {
				let slot = if order.rules == "fair" { "supplier" } else { "platform" };
				lines.push(of_leg(order, "returned", "", slot));
				lines.push(line(order, "some", "refund", part(chance)));
			}
			3 => lines.push(line(order, "undo", "refund", none())),
			4 => {
				let more = order.unit.format(Amount(order.minor.0.saturating_add(1)));
				lines.push(line(order, "over", "refund", more));
				lines.push(line(order, "some", "refund", part(chance)));
			}
			_ => lines.push(of_leg(order, "over", "30.01", "courier")),
		}
	}
	lines
}

fn usual_lines(order: &Order, chance: &mut ChaCha8Rng) -> Vec<Line> {
	let part = |chance: &mut ChaCha8Rng| {
		let minor = chance.random_range(1..=(order.minor.0 / 3).max(1));
		order.unit.format(Amount(minor))
	};
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
			let legs = if order.rules == "tokyo" { "platform" } else { "merchant" };
			let by_leg =
				Line { legs: legs.to_owned(), ..line(order, "by-leg", "release", String::new()) };
			vec![by_leg]
		}
		_ => Vec::new(),
	}
}

/// Whether something may be given back of an order after it was paid at once.
fn is_given_back(order: &&Order) -> bool {
	matches!(order.rules, "fair" | "gallery" | "outlet")
		&& order.release == "now"
		&& !order.is_refused
}

/// An action on a participant.
fn about(participant: &str, reference: &str, action: &'static str) -> Line {
	Line {
		order: participant.to_owned(),
		reference: reference.to_owned(),
		action,
		amount: String::new(),
		legs: String::new(),
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
		legs: String::new(),
	}
}
