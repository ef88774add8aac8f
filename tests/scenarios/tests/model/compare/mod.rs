// SPDX-License-Identifier: Apache-2.0

//! What the chain has and what the model has, side by side.

mod agreed;
mod orders;

use crate::{
	cast::Cast,
	plain::{Account, Kept, KeptFor, Plain},
};
use split_ledger_primitives::{views::UnclaimedView, AccountFlags, AccountNo, BankIndex, OrderId};
use split_ledger_runtime::{Escrow, Runtime};
use split_ledger_scenarios::CNY;
use std::{collections::BTreeMap, fmt::Debug};

/// The first difference, in words.
pub(crate) fn differences(plain: &Plain, cast: &Cast) -> Option<String> {
	let mut accounts = plain.accounts.iter();
	let accounts = accounts.find_map(|(number, row)| account(cast.name(*number), *number, row));
	accounts
		.or_else(|| banks(plain))
		.or_else(|| plain.orders.values().find_map(orders::order))
		.or_else(|| count_of_orders(plain))
		.or_else(|| agreed::groups(plain))
		.or_else(|| agreed::mandates(plain))
		.or_else(|| debtors(plain))
		.or_else(|| unclaimed(plain))
		.or_else(|| money(plain))
}

/// Nothing is created or lost: all there is was issued and not redeemed (M1).
fn money(plain: &Plain) -> Option<String> {
	let rows = pallet_ledger::Accounts::<Runtime>::iter_values();
	let chain: u128 = rows.map(|row| row.available.total() + row.held.total()).sum();
	let issued: u128 = plain.banks.iter().map(|bank| bank.issued).sum();
	let redeemed: u128 = plain.banks.iter().map(|bank| bank.redeemed).sum();
	differ("all customer money", chain, issued - redeemed)
}

fn differ<T: Debug + PartialEq>(what: &str, chain: T, model: T) -> Option<String> {
	(chain != model).then(|| format!("{what}: the chain has {chain:?}, the model {model:?}"))
}

fn account(name: &str, number: AccountNo, model: &Account) -> Option<String> {
	let row = pallet_ledger::Accounts::<Runtime>::get(number.key()).expect("an account");
	let liens = pallet_ledger::LiensOf::<Runtime>::get(number.key()).unwrap_or_default();
	let flags =
		[AccountFlags::NO_DEBIT, AccountFlags::NO_CREDIT, AccountFlags::LIEN, AccountFlags::HOLDS];
	let flags_of_model =
		[model.no_debit(), model.no_credit(), !model.liens.is_empty(), !model.court.is_empty()];
	let owed: Vec<_> = liens
		.list
		.iter()
		.map(|lien| (lien.creditor, lien.order, lien.leg, lien.remaining.0, lien.deadline))
		.collect();
	let owed_in_model: Vec<_> = model
		.liens
		.iter()
		.map(|lien| (lien.creditor, lien.order, lien.leg, lien.remaining, lien.deadline))
		.collect();
	let court: BTreeMap<u32, u64> = pallet_ledger::Holds::<Runtime>::iter_prefix(number.key())
		.map(|(number, hold)| (number, hold.amount.0))
		.collect();
	let court_in_model: BTreeMap<u32, u64> =
		model.court.iter().map(|(number, hold)| (*number, hold.0)).collect();
	differ(
		&format!("available and held of {name}"),
		(row.available.0, row.held.0),
		(model.available, model.held),
	)
	.or_else(|| {
		let chain = flags.map(|flag| row.flags.has(flag));
		differ(&format!("no debit, no credit, liens, holds of {name}"), chain, flags_of_model)
	})
	.or_else(|| differ(&format!("what {name} owes"), owed, owed_in_model))
	.or_else(|| {
		differ(&format!("what was collected of {name}"), liens.collected.0, model.collected)
	})
	.or_else(|| differ(&format!("what courts hold of {name}"), court, court_in_model))
}

fn banks(plain: &Plain) -> Option<String> {
	let currency = pallet_clearing::Currencies::<Runtime>::get(CNY).expect("the currency");
	for (place, bank) in plain.banks.iter().enumerate() {
		let index = BankIndex(u8::try_from(place).expect("few banks"));
		let row = pallet_clearing::BankRows::<Runtime>::get(CNY, index).expect("a bank");
		let chain = (row.reserve.0, row.cap.0, row.position, row.promised.0, row.owed.0);
		let model = (bank.reserve, bank.cap, bank.position, bank.promised, 0);
		let totals = pallet_ledger::Totals::<Runtime>::get((CNY, index));
		let issued = (totals.issued, totals.redeemed);
		let what = format!("reserve, cap, position, promised, owed of bank {place}");
		let difference = differ(&what, chain, model).or_else(|| {
			let model = (bank.issued, bank.redeemed);
			differ(&format!("issued and redeemed by bank {place}"), issued, model)
		});
		if difference.is_some() {
			return difference;
		}
	}
	let chain: BTreeMap<(usize, usize), u64> =
		pallet_clearing::Cells::<Runtime>::iter_prefix((CNY, currency.cycle))
			.map(|((from, to), sum)| ((from.0.into(), to.0.into()), sum as u64))
			.collect();
	differ("cells", chain, plain.cells.clone())
}

fn count_of_orders(plain: &Plain) -> Option<String> {
	let chain = pallet_escrow::Orders::<Runtime>::iter_keys().count();
	differ("orders", chain, plain.orders.len())
}

/// What unclaimed accounts keep and for whom, and that they have nothing else (O6).
fn unclaimed(plain: &Plain) -> Option<String> {
	let kept_of = |order: OrderId| {
		Escrow::unclaimed(order).into_iter().map(move |view| {
			let UnclaimedView { keeper, entitled, amount, due } = view;
			((order, keeper, entitled), Kept { amount: amount.0, due: due.0 })
		})
	};
	let orders = pallet_escrow::Unclaimed::<Runtime>::iter_keys().map(|(order, _)| order);
	let chain: BTreeMap<KeptFor, Kept> = orders.flat_map(kept_of).collect();
	differ("what is kept unclaimed", chain, plain.kept.clone()).or_else(|| {
		plain.unclaimed.iter().find_map(|keeper| {
			let there = pallet_ledger::Accounts::<Runtime>::get(keeper.key()).expect("an account");
			let of_keeper = plain.kept.iter().filter(|(key, _)| key.1 == *keeper);
			let kept = of_keeper.map(|(_, kept)| kept.amount).sum();
			differ("what an unclaimed account has", there.available.0, kept)
		})
	})
}

fn debtors(plain: &Plain) -> Option<String> {
	let chain: BTreeMap<AccountNo, u32> = pallet_escrow::DebtorHints::<Runtime>::iter().collect();
	let credited = pallet_escrow::Credited::<Runtime>::get().into_inner();
	differ("debtors and when they are looked at", chain, plain.clock.debtors.clone())
		.or_else(|| differ("debtors that were credited", credited, plain.clock.credited.clone()))
}
