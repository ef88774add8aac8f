# SPDX-License-Identifier: Apache-2.0
"""Groups and mandates, each worked out by hand; the same figures as in
client/src/expected/tests/groups.rs and mandates.rs."""

from datetime import timedelta
import unittest

import world
from world import NOW

ENDS = NOW + timedelta(minutes=30)
PARTICIPANTS = world.BANKS + """shop,merchant,north,CNY=0,
store,merchant,north,CNY=0,
site,platform,north,CNY=0,
pia,promoter,north,CNY=50.00,
quy,promoter,south,CNY=100.00,
anna,buyer,north,CNY=300.00,
bert,buyer,south,CNY=300.00,
"""
RULES = """name = "deal"
currency = "CNY"
refund = { policy = "fees-kept" }
[[case]]
legs = [
  { to = "platform", take = "10%", purpose = "fee" },
  { to = "leader", take = "5%", purpose = "commission" },
  { to = "merchant", take = "remainder", purpose = "goods" },
]
"""
GROUPS = f"""name,platform,merchant,rules,needed,deadline,leader
g,site,shop,deal,2,,leader
three,site,shop,deal,3,{ENDS.isoformat()},
past,site,shop,deal,2,{(NOW - timedelta(days=1)).isoformat()},
"""
PAID = [(1, 1000), (2, 500), (3, 8500)]


def order(name, payer, group, leader, release="hold", deadline="", merchant="shop", of=""):
    """Of 100.00 the platform gets 10.00, the leader 5.00, the merchant 85.00."""
    parties = f"merchant={merchant};platform=site;leader={leader}"
    return f"{name},,{payer},CNY,100.00,deal,,,,,{parties},,{release},{deadline},{group},,{of}\n"


def replay(orders, actions="", mandates="", **run):
    """A run of them."""
    if mandates:
        header = "name,payer,grantee,currency,single,amount,orders,period,from,until\n"
        mandates = header + mandates
    orders = f"{world.ORDERS},deadline,group,mandate,milestones,resolver\n" + "".join(orders)
    actions = f"{world.ACTIONS},by,milestone,until,share\n{actions}"
    bundle = world.bundle_of(
        PARTICIPANTS, {"deal": RULES}, orders, actions, groups=GROUPS, mandates=mandates
    )
    bundle.opened = {f"{kind}/{name}": NOW for kind, name in
                     (("group", "g"), ("group", "three"), ("group", "past"), ("mandate", "m"))}
    return world.replay(bundle, **run)


def balance(run, name):
    """What somebody can spend, and what is held of it."""
    held = sum(stake.held for order in run.accepted.values() for stake in order.funders.stakes
               if stake.name == name)
    return run.accounts[name, "CNY"].available, held


BOTH = [order("a", "anna", "g", "pia"), order("b", "bert", "g", "quy")]


class Grouped(unittest.TestCase):
    """What becomes of orders with their group."""

    def refused(self, orders, **given):
        """Of which orders the rules of groups and mandates say that they cannot be placed."""
        run = replay(orders, **given)
        return [name for name, it in run.bundle.orders.items() if it.reasons & {"group", "mandate"}]

    def test_the_order_that_is_enough_pays_all_and_the_first_one_leads(self):
        run = replay(BOTH[:1], "a,r,release,,\n")
        self.assertEqual(run.accepted["a"].posted, [])
        self.assertEqual(set(run.must_refuse), {"r"})
        late = order("c", "anna", "g", "pia")
        run = replay([*BOTH, late], "g,r,call-off,,\n", refused=["c"])
        self.assertEqual([run.accepted[name].posted for name in "ab"], [PAID, PAID])
        balances = [balance(run, name) for name in ("pia", "quy", "bert")]
        self.assertEqual(balances, [(6000, 0), (10000, 0), (20000, 0)])
        self.assertEqual(run.bundle.orders["c"].reasons, {"group"})
        self.assertEqual(set(run.must_refuse), {"r"})

    def test_who_leads_its_group_decides_about_no_order_of_it(self):
        said = "b,d,dispute,,,bert,,,\nb,e,answer,,,shop,,,\nb,v,resolve,,,,,,50%\n"
        for leader, refused, rest in (("quy", {"v": 1}, 20000), ("pia", {}, 25000)):
            orders = [order("a", "anna", "g", leader),
                      order("b", "bert", "g", "site").replace("\n", ",quy\n")]
            run = replay(orders, said)
            self.assertEqual((run.must_refuse, balance(run, "bert")[0]), (refused, rest), leader)

    def test_what_the_leader_would_pay_to_itself_goes_back_to_it(self):
        run = replay([order("a", "anna", "g", "quy"), order("b", "quy", "g", "pia")])
        own = run.accepted["b"]
        self.assertEqual((own.posted, own.refunded), ([(1, 1000), (3, 8500)], [(2, 500)]))
        self.assertEqual(balance(run, "quy"), (1000, 0))

    def test_what_was_kept_for_the_leaders_own_leg_is_not_given_back_twice(self):
        lines = [order("a", "anna", "g", "quy"),
                 order("b", "quy", "g", "pia", "next-date").replace("\n", ",store\n")]
        run = replay(lines, "b,r,refund,40.00,\nb,s,release,,\n")
        # 40.00 of the merchant's leg, of which 4.00 and 2.00 in the place of the fees. So 3.00 of the
        # leader's 5.00 go back, and the bank keeps 2.00 unclaimed.
        own = run.accepted["b"]
        self.assertEqual(sorted(own.refunded), [(2, 300), (3, 200), (3, 400), (3, 3400)])
        self.assertEqual(own.posted, [(2, 200, "south"), (1, 1000), (3, 4500)])
        self.assertEqual(balance(run, "quy"), (4800, 0))
        # 50.00 of the hold: 5.00, 2.50 and 42.50, which the merchant's other half has room for.
        said = "b,d,dispute,,,quy,,,\nb,e,answer,,,shop,,,\nb,v,resolve,,,,,,50%\n"
        run = replay(lines, said)
        own = run.accepted["b"]
        self.assertEqual(sorted(own.refunded), [(2, 250), (3, 250), (3, 500), (3, 4250)])
        self.assertEqual(own.posted, [(2, 250, "south"), (1, 1000), (3, 3500)])
        self.assertEqual(balance(run, "quy"), (5750, 0))

    def test_what_was_kept_for_a_leader_without_its_legs_is_unclaimed_at_the_deadline(self):
        lines = [BOTH[0], order("b", "bert", "g", "quy", of="100.00: payer")]
        run = replay(lines, "b,r,refund,40.00,\nb,x,expire,,\n")
        self.assertEqual(run.accepted["b"].posted, [(1, 400), (2, 200, "south")])
        self.assertEqual([balance(run, name) for name in ("bert", "pia")], [(29400, 0), (5500, 0)])

    def test_an_order_with_a_moment_of_its_own_waits_for_it_and_is_bound(self):
        orders = [BOTH[0], order("b", "bert", "g", "quy", "next-date")]
        self.assertEqual(replay(orders).accepted["b"].posted, [])
        run = replay(orders, "b,r,release,,leader\n")
        self.assertEqual(run.accepted["b"].posted, [(2, 500)])
        self.assertEqual(balance(run, "pia"), (6000, 0))
        after = replay(BOTH, "b,r,refund,,\n")
        balances = [balance(after, name) for name in ("bert", "pia", "shop")]
        self.assertEqual(balances, [(30000, 0), (6000, 0), (7000, 0)])

    def test_a_group_that_fails_or_is_called_off_gives_all_back(self):
        orders = [order(name, "anna", "three", "pia") for name in "ab"]
        back = [(1, 1000), (2, 500), (3, 8500)]
        run = replay(orders, "three,r,call-off,,\nthree,s,call-off,,\na,t,refund,,\n")
        self.assertEqual([run.accepted[name].refunded for name in "ab"], [back, back])
        self.assertEqual(set(run.must_refuse), {"s", "t"})
        run = replay(orders, "a,r,expire,,\nb,s,expire,,\n")
        self.assertEqual(set(run.must_refuse), {"s"})
        for ended, rest in ((NOW, (10000, 20000)), (ENDS + timedelta(hours=1), (30000, 0))):
            self.assertEqual(balance(replay(orders, ended=ended), "anna"), rest)

    def test_for_one_that_is_frozen_nobody_waits_until_its_group_has_failed(self):
        orders = [order(name, "anna", "three", "pia") for name in "ab"]
        run = replay(orders, "a,f,freeze,,\na,x,expire,,\n")
        self.assertEqual((run.must_refuse, balance(run, "anna")), ({"x": 1}, (10000, 20000)))

    def test_one_that_was_frozen_when_its_group_failed_goes_back_once_that_is_over(self):
        orders = [order(name, "anna", "three", "pia") for name in "ab"]
        frozen = "a,f,freeze,,\nthree,c,call-off,,\na,r,release,,\n"
        for more, refused, rest in (("", {"r": 1}, (20000, 10000)), (
                "a,u,unfreeze,,\na,s,release,,\n", {"r": 1, "s": 1}, (30000, 0))):
            run = replay(orders, frozen + more)
            self.assertEqual((run.must_refuse, balance(run, "anna")), (refused, rest))
        until = (NOW + timedelta(minutes=5)).isoformat()
        timed = f"a,f,freeze,,,,,{until},\nthree,c,call-off,,\na,d,dispute,,,anna,,,\n"
        disputed = [orders[0].replace("\n", ",court\n"), orders[1]]
        run = replay(disputed, timed, ended=NOW + timedelta(minutes=10))
        self.assertEqual((run.must_refuse, balance(run, "anna")), ({"d": 1}, (30000, 0)))

    def test_before_success_no_fee_is_kept(self):
        orders = [order(name, "anna", "three", "pia") for name in "ab"]
        run = replay(orders, "a,r,refund,40.00,\na,s,refund,,\nb,t,refund,10.00,\n")
        self.assertEqual(sorted(run.accepted["a"].refunded),
                         [(1, 400), (1, 600), (2, 200), (2, 300), (3, 3400), (3, 5100)])
        self.assertEqual(balance(run, "anna"), (21000, 9000))

    def test_orders_that_do_not_fit_a_group_do_not_join_it(self):
        past, at = (NOW - timedelta(days=1)).isoformat(), ENDS.isoformat()
        early = (ENDS - timedelta(seconds=1)).isoformat()
        orders = [
            order("n", "anna", "g", "pia", "now"),
            order("p", "anna", "g", "pia", "after:" + past),
            order("s", "anna", "three", "pia", deadline=early),
            order("e", "anna", "three", "pia", deadline=at),
            order("m", "anna", "g", "pia", merchant="store"),
            "t,,anna,CNY,1.00,,,,,,to=bert,,hold,,g,,\n",
            order("u", "anna", "past", "pia"),
        ]
        self.assertEqual(self.refused(orders), ["n", "p", "s", "m", "t", "u"])
        run = replay([], "past,r,call-off,,\n")
        self.assertEqual((run.unopened, set(run.must_refuse)), ({"group/past"}, {"r"}))

    def test_of_an_order_in_milestones_success_releases_what_waits_for_it(self):
        orders = [order(name, payer, "g", "pia", of="40.00: payer; 60.00: group")
                  for name, payer in (("a", "anna"), ("b", "bert"))]
        alone = replay(orders[:1], "a,c,confirm,,\n")
        self.assertEqual(alone.accepted["a"].posted, [])
        part = [(1, 600), (2, 300), (3, 5100)]
        self.assertEqual(replay(orders).accepted["b"].posted, part)
        run = replay(orders, "a,c,confirm,,\n")
        self.assertEqual(run.accepted["a"].posted, [*part, (1, 400), (2, 200), (3, 3400)])

    def test_orders_of_one_payment_count_for_each_other(self):
        orders = [line.replace(",,", ",p,", 1) if line[0] in "bc" else line for line in
                  (order("a", "anna", "g", "pia"), order("b", "bert", "g", "quy"),
                   order("c", "bert", "g", "quy"))]
        self.assertEqual(self.refused(orders, refused=["b", "c"]), ["c"])
        for kind in ("100.00,60.00,9", "100.00,100.00,1"):
            mandate = f"m,anna,site,CNY,{kind},month,,{NOW.date() + timedelta(days=9)}\n"
            lines = [f"{name},p,anna,CNY,40.00,,,,,,to=shop,,now,,,m,\n" for name in "ab"]
            self.assertEqual(self.refused(lines, refused=["a", "b"], mandates=mandate), ["b"])

    def drawn(self, mandate, orders, actions=""):
        """Which orders of these amounts, placed so many days after the first date, cannot be."""
        lines = [f"{name},,anna,CNY,{amount},,,,,,to=shop,,now,,,m,\n" for name, amount, _ in orders]
        placed = {name: NOW + timedelta(days=days) for name, _, days in orders}
        given = {"mandates": mandate, "placed": placed, "actions": actions}
        refused = []
        # Each by itself: what was refused draws nothing.
        while (more := self.refused(lines, refused=refused, **given)) != refused:
            refused = sorted({*refused, more[len(refused)]}) if len(more) > len(refused) else more
        return refused

    def test_orders_by_a_mandate_are_within_what_it_allows(self):
        last = (NOW + timedelta(days=20)).date()
        weekly = f"m,anna,site,CNY,50.00,80.00,2,7,,{last}\n"
        orders = [("a", "50.01", 0), ("b", "50.00", 0), ("c", "30.01", 6), ("d", "30.00", 6),
                  ("e", "0.01", 6), ("f", "50.00", 7), ("g", "1.00", 21)]
        self.assertEqual(self.drawn(weekly, orders), ["a", "c", "e", "g"])
        later = weekly.replace(f",,{last}", f",{(NOW + timedelta(days=2)).date()},{last}")
        self.assertEqual(self.drawn(later, [("a", "1.00", 1), ("b", "1.00", 2)]), ["a"])

    def test_a_mandate_that_is_over_is_not_given_and_one_is_revoked_once(self):
        last = (NOW - timedelta(days=1)).date()
        over = f"m,anna,site,CNY,50.00,80.00,2,month,,{last}\n"
        run = replay([], "m,r,revoke,,\n", mandates=over)
        self.assertEqual((run.unopened, set(run.must_refuse)),
                         ({"group/past", "mandate/m"}, {"r"}))
        lasting = over.replace(str(last), str((NOW + timedelta(days=1)).date()))
        run = replay([], "m,r,revoke,,\nm,s,revoke,,\n", mandates=lasting)
        self.assertEqual(set(run.must_refuse), {"s"})

    def test_a_mandate_is_revoked_when_that_is_done_or_else_when_the_last_order_was_placed(self):
        orders = [order(name, "anna", "", "pia") for name in ("a", "b")]
        placed = {"a": NOW, "b": NOW + timedelta(days=2)}
        for days, acted, refused in ((1, {}, {"r"}), (2, {}, set()), (3, {1: 4}, {"r"}), (4, {1: 4}, set())):
            last = (NOW + timedelta(days=days)).date()
            mandate = f"m,anna,site,CNY,50.00,80.00,2,month,,{last}\n"
            acted = {number: NOW + timedelta(days=later) for number, later in acted.items()}
            run = replay(orders, "m,r,revoke,,\n", mandates=mandate, placed=placed, acted=acted,
                         ended=NOW + timedelta(days=400))
            self.assertEqual(set(run.must_refuse), refused)


if __name__ == "__main__":
    unittest.main()
