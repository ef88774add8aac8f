// SPDX-License-Identifier: Apache-2.0

//! What goes back to the funders from the hold; but what was kept of a fee is not theirs (R2).

use super::{funders::Move, Order, Outcome, Plain};
use split_ledger_primitives::Purpose;

impl Plain {
	/// Gives parts of legs back to the funders out of the hold.
	pub(crate) fn give_back(&mut self, order: &mut Order, parts: &[(u8, u64)], are_parked: bool) {
		self.free_for(order, parts.iter().map(|part| part.1).sum());
		for (number, amount) in parts.iter().copied().filter(|part| part.1 > 0) {
			if are_parked {
				order.unpark(number, amount);
			}
			order.leg(number).refunded += amount;
		}
	}

	/// The same at a deadline and after 30 days: kept parts go to who keeps them, else to the unclaimed
	/// account of the bank of each funder that holds them.
	pub(crate) fn give_up(
		&mut self,
		order: &mut Order,
		parts: &[(u8, u64)],
		are_parked: bool,
	) -> Outcome {
		let weights = order.weights();
		let mut back = Vec::new();
		let mut kept = Vec::new();
		for (number, amount) in parts.iter().copied() {
			let weight = weights.iter().find(|it| it.leg == number).map_or(0, |it| it.weight);
			back.push((number, amount.min(weight)));
			kept.push((number, amount - amount.min(weight)));
		}
		for (number, amount) in kept.into_iter().filter(|part| part.1 > 0) {
			self.pay_kept(order, number, amount, are_parked)?;
		}
		self.give_back(order, &back, are_parked);
		Ok(())
	}

	fn pay_kept(&mut self, order: &mut Order, number: u8, amount: u64, is_parked: bool) -> Outcome {
		let leg = *order.leg(number);
		let to = order.receiver(&leg);
		// Until its group has a leader, nobody earned the leader's part.
		let has_payee = !order.leader_legs.contains(&number)
			&& !order.is_funded_from(to)
			&& self.is_within_cover(order, to, to, order.covered);
		if has_payee && self.credit_refusal(to, leg.purpose).is_none() {
			return self.pay_parts(order, &[(number, amount)], is_parked);
		}
		let draws = order.draws(amount);
		let moves: Vec<Move> = order
			.funders
			.iter()
			.zip(draws)
			.filter(|(_, drawn)| *drawn > 0)
			.map(|(funder, amount)| {
				let to = self.unclaimed[self.account(funder.account).bank];
				Move { to, amount, purpose: Purpose::Unclaimed }
			})
			.collect();
		self.pay_out(order, &moves)?;
		for way in moves {
			self.keep_for_receiver(order, number, way.to, way.amount);
		}
		if is_parked {
			order.unpark(number, amount);
		}
		order.leg(number).released += amount;
		Ok(())
	}
}
