# SPDX-License-Identifier: Apache-2.0
"""What is given back of orders, by whom, and who owes what for it, written from the documents alone
(docs/bundle.md; R1, R2, R3)."""

from collections import Counter
from copy import copy, deepcopy
from dataclasses import dataclass, field

from funders import Funders
from plan import refund_shares

RETURNS_MAX = 200
RETURNS_FOR_REFUNDS = 50  # of these; what is left is always given back at once
LIENS_MAX = 16
NO_LEG = 0  # the merchant where the plan gives it nothing


class Impossible(Exception):
    """An act that the chain must refuse."""


@dataclass
class Lien:
    """What an account owes for a leg of an order."""

    creditor: str
    order: object
    leg: int
    remaining: int


@dataclass
class Account:
    """What its owner can spend, and what is held for those whom it owes."""

    available: int = 0
    collected: int = 0
    liens: list = field(default_factory=list)

    @property
    def owed(self):
        """All that it owes."""
        return sum(lien.remaining for lien in self.liens)

    def credit(self, amount):
        """What comes in is held as far as something is owed (R3)."""
        part = min(amount, self.owed - self.collected)
        self.collected += part
        self.available += amount - part

    def owe(self, lien):
        """One lien more; what is owed for the same to the same joins it."""
        for known in self.liens:
            is_same = (known.creditor, known.leg) == (lien.creditor, lien.leg)
            if is_same and known.order is lien.order:
                known.remaining += lien.remaining
                return
        if len(self.liens) == LIENS_MAX:
            raise Impossible("liens")
        self.liens.append(lien)


@dataclass
class Backs:
    """What became of the legs of an order after their release, by their numbers."""

    got: Counter = field(default_factory=Counter)  # posted; what the merchant got for others is its own
    given: Counter = field(default_factory=Counter)  # in refunds, what is due included
    returned: Counter = field(default_factory=Counter)
    kept: Counter = field(default_factory=Counter)  # of fees, which the merchant gave
    rows: list = field(default_factory=list)  # (leg, who, amount, "refunded" or "returned")
    collected: Counter = field(default_factory=Counter)  # (leg, creditor)
    parts: int = 0  # returns and refunds of parts that took something from an account


class Giving:
    """Returns, refunds and collections; a part of the replay."""

    def open_accounts(self):
        """The opening balances, less what the accepted orders take."""
        self.accounts = {
            (participant.name, currency): Account(amount)
            for participant in self.bundle.participants.values() if not participant.is_bank
            for currency, amount in participant.accounts.items()
        }
        self.moves = []  # (currency, from, to, amount): what was paid other than out of holds
        self.credited = []
        for order in self.accepted.values():
            payer_first = self.refund_terms(order)["back"] == "payer-first"
            order.funders = Funders(order["payer"], order.amount, order.others, payer_first)
            for stake in order.funders.stakes:
                self.account(stake.name, order).available -= stake.put_in

    def account(self, name, order):
        """The account of a participant in the currency of an order. That of a bank stands for its
        unclaimed account."""
        return self.accounts.setdefault((name, order["currency"]), Account())

    def credit(self, name, order, amount):
        """Something comes in, other than out of a hold of one's own."""
        self.account(name, order).credit(amount)
        self.credited.append((name, order["currency"]))

    def move(self, order, giver, taker, amount):
        """A payment from what one can spend."""
        self.account(giver, order).available -= amount
        self.credit(taker, order, amount)
        self.moves.append((order["currency"], giver, taker, amount))

    def can_give(self, action):
        """Whether something can be given back or collected: tried, and taken back."""
        if action["action"] == "collect":
            name = action["order"]
            accounts = [self.accounts[name, ccy] for ccy in self.bundle.participants[name].accounts]
            return any(
                account.collected and lien.creditor not in self.no_credit
                for account in accounts for lien in account.liens
            )
        order = self.accepted.get(action["order"])
        if order is None:
            return False
        before = deepcopy(
            (order.remaining, order.parked, order.refunded, order.backs, order.funders)
        )
        accounts = {
            key: Account(account.available, account.collected, [copy(lien) for lien in account.liens])
            for key, account in self.accounts.items()
        }
        moves, credited = list(self.moves), list(self.credited)
        try:
            self.act(action)
            return True
        except Impossible:
            return False
        finally:
            order.remaining, order.parked, order.refunded, order.backs, order.funders = before
            self.accounts, self.moves, self.credited = accounts, moves, credited

    # Weights (R2).

    def merchant(self, order):
        """Leg and name of the order's merchant; none for a plain payment."""
        if not order["rules"]:
            return None, None
        leg, merchant = self.bundle.merchant_leg(order)
        return leg or NO_LEG, merchant

    def payee_of(self, order, leg):
        """For whom a leg is by plan."""
        if leg == NO_LEG:
            return self.merchant(order)[1]
        return order.parties[order.parts[leg - 1].slot]

    def weights(self, order):
        """By leg: what of it was not given back yet."""
        backs, (own, merchant) = order.backs, self.merchant(order)
        legs = [leg for leg, part in enumerate(order.parts, 1) if part.amount]
        weights, to_merchant = {}, 0
        for leg in legs:
            net = order.remaining[leg - 1] + order.parked.get(leg, 0) + backs.got[leg]
            net -= backs.given[leg] + backs.returned[leg]
            kept = 0 if self.payee_of(order, leg) == merchant else min(backs.kept[leg], net)
            weights[leg] = net - kept
            to_merchant += backs.returned[leg] + kept
        if own == NO_LEG:
            weights[NO_LEG] = -backs.given[NO_LEG]
        if own is not None:
            weights[own] += to_merchant
        return weights

    def role(self, order, leg):
        """The part that a leg plays in a refund."""
        if self.payee_of(order, leg) == self.merchant(order)[1]:
            return "merchant"
        return "fee" if order.parts[leg - 1].purpose in ("fee", "commission") else "other"

    def refund_terms(self, order):
        """How an order is refunded."""
        rule_set = self.bundle.rules.get(order["rules"])
        terms = rule_set["refund"] if rule_set else {
            "policy": "pro-rata", "advancers": [], "back": "pro-rata",
        }
        # While its group is open nobody earned anything, so no fee is kept (O10).
        return {**terms, "policy": "pro-rata"} if self.awaits(order) else terms

    # Refunds (R2, R3).

    def refund(self, order, amount):
        """Gives a part of an order back to its payer; all that can be where no amount is named."""
        weights, frozen = self.weights(order), self.is_frozen(order)
        left = sum(weights.values())
        amount = left if amount is None else amount
        if not 0 < amount <= left:
            raise Impossible("amount")
        gives, held = [], [0, 0]
        for leg, by, part in self.shares_of(order, weights, amount):
            taken = self.take_held(order, by, part)
            held = [sum(pair) for pair in zip(held, taken)]
            rest = part - sum(taken)
            order.backs.given[by] += rest
            if by != leg:
                order.backs.kept[leg] += part
            gives.append((leg, by, rest))
        if sum(held) and frozen:
            raise Impossible("frozen")
        if amount != left and any(rest for _, _, rest in gives):
            self.count_part(order, RETURNS_MAX)
        for total in held:
            self.free(order, total)
        self.take_from_accounts(order, gives)

    def shares_of(self, order, weights, amount):
        """(leg, who gives, amount) by these weights: where fees are kept, the merchant gives their shares
        after its own."""
        legs, policy = list(weights), self.refund_terms(order)["policy"]
        roles = [self.role(order, leg) for leg in legs]
        parts, givers = refund_shares(policy, list(weights.values()), roles, amount)
        own = self.merchant(order)[0]
        shares = [(leg, leg, part) for leg, part, giver in zip(legs, parts, givers)
                  if part and giver == "receiver"]
        return shares + [(leg, own, part) for leg, part, giver in zip(legs, parts, givers)
                         if part and giver == "merchant"]

    def take_from_accounts(self, order, gives):
        """What of shares (leg, who gives, amount) is not held comes from accounts."""
        # In the order of the shares, it is the funders' in theirs. Nobody advances before all have given
        # their own.
        backs = order.funders.give(sum(rest for _, _, rest in gives))
        claims = [
            (leg, by, self.back_to(name), part)
            for leg, by, rest in gives for name, part in order.funders.matched(backs, rest)
        ]
        short = [
            (leg, by, to, part - self.pay_back(order, leg, self.payee_of(order, by), to, part))
            for leg, by, to, part in claims
        ]
        for leg, by, to, rest in short:
            if rest:
                self.advance(order, leg, by, to, rest, self.refund_terms(order)["advancers"])

    def free(self, order, total):
        """Gives so much of what is held back to the funders."""
        for stake, part in zip(order.funders.stakes, order.funders.free(total)):
            self.account(stake.name, order).available += part

    def take_held(self, order, leg, amount):
        """Takes a share from what is not released of a leg, then from what is parked."""
        if leg == NO_LEG:
            return 0, 0
        unreleased = min(amount, order.remaining[leg - 1])
        parked = min(amount - unreleased, order.parked.get(leg, 0))
        order.remaining[leg - 1] -= unreleased
        if parked:
            order.parked[leg] -= parked
            if not order.parked[leg]:
                del order.parked[leg]
        for part in (unreleased, parked):
            if part:
                order.refunded.append((leg, part))
        return unreleased, parked

    def pay_back(self, order, leg, who, to, wanted):
        """Pays as much of an amount as somebody has. Answers how much."""
        amount = min(wanted, self.account(who, order).available)
        if amount:
            self.move(order, who, to, amount)
            order.backs.rows.append((leg, who, amount, "refunded"))
        return amount

    def advance(self, order, leg, by, to, rest, advancers):
        """Who advances pays what a receiver is short of, and the rest is due (R3)."""
        debtor = self.payee_of(order, by)
        for advancer in advancers:
            who = None
            if advancer == "merchant":
                who = self.merchant(order)[1]
            elif advancer == "platform":
                who = self.platform(order)
            if not who or who in (debtor, to):
                continue
            amount = self.pay_back(order, leg, who, to, rest)
            rest -= amount
            if amount:
                self.account(debtor, order).owe(Lien(who, order, by, amount))
        if rest:
            self.account(debtor, order).owe(Lien(to, order, by, rest))

    def platform(self, order):
        """The order's platform, where the order pays it."""
        def is_platform(name):
            return name and "platform" in self.bundle.participants[name].roles

        named = order.parties.get("platform")
        platform = named if is_platform(named) else next(filter(is_platform, order.parties.values()), None)
        paid = {self.payee_of(order, leg) for leg in self.weights(order)}
        return platform if platform in paid else None

    def back_to(self, name):
        """Where money goes that comes back to a funder; its bank stands for the unclaimed account."""
        return self.bundle.bank_of(name) if name in self.no_credit else name

    @staticmethod
    def count_part(order, most):
        """An order takes so many returns and refunds of parts after a release."""
        order.backs.parts += 1
        if order.backs.parts > most:
            raise Impossible("parts")

    # Returns (R1).

    def give_back(self, order, name, amount):
        """A receiver gives a leg back, or a part of it; all that it can where no amount is named."""
        leg = next((leg for leg, part in enumerate(order.parts, 1) if part.amount and (
            str(leg) == name or order["rules"] and part.slot == name)), None)
        if leg is None:
            raise Impossible("leg")
        merchant, receiver = self.merchant(order)[1], self.payee_of(order, leg)
        taker = merchant or self.back_to(order["payer"])
        if receiver == merchant or taker in self.no_credit:
            raise Impossible("merchant")
        if not merchant and order.others:
            raise Impossible("funders")  # a refund divides it among them
        backs = order.backs
        most = backs.got[leg] - backs.given[leg] - backs.returned[leg]
        amount = most if amount is None else amount
        if not 0 < amount <= min(most, self.account(receiver, order).available):
            raise Impossible("amount")
        if amount != most:
            self.count_part(order, RETURNS_MAX - RETURNS_FOR_REFUNDS)
        backs.returned[leg] += amount
        backs.rows.append((leg, receiver, amount, "returned"))
        self.move(order, receiver, taker, amount)

    # Liens (R3).

    def collect_credited(self):
        """What the clock does in the next block."""
        while self.credited:
            self.collect_account(*self.credited.pop(0))

    def collect(self, name):
        """Collects on all accounts of a participant."""
        currencies = list(self.bundle.participants[name].accounts)
        if not any([self.collect_account(name, currency) for currency in currencies]):
            raise Impossible("nothing")

    def collect_account(self, name, currency):
        """Pays the creditors of an account, the oldest first. Whether any was paid."""
        account = self.accounts[name, currency]
        paid = False
        for lien in list(account.liens):
            amount = min(account.collected, lien.remaining)
            if not amount or lien.creditor in self.no_credit:
                continue
            account.collected -= amount
            lien.remaining -= amount
            lien.order.backs.collected[lien.leg, lien.creditor] += amount
            self.credit(lien.creditor, lien.order, amount)
            self.moves.append((currency, name, lien.creditor, amount))
            paid = True
        account.liens = [lien for lien in account.liens if lien.remaining]
        return paid

    def owed(self, order):
        """(leg, creditor, amount) of what is still owed for an order."""
        for account in self.accounts.values():
            for lien in account.liens:
                if lien.order is order:
                    yield lien.leg, lien.creditor, lien.remaining
