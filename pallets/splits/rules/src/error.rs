// SPDX-License-Identifier: Apache-2.0

use alloc::vec::Vec;
use codec::{Decode, Encode};
use core::fmt;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

// One text per error: what the documentation says is what a tool prints.
macro_rules! rule_errors {
	($($index:literal $name:ident $text:literal)+) => {
		/// Why a rule set, an order or a release is refused, and what to do about it.
		#[derive(
			Clone, Copy, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo,
		)]
		#[serde(rename_all = "kebab-case")]
		pub enum RuleError {
			$(#[doc = $text] #[codec(index = $index)] $name,)+
		}

		impl RuleError {
			/// All of them, in the order of their indices.
			pub const ALL: &'static [Self] = &[$(Self::$name),+];
		}

		impl fmt::Display for RuleError {
			fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
				f.write_str(match self { $(Self::$name => $text,)+ })
			}
		}
	};
}

rule_errors! {
	0 UnknownSemantics "No engine has these semantics. Write the rule set in semantics 1 or 2."
	1 TooLarge "The encoded rule set is over 32,768 bytes. Shorten names or lists."
	2 BadName "A name is empty or over 64 bytes. Give it 1 to 64 bytes."
	3 DuplicateName "A name stands twice in its list. Name each entry once."
	4 TooManyNames "More than 255 slots or inputs. Split the rule set."
	5 UnusedSlot "A slot that no leg pays. Remove it, or pay it."
	6 UnusedInput "An input that no leg takes. Remove it, or take it."
	7 UnknownSlot "A leg pays a slot that the rule set does not have. Declare it."
	8 UnknownInput "A leg takes an input that the rule set does not have. Declare it."
	9 NoCase "A rule set without cases. Write one without a condition."
	10 TooManyCases "More than 32 cases. Join some, or split the rule set."
	11 LastCaseConditional "The last case has a condition, so an order may match none. Remove it."
	12 CaseUnreachable "A case without a condition before the last one. Move it to the end."
	13 UnknownAttribute "A condition lists an index that the dictionary does not have. Add the word to it, or remove the index."
	14 DuplicateAttribute "A condition lists an index twice. List it once."
	15 EmptyRange "The amount from is not below the amount below, so no order matches. Widen the range."
	16 EmptyGroup "A group without legs. Give its amount to somebody."
	17 TooManyLegs "More than 50 leaves in a case. Pay fewer parties."
	18 TooDeep "Groups are nested deeper than 4. Flatten them."
	19 TooManyParties "A case pays more than the 16 slots that an order can fill. Pay fewer slots."
	20 TooManyInputs "A case takes more than the 8 inputs that an order can bring. Take fewer inputs."
	21 InputTakenTwice "A case takes an input twice. Take each at most once in a case."
	22 PurposeNotForLegs "A leg is for goods, logistics, fee, commission or tax only. Write one of these."
	23 BadShare "A share is zero or has no denominator. Write a fraction above zero."
	24 UnreducedShare "A share is not in lowest terms. Divide both numbers by what they share."
	25 SharesOverWhole "The shares of a group are more than the whole. Lower them."
	26 FloorOverCap "The floor of a share is over its cap. Swap or change them."
	27 BoundsWithoutRemainder "A floor or cap in a group without remainder. Add a remainder."
	28 NoOwnerOfResidue "Nobody owns what the legs of a group leave. Add a remainder."
	29 TwoRemainders "A group has two remainders. Keep one, and split it if need be."
	30 ShareOfRestBelowRemainder "A share of the rest stands below the remainder, which leaves none. Move it above."
	31 RoundingNotDown "These residues need rounding down. Round down, or use the remainder."
	32 InputMissing "The case takes an input that the order does not bring. Bring it, zero at least."
	33 InputLeftOver "The order brings an input that the case does not take. Leave it out."
	34 InputTwice "The order brings an input twice. Bring it once."
	35 LegOverRest "A leg is larger than what its group has left; none is clamped. Raise the amount."
	36 NoCaseMatches "No case matches, which a valid rule set excludes. Validate the rule set."
	37 MoreThanRemains "The release is larger than what remains of the entitlements. Release less."
	38 Overflow "A figure left its range, which valid input excludes. Report the input."
	39 NoLegOfGoods "Uncredited legs go to the merchant, but a case has no leg of goods. Add one, or park."
	40 NeedsSemantics2 "Refund terms, time windows, shares of net and tiers need semantics 2. Write it."
	41 EmptyWindow "The time from is not before the time before, so no order matches. Widen the window."
	42 AdvancerTwice "An advancer stands twice in the refund terms. Name each once."
	43 RefundWithoutGoods "The refund terms need the merchant, but a case has no leg of goods. Add one."
	44 BadNet "A share of net names no leg, a remainder, or one that is not above. Name legs above it."
	45 BadTiers "Tiers are 1 to 8, the first from 0 and each from more than the last. Write them so."
	46 UnknownCase "The rule set has no case of this number. Take the number from the order's plan."
}

/// An error with its place, for a message like a compiler's.
#[derive(Clone, Debug, Decode, Deserialize, Encode, Eq, PartialEq, Serialize, TypeInfo)]
pub struct RuleFault {
	/// What is wrong.
	pub error: RuleError,
	/// In which case, from 1 on; none where it concerns the whole rule set.
	pub case: Option<u8>,
	/// At which leg: its place in each group from the outermost on, from 1 on. Empty where it
	/// concerns the whole case.
	pub leg: Vec<u8>,
}

impl From<RuleError> for RuleFault {
	fn from(error: RuleError) -> Self {
		Self { error, case: None, leg: Vec::new() }
	}
}

impl fmt::Display for RuleFault {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		if let Some(case) = self.case {
			write!(f, "case {case}")?;
			for (level, place) in self.leg.iter().enumerate() {
				write!(f, "{}{place}", if level == 0 { ", leg " } else { "." })?;
			}
			f.write_str(": ")?;
		}
		self.error.fmt(f)
	}
}

impl core::error::Error for RuleError {}
impl core::error::Error for RuleFault {}
