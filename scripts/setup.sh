#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a Debian machine with rustup able to build Split Ledger. Safe to repeat; fast when there is
# nothing to do.
#
#   scripts/setup.sh [--way A|B|C] [--tests]
#
# Installs what is missing: Debian packages (with root or sudo), the pinned Rust toolchain, and the
# standard library of the target wasm32v1-none, in the first of three ways that works:
#   A  rustup target add;
#   B  the Debian package rust-src of exactly the compiler's version, from the mirror this machine
#      already uses, unpacked and built for the target;
#   C  Debian's rustc-web and its sources, built for the target; the scripts then build the runtime
#      with that compiler, and everything else with the pinned one.
# --way tries one of them only. --tests installs also what only the tests need: Node.js with npm, for
# other people's clients, and venv of Python, for their validators.

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

NEEDED=(
	protoc:protobuf-compiler # networking code is generated from its messages
	c++:build-essential      # wasm-opt and the bundled SQLite
	make:build-essential     # the bundled OpenSSL
	perl:perl                # its configuration
	pkg-config:pkg-config
	git:git # the version that the node prints
	curl:curl
	python3:python3
	flock:util-linux
)
NEEDED_BY_TESTS=(
	node:nodejs # @polkadot/api runs in it
	npm:npm
	venv:python3-venv # others' validators of messages are installed into one
)
WEB_TOOLCHAIN=split-ledger-web
MINUTES_FOR_RUSTUP=10

as_root() {
	if [ "$(id -u)" = 0 ]; then
		DEBIAN_FRONTEND=noninteractive "$@"
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
		sudo env DEBIAN_FRONTEND=noninteractive "$@"
	else
		die "this needs root; run by hand and come back: $*"
	fi
}

install_packages() { # install_packages PACKAGE..
	say "installing: $*"
	as_root apt-get install -y --no-install-recommends "$@" ||
		{ as_root apt-get update && as_root apt-get install -y --no-install-recommends "$@"; } ||
		die "apt-get failed; run by hand and come back: apt-get install $*"
}

# Whether a command is there, or the part of Python that has none.
has() { # has COMMAND
	case $1 in
		venv) python3 -m ensurepip --version >/dev/null 2>&1 ;;
		*) command -v "$1" >/dev/null ;;
	esac
}

packages() {
	local pair missing=()
	for pair in "${NEEDED[@]}"; do
		has "${pair%%:*}" || missing+=("${pair#*:}")
	done
	if [ ${#missing[@]} = 0 ]; then
		say "packages: nothing missing"
		return
	fi
	mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
	install_packages "${missing[@]}"
}

toolchain() {
	# Asked without letting rustup install: that would wait for a network that may not be there.
	if RUSTUP_AUTO_INSTALL=0 rustc --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 &&
		cargo clippy --version >/dev/null 2>&1; then
		say "toolchain: $(rustc --version)"
		return
	fi
	command -v rustup >/dev/null || die "no rustup: install it as its own site says, then come back"
	local channel
	channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
	say "toolchain: installing $channel"
	timeout "${MINUTES_FOR_RUSTUP}m" rustup toolchain install "$channel" --profile minimal \
		--component rustfmt,clippy ||
		die "rustup could not install $channel; by hand: rustup toolchain install $channel"
}

# Whether the compiler (or the one of a toolchain named +NAME) has the target's standard library. Only
# the files count: rustup believes in what it once put there.
has_target() { # has_target [+NAME]
	local lib
	lib=$(rustc "$@" --print target-libdir --target "$WASM_TARGET" 2>/dev/null) || return 1
	compgen -G "$lib/libcore-*.rlib" >/dev/null
}

# Builds the target's standard library from the sources in the compiler's sysroot. The bitcode is
# there for the runtime's link-time optimisation.
build_std() { # build_std [+NAME]
	local work lib run=()
	lib=$(rustc "$@" --print sysroot)/lib/rustlib/$WASM_TARGET/lib
	work=$(mktemp -d)
	mkdir "$work/src"
	printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
	printf '#![no_std]\nextern crate alloc;\n' >"$work/src/lib.rs"
	(
		cd "$work" &&
			RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=$work/target \
				cargo "$@" build --release --target "$WASM_TARGET" -Zbuild-std=core,alloc \
				-Zbuild-std-features=compiler-builtins-mem
	) || return 1
	mkdir -p "$lib" 2>/dev/null && [ -w "$lib" ] || run=(as_root)
	"${run[@]}" mkdir -p "$lib" && "${run[@]}" rm -f "$lib"/*.rlib || return 1
	"${run[@]}" cp "$work/target/$WASM_TARGET/release/deps"/lib{core,alloc,compiler_builtins}-*.rlib \
		"$lib" || return 1
	# What was built with another standard library must not be mixed with this one.
	rm -rf "$work" "$CARGO_TARGET_DIR"/*/wbuild
}

way_A() {
	command -v rustup >/dev/null || return 1
	# Where rustup believes that it is there, and it is not, it has to be told so first.
	rustup target remove "$WASM_TARGET" >/dev/null 2>&1 || true
	timeout "${MINUTES_FOR_RUSTUP}m" rustup target add "$WASM_TARGET"
}

# Downloads rust-src of this version into the working directory. The suites are listed in a place
# of our own, so that the machine's package lists stay as they are; signatures are checked.
download_rust_src() { # download_rust_src VERSION
	local mirror found apt
	# shellcheck disable=SC2016 # apt fills it in
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 2>/dev/null |
		grep -v security | sort | uniq -c | sort -rn | awk 'NR == 1 { print $2 }')
	[ -n "$mirror" ] || { say "no Debian mirror in the configuration of apt"; return 1; }
	mkdir -p lists/partial archives/partial
	: >sources
	for suite in trixie-backports unstable; do
		printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' \
			"$mirror" "$suite" >>sources
	done
	apt=(-q -o "Dir::Etc::SourceList=$PWD/sources" -o Dir::Etc::SourceParts=-
		-o "Dir::State::Lists=$PWD/lists" -o "Dir::Cache=$PWD" -o APT::Sandbox::User=
		-o Acquire::Languages=none
		-o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false)
	apt-get "${apt[@]}" update || say "some lists could not be read"
	found=$(apt-cache "${apt[@]}" madison rust-src | awk -F' *[|] *' -v want="$1+" \
		'index($2, want) == 1 { print $2; exit }')
	[ -n "$found" ] || { say "the mirror has no rust-src $1"; return 1; }
	apt-get "${apt[@]}" download "rust-src=$found"
}

way_B() {
	local version sysroot work src status=1
	version=$(rustc --version | awk '{ print $2 }')
	sysroot=$(rustc --print sysroot)
	src=$sysroot/lib/rustlib/src/rust
	if [ -e "$src/library" ]; then
		build_std
		return
	fi
	work=$(mktemp -d)
	if (cd "$work" && download_rust_src "$version" && dpkg-deb -x rust-src_*.deb .); then
		mkdir -p "$(dirname "$src")"
		ln -sfn "$work/usr/src/rustc-$version" "$src"
		build_std && status=0
		rm -f "$src"
	fi
	rm -rf "$work"
	return "$status"
}

way_C() {
	command -v rustup >/dev/null || return 1
	install_packages rustc-web cargo-web rust-web-src rust-web-llvm lld-22 &&
		rustup toolchain link "$WEB_TOOLCHAIN" /usr &&
		{ has_target "+$WEB_TOOLCHAIN" || build_std "+$WEB_TOOLCHAIN"; } &&
		echo "$WEB_TOOLCHAIN" >"$CACHE/wasm-toolchain" # lib.sh reads it
}

# Whether the runtime can be built, with the pinned compiler or with one that way C left.
has_wasm() {
	local web
	web=${WASM_BUILD_TOOLCHAIN:-$(cat "$CACHE/wasm-toolchain" 2>/dev/null || true)}
	has_target || { [ -n "$web" ] && has_target "+$web"; }
}

wasm_target() { # wasm_target WAYS
	if has_wasm; then
		say "$WASM_TARGET: there already"
		return
	fi
	local way
	for way in $1; do # a way that fails says why; each of its steps is checked in it
		say "$WASM_TARGET: trying way $way"
		if (way_"$way") && has_wasm; then
			say "$WASM_TARGET: way $way worked"
			return
		fi
	done
	die "no way to $WASM_TARGET worked. By hand: 'rustup target add $WASM_TARGET' where rustup" \
		"reaches its server, or place libcore, liballoc and libcompiler_builtins for it into" \
		"$(rustc --print sysroot)/lib/rustlib/$WASM_TARGET/lib"
}

help_if_asked "$@"
ways="A B C"
while [ $# -gt 0 ]; do
	case "$1 ${2:-}" in
		"--way "[ABC]) ways=$2 && shift 2 ;;
		--tests*) NEEDED+=("${NEEDED_BY_TESTS[@]}") && shift ;;
		*) die "unknown arguments: $* (see --help)" ;;
	esac
done
cd "$ROOT"
packages
toolchain
wasm_target "$ways"
say "ready: scripts/build.sh, scripts/demo.sh, scripts/test.sh"
