// SPDX-License-Identifier: Apache-2.0

//! What is done to orders in milestones: in rounds over all of them, so that a run waits twice for the
//! clock, which takes up to a minute to release what is met, and not for each order.

use super::{line, Line};
use crate::generate::{
	cast::ATTESTORS,
	orders::{later, Agreed, Line as Order},
	Wish,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use split_ledger_primitives::Amount;

/// How many rounds there are.
const ROUNDS: usize = 6;
/// The first one that waits for what an earlier one met; the last one does, too.
const WAITS: usize = 2;

/// The acts of the rounds that wait for nothing, and of the others.
pub(super) fn rounds(orders: &[Order], wish: &Wish) -> (Vec<Line>, Vec<Line>) {
	let mut chance = ChaCha8Rng::seed_from_u64(wish.seed);
	chance.set_stream(3);
	let mut rounds = vec![Vec::new(); ROUNDS];
	let soon = wish.expire_at.clone().unwrap_or_default();
	let agreed = orders.iter().filter(|order| !order.is_refused);
	for (place, order) in agreed.filter(|order| order.agreed.is_some()).enumerate() {
		let of_order = match order.agreed {
			Some(Agreed::Confirmed) => confirmed(order, place),
			Some(Agreed::Inspected) => inspected(order, place),
			Some(Agreed::Mixed) => mixed(order),
			Some(Agreed::Cleared) => cleared(order, place, &mut chance),
			Some(Agreed::Extended) => extended(order, &[""], &soon),
			Some(Agreed::ExtendedByBoth) => {
				let merchant = order.party("merchant").or(order.party("to"));
				extended(order, &["", merchant.unwrap_or_default()], &soon)
			}
			Some(Agreed::Timed | Agreed::TooLate) | None => Vec::new(),
		};
		for (round, act) in of_order {
			rounds[round].push(act);
		}
	}
	let later = rounds.split_off(WAITS);
	(rounds.concat(), later.concat())
}

/// Now and then something is stated that nobody asked for, or too late.
fn confirmed(order: &Order, place: usize) -> Vec<(usize, Line)> {
	let platform = order.party("platform").unwrap_or_default();
	let mut acts = vec![
		(0, stated(order, "confirm-1", "confirm", "", 1)),
		(2, stated(order, "confirm-2", "confirm", platform, 2)),
	];
	if place.is_multiple_of(5) {
		acts.push((0, stated(order, "unasked", "shipped", ATTESTORS[0], 2)));
		acts.push((5, stated(order, "too-late", "confirm", "", 1)));
	}
	acts
}

fn inspected(order: &Order, place: usize) -> Vec<(usize, Line)> {
	let [one, two, three, stranger] = ATTESTORS;
	let second = if place.is_multiple_of(2) { two } else { three };
	let of_milestone = |number: u8| {
		let suffix = format!("part-{number}");
		Line { milestone: number.to_string(), ..line(order, &suffix, "release", String::new()) }
	};
	let mut acts = vec![
		(0, stated(order, "seen-1", "inspected", one, 1)),
		(1, stated(order, "seen-2", "inspected", second, 1)),
		(2, of_milestone(2)),
	];
	if place % 5 == 1 {
		let whole = order.unit.format(order.minor);
		acts.push((0, stated(order, "stranger", "inspected", stranger, 1)));
		acts.push((0, line(order, "unnamed", "release", whole)));
		acts.insert(2, (2, of_milestone(1)));
	}
	acts
}

fn mixed(order: &Order) -> Vec<(usize, Line)> {
	let [seal, _, quay, _] = ATTESTORS;
	let platform = order.party("platform").unwrap_or_default();
	vec![
		(0, stated(order, "confirm-1", "confirm", "", 1)),
		(1, stated(order, "there-1", "delivered", quay, 1)),
		(2, stated(order, "gone-2", "shipped", seal, 2)),
		(3, stated(order, "confirm-2", "confirm", platform, 2)),
	]
}

/// What is refunded lowers what is open of all that is not released; some wait for their end, held.
fn cleared(order: &Order, place: usize, chance: &mut ChaCha8Rng) -> Vec<(usize, Line)> {
	let mut refund = |suffix: &str| {
		// At most a quarter of what is still held, whatever was released.
		let part = Amount(chance.random_range(1..=order.minor.0 / 16));
		line(order, suffix, "refund", order.unit.format(part))
	};
	let (some, more) = (refund("some"), refund("more"));
	let cleared = stated(order, "cleared-1", "customs-cleared", ATTESTORS[0], 1);
	let confirmed = stated(order, "confirm-3", "confirm", "", 3);
	match place % 3 {
		0 => vec![(0, cleared), (2, some), (3, more), (4, confirmed)],
		1 => vec![(0, cleared), (2, some)],
		_ => vec![
			(0, some),
			(1, cleared),
			(2, more),
			(3, line(order, "rest", "release", String::new())),
		],
	}
}

/// The deadline is moved once, and neither back nor past the end.
fn extended(order: &Order, sides: &[&str], soon: &str) -> Vec<(usize, Line)> {
	let extend = |suffix: &str, by: &str, until: &str| {
		let (by, until) = (by.to_owned(), until.to_owned());
		Line { by, until, ..line(order, suffix, "extend", String::new()) }
	};
	let until = later(soon, 40);
	let mut acts = vec![
		(0, extend("back", "", &later(soon, 1))),
		(0, extend("beyond", "", "2099-01-01T00:00:00Z")),
		(2, stated(order, "confirm-1", "confirm", "", 1)),
	];
	for (place, side) in sides.iter().enumerate() {
		acts.push((place, extend(&format!("on-{place}"), side, &until)));
	}
	acts
}

fn stated(order: &Order, suffix: &str, action: &'static str, by: &str, milestone: u8) -> Line {
	let (by, milestone) = (by.to_owned(), milestone.to_string());
	Line { by, milestone, ..line(order, suffix, action, String::new()) }
}
