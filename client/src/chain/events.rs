// SPDX-License-Identifier: Apache-2.0

//! What the chain tells, as its pallets encode it.

use super::{AtBlock, Block, Chain, Refused};
use codec::Decode;
use split_ledger_primitives::{
	AccountNo, Amount, CoverMode, Currency, CycleNo, Date, ExpiryPolicy, Moment, OrderId,
	OrderStatus, ParkReason, ParticipantId, PlannedLeg, Purpose, Reference,
};
use subxt::events::Phase;

/// A public key.
pub type Key = [u8; 32];

/// Who acted on an order.
#[derive(Clone, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub enum By {
	/// The chain, because its time had come.
	#[codec(index = 0)]
	Clock,
	/// Somebody.
	#[codec(index = 1)]
	Key {
		/// The participant.
		participant: ParticipantId,
		/// Its key.
		key: Key,
	},
}

/// A leg that was posted.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct PaidLeg {
	/// The place of the leaf in the rule.
	pub leg: u8,
	/// The account debited.
	pub from: AccountNo,
	/// The account credited.
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// What for.
	pub purpose: Purpose,
}

/// A leg that could not be credited.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct ParkedLeg {
	/// The place of the leaf in the rule.
	pub leg: u8,
	/// The account that did not take it.
	pub payee: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// Why.
	pub reason: ParkReason,
}

/// A part of a refund that did not come from the hold.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct GivenPart {
	/// The leg whose part it is; 0 is the merchant where it has no leg.
	pub leg: u8,
	/// The account debited: the receiver's, the merchant's where a fee is kept, or an advancer's.
	pub from: AccountNo,
	/// The account credited: the payer's, or the unclaimed account of its bank.
	pub to: AccountNo,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// For whom it was advanced.
	pub advanced_for: Option<AccountNo>,
}

/// An item of a batch that was refused.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub struct BatchRefusal {
	/// The place of the item in the batch.
	pub item: u16,
	/// The place in the item of the order that was refused; none where the whole was.
	pub order: Option<u16>,
	/// Why.
	pub error: Refused,
}

/// What happened to orders.
#[derive(Clone, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub enum EscrowEvent {
	/// An order was placed and money is held for it.
	#[codec(index = 0)]
	Held {
		/// The order.
		order: OrderId,
		/// Its reference.
		reference: Reference,
		/// The payer's account.
		payer: AccountNo,
		/// The currency.
		currency: Currency,
		/// The whole amount.
		amount: Amount,
		/// The plan.
		legs: Vec<PlannedLeg>,
		/// When the chain releases it.
		after: Option<Moment>,
		/// When the hold ends.
		deadline: Moment,
		/// Who gets then what remains.
		expiry: ExpiryPolicy,
		/// When cover is tested.
		cover: CoverMode,
		/// Who placed it.
		by: By,
	},
	/// Legs were posted.
	#[codec(index = 1)]
	Paid {
		/// The order.
		order: OrderId,
		/// The reference of the act.
		reference: Option<Reference>,
		/// The legs.
		legs: Vec<PaidLeg>,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Where the order stands from now on.
		status: OrderStatus,
		/// Who acted.
		by: By,
	},
	/// Released legs could not be credited.
	#[codec(index = 2)]
	Parked {
		/// The order.
		order: OrderId,
		/// The legs and why.
		legs: Vec<ParkedLeg>,
		/// Who acted.
		by: By,
	},
	/// Money went back to the payer.
	#[codec(index = 3)]
	Refunded {
		/// The order.
		order: OrderId,
		/// The reference of the refund.
		reference: Option<Reference>,
		/// The payer's account.
		payer: AccountNo,
		/// How much.
		amount: Amount,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Where the order stands from now on.
		status: OrderStatus,
		/// Who acted.
		by: By,
		/// What of the amount came out of the hold.
		from_hold: Amount,
		/// What came from accounts.
		given: Vec<GivenPart>,
		/// What nobody could pay now.
		due: Amount,
	},
	/// The deadline of an order passed.
	#[codec(index = 4)]
	Expired {
		/// The order.
		order: OrderId,
		/// Who got what remained.
		policy: ExpiryPolicy,
	},
	/// A batch was worked off.
	#[codec(index = 5)]
	BatchDone {
		/// Orders placed or released.
		done: u32,
		/// Orders or releases that their references had made before.
		repeated: u32,
		/// What was refused.
		refused: Vec<BatchRefusal>,
		/// Who sent it.
		by: By,
	},
	/// The chain had stood still.
	#[codec(index = 6)]
	Halted {
		/// The last block before.
		from: Moment,
		/// The first block after.
		to: Moment,
	},
	/// A receiver gave a leg back, or a part of one.
	#[codec(index = 7)]
	Returned {
		/// The order.
		order: OrderId,
		/// The reference of the return.
		reference: Reference,
		/// The leg.
		leg: u8,
		/// The receiver's account.
		from: AccountNo,
		/// The account credited.
		to: AccountNo,
		/// How much.
		amount: Amount,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Who acted.
		by: By,
	},
	/// Something is owed from an account from now on.
	#[codec(index = 8)]
	LienLaid {
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// The account that owes.
		debtor: AccountNo,
		/// The account that is owed.
		creditor: AccountNo,
		/// How much.
		amount: Amount,
		/// When the lien ends.
		deadline: Moment,
		/// Who acted.
		by: By,
	},
	/// A creditor was paid.
	#[codec(index = 9)]
	Collected {
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// The account debited.
		debtor: AccountNo,
		/// The account credited.
		creditor: AccountNo,
		/// How much.
		amount: Amount,
		/// What is still owed.
		remaining: Amount,
		/// The currency.
		currency: Currency,
		/// The cycle.
		cycle: CycleNo,
		/// The business date.
		date: Date,
		/// Who acted.
		by: By,
	},
	/// A lien ended with something unpaid.
	#[codec(index = 10)]
	LienEnded {
		/// The order that was refunded.
		order: OrderId,
		/// The leg that the debtor had got.
		leg: u8,
		/// The account that owed.
		debtor: AccountNo,
		/// The account that was not paid.
		creditor: AccountNo,
		/// What was not paid.
		unpaid: Amount,
		/// Who acted.
		by: By,
	},
}

impl EscrowEvent {
	/// The order that it is about, if it is about one.
	pub fn order(&self) -> Option<OrderId> {
		match self {
			Self::Held { order, .. }
			| Self::Paid { order, .. }
			| Self::Parked { order, .. }
			| Self::Refunded { order, .. }
			| Self::Expired { order, .. }
			| Self::Returned { order, .. }
			| Self::LienLaid { order, .. }
			| Self::Collected { order, .. }
			| Self::LienEnded { order, .. } => Some(*order),
			Self::BatchDone { .. } | Self::Halted { .. } => None,
		}
	}

	/// Who acted, where it says so.
	pub fn by(&self) -> Option<&By> {
		match self {
			Self::Held { by, .. }
			| Self::Paid { by, .. }
			| Self::Parked { by, .. }
			| Self::Refunded { by, .. }
			| Self::BatchDone { by, .. }
			| Self::Returned { by, .. }
			| Self::LienLaid { by, .. }
			| Self::Collected { by, .. }
			| Self::LienEnded { by, .. } => Some(by),
			Self::Expired { .. } | Self::Halted { .. } => None,
		}
	}
}

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
		let is_ours = self.pallet == "Escrow";
		is_ours.then(|| EscrowEvent::decode(&mut self.bytes.as_slice()))
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
