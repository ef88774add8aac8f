// SPDX-License-Identifier: Apache-2.0

//! What goes back to the payer from the hold; but what was kept of a fee is not the payer's (R2).

use super::{Order, Outcome, Plain};
use split_ledger_primitives::{AccountNo, Purpose, RefundPolicy};

impl Plain {
	/// Gives parts of legs back to the payer out of the hold.
	pub(crate) fn give_back(&mut self, order: &mut Order, parts: &[(u8, u64)], is_parked: bool) {
		for (number, amount) in parts.iter().copied().filter(|part| part.1 > 0) {
			self.free(order.payer, amount);
			if order.covered {
				self.unpromise(order.payer, order.leg(number).payee, amount);
			}
			order.leg(number).refunded += amount;
			if is_parked {
				order.unpark(number, amount);
			}
		}
	}

	/// The same at a deadline and after 30 days: kept parts go to who keeps them, else to the unclaimed
	/// account of the payer's bank. Answers who was paid.
	pub(crate) fn give_up(
		&mut self,
		order: &mut Order,
		parts: &[(u8, u64)],
		is_parked: bool,
	) -> Outcome<Vec<AccountNo>> {
		let weights = order.weights();
		let mut paid = Vec::new();
		let mut back = Vec::new();
		let mut kept = Vec::new();
		for (number, amount) in parts.iter().copied() {
			let weight = weights.iter().find(|it| it.leg == number).map_or(0, |it| it.weight);
			let free = match order.policy {
				RefundPolicy::FeesKept => amount.min(weight),
				RefundPolicy::ProRata | RefundPolicy::MerchantFirst => amount,
			};
			back.push((number, free));
			kept.push((number, amount - free));
		}
		for (number, amount) in kept.into_iter().filter(|part| part.1 > 0) {
			let leg = *order.leg(number);
			let is_covered = order.covered || !self.crosses(order.payer, leg.payee);
			if is_covered && self.credit_refusal(leg.payee, leg.purpose).is_none() {
				self.pay_part(order, number, amount, is_parked)?;
				paid.push(leg.payee);
				continue;
			}
			let unclaimed = self.unclaimed[self.account(order.payer).bank];
			if order.covered {
				self.unpromise(order.payer, leg.payee, amount);
			}
			self.pay_held(order.payer, unclaimed, amount, Purpose::Unclaimed)?;
			order.leg(number).released += amount;
			if is_parked {
				order.unpark(number, amount);
			}
			paid.push(unclaimed);
		}
		self.give_back(order, &back, is_parked);
		Ok(paid)
	}
}
