// SPDX-License-Identifier: Apache-2.0

use alloc::collections::BTreeMap;

/// One kind of state that a book works on: as it was read, as accepted items changed it, and as the
/// open item does.
pub(crate) struct Sheet<K, V> {
	/// What accepted items made of what was read.
	accepted: BTreeMap<K, Kept<V>>,
	/// What the open item changed.
	staged: BTreeMap<K, V>,
}

/// A value and whether an accepted item changed it.
struct Kept<V> {
	value: V,
	changed: bool,
}

impl<K: Copy + Ord, V: Clone> Sheet<K, V> {
	pub(crate) fn new() -> Self {
		Self { accepted: BTreeMap::new(), staged: BTreeMap::new() }
	}

	/// The value as the open item sees it; read once.
	pub(crate) fn get<E>(&mut self, key: K, read: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
		if let Some(value) = self.staged.get(&key) {
			return Ok(value.clone());
		}
		if let Some(kept) = self.accepted.get(&key) {
			return Ok(kept.value.clone());
		}
		let value = read()?;
		self.accepted.insert(key, Kept { value: value.clone(), changed: false });
		Ok(value)
	}

	/// Changes a value in the open item.
	pub(crate) fn stage(&mut self, key: K, value: V) {
		self.staged.insert(key, value);
	}

	/// Forgets what the open item changed.
	pub(crate) fn discard(&mut self) {
		self.staged.clear();
	}

	/// Takes in what the open item changed.
	pub(crate) fn accept(&mut self) {
		let staged = core::mem::take(&mut self.staged);
		let kept = staged.into_iter().map(|(key, value)| (key, Kept { value, changed: true }));
		self.accepted.extend(kept);
	}

	/// What accepted items changed.
	pub(crate) fn changed(self) -> impl Iterator<Item = (K, V)> {
		let changed = self.accepted.into_iter().filter(|(_, kept)| kept.changed);
		changed.map(|(key, kept)| (key, kept.value))
	}
}
