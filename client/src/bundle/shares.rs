// SPDX-License-Identifier: Apache-2.0

/// What a share must look like, for messages.
pub(super) const EXPECTED: &str = "a percentage such as `8.5%` or a fraction such as `1/3` that, \
	reduced, fits two 32-bit integers";

/// Reads a percentage with any decimals, or a fraction, exactly and reduced.
pub(crate) fn parse(text: &str) -> Option<(u32, u32)> {
	let (numerator, denominator) = match text.strip_suffix('%') {
		Some(percent) => percentage(percent)?,
		None => {
			let (numerator, denominator) = text.split_once('/')?;
			(number(numerator)?, number(denominator)?)
		}
	};
	if denominator == 0 {
		return None;
	}
	let divisor = greatest_common_divisor(numerator, denominator);
	let reduced = |part: u128| u32::try_from(part.checked_div(divisor)?).ok();
	Some((reduced(numerator)?, reduced(denominator)?))
}

fn percentage(text: &str) -> Option<(u128, u128)> {
	let (whole, decimals) = match text.split_once('.') {
		Some((_, "")) => return None,
		Some(parts) => parts,
		None => (text, ""),
	};
	if whole.is_empty() {
		return None;
	}
	let decimals = decimals.trim_end_matches('0');
	let numerator = number(&format!("{whole}{decimals}"))?;
	let scale = u32::try_from(decimals.len()).ok()?.checked_add(2)?;
	Some((numerator, 10u128.checked_pow(scale)?))
}

fn number(digits: &str) -> Option<u128> {
	let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
	is_number.then(|| digits.parse().ok()).flatten()
}

/// The exact sum of shares, reduced, where it fits.
pub(super) fn sum(shares: impl Iterator<Item = (u32, u32)>) -> Option<(u128, u128)> {
	let mut sum = (0_u128, 1_u128);
	for (numerator, denominator) in shares {
		let (numerator, denominator) = (u128::from(numerator), u128::from(denominator));
		let whole = sum.1.checked_mul(denominator)?;
		let parts = sum.0.checked_mul(denominator)?.checked_add(numerator.checked_mul(sum.1)?)?;
		let divisor = greatest_common_divisor(parts, whole);
		sum = (parts.checked_div(divisor)?, whole.checked_div(divisor)?);
	}
	Some(sum)
}

/// Shares as numerators over their least common denominator, where all fit.
pub(super) fn common(shares: impl Iterator<Item = (u32, u32)> + Clone) -> Option<(Vec<u32>, u32)> {
	let mut common = 1_u128;
	for (_, denominator) in shares.clone() {
		let denominator = u128::from(denominator);
		let divisor = greatest_common_divisor(common, denominator);
		common = common.checked_mul(denominator.checked_div(divisor)?)?;
		u32::try_from(common).ok()?;
	}
	let numerator = |(numerator, denominator): (u32, u32)| {
		let factor = common.checked_div(denominator.into())?;
		u32::try_from(factor.checked_mul(numerator.into())?).ok()
	};
	Some((shares.map(numerator).collect::<Option<_>>()?, u32::try_from(common).ok()?))
}

/// A share as people write it: a percentage where that ends soon, else the fraction.
pub(crate) fn text(numerator: u128, denominator: u128) -> String {
	let percentage = || {
		let mut rest = numerator.checked_mul(100)?;
		let mut text = rest.checked_div(denominator)?.to_string();
		rest = rest.checked_rem(denominator)?;
		for place in 0..10 {
			if rest == 0 {
				return Some(format!("{text}%"));
			}
			if place == 0 {
				text.push('.');
			}
			rest = rest.checked_mul(10)?;
			text.push_str(&rest.checked_div(denominator)?.to_string());
			rest = rest.checked_rem(denominator)?;
		}
		None
	};
	percentage().unwrap_or_else(|| format!("{numerator}/{denominator}"))
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
	if b == 0 {
		a
	} else {
		greatest_common_divisor(b, a % b)
	}
}

#[cfg(test)]
mod tests {
	use super::{common, parse, sum, text};

	#[test]
	fn shares_are_exact_and_reduced() {
		for (text, share) in [
			("8.5%", (17, 200)),
			("100%", (1, 1)),
			("0.019%", (19, 100_000)),
			("33.3333330%", (33_333_333, 100_000_000)),
			("1/3", (1, 3)),
			("4/6", (2, 3)),
			("8589934592/17179869184", (1, 2)),
		] {
			assert_eq!(parse(text), Some(share), "{text}");
		}
	}

	#[test]
	fn shares_are_summed_and_brought_to_one_denominator_exactly() {
		assert_eq!(sum([(1, 3), (1, 6), (17, 200)].into_iter()), Some((117, 200)));
		assert_eq!(sum([(1, 2), (3, 5)].into_iter()), Some((11, 10)));
		assert_eq!(common([(1, 20), (3, 100), (0, 1)].into_iter()), Some((vec![5, 3, 0], 100)));
		assert_eq!(common([(1, u32::MAX), (1, 2)].into_iter()), None);
	}

	#[test]
	fn a_share_is_told_as_a_percentage_where_that_ends() {
		let told = [(11, 10), (117, 200), (1, 3), (0, 1), (1, 100_000)].map(|(a, b)| text(a, b));
		assert_eq!(told, ["110%", "58.5%", "1/3", "0%", "0.001%"]);
	}

	#[test]
	fn what_is_no_share_or_does_not_fit_is_refused() {
		for text in ["", "%", "1", "1/", "/3", "1/0", "-1%", "1.%", ".5%", "1e2%", "4294967296/1"] {
			assert_eq!(parse(text), None, "{text}");
		}
		assert_eq!(parse("0.0000000001%"), None);
	}
}
