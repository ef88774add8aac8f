// SPDX-License-Identifier: Apache-2.0

//! Actions on their way: those that may be sent together are.

use super::{acted::is_timed, actions::Acted, orders::RefusedRows, Importer};
use crate::{
	bundle::{Act, Who},
	chain::{Call, Failure, Letter},
	rows::RefusedRow,
};
use anyhow::anyhow;
use split_ledger_primitives::Text;
use std::collections::BTreeMap;

/// Actions that may be sent together, by their place in the file.
#[derive(Default)]
pub(super) struct Group {
	letters: Vec<Letter>,
	places: Vec<usize>,
	/// Who signs for each order; a change of status concerns every one.
	pub(super) signers: BTreeMap<usize, Who>,
	/// Whether nothing may join it.
	pub(super) is_alone: bool,
}

impl Importer<'_> {
	/// Adds a change of the status of all accounts of a participant.
	pub(super) fn add_status(
		&self,
		group: &mut Group,
		place: usize,
		who: Who,
		no_credit: bool,
	) -> anyhow::Result<()> {
		let reason = if no_credit { b"by the bundle".to_vec() } else { Vec::new() };
		let reason = Text::try_from(reason).map_err(|_| anyhow!("a reason fits a text"))?;
		let all = &self.bundle.participants;
		for unit in all.get(who).accounts.keys() {
			let account = self.directory.account_no(who, *unit)?;
			let call = Call::set_status(account, false, no_credit, &reason);
			group.add(self, place, None, all.bank_of(who), call);
		}
		Ok(())
	}

	/// Sends what was collected, and waits for what becomes of it.
	pub(super) async fn send_group(
		&self,
		group: &mut Group,
		refused: &mut RefusedRows,
		acted: &mut Acted,
	) -> anyhow::Result<()> {
		let Group { letters, places, .. } = std::mem::take(group);
		if letters.is_empty() {
			return Ok(());
		}
		let receipts = self.chain.send(&letters, |_| ()).await?;
		self.keep_history(receipts.iter().map(|receipt| receipt.block)).await?;
		let mut results: BTreeMap<usize, Vec<Option<Failure>>> = BTreeMap::new();
		for (place, receipt) in places.into_iter().zip(receipts) {
			if is_timed(&self.bundle.actions[place].act) {
				let at = self.chain.made_at(receipt.block).await?;
				self.remember_acted(place, at)?;
			}
			results.entry(place).or_default().push(receipt.result.err());
		}
		for (place, tried) in results {
			// Something is collected where it is from any account; all else is done on all of them.
			let is_any_enough = matches!(self.bundle.actions[place].act, Act::Collect(_));
			let is_done = is_any_enough && tried.iter().any(Option::is_none);
			let failure = tried.into_iter().flatten().next().filter(|_| !is_done);
			let reference = self.bundle.actions[place].reference.clone();
			let row =
				failure.map(|Failure { error, detail }| RefusedRow { reference, error, detail });
			self.conclude(place, row, refused, acted)?;
		}
		Ok(())
	}

	/// Counts and remembers what became of an action.
	pub(super) fn conclude(
		&self,
		place: usize,
		row: Option<RefusedRow>,
		refused: &mut RefusedRows,
		acted: &mut Acted,
	) -> anyhow::Result<()> {
		let action = &self.bundle.actions[place];
		let mark = self.mark_of(place, action);
		self.memory.remember_refusal(self.remembered_as(action, &mark)?, row.as_ref())?;
		if row.is_none() {
			self.memory.remember_done(&mark)?;
		}
		match row {
			None => acted.done += 1,
			Some(row) => {
				refused.insert(self.bundle.orders.len() + place, row);
				acted.refused += 1;
			}
		}
		Ok(())
	}
}

impl Group {
	pub(super) fn add(
		&mut self,
		importer: &Importer<'_>,
		place: usize,
		order: Option<usize>,
		signer: Who,
		call: Call,
	) {
		let key = importer.keys.of_participant(signer).clone();
		self.letters.push(Letter { key, call });
		self.places.push(place);
		self.signers.insert(order.unwrap_or(usize::MAX), signer);
	}
}
