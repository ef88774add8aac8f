// SPDX-License-Identifier: Apache-2.0

use alloc::{vec, vec::Vec};
use core::cmp::Ordering;

/// An exact sum of fractions of 32-bit numbers, however many and whatever their denominators.
///
/// The common denominator of fifty such fractions may need 1,600 bits. In practice denominators are
/// powers of ten, so that both numbers stay one or two digits long.
#[derive(Clone, Debug)]
pub(crate) struct ExactSum {
	numerator: Natural,
	denominator: Natural,
}

impl ExactSum {
	/// Nothing.
	pub(crate) fn zero() -> Self {
		Self { numerator: Natural(Vec::new()), denominator: Natural(vec![1]) }
	}

	/// Adds `numerator / denominator`. A denominator of zero adds nothing: validation refuses it.
	pub(crate) fn add(&mut self, numerator: u32, denominator: u32) {
		let Some((factor, common)) = self.factor_for(denominator) else { return };
		let share = self.denominator.divided_by(common).times(numerator);
		self.numerator = self.numerator.times(factor).plus(&share);
		self.denominator = self.denominator.times(factor);
	}

	/// How the sum compares with one.
	pub(crate) fn compare_with_one(&self) -> Ordering {
		self.numerator.cmp(&self.denominator)
	}

	/// The least whole number that is not below the sum. It is at most the number of fractions, which
	/// is what bounds the search.
	pub(crate) fn ceiling(&self) -> u32 {
		(0..u32::MAX)
			.find(|whole| self.denominator.times(*whole) >= self.numerator)
			.unwrap_or(u32::MAX)
	}

	/// What the sum lacks to `ceiling`, its own ceiling: a fraction below one.
	pub(crate) fn gap(&self, ceiling: u32) -> Gap<'_> {
		Gap { sum: self, whole: self.denominator.times(ceiling) }
	}

	/// By what the common denominator must grow to hold `denominator`, and what both share.
	fn factor_for(&self, denominator: u32) -> Option<(u32, u32)> {
		let common = gcd(self.denominator.modulo(denominator)?, denominator);
		Some((denominator.checked_div(common)?, common))
	}
}

/// A fraction: `whole / denominator - sum`, where the denominator is that of the sum.
#[derive(Clone, Debug)]
pub(crate) struct Gap<'a> {
	sum: &'a ExactSum,
	whole: Natural,
}

impl Gap<'_> {
	/// How it compares with `numerator / denominator`.
	pub(crate) fn compare(&self, numerator: u32, denominator: u32) -> Ordering {
		let ExactSum { numerator: sum, denominator: of_sum } = self.sum;
		let other = of_sum.times(numerator).plus(&sum.times(denominator));
		self.whole.times(denominator).cmp(&other)
	}
}

/// The greatest number that divides both.
pub(crate) fn gcd(a: u32, b: u32) -> u32 {
	match a.checked_rem(b) {
		None => a,
		Some(rest) => gcd(b, rest),
	}
}

/// A whole number of any size: digits of 32 bits, the least first, no zero at the end.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Natural(Vec<u32>);

#[expect(
	clippy::arithmetic_side_effects,
	clippy::cast_possible_truncation,
	reason = "a 32-bit product and two carries fit 64 bits; a digit is what the cut leaves"
)]
impl Natural {
	fn times(&self, factor: u32) -> Self {
		let mut carry = 0;
		let mut digits: Vec<u32> = Vec::with_capacity(self.0.len() + 1);
		for digit in &self.0 {
			let product = u64::from(*digit) * u64::from(factor) + carry;
			digits.push(product as u32);
			carry = product >> 32;
		}
		digits.push(carry as u32);
		Self::trimmed(digits)
	}

	fn plus(&self, other: &Self) -> Self {
		let mut carry = 0;
		let mut digits = Vec::with_capacity(self.0.len().max(other.0.len()) + 1);
		for place in 0..self.0.len().max(other.0.len()) {
			let sum = self.digit(place) + other.digit(place) + carry;
			digits.push(sum as u32);
			carry = sum >> 32;
		}
		digits.push(carry as u32);
		Self::trimmed(digits)
	}

	/// The whole part of the quotient; a divisor of zero leaves the number as it is.
	fn divided_by(&self, divisor: u32) -> Self {
		let divisor = u64::from(divisor.max(1));
		let mut rest = 0;
		let mut digits: Vec<u32> = Vec::with_capacity(self.0.len());
		for digit in self.0.iter().rev() {
			let part = (rest << 32) | u64::from(*digit);
			digits.push((part / divisor) as u32);
			rest = part % divisor;
		}
		digits.reverse();
		Self::trimmed(digits)
	}

	/// What division by `divisor` leaves; none for zero.
	fn modulo(&self, divisor: u32) -> Option<u32> {
		let divisor = u64::from(divisor);
		let mut rest = 0_u64;
		for digit in self.0.iter().rev() {
			rest = ((rest << 32) | u64::from(*digit)).checked_rem(divisor)?;
		}
		u32::try_from(rest).ok()
	}

	fn digit(&self, place: usize) -> u64 {
		self.0.get(place).copied().unwrap_or_default().into()
	}

	fn trimmed(mut digits: Vec<u32>) -> Self {
		while digits.last() == Some(&0) {
			digits.pop();
		}
		Self(digits)
	}
}

impl Ord for Natural {
	fn cmp(&self, other: &Self) -> Ordering {
		let digits = self.0.len().cmp(&other.0.len());
		digits.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
	}
}

impl PartialOrd for Natural {
	fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
		Some(self.cmp(other))
	}
}
