#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Recomputes a run from its bundle and the written rules alone, and compares every figure.

    recompute.py --data BUNDLE --out RESULTS [--expected]
    recompute.py --self-test

Prints the differences, and ends with 1 when there is one. It needs neither the chain nor the
project's own code: Python 3.11 and its standard library are enough.
"""

import argparse
from collections import Counter, defaultdict
from datetime import datetime, timezone
import json
from pathlib import Path
import re
import sys

from funders import Funders
from model import Bundle, Replay, rows
import notation
from plan import Invalid, minor

# What a refusal says of its reason: any of the words, letters and digits only, will do.
WORDS = {
    "zero-amount": ("zero",),
    "other-currency": ("currency",),
    "input-missing": ("input",),
    "input-left-over": ("input",),
    "party-missing": ("party", "parties", "slot"),
    "leg-over-rest": ("legoverrest", "larger", "left", "exceed"),
    "purpose": ("purpose", "role"),
    "share-cap": ("share",),
    "promoters": ("promoter",),
    "no-merchant": ("merchant",),
    "no-platform": ("platform",),
    "date": ("date", "reference"),
    "resolver": ("resolver",),
    "group": ("group", "lead"),
    "mandate": ("mandate", "begun"),
    "too-late": ("deadline", "after", "far", "late", "hold"),
}


def plain(text):
    """Letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def moment_of(ms):
    """A time by milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, timezone.utc)


class Check:
    """One comparison of a run with what it must be."""

    def __init__(self, data, out, has_verdict=True):
        self.bundle = Bundle(data)
        self.has_verdict = has_verdict
        self.differences = []
        self.read(out)
        times = self.times(out)
        self.bundle.place(*times)
        self.replay = Replay(self.bundle, self.refused, *times, self.still_held)

    def times(self, out):
        """When each order was placed, by its reference, and when the run ended: what it says, else
        when its files were written."""
        said = self.summary.get("times", {})
        ended = said.get("ended", (out / "legs.csv").stat().st_mtime * 1000)
        placed = dict.fromkeys(self.bundle.orders, said.get("placed", ended))
        if (out / "placed.csv").exists():
            placed |= {row["reference"]: int(row["placed"]) for row in rows(out / "placed.csv")}
        if (out / "opened.csv").exists():
            opened = rows(out / "opened.csv")
            self.bundle.opened = {row["reference"]: moment_of(int(row["opened"])) for row in opened}
        if (out / "acted.csv").exists():
            acted = rows(out / "acted.csv")
            self.bundle.acted = {int(row["action"]): moment_of(int(row["acted"])) for row in acted}
        return {name: moment_of(ms) for name, ms in placed.items()}, moment_of(ended)

    def read(self, out):
        """The files of the run."""
        self.legs = rows(out / "legs.csv")
        self.balances = rows(out / "balances.csv")
        self.positions = rows(out / "positions.csv")
        self.summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
        self.refusals = rows(out / "refused.csv")
        self.refused = self.first_refusals()
        self.still_held = Counter()
        for row in self.legs:
            if row["status"] == "held":
                self.still_held[row["reference"]] += minor(row["amount"], row["currency"])

    def first_refusals(self):
        """The first refusal of each reference: orders are listed before actions. A text that names both
        is an order's refusal where all its actions are not enough, or nothing of the order is told."""
        first = {}
        for row in self.refusals:
            first.setdefault(row["reference"], row)
        counts = Counter(row["reference"] for row in self.refusals)
        actions = Counter(action["reference"] for action in self.bundle.actions)
        placed = {row["reference"] for row in self.legs}
        for name in set(first) & set(self.bundle.orders) & placed:
            if counts[name] <= actions[name]:
                del first[name]
        return first

    def differs(self, *words):
        """Notes a difference."""
        self.differences.append(" ".join(str(word) for word in words))

    def run(self):
        """All comparisons."""
        self.check_refusals()
        self.check_legs()
        self.check_balances()
        self.check_positions()
        if self.has_verdict and self.summary.get("verdict") is not True:
            self.differs("summary.json: verdict is", self.summary.get("verdict"))
        return self.differences

    # Refusals.

    def check_refusals(self):
        """What the rules decide is refused, and nothing is refused without a reason."""
        payments = defaultdict(list)
        for order in self.bundle.orders.values():
            if order["payment"]:
                payments[order["payment"]].append(order)
        for name, order in self.bundle.orders.items():
            mates = payments.get(order["payment"], [order])
            if name not in self.refused:
                if order.reasons and not order.may_be_refused:
                    self.differs(f"{name}: taken, but the rules refuse it:", *sorted(order.reasons))
                if any(mate.reference in self.refused for mate in mates):
                    self.differs(f"{name}: taken, but its payment is not")
            elif not self.is_explained(order, mates):
                row = self.refused[name]
                self.differs(f"{name}: refused without need:", row["error"], row["detail"])
        actions = {action["reference"] for action in self.bundle.actions}
        for name in self.replay.unopened - set(self.refused):
            self.differs(f"{name}: taken, but it cannot be")
        for name in set(self.refused) - self.replay.unopened:
            if name not in self.bundle.orders and name not in actions:
                self.differs(f"{name}: refused, but the bundle does not have it")
        self.check_refused_actions(actions)

    def check_refused_actions(self, actions):
        """As many actions of each reference are refused as must be: some have none, and one text may
        name an order and an action, or actions of two kinds."""
        found = Counter(row["reference"] for row in self.refusals)
        found.subtract(name for name in self.refused if name in self.bundle.orders)
        found.subtract(self.replay.unopened & set(self.refused))
        for name in sorted(actions):
            refused, must = found[name], self.replay.must_refuse[name]
            if refused == must or name and self.may_lack_cover_back(name, refused - must):
                continue
            if not name:
                self.differs(f"{refused} actions without a name refused, and must be", must)
            elif refused > must:
                errors = [row["error"] for row in self.refusals if row["reference"] == name]
                self.differs(f"{name}: action refused without need:", *errors)
            else:
                self.differs(f"{name}: action done, but it cannot be")

    def is_explained(self, order, mates):
        """Whether the refusal of an order fits the order, its payer or its bank."""
        row = self.refused[order.reference]
        said = plain(row["error"] + row["detail"])
        if row["error"] == "payment-refused":
            others = [self.refused.get(mate.reference) for mate in mates if mate is not order]
            return any(other and other["error"] != "payment-refused" for other in others)
        if any(word in said for reason in order.reasons for word in WORDS[reason]):
            return True
        if any(word in said for word in ("liquid", "cover", "overcap", "headroom")):
            return self.may_lack_cover(order, mates)
        if any(word in said for word in ("insufficient", "available", "funds", "enough")):
            return self.may_lack_money(order, mates)
        return order.may_be_refused

    def may_lack_money(self, order, mates):
        """Whether who pays can have been short: it had less than all that it was to bring."""
        currency = order["currency"]

        def brought(name, orders):
            return sum(
                stake.put_in for other in orders if other["currency"] == currency
                for stake in stakes(other) if stake.name == name
            )

        all_orders = [*self.replay.accepted.values(), *mates]
        return any(
            brought(stake.name, all_orders) > self.bundle.participants[stake.name].accounts[currency]
            for stake in stakes(order)
        )

    def may_lack_cover(self, order, mates):
        """Whether the payer's bank can have been short: all that it may ever have owed is more
        than its cap or reserve (C1)."""
        currency = order["currency"]
        bank = self.bundle.bank_of(order["payer"])
        sent = sum(
            self.cross_bank(other) for other in [*self.replay.accepted.values(), *mates]
            if other["currency"] == currency and self.bundle.bank_of(other["payer"]) == bank
        )
        row = self.bundle.participants[bank]
        reserve = row.accounts.get(currency, 0)
        return sent > min(row.caps.get(currency, reserve), reserve)

    def may_lack_cover_back(self, name, count):
        """Whether so much that was to be given back can have been refused for the cover of a bank (R1,
        R3): something of it is at another bank than whoever it is to go to."""
        said = [plain(row["error"] + row["detail"]) for row in self.refusals if row["reference"] == name]
        words = ("liquid", "cover", "overcap", "headroom")
        if not 0 < count <= sum(any(word in it for word in words) for it in said):
            return False
        acts = [act for act in self.bundle.actions if act["reference"] == name]
        orders = [self.replay.accepted.get(act["order"]) for act in acts
                  if act["action"] in ("refund", "return", "resolve", "assign")]
        banks = [
            {self.bundle.bank_of(who) for who in (order["payer"], *order.parties.values())}
            for order in orders if order
        ]
        return any(len(of_order) > 1 for of_order in banks)

    def cross_bank(self, order):
        """What of an order leaves the payer's bank."""
        own = self.bundle.bank_of(order["payer"])
        away = sum(
            part.amount for part in order.parts
            if self.bundle.bank_of(order.parties[part.slot]) != own
        )
        # Each funder's bank sets as much aside for that as the funder brings.
        return sum(min(stake.put_in, away) for stake in stakes(order))

    # Legs.

    def check_legs(self):
        """Every leg of every order: who, how much, what for, where it stands."""
        seen = defaultdict(list)
        for row in self.legs:
            seen[row["reference"]].append(row)
        for name in set(seen) - set(self.replay.accepted):
            self.differs(f"legs.csv: {name}: legs of an order that was not taken")
        all_settled = {
            currency: all(row["status"] == "settled" for row in self.positions
                          if row["currency"] == currency)
            for currency in {row["currency"] for row in self.positions}
        }
        for name, order in self.replay.accepted.items():
            got = Counter(self.leg_of(order, row, all_settled) for row in seen[name])
            want = Counter(self.expected_legs(order))
            if order.retried:  # whether parked parts are paid one by one or together is open
                got, want = totals(got), totals(want)
            for leg in want - got:
                self.differs(f"legs.csv: {name}: missing", *leg)
            for leg in got - want:
                self.differs(f"legs.csv: {name}: not expected", *leg)

    def expected_legs(self, order):
        """(leg, slot, participant, amount, purpose, state) of each row that there must be."""
        def leg(number, amount, state, instead=None, assigned=None):
            part = order.parts[number - 1]
            slot = part.slot if order["rules"] else ""  # a transfer has no slot
            # What a merchant gets in the payee's place is goods (O6), what an assignee gets is not.
            purpose = "goods" if instead and not assigned else part.purpose
            if instead and self.bundle.participants[instead].is_bank:
                instead, purpose = order["payer"], "unclaimed"
            return (number, slot, instead or order.parties[part.slot], amount, purpose, state)

        def back(number, who, amount, purpose, state):
            slot = order.parts[number - 1].slot if order["rules"] and number else ""
            # The unclaimed account of the payer's bank holds it for the payer.
            who = order["payer"] if self.bundle.participants[who].is_bank else who
            return (number, slot, who, amount, purpose, state)

        for number, who, amount, state in order.backs.rows:
            purpose = "refund" if state == "refunded" else "return"
            yield back(number, who, amount, purpose, state)
        for (number, who), amount in order.backs.collected.items():
            yield back(number, who, amount, "collection", "collected")
        for number, who, amount in self.replay.owed(order):
            yield back(number, who, amount, "collection", "owed")

        for number, amount, *instead in order.posted:
            yield leg(number, amount, "posted", *instead)
        for number, amount in order.refunded:
            yield leg(number, amount, "refunded")
        for number, amount in order.parked.items():
            yield leg(number, amount, "parked")
        for number, amount in enumerate(order.remaining, 1):
            if amount:
                yield leg(number, amount, "held")

    def leg_of(self, order, row, all_settled):
        """A row of legs.csv in the form of `expected_legs`, its own columns checked."""
        name, number, who = row["reference"], int(row["leg"]), row["participant"]
        bank, state = self.bundle.bank_of(who), row["status"]
        if row["bank"] != bank or row["currency"] != order["currency"]:
            self.differs(f"legs.csv: {name}: leg {number}: bank or currency of {who}")
        if (row["block"] == "") != (state in ("held", "parked", "owed")):
            self.differs(f"legs.csv: {name}: leg {number}: {state} in block {row['block']!r}")
        if state == "posted":
            if bank == self.bundle.bank_of(order["payer"]) or all_settled.get(row["currency"]):
                self.differs(f"legs.csv: {name}: leg {number}: is settled, not posted")
        state = "posted" if state == "settled" else state
        amount = minor(row["amount"], row["currency"])
        return (number, row["slot"], who, amount, row["purpose"], state)

    # Balances.

    def check_balances(self):
        """Every customer account: what it had, less what it paid, plus what it got."""
        available, held = {}, Counter()
        for (name, currency), account in self.replay.accounts.items():
            if not self.bundle.participants[name].is_bank:  # that is an unclaimed account
                available[name, currency] = account.available
                held[name, currency] = account.collected
        for order in self.replay.accepted.values():
            for stake in order.funders.stakes:
                held[stake.name, order["currency"]] += stake.held
        seen = set()
        for row in self.balances:
            key = row["participant"], row["currency"]
            if key not in available or key in seen:
                self.differs("balances.csv: not expected:", *key)
                continue
            seen.add(key)
            got = tuple(minor(row[column], key[1]) for column in ("available", "held"))
            if got != (available[key], held[key]):
                self.differs("balances.csv:", *key, "is", got, "and must be", (available[key], held[key]))
            if row["bank"] != self.bundle.bank_of(key[0]):
                self.differs("balances.csv:", *key, "is not at", row["bank"])
        for key in set(available) - seen:
            self.differs("balances.csv: missing:", *key)

    # Positions.

    def check_positions(self):
        """Reserves: each row adds up, each cycle sums to zero, all cycles are what was posted."""
        flows = Counter()
        for order in self.replay.accepted.values():
            own, currency = self.bundle.bank_of(order["payer"]), order["currency"]
            for posting in order.posted:
                other = self.bundle.bank_of(self.replay.payee(order, posting))
                if other != own:
                    flows[currency, own, "sent"] += posting[1]
                    flows[currency, other, "received"] += posting[1]
        for currency, giver, taker, amount in self.replay.moves:
            own, other = self.bundle.bank_of(giver), self.bundle.bank_of(taker)
            if other != own:
                flows[currency, own, "sent"] += amount
                flows[currency, other, "received"] += amount
        reserves = {
            (currency, bank.name): amount
            for bank in self.bundle.participants.values() if bank.is_bank
            for currency, amount in bank.accounts.items()
        }
        got, nets, rows_of = Counter(), Counter(), defaultdict(set)
        order_of_cycles = sorted(self.positions, key=lambda row: (row["currency"], int(row["cycle"])))
        for row in order_of_cycles:
            currency, bank = row["currency"], row["bank"]
            sent, received, before, after = (
                minor(row[column], currency)
                for column in ("sent", "received", "reserve_before", "reserve_after")
            )
            net = signed(row["net"], currency)
            where = f"positions.csv: cycle {row['cycle']} {currency} {bank}:"
            if net != received - sent:
                self.differs(where, "net", net, "is not", received, "-", sent)
            if row["status"] == "settled" and net != after - before:
                self.differs(where, "net", net, "is not", after, "-", before)
            if before != reserves.get((currency, bank), 0):
                self.differs(where, "reserve before is", before)
            reserves[currency, bank] = after
            got[currency, bank, "sent"] += sent
            got[currency, bank, "received"] += received
            nets[currency, row["cycle"]] += net
            rows_of[currency, row["cycle"]].add(bank)
        for (currency, cycle), net in nets.items():
            if net:
                self.differs(f"positions.csv: cycle {cycle} {currency} sums to {net}")
            for bank in self.bundle.participants.values():
                if bank.is_bank and currency in bank.accounts:
                    if bank.name not in rows_of[currency, cycle]:
                        self.differs(f"positions.csv: cycle {cycle} {currency}: no row of {bank.name}")
        for key in set(flows) | set(got):
            if flows[key] != got[key]:
                self.differs("positions.csv:", *key, "is", got[key], "and must be", flows[key])


def stakes(order):
    """Who was to bring the money of an order, and how much each."""
    return Funders(order["payer"], order.amount, order.others, False).stakes


def totals(legs):
    """Rows of one leg and state, added up."""
    sums = Counter()
    for (number, slot, who, amount, purpose, state), count in legs.items():
        sums[number, slot, who, purpose, state] += amount * count
    return Counter((*key, amount) for key, amount in sums.items())


def signed(text, currency):
    """An amount that may be below zero."""
    return -minor(text[1:], currency) if text.startswith("-") else minor(text, currency)


def self_test():
    """The rules against the published and derived vectors."""
    wrong = [row for row in notation.rows() if notation.answer(row) != row["expected"]]
    for row in wrong:
        print(f"{row['id']}: {notation.answer(row)}, expected {row['expected']}")
    print(f"vectors: {len(notation.rows()) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="the bundle")
    parser.add_argument("--out", type=Path, help="the folder that the run wrote")
    parser.add_argument("--expected", action="store_true",
                        help="the folder is what a run is expected to write: there is no verdict")
    parser.add_argument("--self-test", action="store_true", help="check the rules by the vectors")
    given = parser.parse_args()
    if given.self_test:
        return self_test()
    if not given.data or not given.out:
        parser.error("--data and --out, or --self-test")
    try:
        check = Check(given.data, given.out, has_verdict=not given.expected)
        differences = check.run()
    except (Invalid, KeyError, OSError, ValueError) as problem:
        print(f"cannot be compared: {type(problem).__name__}: {problem}")
        return 2
    for difference in differences:
        print(difference)
    print(
        f"recomputed {len(check.replay.accepted)} orders, {len(check.legs)} legs,"
        f" {len(check.balances)} balances, {len(check.positions)} positions:"
        f" {len(differences)} differences"
    )
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
