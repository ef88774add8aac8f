// SPDX-License-Identifier: Apache-2.0

//! What was stated about orders, who disputes them, what is frozen, and who was paid what was unclaimed, in
//! the file.

#[cfg(test)]
mod tests;

use super::{
	file::{figure, ms, number, Page},
	text_of,
};
use crate::{
	agreed::kind_name,
	chain::events::{
		agreed::{
			Attested, DisputeAnswered, DisputeEnded, DisputeResolved, Disputed, MilestoneMet,
			OrderFrozen, UnclaimedPaid,
		},
		By,
	},
};
use rusqlite::params;
use split_ledger_primitives::{DisputeEnd, OrderId, Side, Stated};

/// A participant is missing where the clock acted. Disputes and freezes of an order are numbered from 1
/// on; the last one may be open. `evidence`, `answer`, `reasons` and `document` are commitments. The view
/// `order_log` has all of it by the order's own reference, in the order in which it happened.
pub(super) const TABLES: &str = "
	CREATE TABLE IF NOT EXISTS attestations (
		order_id TEXT, milestone INTEGER, what TEXT, participant INTEGER, evidence TEXT NOT NULL,
		block INTEGER NOT NULL,
		PRIMARY KEY (order_id, milestone, what, participant)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS milestones_met (
		order_id TEXT, milestone INTEGER, participant INTEGER, block INTEGER NOT NULL,
		PRIMARY KEY (order_id, milestone)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS disputes (
		order_id TEXT, number INTEGER, side TEXT NOT NULL, participant INTEGER,
		opened INTEGER NOT NULL, evidence TEXT NOT NULL, answer_until_ms INTEGER NOT NULL,
		answered INTEGER, answered_by INTEGER, answer TEXT, ended INTEGER, ended_by INTEGER, how TEXT,
		payer_ppm INTEGER, reference TEXT, reasons TEXT,
		PRIMARY KEY (order_id, number)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS freezes (
		order_id TEXT, number INTEGER, participant INTEGER, frozen INTEGER NOT NULL,
		authority TEXT NOT NULL, reason TEXT NOT NULL, document TEXT NOT NULL,
		until_ms INTEGER NOT NULL, ended INTEGER, ended_by INTEGER, how TEXT,
		PRIMARY KEY (order_id, number)
	) WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS unclaimed_paid (
		order_id TEXT NOT NULL, keeper INTEGER NOT NULL, entitled INTEGER NOT NULL,
		credit INTEGER NOT NULL, amount INTEGER NOT NULL, evidence TEXT, participant INTEGER,
		block INTEGER NOT NULL
	);
	CREATE VIEW IF NOT EXISTS open_disputes AS
		SELECT order_id, side, participant, opened, answer_until_ms, answered
		FROM disputes WHERE ended IS NULL;
	CREATE VIEW IF NOT EXISTS frozen_orders AS
		SELECT order_id, participant, authority, reason, document, frozen, until_ms
		FROM freezes WHERE ended IS NULL;
	CREATE VIEW IF NOT EXISTS order_log AS
		SELECT orders.submitter, orders.reference, told.order_id, told.block, blocks.time_ms,
			told.what, told.detail, told.participant, told.until_ms
		FROM (
			SELECT order_id, block, 'stated' AS what, milestone || ' ' || what AS detail, participant,
				NULL AS until_ms FROM attestations
			UNION ALL
			SELECT order_id, block, 'met', CAST(milestone AS TEXT), participant, NULL
				FROM milestones_met
			UNION ALL
			SELECT order_id, opened, 'disputed', side, participant, answer_until_ms FROM disputes
			UNION ALL
			SELECT order_id, answered, 'answered', NULL, answered_by, NULL
				FROM disputes WHERE answered IS NOT NULL
			UNION ALL
			SELECT order_id, ended, 'dispute ended', how, ended_by, NULL
				FROM disputes WHERE ended IS NOT NULL
			UNION ALL
			SELECT order_id, frozen, 'frozen', authority || ': ' || reason, participant, until_ms
				FROM freezes
			UNION ALL
			SELECT order_id, ended, 'freeze ended', how, ended_by, NULL
				FROM freezes WHERE ended IS NOT NULL
		) AS told
		JOIN orders ON orders.id = told.order_id
		LEFT JOIN blocks ON blocks.number = told.block;
";

impl Page<'_> {
	pub(super) fn attested(&self, block: u32, attested: &Attested) -> anyhow::Result<()> {
		let Attested { order, milestone, what, commitment, by } = attested;
		let what = match what {
			Stated::PayerConfirms => "payer",
			Stated::PlatformConfirms => "platform",
			Stated::Evidence(kind) => kind_name(*kind),
		};
		self.change(
			"INSERT OR IGNORE INTO attestations VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			params![order.to_string(), milestone, what, who(by), commitment.to_string(), block],
		)
	}

	pub(super) fn met(&self, block: u32, met: &MilestoneMet) -> anyhow::Result<()> {
		let MilestoneMet { order, milestone, by } = met;
		self.change(
			"INSERT OR IGNORE INTO milestones_met VALUES (?1, ?2, ?3, ?4)",
			params![order.to_string(), milestone, who(by), block],
		)
	}

	pub(super) fn disputed(&self, block: u32, disputed: &Disputed) -> anyhow::Result<()> {
		let Disputed { order, side, evidence, answer_until, by } = disputed;
		self.change(
			"INSERT INTO disputes
				(order_id, number, side, participant, opened, evidence, answer_until_ms)
			SELECT ?1, 1 + count(*), ?2, ?3, ?4, ?5, ?6 FROM disputes WHERE order_id = ?1",
			params![
				order.to_string(),
				side_name(*side),
				who(by),
				block,
				evidence.to_string(),
				ms(*answer_until)
			],
		)
	}

	pub(super) fn answered(&self, block: u32, answered: &DisputeAnswered) -> anyhow::Result<()> {
		let DisputeAnswered { order, evidence, by, .. } = answered;
		self.change(
			"UPDATE disputes SET answered = ?2, answered_by = ?3, answer = ?4
			WHERE order_id = ?1 AND ended IS NULL",
			params![order.to_string(), block, who(by), evidence.to_string()],
		)
	}

	/// A dispute ended of which its resolver did not decide.
	pub(super) fn dispute_ended(&self, block: u32, ended: &DisputeEnded) -> anyhow::Result<()> {
		let DisputeEnded { order, how, by } = ended;
		self.change(
			"UPDATE disputes SET ended = ?2, ended_by = ?3, how = ?4
			WHERE order_id = ?1 AND ended IS NULL",
			params![order.to_string(), block, who(by), end_name(*how)],
		)
	}

	pub(super) fn resolved(&self, block: u32, resolved: &DisputeResolved) -> anyhow::Result<()> {
		let DisputeResolved { order, reference, payer_ppm, evidence, by, .. } = resolved;
		self.change(
			"UPDATE disputes SET ended = ?2, ended_by = ?3, how = 'resolved', payer_ppm = ?4,
				reference = ?5, reasons = ?6
			WHERE order_id = ?1 AND ended IS NULL",
			params![
				order.to_string(),
				block,
				who(by),
				payer_ppm,
				text_of(reference),
				evidence.to_string()
			],
		)
	}

	/// A freeze that is renewed ends the one before.
	pub(super) fn frozen(&self, block: u32, frozen: &OrderFrozen) -> anyhow::Result<()> {
		let OrderFrozen { order, terms, by } = frozen;
		let words = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
		self.end_freeze(block, *order, Some(by), "renewed")?;
		self.change(
			"INSERT INTO freezes
				(order_id, number, participant, frozen, authority, reason, document, until_ms)
			SELECT ?1, 1 + count(*), ?2, ?3, ?4, ?5, ?6, ?7 FROM freezes WHERE order_id = ?1",
			params![
				order.to_string(),
				who(by),
				block,
				words(&terms.authority),
				words(&terms.reason),
				terms.document.to_string(),
				ms(terms.until)
			],
		)
	}

	/// The freeze of an order ended; where nobody lifted it, at its date.
	pub(super) fn freeze_ended(
		&self,
		block: u32,
		order: OrderId,
		lifted_by: Option<&By>,
	) -> anyhow::Result<()> {
		let how = if lifted_by.is_some() { "lifted" } else { "over" };
		self.end_freeze(block, order, lifted_by, how)
	}

	/// For whom an unclaimed account kept what it paid, and what shows who got it: the entry does not say.
	pub(super) fn unclaimed_paid(&self, block: u32, paid: &UnclaimedPaid) -> anyhow::Result<()> {
		let UnclaimedPaid { order, from, entitled, to, amount, evidence, by, .. } = paid;
		self.change(
			"INSERT INTO unclaimed_paid VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
			params![
				order.to_string(),
				number(*from),
				number(*entitled),
				number(*to),
				figure(*amount),
				evidence.map(|evidence| evidence.to_string()),
				who(by),
				block
			],
		)
	}

	fn end_freeze(
		&self,
		block: u32,
		order: OrderId,
		by: Option<&By>,
		how: &str,
	) -> anyhow::Result<()> {
		self.change(
			"UPDATE freezes SET ended = ?2, ended_by = ?3, how = ?4
			WHERE order_id = ?1 AND ended IS NULL",
			params![order.to_string(), block, by.and_then(who), how],
		)
	}
}

fn who(by: &By) -> Option<u32> {
	match by {
		By::Clock => None,
		By::Key { participant, .. } => Some(participant.0),
	}
}

fn side_name(side: Side) -> &'static str {
	match side {
		Side::Payer => "payer",
		Side::Merchant => "merchant",
	}
}

fn end_name(how: DisputeEnd) -> &'static str {
	match how {
		DisputeEnd::Withdrawn => "withdrawn",
		DisputeEnd::GivenIn => "given-in",
		DisputeEnd::Silence => "silence",
		DisputeEnd::AbsoluteEnd => "absolute-end",
	}
}
