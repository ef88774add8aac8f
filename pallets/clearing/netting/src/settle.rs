// SPDX-License-Identifier: Apache-2.0

use crate::{NettingError, Positions};
use alloc::collections::BTreeMap;
use split_ledger_primitives::{Amount, BankIndex, Position};

/// The reserve of each bank.
pub type Reserves = BTreeMap<BankIndex, Amount>;

/// The reserves after `positions` were settled: each is what it was less the bank's position.
///
/// All or nothing: a bank without a reserve row, or with too little in it, refuses the whole.
pub fn settle(reserves: &Reserves, positions: &Positions) -> Result<Reserves, NettingError> {
	let mut settled = reserves.clone();
	for (bank, position) in positions.iter() {
		let reserve = settled.get_mut(&bank).ok_or(NettingError::UnknownBank)?;
		*reserve = after(*reserve, position)?;
	}
	Ok(settled)
}

fn after(reserve: Amount, position: Position) -> Result<Amount, NettingError> {
	match reserve.position().checked_sub(position).ok_or(NettingError::Overflow)? {
		left if left < 0 => Err(NettingError::ShortOfReserve),
		left => u64::try_from(left).map(Amount).map_err(|_| NettingError::Overflow),
	}
}
