#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures how long blocks of payments take to build and to import, beside the stock chain's, and how much of
# a queue of payments between banks settles.
#
#   scripts/bench.sh [--payments N] [--rounds N] [--receivers N] [--json FILE]
#
# Builds, then runs everything on this machine, interleaved, in about five minutes. For numbers that
# can be compared let the machine do nothing else; what else ran shows in the load average that is
# printed. docs/performance.md says what is measured and what is not.
#
#   --payments N   payments of each way to pay in a round; default: 500
#   --rounds N     rounds that count; default: 7
#   --receivers N  accounts that six of the eight legs of a split go round; default: 60
#   --json FILE    writes the results there too

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

help_if_asked "$@"
(cd "$ROOT" && locked cargo build --release --locked --workspace --bins)
exec "$CARGO_TARGET_DIR/release/split-ledger-bench" "$@"
