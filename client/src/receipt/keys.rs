// SPDX-License-Identifier: Apache-2.0

//! Where in the state lies what a receipt proves, and the beginnings of those values. A value may grow
//! behind them: what a receipt needs stays in front.

use crate::chain::storage_key;
use codec::Decode;
use split_ledger_primitives::{Currency, CycleNo, OrderId};

/// twox-64 of the number of the first block: the chain looks hashes of blocks up behind it.
const FIRST_BLOCK: [u8; 8] = [0xb4, 0xde, 0xf2, 0x5c, 0xfd, 0xa6, 0xef, 0x3a];

/// The hash of the first block, which the chain keeps for ever.
pub(super) fn genesis() -> Vec<u8> {
	storage_key("System", "BlockHash", &(FIRST_BLOCK, 0u32))
}

/// The time of the block.
pub(super) fn time() -> Vec<u8> {
	storage_key("Timestamp", "Now", &())
}

/// The row of an order.
pub(super) fn order(order: OrderId) -> Vec<u8> {
	storage_key("Escrow", "Orders", &order)
}

/// A page of the roots of a cycle.
pub(super) fn roots(currency: Currency, cycle: CycleNo, page: u32) -> Vec<u8> {
	storage_key("Clearing", "Roots", &(currency, cycle, page))
}

/// The record of a cycle.
pub(super) fn cycle(currency: Currency, cycle: CycleNo) -> Vec<u8> {
	storage_key("Clearing", "Cycles", &(currency, cycle))
}

/// The root of one block in a cycle.
#[derive(Decode)]
pub(super) struct BlockRoot {
	pub(super) block: u32,
	pub(super) root: [u8; 32],
	pub(super) leaves: u32,
}

/// The beginning of the record of a cycle.
#[derive(Decode)]
pub(super) struct CycleHead {
	_opened: u32,
	_roots: u32,
	_root: [u8; 32],
	pub(super) state: CycleState,
}

/// Where a cycle is in its life.
#[derive(Decode)]
pub(super) enum CycleState {
	/// It takes obligations.
	#[codec(index = 0)]
	Open,
	/// Reserves have not moved.
	#[codec(index = 1)]
	Closed { block: u32 },
	/// Reserves moved.
	#[codec(index = 2)]
	Settled { block: u32 },
}
