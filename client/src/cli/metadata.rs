// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, Node},
	show, Context,
};
use anyhow::Context as _;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// The version of the metadata that has calls, events, errors and runtime APIs with their documents.
const VERSION: u32 = 15;

#[derive(Args, Debug)]
pub(super) struct Metadata {
	/// The file to write.
	#[arg(long, value_name = "FILE", default_value = "metadata.scale")]
	out: PathBuf,
	#[command(flatten)]
	node: Node,
}

impl Metadata {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			let (chain, block) = self.node.connect().await?;
			let bytes: Option<Vec<u8>> =
				chain.ask(block, "Metadata_metadata_at_version", &VERSION).await?;
			let bytes = bytes.with_context(|| format!("the chain has no metadata {VERSION}"))?;
			std::fs::write(&self.out, &bytes)
				.with_context(|| format!("cannot write {}", self.out.display()))?;
			let out = self.out.display().to_string();
			let answer = json!({ "out": out, "bytes": bytes.len() });
			show::answer(context, &answer, |_| format!("{} bytes in {out}", bytes.len()))
		})
	}
}
