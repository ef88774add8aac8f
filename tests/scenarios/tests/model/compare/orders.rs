// SPDX-License-Identifier: Apache-2.0

//! Orders, leg by leg and funder by funder.

use super::{agreed, differ};
use crate::plain::{Given, Order};
use pallet_escrow::{given::GivenBack, HeldOrder, OrderRow};
use split_ledger_primitives::{AccountNo, Amount, OrderStatus};
use split_ledger_runtime::Runtime;
use std::collections::BTreeMap;

/// What is compared of a leg: number, entitlement, released, refunded, parked and since when.
type LegFacts = (u8, u64, u64, u64, Option<(u64, String, u64)>);

pub(super) fn order(model: &Order) -> Option<String> {
	let row = pallet_escrow::Orders::<Runtime>::get(model.id).expect("an order");
	let name = format!("{:?}", model.id);
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
				.or_else(|| agreed::ended_dispute(&name, model))
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
	differ(&format!("legs of {name}"), chain, legs)
		.or_else(|| {
			let chain =
				(row.deadline, row.after, u32::from(row.releases), row.released_on, row.hint);
			let plain =
				(model.deadline, model.after, model.releases, model.released_on, model.hint);
			differ(&format!("deadline, after, releases, date, hint of {name}"), chain, plain)
		})
		.or_else(|| funders(name, row, model))
		.or_else(|| agreed::milestones(name, row, model))
		.or_else(|| agreed::stops(name, row, model))
		.or_else(|| agreed::shared(name, row, model))
}

/// Who beside the payer brought what, and what of it is held.
fn funders(name: &str, row: &HeldOrder, model: &Order) -> Option<String> {
	let chain: Vec<(AccountNo, u64, u64)> =
		row.other_funders.iter().map(|it| (it.account, it.amount.0, it.held.0)).collect();
	let others = model.funders.iter().skip(1);
	let model: Vec<(AccountNo, u64, u64)> =
		others.map(|it| (it.account, it.amount, it.held)).collect();
	differ(&format!("other funders of {name}"), chain, model)
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
	differ(&format!("given back of {name}"), chain, (model.acts, model.given.clone())).or_else(
		|| {
			// Of one funder it is what went back in all.
			let several = model.funders.len() > 1;
			let mut chain: Vec<u64> = given.back.iter().map(|amount| amount.0).collect();
			chain.resize(if several { model.funders.len() } else { 0 }, 0);
			let got = model.funders.iter().filter(|_| several).map(|funder| funder.got).collect();
			differ(&format!("what the funders of {name} have back"), chain, got)
		},
	)
}
