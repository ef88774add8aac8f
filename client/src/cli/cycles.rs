// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, show_view, text, unit, Node, Signer},
	Context,
};
use crate::{chain::Call, currency::Unit};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use split_ledger_primitives::{
	views::{CycleView, PositionView, StatementView},
	BankIndex, CycleNo,
};

#[derive(Debug, Subcommand)]
pub(super) enum Cycles {
	/// Closes the open cycle of a currency, as its settlement agent.
	Close {
		/// The currency.
		#[arg(value_parser = unit)]
		currency: Unit,
		/// Why.
		#[arg(long)]
		reason: String,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows a cycle.
	Show(Which),
	/// Shows what a bank needs to reconcile a cycle.
	Statement {
		#[command(flatten)]
		which: Which,
		/// The place of the bank.
		#[arg(long)]
		bank: u8,
	},
	/// Shows what each bank owes (above zero) or is owed (below) in a cycle.
	Positions(Which),
}

#[derive(Args, Debug)]
pub(super) struct Which {
	/// The currency.
	#[arg(value_parser = unit)]
	currency: Unit,
	/// The number of the cycle [default: the open one].
	cycle: Option<u32>,
	#[command(flatten)]
	node: Node,
}

impl Cycles {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Close { currency, reason, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::close_cycle(currency.number(), &text(&reason)?);
					signer.send(&chain, call, context).await
				}
				Self::Show(Which { currency, cycle, node }) => {
					let (chain, block) = node.connect().await?;
					let args = (currency.number(), cycle.map(CycleNo));
					let view: Option<CycleView> =
						chain.ask(block, "ClearingApi_cycle", &args).await?;
					show_view(context, &view.context("there is no such cycle")?, Some(currency))
				}
				Self::Statement { which: Which { currency, cycle, node }, bank } => {
					let (chain, block) = node.connect().await?;
					let args = (currency.number(), BankIndex(bank), cycle.map(CycleNo));
					let view: Option<StatementView> =
						chain.ask(block, "ClearingApi_statement", &args).await?;
					let view = view.context("there is no such cycle, or the bank is not in it")?;
					show_view(context, &view, Some(currency))
				}
				Self::Positions(Which { currency, cycle, node }) => {
					let (chain, block) = node.connect().await?;
					let args = (currency.number(), cycle.map(CycleNo));
					let views: Vec<PositionView> =
						chain.ask(block, "ClearingApi_positions", &args).await?;
					show_view(context, &views, Some(currency))
				}
			}
		})
	}
}
