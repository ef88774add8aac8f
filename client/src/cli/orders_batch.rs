// SPDX-License-Identifier: Apache-2.0

//! Many acts in one call: releases and returns by the lines of a file, and combined payments (O9).

use super::{
	node::{show_view, text, Node, Signer},
	orders_give::{read_file, Asked, Body},
	values::amount,
	Context,
};
use crate::{
	chain::{
		calls::{ReleaseItem, ReleaseWhat, ReturnItem},
		events::{BatchRefusal, EscrowEvent, Event},
		Block, Call, Chain, Failure, Receipt,
	},
	currency::Unit,
};
use anyhow::{bail, ensure, Context as _};
use clap::{Args, Subcommand};
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use split_ledger_primitives::{
	limits::{BATCH_MAX, LEGS_MAX},
	views::OrderDetails,
	Date, OrderBody, OrderId, Reference, Terms,
};
use std::{
	path::{Path, PathBuf},
	process::ExitCode,
};

#[derive(Debug, Subcommand)]
pub(super) enum Batches {
	/// Releases up to 500 orders in one call, by the lines of a CSV file.
	///
	/// Its columns are `order` and `reference`, and as far as they are wanted `amount`, in units of the
	/// order's currency, `legs`, as numbers such as `1;3`, and `milestone`: what is released of the order.
	/// A line that names none of these releases all that is left.
	ReleaseBatch(OfFile),
	/// Gives up to 500 released legs back in one call, by the lines of a CSV file.
	///
	/// Its columns are `order`, `reference`, `leg`, and as far as it is wanted `amount`, in units of the
	/// order's currency: without it all of the leg that can be given back. A repeat names the amounts.
	ReturnBatch(OfFile),
	/// Places the orders of a combined payment: all of them or none. Afterwards each lives alone.
	PlaceCombined {
		/// The orders, one file each: see `orders place --save`.
		#[arg(required = true, num_args = 1..)]
		files: Vec<PathBuf>,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
}

#[derive(Args, Debug)]
pub(super) struct OfFile {
	/// The file.
	file: PathBuf,
	/// Does all or none; else what is refused is left as it is, and the others are done.
	#[arg(long)]
	all_or_none: bool,
	/// The date of all references: a retry names that of the first try [default: today, UTC, by the
	/// chain].
	#[arg(long)]
	date: Option<Date>,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseLine {
	order: OrderId,
	reference: String,
	#[serde(default)]
	amount: String,
	#[serde(default)]
	legs: String,
	#[serde(default)]
	milestone: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ReturnLine {
	order: OrderId,
	reference: String,
	leg: u8,
	#[serde(default)]
	amount: String,
}

/// What became of a batch.
#[derive(Serialize)]
struct Done {
	block: u32,
	done: u32,
	repeated: u32,
	refused: Vec<RefusedLine>,
}

/// A line that the chain refused.
#[derive(Serialize)]
struct RefusedLine {
	line: usize,
	reference: String,
	error: String,
	detail: String,
}

impl Batches {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		match self {
			Self::ReleaseBatch(file) => file.release(context).await,
			Self::ReturnBatch(file) => file.give_back(context).await,
			Self::PlaceCombined { files, signer, node } => {
				let read = |path: &PathBuf| read_file(path);
				let orders: Vec<OrderBody> = files.iter().map(read).collect::<Result<_, _>>()?;
				let (chain, _) = node.connect().await?;
				signer.place_combined(&chain, &orders, context).await?;
				Ok(ExitCode::SUCCESS)
			}
		}
	}
}

impl OfFile {
	async fn release(&self, context: Context) -> anyhow::Result<ExitCode> {
		let lines: Vec<ReleaseLine> = read(&self.file)?;
		let (chain, block, date) = self.connect().await?;
		let (mut items, mut legs_max) = (Vec::new(), 0);
		for (number, line) in (2..).zip(&lines) {
			let at = || format!("line {number}");
			let order = chain.order_in_full(block, line.order).await.with_context(at)?;
			let order = order.with_context(|| format!("line {number}: there is no such order"))?;
			let details = order.details.context("its body was not found").with_context(at)?;
			legs_max = legs_max.max(charged_legs(&details, None));
			let what = line.what(&details).with_context(at)?;
			let reference = Reference { date, text: text(&line.reference).with_context(at)? };
			items.push(ReleaseItem { reference, order: line.order, what });
		}
		let call = Call::release_batch(&items, legs_max, self.all_or_none);
		let references: Vec<&str> = lines.iter().map(|line| line.reference.as_str()).collect();
		self.send(&chain, call, &references, context).await
	}

	async fn give_back(&self, context: Context) -> anyhow::Result<ExitCode> {
		let lines: Vec<ReturnLine> = read(&self.file)?;
		let (chain, block, date) = self.connect().await?;
		let (mut items, mut legs_max) = (Vec::new(), 0);
		for (number, line) in (2..).zip(&lines) {
			let at = || format!("line {number}");
			let asked = Asked::read(&chain, block, line.order, &Body::default()).await;
			let asked = asked.with_context(at)?;
			let amount = match line.amount.as_str() {
				"" => asked.returnable(line.leg).with_context(at)?,
				text => amount(asked.unit, text).with_context(at)?,
			};
			legs_max = legs_max.max(charged_legs(&asked.details, asked.body.as_ref()));
			let reference = Reference { date, text: text(&line.reference).with_context(at)? };
			let (order, leg, body) = (line.order, line.leg, asked.body);
			items.push(ReturnItem { reference, order, leg, amount, body });
		}
		let call = Call::return_batch(&items, legs_max, self.all_or_none);
		let references: Vec<&str> = lines.iter().map(|line| line.reference.as_str()).collect();
		self.send(&chain, call, &references, context).await
	}

	async fn connect(&self) -> anyhow::Result<(Chain, Block, Date)> {
		let (chain, block) = self.node.connect().await?;
		let date = match self.date {
			Some(date) => date,
			None => chain.today(block).await?,
		};
		Ok((chain, block, date))
	}

	/// Sends a batch, and tells what the chain did, line by line where it refused.
	async fn send(
		&self,
		chain: &Chain,
		call: Call,
		references: &[&str],
		context: Context,
	) -> anyhow::Result<ExitCode> {
		let receipt = self.signer.send_quietly(chain, call).await?;
		let metadata = chain.at(chain.final_block().await?).await?.metadata();
		let (done, repeated, refusals) = tally(&receipt)?;
		let refused = refusals.into_iter().map(|refusal| {
			let item = usize::from(refusal.item);
			let Failure { error, detail } = Failure::of(refusal.error, &metadata);
			let reference = references.get(item).copied().unwrap_or_default().to_owned();
			RefusedLine { line: item.saturating_add(2), reference, error, detail }
		});
		let shown = Done { block: receipt.block, done, repeated, refused: refused.collect() };
		show_view(context, &shown, None)?;
		Ok(if shown.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
	}
}

impl ReleaseLine {
	fn what(&self, order: &OrderDetails) -> anyhow::Result<ReleaseWhat> {
		match (self.amount.as_str(), self.legs.as_str(), self.milestone) {
			("", "", None) => Ok(ReleaseWhat::All),
			("", "", Some(number)) => Ok(ReleaseWhat::Milestone(number)),
			("", legs, None) => {
				let legs = legs.split(';').map(|leg| leg.trim().parse::<u8>());
				let mut legs: Vec<u8> = legs.collect::<Result<_, _>>().with_context(|| {
					format!("`{}`: expected numbers of legs, such as `1;3`", self.legs)
				})?;
				legs.sort_unstable();
				Ok(ReleaseWhat::Legs(legs))
			}
			(text, "", None) => {
				let unit = Unit::of_number(order.currency);
				let unit = unit.context("a currency that this client knows")?;
				Ok(ReleaseWhat::Amount(amount(unit, text)?))
			}
			_ => bail!("expected one of amount, legs and milestone, not several"),
		}
	}
}

/// What the chain says of a batch: done, repeated, refused.
fn tally(receipt: &Receipt) -> anyhow::Result<(u32, u32, Vec<BatchRefusal>)> {
	for event in receipt.events.iter().filter_map(Event::escrow) {
		if let EscrowEvent::BatchDone { done, repeated, refused, .. } = event? {
			return Ok((done, repeated, refused));
		}
	}
	bail!("the chain does not say what became of the batch")
}

/// For how many legs the chain charges an act on an order: what a batch states is the most of all.
fn charged_legs(order: &OrderDetails, body: Option<&OrderBody>) -> u8 {
	let parties = match &order.terms {
		Terms::Transfer { .. } => 1,
		Terms::Split { parties, .. } => parties.len(),
	};
	let agreed = order.agreed.as_ref();
	let others = match (body, agreed) {
		(Some(body), _) => body.funders.len(),
		(None, Some(agreed)) => agreed.funders.len().saturating_sub(1),
		(None, None) => 0,
	};
	let group = usize::from(agreed.is_some_and(|agreed| agreed.group.is_some()));
	let charged = order.legs.len().max(parties).saturating_add(others * 2).saturating_add(group);
	u8::try_from(charged.min(LEGS_MAX as usize)).unwrap_or(u8::MAX)
}

/// The lines of a file.
fn read<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
	let cannot = || format!("cannot read {}", path.display());
	let mut reader = csv::Reader::from_path(path).with_context(cannot)?;
	let lines: Vec<T> = reader.deserialize().collect::<Result<_, _>>().with_context(cannot)?;
	ensure!(!lines.is_empty(), "{} has no lines", path.display());
	ensure!(lines.len() <= BATCH_MAX as usize, "a batch has {BATCH_MAX} lines at most");
	Ok(lines)
}

#[cfg(test)]
mod tests {
	use super::*;

	const ORDER: &str = "0x4e20000000010102030405060708090a0b0c0d0e0f10";

	fn lines<T: DeserializeOwned>(content: &str) -> anyhow::Result<Vec<T>> {
		let dir = tempfile::tempdir()?;
		let path = dir.path().join("batch.csv");
		std::fs::write(&path, content.replace("ORDER", ORDER))?;
		read(&path)
	}

	#[test]
	fn a_line_has_what_its_columns_say_and_no_column_is_unknown() -> anyhow::Result<()> {
		let read: Vec<ReleaseLine> = lines("order,reference,milestone\nORDER,r,2\nORDER,s,\n")?;
		assert_eq!(read.iter().map(|line| line.milestone).collect::<Vec<_>>(), [Some(2), None]);
		let read: Vec<ReturnLine> = lines("order,reference,leg\nORDER,r,1\n")?;
		assert_eq!((read[0].leg, read[0].amount.as_str()), (1, ""));
		for wrong in [
			"order,reference\n",
			"order\nORDER\n",
			"order,reference,amuont\nORDER,r,5\n",
			"order,reference,milestone\nORDER,r,x\n",
			"order,reference\nORDE,r\n",
		] {
			assert!(lines::<ReleaseLine>(wrong).is_err(), "{wrong}");
		}
		assert!(lines::<ReturnLine>("order,reference\nORDER,r\n").is_err());
		let many = |count: usize| format!("order,reference\n{}", "ORDER,r\n".repeat(count));
		assert_eq!(lines::<ReleaseLine>(&many(500))?.len(), 500);
		assert!(lines::<ReleaseLine>(&many(501)).is_err());
		Ok(())
	}
}
