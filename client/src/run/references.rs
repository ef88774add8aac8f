// SPDX-License-Identifier: Apache-2.0

//! The dates of references: given by the file, remembered, found on the chain, or today's.

use super::{memory::Named, Memory};
use crate::{
	chain::{storage_key, Block, Chain},
	hash::{blake2_128, blake2_256},
};
use anyhow::anyhow;
use codec::Encode;
use split_ledger_primitives::{
	first_half, limits::REFERENCE_AGE_DAYS_MAX, Date, Domain, OrderId, Reference, Text,
};

/// The key under which the chain keeps a reference.
pub(super) fn key_of(named: Named<'_>, date: Date) -> OrderId {
	OrderId::new(date, named.submitter, blake2_128(named.text.as_bytes()))
}

/// A reference as it is sent.
pub(super) fn reference(text: &str, date: Date) -> anyhow::Result<Reference> {
	let text = Text::try_from(text.as_bytes().to_vec());
	let text = text.map_err(|_| anyhow!("a reference of more than 64 bytes"))?;
	Ok(Reference { date, text })
}

/// Where the chain keeps a reference of this domain.
pub(super) fn storage_of(domain: Domain, key: OrderId) -> Vec<u8> {
	match domain {
		Domain::Order => storage_key("Escrow", "Orders", &key),
		Domain::Release | Domain::Refund | Domain::Return | Domain::Deduct | Domain::Resolution => {
			storage_key("Escrow", "References", &(domain, key))
		}
		Domain::Issue | Domain::Redeem | Domain::Hold => {
			storage_key("Ledger", "References", &(domain, key))
		}
		Domain::Reserve => storage_key("Clearing", "References", &key),
	}
}

/// A reference of a run, and the date that the file gives it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
	pub(super) named: Named<'a>,
	pub(super) date: Option<Date>,
}

/// A reference whose date is known, and whether the chain has it already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Dated {
	pub(super) date: Date,
	pub(super) is_used: bool,
}

/// Finds the date of each reference, and remembers those that are new.
pub(super) async fn date_all(
	chain: &Chain,
	block: Block,
	memory: &mut Memory,
	wanted: &[Wanted<'_>],
) -> anyhow::Result<Vec<Dated>> {
	let today = chain.today(block).await?;
	let mut dates = Vec::new();
	for wanted in wanted {
		let known = match wanted.date {
			Some(date) => Some(date),
			None => memory.date(wanted.named)?,
		};
		dates.push(known);
	}
	// Where the memory was lost, the chain itself knows which of the last days it was.
	let first = today.0.saturating_sub(REFERENCE_AGE_DAYS_MAX);
	let mut keys = Vec::new();
	for (wanted, known) in wanted.iter().zip(&dates) {
		let range = known.map_or(first..=today.0, |date| date.0..=date.0);
		keys.extend(range.map(|date| (wanted.named, Date(date))));
	}
	let storage: Vec<_> =
		keys.iter().map(|(named, date)| storage_of(named.domain, key_of(*named, *date))).collect();
	let used = chain.read_many(block, &storage).await?;

	let mut places = keys.iter().zip(&storage).peekable();
	let mut dated = Vec::new();
	for (wanted, known) in wanted.iter().zip(&dates) {
		let count = if known.is_some() { 1 } else { usize::from(today.0 - first) + 1 };
		let found = places
			.by_ref()
			.take(count)
			.filter(|(_, key)| used.contains_key(*key))
			.map(|((_, date), _)| *date)
			.last();
		debug_assert!(wanted.date.is_none() || *known == wanted.date);
		let date = found.or(*known).unwrap_or(today);
		dated.push(Dated { date, is_used: found.is_some() });
	}
	let new = wanted.iter().zip(&dated).filter(|(wanted, _)| wanted.date.is_none());
	memory.remember_dates(new.map(|(wanted, dated)| (wanted.named, dated.date)))?;
	Ok(dated)
}

/// The first 16 bytes of the hash by which the chain tells a retry from another act.
pub(super) fn body_hash(body: &impl Encode) -> [u8; 16] {
	first_half(blake2_256(&[&body.encode()]))
}
