// SPDX-License-Identifier: Apache-2.0

//! What was sent in a block: the bodies of orders, and those that the chain refused, which its state does
//! not remember.

use super::{
	file::{figure, number, Page},
	text_of, Follower,
};
use crate::{
	chain::{
		events::{By, EscrowEvent, Event},
		items_in, refusal, Block, Failure, Refused,
	},
	hash::{blake2_128, blake2_256},
};
use rusqlite::params;
use split_ledger_primitives::{
	first_half, views::KeyView, OrderBody, OrderId, ParticipantId, Terms, Uetr,
};
use std::collections::BTreeMap;

/// Orders that were refused in a block, with the name of the error. One that no block took (its key unknown, its
/// bank out of quota) is not among them, and the same reference may have been taken later.
pub(super) const TABLES: &str = "
	CREATE TABLE IF NOT EXISTS refusals (
		block INTEGER, place INTEGER, order_id TEXT NOT NULL, submitter INTEGER NOT NULL,
		date TEXT NOT NULL, reference TEXT NOT NULL, uetr TEXT NOT NULL, payer INTEGER NOT NULL,
		amount NOT NULL, end_to_end TEXT, merchant INTEGER, channel INTEGER,
		error TEXT NOT NULL,
		PRIMARY KEY (block, place)
	) WITHOUT ROWID;
";

/// What was sent in a block.
#[derive(Default)]
pub(super) struct Sent {
	/// The bodies that were placed now or before, with the ids of their orders.
	pub(super) bodies: Vec<(OrderId, OrderBody)>,
	/// What was refused.
	pub(super) refused: Vec<Refusal>,
}

/// An order that was refused.
pub(super) struct Refusal {
	pub(super) order: OrderId,
	pub(super) body: OrderBody,
	pub(super) error: String,
}

/// What reports take from a body.
pub(super) struct Told {
	pub(super) end_to_end: Option<String>,
	pub(super) merchant: Option<u32>,
	pub(super) channel: Option<u16>,
}

impl Told {
	/// What a body tells.
	pub(super) fn by(body: &OrderBody) -> Self {
		let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
		let end_to_end = body.end_to_end.as_ref().map(|bytes| text(bytes));
		match &body.terms {
			Terms::Split { merchant, attributes, .. } => {
				Self { end_to_end, merchant: Some(merchant.0), channel: Some(attributes.channel) }
			}
			Terms::Transfer { .. } => Self { end_to_end, merchant: None, channel: None },
		}
	}
}

/// The reference of an order in messages of ISO 20022, as the chain makes it.
pub(super) fn uetr_of(genesis: [u8; 32], order: OrderId) -> Uetr {
	Uetr::of_hash(first_half(blake2_256(&[b"split-ledger/uetr", &genesis, &order.0])))
}

impl Follower<'_> {
	/// What was sent in a block.
	pub(super) async fn sent(&self, events: &[Event], block: Block) -> anyhow::Result<Sent> {
		let tells = |event: &Event| event.pallet == "Escrow" || is_failure(event);
		if !events.iter().any(tells) {
			return Ok(Sent::default());
		}
		let at = self.chain.at(block).await?;
		let metadata = at.metadata();
		let extrinsics = at.extrinsics().fetch().await?;
		let mut sent = Sent::default();
		for extrinsic in extrinsics.iter() {
			let extrinsic = extrinsic?;
			if extrinsic.pallet_name() != "Escrow" {
				continue;
			}
			let items = items_in(extrinsic.call_name(), extrinsic.call_data_field_bytes());
			let index = u32::try_from(extrinsic.index())?;
			let own = events.iter().filter(|event| event.extrinsic == Some(index));
			let own: Vec<Event> = own.cloned().collect();
			let refusals = Refusals::of(&own)?;
			let mut submitter = submitter_of(&own)?;
			if submitter.is_none() && refusals.whole.is_some() && !items.is_empty() {
				submitter = self.signer(extrinsic.address_bytes(), block).await?;
			}
			let Some(submitter) = submitter else { continue };
			for (place, item) in (0u16..).zip(items) {
				let error = refusals.at(place).map(|refused| Failure::of(refused, &metadata).error);
				sent.item(submitter, item, error.as_deref());
			}
		}
		Ok(sent)
	}

	/// For whom a key signs, by the address that an extrinsic names.
	async fn signer(
		&self,
		address: Option<&[u8]>,
		block: Block,
	) -> anyhow::Result<Option<ParticipantId>> {
		let key = address.and_then(|bytes| bytes.last_chunk::<32>());
		let Some(key) = key else { return Ok(None) };
		let view: Option<KeyView> = self.chain.ask(block, "ParticipantsApi_key", key).await?;
		Ok(view.map(|view| view.participant))
	}
}

impl Sent {
	/// An item: all of it was placed, or nothing.
	fn item(&mut self, submitter: ParticipantId, item: Vec<OrderBody>, error: Option<&str>) {
		for body in item {
			let text = blake2_128(&body.reference.text);
			let order = OrderId::new(body.reference.date, submitter, text);
			match error {
				None => self.bodies.push((order, body)),
				Some(error) => self.refused.push(Refusal { order, body, error: error.to_owned() }),
			}
		}
	}
}

/// What of an extrinsic was refused, and why.
struct Refusals {
	whole: Option<Refused>,
	items: BTreeMap<u16, Refused>,
}

impl Refusals {
	fn of(events: &[Event]) -> anyhow::Result<Self> {
		let mut items = BTreeMap::new();
		for event in events.iter().filter_map(Event::escrow) {
			if let EscrowEvent::BatchDone { refused, .. } = event? {
				items.extend(refused.into_iter().map(|refusal| (refusal.item, refusal.error)));
			}
		}
		Ok(Self { whole: refusal(events)?, items })
	}

	fn at(&self, item: u16) -> Option<Refused> {
		self.whole.or_else(|| self.items.get(&item).copied())
	}
}

fn is_failure(event: &Event) -> bool {
	event.is("System", "ExtrinsicFailed")
}

/// Who acted in an extrinsic, as its events tell.
fn submitter_of(events: &[Event]) -> anyhow::Result<Option<ParticipantId>> {
	for event in events.iter().filter_map(Event::escrow) {
		if let Some(By::Key { participant, .. }) = event?.by() {
			return Ok(Some(*participant));
		}
	}
	Ok(None)
}

impl Page<'_> {
	/// What was refused in a block, in its order.
	pub(super) fn refused(&self, block: u32, refused: &[Refusal]) -> anyhow::Result<()> {
		for (place, refusal) in (0u32..).zip(refused) {
			let Refusal { order, body, error } = refusal;
			let Told { end_to_end, merchant, channel } = Told::by(body);
			self.change(
				"INSERT INTO refusals VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
				params![
					block,
					place,
					order.to_string(),
					order.submitter().0,
					order.date().to_string(),
					text_of(&body.reference),
					uetr_of(self.genesis, *order).to_string(),
					number(body.payer),
					figure(body.amount),
					end_to_end,
					merchant,
					channel,
					error,
				],
			)?;
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The same as in the tests of escrow.
	#[test]
	fn the_uetr_of_an_order_is_that_of_the_chain() {
		let uetr = |genesis, id| uetr_of([genesis; 32], OrderId(id)).to_string();
		assert_eq!(uetr(0x11, [0; 22]), "c1837d77-f9e6-4dc6-8c7a-bb7d555e04b5");
		assert_eq!(uetr(0x22, [0; 22]), "d16009ba-011b-4cb9-8e3d-c2acdf1bb7cd");
	}

	#[test]
	fn of_a_batch_only_what_it_names_was_refused_and_of_a_failure_all() -> anyhow::Result<()> {
		use crate::chain::events::BatchRefusal;
		use codec::Encode;
		let error = Refused::Module { pallet: 13, error: [5, 0, 0, 0] };
		let by = By::Key { participant: ParticipantId(7), key: [2; 32] };
		let refused = vec![BatchRefusal { item: 1, order: Some(0), error }];
		let done = EscrowEvent::BatchDone { done: 2, repeated: 0, refused, by };
		let event = |pallet: &str, name: &str, bytes| Event {
			extrinsic: Some(1),
			pallet: pallet.to_owned(),
			name: name.to_owned(),
			bytes,
		};
		let batch = [event("Escrow", "BatchDone", done.encode())];
		let of_batch = Refusals::of(&batch)?;
		assert_eq!([0, 1, 2].map(|item| of_batch.at(item)), [None, Some(error), None]);
		assert_eq!(submitter_of(&batch)?, Some(ParticipantId(7)));

		let failure = [event("System", "ExtrinsicFailed", (1u8, error).encode())];
		let of_failure = Refusals::of(&failure)?;
		assert_eq!([0, 1].map(|item| of_failure.at(item)), [Some(error); 2]);
		Ok(())
	}
}
