// SPDX-License-Identifier: Apache-2.0

//! What goes to the order's merchant in place of its payee: as goods, to the account of the
//! merchant's own leg. A leg that its account does not take, where the rule set says so (O6), and
//! all that is left at the deadline, where that was agreed (O7).

use crate::{
	hold::{refusal_after, Move},
	order::OrderError,
	parts::Part,
	posting::{sum, Book, Posting},
	types::{HeldOrder, PaidLeg},
	Config, Error,
};
use frame::prelude::{ensure, DispatchError};
use split_ledger_primitives::{
	ports::{Entry, LedgerBook},
	ParkReason, Purpose, Uncredited,
};

impl Posting {
	/// The same at a placement that pays at once from the account of one funder, where nothing is held
	/// or promised yet: what goes to the merchant is paid at once, what does not is held. It crosses
	/// banks only where the plan did. A placement is tested for cover as a whole: where only one of both
	/// banks settles with the payer's payment by payment (C4), what the plan had cover for may be
	/// refused, and the whole placement with it.
	pub(crate) fn pay_merchant_or_park_at_once<T: Config>(
		mut self,
		book: &mut Book<T>,
		part: &Part,
		reason: ParkReason,
	) -> Result<Self, DispatchError> {
		let (from, amount) = (self.order.payer, part.amount);
		if let Some((merchant, way)) = self.merchant_for::<T>(book, &[], part, true)? {
			let Move { leg, to, purpose, .. } = way;
			book.enter(Entry::Pay { from, to, amount, purpose })?;
			self.paid.push(PaidLeg { leg, from, to, amount, purpose });
			let order = self.order.pay_merchant(merchant, core::slice::from_ref(part));
			self.order = order.map_err(Error::<T>::from)?;
			return Ok(self);
		}
		book.enter(Entry::Hold { from, amount })?;
		if part.bank != self.order.payer_bank && self.order.is_covered() {
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
		let (leg, to, bank, purpose) =
			(merchant.leg, merchant.payee, merchant.bank, Purpose::Goods);
		let amount = sum::<T>(parts)?;
		let refusal = book.credit_refusal(to, amount, purpose)?;
		ensure!(refusal.is_none(), Error::<T>::StillNotCreditable);
		let change = |order: HeldOrder| -> Result<_, OrderError> { order.pay_merchant(leg, parts) };
		self.pay_out::<T>(book, &[Move { leg, to, bank, amount, purpose }], change)
	}

	/// The way of a part to the merchant's leg, with the number of that, where the rule set sends to it
	/// what its payee's account does not take, its own account takes that, and there is cover for it or
	/// none is needed (O6). It is told under the number of its own leg.
	pub(crate) fn merchant_for<T: Config>(
		&self,
		book: &mut Book<T>,
		moves: &[Move],
		part: &Part,
		is_covered: bool,
	) -> Result<Option<(u8, Move)>, DispatchError> {
		let merchant = match self.order.uncredited {
			Uncredited::Park => None,
			Uncredited::Merchant => self.order.merchant(),
		};
		let within = |bank| self.order.is_within_cover(part, bank, is_covered);
		let Some(merchant) = merchant.filter(|leg| within(leg.bank)) else { return Ok(None) };
		let (leg, to, bank) = (part.leg, merchant.payee, merchant.bank);
		let (amount, purpose) = (part.amount, Purpose::Goods);
		let refusal = refusal_after::<T>(book, moves, to, amount, purpose)?;
		let way = Move { leg, to, bank, amount, purpose };
		Ok(refusal.is_none().then_some((merchant.leg, way)))
	}
}
