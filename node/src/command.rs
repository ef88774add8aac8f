// SPDX-License-Identifier: Apache-2.0

//! What each subcommand does.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	service::{self, Block},
};
use sc_cli::{ExportChainSpecCmd, RevertCmd, SubstrateCli};
use sc_service::ChainSpec;
use std::io::{stdout, Write};

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Split Ledger Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		"The Split Ledger contributors".into()
	}

	fn support_url() -> String {
		env!("CARGO_PKG_REPOSITORY").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, chain: &str) -> Result<Box<dyn ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(chain)?))
	}
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> sc_cli::Result<()> {
	let cli = Cli::read();
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(cmd)) => cmd.run(&cli),
		Some(Subcommand::BuildSpec(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.chain_spec, config.network))
		}
		Some(Subcommand::ExportChainSpec(cmd)) => export_chain_spec(&cli, cmd),
		Some(Subcommand::CheckBlock(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::partial(&config)?;
			Ok((cmd.run(parts.client, parts.import_queue), parts.task_manager))
		}),
		Some(Subcommand::ExportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::partial(&config)?;
			Ok((cmd.run(parts.client, config.database), parts.task_manager))
		}),
		Some(Subcommand::ImportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::partial(&config)?;
			Ok((cmd.run(parts.client, parts.import_queue), parts.task_manager))
		}),
		Some(Subcommand::ExportState(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let parts = service::partial(&config)?;
			Ok((cmd.run(parts.client, config.chain_spec), parts.task_manager))
		}),
		Some(Subcommand::PurgeChain(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		}
		Some(Subcommand::Revert(cmd)) => revert(&cli, cmd),
		Some(Subcommand::ChainInfo(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		}
		Some(Subcommand::Completions { shell }) => {
			let mut script = Vec::new();
			clap_complete::generate(
				*shell,
				&mut Cli::tightened(),
				Cli::executable_name(),
				&mut script,
			);
			Ok(stdout().write_all(&script)?)
		}
	}
}

fn run_node(cli: &Cli) -> sc_cli::Result<()> {
	let options = service::Options {
		gossip: cli.finality.gossip(),
		storage_monitor: cli.storage_monitor.clone(),
	};
	cli.create_runner(&cli.run)?.run_node_until_exit(|config| async move {
		service::start(config, options).map_err(sc_cli::Error::Service)
	})
}

fn export_chain_spec(cli: &Cli, cmd: &ExportChainSpecCmd) -> sc_cli::Result<()> {
	cmd.run(cli.load_spec(&cmd.chain)?)
}

/// Blocks go, and with them what GRANDPA has noted of the changes of validators in them.
fn revert(cli: &Cli, cmd: &RevertCmd) -> sc_cli::Result<()> {
	cli.create_runner(cmd)?.async_run(|config| {
		let parts = service::partial(&config)?;
		let forget = Box::new(|client, _, blocks| {
			sc_consensus_grandpa::revert(client, blocks)?;
			Ok(())
		});
		Ok((cmd.run(parts.client, parts.backend, Some(forget)), parts.task_manager))
	})
}
