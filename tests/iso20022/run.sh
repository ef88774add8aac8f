#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Validates the messages of ISO 20022 that the client's tests hold it to, by validators and schemas of others. The
# schemas come with Python packages and are not kept here. Exits 77 where these cannot be installed.
#
#   tests/iso20022/run.sh

# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/../../scripts/lib.sh"

help_if_asked "$@"
cd "$ROOT"
folder=$CARGO_TARGET_DIR/iso20022
python=$folder/bin/python
here=tests/iso20022
if ! cmp -s $here/requirements.txt "$folder/installed"; then
	rm -rf "$folder"
	if ! { python3 -m venv "$folder" &&
		"$python" -m pip install --quiet --no-deps --requirement $here/requirements.txt; }; then
		say "skipped: the validators cannot be installed here (python3-venv, and a registry of Python packages)"
		exit 77
	fi
	cp $here/requirements.txt "$folder/installed"
fi
mapfile -t files < <(find client/src/reports/golden -name '*.xml' | sort)
"$python" $here/validate.py "${files[@]}"
