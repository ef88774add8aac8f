// SPDX-License-Identifier: Apache-2.0

//! The `split-ledger` command line.

mod accounts;
mod bundles;
mod currencies;
mod cycles;
mod keys;
mod limits;
mod metadata;
mod node;
mod orders;
mod orders_give;
mod orders_place;
mod participant_keys;
mod participants;
mod receivers;
mod redemptions;
mod restraints;
mod rules;
mod runs;
mod show;
mod standing;
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
	/// Currencies, reserves and caps.
	#[command(subcommand)]
	Currencies(currencies::Currencies),
	/// Cycles, positions and statements of the banks.
	#[command(subcommand)]
	Cycles(cycles::Cycles),
	/// Runs an order bundle: sets the chain up, places, acts, closes, and reads back what came of it.
	Import(runs::Import),
	/// Reads the results of an order bundle from the chain again, and changes nothing.
	Export(runs::Import),
	/// Reads final blocks into a local file, checked against the roots on chain.
	Follow(runs::Follow),
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
		Command::Currencies(currencies) => currencies.run(context)?,
		Command::Cycles(cycles) => cycles.run(context)?,
		Command::Import(import) => return node::run(import.run(context)),
		Command::Export(import) => return node::run(import.export(context)),
		Command::Follow(follow) => node::run(follow.run(context))?,
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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_definition_of_the_command_line_is_sound() {
		Cli::command().debug_assert();
	}

	const KEY: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
	const HASH: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";
	const ORDER: &str = "0x11111111111111111111111111111111111111111111";

	/// Whether a line is a command. `KEY`, `HASH` and `ORDER` stand for one each.
	fn is_command(line: &str) -> bool {
		let words = line.split(' ').map(|word| match word {
			"KEY" => KEY,
			"HASH" => HASH,
			"ORDER" => ORDER,
			other => other,
		});
		let words = std::iter::once("split-ledger").chain(words);
		Cli::try_parse_from(words).is_ok()
	}

	const ACTS: &[&str] = &[
		"participants add-key 7 --account KEY --scopes pay;rules --as bank",
		"participants revoke-key KEY --as bank",
		"participants set-roles 7 --roles platform;merchant --self-operated --as bank",
		"participants suspend 7 --reason key-compromised --as bank",
		"participants reinstate 7 --as bank",
		"participants bank-status run-off --bank 3 --bank-key //Alice",
		"participants validator --bank 3 --not --bank-key //Alice",
		"participants validator --bank 3 --as treasurer --keys folder",
		"participants admit --roles bank --account KEY --as treasurer",
		"currencies open CNY --agent 3 --as east --as west --dev",
		"accounts issue 17 5 --source 2 --reference r --as bank",
		"accounts redeem 17 5 --reference r --as bank",
		"accounts open --owner 7 --currency CNY --pass-through --as bank",
		"accounts close 17 --as bank",
		"accounts allow-bank --owner 7 --bank 3 --withdraw --as bank",
		"rules accept HASH --merchant 7 --platform 8 --as shop",
		"rules accept-ceilings --merchant 7 --platform 8 --share 12.5% --liability 5% --as shop",
		"rules retire HASH --platform 8 --as site",
		"orders transfer --from 1 --to 2 5 --reference r --end-to-end INV/7 --buyer HASH --as bank",
		"orders place 5 --from 1 --rules f.toml --platform 8 --merchant 7 --release next-date \
	 --reference r --as bank",
		"orders retry-parked ORDER --as anybody",
		"orders refund ORDER --amount 5 --body file --reference r --as bank",
		"orders return ORDER --leg 2 --amount 5 --reference r --as bank",
		"orders return ORDER --leg 2 --body file --reference r --as bank",
		"orders refundable ORDER",
		"accounts liens 17",
		"accounts collect 17 --as anybody",
		"accounts freeze 17 --no-debit --authority court --document HASH --until \
	 2026-12-01T00:00:00Z --as bank",
		"accounts lift-freeze 17 2 --as bank",
		"accounts hold 17 5 --authority court --document HASH --until 2026-12-01T00:00:00Z \
	 --reference r --as bank",
		"accounts release-hold 17 2 --as bank",
		"accounts holds 17",
		"accounts restraints 17",
		"accounts ask-redemption 17 5 --payout HASH --reference r --as anna",
		"accounts withdraw-redemption 17 2 --as anna",
		"accounts confirm-redemptions 17:2 18:3 --reference r --as bank",
		"accounts reject-redemption 17 2 --reason text --as bank",
		"receivers add 17 --merchant 7 --relation carrier --ceiling 40% --as shop",
		"receivers remove 17 --merchant 7 --as shop",
		"receivers consent 17 --merchant 7 --platform-returns --as van",
		"receivers withdraw 17 --merchant 7 --as van",
		"receivers show 17 --merchant 7",
		"receivers list --merchant 7",
		"limits propose 7 --share-cap 25% --promoters 1 --as bank",
		"limits confirm 7 --share-cap 25% --promoters 1 --as other",
		"limits reject 7 --as bank",
		"limits show 7",
		"limits propose-key KEY --currency CNY --single 100 --daily 500 --as bank",
		"limits confirm-key KEY --currency CNY --unlimited --as other",
		"limits reject-key KEY --currency CNY --as bank",
		"limits show-key KEY",
		"cycles settle CNY 3 --as agent",
		"cycles schedule CNY 6h --as agent",
		"cycles settlement CNY later --as agent",
		"cycles roots CNY 3",
		"currencies gross CNY --bank 1 --with 2 --net --as agent",
		"currencies return CNY --bank 1 --reference r --as agent",
	];

	#[test]
	fn each_act_has_its_command() {
		for act in ACTS {
			assert!(is_command(act), "{act}");
		}
	}

	#[test]
	fn what_an_act_needs_is_asked_for_and_what_it_cannot_be_is_refused() {
		for wrong in [
			"participants add-key 7 --account KEY --as bank",
			"participants add-key 7 --account KEY --scopes all",
			"participants suspend 7 --as bank",
			"participants bank-status closed --bank 3",
			"accounts open --owner 7 --currency CNY --tax --pass-through --as bank",
			"accounts issue 17 5 --source 256 --reference r --as bank",
			"rules accept HASH --merchant 7 --as shop",
			"rules accept-ceilings --merchant 7 --platform 8 --as shop",
			"orders transfer --from 1 --to 2 5 --as bank",
			"orders return ORDER --reference r --as bank",
			"accounts freeze 17 --authority court --document HASH --until \
			 2026-12-01T00:00:00Z --as bank",
			"accounts hold 17 5 --authority court --document HASH --reference r --as bank",
			"accounts confirm-redemptions --reference r --as bank",
			"accounts confirm-redemptions 17 --reference r --as bank",
			"receivers add 17 --merchant 7 --relation friend --ceiling 40% --as shop",
			"receivers add 17 --merchant 7 --relation carrier --ceiling 140% --as shop",
			"limits propose 7 --share-cap 25% --as bank",
			"limits propose-key KEY --currency CNY --single 100 --as bank",
			"limits propose-key KEY --currency CNY --unlimited --daily 5 --as bank",
			"cycles settle CNY --as agent",
			"cycles settlement CNY --as agent",
			"currencies return CNY --bank 1 --as agent",
		] {
			assert!(!is_command(wrong), "{wrong}");
		}
	}
}
