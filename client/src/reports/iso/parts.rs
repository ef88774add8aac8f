// SPDX-License-Identifier: Apache-2.0

//! Parts that messages have in common.

use super::xml::{group, leaf, Group, Leaf};
use crate::{
	bundle::purpose_name,
	currency::Unit,
	reports::{Item, Period, Statement},
};
use anyhow::{ensure, Context};
use split_ledger_primitives::{is_iso_text, Purpose};

/// How the ledger is named as a clearing system, and as who gives numbers to accounts and participants.
const SYSTEM: &str = "SPLITLEDGER";

/// Where no id came with an order (B5).
const NOT_PROVIDED: &str = "NOTPROVIDED";

/// Digits of an amount in a message.
const DIGITS_MAX: u32 = 18;

/// One side of a payment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side {
	pub(super) account: Option<u64>,
	pub(super) owner: Option<u32>,
	pub(super) bank: Option<u8>,
}

/// Who paid and who was paid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
	pub(super) debtor: Side,
	pub(super) creditor: Side,
}

impl Sides {
	/// The two sides of an item of a statement.
	pub(super) fn of(statement: &Statement, item: &Item) -> Self {
		let balance = item.account.and_then(|account| statement.balance(account));
		let bank = Some(statement.scope.bank.0);
		let own = Side { account: item.account, owner: balance.map(|balance| balance.owner), bank };
		let other = Side { account: item.other, owner: item.other_owner, bank: item.other_bank };
		if item.amount > 0 {
			Self { debtor: other, creditor: own }
		} else {
			Self { debtor: own, creditor: other }
		}
	}
}

/// An amount in the units of its currency: exact, or refused.
pub(super) fn money(name: &'static str, unit: Unit, amount: i128) -> anyhow::Result<Leaf> {
	Ok(leaf(name, decimal(unit, amount)?).of_currency(unit.code()))
}

/// A sum, without its currency and its sign.
pub(super) fn decimal(unit: Unit, amount: i128) -> anyhow::Result<String> {
	let digits = 10i128.checked_pow(DIGITS_MAX).context("18 digits fit")?;
	ensure!(
		amount.abs() < digits,
		"{} {unit} has more digits than an amount of ISO 20022 can: write this statement as CSV only",
		unit.format_signed(amount)
	);
	Ok(unit.format_signed(amount.abs()))
}

/// Whether an amount came in or went out.
pub(super) fn direction(amount: i128) -> Leaf {
	leaf("CdtDbtInd", if amount < 0 { "DBIT" } else { "CRDT" })
}

/// A bank: a member of this clearing system, by its place.
pub(super) fn agent(name: &'static str, member: impl ToString) -> Group {
	let system = group("ClrSysId").with(leaf("Prtry", SYSTEM));
	let member = group("ClrSysMmbId").with(system).with(leaf("MmbId", member));
	group(name).with(group("FinInstnId").with(member))
}

/// A participant, by its number: the chain knows no names.
pub(super) fn party(name: &'static str, participant: u32) -> Group {
	let other = group("Othr")
		.with(leaf("Id", participant))
		.with(group("SchmeNm").with(leaf("Prtry", SYSTEM)));
	group(name).with(group("Id").with(group("OrgId").with(other)))
}

/// An account, by its number or by whose accounts it stands for.
pub(super) fn account(name: &'static str, id: impl ToString) -> Group {
	let other =
		group("Othr").with(leaf("Id", id)).with(group("SchmeNm").with(leaf("Prtry", SYSTEM)));
	group(name).with(group("Id").with(other))
}

/// How banks settle: by this clearing system.
pub(super) fn settlement() -> Group {
	let system = group("ClrSys").with(leaf("Prtry", SYSTEM));
	group("SttlmInf").with(leaf("SttlmMtd", "CLRG")).with(system)
}

/// Who gives the codes of transactions.
pub(super) fn transaction_code(kind: &str) -> Group {
	let own = group("Prtry").with(leaf("Cd", kind)).with(leaf("Issr", SYSTEM));
	group("BkTxCd").with(own)
}

/// A date.
pub(super) fn date(name: &'static str, date: &str) -> Group {
	group(name).with(leaf("Dt", date))
}

/// The end-to-end id of an item, unchanged.
pub(super) fn end_to_end(item: &Item) -> &str {
	item.end_to_end.as_deref().filter(|id| !id.is_empty()).unwrap_or(NOT_PROVIDED)
}

/// The name of a posting in every message, on both of its sides.
pub(super) fn posting_id(item: &Item) -> anyhow::Result<String> {
	let place = item.place.context("a posting without a place")?;
	Ok(format!("E{}-{place}", item.block))
}

/// The code of ISO 20022 for what an item is for.
pub(super) fn purpose(item: &Item) -> Option<Group> {
	let name = item.purpose.as_deref()?;
	let found = Purpose::ALL.iter().find(|purpose| purpose_name(**purpose) == name)?;
	Some(group("Purp").with(leaf("Cd", found.iso20022())))
}

/// What an item belongs to on the chain, as text between banks.
pub(super) fn belongs_to(item: &Item) -> Option<String> {
	let mut text = String::new();
	if let Some(order) = &item.order {
		text.push_str(&format!("/ORDER/{order}"));
	}
	if let Some(leg) = item.leg {
		text.push_str(&format!("/LEG/{leg}"));
	}
	match &item.reference {
		Some(reference) if item.order.is_none() => {
			text.push_str(&format!("/REF/{}", latin(reference)));
		}
		_ => {}
	}
	Some(text).filter(|text| !text.is_empty())
}

/// Text of which banks take every character: others become a full stop.
fn latin(text: &str) -> String {
	let mut bytes = [0; 4];
	let one = |c: char| if is_iso_text(c.encode_utf8(&mut bytes).as_bytes()) { c } else { '.' };
	text.chars().map(one).collect()
}

/// The remittance information of an item.
pub(super) fn remittance(item: &Item) -> Option<Group> {
	belongs_to(item).map(|text| group("RmtInf").with(leaf("Ustrd", text)))
}

/// The name of a message: one of a kind, a bank, a currency, a period and a customer.
pub(super) fn message_id(kind: &str, statement: &Statement) -> String {
	let Statement { scope, over, .. } = statement;
	let period = match over.period {
		Period::Cycle(cycle) => format!("C{cycle}"),
		Period::Date(date) => date.to_string().replace('-', ""),
	};
	let customer = scope.customer.map(|customer| format!("-P{customer}")).unwrap_or_default();
	format!("{kind}-B{}-{}-{period}{customer}", scope.bank, scope.unit)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn amounts_have_the_decimals_of_their_currency_and_18_digits_at_most() -> anyhow::Result<()> {
		let unit = |code| Unit::of_code(code).context("a currency");
		assert_eq!(decimal(unit("CNY")?, -5)?, "0.05");
		assert_eq!(decimal(unit("JPY")?, 5)?, "5");
		assert_eq!(decimal(unit("KWD")?, 999_999_999_999_999_999)?, "999999999999999.999");
		let refused = decimal(unit("CNY")?, 1_000_000_000_000_000_000).expect_err("19 digits");
		assert!(refused.to_string().contains("more digits"), "{refused}");
		Ok(())
	}

	#[test]
	fn what_banks_do_not_take_in_a_text_becomes_a_full_stop() {
		assert_eq!(latin("run 7/<é>&_"), "run 7/.....");
	}
}
