// SPDX-License-Identifier: Apache-2.0

//! What readers are told of orders.

mod funders;

use crate::{
	found::{as_it_came, returns_end},
	given::{GivenBack, NO_LEG},
	milestones::Statement,
	plan::{Planned, Shelf},
	standing::{Standing, StandingLeg},
	types::{Assignee, EndedOrder, Funder, HeldOrder, Leg, OpenDispute, OrderFreeze, OrderRow},
	Config, EndedDisputes, Error, GivenBacks, OrderFreezes, Orders, Outcomes, Pallet, Statements,
};
use alloc::{string::String, vec::Vec};
use frame::prelude::DispatchError;
use split_ledger_primitives::{
	limits::{HOLD_DAYS_MAX, RETURNS_MAX},
	ports::{Clock, Ledger, LedgerBook},
	views::{
		AgreedView, AssigneeView, DisputeView, FunderView, LegView, OrderDetails, OrderFreezeView,
		OrderView, RefundableLeg, RefundableView, StatedView,
	},
	Amount, Moment, OrderBody, OrderId, OrderStatus, ReleaseMode, DAY_MS,
};

impl<T: Config> Pallet<T> {
	/// An order, with details as long as it is open. Afterwards they are in its body: see
	/// [`Pallet::order_of_body`].
	pub fn order(id: OrderId) -> Option<OrderView> {
		let row = Orders::<T>::get(id)?;
		let details = match &row {
			OrderRow::Held(order) => Self::held_details(id, order),
			OrderRow::Ended(_) => None,
		};
		Some(view::<T>(id, &row, details))
	}

	/// The case that an order was divided by; 0 for a plain payment, none where there is no such order.
	pub fn case_of(id: OrderId) -> Option<u8> {
		Some(match Orders::<T>::get(id)? {
			OrderRow::Held(order) => order.case,
			OrderRow::Ended(order) => order.case,
		})
	}

	/// An order with details, from its row while it is open, else from its body: none where there is
	/// no such order or the body is not the one that was placed.
	pub fn order_of_body(id: OrderId, body: &OrderBody) -> Option<OrderView> {
		let row = Orders::<T>::get(id)?;
		if row.body_hash() != Self::body_hash_of(body) {
			return None;
		}
		let details = match &row {
			OrderRow::Held(order) => Self::held_details(id, order),
			OrderRow::Ended(ended) => Self::ended_details(id, ended, body).ok(),
		};
		Some(view::<T>(id, &row, details))
	}

	/// What of an order may still be refunded and returned now. One that has ended needs its body; none
	/// where there is no such order, the body is missing or not the one that was placed, or all went back
	/// to the payer before anything was released.
	pub fn refundable(id: OrderId, body: Option<&OrderBody>) -> Option<RefundableView> {
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let found = Self::find(&mut book, &mut shelf, id, body).ok()?;
		let until = found.released_on().map(returns_end);
		let open = until.is_none_or(|until| T::Clock::today() <= until)
			&& Self::ensure_hold_is_open(&found).is_ok();
		let counts = |amount: Amount| if open { amount } else { Amount::ZERO };
		let plain = found.standing.merchant.is_none();
		let legs = found.standing.legs.iter().map(|leg| {
			// The merchant's leg and what several funders paid plainly are given back by refunds only.
			let by_refund = leg.of_merchant || (plain && found.only_funder().is_none());
			let stays = by_refund || leg.remitted;
			let returnable = if stays { Amount::ZERO } else { leg.returnable().ok()? };
			let (leg, left) = (leg.leg, counts(leg.weight));
			Some(RefundableLeg { leg, left, returnable: counts(returnable) })
		});
		Some(RefundableView {
			refundable: counts(found.standing.refundable().ok()?),
			refunded: found.standing.refunded().ok()?,
			until,
			acts_left: RETURNS_MAX.saturating_sub(found.given.acts.into()),
			legs: legs.collect::<Option<_>>()?,
		})
	}

	fn held_details(id: OrderId, order: &HeldOrder) -> Option<OrderDetails> {
		let given = GivenBacks::<T>::get(id).unwrap_or_default();
		let standing = Standing::of_held(order, &given).ok()?;
		Some(OrderDetails {
			payer: order.payer,
			currency: order.currency,
			amount: order.amount().ok()?,
			remaining: order.held().ok()?,
			released: order.released().ok()?,
			refunded: order.refunded().ok()?,
			deadline: Some(order.deadline),
			expiry: Some(order.expiry),
			after: order.after,
			cover: Some(order.cover),
			terms: order.terms.clone(),
			legs: leg_views(&order.legs, &standing),
			refundable: standing.refundable().ok()?,
			agreed: Some(agreed::<T>(id, order)?),
		})
	}

	fn ended_details(
		id: OrderId,
		row: &EndedOrder,
		body: &OrderBody,
	) -> Result<OrderDetails, DispatchError> {
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let currency = book.account(body.payer)?.currency;
		let planned = Self::replan(&mut book, &mut shelf, body, row.case)?;
		let merchant = planned.merchant();
		let Planned { legs, refund, .. } = planned;
		let mut legs = legs.into_inner();
		as_it_came(&mut legs, row.status, Outcomes::<T>::get(id)).ok_or(Error::<T>::Overflow)?;
		let given: GivenBack = GivenBacks::<T>::get(id).unwrap_or_default();
		let standing = Standing::of(&legs, merchant, refund.policy, &given);
		let standing = standing.map_err(Error::<T>::from)?;
		let sum = |of: fn(&Leg) -> Amount| {
			Amount::checked_sum(legs.iter().map(of)).ok_or(Error::<T>::Overflow)
		};
		let latest = body.reference.date.start().plus(HOLD_DAYS_MAX.saturating_mul(DAY_MS));
		let held = |deadline: Option<_>, expiry, after, cover| {
			(Some(deadline.unwrap_or(latest)), Some(expiry), after, Some(cover))
		};
		let (deadline, expiry, after, cover) = match body.release {
			ReleaseMode::Now => (None, None, None, None),
			ReleaseMode::Held { after, deadline, expiry, cover } => {
				held(deadline, expiry, after, cover)
			}
			// The moment followed from the date of placement, which went with the row.
			ReleaseMode::NextDate { deadline, expiry, cover }
			| ReleaseMode::Agreed { deadline, expiry, cover, .. } => held(deadline, expiry, None, cover),
		};
		Ok(OrderDetails {
			payer: body.payer,
			currency,
			amount: body.amount,
			remaining: Amount::ZERO,
			released: sum(|leg| leg.released)?,
			refunded: sum(|leg| leg.refunded)?,
			deadline,
			expiry,
			after,
			cover,
			terms: body.terms.clone(),
			legs: leg_views(&legs, &standing),
			refundable: standing.refundable().map_err(Error::<T>::from)?,
			agreed: None,
		})
	}
}

fn view<T: Config>(id: OrderId, row: &OrderRow, details: Option<OrderDetails>) -> OrderView {
	let status = match row {
		OrderRow::Held(_) => OrderStatus::Held,
		OrderRow::Ended(ended) => ended.status,
	};
	OrderView {
		id,
		submitter: id.submitter(),
		uetr: Pallet::<T>::uetr_of(id),
		status,
		placed: row.placed(),
		body_hash: row.body_hash(),
		dispute: dispute_view::<T>(id, row),
		details,
	}
}

/// What was agreed for an open order beyond its moment and deadline.
fn agreed<T: Config>(id: OrderId, order: &HeldOrder) -> Option<AgreedView> {
	let funders = order.funders().ok()?.into_iter();
	let funders =
		funders.map(|Funder { account, amount, held, .. }| FunderView { account, amount, held });
	Some(AgreedView {
		funders: funders.collect(),
		milestones: order.milestones.clone(),
		met: order.progress.met().collect(),
		statements: statements::<T>(id, order),
		group: order.group,
		assignees: order
			.assignees
			.iter()
			.map(|Assignee { leg, account, .. }| AssigneeView { leg: *leg, account: *account })
			.collect(),
		dispute_terms: order.dispute_terms,
		freeze: order.frozen_until.and_then(|until| freeze_view::<T>(id, until)),
		stopped_since: order.stopped_since,
		extension: order.extension.map(|extension| (extension.by, extension.deadline)),
		end: order.end,
	})
}

fn freeze_view<T: Config>(id: OrderId, until: Moment) -> Option<OrderFreezeView> {
	let OrderFreeze { by, authority, reason, document } = OrderFreezes::<T>::get(id)?;
	let words = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
	let (authority, reason) = (words(&authority), words(&reason));
	Some(OrderFreezeView { by, authority, reason, document, until })
}

/// The dispute about an order, while it lasts.
fn dispute_view<T: Config>(id: OrderId, row: &OrderRow) -> Option<DisputeView> {
	let open = match row {
		OrderRow::Held(order) => order.open_dispute,
		OrderRow::Ended(_) => EndedDisputes::<T>::get(id).and_then(|known| known.open),
	};
	let OpenDispute { by, answer_until, answered } = open?;
	Some(DisputeView { by, answer_until, answered })
}

/// What was stated about the milestones of an open order.
fn statements<T: Config>(id: OrderId, order: &HeldOrder) -> Vec<StatedView> {
	if order.milestones.is_empty() {
		return Vec::new();
	}
	let statements = Statements::<T>::get(id).into_iter().map(|statement| {
		let Statement { milestone, what, by, commitment, at } = statement;
		StatedView { milestone, what, by, commitment, at }
	});
	statements.collect()
}

/// The legs of an order; the merchant's last one, where the merchant has none by plan, only where it
/// gave something back.
fn leg_views(legs: &[Leg], standing: &Standing) -> Vec<LegView> {
	let reason = |number| {
		let leg = legs.iter().find(|leg| leg.leg == number);
		leg.and_then(|leg| leg.parked).map(|parked| parked.reason)
	};
	let told = |leg: &&StandingLeg| leg.leg != NO_LEG || !leg.given.is_zero();
	let legs = standing.legs.iter().filter(told).map(|leg| LegView {
		leg: leg.leg,
		payee: leg.payee,
		purpose: leg.purpose,
		entitlement: leg.entitlement,
		released: leg.released,
		refunded: leg.refunded,
		parked: leg.parked,
		reason: reason(leg.leg),
		returned: leg.returned,
		given: leg.given,
		kept: leg.kept,
	});
	legs.collect()
}
