// SPDX-License-Identifier: Apache-2.0

//! What the runtime's build script asks for, without the optimizer of wasm and the linkers that come
//! with the builder: their compilation takes longer than that of the runtime, and they are never run
//! where everything is native.

use std::{env, fs, path::Path};

/// The builder as the build script knows it.
pub struct WasmBuilder;

impl WasmBuilder {
	/// As it is.
	pub fn init_with_defaults() -> Self {
		Self
	}

	/// Flags for what is not compiled.
	pub fn append_to_rust_flags(self, _flags: &str) -> Self {
		self
	}

	/// Writes that there is no wasm, as the builder does where SKIP_WASM_BUILD is set.
	pub fn build(self) {
		let nothing = "pub const WASM_BINARY_PATH: Option<&str> = None;\n\
			pub const WASM_BINARY: Option<&[u8]> = None;\n\
			pub const WASM_BINARY_BLOATY: Option<&[u8]> = None;\n";
		let folder = env::var("OUT_DIR").expect("cargo names the folder");
		fs::write(Path::new(&folder).join("wasm_binary.rs"), nothing).expect("it can be written");
	}
}
