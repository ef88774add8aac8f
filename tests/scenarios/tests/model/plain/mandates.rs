// SPDX-License-Identifier: Apache-2.0

//! Mandates: given by two keys, lowered and ended by one, drawn on by orders (P7).

use super::{ensure, refuse, Outcome, Plain};
use split_ledger_primitives::{
	AccountNo, Date, MandateLimits, MandateNo, MandatePeriod, MandateTerms, ParticipantId,
};
use split_ledger_runtime::AccountId;

/// A mandate.
#[derive(Clone, Debug)]
pub(crate) struct Mandate {
	pub(crate) terms: MandateTerms,
	/// The key that proposed it, until another one confirms.
	pub(crate) maker: Option<AccountId>,
	/// In which period how much was drawn, by how many orders.
	pub(crate) used: (u32, u64, u32),
	/// Whether it was rejected or revoked.
	pub(crate) gone: bool,
}

impl Mandate {
	/// What was drawn in the period of a date.
	fn used_on(&self, date: Date) -> (u32, u64, u32) {
		let terms = &self.terms;
		let period = match terms.period {
			MandatePeriod::Days(days) => u32::from(date.0.saturating_sub(terms.from.0) / days),
			MandatePeriod::Month => {
				let (year, month, _) = date.civil();
				u32::try_from(year).expect("a year of today") * 12 + month
			}
		};
		match period > self.used.0 {
			true => (period, 0, 0),
			false => self.used,
		}
	}
}

fn is_sound(limits: &MandateLimits) -> bool {
	limits.single.0 > 0 && limits.single <= limits.amount && limits.orders > 0
}

impl Plain {
	/// The place of a mandate that has not ended.
	fn open_mandate(&self, number: MandateNo) -> Outcome<usize> {
		let place = number.0 as usize;
		let Some(mandate) = self.mandates.get(place) else {
			return refuse("Mandates::UnknownMandate");
		};
		let over = mandate.gone || self.now().date() > mandate.terms.limits.until;
		ensure(!over, "Mandates::MandateEnded")?;
		Ok(place)
	}

	/// The grantee is somebody who needs a mandate for the account.
	fn ensure_may_be_given(&self, terms: &MandateTerms) -> Outcome {
		let needs = !self.speaks_for(terms.grantee, terms.account);
		ensure(needs, "Mandates::GranteeNeedsNone")?;
		ensure(self.people.contains_key(&terms.grantee), "Mandates::UnknownGrantee")
	}

	pub(crate) fn propose_mandate(
		&mut self,
		by: ParticipantId,
		key: &AccountId,
		terms: MandateTerms,
	) -> Outcome {
		ensure(self.accounts.contains_key(&terms.account), "Mandates::UnknownAccount")?;
		ensure(self.speaks_for(by, terms.account), "Mandates::NotForAccount")?;
		ensure(is_sound(&terms.limits), "Mandates::UnsoundLimits")?;
		if let MandatePeriod::Days(days) = terms.period {
			ensure((1..=366).contains(&days), "Mandates::PeriodOutOfRange")?;
		}
		let until = terms.limits.until;
		let dates = terms.from <= until && self.now().date() <= until;
		ensure(dates, "Mandates::UnsoundDates")?;
		self.ensure_may_be_given(&terms)?;
		let maker = Some(key.clone());
		self.mandates.push(Mandate { terms, maker, used: (0, 0, 0), gone: false });
		Ok(())
	}

	pub(crate) fn confirm_mandate(
		&mut self,
		by: ParticipantId,
		key: &AccountId,
		(number, repeated): (MandateNo, MandateTerms),
	) -> Outcome {
		let place = self.open_mandate(number)?;
		let Mandate { terms, maker, .. } = self.mandates[place].clone();
		ensure(self.speaks_for(by, terms.account), "Mandates::NotForAccount")?;
		let Some(maker) = maker else { return refuse("Mandates::AlreadyConfirmed") };
		ensure(terms == repeated, "Mandates::TermsDiffer")?;
		ensure(maker != *key, "Mandates::MakerIsChecker")?;
		self.ensure_may_be_given(&terms)?;
		self.mandates[place].maker = None;
		Ok(())
	}

	pub(crate) fn reject_mandate(&mut self, by: ParticipantId, number: MandateNo) -> Outcome {
		let place = self.open_mandate(number)?;
		let account = self.mandates[place].terms.account;
		ensure(self.speaks_for(by, account), "Mandates::NotForAccount")?;
		ensure(self.mandates[place].maker.is_some(), "Mandates::AlreadyConfirmed")?;
		self.mandates[place].gone = true;
		Ok(())
	}

	pub(crate) fn revoke_mandate(&mut self, by: ParticipantId, number: MandateNo) -> Outcome {
		let place = self.open_mandate(number)?;
		let MandateTerms { account, grantee, .. } = self.mandates[place].terms;
		let may = by == grantee || self.people[&by].is_supervisor || self.speaks_for(by, account);
		ensure(may, "Mandates::NotForAccount")?;
		ensure(self.mandates[place].maker.is_none(), "Mandates::NotConfirmed")?;
		self.mandates[place].gone = true;
		Ok(())
	}

	pub(crate) fn lower_mandate(
		&mut self,
		by: ParticipantId,
		number: MandateNo,
		limits: MandateLimits,
	) -> Outcome {
		let place = self.open_mandate(number)?;
		let today = self.now().date();
		let Mandate { terms, maker, .. } = self.mandates[place].clone();
		ensure(self.speaks_for(by, terms.account), "Mandates::NotForAccount")?;
		ensure(maker.is_none(), "Mandates::NotConfirmed")?;
		ensure(is_sound(&limits), "Mandates::UnsoundLimits")?;
		let dates = terms.from <= limits.until && today <= limits.until;
		ensure(dates, "Mandates::UnsoundDates")?;
		let before = terms.limits;
		let narrower = limits.single <= before.single
			&& limits.amount <= before.amount
			&& limits.orders <= before.orders
			&& limits.until <= before.until;
		ensure(narrower && limits != before, "Mandates::NotLower")?;
		let mandate = &mut self.mandates[place];
		mandate.used = mandate.used_on(today);
		mandate.terms.limits = limits;
		Ok(())
	}

	/// Draws on a mandate for a part of an order.
	pub(crate) fn draw(
		&mut self,
		by: ParticipantId,
		number: MandateNo,
		account: AccountNo,
		amount: u64,
		entitled: bool,
	) -> Outcome {
		let place = self.open_mandate(number)?;
		let today = self.now().date();
		let mandate = &mut self.mandates[place];
		ensure(mandate.maker.is_none(), "Mandates::NotConfirmed")?;
		ensure(mandate.terms.from <= today, "Mandates::NotBegun")?;
		let terms = mandate.terms;
		let fits = (entitled || terms.grantee == by) && terms.account == account;
		ensure(fits, "Escrow::MandateUnfit")?;
		let (period, drawn, orders) = mandate.used_on(today);
		let (drawn, orders) = (drawn + amount, orders + 1);
		ensure(amount <= terms.limits.single.0, "Escrow::OverMandateSingle")?;
		ensure(orders <= terms.limits.orders, "Escrow::OverMandateOrders")?;
		ensure(drawn <= terms.limits.amount.0, "Escrow::OverMandateAmount")?;
		mandate.used = (period, drawn, orders);
		Ok(())
	}
}
