# SPDX-License-Identifier: Apache-2.0
"""Groups of orders that succeed together (docs/bundle.md; O10)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import mandates

USUALLY = timedelta(hours=24)
LONGEST = timedelta(days=30)
UNOPENED, OPEN, COMPLETE, FAILED = "unopened", "open", "complete", "failed"


@dataclass
class Group:
    """A row of groups.csv, and where the group stands."""

    row: dict
    state: str
    deadline: datetime  # the first moment at which it has failed
    members: list = field(default_factory=list)

    @property
    def is_full(self):
        """Whether as many orders are in as are needed."""
        return len(self.members) >= int(self.row["needed"])


class Groups:
    """Joining, completing and failing; a part of the replay."""

    def let_join(self, ended):
        """Opens groups and gives mandates, and lets the orders join and draw in the order of the file."""
        first = min(self.times.values(), default=ended)

        def opened(reference):
            return self.bundle.opened.get(reference, first)

        self.open_groups(opened)
        self.mandates = mandates.given(self.bundle, opened)
        self.unopened = {f"group/{name}" for name, it in self.groups.items() if it.state != OPEN}
        self.unopened |= {f"mandate/{name}" for name, it in self.mandates.items() if not it.is_given}
        for payment in self.payments():
            for count, order in enumerate(payment):
                self.judge_beside(order, payment[:count])
            for order in payment:
                if order.reference in self.accepted:
                    mandate = self.mandate_of(order)
                    if mandate:
                        mandate.draw(order.amount, self.times[order.reference].date())
                    if self.group_of(order) and "group" not in order.reasons:
                        self.join(order)

    def payments(self):
        """The orders of each payment, which stands where its first order does."""
        payments = {}
        for name, order in self.bundle.orders.items():
            combined = order.row.get("payment")
            payments.setdefault((combined, "" if combined else name), []).append(order)
        return payments.values()

    def judge_beside(self, order, earlier):
        """Whether mandate and group refuse an order behind others of its own payment."""
        at, mandate, group = self.times[order.reference], self.mandate_of(order), self.group_of(order)
        drawn = [other.amount for other in earlier if self.mandate_of(other) is mandate]
        if mandate and mandate.refuses(order.amount, at.date(), drawn):
            order.reasons.add("mandate")
        pending = sum(self.group_of(other) is group for other in earlier)
        if group and self.judge_join(order, at, pending):
            order.reasons.add("group")

    def open_groups(self, opened):
        """Opens each group at its time, or finds that it could not be."""
        self.groups = {}
        for name, row in self.bundle.groups.items():
            at = opened(f"group/{name}")
            named = row["deadline"] and datetime.fromisoformat(row["deadline"])
            deadline = named or at + USUALLY
            state = OPEN if at < deadline <= at + LONGEST else UNOPENED
            self.groups[name] = Group(row, state, deadline)

    def group_of(self, order):
        """The group that an order names."""
        return self.groups.get(order.row.get("group") or "")

    def mandate_of(self, order):
        """The mandate by which an order is placed."""
        return self.mandates.get(order.row.get("mandate") or "")

    def awaits(self, order):
        """Whether the group of an order is open."""
        group = self.group_of(order)
        return group is not None and group.state == OPEN

    def judge_join(self, order, at, pending):
        """Whether the group refuses an order that was tried at this time; the orders before it in the
        file have joined, but for those of its own payment that are to join with it."""
        group = self.group_of(order)
        is_full = len(group.members) + pending >= int(group.row["needed"])
        if group.state != OPEN or is_full or at >= group.deadline:
            return True
        row, rule_set = group.row, self.bundle.rules.get(order["rules"])
        merchant = self.bundle.merchant_leg(order)[1] if rule_set else None
        platform = self.named_platform(order)
        if (order["rules"], merchant, platform) != (row["rules"], row["merchant"], row["platform"]):
            return True
        after = self.bundle.after(order, at)
        if order["release"] == "now" or after and after <= at:
            return True
        ends = self.bundle.deadline(order)
        if ends and ends < group.deadline:
            return True
        if not row["leader"]:
            return False
        legs = [part for part in order.parts if part.slot == row["leader"] and part.amount]
        return (
            not legs or order.parties[row["leader"]] == row["merchant"]
            or any(part.purpose not in ("fee", "commission") for part in legs)
        )

    def named_platform(self, order):
        """Who fills the slot of the platform, else the first party of that role, else the first
        platform of the bundle."""
        people = self.bundle.participants
        named = [order.parties.get("platform"), *order.parties.values(), *people]
        return next((name for name in named if name and "platform" in people[name].roles), None)

    def join(self, order):
        """An order that was accepted joins."""
        group = self.group_of(order)
        group.members.append(order)

    def complete_groups(self, times):
        """Pays the orders of the groups that are full, but for those whose own moment is to come."""
        for group in self.groups.values():
            if group.state != OPEN or not group.is_full:
                continue
            group.state = COMPLETE
            at = max(times[order.reference] for order in group.members)
            slot = group.row["leader"]
            leader = group.members[0].parties[slot] if slot else None
            for order in group.members:
                waits = leader and self.may_wait_for_cover(order, order.parties[slot], leader)
                if leader:
                    order.parties = {**order.parties, slot: leader}
                    order.unled_slot = slot
                after = self.bundle.after(order, times[order.reference])
                if not order.milestones and (after is None or after <= at) and not waits:
                    self.release(order, order.remaining)

    def may_wait_for_cover(self, order, candidate, leader):
        """Whether the leader may have come at another bank, whose cover nobody set aside: then what
        was seen decides."""
        own = self.bundle.bank_of(order["payer"])
        more = self.bundle.bank_of(candidate) == own != self.bundle.bank_of(leader)
        return more and order.reference in self.still_held

    def awaits_leader(self, order, slot):
        """Whether a slot is the leader's, who does not have its legs yet."""
        group = self.group_of(order)
        led = group is not None and group.row["leader"] == slot
        return led and (self.awaits(order) or order.unled_slot == slot)

    def lead(self, order):
        """The leader has its legs before anything is released; what it would pay to itself goes back to
        the funders, but for what was kept of it."""
        slot, order.unled_slot = order.unled_slot, None
        if not slot or order.parties[slot] not in (order["payer"], *order.others):
            return
        own = [rest if part.slot == slot else 0 for part, rest in zip(order.parts, order.remaining)]
        self.give_up(order, own)
        self.fit(order)

    def fail(self, group):
        """A group failed, or was called off: all that its orders hold goes back."""
        group.state = FAILED
        for order in group.members:
            if not self.is_frozen(order):
                self.give_up(order, order.remaining)

    def goes_back(self, order):
        """Whether an order goes back with its group as soon as nobody freezes it any more."""
        group = self.group_of(order)
        return group is not None and group.state == FAILED and any(order.remaining)

    def thaw(self, order):
        """It is not frozen any more."""
        order.stop.until = None
        if self.goes_back(order):
            self.give_up(order, order.remaining)

    def fail_groups(self, ended):
        """Those whose deadline came before the run ended; close to it, what was seen decides."""
        for group in self.groups.values():
            if group.state == OPEN and any(
                self.is_due(order, group.deadline, ended) for order in group.members
            ):
                self.fail(group)
