// SPDX-License-Identifier: Apache-2.0

//! The command line: everything is in the library.

fn main() -> std::process::ExitCode {
	split_ledger_client::cli::main()
}
