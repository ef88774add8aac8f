// SPDX-License-Identifier: Apache-2.0

use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::*;
use split_ledger_primitives::{
	limits::{BANKS_MAX, UNSETTLED_CYCLES_MAX},
	Amount, BankIndex, BankSet, BankStatus, Currency, CycleNo, Date, Moment, ParticipantId,
	Position, Text, Total,
};

/// The key of a reference: date (u16 BE), submitter (u32 BE), 16 bytes of blake2 of the text. It is
/// laid out as an order's id is, so a day is a prefix.
pub type ReferenceKey = [u8; 22];

/// Decimals that ISO 4217 gives a currency at most.
pub const EXPONENT_MAX: u8 = 4;

/// The shortest cycle that closes by itself: below it the chain would do little else.
pub const CYCLE_MS_MIN: u64 = 1_000;

/// Roots in one page of a cycle. Each block with payments rewrites one page, so it is kept small.
pub const ROOTS_PER_PAGE: u32 = 64;

/// A currency and its open cycle.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct CurrencyRow {
	/// Its one settlement agent (M4).
	pub agent: ParticipantId,
	/// How many decimals its units have.
	pub exponent: u8,
	/// Whether reserves move by a call after the close instead of with it (C3).
	pub later: bool,
	/// How long a cycle lasts; 0 closes by the agent's call only.
	pub cycle_ms: u64,
	/// The open cycle.
	pub cycle: CycleNo,
	/// The business date of the last posting in the open cycle; none where there was no posting.
	pub posted: Option<Date>,
	/// Cycles that are closed and not settled, the oldest first.
	pub unsettled: BoundedVec<CycleNo, ConstU32<UNSETTLED_CYCLES_MAX>>,
}

/// When a currency closes by itself. All of them lie in one value, because every block asks.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Due {
	/// The currency.
	pub currency: Currency,
	/// The moment from which on its cycle is due; none where only the agent closes.
	pub at: Option<Moment>,
}

/// A bank in one currency.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct BankRow {
	/// Where the bank is in its life: a mirror of participants.
	pub status: BankStatus,
	/// Its money at the settlement agent.
	pub reserve: Amount,
	/// What of the reserve is asked back and not decided yet (M4).
	pub earmarked: Amount,
	/// The most that it may owe in a cycle (C1).
	pub cap: Amount,
	/// What it owes in closed cycles that are not settled.
	pub owed: Amount,
	/// Its net of obligations in the open cycle: above zero it owes.
	pub position: Position,
	/// Cover set aside for held orders.
	pub promised: Amount,
	/// What its queued payments add up to; nothing, until there is a queue.
	pub queued: Amount,
	/// The banks with which it settles payment by payment (C4).
	pub gross_with: BankSet,
	/// The bank that would clear for it; none, until indirect banks exist (C6).
	pub clears_through: Option<BankIndex>,
	/// What it paid, net, in settled cycles over all time.
	pub settled_net: Position,
	/// What it paid, net, payment by payment over all time.
	pub gross_net: Position,
}

/// Reserves of a currency, over all time.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct ReserveTotals {
	/// Issued by the agent.
	pub issued: Total,
	/// Withdrawn by banks and confirmed by the agent, or returned by it.
	pub withdrawn: Total,
}

/// A withdrawal that the agent has not decided.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Withdrawal {
	/// Of which currency.
	pub currency: Currency,
	/// How much.
	pub amount: Amount,
}

/// Why a cycle closed.
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub enum CloseReason {
	/// It was due.
	#[codec(index = 0)]
	Schedule,
	/// The agent closed it, and said why.
	#[codec(index = 1)]
	Agent(Text),
}

/// How a cycle ended.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Ending {
	/// The block of the close.
	pub block: u32,
	/// From when on its retention counts: the date of its settlement, and of its close before.
	pub kept_from: Date,
	/// Its business date: that of its last posting, or of the close where there was none.
	pub date: Date,
	/// Why it closed.
	pub reason: CloseReason,
}

/// Where a cycle is in its life (C3).
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum CycleState {
	/// Takes obligations.
	#[codec(index = 0)]
	Open,
	/// Takes no more; reserves have not moved.
	#[codec(index = 1)]
	Closed(Ending),
	/// Reserves moved; never changes again.
	#[codec(index = 2)]
	Settled(Ending),
}

/// A cycle.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct CycleRecord {
	/// The block in which it opened.
	pub opened: u32,
	/// How many blocks have a root in it.
	pub roots: u32,
	/// One hash over all its roots, in order; the README says how it is made.
	pub root: [u8; 32],
	/// Where it is.
	pub state: CycleState,
}

impl CycleRecord {
	/// A cycle that opens in `block`.
	pub(crate) const fn opening(block: u32) -> Self {
		Self { opened: block, roots: 0, root: [0; 32], state: CycleState::Open }
	}

	/// Ends an open cycle; none for any other.
	pub(crate) fn close(self, ending: Ending) -> Option<Self> {
		match self.state {
			CycleState::Open => Some(Self { state: CycleState::Closed(ending), ..self }),
			CycleState::Closed(_) | CycleState::Settled(_) => None,
		}
	}

	/// Settles a closed cycle; none for any other. Its retention begins, so that one that waited long
	/// can be read as long afterwards as any other.
	pub(crate) fn settle(self, today: Date) -> Option<Self> {
		match self.state {
			CycleState::Closed(ending) => {
				let state = CycleState::Settled(Ending { kept_from: today, ..ending });
				Some(Self { state, ..self })
			}
			CycleState::Open | CycleState::Settled(_) => None,
		}
	}

	/// Takes the root of a block in; none where the cycle takes no more.
	pub(crate) fn with_root(self, root: &BlockRoot) -> Option<Self> {
		match self.state {
			CycleState::Open => Some(Self {
				roots: self.roots.checked_add(1)?,
				root: blake2_256(&(self.root, root).encode()),
				..self
			}),
			CycleState::Closed(_) | CycleState::Settled(_) => None,
		}
	}
}

/// The root over the leaves of one block in one cycle.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct BlockRoot {
	/// The block.
	pub block: u32,
	/// The ordered root.
	pub root: [u8; 32],
	/// How many leaves.
	pub leaves: u32,
}

/// One value per bank of a currency.
pub type PerBank<V> = BoundedVec<(BankIndex, V), ConstU32<BANKS_MAX>>;

/// What is left of a cycle's money once it is closed. One value, written at the close and, where
/// it is settled later, once more.
#[derive(Clone, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Frozen {
	/// The position of every bank that had one (C7).
	pub positions: PerBank<Position>,
	/// The reserve of every bank of the currency after the settlement; nothing before it.
	pub reserves: PerBank<Amount>,
}

/// What is kept of the cycles of a currency that were pruned: enough for sums over all time to be
/// made again (M1).
#[derive(Clone, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct CarriedForward {
	/// The first cycle that is kept: how many were pruned.
	pub first_kept: CycleNo,
	/// What each bank paid in them, net; banks in the order of their places.
	pub settled_net: PerBank<Position>,
}

impl CarriedForward {
	/// Takes in a cycle that is about to be pruned; none where a sum does not fit.
	pub(crate) fn with(self, frozen: &Frozen) -> Option<Self> {
		let mut sums: BTreeMap<BankIndex, Position> = self.settled_net.into_iter().collect();
		for (bank, position) in &frozen.positions {
			let sum = sums.entry(*bank).or_default();
			*sum = sum.checked_add(*position)?;
		}
		let first_kept = CycleNo(self.first_kept.0.checked_add(1)?);
		let settled_net = sums.into_iter().collect::<Vec<_>>().try_into().ok()?;
		Some(Self { first_kept, settled_net })
	}

	/// The cycle that was pruned last, of which cells and roots may be left.
	pub(crate) fn last_pruned(&self) -> Option<CycleNo> {
		self.first_kept.0.checked_sub(1).map(CycleNo)
	}
}
