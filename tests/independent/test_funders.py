# SPDX-License-Identifier: Apache-2.0
"""Orders of several funders, each worked out by hand; the same figures as in
client/src/expected/tests/funders.rs."""

import unittest

import world

PARTICIPANTS = world.SALE + """carl,buyer,north,CNY=100.00,
dora,buyer,north,CNY=100.00,
"""
RULES = {back: world.sold_by(back, f'{{ back = "{back}" }}') for back in ("pro-rata", "payer-first")}
RELEASE = "a,r1,release,50.00,\n"
REFUND = "a,r2,refund,40.00,\n"
REST = "a,r3,refund,,\n"
ALL_BACK = [(30000, 0), (10000, 0), (10000, 0)]


def order(rules, release):
    """An order of which Carl brings 30.00 and Dora 10.00."""
    return world.sale("a", rules, release, ",carl=30.00;dora=10.00")


def replay(orders, actions):
    """A run of them."""
    orders, actions = f"{world.ORDERS},funders\n{orders}", f"{world.ACTIONS}\n{actions}"
    return world.replay(world.bundle_of(PARTICIPANTS, RULES, orders, actions))


def balances(run):
    """(available, held) of the three."""
    stakes = [stake for it in run.accepted.values() for stake in it.funders.stakes]
    return [
        (run.accounts[name, "CNY"].available, sum(it.held for it in stakes if it.name == name))
        for name in ("anna", "carl", "dora")
    ]


class SeveralFunders(unittest.TestCase):
    """Who paid what, and what comes back to whom (O5)."""

    def test_each_brings_its_part_and_gets_it_back_pro_rata(self):
        def of(*actions):
            return replay(order("pro-rata", "hold"), "".join(actions))

        self.assertEqual(balances(of()), [(24000, 6000), (7000, 3000), (9000, 1000)])
        released = of(RELEASE)
        # 30.00, 15.00 and 5.00 are drawn, and matched with the legs in their order.
        paid = [(1, 500), (2, 450), (3, 2050), (3, 1500), (3, 500)]
        self.assertEqual(released.accepted["a"].posted, paid)
        self.assertEqual(balances(released), [(24000, 3000), (7000, 1500), (9000, 500)])
        self.assertEqual(balances(of(RELEASE, REFUND)), [(26400, 600), (8200, 300), (9400, 100)])
        self.assertEqual(balances(of(RELEASE, REFUND, REST)), ALL_BACK)

    def test_where_the_payer_comes_first_the_others_pay_first(self):
        def of(*actions):
            return balances(replay(order("payer-first", "hold"), "".join(actions)))

        self.assertEqual(of(RELEASE), [(24000, 5000), (7000, 0), (9000, 0)])
        self.assertEqual(of(RELEASE, REFUND), [(28000, 1000), (7000, 0), (9000, 0)])
        more = of(RELEASE, REFUND, "a,r3,refund,30.00,\n")
        self.assertEqual(more, [(30000, 0), (7750, 0), (9250, 0)])
        self.assertEqual(of(RELEASE, REFUND, REST), ALL_BACK)

    def test_what_is_paid_at_once_is_drawn_and_given_back_the_same(self):
        run = replay(order("pro-rata", "now"), "a,r,refund,50.00,\n")
        self.assertEqual(balances(run), [(27000, 0), (8500, 0), (9500, 0)])
        self.assertEqual(balances(replay(order("payer-first", "now"), REST)), ALL_BACK)

    def test_a_plain_payment_of_several_is_not_returned_but_refunded(self):
        line = "t,,anna,CNY,50.00,,,,,,to=shop,,now,carl=20.00\n"
        run = replay(line, "t,b,return,1.00,1\nt,r,refund,10.00,\n")
        self.assertEqual(run.must_refuse, {"b": 1})
        self.assertEqual(balances(run), [(27600, 0), (8400, 0), (10000, 0)])


if __name__ == "__main__":
    unittest.main()
