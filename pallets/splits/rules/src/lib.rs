// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![deny(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	clippy::panic
)]
#![cfg_attr(
	test,
	allow(
		clippy::arithmetic_side_effects,
		clippy::indexing_slicing,
		clippy::unwrap_used,
		clippy::panic,
		reason = "a test may stop where runtime code may not"
	)
)]

extern crate alloc;

mod allocation;
mod apportion;
mod ceiling;
mod check;
mod chosen;
mod engine;
mod error;
mod exact;
mod explain;
mod leaves;
mod refund;
mod semantics_1;
mod semantics_2;
mod shares;
mod stored;
mod take;
#[cfg(test)]
mod tests;
mod types;
mod validate;
mod wire;

pub use allocation::{Allocation, Explanation, Part, Step};
pub use apportion::apportion;
pub use chosen::Chosen;
pub use error::{RuleError, RuleFault};
pub use refund::{divide_refund, RefundGiver, RefundLeg, RefundRole};
pub use stored::StoredRuleSet;
pub use take::{Base, Places, Take, Tier, TierBy};
pub use types::{Case, Condition, Leg, Residue, Rounding, RuleSet, Target};
pub use validate::ValidRuleSet;

/// The semantics that new rule sets are written in.
pub const SEMANTICS: u8 = 2;
/// Bytes of a name: of the rule set, a slot, an input or an entry of the dictionary.
pub const NAME_BYTES_MAX: usize = 64;
/// Tiers of a share.
pub const TIERS_MAX: usize = 8;
