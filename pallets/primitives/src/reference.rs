// SPDX-License-Identifier: Apache-2.0

use crate::{limits::REFERENCE_BYTES_MAX, Date};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The text of a reference: 1 to 64 bytes, the submitter's own, opaque to the chain.
pub type Text = BoundedVec<u8, ConstU32<REFERENCE_BYTES_MAX>>;

/// An end-to-end id as ISO 20022 has it: at most 35 characters of its set, passed on unchanged.
pub type EndToEndId = BoundedVec<u8, ConstU32<35>>;

/// Whether a text is made of the characters that ISO 20022 payment messages carry between all
/// banks, the latin set: letters, digits, space and `/-?:().,'+`.
pub fn is_iso_text(text: &[u8]) -> bool {
	text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/-?:().,'+ ".contains(byte))
}

/// The submitter's own name for an act: one reference, one act, for ever (O1).
///
/// Unique within (submitter, [`Domain`], date). The date is today's or one of the last 30 days.
#[derive(
	Clone,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
pub struct Reference {
	/// The date that the submitter gave the act.
	pub date: Date,
	/// The submitter's own text.
	pub text: Text,
}

/// What a reference is a reference of. The same text may be used once in each (O1).
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Encode,
	Eq,
	MaxEncodedLen,
	Ord,
	PartialEq,
	PartialOrd,
	TypeInfo,
)]
pub enum Domain {
	/// The placement of an order.
	#[codec(index = 0)]
	Order,
	/// A release.
	#[codec(index = 1)]
	Release,
	/// A return of a leg.
	#[codec(index = 2)]
	Return,
	/// A refund.
	#[codec(index = 3)]
	Refund,
	/// An issue of customer money.
	#[codec(index = 4)]
	Issue,
	/// A redemption of customer money.
	#[codec(index = 5)]
	Redeem,
	/// An issue or withdrawal of reserve.
	#[codec(index = 6)]
	Reserve,
	/// A hold by order of a court.
	#[codec(index = 7)]
	Hold,
	/// A payment out of such a hold.
	#[codec(index = 8)]
	Deduct,
	/// What a resolver decided about a dispute.
	#[codec(index = 9)]
	Resolution,
}

/// What the state keeps of what was sent under a reference, and what a UETR is made of: the first half
/// of a hash. That is enough to tell a retry from another act (O1).
pub fn first_half(hash: [u8; 32]) -> [u8; 16] {
	let mut half = [0; 16];
	for (to, from) in half.iter_mut().zip(hash) {
		*to = from;
	}
	half
}

#[cfg(test)]
mod tests {
	use super::{first_half, is_iso_text};

	#[test]
	fn the_first_half_of_a_hash_is_its_first_sixteen_bytes() {
		let mut hash = [7; 32];
		hash[15] = 1;
		hash[16] = 2;
		let mut half = [7; 16];
		half[15] = 1;
		assert_eq!(first_half(hash), half);
	}

	#[test]
	fn text_between_banks_is_of_the_latin_set() {
		assert!(is_iso_text(b"Az09 /-?:().,'+"));
		for byte in [b'_', b'&', b'\n', b'"', b'*', 0x00, 0x7f, 0xc3] {
			assert!(!is_iso_text(&[b'A', byte]), "{byte:#x}");
		}
	}
}
