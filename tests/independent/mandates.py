# SPDX-License-Identifier: Apache-2.0
"""Orders that are placed by a mandate (docs/bundle.md; P7)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from plan import minor


@dataclass
class Mandate:
    """A row of mandates.csv, and what was drawn by it."""

    row: dict
    first: date
    last: date
    is_given: bool
    opened: datetime
    is_revoked: bool = False
    amounts: Counter = field(default_factory=Counter)  # by period
    orders: Counter = field(default_factory=Counter)

    def period(self, day):
        """The period in which a day lies."""
        if self.row["period"] == "month":
            return day.year, day.month
        return (day - self.first) // timedelta(days=int(self.row["period"]))

    def refuses(self, amount, day, earlier):
        """Whether an order of this amount cannot be placed on this day, behind others of its payment."""
        if not self.is_given or not self.first <= day <= self.last:
            return True
        period, currency = self.period(day), self.row["currency"]
        return (
            amount > minor(self.row["single"], currency)
            or self.orders[period] + len(earlier) + 1 > int(self.row["orders"])
            or self.amounts[period] + sum(earlier) + amount > minor(self.row["amount"], currency)
        )

    def can_be_revoked(self, at, placed):
        """Whether it can at that time; where that is not told, when the last order was placed, or it was
        given if that was later."""
        day = (at or max([self.opened, *placed])).date()
        return self.is_given and not self.is_revoked and day <= self.last

    def draw(self, amount, day):
        """Counts an order that was taken."""
        self.orders[self.period(day)] += 1
        self.amounts[self.period(day)] += amount


def given(bundle, opened):
    """The mandates of a bundle as they were given, or refused to be."""
    mandates = {}
    for name, row in bundle.mandates.items():
        at = opened(f"mandate/{name}")
        first = date.fromisoformat(row["from"]) if row["from"] else at.date()
        last = date.fromisoformat(row["until"])
        mandates[name] = Mandate(row, first, last, at.date() <= last, at)
    return mandates
