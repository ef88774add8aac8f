// SPDX-License-Identifier: Apache-2.0

//! What must hold across pallets, and one door to all checks. Run after every scenario.

use crate::{Clearing, Escrow, Groups, Ledger, Mandates, Participants, Splits};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use sp_runtime::TryRuntimeError;
use split_ledger_primitives::{limits::BANKS_MAX, AccountNo, Amount, BankIndex};

/// Every invariant of every pallet, and those between them.
pub fn check_all() -> Result<(), TryRuntimeError> {
	Participants::check_invariants()?;
	Ledger::check_invariants()?;
	Splits::check_invariants()?;
	Clearing::check_invariants()?;
	Escrow::check_invariants()?;
	Mandates::check_invariants()?;
	Groups::check_invariants()?;
	held_money_is_held_for_something()?;
	promised_cover_is_promised_for_orders()?;
	orders_that_await_their_group_are_known_to_it()
}

/// INV-ESC-1: what an account holds is exactly what the open orders add up to, and what the ledger
/// itself keeps: what was collected for liens, and the holds of courts and of redemptions. No hold is
/// left over and none is missing.
fn held_money_is_held_for_something() -> Result<(), TryRuntimeError> {
	let mut due: BTreeMap<AccountNo, Amount> = Escrow::held_by_orders();
	for (account, amount) in Ledger::held_by_ledger() {
		let sum = due.entry(account).or_default();
		*sum = sum.checked_add(amount).ok_or("INV-ESC-1: more is held than there is")?;
	}
	for (account, held) in Ledger::held() {
		let due = due.remove(&account).unwrap_or_default();
		ensure!(held == due, "INV-ESC-1: held differs from what it is held for");
	}
	ensure!(due.values().all(|due| due.is_zero()), "INV-ESC-1: something without its hold");
	Ok(())
}

/// INV-CLR-7: what a bank has promised is exactly the cross-bank part of held plans.
fn promised_cover_is_promised_for_orders() -> Result<(), TryRuntimeError> {
	let mut open = Escrow::promised_by_orders();
	for currency in Clearing::currencies().into_iter().map(|row| row.currency) {
		for bank in (0..BANKS_MAX).filter_map(|index| u8::try_from(index).ok()).map(BankIndex) {
			let due = open.remove(&(currency, bank)).unwrap_or_default();
			let promised = Clearing::promised(currency, bank).total();
			ensure!(promised == due, "INV-CLR-7: promised differs from the held plans");
		}
	}
	ensure!(open.values().all(|due| *due == 0), "INV-CLR-7: a held plan without its promise");
	Ok(())
}

/// INV-GRP-6: an order waits for its group exactly as long as the group is open; then until escrow has
/// taken it up, or somebody acted on it. One that was frozen then goes back after that.
fn orders_that_await_their_group_are_known_to_it() -> Result<(), TryRuntimeError> {
	let (awaiting, waiting) = (Escrow::orders_that_await_a_group(), Groups::waiting_orders());
	for (order, group) in &awaiting {
		let known = waiting.get(order) == Some(group);
		ensure!(known, "INV-GRP-6: an order waits for a group that does not know it");
	}
	let lost =
		Groups::orders_of_open_groups().into_iter().find(|order| !awaiting.contains_key(order));
	ensure!(lost.is_none(), "INV-GRP-6: a group counts an order that does not wait for it");
	Ok(())
}
