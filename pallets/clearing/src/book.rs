// SPDX-License-Identifier: Apache-2.0

use crate::{
	cover::{Change, RowError},
	BankRow, BankRows, Cells, Config, Currencies, CurrencyRow, Error, Leaves, Pallet, WeightInfo,
};
use alloc::{
	collections::{btree_map::Entry, BTreeMap, BTreeSet},
	vec::Vec,
};
use core::marker::PhantomData;
use frame::prelude::*;
use split_ledger_primitives::{
	ports::{ClearingBook, Clock, CycleFacts, Participants},
	Amount, BankIndex, BankStatus, Currency, Total,
};

/// A bank in a currency.
type BankKey = (Currency, BankIndex);

/// What a debtor owes a creditor, in the open cycle of a currency.
type PairKey = (Currency, BankIndex, BankIndex);

/// What one item does, added up. It touches no row before it is accepted.
#[derive(Default)]
struct Item {
	changes: BTreeMap<BankKey, Change>,
	pairs: BTreeMap<PairKey, Total>,
	paid: BTreeSet<Currency>,
}

impl Item {
	fn change(&mut self, bank: BankKey, change: Change) {
		let sum = self.changes.entry(bank).or_default();
		*sum = sum.plus(change);
	}
}

/// A row of the call, and whether an accepted item changed it.
struct Kept {
	row: BankRow,
	changed: bool,
}

/// The bank rows of one call: each is read once and written once.
pub struct Book<T> {
	currencies: BTreeMap<Currency, CurrencyRow>,
	rows: BTreeMap<BankKey, Kept>,
	pairs: BTreeMap<PairKey, Total>,
	leaves: Vec<(Currency, [u8; 32])>,
	/// Currencies in which something was paid.
	paid: BTreeSet<Currency>,
	item: Item,
	config: PhantomData<T>,
}

impl<T> Default for Book<T> {
	fn default() -> Self {
		Self {
			currencies: BTreeMap::new(),
			rows: BTreeMap::new(),
			pairs: BTreeMap::new(),
			leaves: Vec::new(),
			paid: BTreeSet::new(),
			item: Item::default(),
			config: PhantomData,
		}
	}
}

impl<T: Config> ClearingBook for Book<T> {
	fn cycle(&mut self, currency: Currency) -> Result<CycleFacts, DispatchError> {
		let cycle = self.currency(currency)?.cycle;
		Ok(CycleFacts { cycle, date: T::Clock::today() })
	}

	fn begin(&mut self) {
		self.item = Item::default();
	}

	fn oblige(
		&mut self,
		currency: Currency,
		debtor: BankIndex,
		creditor: BankIndex,
		amount: Amount,
		promised: bool,
	) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		ensure!(debtor != creditor, Error::<T>::SelfObligation);
		let payer = self.debtor(currency, debtor, promised)?;
		self.creditor(currency, creditor)?;

		let value = amount.position();
		let promise = if promised { amount.position() } else { 0 };
		let (debit, credit) = if payer.gross_with.has(creditor) {
			(Change { paid: value, ..<_>::default() }, Change { paid: -value, ..<_>::default() })
		} else {
			let pair = self.item.pairs.entry((currency, debtor, creditor)).or_default();
			// As for `Change`: no call has 2^64 movements.
			*pair = pair.saturating_add(amount.total());
			let of = |position| Change { position, ..<_>::default() };
			(of(value), of(-value))
		};
		self.item.change((currency, debtor), Change { promised: -promise, ..debit });
		self.item.change((currency, creditor), credit);
		self.item.paid.insert(currency);
		Ok(())
	}

	fn promise(&mut self, currency: Currency, debtor: BankIndex, amount: Amount) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		self.debtor(currency, debtor, false)?;
		let change = Change { promised: amount.position(), ..<_>::default() };
		self.item.change((currency, debtor), change);
		Ok(())
	}

	fn unpromise(
		&mut self,
		currency: Currency,
		debtor: BankIndex,
		amount: Amount,
	) -> DispatchResult {
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		self.debtor(currency, debtor, true)?;
		let change = Change { promised: -amount.position(), ..<_>::default() };
		self.item.change((currency, debtor), change);
		Ok(())
	}

	fn accept(&mut self) -> DispatchResult {
		let Item { changes, pairs, paid } = core::mem::take(&mut self.item);
		let after = changes
			.iter()
			.map(|(key, change)| Ok((*key, self.row(*key)?.after(change).map_err(refusal::<T>)?)))
			.collect::<Result<Vec<(BankKey, BankRow)>, DispatchError>>()?;
		// Over all banks of the item, liquidity before the cap.
		for (key, row) in &after {
			ensure!(!row.is_short(self.row(*key)?), Error::<T>::ShortOfLiquidity);
		}
		for (key, row) in &after {
			ensure!(!row.is_over_cap(self.row(*key)?), Error::<T>::OverCap);
		}

		for (key, row) in after {
			self.rows.insert(key, Kept { row, changed: true });
		}
		self.paid.extend(paid);
		for (key, amount) in pairs {
			let sum = self.pairs.entry(key).or_default();
			*sum = sum.saturating_add(amount);
		}
		Ok(())
	}

	fn discard(&mut self) {
		self.item = Item::default();
	}

	fn record(&mut self, currency: Currency, leaf: [u8; 32]) {
		self.leaves.push((currency, leaf));
	}

	fn commit(self) {
		for (currency, cycle) in self.currencies.iter().map(|(currency, row)| (currency, row.cycle))
		{
			let of = |(key, _): &(&PairKey, &Total)| key.0 == *currency;
			for ((_, debtor, creditor), amount) in self.pairs.iter().filter(of) {
				Cells::<T>::mutate((currency, cycle, debtor, creditor), |cell| {
					// A cell would need 2^64 payments of the greatest amount to be full.
					*cell = cell.saturating_add(*amount);
				});
			}
		}
		for ((currency, bank), kept) in self.rows.iter().filter(|(_, kept)| kept.changed) {
			BankRows::<T>::insert(currency, bank, kept.row);
		}
		self.mark_posted();
		Pallet::<T>::collect(self.leaves);
	}
}

impl<T: Config> Book<T> {
	fn currency(&mut self, currency: Currency) -> Result<&CurrencyRow, Error<T>> {
		Ok(match self.currencies.entry(currency) {
			Entry::Occupied(known) => known.into_mut(),
			Entry::Vacant(place) => {
				place.insert(Currencies::<T>::get(currency).ok_or(Error::UnknownCurrency)?)
			}
		})
	}

	/// The row of a bank that was read before.
	fn row(&self, key: BankKey) -> Result<&BankRow, DispatchError> {
		Ok(&self.rows.get(&key).ok_or(Error::<T>::NotJoined)?.row)
	}

	/// The row of a bank that owes, promises or takes a promise back. A bank in run-off keeps the
	/// promises it made and makes no others (P2).
	fn debtor(
		&mut self,
		currency: Currency,
		bank: BankIndex,
		promised: bool,
	) -> Result<BankRow, DispatchError> {
		self.currency(currency)?;
		let row = match self.rows.entry((currency, bank)) {
			Entry::Occupied(kept) => kept.get().row,
			Entry::Vacant(place) => {
				let row = Pallet::<T>::joined(currency, bank)?;
				place.insert(Kept { row, changed: false }).row
			}
		};
		ensure!(promised || row.status == BankStatus::Active, Error::<T>::BankNotActive);
		Ok(row)
	}

	/// Makes sure that a bank that is owed has a row. It needs no cover for that, and a promised
	/// release must not fail, so a bank that has not joined gets an empty one.
	fn creditor(&mut self, currency: Currency, bank: BankIndex) -> DispatchResult {
		if let Entry::Vacant(place) = self.rows.entry((currency, bank)) {
			let row = match BankRows::<T>::get(currency, bank) {
				Some(row) => row,
				None => {
					let facts = T::Participants::bank(bank).ok_or(Error::<T>::UnknownBank)?;
					BankRow { status: facts.status, ..<_>::default() }
				}
			};
			place.insert(Kept { row, changed: false });
		}
		Ok(())
	}

	/// Says in each currency that its open cycle is not empty, once a day.
	fn mark_posted(&self) {
		let today = T::Clock::today();
		let leaves = self.leaves.iter().map(|(currency, _)| currency);
		for currency in self.paid.iter().chain(leaves).collect::<BTreeSet<_>>() {
			let known = self.currencies.get(currency).cloned();
			let Some(row) = known.or_else(|| Currencies::<T>::get(currency)) else { continue };
			if row.posted != Some(today) {
				Currencies::<T>::insert(currency, CurrencyRow { posted: Some(today), ..row });
			}
		}
	}
}

/// How a caller hears what a row cannot do.
fn refusal<T: Config>(error: RowError) -> Error<T> {
	match error {
		RowError::Short => Error::ShortOfLiquidity,
		RowError::PromiseMissing => Error::PromiseMissing,
		RowError::Overflow => Error::Overflow,
	}
}

impl<T: Config> Pallet<T> {
	/// Keeps leaves for the root of this block, and books what making the root will cost.
	pub(crate) fn collect(leaves: Vec<(Currency, [u8; 32])>) {
		if leaves.is_empty() {
			return;
		}
		let count = u32::try_from(leaves.len()).unwrap_or(u32::MAX);
		let weight =
			T::WeightInfo::on_finalize(count).saturating_sub(T::WeightInfo::on_finalize(0));
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			weight,
			DispatchClass::Mandatory,
		);
		for leaf in leaves {
			Leaves::<T>::append(leaf);
		}
	}
}
