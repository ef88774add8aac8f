# SPDX-License-Identifier: Apache-2.0
"""Refunds, returns and liens, each worked out by hand."""

import unittest

import world
from world import available, time

PARTICIPANTS = world.SALE.replace("van,carrier,south,CNY=0", "van,carrier,south,CNY=1.00")
PARTICIPANTS += "bert,buyer,south,CNY=60.00,\n"
TERMS = {
    "plain": '{ policy = "pro-rata" }',
    "merchant-first": '{ policy = "merchant-first" }',
    "fees-kept": '{ policy = "fees-kept" }',
    "advanced": '{ policy = "pro-rata", advancers = ["merchant", "platform"] }',
}
RULES = {name: world.sold_by(name, terms) for name, terms in TERMS.items()}
SPENT = "v,,van,CNY,11.00,,,,,,to=bert,,now,,,\n"


def line(name, rules, release, more=",,"):
    """An order with its date, deadline and expiry."""
    return world.sale(name, rules, release, f",{more}")


def replay(orders, actions, refused=()):
    """A run of them."""
    orders = f"{world.ORDERS},date,deadline,expiry\n{orders}"
    bundle = world.bundle_of(PARTICIPANTS, RULES, orders, f"{world.ACTIONS}\n{actions}")
    return world.replay(bundle, refused=refused)


class GivingBack(unittest.TestCase):
    """What is given back after a release."""

    def test_two_halves_leave_everybody_where_nothing_was_sold(self):
        run = replay(line("a", "plain", "now"), "a,r1,refund,50.00,\na,r2,refund,,\n")
        half = [(1, "van", 500, "refunded"), (2, "site", 450, "refunded"), (3, "shop", 4050, "refunded")]
        self.assertEqual(run.accepted["a"].backs.rows, half * 2)
        self.assertEqual(available(run, "anna", "van", "site", "shop"), [30000, 100, 0, 0])

    def test_more_than_is_left_is_refused(self):
        run = replay(line("a", "plain", "now"), "a,r1,refund,50.00,\na,r2,refund,50.01,\n")
        self.assertEqual(run.must_refuse, {"r2": 1})

    def test_the_merchant_gives_first(self):
        run = replay(line("a", "merchant-first", "now"), "a,r,refund,85.00,\n")
        rows = [(1, "van", 211, "refunded"), (2, "site", 189, "refunded"), (3, "shop", 8100, "refunded")]
        self.assertEqual(run.accepted["a"].backs.rows, rows)

    def test_a_fee_is_kept_and_what_the_merchant_cannot_give_for_it_is_due(self):
        run = replay(line("a", "fees-kept", "now"), "a,r,refund,,\n")
        rows = [(1, "van", 1000, "refunded"), (3, "shop", 8100, "refunded")]
        self.assertEqual(run.accepted["a"].backs.rows, rows)
        self.assertEqual(list(run.owed(run.accepted["a"])), [(3, "anna", 900)])
        self.assertEqual(available(run, "anna", "site"), [29100, 900])

    def test_of_a_held_order_the_merchant_gives_for_the_fee_after_its_own_leg(self):
        orders = line("a", "fees-kept", "hold") + line("b", "plain", "now")
        run = replay(orders, "a,r,refund,,\n")
        order = run.accepted["a"]
        self.assertEqual(order.refunded, [(1, 1000), (3, 8100)])
        self.assertEqual(order.backs.rows, [(2, "shop", 900, "refunded")])
        self.assertEqual((order.remaining, run.weights(order)), ([0, 900, 0], {1: 0, 2: 0, 3: 0}))

    def test_at_its_deadline_a_kept_fee_goes_to_its_payee(self):
        deadline = f",{time(days=-1)},payer"
        orders = line("a", "fees-kept", "hold", deadline) + line("b", "plain", "now")
        run = replay(orders, "a,r,refund,,\n")
        self.assertEqual(run.accepted["a"].posted, [(2, 900)])
        self.assertEqual(available(run, "anna", "site"), [20000, 1800])

    def test_a_return_goes_to_the_merchant_who_gives_it_on(self):
        run = replay(line("a", "plain", "now"), "a,b,return,4.00,carrier\na,r,refund,,\n")
        rows = [
            (1, "van", 400, "returned"), (1, "van", 600, "refunded"),
            (2, "site", 900, "refunded"), (3, "shop", 8500, "refunded"),
        ]
        self.assertEqual(run.accepted["a"].backs.rows, rows)
        self.assertEqual(available(run, "anna", "van", "site", "shop"), [30000, 100, 0, 0])

    def test_a_return_is_refused_of_the_merchants_own_leg_of_too_much_and_of_no_leg(self):
        actions = "a,b1,return,,merchant\na,b2,return,10.01,1\na,b3,return,,4\n"
        run = replay(line("a", "plain", "now"), actions)
        self.assertEqual(run.must_refuse, {"b1": 1, "b2": 1, "b3": 1})

    def test_a_plain_payment_is_returned_to_its_payer(self):
        run = replay(SPENT, "v,b,return,1.00,1\nv,r,refund,,\n")
        self.assertEqual(available(run, "van", "bert"), [-1000 + 1100, 6000])
        rows = [(1, "bert", 100, "returned"), (1, "bert", 1000, "refunded")]
        self.assertEqual(run.accepted["v"].backs.rows, rows)


class Liens(unittest.TestCase):
    """Who is short owes whoever advanced."""

    # The carrier and the platform have nothing left, the merchant has 10.00 of its own.
    ORDERS = (
        line("a", "advanced", "now") + SPENT + "p,,site,CNY,9.00,,,,,,to=bert,,now,,,\n"
        + "c,,bert,CNY,10.00,,,,,,to=shop,,now,,,\n" + line("b", "plain", "hold")
    )

    def test_who_advances_is_owed_and_the_rest_is_due(self):
        run = replay(self.ORDERS, "a,r,refund,,\n")
        order = run.accepted["a"]
        self.assertEqual(order.backs.rows, [(3, "shop", 8100, "refunded"), (1, "shop", 1000, "refunded")])
        self.assertEqual(sorted(run.owed(order)), [(1, "shop", 1000), (2, "anna", 900)])
        self.assertEqual(available(run, "anna", "shop", "site", "van"), [19100, 0, 0, 0])

    def test_nobody_advances_before_all_have_given_their_own(self):
        run = replay(line("a", "advanced", "now") + SPENT, "a,r,refund,,\n")
        order = run.accepted["a"]
        self.assertEqual(order.backs.rows, [(2, "site", 900, "refunded"), (3, "shop", 8100, "refunded")])
        self.assertEqual(list(run.owed(order)), [(1, "anna", 1000)])

    def test_what_comes_in_goes_to_whom_it_is_owed(self):
        run = replay(self.ORDERS, "a,r,refund,,\nb,s,release,,\n")
        order = run.accepted["a"]
        self.assertEqual(order.backs.collected, {(1, "shop"): 1000, (2, "anna"): 900})
        self.assertEqual(list(run.owed(order)), [])
        names = ("anna", "shop", "site", "van", "bert")
        self.assertEqual(available(run, *names), [20000, 9100, 0, 0, 7000])

    def test_a_creditor_that_takes_no_credit_is_paid_when_it_is_asked_for(self):
        before = "a,r,refund,,\nanna,,no-credit,,\nb,s,release,,\n"
        run = replay(self.ORDERS, before)
        self.assertEqual(run.accounts["site", "CNY"].collected, 900)
        run = replay(self.ORDERS, before + "site,early,collect,,\nanna,,credit,,\nsite,,collect,,\n")
        self.assertEqual(run.must_refuse, {"early": 1})
        self.assertEqual(run.accounts["site", "CNY"].collected, 0)
        self.assertEqual(available(run, "anna"), [20000])


if __name__ == "__main__":
    unittest.main()
