// SPDX-License-Identifier: Apache-2.0

//! Refunds before, between and after releases, who advances, and what is owed then (R2, R3).

use super::{ensure, refuse, shares::Share, Lien, Order, Outcome, Plain};
use split_ledger_primitives::{
	AccountNo, Advancer, OrderId, OrderStatus, ParticipantId, Purpose, DAY_MS,
};

/// In whose name a refund is asked for.
#[derive(Clone, Copy)]
enum Who {
	Merchant,
	Platform,
	Payer,
}

impl Plain {
	/// The order that a return or a refund acts on; an ended one needs its body (T2).
	pub(crate) fn find(&self, id: OrderId, with_body: bool) -> Outcome<Order> {
		let Some(order) = self.orders.get(&id) else { return refuse("Escrow::UnknownOrder") };
		if !order.is_open() {
			let refunded = order.status() == OrderStatus::Refunded;
			ensure(!refunded, "Escrow::AlreadyRefunded")?;
			ensure(with_body, "Escrow::BodyMissing")?;
		}
		Ok(order.clone())
	}

	pub(crate) fn ensure_not_too_late(&self, order: &Order) -> Outcome {
		let today = self.now().date().0;
		let in_time = order.released_on.is_none_or(|date| today <= date.0 + 180);
		ensure(in_time, "Escrow::ReturnsOver")
	}

	pub(crate) fn refund(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		amount: u64,
		with_body: bool,
	) -> Outcome {
		let mut order = self.find(id, with_body)?;
		let untouched = order.legs.iter().all(|leg| leg.released == 0 && leg.parked.is_none());
		let early = order.is_open() && untouched && !order.is_due(self.now());
		let who = self.who_refunds(by, &order, early)?;
		self.ensure_not_too_late(&order)?;
		let hold_is_over = order.rest() > 0 && !self.clock.is_before(order.deadline);
		ensure(!hold_is_over, "Escrow::PastDeadline")?;
		ensure(amount > 0, "Escrow::ZeroAmount")?;
		ensure(amount <= order.refundable(), "Escrow::MoreThanRemains")?;
		let shares = order.shares(amount);
		let from_hold_only = shares.iter().all(|share| share.given == 0);
		// A platform earns no fee by a refund of its own, beyond what the merchant answers for.
		let keeps = shares.iter().any(|share| share.of != share.by);
		match who {
			Who::Merchant => {}
			Who::Payer => ensure(from_hold_only, "Escrow::NotEntitled")?,
			Who::Platform if early && from_hold_only && !keeps => {}
			Who::Platform => self.ensure_within_liability(&order, amount)?,
		}
		if !from_hold_only && amount < order.refundable() {
			ensure(order.acts < 200, "Escrow::TooManyReturns")?;
			order.acts += 1;
		}
		let before = order.clone();
		self.about = Some(id);
		let (credited, debtors) = self.in_item(|next| {
			for share in &shares {
				next.give_back(&mut order, &[(share.by, share.rest)], false);
				next.give_back(&mut order, &[(share.by, share.parked)], true);
			}
			next.give(&before, &shares)
		})?;
		for share in &shares {
			order.given.entry(share.by).or_default().given += share.given;
			if share.of != share.by {
				order.given.entry(share.of).or_default().kept += share.total();
			}
		}
		order.given.retain(|_, given| *given != Default::default());
		self.write(order);
		self.note_credits(&credited);
		for debtor in debtors {
			self.watch(debtor);
		}
		Ok(())
	}

	/// Merchant or payee and their banks at any time; platform and payer while nothing can have been
	/// sent on the strength of the order, the platform also as far as it answers for it (P3).
	fn who_refunds(&self, by: ParticipantId, order: &Order, early: bool) -> Outcome<Who> {
		let receiver = match order.deal {
			Some((merchant, _)) => merchant,
			None => self.account(order.legs[0].payee).owner,
		};
		if [receiver, self.people[&receiver].sponsor].contains(&by) {
			return Ok(Who::Merchant);
		}
		if order.deal.is_some_and(|deal| deal.1 == by) {
			return Ok(Who::Platform);
		}
		ensure(early && self.speaks_for(by, order.payer), "Escrow::NotEntitled")?;
		Ok(Who::Payer)
	}

	fn ensure_within_liability(&self, order: &Order, amount: u64) -> Outcome {
		let Some((merchant, platform)) = order.deal else { return refuse("Escrow::NotEntitled") };
		let ppm = self.agreements.ceilings.get(&(merchant, platform)).map_or(0, |it| it.1);
		ensure(ppm > 0, "Escrow::NotEntitled")?;
		let before: u64 = order.legs.iter().map(|leg| leg.refunded).sum::<u64>()
			+ order.given.values().map(|given| given.given).sum::<u64>();
		let most = u128::from(order.amount) * u128::from(ppm) / 1_000_000;
		ensure(u128::from(before + amount) <= most, "Escrow::OverLiability")
	}

	/// Where money goes that comes back to a payer from accounts.
	pub(crate) fn back_to(&self, payer: AccountNo, purpose: Purpose) -> (AccountNo, Purpose) {
		match self.credit_refusal(payer, purpose) {
			None => (payer, purpose),
			Some(_) => (self.unclaimed[self.account(payer).bank], Purpose::Unclaimed),
		}
	}

	/// Takes shares from accounts. Answers who was credited and who owes.
	fn give(
		&mut self,
		order: &Order,
		shares: &[Share],
	) -> Outcome<(Vec<AccountNo>, Vec<AccountNo>)> {
		let (mut credited, mut debtors) = (Vec::new(), Vec::new());
		let (to, purpose) = self.back_to(order.payer, Purpose::Refund);
		let mut short = Vec::new();
		for share in shares.iter().filter(|share| share.given > 0) {
			let amount = share.given.min(self.account(share.account).spendable());
			if amount > 0 {
				self.pay(share.account, to, amount, purpose)?;
				credited.push(to);
			}
			short.push((share, share.given - amount));
		}
		// Nobody advances before all have given their own.
		for (share, mut rest) in short {
			let debtor = share.account;
			for advancer in &order.advancers {
				let Some(from) = self.advancing_account(order, *advancer, debtor) else { continue };
				let amount = rest.min(self.account(from).spendable());
				if from == debtor || from == to || amount == 0 {
					continue;
				}
				rest -= amount;
				self.pay(from, to, amount, purpose)?;
				credited.push(to);
				self.owe(debtor, from, order.id, share.by, amount)?;
				debtors.push(debtor);
			}
			if rest > 0 {
				self.owe(debtor, to, order.id, share.by, rest)?;
				debtors.push(debtor);
			}
		}
		Ok((credited, debtors))
	}

	fn advancing_account(
		&self,
		order: &Order,
		advancer: Advancer,
		debtor: AccountNo,
	) -> Option<AccountNo> {
		match advancer {
			Advancer::Merchant => order.merchant.map(|merchant| merchant.1),
			Advancer::Platform => {
				let platform = order.deal?.1;
				let mut payees = order.weights().into_iter().map(|it| it.account);
				payees.find(|payee| self.account(*payee).owner == platform)
			}
			Advancer::Guarantee => {
				let sponsor = self.people[&self.account(debtor).owner].sponsor;
				let bank = self.people[&sponsor].bank?;
				self.guarantees.get(&bank).copied()
			}
		}
	}

	/// A lien more; what one owes another for the same leg is one lien.
	fn owe(
		&mut self,
		debtor: AccountNo,
		creditor: AccountNo,
		order: OrderId,
		leg: u8,
		amount: u64,
	) -> Outcome {
		let deadline = self.now().plus(90 * DAY_MS);
		let liens = &mut self.row(debtor).liens;
		let same =
			|lien: &&mut Lien| (lien.creditor, lien.order, lien.leg) == (creditor, order, leg);
		if let Some(lien) = liens.iter_mut().find(same) {
			lien.remaining += amount;
			lien.deadline = lien.deadline.max(deadline);
			return Ok(());
		}
		ensure(liens.len() < 16, "Ledger::TooManyLiens")?;
		liens.push(Lien { creditor, order, leg, remaining: amount, deadline });
		Ok(())
	}
}
