// SPDX-License-Identifier: Apache-2.0

//! An order as the state and the body that somebody brings tell it, whatever its state (T2): what
//! returns and refunds act on.

use crate::{
	funding::Stakes,
	given::GivenBack,
	order::OrderError,
	plan::{Planned, Shelf},
	posting::Book,
	references::{ended, hash_of},
	standing::{Share, Standing},
	types::{EndedOrder, Funder, HeldOrder, Leg, OrderRow, Outcome},
	weights::Planning,
	Config, Error, GivenBacks, Orders, Outcomes, Pallet,
};
use alloc::{boxed::Box, vec::Vec};
use frame::prelude::{ensure, DispatchError, DispatchResult};
use split_ledger_primitives::{
	limits::{LEGS_MAX, RETURN_DAYS_MAX},
	ports::{Clock, LedgerBook},
	AccountNo, Amount, Currency, Date, OrderBody, OrderId, OrderStatus, RefundTerms, Terms,
};

/// An order that was found.
pub(crate) struct Found {
	pub(crate) id: OrderId,
	pub(crate) state: State,
	/// Who brought the money, the payer first.
	pub(crate) funders: Vec<Funder>,
	pub(crate) currency: Currency,
	pub(crate) amount: Amount,
	pub(crate) terms: Terms,
	pub(crate) refund: RefundTerms,
	pub(crate) given: GivenBack,
	pub(crate) standing: Standing,
}

/// Whether anything is still held for it.
pub(crate) enum State {
	/// Open.
	Held(Box<HeldOrder>),
	/// Over.
	Ended(EndedOrder),
}

impl Found {
	/// What an act is charged for: its legs, or the accounts that its body names where these are more; as of
	/// [`HeldOrder::charged_legs`], no more than an order can have.
	pub(crate) fn legs(&self) -> u32 {
		let legs = u32::try_from(self.standing.legs.len()).unwrap_or(u32::MAX);
		let charged = match &self.state {
			State::Held(order) => legs.max(order.charged_legs()),
			State::Ended(_) => Planning::of(legs, &self.terms).funded(self.funders.len()).legs,
		};
		charged.min(LEGS_MAX)
	}

	/// How many milestones it has while it is open.
	pub(crate) fn milestones(&self) -> u32 {
		match &self.state {
			State::Held(order) => u32::try_from(order.milestones.len()).unwrap_or(u32::MAX),
			State::Ended(_) => 0,
		}
	}

	/// Whose money came first: it is the first of the funders.
	pub(crate) fn payer(&self) -> Option<AccountNo> {
		self.funders.first().map(|payer| payer.account)
	}

	/// Whose its money is.
	pub(crate) fn stakes(&self) -> Stakes {
		Stakes::of(self.refund.back, &self.funders, &self.given.back)
	}

	/// Who brought all of the money; none where they are several.
	pub(crate) fn only_funder(&self) -> Option<&Funder> {
		self.funders.first().filter(|_| self.funders.len() == 1)
	}

	/// What was given back after a refund of so much, in these shares.
	pub(crate) fn after_refund(
		&self,
		amount: Amount,
		shares: &[Share],
	) -> Result<GivenBack, OrderError> {
		let is_last = amount == self.standing.refundable()?;
		self.given.clone().after_refund(shares, is_last)
	}

	/// When a leg of it was posted last.
	pub(crate) fn released_on(&self) -> Option<Date> {
		match &self.state {
			State::Held(order) => order.released_on,
			State::Ended(order) => Some(order.released_on).filter(|date| *date != Date::default()),
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The order of this id. One that has ended needs its body, which is checked against the hash.
	pub(crate) fn find(
		book: &mut Book<T>,
		shelf: &mut Shelf<T>,
		id: OrderId,
		body: Option<&OrderBody>,
	) -> Result<Found, DispatchError> {
		let row = Orders::<T>::get(id).ok_or(Error::<T>::UnknownOrder)?;
		let fits = body.is_none_or(|body| hash_of(body) == row.body_hash());
		ensure!(fits, Error::<T>::OtherBody);
		let given = GivenBacks::<T>::get(id).unwrap_or_default();
		let mut found = match row {
			OrderRow::Held(order) => Self::found_open(id, order, given)?,
			OrderRow::Ended(row) if row.status == OrderStatus::Refunded => {
				return Err(ended::<T>(row.status).into());
			}
			OrderRow::Ended(row) => {
				let body = body.ok_or(Error::<T>::BodyMissing)?;
				Self::found_ended(book, shelf, (id, row), body, given)?
			}
		};
		Self::note_remitted(&mut found);
		Ok(found)
	}

	fn found_open(
		id: OrderId,
		order: Box<HeldOrder>,
		given: GivenBack,
	) -> Result<Found, DispatchError> {
		let order = Box::new(Self::as_grouped(*order, T::Clock::now()));
		let standing = Standing::of_held(&order, &given).map_err(Error::<T>::from)?;
		Ok(Found {
			id,
			funders: order.funders().map_err(Error::<T>::from)?,
			currency: order.currency,
			amount: order.amount().map_err(Error::<T>::from)?,
			terms: order.terms.clone(),
			refund: order.refund.clone(),
			state: State::Held(order),
			given,
			standing,
		})
	}

	fn found_ended(
		book: &mut Book<T>,
		shelf: &mut Shelf<T>,
		(id, row): (OrderId, EndedOrder),
		body: &OrderBody,
		given: GivenBack,
	) -> Result<Found, DispatchError> {
		let planned = Self::replan(book, shelf, body, row.case)?;
		let merchant = planned.merchant();
		let Planned { legs, refund, .. } = planned;
		let mut legs = legs.into_inner();
		as_it_came(&mut legs, row.status, Outcomes::<T>::get(id)).ok_or(Error::<T>::Overflow)?;
		let standing = Standing::of(&legs, merchant, refund.policy, &given);
		Ok(Found {
			id,
			state: State::Ended(row),
			funders: Self::funders_of_body(book, body)?,
			currency: book.account(body.payer)?.currency,
			amount: body.amount,
			terms: body.terms.clone(),
			refund,
			given,
			standing: standing.map_err(Error::<T>::from)?,
		})
	}

	/// Returns and refunds end 180 days after the last release (T2).
	pub(crate) fn ensure_open_for_return(found: &Found) -> DispatchResult {
		let today = T::Clock::today();
		let last = found.released_on().map(returns_end);
		ensure!(last.is_none_or(|last| today <= last), Error::<T>::ReturnsOver);
		Ok(())
	}

	/// From the deadline on only the clock acts on what is not released.
	pub(crate) fn ensure_hold_is_open(found: &Found) -> DispatchResult {
		match &found.state {
			State::Held(order) => {
				let nothing = order.unreleased().map_err(Error::<T>::from)?.is_zero();
				if nothing {
					return Ok(());
				}
				Self::ensure_before_deadline(order, T::Clock::now())
			}
			State::Ended(_) => Ok(()),
		}
	}

	/// Writes what was given back of an order, where something was.
	pub(crate) fn write_given(id: OrderId, given: GivenBack) {
		if !given.is_empty() {
			GivenBacks::<T>::insert(id, given);
		}
	}
}

/// What became of planned legs: also the entitlements, which are not the plan's where something went
/// to the merchant. What a leg got and gave back is always what it was entitled to. None where a sum
/// does not fit.
pub(crate) fn as_it_came(
	legs: &mut [Leg],
	status: OrderStatus,
	outcome: Option<Outcome>,
) -> Option<()> {
	for leg in legs {
		let came = outcome.iter().flatten().find(|came| came.leg == leg.leg);
		match came {
			Some(came) => {
				leg.entitlement = came.released.checked_add(came.refunded)?;
				leg.released = came.released;
				leg.refunded = came.refunded;
			}
			None if status == OrderStatus::Refunded => leg.refunded = leg.entitlement,
			None => leg.released = leg.entitlement,
		}
	}
	Some(())
}

/// The last date on which an order whose last leg was posted on this date can be returned and refunded (T2).
pub(crate) fn returns_end(released_on: Date) -> Date {
	Date(released_on.0.saturating_add(RETURN_DAYS_MAX))
}
