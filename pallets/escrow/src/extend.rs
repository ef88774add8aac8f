// SPDX-License-Identifier: Apache-2.0

//! A later deadline (O7, P3): the payer's alone where what remains would go back to it, else agreed by
//! payer and merchant; never past the absolute end of the order.

use crate::{
	posting::Book,
	types::{Extension, HeldOrder},
	Config, Error, Event, Pallet,
};
use frame::prelude::{ensure, DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{Clock, Ledger, Signer},
	ExpiryPolicy, Moment, OrderId, Side,
};

/// For whom a signer acts. A bank that keeps both accounts acts for both.
#[derive(Clone, Copy)]
struct Sides {
	payer: bool,
	merchant: bool,
}

impl Sides {
	fn has(self, side: Side) -> bool {
		match side {
			Side::Payer => self.payer,
			Side::Merchant => self.merchant,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_extend(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		deadline: Moment,
	) -> DispatchResult {
		let order = Self::open_order(id)?;
		let sides = Self::sides(&mut T::Ledger::open_book(), signer, &order)?;
		ensure!(sides.payer || sides.merchant, Error::<T>::NotEntitled);
		let unreleased = order.unreleased().map_err(Error::<T>::from)?;
		ensure!(!unreleased.is_zero(), Error::<T>::NothingRemains);
		Self::ensure_not_stopped(&order)?;
		Self::ensure_before_deadline(&order, T::Clock::now())?;
		ensure!(deadline > Self::moved(order.deadline), Error::<T>::NotLater);
		ensure!(deadline <= order.end, Error::<T>::PastEnd);
		let asked = order.extension.filter(|asked| asked.deadline == deadline);
		let agreed = match asked.map(|asked| asked.by) {
			Some(Side::Payer) => sides.merchant,
			Some(Side::Merchant) => sides.payer,
			None => false,
		};
		let alone = sides.payer && order.expiry == ExpiryPolicy::Payer;
		if !agreed && !alone && asked.is_some_and(|asked| sides.has(asked.by)) {
			return Ok(());
		}

		let by = Self::by(signer);
		if agreed || alone {
			Self::write(id, HeldOrder { deadline, extension: None, ..order })?;
			Self::deposit_event(Event::Extended { order: id, deadline, by });
		} else {
			let side = if sides.payer { Side::Payer } else { Side::Merchant };
			let extension = Some(Extension { by: side, deadline });
			Self::write(id, HeldOrder { extension, ..order })?;
			Self::deposit_event(Event::ExtensionAsked { order: id, deadline, by });
		}
		Ok(())
	}

	/// For whom the signer acts: the payer or its bank; the merchant, of a plain payment the payee, or
	/// its bank.
	fn sides(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		order: &HeldOrder,
	) -> Result<Sides, DispatchError> {
		let (who, of) = (signer.participant, (order.payer, &order.terms));
		let payer = Self::speaks_for(book, who, Side::Payer, of)?;
		Ok(Sides { payer, merchant: Self::speaks_for(book, who, Side::Merchant, of)? })
	}
}
