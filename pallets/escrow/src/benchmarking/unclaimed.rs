// SPDX-License-Identifier: Apache-2.0

//! What an unclaimed account keeps, as the benchmarks of escrow pay it.

use super::world::{join, AMOUNT, CNY, PAYEES_BANK, PAYERS_BANK, PLENTY};
use crate::{types::*, *};
use split_ledger_primitives::{
	ports::{Entry, LedgerBook},
	Purpose, Role,
};

/// An order, the unclaimed account that keeps a part of it, and an account of whom it is for.
pub(super) fn kept<T: Config>() -> (OrderId, AccountNo, AccountNo) {
	let (_, owner) = join::<T>("entitled", 0, &[Role::Buyer], PAYERS_BANK);
	let to = T::Ledger::benchmark_account(owner, PAYEES_BANK, CNY, PLENTY);
	let payer = T::Ledger::benchmark_account(owner, PAYERS_BANK, CNY, PLENTY);
	let from = T::Ledger::unclaimed(PAYERS_BANK, CNY).expect("opened with its first account");
	let (amount, purpose) = (AMOUNT, Purpose::Unclaimed);
	let mut book = T::Ledger::open_book();
	book.begin();
	book.enter(Entry::Pay { from: payer, to: from, amount, purpose }).expect("it takes that");
	book.accept().expect("one bank");
	book.commit();
	let order = OrderId([7; 22]);
	let part = KeptPart { amount: AMOUNT, due: Amount::ZERO };
	Unclaimed::<T>::insert(order, (from, to), part);
	(order, from, to)
}
