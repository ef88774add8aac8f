// SPDX-License-Identifier: Apache-2.0

//! What the receivers of an order gave back, in the state beside its row (T2).

use crate::{order::OrderError, types::Funder};
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame::prelude::{BoundedVec, ConstU32};
use scale_info::TypeInfo;
use split_ledger_primitives::{
	limits::{FUNDERS_MAX, LEGS_MAX},
	Amount,
};

/// The number under which what the merchant gives and gets counts where it has no leg of the order.
pub const NO_LEG: u8 = 0;

/// The legs of an order, and the merchant where it has none.
pub const GIVEN_LEGS_MAX: u32 = LEGS_MAX + 1;

/// What was given back of an order's legs. It is there only where something was.
#[derive(Clone, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct GivenBack {
	/// How many returns and refunds of parts after a release brought it about.
	pub acts: u8,
	/// The legs of which something was given back or kept, by ascending number.
	pub legs: BoundedVec<GivenLeg, ConstU32<GIVEN_LEGS_MAX>>,
	/// What each funder got back, out of the hold and from accounts, what is due included, the payer
	/// first (O5). Empty where an order has one funder: it gets all that goes back.
	pub back: BoundedVec<Amount, ConstU32<FUNDERS_MAX>>,
}

/// What was given back of a leg after it was released.
#[derive(Clone, Copy, Debug, Decode, Default, Encode, Eq, MaxEncodedLen, PartialEq, TypeInfo)]
pub struct GivenLeg {
	/// The number of the leg, or [`NO_LEG`].
	pub leg: u8,
	/// What its receiver returned alone: to the merchant, or to the payer of a plain payment (R1).
	#[codec(compact)]
	pub returned: Amount,
	/// What its receiver, or who advanced for it, gave in refunds, what is still due included (R3).
	#[codec(compact)]
	pub given: Amount,
	/// What it kept of refunds, since the merchant gave it in its place (R2).
	#[codec(compact)]
	pub kept: Amount,
}

impl GivenLeg {
	/// Whether nothing was given back of it.
	pub fn is_empty(&self) -> bool {
		self.returned.is_zero() && self.given.is_zero() && self.kept.is_zero()
	}
}

impl GivenBack {
	/// What was given back of a leg.
	pub fn of(&self, leg: u8) -> GivenLeg {
		let known = self.legs.iter().find(|given| given.leg == leg).copied();
		known.unwrap_or(GivenLeg { leg, ..GivenLeg::default() })
	}

	/// Adds what these funders got back now, where they are several. None got more back than it put in:
	/// what a funder is given beyond that, since nobody takes a fee that was kept, is not its own.
	pub fn plus_back(mut self, funders: &[Funder], more: &[Amount]) -> Result<Self, OrderError> {
		if funders.len() <= 1 {
			return Ok(self);
		}
		let before = self.back.iter().chain(core::iter::repeat(&Amount::ZERO));
		let more = more.iter().chain(core::iter::repeat(&Amount::ZERO));
		let sums =
			funders.iter().zip(before).zip(more).map(|((funder, before), more)| {
				Some(before.checked_add(*more)?.min(funder.amount))
			});
		let sums = sums.collect::<Option<Vec<Amount>>>().ok_or(OrderError::Overflow)?;
		self.back = sums.try_into().map_err(|_| OrderError::Overflow)?;
		Ok(self)
	}

	/// Whether nothing was given back.
	pub fn is_empty(&self) -> bool {
		self.legs.is_empty() && self.back.is_empty()
	}

	/// Counts an act of which there can be so many (T2).
	pub fn count_act(mut self, most: u32) -> Result<Self, OrderError> {
		let acts = self.acts.saturating_add(1);
		if u32::from(acts) > most {
			return Err(OrderError::TooManyReturns);
		}
		self.acts = acts;
		Ok(self)
	}

	/// Adds to what was given back of a leg.
	pub fn plus(mut self, more: GivenLeg) -> Result<Self, OrderError> {
		if more.is_empty() {
			return Ok(self);
		}
		let known = self.of(more.leg);
		let add = |a: Amount, b| a.checked_add(b).ok_or(OrderError::Overflow);
		let sum = GivenLeg {
			leg: more.leg,
			returned: add(known.returned, more.returned)?,
			given: add(known.given, more.given)?,
			kept: add(known.kept, more.kept)?,
		};
		match self.legs.binary_search_by_key(&more.leg, |given| given.leg) {
			Ok(place) => {
				if let Some(given) = self.legs.get_mut(place) {
					*given = sum;
				}
			}
			Err(place) => {
				self.legs.try_insert(place, sum).map_err(|_| OrderError::Overflow)?;
			}
		}
		Ok(self)
	}
}
