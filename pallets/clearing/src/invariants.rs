// SPDX-License-Identifier: Apache-2.0

//! What must hold after every block. The runtime adds what spans pallets: promised = the cross-bank
//! parts of held plans (INV-CLR-7), and M1 against the rows of the ledger.

use crate::{
	close::Banks, BankRow, BankRows, Carried, Cells, Config, Currencies, CurrencyRow, CycleRecord,
	CycleState, Cycles, Frozen, FrozenPositions, Leaves, Pallet, ReserveTotals, Reserves, Roots,
	Schedule, Withdrawals, ROOTS_PER_PAGE,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame::{deps::sp_runtime::TryRuntimeError, prelude::*};
use netting::{net, Obligation, Positions};
use split_ledger_primitives::{
	limits::BANKS_MAX, ports::Participants, Amount, BankIndex, BankStatus, Currency, CycleNo,
	Position,
};

type Held = Result<(), TryRuntimeError>;

impl<T: Config> Pallet<T> {
	/// Checks everything that must hold.
	pub fn check_invariants() -> Held {
		Self::currencies_and_schedule_are_the_same()?;
		Self::nothing_belongs_to_an_unknown_currency()?;
		for (currency, row) in Currencies::<T>::iter() {
			let banks = Self::banks(currency);
			Self::cycles_are_contiguous_and_one_is_open(currency, &row)?;
			Self::positions_sum_to_zero_and_are_their_cells(currency, &row, &banks)?;
			Self::reserves_are_conserved(currency, &banks)?;
			Self::settled_cycles_moved_what_they_say(currency, &banks)?;
			Self::cover_holds(&banks)?;
			Self::owed_is_what_unsettled_cycles_say(currency, &row, &banks)?;
			Self::roots_are_what_cycles_say(currency)?;
			Self::gross_pairs_have_two_sides(&banks)?;
		}
		Self::earmarks_are_open_withdrawals()?;
		Self::banks_are_what_participants_say()
	}

	/// INV-CLR-10: a currency has one entry in the schedule, and an entry has its currency.
	fn currencies_and_schedule_are_the_same() -> Held {
		let scheduled: Vec<_> = Schedule::<T>::get().into_iter().collect();
		let unique: BTreeSet<_> = scheduled.iter().map(|due| due.currency).collect();
		ensure!(unique.len() == scheduled.len(), "INV-CLR-10: a currency is scheduled twice");
		let known: BTreeSet<_> = Currencies::<T>::iter_keys().collect();
		ensure!(unique == known, "INV-CLR-10: the schedule names other currencies");
		for due in scheduled {
			let row = Currencies::<T>::get(due.currency).ok_or("INV-CLR-10: unknown currency")?;
			ensure!(
				due.at.is_some() == (row.cycle_ms != 0),
				"INV-CLR-10: a schedule without a length, or a length without a schedule"
			);
		}
		Ok(())
	}

	/// INV-CLR-8: no row, cell, cycle, position, root or sum carried forward of a currency that does
	/// not exist, or of a cycle that was never opened or was pruned before the last one.
	fn nothing_belongs_to_an_unknown_currency() -> Held {
		let known = |currency, cycle: Option<CycleNo>| match Currencies::<T>::get(currency) {
			Some(row) => cycle.is_none_or(|cycle| {
				// Of the one that was pruned last, something may be left.
				let first = Carried::<T>::get(currency).last_pruned().unwrap_or_default();
				(first..=row.cycle).contains(&cycle)
			}),
			None => false,
		};
		let rows = BankRows::<T>::iter_keys().map(|(currency, _)| (currency, None));
		let reserves = Reserves::<T>::iter_keys().map(|currency| (currency, None));
		let carried = Carried::<T>::iter_keys().map(|currency| (currency, None));
		let cells = Cells::<T>::iter_keys().map(|(currency, cycle, ..)| (currency, Some(cycle)));
		let cycles = Cycles::<T>::iter_keys().map(|(currency, cycle)| (currency, Some(cycle)));
		let frozen = FrozenPositions::<T>::iter_keys();
		let frozen = frozen.map(|(currency, cycle)| (currency, Some(cycle)));
		let roots = Roots::<T>::iter_keys().map(|(currency, cycle, _)| (currency, Some(cycle)));
		for (currency, cycle) in rows
			.chain(reserves)
			.chain(carried)
			.chain(cells)
			.chain(cycles)
			.chain(frozen)
			.chain(roots)
		{
			ensure!(known(currency, cycle), "INV-CLR-8: something of an unknown cycle");
		}
		Ok(())
	}

	/// INV-CLR-10: exactly one open cycle per currency, the last; ids contiguous from the first that
	/// is kept on. The unsettled ones are those on the list; an open cycle has no frozen positions, any other has.
	fn cycles_are_contiguous_and_one_is_open(currency: Currency, row: &CurrencyRow) -> Held {
		let cycles: BTreeMap<CycleNo, CycleRecord> =
			Cycles::<T>::iter_prefix((currency,)).collect();
		let first = Carried::<T>::get(currency).first_kept;
		let contiguous = cycles.keys().map(|cycle| cycle.0).eq(first.0..=row.cycle.0);
		ensure!(contiguous, "INV-CLR-10: the ids of cycles are not contiguous");
		let mut unsettled = Vec::new();
		for (cycle, record) in cycles {
			let open = matches!(record.state, CycleState::Open);
			ensure!(open == (cycle == row.cycle), "INV-CLR-10: not exactly the last is open");
			let frozen = FrozenPositions::<T>::contains_key((currency, cycle));
			ensure!(open != frozen, "INV-CLR-8: positions are frozen by the close and only by it");
			if matches!(record.state, CycleState::Closed(_)) {
				unsettled.push(cycle);
			}
		}
		let mut listed = row.unsettled.to_vec();
		listed.sort();
		ensure!(listed == unsettled, "INV-CLR-10: the list of unsettled cycles is wrong");
		Ok(())
	}

	/// INV-CLR-1 and INV-CLR-2: in every cycle positions sum to zero and are the net of its cells,
	/// of which none is zero or of a bank with itself (C7).
	fn positions_sum_to_zero_and_are_their_cells(
		currency: Currency,
		row: &CurrencyRow,
		banks: &Banks,
	) -> Held {
		let open = banks.iter().map(|(bank, row)| (*bank, row.position));
		Self::positions_are_cells(currency, row.cycle, open.collect())?;
		for (cycle, frozen) in FrozenPositions::<T>::iter_prefix((currency,)) {
			let zero = frozen.positions.iter().any(|(_, position)| *position == 0);
			ensure!(!zero, "INV-CLR-2: an empty position was frozen");
			Self::positions_are_cells(currency, cycle, frozen.positions.to_vec())?;
		}
		Ok(())
	}

	fn positions_are_cells(
		currency: Currency,
		cycle: CycleNo,
		positions: Vec<(BankIndex, Position)>,
	) -> Held {
		let positions =
			Positions::new(positions).map_err(|_| "INV-CLR-1: positions do not sum to zero")?;
		let cells = Self::cells(currency, cycle).into_iter();
		let cells =
			cells.map(|((debtor, creditor), amount)| Obligation { debtor, creditor, amount });
		let netted = net(cells).map_err(|_| "INV-CLR-2: a zero cell, or of a bank with itself")?;
		ensure!(positions == netted, "INV-CLR-2: a position is not the net of its cells");
		Ok(())
	}

	/// INV-CLR-3: reserves of a currency = issued - withdrawn; what banks paid one by one sums to
	/// zero.
	fn reserves_are_conserved(currency: Currency, banks: &Banks) -> Held {
		let totals: ReserveTotals = Reserves::<T>::get(currency);
		let reserves = banks.values().map(|row| row.reserve.total()).sum();
		ensure!(
			totals.outstanding() == Some(reserves),
			"INV-CLR-3: reserves are not what was issued less what was withdrawn"
		);
		let gross: Position = banks.values().map(|row| row.gross_net).sum();
		ensure!(gross == 0, "INV-CLR-3: gross payments do not sum to zero");
		Ok(())
	}

	/// CLR-5: a settled cycle keeps a reserve of every bank that had a position in it, which before
	/// was an amount too; and what all of them moved, with what the pruned ones did, is what the rows
	/// say (M1).
	fn settled_cycles_moved_what_they_say(currency: Currency, banks: &Banks) -> Held {
		let carried = Carried::<T>::get(currency).settled_net;
		let mut moved: BTreeMap<BankIndex, Position> = carried.into_iter().collect();
		ensure!(moved.values().sum::<Position>() == 0, "CLR-5: pruned cycles did not sum to zero");
		for (cycle, frozen) in FrozenPositions::<T>::iter_prefix((currency,)) {
			let record = Cycles::<T>::get((currency, cycle)).ok_or("CLR-5: unknown cycle")?;
			match record.state {
				CycleState::Settled(_) => Self::settlement_is_whole(&frozen)?,
				_ => ensure!(frozen.reserves.is_empty(), "CLR-5: reserves before the settlement"),
			}
			if matches!(record.state, CycleState::Settled(_)) {
				for (bank, position) in frozen.positions {
					let sum = moved.entry(bank).or_default();
					*sum = sum.checked_add(position).ok_or("CLR-5: overflow")?;
				}
			}
		}
		for (bank, row) in banks {
			let of_bank = moved.remove(bank).unwrap_or_default();
			ensure!(row.settled_net == of_bank, "CLR-5: a row says other than the settled cycles");
		}
		ensure!(moved.is_empty(), "CLR-5: a settled cycle of a bank without a row");
		Ok(())
	}

	fn settlement_is_whole(frozen: &Frozen) -> Held {
		let after: BTreeMap<BankIndex, Amount> = frozen.reserves.iter().copied().collect();
		for (bank, position) in &frozen.positions {
			let after = after.get(bank).ok_or("CLR-5: a position without a reserve")?;
			let before = after.position().checked_add(*position);
			let before = before.and_then(|before| u64::try_from(before).ok());
			ensure!(before.is_some(), "CLR-5: a reserve before the settlement was no amount");
		}
		Ok(())
	}

	/// INV-CLR-7: max(position, 0) + promised <= min(cap, reserve - earmarked - owed in unsettled
	/// cycles).
	fn cover_holds(banks: &Banks) -> Held {
		for row in banks.values() {
			ensure!(row.demand() <= row.unowed(), "INV-CLR-7: a bank is short of liquidity");
			ensure!(row.demand() <= row.cap.position(), "INV-CLR-7: a bank is over its cap");
		}
		Ok(())
	}

	/// CLR-8: owed = what unsettled cycles say that a bank owes.
	fn owed_is_what_unsettled_cycles_say(
		currency: Currency,
		row: &CurrencyRow,
		banks: &Banks,
	) -> Held {
		let mut owed = BTreeMap::<BankIndex, Position>::new();
		for cycle in &row.unsettled {
			let frozen = FrozenPositions::<T>::get((currency, cycle)).unwrap_or_default();
			for (bank, position) in frozen.positions {
				let sum = owed.entry(bank).or_default();
				*sum = sum.checked_add(position.max(0)).ok_or("CLR-8: overflow")?;
			}
		}
		for (bank, row) in banks {
			let of_bank = owed.remove(bank).unwrap_or_default();
			ensure!(row.owed.position() == of_bank, "CLR-8: owed differs from unsettled cycles");
		}
		ensure!(owed.is_empty(), "CLR-8: a bank without a row owes");
		Ok(())
	}

	/// CLR-8: a cycle has as many roots as it says, in full pages, and they make its one root: none
	/// was added after its close.
	fn roots_are_what_cycles_say(currency: Currency) -> Held {
		for (cycle, record) in Cycles::<T>::iter_prefix((currency,)) {
			let pages: BTreeMap<u32, _> = Roots::<T>::iter_prefix((currency, cycle)).collect();
			let filled = pages.keys().copied().eq(0..record.roots.div_ceil(ROOTS_PER_PAGE));
			ensure!(filled, "CLR-8: pages of roots are missing or left over");
			let mut again = CycleRecord::opening(record.opened);
			for root in pages.into_values().flatten() {
				ensure!(root.leaves > 0, "CLR-8: a root over nothing");
				again = again.with_root(&root).ok_or("CLR-8: too many roots")?;
			}
			let same = again.roots == record.roots && again.root == record.root;
			ensure!(same, "CLR-8: the roots of a cycle do not make its root");
		}
		Ok(())
	}

	/// C4: a pair is gross on both sides or on none, and never of a bank with itself.
	fn gross_pairs_have_two_sides(banks: &Banks) -> Held {
		let max = u8::try_from(BANKS_MAX).unwrap_or(u8::MAX);
		for (bank, row) in banks {
			for other in (0..max).map(BankIndex).filter(|other| row.gross_with.has(*other)) {
				let back = banks.get(&other).is_some_and(|other| other.gross_with.has(*bank));
				ensure!(back && other != *bank, "INV-CLR (C4): a gross pair has one side");
			}
		}
		Ok(())
	}

	/// INV-CLR-3 (M4): what is earmarked is what is asked for and not decided.
	fn earmarks_are_open_withdrawals() -> Held {
		let mut asked = BTreeMap::<(Currency, BankIndex), Amount>::new();
		for (bank, _, withdrawal) in Withdrawals::<T>::iter() {
			ensure!(!withdrawal.amount.is_zero(), "INV-CLR-3: an empty withdrawal");
			let sum = asked.entry((withdrawal.currency, bank)).or_default();
			*sum = sum.checked_add(withdrawal.amount).ok_or("INV-CLR-3: overflow")?;
		}
		for (currency, bank, row) in BankRows::<T>::iter() {
			let of_bank = asked.remove(&(currency, bank)).unwrap_or_default();
			ensure!(row.earmarked == of_bank, "INV-CLR-3: earmarked differs from withdrawals");
		}
		ensure!(asked.is_empty(), "INV-CLR-3: a withdrawal of a bank without a row");
		Ok(())
	}

	/// INV-PAR: every row is of a bank that participants knows, in the status that it has there.
	fn banks_are_what_participants_say() -> Held {
		for (_, bank, BankRow { status, .. }) in BankRows::<T>::iter() {
			let facts = T::Participants::bank(bank).ok_or("INV-PAR: a row of an unknown bank")?;
			let same: BankStatus = facts.status;
			ensure!(same == status, "INV-PAR: a row mirrors another status");
		}
		Ok(())
	}

	/// CLR-8: between blocks no leaf waits. For whoever looks at a finished block.
	pub fn check_no_leaf_waits() -> Held {
		ensure!(Leaves::<T>::get().is_empty(), "CLR-8: a leaf waits outside a block");
		Ok(())
	}
}
