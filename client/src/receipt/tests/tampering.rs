// SPDX-License-Identifier: Apache-2.0

//! Nothing in a receipt can be changed.

use super::{super::*, world::*};
use crate::{hash::blake2_256, trie::Trie};
use document::Bytes;
use split_ledger_primitives::OrderStatus;

/// Whether nothing of it is taken for proved.
fn is_refused(receipt: &Receipt, authorities: &Authorities) -> bool {
	verify(receipt, authorities).is_err()
}

/// All bytes of a receipt that prove something, list by list.
fn parts(receipt: &mut Receipt) -> Vec<&mut Vec<u8>> {
	let mut parts = Vec::new();
	parts.extend(receipt.body.as_mut().map(|body| &mut body.0));
	parts.extend(receipt.finality.headers.iter_mut().map(|header| &mut header.0));
	parts.push(&mut receipt.finality.justification.0);
	parts.extend(receipt.state.nodes.iter_mut().map(|node| &mut node.0));
	for posting in &mut receipt.postings {
		parts.push(&mut posting.leaf.0);
		parts.extend(posting.nodes.iter_mut().map(|node| &mut node.0));
	}
	parts
}

#[test]
fn a_receipt_with_any_byte_of_what_it_proves_changed_is_refused() {
	let world = World::new();
	let authorities = world.authorities();
	let mut receipt = world.receipt_of(3);
	assert!(!is_refused(&receipt, &authorities));
	let lengths: Vec<usize> = parts(&mut receipt).iter().map(|part| part.len()).collect();
	assert!(lengths.len() > 12 && lengths.iter().sum::<usize>() > 2_000);
	for (part, length) in lengths.into_iter().enumerate() {
		for byte in 0..length {
			let change = 1 << (byte % 8);
			parts(&mut receipt)[part][byte] ^= change;
			assert!(is_refused(&receipt, &authorities), "byte {byte} of part {part}");
			parts(&mut receipt)[part][byte] ^= change;
		}
	}
	assert!(!is_refused(&receipt, &authorities));
}

#[test]
fn a_receipt_with_any_part_cut_short_or_lengthened_is_refused() {
	let world = World::new();
	let authorities = world.authorities();
	let mut receipt = world.receipt_of(3);
	for part in 0..parts(&mut receipt).len() {
		let whole = parts(&mut receipt)[part].clone();
		parts(&mut receipt)[part].push(0);
		assert!(is_refused(&receipt, &authorities), "a byte more in part {part}");
		parts(&mut receipt)[part].truncate(whole.len() - 1);
		assert!(is_refused(&receipt, &authorities), "a byte less in part {part}");
		*parts(&mut receipt)[part] = whole;
	}
	assert!(!is_refused(&receipt, &authorities));
}

#[test]
fn a_receipt_with_any_name_or_number_changed_is_refused() {
	let world = World::new();
	let authorities = world.authorities();
	let receipt = world.receipt_of(3);
	let turns: [&dyn Fn(&mut Receipt); 11] = [
		&|receipt| receipt.genesis[31] ^= 1,
		&|receipt| receipt.order.0[21] ^= 1,
		&|receipt| receipt.finality.set += 1,
		&|receipt| receipt.postings[0].block += 1,
		&|receipt| receipt.postings[0].page -= 1,
		&|receipt| receipt.postings[0].page += 1,
		&|receipt| receipt.postings[0].place += 1,
		&|receipt| receipt.postings[0].place += 0x1_0000,
		&|receipt| receipt.postings.swap(0, 1),
		&|receipt| drop(receipt.postings.remove(1)),
		&|receipt| receipt.postings.push(receipt.postings[1].clone()),
	];
	for (place, turn) in turns.iter().enumerate() {
		let mut turned = receipt.clone();
		turn(&mut turned);
		assert!(is_refused(&turned, &authorities), "turn {place}");
	}
}

#[test]
fn a_file_with_any_byte_changed_is_no_receipt_or_proves_nothing() -> anyhow::Result<()> {
	// One voter: each signature takes its time, and here it is asked thousands of times.
	let world = World { voters: vec![voter(1)], ..World::new() };
	let authorities = world.authorities();
	let file = world.receipt_of(1).to_json()?.into_bytes();
	let refused = |text: &[u8]| {
		Receipt::from_json(text).and_then(|receipt| verify(&receipt, &authorities)).is_err()
	};
	assert!(!refused(&file));
	let mut turned = file.clone();
	for (place, byte) in file.iter().enumerate() {
		// Another letter or digit, or the same letter in the other case.
		let change = if place % 2 == 0 { 1 } else { 0x20 };
		turned[place] = byte ^ change;
		assert!(refused(&turned), "byte {place}: {}", char::from(*byte));
		turned[place] = *byte;
	}
	assert!(refused(&file[..file.len() - 1]) && refused(&[&file[..], b" "].concat()));
	Ok(())
}

#[test]
fn words_that_do_not_belong_to_what_is_proved_are_refused() -> anyhow::Result<()> {
	let world = World::new();
	let file = world.receipt_of(3).to_json()?;
	assert!(file.contains("6.00 from account 1 to 2 for goods"), "{file}");
	let turned = file.replace("6.00 from account 1", "6000.00 from account 1");
	let said = Receipt::from_json(turned.as_bytes()).expect_err("it was changed");
	assert!(said.to_string().contains("byte for byte"), "{said}");
	Ok(())
}

#[test]
fn the_leaf_of_another_order_is_refused_even_where_it_is_in_the_root() {
	let world = World::new();
	let other = World::with(row(OrderStatus::Held));
	// Each is a whole receipt of its own chain: parts of one do not stand in the other.
	let mut mixed = world.receipt_of(3);
	mixed.state = other.receipt_of(3).state;
	assert!(is_refused(&mixed, &world.authorities()));
	let mut claimed = world.receipt_of(3);
	claimed.order.0[0] ^= 1;
	claimed.body = None;
	assert!(is_refused(&claimed, &world.authorities()));
}

#[test]
fn a_state_of_the_readers_own_making_is_refused() {
	let world = World::new();
	let mut receipt = world.receipt_of(3);
	let made_up = Trie::of([(keys::genesis(), GENESIS.to_vec())]);
	let nodes = made_up.proof(&[keys::genesis()]).expect("all nodes are there");
	assert_eq!(blake2_256(&[&nodes[0]]), made_up.root());
	receipt.state.nodes = nodes.into_iter().map(Bytes).collect();
	receipt.postings.clear();
	assert!(is_refused(&receipt, &world.authorities()));
}

#[test]
fn a_body_that_was_not_placed_is_refused() {
	use codec::Encode;
	let world = World::new();
	for turn in [
		|body: &mut split_ledger_primitives::OrderBody| body.amount.0 += 1,
		|body: &mut split_ledger_primitives::OrderBody| body.reference.date.0 += 1,
	] {
		let (mut receipt, mut body) = (world.receipt_of(3), body());
		turn(&mut body);
		receipt.body = Some(Bytes(body.encode()));
		assert!(is_refused(&receipt, &world.authorities()));
	}
}
