// SPDX-License-Identifier: Apache-2.0

//! Receipts: made at a node, checked without one.

use super::{
	node::{run, Node},
	show, Context,
};
use crate::{
	chain::Chain,
	follow::File,
	receipt::{
		amount_in, authorities_at, make, name_of, of_cycle, of_kind, verify, AsOf, Authorities,
		ProvedLeg, ProvedPosting, Proven, Reached, Receipt, Search,
	},
	run::Terminal,
};
use anyhow::{ensure, Context as _};
use clap::Args;
use serde_json::json;
use split_ledger_primitives::{OrderId, OrderStatus};
use std::path::{Path, PathBuf};

/// Writes a receipt of an order: one file that proves, without a node, what the chain did with it.
#[derive(Args, Debug)]
pub(super) struct Make {
	/// The id of the order; of a deduction for a court, that which its reference makes.
	order: OrderId,
	/// The file to write [default: receipt-ORDER.json].
	#[arg(long, value_name = "FILE")]
	out: Option<PathBuf>,
	/// The block as of which it is to speak, at a node that has its state [default: the last final one
	/// that the node can prove].
	#[arg(long, value_name = "BLOCK")]
	at: Option<u32>,
	/// The follower's file, which knows the blocks of the postings that it has read; only the rest is
	/// searched [default: all blocks from the placement on are searched].
	#[arg(long, value_name = "FILE", conflicts_with = "posted")]
	db: Option<PathBuf>,
	/// A block of a posting, in the place of a search; as often as it takes.
	#[arg(long, value_name = "BLOCK")]
	posted: Vec<u32>,
	#[command(flatten)]
	node: Node,
}

impl Make {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			let (chain, _) = self.node.connect().await?;
			let search = match &self.db {
				Some(path) => followed(&chain, path, self.order).await?,
				None if self.posted.is_empty() => Search::FromPlacement,
				None => Search::Only(self.posted),
			};
			let as_of = AsOf { block: self.at, search };
			let (receipt, proven) = make(&chain, self.order, as_of, &Terminal::default()).await?;
			let out = self.out.unwrap_or_else(|| format!("receipt-{}.json", self.order).into());
			std::fs::write(&out, receipt.to_json()?)
				.with_context(|| format!("cannot write {}", out.display()))?;
			let (block, postings) = (proven.block.number, receipt.postings());
			let answer = json!({
				"out": out.display().to_string(), "order": self.order, "block": block,
				"set": proven.block.set, "postings": postings,
			});
			show::answer(context, &answer, |_| {
				format!(
					"{}: as of final block {block}, for which set {} voted; postings: {postings}",
					out.display(),
					proven.block.set
				)
			})
		})
	}
}

/// The blocks in which the order has entries, by the follower's file, and what that did not read yet.
async fn followed(chain: &Chain, path: &Path, order: OrderId) -> anyhow::Result<Search> {
	ensure!(path.exists(), "there is no {}: `split-ledger follow` makes it", path.display());
	let name = hex::encode(chain.identity().await?);
	let file = File::open(path, &name, chain.genesis().0)?;
	Ok(Search::Known { blocks: file.blocks_of(order)?, next: file.next_block()? })
}

/// Checks a receipt with no node and no network, and says what it proves.
#[derive(Args, Debug)]
pub(super) struct Check {
	/// The receipt.
	receipt: PathBuf,
	/// Whom you trust to make blocks of the chain final: the file that `split-ledger authorities` wrote
	/// at a node that you trust.
	#[arg(long, value_name = "FILE")]
	authorities: PathBuf,
}

impl Check {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		let authorities = Authorities::read(&self.authorities)?;
		let receipt = Receipt::read(&self.receipt)?;
		let proven = verify(&receipt, &authorities).context("the receipt proves nothing")?;
		show::answer(context, &proven, for_people)
	}
}

/// Writes who makes the blocks of the chain final, for those who check receipts.
#[derive(Args, Debug)]
pub(super) struct Trust {
	/// The file to write. Where it is there already, the present set is added to it: receipts of earlier
	/// ones stay provable.
	#[arg(long, value_name = "FILE", default_value = "authorities.json")]
	out: PathBuf,
	/// A block behind which the set voted that is missed, at a node that has its state [default: the last
	/// final one].
	#[arg(long, value_name = "BLOCK")]
	at: Option<u32>,
	#[command(flatten)]
	node: Node,
}

impl Trust {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			let (chain, last) = self.node.connect().await?;
			let number = self.at.unwrap_or(last.number);
			ensure!(
				number <= last.number,
				"block {number} is not final: the last is {}",
				last.number
			);
			let block = chain.block(number).await?;
			let genesis = chain.genesis().0;
			let mut file = if self.out.exists() {
				Authorities::read(&self.out)?
			} else {
				Authorities::of(genesis)
			};
			let out = self.out.display().to_string();
			ensure!(file.genesis == genesis, "{out} is of another chain: name another file");
			let set = authorities_at(&chain, block).await?;
			let (id, count) = (set.id, set.authorities.len());
			let added = file.add(set)?;
			std::fs::write(&self.out, file.to_json()?)
				.with_context(|| format!("cannot write {out}"))?;
			let sets = file.sets.len();
			let answer = json!({
				"out": out, "set": id, "authorities": count, "added": added, "sets": sets,
			});
			show::answer(context, &answer, |_| {
				let added = if added { "added" } else { "there already" };
				format!("{out}: set {id}, authorities: {count}, {added}; sets in the file: {sets}")
			})
		})
	}
}

/// What a receipt proves, in the words of the rules (F1).
fn for_people(proven: &Proven) -> String {
	let block = &proven.block;
	let time = show::moment(block.time);
	let mut lines = vec![
		format!("order {} of the chain 0x{}", proven.order, hex::encode(proven.genesis)),
		format!(
			"as of block {} of {time}, which is final: {} of {} of set {} signed for block {}",
			block.number, block.votes.signed, block.votes.of, block.set, block.justified
		),
		String::new(),
	];
	lines.extend(entered(proven));
	for posting in &proven.postings {
		lines.push(posted(posting));
	}
	let reached = |reached| {
		let mut legs = proven.postings.iter().flat_map(|posting| &posting.legs);
		legs.any(|leg| leg.proved == reached)
	};
	if reached(Reached::Posted) {
		lines.push(
			"posted: nobody can take it back. Between accounts of one bank, or of banks that settle \
			 gross, it is settled as well; else it is settled with its cycle."
				.to_owned(),
		);
	}
	if reached(Reached::Settled) {
		lines.push("settled: no bank owes another anything for it any more.".to_owned());
	}
	lines.push("What is not in the receipt is neither proved nor denied.".to_owned());
	lines.join("\n")
}

/// That the order was entered, and that it is held where it is.
fn entered(proven: &Proven) -> Vec<String> {
	let Some(order) = &proven.entered else {
		return vec![
			"the state has no order of this id: it is a deduction, or long over".to_owned()
		];
	};
	let mut lines = vec![format!("entered, final: in block {}", order.block)];
	let body = order.body.as_ref();
	if let Some(body) = body {
		let currency = proven.postings.first().map(|posting| posting.currency);
		let amount = currency.map_or_else(
			|| format!("{} minor units", body.amount),
			|currency| format!("{} {}", amount_in(body.amount, currency), name_of(currency)),
		);
		lines.push(format!(
			"    {amount} from account {}, under the reference `{}` of participant {}",
			body.payer,
			body.reference.escape_default(),
			proven.order.submitter()
		));
	}
	let covered = match body.and_then(|body| body.covered) {
		Some(true) => "; covered",
		Some(false) => "; not covered: the cover is tested at the release",
		None => "",
	};
	lines.push(match order.status {
		OrderStatus::Held => format!(
			"held, final: the payer cannot withdraw what is neither posted nor given back{covered}"
		),
		OrderStatus::Released => "it has ended, final: released".to_owned(),
		OrderStatus::Refunded => "it has ended, final: refunded".to_owned(),
		OrderStatus::PartlyReleased => "it has ended, final: partly released".to_owned(),
		OrderStatus::Expired => "it has ended, final: expired".to_owned(),
	});
	lines.push(String::new());
	lines
}

/// A posting, leg by leg.
fn posted(posting: &ProvedPosting) -> String {
	let ProvedPosting { kind, block, currency, cycle, date, cycle_stands, legs } = posting;
	let rows = legs.iter().map(|leg: &ProvedLeg| {
		let proved = match leg.proved {
			Reached::Posted => "posted, final",
			Reached::Settled => "settled, final",
		};
		vec![
			leg.from.to_string(),
			leg.to.to_string(),
			amount_in(leg.amount, *currency),
			crate::bundle::purpose_name(leg.purpose).to_owned(),
			proved.to_owned(),
		]
	});
	let table = show::table(&["from", "to", "amount", "purpose", "proved"], rows);
	format!(
		"{} in block {block}, on {date}, in cycle {cycle} of {}, {}\n{}\n",
		of_kind(*kind),
		name_of(*currency),
		of_cycle(*cycle_stands),
		show::figures(table, &[2])
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_the_documents_show_is_what_is_said() -> anyhow::Result<()> {
		let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/independent/vectors");
		let receipt = Receipt::read(&vectors.join("receipt.json"))?;
		let authorities = Authorities::read(&vectors.join("authorities.json"))?;
		let said = for_people(&verify(&receipt, &authorities)?);
		let document = include_str!("../../../docs/receipts.md");
		assert!(document.contains(&said), "{said}");
		Ok(())
	}
}
