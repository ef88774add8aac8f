// SPDX-License-Identifier: Apache-2.0

use crate::Take;
use alloc::{string::String, vec::Vec};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, Error, Input};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use split_ledger_primitives::{
	limits::DEPTH_MAX, Amount, Attributes, Currency, Moment, Purpose, RefundTerms, Uncredited,
};

macro_rules! rule_type {
	($($item:item)+) => {
		$(
			#[derive(
				Clone, Debug, Decode, DecodeWithMemTracking, Deserialize, Encode, Eq, PartialEq, Serialize,
				TypeInfo,
			)]
			$item
		)+
	};
}

pub(crate) use rule_type;

/// A rule set: immutable, named by the hash of its encoded content.
///
/// One type for all semantics; how it is written depends on them (`wire.rs`).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleSet {
	/// The engine that gives the rule set its meaning: 1 or 2.
	pub semantics: u8,
	/// Its name among people.
	pub name: String,
	/// The currency of the orders that it divides.
	pub currency: Currency,
	/// How a share is rounded.
	pub rounding: Rounding,
	/// Who gets what rounding left over.
	pub residue: Residue,
	/// What becomes of a leg that cannot be credited when it is released (O6).
	#[serde(default)]
	pub uncredited: Uncredited,
	/// How its orders are refunded (R2, R3, O5); the default in semantics 1.
	#[serde(default)]
	pub refund: RefundTerms,
	/// The slots that parties fill, named by their place from 0 on.
	pub slots: Vec<String>,
	/// The amounts that an order may bring, named by their place from 0 on.
	pub inputs: Vec<String>,
	/// The channels it knows; an order names entry i by i + 1, and 0 is none or unknown.
	pub channels: Vec<String>,
	/// The categories it knows, likewise.
	pub categories: Vec<String>,
	/// The promotions it knows, likewise.
	pub promotions: Vec<String>,
	/// The member tiers it knows, likewise.
	pub member_tiers: Vec<String>,
	/// The cases; the first that matches is used, and the last matches every order.
	pub cases: Vec<Case>,
}

rule_type! {
	/// How a share is rounded to whole minor units.
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum Rounding {
		/// To the unit below.
		#[codec(index = 0)]
		Down,
		/// To the nearest unit, a half to the unit above.
		#[codec(index = 1)]
		HalfUp,
		/// To the nearest unit, a half to the even one.
		#[codec(index = 2)]
		HalfEven,
	}

	/// Who gets what rounding left over.
	#[derive(Copy)]
	#[serde(rename_all = "kebab-case")]
	pub enum Residue {
		/// The remainder of the group.
		#[codec(index = 0)]
		Remainder,
		/// In share groups one unit each by falling fraction, the earlier leg first among equals.
		#[codec(index = 1)]
		LargestRemainder,
		/// In share groups one unit each from the first leg on.
		#[codec(index = 2)]
		First,
	}

	/// One way to divide an order, and the orders it is for.
	#[serde(rename_all = "camelCase")]
	pub struct Case {
		/// Which orders it is for.
		pub when: Condition,
		/// The outermost group.
		pub legs: Vec<Leg>,
	}

	/// Which orders a case is for: keys are and, lists are or, an empty list is any.
	#[derive(Default)]
	#[serde(rename_all = "camelCase")]
	pub struct Condition {
		/// Channels, by their index in the dictionary from 1 on.
		pub channel: Vec<u16>,
		/// Categories, likewise.
		pub category: Vec<u16>,
		/// Promotions, likewise.
		pub promotion: Vec<u16>,
		/// Member tiers, likewise.
		pub member_tier: Vec<u16>,
		/// The least amount of the order that matches.
		pub amount_from: Option<Amount>,
		/// The least amount of the order that does not match any more.
		pub amount_below: Option<Amount>,
		/// The first moment of placement that matches (semantics 2).
		#[serde(default)]
		pub time_from: Option<Moment>,
		/// The first moment of placement that does not match any more (semantics 2).
		#[serde(default)]
		pub time_before: Option<Moment>,
	}
}

/// A part of a group's amount, and where it goes.
#[derive(
	Clone, Debug, DecodeWithMemTracking, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub struct Leg {
	/// How much.
	pub take: Take,
	/// To whom.
	pub target: Target,
}

/// Where the amount of a leg goes.
#[derive(
	Clone, Debug, DecodeWithMemTracking, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo,
)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
	/// To the party that fills a slot: a leaf.
	#[codec(index = 0)]
	Slot {
		/// The slot, by its place.
		slot: u8,
		/// What for; must fit the role of the party (P5).
		purpose: Purpose,
	},
	/// Divided once more, by a group of its own.
	#[codec(index = 1)]
	Split(Vec<Leg>),
}

impl Condition {
	/// Whether it matches every order.
	pub fn is_any(&self) -> bool {
		*self == Self::default()
	}

	/// Whether it asks for the moment of placement.
	pub fn has_window(&self) -> bool {
		self.time_from.is_some() || self.time_before.is_some()
	}

	/// Whether an order of `amount` with these attributes that is placed `now` matches.
	pub fn matches(&self, amount: Amount, attributes: &Attributes, now: Moment) -> bool {
		let is_in = |list: &[u16], value: u16| list.is_empty() || list.contains(&value);
		is_in(&self.channel, attributes.channel)
			&& is_in(&self.category, attributes.category)
			&& is_in(&self.promotion, attributes.promotion)
			&& is_in(&self.member_tier, attributes.member_tier)
			&& self.amount_from.is_none_or(|from| amount >= from)
			&& self.amount_below.is_none_or(|below| amount < below)
			&& self.time_from.is_none_or(|from| now >= from)
			&& self.time_before.is_none_or(|before| now < before)
	}
}

// Legs nest. Decoding them by hand refuses a group that is too deep before it is followed, so that
// no bytes of a stranger decide how deep the stack grows, whoever decodes them.
impl Decode for Leg {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		decode_leg(input, 1)
	}
}

impl Decode for Target {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		decode_target(input, 1)
	}
}

fn decode_leg<I: Input>(input: &mut I, depth: u32) -> Result<Leg, Error> {
	Ok(Leg { take: Take::decode(input)?, target: decode_target(input, depth)? })
}

fn decode_target<I: Input>(input: &mut I, depth: u32) -> Result<Target, Error> {
	match input.read_byte()? {
		0 => Ok(Target::Slot { slot: u8::decode(input)?, purpose: Purpose::decode(input)? }),
		1 if depth < DEPTH_MAX => decode_group(input, depth.saturating_add(1)).map(Target::Split),
		1 => Err("groups are nested too deep".into()),
		_ => Err("a leg goes to a slot or to a group".into()),
	}
}

fn decode_group<I: Input>(input: &mut I, depth: u32) -> Result<Vec<Leg>, Error> {
	input.descend_ref()?;
	let count = Compact::<u32>::decode(input)?.0;
	let mut legs = Vec::new();
	for _ in 0..count {
		input.on_before_alloc_mem(core::mem::size_of::<Leg>())?;
		legs.push(decode_leg(input, depth)?);
	}
	input.ascend_ref();
	Ok(legs)
}
