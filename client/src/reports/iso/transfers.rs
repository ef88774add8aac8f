// SPDX-License-Identifier: Apache-2.0

//! pacs.008, what customers of a bank paid to those of others; pacs.004, what they gave back; pacs.009, what
//! the bank itself paid or got at the settlement of a cycle.

use super::{
	parts::{
		account, agent, belongs_to, decimal, end_to_end, message_id, money, party, posting_id,
		purpose, remittance, settlement, Side, Sides,
	},
	xml::{group, leaf, Group},
};
use crate::{
	hash::blake2_256,
	reports::{
		items::{utc, Way},
		Item, Statement,
	},
};
use anyhow::Context;
use split_ledger_primitives::{first_half, Uetr};

/// Who is on the other side of a net settlement.
const SETTLEMENT_AGENT: &str = "AGENT";

/// pacs.008 of a statement of a bank, if its customers paid those of another bank.
pub(super) fn credits(statement: &Statement) -> anyhow::Result<Option<Group>> {
	let sent: Vec<_> = sent(statement).filter(|item| !is_back(item)).collect();
	if sent.is_empty() {
		return Ok(None);
	}
	let header = header("008", statement, "TtlIntrBkSttlmAmt", &amounts(&sent))?;
	let transfers: anyhow::Result<Vec<_>> =
		sent.iter().map(|item| credit(statement, item)).collect();
	Ok(Some(group("FIToFICstmrCdtTrf").with(header).with_all(transfers?)))
}

/// pacs.004 of a statement of a bank, if its customers gave something back to those of another bank.
pub(super) fn returns(statement: &Statement) -> anyhow::Result<Option<Group>> {
	let sent: Vec<_> = sent(statement).filter(|item| is_back(item)).collect();
	if sent.is_empty() {
		return Ok(None);
	}
	let header = header("004", statement, "TtlRtrdIntrBkSttlmAmt", &amounts(&sent))?;
	let returns: anyhow::Result<Vec<_>> =
		sent.iter().map(|item| give_back(statement, item)).collect();
	Ok(Some(group("PmtRtr").with(header).with_all(returns?)))
}

/// pacs.009 of a statement of a bank, if reserves of it moved with the cycle.
pub(super) fn net(statement: &Statement) -> anyhow::Result<Option<Group>> {
	let Statement { scope, over, position, .. } = statement;
	let settled = over.cycle.as_ref().filter(|cycle| cycle.settled.is_some());
	let (Some(cycle), Some(position)) = (settled, position) else { return Ok(None) };
	let amount = position.position;
	if amount == 0 {
		return Ok(None);
	}
	let own = |name| agent(name, scope.bank);
	let agent = |name| agent(name, SETTLEMENT_AGENT);
	let (debtor, creditor) =
		if amount > 0 { (own("Dbtr"), agent("Cdtr")) } else { (agent("Dbtr"), own("Cdtr")) };
	let id = message_id("NET", statement);
	let names = group("PmtId")
		.with(leaf("EndToEndId", "NOTPROVIDED"))
		.with(leaf("TxId", &id))
		.with(leaf("UETR", net_uetr(&cycle.root, &id)));
	let transfer = group("CdtTrfTxInf")
		.with(names)
		.with(money("IntrBkSttlmAmt", scope.unit, amount)?)
		.with(leaf("IntrBkSttlmDt", &cycle.date))
		.with(debtor)
		.with(creditor)
		.with(group("RmtInf").with(leaf("Ustrd", format!("/ROOT/{}", cycle.root))));
	let header = header("009", statement, "TtlIntrBkSttlmAmt", &[amount])?;
	Ok(Some(group("FICdtTrf").with(header).with(transfer)))
}

/// The reference of a net settlement. The root is that of no other cycle of any chain, the id of no other
/// bank or currency.
fn net_uetr(root: &str, id: &str) -> Uetr {
	let parts: [&[u8]; 3] = [b"split-ledger/settlement", root.as_bytes(), id.as_bytes()];
	Uetr::of_hash(first_half(blake2_256(&parts)))
}

/// What went to other banks.
fn sent(statement: &Statement) -> impl Iterator<Item = &Item> {
	let crosses = |item: &&Item| matches!(item.way, Some(Way::Net | Way::Gross));
	statement.postings().filter(crosses).filter(|item| item.amount < 0)
}

/// Whether an item gives back what was paid before.
pub(super) fn is_back(item: &Item) -> bool {
	matches!(item.kind.as_str(), "returned" | "refunded")
}

fn amounts(items: &[&Item]) -> Vec<i128> {
	items.iter().map(|item| item.amount).collect()
}

fn header(
	kind: &str,
	statement: &Statement,
	total: &'static str,
	amounts: &[i128],
) -> anyhow::Result<Group> {
	let unit = statement.scope.unit;
	let sum = amounts.iter().map(|amount| amount.abs()).sum();
	Ok(group("GrpHdr")
		.with(leaf("MsgId", message_id(kind, statement)))
		.with(leaf("CreDtTm", utc(statement.over.until)))
		.with(leaf("NbOfTxs", amounts.len()))
		.with(leaf("CtrlSum", decimal(unit, sum)?))
		.with(money(total, unit, sum)?)
		.with(settlement()))
}

/// Who is a party of a transfer must be known: an account of the chain has a bank and an owner.
fn whole(side: Side) -> anyhow::Result<(u64, u32, u8)> {
	let Side { account, owner, bank } = side;
	let parts = account.zip(owner).zip(bank).map(|((account, owner), bank)| (account, owner, bank));
	parts.context("a transfer with a side that the file does not know")
}

fn credit(statement: &Statement, item: &Item) -> anyhow::Result<Group> {
	let Sides { debtor, creditor } = Sides::of(statement, item);
	let (debtor, creditor) = (whole(debtor)?, whole(creditor)?);
	let names = group("PmtId")
		.with(leaf("EndToEndId", end_to_end(item)))
		.with(leaf("TxId", posting_id(item)?))
		.with_all(item.uetr.as_ref().map(|uetr| leaf("UETR", uetr)));
	Ok(group("CdtTrfTxInf")
		.with(names)
		.with(money("IntrBkSttlmAmt", statement.scope.unit, item.amount)?)
		.with_all(item.date.as_ref().map(|date| leaf("IntrBkSttlmDt", date)))
		.with(leaf("ChrgBr", "SLEV"))
		.with(party("Dbtr", debtor.1))
		.with(account("DbtrAcct", debtor.0))
		.with(agent("DbtrAgt", debtor.2))
		.with(agent("CdtrAgt", creditor.2))
		.with(party("Cdtr", creditor.1))
		.with(account("CdtrAcct", creditor.0))
		.with_all(purpose(item))
		.with_all(remittance(item)))
}

fn give_back(statement: &Statement, item: &Item) -> anyhow::Result<Group> {
	let Sides { debtor, creditor } = Sides::of(statement, item);
	let (debtor, creditor) = (whole(debtor)?, whole(creditor)?);
	let who = |name, owner| group(name).with(party("Pty", owner));
	let chain = group("RtrChain")
		.with(who("Dbtr", debtor.1))
		.with(agent("DbtrAgt", debtor.2))
		.with(agent("CdtrAgt", creditor.2))
		.with(who("Cdtr", creditor.1));
	let accounts = format!("/FROM/{}/TO/{}", debtor.0, creditor.0);
	let reason = group("RtrRsnInf")
		.with(group("Rsn").with(leaf("Prtry", &item.kind)))
		.with_all(belongs_to(item).map(|text| leaf("AddtlInf", text)))
		.with(leaf("AddtlInf", accounts));
	Ok(group("TxInf")
		.with(leaf("RtrId", posting_id(item)?))
		.with(leaf("OrgnlEndToEndId", end_to_end(item)))
		.with_all(item.uetr.as_ref().map(|uetr| leaf("OrgnlUETR", uetr)))
		.with(money("RtrdIntrBkSttlmAmt", statement.scope.unit, item.amount)?)
		.with_all(item.date.as_ref().map(|date| leaf("IntrBkSttlmDt", date)))
		.with(chain)
		.with(reason))
}
