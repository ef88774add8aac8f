# SPDX-License-Identifier: Apache-2.0
"""The notation of `vectors/allocations.csv`, read into the rules of `plan.py`."""

import csv
from fractions import Fraction
from pathlib import Path
import re

from plan import Invalid, Leg, Refused, Take, check_group, divide

FILE = Path(__file__).parent / "vectors" / "allocations.csv"
METHODS = {
    "first-leg": ("first", "down"),
    "largest-remainder": ("largest-remainder", "down"),
    "remainder-leg": ("remainder", "down"),
    "remainder-leg-half-up": ("remainder", "half-up"),
    "remainder-leg-half-even": ("remainder", "half-even"),
}
REASONS = {"leg-over-rest": "fixed-over-total"}  # the file's word for it


def read_take(text):
    """A take such as `0.6%>=2<=5`."""
    if text == "rest":
        return Take("remainder")
    if text.startswith("max"):
        return Take("rest", share=Fraction(1), cap=int(text[3:]))
    body, floor, cap = re.fullmatch(r"([^<>]+)(?:>=(\d+))?(?:<=(\d+))?", text).groups()
    bounds = {"floor": floor and int(floor), "cap": cap and int(cap)}
    for ending, parts in (("%", 100), ("bp", 10_000), ("ppm", 1_000_000)):
        if body.endswith(ending):
            return Take("gross", share=Fraction(body.removesuffix(ending)) / parts, **bounds)
    if "/" in body:
        return Take("gross", share=Fraction(body), **bounds)
    return Take("fixed", amount=int(body))


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
    """The rows of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))
