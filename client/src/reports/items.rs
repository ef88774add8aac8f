// SPDX-License-Identifier: Apache-2.0

//! The lines of a reconciliation file: what was posted, and what is parked, pending or failed.

use super::{
	ledger::{exact, total, TOTAL},
	period::Over,
	Ledger,
};
use crate::currency::Unit;
use rusqlite::{named_params, Row};
use serde::{Deserialize, Serialize};
use split_ledger_primitives::{BankIndex, Moment};
use std::collections::BTreeMap;

/// Where an item stands (F1).
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
	/// Irrevocable; the banks settle it with its cycle.
	Posted,
	/// The banks owe each other nothing for it any more.
	Settled,
	/// Released, but its account did not take it yet.
	Parked,
	/// Held, and not released yet.
	Pending,
	/// Refused by the chain.
	Failed,
}

/// How money gets from one account to another.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
	/// Into the ledger, by the bank.
	Issued,
	/// Out of the ledger, by the bank.
	Redeemed,
	/// From one account that the statement is about to another one.
	Own,
	/// Between customers of the bank.
	SameBank,
	/// Between banks, settled with the cycle.
	Net,
	/// Between banks, settled by itself.
	Gross,
}

/// A line of a reconciliation file. Its columns are these fields.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Item {
	/// Where it stands.
	pub status: Status,
	/// The account that it is about; none of a refused order of others.
	pub account: Option<u64>,
	/// How much, in minor units: above zero what came in or is to come.
	pub amount: i128,
	/// What it is: `issue`, `redeem`, `paid`, `returned`, `refunded`, `collected`, `deducted`, `claimed`;
	/// `held` where nothing is posted, `refused` where nothing will be.
	pub kind: String,
	/// What for.
	pub purpose: Option<String>,
	/// How it gets there.
	pub way: Option<Way>,
	/// The other account.
	pub other: Option<u64>,
	/// The bank of that.
	pub other_bank: Option<u8>,
	/// Whose it is.
	pub other_owner: Option<u32>,
	/// The business date.
	pub date: Option<String>,
	/// The cycle.
	pub cycle: Option<u32>,
	/// The block: of the posting, the placement or the refusal; of what is parked, since when it is so.
	pub block: u32,
	/// The place in the block.
	pub place: Option<u32>,
	/// The time of the block.
	pub time: String,
	/// The order.
	pub order: Option<String>,
	/// The leg of it.
	pub leg: Option<u8>,
	/// Who submitted the order.
	pub submitter: Option<u32>,
	/// The submitter's reference of the order.
	pub order_reference: Option<String>,
	/// The reference of the act: of a release, return, refund, issue.
	pub reference: Option<String>,
	/// The end-to-end id that came with the order.
	pub end_to_end: Option<String>,
	/// Its reference in messages of ISO 20022.
	pub uetr: Option<String>,
	/// Why it is parked, or failed.
	pub reason: Option<String>,
	/// The root of its block in its cycle: what the chain keeps of it.
	pub root: Option<String>,
}

/// The columns of every query: 0 account, 1 amount, 2 kind, 3 purpose, 4 other account, 5 its bank, 6 its owner,
/// 7 gross, 8 date, 9 cycle, 10 block, 11 place, 12 time, 13 order, 14 leg, 15 submitter, 16 reference of the order, 17
/// of the act, 18 end-to-end id, 19 UETR, 20 reason, 21 root, 22 whether it is settled.
fn read(row: &Row<'_>, status: Status, amount: i128, of: BankIndex) -> rusqlite::Result<Item> {
	let other: Option<u64> = row.get(4)?;
	let (bank, owner): (Option<u8>, Option<u32>) = (row.get(5)?, row.get(6)?);
	let kind: String = row.get(2)?;
	let way = match (kind.as_str(), other) {
		("issue", _) => Some(Way::Issued),
		("redeem", _) => Some(Way::Redeemed),
		// A bank that is not known is no other bank: such a file does not foot.
		_ if bank.is_none() => None,
		_ if bank == Some(of.0) => Some(Way::Own),
		_ if row.get(7)? => Some(Way::Gross),
		_ => Some(Way::Net),
	};
	let is_settled = way != Some(Way::Net) || row.get::<_, Option<bool>>(22)?.unwrap_or_default();
	let status = if status == Status::Posted && is_settled { Status::Settled } else { status };
	Ok(Item {
		status,
		account: row.get(0)?,
		amount,
		kind,
		purpose: row.get(3)?,
		way,
		other,
		other_bank: bank,
		other_owner: owner,
		date: row.get(8)?,
		cycle: row.get(9)?,
		block: row.get(10)?,
		place: row.get(11)?,
		time: utc(Moment(row.get(12)?)),
		order: row.get(13)?,
		leg: row.get(14)?,
		submitter: row.get(15)?,
		order_reference: row.get(16)?,
		reference: row.get(17)?,
		end_to_end: row.get(18)?,
		uetr: row.get(19)?,
		reason: row.get(20)?,
		root: row.get(21)?,
	})
}

/// A moment as ISO 8601 has it, UTC, to the millisecond.
pub(super) fn utc(moment: Moment) -> String {
	let of_day = moment.0 % split_ledger_primitives::DAY_MS;
	let (seconds, ms) = (of_day / 1_000, of_day % 1_000);
	let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
	format!("{}T{hours:02}:{minutes:02}:{:02}.{ms:03}Z", moment.date(), seconds % 60)
}

const POSTED: &str = "
	SELECT s.account, s.amount, s.kind, s.purpose, s.other, x.bank, x.owner, s.gross, s.date, s.cycle,
		s.block, s.place, b.time_ms, s.order_id, s.leg, o.submitter, o.reference, s.reference,
		o.end_to_end, o.uetr, NULL, r.root, c.settled IS NOT NULL
	FROM statements AS s
	JOIN accounts AS a ON a.number = s.account
	JOIN blocks AS b ON b.number = s.block
	LEFT JOIN accounts AS x ON x.number = s.other
	LEFT JOIN orders AS o ON o.id = s.order_id
	LEFT JOIN cycles AS c ON c.currency = s.currency AND c.cycle = s.cycle
	LEFT JOIN roots AS r ON r.currency = s.currency AND r.cycle = s.cycle AND r.block = s.block
	WHERE a.bank = :bank AND s.currency = :currency";

const PARKED: &str = "
	SELECT l.payee, log.parked, 'held', l.purpose, o.payer, x.bank, x.owner,
		EXISTS (SELECT 1 FROM gross_pairs AS g WHERE g.currency = o.currency
			AND g.low = min(a.bank, x.bank) AND g.high = max(a.bank, x.bank)),
		NULL, NULL, log.block, NULL, b.time_ms, l.order_id, l.leg, o.submitter, o.reference, NULL,
		o.end_to_end, o.uetr, log.reason, NULL, NULL
	FROM leg_log AS log
	JOIN legs AS l ON l.order_id = log.order_id AND l.leg = log.leg
	JOIN orders AS o ON o.id = log.order_id
	JOIN accounts AS a ON a.number = l.payee
	JOIN accounts AS x ON x.number = o.payer
	JOIN blocks AS b ON b.number = log.block
	WHERE a.bank = :bank AND o.currency = :currency
		AND log.parked > 0 AND log.block = (
			SELECT max(later.block) FROM leg_log AS later
			WHERE later.order_id = log.order_id AND later.leg = log.leg AND later.block <= :last)
	ORDER BY l.order_id, l.leg";

/// What is still to come of the legs of open orders: columns 23 and 24 are what of it was paid, 25 what is parked,
/// 26 what was refunded.
fn to_come() -> String {
	format!(
		"SELECT l.payee, l.entitlement, 'held', l.purpose, o.payer, x.bank, x.owner,
			EXISTS (SELECT 1 FROM gross_pairs AS g WHERE g.currency = o.currency
				AND g.low = min(a.bank, x.bank) AND g.high = max(a.bank, x.bank)),
			NULL, NULL, o.placed, NULL, b.time_ms, o.id, l.leg, o.submitter, o.reference, NULL,
			o.end_to_end, o.uetr, NULL, NULL, NULL, paid.high, paid.low, log.parked, log.refunded
		FROM orders AS o
		JOIN legs AS l ON l.order_id = o.id
		JOIN accounts AS a ON a.number = l.payee
		JOIN accounts AS x ON x.number = o.payer
		JOIN blocks AS b ON b.number = o.placed
		LEFT JOIN leg_log AS log ON log.order_id = o.id AND log.leg = l.leg AND log.block = (
			SELECT max(block) FROM leg_log
			WHERE order_id = o.id AND leg = l.leg AND block <= :last)
		LEFT JOIN (
			SELECT order_id, leg, {TOTAL} FROM entries WHERE kind = 'paid' AND block <= :last
			GROUP BY order_id, leg
		) AS paid ON paid.order_id = o.id AND paid.leg = l.leg
		WHERE a.bank = :bank AND o.currency = :currency
			AND o.placed <= :last AND (o.ended IS NULL OR o.ended > :last)
		ORDER BY o.id, l.leg",
	)
}

/// What is still held of open orders: columns 23 and 24 are what left the hold.
fn still_held() -> String {
	format!(
		"SELECT o.payer, o.amount, 'held', NULL, NULL, NULL, NULL, 0, NULL, NULL, o.placed, NULL,
			b.time_ms, o.id, NULL, o.submitter, o.reference, NULL, o.end_to_end, o.uetr, NULL, NULL,
			NULL, gone.high, gone.low
		FROM orders AS o
		JOIN accounts AS a ON a.number = o.payer
		JOIN blocks AS b ON b.number = o.placed
		LEFT JOIN (
			SELECT order_id, {TOTAL} FROM entries
			WHERE block <= :last AND (kind = 'paid' OR kind = 'refunded' AND leg IS NULL)
			GROUP BY order_id
		) AS gone ON gone.order_id = o.id
		WHERE a.bank = :bank AND o.currency = :currency
			AND o.placed <= :last AND (o.ended IS NULL OR o.ended > :last)
		ORDER BY o.id",
	)
}

const FAILED: &str = "
	SELECT r.payer, r.amount, 'refused', NULL, NULL, NULL, NULL, 0, NULL, NULL, r.block, r.place,
		b.time_ms, r.order_id, NULL, r.submitter, r.reference, NULL, r.end_to_end, r.uetr, r.error,
		NULL, NULL, r.merchant
	FROM refusals AS r
	JOIN accounts AS a ON a.number = r.payer
	JOIN blocks AS b ON b.number = r.block
	WHERE (:bank IS NULL OR a.bank = :bank) AND a.currency = :currency
		AND r.block >= :first AND r.block < :end
	ORDER BY r.block, r.place";

impl Ledger {
	/// All items of a bank in a period, in the order of a reconciliation file.
	pub(super) fn items(
		&self,
		bank: BankIndex,
		unit: Unit,
		over: &Over,
	) -> anyhow::Result<Vec<Item>> {
		let mut items = self.posted(bank, unit, over)?;
		items.extend(self.waiting(bank, unit, over)?);
		let refused = self.refused(Some(bank), unit, over)?;
		items.extend(refused.into_iter().map(|(_, item)| Item { amount: -item.amount, ..item }));
		Ok(items)
	}

	/// What others' orders would have brought to their merchants, and was refused.
	pub(super) fn failed_for(
		&self,
		unit: Unit,
		over: &Over,
	) -> anyhow::Result<BTreeMap<u32, Vec<Item>>> {
		let mut failed = BTreeMap::<u32, Vec<Item>>::new();
		for (merchant, item) in self.refused(None, unit, over)? {
			let Some(merchant) = merchant else { continue };
			failed.entry(merchant).or_default().push(item);
		}
		Ok(failed)
	}

	fn posted(&self, bank: BankIndex, unit: Unit, over: &Over) -> anyhow::Result<Vec<Item>> {
		let column = over.period.column();
		let query =
			format!("{POSTED} AND s.{column} = :period ORDER BY s.block, s.place, s.amount > 0");
		let values = named_params! {
			":bank": bank.0,
			":currency": unit.number().0,
			":period": over.period.value(),
		};
		self.list(&query, values, |row| read(row, Status::Posted, exact(row, 1)?, bank))
	}

	/// What is parked, and what is pending.
	fn waiting(&self, bank: BankIndex, unit: Unit, over: &Over) -> anyhow::Result<Vec<Item>> {
		let values = named_params! {
			":bank": bank.0,
			":currency": unit.number().0,
			":last": over.last,
		};
		let mut parked =
			self.list(PARKED, values, |row| read(row, Status::Parked, exact(row, 1)?, bank))?;
		let mut pending = self.list(&still_held(), values, |row| {
			let held = exact(row, 1)? - total(row, 23)?;
			read(row, Status::Pending, -held, bank)
		})?;
		pending.extend(self.list(&to_come(), values, |row| {
			let part = |column| -> rusqlite::Result<i128> {
				Ok(row.get::<_, Option<i64>>(column)?.map_or(0, i128::from))
			};
			let gone: i128 = total(row, 23)? + part(25)? + part(26)?;
			read(row, Status::Pending, exact(row, 1)? - gone, bank)
		})?);
		pending.retain(|item| item.amount != 0);
		pending.sort_by(|a, b| (&a.order, a.leg).cmp(&(&b.order, b.leg)));
		parked.extend(pending);
		Ok(parked)
	}

	/// What was refused, with the merchant, as amounts that did not come.
	fn refused(
		&self,
		bank: Option<BankIndex>,
		unit: Unit,
		over: &Over,
	) -> anyhow::Result<Vec<(Option<u32>, Item)>> {
		let values = named_params! {
			":bank": bank.map(|bank| bank.0),
			":currency": unit.number().0,
			":first": over.first,
			":end": over.end,
		};
		let of = bank.unwrap_or_default();
		self.list(FAILED, values, |row| {
			Ok((row.get(23)?, read(row, Status::Failed, exact(row, 1)?, of)?))
		})
	}
}
