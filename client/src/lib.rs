// SPDX-License-Identifier: Apache-2.0

//! What a client of the chain needs: order bundles, keys, the independent model of what a run must
//! come to, and the chain behind an RPC endpoint. The `split-ledger` command line is a skin over it.

pub mod agreed;
pub mod bundle;
pub mod chain;
pub mod clearing;
pub mod cli;
pub mod currency;
pub mod expected;
pub mod follow;
pub mod generate;
mod hash;
pub mod keys;
pub mod preview;
pub mod receipt;
pub mod report;
pub mod reports;
pub mod rows;
pub mod rules;
pub mod run;
mod trie;
