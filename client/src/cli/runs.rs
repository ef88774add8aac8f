// SPDX-License-Identifier: Apache-2.0

use super::{default_state, node::Node, show, Context};
use crate::{
	bundle::Bundle,
	chain::Chain,
	follow::{File, Follower},
	keys::KeyStore,
	run::{
		with_agent, Directory, Importer, Keyring, Manner, Memory, Numbers, Quiet, Report, Summary,
		Terminal,
	},
};
use clap::Args;
use serde_json::json;
use std::{cell::Cell, collections::BTreeMap, path::PathBuf, process::ExitCode};

/// A bundle and the chain that it runs against.
#[derive(Args, Debug)]
pub(super) struct Import {
	/// The bundle.
	#[arg(long, value_name = "DIR")]
	data: PathBuf,
	/// The folder for legs.csv, balances.csv, positions.csv, refused.csv, placed.csv, opened.csv,
	/// acted.csv and summary.json.
	#[arg(long, value_name = "DIR", default_value = "out")]
	out: PathBuf,
	/// The folder of the participants' keys, by name [default: the keys that their names have on a
	/// chain for development].
	#[arg(long, value_name = "DIR")]
	keys: Option<PathBuf>,
	/// The secret URI of a bank of the chain that votes; as often as it takes [default: the
	/// well-known banks of a chain for development].
	#[arg(long = "bank-key", value_name = "URI")]
	bank_keys: Vec<String>,
	/// The folder of what must be remembered between runs [default: split-ledger among your state].
	#[arg(long, value_name = "DIR")]
	state: Option<PathBuf>,
	/// Tries orders again that the chain refused before.
	#[arg(long)]
	retry_refused: bool,
	#[command(flatten)]
	node: Node,
}

impl Import {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		self.with(context, true).await
	}

	/// Reads the results again, and changes nothing.
	pub(super) async fn export(self, context: Context) -> anyhow::Result<ExitCode> {
		self.with(context, false).await
	}

	async fn with(self, context: Context, runs: bool) -> anyhow::Result<ExitCode> {
		let (bundle, agent) = with_agent(Bundle::read(&self.data)?);
		let chain = Chain::connect(&self.node.url).await?;
		let store = self.keys.map(KeyStore::at);
		let state = self.state.unwrap_or_else(default_state);
		let memory = Memory::open(&state, chain.identity().await?)?;
		let admitted = memory.admitted()?;
		let keys = Keyring::of(&bundle.participants, store.as_ref(), &self.bank_keys, &admitted)?;
		let report = Terminal::default();
		let importer = Importer {
			bundle: &bundle,
			chain: &chain,
			keys: &keys,
			memory,
			directory: Directory::default(),
			agents: BTreeMap::new(),
			read_until: Cell::default(),
			numbers: Numbers::default(),
			report: &report,
			manner: Manner { retry_refused: self.retry_refused },
		};
		let summary = if runs {
			importer.run(agent, &self.out).await?
		} else {
			importer.read_again(&self.out).await?
		};
		report.end();
		show::answer(context, &summary, for_people)?;
		Ok(if summary.verdict { ExitCode::SUCCESS } else { ExitCode::FAILURE })
	}
}

fn for_people(summary: &Summary) -> String {
	let mut lines = vec![show::value(&summary.counts, None)];
	for check in &summary.checks {
		let holds = if check.holds { "yes" } else { "NO " };
		lines.push(format!("{holds}  {}", check.check));
		lines.extend(check.differences.iter().map(|difference| format!("     {difference}")));
	}
	lines.push(format!("verdict: {}", summary.verdict));
	lines.join("\n")
}

/// Reads final blocks into a local file.
#[derive(Args, Debug)]
pub(super) struct Follow {
	/// The SQLite file; it is made where there is none, and goes on where it ends.
	#[arg(long, value_name = "FILE", default_value = "split-ledger.sqlite")]
	db: PathBuf,
	/// Ends when all blocks that are final now are read.
	#[arg(long)]
	once: bool,
	#[command(flatten)]
	node: Node,
}

impl Follow {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let name = hex::encode(chain.identity().await?);
		let file = File::open(&self.db, &name, chain.genesis().0)?;
		let mut follower = Follower::of(&chain, file);
		let report = Terminal::default();
		let mut last = follower.catch_up(&report).await?;
		report.end();
		let answer = json!({ "block": last.number, "entries": follower.file().entries()? });
		show::answer(context, &answer, |_| {
			format!("read up to final block {}: all roots are those of the chain", last.number)
		})?;
		if self.once {
			return Ok(());
		}
		loop {
			chain.next_final(last).await?;
			last = follower.catch_up(&Quiet).await?;
		}
	}
}
