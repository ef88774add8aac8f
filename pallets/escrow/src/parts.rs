// SPDX-License-Identifier: Apache-2.0

//! What an act on an order moves, leg by leg: computed from the order, without changing it.

use crate::{
	given::GivenBack,
	order::{moved, OrderError},
	standing::Standing,
	types::{Halt, HeldOrder, Leg, Parked, ReleaseWhat},
};
use alloc::vec::Vec;
use split_ledger_primitives::{AccountNo, Amount, BankIndex, Moment, Purpose};

/// A part of a leg that moves: a copy of what a posting must know of the leg.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Part {
	/// The number of the leg.
	pub leg: u8,
	/// Who gets it: the leg's payee, or its assignee (O12).
	pub payee: AccountNo,
	/// What for.
	pub purpose: Purpose,
	/// At which bank.
	pub bank: BankIndex,
	/// How much, never zero.
	pub amount: Amount,
}

impl HeldOrder {
	fn part_of(&self, leg: &Leg, amount: Amount) -> Part {
		let (payee, bank) = self.receiver_of(leg);
		Part { leg: leg.leg, payee, purpose: leg.purpose, bank, amount }
	}

	/// What a release of `what` gives each leg (O3).
	pub fn parts_of_release(&self, what: &ReleaseWhat) -> Result<Vec<Part>, OrderError> {
		self.ensure_names_milestone(what)?;
		match what {
			ReleaseWhat::All => self.all_parts(),
			ReleaseWhat::Amount(amount) => self.parts_of(*amount),
			ReleaseWhat::Legs(numbers) => self.parts_of_legs(numbers),
			ReleaseWhat::Milestone(number) => self.parts_of_milestone(*number),
		}
	}

	/// All that may still be released or refunded.
	pub fn all_parts(&self) -> Result<Vec<Part>, OrderError> {
		let rests = each(&self.legs, Leg::unreleased)?;
		let parts = self.legs.iter().zip(rests).map(|(leg, rest)| self.part_of(leg, rest));
		let parts: Vec<Part> = parts.filter(|part| !part.amount.is_zero()).collect();
		if parts.is_empty() {
			return Err(OrderError::NothingRemains);
		}
		Ok(parts)
	}

	/// `amount` divided by what remains of the entitlements (O3, O4).
	pub fn parts_of(&self, amount: Amount) -> Result<Vec<Part>, OrderError> {
		if amount.is_zero() {
			return Err(OrderError::ZeroAmount);
		}
		if amount > self.unreleased()? {
			return Err(OrderError::MoreThanRemains);
		}
		let remaining = each(&self.legs, Leg::unreleased)?;
		let shares =
			split_rules::apportion(&remaining, amount).map_err(|_| OrderError::Overflow)?;
		let parts = self.legs.iter().zip(shares).map(|(leg, share)| self.part_of(leg, share));
		Ok(parts.filter(|part| !part.amount.is_zero()).collect())
	}

	/// A part of this leg.
	pub fn part(&self, number: u8, amount: Amount) -> Result<Part, OrderError> {
		let leg = self.legs.iter().find(|leg| leg.leg == number);
		Ok(self.part_of(leg.ok_or(OrderError::UnknownLeg)?, amount))
	}

	/// Tells what of parts that are held may go back to the payer from what was kept of a fee: the
	/// payer has that back already, from the merchant (R2).
	pub fn without_kept(
		&self,
		given: &GivenBack,
		parts: &[Part],
	) -> Result<(Vec<Part>, Vec<Part>), OrderError> {
		let standing = Standing::of_held(self, given)?;
		let (mut back, mut kept) = (Vec::new(), Vec::new());
		for part in parts {
			let free = part.amount.min(standing.leg(part.leg)?.weight);
			let rest = part.amount.checked_sub(free).ok_or(OrderError::Overflow)?;
			back.push(Part { amount: free, ..*part });
			kept.push(Part { amount: rest, ..*part });
		}
		let some = |parts: Vec<Part>| parts.into_iter().filter(|part| !part.amount.is_zero());
		Ok((some(back).collect(), some(kept).collect()))
	}

	fn parts_of_legs(&self, numbers: &[u8]) -> Result<Vec<Part>, OrderError> {
		if numbers.is_empty() || !numbers.is_sorted_by(|a, b| a < b) {
			return Err(OrderError::UnknownLeg);
		}
		let named = numbers.iter().map(|number| {
			let leg = self.legs.iter().find(|leg| leg.leg == *number);
			let leg = leg.ok_or(OrderError::UnknownLeg)?;
			match leg.unreleased()? {
				rest if rest.is_zero() => Err(OrderError::NothingRemains),
				rest => Ok(self.part_of(leg, rest)),
			}
		});
		named.collect()
	}

	/// What is parked, leg by leg.
	pub fn parked_parts(&self) -> Vec<Part> {
		self.parked_where(|_| true)
	}

	/// What is parked and has waited too long, halts of the chain not counted.
	pub fn waited_parts(&self, now: Moment, halts: &[Halt]) -> Vec<Part> {
		self.parked_where(|parked| moved(parked.until(), halts) <= now)
	}

	fn parked_where(&self, counts: impl Fn(&Parked) -> bool) -> Vec<Part> {
		let parts = self.legs.iter().filter_map(|leg| {
			let parked = leg.parked.filter(&counts)?;
			Some(self.part_of(leg, parked.amount))
		});
		parts.collect()
	}
}

fn each(
	legs: &[Leg],
	of: impl Fn(&Leg) -> Result<Amount, OrderError>,
) -> Result<Vec<Amount>, OrderError> {
	legs.iter().map(of).collect()
}
