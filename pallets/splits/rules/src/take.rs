// SPDX-License-Identifier: Apache-2.0

use crate::types::rule_type;
use alloc::vec::Vec;
use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};
use split_ledger_primitives::Amount;

rule_type! {
	/// How much a leg takes of its group.
	#[serde(rename_all = "kebab-case")]
	pub enum Take {
		/// Exactly this much.
		#[codec(index = 0)]
		Fixed(Amount),
		/// Exactly the input of this place.
		#[codec(index = 1)]
		Input(u8),
		/// A share, rounded, then lifted to the floor, then held to the cap.
		#[codec(index = 2)]
		Share {
			/// Numerator of the reduced fraction.
			numerator: u32,
			/// Denominator of the reduced fraction.
			denominator: u32,
			/// What it is a share of.
			of: Base,
			/// The least that the leg takes.
			floor: Option<Amount>,
			/// The most that the leg takes.
			cap: Option<Amount>,
		},
		/// What the other legs of the group leave, computed last.
		#[codec(index = 3)]
		Remainder,
		/// A share whose rate depends on an amount, rounded once, then lifted to the floor, then held to
		/// the cap (semantics 2).
		#[codec(index = 4)]
		Tiered {
			/// Denominator of the rates of all tiers, which are in lowest terms together.
			denominator: u32,
			/// The tiers, ascending; the first is from 0 on.
			tiers: Vec<Tier>,
			/// To what each rate applies.
			by: TierBy,
			/// What it is a share of.
			of: Base,
			/// The least that the leg takes.
			floor: Option<Amount>,
			/// The most that the leg takes.
			cap: Option<Amount>,
		},
	}

	/// One tier: from an amount on, up to where the next one begins.
	#[derive(Copy)]
	pub struct Tier {
		/// Where it begins, this amount included.
		pub from: Amount,
		/// Numerator of its rate; zero takes nothing.
		pub numerator: u32,
	}

	/// To what the rates of tiers apply.
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum TierBy {
		/// The rate of the tier in which the amount of the whole order lies applies to all of the base.
		#[codec(index = 0)]
		Whole,
		/// Each slice of the base takes the rate of the tier in which it lies.
		#[codec(index = 1)]
		Marginal,
	}

	/// What a share is a share of.
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum Base {
		/// The amount that reached the group.
		#[codec(index = 0)]
		Gross,
		/// What the legs above it in the group left.
		#[codec(index = 1)]
		Rest,
		/// The amount that reached the group less what these legs above it take (semantics 2).
		#[codec(index = 2)]
		Net(#[codec(compact)] Places),
	}
}

/// A set of places in a group, from 0 to 63: a bit for each. In JSON it is a list of places.
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
	PartialEq,
	TypeInfo,
)]
pub struct Places(pub u64);

impl Places {
	/// The set of these places; those beyond 63 are in no set.
	pub fn of(places: impl IntoIterator<Item = u8>) -> Self {
		let bits = places.into_iter().filter_map(|place| 1_u64.checked_shl(place.into()));
		Self(bits.fold(0, |set, bit| set | bit))
	}

	/// Whether it has none.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// Whether it has this place.
	pub fn has(self, place: usize) -> bool {
		u32::try_from(place).ok().and_then(|place| self.0.checked_shr(place)).unwrap_or(0) & 1 == 1
	}

	/// Its places, ascending.
	pub fn iter(self) -> impl Iterator<Item = u8> {
		(0..64).filter(move |place| self.has(usize::from(*place)))
	}
}

impl Serialize for Places {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_seq(self.iter())
	}
}

impl<'de> Deserialize<'de> for Places {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let places = Vec::<u8>::deserialize(deserializer)?;
		if places.iter().any(|place| *place > 63) {
			return Err(D::Error::custom("a group has places 0 to 49"));
		}
		Ok(Self::of(places))
	}
}
