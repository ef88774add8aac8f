#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs everything that must hold, fast first, and says how much passed.
#
#   scripts/test.sh         sets up, then runs every part
#   scripts/test.sh PART    runs one part:
#     fmt          formatting
#     tidy         sizes, direction of dependencies, words, licence lines, the scripts themselves
#     independent  the second calculation of the rules, against its vectors
#     lint         clippy, warnings are errors; also of the benchmarks, which nothing else here compiles
#     docs         rustdoc, warnings are errors
#     unit         tests of every crate
#     scenarios    stories on the real runtime, in memory, and some seconds of fuzzing
#     bundle       10,000 orders of every kind, worked out twice, without a chain
#     e2e          real nodes over RPC, the demonstration, and that what measures speed runs
#     clients      other people's clients against a real node, and their validators on our messages
#
# Whole logs are in $CARGO_TARGET_DIR/test-logs.

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

PARTS=(fmt tidy independent lint docs unit scenarios bundle e2e clients)
LOGS=$CARGO_TARGET_DIR/test-logs
passed=0
failed=0

# Counts a command that passes or fails as a whole.
check() { # check NAME COMMAND..
	local log=$LOGS/$1.log
	if "${@:2}" >"$log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		say "failed: $1 (whole log: $log)" && tail -n 40 "$log"
	fi
}

# Counts the tests that a command reports, in the words of cargo or of Python.
tests() { # tests NAME COMMAND..
	local log=$LOGS/$1.log status=0 ok bad
	"${@:2}" >"$log" 2>&1 || status=$?
	read -r ok bad < <(awk '
		/^test result:/ { ok += $4; bad += $6 }
		/^Ran [0-9]+ tests? in/ { ok += $2 }
		/^FAILED \(/ { while (match($0, /=[0-9]+/)) {
			n = substr($0, RSTART + 1, RLENGTH - 1); ok -= n; bad += n; $0 = substr($0, RSTART + RLENGTH) } }
		END { print ok + 0, bad + 0 }' "$log")
	[ "$status" = 0 ] || [ "$bad" != 0 ] || bad=1
	# A run that found no test proves nothing.
	[ "$((ok + bad))" != 0 ] || bad=1
	passed=$((passed + ok))
	failed=$((failed + bad))
	[ "$bad" = 0 ] || { say "failed: $1 (whole log: $log)" && tail -n 60 "$log"; }
}

# Builds all tests of the workspace together, so that no part compiles a dependency with other
# features than the next, and runs those of the packages in the folders that match: one binary after
# another, or as many at once as are asked for.
run_tests() { # run_tests PATTERN [AT-ONCE]
	local list=$LOGS/binaries
	locked cargo test --release --locked --workspace --no-run \
		--message-format=json-render-diagnostics >"$list.json" || return 1
	python3 - "$list.json" "$ROOT" "$1" >"$list" <<-'PYTHON'
		import json, os, re, sys
		for line in open(sys.argv[1]):
		    item = json.loads(line)
		    if item.get("executable") and item["profile"]["test"]:
		        folder = os.path.dirname(item["manifest_path"])
		        if re.fullmatch(sys.argv[3], os.path.relpath(folder, sys.argv[2])):
		            print(folder, item["executable"])
	PYTHON
	# shellcheck disable=SC2016 # the shell that xargs starts expands them
	# What a binary prints stays together: it is kept until the binary ends.
	xargs -r -n 2 -P "${2:-1}" bash -c '
		status=0
		cd "$1" && said=$(CARGO_MANIFEST_DIR=$1 "$2" 2>&1) || status=1
		printf "running %s\n%s\n" "$2" "$said"
		exit "$status"' run_one <"$list"
}

part_fmt() { check fmt cargo fmt --all --check; }

part_tidy() {
	check tidy python3 tests/tidy/tidy.py
	if command -v shellcheck >/dev/null; then
		check shellcheck shellcheck scripts/*.sh tests/*/*.sh .ci/run
	else
		say "shellcheck is not installed: the scripts are not checked"
	fi
}

part_independent() {
	tests independent python3 -m unittest discover -s tests/independent
	check vectors tests/independent/recompute.py --self-test
}

part_lint() {
	# Not SKIP_WASM_BUILD=1: the variable is an input of the runtime's build script, which the
	# builds below share, and changing it back makes cargo compile the runtime, the node and the
	# stories again. The wasm that is built here is the one that they use.
	check lint locked cargo clippy --release --locked --workspace --all-targets -- -D warnings
	# The pallets alone: the runtime's build script would hand its features on to the wasm, and leave one
	# with benchmarks where the node's is taken from.
	local pallet pallets=()
	for pallet in "$ROOT"/pallets/*/src/benchmarking.rs; do
		pallet=pallet-$(basename "${pallet%/src/benchmarking.rs}")
		pallets+=(--package "$pallet" --features "$pallet/runtime-benchmarks")
	done
	check lint-benchmarks locked cargo clippy --release --locked "${pallets[@]}" --all-targets -- -D warnings
}

part_docs() {
	RUSTDOCFLAGS="-D warnings" check docs locked cargo doc --release --locked --workspace --no-deps
}

part_unit() {
	tests unit run_tests '(?!tests/).*'
	check doctests locked cargo test --release --locked --workspace --doc
}

part_scenarios() {
	tests scenarios run_tests 'tests/(scenarios|fuzz)'
	# What the plain model was compared with: a test that passes tells nothing else.
	grep '^model: ' "$LOGS/scenarios.log" || true
}

# What the client expects of a bundle and what is calculated from the documents alone must be the same.
work_out_twice() { # work_out_twice ORDERS
	local folder=$LOGS/bundle now=$EPOCHSECONDS
	utc() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }
	# `&&`: where a function is asked whether it fails, bash does not end it at the first failure.
	rm -rf "$folder" &&
		"$CLIENT" generate --seed 1 --orders "$1" --out "$folder/data" \
			--expire-at "$(utc $((now + 180)))" &&
		"$CLIENT" expect --data "$folder/data" --out "$folder/out" \
			--at "$(utc "$now")" --until "$(utc $((now + 900)))" &&
		tests/independent/recompute.py --expected --data "$folder/data" --out "$folder/out"
}

part_bundle() {
	check build scripts/build.sh
	check bundle work_out_twice 10000
}

# Waits for what was started earlier and tells what it said.
ended() { # ended PID FILE
	local status=0
	wait "$1" || status=$?
	cat "$2"
	return "$status"
}

part_e2e() {
	check build scripts/build.sh
	# Two binaries at once, and the demonstration beside them: all wait for blocks and deadlines more
	# than they compute.
	scripts/demo.sh --out "$LOGS/demo" >"$LOGS/demo.out" 2>&1 &
	local demo=$!
	tests e2e run_tests 'tests/e2e' 2
	check demo ended "$demo" "$LOGS/demo.out"
	# Its figures mean nothing here: that it ends without an error does.
	check bench "$CARGO_TARGET_DIR/release/split-ledger-bench" --payments 8 --rounds 1 --receivers 6
}

part_clients() {
	# Where others' validators cannot be installed, that is said, and nothing fails.
	local status=0
	tests/iso20022/run.sh >"$LOGS/iso20022.log" 2>&1 || status=$?
	case $status in
		0) passed=$((passed + 1)) ;;
		77) tail -n 1 "$LOGS/iso20022.log" ;;
		*) failed=$((failed + 1)) && tail -n 40 "$LOGS/iso20022.log" ;;
	esac
	check build scripts/build.sh
	check clients tests/clients/run.sh
}

all() {
	local part ok bad start took=()
	scripts/setup.sh --tests
	for part in "${PARTS[@]}"; do
		say "== $part"
		start=$SECONDS
		"$0" "$part" | tee "$LOGS/part" || true
		# A part that ends without its last line has failed.
		read -r ok bad < <(sed -n "s/^$part: \([0-9]*\) passed, \([0-9]*\) failed\$/\1 \2/p" \
			"$LOGS/part"; echo 0 1)
		passed=$((passed + ok))
		failed=$((failed + bad))
		took+=("$part $((SECONDS - start))")
	done
	say "seconds of each part: ${took[*]}"
}

help_if_asked "$@"
cd "$ROOT"
mkdir -p "$LOGS"
part=${1:-all}
if [ "$part" = all ]; then
	all
else
	[[ " ${PARTS[*]} " == *" $part "* ]] || die "no such part: $part (one of: ${PARTS[*]})"
	"part_$part"
fi
say "$part: $passed passed, $failed failed"
[ "$failed" = 0 ]
