// SPDX-License-Identifier: Apache-2.0

//! What is given back of the orders whose rule sets say how: before, between and after releases, under
//! each policy, by receivers who can and by such who cannot.

use super::{line, of_leg, third, Line};
use crate::generate::{cast::Cast, orders::Line as Order};
use rand_chacha::ChaCha8Rng;
use split_ledger_primitives::Amount;
use std::collections::{BTreeMap, BTreeSet};

/// One rule set for each policy (R2).
const POLICIES: [&str; 3] = ["fair", "gallery", "outlet"];
/// Of so many orders one has something given back after it was paid at once: few, because each waits
/// for the one before it.
const ONE_OF: usize = 110;

/// Whether something may be given back of an order as its rule set says.
pub(super) fn is_of_a_policy(order: &Order) -> bool {
	POLICIES.contains(&order.rules) && !order.is_refused
}

fn paid(orders: &[Order]) -> impl Iterator<Item = &Order> {
	orders.iter().filter(|order| is_of_a_policy(order) && order.release == "now")
}

/// What is given back of orders that were paid at once.
pub(super) fn of_paid(orders: &[Order], cast: &Cast, chance: &mut ChaCha8Rng) -> Vec<Line> {
	let mut lines = Vec::new();
	for (kind, order) in refunded(orders, cast) {
		let mut part = || third(order, chance);
		match kind {
			0 => {
				lines.push(of_leg(order, "send-back", "10.00", "courier"));
				lines.push(line(order, "undo", "refund", String::new()));
			}
			1 => {
				lines.push(line(order, "some", "refund", part()));
				lines.push(line(order, "more", "refund", part()));
				lines.push(line(order, "rest", "refund", String::new()));
			}
			2 => {
				let slot = if order.rules == "fair" { "supplier" } else { "platform" };
				lines.push(of_leg(order, "returned", "", slot));
				lines.push(line(order, "some", "refund", part()));
			}
			3 => lines.push(line(order, "undo", "refund", String::new())),
			4 => {
				let more = order.unit.format(Amount(order.minor.0.saturating_add(1)));
				lines.push(line(order, "over", "refund", more));
				lines.push(line(order, "some", "refund", part()));
			}
			_ => lines.push(of_leg(order, "over", "30.01", "courier")),
		}
	}
	lines
}

/// The orders of which something is given back after they were paid at once. Half of them paid a
/// courier who has nothing left. Each with one of six kinds of what is given back, so that each kind
/// comes under each policy.
fn refunded<'a>(orders: &'a [Order], cast: &Cast) -> Vec<(usize, &'a Order)> {
	let is_short = |order: &&Order| cast.spenders().any(|name| order.has_party("courier", name));
	let (short, able): (Vec<_>, Vec<_>) = paid(orders).partition(is_short);
	let count = orders.len().div_ceil(2 * ONE_OF);
	let kinds = |(place, (_, order))| ((place / 3 + place % 3 * 2) % 6, order);
	let some = |some: Vec<&'a Order>| by_turns(some.into_iter()).into_iter().take(count);
	[short, able].into_iter().flat_map(|orders| some(orders).enumerate().map(kinds)).collect()
}

/// What is released and given back of orders that are held.
pub(super) fn of_held(orders: &[&Order], chance: &mut ChaCha8Rng) -> Vec<Line> {
	let mut lines = Vec::new();
	for (place, order) in by_turns(orders.iter().copied()) {
		let part = third(order, chance);
		let release =
			|suffix: &str, amount: &str| line(order, suffix, "release", amount.to_owned());
		let refund = |suffix: &str, amount: &str| line(order, suffix, "refund", amount.to_owned());
		lines.extend(match place % 6 {
			0 => vec![refund("before", &part), release("rest", "")],
			1 => vec![refund("before", "")],
			2 => vec![release("first", &part), refund("between", &part), release("rest", "")],
			3 => vec![
				release("first", &part),
				refund("between", &part),
				release("rest", ""),
				refund("after", ""),
			],
			4 => vec![release("all", ""), refund("after", &part), refund("rest", "")],
			_ => vec![
				release("all", ""),
				of_leg(order, "send-back", "10.00", "courier"),
				refund("after", ""),
			],
		});
	}
	lines
}

/// What those who are gone owe for these stays owed.
pub(super) fn of_gone(orders: &[Order], cast: &Cast) -> Vec<Line> {
	let refunded: BTreeSet<_> =
		refunded(orders, cast).into_iter().map(|(_, order)| &order.reference).collect();
	let left: Vec<_> = paid(orders).filter(|order| !refunded.contains(&order.reference)).collect();
	let last = |courier: &String| {
		left.iter().rev().find(|order| order.has_party("courier", courier)).copied()
	};
	let lates = cast.gone().filter_map(last);
	lates.map(|order| line(order, "late", "refund", String::new())).collect()
}

/// Orders of the policies in turn, each with its place among those of its policy.
fn by_turns<'a>(orders: impl Iterator<Item = &'a Order>) -> Vec<(usize, &'a Order)> {
	let mut places: BTreeMap<&str, usize> = BTreeMap::new();
	let mut all: Vec<_> = orders
		.map(|order| {
			let place = places.entry(order.rules).or_default();
			*place += 1;
			(*place - 1, order)
		})
		.collect();
	all.sort_by_key(|(place, _)| *place);
	all
}
