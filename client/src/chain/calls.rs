// SPDX-License-Identifier: Apache-2.0

//! The calls of the chain, each with the types that its pallet takes.

mod accounts;
mod agreed;
mod groups;
mod mandates;
mod orders;
mod rules;

pub use accounts::{Deduction, FreezeTerms, RequestId};
pub use agreed::OrderFreezeTerms;
pub use groups::GroupTerms;
pub use orders::{ReleaseItem, ReleaseWhat, ReturnItem};

use super::AtBlock;
use codec::{Compact, Encode};
use split_ledger_primitives::{
	Amount, BankIndex, BankStatus, Commitment, Currency, CycleNo, Date, KeyLimit, OrderId,
	ParticipantId, Reference, Roles, Scopes, Text,
};
use subxt::{
	error::ExtrinsicError,
	ext::{
		scale_encode::{EncodeAsFields, Error},
		scale_type_resolver::{FieldIter, TypeResolver},
	},
	tx::Payload,
};

/// Why a participant is suspended.
#[derive(Clone, Copy, Debug, Encode, Eq, PartialEq)]
pub enum SuspendReason {
	/// It asked for it.
	#[codec(index = 0)]
	OwnRequest,
	/// Compliance checks are open.
	#[codec(index = 1)]
	Compliance,
	/// Fraud is suspected.
	#[codec(index = 2)]
	Fraud,
	/// A court or an authority ordered it.
	#[codec(index = 3)]
	Order,
	/// A key is lost or known to others.
	#[codec(index = 4)]
	KeyCompromised,
	/// Its review is overdue.
	#[codec(index = 5)]
	ReviewOverdue,
	/// The reason is in the papers of whoever suspends.
	#[codec(index = 6)]
	Other,
}

/// A call: found by name in the metadata, with its arguments as they are sent.
#[derive(Clone, Debug)]
pub struct Call {
	pallet: &'static str,
	name: &'static str,
	arguments: Arguments,
}

/// The arguments of a call, encoded.
#[derive(Clone, Debug)]
pub struct Arguments(Vec<u8>);

impl EncodeAsFields for Arguments {
	fn encode_as_fields_to<R: TypeResolver>(
		&self,
		_: &mut dyn FieldIter<'_, R::TypeId>,
		_: &R,
		out: &mut Vec<u8>,
	) -> Result<(), Error> {
		out.extend_from_slice(&self.0);
		Ok(())
	}
}

impl Payload for Call {
	type CallData = Arguments;

	fn pallet_name(&self) -> &str {
		self.pallet
	}

	fn call_name(&self) -> &str {
		self.name
	}

	fn call_data(&self) -> &Arguments {
		&self.arguments
	}
}

/// A public key that signs, with what it may sign.
pub type NewKey = ([u8; 32], Scopes);

impl Call {
	fn new(pallet: &'static str, name: &'static str, arguments: &impl Encode) -> Self {
		Self { pallet, name, arguments: Arguments(arguments.encode()) }
	}

	/// The call as it stands in another call, on the chain of `at`.
	pub fn encoded(&self, at: &AtBlock) -> Result<Vec<u8>, ExtrinsicError> {
		at.transactions().call_data(self)
	}

	/// How long its arguments are: what it adds to the body of a block.
	pub fn len(&self) -> usize {
		self.arguments.0.len()
	}

	/// Whether it takes no arguments.
	pub fn is_empty(&self) -> bool {
		self.arguments.0.is_empty()
	}

	/// Takes in a bank, an agent or a supervisor; by vote.
	pub fn admit(roles: Roles, commitment: Commitment, review: Date, keys: &[NewKey]) -> Self {
		Self::new("Participants", "admit", &(roles, commitment, review, keys))
	}

	/// Takes in a customer of the signing bank.
	pub fn onboard(roles: Roles, commitment: Commitment, review: Date, keys: &[NewKey]) -> Self {
		Self::new("Participants", "onboard", &(roles, commitment, review, keys))
	}

	/// Says what a customer may do.
	pub fn set_roles(participant: ParticipantId, roles: Roles, self_operated: bool) -> Self {
		Self::new("Participants", "set_roles", &(participant, roles, self_operated))
	}

	/// Lets one more key sign for a participant.
	pub fn add_key(participant: ParticipantId, key: [u8; 32], scopes: Scopes) -> Self {
		Self::new("Participants", "add_key", &(participant, key, scopes))
	}

	/// Revokes a key, for ever.
	pub fn revoke_key(key: [u8; 32]) -> Self {
		Self::new("Participants", "revoke_key", &key)
	}

	/// Proposes what a key may spend in a currency; none: no limit any more.
	pub fn propose_key_limit(key: [u8; 32], currency: Currency, limit: Option<KeyLimit>) -> Self {
		Self::new("Participants", "propose_key_limit", &(key, currency, limit))
	}

	/// Confirms what another key proposed.
	pub fn confirm_key_limit(key: [u8; 32], currency: Currency, limit: Option<KeyLimit>) -> Self {
		Self::new("Participants", "confirm_key_limit", &(key, currency, limit))
	}

	/// Drops what was proposed for a key and not confirmed.
	pub fn withdraw_key_limit_proposal(key: [u8; 32], currency: Currency) -> Self {
		Self::new("Participants", "withdraw_key_limit_proposal", &(key, currency))
	}

	/// Suspends a participant.
	pub fn suspend(participant: ParticipantId, reason: SuspendReason) -> Self {
		Self::new("Participants", "suspend", &(participant, reason))
	}

	/// Takes a suspension back.
	pub fn reinstate(participant: ParticipantId) -> Self {
		Self::new("Participants", "reinstate", &participant)
	}

	/// Decides whether a bank makes and finalises blocks; by vote.
	pub fn set_validator(bank: BankIndex, validates: bool) -> Self {
		Self::new("Participants", "set_validator", &(bank, validates))
	}

	/// Puts a bank into run-off, back, or out; by vote.
	pub fn set_bank_status(bank: BankIndex, status: BankStatus) -> Self {
		Self::new("Participants", "set_bank_status", &(bank, status))
	}

	/// Makes a call as the bank of the signing key; `call` is encoded.
	pub fn act_as_bank(call: Vec<u8>) -> Self {
		Self { pallet: "Participants", name: "act_as_bank", arguments: Arguments(call) }
	}

	/// Moves that the banks decide on a call, which is encoded.
	pub fn propose(threshold: u32, proposal: &[u8]) -> Self {
		let mut arguments = Compact(threshold).encode();
		arguments.extend_from_slice(proposal);
		// A proposal is far shorter than 4 GiB.
		Compact(proposal.len() as u32).encode_to(&mut arguments);
		Self { pallet: "Council", name: "propose", arguments: Arguments(arguments) }
	}

	/// Votes for a motion.
	pub fn vote(proposal: [u8; 32], index: u32) -> Self {
		Self::new("Council", "vote", &(proposal, Compact(index), true))
	}

	/// Carries out a motion that has its votes.
	pub fn close_motion(proposal: [u8; 32], index: u32, length: u32) -> Self {
		// All calls that a vote decides on cost far less than this.
		let weight = (Compact(20_000_000_000u64), Compact(2_000_000u64));
		let arguments = (proposal, Compact(index), weight, Compact(length));
		Self::new("Council", "close", &arguments)
	}

	/// Opens a currency; by vote. Its cycles close by call only.
	pub fn open_currency(currency: Currency, agent: ParticipantId, exponent: u8) -> Self {
		Self::new("Clearing", "open_currency", &(currency, agent, exponent, 0u64))
	}

	/// Lets the signing bank join a currency.
	pub fn join(currency: Currency) -> Self {
		Self::new("Clearing", "join", &currency)
	}

	/// Issues reserve to a bank.
	pub fn issue_reserve(
		reference: &Reference,
		bank: BankIndex,
		currency: Currency,
		amount: Amount,
	) -> Self {
		Self::new("Clearing", "issue_reserve", &(reference, bank, currency, amount))
	}

	/// Sets the most that a bank may owe.
	pub fn set_cap(bank: BankIndex, currency: Currency, cap: Amount) -> Self {
		Self::new("Clearing", "set_cap", &(bank, currency, cap))
	}

	/// Asks reserve of the signing bank back.
	pub fn request_withdrawal(reference: &Reference, currency: Currency, amount: Amount) -> Self {
		Self::new("Clearing", "request_withdrawal", &(reference, currency, amount))
	}

	/// Confirms or rejects a withdrawal. Its id has the form of an order's.
	pub fn decide_withdrawal(bank: BankIndex, id: OrderId, confirm: bool) -> Self {
		let name = if confirm { "confirm_withdrawal" } else { "reject_withdrawal" };
		Self::new("Clearing", name, &(bank, id))
	}

	/// Takes all that is left of the reserve of a bank in run-off out.
	pub fn return_reserve(reference: &Reference, bank: BankIndex, currency: Currency) -> Self {
		Self::new("Clearing", "return_reserve", &(reference, bank, currency))
	}

	/// Lets two banks settle payment by payment, or net again.
	pub fn set_gross(currency: Currency, a: BankIndex, b: BankIndex, gross: bool) -> Self {
		Self::new("Clearing", "set_gross", &(currency, a, b, gross))
	}

	/// Settles a closed cycle.
	pub fn settle_cycle(currency: Currency, cycle: CycleNo) -> Self {
		Self::new("Clearing", "settle_cycle", &(currency, cycle))
	}

	/// Lets reserves move by a call after the close, or with it.
	pub fn set_settlement(currency: Currency, later: bool) -> Self {
		Self::new("Clearing", "set_settlement", &(currency, later))
	}

	/// Sets how long a cycle lasts, in milliseconds; 0 closes by call only.
	pub fn set_schedule(currency: Currency, cycle_ms: u64) -> Self {
		Self::new("Clearing", "set_schedule", &(currency, cycle_ms))
	}

	/// Closes the open cycle of a currency.
	pub fn close_cycle(currency: Currency, reason: &Text) -> Self {
		Self::new("Clearing", "close_cycle", &(currency, reason))
	}
}
