// SPDX-License-Identifier: Apache-2.0

//! Under which numbers the groups and mandates of a bundle are on the chain, and what the chain refused
//! of them.

use super::{memory::Named, Importer};
use crate::{chain::Failure, rows::RefusedRow};
use split_ledger_primitives::{AccountNo, Domain, GroupNo, MandateNo, Moment, ParticipantId};
use std::collections::BTreeMap;

/// Groups and mandates by their places in the bundle.
#[derive(Default)]
pub struct Numbers {
	pub(super) groups: BTreeMap<usize, GroupNo>,
	pub(super) mandates: BTreeMap<usize, MandateNo>,
	/// The accounts of the leaders of groups that are complete.
	pub(super) leaders: BTreeMap<usize, AccountNo>,
	/// When each was opened or given, or refused to be, by its reference.
	pub(super) opened: BTreeMap<String, Moment>,
	/// What the chain refused, by its reference.
	pub(super) refused: BTreeMap<String, RefusedRow>,
}

/// What is known of an earlier try to open a group or to give a mandate.
pub(super) struct FirstTry {
	pub(super) reference: String,
	pub(super) refused: Option<RefusedRow>,
	pub(super) at: Option<Moment>,
}

impl Numbers {
	pub(super) fn add_group(&mut self, place: usize, no: GroupNo, reference: String, at: Moment) {
		self.groups.insert(place, no);
		self.refused.remove(&reference);
		self.opened.insert(reference, at);
	}

	pub(super) fn add_mandate(
		&mut self,
		place: usize,
		no: MandateNo,
		reference: String,
		at: Moment,
	) {
		self.mandates.insert(place, no);
		self.refused.remove(&reference);
		self.opened.insert(reference, at);
	}

	/// Notes what an earlier run was refused.
	pub(super) fn note_tried(&mut self, tried: FirstTry) {
		let FirstTry { reference, refused, at } = tried;
		if let (Some(row), Some(at)) = (refused, at) {
			self.opened.insert(reference.clone(), at);
			self.refused.insert(reference, row);
		}
	}
}

/// The name under which a refusal is remembered of what has no reference of a submitter.
pub(super) fn named(reference: &str) -> Named<'_> {
	let submitter = ParticipantId(u32::MAX);
	Named { submitter, domain: Domain::Order, text: reference }
}

impl Importer<'_> {
	/// Whether the chain refused it in an earlier run, and it is not to be tried again.
	pub(super) fn is_refused_for_good(&self, reference: &str) -> anyhow::Result<bool> {
		Ok(!self.manner.retry_refused && self.memory.refusal(named(reference))?.is_some())
	}

	/// Notes and remembers that the chain refused to open a group, or to take a mandate.
	pub(super) fn note_refused(
		&mut self,
		reference: &str,
		failure: Failure,
		at: Moment,
	) -> anyhow::Result<()> {
		let Failure { error, detail } = failure;
		let row = RefusedRow { reference: reference.to_owned(), error, detail };
		self.memory.remember_refusal(named(reference), Some(&row))?;
		self.memory.remember_tried(named(reference), at)?;
		self.numbers.opened.insert(reference.to_owned(), at);
		self.numbers.refused.insert(reference.to_owned(), row);
		Ok(())
	}

	/// Adds what was refused of groups and mandates, behind orders and actions.
	pub(super) fn add_refused_numbers(&self, refused: &mut super::orders::RefusedRows) {
		let first = self.bundle.orders.len().saturating_add(self.bundle.actions.len());
		refused.extend((first..).zip(self.numbers.refused.values().cloned()));
	}
}
