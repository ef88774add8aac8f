# SPDX-License-Identifier: Apache-2.0
"""Orders in milestones and later deadlines, each worked out by hand; the same figures as in
client/src/expected/tests/milestones.rs."""

from datetime import datetime, timedelta, timezone
import unittest

from milestones import read_milestones
from plan import Invalid
import world
from world import NOW, time

PARTICIPANTS = world.SALE + """seal,attestor,north,,
quay,attestor,south,,
idle,attestor,south,,
"""
RULES = {"plain": world.sold_by("plain", "{}")}
THREE = "30.00: payer; 50.00: inspected(2 of seal, quay, idle); 20.00"
CONFIRM = "a,c1,confirm,,,,,\n"
SEEN = "a,s1,inspected,,,seal,2,\na,s2,inspected,,,quay,2,\n"
LAST = "a,r3,release,,,,3,\n"


def run(milestones, *actions, deadline="", expiry="", ended=NOW, held=(), acted=None):
    """A run of order a."""
    order = world.sale("a", "plain", "hold", f',{deadline},{expiry},"{milestones}"')
    orders = f"{world.ORDERS},deadline,expiry,milestones\n{order}"
    actions = f"{world.ACTIONS},by,milestone,until\n" + "".join(actions)
    bundle = world.bundle_of(PARTICIPANTS, RULES, orders, actions)
    return world.replay(bundle, ended=ended, held=held, acted=acted)


def sold(replay):
    """What the merchant got, part by part; what went back of its leg; what is held of it."""
    order = replay.accepted["a"]
    paid = [amount for leg, amount in order.posted if leg == 3]
    return paid, [amount for leg, amount in order.refunded if leg == 3], order.remaining[2]


class Notation(unittest.TestCase):
    """docs/milestones.md"""

    def test_milestones_are_read_as_they_are_written(self):
        text = "1: payer & inspected(2 of a, b) & (delivered(c) | after 2026-12-01T00:00:00Z); 2; 3: x"
        first, second, _ = read_milestones(text.replace("x", "2 of (payer,platform,group)"), "CNY")
        evidence = ("inspected", 2, ["a", "b"])
        moment = datetime(2026, 12, 1, tzinfo=timezone.utc)
        either = [("delivered", 1, ["c"]), ("after", moment)]
        self.assertEqual(first.groups, [(1, [("payer",)]), (1, [evidence]), (1, either)])
        self.assertEqual((first.open, second.open, second.groups), (100, 200, []))
        [(need, checks)] = read_milestones("3: 2 of (payer,platform,group)", "CNY")[0].groups
        self.assertEqual((need, len(checks)), (2, 3))
        [bare] = read_milestones("3: payer|platform", "CNY")[0].groups
        self.assertEqual(bare, (1, [("payer",), ("platform",)]))


class Milestones(unittest.TestCase):
    """What is paid when (O11)."""

    def test_each_milestone_is_paid_once_its_conditions_hold(self):
        self.assertEqual(sold(run(THREE)), ([], [], 8100))
        self.assertEqual(sold(run(THREE, CONFIRM)), ([2430], [], 5670))
        self.assertEqual(sold(run(THREE, "a,s1,inspected,,,seal,2,\n")), ([], [], 8100))
        self.assertEqual(sold(run(THREE, SEEN)), ([4050], [], 4050))
        self.assertEqual(sold(run(THREE, SEEN, CONFIRM, LAST)), ([4050, 2430, 1620], [], 0))

    def test_what_is_refunded_lowers_all_that_are_open(self):
        refund = "a,b,refund,40.00,,,,\n"
        self.assertEqual(sold(run(THREE, refund, CONFIRM)), ([1458], [3240], 3402))
        refund = "a,b,refund,35.00,,,,\n"
        self.assertEqual(sold(run(THREE, CONFIRM, refund, SEEN)), ([2430, 2025], [2835], 810))

    def test_the_payers_bank_releases_all_or_any_of_them_and_no_part_across(self):
        self.assertEqual(sold(run(THREE, "a,r,release,,,,2,\n")), ([4050], [], 4050))
        self.assertEqual(sold(run(THREE, "a,r,release,,,,,\n")), ([8100], [], 0))
        for act in ("release,10.00,", "release,,merchant"):
            self.assertEqual(run(THREE, f"a,r,{act},,,\n").must_refuse, {"r": 1})
        single = run("100.00: payer", "a,r,release,10.00,,,,\n", "a,c,confirm,,,,,\n")
        self.assertEqual(sold(single), ([810, 7290], [], 0))

    def test_what_nobody_asked_for_or_comes_too_late_is_refused(self):
        for act in ("confirm,,,site,1,", "delivered,,,seal,2,", "confirm,,,,3,"):
            self.assertEqual(run(THREE, f"a,x,{act}\n").must_refuse, {"x": 1}, act)
        stranger = run("50.00: inspected(seal); 50.00", "a,x,inspected,,,quay,1,\n")
        self.assertEqual(stranger.must_refuse, {"x": 1})
        twice = run(THREE, "a,s1,inspected,,,seal,2,\n", "a,s2,inspected,,,seal,2,\n")
        self.assertEqual(twice.must_refuse, {"s2": 1})
        self.assertEqual(run(THREE, CONFIRM, "a,r,release,,,,1,\n").must_refuse, {"r": 1})
        self.assertEqual(run(THREE, "a,r,release,,,,,\n", CONFIRM).must_refuse, {"c1": 1})

    def test_a_time_that_has_passed_counts_at_the_placement_and_one_that_comes_by_the_end(self):
        past = run("10.00: after 2020-01-01T00:00:00Z; 90.00", "a,r,release,,,,,\n")
        self.assertEqual(sold(past), ([810, 7290], [], 0))
        text = f"100.00: 2 of (payer, platform, after {time(minutes=10)})"
        later, before = NOW + timedelta(minutes=20), NOW + timedelta(minutes=5)
        self.assertEqual(sold(run(text, CONFIRM, ended=later)), ([8100], [], 0))
        self.assertEqual(sold(run(text, CONFIRM, ended=before)), ([], [], 8100))
        # Close to the end of the run, what is held tells whether the clock was there.
        close = NOW + timedelta(minutes=10)
        self.assertEqual(sold(run(text, CONFIRM, ended=close)), ([8100], [], 0))
        held = {"a": 10000}
        self.assertEqual(sold(run(text, CONFIRM, ended=close, held=held)), ([], [], 8100))
        late = run("100.00: after " + time(days=1), deadline=time(days=1))
        self.assertEqual(late.accepted["a"].reasons, {"too-late"})

    def test_a_time_that_came_while_it_was_frozen_counts_once_that_is_over(self):
        frozen = "a,f,freeze,,,,,\na,u,unfreeze,,,,,\na,r,release,,,,1,\n"
        text = f"30.00: after {time(minutes=10)}; 70.00"
        for minutes, refused in ((5, {}), (15, {"r": 1})):
            acted = {1: NOW, 2: NOW + timedelta(minutes=minutes)}
            done = run(text, frozen, acted=acted)
            self.assertEqual((done.must_refuse, sold(done)), (refused, ([2430], [], 5670)))

    def test_a_statement_has_a_reference(self):
        with self.assertRaises(Invalid):
            run(THREE, "a,,confirm,,,,,\n", "a,,confirm,,,,,\n")


class Deadlines(unittest.TestCase):
    """Who moves a deadline, and how far (O7)."""

    def of(self, expiry, *actions):
        return run(THREE, *actions, deadline=time(minutes=5), expiry=expiry,
                   ended=NOW + timedelta(minutes=10))

    def test_the_payer_alone_moves_it_where_the_payer_gets_what_remains(self):
        def later(by):
            return f"a,e{by},extend,,,{by},,{time(days=2)}\n"

        self.assertEqual(sold(self.of("payer")), ([], [8100], 0))
        self.assertEqual(sold(self.of("payer", later(""))), ([], [], 8100))
        self.assertEqual(sold(self.of("payees", later(""))), ([8100], [], 0))
        self.assertEqual(sold(self.of("payees", later(""), later("shop"))), ([], [], 8100))
        self.assertEqual(sold(self.of("payer", later("shop"))), ([], [8100], 0))

    def test_it_is_moved_later_and_not_past_the_absolute_end(self):
        for until in (time(minutes=5), time(days=212)):
            self.assertEqual(self.of("payer", f"a,e,extend,,,,,{until}\n").must_refuse, {"e": 1})
        last = self.of("payer", f"a,e,extend,,,,,{time(days=208)}\n")
        self.assertEqual((sold(last), last.must_refuse), (([], [], 8100), {}))


if __name__ == "__main__":
    unittest.main()
