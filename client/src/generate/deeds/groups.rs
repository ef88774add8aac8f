// SPDX-License-Identifier: Apache-2.0

//! What is done to the orders of groups before and after these are complete, and to groups and mandates.

use super::{about, line, third, Line};
use crate::generate::orders::{
	groups::{Group, Kind},
	mandates::Mandate,
	Line as Order,
};
use rand_chacha::ChaCha8Rng;

/// All but what has to be waited for.
pub(super) fn of(orders: &[Order], groups: &[Group], chance: &mut ChaCha8Rng) -> Vec<Line> {
	let mut lines = Vec::new();
	for group in groups {
		let off =
			|suffix: &str| about(&group.name, &format!("{}-{suffix}", group.name), "call-off");
		let all = |order, suffix, action| line(order, suffix, action, String::new());
		let Some(first) = joined(orders, group).next() else { continue };
		lines.extend(match group.kind {
			Kind::Led => vec![line(first, "some", "refund", third(first, chance)), off("off")],
			Kind::OwnLeader => {
				let own = joined(orders, group).nth(1);
				own.map(|own| all(own, "undo", "refund")).into_iter().collect()
			}
			Kind::OwnLater => {
				let own = joined(orders, group).nth(1).unwrap_or(first);
				let some = line(own, "some", "refund", third(own, chance));
				vec![some, all(own, "rest", "release")]
			}
			Kind::Plain => {
				let timed = joined(orders, group).last().unwrap_or(first);
				vec![line(timed, "first", "release", third(timed, chance))]
			}
			Kind::Short => vec![
				all(first, "early", "release"),
				line(first, "some", "refund", third(first, chance)),
			],
			Kind::CalledOff => vec![off("off"), off("again"), all(first, "late", "refund")],
			Kind::Left => vec![all(first, "leave", "refund"), off("off")],
			Kind::Failing | Kind::Odd | Kind::TooLate => Vec::new(),
		});
	}
	lines
}

/// Waits for the groups that fail.
pub(super) fn expiring(orders: &[Order], groups: &[Group]) -> Vec<Line> {
	let failing = groups.iter().filter(|group| group.kind == Kind::Failing);
	let waited = failing.flat_map(|group| joined(orders, group));
	waited.map(|order| line(order, "wait", "expire", String::new())).collect()
}

/// Mandates that are revoked, and once more.
pub(super) fn revoked(mandates: &[Mandate]) -> Vec<Line> {
	let revoked = mandates.iter().filter(|mandate| mandate.is_revoked);
	let both = revoked.flat_map(|mandate| ["end", "again"].map(|suffix| (mandate, suffix)));
	let line = |(mandate, suffix): (&Mandate, &str)| {
		about(&mandate.name, &format!("{}-{suffix}", mandate.name), "revoke")
	};
	both.map(line).collect()
}

fn joined<'a>(orders: &'a [Order], group: &'a Group) -> impl Iterator<Item = &'a Order> {
	orders.iter().filter(|order| order.group == group.name && !order.is_refused)
}
