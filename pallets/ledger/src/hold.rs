// SPDX-License-Identifier: Apache-2.0

//! What the ledger itself sets aside on accounts: each hold has a number on its account, and the sums
//! of them stand beside (M3).

use crate::{AccountRow, Accounts, Config, Error, HoldSums, Holds, Pallet};
use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame::prelude::DispatchError;
use scale_info::TypeInfo;
use split_ledger_primitives::{
	views::HoldView, AccountFlags, AccountNo, Amount, Commitment, CycleNo, Date, HoldKind, Moment,
	ParticipantId, Text,
};

/// Judicial holds of an account at one time.
pub const JUDICIAL_HOLDS_MAX: u32 = 64;
/// Redemption requests of an account at one time. They are counted apart, so that an owner cannot take
/// a court's place.
pub const REQUESTS_MAX: u32 = 64;

/// An amount that is set aside for something else than an order.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct Hold {
	/// How much is left in it, never zero.
	#[codec(compact)]
	pub amount: Amount,
	/// Who had it set aside.
	pub by: ParticipantId,
	/// What for.
	pub cause: HoldCause,
}

/// What a hold is for, with what its kind needs.
#[derive(Clone, Debug, Decode, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub enum HoldCause {
	/// By order of a court (M7).
	#[codec(index = 0)]
	Judicial {
		/// Who ordered it.
		authority: Text,
		/// Commitment to the order in writing.
		document: Commitment,
		/// When it ends.
		until: Moment,
	},
	/// Asked for by the owner, to be paid out by its bank (M5).
	#[codec(index = 1)]
	Redemption {
		/// Commitment to where it is to be paid.
		payout: Commitment,
	},
}

impl Hold {
	/// The hold as it is answered to whoever asks.
	pub(crate) fn view(self, number: u32) -> HoldView {
		let kind = self.cause.kind();
		let (authority, document, until) = match self.cause {
			HoldCause::Judicial { authority, document, until } => {
				(Some(words(&authority)), document, Some(until))
			}
			HoldCause::Redemption { payout } => (None, payout, None),
		};
		let (amount, by) = (self.amount, self.by);
		HoldView { hold: number, kind, amount, by, authority, document, until }
	}
}

/// A text as people read it; it need not be UTF-8.
pub(crate) fn words(text: &Text) -> String {
	String::from_utf8_lossy(text).into_owned()
}

impl HoldCause {
	/// Its kind.
	pub const fn kind(&self) -> HoldKind {
		match self {
			Self::Judicial { .. } => HoldKind::Judicial,
			Self::Redemption { .. } => HoldKind::Redemption,
		}
	}
}

impl Hold {
	pub(crate) fn is_judicial(&self) -> bool {
		self.cause.kind() == HoldKind::Judicial
	}

	pub(crate) fn is_request(&self) -> bool {
		self.cause.kind() == HoldKind::Redemption
	}
}

/// What names a redemption request.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct RequestId {
	/// The account.
	pub account: AccountNo,
	/// The number of the hold on it.
	pub request: u32,
}

/// A redemption request that was paid out.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct PaidOut {
	/// The account debited.
	pub account: AccountNo,
	/// The request.
	pub request: u32,
	/// How much.
	#[codec(compact)]
	pub amount: Amount,
	/// The cycle of the posting (M6).
	pub cycle: CycleNo,
	/// Its business date, which is its value date.
	pub date: Date,
}

/// A redemption request of a batch that was not paid out, and still stands.
#[derive(Clone, Copy, Debug, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
pub struct NotPaidOut {
	/// The account.
	pub account: AccountNo,
	/// The request.
	pub request: u32,
	/// Why.
	pub error: DispatchError,
}

/// How many holds of the ledger itself an account has and had, and their sum.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct HoldSum {
	/// How many numbers were given: the next one.
	pub given: u32,
	/// How many judicial holds stand.
	pub judicial: u32,
	/// How many redemption requests stand.
	pub requests: u32,
	/// What is in all of them.
	pub amount: Amount,
}

impl HoldSum {
	/// With one hold more of this kind, which takes the next number.
	pub(crate) fn with(self, amount: Amount, kind: HoldKind) -> Option<Self> {
		let mut sum = Self {
			given: self.given.checked_add(1)?,
			amount: self.amount.checked_add(amount)?,
			..self
		};
		let count = sum.count(kind)?;
		*count = count.checked_add(1)?;
		Some(sum)
	}

	/// With `amount` less, and one hold less of the kind that `ended` says.
	pub(crate) fn without(self, amount: Amount, ended: Option<HoldKind>) -> Option<Self> {
		let mut sum = Self { amount: self.amount.checked_sub(amount)?, ..self };
		if let Some(kind) = ended {
			let count = sum.count(kind)?;
			*count = count.checked_sub(1)?;
		}
		Some(sum)
	}

	/// Whether no hold stands.
	pub(crate) fn is_empty(&self) -> bool {
		self.judicial == 0 && self.requests == 0
	}

	/// The row with the flag that says whether a hold stands.
	pub(crate) fn flag(&self, row: AccountRow) -> AccountRow {
		AccountRow { flags: row.flags.with(AccountFlags::HOLDS, !self.is_empty()), ..row }
	}

	/// The count of holds of a kind; the ledger keeps no others.
	fn count(&mut self, kind: HoldKind) -> Option<&mut u32> {
		match kind {
			HoldKind::Judicial => Some(&mut self.judicial),
			HoldKind::Redemption => Some(&mut self.requests),
			HoldKind::Order
			| HoldKind::Queue
			| HoldKind::Parked
			| HoldKind::Lien
			| HoldKind::Screening => None,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Writes a new hold beside `row`, which has set it aside already, and answers its number.
	pub(crate) fn put_hold(
		account: AccountNo,
		row: AccountRow,
		hold: Hold,
		before: HoldSum,
		after: HoldSum,
	) -> u32 {
		Accounts::<T>::insert(account.key(), after.flag(row));
		Holds::<T>::insert(account.key(), before.given, hold);
		HoldSums::<T>::insert(account.key(), after);
		before.given
	}

	/// Gives what is left in a hold back to the owner, and ends it.
	pub(crate) fn give_back(
		account: AccountNo,
		row: AccountRow,
		number: u32,
		hold: &Hold,
	) -> Result<(), Error<T>> {
		let row = row.free(hold.amount)?;
		let sum = HoldSums::<T>::get(account.key());
		let sum = sum.without(hold.amount, Some(hold.cause.kind()));
		let sum = sum.ok_or(Error::<T>::NotEnoughHeld)?;

		Accounts::<T>::insert(account.key(), sum.flag(row));
		Holds::<T>::remove(account.key(), number);
		HoldSums::<T>::insert(account.key(), sum);
		Ok(())
	}
}
