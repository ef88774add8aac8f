# SPDX-License-Identifier: Apache-2.0
"""The notation of `vectors/`, read into the rules of `plan.py`.

`allocations.csv` says what its own notation is. `semantics-2.csv` has some words more: `P%n0+2` is a
share of net of the legs at places 0 and 2, counted from 0, `P%r` one of the rest, and
`whole[0=8%,100=5%]` and `marginal[0=8%,100=5%]` are tiers, which may stand where a share does.
"""

import csv
from fractions import Fraction
from pathlib import Path
import re

from plan import Invalid, Leg, Refused, Take, check_group, divide

VECTORS = Path(__file__).parent / "vectors"
FILES = ("allocations.csv", "semantics-2.csv")
SHARE = r"(?P<share>[0-9.]+(?:%|bp|ppm)|[0-9]+/[0-9]+|(?:whole|marginal)\[[^\]]*\])"
TAKE = re.compile(SHARE + r"(?P<of>r|n[0-9+]*)?(?:>=(?P<floor>[0-9]+))?(?:<=(?P<cap>[0-9]+))?")
METHODS = {
    "first-leg": ("first", "down"),
    "largest-remainder": ("largest-remainder", "down"),
    "remainder-leg": ("remainder", "down"),
    "remainder-leg-half-up": ("remainder", "half-up"),
    "remainder-leg-half-even": ("remainder", "half-even"),
}
REASONS = {"leg-over-rest": "fixed-over-total"}  # the file's word for it


def read_share(text):
    """`8%`, `85bp`, `1ppm` or `1/3`, exactly."""
    for ending, parts in (("%", 100), ("bp", 10_000), ("ppm", 1_000_000)):
        if text.endswith(ending):
            return Fraction(text.removesuffix(ending)) / parts
    return Fraction(text)


def read_take(text):
    """A take such as `0.6%>=2<=5`."""
    if text == "rest":
        return Take("remainder")
    if text.startswith("max"):
        return Take("rest", share=Fraction(1), cap=int(text[3:]))
    found = TAKE.fullmatch(text)
    if not found:
        return Take("fixed", amount=int(text))
    bounds = {key: found[key] and int(found[key]) for key in ("floor", "cap")}
    of = found["of"] or ""
    kind = {"r": "rest", "n": "net"}.get(of[:1], "gross")
    less = tuple(int(place) for place in of[1:].split("+") if place) if kind == "net" else ()
    by, bracket, tiers = found["share"].partition("[")
    if not bracket:
        return Take(kind, share=read_share(by), less=less, **bounds)
    pairs = (tier.partition("=") for tier in tiers.removesuffix("]").split(",") if tier)
    tiers = tuple((int(start), read_share(share)) for start, _, share in pairs)
    return Take(kind, less=less, tiers=tiers, marginal=by == "marginal", **bounds)


def read_group(text):
    """Legs, separated by blanks outside brackets."""
    legs, depth, start = [], 0, 0
    for place, char in enumerate(text + " "):
        depth += (char == "(") - (char == ")")
        if char == " " and depth == 0:
            take, _, target = text[start:place].partition(":")
            if target.startswith("("):
                legs.append(Leg(read_take(take), split=read_group(target[1:-1])))
            else:
                legs.append(Leg(read_take(take), to=target))
            start = place + 1
    return legs


def answer(row):
    """What the rules make of a row, in the words of its column `expected`."""
    residue, rounding = METHODS[row["method"]]
    legs = read_group(row["legs"])
    try:
        check_group(legs, residue)
        parts = divide(int(row["total"]), legs, {"residue": residue, "rounding": rounding}, {})
    except (Invalid, Refused) as reason:
        return f"refuse:{REASONS.get(str(reason), reason)}"
    return " ".join(f"{part.slot}={part.amount}" for part in parts)


def rows():
    """The rows of the files."""
    found = []
    for name in FILES:
        with (VECTORS / name).open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(line for line in file if not line.startswith("#"))
    return found
