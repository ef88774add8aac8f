// SPDX-License-Identifier: Apache-2.0

use super::{Leg, Run};
use crate::{
	bundle::{purpose_name, Order, Who},
	rows::{BalanceRow, LegRow, PositionRow, RefusedRow, Rows},
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
	let placed = run.bundle.orders.iter().zip(&run.orders);
	let standing = placed.filter_map(|(order, standing)| Some((order, standing.as_ref()?)));
	let legs =
		standing.flat_map(|(order, standing)| standing.legs.iter().map(move |leg| (order, leg)));
	legs.flat_map(|(order, leg)| rows_of_leg(run, order, leg)).collect()
}

fn rows_of_leg(run: &Run<'_>, order: &Order, leg: &Leg) -> Vec<LegRow> {
	let row = |who: Who, amount: Amount, purpose: Purpose, status: &str| LegRow {
		reference: order.reference.clone(),
		leg: leg.leaf.leg,
		slot: leg.leaf.slot.clone(),
		participant: run.name(who),
		bank: run.name(run.bundle.participants.bank_of(who)),
		currency: order.unit.to_string(),
		amount: order.unit.format(amount),
		purpose: purpose_name(purpose).to_owned(),
		status: status.to_owned(),
		block: (!matches!(status, "held" | "parked")).then_some(0),
	};
	let (payee, purpose) = (leg.leaf.payee, leg.leaf.purpose);
	let posted = leg.posted.iter();
	let posted = posted.map(|part| row(part.to, part.amount, part.purpose, "settled"));
	let refunded = leg.refunded.iter().map(|amount| row(payee, *amount, purpose, "refunded"));
	let kept = [(leg.parked, "parked"), (leg.unreleased, "held")].into_iter();
	let kept = kept.filter(|(amount, _)| !amount.is_zero());
	let kept = kept.map(|(amount, status)| row(payee, amount, purpose, status));
	posted.chain(refunded).chain(kept).collect()
}

fn balances(run: &Run<'_>) -> Vec<BalanceRow> {
	let rows = run.money.accounts.iter().map(|((who, unit), account)| BalanceRow {
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
