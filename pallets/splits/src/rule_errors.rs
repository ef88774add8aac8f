// SPDX-License-Identifier: Apache-2.0

use crate::{Config, Error};
use split_rules::RuleError;

// A module error is flat, and the rules know no FRAME: each of their errors has a namesake here.
macro_rules! namesakes {
	($($name:ident)+) => {
		impl<T: Config> From<RuleError> for Error<T> {
			fn from(error: RuleError) -> Self {
				match error { $(RuleError::$name => Self::$name,)+ }
			}
		}
	};
}

namesakes! {
	UnknownSemantics
	TooLarge
	BadName
	DuplicateName
	TooManyNames
	UnusedSlot
	UnusedInput
	UnknownSlot
	UnknownInput
	NoCase
	TooManyCases
	LastCaseConditional
	CaseUnreachable
	UnknownAttribute
	DuplicateAttribute
	EmptyRange
	EmptyGroup
	TooManyLegs
	TooDeep
	TooManyParties
	TooManyInputs
	InputTakenTwice
	PurposeNotForLegs
	BadShare
	UnreducedShare
	SharesOverWhole
	FloorOverCap
	BoundsWithoutRemainder
	NoOwnerOfResidue
	TwoRemainders
	ShareOfRestBelowRemainder
	RoundingNotDown
	InputMissing
	InputLeftOver
	InputTwice
	LegOverRest
	NoCaseMatches
	MoreThanRemains
	Overflow
	NoLegOfGoods
	NeedsSemantics2
	EmptyWindow
	AdvancerTwice
	RefundWithoutGoods
	BadNet
	BadTiers
	UnknownCase
}
