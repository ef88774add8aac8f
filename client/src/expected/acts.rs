// SPDX-License-Identifier: Apache-2.0

//! What is done to orders after their placement.

use super::{Leg, Move, Refusal, Run, Standing};
use crate::bundle::{LegName, Part, Release, Who};
use split_ledger_primitives::{Amount, ExpiryPolicy, Purpose, Uncredited};

impl Run<'_> {
	/// Releases a part of what is not released yet; legs whose payee takes no credit are parked.
	pub(super) fn release(&mut self, place: usize, part: &Part) -> Result<(), Refusal> {
		self.standing(place)?.ensure_not_frozen()?;
		self.ensure_not_awaiting(place)?;
		self.with_leader(place, |run| {
			let parts = run.parts_of(place, part)?;
			run.release_parts(place, &parts);
			if let Part::Milestone(number) = part {
				run.close_milestone(place, *number);
			}
			Ok(())
		})
	}

	fn parts_of(&self, place: usize, part: &Part) -> Result<Vec<Amount>, Refusal> {
		// What an amount or a leg would take from which of several milestones nobody has agreed on.
		let has_several = self.bundle.orders[place].milestones.len() > 1;
		match part {
			Part::All => self.unreleased(place),
			Part::Milestone(number) => self.of_milestone(place, *number),
			Part::Amount(_) | Part::Legs(_) if has_several => {
				self.unreleased(place)?;
				Err(Refusal::of("by-milestones-only", "the order has several milestones"))
			}
			Part::Amount(amount) => self.divided(place, *amount),
			Part::Legs(names) => self.of_legs(place, names),
		}
	}

	/// Releases all that is left, of an order whose leader has its legs.
	pub(super) fn release_rest(&mut self, place: usize) -> Result<(), Refusal> {
		let parts = self.unreleased(place)?;
		self.release_parts(place, &parts);
		Ok(())
	}

	/// Carries out the expiry policy.
	pub(super) fn expire(&mut self, place: usize) -> Result<(), Refusal> {
		let parts = self.unreleased(place)?;
		if self.standing(place)?.is_stopped() {
			let detail = "its clocks stand still: it is frozen or disputed";
			return Err(Refusal::of("clocks-stopped", detail));
		}
		if self.expire_with_group(place) {
			return Ok(());
		}
		let order = &self.bundle.orders[place];
		match order.release {
			Release::Now => Err(over()),
			Release::Hold { expiry: ExpiryPolicy::Payer, .. } => {
				self.give_up(place, &parts);
				Ok(())
			}
			Release::Hold { expiry: ExpiryPolicy::Payees, .. } => {
				if self.with_leader(place, |run| run.expire_to_payees(place)).is_err() {
					self.give_up(place, &parts);
				}
				Ok(())
			}
			Release::Hold { expiry: ExpiryPolicy::Merchant, .. } => {
				if self.pay_merchant(place, &parts).is_err() {
					self.give_up(place, &parts);
				}
				Ok(())
			}
		}
	}

	/// Each gets what remains of its leg; what cannot be credited goes back.
	fn expire_to_payees(&mut self, place: usize) -> Result<(), Refusal> {
		let standing = self.standing(place)?;
		let (mut paid, mut back) = (Vec::new(), Vec::new());
		for leg in &standing.legs {
			let takes = !self.no_credit.contains(&leg.receiver());
			paid.push(if takes { leg.unreleased } else { Amount::ZERO });
			back.push(if takes { Amount::ZERO } else { leg.unreleased });
		}
		self.release_parts(place, &paid);
		self.give_up(place, &back);
		Ok(())
	}

	/// Pays the parked legs whose payees take credits again.
	pub(super) fn retry_parked(&mut self, place: usize) -> Result<(), Refusal> {
		self.standing(place)?.ensure_not_frozen()?;
		let parked: Vec<Amount> = self.standing(place)?.legs.iter().map(|leg| leg.parked).collect();
		if parked.iter().all(|amount| amount.is_zero()) {
			return Err(Refusal::of("nothing-parked", "no leg of the order is parked"));
		}
		let mut moves = Vec::new();
		for (told, amount) in parked.into_iter().enumerate() {
			let leg = self.leg(place, told);
			let (to, purpose) = (leg.receiver(), leg.leaf.purpose);
			if amount.is_zero() || self.no_credit.contains(&to) {
				continue;
			}
			self.leg(place, told).parked = Amount::ZERO;
			moves.push(Move { told, counted: told, to, amount, purpose });
		}
		self.pay_out(place, &moves);
		if moves.is_empty() {
			return Err(Refusal::of("still-not-creditable", "no parked leg can be credited yet"));
		}
		Ok(())
	}

	pub(super) fn release_parts(&mut self, place: usize, parts: &[Amount]) {
		let own = self.merchant_leg(place).map(|(own, _)| own);
		let mut moves = Vec::new();
		for (told, &amount) in parts.iter().enumerate().filter(|(_, part)| !part.is_zero()) {
			let receiver = self.receiver(place, told);
			let leg = self.leg(place, told);
			leg.unreleased = Amount(leg.unreleased.0 - amount.0);
			match receiver {
				Some((to, purpose)) => {
					// What goes to the merchant in the payee's place counts as the merchant's from now on.
					let counted = own.filter(|_| to != leg.receiver()).unwrap_or(told);
					moves.push(Move { told, counted, to, amount, purpose });
				}
				None => leg.parked = Amount(leg.parked.0 + amount.0),
			}
		}
		self.pay_out(place, &moves);
	}

	/// Pays out of the hold of an order.
	fn pay_out(&mut self, place: usize, moves: &[Move]) {
		let unit = self.bundle.orders[place].unit;
		if let Some(standing) = &mut self.orders[place] {
			standing.pay_out(&mut self.money, unit, moves);
		}
		for one in moves {
			self.note_credit(one.to, unit);
		}
	}

	/// Who gets a leg that is released now, and what for; nobody where it is parked (O6).
	fn receiver(&self, place: usize, index: usize) -> Option<(Who, Purpose)> {
		let leg = &self.orders[place].as_ref()?.legs[index];
		if !self.no_credit.contains(&leg.receiver()) {
			return Some((leg.receiver(), leg.leaf.purpose));
		}
		let rules = self.bundle.rules.get(self.bundle.orders[place].rules.as_ref()?)?;
		if rules.rule_set().uncredited != Uncredited::Merchant {
			return None;
		}
		let (_, merchant) = self.merchant_leg(place)?;
		// Nothing is promised for what stays within the payer's bank, and no new cover is asked for.
		let all = &self.bundle.participants;
		let own = all.bank_of(self.bundle.orders[place].payer);
		let is_covered = all.bank_of(merchant) == own || all.bank_of(leg.receiver()) != own;
		let is_open = is_covered && !self.no_credit.contains(&merchant);
		is_open.then_some((merchant, Purpose::Goods))
	}

	/// The first leg of goods of the order's merchant: where the merchant's money goes.
	pub(super) fn merchant_leg(&self, place: usize) -> Option<(usize, Who)> {
		let merchant = self.bundle.orders[place].merchant(&self.bundle.participants)?;
		let mut legs = self.orders[place].as_ref()?.legs.iter();
		let sold = |leg: &Leg| leg.leaf.payee == merchant && leg.leaf.purpose == Purpose::Goods;
		legs.position(sold).map(|index| (index, merchant))
	}

	/// Gives what is held back to the funders at the deadline, but for what was kept of fees: they have
	/// that back already, from the merchant (R2). It goes to its payee, or where that takes no credit, to
	/// the unclaimed account of the payer's bank, as it does where the payee is a funder itself, or a leader
	/// that does not have its legs yet.
	pub(super) fn give_up(&mut self, place: usize, parts: &[Amount]) {
		let Ok(free) = self.not_kept(place) else { return };
		let order = &self.bundle.orders[place];
		let bank = self.bundle.participants.bank_of(order.payer);
		let mut total = Amount::ZERO;
		for (told, amount) in parts.iter().enumerate().filter(|(_, part)| !part.is_zero()) {
			let back = free.get(told).map_or(*amount, |free| *amount.min(free));
			let kept = Amount(amount.0 - back.0);
			let is_earned = self.is_earned(place, told);
			let leg = self.leg(place, told);
			leg.unreleased = Amount(leg.unreleased.0 - amount.0);
			let (payee, purpose) = (leg.receiver(), leg.leaf.purpose);
			if !back.is_zero() {
				leg.refunded.push(back);
				total = Amount(total.0 + back.0);
			}
			if !kept.is_zero() {
				let brings = order.stakes().any(|(who, _)| who == payee);
				let takes = is_earned && !brings && !self.no_credit.contains(&payee);
				let (to, purpose) =
					if takes { (payee, purpose) } else { (bank, Purpose::Unclaimed) };
				self.pay_out(place, &[Move { told, counted: told, to, amount: kept, purpose }]);
			}
		}
		if let Some(standing) = &mut self.orders[place] {
			standing.free(&mut self.money, order.unit, total);
		}
	}

	/// Turns all that is left over to the merchant's leg. The cover that was promised for it goes
	/// first, the rest is tested.
	fn pay_merchant(&mut self, place: usize, parts: &[Amount]) -> Result<(), Refusal> {
		let merchant = self.merchant_leg(place).filter(|(_, who)| !self.no_credit.contains(who));
		let (own, to) = merchant.ok_or_else(over)?;
		let before = self.standing(place)?.clone();
		let mut amount = Amount::ZERO;
		for (index, part) in parts.iter().enumerate() {
			let leg = self.leg(place, index);
			leg.unreleased = Amount(leg.unreleased.0 - part.0);
			amount = Amount(amount.0 + part.0);
		}
		self.money.begin();
		let purpose = Purpose::Goods;
		self.pay_out(place, &[Move { told: own, counted: own, to, amount, purpose }]);
		self.money.accept().inspect_err(|_| {
			self.money.undo();
			self.orders[place] = Some(before);
		})
	}

	fn leg(&mut self, place: usize, index: usize) -> &mut Leg {
		let standing = self.orders[place].as_mut().expect("only placed orders have legs");
		&mut standing.legs[index]
	}

	pub(super) fn standing(&self, place: usize) -> Result<&Standing, Refusal> {
		let unknown = || Refusal::of("unknown-order", "the order was refused");
		self.orders[place].as_ref().ok_or_else(unknown)
	}

	pub(super) fn unreleased(&self, place: usize) -> Result<Vec<Amount>, Refusal> {
		let legs = &self.standing(place)?.legs;
		let rest: Vec<_> = legs.iter().map(|leg| leg.unreleased).collect();
		if rest.iter().all(|amount| amount.is_zero()) {
			return Err(over());
		}
		Ok(rest)
	}

	fn divided(&self, place: usize, amount: Amount) -> Result<Vec<Amount>, Refusal> {
		let rest = self.unreleased(place)?;
		if amount.is_zero() {
			return Err(Refusal::of("zero-amount", "nothing was asked for"));
		}
		split_rules::apportion(&rest, amount)
			.map_err(|error| Refusal::of("more-than-remains", error.to_string()))
	}

	fn of_legs(&self, place: usize, names: &[LegName]) -> Result<Vec<Amount>, Refusal> {
		let rest = self.unreleased(place)?;
		let legs = &self.standing(place)?.legs;
		let matches = |leg: &Leg, name: &LegName| match name {
			LegName::Number(number) => leg.leaf.leg == *number,
			LegName::Slot(slot) => leg.leaf.slot == *slot,
		};
		let mut parts = vec![Amount::ZERO; rest.len()];
		for name in names {
			let mut found = false;
			for (index, leg) in legs.iter().enumerate().filter(|(_, leg)| matches(leg, name)) {
				found = true;
				if leg.unreleased.is_zero() {
					return Err(over());
				}
				parts[index] = rest[index];
			}
			if !found {
				return Err(unknown_leg());
			}
		}
		Ok(parts)
	}
}

pub(super) fn unknown_leg() -> Refusal {
	Refusal::of("unknown-leg", "the order has no such leg")
}

pub(super) fn over() -> Refusal {
	Refusal::of("nothing-remains", "nothing is held for the order any more")
}
