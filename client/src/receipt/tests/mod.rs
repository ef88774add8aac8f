// SPDX-License-Identifier: Apache-2.0

mod finality;
mod golden;
mod tampering;
mod world;

use super::*;
use split_ledger_primitives::{AccountNo, LeafKind, OrderStatus};
use world::*;

#[test]
fn a_receipt_proves_what_was_entered_posted_and_settled() -> anyhow::Result<()> {
	let world = World::new();
	let file = world.receipt_of(3).to_json()?;

	let proven = verify(&Receipt::from_json(file.as_bytes())?, &world.authorities())?;

	assert_eq!((proven.order, proven.genesis), (order(), GENESIS));
	let block = &proven.block;
	assert_eq!((block.number, block.justified, block.set), (BLOCK, BLOCK + 2, SET));
	assert_eq!(block.votes, Votes { signed: 3, of: 4 });
	let entered = proven.entered.expect("the order is in the state");
	assert_eq!((entered.block, entered.status), (20, OrderStatus::PartlyReleased));
	let body = entered.body.expect("the receipt has the body");
	assert_eq!((body.payer, body.amount.0, body.covered), (AccountNo(1), 1_000, Some(true)));
	assert_eq!(body.reference, "invoice 7");

	let [paid, back] = &proven.postings[..] else { panic!("two postings") };
	assert_eq!((paid.kind, paid.block, paid.cycle.0), (LeafKind::Paid, 21, 3));
	assert_eq!(paid.cycle_stands, ProvedCycle::Settled { closed: 35 });
	assert!(paid.legs.iter().all(|leg| leg.proved == Reached::Settled));
	// The second is in a cycle that is open: what never left its account is settled all the same.
	assert_eq!((back.kind, back.cycle_stands), (LeafKind::Refunded, ProvedCycle::Open));
	let reached = [Reached::Settled, Reached::Posted];
	assert_eq!([back.legs[0].proved, back.legs[1].proved], reached);
	Ok(())
}

#[test]
fn a_receipt_of_a_held_order_needs_no_posting() -> anyhow::Result<()> {
	let world = World::with(row(OrderStatus::Held));
	let mut receipt = world.receipt_of(4);
	receipt.postings.clear();
	let needed = [keys::genesis(), keys::time(), keys::order(order())];
	let nodes = world.state.proof(&needed)?;
	receipt.state.nodes = nodes.into_iter().map(document::Bytes).collect();

	let proven = verify(&receipt, &world.authorities())?;

	assert_eq!(proven.entered.map(|order| order.status), Some(OrderStatus::Held));
	assert!(proven.postings.is_empty());
	Ok(())
}

#[test]
fn a_file_of_authorities_keeps_what_it_was_told_and_takes_no_other_word_for_a_set() {
	let world = World::new();
	let mut file = world.authorities();
	assert!(!file.add(set_of(SET, &world.voters)).expect("the same again"));
	assert!(file.add(set_of(SET, &world.voters[..3])).is_err());
	assert!(file.add(set_of(SET - 1, &world.voters[..3])).expect("an earlier one"));
	assert_eq!(file.sets.iter().map(|set| set.id).collect::<Vec<_>>(), [SET - 1, SET]);
	let json = file.to_json().expect("it can be written");
	assert_eq!(Authorities::from_json(json.as_bytes()).expect("its own form"), file);

	let twice = [voter(1), voter(1)];
	for wrong in [set_of(9, &twice), set_of(9, &[])] {
		assert!(file.add(wrong).is_err());
	}
	assert!(file.add(set_told_at(3, 9, &world.voters)).is_err(), "a later set of an earlier block");
	let mut weightless = set_of(9, &world.voters);
	weightless.authorities[0].weight = 0;
	assert!(file.add(weightless).is_err());
}
