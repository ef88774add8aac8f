// SPDX-License-Identifier: Apache-2.0

use super::words;
use anyhow::{ensure, Context};
use serde::{Deserialize, Serialize};
use split_ledger_primitives::{views::hex, OrderId};
use std::path::Path;

const FORMAT: &str = "split-ledger receipt";
const VERSION: u32 = 1;

/// A receipt as its file has it. It has one form only: a file that differs from it in any byte is no
/// receipt.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Receipt {
	pub(super) format: String,
	pub(super) version: u32,
	/// For who reads the file; so are all fields of this name.
	pub(super) what: String,
	/// The hash of the chain's first block.
	#[serde(with = "hex")]
	pub(super) genesis: [u8; 32],
	/// Of which order; a posting that is of none has the form of an order's id for its reference.
	pub(super) order: OrderId,
	/// The body that was placed, where the node still had it.
	pub(super) body: Option<Bytes>,
	pub(super) finality: Finality,
	pub(super) state: State,
	pub(super) postings: Vec<Posting>,
}

/// As of which block the receipt speaks, and why that one is final.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Finality {
	pub(super) what: String,
	/// The set of authorities that voted.
	pub(super) set: u64,
	/// The header of the block, and those from there to the justified one.
	pub(super) headers: Vec<Bytes>,
	/// The votes for the last of them.
	pub(super) justification: Bytes,
}

/// The nodes of the block's state that prove what the receipt says of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct State {
	pub(super) what: String,
	pub(super) nodes: Vec<Bytes>,
}

/// An act that moved money.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Posting {
	pub(super) what: String,
	/// The block of the posting.
	pub(super) block: u32,
	/// The page of its cycle's roots that has the root of this block.
	pub(super) page: u32,
	/// The place of the leaf among those of its block and cycle.
	pub(super) place: u32,
	/// The leaf, in SCALE.
	pub(super) leaf: Bytes,
	/// The nodes that prove it in the root.
	pub(super) nodes: Vec<Bytes>,
}

/// Bytes as hex.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct Bytes(#[serde(with = "hex")] pub(super) Vec<u8>);

impl Receipt {
	/// A receipt of its parts, with the words for who reads it.
	pub(super) fn of(
		genesis: [u8; 32],
		order: OrderId,
		body: Option<Vec<u8>>,
		finality: (u64, Vec<Vec<u8>>, Vec<u8>),
		state: Vec<Vec<u8>>,
		postings: Vec<Posting>,
	) -> Self {
		let (set, headers, justification) = finality;
		let receipt = Self {
			format: FORMAT.to_owned(),
			version: VERSION,
			what: String::new(),
			genesis,
			order,
			body: body.map(Bytes),
			finality: Finality {
				what: String::new(),
				set,
				headers: headers.into_iter().map(Bytes).collect(),
				justification: Bytes(justification),
			},
			state: State { what: String::new(), nodes: state.into_iter().map(Bytes).collect() },
			postings,
		};
		receipt.in_words()
	}

	/// The same with the words that belong to it.
	fn in_words(mut self) -> Self {
		self.what = words::RECEIPT.to_owned();
		self.finality.what = words::FINALITY.to_owned();
		self.state.what = words::STATE.to_owned();
		for posting in &mut self.postings {
			posting.what = words::of_leaf(&posting.leaf.0);
		}
		self
	}

	/// Reads a file.
	pub fn read(path: &Path) -> anyhow::Result<Self> {
		let text =
			std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
		Self::from_json(&text).with_context(|| format!("{} is no receipt", path.display()))
	}

	/// Reads what a file says.
	pub fn from_json(text: &[u8]) -> anyhow::Result<Self> {
		let receipt: Self = serde_json::from_slice(text)?;
		ensure!(receipt.format == FORMAT, "its format is not `{FORMAT}`");
		ensure!(
			receipt.version == VERSION,
			"it is of version {}, and this command reads {VERSION}: take the command that wrote it",
			receipt.version
		);
		ensure!(
			receipt.clone().in_words().to_json()?.as_bytes() == text,
			"it is not byte for byte as it was written: somebody changed it, or a program that wanted \
			 to tidy it up; ask for the file itself"
		);
		Ok(receipt)
	}

	/// The file as it is written.
	pub fn to_json(&self) -> anyhow::Result<String> {
		Ok(serde_json::to_string_pretty(self)? + "\n")
	}

	/// Of which order it is.
	pub fn order(&self) -> OrderId {
		self.order
	}

	/// How many postings it has.
	pub fn postings(&self) -> usize {
		self.postings.len()
	}
}
