// SPDX-License-Identifier: Apache-2.0

//! camt.053, the statement, and camt.054, the advice of entries, which also has what is not booked yet.

use super::{
	parts::{
		account, agent, date, decimal, direction, end_to_end, message_id, money, party, posting_id,
		purpose, remittance, transaction_code, Sides,
	},
	xml::{group, leaf, Group},
};
use crate::reports::{
	items::{utc, Status},
	Item, Statement,
};
use anyhow::Context;
use split_ledger_primitives::Moment;

/// An account that is stated: one of a customer, or all of a bank together.
struct Stated<'a> {
	id: String,
	opening: i128,
	closing: i128,
	items: Vec<&'a Item>,
}

/// camt.053 of a statement.
pub(super) fn statement(statement: &Statement) -> anyhow::Result<Group> {
	let mut message = group("BkToCstmrStmt").with(header("053", statement));
	for stated in stated(statement) {
		let booked: Vec<_> = stated.items.iter().copied().filter(|item| is_booked(item)).collect();
		let frame = frame(group("Stmt"), statement, &stated)
			.with(balance(statement, "OPBD", stated.opening, statement.over.from)?)
			.with(balance(statement, "CLBD", stated.closing, statement.over.until)?)
			.with(summary(statement, &booked)?);
		let entries: anyhow::Result<Vec<_>> =
			booked.iter().map(|item| entry(statement, item)).collect();
		message =
			message.with(frame.with_all(entries?).with(leaf("AddtlStmtInf", roots(statement))));
	}
	Ok(message)
}

/// camt.054 of a statement, if there is an entry.
pub(super) fn advice(statement: &Statement) -> anyhow::Result<Option<Group>> {
	let mut message = group("BkToCstmrDbtCdtNtfctn").with(header("054", statement));
	let mut is_empty = true;
	for stated in stated(statement) {
		let told: Vec<_> =
			stated.items.iter().copied().filter(|item| item.status != Status::Failed).collect();
		if told.is_empty() {
			continue;
		}
		is_empty = false;
		let frame = frame(group("Ntfctn"), statement, &stated).with(summary(statement, &told)?);
		let entries: anyhow::Result<Vec<_>> =
			told.iter().map(|item| entry(statement, item)).collect();
		let roots = leaf("AddtlNtfctnInf", roots(statement));
		message = message.with(frame.with_all(entries?).with(roots));
	}
	Ok(Some(message).filter(|_| !is_empty))
}

/// What is stated apart from each other.
fn stated(statement: &Statement) -> Vec<Stated<'_>> {
	let Statement { scope, balances, items, .. } = statement;
	if scope.customer.is_none() {
		let items = items.iter().filter(|item| item.account.is_some()).collect();
		let (opening, closing) = (statement.opening(), statement.closing());
		return vec![Stated { id: format!("BANK-{}", scope.bank), opening, closing, items }];
	}
	let of = |account| items.iter().filter(move |item| item.account == Some(account)).collect();
	let one = balances.iter().map(|balance| Stated {
		id: balance.account.to_string(),
		opening: balance.opening,
		closing: balance.closing,
		items: of(balance.account),
	});
	one.collect()
}

fn is_booked(item: &Item) -> bool {
	matches!(item.status, Status::Posted | Status::Settled)
}

fn header(kind: &str, statement: &Statement) -> Group {
	group("GrpHdr")
		.with(leaf("MsgId", message_id(kind, statement)))
		.with(leaf("CreDtTm", utc(statement.over.until)))
}

/// What a statement or an advice begins with. Its id has the account where there are several.
fn frame(of: Group, statement: &Statement, stated: &Stated<'_>) -> Group {
	let Statement { scope, over, .. } = statement;
	let id = match scope.customer {
		None => message_id("S", statement),
		Some(_) => format!("A{}-{}", stated.id, over.number),
	};
	let period =
		group("FrToDt").with(leaf("FrDtTm", utc(over.from))).with(leaf("ToDtTm", utc(over.until)));
	let account = account("Acct", &stated.id).with(leaf("Ccy", scope.unit.code()));
	let owner = scope.customer.map(|customer| party("Ownr", customer.0));
	of.with(leaf("Id", id))
		.with(leaf("ElctrncSeqNb", over.number))
		.with(leaf("LglSeqNb", over.number))
		.with(leaf("CreDtTm", utc(over.until)))
		.with(period)
		.with(account.with_all(owner).with(agent("Svcr", scope.bank)))
}

/// The roots to which the entries belong.
fn roots(statement: &Statement) -> String {
	let mut text = String::new();
	for (cycle, closed) in &statement.cycles {
		let root = closed.as_ref().map_or("OPEN", |closed| closed.root.as_str());
		let part = format!("/CYCLE/{cycle}/ROOT/{root}");
		// A date with more cycles than fit names the first ones; `statement.csv` has them all.
		if text.len().saturating_add(part.len()) > 500 {
			break;
		}
		text.push_str(&part);
	}
	if text.is_empty() {
		"/CYCLE/NONE".to_owned()
	} else {
		text
	}
}

fn balance(statement: &Statement, code: &str, amount: i128, at: Moment) -> anyhow::Result<Group> {
	let of = group("Tp").with(group("CdOrPrtry").with(leaf("Cd", code)));
	Ok(group("Bal")
		.with(of)
		.with(money("Amt", statement.scope.unit, amount)?)
		.with(direction(amount))
		.with(date("Dt", &at.date().to_string())))
}

fn summary(statement: &Statement, items: &[&Item]) -> anyhow::Result<Group> {
	let unit = statement.scope.unit;
	let amounts = || items.iter().map(|item| item.amount);
	let count = |name, amounts: Vec<i128>| -> anyhow::Result<Group> {
		let sum = decimal(unit, amounts.iter().map(|amount| amount.abs()).sum())?;
		Ok(group(name).with(leaf("NbOfNtries", amounts.len())).with(leaf("Sum", sum)))
	};
	let net: i128 = amounts().sum();
	let net_entry = group("TtlNetNtry").with(leaf("Amt", decimal(unit, net)?)).with(direction(net));
	let credits = amounts().filter(|amount| *amount > 0).collect();
	let debits = amounts().filter(|amount| *amount < 0).collect();
	Ok(group("TxsSummry")
		.with(count("TtlNtries", amounts().collect())?.with(net_entry))
		.with(count("TtlCdtNtries", credits)?)
		.with(count("TtlDbtNtries", debits)?))
}

fn entry(statement: &Statement, item: &Item) -> anyhow::Result<Group> {
	let (id, status) = if is_booked(item) {
		(format!("{}{}", posting_id(item)?, if item.amount < 0 { "D" } else { "C" }), "BOOK")
	} else {
		(open_id(item)?, "PDNG")
	};
	let day = |name| item.date.as_deref().map(|day| date(name, day));
	let entry = group("Ntry")
		.with(leaf("NtryRef", &id))
		.with(money("Amt", statement.scope.unit, item.amount)?)
		.with(direction(item.amount))
		.with(group("Sts").with(leaf("Cd", status)))
		.with_all(day("BookgDt"))
		.with_all(day("ValDt"))
		.with(leaf("AcctSvcrRef", &id))
		.with(transaction_code(&item.kind))
		.with(group("NtryDtls").with(details(statement, item)?));
	let why = item.reason.as_ref().map(|reason| leaf("AddtlNtryInf", format!("/WAITS/{reason}")));
	Ok(entry.with_all(why))
}

/// What is not booked has the order's own name and the leg's: with the payer, none.
fn open_id(item: &Item) -> anyhow::Result<String> {
	let uetr = item.uetr.as_deref().context("an order without a UETR")?.replace('-', "");
	let parked = if item.status == Status::Parked { "P" } else { "" };
	Ok(format!("{uetr}{:02}{parked}", item.leg.unwrap_or_default()))
}

fn details(statement: &Statement, item: &Item) -> anyhow::Result<Group> {
	let id = if is_booked(item) { Some(leaf("TxId", posting_id(item)?)) } else { None };
	let references = group("Refs")
		.with(leaf("EndToEndId", end_to_end(item)))
		.with_all(item.uetr.as_ref().map(|uetr| leaf("UETR", uetr)))
		.with_all(id);
	let Sides { debtor, creditor } = Sides::of(statement, item);
	let pty = |name, owner: Option<u32>| owner.map(|owner| group(name).with(party("Pty", owner)));
	let acct = |name, number: Option<u64>| number.map(|number| account(name, number));
	let bank = |name, place: Option<u8>| place.map(|place| agent(name, place));
	let parties = group("RltdPties")
		.with_all(pty("Dbtr", debtor.owner))
		.with_all(acct("DbtrAcct", debtor.account))
		.with_all(pty("Cdtr", creditor.owner))
		.with_all(acct("CdtrAcct", creditor.account));
	let agents = group("RltdAgts")
		.with_all(bank("DbtrAgt", debtor.bank))
		.with_all(bank("CdtrAgt", creditor.bank));
	Ok(group("TxDtls")
		.with(references)
		.with(money("Amt", statement.scope.unit, item.amount)?)
		.with(direction(item.amount))
		.with(parties)
		.with(agents)
		.with_all(purpose(item))
		.with_all(remittance(item)))
}
