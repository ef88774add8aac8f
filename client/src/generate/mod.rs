// SPDX-License-Identifier: Apache-2.0

//! A made-up marketplace as an order bundle: the same seed gives the same bytes.

mod cast;
mod deeds;
mod orders;
#[cfg(test)]
mod tests;

use crate::{
	bundle::{OF_ACTIONS, OF_GROUPS, OF_MANDATES, OF_ORDERS, OF_PARTICIPANTS},
	currency::Unit,
	rows::write_table,
};
use cast::Cast;
use orders::{Line, Maker};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use split_ledger_primitives::Amount;
use std::{collections::BTreeMap, fs, path::Path};

const RULES: &[(&str, &str)] = &[
	("agency", include_str!("rules/agency.toml")),
	("classifieds", include_str!("rules/classifieds.toml")),
	("counter", include_str!("rules/counter.toml")),
	("customs", include_str!("rules/customs.toml")),
	("depot", include_str!("rules/depot.toml")),
	("fair", include_str!("rules/fair.toml")),
	("gallery", include_str!("rules/gallery.toml")),
	("gulf", include_str!("rules/gulf.toml")),
	("marketplace", include_str!("rules/marketplace.toml")),
	("outlet", include_str!("rules/outlet.toml")),
	("own-store", include_str!("rules/own-store.toml")),
	("season", include_str!("rules/season.toml")),
	("together", include_str!("rules/together.toml")),
	("tokyo", include_str!("rules/tokyo.toml")),
	("workshop", include_str!("rules/workshop.toml")),
];

/// What to make.
#[derive(Clone, Debug)]
pub struct Wish {
	/// Decides everything that chance decides.
	pub seed: u64,
	/// How many orders.
	pub orders: usize,
	/// A moment (RFC 3339) at which some holds end. Without it no hold ends in the run, because a
	/// bundle that is the same every day cannot know when it will be run.
	pub expire_at: Option<String>,
}

/// What was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Made {
	/// Lines of `participants.csv`.
	pub participants: usize,
	/// Files in `rules/`.
	pub rules: usize,
	/// Lines of `orders.csv`.
	pub orders: usize,
	/// Lines of `actions.csv`.
	pub actions: usize,
}

/// Writes a bundle into the folder `out`.
pub fn generate(wish: &Wish, out: &Path) -> anyhow::Result<Made> {
	let mut chance = ChaCha8Rng::seed_from_u64(wish.seed);
	let cast = Cast::of(wish.orders);
	let made = Maker::new(&cast, &mut chance, wish).all();
	let actions = deeds::of(&made, &cast, wish, &mut chance);
	let orders::Orders { lines: orders, groups, mandates } = made;
	let participants = cast.lines(&spent(&orders));

	fs::create_dir_all(out.join("rules"))?;
	for (name, text) in RULES {
		fs::write(out.join("rules").join(format!("{name}.toml")), text)?;
	}
	write_table(out, "participants.csv", &OF_PARTICIPANTS.without(&[]), &participants)?;
	write_table(out, "groups.csv", &OF_GROUPS.without(&[]), &groups)?;
	write_table(out, "mandates.csv", &OF_MANDATES.without(&[]), &mandates)?;
	// References without a date get that of their first import.
	write_table(out, "orders.csv", &OF_ORDERS.without(&["date"]), &orders)?;
	write_table(out, "actions.csv", &OF_ACTIONS.without(&[]), &actions)?;
	Ok(Made {
		participants: participants.len(),
		rules: RULES.len(),
		orders: orders.len(),
		actions: actions.len(),
	})
}

/// What each payer must own to pay all its orders.
fn spent(orders: &[Line]) -> BTreeMap<(String, Unit), Amount> {
	let mut sums: BTreeMap<_, Amount> = BTreeMap::new();
	for order in orders.iter().filter(|order| !order.is_unaffordable) {
		let mut brought = |name: &String, amount: Amount| {
			let sum = sums.entry((name.clone(), order.unit)).or_default();
			// Far below the greatest amount: a few thousand orders of a few thousand units.
			*sum = sum.checked_add(amount).unwrap_or(Amount::MAX);
		};
		let others = Amount::checked_sum(order.funds.iter().map(|(_, part)| *part));
		let rest = others.and_then(|others| order.minor.checked_sub(others));
		brought(&order.payer, rest.unwrap_or(order.minor));
		order.funds.iter().for_each(|(name, part)| brought(name, *part));
	}
	sums
}
