// SPDX-License-Identifier: Apache-2.0

//! Giving back: refunds at any time (R2, R3), and returns of released legs (R1).

use super::{
	acts::{over, unknown_leg},
	money::Lien,
	stakes::matched,
	standing::{Merchant, Share},
	Giving, Refusal, Run, Standing, Way,
};
use crate::{
	bundle::{LegName, Who},
	currency::Unit,
};
use split_ledger_primitives::{
	limits::{RETURNS_FOR_REFUNDS, RETURNS_MAX},
	Advancer, Amount, RefundPolicy, RefundTerms,
};

/// A refund that is being planned.
struct Refund {
	place: usize,
	unit: Unit,
	terms: RefundTerms,
	merchant: Option<Merchant>,
	platform: Option<Who>,
}

/// What of a share that an account is to give goes to one funder, or to its bank for it.
struct Claim<'a> {
	share: &'a Share,
	to: Who,
	amount: Amount,
}

impl Run<'_> {
	/// Gives a part of an order back to its payer, or all of it.
	pub(super) fn refund(&mut self, place: usize, amount: Option<Amount>) -> Result<(), Refusal> {
		let refund = self.refund_of(place)?;
		let mut standing = self.standing(place)?.clone();
		let all = standing.weights(refund.merchant).iter().map(|weight| weight.0).sum();
		let amount = amount.unwrap_or(Amount(all));
		if all == 0 {
			return Err(over());
		}
		if amount.is_zero() {
			return Err(Refusal::of("zero-amount", "nothing was asked for"));
		}
		let shares = standing.shares(refund.terms.policy, refund.merchant, amount)?;
		if shares.iter().any(|share| share.unreleased.0 + share.parked.0 > 0) {
			standing.ensure_not_frozen()?;
		}
		let is_act = |share: &Share| !share.given.is_zero() || share.of != share.by;
		if shares.iter().any(is_act) {
			standing.acts += 1;
		}
		let from_accounts = shares.iter().any(|share| !share.given.is_zero());
		if from_accounts && amount.0 != all {
			standing.count_part(RETURNS_MAX)?;
		}
		self.money.begin();
		self.free_shares(place, &shares, &mut standing);
		let entered = self.take_shares(&refund, &shares, &mut standing);
		standing.count_shares(&shares);
		if let Err(refusal) = entered.and_then(|()| self.money.accept()) {
			self.money.undo();
			return Err(refusal);
		}
		self.orders[place] = Some(standing);
		Ok(())
	}

	/// How refunds of an order are divided, and who its merchant is.
	pub(super) fn refund_rule(
		&self,
		place: usize,
	) -> Result<(RefundPolicy, Option<Merchant>), Refusal> {
		let refund = self.refund_of(place)?;
		Ok((refund.terms.policy, refund.merchant))
	}

	/// Takes from accounts what shares take from them after what is held of them was freed.
	pub(super) fn give_shares(&mut self, place: usize, shares: &[Share]) -> Result<(), Refusal> {
		let refund = self.refund_of(place)?;
		let mut standing = self.standing(place)?.clone();
		self.take_shares(&refund, shares, &mut standing)?;
		self.orders[place] = Some(standing);
		self.leave_if_over(place);
		Ok(())
	}

	fn refund_of(&self, place: usize) -> Result<Refund, Refusal> {
		let order = &self.bundle.orders[place];
		let all = &self.bundle.participants;
		let rules = order.rules.as_ref().and_then(|name| self.bundle.rules.get(name));
		let mut terms = rules.map(|rules| rules.rule_set().refund.clone()).unwrap_or_default();
		if self.awaited(place).is_some() {
			// Nobody earned anything yet, so no fee is kept.
			terms.policy = RefundPolicy::ProRata;
		}
		Ok(Refund {
			place,
			unit: order.unit,
			terms,
			merchant: self.merchant_of(place)?,
			platform: rules.and_then(|_| order.platform(all)),
		})
	}

	/// What of each leg may still go back to the payer from what is held: where fees are kept, less
	/// than is held of them.
	pub(super) fn not_kept(&self, place: usize) -> Result<Vec<Amount>, Refusal> {
		let refund = self.refund_of(place)?;
		if refund.terms.policy != RefundPolicy::FeesKept {
			return Ok(Vec::new());
		}
		Ok(self.standing(place)?.weights(refund.merchant))
	}

	/// Where money goes that comes back to a funder: where its account takes no credit, to the unclaimed
	/// account of its bank.
	fn back_to(&self, funder: Who) -> Who {
		if self.no_credit.contains(&funder) {
			self.bundle.participants.bank_of(funder)
		} else {
			funder
		}
	}

	fn merchant_of(&self, place: usize) -> Result<Option<Merchant>, Refusal> {
		self.standing(place)?;
		let order = &self.bundle.orders[place];
		let who = order.rules.as_ref().and_then(|_| order.merchant(&self.bundle.participants));
		let leg = self.merchant_leg(place).map(|(index, _)| index);
		Ok(who.map(|who| Merchant { who, leg }))
	}

	/// Gives back what shares take from what is held.
	pub(super) fn free_shares(&mut self, place: usize, shares: &[Share], standing: &mut Standing) {
		let unit = self.bundle.orders[place].unit;
		let (mut unreleased, mut parked) = (Amount::ZERO, Amount::ZERO);
		for share in shares {
			let Some(leg) = share.by.map(|by| &mut standing.legs[by]) else { continue };
			let held = [share.unreleased, share.parked];
			leg.refunded.extend(held.into_iter().filter(|amount| !amount.is_zero()));
			leg.unreleased = Amount(leg.unreleased.0 - share.unreleased.0);
			leg.parked = Amount(leg.parked.0 - share.parked.0);
			unreleased = Amount(unreleased.0 + share.unreleased.0);
			parked = Amount(parked.0 + share.parked.0);
		}
		standing.free(&mut self.money, unit, unreleased);
		standing.free(&mut self.money, unit, parked);
	}

	/// What accounts give.
	fn take_shares(
		&mut self,
		refund: &Refund,
		shares: &[Share],
		standing: &mut Standing,
	) -> Result<(), Refusal> {
		// Nobody advances before all have given their own.
		self.took |= shares.iter().any(|share| !share.given.is_zero());
		let mut short = Vec::new();
		for claim in self.claims(shares, standing) {
			let who = standing.giver(claim.share, refund.merchant)?;
			let rest = self.pay_back(refund, &claim, (who, claim.amount), standing)?;
			short.push((claim, rest));
		}
		for (claim, rest) in short {
			self.advance(refund, &claim, rest, standing)?;
		}
		if shares.iter().any(|share| !share.given.is_zero()) {
			for stake in &standing.stakes {
				self.note_credit(self.back_to(stake.who), refund.unit);
			}
		}
		Ok(())
	}

	/// Matches what accounts are to give, in the order of the shares, with what of it is each funder's.
	fn claims<'s>(&self, shares: &'s [Share], standing: &mut Standing) -> Vec<Claim<'s>> {
		let total = Amount(shares.iter().map(|share| share.given.0).sum());
		let mut backs = standing.given_to(total);
		let mut claims = Vec::new();
		for share in shares {
			for (place, amount) in matched(&mut backs, share.given) {
				let to = self.back_to(standing.stakes[place].who);
				claims.push(Claim { share, to, amount });
			}
		}
		claims
	}

	/// Who advances pays what a receiver is short of, each as far as it can, and the rest is due (R3).
	fn advance(
		&mut self,
		refund: &Refund,
		claim: &Claim<'_>,
		mut rest: Amount,
		standing: &mut Standing,
	) -> Result<(), Refusal> {
		let Refund { place, unit, .. } = *refund;
		let debtor = standing.giver(claim.share, refund.merchant)?;
		let leg = standing.number(claim.share.by);
		let lien = |creditor, remaining| Lien { creditor, order: place, leg, remaining };
		for who in refund.advancers([debtor, claim.to], standing) {
			let left = self.pay_back(refund, claim, (who, rest), standing)?;
			if left < rest {
				self.money.owe(unit, debtor, lien(who, Amount(rest.0 - left.0)))?;
			}
			rest = left;
		}
		if !rest.is_zero() {
			self.money.owe(unit, debtor, lien(claim.to, rest))?;
		}
		Ok(())
	}

	/// Pays as much of an amount as somebody has. Answers the rest.
	fn pay_back(
		&mut self,
		refund: &Refund,
		claim: &Claim<'_>,
		(who, wanted): (Who, Amount),
		standing: &mut Standing,
	) -> Result<Amount, Refusal> {
		let amount = wanted.min(self.money.spendable(who, refund.unit));
		if !amount.is_zero() {
			self.money.pay(refund.unit, who, claim.to, amount)?;
			let leg = standing.number(claim.share.of);
			standing.given.push(Giving { leg, who, amount, way: Way::Refunded });
		}
		Ok(Amount(wanted.0 - amount.0))
	}

	/// A receiver gives a released leg back, or a part of it: to the merchant, of a plain payment to the
	/// payer.
	pub(super) fn give_back(
		&mut self,
		place: usize,
		name: &LegName,
		amount: Option<Amount>,
	) -> Result<(), Refusal> {
		let merchant = self.merchant_of(place)?;
		let mut standing = self.standing(place)?.clone();
		if merchant.is_none() && standing.stakes.len() > 1 {
			let detail = "a refund divides it among the funders";
			return Err(Refusal::of("return-to-funders", detail));
		}
		let index = standing.leg_named(name).ok_or_else(unknown_leg)?;
		let leg = &mut standing.legs[index];
		let (from, number) = (leg.leaf.payee, leg.leaf.leg);
		if merchant.is_some_and(|merchant| merchant.who == from) {
			return Err(Refusal::of("merchants-own-leg", "the merchant refunds the payer"));
		}
		let most = leg.released.0 - leg.returned.0 - leg.given.0;
		let amount = amount.unwrap_or(Amount(most));
		if amount.is_zero() {
			return Err(Refusal::of("zero-amount", "nothing of the leg can be returned"));
		}
		if amount.0 > most {
			return Err(Refusal::of("more-than-received", "the receiver has got less"));
		}
		leg.returned = Amount(leg.returned.0 + amount.0);
		if amount.0 != most {
			standing.count_part(RETURNS_MAX - RETURNS_FOR_REFUNDS)?;
		}
		let order = &self.bundle.orders[place];
		let (unit, to) = match merchant {
			Some(merchant) => (order.unit, merchant.who),
			None => (order.unit, self.back_to(order.payer)),
		};
		if self.no_credit.contains(&to) {
			return Err(Refusal::of("not-creditable", "the merchant takes no credit"));
		}
		self.money.begin();
		let paid = self.money.pay(unit, from, to, amount);
		if let Err(refusal) = paid.and_then(|()| self.money.accept()) {
			self.money.undo();
			return Err(refusal);
		}
		self.note_credit(to, unit);
		standing.given.push(Giving { leg: number, who: from, amount, way: Way::Returned });
		self.orders[place] = Some(standing);
		Ok(())
	}
}

impl Refund {
	/// Who advances, in their order, but for who owes and who is owed. A bundle opens no guarantee accounts.
	fn advancers(&self, but: [Who; 2], standing: &Standing) -> Vec<Who> {
		let is_paid = |who: &Who| {
			standing.legs.iter().any(|leg| leg.leaf.payee == *who)
				|| self.merchant.is_some_and(|m| m.leg.is_none() && m.who == *who)
		};
		let advancers = self.terms.advancers.iter().filter_map(|advancer| match advancer {
			Advancer::Merchant => self.merchant.map(|merchant| merchant.who),
			Advancer::Platform => self.platform.filter(is_paid),
			Advancer::Guarantee => None,
		});
		advancers.filter(|who| !but.contains(who)).collect()
	}
}

impl Standing {
	/// Who is to give a share.
	fn giver(&self, share: &Share, merchant: Option<Merchant>) -> Result<Who, Refusal> {
		match (share.by, merchant) {
			(Some(index), _) => Ok(self.legs[index].leaf.payee),
			(None, Some(merchant)) => Ok(merchant.who),
			(None, None) => Err(over()),
		}
	}

	/// The number of a leg; 0 is a merchant without one.
	fn number(&self, index: Option<usize>) -> u8 {
		index.map_or(0, |index| self.legs[index].leaf.leg)
	}

	/// Counts what shares took from accounts, and what legs keep.
	pub(super) fn count_shares(&mut self, shares: &[Share]) {
		shares.iter().for_each(|share| self.count(share));
	}

	/// Counts what a share took from accounts, and what its leg keeps because the merchant gave it.
	fn count(&mut self, share: &Share) {
		match share.by {
			Some(by) => {
				let leg = &mut self.legs[by];
				leg.given = Amount(leg.given.0 + share.given.0);
			}
			None => self.given_without_leg.0 += share.given.0,
		}
		if let Some(of) = share.of.filter(|of| share.by != Some(*of)) {
			let all = share.unreleased.0 + share.parked.0 + share.given.0;
			let leg = &mut self.legs[of];
			leg.kept = Amount(leg.kept.0 + all);
		}
	}

	/// An order takes so many returns and refunds of parts after a release. What is left is always given
	/// back at once.
	fn count_part(&mut self, most: u32) -> Result<(), Refusal> {
		self.parts += 1;
		if self.parts > most {
			return Err(Refusal::of("too-many-returns", "the order was given back too often"));
		}
		Ok(())
	}

	/// The leg of a number, or the first one of a slot.
	pub(super) fn leg_named(&self, name: &LegName) -> Option<usize> {
		self.legs.iter().position(|leg| match name {
			LegName::Number(number) => leg.leaf.leg == *number,
			LegName::Slot(slot) => leg.leaf.slot == *slot,
		})
	}
}
