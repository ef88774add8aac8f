// SPDX-License-Identifier: Apache-2.0

use crate::{
	roots::page_of, types::ROOTS_PER_PAGE, BankRows, BlockRoot, Cells, Config, Currencies,
	CycleState, Cycles, FrozenPositions, Pallet, Roots, Schedule,
};
use alloc::{collections::BTreeMap, vec::Vec};
use split_ledger_primitives::{
	ports::Clock,
	views::{
		CellView, CurrencyView, CycleStatus, CycleView, LimitsView, PositionView, RootView,
		StatementView,
	},
	Amount, BankIndex, BankStatus, Currency, CycleNo, Position, Total,
};

impl<T: Config> Pallet<T> {
	/// The currencies of the ledger, by their number.
	pub fn currencies() -> Vec<CurrencyView> {
		let mut numbers: Vec<_> =
			Schedule::<T>::get().into_iter().map(|due| due.currency).collect();
		numbers.sort();
		let view = |currency| {
			let row = Currencies::<T>::get(currency)?;
			Some(CurrencyView {
				currency,
				agent: row.agent,
				exponent: row.exponent,
				cycle_ms: row.cycle_ms,
				settles_later: row.later,
				cycle: row.cycle,
			})
		};
		numbers.into_iter().filter_map(view).collect()
	}

	/// The open cycle of a currency.
	pub fn open_cycle(currency: Currency) -> Option<CycleNo> {
		Currencies::<T>::get(currency).map(|row| row.cycle)
	}

	/// A cycle; the open one where none is named.
	pub fn cycle(currency: Currency, cycle: Option<CycleNo>) -> Option<CycleView> {
		let cycle = cycle.or_else(|| Self::open_cycle(currency))?;
		let record = Cycles::<T>::get((currency, cycle))?;
		let (status, ending) = match record.state {
			CycleState::Open => (CycleStatus::Open, None),
			CycleState::Closed(ending) => (CycleStatus::Closed, Some(ending)),
			CycleState::Settled(ending) => (CycleStatus::Settled, Some(ending)),
		};
		Some(CycleView {
			currency,
			cycle,
			status,
			opened: record.opened,
			closed: ending.as_ref().map(|ending| ending.block),
			date: ending.as_ref().map_or_else(T::Clock::today, |ending| ending.date),
			roots: record.roots,
			root: ending.is_some().then_some(record.root),
		})
	}

	/// What each bank of the currency owes or is owed in a cycle, by the place of the bank; the open
	/// cycle where none is named. Of a settled cycle, the banks that the currency had then.
	pub fn positions(currency: Currency, cycle: Option<CycleNo>) -> Vec<PositionView> {
		let view = || {
			let cycle = cycle.or_else(|| Self::open_cycle(currency))?;
			let record = Cycles::<T>::get((currency, cycle))?;
			let cells = Self::cells(currency, cycle);
			let sum = |of: &dyn Fn(&(BankIndex, BankIndex)) -> bool| {
				let own = cells.iter().filter(|(pair, _)| of(pair));
				own.fold(Total::default(), |sum, (_, amount)| sum.saturating_add(*amount))
			};
			let reserves = Self::reserves(currency, cycle, &record.state).into_iter();
			let positions = reserves.map(|(bank, position, before, after)| PositionView {
				bank,
				sent: sum(&|(debtor, _)| *debtor == bank),
				received: sum(&|(_, creditor)| *creditor == bank),
				position,
				reserve_before: before,
				reserve_after: after,
			});
			Some(positions.collect())
		};
		view().unwrap_or_default()
	}

	/// What a bank needs to reconcile a cycle; the open one where none is named. What it issued and
	/// redeemed is the ledger's to say.
	pub fn statement(
		currency: Currency,
		bank: BankIndex,
		cycle: Option<CycleNo>,
		issued: Total,
		redeemed: Total,
	) -> Option<StatementView> {
		let cycle = Self::cycle(currency, cycle)?;
		let number = cycle.cycle;
		let positions = Self::positions(currency, Some(number)).into_iter();
		let position = positions.into_iter().find(|position| position.bank == bank)?;
		let mut cells = BTreeMap::<BankIndex, (Total, Total)>::new();
		for ((debtor, creditor), amount) in Self::cells(currency, number) {
			if debtor == bank {
				cells.entry(creditor).or_default().0 = amount;
			} else if creditor == bank {
				cells.entry(debtor).or_default().1 = amount;
			}
		}
		let cells = cells.into_iter();
		let cells =
			cells.map(|(bank, (sent, received))| CellView { bank, sent, received }).collect();
		Some(StatementView { bank, cycle, position, cells, issued, redeemed })
	}

	/// The roots of a cycle in the order of its blocks, from the place `from` (0 is the first) on, at
	/// most `limit` of them. The cycle says how many it has.
	pub fn roots(currency: Currency, cycle: CycleNo, from: u32, limit: u32) -> Vec<RootView> {
		// What is left of a cycle that is being pruned is no answer.
		let Some(record) = Cycles::<T>::get((currency, cycle)) else { return Vec::new() };
		let end = from.saturating_add(limit).min(record.roots);
		if end <= from {
			return Vec::new();
		}
		let place = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
		let before = from.saturating_sub(page_of(from).saturating_mul(ROOTS_PER_PAGE));
		let view = |BlockRoot { block, root, leaves }| RootView { block, root, leaves };
		(page_of(from)..=page_of(end.saturating_sub(1)))
			.flat_map(|page| Roots::<T>::get((currency, cycle, page)))
			.skip(place(before))
			.take(place(end.saturating_sub(from)))
			.map(view)
			.collect()
	}

	/// What a bank may still owe.
	pub fn limits(currency: Currency, bank: BankIndex) -> Option<LimitsView> {
		let row = BankRows::<T>::get(currency, bank)?;
		let active = row.status == BankStatus::Active;
		Some(LimitsView {
			bank,
			currency,
			reserve: row.reserve,
			earmarked: row.earmarked,
			cap: row.cap,
			owed: row.owed,
			position: row.position,
			promised: row.promised,
			headroom: if active { row.headroom() } else { Amount::ZERO },
		})
	}

	/// The cells of a cycle, by debtor and creditor.
	pub(crate) fn cells(
		currency: Currency,
		cycle: CycleNo,
	) -> BTreeMap<(BankIndex, BankIndex), Total> {
		Cells::<T>::iter_prefix((currency, cycle)).collect()
	}

	/// Bank, position, reserve before and after the settlement.
	fn reserves(
		currency: Currency,
		cycle: CycleNo,
		state: &CycleState,
	) -> Vec<(BankIndex, Position, Amount, Amount)> {
		let rows = || Self::banks(currency).into_iter();
		let frozen = FrozenPositions::<T>::get((currency, cycle)).unwrap_or_default();
		let positions: BTreeMap<_, _> = frozen.positions.into_iter().collect();
		let of = |bank| positions.get(&bank).copied().unwrap_or_default();
		match state {
			CycleState::Open => {
				rows().map(|(bank, row)| (bank, row.position, row.reserve, row.reserve)).collect()
			}
			CycleState::Closed(_) => {
				rows().map(|(bank, row)| (bank, of(bank), row.reserve, row.reserve)).collect()
			}
			CycleState::Settled(_) => {
				let before = |bank, after: Amount| {
					// The settlement made `after` out of this sum, which was an amount.
					let before = after.position().saturating_add(of(bank));
					Amount(u64::try_from(before).unwrap_or_default())
				};
				let reserves = frozen.reserves.into_iter();
				reserves.map(|(bank, after)| (bank, of(bank), before(bank, after), after)).collect()
			}
		}
	}
}
