// SPDX-License-Identifier: Apache-2.0

//! Disputes, freezes and assignees as calls of the chain (O8, M7, O12). What is said is a commitment to
//! the reference of the act: what is behind it lies with the sides.

use super::{
	giving::Asked,
	milestones::{is_extended, is_stated},
	Importer,
};
use crate::{
	bundle::{Act, Action, InDispute, LegName, Order, Who},
	chain::{calls::OrderFreezeTerms, Call},
	hash::blake2_256,
};
use anyhow::anyhow;
use split_ledger_primitives::{
	limits::{DISPUTE_DAYS_MAX, HOLD_DAYS_MAX},
	views::OrderView,
	Commitment, Date, DisputeTerms, Moment, OrderId, Text, DAY_MS,
};

/// Who orders a freeze, and why.
const FROZEN_BY: &[u8] = b"by the bundle";

impl Importer<'_> {
	/// Who decides a dispute, as the chain takes it.
	pub(super) fn dispute_terms(&self, order: &Order) -> anyhow::Result<Option<DisputeTerms>> {
		let terms = order.resolver.map(|resolver| {
			let (answer_days, silence) = (resolver.answer_days, resolver.silence);
			Ok(DisputeTerms { resolver: self.directory.id(resolver.who)?, answer_days, silence })
		});
		terms.transpose()
	}

	/// Who signs: the resolver, or the bank of the side that speaks.
	pub(super) fn signer_in_dispute(&self, order: &Order, said: InDispute) -> Who {
		let all = &self.bundle.participants;
		let side = match said {
			InDispute::Resolve(_) => return order.resolver.map_or(order.payer, |it| it.who),
			InDispute::Open(side) | InDispute::Answer(side) | InDispute::Withdraw(side) => side,
		};
		all.bank_of(order.on_side(side, all).unwrap_or(order.payer))
	}

	/// What is said in a dispute. An order that has ended needs its body.
	pub(super) async fn dispute_call(
		&self,
		asked: Asked<'_>,
		said: InDispute,
	) -> anyhow::Result<Call> {
		let (id, evidence) = (asked.id, said_of(asked.action));
		let body = self.body_if_ended(&asked).await?;
		Ok(match said {
			InDispute::Open(side) => Call::dispute(id, side, evidence, body.as_ref()),
			InDispute::Answer(_) => Call::answer_dispute(id, evidence, body.as_ref()),
			InDispute::Withdraw(_) => Call::withdraw_dispute(id, body.as_ref()),
			InDispute::Resolve(payer_ppm) => {
				let reference = super::references::reference(&asked.action.reference, asked.date)?;
				Call::resolve_dispute(&reference, id, payer_ppm, evidence, body.as_ref())
			}
		})
	}

	/// A freeze of an order.
	pub(super) fn freeze_call(
		&self,
		asked: &Asked<'_>,
		until: Option<Moment>,
	) -> anyhow::Result<Call> {
		let text = || Text::try_from(FROZEN_BY.to_vec()).map_err(|_| anyhow!("words fit a text"));
		let terms = OrderFreezeTerms {
			authority: text()?,
			document: said_of(asked.action),
			reason: text()?,
			until: until.unwrap_or(absolute_end(asked.placed_under)),
		};
		Ok(Call::freeze_order(asked.id, &terms))
	}

	/// An assignment of a leg, and who signs it: the bank of who gets the leg now. A leg that the order
	/// does not have is sent as number 0, which none has: the chain refuses it.
	pub(super) async fn assign_call(
		&self,
		asked: &Asked<'_>,
		name: &LegName,
		to: Who,
	) -> anyhow::Result<(Who, Call)> {
		let view = self.view(asked.id).await?;
		let number = self.number_of(asked.order, view.as_ref(), name).unwrap_or_default();
		let receiver = self.receiver_now(asked.order, view.as_ref(), number);
		let receiver = receiver.unwrap_or(self.receiver_of(asked.order, name));
		let to = self.directory.account_no(to, asked.order.unit)?;
		let call = Call::assign_leg(asked.id, number, Some(to));
		Ok((self.bundle.participants.bank_of(receiver), call))
	}

	async fn view(&self, id: OrderId) -> anyhow::Result<Option<OrderView>> {
		let block = self.chain.final_block().await?;
		self.chain.ask(block, "EscrowApi_order", &id).await
	}

	/// The number of a leg of an open order.
	fn number_of(&self, order: &Order, view: Option<&OrderView>, name: &LegName) -> Option<u8> {
		match name {
			LegName::Number(number) => Some(*number),
			LegName::Slot(slot) => self.leg_of_slot(order, slot, &view?.details.as_ref()?.legs),
		}
	}

	/// Who gets what is released of a leg of an open order.
	fn receiver_now(&self, order: &Order, view: Option<&OrderView>, number: u8) -> Option<Who> {
		let details = view?.details.as_ref()?;
		let mut assignees = details.agreed.iter().flat_map(|agreed| &agreed.assignees);
		let assignee = assignees.find(|assignee| assignee.leg == number);
		let payee = || details.legs.iter().find(|leg| leg.leg == number).map(|leg| leg.payee);
		let account = assignee.map(|assignee| assignee.account).or_else(payee)?;
		let owner = self.directory.owner(account);
		owner.or_else(|| Some(self.receiver_of(order, &LegName::Number(number))))
	}

	/// Since when the clocks of an order stand still, if they do.
	pub(super) async fn stopped_since(&self, id: OrderId) -> anyhow::Result<Option<Moment>> {
		let details = self.view(id).await?.and_then(|view| view.details);
		Ok(details.and_then(|details| details.agreed?.stopped_since))
	}

	/// Whether an order is as the act at `place` leaves it, where that shows on it.
	pub(super) async fn is_so(&self, place: usize, asked: &Asked<'_>) -> anyhow::Result<bool> {
		let view = self.view(asked.id).await?;
		let dispute = view.as_ref().and_then(|view| view.dispute.as_ref());
		let agreed = view.as_ref().and_then(|view| view.details.as_ref()?.agreed.as_ref());
		let until = agreed.and_then(|agreed| agreed.freeze.as_ref()).map(|freeze| freeze.until);
		Ok(match &asked.action.act {
			Act::Dispute(_, InDispute::Open(side)) => dispute.is_some_and(|it| it.by == *side),
			Act::Dispute(_, InDispute::Answer(_)) => dispute.is_some_and(|it| it.answered),
			Act::Dispute(_, InDispute::Withdraw(_)) => dispute.is_none(),
			Act::Freeze(_, end) => until == Some(end.unwrap_or(absolute_end(asked.placed_under))),
			Act::Unfreeze(_) => until.is_none(),
			Act::Assign(_, name, to) => {
				let number = self.number_of(asked.order, view.as_ref(), name);
				let now = number.and_then(|it| self.receiver_now(asked.order, view.as_ref(), it));
				now == Some(*to)
			}
			Act::State(_, what) => {
				let witness = asked.action.by.map(|by| self.directory.id(by)).transpose()?;
				view.is_some_and(|view| is_stated(&view, asked.action, *what, witness))
			}
			Act::Extend(_) => {
				let (until, asks) = (asked.action.until, self.asks(place)?);
				view.is_some_and(|view| is_extended(&view, until, asks))
			}
			_ => false,
		})
	}
}

/// Whether the chain keeps no reference of an act, and the order shows it: one that is not refused leaves
/// the order otherwise than it found it.
pub(super) fn shows(act: &Act) -> bool {
	match act {
		Act::Dispute(_, said) => !matches!(said, InDispute::Resolve(_)),
		Act::Freeze(..) | Act::Unfreeze(_) | Act::Assign(..) => true,
		Act::State(..) | Act::Extend(_) => true,
		_ => false,
	}
}

/// The latest that an order whose reference has this date is kept (O7).
fn absolute_end(date: Date) -> Moment {
	let days = HOLD_DAYS_MAX.saturating_add(DISPUTE_DAYS_MAX);
	date.start().plus(days.saturating_mul(DAY_MS))
}

/// What an act says, as a commitment to its reference.
fn said_of(action: &Action) -> Commitment {
	Commitment(blake2_256(&[action.reference.as_bytes()]))
}
