// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{
	chain::{
		calls::OrderFreezeTerms,
		events::{agreed::OrderFreezeLifted, EscrowEvent},
	},
	follow::{write, File},
};
use rusqlite::{types::FromSql, Row};
use split_ledger_primitives::{
	AccountNo, Amount, Commitment, CoverMode, Currency, CycleNo, Date, EvidenceKind, ExpiryPolicy,
	Moment, ParticipantId, Reference, Text,
};
use std::collections::BTreeSet;

const ORDER: OrderId = OrderId([7; 22]);
const PROOF: Commitment = Commitment([1; 32]);

fn by(participant: u32) -> By {
	By::Key { participant: ParticipantId(participant), key: [2; 32] }
}

fn text(text: &str) -> Text {
	Text::try_from(text.as_bytes().to_vec()).expect("a short text")
}

fn reference(of: &str) -> Reference {
	Reference { date: Date(20_000), text: text(of) }
}

fn placed() -> EscrowEvent {
	EscrowEvent::Held {
		order: ORDER,
		reference: reference("o1"),
		payer: AccountNo(1),
		currency: Currency(156),
		amount: Amount(70_000),
		legs: Vec::new(),
		after: None,
		deadline: Moment(6),
		expiry: ExpiryPolicy::Payer,
		cover: CoverMode::AtPlacement,
		by: by(1),
		funders: Vec::new(),
	}
}

fn attested(milestone: u8, what: Stated, participant: u32) -> EscrowEvent {
	let commitment = PROOF;
	EscrowEvent::Attested(Attested {
		order: ORDER,
		milestone,
		what,
		commitment,
		by: by(participant),
	})
}

fn disputed(side: Side, participant: u32) -> EscrowEvent {
	let (evidence, answer_until) = (PROOF, Moment(5_000));
	EscrowEvent::Disputed(Disputed {
		order: ORDER,
		side,
		evidence,
		answer_until,
		by: by(participant),
	})
}

fn frozen(until: u64) -> EscrowEvent {
	let terms = OrderFreezeTerms {
		authority: text("court"),
		document: PROOF,
		reason: text("claim"),
		until: Moment(until),
	};
	EscrowEvent::OrderFrozen(OrderFrozen { order: ORDER, terms, by: by(9) })
}

/// Writes events, each in a block of its own, from the first one on.
fn write(page: &mut Page<'_>, from: u32, events: Vec<EscrowEvent>) -> anyhow::Result<()> {
	for (block, event) in (from..).zip(events) {
		write::event(page, block, event, &BTreeSet::new(), &[])?;
	}
	Ok(())
}

/// What a query of the file answers.
fn rows<T>(
	page: &Page<'_>,
	query: &str,
	read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> anyhow::Result<Vec<T>> {
	let mut query = page.rows.prepare(query)?;
	let rows = query.query_map([], read)?;
	Ok(rows.collect::<Result<_, _>>()?)
}

fn column<T: FromSql>(page: &Page<'_>, query: &str) -> anyhow::Result<Vec<T>> {
	rows(page, query, |row| row.get(0))
}

fn in_file(test: impl FnOnce(&mut Page<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
	let dir = tempfile::tempdir()?;
	let mut file = File::open(&dir.path().join("db.sqlite"), "chain", [0; 32])?;
	let mut page = file.begin()?;
	test(&mut page)
}

#[test]
fn a_merchant_reads_what_was_said_about_its_order_in_the_order_of_the_blocks() -> anyhow::Result<()>
{
	in_file(|page| {
		let met = MilestoneMet { order: ORDER, milestone: 2, by: By::Clock };
		let answered =
			DisputeAnswered { order: ORDER, side: Side::Merchant, evidence: PROOF, by: by(3) };
		let lifted = OrderFreezeLifted { order: ORDER, by: by(9) };
		let events = vec![
			placed(),
			attested(1, Stated::PayerConfirms, 1),
			attested(2, Stated::Evidence(EvidenceKind::Delivered), 7),
			EscrowEvent::MilestoneMet(met),
			disputed(Side::Payer, 1),
			EscrowEvent::DisputeAnswered(answered),
			frozen(9_000),
			EscrowEvent::OrderFreezeLifted(lifted),
		];
		write(page, 1, events)?;
		let told = rows(
			page,
			"SELECT block, what, coalesce(detail, ''), participant FROM order_log
			WHERE reference = 'o1' ORDER BY block",
			|row| {
				let line = [row.get::<_, String>(1)?, row.get::<_, String>(2)?].join(": ");
				Ok((row.get::<_, u32>(0)?, line, row.get::<_, Option<u32>>(3)?))
			},
		)?;
		let expected = [
			(2, "stated: 1 payer", Some(1)),
			(3, "stated: 2 delivered", Some(7)),
			(4, "met: 2", None),
			(5, "disputed: payer", Some(1)),
			(6, "answered: ", Some(3)),
			(7, "frozen: court: claim", Some(9)),
			(8, "freeze ended: lifted", Some(9)),
		];
		let expected = expected.map(|(block, line, by)| (block, line.to_owned(), by));
		assert_eq!(told, expected);
		Ok(())
	})
}

#[test]
fn who_disputes_is_told_until_it_is_decided_and_then_how() -> anyhow::Result<()> {
	in_file(|page| {
		let open = "SELECT side FROM open_disputes";
		let withdrawn = DisputeEnded { order: ORDER, how: DisputeEnd::Withdrawn, by: by(1) };
		let begin = vec![
			placed(),
			disputed(Side::Payer, 1),
			EscrowEvent::DisputeEnded(withdrawn),
			disputed(Side::Merchant, 3),
		];
		write(page, 1, begin)?;
		assert_eq!(column::<String>(page, open)?, ["merchant"]);

		let resolved = DisputeResolved {
			order: ORDER,
			reference: reference("v1"),
			payer_ppm: 370_000,
			to_payer: Amount(1),
			to_payees: Amount(2),
			refunded_from_accounts: Amount(3),
			due: Amount(4),
			evidence: PROOF,
			by: by(8),
		};
		write(page, 5, vec![EscrowEvent::DisputeResolved(resolved)])?;
		assert!(column::<String>(page, open)?.is_empty());
		let ended: Vec<(u32, String, u32, u32, Option<u32>)> = rows(
			page,
			"SELECT number, how, ended, ended_by, payer_ppm FROM disputes ORDER BY number",
			|row| {
				let how: String = row.get(1)?;
				Ok((row.get(0)?, how, row.get(2)?, row.get(3)?, row.get(4)?))
			},
		)?;
		let expected = [
			(1u32, "withdrawn".to_owned(), 3u32, 1u32, None),
			(2, "resolved".to_owned(), 5, 8, Some(370_000u32)),
		];
		assert_eq!(ended, expected);
		Ok(())
	})
}

#[test]
fn what_is_frozen_is_told_until_when_and_a_renewal_ends_the_freeze_before() -> anyhow::Result<()> {
	in_file(|page| {
		let until = "SELECT until_ms FROM frozen_orders";
		write(page, 1, vec![placed(), frozen(9_000)])?;
		assert_eq!(column::<i64>(page, until)?, [9_000]);
		write(page, 3, vec![frozen(12_000)])?;
		assert_eq!(column::<i64>(page, until)?, [12_000]);
		write(page, 4, vec![EscrowEvent::OrderFreezeEnded { order: ORDER }])?;
		assert!(column::<i64>(page, until)?.is_empty());
		let how: Vec<String> = column(page, "SELECT how FROM freezes ORDER BY number")?;
		assert_eq!(how, ["renewed", "over"]);
		Ok(())
	})
}

#[test]
fn for_whom_money_was_kept_stands_beside_who_got_it_and_what_shows_that() -> anyhow::Result<()> {
	in_file(|page| {
		let paid = |to, evidence| {
			EscrowEvent::UnclaimedPaid(UnclaimedPaid {
				order: ORDER,
				from: AccountNo(3),
				entitled: AccountNo(17),
				to: AccountNo(to),
				amount: Amount(100),
				currency: Currency(156),
				cycle: CycleNo(3),
				date: Date(20_000),
				evidence,
				by: by(2),
			})
		};
		write(page, 1, vec![placed(), paid(17, None), paid(40, Some(PROOF))])?;
		let told: Vec<(u32, [u64; 4], Option<String>, u32)> = rows(
			page,
			"SELECT block, keeper, entitled, credit, amount, evidence, participant
			FROM unclaimed_paid ORDER BY block",
			|row| {
				let figures = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
				Ok((row.get(0)?, figures, row.get(5)?, row.get(6)?))
			},
		)?;
		let shown = Some(PROOF.to_string());
		assert_eq!(told, [(2, [3, 17, 17, 100], None, 2), (3, [3, 17, 40, 100], shown, 2)]);
		assert_eq!(column::<u64>(page, "SELECT credit FROM entries ORDER BY block")?, [17, 40]);
		Ok(())
	})
}
