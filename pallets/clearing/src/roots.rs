// SPDX-License-Identifier: Apache-2.0

use crate::{types::ROOTS_PER_PAGE, BlockRoot, Config, Currencies, Cycles, Leaves, Pallet, Roots};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::{
	deps::{sp_io::trie::blake2_256_ordered_root, sp_runtime::StateVersion},
	prelude::*,
};
use split_ledger_primitives::{Currency, CycleNo};

/// The root over the leaves of one block in one cycle: of the trie that has the SCALE-compact
/// place of each leaf, from 0 on, as key and the leaf as value. A leaf is shorter than 33 bytes, so
/// both state versions make the same root.
pub fn root_of(leaves: &[[u8; 32]]) -> [u8; 32] {
	let leaves = leaves.iter().map(|leaf| leaf.to_vec()).collect();
	blake2_256_ordered_root(leaves, StateVersion::V1).0
}

/// The page of a cycle in which its root number `count`, from 0 on, stands.
pub(crate) fn page_of(count: u32) -> u32 {
	count.checked_div(ROOTS_PER_PAGE).unwrap_or_default()
}

impl<T: Config> Pallet<T> {
	/// The block that is being made or executed.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().saturated_into()
	}

	/// Makes the root of each currency out of the leaves of this block. The leaves themselves never
	/// reach the trie.
	pub(crate) fn root_all_leaves() {
		let mut leaves = BTreeMap::<Currency, Vec<[u8; 32]>>::new();
		for (currency, leaf) in Leaves::<T>::take() {
			leaves.entry(currency).or_default().push(leaf);
		}
		for (currency, leaves) in leaves {
			let Some(row) = Currencies::<T>::get(currency) else { continue };
			Self::append_root(currency, row.cycle, &leaves);
		}
	}

	/// Makes a root of the leaves that one currency has so far in this block: its open cycle is
	/// about to end, and they belong to it. What follows in the block belongs to the next.
	pub(crate) fn root_leaves_of(currency: Currency, cycle: CycleNo) {
		let (own, others): (Vec<_>, Vec<_>) =
			Leaves::<T>::take().into_iter().partition(|(of, _)| *of == currency);
		if !others.is_empty() {
			Leaves::<T>::put(others);
		}
		let leaves: Vec<[u8; 32]> = own.into_iter().map(|(_, leaf)| leaf).collect();
		if !leaves.is_empty() {
			Self::append_root(currency, cycle, &leaves);
		}
	}

	fn append_root(currency: Currency, cycle: CycleNo, leaves: &[[u8; 32]]) {
		let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
		let root = BlockRoot { block: Self::block(), root: root_of(leaves), leaves: count };
		let record = Cycles::<T>::get((currency, cycle));
		let page = page_of(record.as_ref().map(|record| record.roots).unwrap_or_default());
		let Some(record) = record.and_then(|record| record.with_root(&root)) else {
			defensive!("the open cycle of a currency is open");
			return;
		};
		if Roots::<T>::try_append((currency, cycle, page), root).is_err() {
			defensive!("a page of roots is full exactly where the next one begins");
		}
		Cycles::<T>::insert((currency, cycle), record);
	}
}
