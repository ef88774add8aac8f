# SPDX-License-Identifier: Apache-2.0
"""Whose money an order moves, where several brought it (docs/bundle.md; O5)."""

from dataclasses import dataclass

from plan import by_largest_fraction


@dataclass
class Stake:
    """What of an order's money is a funder's."""

    name: str
    put_in: int
    held: int = 0
    back: int = 0

    @property
    def free(self):
        """What is held of it and still its own."""
        return min(self.held, self.put_in - self.back)

    @property
    def excess(self):
        """What is held of it for a kept fee, of which it has its part back already."""
        return self.held - self.free

    @property
    def out(self):
        """What of it receivers have, and may come back."""
        return self.put_in - self.back - self.free


class Funders:
    """All who brought the money of an order, the payer first."""

    def __init__(self, payer, amount, others, payer_first):
        own = amount - sum(others.values())
        self.stakes = [Stake(payer, own)] + [Stake(name, part) for name, part in others.items()]
        self.payer_first = payer_first
        for stake in self.stakes:
            stake.held = stake.put_in

    def draw(self, total):
        """Takes a payment out of the hold: from whom, how much. The payer's own money stays longest
        where it is the first to come back."""
        parts = self.divide(total, "others" if self.payer_first else None, ("excess", "free"))
        for stake, part in zip(self.stakes, parts):
            stake.held -= part
        return parts

    def free(self, total):
        """Gives so much of what is held back: to whom, how much."""
        parts = self.divide(total, "payer" if self.payer_first else None, ("free", "excess"))
        for stake, part in zip(self.stakes, parts):
            stake.held -= part
            stake.back += part
        return parts

    def give(self, total):
        """So much comes back from receivers, or is due: to whom, how much."""
        parts = self.divide(total, "payer" if self.payer_first else None, ("out", "free"))
        for stake, part in zip(self.stakes, parts):
            stake.back += part
        return parts

    def divide(self, total, first, measures):
        """By the first measure as far as it goes, and the rest by the second."""
        if len(self.stakes) == 1:
            return [total]
        sums = [0] * len(self.stakes)
        for measure in measures:
            most = [getattr(stake, measure) for stake in self.stakes]
            part = min(total, sum(most))
            total -= part
            sums = [a + b for a, b in zip(sums, self.shares(part, first, most))]
        return sums

    @staticmethod
    def shares(total, first, most):
        """Pro rata, but for who comes first."""
        if first is None:
            return by_largest_fraction(total, most)
        payer, *others = most
        own = min(total, payer) if first == "payer" else total - min(total, sum(others))
        return [own, *by_largest_fraction(total - own, others)]

    def matched(self, parts, amount):
        """Takes an amount from what is left of the parts, in the order of the funders: (name, part)."""
        for place, stake in enumerate(self.stakes):
            part = min(amount, parts[place])
            parts[place] -= part
            amount -= part
            if part:
                yield stake.name, part
