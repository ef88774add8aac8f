# SPDX-License-Identifier: Apache-2.0
"""What the clock does to orders, and what the rules say of an order before it is placed."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
import tempfile
import unittest

from model import Bundle, Replay

NOW = datetime.now(timezone.utc)
PARTICIPANTS = """name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
shop,merchant,north,CNY=0,
mill,supplier,north,CNY=0,
site,platform,north,CNY=0,
anna,buyer,north,CNY=300.00,
"""
RULES = """name = "plain"
currency = "CNY"
[[case]]
legs = [ { to = "platform", take = "10%", purpose = "fee" }, { to = "supplier", take = "20%", purpose = "goods" }, { to = "merchant", take = "remainder", purpose = "goods" } ]
"""
ORDERS = (
    "reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,parties,"
    "inputs,release,date,deadline,expiry\n"
)
ORDER = dict(
    payer="anna", currency="CNY", amount="100.00", rules="plain",
    parties="merchant=shop;platform=site;supplier=mill", release="hold",
)


def time(**since):
    """A time relative to now, as a file has it."""
    return (NOW + timedelta(**since)).isoformat()


def bundle(actions="", **order):
    """A bundle of one order."""
    row = {"reference": "a", **ORDER, **order}
    columns = ORDERS.strip().split(",")
    files = {
        "participants.csv": PARTICIPANTS,
        "rules/plain.toml": RULES,
        "orders.csv": ORDERS + ",".join(row.get(column, "") for column in columns) + "\n",
        "actions.csv": "order,reference,action,amount,legs\n" + actions,
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Bundle(Path(folder))


class Clock(unittest.TestCase):
    """What becomes of an order when a time comes."""

    def order(self, still_held=(), **given):
        """The order after a run that ends now."""
        return Replay(bundle(**given), {}, NOW, NOW, set(still_held)).accepted["a"]

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


class Judgement(unittest.TestCase):
    """What the rules say against an order."""

    def reasons(self, **order):
        """Why it must be refused."""
        return bundle(**order).orders["a"].reasons

    def test_a_good_order_is_not_refused(self):
        self.assertEqual(self.reasons(), set())

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
