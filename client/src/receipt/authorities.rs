// SPDX-License-Identifier: Apache-2.0

use anyhow::{bail, ensure, Context};
use serde::{Deserialize, Serialize};
use split_ledger_primitives::views::hex;
use std::{collections::HashSet, path::Path};

const FORMAT: &str = "split-ledger authorities";
const VERSION: u32 = 1;
const WHAT: &str =
	"Who makes the blocks of this chain final, set by set. Receipts are checked against \
	this file, so take it from somebody whom you trust, and compare it with what others have.";

/// The file of authorities: whom who checks receipts of a chain trusts to make its blocks final.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Authorities {
	format: String,
	version: u32,
	what: String,
	/// The hash of the chain's first block.
	#[serde(with = "hex")]
	pub genesis: [u8; 32],
	/// The sets, in the order of their numbers.
	pub sets: Vec<Set>,
}

/// The authorities from one change of them to the next.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Set {
	/// Its number.
	pub id: u64,
	/// A final block as of which it was in office: it votes on those behind.
	pub told_at: u32,
	/// Who is in it.
	pub authorities: Vec<Authority>,
}

/// An authority.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Authority {
	/// Its public key, ed25519.
	#[serde(with = "hex")]
	pub key: [u8; 32],
	/// What its vote weighs.
	pub weight: u64,
}

impl Authorities {
	/// A file of no set yet.
	pub fn of(genesis: [u8; 32]) -> Self {
		let (format, version, what) = (FORMAT.to_owned(), VERSION, WHAT.to_owned());
		Self { format, version, what, genesis, sets: Vec::new() }
	}

	/// Reads a file.
	pub fn read(path: &Path) -> anyhow::Result<Self> {
		let text =
			std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
		Self::from_json(&text)
			.with_context(|| format!("{} is no file of authorities", path.display()))
	}

	/// Reads what a file says.
	pub fn from_json(text: &[u8]) -> anyhow::Result<Self> {
		let file: Self = serde_json::from_slice(text)?;
		ensure!(file.format == FORMAT, "its format is not `{FORMAT}`");
		ensure!(
			file.version == VERSION,
			"it is of version {}, and this command reads {VERSION}: take the command that wrote it",
			file.version
		);
		check_order(&file.sets)?;
		for set in &file.sets {
			set.check().with_context(|| format!("set {}", set.id))?;
		}
		Ok(file)
	}

	/// The file as it is written.
	pub fn to_json(&self) -> anyhow::Result<String> {
		Ok(serde_json::to_string_pretty(self)? + "\n")
	}

	/// The set that voted for a block. Keys of authorities that have left may leak: what they sign for
	/// blocks of a later set, or of an earlier one, proves nothing.
	pub fn set(&self, id: u64, block: u32) -> anyhow::Result<&Set> {
		let set = self.sets.iter().find(|set| set.id == id).with_context(|| {
			format!(
				"the file of authorities has no set {id}: have it added by `split-ledger authorities` at \
				 a node that you trust, while that set is in office, or by --at {} at an archive",
				block.saturating_sub(1)
			)
		})?;
		let other = self.sets.iter().find(|other| {
			other.id > id && other.told_at < block || other.id < id && other.told_at >= block
		});
		match other {
			None => Ok(set),
			Some(other) => bail!(
				"set {id} had no vote on block {block}: as of block {}, set {} was in office",
				other.told_at,
				other.id
			),
		}
	}

	/// Takes a set in. Answers whether it was new; another one of the same number is refused, because
	/// one of both is wrong.
	pub fn add(&mut self, set: Set) -> anyhow::Result<bool> {
		set.check().with_context(|| format!("set {}", set.id))?;
		if let Some(known) = self.sets.iter().find(|known| known.id == set.id) {
			ensure!(
				known.authorities == set.authorities,
				"the file has other authorities in set {} than the node: find out which of them is of \
				 the chain before you trust either",
				set.id
			);
			return Ok(false);
		}
		let mut sets = self.sets.clone();
		sets.push(set);
		sets.sort_by_key(|set| set.id);
		check_order(&sets)?;
		self.sets = sets;
		Ok(true)
	}
}

/// Sets are in office one after the other.
fn check_order(sets: &[Set]) -> anyhow::Result<()> {
	let wrong = sets.windows(2).find_map(|pair| match pair {
		[a, b] if a.id >= b.id || a.told_at >= b.told_at => Some((a.id, b.id)),
		_ => None,
	});
	match wrong {
		None => Ok(()),
		Some((a, b)) => bail!("sets {a} and {b} are not in the order of their blocks"),
	}
}

impl Set {
	fn check(&self) -> anyhow::Result<()> {
		ensure!(!self.authorities.is_empty(), "it has no authority");
		let keys: HashSet<[u8; 32]> =
			self.authorities.iter().map(|authority| authority.key).collect();
		ensure!(keys.len() == self.authorities.len(), "it has an authority twice");
		ensure!(
			self.authorities.iter().all(|authority| authority.weight > 0),
			"it has an authority whose vote weighs nothing"
		);
		Ok(())
	}
}
