// SPDX-License-Identifier: Apache-2.0

//! The `split-ledger` command line.

mod accounts;
mod bundles;
mod chain;
mod clearing;
mod currencies;
mod cycles;
mod groups;
mod keys;
mod limits;
mod mandates;
mod metadata;
mod node;
mod orders;
mod orders_acts;
mod orders_agreed;
mod orders_batch;
mod orders_dispute;
mod orders_explain;
mod orders_give;
mod orders_place;
mod orders_show;
mod participant_keys;
mod participants;
mod receipts;
mod receivers;
mod redemptions;
mod reports;
mod restraints;
mod rules;
mod runs;
mod show;
mod standing;
#[cfg(test)]
mod tests;
mod values;
mod votes;

use clap::{CommandFactory, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// The ledger of a consortium of banks from the command line.
#[derive(Debug, Parser)]
#[command(name = "split-ledger", version, max_term_width = 100, arg_required_else_help = true)]
struct Cli {
	/// Answers in JSON instead of tables.
	#[arg(long, global = true)]
	json: bool,

	#[command(subcommand)]
	command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// The keys that sign.
	#[command(subcommand)]
	Keys(keys::Keys),
	/// Banks and their customers.
	#[command(subcommand)]
	Participants(participants::Participants),
	/// Accounts and customer money.
	#[command(subcommand)]
	Accounts(accounts::Accounts),
	/// Rule sets: who gets what of an order.
	#[command(subcommand)]
	Rules(rules::Rules),
	/// Receivers of a merchant, and their consent.
	#[command(subcommand)]
	Receivers(receivers::Receivers),
	/// Limits of merchants and of keys, which one key proposes and another one confirms.
	#[command(subcommand)]
	Limits(limits::Limits),
	/// Orders: placing, releasing, giving back.
	#[command(subcommand)]
	Orders(orders::Orders),
	/// Groups of orders that succeed together, or all go back.
	#[command(subcommand)]
	Groups(groups::Groups),
	/// Mandates: the right to place orders against another's account, within limits.
	#[command(subcommand)]
	Mandates(mandates::Mandates),
	/// Currencies, reserves and caps.
	#[command(subcommand)]
	Currencies(currencies::Currencies),
	/// Cycles, positions and statements of the banks.
	#[command(subcommand)]
	Cycles(cycles::Cycles),
	/// Queues of payments between banks, from files alone.
	#[command(subcommand)]
	Clearing(clearing::Clearing),
	/// What the chain itself fixes.
	#[command(subcommand)]
	Chain(chain::Chain),
	/// Writes a receipt of an order: one file that proves, without a node, what the chain did with it.
	Receipt(receipts::Make),
	/// Checks a receipt with no node and no network, and says what it proves.
	VerifyReceipt(receipts::Check),
	/// Writes who makes the blocks of the chain final, for those who check receipts.
	Authorities(receipts::Trust),
	/// Runs an order bundle: sets the chain up, places, acts, closes, and reads back what came of it.
	Import(runs::Import),
	/// Reads the results of an order bundle from the chain again, and changes nothing.
	Export(runs::Import),
	/// Reads final blocks into a local file, checked against the roots on chain.
	Follow(runs::Follow),
	/// Writes statements and reconciliation files of a bank, and by date of its customers, from a follower's
	/// file.
	Statements(reports::Statements),
	/// Matches a bank's own file against the chain, from a follower's file, and lists what does not agree.
	Reconcile(reports::Reconcile),
	/// Counts orders by bank, channel and day, from a follower's file.
	Stats(reports::Stats),
	/// Writes a made-up marketplace as an order bundle.
	Generate(bundles::Generate),
	/// Works out what a run of an order bundle comes to, without a chain, and writes it as a run does.
	Expect(bundles::Expect),
	/// Compares what a run wrote with what its bundle comes to.
	Verify(bundles::Verify),
	/// Tells what a run came to: where the money went, what the banks settled, what was refused.
	Report(bundles::Tell),
	/// Writes the metadata of a chain into a file, for those who generate clients.
	Metadata(metadata::Metadata),
	/// Writes the completions of a shell to standard output.
	Completions {
		/// The shell.
		shell: clap_complete::Shell,
	},
}

/// What every command knows.
#[derive(Clone, Copy, Debug)]
struct Context {
	json: bool,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
	let cli = Cli::parse();
	let context = Context { json: cli.json };
	match run(cli.command, context) {
		Ok(code) => code,
		Err(error) => {
			show::error(&error, context);
			ExitCode::FAILURE
		}
	}
}

fn run(command: Command, context: Context) -> anyhow::Result<ExitCode> {
	match command {
		Command::Keys(keys) => keys.run(context)?,
		Command::Rules(rules) => return rules.run(context),
		Command::Participants(participants) => participants.run(context)?,
		Command::Accounts(accounts) => accounts.run(context)?,
		Command::Receivers(receivers) => receivers.run(context)?,
		Command::Limits(limits) => limits.run(context)?,
		Command::Orders(orders) => return orders.run(context),
		Command::Groups(groups) => groups.run(context)?,
		Command::Mandates(mandates) => mandates.run(context)?,
		Command::Currencies(currencies) => currencies.run(context)?,
		Command::Cycles(cycles) => cycles.run(context)?,
		Command::Clearing(clearing) => clearing.run(context)?,
		Command::Chain(chain) => chain.run(context)?,
		Command::Receipt(make) => make.run(context)?,
		Command::VerifyReceipt(check) => check.run(context)?,
		Command::Authorities(trust) => trust.run(context)?,
		Command::Import(import) => return node::run(import.run(context)),
		Command::Export(import) => return node::run(import.export(context)),
		Command::Follow(follow) => node::run(follow.run(context))?,
		Command::Statements(statements) => statements.run(context)?,
		Command::Reconcile(reconcile) => return reconcile.run(context),
		Command::Stats(stats) => stats.run(context)?,
		Command::Generate(generate) => generate.run(context)?,
		Command::Expect(expect) => expect.run(context)?,
		Command::Verify(verify) => return verify.run(context),
		Command::Report(report) => report.run(context)?,
		Command::Metadata(metadata) => metadata.run(context)?,
		Command::Completions { shell } => {
			let mut command = Cli::command();
			let mut script = Vec::new();
			clap_complete::generate(shell, &mut command, "split-ledger", &mut script);
			show::print(&script)?;
		}
	}
	Ok(ExitCode::SUCCESS)
}

/// The folder of the keys where none is named.
fn default_keys() -> PathBuf {
	home_folder("XDG_CONFIG_HOME", ".config").join("split-ledger/keys")
}

/// The folder of what is remembered where none is named.
fn default_state() -> PathBuf {
	home_folder("XDG_STATE_HOME", ".local/state").join("split-ledger")
}

fn home_folder(variable: &str, below_home: &str) -> PathBuf {
	let from = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
	from(variable).or_else(|| from("HOME").map(|home| home.join(below_home))).unwrap_or_default()
}
