// SPDX-License-Identifier: Apache-2.0

//! What the chain answers when it is asked: one type per answer, used by the runtime APIs, the RPC
//! and the client alike. In JSON, amounts are decimal strings of minor units and bytes are hex.

pub use crate::{amount::decimal, ids::hex};
use crate::{
	AccountFlags, AccountNo, AccountType, Amount, BankIndex, BankStatus, Commitment, CoverMode,
	Currency, CycleNo, Date, ExpiryPolicy, KeyLimit, Moment, OrderId, OrderStatus, ParkReason,
	ParticipantId, Position, Purpose, Role, Scope, Terms, Total, Uetr,
};
use alloc::{string::String, vec::Vec};
use codec::{Decode, Encode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

macro_rules! views {
	($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)+ })+) => {
		$(
			$(#[$meta])*
			#[derive(Clone, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
			#[serde(rename_all = "camelCase")]
			pub struct $name { $($(#[$field_meta])* pub $field: $type,)+ }
		)+
	};
}

mod agreed;
mod constants;
mod groups;
mod holds;
mod mandates;
mod parked;
mod splits;

pub use agreed::{
	AgreedView, AssigneeView, DisputeView, FunderView, OrderFreezeView, StakeView, StatedView,
	UnclaimedView,
};
pub use constants::ConstantsView;
pub use groups::{GroupStatus, GroupView, MemberView};
pub use holds::{FreezeView, HoldView, LienView, LiensView, OwedView, RestraintView};
pub use mandates::MandateView;
pub use parked::{ParkedLegView, ParkedOrderView};
pub use splits::{
	ApprovalView, MerchantLimitsView, PreviewLeg, PreviewRequest, PreviewView, ReceiverView,
	RuleSetView, RulesArg,
};

views! {
	/// A participant.
	ParticipantView {
		/// Its id.
		id: ParticipantId,
		/// The bank that onboarded it.
		sponsor: ParticipantId,
		/// What it may do.
		roles: Vec<Role>,
		/// Whether it is suspended.
		suspended: bool,
		/// Whether it is a platform that sells its own goods.
		self_operated: bool,
		/// Salted commitment to its identity.
		commitment: Commitment,
		/// When its bank reviews it.
		review: Date,
		/// Its place among the banks, if it is one.
		bank: Option<BankIndex>,
		/// Where it is in its life as a bank.
		bank_status: Option<BankStatus>,
		/// How many of its keys are active.
		keys_active: u32,
	}

	/// An account.
	AccountView {
		/// Its number.
		number: AccountNo,
		/// Whose it is.
		owner: ParticipantId,
		/// The place of its bank.
		bank: BankIndex,
		/// Its currency.
		currency: Currency,
		/// What it is for.
		account_type: AccountType,
		/// All flags.
		flags: AccountFlags,
		/// What the owner can spend.
		available: Amount,
		/// What is set aside.
		held: Amount,
		/// How often it was posted to.
		postings: u32,
	}

	/// A leg of an order. What went to the merchant in the place of its payee counts on the merchant's
	/// leg and no more on the payee's, though the event of a release told it under the number of the
	/// payee's (O6): so only the events tell whose it was by plan.
	LegView {
		/// Its place among the leaves of the case, from 1 on.
		leg: u8,
		/// Who is to get it.
		payee: AccountNo,
		/// What for.
		purpose: Purpose,
		/// What it is to get in all: its entitlement, which changes with what goes to the merchant.
		/// Always what is not released yet, parked, released and refunded together.
		entitlement: Amount,
		/// What was posted.
		released: Amount,
		/// What went back to the payer from the hold.
		refunded: Amount,
		/// What was released and could not be credited yet.
		parked: Amount,
		/// Why it is parked.
		reason: Option<ParkReason>,
		/// What its receiver returned alone (R1).
		returned: Amount,
		/// What it gave in refunds after its release, what was advanced for it and what is due included
		/// (R2, R3). On the merchant's leg also what it gave in the place of fees that are kept.
		given: Amount,
		/// What it kept of refunds, since the merchant gave it in its place (R2).
		kept: Amount,
	}

	/// An order.
	OrderView {
		/// Its id.
		id: OrderId,
		/// Who submitted it.
		submitter: ParticipantId,
		/// Its reference in ISO 20022 messages, derived from the chain's genesis and the id (O1).
		uetr: Uetr,
		/// Where it stands.
		status: OrderStatus,
		/// The block in which it was placed.
		placed: u32,
		/// The first 16 bytes of the hash of its body, as the state keeps it.
		#[serde(with = "hex")]
		body_hash: [u8; 16],
		/// The dispute about it, while it lasts: also of one that has ended (O8).
		dispute: Option<DisputeView>,
		/// What is known of it beyond that: from its row while it is held, else from its body.
		details: Option<OrderDetails>,
	}

	/// What an order's row or body tells.
	OrderDetails {
		/// Who pays.
		payer: AccountNo,
		/// The currency.
		currency: Currency,
		/// The whole amount.
		amount: Amount,
		/// What is still held for it.
		remaining: Amount,
		/// What was released.
		released: Amount,
		/// What was refunded from the hold.
		refunded: Amount,
		/// When the hold ends.
		deadline: Option<Moment>,
		/// What happens then.
		expiry: Option<ExpiryPolicy>,
		/// When the chain releases by itself. None for an ended order of the next date: that followed
		/// from its placement, of which only the block is kept.
		after: Option<Moment>,
		/// When cover is tested; `at-release` means that no cover is promised.
		cover: Option<CoverMode>,
		/// Who gets what.
		terms: Terms,
		/// The legs, zero legs left out. Number 0 is the merchant where it has no leg, and gave something.
		legs: Vec<LegView>,
		/// What was not refunded yet. Whether it still can be: see [`RefundableView`].
		refundable: Amount,
		/// What was agreed beyond that; none for an order that has ended.
		agreed: Option<AgreedView>,
	}

	/// What of an order may still be refunded and returned.
	RefundableView {
		/// How much may be refunded now, in all.
		refundable: Amount,
		/// What was refunded so far, what is due included.
		refunded: Amount,
		/// The last date of returns and refunds; none where nothing was released yet.
		until: Option<Date>,
		/// How many refunds of parts after a release are left; returns of parts, 50 fewer. What is all that is
		/// left needs none.
		acts_left: u32,
		/// The legs.
		legs: Vec<RefundableLeg>,
	}

	/// What of a leg may still be given back.
	RefundableLeg {
		/// Its number; 0 is the merchant where it has no leg.
		leg: u8,
		/// What it may still give in refunds: its weight there.
		left: Amount,
		/// What its receiver may return alone; nothing of the merchant's.
		returnable: Amount,
	}

	/// A cycle.
	CycleView {
		/// Its currency.
		currency: Currency,
		/// Its number.
		cycle: CycleNo,
		/// `open`, `closed` or `settled`.
		status: CycleStatus,
		/// The block in which it opened.
		opened: u32,
		/// The block in which it closed.
		closed: Option<u32>,
		/// Its business date; of an open cycle, today's.
		date: Date,
		/// How many blocks have a root in it.
		roots: u32,
		/// One hash over all its roots, in order, once it is closed.
		#[serde(with = "hex::option")]
		root: Option<[u8; 32]>,
	}

	/// A bank's position in a cycle.
	PositionView {
		/// The bank.
		bank: BankIndex,
		/// What it sent to other banks.
		#[serde(with = "decimal")]
		sent: Total,
		/// What it received from other banks.
		#[serde(with = "decimal")]
		received: Total,
		/// Above zero it owes: sent - received.
		#[serde(with = "decimal")]
		position: Position,
		/// Its reserve before the settlement, or now where the cycle is open.
		reserve_before: Amount,
		/// Its reserve after the settlement, or now where the cycle is open.
		reserve_after: Amount,
	}

	/// What a bank may still owe (C1).
	LimitsView {
		/// The bank.
		bank: BankIndex,
		/// The currency.
		currency: Currency,
		/// Its reserve.
		reserve: Amount,
		/// What of it is asked back.
		earmarked: Amount,
		/// The most that it may owe.
		cap: Amount,
		/// What it owes in closed cycles not yet settled.
		owed: Amount,
		/// Its position in the open cycle.
		#[serde(with = "decimal")]
		position: Position,
		/// What is set aside for held orders.
		promised: Amount,
		/// What a payment at once may still be.
		headroom: Amount,
	}

	/// What a bank needs to reconcile a cycle. The cycle says how many roots it has; they are asked
	/// for in pages of their own.
	StatementView {
		/// The bank.
		bank: BankIndex,
		/// The cycle.
		cycle: CycleView,
		/// Its position in it.
		position: PositionView,
		/// The cells: with each other bank, what was sent and received.
		cells: Vec<CellView>,
		/// Customer money issued by the bank over all time.
		#[serde(with = "decimal")]
		issued: Total,
		/// Customer money redeemed by the bank over all time.
		#[serde(with = "decimal")]
		redeemed: Total,
	}

	/// What passed between a bank and another one.
	CellView {
		/// The other bank.
		bank: BankIndex,
		/// Sent to it.
		#[serde(with = "decimal")]
		sent: Total,
		/// Received from it.
		#[serde(with = "decimal")]
		received: Total,
	}

	/// The root over the leaves of one block in one cycle.
	RootView {
		/// The block.
		block: u32,
		/// The ordered root.
		#[serde(with = "hex")]
		root: [u8; 32],
		/// How many leaves.
		leaves: u32,
	}
}

/// Where a cycle is in its life (C3).
#[derive(Clone, Copy, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
#[serde(rename_all = "kebab-case")]
pub enum CycleStatus {
	/// Takes obligations.
	#[codec(index = 0)]
	Open,
	/// Takes no more; reserves have not moved.
	#[codec(index = 1)]
	Closed,
	/// Reserves moved; never changes again.
	#[codec(index = 2)]
	Settled,
}

views! {
	/// Whom a key signs for, and what.
	KeyView {
		/// The participant.
		participant: ParticipantId,
		/// What the key may sign.
		scopes: Vec<Scope>,
		/// Whether it still signs; a revoked key is never taken off the chain.
		active: bool,
	}

	/// What limits a key (P7).
	KeyLimitsView {
		/// The participant that it signs for.
		participant: ParticipantId,
		/// Whether anything limits it. Then it spends nothing in a currency that is not listed.
		limited: bool,
		/// Its limits, by currency.
		limits: Vec<KeyLimitView>,
		/// What one key proposed and another one has still to confirm, by currency.
		proposals: Vec<KeyLimitProposalView>,
	}

	/// What limits a key in a currency.
	KeyLimitView {
		/// The currency.
		currency: Currency,
		/// The most that one order may be.
		single: Amount,
		/// The most of a UTC date.
		daily: Amount,
		/// What it spent today.
		spent_today: Amount,
		/// What is left of the day's limit.
		left_today: Amount,
	}

	/// A limit that one key proposed for another one.
	KeyLimitProposalView {
		/// The currency.
		currency: Currency,
		/// The limit; none would take it away.
		limit: Option<KeyLimit>,
		/// Who proposed it.
		by: ParticipantId,
		/// The key that proposed it, which cannot confirm it.
		#[serde(with = "hex")]
		maker: [u8; 32],
	}

	/// A currency that the ledger keeps.
	CurrencyView {
		/// Its ISO 4217 number.
		currency: Currency,
		/// Its one settlement agent.
		agent: ParticipantId,
		/// How many decimals its units have: two for CNY.
		exponent: u8,
		/// How long a cycle lasts, in milliseconds; 0 closes by the agent's call only.
		cycle_ms: u64,
		/// Whether reserves move by a call after the close instead of with it.
		settles_later: bool,
		/// The open cycle.
		cycle: CycleNo,
	}

	/// Why an answer was refused, in names: numbers of pallets and errors change, names do not.
	Refusal {
		/// The pallet, as the runtime calls it.
		pallet: String,
		/// The error, as the pallet calls it.
		error: String,
		/// What the asker can do.
		hint: String,
	}
}
