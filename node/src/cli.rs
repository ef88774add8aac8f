// SPDX-License-Identifier: Apache-2.0

//! Flags and subcommands.

use clap::{Args, Command, CommandFactory, FromArgMatches, Parser};
use clap_complete::Shell;
use sc_cli::{
	BuildSpecCmd, ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ExportStateCmd,
	ImportBlocksCmd, KeySubcommand, PurgeChainCmd, RevertCmd, RunCmd, SubstrateCli,
};
use sc_storage_monitor::StorageMonitorParams;
use std::time::Duration;

/// Defaults of the SDK that are too open, by the name of their argument.
///
/// - Unsafe methods are off: `auto` gives them to loopback, and so to everyone behind a proxy.
/// - A batch has an end, and so has what one connection can follow.
/// - A request of 5 MB carries the largest runtime upgrade. The response stays at 15 MB: a full block
///   in hex takes 10.
/// - No pallet has work for an offchain worker.
const DEFAULTS: [(&str, &str); 5] = [
	("rpc_methods", "safe"),
	("rpc_max_batch_request_len", "100"),
	("rpc_max_subscriptions_per_connection", "128"),
	("rpc_max_request_size", "5"),
	("enabled", "never"),
];

/// The command line. Without a subcommand it runs a node.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
	#[command(subcommand)]
	pub(crate) subcommand: Option<Subcommand>,

	#[command(flatten)]
	pub(crate) run: RunCmd,

	#[command(flatten)]
	pub(crate) finality: FinalityParams,

	#[command(flatten)]
	pub(crate) storage_monitor: StorageMonitorParams,
}

/// How fast blocks become final.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct FinalityParams {
	/// How long a vote for finality is expected to travel, in milliseconds.
	///
	/// Votes are cast after two and after four times this long, so a block is final two to six
	/// times this long after it arrived. All validators of a chain should use the same. Shorter
	/// costs processor time, also when the chain is idle.
	#[arg(
		long,
		value_name = "MS",
		default_value_t = 25,
		value_parser = clap::value_parser!(u64).range(5..=2_000)
	)]
	pub(crate) grandpa_gossip_ms: u64,
}

impl FinalityParams {
	/// How long a vote is expected to travel.
	pub(crate) fn gossip(self) -> Duration {
		Duration::from_millis(self.grandpa_gossip_ms)
	}
}

/// What else the program can do.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Subcommand {
	/// Generate, inspect and insert keys.
	#[command(subcommand)]
	Key(KeySubcommand),

	/// Write a chain specification; kept for tools that know no other, see export-chain-spec.
	BuildSpec(BuildSpecCmd),

	/// Write a chain specification.
	ExportChainSpec(ExportChainSpecCmd),

	/// Import a block again and say whether it holds.
	CheckBlock(CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(ExportBlocksCmd),

	/// Read blocks from a file.
	ImportBlocks(ImportBlocksCmd),

	/// Write the state of a block as a chain specification.
	ExportState(ExportStateCmd),

	/// Remove the whole chain from this machine; keys stay.
	PurgeChain(PurgeChainCmd),

	/// Take back the last blocks, as far as they are not final.
	Revert(RevertCmd),

	/// Say what is in the database.
	ChainInfo(ChainInfoCmd),

	/// Write a script that completes this command line.
	Completions {
		/// For which shell.
		shell: Shell,
	},
}

impl Cli {
	/// Reads the command line; ends the program on a wrong one.
	pub(crate) fn read() -> Self {
		let matches = Self::tightened().get_matches();
		Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
	}

	/// The command line with the defaults above.
	pub(crate) fn tightened() -> Command {
		let command = Self::setup_command(Self::command());
		let command = command.mut_arg("enabled", |arg| arg.hide(true));
		DEFAULTS.into_iter().fold(command, |command, (name, value)| {
			command.mut_arg(name, |arg| arg.default_value(value))
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_cli::CliConfiguration;
	use sc_service::config::{RpcBatchRequestConfig, RpcMethods};

	fn read(arguments: &[&str]) -> Cli {
		let all = ["split-ledger-node"].iter().chain(arguments);
		let matches = Cli::tightened().try_get_matches_from(all).unwrap();
		Cli::from_arg_matches(&matches).unwrap()
	}

	#[test]
	fn the_command_line_is_well_formed() {
		Cli::tightened().debug_assert();
	}

	#[test]
	fn the_rpc_is_tight_unless_it_is_opened() {
		let run = read(&[]).run;
		assert!(matches!(run.rpc_methods().unwrap(), RpcMethods::Safe));
		assert!(matches!(run.rpc_batch_config().unwrap(), RpcBatchRequestConfig::Limit(100)));
		assert_eq!(run.rpc_max_subscriptions_per_connection().unwrap(), 128);
		assert_eq!(run.rpc_max_request_size().unwrap(), 5);

		let run = read(&["--rpc-methods", "unsafe", "--rpc-disable-batch-requests"]).run;
		assert!(matches!(run.rpc_methods().unwrap(), RpcMethods::Unsafe));
		assert!(matches!(run.rpc_batch_config().unwrap(), RpcBatchRequestConfig::Disabled));
	}

	#[test]
	fn the_pace_of_finality_has_bounds() {
		assert_eq!(read(&["--grandpa-gossip-ms", "5"]).finality.gossip().as_millis(), 5);
		let below = ["split-ledger-node", "--grandpa-gossip-ms", "4"];
		assert!(Cli::tightened().try_get_matches_from(below).is_err());
	}
}
