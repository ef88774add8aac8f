# SPDX-License-Identifier: Apache-2.0
"""Disputes, freezes and assignees, each worked out by hand; the same figures as in
client/src/expected/tests/disputes.rs."""

from datetime import timedelta
import unittest

import world
from world import NOW, available, time

PARTICIPANTS = world.SALE + """loan,supplier,south,CNY=0,
court,attestor,north,,
carl,buyer,north,CNY=100.00,
bert,buyer,south,CNY=60.00,
"""
POLICIES = ("pro-rata", "merchant-first", "fees-kept")
RULES = {policy: world.sold_by(policy, f'{{ policy = "{policy}" }}') for policy in POLICIES}
SPENT = "v,,van,CNY,10.00,,,,,,to=bert,,now,,,,,,\n"
ARGUED = "a,d,dispute,,,anna,,,\na,e,answer,,,shop,,,\n"
PART = "a,r,release,40.00,,,,,\n"


def decided(share):
    """The resolver's word."""
    return f"a,v,resolve,,,,,,{share}\n"


def line(rules="pro-rata", release="hold", more=",,,court,,"):
    """An order with its deadline, expiry, funders, resolver, answer days and silence."""
    return world.sale("a", rules, release, f",{more}")


OTHER = line(release="now").replace("a,", "x,", 1)


def replay(orders, actions, ended=NOW, acted=None):
    """A run of them."""
    more = "deadline,expiry,funders,resolver,answer_days,silence"
    actions = f"{world.ACTIONS},by,milestone,until,share\n{actions}"
    bundle = world.bundle_of(PARTICIPANTS, RULES, f"{world.ORDERS},{more}\n{orders}", actions)
    return world.replay(bundle, ended=ended, acted=acted)


ALL = ("anna", "van", "site", "shop")


class Resolutions(unittest.TestCase):
    """What the resolver's share comes to (O8)."""

    def test_at_37_percent_the_hold_is_divided_and_what_was_released_refunded(self):
        run = replay(line(), PART + ARGUED + decided("37%"))
        # Of 60.00 the payer gets 22.20 and the payees 3.78, 3.40 and 30.62; of 40.00 14.80 come back.
        self.assertEqual(run.must_refuse, {})
        self.assertEqual(run.accepted["a"].refunded, [(1, 222), (2, 200), (3, 1798)])
        rows = [(1, "van", 148, "refunded"), (2, "site", 133, "refunded"), (3, "shop", 1199, "refunded")]
        self.assertEqual(run.accepted["a"].backs.rows, rows)
        self.assertEqual(available(run, *ALL), [23700, 630, 567, 5103])

    def test_at_nothing_all_is_the_payees_and_at_the_whole_the_payers(self):
        run = replay(line(), PART + ARGUED + decided("0%"))
        self.assertEqual(available(run, *ALL), [20000, 1000, 900, 8100])
        run = replay(line(), PART + ARGUED + decided("100%"))
        self.assertEqual(available(run, *ALL), [30000, 0, 0, 0])

    def test_each_part_is_rounded_down_for_itself(self):
        part = "a,r,release,33.33,,,,,\n"
        run = replay(line(), part + ARGUED + decided("50%"))
        # 33.33 of 66.67 and 16.66 of 33.33: a unit less than half of it all.
        self.assertEqual(available(run, "anna"), [20000 + 3333 + 1666])

    def test_where_fees_are_kept_the_merchant_gives_for_them_as_far_as_it_has(self):
        run = replay(line("fees-kept"), ARGUED + decided("50%"))
        # 5.00, 4.50 and 40.50: the platform's 4.50 come out of the merchant's other half.
        self.assertEqual(run.accepted["a"].refunded, [(1, 500), (3, 4050), (3, 450)])
        self.assertEqual(available(run, *ALL), [25000, 500, 900, 3600])
        run = replay(line("fees-kept"), ARGUED + decided("100%"))
        self.assertEqual(available(run, *ALL), [30000, 0, 0, 0])

    def test_the_merchant_first_where_the_rule_set_says_so(self):
        run = replay(line("merchant-first"), PART + ARGUED + decided("50%"))
        self.assertEqual(available(run, *ALL), [25000, 1000, 900, 3100])

    def test_who_is_short_gives_of_what_it_just_got(self):
        # The carrier spent what it got of another order, and gave back what it got of this one.
        acts = PART + "x,b,refund,40.00,,,,,\n" + ARGUED + decided("50%")
        run = replay(OTHER + line() + SPENT, acts)
        self.assertEqual(available(run, "anna", "van"), [10000 + 4000 + 3000 + 2000, 300 - 200])

    def test_who_owes_gives_nothing_of_what_it_just_got(self):
        acts = PART + "x,b,refund,,,,,,\n" + ARGUED + decided("50%")
        run = replay(OTHER + line() + SPENT, acts)
        # Of 100.00 six are due, of which the 3.00 that the carrier gets pay a half.
        self.assertEqual(available(run, "anna", "van"), [10000 + 9400 + 3000 + 1800 + 300, 0])
        self.assertEqual(list(run.owed(run.accepted["x"])), [(1, "anna", 300)])
        self.assertEqual(list(run.owed(run.accepted["a"])), [(1, "anna", 200)])

    def test_one_that_was_paid_at_once_is_disputed_afterwards(self):
        run = replay(line(release="now"), ARGUED + decided("25%"))
        self.assertEqual(available(run, *ALL), [22500, 750, 675, 6075])
        back = replay(line(), "a,b,refund,,,,,,\n" + ARGUED)
        self.assertEqual(back.must_refuse, {"d": 1, "e": 1})

    def test_several_funders_get_their_parts_of_it(self):
        funded = line(more=",,carl=40.00,court,,")
        run = replay(funded, PART + ARGUED + decided("37%"))
        self.assertEqual(available(run, "anna", "carl"), [24000 + 2220, 6000 + 1480])


class Disputed(unittest.TestCase):
    """What a dispute stops, and how it ends otherwise."""

    def test_only_the_resolver_of_the_order_decides_and_only_after_the_answer(self):
        early = decided("50%").replace("a,v", "a,early")
        run = replay(line(), early + "a,d,dispute,,,anna,,,\n" + early.replace("early", "late"))
        self.assertEqual(run.must_refuse, {"early": 1, "late": 1})
        run = replay(line(more=",,,,,"), ARGUED)
        self.assertEqual(run.must_refuse, {"d": 1, "e": 1})

    def test_the_other_side_answers_and_who_opened_withdraws_until_then(self):
        opened = "a,d,dispute,,,anna,,,\n"
        run = replay(line(), opened + "a,e,answer,,,anna,,,\na,w,withdraw,,,shop,,,\n")
        self.assertEqual(run.must_refuse, {"e": 1, "w": 1})
        run = replay(line(), opened + "a,e,answer,,,,,,\na,w,withdraw,,,,,,\na,d2,dispute,,,shop,,,\n")
        self.assertEqual(run.must_refuse, {"w": 1, "d2": 1})
        run = replay(line(), opened + "a,w,withdraw,,,,,,\na,d2,dispute,,,shop,,,\n")
        self.assertEqual((run.must_refuse, run.accepted["a"].stop.by), ({}, "merchant"))

    def test_who_gives_in_ends_it(self):
        opened = "a,d,dispute,,,anna,,,\n"
        run = replay(line(), opened + PART)
        self.assertEqual(run.accepted["a"].stop.by, "payer")
        for giving_in in ("a,r,release,,,,,,\n", "a,r,refund,,,,,,\n"):
            run = replay(line(), opened + giving_in)
            self.assertEqual((run.must_refuse, run.accepted["a"].stop.by), ({}, None))

    def test_each_side_disputes_five_times(self):
        lines = [f"a,d{n},dispute,,,anna,,,\na,w{n},withdraw,,,,,,\n" for n in range(6)]
        run = replay(line(), "".join(lines) + "a,m,dispute,,,shop,,,\n")
        self.assertEqual(run.must_refuse, {"d5": 1, "w5": 1})

    def test_the_deadline_does_not_come_while_the_clocks_stand_still(self):
        deadline = (NOW + timedelta(hours=1)).isoformat()
        later, order = NOW + timedelta(hours=2), line(more=f"{deadline},payer,,court,,")
        self.assertEqual(available(replay(order, "", later), "anna"), [30000])
        run = replay(order, "a,d,dispute,,,anna,,,\na,x,expire,,,,,,\n", later)
        self.assertEqual((run.must_refuse, available(run, "anna")), ({"x": 1}, [20000]))

    def test_it_is_later_by_the_time_for_which_they_stood_still(self):
        order = line(more=f"{time(hours=1)},payer,,court,,")
        for stop, go in (("d,dispute,,,anna,,,", "w,withdraw,,,,,,"), ("f,freeze,,,,,,", "u,unfreeze,,,,,,")):
            acted = {1: NOW, 2: NOW + timedelta(minutes=30)}
            for minutes, known, rest in ((85, acted, 20000), (95, acted, 30000), (95, {}, 20000)):
                run = replay(order, f"a,{stop}\na,{go}\n", NOW + timedelta(minutes=minutes), known)
                self.assertEqual(available(run, "anna"), [rest])

    def test_it_is_later_by_a_freeze_that_ended_at_its_moment(self):
        order = line(more=f"{time(hours=1)},payer,,court,,")
        frozen = f"a,f,freeze,,,,,{time(minutes=30)},\n"
        for minutes, acted, rest in ((85, {1: NOW}, 20000), (95, {1: NOW}, 30000), (95, {}, 20000)):
            run = replay(order, frozen, NOW + timedelta(minutes=minutes), acted)
            self.assertEqual(available(run, "anna"), [rest])

    def test_what_came_due_meanwhile_is_done_before_the_next_line(self):
        order = line(release=f"after:{time(minutes=10)}")
        for minutes, refused in ((5, {}), (15, {"r": 1})):
            acted = {1: NOW, 2: NOW + timedelta(minutes=minutes)}
            for stop, go in (("f,freeze,,,,,,", "u,unfreeze,,,,,,"),
                             ("d,dispute,,,anna,,,", "w,withdraw,,,,,,")):
                run = replay(order, f"a,{stop}\na,{go}\n" + PART, NOW + timedelta(hours=1), acted)
                self.assertEqual((run.must_refuse, available(run, "shop")), (refused, [8100]))
        # A moment soon after the placement is not that of the placement.
        soon = replay(line(release=f"after:{time(seconds=90)}"), "a,f,freeze,,,,,,\n")
        self.assertEqual((soon.must_refuse, available(soon, "shop")), ({}, [0]))
        # What still stops it lets nothing come due.
        both = "a,f,freeze,,,,,,\na,d,dispute,,,anna,,,\na,u,unfreeze,,,,,,\n"
        acted = {1: NOW, 2: NOW, 3: NOW + timedelta(minutes=15)}
        run = replay(order, both + PART, NOW + timedelta(hours=1), acted)
        self.assertEqual((run.must_refuse, available(run, "shop")), ({}, [3240]))

    def test_a_resolver_that_speaks_for_a_side_is_refused(self):
        for resolver, reasons in (("north", {"resolver"}), ("south", {"resolver"}), ("court", set())):
            run = replay(line(more=f",,,{resolver},,"), "")
            self.assertEqual(run.bundle.orders["a"].reasons, reasons)


class Frozen(unittest.TestCase):
    """While an order is frozen nothing leaves its hold (M7)."""

    def test_nothing_leaves_the_hold_until_it_is_lifted(self):
        frozen = "a,f,freeze,,,,,,\n"
        acts = PART + "a,b,refund,,,,,,\na,g,assign,,carrier,loan,,,\n"
        run = replay(line(), frozen + acts)
        self.assertEqual(run.must_refuse, {"r": 1, "b": 1, "g": 1})
        run = replay(line(), frozen + "a,u,unfreeze,,,,,,\n" + PART + "a,u2,unfreeze,,,,,,\n")
        self.assertEqual(run.must_refuse, {"u2": 1})
        self.assertEqual(available(run, *ALL), [20000, 400, 360, 3240])

    def test_what_was_released_is_refunded_all_the_same(self):
        acts = "a,r,release,,carrier,,,,\na,f,freeze,,,,,,\na,q,return,,carrier,,,,\n"
        run = replay(line(), acts)
        self.assertEqual((run.must_refuse, available(run, "shop")), ({}, [1000]))

    def test_a_frozen_order_is_disputed_and_decided_once_that_is_over(self):
        acts = "a,f,freeze,,,,,,\n" + ARGUED + decided("50%").replace("a,v", "a,early")
        run = replay(line(), acts + "a,u,unfreeze,,,,,,\n" + decided("50%"))
        self.assertEqual((run.must_refuse, available(run, "anna")), ({"early": 1}, [25000]))

    def test_it_ends_after_it_began_and_with_the_order_at_the_latest(self):
        for days, refused in ((-1, {"f": 1}), (1, {}), (211, {"f": 1})):
            until = (NOW + timedelta(days=days)).isoformat()
            run = replay(line(), f"a,f,freeze,,,,,{until},\n")
            self.assertEqual(run.must_refuse, refused, days)

    def test_it_begins_when_it_is_tried(self):
        for minutes, refused in ((4, {}), (5, {"f": 1})):
            acted = {1: NOW + timedelta(minutes=minutes)}
            run = replay(line(), f"a,f,freeze,,,,,{time(minutes=5)},\n", acted=acted)
            self.assertEqual(run.must_refuse, refused, minutes)


class Assigned(unittest.TestCase):
    """An assignee gets what is released of a leg from now on (O12)."""

    def test_it_gets_the_leg_and_the_payee_gives_back(self):
        acts = PART + "a,g,assign,,merchant,loan,,,\na,s,release,,,,,,\na,b,refund,10.00,,,,,\n"
        run = replay(line(), acts)
        self.assertEqual(run.must_refuse, {})
        self.assertEqual(run.accepted["a"].posted[-1], (3, 4860, "loan", "assigned"))
        self.assertEqual(available(run, "shop", "loan"), [3240 - 810, 4860])

    def test_who_gets_it_gives_it_back(self):
        acts = "a,g,assign,,3,loan,,,\na,g2,assign,,3,loan,,,\na,g3,assign,,3,shop,,,\n" + PART
        run = replay(line(), acts)
        self.assertEqual(run.must_refuse, {"g2": 1})
        self.assertEqual(available(run, "shop", "loan"), [3240, 0])

    def test_who_pays_or_decides_or_is_a_platform_gets_none(self):
        for name in ("anna", "carl", "site", "shop"):
            run = replay(line(more=",,carl=1.00,court,,"), f"a,g,assign,,carrier,{name},,,\n")
            self.assertEqual(run.must_refuse, {} if name == "shop" else {"g": 1}, name)
        run = replay(line(), "a,r,release,,carrier,,,,\na,g,assign,,carrier,loan,,,\n")
        self.assertEqual(run.must_refuse, {"g": 1})


if __name__ == "__main__":
    unittest.main()
