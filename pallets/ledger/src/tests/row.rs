// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, types::RowError, AccountRow};
use frame::testing_prelude::*;
use split_ledger_primitives::{AccountFlags, Amount, ParkReason, Purpose};

fn row(available: u64, held: u64) -> AccountRow {
	let (available, held) = (Amount(available), Amount(held));
	let empty = AccountRow::new(SHOP.id, A, CNY, AccountFlags::default());
	AccountRow { available, held, ..empty }
}

#[test]
fn a_row_is_29_bytes_whatever_is_in_it() {
	let full = AccountRow { postings: u32::MAX, ..row(u64::MAX, u64::MAX) };
	for row in [row(0, 0), full] {
		assert_eq!(row.encode().len(), 29);
	}
	// From 33 bytes on the value would be a node of its own (design section 5).
	assert_eq!(AccountRow::max_encoded_len(), 29);
	assert!(crate::BankTotals::max_encoded_len() <= 32);
}

#[test]
fn a_hold_keeps_the_balance_and_can_always_be_given_back() {
	let full = row(u64::MAX, 0);
	let held = full.hold(Amount(u64::MAX)).unwrap();
	assert_eq!(held, row(0, u64::MAX));
	// No credit can take the room that the hold needs to come back to.
	assert_eq!(held.credit(Amount(1)), Err(RowError::Full));
	assert_eq!(held.credit_refusal(Amount(1), Purpose::Transfer), Some(ParkReason::Full));
	assert_eq!(held.free(Amount(u64::MAX)), Ok(full));
}

#[test]
fn no_amount_falls_below_zero() {
	assert_eq!(row(5, 9).hold(Amount(6)), Err(RowError::NotEnoughAvailable));
	assert_eq!(row(5, 9).debit(Amount(6)), Err(RowError::NotEnoughAvailable));
	assert_eq!(row(9, 5).free(Amount(6)), Err(RowError::NotEnoughHeld));
	assert_eq!(row(9, 5).debit_held(Amount(6)), Err(RowError::NotEnoughHeld));
}

#[test]
fn the_sequence_number_counts_postings_and_wraps() {
	let last = AccountRow { postings: u32::MAX, ..row(5, 5) };
	assert_eq!(last.debit(Amount(1)).unwrap().postings, 0);
	assert_eq!(last.debit_held(Amount(1)).unwrap().postings, 0);
	assert_eq!(last.credit(Amount(1)).unwrap().postings, 0);
	assert_eq!(last.hold(Amount(1)).unwrap().postings, u32::MAX);
	assert_eq!(last.free(Amount(1)).unwrap().postings, u32::MAX);
}
