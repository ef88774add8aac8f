# SPDX-License-Identifier: Apache-2.0
"""Rule sets as the chain writes them (SCALE), read into the rules of `plan.py`.

The first byte is the semantics. The layout is that of the metadata: fields in their order, numbers
little-endian, lists and texts behind their compact length, options behind a byte.
"""

from datetime import datetime, timedelta, timezone
from fractions import Fraction

from plan import ADVANCERS, ATTRIBUTES, REFUND, Leg, Refused, Take, allocate, matches

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
PURPOSES = ("transfer", "goods", "logistics", "fee", "commission", "tax")
ROUNDINGS = ("down", "half-up", "half-even")
RESIDUES = ("remainder", "largest-remainder", "first")


class Reader:
    """Takes values off the front of bytes."""

    def __init__(self, content):
        self.content = content

    def bytes(self, count):
        """The next bytes."""
        taken, self.content = self.content[:count], self.content[count:]
        if len(taken) < count:
            raise ValueError("too few bytes")
        return taken

    def number(self, count):
        """A whole number of so many bytes."""
        return int.from_bytes(self.bytes(count), "little")

    def compact(self):
        """A number that is short where it is small: the last two bits of the first byte say how."""
        first = self.number(1)
        if first % 4 < 3:
            more = (1 << first % 4) - 1
            return (first >> 2) + (self.number(more) << 6)
        return self.number((first >> 2) + 4)

    def many(self, read):
        """A list."""
        return [read() for _ in range(self.compact())]

    def maybe(self, read):
        """An option."""
        return read() if self.number(1) else None

    def text(self):
        """A text."""
        return self.bytes(self.compact()).decode("utf-8")

    def amount(self):
        """An amount in minor units."""
        return self.number(8)

    def moment(self):
        """A moment, by its milliseconds."""
        return EPOCH + timedelta(milliseconds=self.number(8))


class RuleSets(Reader):
    """A rule set."""

    def rule_set(self):
        """All of it."""
        semantics = self.number(1)
        if semantics not in (1, 2):
            raise ValueError(f"no semantics {semantics}")
        self.text(), self.number(2)
        head = {
            "rounding": ROUNDINGS[self.number(1)],
            "residue": RESIDUES[self.number(1)],
            "uncredited": ("park", "merchant")[self.number(1)],
            "refund": self.refund() if semantics == 2 else None,
            "currency": "CNY",
        }
        self.slots, self.inputs = self.many(self.text), self.many(self.text)
        self.words = {key: self.many(self.text) for key in ATTRIBUTES}
        cases = self.many(lambda: (self.when(semantics), self.many(self.leg)))
        if self.content:
            raise ValueError("bytes are left over")
        return head | {"cases": cases}

    def refund(self):
        """Refund terms."""
        policy = REFUND["policy"][self.number(1)]
        advancers = self.many(lambda: ADVANCERS[self.number(1)])
        return {"policy": policy, "advancers": advancers, "back": REFUND["back"][self.number(1)]}

    def when(self, semantics):
        """A condition."""
        words = {}
        for key in ATTRIBUTES:
            listed = self.many(lambda: self.number(2))
            words[key] = [self.words[key][index - 1] for index in listed] or None
        amount = self.maybe(self.amount), self.maybe(self.amount)
        time = (None, None)
        if semantics == 2:
            time = self.maybe(self.moment), self.maybe(self.moment)
        return words | {"amount": amount, "time": time}

    def leg(self):
        """A leg."""
        take = self.take()
        if self.number(1):
            return Leg(take, split=self.many(self.leg))
        return Leg(take, to=self.slots[self.number(1)], purpose=PURPOSES[self.number(1)])

    def take(self):
        """What a leg takes."""
        kind = self.number(1)
        if kind == 0:
            return Take("fixed", amount=self.amount())
        if kind == 1:
            return Take("input", name=self.inputs[self.number(1)])
        if kind == 3:
            return Take("remainder")
        if kind == 2:
            numerator, denominator = self.number(4), self.number(4)
            return Take(share=Fraction(numerator, denominator), **self.bounds())
        denominator = self.number(4)
        tiers = self.many(lambda: (self.amount(), Fraction(self.number(4), denominator)))
        marginal = self.number(1) == 1
        return Take(tiers=tuple(tiers), marginal=marginal, **self.bounds())

    def bounds(self):
        """What a share is of, its floor and its cap."""
        base = ("gross", "rest", "net")[self.number(1)]
        places = self.compact() if base == "net" else 0
        less = tuple(place for place in range(64) if places >> place & 1)
        return {"kind": base, "less": less, "floor": self.maybe(self.amount), "cap": self.maybe(self.amount)}


def answers(text):
    """What a golden file asks, what it says, and what the rules of `plan.py` make of it."""
    reader = rules = None
    for line in text.splitlines():
        if line.startswith("rules "):
            reader = RuleSets(bytes.fromhex(line.removeprefix("rules ")))
            rules = reader.rule_set()
        elif not line.startswith("#"):
            request, said = line.split(" -> ")
            yield request, said, answer(reader, rules, *request.split())


def answer(reader, rules, amount, attributes, inputs, time="0"):
    """The case, and of each leaf its number, the place of its slot, and its amount."""
    named = (pair.split("=") for pair in inputs.split(",") if pair != "-")
    order = {
        "amount": int(amount),
        "at": EPOCH + timedelta(milliseconds=int(time)),
        "inputs": {reader.inputs[int(place)]: int(value) for place, value in named},
        "parties": set(reader.slots),
    }
    for key, index in zip(ATTRIBUTES, map(int, attributes.split(","))):
        words = reader.words[key]
        order[key] = words[index - 1] if 0 < index <= len(words) else ""
    try:
        parts = allocate(rules, order)
    except Refused as reason:
        return "".join(word.capitalize() for word in str(reason).split("-"))
    case = next(n for n, (when, _) in enumerate(rules["cases"], 1) if matches(when, order))
    legs = (
        f"{leg} {reader.slots.index(part.slot)} {part.amount}" for leg, part in enumerate(parts, 1)
    )
    return ", ".join((str(case), *legs))
