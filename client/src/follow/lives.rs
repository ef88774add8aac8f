// SPDX-License-Identifier: Apache-2.0

//! The lives of mandates and of groups, in the file.

use super::{
	file::{figure, ms, number, Page},
	text_of,
};
use crate::chain::events::{Event, GroupEvent, MandateEvent};
use rusqlite::params;
use split_ledger_primitives::{GroupNo, MandateLimits, MandateNo, MandatePeriod, MandateTerms};

/// What became of them by blocks; `how` says how they ended. What was drawn by a mandate the bodies of
/// orders tell, what a group did with its orders their entries.
pub(super) const TABLES: &str = "
	CREATE TABLE IF NOT EXISTS mandates (
		number INTEGER PRIMARY KEY, account INTEGER NOT NULL, owner INTEGER NOT NULL,
		grantee INTEGER NOT NULL, single INTEGER NOT NULL, amount INTEGER NOT NULL,
		orders INTEGER NOT NULL, period TEXT NOT NULL, from_date TEXT NOT NULL,
		until_date TEXT NOT NULL, evidence TEXT NOT NULL, proposed INTEGER NOT NULL,
		confirmed INTEGER, lowered INTEGER, ended INTEGER, how TEXT
	);
	CREATE TABLE IF NOT EXISTS order_groups (
		number INTEGER PRIMARY KEY, submitter INTEGER NOT NULL, date TEXT NOT NULL,
		reference TEXT NOT NULL,
		platform INTEGER NOT NULL, merchant INTEGER NOT NULL, rules TEXT NOT NULL,
		currency INTEGER NOT NULL, needed INTEGER NOT NULL, deadline_ms INTEGER NOT NULL,
		leader_slot INTEGER, opened INTEGER NOT NULL, joined INTEGER NOT NULL DEFAULT 0,
		leader INTEGER, ended INTEGER, how TEXT
	);
	CREATE TABLE IF NOT EXISTS group_orders (
		number INTEGER, place INTEGER, order_id TEXT NOT NULL, joined INTEGER NOT NULL,
		gone INTEGER,
		PRIMARY KEY (number, place)
	) WITHOUT ROWID;
";

/// Writes what an event tells of a mandate or a group, if anything.
pub(super) fn event(page: &Page<'_>, block: u32, event: &Event) -> anyhow::Result<()> {
	if let Some(mandate) = event.mandate() {
		mandate_event(page, block, mandate?)?;
	}
	if let Some(group) = event.group() {
		group_event(page, block, group?)?;
	}
	Ok(())
}

fn mandate_event(page: &Page<'_>, block: u32, event: MandateEvent) -> anyhow::Result<()> {
	match event {
		MandateEvent::Proposed { mandate, terms, owner, .. } => {
			page.proposed(block, mandate, &terms, owner.0)
		}
		MandateEvent::Confirmed { mandate, .. } => page.change(
			"UPDATE mandates SET confirmed = ?2 WHERE number = ?1",
			params![mandate.0, block],
		),
		MandateEvent::Lowered { mandate, limits, .. } => page.lowered(block, mandate, &limits),
		MandateEvent::Rejected { mandate, .. } => page.mandate_ended(block, mandate, "rejected"),
		MandateEvent::Revoked { mandate, .. } => page.mandate_ended(block, mandate, "revoked"),
		MandateEvent::Ended { mandate, .. } => page.mandate_ended(block, mandate, "over"),
	}
}

fn group_event(page: &Page<'_>, block: u32, event: GroupEvent) -> anyhow::Result<()> {
	match event {
		GroupEvent::Opened { .. } => page.opened(block, event),
		GroupEvent::OrderJoined { group, order, place, joined } => {
			page.change(
				"INSERT INTO group_orders VALUES (?1, ?2, ?3, ?4, NULL)",
				params![group.0, place, order.to_string(), block],
			)?;
			page.joined(group, joined)
		}
		GroupEvent::OrderLeft { group, order, joined } => {
			page.change(
				"UPDATE group_orders SET gone = ?3 WHERE number = ?1 AND order_id = ?2",
				params![group.0, order.to_string(), block],
			)?;
			page.joined(group, joined)
		}
		GroupEvent::Completed { group, leader } => {
			page.change(
				"UPDATE order_groups SET leader = ?2 WHERE number = ?1",
				params![group.0, leader.map(number)],
			)?;
			page.group_ended(block, group, "complete")
		}
		GroupEvent::Failed { group, .. } => page.group_ended(block, group, "failed"),
		GroupEvent::CalledOff { group, .. } => page.group_ended(block, group, "called-off"),
	}
}

impl Page<'_> {
	fn proposed(
		&self,
		block: u32,
		mandate: MandateNo,
		terms: &MandateTerms,
		owner: u32,
	) -> anyhow::Result<()> {
		let MandateTerms { account, grantee, limits, period, from, evidence } = terms;
		let period = match period {
			MandatePeriod::Days(days) => format!("{days}d"),
			MandatePeriod::Month => "month".to_owned(),
		};
		self.change(
			"INSERT INTO mandates VALUES
				(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, NULL, NULL, NULL, NULL)",
			params![
				mandate.0,
				number(*account),
				owner,
				grantee.0,
				figure(limits.single),
				figure(limits.amount),
				limits.orders,
				period,
				from.to_string(),
				limits.until.to_string(),
				evidence.to_string(),
				block,
			],
		)
	}

	fn lowered(
		&self,
		block: u32,
		mandate: MandateNo,
		limits: &MandateLimits,
	) -> anyhow::Result<()> {
		let MandateLimits { single, amount, orders, until } = limits;
		self.change(
			"UPDATE mandates SET single = ?2, amount = ?3, orders = ?4, until_date = ?5, lowered = ?6
			WHERE number = ?1",
			params![
				mandate.0,
				figure(*single),
				figure(*amount),
				orders,
				until.to_string(),
				block
			],
		)
	}

	fn mandate_ended(&self, block: u32, mandate: MandateNo, how: &str) -> anyhow::Result<()> {
		self.change(
			"UPDATE mandates SET ended = ?2, how = ?3 WHERE number = ?1",
			params![mandate.0, block, how],
		)
	}

	fn opened(&self, block: u32, event: GroupEvent) -> anyhow::Result<()> {
		let GroupEvent::Opened {
			group,
			reference,
			platform,
			merchant,
			rules,
			currency,
			needed,
			deadline,
			leader_slot,
			by,
			..
		} = event
		else {
			return Ok(());
		};
		self.change(
			"INSERT INTO order_groups VALUES
				(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, NULL, NULL, NULL)",
			params![
				group.0,
				by.0,
				reference.date.to_string(),
				text_of(&reference),
				platform.0,
				merchant.0,
				rules.to_string(),
				currency.0,
				needed,
				ms(deadline),
				leader_slot,
				block,
			],
		)
	}

	fn joined(&self, group: GroupNo, joined: u32) -> anyhow::Result<()> {
		self.change(
			"UPDATE order_groups SET joined = ?2 WHERE number = ?1",
			params![group.0, joined],
		)
	}

	fn group_ended(&self, block: u32, group: GroupNo, how: &str) -> anyhow::Result<()> {
		self.change(
			"UPDATE order_groups SET ended = ?2, how = ?3 WHERE number = ?1",
			params![group.0, block, how],
		)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::follow::File;
	use split_ledger_primitives::{
		AccountNo, Amount, Commitment, Currency, Date, Moment, OrderId, ParticipantId, Reference,
		RuleHash, Text,
	};

	const KEY: [u8; 32] = [2; 32];
	const OWNER: ParticipantId = ParticipantId(7);
	const GRANTEE: ParticipantId = ParticipantId(8);
	const ACCOUNT: AccountNo = AccountNo(17);

	fn limits(amount: u64, until: u16) -> MandateLimits {
		let (single, amount) = (Amount(5), Amount(amount));
		MandateLimits { single, amount, orders: 3, until: Date(until) }
	}

	fn proposed(number: u32) -> MandateEvent {
		let terms = MandateTerms {
			account: ACCOUNT,
			grantee: GRANTEE,
			limits: limits(9, 20_100),
			period: MandatePeriod::Days(30),
			from: Date(20_000),
			evidence: Commitment([1; 32]),
		};
		let mandate = MandateNo(number);
		MandateEvent::Proposed { mandate, terms, owner: OWNER, by: OWNER, key: KEY }
	}

	fn in_file(test: impl FnOnce(&Page<'_>) -> anyhow::Result<()>) -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let mut file = File::open(&dir.path().join("db.sqlite"), "chain", [0; 32])?;
		let page = file.begin()?;
		test(&page)
	}

	/// One row for each, as text: values joined by spaces.
	fn told(page: &Page<'_>, query: &str) -> anyhow::Result<Vec<String>> {
		let mut query = page.rows.prepare(query)?;
		let rows = query.query_map([], |row| row.get(0))?;
		Ok(rows.collect::<Result<_, _>>()?)
	}

	#[test]
	fn a_mandate_is_told_from_its_proposal_to_its_end() -> anyhow::Result<()> {
		let (account, grantee, by, key) = (ACCOUNT, GRANTEE, OWNER, KEY);
		let (first, second) = (MandateNo(1), MandateNo(2));
		let confirmed = MandateEvent::Confirmed {
			mandate: first,
			account,
			grantee,
			maker: KEY,
			by: ParticipantId(3),
			key,
		};
		let limits = limits(4, 20_050);
		let lowered = MandateEvent::Lowered { mandate: first, account, limits, by, key };
		let rejected = MandateEvent::Rejected { mandate: second, account, by, key };
		in_file(|page| {
			let all = "SELECT number || ' ' || amount || ' ' || until_date || ' ' ||
				coalesce(confirmed, '-') || ' ' || coalesce(ended, '-') || ' ' || coalesce(how, '-')
				FROM mandates ORDER BY number";
			let events = [proposed(1), proposed(2), confirmed, lowered, rejected];
			for (block, event) in (10..).zip(events) {
				mandate_event(page, block, event)?;
			}
			let expected = ["1 4 2024-11-23 12 - -", "2 9 2025-01-12 - 14 rejected"];
			assert_eq!(told(page, all)?, expected);
			mandate_event(page, 20, MandateEvent::Ended { mandate: first, account })?;
			assert_eq!(told(page, all)?[0], "1 4 2024-11-23 12 20 over");
			let mine = "SELECT period || ' ' || account || ' ' || owner FROM mandates
				WHERE grantee = 8 AND number = 1";
			assert_eq!(told(page, mine)?, ["30d 17 7"]);
			Ok(())
		})
	}

	#[test]
	fn a_group_is_told_with_who_joined_and_who_left() -> anyhow::Result<()> {
		let group = GroupNo(3);
		let text = Text::try_from(b"g1".to_vec()).expect("a short text");
		let opened = GroupEvent::Opened {
			group,
			reference: Reference { date: Date(20_000), text },
			platform: GRANTEE,
			merchant: OWNER,
			rules: RuleHash([1; 32]),
			currency: Currency(156),
			needed: 2,
			deadline: Moment(9_000),
			leader_slot: Some(1),
			by: GRANTEE,
			key: KEY,
		};
		let order = |number| OrderId([number; 22]);
		let joins = |place: u32, joined| {
			let order = order(place as u8);
			GroupEvent::OrderJoined { group, order, place, joined }
		};
		let left = GroupEvent::OrderLeft { group, order: order(0), joined: 0 };
		let complete = GroupEvent::Completed { group, leader: Some(ACCOUNT) };
		in_file(|page| {
			let events = [opened, joins(0, 1), left, joins(1, 1), joins(2, 2), complete];
			for (block, event) in (10..).zip(events) {
				group_event(page, block, event)?;
			}
			let of_group = "SELECT date || ' ' || reference || ' ' || joined || ' of ' || needed || ' ' || how ||
				' ' || ended || ' ' || leader FROM order_groups WHERE merchant = 7";
			assert_eq!(told(page, of_group)?, ["2024-10-04 g1 2 of 2 complete 15 17"]);
			let of_orders = "SELECT place || ' ' || joined || ' ' || coalesce(gone, '-')
				FROM group_orders ORDER BY place";
			assert_eq!(told(page, of_orders)?, ["0 11 12", "1 13 -", "2 14 -"]);
			Ok(())
		})
	}
}
