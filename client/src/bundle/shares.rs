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

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
	if b == 0 {
		a
	} else {
		greatest_common_divisor(b, a % b)
	}
}

#[cfg(test)]
mod tests {
	use super::parse;

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
	fn what_is_no_share_or_does_not_fit_is_refused() {
		for text in ["", "%", "1", "1/", "/3", "1/0", "-1%", "1.%", ".5%", "1e2%", "4294967296/1"] {
			assert_eq!(parse(text), None, "{text}");
		}
		assert_eq!(parse("0.0000000001%"), None);
	}
}
