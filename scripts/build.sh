#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the node, the runtime in it and the command line, in release.
#
#   scripts/build.sh
#
# The whole workspace is selected, as the tests select it: so both use the same features of every
# dependency, and nothing is compiled twice. CARGO_TARGET_DIR says where to.

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

help_if_asked "$@"
cd "$ROOT"
locked cargo build --release --locked --workspace --bins
say "built: $NODE" "$CLIENT"
