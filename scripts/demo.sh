#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Plays an order bundle on a fresh development chain and checks that everything adds up.
#
#   scripts/demo.sh [--orders N | --data DIR] [--out DIR]
#
# Sets up, builds, starts a node on free loopback ports, imports the bundle, closes the cycles,
# writes the results, verifies them against the chain and against a second calculation of the rules
# that shares no code with it, prints a summary, and stops the node. Ends with an error when
# anything does not add up.
#
#   --orders N  makes a bundle of so many orders, from seed 1; default: 2000. Some of them expire three
#               minutes after the start, of more than 2,000 orders six seconds later for each 100
#               more, because they must be placed before; this is waited for
#   --data DIR  takes an order bundle that is there (docs/bundle.md)
#   --out DIR   where the results go; default: out/demo

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

help_if_asked "$@"
data=
orders=2000
out=$ROOT/out/demo
while [ $# -gt 0 ]; do
	case "$1" in
		--data) data=$(realpath -e "${2:?a folder}") || die "no such folder: $2" ;;
		--orders)
			[[ "${2:-}" =~ ^[1-9][0-9]{0,5}$ ]] || die "a number of orders below a million: ${2:-}"
			orders=$2
			;;
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
	seconds=$((180 + (orders > 2000 ? (orders - 2000) * 6 / 100 : 0)))
	"$CLIENT" generate --seed 1 --orders "$orders" --out "$data" \
		--expire-at "$(date -u -d "+$seconds seconds" +%Y-%m-%dT%H:%M:%SZ)"
fi

start_node "$out/node.log"
# What was remembered of earlier chains is of no use to a new one.
rm -rf "$out/state"
"$CLIENT" orders import --data "$data" --url "$URL" --out "$out" --state "$out/state"
"$CLIENT" verify --data "$data" --out "$out"
"$ROOT/tests/independent/recompute.py" --data "$data" --out "$out"

"$CLIENT" report --out "$out"
say "everything adds up; the results are in $out"
