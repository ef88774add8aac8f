// SPDX-License-Identifier: Apache-2.0

//! What goes to the order's merchant in place of its payee: as goods, to the account of the
//! merchant's own leg. A leg that its account does not take, where the rule set says so (O6), and
//! all that is left at the deadline, where that was agreed (O7).

use crate::{
	parts::Part,
	posting::{unpromise, Book, Posting},
	types::{Leg, PaidLeg},
	Config, Error,
};
use frame::prelude::{ensure, DispatchError};
use split_ledger_primitives::{
	ports::{Entry, LedgerBook},
	Amount, ParkReason, Purpose, Uncredited,
};

impl Posting {
	/// Pays a released part that its account does not take to the merchant, where the rule set says
	/// so and no new cover is needed for it; else parks it (O6).
	pub(crate) fn pay_merchant_or_park<T: Config>(
		self,
		book: &mut Book<T>,
		part: &Part,
		reason: ParkReason,
	) -> Result<Self, DispatchError> {
		// A promise names no creditor: what was promised for the part covers it at another bank, too.
		let is_covered = part.cross_bank && self.order.is_covered();
		match self.merchant_for(book, part, is_covered)? {
			Some(merchant) => self.pay_merchant::<T>(book, &merchant, &[*part], part.leg),
			None => self.park::<T>(part, reason),
		}
	}

	/// The same at placement, where nothing is held or promised yet: what goes to the merchant is paid
	/// at once, what does not is held. It crosses banks only where the plan did. A placement is tested
	/// for cover as a whole: where only one of both banks settles with the payer's payment by payment
	/// (C4), what the plan had cover for may be refused, and the whole placement with it.
	pub(crate) fn pay_merchant_or_park_at_once<T: Config>(
		mut self,
		book: &mut Book<T>,
		part: &Part,
		reason: ParkReason,
	) -> Result<Self, DispatchError> {
		let (from, amount) = (self.order.payer, part.amount);
		if let Some(merchant) = self.merchant_for(book, part, part.cross_bank)? {
			let (to, purpose) = (merchant.payee, Purpose::Goods);
			book.enter(Entry::Pay { from, to, amount, purpose })?;
			self.paid.push(PaidLeg { leg: part.leg, from, to, amount, purpose });
			let order = self.order.pay_merchant(merchant.leg, &[*part]);
			self.order = order.map_err(Error::<T>::from)?;
			return Ok(self);
		}
		book.enter(Entry::Hold { from, amount })?;
		if part.cross_bank && self.order.is_covered() {
			book.enter(Entry::Promise { from, to: part.payee, amount })?;
		}
		self.park::<T>(part, reason)
	}

	/// Pays all parts to the merchant (O7): from the cover that is promised as far as it goes, under a
	/// new test for what was not to cross banks before.
	pub(crate) fn pay_all_to_merchant<T: Config>(
		self,
		book: &mut Book<T>,
		parts: &[Part],
	) -> Result<Self, DispatchError> {
		let merchant = self.order.merchant().ok_or(Error::<T>::NoMerchantLeg)?;
		let refusal =
			book.credit_refusal(merchant.payee, sum::<T>(parts.iter())?, Purpose::Goods)?;
		ensure!(refusal.is_none(), Error::<T>::StillNotCreditable);
		self.pay_merchant::<T>(book, &merchant, parts, merchant.leg)
	}

	/// The leg of the merchant, where the rule set sends to it what its payee's account does not take,
	/// its own account takes that, and there is cover for it or none is needed.
	fn merchant_for<B: LedgerBook>(
		&self,
		book: &mut B,
		part: &Part,
		is_covered: bool,
	) -> Result<Option<Leg>, DispatchError> {
		let merchant = match self.order.uncredited {
			Uncredited::Park => None,
			Uncredited::Merchant => self.order.merchant(),
		};
		let within_cover = |leg: &Leg| !leg.cross_bank || is_covered;
		let Some(merchant) = merchant.filter(within_cover) else { return Ok(None) };
		let refusal = book.credit_refusal(merchant.payee, part.amount, Purpose::Goods)?;
		Ok(refusal.is_none().then_some(merchant))
	}

	/// Pays parts out of the hold to the merchant's account, told as a payment of leg `told_as`.
	fn pay_merchant<T: Config>(
		mut self,
		book: &mut Book<T>,
		merchant: &Leg,
		parts: &[Part],
		told_as: u8,
	) -> Result<Self, DispatchError> {
		let order = &self.order;
		let total = sum::<T>(parts.iter())?;
		let promised = if merchant.cross_bank && order.is_covered() {
			sum::<T>(parts.iter().filter(|part| part.cross_bank))?
		} else {
			unpromise(book, order, parts)?;
			Amount::ZERO
		};
		let tested = total.checked_sub(promised).ok_or(Error::<T>::Overflow)?;
		let (from, to, purpose) = (order.payer, merchant.payee, Purpose::Goods);
		for (amount, promised) in [(promised, true), (tested, false)] {
			if !amount.is_zero() {
				book.enter(Entry::PayHeld { from, to, amount, purpose, promised })?;
			}
		}
		self.paid.push(PaidLeg { leg: told_as, from, to, amount: total, purpose });
		self.order = self.order.pay_merchant(merchant.leg, parts).map_err(Error::<T>::from)?;
		Ok(self)
	}
}

fn sum<'a, T: Config>(parts: impl Iterator<Item = &'a Part>) -> Result<Amount, DispatchError> {
	let sum = Amount::checked_sum(parts.map(|part| part.amount));
	Ok(sum.ok_or(Error::<T>::Overflow)?)
}
