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
mod chosen;
mod error;
mod exact;
mod semantics_1;
mod stored;
#[cfg(test)]
mod tests;
mod types;
mod validate;

pub use allocation::{Allocation, Explanation, Part, Step};
pub use apportion::apportion;
pub use chosen::Chosen;
pub use error::{RuleError, RuleFault};
pub use stored::StoredRuleSet;
pub use types::{Base, Case, Condition, Leg, Residue, Rounding, RuleSet, Take, Target};
pub use validate::ValidRuleSet;

/// The semantics that new rule sets are written in.
pub const SEMANTICS: u8 = 1;
/// Bytes of a name: of the rule set, a slot, an input or an entry of the dictionary.
pub const NAME_BYTES_MAX: usize = 64;
