// SPDX-License-Identifier: Apache-2.0

//! Releases, parked legs, and what goes to the merchant in another's place (O3, O6).

use super::{apportion, ensure, funders::Move, refuse, Leg, Order, Outcome, Parked, Plain};
use split_ledger_primitives::{AccountNo, OrderId, ParkReason, ParticipantId, Purpose, Uncredited};

/// What is released.
#[derive(Clone, Debug)]
pub(crate) enum What {
	All,
	Amount(u64),
	Legs(Vec<u8>),
	Milestone(u8),
}

impl Order {
	/// What a release gives each leg, with its number.
	fn parts(&self, what: &What) -> Outcome<Vec<(u8, u64)>> {
		let by_milestones = self.milestones.len() > 1;
		match what {
			What::All => {
				ensure(self.rest() > 0, "Escrow::NothingRemains")?;
				Ok(self.all_parts())
			}
			What::Milestone(number) => self.parts_of(self.open_milestone(*number)?.amount.0),
			_ if by_milestones => refuse("Escrow::ByMilestonesOnly"),
			What::Amount(amount) => self.parts_of(*amount),
			What::Legs(numbers) => self.parts_of_legs(numbers),
		}
	}

	/// An amount divided by what remains of the entitlements.
	pub(crate) fn parts_of(&self, amount: u64) -> Outcome<Vec<(u8, u64)>> {
		ensure(amount > 0, "Escrow::ZeroAmount")?;
		ensure(amount <= self.rest(), "Escrow::MoreThanRemains")?;
		let parts = apportion(&self.rests(), amount);
		let parts = self.legs.iter().map(|leg| leg.number).zip(parts);
		Ok(parts.filter(|(_, part)| *part > 0).collect())
	}

	fn parts_of_legs(&self, numbers: &[u8]) -> Outcome<Vec<(u8, u64)>> {
		let ascending = numbers.windows(2).all(|pair| pair[0] < pair[1]);
		ensure(!numbers.is_empty() && ascending, "Escrow::UnknownLeg")?;
		let mut parts = Vec::new();
		for number in numbers {
			let Some(leg) = self.legs.iter().find(|leg| leg.number == *number) else {
				return refuse("Escrow::UnknownLeg");
			};
			ensure(leg.rest() > 0, "Escrow::NothingRemains")?;
			parts.push((*number, leg.rest()));
		}
		Ok(parts)
	}

	/// A part of a leg becomes the merchant's, who has it at once.
	pub(crate) fn turn_over(&mut self, leg: u8, merchant: u8, amount: u64) {
		self.turned_over = true;
		self.leg(leg).entitlement -= amount;
		let merchant = self.leg(merchant);
		merchant.entitlement += amount;
		merchant.released += amount;
	}

	/// A part of a leg was paid to whoever gets it.
	pub(crate) fn note_paid(&mut self, number: u8, amount: u64) {
		let leg = *self.leg(number);
		let to = self.receiver(&leg);
		if to != leg.payee {
			*self.passed_on.entry((leg.payee, to)).or_default() += amount;
		}
		self.leg(number).released += amount;
	}

	pub(crate) fn unpark(&mut self, number: u8, amount: u64) {
		let leg = self.leg(number);
		let parked = leg.parked.expect("it is parked");
		let left = Parked { amount: parked.amount - amount, ..parked };
		leg.parked = (left.amount > 0).then_some(left);
	}

	pub(crate) fn parked_parts(&self) -> Vec<(u8, u64)> {
		let parked = self.legs.iter().filter(|leg| leg.parked.is_some());
		parked.map(|leg| (leg.number, leg.parked())).collect()
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

	/// Does something with an order under a test of cover, or nothing at all.
	pub(crate) fn item_on(
		&mut self,
		order: &mut Order,
		act: impl FnOnce(&mut Self, &mut Order) -> Outcome,
	) -> Outcome {
		let mut tried = order.clone();
		self.in_item(|next| {
			act(next, &mut tried)?;
			next.put(tried.clone());
			Ok(())
		})?;
		*order = tried;
		Ok(())
	}

	pub(crate) fn release(&mut self, by: ParticipantId, id: OrderId, what: &What) -> Outcome {
		self.in_item(|next| next.release_in_item(by, id, what, true))
	}

	/// Releases as a part of something whose cover is tested in the end. `asks_now`: a release by itself
	/// asks what is met by now, one of a batch goes by what was noted.
	pub(crate) fn release_in_item(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		what: &What,
		asks_now: bool,
	) -> Outcome {
		let mut order = self.as_grouped(self.open_order(id)?);
		ensure(!order.awaits_group, "Escrow::GroupNotComplete")?;
		ensure(order.frozen.is_none(), "Escrow::OrderFrozen")?;
		let by_payer = self.speaks_for(by, order.payer);
		ensure(order.dispute.is_none() || by_payer, "Escrow::OrderDisputed")?;
		if !by_payer && !order.is_due(self.now()) && !order.is_met(what) {
			let waits = order.after.is_some() || !order.milestones.is_empty();
			ensure(waits, "Escrow::NotEntitled")?;
			if asks_now {
				self.note_all_met(&mut order);
			}
			ensure(order.is_met(what), "Escrow::ConditionNotMet")?;
		}
		self.ensure_before_deadline(&order)?;
		self.about = Some(id);
		self.bind_leader(&mut order)?;
		let parts = order.parts(what)?;
		match what {
			What::Amount(_) => {
				ensure(order.releases < 50, "Escrow::TooManyReleases")?;
				order.releases += 1;
			}
			What::Milestone(number) => order.close(|milestone| milestone == *number),
			What::All | What::Legs(_) => {}
		}
		self.pay_or_park(&mut order, &parts)?;
		self.conclude(order);
		Ok(())
	}

	pub(crate) fn retry(&mut self, id: OrderId) -> Outcome {
		let mut order = self.open_order(id)?;
		ensure(order.frozen.is_none(), "Escrow::OrderFrozen")?;
		let parked = order.parked_parts();
		ensure(!parked.is_empty(), "Escrow::NothingParked")?;
		self.about = Some(id);
		self.item_on(&mut order, |next, order| {
			let mut taken = Vec::new();
			for (number, amount) in parked {
				let leg = *order.leg(number);
				if next.credit_refusal(order.receiver(&leg), leg.purpose).is_none() {
					taken.push((number, amount));
				}
			}
			ensure(!taken.is_empty(), "Escrow::StillNotCreditable")?;
			next.pay_parts(order, &taken, true)
		})?;
		self.conclude(order);
		Ok(())
	}

	/// Pays parts that are not released yet; those that their accounts do not take go to the merchant
	/// or are parked.
	pub(crate) fn pay_or_park(&mut self, order: &mut Order, parts: &[(u8, u64)]) -> Outcome {
		let (mut moves, mut own, mut in_place) = (Vec::new(), Vec::new(), Vec::new());
		for (number, amount) in parts.iter().copied() {
			let leg = *order.leg(number);
			let to = order.receiver(&leg);
			let Some(reason) = self.credit_refusal(to, leg.purpose) else {
				moves.push(Move { to, amount, purpose: leg.purpose });
				own.push((number, amount));
				continue;
			};
			match self.merchant_for(order, &leg, order.covered) {
				Some(merchant) => {
					moves.push(Move { to: merchant.payee, amount, purpose: Purpose::Goods });
					in_place.push((number, merchant.number, amount));
				}
				None => self.park(order, number, amount, reason),
			}
		}
		self.pay_out(order, &moves)?;
		for (number, amount) in own {
			order.note_paid(number, amount);
		}
		for (number, merchant, amount) in in_place {
			order.turn_over(number, merchant, amount);
		}
		Ok(())
	}

	/// Pays parts to whoever gets them: of what is parked, or of what is not released.
	pub(crate) fn pay_parts(
		&mut self,
		order: &mut Order,
		parts: &[(u8, u64)],
		are_parked: bool,
	) -> Outcome {
		let mut moves = Vec::new();
		for (number, amount) in parts.iter().copied() {
			let leg = *order.leg(number);
			moves.push(Move { to: order.receiver(&leg), amount, purpose: leg.purpose });
		}
		self.pay_out(order, &moves)?;
		for (number, amount) in parts.iter().copied() {
			if are_parked {
				order.unpark(number, amount);
			}
			order.note_paid(number, amount);
		}
		Ok(())
	}

	/// The merchant's leg, where the rule set sends to it what others do not take, and its account takes
	/// it under cover that is there.
	pub(crate) fn merchant_for(&self, order: &Order, leg: &Leg, is_covered: bool) -> Option<Leg> {
		let merchant = order.merchant_leg()?;
		let from = order.receiver(leg);
		let within_cover = self.is_within_cover(order, from, merchant.payee, is_covered);
		let takes = self.credit_refusal(merchant.payee, Purpose::Goods).is_none();
		(order.uncredited == Uncredited::Merchant && within_cover && takes).then_some(merchant)
	}

	/// Whether what was to go to one account can go to another without cover that is not there: whichever
	/// funder pays, it stays in its bank, or was to leave it anyway.
	pub(crate) fn is_within_cover(
		&self,
		order: &Order,
		planned: AccountNo,
		to: AccountNo,
		is_covered: bool,
	) -> bool {
		order.funders.iter().all(|funder| {
			let was_to_cross = is_covered && self.crosses(funder.account, planned);
			!self.crosses(funder.account, to) || was_to_cross
		})
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

	/// Writes an order after an act.
	pub(crate) fn conclude(&mut self, mut order: Order) {
		let paid = std::mem::take(&mut self.paid);
		self.end_idle_dispute(&mut order);
		if !paid.is_empty() {
			order.released_on = Some(self.now().date());
		}
		self.write(order);
		self.note_credits(&paid);
	}
}
