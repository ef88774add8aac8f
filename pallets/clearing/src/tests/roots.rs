// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, root_of, BlockRoot, Cycles, Leaves, Roots, ROOTS_PER_PAGE};
use codec::{Compact, Encode};
use frame::{deps::sp_io::trie::blake2_256_root, hashing::blake2_256, testing_prelude::*};
use split_ledger_primitives::{ports::Clearing as _, Currency, CycleNo};

fn leaf(number: u8) -> [u8; 32] {
	[number; 32]
}

fn roots(currency: Currency, cycle: u32) -> Vec<BlockRoot> {
	let pages = Roots::<Test>::iter_prefix((currency, CycleNo(cycle)));
	pages.flat_map(|(_, page)| page).collect()
}

fn root(block: u32, leaves: &[[u8; 32]]) -> BlockRoot {
	BlockRoot { block, root: root_of(leaves), leaves: leaves.len() as u32 }
}

#[test]
fn a_block_makes_one_root_per_currency_out_of_its_leaves_in_order() {
	World::new().run(|| {
		record(CNY, &[leaf(1)]);
		record(USD, &[leaf(2)]);
		record(CNY, &[leaf(3), leaf(4)]);
		assert_eq!(roots(CNY, 0), []);
		next_block(500);

		assert_eq!(roots(CNY, 0), [root(1, &[leaf(1), leaf(3), leaf(4)])]);
		assert_eq!(roots(USD, 0), [root(1, &[leaf(2)])]);
		assert_ne!(root_of(&[leaf(1), leaf(3)]), root_of(&[leaf(3), leaf(1)]));
	});
}

#[test]
fn a_block_without_leaves_makes_no_root() {
	World::new().run(|| {
		next_block(500);
		record(CNY, &[leaf(1)]);
		next_block(500);
		next_block(500);
		assert_eq!(roots(CNY, 0), [root(2, &[leaf(1)])]);
	});
}

#[test]
fn leaves_are_gone_at_the_end_of_the_block() {
	World::new().run(|| {
		record(CNY, &[leaf(1)]);
		assert!(Leaves::<Test>::exists());
		Clearing::on_finalize(1);
		assert!(!Leaves::<Test>::exists());
	});
}

#[test]
fn a_close_inside_a_block_gives_one_root_to_each_of_two_cycles() {
	World::new().run(|| {
		record(CNY, &[leaf(1)]);
		record(USD, &[leaf(2)]);
		assert_ok!(close());
		record(CNY, &[leaf(3)]);
		next_block(500);

		assert_eq!(roots(CNY, 0), [root(1, &[leaf(1)])]);
		assert_eq!(roots(CNY, 1), [root(1, &[leaf(3)])]);
		assert_eq!(roots(USD, 0), [root(1, &[leaf(2)])]);
	});
}

#[test]
fn a_closed_cycle_has_the_root_that_the_readme_describes() {
	World::new().run(|| {
		record(CNY, &[leaf(1)]);
		next_block(500);
		record(CNY, &[leaf(2), leaf(3)]);
		next_block(500);
		assert_ok!(close());

		let expected = [(1u32, vec![leaf(1)]), (2u32, vec![leaf(2), leaf(3)])].into_iter().fold(
			[0; 32],
			|so_far: [u8; 32], (block, leaves)| {
				let mut bytes = so_far.to_vec();
				bytes.extend(block.to_le_bytes());
				bytes.extend(root_of(&leaves));
				bytes.extend((leaves.len() as u32).to_le_bytes());
				blake2_256(&bytes)
			},
		);
		let record = Cycles::<Test>::get((CNY, CycleNo(0))).expect("a cycle");
		assert_eq!((record.roots, record.root), (2, expected));
	});
}

#[test]
fn an_ordered_root_is_the_trie_over_places_and_leaves() {
	World::new().run(|| {
		let leaves: Vec<_> = (0..200).map(leaf).collect();
		let entries = (0u32..).map(|at| Compact(at).encode());
		let entries = entries.zip(leaves.iter().map(|leaf| leaf.to_vec())).collect::<Vec<_>>();
		for version in [StateVersion::V0, StateVersion::V1] {
			assert_eq!(root_of(&leaves), blake2_256_root(entries.clone(), version).0);
		}
	});
}

#[test]
fn roots_fill_one_page_after_the_other() {
	World::new().run(|| {
		for number in 0..=ROOTS_PER_PAGE {
			record(CNY, &[leaf(number as u8)]);
			next_block(500);
		}
		let page = |page| Roots::<Test>::get((CNY, CycleNo(0), page)).len() as u32;
		assert_eq!((page(0), page(1), page(2)), (ROOTS_PER_PAGE, 1, 0));
	});
}

#[test]
fn a_leaf_pays_for_its_root_when_it_is_recorded() {
	World::new().run(|| {
		let used = || System::block_weight().total();
		let before = used();
		record(CNY, &[leaf(1), leaf(2)]);
		let per_leaf =
			<() as crate::WeightInfo>::on_finalize(1) - <() as crate::WeightInfo>::on_finalize(0);
		assert_eq!(used() - before, per_leaf * 2);
	});
}

#[test]
fn leaves_of_a_currency_that_does_not_exist_go_nowhere() {
	World::new().run(|| {
		let unknown = Currency(1);
		assert!(!Clearing::knows(unknown));
		record(unknown, &[leaf(1)]);
		next_block(500);
		assert_eq!(roots(unknown, 0), []);
	});
}
