// SPDX-License-Identifier: Apache-2.0

use crate::Amount;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

macro_rules! bit_set {
	($(#[$doc:meta])* $set:ident of $item:ident { $($(#[$item_doc:meta])* $name:ident = $bit:literal,)+ }) => {
		/// One of a set; see the set of the same name in the plural.
		#[derive(
			Clone, Copy, Debug, Decode, DecodeWithMemTracking, Deserialize, Encode, Eq, MaxEncodedLen,
			Ord, PartialEq, PartialOrd, Serialize, TypeInfo,
		)]
		#[serde(rename_all = "kebab-case")]
		pub enum $item {
			$($(#[$item_doc])* #[codec(index = $bit)] $name,)+
		}

		impl $item {
			/// All of them, in the order of their bits.
			pub const ALL: &'static [Self] = &[$(Self::$name),+];

			/// The bit of this one in the set.
			pub const fn bit(self) -> u16 {
				match self { $(Self::$name => 1 << $bit,)+ }
			}
		}

		$(#[$doc])*
		#[derive(
			Clone, Copy, Debug, Decode, DecodeWithMemTracking, Default, Deserialize, Encode, Eq,
			MaxEncodedLen, PartialEq, Serialize, TypeInfo,
		)]
		#[serde(transparent)]
		pub struct $set(pub u16);

		impl $set {
			/// None at all.
			pub const NONE: Self = Self(0);
			/// Every one there is.
			pub const ALL: Self = Self(0 $(| 1 << $bit)+);

			/// The set of those listed.
			pub const fn of(items: &[$item]) -> Self {
				let mut bits = 0;
				let mut rest = items;
				while let [first, others @ ..] = rest {
					bits |= first.bit();
					rest = others;
				}
				Self(bits)
			}

			/// Whether `item` is in the set.
			pub const fn has(self, item: $item) -> bool {
				self.0 & item.bit() != 0
			}

			/// Whether everything of `other` is in this set too.
			pub const fn contains(self, other: Self) -> bool {
				self.0 & other.0 == other.0
			}

			/// Whether there is nothing in the set.
			pub const fn is_empty(self) -> bool {
				self.0 == 0
			}

			/// Whether only known bits are set.
			pub const fn is_valid(self) -> bool {
				self.0 & !Self::ALL.0 == 0
			}

			/// Those in the set, in the order of their bits.
			pub fn iter(self) -> impl Iterator<Item = $item> {
				$item::ALL.iter().copied().filter(move |item| self.has(*item))
			}
		}
	};
}

bit_set!(
	/// What a participant may do on the ledger.
	Roles of Role {
		/// Keeps accounts, issues and redeems customer money, votes, clears.
		Bank = 0,
		/// Issues reserves of a currency to banks; is no bank (M4).
		SettlementAgent = 1,
		/// Publishes split rules, receives fees and commissions only (P5).
		Platform = 2,
		/// Sells; receives goods legs; accepts rule sets.
		Merchant = 3,
		/// Receives goods legs as a registered supplier.
		Supplier = 4,
		/// Receives logistics legs.
		Carrier = 5,
		/// Receives fees and commissions for bringing buyers.
		Promoter = 6,
		/// Pays.
		Buyer = 7,
		/// Signs evidence.
		Attestor = 8,
		/// Reads everything, freezes, never moves money.
		Supervisor = 9,
		/// A tax authority: its accounts are tax accounts.
		Tax = 10,
	}
);

bit_set!(
	/// What a key may sign for its participant.
	Scopes of Scope {
		/// Participants, roles, keys, accounts and status bits.
		Admin = 0,
		/// Orders, transfers, releases and refunds.
		Pay = 1,
		/// Customer money in and out, reserves, caps and cycles.
		Treasury = 2,
		/// Rule sets: publish, approve, accept, retire.
		Rules = 3,
		/// Acts as the bank before stock pallets: votes, session keys.
		Govern = 4,
	}
);

/// What limits a key in a currency (P7). A limit of zero lets it spend nothing there.
#[derive(
	Clone,
	Copy,
	Debug,
	Decode,
	DecodeWithMemTracking,
	Default,
	Deserialize,
	Encode,
	Eq,
	MaxEncodedLen,
	PartialEq,
	Serialize,
	TypeInfo,
)]
pub struct KeyLimit {
	/// The most that one order may be.
	pub single: Amount,
	/// The most of a UTC date.
	pub daily: Amount,
}

impl KeyLimit {
	/// Whether it allows nothing that `other` does not.
	pub fn is_within(self, other: Self) -> bool {
		self.single <= other.single && self.daily <= other.daily
	}
}
