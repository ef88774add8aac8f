// SPDX-License-Identifier: Apache-2.0

//! Statements as messages of ISO 20022.

mod entries;
mod parts;
mod status;
#[cfg(test)]
mod tests;
mod transfers;
mod xml;

use super::Statement;
use anyhow::Context;

const STATEMENT: &str = "camt.053.001.08";
const ADVICE: &str = "camt.054.001.08";
const STATUSES: &str = "pacs.002.001.10";
const RETURNS: &str = "pacs.004.001.09";
const CREDITS: &str = "pacs.008.001.08";
const NET: &str = "pacs.009.001.08";

/// The messages of a statement by name, those left out in which nothing would stand. Messages between banks are
/// those of a bank's own statement; a customer gets what its bank tells it.
pub(super) fn messages(statement: &Statement) -> anyhow::Result<Vec<(&'static str, Vec<u8>)>> {
	let mut groups = vec![
		(STATEMENT, Some(entries::statement(statement)?)),
		(ADVICE, entries::advice(statement)?),
	];
	if statement.scope.customer.is_none() {
		groups.extend([
			(STATUSES, status::statuses(statement)?),
			(RETURNS, transfers::returns(statement)?),
			(CREDITS, transfers::credits(statement)?),
			(NET, transfers::net(statement)?),
		]);
	}
	let mut messages = Vec::new();
	for (name, group) in groups {
		let Some(group) = group else { continue };
		let bytes = xml::document(name, group).with_context(|| format!("cannot write {name}"))?;
		messages.push((name, bytes));
	}
	Ok(messages)
}
