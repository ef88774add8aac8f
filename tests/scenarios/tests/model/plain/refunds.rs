// SPDX-License-Identifier: Apache-2.0

//! Refunds before, between and after releases, who advances, and what is owed then (R2, R3).

use super::{ensure, refuse, shares::Share, Kept, Lien, Order, Outcome, Plain};
use split_ledger_primitives::{
	AccountNo, Advancer, OrderId, OrderStatus, ParticipantId, Purpose, DAY_MS,
};

/// What of a share goes back to one account.
struct Claim {
	by: u8,
	debtor: AccountNo,
	to: AccountNo,
	/// Whose it is: another one where that one takes no credit.
	entitled: AccountNo,
	purpose: Purpose,
	amount: u64,
}

/// In whose name a refund is asked for.
#[derive(Clone, Copy, Debug)]
enum Who {
	Merchant,
	Platform,
	Payer,
}

impl Plain {
	/// The order that a return or a refund acts on, as its group stands now; an ended one needs its body
	/// (T2), and names the leader of its group.
	pub(crate) fn find(&self, id: OrderId, with_body: bool) -> Outcome<Order> {
		let Some(order) = self.orders.get(&id) else { return refuse("Escrow::UnknownOrder") };
		if !order.is_open() {
			let refunded = order.status() == OrderStatus::Refunded;
			ensure(!refunded, "Escrow::AlreadyRefunded")?;
			ensure(with_body, "Escrow::BodyMissing")?;
			return Ok(self.with_leader(order.clone()));
		}
		Ok(self.as_grouped(order.clone()))
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
		let early = self.is_early(&order);
		let who = self.who_refunds(by, &order, early)?;
		self.ensure_not_too_late(&order)?;
		self.ensure_hold_is_open(&order)?;
		ensure(amount > 0, "Escrow::ZeroAmount")?;
		ensure(amount <= order.refundable(), "Escrow::MoreThanRemains")?;
		let shares = order.shares(amount);
		self.ensure_may_refund(who, early, &order, amount, &shares)?;
		ensure_stop_allows(&order, matches!(who, Who::Merchant), &shares)?;
		if shares.iter().any(|share| share.given > 0) && amount < order.refundable() {
			ensure(order.acts < 200, "Escrow::TooManyReturns")?;
			order.acts += 1;
		}
		self.about = Some(id);
		let known = self.orders[&id].clone();
		let (mut moved, mut credits) = (false, (Vec::new(), Vec::new()));
		self.item_on(&mut order, |next, order| {
			moved = next.refund_from_hold(order, &shares);
			credits = next.give(order, &shares)?;
			Ok(())
		})?;
		order.note_shares(&shares);
		if moved {
			self.end_idle_dispute(&mut order);
			self.write(order);
		} else {
			// Nothing else of its row is written.
			let Order { acts, given, funders, .. } = order;
			self.orders.insert(id, Order { acts, given, funders, ..known });
		}
		self.note_given(credits);
		Ok(())
	}

	/// Takes out of the hold what shares take from it. Whether that is anything.
	pub(crate) fn refund_from_hold(&mut self, order: &mut Order, shares: &[Share]) -> bool {
		let of = |of: fn(&Share) -> u64| -> Vec<(u8, u64)> {
			shares.iter().map(|share| (share.by, of(share))).filter(|part| part.1 > 0).collect()
		};
		let (rest, parked) = (of(|share| share.rest), of(|share| share.parked));
		self.give_back(order, &rest, false);
		self.give_back(order, &parked, true);
		!rest.is_empty() || !parked.is_empty()
	}

	/// Notes who was credited by what receivers gave, and who owes.
	pub(crate) fn note_given(&mut self, (credited, debtors): (Vec<AccountNo>, Vec<AccountNo>)) {
		self.note_credits(&credited);
		for debtor in debtors {
			self.watch(debtor);
		}
	}

	/// Whether nothing can have been sent on the strength of an order.
	fn is_early(&self, order: &Order) -> bool {
		let untouched = order.legs.iter().all(|leg| leg.released == 0 && leg.parked.is_none());
		let bound = order.group.is_some() && !order.awaits_group;
		let mut by_now = order.clone();
		self.note_all_met(&mut by_now);
		let begun = order.is_due(self.now()) || order.dispatched || !by_now.met.is_empty();
		order.is_open() && untouched && !bound && !begun
	}

	/// What is not released is the clock's from the deadline on.
	pub(crate) fn ensure_hold_is_open(&self, order: &Order) -> Outcome {
		match order.rest() {
			0 => Ok(()),
			_ => self.ensure_before_deadline(order),
		}
	}

	fn ensure_may_refund(
		&self,
		who: Who,
		early: bool,
		order: &Order,
		amount: u64,
		shares: &[Share],
	) -> Outcome {
		let from_hold_only = shares.iter().all(|share| share.given == 0);
		// A platform earns no fee by a refund of its own, beyond what the merchant answers for.
		let keeps = shares.iter().any(|share| share.of != share.by);
		match who {
			Who::Merchant => Ok(()),
			Who::Payer => ensure(from_hold_only, "Escrow::NotEntitled"),
			Who::Platform if early && from_hold_only && !keeps => Ok(()),
			Who::Platform => self.ensure_within_liability(order, amount),
		}
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

	/// Where money goes that comes back to a funder from accounts.
	pub(crate) fn back_to(&self, funder: AccountNo, purpose: Purpose) -> (AccountNo, Purpose) {
		match self.credit_refusal(funder, purpose) {
			None => (funder, purpose),
			Some(_) => (self.unclaimed[self.account(funder).bank], Purpose::Unclaimed),
		}
	}

	/// Takes shares from accounts, for the funders. Answers who was credited and who owes.
	pub(crate) fn give(
		&mut self,
		order: &mut Order,
		shares: &[Share],
	) -> Outcome<(Vec<AccountNo>, Vec<AccountNo>)> {
		let (mut credited, mut debtors) = (Vec::new(), Vec::new());
		let total: u64 = shares.iter().map(|share| share.given).sum();
		if total == 0 {
			return Ok((credited, debtors));
		}
		let backs = order.gives(total);
		let mut claims = self.claims(order, shares, &backs);
		order.note_back(&backs);
		for claim in &mut claims {
			let amount = claim.amount.min(self.account(claim.debtor).spendable());
			if amount > 0 {
				self.pay(claim.debtor, claim.to, amount, claim.purpose)?;
				self.keep(order.id, claim.to, claim.entitled, Kept { amount, due: 0 });
				credited.push(claim.to);
			}
			claim.amount -= amount;
		}
		// Nobody advances before all have given their own.
		for Claim { by, debtor, to, entitled, purpose, amount: mut rest } in claims {
			for advancer in &order.advancers {
				let Some(from) = self.advancing_account(order, *advancer, debtor) else { continue };
				let amount = rest.min(self.account(from).spendable());
				if from == debtor || from == to || amount == 0 {
					continue;
				}
				rest -= amount;
				self.pay(from, to, amount, purpose)?;
				self.keep(order.id, to, entitled, Kept { amount, due: 0 });
				credited.push(to);
				self.owe(debtor, from, order.id, by, amount)?;
				debtors.push(debtor);
			}
			if rest > 0 {
				self.owe(debtor, to, order.id, by, rest)?;
				self.keep(order.id, to, entitled, Kept { amount: 0, due: rest });
				debtors.push(debtor);
			}
		}
		Ok((credited, debtors))
	}

	/// What each receiver owes to each funder: the shares, in their order, matched with what goes back.
	fn claims(&self, order: &Order, shares: &[Share], backs: &[u64]) -> Vec<Claim> {
		let mut left: Vec<(AccountNo, (AccountNo, Purpose), u64)> = order
			.funders
			.iter()
			.zip(backs)
			.map(|(funder, back)| {
				let entitled = funder.account;
				(entitled, self.back_to(entitled, Purpose::Refund), *back)
			})
			.collect();
		let mut claims = Vec::new();
		for share in shares {
			let mut rest = share.given;
			for (entitled, (to, purpose), left) in &mut left {
				let amount = rest.min(*left);
				*left -= amount;
				rest -= amount;
				if amount > 0 {
					let (by, debtor) = (share.by, share.account);
					let (to, entitled, purpose) = (*to, *entitled, *purpose);
					claims.push(Claim { by, debtor, to, entitled, purpose, amount });
				}
			}
		}
		claims
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

impl Order {
	/// Notes what a refund took from accounts, and what legs kept of it.
	pub(crate) fn note_shares(&mut self, shares: &[Share]) {
		for share in shares {
			self.given.entry(share.by).or_default().given += share.given;
			if share.of != share.by {
				self.given.entry(share.of).or_default().kept += share.total();
			}
		}
		self.given.retain(|_, given| *given != Default::default());
	}
}

/// While an order is frozen nothing leaves its hold; while it is disputed only the merchant's side gives in.
/// What has ended has no clocks to stand still: whoever may refund does.
fn ensure_stop_allows(order: &Order, by_merchant: bool, shares: &[Share]) -> Outcome {
	if !order.is_open() {
		return Ok(());
	}
	let from_hold = shares.iter().any(|share| share.rest + share.parked > 0);
	ensure(order.frozen.is_none() || !from_hold, "Escrow::OrderFrozen")?;
	ensure(order.dispute.is_none() || by_merchant, "Escrow::OrderDisputed")
}
