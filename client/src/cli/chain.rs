// SPDX-License-Identifier: Apache-2.0

//! What the chain itself fixes.

use super::{
	node::{run, show_view, Node},
	Context,
};
use clap::Subcommand;
use split_ledger_primitives::views::ConstantsView;

#[derive(Debug, Subcommand)]
pub(super) enum Chain {
	/// Shows the limits of the chain: how many legs, parties, orders of a batch, days.
	Constants {
		#[command(flatten)]
		node: Node,
	},
}

impl Chain {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		let Self::Constants { node } = self;
		run(async {
			let (chain, block) = node.connect().await?;
			let limits: ConstantsView = chain.ask(block, "LimitsApi_constants", &()).await?;
			show_view(context, &limits, None)
		})
	}
}
