# SPDX-License-Identifier: Apache-2.0
"""Orders that are released part by part, and later deadlines (docs/bundle.md, docs/milestones.md; O7,
O11)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
import re

from plan import by_largest_fraction, minor

END_AFTER = timedelta(days=30)  # the absolute end behind the longest hold
UNSURE = timedelta(minutes=2)  # the clock works minute by minute, and a run takes its time
NEAR = timedelta(days=1)  # where the date of a reference is not in the file
EVIDENCE = ("shipped", "delivered", "customs-cleared", "inspected")
STATEMENTS = ("confirm", *EVIDENCE)
TOKEN = re.compile(r"[&|(),]|[^\s&|(),]+")


@dataclass
class Milestone:
    """A part of an order: what is open of it, and groups of checks of which each needs so many."""

    open: int
    groups: list  # (how many, [(kind, argument, ..)])
    met: bool = False
    stated: set = field(default_factory=set)  # (kind, who)

    def asks_for(self, kind):
        """Those who may state this; none where nobody is asked."""
        checks = [check for _, of in self.groups for check in of if check[0] == kind]
        return [set(check[2]) if kind in EVIDENCE else {kind} for check in checks]

    def holds(self, has_come, is_complete):
        """Whether all its groups hold; `has_come` tells of a time."""
        def is_so(check):
            kind, *rest = check
            if kind == "after":
                return has_come(rest[0])
            if kind in EVIDENCE:
                quorum, attestors = rest
                return sum((kind, name) in self.stated for name in attestors) >= quorum
            return is_complete if kind == "group" else (kind, None) in self.stated

        return bool(self.groups) and all(
            sum(map(is_so, checks)) >= need for need, checks in self.groups
        )


def read_milestones(text, currency):
    """The milestones of a cell."""
    milestones = []
    for part in filter(None, text.split(";")):
        amount, _, conditions = part.partition(":")
        tokens = TOKEN.findall(conditions)
        groups = read_groups(tokens) if tokens else []
        milestones.append(Milestone(minor(amount.strip(), currency), groups))
    return milestones


def read_groups(tokens):
    """Groups that `&` joins."""
    groups = []
    while tokens:
        if tokens[0] == "(":
            tokens.pop(0)
            groups.append((1, read_checks(tokens)))
            tokens.pop(0)
        elif tokens[1:2] == ["of"]:
            need = int(tokens[0])
            del tokens[:3]
            groups.append((need, read_checks(tokens)))
            tokens.pop(0)
        else:
            groups.append((1, read_checks(tokens)))
        if tokens:
            tokens.pop(0)  # `&`
    return groups


def read_checks(tokens):
    """Checks that `|` or `,` joins, as far as they go."""
    checks = [read_check(tokens)]
    while tokens[:1] in (["|"], [","]):
        tokens.pop(0)
        checks.append(read_check(tokens))
    return checks


def read_check(tokens):
    """One check: its kind, and what belongs to it."""
    kind = tokens.pop(0)
    if kind == "after":
        return kind, datetime.fromisoformat(tokens.pop(0))
    if kind not in EVIDENCE:
        return (kind,)
    end = tokens.index(")")
    inside = tokens[1:end]
    del tokens[:end + 1]
    quorum = 1
    if inside[1:2] == ["of"]:
        quorum, inside = int(inside[0]), inside[2:]
    return kind, quorum, [name for name in inside if name != ","]


def times_of(order):
    """The times that the conditions of an order name."""
    checks = (check for it in order.milestones for _, checks in it.groups for check in checks)
    return [check[1] for check in checks if check[0] == "after"]


class Agreed:
    """Milestones and deadlines; a part of the replay."""

    def is_agreed_act(self, action):
        """Whether an act is of this room."""
        return action["action"] in (*STATEMENTS, "extend")

    def can_agree(self, action, order):
        """Whether a statement can be made, a deadline moved; None where the files leave it open."""
        if not any(order.remaining):
            return False
        if action["action"] == "extend":
            return self.can_extend(action, order)
        milestone, (kind, who) = self.stated(action, order)
        askers = milestone.asks_for(kind)
        may = any(who in asked if who else True for asked in askers)
        return may and (kind, who) not in milestone.stated and milestone.open > 0

    def can_release_part(self, action, order):
        """Whether a release of a part fits the milestones: what an amount or a leg would take from which of
        several nobody has agreed on."""
        if action.get("milestone"):
            return self.named(action, order).open > 0
        return len(order.milestones) == 1

    @staticmethod
    def named(action, order):
        """The milestone that an act is about, the first where it names none."""
        return order.milestones[int(action.get("milestone") or 1) - 1]

    def has_come(self, order, time, now):
        """Whether a time had come; close to it, whether less is held than without it."""
        if abs(time - now) > UNSURE:
            return time < now
        return self.still_held[order.reference] < sum(order.remaining)

    def stated(self, action, order):
        """The milestone of a statement, and its kind with who bears witness."""
        milestone = self.named(action, order)
        if action["action"] != "confirm":
            return milestone, (action["action"], action["by"])
        by = action.get("by") or order["payer"]
        return milestone, ("payer" if by == order["payer"] else "platform", None)

    def agree(self, action, order, placed):
        """Does it. What a statement meets the clock releases before anything else is done on the order."""
        if action["action"] == "extend":
            self.extend(action, order)
            return
        milestone, statement = self.stated(action, order)
        milestone.stated.add(statement)
        self.release_met(order, lambda time: time <= placed)

    def release_met(self, order, has_come):
        """All that is met is released together; before its group is complete nothing is."""
        if self.awaits(order):
            return
        grouped, total = self.group_of(order) is not None, 0
        for milestone in order.milestones:
            milestone.met |= bool(milestone.open) and milestone.holds(has_come, grouped)
        if any(milestone.met and milestone.open for milestone in order.milestones):
            self.lead(order)
        for milestone in order.milestones:
            if milestone.open and milestone.met:
                total += milestone.open
                milestone.open = 0
        if total:
            self.release(order, by_largest_fraction(total, order.remaining))

    @staticmethod
    def fit(order):
        """What left the order otherwise than by a milestone lowers each by its part."""
        amounts = [milestone.open for milestone in order.milestones]
        gone = sum(amounts) - sum(order.remaining)
        if gone > 0:
            for milestone, part in zip(order.milestones, by_largest_fraction(gone, amounts)):
                milestone.open -= part

    # Deadlines (O7).

    def longest(self, order, placed):
        """The end of the longest hold: 180 days from the date of the reference on."""
        date = order.row.get("date")
        date = datetime.fromisoformat(date).date() if date else placed.date()
        return datetime.combine(date, datetime.min.time(), timezone.utc) + timedelta(days=180)

    def deadline_of(self, order):
        """The end of the hold, where the file or an extension names it."""
        return order.extended or self.bundle.deadline(order)

    def can_extend(self, action, order):
        """Later than it is, and no later than 30 days behind the longest hold."""
        until = datetime.fromisoformat(action["until"])
        longest = self.longest(order, self.times[order.reference])
        now = self.deadline_of(order)
        if until <= (now or longest) or until > longest + END_AFTER:
            near = min(abs(until - longest), abs(until - longest - END_AFTER)) <= NEAR
            return None if near and not order.row.get("date") else False
        return True

    def extend(self, action, order):
        """The payer's bank alone moves it where the payer gets what remains; else both sides must have asked
        for the same time."""
        until = datetime.fromisoformat(action["until"])
        payers = self.bundle.bank_of(order["payer"])
        seller = self.merchant(order)[1] if order["rules"] else next(iter(order.parties.values()))
        sellers = self.bundle.bank_of(seller) if seller else None
        signer = self.bundle.bank_of(action.get("by") or order["payer"])
        alone = signer == payers and (order.row.get("expiry") or "payer") == "payer"
        asked_by, asked = order.asked or (None, None)
        other = sellers if asked_by == "payer" else payers
        if alone or asked == until and signer == other:
            order.extended, order.asked = until, None
            order.stop.stood_still = False  # when it ends is told again
        else:
            order.asked = ("payer" if signer == payers else "seller", until)
