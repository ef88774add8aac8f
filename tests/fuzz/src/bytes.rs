// SPDX-License-Identifier: Apache-2.0

/// Bytes that are taken one after the other; zeros where there are none any more.
pub(crate) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
	pub(crate) fn of(bytes: &'a [u8]) -> Self {
		Self(bytes)
	}

	pub(crate) fn are_over(&self) -> bool {
		self.0.is_empty()
	}

	/// How many there still are.
	#[cfg(all(test, feature = "calls"))]
	pub(crate) fn count(&self) -> usize {
		self.0.len()
	}

	/// So many, or what there is.
	pub(crate) fn take(&mut self, count: usize) -> &'a [u8] {
		let (taken, rest) = self.0.split_at(count.min(self.0.len()));
		self.0 = rest;
		taken
	}

	fn array<const N: usize>(&mut self) -> [u8; N] {
		let mut array = [0; N];
		let taken = self.take(N);
		array[..taken.len()].copy_from_slice(taken);
		array
	}

	pub(crate) fn byte(&mut self) -> u8 {
		self.array::<1>()[0]
	}

	/// A number below `bound`, of at most 256 of them.
	pub(crate) fn below(&mut self, bound: usize) -> usize {
		usize::from(self.byte()) % bound.max(1)
	}

	/// One of a list that is not empty.
	pub(crate) fn pick<'b, T>(&mut self, list: &'b [T]) -> &'b T {
		&list[self.below(list.len())]
	}

	pub(crate) fn short(&mut self) -> u16 {
		u16::from_le_bytes(self.array())
	}

	pub(crate) fn word(&mut self) -> u32 {
		u32::from_le_bytes(self.array())
	}

	/// Mostly small, now and then any amount at all.
	pub(crate) fn amount(&mut self) -> u64 {
		match self.byte() {
			0..64 => self.byte().into(),
			64..240 => self.word().into(),
			_ => u64::from_le_bytes(self.array()),
		}
	}
}
