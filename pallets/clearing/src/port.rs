// SPDX-License-Identifier: Apache-2.0

use crate::{BankRows, Book, Config, Currencies, FrozenPositions, Pallet};
use split_ledger_primitives::{ports::Clearing, Amount, BankIndex, Currency, Position};

impl<T: Config> Clearing for Pallet<T> {
	type Book = Book<T>;

	fn open_book() -> Self::Book {
		Book::default()
	}

	fn knows(currency: Currency) -> bool {
		Currencies::<T>::contains_key(currency)
	}

	fn sent_less_received(currency: Currency, bank: BankIndex) -> Position {
		let row = BankRows::<T>::get(currency, bank).unwrap_or_default();
		let unsettled = Currencies::<T>::get(currency).map(|row| row.unsettled).unwrap_or_default();
		let closed = unsettled.into_iter().map(|cycle| {
			let frozen = FrozenPositions::<T>::get((currency, cycle)).unwrap_or_default();
			let own = frozen.positions.into_iter().find(|(of, _)| *of == bank);
			own.map(|(_, position)| position).unwrap_or_default()
		});
		// Each term was checked when it was written, and is far inside 128 bits.
		closed.fold(
			row.settled_net.saturating_add(row.gross_net).saturating_add(row.position),
			Position::saturating_add,
		)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn benchmark_bank(currency: Currency, bank: BankIndex) {
		use crate::{BankRow, Reserves};
		use split_ledger_primitives::ParticipantId;

		if !Self::knows(currency) {
			Self::insert_currency(currency, ParticipantId(0), 2, 0);
		}
		// As much as 64 banks can have together.
		let more = Amount(u64::MAX / 64);
		let row = BankRows::<T>::get(currency, bank).unwrap_or_default();
		if row.cap < more {
			let totals = Reserves::<T>::get(currency).issue(more).expect("64 banks at most");
			Reserves::<T>::insert(currency, totals);
			let reserve = row.reserve.checked_add(more).expect("all reserves fit a row");
			BankRows::<T>::insert(currency, bank, BankRow { reserve, cap: more, ..row });
		}
	}
}

impl<T: Config> Pallet<T> {
	/// What a bank has set aside for held orders: the cross-bank parts of their plans (INV-CLR-7),
	/// which whoever sees both pallets can compare.
	pub fn promised(currency: Currency, bank: BankIndex) -> Amount {
		BankRows::<T>::get(currency, bank).map(|row| row.promised).unwrap_or_default()
	}
}
