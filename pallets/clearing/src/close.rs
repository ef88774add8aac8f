// SPDX-License-Identifier: Apache-2.0

use crate::{
	types::PerBank, BankRow, BankRows, CloseReason, Config, Currencies, CurrencyRow, CycleRecord,
	Cycles, Ending, Error, Event, Frozen, FrozenPositions, Pallet,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame::prelude::*;
use netting::{NettingError, Positions};
use split_ledger_primitives::{
	ports::{Clock, Signer},
	Amount, BankIndex, Currency, CycleNo, Text,
};

/// All banks of a currency, by index.
pub(crate) type Banks = BTreeMap<BankIndex, BankRow>;

/// Who closed or settled a cycle; nobody, where the chain did.
pub(crate) type Actor<T> = Option<Signer<<T as frame_system::Config>::AccountId>>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_close_cycle(
		signer: Signer<T::AccountId>,
		currency: Currency,
		row: CurrencyRow,
		reason: Text,
	) -> DispatchResult {
		ensure!(!reason.is_empty(), Error::<T>::ReasonEmpty);
		Self::close(currency, row, CloseReason::Agent(reason), Some(signer))
	}

	pub(crate) fn do_settle_cycle(
		signer: Signer<T::AccountId>,
		currency: Currency,
		mut row: CurrencyRow,
		cycle: CycleNo,
	) -> DispatchResult {
		ensure!(row.unsettled.contains(&cycle), Error::<T>::CycleNotClosed);
		Self::settle_closed(currency, &mut row, cycle, Some(signer))?;
		Currencies::<T>::insert(currency, row);
		Ok(())
	}

	/// Ends the open cycle and opens the next. Settles in the same transition, unless the currency
	/// settles later (C3).
	///
	/// Reads bank rows only, however many payments the cycle had. It cannot fail (C6): positions sum
	/// to zero, and every reserve holds what its bank owes (see the module `cover`). The errors are
	/// there so that a broken state stays as it is. Where the agent lets as many cycles wait as may
	/// be, the chain settles the oldest, which its pledge covers, and closes.
	pub(crate) fn close(
		currency: Currency,
		mut row: CurrencyRow,
		reason: CloseReason,
		by: Actor<T>,
	) -> DispatchResult {
		let cycle = row.cycle;
		Self::root_leaves_of(currency, cycle);
		if row.later && row.unsettled.is_full() {
			let oldest = *row.unsettled.first().ok_or(Error::<T>::SettlementFailed)?;
			Self::settle_closed(currency, &mut row, oldest, by.clone())?;
		}
		let block = Self::block();
		let kept_from = T::Clock::today();
		let date = row.posted.unwrap_or(kept_from);
		let record = Cycles::<T>::get((currency, cycle)).ok_or(Error::<T>::SettlementFailed)?;
		let record = record
			.close(Ending { block, kept_from, date, reason: reason.clone() })
			.ok_or(Error::<T>::SettlementFailed)?;
		let next = CycleNo(cycle.0.checked_add(1).ok_or(Error::<T>::Overflow)?);
		let banks = Self::banks(currency);
		let positions = Positions::new(banks.iter().map(|(bank, row)| (*bank, row.position)))
			.map_err(Self::broken)?;
		let frozen = Frozen { positions: per_bank(positions.iter()), ..<_>::default() };
		if row.later {
			row.unsettled.try_push(cycle).map_err(|_| Error::<T>::SettlementFailed)?;
		}
		let mut moved = if row.later {
			owing(&banks, &positions).ok_or(Error::<T>::Overflow)?
		} else {
			settled(&banks, &positions).map_err(Self::broken)?
		};
		for row in moved.values_mut() {
			row.position = 0;
		}

		Self::write_banks(currency, &banks, &moved);
		Cycles::<T>::insert((currency, cycle), record.clone());
		FrozenPositions::<T>::insert((currency, cycle), frozen.clone());
		Cycles::<T>::insert((currency, next), CycleRecord::opening(block));
		let later = row.later;
		Currencies::<T>::insert(currency, CurrencyRow { cycle: next, posted: None, ..row });

		let (by_id, key) = acted::<T>(by.clone());
		let (roots, root) = (record.roots, record.root);
		Self::deposit_event(Event::CycleClosed {
			currency,
			cycle,
			reason,
			roots,
			root,
			by: by_id,
			key,
		});
		if !later {
			Self::end((currency, cycle), record, frozen, &moved, by)?;
		}
		Ok(())
	}

	/// Moves the reserves of a closed cycle and takes it off the list of the unsettled.
	fn settle_closed(
		currency: Currency,
		row: &mut CurrencyRow,
		cycle: CycleNo,
		by: Actor<T>,
	) -> DispatchResult {
		let record = Cycles::<T>::get((currency, cycle)).ok_or(Error::<T>::CycleNotClosed)?;
		let frozen =
			FrozenPositions::<T>::get((currency, cycle)).ok_or(Error::<T>::CycleNotClosed)?;
		let banks = Self::banks(currency);
		let positions = Positions::new(frozen.positions.iter().copied()).map_err(Self::broken)?;
		let mut moved = settled(&banks, &positions).map_err(Self::broken)?;
		for (bank, position) in positions.iter() {
			let row = moved.get_mut(&bank).ok_or(Error::<T>::SettlementFailed)?;
			let owed = row.owed.position().checked_sub(position.max(0));
			let owed = owed.and_then(|owed| u64::try_from(owed).ok());
			row.owed = Amount(owed.ok_or(Error::<T>::SettlementFailed)?);
		}

		Self::write_banks(currency, &banks, &moved);
		row.unsettled.retain(|unsettled| *unsettled != cycle);
		Self::end((currency, cycle), record, frozen, &moved, by)
	}

	/// Marks a cycle as settled, for ever, with the reserves that the settlement left.
	fn end(
		(currency, cycle): (Currency, CycleNo),
		record: CycleRecord,
		frozen: Frozen,
		banks: &Banks,
		by: Actor<T>,
	) -> DispatchResult {
		let record = record.settle(T::Clock::today()).ok_or(Error::<T>::SettlementFailed)?;
		let positions = frozen.positions.to_vec();
		let reserves = per_bank(banks.iter().map(|(bank, row)| (*bank, row.reserve)));
		let frozen = Frozen { reserves, ..frozen };
		Cycles::<T>::insert((currency, cycle), record);
		FrozenPositions::<T>::insert((currency, cycle), frozen);

		let (by, key) = acted::<T>(by);
		Self::deposit_event(Event::CycleSettled { currency, cycle, positions, by, key });
		Ok(())
	}

	/// All bank rows of a currency: at most 64.
	pub(crate) fn banks(currency: Currency) -> Banks {
		BankRows::<T>::iter_prefix(currency).collect()
	}

	/// Writes the rows that changed.
	fn write_banks(currency: Currency, before: &Banks, after: &Banks) {
		for (bank, row) in after.iter().filter(|(bank, row)| before.get(bank) != Some(row)) {
			BankRows::<T>::insert(currency, bank, row);
		}
	}

	/// What clearing keeps can always be netted and settled. Where it cannot, a call says so, and a
	/// due close tells it as [`Event::CloseFailed`].
	fn broken(_: NettingError) -> Error<T> {
		Error::<T>::SettlementFailed
	}
}

/// The rows once reserves moved by `positions`: all of them, or an error.
fn settled(banks: &Banks, positions: &Positions) -> Result<Banks, NettingError> {
	let reserves = banks.iter().map(|(bank, row)| (*bank, row.reserve)).collect();
	let reserves = netting::settle(&reserves, positions)?;
	let mut moved = banks.clone();
	for (bank, row) in &mut moved {
		row.reserve = reserves.get(bank).copied().ok_or(NettingError::UnknownBank)?;
		let net = row.settled_net.checked_add(positions.of(*bank));
		row.settled_net = net.ok_or(NettingError::Overflow)?;
	}
	Ok(moved)
}

/// The rows once positions above zero are owed by a cycle that is settled later.
fn owing(banks: &Banks, positions: &Positions) -> Option<Banks> {
	let mut moved = banks.clone();
	for (bank, row) in &mut moved {
		let owed = u64::try_from(positions.of(*bank).max(0)).ok()?;
		row.owed = row.owed.checked_add(Amount(owed))?;
	}
	Some(moved)
}

/// A list of at most one value per bank, of which there are no more than its bound.
fn per_bank<V>(values: impl Iterator<Item = (BankIndex, V)>) -> PerBank<V> {
	BoundedVec::truncate_from(values.collect::<Vec<_>>())
}

/// The participant and the key of an event.
fn acted<T: Config>(
	by: Actor<T>,
) -> (Option<split_ledger_primitives::ParticipantId>, Option<T::AccountId>) {
	by.map(|signer| (signer.participant, signer.key)).unzip()
}
