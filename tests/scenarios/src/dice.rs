// SPDX-License-Identifier: Apache-2.0

/// Numbers that look random and are the same for the same seed on every machine (SplitMix64).
pub struct Dice(u64);

impl Dice {
	/// Dice that fall as `seed` says.
	pub fn new(seed: u64) -> Self {
		Self(seed)
	}

	/// The next number.
	pub fn roll(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// A number below `bound`.
	pub fn below(&mut self, bound: u64) -> u64 {
		self.roll() % bound.max(1)
	}

	/// One of a list that is not empty.
	pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
		let place = usize::try_from(self.below(list.len() as u64)).unwrap_or_default();
		&list[place]
	}

	/// So many bytes.
	pub fn bytes(&mut self, count: usize) -> Vec<u8> {
		(0..count).map(|_| self.roll().to_le_bytes()[0]).collect()
	}
}
