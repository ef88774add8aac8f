# SPDX-License-Identifier: Apache-2.0
"""A bundle, and what its orders and actions must come to, order by order."""

from collections import Counter
import csv
from dataclasses import dataclass, field
from datetime import date as day_of, datetime, timedelta, timezone
import tomllib

from disputes import KINDS, Disputes, Stop, has_part
from ending import Ending
from funders import Funders
from giving import Backs, Giving, Impossible
from groups import OPEN, Groups
from milestones import STATEMENTS, UNSURE, Agreed, read_milestones, times_of
from plan import (
    ROLES_OF_PURPOSE, Invalid, Part, Refused, allocate, by_largest_fraction, has_window, minor, pairs,
    read_rule_set, share_cap,
)

HOLD_MAX = timedelta(days=180)
REFERENCE_AGE_MAX = timedelta(days=30)
PROMOTER_LEVELS = 2
BLOCK = timedelta(seconds=10)  # a placement is told by its block
NAMED = ("release", "refund", "return", "resolve", *STATEMENTS)  # never without a reference


def rows(path):
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Participant:
    """A row of participants.csv."""

    name: str
    roles: set
    bank: str
    accounts: dict
    caps: dict

    @property
    def is_bank(self):
        """Whether its accounts are reserves."""
        return "bank" in self.roles


@dataclass
class Order:
    """A row of orders.csv, and where it stands."""

    row: dict
    amount: int
    inputs: dict
    parties: dict
    others: dict  # who brings a part of the money beside the payer
    at: datetime  # when it was placed, where that is known
    parts: list = field(default_factory=list)
    reasons: set = field(default_factory=set)  # why the rules refuse it
    may_be_refused: bool = False  # where the documents leave it open
    remaining: list = field(default_factory=list)
    parked: dict = field(default_factory=dict)  # leg: amount
    posted: list = field(default_factory=list)  # (leg, amount), and who got it in the payee's place
    refunded: list = field(default_factory=list)  # (leg, amount)
    retried: bool = False
    backs: Backs = field(default_factory=Backs)
    funders: Funders = None
    milestones: list = field(default_factory=list)
    extended: datetime = None  # a later deadline
    asked: tuple = None  # which side asked for a later deadline, and for which
    stop: Stop = field(default_factory=Stop)
    assignees: dict = field(default_factory=dict)  # leg: who gets it in its payee's place
    unled_slot: str = None  # that of the leader of its group, who does not have its legs yet

    def __getitem__(self, key):
        own = ("amount", "inputs", "parties", "at")
        return getattr(self, key) if key in own else self.row[key]

    @property
    def reference(self):
        """The submitter's own text."""
        return self.row["reference"]


class Bundle:
    """Everything that a run needs."""

    def __init__(self, folder):
        self.participants = {}
        for row in rows(folder / "participants.csv"):
            amounts = {
                key: {ccy: minor(text, ccy) for ccy, text in pairs(row[key]).items()}
                for key in ("accounts", "caps")
            }
            self.participants[row["name"]] = Participant(
                row["name"], set(row["roles"].split(";")), row["bank"], **amounts
            )
        self.rules = {
            path.stem: read_rule_set(tomllib.loads(path.read_text(encoding="utf-8")))
            for path in sorted((folder / "rules").glob("*.toml"))
        }
        self.groups, self.mandates = (
            {row["name"]: row for row in rows(folder / name)} if (folder / name).exists() else {}
            for name in ("groups.csv", "mandates.csv")
        )
        self.opened = {}  # when groups were opened and mandates given, where that is known
        self.acted = {}  # when actions were done or refused, by their numbers, where that is known
        self.orders = {}
        for row in rows(folder / "orders.csv"):
            self.read_order(row, datetime.now(timezone.utc))
        actions = folder / "actions.csv"
        self.actions = rows(actions) if actions.exists() else []
        for action in self.actions:
            if not action["reference"] and action["action"] in NAMED:
                raise Invalid(f"actions.csv: {action['action']} of {action['order']}: no reference")

    def read_order(self, row, at):
        """Reads an order that was placed at this time."""
        currency = row["currency"]
        inputs = {name: minor(text, currency) for name, text in pairs(row["inputs"]).items()}
        others = {
            name: minor(text, currency) for name, text in pairs(row.get("funders") or "").items()
        }
        parties = pairs(row["parties"])
        order = Order(row, minor(row["amount"], currency), inputs, parties, others, at)
        order.milestones = read_milestones(row.get("milestones") or "", currency)
        self.judge(order)
        self.orders[order.reference] = order

    def place(self, placed, ended):
        """Judges the orders again whose case depends on when they were placed."""
        for name, order in self.orders.items():
            if order["rules"] and has_window(self.rules[order["rules"]]):
                self.read_order(order.row, placed.get(name, ended))

    def bank_of(self, name):
        """The bank that keeps the accounts of a participant."""
        participant = self.participants[name]
        return name if participant.is_bank else participant.bank

    def judge(self, order):
        """Computes the plan, and what the rules say against the order."""
        if order.amount == 0:
            order.reasons.add("zero-amount")
        self.judge_times(order)
        if has_part(self, order, order.row.get("resolver")):
            order.reasons.add("resolver")
        # Nobody needs the chain to pay himself; the documents do not say what comes of it.
        order.may_be_refused |= order["payer"] in order.parties.values()
        if not order["rules"]:
            payee = next(iter(order.parties))
            order.parts = [Part(payee, "transfer", order.amount)]
            roles = self.participants[order.parties[payee]].roles
            order.may_be_refused |= bool(roles & {"platform", "tax"})
            return
        rule_set = self.rules[order["rules"]]
        if rule_set["currency"] != order["currency"]:
            order.reasons.add("other-currency")
            return
        try:
            order.parts = allocate(rule_set, order)
        except Refused as reason:
            order.reasons.add(str(reason))
            return
        for part in order.parts:
            roles = self.participants[order.parties[part.slot]].roles
            if roles.isdisjoint(ROLES_OF_PURPOSE.get(part.purpose, set())):
                # A leg of zero is not posted: whether its purpose is looked at is open.
                if part.amount:
                    order.reasons.add("purpose")
                order.may_be_refused = True
            elif part.purpose == "goods" and "platform" in roles:
                order.may_be_refused = True  # only a self-operated platform sells
            elif part.purpose != "tax" and "tax" in roles:
                order.may_be_refused = True  # its accounts are tax accounts
        taken = sum(part.amount for part in order.parts if part.purpose in ("fee", "commission"))
        if taken > share_cap(order.amount):
            order.reasons.add("share-cap")
        self.judge_promoters(order)
        self.judge_merchant(order)

    def judge_promoters(self, order):
        """Nobody sets the promoter levels of a merchant in a bundle, so there are two (P6). A platform
        that gets a commission is no level below itself."""
        promoters = {
            order.parties[part.slot] for part in order.parts
            if part.purpose == "commission" and part.amount
        }
        promoters = {name for name in promoters if "platform" not in self.participants[name].roles}
        if len(promoters) > PROMOTER_LEVELS:
            order.reasons.add("promoters")

    def judge_merchant(self, order):
        """An order has exactly one merchant (P5), and a platform whose approval counts."""
        names = {
            role: {name for name in order.parties.values() if role in self.participants[name].roles}
            for role in ("merchant", "platform")
        }
        # A merchant whom the case does not pay is none, though a leg of zero will do.
        names["merchant"] &= {order.parties[part.slot] for part in order.parts}
        for role in ("merchant", "platform"):
            if not names[role]:
                order.reasons.add(f"no-{role}")
        # With more than one it is open which of them is meant.
        order.may_be_refused |= len(names["merchant"]) > 1 or len(names["platform"]) > 1
        # So is what "to the merchant" means where the plan gives the merchant nothing.
        to_merchant = (order.row.get("expiry") or "") == "merchant"
        gets = {
            order.parties[part.slot] for part in order.parts
            if part.amount and part.purpose == "goods"
        }
        order.may_be_refused |= to_merchant and gets.isdisjoint(names["merchant"])

    def judge_times(self, order):
        """The date of the reference, `after` and the deadline, against the clock of who checks."""
        now = datetime.now(timezone.utc)
        date = order.row.get("date")
        if date and not REFERENCE_AGE_MAX >= now.date() - day(date) >= timedelta(0):
            order.reasons.add("date")
        if date and now.date() - day(date) >= REFERENCE_AGE_MAX - timedelta(days=1):
            order.may_be_refused = True  # the run may have been on another day
        latest = now + HOLD_MAX
        after, deadline = self.after(order, now), self.deadline(order)
        for time in (after, deadline):
            if time and time > latest + timedelta(days=1):
                order.reasons.add("too-late")
            elif time and time > latest - timedelta(days=32):
                order.may_be_refused = True  # counted from the date of the reference
        if deadline and (deadline < now or after and after >= deadline):
            order.may_be_refused = True
        for time in times_of(order):  # each before the deadline
            if time >= (deadline or latest + timedelta(days=1)):
                order.reasons.add("too-late")
            elif not deadline and time > latest - timedelta(days=32):
                order.may_be_refused = True

    @staticmethod
    def deadline(order):
        """When the hold ends, if the file says so."""
        return moment(order.row.get("deadline") or "")

    @staticmethod
    def after(order, placed):
        """When the clock releases an order that was placed at this time, if it does (C3)."""
        if order["release"] == "next-date":
            next_date = placed.date() + timedelta(days=1)
            return datetime.combine(next_date, datetime.min.time(), timezone.utc)
        return moment(order["release"].removeprefix("after:"))

    def merchant_leg(self, order):
        """The number of the first leg of goods of the order's merchant, if there is one, and who
        that merchant is."""
        def sells(name):
            return name and "merchant" in self.participants[name].roles

        named = order.parties.get("merchant")
        merchant = named if sells(named) else next(filter(sells, order.parties.values()), None)
        for leg, part in enumerate(order.parts, 1):
            if part.amount and part.purpose == "goods" and order.parties[part.slot] == merchant:
                return leg, merchant
        return None, merchant


def day(text):
    """A date."""
    return day_of.fromisoformat(text)


def moment(text):
    """An RFC 3339 time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


class Replay(Groups, Agreed, Disputes, Ending, Giving):
    """What the orders that were accepted, and the actions after them, must come to.

    `placed` tells of each order when that was, by its reference: a run that was interrupted is taken
    up again, and a file grows. What it does not have was placed when the run ended.
    """

    def __init__(self, bundle, refused, placed, ended, still_held):
        self.bundle = bundle
        self.still_held = still_held  # orders of which the run says that something is held
        self.times = {name: placed.get(name, ended) for name in bundle.orders}
        self.accepted = {
            name: order for name, order in bundle.orders.items() if name not in refused
        }
        self.no_credit = set()
        self.must_refuse = Counter()  # references of actions that cannot be done
        times = self.times
        self.let_join(ended)
        self.open_accounts()
        for name, order in self.accepted.items():
            order.remaining = [part.amount for part in order.parts]
            if self.group_of(order):
                continue
            at_once = None if order["release"] == "next-date" else bundle.after(order, times[name])
            if order["release"] == "now" or self.is_due(order, at_once, times[name], BLOCK):
                self.release(order, order.remaining)
        self.complete_groups(times)
        for name, order in self.accepted.items():
            self.release_met(order, lambda time, at=times[name]: time <= at)
            self.collect_credited()
        self.last_opened = {}  # by the reference of the order: the side that the dispute above names
        names = Counter(action["reference"] for action in bundle.actions)

        def is_told_apart(name):
            # An order and an action may share a text, and so may a release and a refund: their
            # references are of separate domains. Others have none. There the rules decide alone.
            return name and names[name] == 1 and name not in bundle.orders

        for number, action in enumerate(bundle.actions, 1):
            name = action["reference"]
            self.acting_at = bundle.acted.get(number)
            possible = self.can_be_done(action)
            order = self.accepted.get(action["order"])
            unreleased = any(order.remaining) if order else False
            if possible is False:
                self.must_refuse[name] += 1  # without a name too: it is listed all the same
            elif name not in refused or not is_told_apart(name):
                self.act(action)
                if action["order"] in self.accepted:
                    self.fit(self.accepted[action["order"]])
            if order:
                self.end_idle_dispute(order, unreleased)
            self.collect_credited()
        self.fail_groups(ended)
        for name, order in self.accepted.items():
            if self.goes_back(order) and self.is_due(order, order.stop.until, ended):
                self.thaw(order)
            self.end_freeze(order, ended)
            if self.is_stopped(order) or self.awaits(order):
                continue
            if self.is_due(order, bundle.after(order, times[name]), ended):
                self.release(order, order.remaining)
            self.release_met(order, lambda time, of=order: self.has_come(of, time, ended))
            # By how much its clocks stood still is not told.
            if not order.stop.stood_still and self.is_due(order, self.deadline_of(order), ended):
                self.expire(order)
            self.collect_credited()

    def is_due(self, order, time, now, unsure=UNSURE):
        """Whether a time had come; close to it, what was seen decides."""
        if time is None or time > now + unsure:
            return False
        return time < now - unsure or order.reference not in self.still_held

    def release(self, order, amounts):
        """Posts legs to their payees; those that cannot be credited go to the merchant where the
        rule set says so, and are parked else (O6)."""
        if order.unled_slot:
            self.lead(order)
            amounts = [min(pair) for pair in zip(amounts, order.remaining)]
        moves = []
        for leg, amount in enumerate(list(amounts), 1):
            if not amount:
                continue
            order.remaining[leg - 1] -= amount
            payee = self.receiver(order, leg)
            instead = self.instead(order, payee)
            if payee not in self.no_credit:
                moves.append(self.move_of(order, leg, amount))
            elif instead:
                moves.append((leg, amount, instead))
            else:
                order.parked[leg] = order.parked.get(leg, 0) + amount
        self.pay_out(order, moves)

    def pay_out(self, order, moves):
        """Posts parts of legs out of the hold, each from the funders in their order. What goes to the
        merchant in the payee's place is the merchant's."""
        merchant_leg, merchant = self.bundle.merchant_leg(order)
        draws = order.funders.draw(sum(move[1] for move in moves))
        for move in moves:
            leg, amount, *instead = move
            counted = merchant_leg if instead and instead == [merchant] else leg
            order.backs.got[counted] += amount
            for _, part in order.funders.matched(draws, amount):
                order.posted.append((leg, part, *instead))
            self.credit(self.payee(order, move), order, amount)

    def instead(self, order, payee):
        """The merchant who gets what this payee does not take: under a rule set that says so, with
        a leg of goods, and only where it needs no cover but what was promised for the leg."""
        rule_set = self.bundle.rules.get(order["rules"])
        leg, merchant = self.bundle.merchant_leg(order)
        if not rule_set or rule_set["uncredited"] != "merchant" or not leg:
            return None
        own = self.bundle.bank_of(order["payer"])
        covered = self.bundle.bank_of(merchant) == own or self.bundle.bank_of(payee) != own
        return merchant if covered and merchant not in self.no_credit else None

    def can_be_done(self, action):
        """Whether there is such an order, and enough of it left; None where that is open."""
        kind, order = action["action"], self.accepted.get(action["order"])
        if kind in ("no-credit", "credit"):
            return True
        if kind in KINDS:
            if kind == "dispute" and order:
                self.last_opened[order.reference] = self.side_of(order, action["by"])
            return self.can_argue(action)
        if kind == "call-off":
            return self.groups[action["order"]].state == OPEN
        if kind == "revoke":
            return self.mandates[action["order"]].can_be_revoked(
                self.acting_at, self.times.values())
        if kind in ("refund", "return", "collect"):
            return self.can_give(action)
        if order is None:
            return False
        if self.is_agreed_act(action):
            if self.is_stopped(order):
                return False
            return self.can_agree(action, order)
        if self.is_frozen(order) or kind == "expire" and self.is_stopped(order):
            return False
        if kind == "retry-parked":
            payees = {self.receiver(order, leg) for leg in order.parked}
            return bool(payees - self.no_credit)  # one at least takes credits again
        if kind == "expire" and not any(order.remaining):
            return False  # nothing is unreleased any more
        if kind != "release":
            return None
        if self.awaits(order):
            return False
        if order.milestones and (action["amount"] or action["legs"] or action.get("milestone")):
            if not self.can_release_part(action, order):
                return False
        if not action["legs"]:
            amount = minor(action["amount"], order["currency"]) if action["amount"] else 1
            return 0 < amount <= sum(order.remaining)
        known = {str(leg) for leg in range(1, len(order.parts) + 1)}
        known |= {part.slot for part in order.parts}
        if not known.issuperset(action["legs"].split(";")) or not any(self.parts(order, action)):
            return False
        return None  # some of the legs that it names may have nothing left

    @staticmethod
    def parts(order, action):
        """What a release takes of each leg: named legs whole, else divided (O3)."""
        if action["legs"]:
            named = set(action["legs"].split(";"))
            return [
                rest if str(leg) in named or part.slot in named else 0
                for leg, (rest, part) in enumerate(zip(order.remaining, order.parts), 1)
            ]
        whole = sum(order.remaining)
        if action.get("milestone"):
            whole = Agreed.named(action, order).open
        amount = minor(action["amount"], order["currency"]) if action["amount"] else whole
        return by_largest_fraction(amount, order.remaining)

    def act(self, action):
        """One row of actions.csv."""
        kind, order = action["action"], self.accepted.get(action["order"])
        if kind == "no-credit":
            self.no_credit.add(action["order"])
        elif kind == "credit":
            self.no_credit.discard(action["order"])
        elif kind == "retry-parked":
            self.retry(order)
        elif kind == "expire":
            self.expire(order)
        elif kind == "release":
            self.lead(order)
            parts = self.parts(order, action)
            if action.get("milestone"):
                self.named(action, order).open = 0
            self.release(order, parts)
        elif self.is_agreed_act(action):
            self.agree(action, order, self.times[order.reference])
        elif kind == "collect":
            self.collect(action["order"])
        elif kind == "call-off":
            self.fail(self.groups[action["order"]])
        elif kind == "revoke":
            self.mandates[action["order"]].is_revoked = True
        elif order is None:
            raise Impossible("order")
        elif kind in KINDS:
            self.argue(order, action)
        else:
            amount = minor(action["amount"], order["currency"]) if action["amount"] else None
            if kind == "return":
                self.give_back(order, action["legs"], amount)
            else:
                self.refund(order, amount)
