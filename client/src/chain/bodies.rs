// SPDX-License-Identifier: Apache-2.0

//! The bodies of orders, which lie in blocks: the state of an order that has ended keeps only their
//! hash (T2).

use super::{Block, Chain};
use crate::hash::blake2_256;
use anyhow::{anyhow, Context};
use codec::{Decode, Encode};
use split_ledger_primitives::{
	views::{OrderView, Refusal},
	OrderBody, OrderId,
};

impl Chain {
	/// An order with its details, whether it is open or over; none where there is no such order.
	pub async fn order_in_full(
		&self,
		block: Block,
		order: OrderId,
	) -> anyhow::Result<Option<OrderView>> {
		let view: Option<OrderView> = self.ask(block, "EscrowApi_order", &order).await?;
		let view = match view {
			Some(view) if view.details.is_none() => view,
			open_or_none => return Ok(open_or_none),
		};
		let extrinsics = self.extrinsics(view.placed).await?;
		let found: Result<OrderView, Refusal> =
			self.ask(block, "EscrowApi_order_from_body", &(order, extrinsics)).await?;
		found.map(Some).map_err(|refusal| anyhow!("{}", refusal.hint))
	}

	/// The body that was placed for an order, byte for byte, from the block of its placement.
	pub async fn body_of(&self, view: &OrderView) -> anyhow::Result<OrderBody> {
		let at = self.at(self.block(view.placed).await?).await?;
		let extrinsics = at.extrinsics().fetch().await?;
		for extrinsic in extrinsics.iter() {
			let extrinsic = extrinsic?;
			if extrinsic.pallet_name() != "Escrow" {
				continue;
			}
			let bodies = bodies_in(extrinsic.call_name(), extrinsic.call_data_field_bytes());
			if let Some(body) = bodies.into_iter().find(|body| is_body_of(view, body)) {
				return Ok(body);
			}
		}
		Err(anyhow!("block {} does not have the body of order {}", view.placed, view.id))
	}
}

/// Whether it is the body that was placed for the order.
pub fn is_body_of(view: &OrderView, body: &OrderBody) -> bool {
	let hash = blake2_256(&[&body.encode()]);
	view.id.date() == body.reference.date && hash.starts_with(&view.body_hash)
}

/// A body as the file of the follower has it.
pub fn read_body(bytes: &[u8]) -> anyhow::Result<OrderBody> {
	let mut left = bytes;
	let body = OrderBody::decode(&mut left).context("these bytes are no body of an order")?;
	if left.is_empty() {
		Ok(body)
	} else {
		Err(anyhow!("behind the body of the order there are {} bytes more", left.len()))
	}
}

/// The bodies that a call of the pallet brings.
fn bodies_in(call: &str, arguments: &[u8]) -> Vec<OrderBody> {
	items_in(call, arguments).concat()
}

/// The items that a call of the pallet brings: all bodies of one are placed, or none.
pub(crate) fn items_in(call: &str, mut arguments: &[u8]) -> Vec<Vec<OrderBody>> {
	let arguments = &mut arguments;
	let items = match call {
		"place" => OrderBody::decode(arguments).map(|body| vec![vec![body]]),
		"place_combined" => Vec::decode(arguments).map(|bodies| vec![bodies]),
		"place_batch" => Vec::decode(arguments),
		_ => return Vec::new(),
	};
	items.unwrap_or_default()
}

#[cfg(test)]
mod tests {
	use super::*;
	use split_ledger_primitives::{AccountNo, Amount, Date, Reference, ReleaseMode, Terms, Text};

	fn body(text: &str) -> OrderBody {
		let text = Text::try_from(text.as_bytes().to_vec()).expect("a short text");
		OrderBody {
			reference: Reference { date: Date(20_000), text },
			payer: AccountNo(1),
			amount: Amount(70_000),
			terms: Terms::Transfer { to: AccountNo(2) },
			release: ReleaseMode::Now,
			legs_max: 1,
			end_to_end: None,
			not_after: None,
			buyer: None,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		}
	}

	#[test]
	fn bodies_are_found_in_each_call_that_places() {
		let (one, two) = (body("one"), body("two"));
		assert_eq!(bodies_in("place", &one.encode()), std::slice::from_ref(&one));
		let both = vec![one.clone(), two.clone()];
		assert_eq!(bodies_in("place_combined", &both.encode()), both);
		let batch = vec![vec![one.clone()], vec![two.clone()]];
		assert_eq!(bodies_in("place_batch", &batch.encode()), both);
		assert_eq!(bodies_in("release", &one.encode()), []);
	}

	#[test]
	fn a_body_is_read_whole_or_not_at_all() {
		let bytes = body("one").encode();
		assert_eq!(read_body(&bytes).ok(), Some(body("one")));
		assert!(read_body(&bytes[1..]).is_err());
		assert!(read_body(&[bytes, vec![0]].concat()).is_err());
	}
}
