#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures what every call of our pallets costs, and writes runtime/src/weights.
#
#   scripts/weights.sh [--steps N] [--repeat N] [PALLET..]
#
# Builds the runtime with its benchmarks, in a target folder of its own (48 minutes the first time, on
# two cores that did other work too), and runs them: six minutes for escrow, the longest. Review the
# changes before they are committed: a weight decides what fits into a block, and a busy machine
# measures too much.
#
#   --steps N   values of each component; default: 20
#   --repeat N  repetitions of each; default: 5
#   PALLET      participants, ledger, splits, escrow, clearing, mandates, groups; default: all

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

help_if_asked "$@"
steps=20
repeat=5
pallets=()
while [ $# -gt 0 ]; do
	case "$1" in
		--steps | --repeat)
			[ -n "${2:-}" ] || die "$1 takes a number"
			[ "$1" = --steps ] && steps=$2 || repeat=$2
			shift 2
			;;
		participants | ledger | splits | escrow | clearing | mandates | groups)
			pallets+=("$1")
			shift
			;;
		*) die "unknown argument $1; try scripts/weights.sh --help" ;;
	esac
done
[ ${#pallets[@]} -gt 0 ] || pallets=(participants ledger splits escrow clearing mandates groups)

# A runtime with benchmarks must never lie where the node's is taken from.
CARGO_TARGET_DIR=$CACHE/weights
export CARGO_TARGET_DIR
measure=$CARGO_TARGET_DIR/release/split-ledger-weights
runtime=$CARGO_TARGET_DIR/release/wbuild/split-ledger-runtime/split_ledger_runtime.compact.compressed.wasm

build() {
	SKIP_WASM_BUILD=1 cargo build --release --locked --manifest-path "$ROOT/bench/weights/Cargo.toml" &&
		cargo build --release --locked --manifest-path "$ROOT/Cargo.toml" \
			-p split-ledger-runtime --features runtime-benchmarks
}
"$ROOT/scripts/setup.sh"
locked build

for pallet in "${pallets[@]}"; do
	say "measuring $pallet"
	"$measure" --runtime "$runtime" --genesis-builder runtime --genesis-builder-preset development \
		--pallet "pallet_$pallet" --extrinsic '*' --steps "$steps" --repeat "$repeat" --min-duration 0 \
		--heap-pages 4096 --no-storage-info --no-median-slopes --no-min-squares \
		--template "$ROOT/bench/weights/template.hbs" \
		--output "$ROOT/runtime/src/weights/pallet_$pallet.rs"
done
say "written: runtime/src/weights; look at the difference before you commit it"
