// SPDX-License-Identifier: Apache-2.0

use alloc::string::{String, ToString};
use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};

/// A sum over many amounts: money of a whole currency, or of a bank over all time.
pub type Total = u128;

/// A bank's net of obligations in minor units. Above zero it owes, below zero it is owed.
pub type Position = i128;

/// An amount of money in minor units of its currency (cents, fen), never below zero.
///
/// In JSON it is a decimal string, so that no reader rounds it to a float.
#[derive(
	Clone,
	Copy,
	CompactAs,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Encode,
	Eq,
	Hash,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub struct Amount(pub u64);

impl Amount {
	/// No money.
	pub const ZERO: Self = Self(0);
	/// The greatest amount that a row can hold.
	pub const MAX: Self = Self(u64::MAX);

	/// Whether this is no money at all.
	pub const fn is_zero(self) -> bool {
		self.0 == 0
	}

	/// The sum, or `None` where it does not fit a row.
	pub fn checked_add(self, other: Self) -> Option<Self> {
		self.0.checked_add(other.0).map(Self)
	}

	/// The difference, or `None` where it would fall below zero.
	pub fn checked_sub(self, other: Self) -> Option<Self> {
		self.0.checked_sub(other.0).map(Self)
	}

	/// The sum of many, or `None` where it does not fit a row.
	pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
		amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
	}

	/// The amount as a term of a total.
	pub fn total(self) -> Total {
		self.0.into()
	}

	/// The amount as a term of a position.
	pub fn position(self) -> Position {
		self.0.into()
	}
}

impl fmt::Display for Amount {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.fmt(f)
	}
}

impl FromStr for Amount {
	type Err = core::num::ParseIntError;

	fn from_str(text: &str) -> Result<Self, Self::Err> {
		text.parse().map(Self)
	}
}

impl Serialize for Amount {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&self.0.to_string())
	}
}

impl<'de> Deserialize<'de> for Amount {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

/// Totals and positions in JSON: decimal strings, like [`Amount`].
///
/// Use as `#[serde(with = "crate::views::decimal")]`.
pub mod decimal {
	use super::*;

	/// Writes any whole number as a decimal string.
	pub fn serialize<T: ToString, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
		to.serialize_str(&value.to_string())
	}

	/// Reads a whole number from a decimal string.
	pub fn deserialize<'de, T, D>(from: D) -> Result<T, D::Error>
	where
		T: FromStr,
		T::Err: fmt::Display,
		D: Deserializer<'de>,
	{
		String::deserialize(from)?.parse().map_err(D::Error::custom)
	}
}
