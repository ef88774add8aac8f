// SPDX-License-Identifier: Apache-2.0

//! What was read against what the chain keeps: every root, one by one and all of a cycle together.

use super::Follower;
use crate::{chain::Block, hash::blake2_256};
use anyhow::{ensure, Context};
use split_ledger_primitives::{
	views::{CurrencyView, CycleView, RootView},
	Currency, CycleNo,
};

impl Follower<'_> {
	/// The root that was made of the events of a block must be the one that the chain made there: the
	/// last of its cycle, as of this block.
	pub(super) async fn check_root(
		&self,
		currency: Currency,
		cycle: CycleNo,
		block: Block,
		found: &RootView,
	) -> anyhow::Result<()> {
		let last = self.cycle(block, currency, cycle).await?.roots.checked_sub(1);
		let last = last.with_context(|| format!("cycle {cycle} of {currency} has no root"))?;
		let args = (currency, cycle, last, 1u32);
		let kept: Vec<RootView> = self.chain.ask(block, "ClearingApi_roots", &args).await?;
		ensure!(
			kept.last() == Some(found),
			"the root of cycle {cycle} of {currency} is not that of its events"
		);
		Ok(())
	}

	/// The open cycles must have no root but those that were read. What is closed was checked as a
	/// whole.
	pub(super) async fn check_open_cycles(&self, end: Block) -> anyhow::Result<()> {
		let all: Vec<CurrencyView> = self.chain.ask(end, "ClearingApi_currencies", &()).await?;
		for CurrencyView { currency, cycle, .. } in all {
			let kept = self.cycle(end, currency, cycle).await?.roots;
			let read = self.file.roots_of(currency, cycle)?;
			ensure!(
				kept == read,
				"cycle {cycle} of {currency} has {kept} roots, and the events of its blocks make {read}"
			);
		}
		Ok(())
	}

	pub(super) async fn cycle(
		&self,
		block: Block,
		currency: Currency,
		cycle: CycleNo,
	) -> anyhow::Result<CycleView> {
		let args = (currency, Some(cycle));
		let view: Option<CycleView> = self.chain.ask(block, "ClearingApi_cycle", &args).await?;
		view.with_context(|| format!("there is no cycle {cycle} of {currency}"))
	}
}

/// The roots that were read of a cycle, all of them in their order, must make the one root of the
/// cycle that the chain tells when it closes it.
pub(super) fn whole_cycle(roots: &[RootView], count: u32, root: [u8; 32]) -> anyhow::Result<()> {
	let read = u32::try_from(roots.len())?;
	ensure!(read == count, "it has {count} roots, and the events of its blocks make {read}");
	ensure!(root_of_cycle(roots) == root, "its root is not that of its blocks");
	Ok(())
}

/// One hash over the roots of a cycle, as the chain makes it.
fn root_of_cycle(roots: &[RootView]) -> [u8; 32] {
	roots.iter().fold([0; 32], |so_far, RootView { block, root, leaves }| {
		blake2_256(&[&so_far, &block.to_le_bytes(), root, &leaves.to_le_bytes()])
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	const ROOTS: [RootView; 2] = [
		RootView { block: 3, root: [1; 32], leaves: 2 },
		RootView { block: 7, root: [2; 32], leaves: 65 },
	];

	/// Made by `hashlib.blake2b` of Python, as the README of clearing describes it.
	const GOLDEN: [&str; 3] = [
		"0000000000000000000000000000000000000000000000000000000000000000",
		"3bf2558e82395bce556a99c23c7f4fc622a19bdbf481a86765606a98407e71e7",
		"ebddd805bde5a9d9d63f7f4f0c172c7cb26b7148b07fcf3c1bd5554a84fc3d43",
	];

	#[test]
	fn the_root_of_a_cycle_is_that_of_all_its_blocks_in_their_order() {
		for (count, golden) in GOLDEN.iter().enumerate() {
			assert_eq!(hex::encode(root_of_cycle(&ROOTS[..count])), *golden, "{count} roots");
		}
	}

	#[test]
	fn a_cycle_with_a_root_missing_changed_or_moved_is_not_the_chains() {
		let root = root_of_cycle(&ROOTS);
		assert!(whole_cycle(&ROOTS, 2, root).is_ok());

		let [first, second] = ROOTS;
		let changed = RootView { leaves: 3, ..first.clone() };
		assert!(whole_cycle(&ROOTS[..1], 2, root).is_err());
		assert!(whole_cycle(&ROOTS[..1], 1, root).is_err());
		assert!(whole_cycle(&[second.clone(), first], 2, root).is_err());
		assert!(whole_cycle(&[changed, second], 2, root).is_err());
	}
}
