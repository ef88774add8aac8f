// SPDX-License-Identifier: Apache-2.0

//! How an order is named, and how its body is found.

use crate::{Answer, Chain, Error, Hash, Rooms};
use codec::Encode;
use serde::{Deserialize, Serialize};
use split_ledger_primitives::{
	views::{OrderView, PreviewView, RefundableView, StakeView, UnclaimedView},
	Date, OrderId, ParticipantId, Reference, Text,
};
use split_ledger_runtime_api::EscrowApi;

/// A reference as a parameter: its text is taken as UTF-8. Whoever uses other bytes asks by the id.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ReferenceArg {
	/// The date of the reference, `YYYY-MM-DD`.
	pub date: Date,
	/// Its text, 1 to 64 bytes.
	pub text: String,
}

/// An order, by its id or by the reference that its submitter gave it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(
	untagged,
	expecting = "expected the order's id, 22 bytes of hex, or \
		{submitter, reference: {date, text}}, or {submitter, date, text}"
)]
pub enum OrderSelector {
	/// By its id: 22 bytes of hex.
	Id(OrderId),
	/// `{"submitter": 7, "reference": {"date": "2026-11-22", "text": "invoice-1"}}`.
	Reference {
		/// The participant in whose name it was placed.
		submitter: ParticipantId,
		/// Its reference.
		reference: ReferenceArg,
	},
	/// `{"submitter": 7, "date": "2026-11-22", "text": "invoice-1"}`.
	Flat {
		/// The participant in whose name it was placed.
		submitter: ParticipantId,
		/// The date of its reference.
		date: Date,
		/// The text of its reference.
		text: String,
	},
}

impl TryFrom<ReferenceArg> for Reference {
	type Error = Error;

	fn try_from(from: ReferenceArg) -> Result<Self, Error> {
		let invalid = |_| Error::Invalid("the text of a reference has at most 64 bytes".into());
		let text = Text::try_from(from.text.into_bytes()).map_err(invalid)?;
		Ok(Self { date: from.date, text })
	}
}

impl<C: Chain> Rooms<C> {
	/// The id that a selector names, at a block.
	pub(crate) fn order_id(&self, order: OrderSelector, block: Hash) -> Result<OrderId, Error> {
		let (submitter, reference) = match order {
			OrderSelector::Id(id) => return Ok(id),
			OrderSelector::Reference { submitter, reference } => (submitter, reference),
			OrderSelector::Flat { submitter, date, text } => {
				(submitter, ReferenceArg { date, text })
			}
		};
		Ok(self.client.runtime_api().order_id(block, submitter, reference.try_into()?)?)
	}

	/// An order with its details: from its row, or from its body where it has ended.
	pub(crate) fn order_with_details(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Option<OrderView>>, Error> {
		let block = self.block(at)?;
		let id = self.order_id(order, block.at.hash)?;
		let mut value = self.client.runtime_api().order(block.at.hash, id)?;
		if let Some(ended) = value.as_ref().filter(|order| order.details.is_none()) {
			let extrinsics = self.body(ended.placed)?;
			let api = self.client.runtime_api();
			value = Some(api.order_from_body(block.at.hash, id, extrinsics)??);
		}
		Ok(block.map(|()| value))
	}

	/// Why each leg of an order got what it was planned.
	pub(crate) fn explain_order(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<PreviewView>, Error> {
		let block = self.block(at)?;
		let id = self.order_id(order, block.at.hash)?;
		let extrinsics = self.body_of_ended(id, block.at.hash)?;
		let value = self.client.runtime_api().explain(block.at.hash, id, extrinsics)??;
		Ok(block.map(|()| value))
	}

	/// What of an order may still be refunded and returned.
	pub(crate) fn refundable_of_order(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<RefundableView>, Error> {
		let block = self.block(at)?;
		let id = self.order_id(order, block.at.hash)?;
		let extrinsics = self.body_of_ended(id, block.at.hash)?;
		let value = self.client.runtime_api().refundable(block.at.hash, id, extrinsics)??;
		Ok(block.map(|()| value))
	}

	/// What unclaimed accounts keep of an order.
	pub(crate) fn unclaimed_of_order(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Vec<UnclaimedView>>, Error> {
		let block = self.block(at)?;
		let id = self.order_id(order, block.at.hash)?;
		let value = self.client.runtime_api().unclaimed(block.at.hash, id)?;
		Ok(block.map(|()| value))
	}

	/// Whose the money of an order is.
	pub(crate) fn funders_of_order(
		&self,
		order: OrderSelector,
		at: Option<Hash>,
	) -> Result<Answer<Vec<StakeView>>, Error> {
		let block = self.block(at)?;
		let id = self.order_id(order, block.at.hash)?;
		let extrinsics = self.body_of_ended(id, block.at.hash)?;
		let value = self.client.runtime_api().funders(block.at.hash, id, extrinsics)??;
		Ok(block.map(|()| value))
	}

	/// The extrinsics in which the body of an order is that has ended; none of one that has not.
	fn body_of_ended(&self, id: OrderId, block: Hash) -> Result<Vec<Vec<u8>>, Error> {
		let order = self.client.runtime_api().order(block, id)?;
		match order.filter(|order| order.details.is_none()) {
			Some(order) => self.body(order.placed),
			None => Ok(Vec::new()),
		}
	}

	/// The extrinsics of the block of that number, as `chain_getBlock` answers them.
	///
	/// On a fork this may be a block of another branch; the runtime checks what it finds in it
	/// against the hash in its state, so that the answer is never wrong, only missing.
	fn body(&self, number: u32) -> Result<Vec<Vec<u8>>, Error> {
		let hash = self.client.hash(number)?.ok_or(Error::BodyPruned(number))?;
		let body = self.client.block_body(hash)?.ok_or(Error::BodyPruned(number))?;
		Ok(body.iter().map(Encode::encode).collect())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn read(json: &str) -> OrderSelector {
		serde_json::from_str(json).unwrap()
	}

	#[test]
	fn an_order_is_named_by_its_id_or_by_either_form_of_its_reference() {
		let id = format!("0x{}", "11".repeat(22));
		assert_eq!(read(&format!("\"{id}\"")), OrderSelector::Id(id.parse().unwrap()));

		let submitter = ParticipantId(7);
		let date: Date = "2026-11-22".parse().unwrap();
		let text = String::from("invoice-1");
		assert_eq!(
			read(r#"{"submitter":7,"date":"2026-11-22","text":"invoice-1"}"#),
			OrderSelector::Flat { submitter, date, text: text.clone() },
		);
		assert_eq!(
			read(r#"{"submitter":7,"reference":{"date":"2026-11-22","text":"invoice-1"}}"#),
			OrderSelector::Reference { submitter, reference: ReferenceArg { date, text } },
		);
	}

	#[test]
	fn a_text_is_taken_up_to_64_bytes_and_refused_from_65_on() {
		let of = |len: usize| ReferenceArg { date: Date(20_000), text: "x".repeat(len) };
		assert!(Reference::try_from(of(64)).is_ok());
		assert_eq!(Reference::try_from(of(65)).unwrap_err().code(), 9006);
	}
}
