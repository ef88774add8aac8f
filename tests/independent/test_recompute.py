# SPDX-License-Identifier: Apache-2.0
"""The comparison, on a run written out by hand, and on the same run with one figure changed."""

import json
from pathlib import Path
import tempfile
import unittest

from recompute import Check

BUNDLE = {
    "participants.csv": """name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,CNY=50.00
shop,merchant,south,CNY=0,
site,platform,north,CNY=0,
van,carrier,south,CNY=1.00,
anna,buyer,north,CNY=300.00,
bert,buyer,south,CNY=60.00,
""",
    "rules/plain.toml": """name = "plain"
currency = "CNY"
[[case]]
legs = [
  { to = "carrier", take = "input:freight", purpose = "logistics" },
  { to = "platform", take = "10%", of = "rest", purpose = "fee" },
  { to = "merchant", take = "remainder", purpose = "goods" },
]
""",
    "rules/greedy.toml": """name = "greedy"
currency = "CNY"
[[case]]
legs = [ { to = "platform", take = "31%", purpose = "fee" }, { to = "merchant", take = "remainder", purpose = "goods" } ]
""",
    "orders.csv": """reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,parties,inputs,release
a1,,anna,CNY,100.00,plain,,,,,merchant=shop;platform=site;carrier=van,freight=10.00,now
a2,,anna,CNY,100.00,plain,,,,,merchant=shop;platform=site;carrier=van,freight=0,hold
a3,both,anna,CNY,10.00,plain,,,,,merchant=shop;platform=site;carrier=van,freight=1.00,now
a4,both,anna,CNY,10.00,plain,,,,,merchant=shop;platform=site,freight=1.00,now
a5,,anna,CNY,10.00,greedy,,,,,merchant=shop;platform=site,,now
a6,,anna,CNY,101.00,plain,,,,,merchant=shop;platform=site;carrier=van,freight=0,now
b1,,bert,CNY,7.00,,,,,,to=anna,,now
b2,,bert,CNY,50.00,,,,,,to=anna,,now
""",
    "actions.csv": """order,reference,action,amount,legs
shop,,no-credit,,
a2,r1,release,33.33,
a2,r2,refund,10.01,
shop,,credit,,
a2,r3,retry-parked,,
a2,r4,release,,platform
a2,r5,release,99.99,
""",
}
# a1: 10.00 freight, a tenth of 90.00, the rest. a2: 10.00 and 90.00. r1 divides 33.33 one to nine:
# 3.333 and 29.997, so 3.33 and 29.99 and one unit for the larger fraction. r2 divides 10.01 by 6.67
# and 60.00: 1.0014.. and 9.0085.., so the unit goes to the merchant.
RUN = {
    "legs.csv": """reference,leg,slot,participant,bank,currency,amount,purpose,status,block
a1,1,carrier,van,south,CNY,10.00,logistics,settled,5
a1,2,platform,site,north,CNY,9.00,fee,settled,5
a1,3,merchant,shop,south,CNY,81.00,goods,settled,5
a2,2,platform,site,north,CNY,3.33,fee,settled,7
a2,3,merchant,shop,south,CNY,30.00,goods,settled,10
a2,2,platform,site,north,CNY,1.00,fee,refunded,8
a2,3,merchant,shop,south,CNY,9.01,goods,refunded,8
a2,2,platform,site,north,CNY,5.67,fee,settled,11
a2,3,merchant,shop,south,CNY,50.99,goods,held,
b1,1,,anna,north,CNY,7.00,transfer,settled,5
""",
    "balances.csv": """participant,bank,currency,available,held
shop,south,CNY,111.00,0.00
site,north,CNY,18.00,0.00
van,south,CNY,11.00,0.00
anna,north,CNY,117.01,50.99
bert,south,CNY,53.00,0.00
""",
    "positions.csv": """cycle,currency,bank,sent,received,net,reserve_before,reserve_after,status
0,CNY,north,121.00,7.00,-114.00,1000.00,886.00,settled
0,CNY,south,7.00,121.00,114.00,1000.00,1114.00,settled
""",
    "refused.csv": """reference,error,detail
a3,payment-refused,a4
a4,PartyMissing,a slot of the case has no party
a5,ShareCapExceeded,fees and commissions take too much
a6,InsufficientFunds,not enough available
b2,OverCap,the bank would owe more than its cap
r5,MoreThanRemains,
""",
    "summary.json": json.dumps({"verdict": True}),
}


def differences(**changes):
    """What the comparison says after `file__name=(old, new)` in the run."""
    files = {**BUNDLE, **RUN}
    for file, (old, new) in changes.items():
        name = file.replace("__", ".")
        text = files.get(name, "")
        assert old in text, f"{old} is not in {name}"
        files[name] = text.replace(old, new, 1)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return Check(Path(folder), Path(folder)).run()


class Comparison(unittest.TestCase):
    """Every figure counts."""

    def assert_found(self, word, **change):
        """The change gives a difference that speaks of `word`."""
        self.assertIn(word, "\n".join(differences(**change)))

    def test_a_run_that_adds_up_has_no_difference(self):
        # b2 is 50.00 after 7.00 crossed: over the cap of 50.00 that south has.
        self.assertEqual(differences(), [])

    def test_a_leg_that_is_one_unit_off_is_found(self):
        self.assert_found("a1: missing 3", legs__csv=("81.00", "80.99"))

    def test_a_leg_to_somebody_else_is_found(self):
        self.assert_found("a1: not expected 1", legs__csv=("carrier,van", "carrier,shop"))

    def test_a_leg_at_another_bank_is_found(self):
        self.assert_found("bank or currency", legs__csv=("van,south", "van,north"))

    def test_a_leg_with_another_purpose_is_found(self):
        self.assert_found("a1: missing 2", legs__csv=("9.00,fee", "9.00,commission"))

    def test_a_leg_that_is_missing_is_found(self):
        line = "a1,1,carrier,van,south,CNY,10.00,logistics,settled,5\n"
        self.assert_found("a1: missing 1", legs__csv=(line, ""))
        self.assert_found("a1: not expected 1", legs__csv=(line, line + line))

    def test_a_held_leg_said_to_be_posted_is_found(self):
        self.assert_found("a2: missing 3", legs__csv=("goods,held,", "goods,settled,12"))

    def test_a_settled_leg_said_to_be_posted_only_is_found(self):
        self.assert_found("is settled", legs__csv=("logistics,settled", "logistics,posted"))

    def test_a_balance_that_is_one_unit_off_is_found(self):
        self.assert_found("balances.csv: anna", balances__csv=("117.01", "117.02"))
        self.assert_found("balances.csv: anna", balances__csv=("50.99", "50.98"))

    def test_an_account_that_is_missing_is_found(self):
        self.assert_found("missing: van", balances__csv=("van,south,CNY,11.00,0.00\n", ""))

    def test_a_position_that_does_not_add_up_is_found(self):
        self.assert_found("net", positions__csv=("-114.00", "-113.00"))
        self.assert_found("reserve before", positions__csv=("1000.00", "1000.01"))
        self.assert_found("sums to", positions__csv=("7.00,-114.00", "8.00,-113.00"))
        self.assert_found("no row of south", positions__csv=(RUN["positions.csv"].splitlines()[2], ""))

    def test_an_order_that_the_rules_refuse_and_the_run_took_is_found(self):
        line = "a5,ShareCapExceeded,fees and commissions take too much\n"
        self.assert_found("a5: taken", refused__csv=(line, ""))

    def test_an_order_refused_without_need_is_found(self):
        self.assert_found("a1: refused without need", refused__csv=("a3,", "a1,InsufficientFunds,\na3,"))

    def test_a_refusal_for_a_reason_that_does_not_fit_is_found(self):
        self.assert_found("a5: refused without need", refused__csv=("ShareCapExceeded,fees and commissions take too much", "UnknownKey,"))

    def test_half_a_payment_is_found(self):
        self.assert_found("its payment is not", refused__csv=("a3,payment-refused,a4\n", ""))

    def test_an_action_that_cannot_be_done_must_be_refused(self):
        self.assert_found("r5: action done", refused__csv=("r5,MoreThanRemains,\n", ""))

    def test_an_action_that_can_be_done_must_not_be_refused(self):
        self.assert_found("r2: action refused", refused__csv=("r5,", "r2,Refused,\nr5,"))

    def test_a_refused_action_without_a_name_is_counted_and_takes_no_other_with_it(self):
        again = ("a2,r3,retry-parked,,", "a2,r3,retry-parked,,\na2,,retry-parked,,")
        row = ("r5,MoreThanRemains,", ",nothing-parked,\nr5,MoreThanRemains,")
        self.assertEqual(differences(actions__csv=again, refused__csv=row), [])
        self.assert_found("0 actions without a name", actions__csv=again)
        self.assert_found("1 actions without a name", refused__csv=row)

    def test_refusals_that_share_a_name_are_counted(self):
        # A release of more than is left, and a retry where nothing is parked.
        again = ("a2,r5,release,99.99,", "a2,r5,release,99.99,\na2,r5,retry-parked,,")
        row = ("r5,MoreThanRemains,", "r5,MoreThanRemains,\nr5,nothing-parked,")
        self.assertEqual(differences(actions__csv=again, refused__csv=row), [])
        self.assert_found("r5: action done", actions__csv=again)
        self.assert_found("r5: action refused", refused__csv=row)

    def test_an_action_that_bears_the_name_of_an_order_is_told_from_it(self):
        named = ("a2,r5,release", "a2,{},release")
        for name in ("a1", "a5"):
            again = (named[0], named[1].format(name))
            row = ("r5,MoreThanRemains", f"{name},MoreThanRemains")
            self.assertEqual(differences(actions__csv=again, refused__csv=row), [])
            gone = ("r5,MoreThanRemains,\n", "")
            self.assert_found(f"{name}: action done", actions__csv=again, refused__csv=gone)

    def test_the_clock_counts_from_the_placement_of_each_order(self):
        day = 86_400_000
        times = {"placed": 2 * day, "ended": 2 * day + 1_000_000}
        run = {
            "orders__csv": (",freight=0,hold", ",freight=0,next-date"),
            "summary__json": ("{", json.dumps({"times": times})[:-1] + ", "),
        }
        self.assertEqual(differences(**run), [])
        before = f"reference,placed\na2,{2 * day - 1}\n"
        self.assert_found("a2: missing 3", **run, placed__csv=("", before))

    def test_a_verdict_that_is_not_true_is_found(self):
        self.assert_found("verdict", summary__json=("true", "false"))


if __name__ == "__main__":
    unittest.main()
