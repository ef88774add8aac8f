// SPDX-License-Identifier: Apache-2.0

//! Rule sets as they are written: an enum whose index, the first byte, is the semantics.
//!
//! Semantics 1 is written byte for byte as it always was. What it cannot say, refund terms and time
//! windows, has no place in it; legs are written alike in both.

use crate::{Case, Condition, Leg, Residue, Rounding, RuleSet};
use alloc::{string::String, vec::Vec};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, EncodeLike, Error, Input, Output};
use scale_info::{Type, TypeInfo};
use split_ledger_primitives::{Amount, Currency, RefundTerms, Uncredited};

/// The index of what cannot be written as it is, so that nobody reads it as something else.
const NO_SEMANTICS: u8 = 0;

/// What is on the wire, for whoever encodes by the metadata.
mod written {
	use super::*;

	#[derive(Decode, DecodeWithMemTracking, TypeInfo)]
	pub(super) enum RuleSet {
		/// Without refund terms, time windows, shares of net and tiers.
		#[codec(index = 1)]
		Semantics1(RuleSet1),
		/// With all that a rule set can say.
		#[codec(index = 2)]
		Semantics2(RuleSet2),
	}

	#[derive(Decode, DecodeWithMemTracking, TypeInfo)]
	pub(super) struct RuleSet1 {
		pub(super) name: String,
		pub(super) currency: Currency,
		pub(super) rounding: Rounding,
		pub(super) residue: Residue,
		pub(super) uncredited: Uncredited,
		pub(super) slots: Vec<String>,
		pub(super) inputs: Vec<String>,
		pub(super) channels: Vec<String>,
		pub(super) categories: Vec<String>,
		pub(super) promotions: Vec<String>,
		pub(super) member_tiers: Vec<String>,
		pub(super) cases: Vec<Case1>,
	}

	#[derive(Decode, DecodeWithMemTracking, TypeInfo)]
	pub(super) struct RuleSet2 {
		pub(super) name: String,
		pub(super) currency: Currency,
		pub(super) rounding: Rounding,
		pub(super) residue: Residue,
		pub(super) uncredited: Uncredited,
		pub(super) refund: RefundTerms,
		pub(super) slots: Vec<String>,
		pub(super) inputs: Vec<String>,
		pub(super) channels: Vec<String>,
		pub(super) categories: Vec<String>,
		pub(super) promotions: Vec<String>,
		pub(super) member_tiers: Vec<String>,
		pub(super) cases: Vec<Case>,
	}

	#[derive(Decode, DecodeWithMemTracking, TypeInfo)]
	pub(super) struct Case1 {
		pub(super) when: Condition1,
		pub(super) legs: Vec<Leg>,
	}

	#[derive(Decode, DecodeWithMemTracking, TypeInfo)]
	pub(super) struct Condition1 {
		pub(super) channel: Vec<u16>,
		pub(super) category: Vec<u16>,
		pub(super) promotion: Vec<u16>,
		pub(super) member_tier: Vec<u16>,
		pub(super) amount_from: Option<Amount>,
		pub(super) amount_below: Option<Amount>,
	}
}

/// Reads a condition of a rule set of these semantics.
pub(crate) fn read_condition(semantics: u8, input: &mut &[u8]) -> Result<Condition, Error> {
	match semantics {
		1 => written::Condition1::decode(input).map(Condition::from),
		_ => Condition::decode(input),
	}
}

impl TypeInfo for RuleSet {
	type Identity = Self;

	fn type_info() -> Type {
		written::RuleSet::type_info()
	}
}

impl Decode for RuleSet {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		match written::RuleSet::decode(input)? {
			written::RuleSet::Semantics1(written) => {
				// They are copied into larger ones.
				let bytes = written.cases.len().saturating_mul(core::mem::size_of::<Case>());
				input.on_before_alloc_mem(bytes)?;
				Ok(written.into())
			}
			written::RuleSet::Semantics2(written) => Ok(written.into()),
		}
	}
}

impl DecodeWithMemTracking for RuleSet {}

impl Encode for RuleSet {
	fn size_hint(&self) -> usize {
		self.cases.size_hint()
	}

	fn encode_to<O: Output + ?Sized>(&self, to: &mut O) {
		let index = self.index();
		(index, &self.name, self.currency, self.rounding, self.residue, self.uncredited)
			.encode_to(to);
		if index != 1 {
			self.refund.encode_to(to);
		}
		for list in [&self.slots, &self.inputs].into_iter().chain(self.dictionaries()) {
			list.encode_to(to);
		}
		if index != 1 {
			return self.cases.encode_to(to);
		}
		// A list in memory has fewer entries than 2^32: each takes more than a byte.
		Compact(u32::try_from(self.cases.len()).unwrap_or(u32::MAX)).encode_to(to);
		for Case { when, legs } in &self.cases {
			(&when.channel, &when.category, &when.promotion, &when.member_tier).encode_to(to);
			(when.amount_from, when.amount_below, legs).encode_to(to);
		}
	}
}

impl EncodeLike for RuleSet {}

impl RuleSet {
	/// Its semantics, unless they cannot say what it says. Validation refuses such a rule set.
	fn index(&self) -> u8 {
		let is_writable = self.refund == RefundTerms::default()
			&& self.cases.iter().all(|case| !case.when.has_window());
		if self.semantics != 1 || is_writable {
			self.semantics
		} else {
			NO_SEMANTICS
		}
	}
}

impl From<written::RuleSet1> for RuleSet {
	fn from(written: written::RuleSet1) -> Self {
		Self {
			semantics: 1,
			name: written.name,
			currency: written.currency,
			rounding: written.rounding,
			residue: written.residue,
			uncredited: written.uncredited,
			refund: RefundTerms::default(),
			slots: written.slots,
			inputs: written.inputs,
			channels: written.channels,
			categories: written.categories,
			promotions: written.promotions,
			member_tiers: written.member_tiers,
			cases: written.cases.into_iter().map(Case::from).collect(),
		}
	}
}

impl From<written::RuleSet2> for RuleSet {
	fn from(written: written::RuleSet2) -> Self {
		Self {
			semantics: 2,
			name: written.name,
			currency: written.currency,
			rounding: written.rounding,
			residue: written.residue,
			uncredited: written.uncredited,
			refund: written.refund,
			slots: written.slots,
			inputs: written.inputs,
			channels: written.channels,
			categories: written.categories,
			promotions: written.promotions,
			member_tiers: written.member_tiers,
			cases: written.cases,
		}
	}
}

impl From<written::Case1> for Case {
	fn from(written: written::Case1) -> Self {
		Self { when: written.when.into(), legs: written.legs }
	}
}

impl From<written::Condition1> for Condition {
	fn from(written: written::Condition1) -> Self {
		Self {
			channel: written.channel,
			category: written.category,
			promotion: written.promotion,
			member_tier: written.member_tier,
			amount_from: written.amount_from,
			amount_below: written.amount_below,
			time_from: None,
			time_before: None,
		}
	}
}
