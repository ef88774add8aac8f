# SPDX-License-Identifier: Apache-2.0
"""Disputes, freezes and assignees, written from the documents alone (docs/bundle.md; O8, M7, O12)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from fractions import Fraction

from giving import NO_LEG
from milestones import EVIDENCE
from plan import refund_shares

DISPUTES_MAX = 5
END = timedelta(days=210)
UNSURE = timedelta(minutes=2)
KINDS = ("dispute", "answer", "withdraw", "resolve", "freeze", "unfreeze", "assign")


@dataclass
class Stop:
    """What stops the clocks of an order, and did before."""

    until: datetime = None  # it is frozen until then
    by: str = None  # the side that disputes it: payer or merchant
    answered: bool = False
    since: datetime = None  # its clocks stand still, where that is known
    stood_still: bool = False  # for a time that is not known
    opened: dict = field(default_factory=dict)  # (side, whether it was held): how often


def end_of_minute(time):
    """When the minute of a time is over."""
    return time.replace(second=0, microsecond=0) + timedelta(minutes=1)


def is_held(order):
    """Whether anything of it is on hold."""
    return any(order.remaining) or bool(order.parked)


def has_part(bundle, order, resolver):
    """Whether who decides is the platform of the order, or the bank of one of its sides (P3, O8)."""
    if not resolver:
        return False
    merchant = bundle.merchant_leg(order)[1] if order["rules"] else None
    sides = [order["payer"], merchant or next(iter(order.parties.values()))]
    platforms = [name for name, it in bundle.participants.items() if "platform" in it.roles]
    named = [name for name in order.parties.values() if name in platforms]
    of_order = (named or platforms[:1]) if order["rules"] else []
    mandate = bundle.mandates.get(order.row.get("mandate") or "")
    submitter = [mandate["grantee"]] if mandate else []
    return resolver in [bundle.bank_of(name) for name in sides] + of_order + submitter


class Disputes:
    """What stops an order, and how that ends; a part of the replay."""

    # Who.

    def side_of(self, order, name):
        """For which side a party speaks."""
        return "payer" if name == order["payer"] else "merchant"

    def on_side(self, order, side):
        """Who a side is: of a plain payment the payee is the other one."""
        if side == "payer":
            return order["payer"]
        return self.merchant(order)[1] or next(iter(order.parties.values()))

    def is_bank_of(self, order, name, side):
        """Whether the bank that signs for a party speaks for a side, too."""
        return self.bundle.bank_of(name) == self.bundle.bank_of(self.on_side(order, side))

    def receiver(self, order, leg):
        """Who gets what is released of a leg."""
        return order.assignees.get(leg) or order.parties[order.parts[leg - 1].slot]

    def move_of(self, order, leg, amount):
        """A part of a leg on its way to its receiver."""
        assignee = order.assignees.get(leg)
        return (leg, amount, assignee, "assigned") if assignee else (leg, amount)

    # What stops.

    @staticmethod
    def is_frozen(order):
        """Whether nothing leaves its hold."""
        return order.stop.until is not None and is_held(order)

    def is_stopped(self, order):
        """Whether its clocks stand still."""
        return is_held(order) and (self.is_frozen(order) or order.stop.by is not None)

    @staticmethod
    def end_idle_dispute(order, was_unreleased):
        """Somebody gave in: nothing is left of which the resolver could decide."""
        if was_unreleased and not any(order.remaining):
            order.stop.by, order.stop.answered = None, False

    def end_freeze(self, order, ended):
        """A freeze ends at its moment, once the minute of that is over."""
        until = order.stop.until
        if until and until < ended - UNSURE:
            order.stop.until = None
            if not self.is_stopped(order):
                self.go_on(order, end_of_minute(until))

    def halt(self, order):
        """Its clocks stop, unless they stand still already."""
        if not self.is_stopped(order):
            order.stop.since = self.acting_at

    def resume(self, order):
        """Its clocks go on where nothing stops them any more; what came due meanwhile the clock does once
        the minute is over."""
        if not is_held(order) or self.is_stopped(order):
            return
        self.go_on(order, self.acting_at)
        if not self.acting_at:
            return
        over = end_of_minute(self.acting_at)
        after = self.bundle.after(order, self.times[order.reference])
        if after and after < over and not self.awaits(order):
            self.release(order, order.remaining)
        self.release_met(order, lambda time: time <= over)

    def go_on(self, order, at):
        """Its deadline is later by the time that passed, at most the absolute end (O7)."""
        stop = order.stop
        if stop.since and at:
            deadline = self.deadline_of(order) or self.longest(order, self.times[order.reference])
            order.extended = min(deadline + (at - stop.since), self.absolute_end(order))
        else:
            stop.stood_still = True
        stop.since = None

    # Actions.

    def sides(self, order, action):
        """Side that speaks, by whose name: a line that names nobody speaks for who opened the dispute
        above it, or against whom."""
        name, kind = action.get("by") or "", action["action"]
        if not name:
            opened = self.last_opened[order.reference]
            if kind == "answer":
                opened = "merchant" if opened == "payer" else "payer"
            name = self.on_side(order, opened)
        return self.side_of(order, name), name

    def can_argue(self, action):
        """Whether one of these actions can be done."""
        kind, order = action["action"], self.accepted.get(action["order"])
        if order is None:
            return False
        if kind == "assign":
            return self.can_assign(order, action)
        if kind == "freeze":
            return is_held(order) and self.is_end_of_freeze(order, action)
        if kind == "unfreeze":
            return self.is_frozen(order)
        if not order.row.get("resolver"):
            return False
        stop = order.stop
        if kind == "dispute":
            side, held = self.sides(order, action)[0], is_held(order)
            about = any(order.remaining) if held else bool(order.posted)
            about &= not (held and (self.awaits(order) or self.goes_back(order)))
            return not stop.by and about and stop.opened.get((side, held), 0) < DISPUTES_MAX
        if kind == "resolve":
            leads = order.row["resolver"] in order.parties.values()  # since its group is complete
            return bool(stop.by) and stop.answered and not self.is_frozen(order) and not leads
        if not stop.by or stop.answered:
            return False
        wanted = stop.by if kind == "withdraw" else "merchant" if stop.by == "payer" else "payer"
        return self.is_bank_of(order, self.sides(order, action)[1], wanted)

    def argue(self, order, action):
        """Does one."""
        kind, stop = action["action"], order.stop
        if kind == "dispute":
            side, held = self.sides(order, action)[0], is_held(order)
            if held:
                self.halt(order)
            stop.by, stop.answered = side, False
            stop.opened[side, held] = stop.opened.get((side, held), 0) + 1
        elif kind == "answer":
            stop.answered = True
        elif kind == "withdraw":
            stop.by = None
            self.resume(order)
        elif kind == "resolve":
            self.resolve(order, Fraction(action["share"].removesuffix("%")) / 100)
        elif kind == "freeze":
            self.halt(order)
            stop.until = self.end_of_freeze(order, action)
        elif kind == "unfreeze":
            self.thaw(order)
            self.resume(order)
        else:
            self.assign(order, action)

    # Freezes.

    def absolute_end(self, order):
        """210 days after the date of the reference."""
        date = order.row.get("date")
        date = datetime.fromisoformat(date) if date else self.times[order.reference]
        return datetime.combine(date.date(), datetime.min.time(), timezone.utc) + END

    def end_of_freeze(self, order, action):
        """Until when: where nothing is said, as long as it can be."""
        until = action.get("until")
        return datetime.fromisoformat(until) if until else self.absolute_end(order)

    def is_end_of_freeze(self, order, action):
        """Whether it ends later than it begins, and with the order at the latest."""
        begun = self.acting_at or self.times[order.reference]
        return begun < self.end_of_freeze(order, action) <= self.absolute_end(order)

    # Assignees.

    def leg_named(self, order, name):
        """The leg of a number, or the first one of a slot that gets anything."""
        return next((leg for leg, part in enumerate(order.parts, 1) if part.amount and (
            str(leg) == name or order["rules"] and part.slot == name)), None)

    def can_assign(self, order, action):
        """Whether a leg can go to somebody from now on."""
        leg, to = self.leg_named(order, action["legs"]), action["by"]
        if leg is None or not order.remaining[leg - 1] or self.is_stopped(order):
            return False
        part = order.parts[leg - 1]
        if to == self.receiver(order, leg) or self.awaits_leader(order, part.slot):
            return False
        if to == order.parties[part.slot]:
            return True
        roles = self.bundle.participants[to].roles
        checks = [check for it in order.milestones for _, checks in it.groups for check in checks]
        witnesses = {name for check in checks if check[0] in EVIDENCE for name in check[2]}
        has_part = to in (order["payer"], order.row.get("resolver"), *order.others, *witnesses)
        return not has_part and not roles & {"platform", "tax"} and part.purpose != "tax"

    def assign(self, order, action):
        """From now on who is named gets what is released of the leg."""
        leg, to = self.leg_named(order, action["legs"]), action["by"]
        if to == order.parties[order.parts[leg - 1].slot]:
            del order.assignees[leg]
        else:
            order.assignees[leg] = to

    # Resolutions.

    def resolve(self, order, share):
        """The resolver decides: what is held is divided first, then receivers give."""
        weights = self.weights(order)
        hold = {leg: min(weight, self.unreleased(order, leg)) for leg, weight in weights.items()}
        outside = {leg: weights[leg] - hold[leg] for leg in weights}
        order.stop.by, order.stop.answered = None, False

        freed = self.shares_of_hold(order, hold, int(share * sum(hold.values())))
        for leg, by, part in freed:
            order.remaining[by - 1] -= part
            order.refunded.append((by, part))
            if by != leg:
                order.backs.kept[leg] += part
        given = self.shares_of(order, outside, int(share * sum(outside.values())))
        # The rest of the hold is the payees'; so a share of what was released takes nothing of it.
        rest, order.remaining = order.remaining, [0] * len(order.remaining)
        gives, parked = [], 0
        for leg, by, part in given:
            taken = sum(self.take_held(order, by, part))
            parked += taken
            order.backs.given[by] += part - taken
            if by != leg:
                order.backs.kept[leg] += part
            gives.append((leg, by, part - taken))
        order.remaining = rest
        self.free(order, sum(part for _, _, part in freed))
        self.free(order, parked)
        self.release(order, order.remaining)
        self.take_from_accounts(order, gives)

    @staticmethod
    def unreleased(order, leg):
        """What of a leg is not released."""
        return 0 if leg == NO_LEG else order.remaining[leg - 1]

    def shares_of_hold(self, order, hold, amount):
        """(leg, who gives, amount): where fees are kept, the merchant gives for them as far as its own
        leg leaves room, the fees the rest themselves."""
        legs = list(hold)
        roles = [self.role(order, leg) for leg in legs]
        policy = self.refund_terms(order)["policy"]
        parts, givers = refund_shares(policy, list(hold.values()), roles, amount)
        own = self.merchant(order)[0]
        room = sum(hold[leg] - part for leg, part in zip(legs, parts) if leg == own)
        shares, instead = [], []
        for leg, part, giver in zip(legs, parts, givers):
            lent = min(part, room) if giver == "merchant" else 0
            room -= lent
            shares.append((leg, leg, part - lent))
            instead.append((leg, own, lent))
        return [share for share in shares + instead if share[2]]
