# SPDX-License-Identifier: Apache-2.0
"""What semantics 2 adds to the rules, and the recipes of docs/rules.md, worked out a second time."""

from datetime import datetime, timedelta, timezone
import csv
from fractions import Fraction
from pathlib import Path
import re
import tomllib
import unittest

from plan import Invalid, Refused, allocate, minor, moment, read_rule_set, refund_shares, share_cap

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples/rules"
GOODS = {"to": "merchant", "take": "remainder", "purpose": "goods"}
NOW = datetime(2026, 11, 20, tzinfo=timezone.utc)


def order(amount, at=NOW, **more):
    """An order whose parties are all there."""
    labels = dict.fromkeys(("channel", "category", "promotion", "member_tier"), "")
    everybody = type("Everybody", (dict,), {"__contains__": lambda *_: True})()
    return {"amount": amount, "at": at, "inputs": {}, "parties": everybody, **labels, **more}


def rules(*legs, **head):
    """A rule set of one case."""
    return read_rule_set({"currency": "CNY", "case": [{"legs": [*legs, GOODS]}], **head})


class NewParts(unittest.TestCase):
    """Windows, net, tiers and refund terms as a file has them."""

    def test_a_window_is_from_its_first_moment_and_before_its_last(self):
        window = {"from": "2026-11-11T00:00:00+08:00", "before": "2026-11-12T00:00:00+08:00"}
        fee = {"to": "platform", "take": "10%", "purpose": "fee"}
        cases = [{"when": {"time": window}, "legs": [fee, GOODS]}, {"legs": [GOODS]}]
        sale = read_rule_set({"currency": "CNY", "case": cases})
        begin, unit = moment(window["from"]), timedelta(milliseconds=1)
        end = begin + timedelta(days=1)
        for at, legs in ((begin - unit, 1), (begin, 2), (end - unit, 2), (end, 1)):
            self.assertEqual(len(allocate(sale, order(100, at))), legs, at)

    def test_a_window_that_is_empty_or_without_offset_is_invalid(self):
        for start, end in (("2026-11-11T00:00:00Z",) * 2, ("2026-11-11T00:00:00",) * 2):
            with self.assertRaises(Invalid):
                when = {"time": {"from": start, "before": end}}
                read_rule_set({"currency": "CNY", "case": [{"when": when, "legs": [GOODS]}]})

    def test_net_names_legs_by_name_and_else_by_whom_they_pay(self):
        legs = [
            {"to": "carrier", "take": "10.00"},
            {"to": "carrier", "name": "insurance", "take": "5.00"},
            {"to": "a", "take": "10%", "of": "net:carrier"},
            {"to": "b", "take": "10%", "of": "net:carrier, insurance"},
        ]
        parts = allocate(rules(*legs), order(100_00))
        self.assertEqual([part.amount for part in parts], [10_00, 5_00, 9_00, 8_50, 67_50])
        for name in ("a", "carrier,nobody", "merchant", ""):
            with self.assertRaisesRegex(Invalid, "bad-net"):
                rules({"to": "a", "take": "10%", "of": f"net:{name}"})

    def test_tiers_are_exact_whatever_their_denominators(self):
        tiers = [{"from": "0", "share": "1/3"}, {"from": "1.00", "share": "1/7"}]
        take = {"to": "a", "take": tiers, "tiers": "marginal"}
        parts = allocate(rules(take), order(1_98))
        exact = Fraction(100, 3) + Fraction(98, 7)
        self.assertEqual(parts[0].amount, exact.numerator // exact.denominator)

    def test_the_other_residues_need_rounding_down_where_they_act(self):
        fee = {"to": "platform", "take": "10%"}
        with self.assertRaisesRegex(Invalid, "rounding-not-down"):
            rules(fee, residue="first", rounding="half-up")
        rules({**fee, "cap": "5.00"}, residue="first", rounding="half-up")
        rules(residue="first", rounding="half-up")

    def test_refund_terms_have_words_and_defaults(self):
        self.assertEqual(
            rules()["refund"], {"policy": "pro-rata", "back": "pro-rata", "advancers": []}
        )
        for wrong in ({"policy": "none"}, {"advancers": ["platform"] * 2}, {"advancers": ["bank"]}):
            with self.assertRaises(Invalid):
                rules(refund=wrong)
        fee = {"to": "platform", "take": "remainder", "purpose": "fee"}
        for terms in ({"policy": "fees-kept"}, {"advancers": ["merchant"]}):
            with self.assertRaisesRegex(Invalid, "refund-without-goods"):
                read_rule_set({"currency": "CNY", "refund": terms, "case": [{"legs": [fee]}]})


class Refunds(unittest.TestCase):
    """Division of a refund among the legs (R2)."""

    LEFT, ROLES = [20_00, 5_00, 75_00], ["other", "fee", "merchant"]

    def test_pro_rata_takes_of_each_by_what_is_left(self):
        shares, givers = refund_shares("pro-rata", self.LEFT, self.ROLES, 10_00)
        self.assertEqual((shares, givers), ([2_00, 50, 7_50], ["receiver"] * 3))

    def test_merchant_first_takes_of_others_what_the_merchant_lacks(self):
        self.assertEqual(refund_shares("merchant-first", self.LEFT, self.ROLES, 70_00)[0], [0, 0, 70_00])
        self.assertEqual(refund_shares("merchant-first", self.LEFT, self.ROLES, 80_00)[0], [4_00, 1_00, 75_00])

    def test_fees_that_are_kept_are_given_by_the_merchant(self):
        shares, givers = refund_shares("fees-kept", self.LEFT, self.ROLES, 10_00)
        self.assertEqual((shares, givers), ([2_00, 50, 7_50], ["receiver", "merchant", "receiver"]))

    def test_any_series_ends_with_nothing_left(self):
        for policy in ("pro-rata", "merchant-first", "fees-kept"):
            left = list(self.LEFT)
            for amount in (1, 33_33, 1, 0, 50_00, 16_65):
                shares, _ = refund_shares(policy, left, self.ROLES, amount)
                self.assertEqual(sum(shares), amount)
                left = [part - share for part, share in zip(left, shares)]
                self.assertGreaterEqual(min(left), 0)
            self.assertEqual(left, [0, 0, 0])


class Recipes(unittest.TestCase):
    """Each figure of docs/rules.md."""

    def setUp(self):
        text = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
        shown = re.compile(r"^\$ split-ledger rules preview (\S+) (.*)\n((?:[^$`\n].*\n|\n(?!\$))*)", re.M)
        self.shown = [
            (command[1], command[2].split(), command[3].splitlines())
            for block in re.findall(r"```console\n(.*?)```", text, re.S)
            for command in shown.finditer(block)
        ]

    def rule_set(self, file):
        """The rule set of an example."""
        return read_rule_set(tomllib.loads((ROOT / file).read_text(encoding="utf-8")))

    def test_every_plan_on_the_page_is_what_the_documents_say(self):
        plans = [shown for shown in self.shown if not shown[1][0].startswith("--")]
        self.assertGreater(len(plans), 12)
        for file, words, answer in plans:
            with self.subTest(file + " " + " ".join(words)):
                options = dict(zip(words[1::2], words[2::2]))
                at = moment(options.get("--at", NOW.isoformat()))
                name, _, text = options.get("--input", "").partition("=")
                inputs = {name: minor(text, "CNY")} if name else {}
                placed = order(
                    minor(words[0], "CNY"), at, inputs=inputs,
                    promotion=options.get("--promotion", ""), category=options.get("--category", ""),
                )
                said_refund = "--refund" in options
                rows = [line.split("|") for line in answer if re.match(r"\|\s+\d", line)]
                rows, refund = rows[: len(rows) // (1 + said_refund)], rows[len(rows) // 2 :]
                said = [(row[2].strip(), minor(row[3].strip(), "CNY"), row[4].strip()) for row in rows]
                parts = allocate(self.rule_set(file), placed)
                self.assertEqual(said, [(part.slot, part.amount, part.purpose) for part in parts])
                if said_refund:
                    amount = minor(options["--refund"], "CNY")
                    self.check_refund(self.rule_set(file), parts, amount, refund)

    def check_refund(self, rule_set, parts, amount, rows):
        """Compares the refund of an order of these parts with the rows on the page."""
        fees = ("fee", "commission")
        roles = [
            "merchant" if part.slot == "merchant" else "fee" if part.purpose in fees else "other"
            for part in parts
        ]
        left = [part.amount for part in parts]
        shares, givers = refund_shares(rule_set["refund"]["policy"], left, roles, amount)
        named = {"merchant": "merchant"}
        expected = [
            (share, named.get(giver, part.slot)) for part, share, giver in zip(parts, shares, givers)
        ]
        self.assertEqual([(minor(row[3].strip(), "CNY"), row[4].strip()) for row in rows], expected)

    def test_every_row_of_an_order_file_on_the_page_is_what_the_documents_say(self):
        (file, words, answer), = [shown for shown in self.shown if shown[1][0] == "--orders"]
        rule_set = self.rule_set(file)
        cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in answer if line.startswith("|")]
        header = cells[0]
        said = {row[0]: dict(zip(header, row)) for row in cells[2:]}
        totals = {}
        with (ROOT / words[1]).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                name, _, text = row["inputs"].partition("=")
                inputs = {name: minor(text, "CNY")} if name else {}
                placed = order(minor(row["amount"], "CNY"), inputs=inputs, category=row["category"])
                of_row = said[row["reference"]]
                try:
                    parts = allocate(rule_set, placed)
                except Refused:
                    self.assertIn("rule-refuses", of_row["refused"])
                    continue
                fees = sum(part.amount for part in parts if part.purpose in ("fee", "commission"))
                self.assertLessEqual(fees, share_cap(placed["amount"]))
                for part in parts:
                    self.assertEqual(minor(of_row[part.slot], "CNY"), part.amount)
                    totals[part.slot] = totals.get(part.slot, 0) + part.amount
        for slot, total in totals.items():
            bar, = [line for line in answer if line.startswith(slot + " ")]
            self.assertEqual(minor(bar.split()[-1], "CNY"), total)
            share = Fraction(total, sum(totals.values())) * 10_000
            self.assertLess(abs(share - int(bar.split()[-2][:-1].replace(".", ""))), 1)


if __name__ == "__main__":
    unittest.main()
