// SPDX-License-Identifier: Apache-2.0

//! Builds the yardstick to wasm as the runtime is built, overflow checks included.

fn main() {
	#[cfg(feature = "std")]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.append_to_rust_flags("-C overflow-checks=on")
		.build();
}
