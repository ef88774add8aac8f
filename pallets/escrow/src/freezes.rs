// SPDX-License-Identifier: Apache-2.0

//! Freezes of orders (M7): with an authority, a document and an end, as those of accounts, which do not
//! reach an order. While it is frozen nothing leaves its hold, and its clocks stand still.

use crate::{
	types::{HeldOrder, OrderFreeze, OrderFreezeTerms},
	Config, Error, Event, Halts, OrderFreezes, Pallet,
};
use frame::prelude::{ensure, DispatchResult};
use split_ledger_primitives::{
	ports::{Clock, Participants, Signer},
	OrderId, Role,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_freeze_order(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		terms: OrderFreezeTerms,
	) -> DispatchResult {
		let order = Self::open_order(id)?;
		Self::ensure_may_freeze(signer, id, &order)?;
		Self::ensure_not_over(&order)?;
		ensure!(!terms.reason.is_empty(), Error::<T>::FreezeReasonMissing);
		ensure!(!terms.authority.is_empty(), Error::<T>::FreezeAuthorityMissing);
		let now = T::Clock::now();
		ensure!(terms.until > now, Error::<T>::FreezeEndPassed);
		ensure!(terms.until <= order.end, Error::<T>::FreezePastEnd);
		let order = order.frozen(terms.until, now, &Halts::<T>::get());

		let OrderFreezeTerms { authority, document, reason, .. } = terms.clone();
		let freeze = OrderFreeze { by: signer.participant, authority, document, reason };
		OrderFreezes::<T>::insert(id, freeze);
		Self::write(id, order)?;

		Self::deposit_event(Event::OrderFrozen { order: id, terms, by: Self::by(signer) });
		Ok(())
	}

	pub(crate) fn do_lift_order_freeze(
		signer: &Signer<T::AccountId>,
		id: OrderId,
	) -> DispatchResult {
		let order = Self::open_order(id)?;
		Self::ensure_may_freeze(signer, id, &order)?;
		ensure!(order.is_frozen(), Error::<T>::NotFrozen);
		let order = order.thawed(T::Clock::now(), &Halts::<T>::get());

		OrderFreezes::<T>::remove(id);
		Self::deposit_event(Event::OrderFreezeLifted { order: id, by: Self::by(signer) });
		Self::write_resumed(id, order)
	}

	/// A supervisor; the bank of the payer's account, where nobody else froze the order.
	fn ensure_may_freeze(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		order: &HeldOrder,
	) -> DispatchResult {
		let facts = T::Participants::facts(signer.participant);
		if facts.is_some_and(|facts| facts.roles.has(Role::Supervisor)) {
			return Ok(());
		}
		let bank = T::Participants::bank_of(signer.participant);
		ensure!(bank == Some(order.payer_bank), Error::<T>::NotBankNorSupervisor);
		let freeze = order.frozen_until.and_then(|_| OrderFreezes::<T>::get(id));
		let own = freeze.is_none_or(|freeze| freeze.by == signer.participant);
		ensure!(own, Error::<T>::FrozenByAnother);
		Ok(())
	}
}
