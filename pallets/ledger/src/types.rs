// SPDX-License-Identifier: Apache-2.0

use crate::{hold::words, Config, Error};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use split_ledger_primitives::{
	ports::AccountFacts,
	views::{AccountView, FreezeView, RestraintView},
	AccountFlags, AccountNo, Amount, BankIndex, Commitment, Currency, Moment, ParkReason,
	ParticipantId, Purpose, Text, Total,
};

/// The key of a reference: date (u16 BE), submitter (u32 BE), 16 bytes of blake2 of the text. It is
/// laid out as an order's id is, so a day is a prefix.
pub type ReferenceKey = [u8; 22];

/// An account: 29 bytes, so that its value stays inside one node of the trie (design section 5).
///
/// `available + held` always fits an [`Amount`], so that what is held can always be given back.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct AccountRow {
	/// Whose it is.
	pub owner: ParticipantId,
	/// At which bank.
	pub bank: BankIndex,
	/// In which currency.
	pub currency: Currency,
	/// Type, status and mirror of the owner.
	pub flags: AccountFlags,
	/// What the owner can spend.
	pub available: Amount,
	/// What is set aside (M3).
	pub held: Amount,
	/// The sequence number of the last posting: one for each entry that pays from or to the account
	/// and for each issue and redemption; setting aside and giving back are none. It wraps, because
	/// running out of numbers must not stop an account.
	pub postings: u32,
}

/// What a row cannot do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum RowError {
	/// It is closed.
	Closed,
	/// Its status refuses debits.
	NoDebit,
	/// Its owner is suspended.
	OwnerSuspended,
	/// Less is available.
	NotEnoughAvailable,
	/// Less is held.
	NotEnoughHeld,
	/// It cannot hold so much.
	Full,
	/// It keeps what others are entitled to (O6).
	Unclaimed,
}

impl AccountRow {
	/// An empty row.
	pub(crate) fn new(
		owner: ParticipantId,
		bank: BankIndex,
		currency: Currency,
		flags: AccountFlags,
	) -> Self {
		let nothing = Amount::ZERO;
		Self { owner, bank, currency, flags, available: nothing, held: nothing, postings: 0 }
	}

	/// Sets `amount` aside, as its owner wants it.
	pub(crate) fn hold(self, amount: Amount) -> Result<Self, RowError> {
		self.ensure_debitable()?;
		self.set_aside(amount)
	}

	/// Sets `amount` aside whatever the status: for a court (M7), or out of a credit that is owed to
	/// others (R3).
	pub(crate) fn set_aside(self, amount: Amount) -> Result<Self, RowError> {
		let available = self.available.checked_sub(amount).ok_or(RowError::NotEnoughAvailable)?;
		let held = self.held.checked_add(amount).ok_or(RowError::Full)?;
		Ok(Self { available, held, ..self })
	}

	/// Gives back what was set aside. Whatever the status of the account: it stays the owner's.
	pub(crate) fn free(self, amount: Amount) -> Result<Self, RowError> {
		let held = self.held.checked_sub(amount).ok_or(RowError::NotEnoughHeld)?;
		let available = self.available.checked_add(amount).ok_or(RowError::Full)?;
		Ok(Self { available, held, ..self })
	}

	/// Takes `amount` out of what is available.
	pub(crate) fn debit(self, amount: Amount) -> Result<Self, RowError> {
		self.ensure_debitable()?;
		let available = self.available.checked_sub(amount).ok_or(RowError::NotEnoughAvailable)?;
		Ok(Self { available, ..self }.posted())
	}

	/// Takes `amount` out of an unclaimed account, for who is entitled to it (O6).
	pub(crate) fn debit_unclaimed(self, amount: Amount) -> Result<Self, RowError> {
		match self.ensure_debitable() {
			Ok(()) => Err(RowError::Unclaimed),
			Err(RowError::Unclaimed) => {
				let available = self.available.checked_sub(amount);
				let available = available.ok_or(RowError::NotEnoughAvailable)?;
				Ok(Self { available, ..self }.posted())
			}
			Err(other) => Err(other),
		}
	}

	/// Takes `amount` out of what is held. The status was judged when it was set aside (M7).
	pub(crate) fn debit_held(self, amount: Amount) -> Result<Self, RowError> {
		let held = self.held.checked_sub(amount).ok_or(RowError::NotEnoughHeld)?;
		Ok(Self { held, ..self }.posted())
	}

	/// Adds `amount` to what is available. Ask [`Self::credit_refusal`] first.
	pub(crate) fn credit(self, amount: Amount) -> Result<Self, RowError> {
		let balance = self.balance_with(amount).ok_or(RowError::Full)?;
		let available = balance.checked_sub(self.held).ok_or(RowError::Full)?;
		Ok(Self { available, ..self }.posted())
	}

	/// Why a credit cannot be taken now, as far as the row tells.
	pub(crate) fn credit_refusal(&self, amount: Amount, purpose: Purpose) -> Option<ParkReason> {
		self.flags
			.credit_refusal(purpose)
			.or_else(|| self.balance_with(amount).is_none().then_some(ParkReason::Full))
	}

	/// Whether something new may be paid or held from the account.
	pub(crate) fn ensure_debitable(&self) -> Result<(), RowError> {
		if self.flags.has(AccountFlags::CLOSED) {
			Err(RowError::Closed)
		} else if self.flags.has(AccountFlags::NO_DEBIT) {
			Err(RowError::NoDebit)
		} else if self.flags.has(AccountFlags::OWNER_SUSPENDED) {
			Err(RowError::OwnerSuspended)
		} else if self.flags.is_unclaimed() {
			Err(RowError::Unclaimed)
		} else {
			Ok(())
		}
	}

	/// All money on the account and `amount` more, or `None` where the row cannot hold it.
	fn balance_with(&self, amount: Amount) -> Option<Amount> {
		Amount::checked_sum([self.available, self.held, amount])
	}

	fn posted(self) -> Self {
		Self { postings: self.postings.wrapping_add(1), ..self }
	}

	/// What others must know of the account.
	pub(crate) fn facts(&self) -> AccountFacts {
		AccountFacts {
			owner: self.owner,
			bank: self.bank,
			currency: self.currency,
			flags: self.flags,
			available: self.available,
			held: self.held,
		}
	}

	/// The account as it is answered to whoever asks.
	pub(crate) fn view(&self, number: AccountNo) -> AccountView {
		AccountView {
			number,
			owner: self.owner,
			bank: self.bank,
			currency: self.currency,
			// The ledger writes no row of another type (INV-LED-2).
			account_type: self.flags.account_type().unwrap_or_default(),
			flags: self.flags,
			available: self.available,
			held: self.held,
			postings: self.postings,
		}
	}
}

/// What a bank issued and redeemed in a currency, over all time.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct BankTotals {
	/// Customer money that came in.
	pub issued: Total,
	/// Customer money that went out.
	pub redeemed: Total,
}

/// Why a status bit of an account is set (M2).
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct StatusReason {
	/// Whether it refuses debits.
	pub no_debit: bool,
	/// Whether it refuses credits.
	pub no_credit: bool,
	/// In the words of who set it; no personal data (T3).
	pub reason: Text,
	/// The bank or the supervisor.
	pub by: ParticipantId,
	/// What makes it a freeze, which ends by itself. An account has one status that is none, and it
	/// stands until it is taken back.
	pub freeze: Option<Freeze>,
}

impl StatusReason {
	/// The reason as it is answered to whoever asks.
	pub(crate) fn view(self) -> RestraintView {
		let Self { no_debit, no_credit, reason, by, freeze } = self;
		let freeze = freeze.map(|freeze| {
			let Freeze { id, authority, document, until } = freeze;
			FreezeView { freeze: id, authority: words(&authority), document, until }
		});
		RestraintView { no_debit, no_credit, reason: words(&reason), by, freeze }
	}

	/// Whether it is the freeze of this number.
	pub(crate) fn is_freeze(&self, id: u32) -> bool {
		self.freeze.as_ref().is_some_and(|freeze| freeze.id == id)
	}
}

/// Why the status bits of an account are set: what was set for good, and freezes, the oldest first.
pub type Reasons = BoundedVec<StatusReason, ConstU32<REASONS_MAX>>;

/// Freezes of an account at one time. More than one authority may have one frozen, each until its own
/// date.
pub const FREEZES_MAX: u32 = 8;
/// Freezes of an account, and the status without an end.
const REASONS_MAX: u32 = FREEZES_MAX + 1;

/// How long a freeze or a judicial hold can last, in days: a year. A court attaches a deposit for no
/// longer at once, and whoever needs more renews it by a new act (M7).
pub const RESTRAINT_DAYS_MAX: u64 = 366;

/// What makes a status a freeze (M7).
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Freeze {
	/// Its number, never given twice.
	pub id: u32,
	/// Who ordered it.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
	/// When it ends.
	pub until: Moment,
}

/// What is frozen, why, and until when (M7).
#[derive(
	Clone, Debug, Decode, DecodeWithMemTracking, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo,
)]
pub struct FreezeTerms {
	/// Whether nothing new may be paid or held from the account.
	pub no_debit: bool,
	/// Whether nothing may be credited to it.
	pub no_credit: bool,
	/// Who ordered it, in words: a court, an office, the bank itself.
	pub authority: Text,
	/// Commitment to the order in writing.
	pub document: Commitment,
	/// Why; no personal data (T3).
	pub reason: Text,
	/// When it ends by itself, at most 366 days from now.
	pub until: Moment,
}

/// What ends by the clock.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum Ending {
	/// A freeze.
	#[codec(index = 0)]
	Freeze {
		/// The account.
		account: AccountNo,
		/// Its number.
		freeze: u32,
	},
	/// A judicial hold.
	#[codec(index = 1)]
	Hold {
		/// The account.
		account: AccountNo,
		/// Its number on the account.
		hold: u32,
	},
}

/// Endings on a page: few enough for one step of the clock.
pub(crate) const ENDINGS_PAGE: u32 = 32;

/// A page of what ends in one minute.
pub type EndingPage = BoundedVec<Ending, ConstU32<ENDINGS_PAGE>>;

/// How far endings are worked off.
#[derive(Clone, Copy, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Cursor {
	/// The first minute that is not.
	pub minute: u32,
	/// How many pages of it are.
	pub page: u32,
}

/// An issue or a redemption: what a reference stands for.
#[derive(Clone, Copy, Debug, Encode, Eq, PartialEq)]
pub struct MoneyAct {
	/// The account.
	pub account: AccountNo,
	/// How much.
	pub amount: Amount,
	/// The bank's code of where the money came from or went.
	pub source: u8,
	/// Commitment to the evidence.
	pub evidence: Commitment,
}

impl<T: Config> From<RowError> for Error<T> {
	fn from(error: RowError) -> Self {
		match error {
			RowError::Closed => Self::AccountClosed,
			RowError::NoDebit => Self::NoDebit,
			RowError::OwnerSuspended => Self::OwnerSuspended,
			RowError::NotEnoughAvailable => Self::NotEnoughAvailable,
			RowError::NotEnoughHeld => Self::NotEnoughHeld,
			RowError::Full => Self::RowFull,
			RowError::Unclaimed => Self::NotEntitledToUnclaimed,
		}
	}
}

impl<T: Config> From<ParkReason> for Error<T> {
	fn from(reason: ParkReason) -> Self {
		match reason {
			ParkReason::Closed => Self::AccountClosed,
			ParkReason::NoCredit => Self::NoCredit,
			ParkReason::BankInRunOff => Self::PayeeBankNotActive,
			ParkReason::FeeOnly => Self::FeeOnly,
			ParkReason::Full => Self::RowFull,
		}
	}
}
