// SPDX-License-Identifier: Apache-2.0

//! The SDK's `benchmark pallet`, for any runtime with benchmarks: `scripts/weights.sh` runs it.
//!
//! `frame-omni-bencher` is the same command, built with RocksDB, which this project goes without.

use clap::Parser;
use frame_benchmarking_cli::PalletCmd;
use sp_runtime::traits::BlakeTwo256;

fn main() -> sc_cli::Result<()> {
	let command = PalletCmd::parse();
	// Why a benchmark failed is told in the log only.
	sc_cli::LoggerBuilder::new(std::env::var("RUST_LOG").unwrap_or("warn".into())).init()?;
	command.run_with_spec::<BlakeTwo256, ()>(None)
}
