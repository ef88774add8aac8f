// SPDX-License-Identifier: Apache-2.0

use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The place of a bank among the banks of the consortium, 0 to 63, never given twice.
#[derive(
	Clone,
	Copy,
	CompactAs,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	Serialize,
	TypeInfo,
)]
#[serde(transparent)]
pub struct BankIndex(pub u8);

impl fmt::Display for BankIndex {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.fmt(f)
	}
}

/// The life of a bank in the consortium (P2).
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
pub enum BankStatus {
	/// Does everything that a bank does.
	#[default]
	#[codec(index = 0)]
	Active,
	/// Takes nothing new: no issue, no order, no withdrawal; what was promised still releases.
	#[codec(index = 1)]
	RunOff,
	/// Gone: nothing of it is open.
	#[codec(index = 2)]
	Exited,
}

/// A set of banks, one bit each.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	TypeInfo,
)]
pub struct BankSet(pub u64);

impl BankSet {
	/// The bit of a bank; an index over 63 has none.
	fn bit(bank: BankIndex) -> u64 {
		1u64.checked_shl(bank.0.into()).unwrap_or(0)
	}

	/// Whether `bank` is in the set.
	pub fn has(self, bank: BankIndex) -> bool {
		self.0 & Self::bit(bank) != 0
	}

	/// The set with `bank`, or without it.
	pub fn with(self, bank: BankIndex, present: bool) -> Self {
		if present {
			Self(self.0 | Self::bit(bank))
		} else {
			Self(self.0 & !Self::bit(bank))
		}
	}
}
