// SPDX-License-Identifier: Apache-2.0

//! Builds the runtime to wasm. Overflow checks are switched on here because the wasm is compiled
//! from a manifest of its own, which the workspace's profile does not reach.

fn main() {
	#[cfg(feature = "std")]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.append_to_rust_flags("-C overflow-checks=on")
		.build();
}
