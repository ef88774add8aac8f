// SPDX-License-Identifier: Apache-2.0

//! A flood by one bank's key leaves the others, and the votes, their way in.

use pallet_escrow::{Call as EscrowCall, Item};
use pallet_participants::{codes::QUOTA_EMPTY, Call as ParticipantsCall};
use sp_runtime::transaction_validity::{TransactionValidityError, UnknownTransaction};
use split_ledger_primitives::{Amount, OrderBody, Role};
use split_ledger_runtime::{Runtime, RuntimeCall};
use split_ledger_scenarios::{bank_key, Customer, World, EAST, NORTH, SOUTH};

/// Orders of a flooding batch: a few of them fill a block.
const FLOOD_ORDERS: usize = 50;
/// More blocks than any flood needs.
const BLOCKS_MAX: u32 = 2_000;

/// A batch that is refused order by order, after it claimed as much work as it could.
fn flood(world: &mut World, from: &Customer, to: &Customer) -> RuntimeCall {
	let order = world.transfer(from, 1, to);
	let order = OrderBody { amount: Amount(0), legs_max: 50, ..order };
	let item: Item = vec![order].try_into().expect("one order");
	let items = vec![item; FLOOD_ORDERS].try_into().expect("few items");
	EscrowCall::<Runtime>::place_batch { items }.into()
}

/// Fills blocks with the bank's batches until the pool takes no more of them.
fn until_refused(world: &mut World, key: &str, flood: &RuntimeCall) -> TransactionValidityError {
	for _ in 0..BLOCKS_MAX {
		let next = world.signed(key, flood.clone());
		if let Err(refusal) = world.pool(next) {
			return refusal;
		}
		loop {
			let next = world.signed(key, flood.clone());
			if world.apply(next).is_err() {
				break;
			}
		}
		world.advance(1);
	}
	panic!("the quota of {key} did not run out in {BLOCKS_MAX} blocks");
}

#[test]
fn a_bank_that_floods_the_chain_is_refused_at_the_pool_and_nobody_else_is() {
	World::run(|world| {
		let payer = world.buyer(NORTH, "//Payer", 1_000);
		let payee = world.buyer(EAST, "//Payee", 1_000);
		let flood = flood(world, &payer, &payee);

		let refusal = until_refused(world, bank_key(NORTH), &flood);

		let empty = TransactionValidityError::Unknown(UnknownTransaction::Custom(QUOTA_EMPTY));
		assert_eq!(refusal, empty);
		// The customers of the bank share its quota.
		let order = world.transfer(&payer, 1, &payee);
		let theirs = world.signed(payer.key, EscrowCall::<Runtime>::place { order });
		assert_eq!(world.pool(theirs), Err(empty));
		// Another bank's customer pays, and the flooding bank itself still governs.
		let order = world.transfer(&payee, 1, &payer);
		let payment = world.signed(payee.key, EscrowCall::<Runtime>::place { order });
		let payment_priority = world.pool(payment.clone()).expect("another bank's quota").priority;
		assert_eq!(world.apply(payment), Ok(Ok(())));
		let call = Box::new(RuntimeCall::from(pallet_collective::Call::<Runtime>::vote {
			proposal: Default::default(),
			index: 0,
			approve: true,
		}));
		let vote = world.signed(bank_key(NORTH), ParticipantsCall::<Runtime>::act_as_bank { call });
		let vote_priority = world.pool(vote.clone()).expect("a vote has its way in").priority;
		assert!(vote_priority > payment_priority, "governance comes first");
		assert!(world.apply(vote).is_ok());

		// Some seconds later the bank pays again.
		world.advance(120);
		let order = world.transfer(&payer, 1, &payee);
		let payment = world.signed(payer.key, EscrowCall::<Runtime>::place { order });
		assert!(world.pool(payment).is_ok());
	});
}

#[test]
fn who_used_less_comes_first() {
	World::run(|world| {
		let busy = world.buyer(NORTH, "//Busy", 1_000);
		let calm = world.customer(SOUTH, "//Calm", &[Role::Buyer]);
		let flood = flood(world, &busy, &calm);
		for _ in 0..3 {
			let _ = world.send(busy.key, flood.clone());
		}
		let of = |world: &mut World, who: &Customer| {
			let order = world.transfer(who, 1, &busy);
			let call = EscrowCall::<Runtime>::place { order };
			let extrinsic = world.signed(who.key, call);
			world.pool(extrinsic).expect("there is quota").priority
		};
		assert!(of(world, &calm) > of(world, &busy));
	});
}
