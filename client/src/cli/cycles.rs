// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, show_view, text, unit, Node, Signer},
	Context,
};
use crate::{
	chain::{Block, Call, Chain},
	currency::Unit,
};
use anyhow::{ensure, Context as _};
use clap::{Args, Subcommand, ValueEnum};
use split_ledger_primitives::{
	views::{CycleView, PositionView, StatementView},
	BankIndex, CycleNo, DAY_MS, MINUTE_MS,
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
	/// Settles a closed cycle, as the settlement agent of a currency that settles later.
	Settle {
		/// The currency.
		#[arg(value_parser = unit)]
		currency: Unit,
		/// The number of the cycle.
		cycle: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Decides how long a cycle lasts, as the settlement agent.
	Schedule {
		/// The currency.
		#[arg(value_parser = unit)]
		currency: Unit,
		/// Such as `30s`, `15m`, `6h` or `1d`; `by-call` closes by the agent's call only.
		#[arg(value_parser = read_length)]
		every: u64,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Decides when reserves move, as the settlement agent: from the next close on.
	Settlement {
		/// The currency.
		#[arg(value_parser = unit)]
		currency: Unit,
		/// `with-close`, or `later`: then each cycle waits for `cycles settle`.
		when: Settlement,
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
	/// Lists the roots of a cycle, one a block: what the chain keeps of its payments.
	Roots(Which),
}

/// When reserves move.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Settlement {
	/// With the close of the cycle.
	WithClose,
	/// By a call after the close.
	Later,
}

/// A length of time in milliseconds; 0 is none.
fn read_length(text: &str) -> Result<u64, String> {
	if text == "by-call" {
		return Ok(0);
	}
	let units = [("s", 1_000), ("m", MINUTE_MS), ("h", 60 * MINUTE_MS), ("d", DAY_MS)];
	let length = units.iter().find_map(|(unit, ms)| {
		let count: u64 = text.strip_suffix(unit)?.parse().ok()?;
		count.checked_mul(*ms)
	});
	let length = length.filter(|ms| *ms > 0);
	length.ok_or_else(|| {
		"expected a length such as `30s`, `15m`, `6h`, `1d`, or `by-call`".to_owned()
	})
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
				Self::Settle { currency, cycle, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::settle_cycle(currency.number(), CycleNo(cycle));
					signer.send(&chain, call, context).await
				}
				Self::Schedule { currency, every, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::set_schedule(currency.number(), every);
					signer.send(&chain, call, context).await
				}
				Self::Settlement { currency, when, signer, node } => {
					let (chain, _) = node.connect().await?;
					let later = matches!(when, Settlement::Later);
					let call = Call::set_settlement(currency.number(), later);
					signer.send(&chain, call, context).await
				}
				Self::Roots(which) => roots(which, context).await,
				Self::Show(Which { currency, cycle, node }) => {
					let (chain, block) = node.connect().await?;
					let view = cycle_view(&chain, block, currency, cycle).await?;
					show_view(context, &view, Some(currency))
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

async fn cycle_view(
	chain: &Chain,
	block: Block,
	currency: Unit,
	cycle: Option<u32>,
) -> anyhow::Result<CycleView> {
	let args = (currency.number(), cycle.map(CycleNo));
	let view: Option<CycleView> = chain.ask(block, "ClearingApi_cycle", &args).await?;
	view.context("there is no such cycle")
}

/// All roots of a cycle: the chain answers them page by page.
async fn roots(which: Which, context: Context) -> anyhow::Result<()> {
	let Which { currency, cycle, node } = which;
	let (chain, block) = node.connect().await?;
	let cycle = cycle_view(&chain, block, currency, cycle).await?;
	let roots = chain.roots(block, currency.number(), cycle.cycle).await?;
	ensure!(roots.len() == cycle.roots as usize, "the chain answers other roots than it counts");
	show_view(context, &roots, Some(currency))
}

#[cfg(test)]
mod tests {
	use super::read_length;

	#[test]
	fn a_length_has_a_unit_and_is_not_nothing() {
		for (text, ms) in [
			("by-call", 0),
			("1s", 1_000),
			("15m", 900_000),
			("6h", 21_600_000),
			("1d", 86_400_000),
		] {
			assert_eq!(read_length(text), Ok(ms), "{text}");
		}
		for wrong in ["", "0s", "15", "1.5h", "-1h", "h", "1w", "99999999999999999999s"] {
			assert!(read_length(wrong).is_err(), "{wrong}");
		}
	}
}
