// SPDX-License-Identifier: Apache-2.0

//! pacs.002: where the payments of a bank's customers stand, also those that were refused or wait.

use super::{
	parts::{end_to_end, message_id, money, posting_id},
	transfers::is_back,
	xml::{group, leaf, Group},
	CREDITS,
};
use crate::reports::{
	items::{utc, Status, Way},
	Item, Statement,
};
use anyhow::Context;

/// Characters of a reason that is no code of ISO 20022.
const REASON_CHARS_MAX: usize = 35;

/// pacs.002 of a statement of a bank, if there is anything to tell.
pub(super) fn statuses(statement: &Statement) -> anyhow::Result<Option<Group>> {
	let told: Vec<_> = statement.items.iter().filter(|item| is_payment(item)).collect();
	if told.is_empty() {
		return Ok(None);
	}
	let header = group("GrpHdr")
		.with(leaf("MsgId", id(statement)))
		.with(leaf("CreDtTm", utc(statement.over.until)));
	let statuses: anyhow::Result<Vec<_>> =
		told.iter().map(|item| status(statement, item)).collect();
	Ok(Some(group("FIToFIPmtStsRpt").with(header).with_all(statuses?)))
}

/// A later settlement makes another message: so its name has the last settlement that it knows of.
fn id(statement: &Statement) -> String {
	let cycles = statement.cycles.values().flatten();
	let settled = cycles.filter_map(|cycle| cycle.settled).max().unwrap_or_default();
	format!("{}-{settled}", message_id("002", statement))
}

/// What goes to another bank; what waits or was refused; and what its own customers' accounts do not take.
fn is_payment(item: &Item) -> bool {
	match item.status {
		Status::Posted | Status::Settled => {
			let crosses = matches!(item.way, Some(Way::Net | Way::Gross));
			crosses && item.amount < 0 && !is_back(item)
		}
		Status::Pending | Status::Failed => item.amount < 0,
		Status::Parked => true,
	}
}

fn status(statement: &Statement, item: &Item) -> anyhow::Result<Group> {
	let code = match item.status {
		Status::Posted => "ACSP",
		Status::Settled => "ACSC",
		Status::Parked | Status::Pending => "PDNG",
		Status::Failed => "RJCT",
	};
	let is_posted = matches!(item.status, Status::Posted | Status::Settled);
	let (original, transfer) = if is_posted {
		let original = group("OrgnlGrpInf")
			.with(leaf("OrgnlMsgId", message_id("008", statement)))
			.with(leaf("OrgnlMsgNmId", CREDITS));
		(Some(original), Some(leaf("OrgnlTxId", posting_id(item)?)))
	} else {
		(None, None)
	};
	let uetr = item.uetr.as_deref();
	let uetr = if is_posted { uetr } else { Some(uetr.context("an order without a UETR")?) };
	let reason = item.reason.as_ref().map(|reason| {
		let short: String = reason.chars().take(REASON_CHARS_MAX).collect();
		group("StsRsnInf")
			.with(group("Rsn").with(leaf("Prtry", short)))
			.with(leaf("AddtlInf", reason))
	});
	let amounts = group("OrgnlTxRef")
		.with(money("IntrBkSttlmAmt", statement.scope.unit, item.amount)?)
		.with_all(item.date.as_ref().map(|date| leaf("IntrBkSttlmDt", date)));
	Ok(group("TxInfAndSts")
		.with_all(original)
		.with(leaf("OrgnlEndToEndId", end_to_end(item)))
		.with_all(transfer)
		.with_all(uetr.map(|uetr| leaf("OrgnlUETR", uetr)))
		.with(leaf("TxSts", code))
		.with_all(reason)
		.with(amounts))
}
