#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What every script shares. Sourced, never run: `. "$(dirname "$0")/lib.sh"`.
# shellcheck disable=SC2034 # the scripts that source this use the variables
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/split-ledger
# Outside the checkout, so that a fresh clone finds what an earlier one compiled.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}
NODE=$CARGO_TARGET_DIR/release/split-ledger-node
CLIENT=$CARGO_TARGET_DIR/release/split-ledger
WASM_TARGET=wasm32v1-none
mkdir -p "$CACHE"
# Left by setup.sh where the runtime needs a compiler of its own.
if [ -z "${WASM_BUILD_TOOLCHAIN:-}" ] && [ -s "$CACHE/wasm-toolchain" ]; then
	WASM_BUILD_TOOLCHAIN=$(<"$CACHE/wasm-toolchain")
	export WASM_BUILD_TOOLCHAIN
fi
if [ -z "${PROTOC:-}" ] && command -v protoc >/dev/null; then
	PROTOC=$(command -v protoc)
	export PROTOC
fi

say() { printf '%s\n' "$*"; }
die() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

# Prints the comment at the head of the script and ends it, if asked for.
help_if_asked() { # help_if_asked "$@"
	case "${1:-}" in
		-h | --help | help)
			sed -n '3,/^$/{s/^# \{0,1\}//p}' "$0"
			exit 0
			;;
	esac
}

# Cargo tells what is old by its time, and the members of a workspace by their place in it. Two clones
# that share a target folder could so take each other's results for their own: whenever another clone
# has built since, everything of ours counts as new.
own_the_target_folder() {
	local owner=$CARGO_TARGET_DIR/built-by
	mkdir -p "$CARGO_TARGET_DIR"
	if [ "$(cat "$owner" 2>/dev/null)" != "$ROOT" ]; then
		git -C "$ROOT" ls-files -z '*.rs' '*.toml' | (cd "$ROOT" && xargs -0 -r touch -c)
		printf '%s' "$ROOT" >"$owner"
	fi
}

# Runs a command while nobody else builds: two release builds at once need more memory than many
# machines have. A script that holds the lock passes it on to those it starts.
locked() { # locked COMMAND..
	if [ -n "${SPLIT_LEDGER_LOCKED:-}" ]; then
		"$@"
		return
	fi
	(
		exec 9>"$CACHE/build.lock"
		flock -n 9 || {
			say "waiting for another build to end"
			flock 9
		}
		own_the_target_folder
		SPLIT_LEDGER_LOCKED=1 "$@" 9>&-
	)
}

# Prints free loopback ports.
free_ports() { # free_ports COUNT
	python3 - "$1" <<-'PYTHON'
		import socket, sys
		held = [socket.socket() for _ in range(int(sys.argv[1]))]
		for one in held:
		    one.bind(("127.0.0.1", 0))
		print(*(one.getsockname()[1] for one in held))
	PYTHON
}

# Asks a node; fails while it does not answer.
rpc() { # rpc PORT METHOD [PARAMETERS]
	curl -sf -m 5 -H 'content-type: application/json' "http://127.0.0.1:$1" \
		-d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":[${3:-}]}"
}

# Whether a block beyond the genesis is final: before that the chain has no time.
has_final_block() { # has_final_block PORT
	local genesis final
	genesis=$(rpc "$1" chain_getBlockHash 0) && final=$(rpc "$1" chain_getFinalizedHead) &&
		[ "$genesis" != "$final" ]
}

# Starts a development node on free loopback ports, with the chain of a moment; it is stopped when
# the script ends. Waits until a block is final, for two minutes at most, and sets URL. It keeps all
# state, because results are read from the events of every block since the first order.
start_node() { # start_node LOG
	local ports end=$((SECONDS + 120))
	read -ra ports < <(free_ports 2)
	"$NODE" --dev --tmp --no-prometheus --no-telemetry --state-pruning archive \
		--blocks-pruning archive --rpc-port "${ports[0]}" \
		--listen-addr "/ip4/127.0.0.1/tcp/${ports[1]}" >"$1" 2>&1 &
	node_pid=$!
	trap stop_node EXIT
	until has_final_block "${ports[0]}"; do
		kill -0 "$node_pid" 2>/dev/null || die "the node ended before a block was final: $(tail -n 5 "$1")"
		[ "$SECONDS" -lt "$end" ] || die "no block was final within two minutes; see $1"
		sleep 0.2
	done
	URL=ws://127.0.0.1:${ports[0]}
}

stop_node() {
	kill "$node_pid" 2>/dev/null || true
	wait "$node_pid" 2>/dev/null || true
}
