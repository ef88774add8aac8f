#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what is mechanical about the house style: sizes, the direction of dependencies, words.

Run from anywhere; prints one line per finding and exits 1 when there is one.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES_MAX = 500  # of a source file; rule 4 aims at 400
CODE = {".rs", ".sh", ".py", ".mjs"}
# Written by machines: never edited, never measured.
GENERATED = re.compile(r"weights[^/]*\.rs$|/weights/|package-lock\.json$|Cargo\.lock$|\.scale$")

# Which of our crates a crate may use (docs/architecture.md). A crate that is not here is a finding.
WORDS = "split-ledger-primitives"
MAY_USE = {
    WORDS: set(),
    "netting": {WORDS},
    "clearing-solver": {WORDS, "netting"},
    "split-rules": {WORDS},
    "pallet-participants": {WORDS},
    "pallet-ledger": {WORDS},
    "pallet-mandates": {WORDS},
    "pallet-splits": {WORDS, "split-rules"},
    "pallet-escrow": {WORDS, "split-rules"},
    "pallet-groups": {WORDS},
    "pallet-clearing": {WORDS, "netting"},
    "split-ledger-runtime-api": {WORDS, "split-rules"},
    "split-ledger-runtime": {
        WORDS, "netting", "split-rules", "split-ledger-runtime-api", "pallet-participants",
        "pallet-ledger", "pallet-splits", "pallet-escrow", "pallet-groups", "pallet-clearing",
        "pallet-mandates",
    },
    "split-ledger-rpc": {WORDS, "split-rules", "split-ledger-runtime-api"},
    "split-ledger-node": {
        WORDS, "split-ledger-rpc", "split-ledger-runtime", "split-ledger-runtime-api",
    },
    "split-ledger-client": {WORDS, "netting", "clearing-solver", "split-rules"},
    # Stories name the events and errors of every room.
    "split-ledger-scenarios": {
        WORDS, "netting", "split-rules", "split-ledger-runtime", "split-ledger-runtime-api",
        "pallet-participants", "pallet-ledger", "pallet-splits", "pallet-escrow", "pallet-groups",
        "pallet-clearing", "pallet-mandates",
    },
    "split-ledger-fuzz": {
        WORDS, "split-rules", "split-ledger-runtime", "split-ledger-scenarios", "pallet-ledger",
        "pallet-escrow", "pallet-clearing", "pallet-groups", "pallet-mandates",
    },
    "split-ledger-e2e": {WORDS, "split-ledger-client"},
    "split-ledger-yardstick": set(),
    # Sets a chain up and counts writes as the stories do, and measures it beside the yardstick.
    "split-ledger-bench": {
        WORDS, "netting", "clearing-solver", "split-rules", "split-ledger-runtime",
        "split-ledger-scenarios", "split-ledger-yardstick",
        "pallet-participants", "pallet-ledger", "pallet-splits", "pallet-escrow", "pallet-groups",
        "pallet-clearing",
    },
}
# What a crate may not use of others' crates, unless behind a feature that is off by default.
SDK = r"(frame|pallet|sp|sc|substrate)(-.*)?$"
MAY_NOT_USE = {
    WORDS: SDK,
    "netting": SDK,
    "clearing-solver": SDK,
    "split-rules": SDK,
    "split-ledger-client": r"(sc|pallet|substrate)-.*$",  # a client never compiles the node
    "split-ledger-e2e": r"(sc|pallet|substrate)-.*$",
}

# (name, pattern, which paths). Spelled so that this file does not find itself.
PATTERNS = [
    ("left-over", r"\b(todo|unimplemented|dbg)!\(|#\[igno[r]e\]|\b(TO[D]O|FIX[M]E|HA[C]K)\b", r"\.(rs|sh|py|mjs|toml)$"),
    ("float: amounts are whole minor units", r"\bf(32|64)\b", r"^(pallets|runtime)/.*\.rs$"),
    ("path of one machine", r"(?<![\w.$}])/(wor[k]|farm|roo[t]|hom[e]|User[s])/\w", r""),
    ("host of a package registry",
     r"(index|static)\.crate[s]|pyp[i]\.org|pythonhoste[d]|npmj[s]\.(org|com)|(deb|security)\.debia[n]", r""),
    ("words that do not speak of the project",
     r"(?i)\b(CE[O]|sub-?agen[t]|AI (agen[t]|assistan[t])|language mode[l])\b", r""),
    ("legacy of FRAME", r"pallet::getter|\bRuntimeDebu[g]\b|construct_runtime!|\bCurrenc[y]Of\b", r"^(pallets|runtime)/.*\.rs$"),
]
TEST = re.compile(r"#\[(?:test|tokio::test(?:\([^)]*\))?)\]\s+(?:async )?fn (\w+)\(")
FILE_NAMES = re.compile(r"(^|/)(utils?|common|misc|helpers?)\.rs$")  # rule 5


def tracked():
    """Files that git knows or would add, without those deleted."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    return sorted(path for path in set(listed.split("\0")) if path and (ROOT / path).is_file())


def check_texts(paths):
    """Sizes, licence lines, names and words."""
    for path in paths:
        if GENERATED.search(path):
            continue
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        if Path(path).suffix in CODE or path == ".ci/run":
            if len(lines) > LINES_MAX:
                yield f"{path}: {len(lines)} lines; split by reason to change before {LINES_MAX}"
            if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:3]):
                yield f"{path}: no SPDX line at the top"
        if FILE_NAMES.search(path):
            yield f"{path}: a file is named after what it is about"
        for name, pattern, where in PATTERNS:
            if not re.search(where, path):
                continue
            for number, line in enumerate(lines, 1):
                if re.search(pattern, line):
                    yield f"{path}:{number}: {name}: {line.strip()[:80]}"


def check_manifests(paths):
    """One version of each dependency, one set of lints."""
    for path in paths:
        if not path.endswith("/Cargo.toml"):
            continue
        manifest = tomllib.loads((ROOT / path).read_text(encoding="utf-8"))
        if "workspace" in manifest and path != "Cargo.toml":
            continue  # a workspace of its own takes nothing of the root's
        if manifest.get("lints") != {"workspace": True}:
            yield f"{path}: the lints are the workspace's"
        for kind in ("dependencies", "dev-dependencies", "build-dependencies"):
            for name, how in manifest.get(kind, {}).items():
                if not (isinstance(how, dict) and how.get("workspace")):
                    yield f"{path}: {name}: versions are in the root's [workspace.dependencies]"


def check_dependencies():
    """Pure crates <- pallets <- runtime <- node; metadata <- client; no pallet uses a pallet."""
    metadata = json.loads(subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1", "--offline"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout)
    ours = {package["name"] for package in metadata["packages"]}
    for package in metadata["packages"]:
        name = package["name"]
        if name not in MAY_USE:
            yield f"{name}: say in tests/tidy/tidy.py which of our crates it may use"
            continue
        for dependency in package["dependencies"]:
            used = dependency["name"]
            if dependency["kind"] == "dev":
                continue
            if used in ours and used not in MAY_USE[name]:
                yield f"{name}: must not depend on {used}"
            if not dependency["optional"] and re.match(MAY_NOT_USE.get(name, r"(?!)"), used):
                yield f"{name}: must not depend on {used}"


def check_docs(paths):
    """Pallets and pure crates deny missing documents (rule 56)."""
    for path in paths:
        if re.match(r"(pallets|runtime/api)/.*src/lib\.rs$", path):
            if "#![deny(missing_docs)]" not in (ROOT / path).read_text(encoding="utf-8"):
                yield f"{path}: no #![deny(missing_docs)]"


def check_invariants(paths):
    """docs/invariants.md lists the functions that check, and no other (rule 38)."""
    table = (ROOT / "docs/invariants.md").read_text(encoding="utf-8")
    listed = {name for row in table.splitlines() if row.startswith("|")
              for name in re.findall(r"`([a-z]+_[a-z_]+)`", row)}
    exist = set()
    for path in paths:
        if re.search(r"/invariants(/\w+)?\.rs$", path):
            text = (ROOT / path).read_text(encoding="utf-8")
            claim = r"/// (?:INV-)?(?:[A-Z]{3}-\w+|PAR|[MC]\d)\b[^\n]*\n(?:\s*///[^\n]*\n)*\s*(?:pub )?fn (\w+)"
            exist |= set(re.findall(claim, text))
            for name in listed:
                if re.search(rf"fn {name}\b", text):
                    exist.add(name)
    for name in sorted(exist - listed):
        yield f"docs/invariants.md: does not list {name}"
    for name in sorted(listed - exist):
        yield f"docs/invariants.md: lists {name}, which does not exist"
    yield from check_places(paths, table)


def check_places(paths, table):
    """A row of docs/invariants.md stands under the pallet of its functions, or says where they are."""
    places = {}
    for path in paths:
        if crate := re.match(r"(pallets/\w+|runtime)/src/invariants(/\w+)?\.rs$", path):
            for name in re.findall(r"\bfn (\w+)", (ROOT / path).read_text(encoding="utf-8")):
                places.setdefault(name, set()).add(crate[1])
    section = ""
    for row in table.splitlines():
        if row.startswith("## "):
            section = f"pallets/{row[3:].strip().lower()}"
        cell = row.rstrip(" |").rsplit("|", 1)[-1] if row.startswith("|") else ""
        for name in re.findall(r"`([a-z]+_[a-z_]+)`", cell):
            if not any(place == section or place in cell for place in places.get(name, {section})):
                yield f"docs/invariants.md: {name} stands under {section}, where it is not"


def check_compared(paths):
    """Each test that docs/compared.md names, in the last column of its tables, exists."""
    rows = (ROOT / "docs/compared.md").read_text(encoding="utf-8").splitlines()
    cells = [row.rstrip(" |").rsplit("|", 1)[-1] for row in rows if row.startswith("|")]
    named = {name for cell in cells for name in re.findall(r"`(\w+_\w+)`", cell)}
    rust = [(ROOT / path).read_text(encoding="utf-8") for path in paths if path.endswith(".rs")]
    exist = {name for text in rust for name in re.findall(TEST, text)}
    for name in sorted(named - exist):
        yield f"docs/compared.md: names the test {name}, which does not exist"


def main():
    """Prints every finding."""
    paths = tracked()
    findings = [
        *check_texts(paths), *check_manifests(paths), *check_dependencies(), *check_docs(paths),
        *check_invariants(paths), *check_compared(paths),
    ]
    for finding in findings:
        print(finding)
    print(f"tidy: {len(paths)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
