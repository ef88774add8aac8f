// SPDX-License-Identifier: Apache-2.0

//! A made-up marketplace as an order bundle: the same seed gives the same bytes.

mod cast;
mod deeds;
mod orders;

use crate::{currency::Unit, rows::write_table};
use cast::Cast;
use orders::{Line, Maker};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use split_ledger_primitives::Amount;
use std::{collections::BTreeMap, fs, path::Path};

const RULES: &[(&str, &str)] = &[
	("classifieds", include_str!("rules/classifieds.toml")),
	("fair", include_str!("rules/fair.toml")),
	("gallery", include_str!("rules/gallery.toml")),
	("gulf", include_str!("rules/gulf.toml")),
	("marketplace", include_str!("rules/marketplace.toml")),
	("outlet", include_str!("rules/outlet.toml")),
	("own-store", include_str!("rules/own-store.toml")),
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
	let orders = Maker::new(&cast, &mut chance, wish).all();
	let actions = deeds::of(&orders, &cast, &mut chance);
	let participants = cast.lines(&spent(&orders));

	fs::create_dir_all(out.join("rules"))?;
	for (name, text) in RULES {
		fs::write(out.join("rules").join(format!("{name}.toml")), text)?;
	}
	write_table(out, "participants.csv", cast::HEADER, &participants)?;
	write_table(out, "orders.csv", orders::HEADER, &orders)?;
	write_table(out, "actions.csv", deeds::HEADER, &actions)?;
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
		let sum = sums.entry((order.payer.clone(), order.unit)).or_default();
		// Far below the greatest amount: a few thousand orders of a few thousand units.
		*sum = sum.checked_add(order.minor).unwrap_or(Amount::MAX);
	}
	sums
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		bundle::Bundle,
		expected::{compare, Run, Times},
	};
	use split_ledger_primitives::Moment;

	fn wish(seed: u64) -> Wish {
		Wish { seed, orders: 2_000, expire_at: None }
	}

	/// 2026-11-22T00:00:00Z
	const NOW: Moment = Moment(1_795_305_600_000);

	#[test]
	fn the_same_seed_gives_the_same_bytes_and_another_gives_others() -> anyhow::Result<()> {
		let [one, two, three] = [tempfile::tempdir()?, tempfile::tempdir()?, tempfile::tempdir()?];
		generate(&wish(7), one.path())?;
		generate(&wish(7), two.path())?;
		generate(&wish(8), three.path())?;
		for file in ["participants.csv", "orders.csv", "actions.csv", "rules/gulf.toml"] {
			let read = |dir: &Path| fs::read(dir.join(file));
			assert_eq!(read(one.path())?, read(two.path())?, "{file}");
		}
		assert_ne!(
			fs::read(one.path().join("orders.csv"))?,
			fs::read(three.path().join("orders.csv"))?
		);
		Ok(())
	}

	#[test]
	fn what_is_made_reads_back_and_shows_every_status() -> anyhow::Result<()> {
		for seed in 1..=3 {
			let dir = tempfile::tempdir()?;
			let made = generate(&wish(seed), dir.path())?;
			assert!(made.orders >= 2_000 && made.actions > 100);

			let bundle = Bundle::read(dir.path())?;
			let run = Run::of(&bundle, Times::of_run(NOW, NOW));
			let rows = run.rows();

			for status in ["settled", "held", "parked", "refunded", "returned", "collected", "owed"]
			{
				assert!(rows.legs.iter().any(|row| row.status == status), "{status}");
			}
			let refused = run.refused();
			assert!((10..200).contains(&refused.len()), "{refused:?}");
			for error in [
				"deadline-too-far",
				"input-left-over",
				"more-than-received",
				"more-than-remains",
				"nothing-to-collect",
				"not-enough-available",
				"over-cap",
				"party-missing",
				"payment-refused",
				"purpose-unfit",
				"rule-refuses",
				"over-share-cap",
			] {
				let is_there = refused.iter().any(|refused| refused.refusal.error == error);
				assert!(is_there, "{error}");
			}
			assert_eq!(compare(&rows, &rows), []);
		}
		Ok(())
	}
}
