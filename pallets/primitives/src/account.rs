// SPDX-License-Identifier: Apache-2.0

use crate::{Purpose, Role, Roles};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What an account is for (M2).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum AccountType {
	/// An ordinary account of a customer.
	#[default]
	#[codec(index = 0)]
	Current,
	/// Receives tax legs only.
	#[codec(index = 1)]
	Tax,
	/// The bank's account for money that nobody could be paid (O6).
	#[codec(index = 2)]
	Unclaimed,
	/// The bank's account from which it pays for buyers without a participant row (P1).
	#[codec(index = 3)]
	PassThrough,
	/// A bank's guarantee for its customers.
	#[codec(index = 4)]
	Guarantee,
}

/// What an amount is held for (M3).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum HoldKind {
	/// A held order.
	#[codec(index = 0)]
	Order,
	/// A payment in a queue.
	#[codec(index = 1)]
	Queue,
	/// A leg that cannot be credited now.
	#[codec(index = 2)]
	Parked,
	/// What a receiver owes to whoever advanced for it.
	#[codec(index = 3)]
	Lien,
	/// By order of a court.
	#[codec(index = 4)]
	Judicial,
	/// Until a screening ends.
	#[codec(index = 5)]
	Screening,
	/// What its owner asked its bank to pay out (M5).
	#[codec(index = 6)]
	Redemption,
}

/// Why a leg cannot be credited now (O6).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum ParkReason {
	/// The account is closed.
	#[codec(index = 0)]
	Closed,
	/// The account takes no credit.
	#[codec(index = 1)]
	NoCredit,
	/// The bank of the account is in run-off.
	#[codec(index = 2)]
	BankInRunOff,
	/// The account takes fees and commissions only (P5).
	#[codec(index = 3)]
	FeeOnly,
	/// The row of the account cannot hold more.
	#[codec(index = 4)]
	Full,
}

/// What a credit or a debit must know of an account, in its own row, so that it reads no other.
///
/// Bits 0 to 2 are the [`AccountType`]; the others are below. Bits 8 and 10 to 13 mirror the owner
/// (INV-LED-2). Why a status bit is set stands in a map of reasons.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
#[serde(transparent)]
pub struct AccountFlags(pub u16);

impl AccountFlags {
	/// Nothing new may be paid or held from the account.
	pub const NO_DEBIT: Self = Self(1 << 3);
	/// Nothing may be credited to the account.
	pub const NO_CREDIT: Self = Self(1 << 4);
	/// Closed for ever.
	pub const CLOSED: Self = Self(1 << 5);
	/// Takes fees, commissions, its own issue and what comes back to it, and nothing else (P5).
	pub const FEE_ONLY: Self = Self(1 << 6);
	/// A credit goes into a hold of kind lien first (R3).
	pub const LIEN: Self = Self(1 << 7);
	/// The owner is suspended.
	pub const OWNER_SUSPENDED: Self = Self(1 << 8);
	/// Takes legs of any merchant without a consent.
	pub const ACCEPTS_ANYONE: Self = Self(1 << 9);
	/// The owner is a merchant.
	pub const MERCHANT: Self = Self(1 << 10);
	/// The owner is a supplier.
	pub const SUPPLIER: Self = Self(1 << 11);
	/// The owner is a carrier.
	pub const CARRIER: Self = Self(1 << 12);
	/// The owner is a platform or a promoter.
	pub const FEE_EARNER: Self = Self(1 << 13);
	/// Something is held for a court, or for a redemption that was asked for (M3, M5).
	pub const HOLDS: Self = Self(1 << 14);

	/// The bits that mirror the owner.
	pub const MIRROR: Self = Self(
		Self::FEE_ONLY.0
			| Self::OWNER_SUSPENDED.0
			| Self::MERCHANT.0
			| Self::SUPPLIER.0
			| Self::CARRIER.0
			| Self::FEE_EARNER.0,
	);

	/// A new account of this type, with nothing else set.
	pub const fn of_type(kind: AccountType) -> Self {
		Self(kind as u16)
	}

	/// The type, or `None` for bits that no account can have.
	pub const fn account_type(self) -> Option<AccountType> {
		match self.0 & 0b111 {
			0 => Some(AccountType::Current),
			1 => Some(AccountType::Tax),
			2 => Some(AccountType::Unclaimed),
			3 => Some(AccountType::PassThrough),
			4 => Some(AccountType::Guarantee),
			_ => None,
		}
	}

	/// Whether it is a bank's unclaimed account.
	pub const fn is_unclaimed(self) -> bool {
		matches!(self.account_type(), Some(AccountType::Unclaimed))
	}

	/// Whether all bits of `other` are set.
	pub const fn has(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// These flags with those of `other` set or cleared.
	pub const fn with(self, other: Self, set: bool) -> Self {
		if set {
			Self(self.0 | other.0)
		} else {
			Self(self.0 & !other.0)
		}
	}

	/// These flags with the mirror of an owner of `roles`.
	///
	/// A platform takes fees only, unless its bank marked it self-operated (P5).
	pub const fn mirroring(self, roles: Roles, suspended: bool, self_operated: bool) -> Self {
		let platform = roles.has(Role::Platform);
		self.with(Self::OWNER_SUSPENDED, suspended)
			.with(Self::FEE_ONLY, platform && !self_operated)
			.with(Self::MERCHANT, roles.has(Role::Merchant) && (!platform || self_operated))
			.with(Self::SUPPLIER, roles.has(Role::Supplier))
			.with(Self::CARRIER, roles.has(Role::Carrier))
			.with(Self::FEE_EARNER, platform || roles.has(Role::Promoter))
	}

	/// Whether a leg of `purpose` may be planned to this account at all (P5).
	pub const fn fits(self, purpose: Purpose) -> bool {
		let tax = matches!(self.account_type(), Some(AccountType::Tax));
		match purpose {
			Purpose::Goods => !tax && (self.has(Self::MERCHANT) || self.has(Self::SUPPLIER)),
			Purpose::Logistics => !tax && self.has(Self::CARRIER),
			Purpose::Fee | Purpose::Commission => !tax && self.has(Self::FEE_EARNER),
			Purpose::Tax => tax,
			Purpose::Transfer => !self.has(Self::FEE_ONLY) && !self.is_unclaimed(),
			Purpose::Issue
			| Purpose::Redeem
			| Purpose::Return
			| Purpose::Refund
			| Purpose::Collection
			| Purpose::Claimed => true,
			Purpose::Unclaimed => self.is_unclaimed(),
		}
	}

	/// Why a credit of `purpose` cannot be taken now, as far as the row tells (O6, P5).
	pub const fn credit_refusal(self, purpose: Purpose) -> Option<ParkReason> {
		if self.has(Self::CLOSED) {
			return Some(ParkReason::Closed);
		}
		if self.has(Self::NO_CREDIT) {
			return Some(ParkReason::NoCredit);
		}
		let takes = matches!(
			purpose,
			Purpose::Fee
				| Purpose::Commission
				| Purpose::Issue
				| Purpose::Return
				| Purpose::Refund
				| Purpose::Collection
				| Purpose::Claimed
		);
		if self.is_unclaimed() && !matches!(purpose, Purpose::Unclaimed | Purpose::Collection) {
			return Some(ParkReason::NoCredit);
		}
		if self.has(Self::FEE_ONLY) && !takes {
			return Some(ParkReason::FeeOnly);
		}
		None
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_platform_takes_fees_and_nothing_else_unless_it_is_self_operated() {
		let roles = Roles::of(&[Role::Platform, Role::Merchant]);
		let platform = AccountFlags::default().mirroring(roles, false, false);
		assert_eq!(platform.credit_refusal(Purpose::Goods), Some(ParkReason::FeeOnly));
		assert_eq!(platform.credit_refusal(Purpose::Fee), None);
		assert!(!platform.fits(Purpose::Goods) && !platform.fits(Purpose::Transfer));

		let shop = platform.mirroring(roles, false, true);
		assert_eq!(shop.credit_refusal(Purpose::Goods), None);
		assert!(shop.fits(Purpose::Goods));
	}

	#[test]
	fn the_mirror_can_be_taken_back_bit_by_bit() {
		let all = AccountFlags::of_type(AccountType::Tax).mirroring(Roles::ALL, true, true);
		let none = all.mirroring(Roles::NONE, false, false);
		assert_eq!(none, AccountFlags::of_type(AccountType::Tax));
	}

	#[test]
	fn tax_goes_to_tax_accounts_and_nothing_else_does() {
		let tax = AccountFlags::of_type(AccountType::Tax).mirroring(Roles::ALL, false, true);
		for purpose in Purpose::ALL.iter().filter(|purpose| purpose.is_for_legs()) {
			assert_eq!(tax.fits(*purpose), *purpose == Purpose::Tax);
		}
	}
}
