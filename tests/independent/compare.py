#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes up rule files and orders, and compares what `split-ledger rules preview` answers with what the
written rules come to.

    compare.py SPLIT_LEDGER [--seed N] [--files N]

Ends with 1 at the first difference, and prints the file. The same seed makes the same files.
"""

import argparse
import json
from pathlib import Path
import random
import subprocess
import sys
import tempfile
import tomllib

from plan import Invalid, Refused, allocate, moment, read_rule_set, share_cap

SHARES = ("5%", "8.5%", "0.3%", "33.3%", "1/3", "1/7", "12.345%", "2/9", "20%")
PURPOSES = ("goods", "logistics", "fee", "commission", "tax")
MERCHANT = '{ to = "merchant", take = "remainder", purpose = "goods" }'
WINDOW = ("2026-11-11T00:00:00+08:00", "2026-11-12T00:00:00+08:00")
TIMES = (
    "2026-11-10T15:59:59Z", "2026-11-10T16:00:00Z", "2026-11-11T15:59:59.999Z", "2026-11-11T16:00:00Z",
)


class Everybody:
    """Parties that fill every slot."""

    def __contains__(self, slot):
        return True


class Maker:
    """Makes rule files up."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.legs = 0

    def is_so(self, percent):
        """True this often."""
        return self.chance.randrange(100) < percent

    def file(self):
        """A rule file of two cases, the first for a time."""
        self.legs = 0
        rounding = self.chance.choice(("down", "half-up", "half-even"))
        residue = self.chance.choice(("remainder", "remainder", "first", "largest-remainder"))
        least = self.chance.randint(0, 50)
        time = f'time = {{ from = "{WINDOW[0]}", before = "{WINDOW[1]}" }}'
        return (
            f'name = "made-up"\ncurrency = "CNY"\nrounding = "{rounding}"\nresidue = "{residue}"\n'
            f'[[case]]\nwhen = {{ {time}, amount = {{ from = "{least}.00" }} }}\n'
            f"legs = {self.group(1)}\n[[case]]\nlegs = {self.group(1)}\n"
        )

    def group(self, depth):
        """Legs, and a remainder at the end."""
        names, legs, by_shares = [], [], self.is_so(25)
        for _ in range(self.chance.randint(1, 3)):
            self.legs += 1
            slot, name = f"party-{self.legs % 9}", ""
            if self.is_so(30):
                name = f"leg-{self.legs}"
            keys = [f'name = "{name}"'] * bool(name)
            keys.append(f'take = "{self.share()}"' if by_shares else self.take(names))
            if depth < 3 and self.is_so(20):
                keys.append(f"split = {self.group(depth + 1)}")
                names += [name] * bool(name)
            else:
                keys += [f'to = "{slot}"', f'purpose = "{self.chance.choice(PURPOSES)}"']
                names.append(name or slot)
            legs.append("{ " + ", ".join(keys) + " }")
        return "[ " + ", ".join([*legs, MERCHANT]) + " ]"

    def share(self):
        """A share."""
        return self.chance.choice(SHARES)

    def take(self, above):
        """What a leg takes, with what belongs to it."""
        if self.is_so(20):
            return f'take = "{self.amount(0, 400)}"'
        keys = [f'take = "{self.share()}"']
        if self.is_so(50):
            starts = sorted(self.chance.sample(range(1, 200), self.chance.randint(0, 3)))
            tiers = [f'{{ from = "0", share = "{self.share()}" }}']
            for start in starts:
                share = self.chance.choice(("0%", self.share()))
                tiers.append(f'{{ from = "{start}.00", share = "{share}" }}')
            by = self.chance.choice(("whole", "marginal"))
            keys = [f"take = [{', '.join(tiers)}]", f'tiers = "{by}"']
        if above and self.is_so(35):
            named = self.chance.sample(above, self.chance.randint(1, min(3, len(above))))
            keys.append(f'of = "net:{",".join(named)}"')
        elif self.is_so(60):
            keys.append(f'of = "{self.chance.choice(("rest", "gross"))}"')
        if self.is_so(20):
            keys.append(f'floor = "{self.amount(0, 400)}"')
        if self.is_so(20):
            keys.append(f'cap = "{self.amount(400, 9000)}"')
        return ", ".join(keys)

    def amount(self, least, most):
        """An amount as a file has it."""
        return written(self.chance.randint(least, most))

    def amounts(self):
        """Small, middling and large amounts."""
        return [self.chance.randint(1, 5 * 90**self.chance.randint(1, 4)) for _ in range(12)]


def written(amount):
    """An amount in units of CNY."""
    return f"{amount // 100}.{amount % 100:02}"


def answered(program, text, amounts, at):
    """What the command line makes of the orders; none where it refuses the file."""
    with tempfile.TemporaryDirectory() as folder:
        file, orders = Path(folder) / "made-up.toml", Path(folder) / "orders.csv"
        file.write_text(text, encoding="utf-8")
        rows = (f"{n},{written(amount)}\n" for n, amount in enumerate(amounts))
        orders.write_text("reference,amount\n" + "".join(rows), encoding="utf-8")
        words = [program, "--json", "rules", "preview", str(file), "--orders", str(orders), "--at", at]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    return [
        order.get("error")
        or [(leg["slot"], leg["purpose"], int(leg["amount"])) for leg in order["legs"]]
        for order in json.loads(done.stdout)["orders"]
    ]


def worked_out(rules, amount, at):
    """What the written rules make of an order."""
    labels = dict.fromkeys(("channel", "category", "promotion", "member_tier"), "")
    order = {"amount": amount, "at": moment(at), "inputs": {}, "parties": Everybody(), **labels}
    try:
        parts = allocate(rules, order)
    except Refused:
        return "rule-refuses"
    fees = sum(part.amount for part in parts if part.purpose in ("fee", "commission"))
    if fees > share_cap(amount):
        return "over-share-cap"
    return [(part.slot, part.purpose, part.amount) for part in parts]


def main():
    """Compares until something differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("program", help="the split-ledger command")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", type=int, default=200)
    options = parser.parse_args()
    maker, agreed, invalid = Maker(options.seed), 0, 0
    for _ in range(options.files):
        text, amounts, at = maker.file(), maker.amounts(), maker.chance.choice(TIMES)
        said = answered(options.program, text, amounts, at)
        try:
            rules = read_rule_set(tomllib.loads(text))
            expected = [worked_out(rules, amount, at) for amount in amounts]
        except Invalid:
            expected = None
        if said != expected:
            print(text, "said:", said, "worked out:", expected, sep="\n")
            return 1
        invalid += said is None
        agreed += len(said or ())
    print(f"{agreed} orders agree; {invalid} files of {options.files} are no rule sets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
