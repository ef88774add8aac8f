// SPDX-License-Identifier: Apache-2.0

//! Releases, parked legs, and what goes to the merchant in another's place (O3, O6).

use super::{apportion, ensure, refuse, Leg, Order, Outcome, Parked, Plain};
use split_ledger_primitives::{AccountNo, OrderId, ParkReason, ParticipantId, Purpose, Uncredited};

/// What is released.
#[derive(Clone, Debug)]
pub(crate) enum What {
	All,
	Amount(u64),
	Legs(Vec<u8>),
}

impl Order {
	/// What a release gives each leg, with its number.
	fn parts(&self, what: &What) -> Outcome<Vec<(u8, u64)>> {
		let rests = self.rests();
		let parts = match what {
			What::All => {
				ensure(self.rest() > 0, "Escrow::NothingRemains")?;
				rests
			}
			What::Amount(amount) => {
				ensure(*amount > 0, "Escrow::ZeroAmount")?;
				ensure(*amount <= self.rest(), "Escrow::MoreThanRemains")?;
				apportion(&rests, *amount)
			}
			What::Legs(numbers) => {
				let ascending = numbers.windows(2).all(|pair| pair[0] < pair[1]);
				ensure(!numbers.is_empty() && ascending, "Escrow::UnknownLeg")?;
				for number in numbers {
					let Some(leg) = self.legs.iter().find(|leg| leg.number == *number) else {
						return refuse("Escrow::UnknownLeg");
					};
					ensure(leg.rest() > 0, "Escrow::NothingRemains")?;
				}
				let named = |leg: &Leg| numbers.contains(&leg.number);
				self.legs.iter().map(|leg| if named(leg) { leg.rest() } else { 0 }).collect()
			}
		};
		let parts = self.legs.iter().map(|leg| leg.number).zip(parts);
		Ok(parts.filter(|(_, part)| *part > 0).collect())
	}

	/// A part of a leg becomes the merchant's, who has it at once.
	pub(crate) fn turn_over(&mut self, leg: u8, merchant: u8, amount: u64) {
		self.turned_over = true;
		self.leg(leg).entitlement -= amount;
		let merchant = self.leg(merchant);
		merchant.entitlement += amount;
		merchant.released += amount;
	}
}

impl Plain {
	pub(crate) fn open_order(&self, id: OrderId) -> Outcome<Order> {
		match self.orders.get(&id) {
			None => refuse("Escrow::UnknownOrder"),
			Some(order) if order.is_open() => Ok(order.clone()),
			Some(order) => refuse(&order.over()),
		}
	}

	pub(crate) fn release(&mut self, by: ParticipantId, id: OrderId, what: &What) -> Outcome {
		self.in_item(|next| next.release_in_item(by, id, what))
	}

	/// Releases as a part of something whose cover is tested in the end.
	pub(crate) fn release_in_item(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		what: &What,
	) -> Outcome {
		let mut order = self.open_order(id)?;
		let may = order.is_due(self.now()) || self.speaks_for(by, order.payer);
		ensure(may || order.after.is_none(), "Escrow::ConditionNotMet")?;
		ensure(may, "Escrow::NotEntitled")?;
		ensure(self.clock.is_before(order.deadline), "Escrow::PastDeadline")?;
		let parts = order.parts(what)?;
		if let What::Amount(_) = what {
			ensure(order.releases < 50, "Escrow::TooManyReleases")?;
			order.releases += 1;
		}
		self.about = Some(id);
		let paid = self.pay_or_park(&mut order, &parts)?;
		self.conclude(order, &paid);
		Ok(())
	}

	pub(crate) fn retry(&mut self, id: OrderId) -> Outcome {
		let mut order = self.open_order(id)?;
		let parked: Vec<Leg> =
			order.legs.iter().copied().filter(|leg| leg.parked.is_some()).collect();
		ensure(!parked.is_empty(), "Escrow::NothingParked")?;
		self.about = Some(id);
		let paid = self.in_item(|next| {
			let mut paid = Vec::new();
			for leg in &parked {
				if next.credit_refusal(leg.payee, leg.purpose).is_none() {
					next.pay_part(&mut order, leg.number, leg.parked(), true)?;
					paid.push(leg.payee);
				}
			}
			ensure(!paid.is_empty(), "Escrow::StillNotCreditable")?;
			Ok(paid)
		})?;
		self.conclude(order, &paid);
		Ok(())
	}

	/// Pays parts that are not released yet; those that their accounts do not take go to the merchant
	/// or are parked. Answers who was paid.
	pub(crate) fn pay_or_park(
		&mut self,
		order: &mut Order,
		parts: &[(u8, u64)],
	) -> Outcome<Vec<AccountNo>> {
		let mut paid = Vec::new();
		for (number, amount) in parts.iter().copied() {
			let leg = *order.leg(number);
			let Some(reason) = self.credit_refusal(leg.payee, leg.purpose) else {
				self.pay_part(order, number, amount, false)?;
				paid.push(leg.payee);
				continue;
			};
			let is_covered = self.crosses(order.payer, leg.payee) && order.covered;
			match self.merchant_for(order, is_covered) {
				Some(merchant) => {
					self.pay_merchant(order, &merchant, &[(number, amount)])?;
					paid.push(merchant.payee);
				}
				None => self.park(order, number, amount, reason),
			}
		}
		Ok(paid)
	}

	/// Pays a part to its payee: of what is parked, or of what is not released.
	pub(crate) fn pay_part(
		&mut self,
		order: &mut Order,
		number: u8,
		amount: u64,
		is_parked: bool,
	) -> Outcome {
		let leg = *order.leg(number);
		if order.covered {
			self.unpromise(order.payer, leg.payee, amount);
		}
		self.pay_held(order.payer, leg.payee, amount, leg.purpose)?;
		order.leg(number).released += amount;
		if is_parked {
			order.unpark(number, amount);
		}
		Ok(())
	}

	/// The merchant's leg, where the rule set sends to it what others do not take, and its account takes
	/// it under cover that is there.
	pub(crate) fn merchant_for(&self, order: &Order, is_covered: bool) -> Option<Leg> {
		let merchant = order.merchant_leg()?;
		let within_cover = is_covered || !self.crosses(order.payer, merchant.payee);
		let takes = self.credit_refusal(merchant.payee, Purpose::Goods).is_none();
		(order.uncredited == Uncredited::Merchant && within_cover && takes).then_some(merchant)
	}

	/// Pays parts of any legs to the merchant's account out of the hold.
	pub(crate) fn pay_merchant(
		&mut self,
		order: &mut Order,
		merchant: &Leg,
		parts: &[(u8, u64)],
	) -> Outcome {
		for (number, amount) in parts.iter().copied() {
			if order.covered {
				self.unpromise(order.payer, order.leg(number).payee, amount);
			}
			self.pay_held(order.payer, merchant.payee, amount, Purpose::Goods)?;
			order.turn_over(number, merchant.number, amount);
		}
		Ok(())
	}

	/// Leaves a released part held.
	pub(crate) fn park(&mut self, order: &mut Order, number: u8, amount: u64, reason: ParkReason) {
		let now = self.now();
		let leg = order.leg(number);
		let since = match leg.parked {
			// A smaller part joins the term that runs.
			Some(parked) if amount <= parked.amount => parked.since,
			_ => now,
		};
		leg.parked = Some(Parked { amount: leg.parked() + amount, reason, since });
	}

	/// Writes an order after something was paid.
	pub(crate) fn conclude(&mut self, mut order: Order, paid: &[AccountNo]) {
		if !paid.is_empty() {
			order.released_on = Some(self.now().date());
		}
		self.write(order);
		self.note_credits(paid);
	}
}

impl Order {
	pub(crate) fn unpark(&mut self, number: u8, amount: u64) {
		let leg = self.leg(number);
		let parked = leg.parked.expect("it is parked");
		let left = Parked { amount: parked.amount - amount, ..parked };
		leg.parked = (left.amount > 0).then_some(left);
	}
}
