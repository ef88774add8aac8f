// SPDX-License-Identifier: Apache-2.0

//! The node of Split Ledger: Aura makes blocks, GRANDPA makes them final, ParityDB keeps them.
//!
//! - [`cli`]: flags and subcommands, and which defaults of the SDK are tightened.
//! - [`command`]: what each subcommand does.
//! - [`chain_spec`]: the chains that it can start.
//! - [`service`]: the parts of a running node and how they are put together.
//! - [`rpc`]: which methods it answers beside the stock ones.

#![expect(clippy::result_large_err, reason = "the SDK's own errors, on paths walked once")]

mod chain_spec;
mod cli;
mod command;
mod rpc;
mod service;

fn main() -> sc_cli::Result<()> {
	command::run()
}
