// SPDX-License-Identifier: Apache-2.0

//! What the chain has and what the model has, side by side.

use crate::{
	cast::Cast,
	plain::{Account, Given, Order, Plain},
};
use pallet_escrow::{given::GivenBack, HeldOrder, OrderRow};
use split_ledger_primitives::{AccountFlags, AccountNo, Amount, BankIndex, OrderStatus};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::CNY;
use std::{collections::BTreeMap, fmt::Debug};

/// The first difference, in words.
pub(crate) fn differences(plain: &Plain, cast: &Cast) -> Option<String> {
	let mut accounts = plain.accounts.iter();
	let accounts = accounts.find_map(|(number, row)| account(cast.name(*number), *number, row));
	accounts
		.or_else(|| banks(plain))
		.or_else(|| plain.orders.values().find_map(order))
		.or_else(|| count_of_orders(plain))
		.or_else(|| debtors(plain))
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

/// What is compared of a leg: number, entitlement, released, refunded, parked and since when.
type LegFacts = (u8, u64, u64, u64, Option<(u64, String, u64)>);

fn order(model: &Order) -> Option<String> {
	let row = pallet_escrow::Orders::<Runtime>::get(model.id).expect("an order");
	let name = format!("order {:?}", model.id);
	let given = pallet_escrow::GivenBacks::<Runtime>::get(model.id).unwrap_or_default();
	let difference = match row {
		OrderRow::Held(row) => {
			differ(&name, OrderStatus::Held, model.status()).or_else(|| held(&name, &row, model))
		}
		OrderRow::Ended(row) => {
			let released_on = model.released_on.unwrap_or_default();
			let chain = (row.status, row.released_on);
			differ(&name, chain, (model.status(), released_on))
				.or_else(|| ended(&name, row.status, model))
		}
	};
	difference.or_else(|| given_back(&name, &given, model))
}

fn held(name: &str, row: &HeldOrder, model: &Order) -> Option<String> {
	let chain: Vec<LegFacts> = row
		.legs
		.iter()
		.map(|leg| {
			let parked = leg.parked.map(|it| (it.amount.0, format!("{:?}", it.reason), it.since.0));
			(leg.leg, leg.entitlement.0, leg.released.0, leg.refunded.0, parked)
		})
		.collect();
	let legs: Vec<LegFacts> = model
		.legs
		.iter()
		.map(|leg| {
			let parked = leg.parked.map(|it| (it.amount, format!("{:?}", it.reason), it.since.0));
			(leg.number, leg.entitlement, leg.released, leg.refunded, parked)
		})
		.collect();
	differ(&format!("legs of {name}"), chain, legs).or_else(|| {
		let chain = (row.deadline, row.after, u32::from(row.releases), row.released_on, row.hint);
		let plain = (model.deadline, model.after, model.releases, model.released_on, model.hint);
		differ(&format!("deadline, after, releases, date, hint of {name}"), chain, plain)
	})
}

/// The legs of an ended order are told only where they differ from the plan.
fn ended(name: &str, status: OrderStatus, model: &Order) -> Option<String> {
	let told = pallet_escrow::Outcomes::<Runtime>::get(model.id);
	let as_planned =
		matches!(status, OrderStatus::Released | OrderStatus::Refunded) && !model.turned_over;
	let chain: Option<Vec<(u8, u64, u64)>> =
		told.map(|legs| legs.iter().map(|leg| (leg.leg, leg.released.0, leg.refunded.0)).collect());
	let legs = model.legs.iter().map(|leg| (leg.number, leg.released, leg.refunded));
	let model = (!as_planned).then(|| legs.collect());
	differ(&format!("outcome of {name}"), chain, model)
}

fn given_back(name: &str, given: &GivenBack, model: &Order) -> Option<String> {
	let of = |amount: Amount| amount.0;
	let chain: BTreeMap<u8, Given> = given
		.legs
		.iter()
		.map(|leg| {
			let (returned, given) = (of(leg.returned), of(leg.given));
			(leg.leg, Given { returned, given, kept: of(leg.kept) })
		})
		.collect();
	let chain = (u32::from(given.acts), chain);
	differ(&format!("given back of {name}"), chain, (model.acts, model.given.clone()))
}

fn count_of_orders(plain: &Plain) -> Option<String> {
	let chain = pallet_escrow::Orders::<Runtime>::iter_keys().count();
	differ("orders", chain, plain.orders.len())
}

fn debtors(plain: &Plain) -> Option<String> {
	let chain: BTreeMap<AccountNo, u32> = pallet_escrow::DebtorHints::<Runtime>::iter().collect();
	let credited = pallet_escrow::Credited::<Runtime>::get().into_inner();
	differ("debtors and when they are looked at", chain, plain.clock.debtors.clone())
		.or_else(|| differ("debtors that were credited", credited, plain.clock.credited.clone()))
}
