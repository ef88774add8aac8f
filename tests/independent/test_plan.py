# SPDX-License-Identifier: Apache-2.0
"""The rules, on orders small enough to be checked by hand."""

import tomllib
import unittest

import notation
from plan import Invalid, Refused, allocate, by_largest_fraction, minor, read_rule_set, share_cap

MARKETPLACE = """
name = "marketplace"
currency = "CNY"
rounding = "down"
residue = "remainder"
[[case]]
when = { category = ["books"], amount = { from = "10.00", below = "500.00" } }
legs = [
  { to = "carrier",  take = "input:freight", purpose = "logistics" },
  { to = "platform", take = "8.5%", of = "rest", floor = "0.10", cap = "5.00", purpose = "fee" },
  { take = "15%", of = "rest", split = [
    { to = "duty", take = "20%", purpose = "tax" },
    { to = "supplier", take = "remainder", purpose = "goods" } ] },
  { to = "merchant", take = "remainder", purpose = "goods" },
]
[[case]]
legs = [ { to = "platform", take = "5%", purpose = "fee" }, { to = "merchant", take = "remainder", purpose = "goods" } ]
"""


def order(amount, category="", **inputs):
    """An order that brings every party."""
    parties = dict.fromkeys(("carrier", "platform", "duty", "supplier", "merchant"), "somebody")
    labels = {"channel": "", "category": category, "promotion": "", "member_tier": ""}
    return {"amount": amount, "at": None, "inputs": inputs, "parties": parties, **labels}


def rules(legs, residue="remainder"):
    """A rule set of one case."""
    return read_rule_set({"currency": "JPY", "residue": residue, "case": [{"legs": legs}]})


class Plans(unittest.TestCase):
    """What `allocate` makes of an order."""

    def setUp(self):
        self.rules = read_rule_set(tomllib.loads(MARKETPLACE))

    def amounts(self, *args, **inputs):
        """The amounts of the leaves."""
        return [part.amount for part in allocate(self.rules, order(*args, **inputs))]

    def test_every_published_and_derived_vector_is_met(self):
        for row in notation.rows():
            with self.subTest(row["id"]):
                self.assertEqual(notation.answer(row), row["expected"])

    def test_legs_above_come_first_and_nested_groups_divide_what_reaches_them(self):
        # 100.01 less 13.29 is 86.72; 8.5 % of it is 7.37, capped at 5.00; 15 % of 81.72 is 12.25,
        # a fifth of which is 2.45.
        got = self.amounts(100_01, "books", freight=13_29)
        self.assertEqual(got, [13_29, 5_00, 2_45, 9_80, 69_47])

    def test_a_floor_lifts_a_share_and_the_remainder_pays_for_it(self):
        self.assertEqual(self.amounts(10_00, "books", freight=9_50), [9_50, 10, 1, 5, 34])

    def test_from_is_inclusive_and_below_is_exclusive(self):
        self.assertEqual(len(self.amounts(10_00, "books", freight=0)), 5)
        self.assertEqual(len(self.amounts(9_99, "books")), 2)
        self.assertEqual(len(self.amounts(500_00, "books")), 2)

    def test_an_order_without_a_category_matches_no_list(self):
        self.assertEqual(self.amounts(100_00), [5_00, 95_00])

    def test_inputs_must_be_exactly_those_of_the_case(self):
        for inputs, category, reason in (
            ({}, "books", "input-missing"),
            ({"freight": 1}, "", "input-left-over"),
        ):
            with self.assertRaisesRegex(Refused, reason):
                self.amounts(100_00, category, **inputs)

    def test_a_leg_larger_than_what_is_left_refuses_the_order(self):
        self.assertEqual(self.amounts(10_00, "books", freight=9_90), [9_90, 10, 0, 0, 0])
        with self.assertRaisesRegex(Refused, "leg-over-rest"):
            self.amounts(10_00, "books", freight=9_91)

    def test_a_case_needs_every_party_that_it_uses_and_no_other(self):
        few = order(100_00)
        few["parties"] = {"platform": "p", "merchant": "m"}
        self.assertEqual(len(allocate(self.rules, few)), 2)
        del few["parties"]["platform"]
        with self.assertRaisesRegex(Refused, "party-missing"):
            allocate(self.rules, few)

    def test_thirds_are_exact(self):
        legs = [{"to": name, "take": "1/3"} for name in "abc"]
        third = allocate(rules(legs, "largest-remainder"), order(2) | {"parties": dict(a=1, b=1, c=1)})
        self.assertEqual([part.amount for part in third], [1, 1, 0])

    def test_a_rule_set_that_leaves_something_to_nobody_is_invalid(self):
        with self.assertRaisesRegex(Invalid, "no-receiver"):
            rules([{"to": "a", "take": "50%"}, {"to": "b", "take": "10"}], "first")
        with self.assertRaisesRegex(Invalid, "share-of-rest-below"):
            rules([{"to": "a", "take": "remainder"}, {"to": "b", "take": "5%", "of": "rest"}])


    def test_a_rule_set_that_sends_legs_to_nobody_who_sells_is_invalid(self):
        fee = [{"to": "a", "take": "remainder", "purpose": "fee"}]
        kind = {"currency": "JPY", "uncredited": "merchant", "case": [{"legs": fee}]}
        with self.assertRaisesRegex(Invalid, "no-leg-of-goods"):
            read_rule_set(kind)


class Figures(unittest.TestCase):
    """Amounts, parts and caps."""

    def test_amounts_have_the_digits_of_their_currency(self):
        self.assertEqual(
            [minor(*pair) for pair in (("12", "JPY"), ("12.5", "CNY"), ("0.001", "KWD"))], [12, 1250, 1]
        )
        for text, currency in (("1.5", "JPY"), ("1.005", "CNY"), ("-1", "CNY"), ("1e3", "CNY"), ("", "CNY")):
            with self.assertRaises(Invalid):
                minor(text, currency)

    def test_any_series_of_releases_adds_up_to_the_plan(self):
        plan = [333, 333, 334, 1]
        for cuts in ([1] * 1001, [500, 501], [1000, 1], [7, 13, 981]):
            left = list(plan)
            for cut in cuts:
                parts = by_largest_fraction(cut, left)
                self.assertEqual(sum(parts), cut)
                left = [rest - part for rest, part in zip(left, parts)]
                self.assertGreaterEqual(min(left), 0)
            self.assertEqual(left, [0, 0, 0, 0])

    def test_left_over_units_go_to_the_largest_fraction_the_earlier_first(self):
        self.assertEqual(by_largest_fraction(77, [1, 1]), [39, 38])
        self.assertEqual(by_largest_fraction(2, [80, 8, 12]), [2, 0, 0])

    def test_the_share_cap_is_rounded_down(self):
        self.assertEqual([share_cap(amount) for amount in (100, 101, 103, 104)], [30, 30, 30, 31])


if __name__ == "__main__":
    unittest.main()
