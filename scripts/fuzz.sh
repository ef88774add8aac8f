#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries a fuzz target on bytes that coverage guides, until the time is over or something fails.
#
#   scripts/fuzz.sh TARGET [--seconds N]
#   scripts/fuzz.sh TARGET FILE
#
# Builds the target with the coverage counters of the compiler in a folder of its own. The first time
# takes some ten minutes of one processor for `calls`, because the whole runtime is compiled. What is
# learned stays there for the next run, and so does what fails (tests/fuzz/README.md).
#
#   TARGET       rule_sets or calls
#   --seconds N  for so long; default: 60
#   FILE         tries what failed once more, and nothing else

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

help_if_asked "$@"
target=${1:-}
[[ "$target" =~ ^(rule_sets|calls)$ ]] || die "a target: rule_sets or calls (see --help)"
shift
seconds=60
files=()
while [ $# -gt 0 ]; do
	case "$1" in
		--seconds)
			[[ "${2:-}" =~ ^[1-9][0-9]*$ ]] || die "a number of seconds: ${2:-}"
			seconds=$2
			shift 2
			;;
		-*) die "unknown argument: $1 (see --help)" ;;
		*)
			files+=("$(realpath -e "$1")") || die "no such file: $1"
			shift
			;;
	esac
done

folder=$CARGO_TARGET_DIR/fuzz
export CARGO_TARGET_DIR=$folder
# The flags are for the target's side only: procedural macros and build scripts run in the compiler.
host=$(rustc -vV | sed -n 's/^host: //p')
flags=(
	-Cpasses=sancov-module
	-Cllvm-args=-sanitizer-coverage-level=4
	-Cllvm-args=-sanitizer-coverage-inline-8bit-counters
	-Cllvm-args=-sanitizer-coverage-pc-table
	-Cllvm-args=-sanitizer-coverage-trace-compares
	-Ccodegen-units=1
	--cfg fuzzing
)
features=()
[ "$target" = calls ] && features=(--features calls)
# What is tried is what is run: the versions are those of the workspace, libFuzzer's beside them.
guided=$ROOT/tests/fuzz/guided
cp "$ROOT/Cargo.lock" "$guided/Cargo.lock"
# The wasm of the runtime is never run here; guided/no-wasm stands in for what would build it.
SKIP_WASM_BUILD=1 RUSTFLAGS="${flags[*]}" locked cargo build --release --target "$host" \
	--manifest-path "$guided/Cargo.toml" --bin "$target" "${features[@]}"

binary=$folder/$host/release/$target
if [ ${#files[@]} -gt 0 ]; then
	exec "$binary" "${files[@]}"
fi
mkdir -p "$folder/corpus/$target" "$folder/failed"
corpora=("$folder/corpus/$target")
# Where nothing is learned yet, it begins from what is known to be accepted.
[ -d "$ROOT/tests/fuzz/seeds/$target" ] && corpora+=("$ROOT/tests/fuzz/seeds/$target")
# A long input tries little that a few short ones do not.
exec "$binary" -max_len=1024 -max_total_time="$seconds" -artifact_prefix="$folder/failed/$target-" \
	"${corpora[@]}"
