// SPDX-License-Identifier: Apache-2.0

//! What the chain tells, as its pallets encode it.

pub mod agreed;
mod escrow;
mod groups;
mod mandates;
mod parts;

pub use escrow::EscrowEvent;
pub use groups::GroupEvent;
pub use mandates::MandateEvent;
pub use parts::{BatchRefusal, By, FunderPart, GivenPart, PaidLeg, ParkedLeg};

use super::{AtBlock, Block, Chain, Refused};
use codec::Decode;
use subxt::events::Phase;

/// A public key.
pub type Key = [u8; 32];

/// An event of a block, not decoded yet.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
	/// The extrinsic that caused it; none for what the chain did by itself.
	pub extrinsic: Option<u32>,
	/// The pallet.
	pub pallet: String,
	/// Its name.
	pub name: String,
	/// Its index in the pallet and its fields, encoded.
	pub bytes: Vec<u8>,
}

impl Event {
	/// Whether it is this one.
	pub fn is(&self, pallet: &str, name: &str) -> bool {
		self.pallet == pallet && self.name == name
	}

	/// Its fields, as this type.
	pub fn fields<T: Decode>(&self) -> Option<T> {
		T::decode(&mut self.bytes.get(1..)?).ok()
	}

	/// What happened to orders, if it is about orders.
	pub fn escrow(&self) -> Option<Result<EscrowEvent, codec::Error>> {
		self.of("Escrow")
	}

	/// What became of mandates, if it is about mandates.
	pub fn mandate(&self) -> Option<Result<MandateEvent, codec::Error>> {
		self.of("Mandates")
	}

	/// What happened to groups, if it is about groups.
	pub fn group(&self) -> Option<Result<GroupEvent, codec::Error>> {
		self.of("Groups")
	}

	fn of<T: Decode>(&self, pallet: &str) -> Option<Result<T, codec::Error>> {
		(self.pallet == pallet).then(|| T::decode(&mut self.bytes.as_slice()))
	}
}

impl Chain {
	/// All events of a block.
	pub async fn events(&self, block: Block) -> anyhow::Result<Vec<Event>> {
		of(&self.at(block).await?).await
	}
}

/// All events of a block.
pub(super) async fn of(at: &AtBlock) -> anyhow::Result<Vec<Event>> {
	let events = at.events().fetch().await?;
	let mut read = Vec::new();
	for event in events.iter() {
		let event = event?;
		let mut bytes = vec![event.event_index()];
		bytes.extend_from_slice(event.field_bytes());
		read.push(Event {
			extrinsic: match event.phase() {
				Phase::ApplyExtrinsic(index) => Some(index),
				Phase::Finalization | Phase::Initialization => None,
			},
			pallet: event.pallet_name().to_owned(),
			name: event.event_name().to_owned(),
			bytes,
		});
	}
	Ok(read)
}
