// SPDX-License-Identifier: Apache-2.0

use codec::Decode;
use serde::Serialize;
use std::fmt;
use subxt::Metadata;

/// Why the chain refused a call, as it encodes it.
#[derive(Clone, Copy, Debug, Decode, Eq, PartialEq)]
#[cfg_attr(test, derive(codec::Encode))]
pub enum Refused {
	/// For no stated reason.
	Other,
	/// The account could not be looked up.
	CannotLookup,
	/// Whoever signed may not make this call at all.
	BadOrigin,
	/// By a pallet, which says why.
	Module {
		/// The pallet.
		pallet: u8,
		/// The error.
		error: [u8; 4],
	},
	/// Something still uses the account.
	ConsumerRemaining,
	/// Nothing keeps the account.
	NoProviders,
	/// Too much uses the account.
	TooManyConsumers,
	/// By a token.
	Token(u8),
	/// A figure left its range.
	Arithmetic(u8),
	/// Calls are nested too deep.
	Transactional(u8),
	/// A resource is used up.
	Exhausted,
	/// The state is corrupt.
	Corruption,
	/// Something is not available now.
	Unavailable,
	/// Root is not allowed here.
	RootNotAllowed,
	/// By the trie.
	Trie(u8),
}

/// A refusal in the words of the chain's own documentation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Failure {
	/// The name of the error, such as `not-enough-available`.
	pub error: String,
	/// Why it happened and what can be done, as the pallet documents it.
	pub detail: String,
}

impl fmt::Display for Failure {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}: {}", self.error, self.detail)
	}
}

impl std::error::Error for Failure {}

impl Failure {
	/// Says a refusal in words, which the metadata of the chain has.
	pub fn of(refused: Refused, metadata: &Metadata) -> Self {
		let Refused::Module { pallet, error: [error, ..] } = refused else {
			return Self { error: kebab(&format!("{refused:?}")), detail: in_general(refused) };
		};
		let pallet = metadata.pallet_by_error_index(pallet);
		let variant = pallet.as_ref().and_then(|pallet| pallet.error_variant_by_index(error));
		match (&pallet, variant) {
			(Some(pallet), Some(variant)) => Self {
				error: kebab(&variant.name),
				detail: format!("{} ({})", variant.docs.join(" ").trim(), pallet.name()),
			},
			_ => Self { error: "unknown".to_owned(), detail: format!("{refused:?}") },
		}
	}
}

fn in_general(refused: Refused) -> String {
	let words = match refused {
		Refused::BadOrigin => "Whoever signed may not make this call.",
		Refused::Exhausted => "A resource of the chain is used up. Try again later.",
		Refused::Unavailable => "Something is not available now. Try again later.",
		_ => "The chain refused the call without a reason of its own.",
	};
	words.to_owned()
}

/// `NotEnoughAvailable` as `not-enough-available`.
pub(crate) fn kebab(name: &str) -> String {
	let mut words = String::new();
	for c in name.chars().take_while(|c| c.is_alphanumeric()) {
		if c.is_uppercase() && !words.is_empty() {
			words.push('-');
		}
		words.extend(c.to_lowercase());
	}
	words
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn names_are_written_in_the_form_of_files() {
		assert_eq!(kebab("NotEnoughAvailable"), "not-enough-available");
		assert_eq!(kebab("Token(3)"), "token");
	}

	#[test]
	fn a_refusal_is_read_as_the_runtime_encodes_it() {
		let mut bytes: &[u8] = &[3, 13, 5, 0, 0, 0];
		let expected = Refused::Module { pallet: 13, error: [5, 0, 0, 0] };
		assert_eq!(Refused::decode(&mut bytes), Ok(expected));
	}
}
