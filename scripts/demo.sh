#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plays an order bundle on a fresh development chain and checks that everything adds up.
#
#   scripts/demo.sh [--data DIR] [--out DIR]
#
# Sets up, builds, starts a node on free loopback ports, imports the bundle, closes the cycles,
# writes the results, verifies them against the chain and against a second calculation of the rules
# that shares no code with it, prints a summary, and stops the node. Ends with an error when
# anything does not add up.
#
#   --data DIR  the order bundle (docs/bundle.md); default: one of 2,000 orders, made from seed 1;
#               some of them expire three minutes after the start, which is waited for
#   --out DIR   where the results go; default: out/demo

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

help_if_asked "$@"
data=
out=$ROOT/out/demo
while [ $# -gt 0 ]; do
	case "$1" in
		--data) data=$(realpath -e "${2:?a folder}") || die "no such folder: $2" ;;
		--out) out=$(realpath -m "${2:?a folder}") ;;
		*) die "unknown argument: $1 (see --help)" ;;
	esac
	shift 2
done

"$ROOT/scripts/setup.sh"
"$ROOT/scripts/build.sh"

mkdir -p "$out"
if [ -z "$data" ]; then
	data=$out/bundle
	rm -rf "$data"
	"$CLIENT" generate --seed 1 --orders 2000 --out "$data" \
		--expire-at "$(date -u -d '+180 seconds' +%Y-%m-%dT%H:%M:%SZ)"
fi

start_node "$out/node.log"
"$CLIENT" orders import --data "$data" --url "$URL" --out "$out" --state "$out/state"
"$CLIENT" verify --data "$data" --out "$out"
"$ROOT/tests/independent/recompute.py" --data "$data" --out "$out"

"$CLIENT" report --out "$out"
say "everything adds up; the results are in $out"
