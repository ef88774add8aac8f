// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::reports::{
	tests::{bank, made_up_ledger},
	Ledger, Period,
};
use split_ledger_primitives::CycleNo;

/// The messages of a bank's cycle, by name.
fn of(ledger: &Ledger, place: u8, cycle: u32) -> anyhow::Result<Vec<(&'static str, String)>> {
	let statement = Statement::of(ledger, bank(place), Period::Cycle(CycleNo(cycle)))?;
	let messages = messages(&statement)?.into_iter();
	messages.map(|(name, bytes)| Ok((name, String::from_utf8(bytes)?))).collect()
}

fn message(ledger: &Ledger, place: u8, cycle: u32, name: &str) -> anyhow::Result<String> {
	let found = of(ledger, place, cycle)?.into_iter().find(|(of, _)| *of == name);
	Ok(found.map(|(_, text)| text).unwrap_or_default())
}

/// The texts of all elements of a name.
fn texts<'a>(message: &'a str, name: &str) -> Vec<&'a str> {
	let (open, close) = (format!("<{name}"), format!("</{name}>"));
	let parts = message.split(open.as_str()).skip(1);
	// What goes on with another letter is another name.
	let parts = parts.filter(|part| part.starts_with([' ', '>']));
	let text = |part: &'a str| part.split_once('>')?.1.split(close.as_str()).next();
	parts.filter_map(text).collect()
}

/// Minor units of a text with two decimals.
fn minor(text: &str) -> i128 {
	text.replace('.', "").parse().unwrap_or(i128::MIN)
}

#[test]
fn a_bank_has_the_messages_of_what_happened_and_no_others() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let names = |place, cycle| -> anyhow::Result<Vec<&str>> {
		Ok(of(&ledger, place, cycle)?.into_iter().map(|(name, _)| name).collect())
	};
	assert_eq!(names(1, 0)?, [STATEMENT, ADVICE, STATUSES, CREDITS, NET]);
	assert_eq!(names(2, 0)?, [STATEMENT, ADVICE, STATUSES, NET]);
	// The second cycle is not settled: there was no payment between the banks themselves.
	assert_eq!(names(2, 1)?, [STATEMENT, ADVICE, RETURNS]);
	assert_eq!(names(3, 1)?, [STATEMENT, ADVICE]);
	Ok(())
}

#[test]
fn the_totals_of_the_messages_are_those_of_the_cycle() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let mut net = 0;
	for place in 1..=3 {
		let statement = Statement::of(&ledger, bank(place), Period::Cycle(CycleNo(0)))?;
		let position = statement.position.map(|position| position.position).unwrap_or_default();
		let settlement = message(&ledger, place, 0, NET)?;
		let paid: i128 = texts(&settlement, "CtrlSum").into_iter().map(minor).sum();
		assert_eq!(paid, position.abs(), "bank {place}");
		net += position;

		let stated = message(&ledger, place, 0, STATEMENT)?;
		let [opening, closing] = texts(&stated, "Bal")[..] else { panic!("two balances") };
		let balance = |of: &str| texts(of, "Amt").first().map_or(i128::MIN, |text| minor(text));
		assert_eq!(balance(opening), statement.opening());
		assert_eq!(balance(closing), statement.closing());
		let [credits, debits] =
			["TtlCdtNtries", "TtlDbtNtries"].map(|of| texts(texts(&stated, of)[0], "Sum")[0]);
		let moved = minor(credits) - minor(debits);
		assert_eq!(balance(opening) + moved, balance(closing), "bank {place}");
	}
	assert_eq!(net, 0);

	let sent = message(&ledger, 1, 0, CREDITS)?;
	let amounts: Vec<_> = texts(&sent, "IntrBkSttlmAmt").into_iter().map(minor).collect();
	assert_eq!(amounts, [7_000, 1_000, 1_000, 500]);
	assert_eq!((texts(&sent, "NbOfTxs"), texts(&sent, "CtrlSum")), (vec!["4"], vec!["95.00"]));
	Ok(())
}

#[test]
fn ids_pass_unchanged_or_are_said_to_be_missing_and_none_is_too_long() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let sent = message(&ledger, 1, 0, CREDITS)?;
	assert_eq!(
		texts(&sent, "EndToEndId"),
		["INV 7/2024", "INV 7/2024", "NOTPROVIDED", "NOTPROVIDED"]
	);
	// A payment has the same name in what its bank sends and in what the other one is advised of.
	let sent_ids = texts(&sent, "TxId").into_iter().take(3).map(str::to_owned);
	let advised = message(&ledger, 2, 0, ADVICE)?;
	assert_eq!(texts(&advised, "TxId"), sent_ids.collect::<Vec<_>>());
	for place in 1..=3 {
		for cycle in 0..=1 {
			for (name, text) in of(&ledger, place, cycle)? {
				for id in ["MsgId", "Id", "TxId", "NtryRef", "RtrId", "EndToEndId", "OrgnlMsgId"] {
					let ids = texts(&text, id).into_iter().filter(|id| !id.contains('<'));
					ids.for_each(|id| assert!((1..=35).contains(&id.len()), "{name}: {id}"));
				}
			}
		}
	}
	Ok(())
}

#[test]
fn what_waits_and_what_was_refused_has_a_status_and_a_reason() -> anyhow::Result<()> {
	let (_folder, ledger) = made_up_ledger()?;
	let of_payer = message(&ledger, 1, 0, STATUSES)?;
	assert_eq!(texts(&of_payer, "TxSts"), ["ACSC", "ACSC", "ACSC", "ACSC", "PDNG", "PDNG", "RJCT"]);
	assert_eq!(texts(&of_payer, "AddtlInf"), ["short-of-liquidity"]);
	let of_payee = message(&ledger, 2, 0, STATUSES)?;
	assert_eq!(texts(&of_payee, "TxSts"), ["PDNG"]);
	assert_eq!(texts(&of_payee, "AddtlInf"), ["no-credit"]);
	let advised = message(&ledger, 2, 0, ADVICE)?;
	assert_eq!(texts(&advised, "AddtlNtryInf"), ["/WAITS/no-credit"]);
	// Not booked is not stated.
	let stated = message(&ledger, 2, 0, STATEMENT)?;
	assert!(!stated.contains("PDNG"), "{stated}");
	Ok(())
}
