#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every client of this folder against a fresh development node that has been built.
#
#   tests/clients/run.sh

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"

help_if_asked "$@"
cd "$ROOT/tests/clients"
command -v npm >/dev/null || die "no npm: scripts/setup.sh --tests installs it"
[ -d node_modules ] || npm ci --no-audit --no-fund

logs=$CARGO_TARGET_DIR/test-logs/clients
mkdir -p "$logs"
start_node "$logs/node.log"
# What was remembered of earlier chains is of no use to a new one.
rm -rf "$logs/state"
"$CLIENT" orders import --data bundle --url "$URL" --out "$logs" --state "$logs/state"
node place-order.mjs "$URL"
