// SPDX-License-Identifier: Apache-2.0

use super::{Giving, Leg, Run, Standing, Way};
use crate::{
	bundle::{purpose_name, Order, Who},
	rows::{is_open, BalanceRow, LegRow, PositionRow, RefusedRow, Rows},
};
use split_ledger_primitives::{Amount, Purpose};

/// The files of a run. One close per currency ends it, so that whatever was posted is settled.
pub(super) fn rows(run: &Run<'_>) -> Rows {
	let refused = run.refused.iter().map(|refused| RefusedRow {
		reference: refused.reference.clone(),
		error: refused.refusal.error.to_owned(),
		detail: refused.refusal.detail.clone(),
	});
	Rows {
		legs: legs(run),
		balances: balances(run),
		positions: positions(run),
		refused: refused.collect(),
	}
}

fn legs(run: &Run<'_>) -> Vec<LegRow> {
	let placed = run.bundle.orders.iter().zip(&run.orders).enumerate();
	let standing =
		placed.filter_map(|(place, (order, standing))| Some((place, (order, standing.as_ref()?))));
	let mut rows = Vec::new();
	for (place, (order, standing)) in standing {
		rows.extend(standing.legs.iter().flat_map(|leg| rows_of_leg(run, order, leg)));
		rows.extend(rows_of_giving(run, place, order, standing));
	}
	rows
}

/// What was given back after a release, and what creditors got and are still to get (R1, R3).
fn rows_of_giving(run: &Run<'_>, place: usize, order: &Order, standing: &Standing) -> Vec<LegRow> {
	let row = |number: u8, who: Who, amount: Amount, purpose: Purpose, status: &str| {
		let leg = standing.legs.iter().find(|leg| leg.leaf.leg == number);
		let slot = leg.map(|leg| leg.leaf.slot.as_str()).unwrap_or_default();
		row(run, order, (number, slot), who, amount, purpose, status)
	};
	let given = standing.given.iter().map(|Giving { leg, who, amount, way }| match way {
		Way::Returned => row(*leg, *who, *amount, Purpose::Return, "returned"),
		Way::Refunded => row(*leg, *who, *amount, Purpose::Refund, "refunded"),
	});
	let collected = standing
		.collected
		.iter()
		.map(|((leg, who), amount)| row(*leg, *who, *amount, Purpose::Collection, "collected"));
	let liens = run.money.accounts.values().flat_map(|account| &account.liens);
	let owed = liens
		.filter(|lien| lien.order == place)
		.map(|lien| row(lien.leg, lien.creditor, lien.remaining, Purpose::Collection, "owed"));
	given.chain(collected).chain(owed).collect()
}

fn row(
	run: &Run<'_>,
	order: &Order,
	(leg, slot): (u8, &str),
	who: Who,
	amount: Amount,
	purpose: Purpose,
	status: &str,
) -> LegRow {
	// The unclaimed account of the payer's bank holds it for the payer.
	let who = if run.bundle.participants.get(who).is_bank() { order.payer } else { who };
	LegRow {
		reference: order.reference.clone(),
		leg,
		slot: slot.to_owned(),
		participant: run.name(who),
		bank: run.name(run.bundle.participants.bank_of(who)),
		currency: order.unit.to_string(),
		amount: order.unit.format(amount),
		purpose: purpose_name(purpose).to_owned(),
		status: status.to_owned(),
		block: (!is_open(status)).then_some(0),
	}
}

fn rows_of_leg(run: &Run<'_>, order: &Order, leg: &Leg) -> Vec<LegRow> {
	let named = (leg.leaf.leg, leg.leaf.slot.as_str());
	let row = |who: Who, amount: Amount, purpose: Purpose, status: &str| {
		row(run, order, named, who, amount, purpose, status)
	};
	let (payee, purpose) = (run.payee_shown(order, leg), leg.leaf.purpose);
	let posted = leg.posted.iter();
	let posted = posted.map(|part| row(part.to, part.amount, part.purpose, "settled"));
	let refunded = leg.refunded.iter().map(|amount| row(payee, *amount, purpose, "refunded"));
	let kept = [(leg.parked, "parked"), (leg.unreleased, "held")].into_iter();
	let kept = kept.filter(|(amount, _)| !amount.is_zero());
	let kept = kept.map(|(amount, status)| row(payee, amount, purpose, status));
	posted.chain(refunded).chain(kept).collect()
}

fn balances(run: &Run<'_>) -> Vec<BalanceRow> {
	// The unclaimed accounts of banks are no customers'.
	let is_customer = |who: &Who| !run.bundle.participants.get(*who).is_bank();
	let customers = run.money.accounts.iter().filter(|((who, _), _)| is_customer(who));
	let rows = customers.map(|((who, unit), account)| BalanceRow {
		participant: run.name(*who),
		bank: run.name(run.bundle.participants.bank_of(*who)),
		currency: unit.to_string(),
		available: unit.format_signed(account.available),
		held: unit.format_signed(account.held),
	});
	rows.collect()
}

fn positions(run: &Run<'_>) -> Vec<PositionRow> {
	let rows = run.money.banks.iter().map(|((unit, who), bank)| {
		let net = bank.received - bank.sent;
		PositionRow {
			cycle: 0,
			currency: unit.to_string(),
			bank: run.name(*who),
			sent: unit.format_signed(bank.sent),
			received: unit.format_signed(bank.received),
			net: unit.format_signed(net),
			reserve_before: unit.format_signed(bank.reserve),
			reserve_after: unit.format_signed(bank.reserve + net),
			status: "settled".to_owned(),
		}
	});
	rows.collect()
}

impl Run<'_> {
	fn name(&self, who: Who) -> String {
		self.bundle.participants.get(who).name.clone()
	}
}
