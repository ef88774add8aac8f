# SPDX-License-Identifier: Apache-2.0
"""What becomes of money that was not released in time, or that an account did not take (docs/bundle.md;
O6, O7)."""


class Ending:
    """Parked legs and deadlines; a part of the replay."""

    def give_up(self, order, parts):
        """Back to the funders; but what was kept of a fee they have already, from the merchant: that goes
        to its payee, or unclaimed where that takes no credit, is a funder itself, or a leader that does not
        have its legs yet (R2, O6)."""
        weights = self.weights(order)
        keeps = self.refund_terms(order)["policy"] == "fees-kept"
        total = 0
        for leg, amount in enumerate(list(parts), 1):
            if not amount:
                continue
            order.remaining[leg - 1] -= amount
            back = min(amount, weights[leg]) if keeps else amount
            if back:
                order.refunded.append((leg, back))
                total += back
            if amount > back:
                move = self.move_of(order, leg, amount - back)
                receiver, slot = self.receiver(order, leg), order.parts[leg - 1].slot
                keeps_none = {*self.no_credit, order["payer"], *order.others}
                if receiver in keeps_none or self.awaits_leader(order, slot):
                    move = (leg, amount - back, self.bundle.bank_of(order["payer"]))
                self.pay_out(order, [move])
        self.free(order, total)

    def retry(self, order):
        """Posts what is parked and can be credited now."""
        order.retried = True
        moves = [
            self.move_of(order, leg, amount) for leg, amount in sorted(order.parked.items())
            if self.receiver(order, leg) not in self.no_credit
        ]
        for move in moves:
            del order.parked[move[0]]
        self.pay_out(order, moves)

    def expire(self, order):
        """The deadline passes: what remains goes where the order says (O7)."""
        if self.awaits(order):
            self.fail(self.group_of(order))
            return
        policy = order.row.get("expiry") or "payer"
        if policy == "payees":
            self.lead(order)
        first, merchant = self.bundle.merchant_leg(order)
        if policy == "payees":
            # What cannot be credited now waits no longer, and goes to nobody else.
            payees = [self.receiver(order, leg) for leg in range(1, len(order.parts) + 1)]
            paid = [
                0 if payee in self.no_credit else rest
                for payee, rest in zip(payees, order.remaining)
            ]
            self.release(order, paid)
            self.give_up(order, order.remaining)
        elif policy == "payer" or merchant in self.no_credit:
            self.give_up(order, order.remaining)
        elif any(order.remaining):
            # One posting, on the leg of goods that the merchant has first.
            whole = sum(order.remaining)
            order.remaining = [0] * len(order.remaining)
            self.pay_out(order, [(first, whole)])

    def payee(self, order, posting):
        """Who gets a posting."""
        leg, _, *instead = posting
        return instead[0] if instead else order.parties[order.parts[leg - 1].slot]
