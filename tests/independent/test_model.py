# SPDX-License-Identifier: Apache-2.0
"""What the clock does to orders, and what the rules say of an order before it is placed."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
import unittest

from model import Replay
import world
from world import NOW, time

PARTICIPANTS = """name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
shop,merchant,north,CNY=0,
mill,supplier,north,CNY=0,
site,platform,north,CNY=0,
anna,buyer,north,CNY=300.00,
south,bank,,CNY=1000.00,
store,merchant,south,CNY=0,
ann,promoter,south,CNY=0,
ben,promoter,south,CNY=0,
cid,promoter,south,CNY=0,
"""
RULES = """name = "plain"
currency = "CNY"
[[case]]
legs = [ { to = "platform", take = "10%", purpose = "fee" }, { to = "supplier", take = "20%", purpose = "goods" }, { to = "merchant", take = "remainder", purpose = "goods" } ]
"""
AGENTS = """name = "agents"
currency = "CNY"
[[case]]
legs = [ { to = "one", take = "5%", purpose = "commission" }, { to = "two", take = "5%", purpose = "commission" }, { to = "three", take = "5%", purpose = "commission" }, { to = "merchant", take = "remainder", purpose = "goods" } ]
"""
ORDER = dict(
    payer="anna", currency="CNY", amount="100.00", rules="plain",
    parties="merchant=shop;platform=site;supplier=mill", release="hold",
)
SALE = f"""[[case]]
when = {{ time = {{ from = "{time(days=-2)}", before = "{time(days=-1)}" }} }}
legs = [ {{ to = "merchant", take = "remainder", purpose = "goods" }} ]
"""


def bundle(actions="", **order):
    """A bundle of one order."""
    row = {"reference": "a", **ORDER, **order}
    header = world.ORDERS + ",date,deadline,expiry"
    orders = header + "\n" + ",".join(row.get(column, "") for column in header.split(",")) + "\n"
    rules = {
        "plain": RULES,
        "kind": RULES.replace("[[case]]", 'uncredited = "merchant"\n[[case]]'),
        "sale": RULES.replace("[[case]]", SALE + "[[case]]"),
        "agents": AGENTS,
    }
    return world.bundle_of(PARTICIPANTS, rules, orders, f"{world.ACTIONS}\n{actions}")


class Clock(unittest.TestCase):
    """What becomes of an order when a time comes."""

    def test_the_moment_of_placement_decides_about_a_case_with_a_time(self):
        sale = bundle(rules="sale")
        for placed, legs in (({"a": NOW - timedelta(hours=36)}, 1), ({}, 3)):
            sale.place(placed, NOW)
            self.assertEqual(len(sale.orders["a"].parts), legs)

    def order(self, still_held=(), **given):
        """The order after a run that ends now."""
        return Replay(bundle(**given), {}, {}, NOW, set(still_held)).accepted["a"]

    def test_a_held_order_stays_held(self):
        self.assertEqual(self.order().remaining, [1000, 2000, 7000])

    def test_after_a_time_in_the_past_it_is_released_at_once(self):
        order = self.order(release="after:" + time(days=-1), still_held=["a"])
        self.assertEqual(order.posted, [(1, 1000), (2, 2000), (3, 7000)])

    def test_before_its_time_it_is_not_released(self):
        self.assertEqual(self.order(release="after:" + time(days=1)).posted, [])

    def test_close_to_the_end_of_the_run_what_was_seen_decides(self):
        for held in ([], ["a"]):
            order = self.order(release="after:" + time(seconds=-5), still_held=held)
            self.assertEqual(bool(order.posted), not held)

    def test_of_the_next_date_it_is_released_once_that_has_begun(self):
        tomorrow = datetime.combine(NOW.date() + timedelta(days=1), datetime.min.time(), timezone.utc)
        placed = tomorrow - timedelta(hours=2)
        for ended, posted in ((-timedelta(hours=1), 0), (timedelta(hours=1), 3)):
            given = bundle(release="next-date")
            replay = Replay(given, {}, {"a": placed}, tomorrow + ended, set())
            self.assertEqual(len(replay.accepted["a"].posted), posted)
        by_hand = bundle(release="next-date", actions="a,r,release,,\n")
        ended = placed + timedelta(hours=1)
        order = Replay(by_hand, {}, {"a": placed}, ended, set()).accepted["a"]
        self.assertEqual(len(order.posted), 3)

    def test_each_order_counts_from_its_own_placement(self):
        given = bundle(release="next-date")
        row = {**given.orders["a"].row, "reference": "b"}
        given.orders["b"] = replace(given.orders["a"], row=row, posted=[])
        midnight = datetime.combine(NOW.date(), datetime.min.time(), timezone.utc)
        placed = {"a": midnight - timedelta(hours=1), "b": midnight + timedelta(hours=1)}
        accepted = Replay(given, {}, placed, midnight + timedelta(hours=2), set()).accepted
        self.assertEqual([len(accepted[name].posted) for name in "ab"], [3, 0])

    def test_what_its_payee_does_not_take_goes_to_the_merchant_where_the_rules_say_so(self):
        actions = "mill,,no-credit,,\na,r,release,,\n"
        order = self.order(actions=actions, rules="kind")
        self.assertEqual(order.posted, [(1, 1000), (2, 2000, "shop"), (3, 7000)])
        self.assertEqual(order.parked, {})
        order = self.order(actions="shop,,no-credit,,\n" + actions, rules="kind")
        self.assertEqual(order.parked, {2: 2000, 3: 7000})

    def test_it_is_parked_where_the_merchant_would_need_new_cover(self):
        actions = "mill,,no-credit,,\na,r,release,,\n"
        parties = "merchant=store;platform=site;supplier=mill"  # the store is at another bank
        self.assertEqual(self.order(actions=actions, rules="kind", parties=parties).parked, {2: 2000})

    def test_a_deadline_gives_what_remains_to_whom_the_order_says(self):
        actions = "a,r,release,50.00,\n"
        for expiry, refunded, posted in (
            ("payer", [(1, 500), (2, 1000), (3, 3500)], []),
            ("payees", [], [(1, 500), (2, 1000), (3, 3500)]),
            ("merchant", [], [(3, 5000)]),
        ):
            order = self.order(actions=actions, deadline=time(days=-1), expiry=expiry)
            self.assertEqual(order.refunded, refunded)
            self.assertEqual(order.posted[3:], posted)

    def test_what_a_payee_does_not_take_at_the_deadline_goes_back_to_the_payer(self):
        for rules in ("plain", "kind"):
            with self.subTest(rules):
                order = self.order(
                    actions="mill,,no-credit,,\n", rules=rules, deadline=time(days=-1), expiry="payees"
                )
                self.assertEqual(order.posted, [(1, 1000), (3, 7000)])
                self.assertEqual((order.refunded, order.parked), ([(2, 2000)], {}))

    def test_a_merchant_that_takes_no_credit_leaves_it_to_the_payer(self):
        order = self.order(actions="shop,,no-credit,,\n", deadline=time(days=-1), expiry="merchant")
        self.assertEqual(order.refunded, [(1, 1000), (2, 2000), (3, 7000)])

    def test_named_legs_are_released_whole(self):
        order = self.order(actions="a,r,release,,supplier;1\n")
        self.assertEqual(order.posted, [(1, 1000), (2, 2000)])

    def test_parked_legs_wait_until_credit_is_taken_again(self):
        actions = "shop,,no-credit,,\na,r,release,,\n"
        self.assertEqual(self.order(actions=actions).parked, {3: 7000})
        order = self.order(actions=actions + "shop,,credit,,\na,,retry-parked,,\n")
        self.assertEqual((order.parked, order.posted[2]), ({}, (3, 7000)))

    def test_an_action_without_a_name_that_is_refused_takes_no_other_with_it(self):
        actions = "mill,,no-credit,,\na,r,release,,\na,,retry-parked,,\n"
        replay = Replay(bundle(actions=actions), {"": {}}, {}, NOW, set())
        self.assertEqual(replay.must_refuse, {"": 1})
        order = replay.accepted["a"]
        self.assertEqual((order.parked, order.posted), ({2: 2000}, [(1, 1000), (3, 7000)]))

    def test_a_refused_refund_takes_no_release_of_the_same_name_with_it(self):
        actions = "a,r,release,,\na,r,refund,100.01,\n"
        replay = Replay(bundle(actions=actions), {"r": {}}, {}, NOW, set())
        self.assertEqual(replay.must_refuse, {"r": 1})
        self.assertEqual(replay.accepted["a"].posted, [(1, 1000), (2, 2000), (3, 7000)])

    def test_a_retry_is_refused_where_nothing_can_be_paid_yet(self):
        actions = "shop,,no-credit,,\na,r,release,,\na,again,retry-parked,,\n"
        replay = Replay(bundle(actions=actions), {}, {}, NOW, set())
        self.assertEqual(replay.must_refuse, {"again": 1})
        self.assertEqual(replay.accepted["a"].parked, {3: 7000})


class Judgement(unittest.TestCase):
    """What the rules say against an order."""

    def reasons(self, **order):
        """Why it must be refused."""
        return bundle(**order).orders["a"].reasons

    def test_a_good_order_is_not_refused(self):
        self.assertEqual(self.reasons(), set())

    def test_a_merchant_whom_the_case_does_not_pay_is_none(self):
        parties = "merchant=mill;platform=site;supplier=mill;seller=shop"
        self.assertEqual(self.reasons(parties=parties), {"no-merchant"})

    def test_no_more_promoters_get_a_commission_than_two(self):
        sides = "merchant=shop;platform=site;"
        for agents, reasons in (
            ("one=ann;two=ben;three=ben", set()),
            ("one=ann;two=ben;three=site", set()),
            ("one=ann;two=ben;three=cid", {"promoters"}),
        ):
            self.assertEqual(self.reasons(rules="agents", parties=sides + agents), reasons)

    def test_each_reason_is_found(self):
        tomorrow = (NOW + timedelta(days=2)).date().isoformat()
        for reason, order in {
            "zero-amount": {"amount": "0"},
            "too-late": {"release": "after:" + time(days=190)},
            "date": {"date": tomorrow},
            "party-missing": {"parties": "merchant=shop;platform=site"},
            "purpose": {"parties": "merchant=shop;platform=site;supplier=anna"},
            "no-merchant": {"parties": "merchant=mill;platform=site;supplier=mill"},
            "no-platform": {"parties": "merchant=shop;platform=anna;supplier=mill"},
        }.items():
            with self.subTest(reason):
                self.assertIn(reason, self.reasons(**order))


if __name__ == "__main__":
    unittest.main()
