// SPDX-License-Identifier: Apache-2.0

//! The chains that the node can start: two presets of the runtime, or any file.

use sc_service::{ChainType, GenericChainSpec, Properties};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use split_ledger_runtime::WASM_BINARY;

/// The chain that `--chain` names.
pub(crate) fn load(chain: &str) -> Result<GenericChainSpec, String> {
	match chain {
		"dev" => preset("Split Ledger development", "split-ledger-dev", DEV_RUNTIME_PRESET),
		"" | "local" => {
			preset("Split Ledger local", "split-ledger-local", LOCAL_TESTNET_RUNTIME_PRESET)
		}
		path => GenericChainSpec::from_json_file(path.into()),
	}
}

/// A chain whose genesis is a preset of the runtime. Neither is ever used for money.
fn preset(name: &str, id: &str, preset: &str) -> Result<GenericChainSpec, String> {
	let code =
		WASM_BINARY.ok_or("built without its runtime: build again without SKIP_WASM_BUILD")?;
	let chain_type =
		if preset == DEV_RUNTIME_PRESET { ChainType::Development } else { ChainType::Local };
	let spec = GenericChainSpec::builder(code, None)
		.with_name(name)
		.with_id(id)
		.with_chain_type(chain_type)
		.with_properties(properties())
		.with_genesis_config_preset_name(preset);
	Ok(spec.build())
}

/// What wallets read. There is no coin; offline signers refuse a chain without a symbol, so it has
/// the code by which ISO 4217 says that no currency is involved.
fn properties() -> Properties {
	[
		("ss58Format".into(), 42.into()),
		("tokenSymbol".into(), "XXX".into()),
		("tokenDecimals".into(), 0.into()),
	]
	.into_iter()
	.collect()
}
