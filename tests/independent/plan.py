# SPDX-License-Identifier: Apache-2.0
"""The rules of a split, written from the documents alone (docs/rules.md; O2, O3, O4, P5, P6, R2).

Shares no code and no language with the chain, so that the two are wrong in the same way only where
the documents are. Amounts are whole minor units, shares are exact fractions.
"""

from dataclasses import dataclass, field
from datetime import datetime, timezone
from fractions import Fraction
import re

ZERO_DECIMALS = set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
THREE_DECIMALS = set("BHD IQD JOD KWD LYD OMR TND".split())
FOUR_DECIMALS = set("CLF UYW".split())
SHARE_CAP_PERCENT = 30  # P6: the default
U64_MAX = 2**64 - 1
TIERS_MAX = 8
ATTRIBUTES = ("channel", "category", "promotion", "member_tier")

# P5: which roles a purpose may be paid to.
ROLES_OF_PURPOSE = {
    "fee": {"platform", "promoter"},
    "commission": {"platform", "promoter"},
    "goods": {"merchant", "supplier"},
    "logistics": {"carrier"},
    "tax": {"tax"},
}


# R2, R3, O5: the words of refund terms; what stands first is what is meant where none is.
REFUND = {
    "policy": ("pro-rata", "merchant-first", "fees-kept"),
    "back": ("pro-rata", "payer-first"),
}
ADVANCERS = ("merchant", "platform", "guarantee")


class Invalid(Exception):
    """A rule set or a figure that no order can use."""


class Refused(Exception):
    """An order that its rule set cannot divide. The argument is one of the reasons below."""


def decimals(currency):
    """How many digits a currency has after the point (ISO 4217)."""
    if currency in ZERO_DECIMALS:
        return 0
    if currency in THREE_DECIMALS:
        return 3
    return 4 if currency in FOUR_DECIMALS else 2


def minor(text, currency):
    """`12.5` in minor units, exactly."""
    places = decimals(currency)
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        raise Invalid(f"not an amount: {text!r}")
    whole, _, part = text.partition(".")
    if len(part) > places:
        raise Invalid(f"{text!r} has more digits than {currency} has")
    amount = int(whole + part.ljust(places, "0"))
    if amount > U64_MAX:
        raise Invalid(f"{text!r} does not fit 64 bits")
    return amount


def pairs(text):
    """`a=1;b=2` as a dictionary."""
    split = (item.partition("=") for item in text.split(";") if item)
    return {key.strip(): value.strip() for key, _, value in split}


@dataclass
class Take:
    """How much a leg takes."""

    kind: str  # fixed, input, remainder, or of what it is a share: gross, rest, net
    amount: int = 0
    name: str = ""
    share: Fraction = Fraction(0)
    floor: int | None = None
    cap: int | None = None
    less: tuple = ()  # the places of the legs that net is less of
    tiers: tuple = ()  # (from, share) pairs, ascending, instead of one share
    marginal: bool = False  # a rate for each slice of the base, else one by the whole order

    @property
    def highest(self):
        """The share, the highest where tiers decide."""
        return max((share for _, share in self.tiers), default=self.share)

    def exactly(self, base, order):
        """What a share is of its base, before rounding, in an order of this amount."""
        if not self.tiers:
            return base * self.share
        if not self.marginal:
            return base * [share for start, share in self.tiers if start <= order][-1]
        ends = [start for start, _ in self.tiers[1:]] + [base]
        return sum(
            max(min(end, base) - start, 0) * share for (start, share), end in zip(self.tiers, ends)
        )


@dataclass
class Leg:
    """A leaf, or a group that divides what reaches it."""

    take: Take
    to: str = ""
    purpose: str = ""
    split: list = field(default_factory=list)


@dataclass
class Part:
    """What a leaf gets."""

    slot: str
    purpose: str
    amount: int


def rounded(value, rounding):
    """A share in whole units."""
    down = value.numerator // value.denominator
    fraction = value - down
    if rounding == "half-up":
        return down + (fraction >= Fraction(1, 2))
    if rounding == "half-even":
        up = fraction > Fraction(1, 2) or (fraction == Fraction(1, 2) and down % 2 == 1)
        return down + up
    return down


def by_largest_fraction(amount, weights):
    """Divides an amount by weights: rounded down, then one unit each by falling fraction, the
    earlier first (O3)."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def shares_only(legs):
    """Whether a group is made of shares of gross, at most with a remainder."""
    return all(
        leg.take.kind == "remainder"
        or (
            leg.take.kind == "gross"
            and not leg.take.tiers
            and leg.take.floor is None
            and leg.take.cap is None
        )
        for leg in legs
    )


def check_group(legs, residue, rounding="down"):
    """What can be wrong with a group whatever the amount."""
    remainders = [i for i, leg in enumerate(legs) if leg.take.kind == "remainder"]
    whole = sum((leg.take.highest for leg in legs if leg.take.kind == "gross"), Fraction(0))
    if not legs:
        raise Invalid("no-receiver-for-residue")
    if len(remainders) > 1:
        raise Invalid("two-remainders")
    if whole > 1:
        raise Invalid("shares-over-whole")
    exact = shares_only(legs) and residue != "remainder"
    if exact and whole and rounding != "down":
        raise Invalid("rounding-not-down")
    if not remainders and not (exact and whole == 1):
        raise Invalid("no-receiver-for-residue")
    for i, leg in enumerate(legs):
        take = leg.take
        if remainders and take.kind == "rest" and i > remainders[0]:
            raise Invalid("share-of-rest-below-remainder")
        if take.floor is not None and take.cap is not None and take.floor > take.cap:
            raise Invalid("floor-over-cap")
        if take.kind == "net" and not (take.less and all(n < i for n in take.less)):
            raise Invalid("bad-net")
        if any(legs[n].take.kind == "remainder" for n in take.less):
            raise Invalid("bad-net")
        check_share(take)
        if leg.split:
            check_group(leg.split, residue, rounding)


def check_share(take):
    """What can be wrong with a share, by one rate or by tiers."""
    if take.kind not in ("gross", "rest", "net"):
        return
    starts = [start for start, _ in take.tiers]
    if starts and (starts[0] != 0 or len(starts) > TIERS_MAX or starts != sorted(set(starts))):
        raise Invalid("bad-tiers")
    if take.highest <= 0:
        raise Invalid("bad-share")
    if take.highest > 1:
        raise Invalid("shares-over-whole")


def divide(amount, legs, rule_set, inputs, order=None):
    """The parts of the leaves of a group, depth first, zeros included. `order` is the amount of the
    whole order, where the group is not the outermost."""
    order = amount if order is None else order
    if rule_set["residue"] != "remainder" and shares_only(legs):
        amounts = divide_shares(amount, legs, rule_set["residue"])
    else:
        amounts = divide_in_order(amount, legs, rule_set["rounding"], inputs, order)
    parts = []
    for leg, got in zip(legs, amounts):
        if leg.split:
            parts += divide(got, leg.split, rule_set, inputs, order)
        else:
            parts.append(Part(leg.to, leg.purpose, got))
    return parts


def divide_shares(amount, legs, residue):
    """A group of shares, the remainder being one too: no unit is left over."""
    given = sum((leg.take.share for leg in legs), Fraction(0))
    shares = [1 - given if leg.take.kind == "remainder" else leg.take.share for leg in legs]
    exact = [amount * share for share in shares]
    parts = [value.numerator // value.denominator for value in exact]
    order = list(range(len(legs)))
    if residue == "largest-remainder":
        order.sort(key=lambda i: (-(exact[i] - parts[i]), i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def divide_in_order(amount, legs, rounding, inputs, order):
    """A group whose remainder takes what the legs leave."""
    left, parts, last = amount, [], None
    for i, leg in enumerate(legs):
        take = leg.take
        if take.kind == "remainder":
            last = i
            parts.append(0)
            continue
        if take.kind == "fixed":
            got = take.amount
        elif take.kind == "input":
            if take.name not in inputs:
                raise Refused("input-missing")
            got = inputs[take.name]
        else:
            base = {"gross": amount, "rest": left}.get(take.kind)
            if base is None:
                base = amount - sum(parts[n] for n in take.less)
            got = rounded(take.exactly(base, order), rounding)
            got = got if take.floor is None else max(got, take.floor)
            got = got if take.cap is None else min(got, take.cap)
        if got > left:
            raise Refused("leg-over-rest")
        left -= got
        parts.append(got)
    if last is not None:
        parts[last] = left
    return parts


def share_of(text):
    """`8.5%` or `1/3`, exactly."""
    return Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text)


def read_base(text, above):
    """What a share is of, and the places of the legs above that it is less of."""
    if not text.startswith("net:"):
        return text, ()
    places = []
    for name in text.removeprefix("net:").split(","):
        named = [place for place, other in enumerate(above) if other == name.strip()]
        if not named:
            raise Invalid("bad-net")
        places += named
    return "net", tuple(places)


def read_take(raw, currency, above=()):
    """A `take` with what belongs to it. `above` are the names of the legs above."""
    text = raw["take"]
    if text == "remainder":
        return Take("remainder")
    tiers = ()
    if isinstance(text, list):
        tiers = tuple((minor(tier["from"], currency), share_of(tier["share"])) for tier in text)
        if not tiers:
            raise Invalid("bad-tiers")
    elif text.startswith("input:"):
        return Take("input", name=text.removeprefix("input:"))
    elif not (text.endswith("%") or "/" in text):
        return Take("fixed", amount=minor(text, currency))
    kind, less = read_base(raw.get("of", "gross"), above)
    return Take(
        kind,
        share=Fraction(0) if tiers else share_of(text),
        floor=minor(raw["floor"], currency) if "floor" in raw else None,
        cap=minor(raw["cap"], currency) if "cap" in raw else None,
        less=less,
        tiers=tiers,
        marginal=raw.get("tiers") == "marginal",
    )


def read_legs(raw, currency):
    """The legs of a group as the rule file has them."""
    names = [leg.get("name", leg.get("to", "")) for leg in raw]
    return [
        Leg(
            read_take(leg, currency, names[:place]),
            leg.get("to", ""),
            leg.get("purpose", ""),
            read_legs(leg.get("split", []), currency),
        )
        for place, leg in enumerate(raw)
    ]


def read_refund(raw):
    """Refund terms, the default ones where the file has none."""
    terms = {key: raw.get(key, words[0]) for key, words in REFUND.items()}
    advancers = raw.get("advancers", [])
    if any(terms[key] not in words for key, words in REFUND.items()):
        raise Invalid("bad-refund")
    if len(set(advancers)) < len(advancers) or not set(advancers) <= set(ADVANCERS):
        raise Invalid("bad-advancers")
    return terms | {"advancers": advancers}


def moment(text):
    """A moment of RFC 3339 in UTC."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise Invalid(f"no offset: {text!r}")
    return time.astimezone(timezone.utc)


def read_when(raw, currency):
    """Which orders a case is for: lists of words, and pairs of bounds, none where anything goes."""
    amount, time = raw.get("amount", {}), raw.get("time", {})
    bounds = {
        "amount": [minor(amount[key], currency) if key in amount else None for key in ("from", "below")],
        "time": [moment(time[key]) if key in time else None for key in ("from", "before")],
    }
    words = {key: raw.get(key) for key in ATTRIBUTES}
    return words | {key: tuple(pair) for key, pair in bounds.items()}


def read_rule_set(toml):
    """A rule set from a parsed rule file."""
    currency = toml["currency"]
    rule_set = {
        "currency": currency,
        "rounding": toml.get("rounding", "down"),
        "residue": toml.get("residue", "remainder"),
        "uncredited": toml.get("uncredited", "park"),
        "refund": read_refund(toml.get("refund", {})),
        "cases": [
            (read_when(case.get("when", {}), currency), read_legs(case["legs"], currency))
            for case in toml["case"]
        ],
    }
    refund = rule_set["refund"]
    gives = refund["policy"] == "fees-kept" or "merchant" in refund["advancers"]
    for when, legs in rule_set["cases"]:
        check_group(legs, rule_set["residue"], rule_set["rounding"])
        start, end = when["time"]
        if start and end and start >= end:
            raise Invalid("empty-window")
        sells = any(leaf.purpose == "goods" for leaf in leaves(legs))
        if rule_set["uncredited"] == "merchant" and not sells:
            raise Invalid("no-leg-of-goods")
        if gives and not sells:
            raise Invalid("refund-without-goods")
    return rule_set


def has_window(rule_set):
    """Whether the moment of placement decides about a case."""
    return any(when["time"] != (None, None) for when, _ in rule_set["cases"])


def matches(when, order):
    """Whether a case is for the order: keys are and, lists are or."""
    for key in ATTRIBUTES:
        if when[key] is not None and (not order[key] or order[key] not in when[key]):
            return False
    for value, (start, end) in ((order["amount"], when["amount"]), (order["at"], when["time"])):
        if start is not None and value < start or end is not None and value >= end:
            return False
    return True


def leaves(legs):
    """The leaves of a group, depth first."""
    for leg in legs:
        yield from leaves(leg.split) if leg.split else [leg]


def inputs_of(legs):
    """The inputs that a group takes."""
    for leg in legs:
        if leg.take.kind == "input":
            yield leg.take.name
        yield from inputs_of(leg.split)


def allocate(rule_set, order):
    """The plan of an order: every leaf of the case that matches, zeros included (O2)."""
    legs = next(legs for when, legs in rule_set["cases"] if matches(when, order))
    if set(order["inputs"]) - set(inputs_of(legs)):
        raise Refused("input-left-over")
    if any(leaf.to not in order["parties"] for leaf in leaves(legs)):
        raise Refused("party-missing")
    return divide(order["amount"], legs, rule_set, order["inputs"])


def share_cap(amount):
    """The most that fees and commissions may take of an order (P6)."""
    return amount * SHARE_CAP_PERCENT // 100


def refund_shares(policy, left, roles, amount):
    """How a refund is divided by what is left of each leg, and whether its receiver gives its share
    or the merchant in its place (R2). Roles are merchant, fee and other."""
    if policy == "merchant-first":
        own = [part if role == "merchant" else 0 for part, role in zip(left, roles)]
        first = min(amount, sum(own))
        others = [part - mine for part, mine in zip(left, own)]
        pairs_of = zip(by_largest_fraction(first, own), by_largest_fraction(amount - first, others))
        shares = [a + b for a, b in pairs_of]
    else:
        shares = by_largest_fraction(amount, left)
    givers = [
        "merchant" if policy == "fees-kept" and role == "fee" else "receiver" for role in roles
    ]
    return shares, givers
