// SPDX-License-Identifier: Apache-2.0

//! How orders fare, by the payer's bank, channel and day. Figures are counts, parts per million and milliseconds:
//! whole numbers, rounded down.

use super::Ledger;
use crate::currency::Unit;
use rusqlite::named_params;
use serde::Serialize;
use split_ledger_primitives::{BankIndex, Currency, Date, Moment, DAY_MS};
use std::collections::BTreeMap;

/// Parts of a whole.
const MILLION: u64 = 1_000_000;

/// Which orders are looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
	/// Those of customers of a bank; all, where none is named.
	pub bank: Option<BankIndex>,
	/// Those that were sent from the beginning of this date on.
	pub from: Option<Date>,
	/// Those that were sent until the end of this date.
	pub until: Option<Date>,
}

/// The orders of a bank, a channel and a day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct OrdersLine {
	/// The bank of the payer; none where no such account was there.
	pub bank: Option<u8>,
	/// The currency.
	pub currency: Option<String>,
	/// The channel; 0 is unknown, none is a payment without a rule set.
	pub channel: Option<u16>,
	/// The date (UTC) on which they were sent.
	pub date: String,
	/// How many were placed.
	pub placed: u64,
	/// How many were refused; sent again, one counts again.
	pub refused: u64,
	/// Placed of all that were sent, in parts per million.
	pub success_ppm: u64,
	/// Of those placed: still held.
	pub open: u64,
	/// Of those placed: ended, and somebody was paid.
	pub paid: u64,
	/// Of those placed: ended, and nobody was paid.
	pub unpaid: u64,
	/// From placement to the last posting of what is paid, at the least.
	pub to_posted_ms_least: Option<u64>,
	/// Half of them took no longer.
	pub to_posted_ms_median: Option<u64>,
	/// At the most.
	pub to_posted_ms_most: Option<u64>,
	/// Of what is paid: settled between all banks.
	pub settled: u64,
	/// From placement to that, at the least.
	pub to_settled_ms_least: Option<u64>,
	/// Half of them took no longer.
	pub to_settled_ms_median: Option<u64>,
	/// At the most.
	pub to_settled_ms_most: Option<u64>,
}

/// Why orders of a bank, a channel and a day were refused.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct RefusedLine {
	/// The bank of the payer.
	pub bank: Option<u8>,
	/// The currency.
	pub currency: Option<String>,
	/// The channel.
	pub channel: Option<u16>,
	/// The date.
	pub date: String,
	/// The name of the error.
	pub error: String,
	/// How often.
	pub count: u64,
}

/// How orders fare.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Stats {
	/// Orders by bank, currency, channel and day.
	pub orders: Vec<OrdersLine>,
	/// Refusals by the same and reason.
	pub refused: Vec<RefusedLine>,
}

/// What is counted together.
type Key = (Option<u8>, Option<u16>, Option<u16>, Date);

/// What became of the orders of a key.
#[derive(Default)]
struct Counted {
	placed: u64,
	open: u64,
	to_posted: Vec<u64>,
	to_settled: Vec<u64>,
	refused: BTreeMap<String, u64>,
}

/// An order: bank, currency, channel, when it was placed, whether it is open, when its last posting was made and
/// when all of them were settled.
const PLACED: &str = "
	SELECT x.bank, x.currency, x.channel, x.placed_ms, x.is_open,
		(SELECT time_ms FROM blocks WHERE number = x.posted),
		(SELECT time_ms FROM blocks WHERE number = x.settled)
	FROM (
		SELECT a.bank AS bank, o.currency AS currency, o.channel AS channel, p.time_ms AS placed_ms,
			o.ended IS NULL AS is_open, max(e.block) AS posted,
			iif(count(e.block) = count(e.settled), max(e.settled), NULL) AS settled
		FROM orders AS o
		JOIN accounts AS a ON a.number = o.payer
		JOIN blocks AS p ON p.number = o.placed
		LEFT JOIN (
			SELECT e.order_id AS order_id, e.block AS block,
				iif(e.gross OR d.bank = c.bank, e.block, y.settled) AS settled
			FROM entries AS e
			JOIN accounts AS d ON d.number = e.debit
			JOIN accounts AS c ON c.number = e.credit
			LEFT JOIN cycles AS y ON y.currency = e.currency AND y.cycle = e.cycle
			WHERE e.kind = 'paid'
		) AS e ON e.order_id = o.id
		WHERE (:bank IS NULL OR a.bank = :bank) AND p.time_ms >= :from AND p.time_ms < :until
		GROUP BY o.id
	) AS x";

const REFUSED: &str = "
	SELECT a.bank, a.currency, r.channel, b.time_ms, r.error
	FROM refusals AS r
	JOIN blocks AS b ON b.number = r.block
	LEFT JOIN accounts AS a ON a.number = r.payer
	WHERE (:bank IS NULL OR a.bank = :bank) AND b.time_ms >= :from AND b.time_ms < :until";

/// Counts the orders that are asked for.
pub fn stats(ledger: &Ledger, asked: Asked) -> anyhow::Result<Stats> {
	let from = asked.from.map_or(0, |date| date.start().0);
	let until = asked.until.map_or(u64::MAX >> 1, |date| date.start().plus(DAY_MS).0);
	let values = named_params! {
		":bank": asked.bank.map(|bank| bank.0),
		":from": from,
		":until": until,
	};
	let mut counted = BTreeMap::<Key, Counted>::new();
	let placed = ledger.list(PLACED, values, |row| {
		let key = (row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, u64>(3)?);
		let fate: (bool, Option<u64>, Option<u64>) = (row.get(4)?, row.get(5)?, row.get(6)?);
		Ok((key, fate))
	})?;
	for ((bank, currency, channel, time), (is_open, posted, settled)) in placed {
		let of = counted.entry((bank, currency, channel, Moment(time).date())).or_default();
		of.placed = of.placed.saturating_add(1);
		if is_open {
			of.open = of.open.saturating_add(1);
			continue;
		}
		// A block is no earlier than one before it.
		of.to_posted.extend(posted.map(|posted| posted.saturating_sub(time)));
		of.to_settled.extend(settled.map(|settled| settled.saturating_sub(time)));
	}
	let refused = ledger.list(REFUSED, values, |row| {
		let key = (row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, u64>(3)?);
		Ok((key, row.get::<_, String>(4)?))
	})?;
	for ((bank, currency, channel, time), error) in refused {
		let of = counted.entry((bank, currency, channel, Moment(time).date())).or_default();
		let count = of.refused.entry(error).or_default();
		*count = count.saturating_add(1);
	}
	Ok(told(counted))
}

fn told(counted: BTreeMap<Key, Counted>) -> Stats {
	let (mut orders, mut refused) = (Vec::new(), Vec::new());
	for ((bank, currency, channel, date), mut of) in counted {
		let unit = currency.map(|number| {
			let unit = Unit::of_number(Currency(number));
			unit.map_or_else(|| number.to_string(), |unit| unit.to_string())
		});
		let date = date.to_string();
		let refusals: u64 = of.refused.values().sum();
		let sent = of.placed.saturating_add(refusals);
		let paid = count(&of.to_posted);
		let posted = times(&mut of.to_posted);
		let settled_times = times(&mut of.to_settled);
		orders.push(OrdersLine {
			bank,
			currency: unit.clone(),
			channel,
			date: date.clone(),
			placed: of.placed,
			refused: refusals,
			success_ppm: of.placed.saturating_mul(MILLION).checked_div(sent).unwrap_or_default(),
			open: of.open,
			paid,
			unpaid: of.placed.saturating_sub(of.open).saturating_sub(paid),
			to_posted_ms_least: posted.map(|times| times.0),
			to_posted_ms_median: posted.map(|times| times.1),
			to_posted_ms_most: posted.map(|times| times.2),
			settled: count(&of.to_settled),
			to_settled_ms_least: settled_times.map(|times| times.0),
			to_settled_ms_median: settled_times.map(|times| times.1),
			to_settled_ms_most: settled_times.map(|times| times.2),
		});
		refused.extend(of.refused.into_iter().map(|(error, count)| {
			let (currency, date) = (unit.clone(), date.clone());
			RefusedLine { bank, currency, channel, date, error, count }
		}));
	}
	Stats { orders, refused }
}

fn count(times: &[u64]) -> u64 {
	u64::try_from(times.len()).unwrap_or(u64::MAX)
}

/// The least, the middle (of two, the lesser) and the most.
fn times(times: &mut [u64]) -> Option<(u64, u64, u64)> {
	times.sort_unstable();
	let middle = times.len().saturating_sub(1) / 2;
	Some((*times.first()?, *times.get(middle)?, *times.last()?))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{follow::made_up::DAY as FIRST, reports::tests::made_up_ledger};

	#[test]
	fn orders_are_counted_by_bank_channel_and_day_and_every_one_has_a_fate() -> anyhow::Result<()> {
		let (_folder, ledger) = made_up_ledger()?;
		let Stats { orders, refused } = stats(&ledger, Asked::default())?;
		let parked_for = DAY_MS + 4 * 600_000;
		let line = OrdersLine {
			bank: Some(1),
			currency: Some("CNY".to_owned()),
			channel: Some(3),
			date: FIRST.to_string(),
			placed: 3,
			refused: 1,
			success_ppm: 750_000,
			open: 1,
			paid: 2,
			unpaid: 0,
			to_posted_ms_least: Some(0),
			to_posted_ms_median: Some(0),
			to_posted_ms_most: Some(parked_for),
			settled: 1,
			to_settled_ms_least: Some(5 * 600_000),
			to_settled_ms_median: Some(5 * 600_000),
			to_settled_ms_most: Some(5 * 600_000),
		};
		assert_eq!(orders, [line]);
		let reasons: Vec<_> =
			refused.iter().map(|line| (line.error.as_str(), line.count)).collect();
		assert_eq!(reasons, [("short-of-liquidity", 1)]);
		Ok(())
	}

	#[test]
	fn only_what_is_asked_for_is_counted() -> anyhow::Result<()> {
		let (_folder, ledger) = made_up_ledger()?;
		let placed = |asked| -> anyhow::Result<u64> {
			Ok(stats(&ledger, asked)?.orders.iter().map(|line| line.placed).sum())
		};
		let next = Date(FIRST.0 + 1);
		let of_bank = |bank| Asked { bank: Some(BankIndex(bank)), ..Asked::default() };
		assert_eq!((placed(of_bank(1))?, placed(of_bank(2))?), (3, 0));
		assert_eq!(placed(Asked { from: Some(next), ..Asked::default() })?, 0);
		assert_eq!(placed(Asked { until: Some(FIRST), ..Asked::default() })?, 3);
		Ok(())
	}

	#[test]
	fn of_two_in_the_middle_the_lesser_is_told() {
		assert_eq!(times(&mut [9, 1, 5, 3]), Some((1, 3, 9)));
		assert_eq!(times(&mut [4]), Some((4, 4, 4)));
		assert_eq!(times(&mut []), None);
	}
}
