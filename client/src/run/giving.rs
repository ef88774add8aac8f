// SPDX-License-Identifier: Apache-2.0

//! Refunds, returns and collections as calls of the chain.

use super::{
	acted::Seen, bodies::allocations_of, disputes::shows, references::reference, Importer,
};
use crate::{
	bundle::{Action, LegName, Order, Who},
	chain::{Call, OrderHead},
	expected::Run,
};
use split_ledger_primitives::{
	views::{LegView, LiensView, OrderView},
	Amount, Date, Domain, OrderBody, OrderId,
};

/// What is asked back of an order.
pub(super) struct Asked<'a> {
	pub(super) order: &'a Order,
	pub(super) id: OrderId,
	/// The date of the order's reference.
	pub(super) placed_under: Date,
	/// The act.
	pub(super) action: &'a Action,
	/// The date of the act's reference.
	pub(super) date: Date,
}

/// What the model tells of each action before it is done.
pub(super) struct Foreseen {
	/// Whether what comes of it depends on what others have on their accounts: then it stands alone,
	/// before and behind everything else.
	pub(super) alone: Vec<bool>,
	/// Whether the clock has to do something on the order afterwards.
	pub(super) is_due: Vec<bool>,
	/// What an earlier run may have done, as the orders show.
	pub(super) seen: Seen,
}

impl Importer<'_> {
	/// A refund. An order that has ended needs its body, which the bundle makes again.
	pub(super) async fn refund_call(
		&self,
		asked: Asked<'_>,
		amount: Option<Amount>,
	) -> anyhow::Result<Call> {
		let amount = match amount {
			Some(amount) => amount,
			None => {
				let details = self.in_full(asked.id).await?.and_then(|view| view.details);
				details.map(|details| details.refundable).unwrap_or_default()
			}
		};
		let body = self.body_if_ended(&asked).await?;
		let reference = reference(&asked.action.reference, asked.date)?;
		Ok(Call::refund(&reference, asked.id, amount, body.as_ref()))
	}

	/// A return of a leg. A leg that the order does not have is sent as number 0, which none has: the
	/// chain refuses it.
	pub(super) async fn return_call(
		&self,
		asked: Asked<'_>,
		name: &LegName,
		amount: Option<Amount>,
	) -> anyhow::Result<Call> {
		let needs_legs = amount.is_none() || matches!(name, LegName::Slot(_));
		let details = match needs_legs {
			true => self.in_full(asked.id).await?.and_then(|view| view.details),
			false => None,
		};
		let legs = details.map(|details| details.legs).unwrap_or_default();
		let number = match name {
			LegName::Number(number) => *number,
			LegName::Slot(slot) => self.leg_of_slot(asked.order, slot, &legs).unwrap_or_default(),
		};
		let leg = legs.iter().find(|leg| leg.leg == number);
		let amount = amount.unwrap_or_else(|| leg.map(returnable).unwrap_or_default());
		let body = self.body_if_ended(&asked).await?;
		let reference = reference(&asked.action.reference, asked.date)?;
		Ok(Call::return_leg(&reference, asked.id, number, amount, body.as_ref()))
	}

	/// The first leg of a slot that gets anything.
	pub(super) fn leg_of_slot(&self, order: &Order, slot: &str, legs: &[LegView]) -> Option<u8> {
		let rules = self.bundle.rules.get(order.rules.as_ref()?)?;
		let payees = legs.iter().map(|leg| (leg.leg, leg.payee)).filter(|(leg, _)| *leg > 0);
		let found = self.allocation_of(order, rules, &payees.collect())?;
		let place = rules.rule_set().slots.iter().position(|known| known == slot)?;
		let mut parts = found.legs.iter().filter(|part| !part.amount.is_zero());
		parts.find(|part| usize::from(part.slot) == place).map(|part| part.leg)
	}

	/// Who gave back what was released to it: the party of the slot, or of the leg of this number. Where
	/// nobody is, the payer stands for it, and the chain refuses the act.
	pub(super) fn receiver_of(&self, order: &Order, name: &LegName) -> Who {
		let of_number = |number: u8| {
			let Some(rules) = order.rules.as_ref().and_then(|name| self.bundle.rules.get(name))
			else {
				return order.parties.first().map(|(_, who)| *who).filter(|_| number == 1);
			};
			let found = allocations_of(order, rules);
			let mut parts = found.iter().flat_map(|found| &found.legs);
			let part = parts.find(|part| part.leg == number)?;
			order.party(rules.rule_set().slots.get(usize::from(part.slot))?)
		};
		let receiver = match name {
			LegName::Number(number) => of_number(*number),
			LegName::Slot(slot) => self.filler(order, slot),
		};
		receiver.unwrap_or(order.payer)
	}

	/// What must be collected from a participant: on each of its accounts that owes something, or on
	/// the first one, so that the chain says why there is nothing.
	pub(super) async fn collect_calls(&self, who: Who) -> anyhow::Result<Vec<Call>> {
		let block = self.chain.final_block().await?;
		let mut calls = Vec::new();
		let mut first = None;
		for unit in self.bundle.participants.get(who).accounts.keys() {
			let account = self.directory.account_no(who, *unit)?;
			first = first.or(Some(account));
			let owed: LiensView = self.chain.ask(block, "LedgerApi_liens", &account).await?;
			if !owed.liens.is_empty() {
				calls.push(Call::collect(account));
			}
		}
		if calls.is_empty() {
			calls.extend(first.map(Call::collect));
		}
		Ok(calls)
	}

	async fn in_full(&self, id: OrderId) -> anyhow::Result<Option<OrderView>> {
		self.chain.order_in_full(self.chain.final_block().await?, id).await
	}

	pub(super) async fn body_if_ended(
		&self,
		asked: &Asked<'_>,
	) -> anyhow::Result<Option<OrderBody>> {
		let block = self.chain.final_block().await?;
		let key = super::references::storage_of(Domain::Order, asked.id);
		match self.chain.read(block, &key).await? {
			Some(OrderHead::Ended { .. }) => self.body(asked.order, asked.placed_under).map(Some),
			Some(OrderHead::Held { .. }) | None => Ok(None),
		}
	}

	/// What the model tells of the actions before they are done.
	pub(super) async fn foresee(&mut self) -> anyhow::Result<Foreseen> {
		let end = self.chain.final_block().await?;
		let times = self.times(end).await?;
		let run = Run::of(self.bundle, times);
		let acts = self.bundle.actions.iter().zip(run.done());
		let is_seen = acts.map(|(action, done)| *done && shows(&action.act)).collect();
		Ok(Foreseen {
			alone: run.on_accounts().to_vec(),
			is_due: run.is_due().to_vec(),
			seen: Seen::of(is_seen),
		})
	}
}

/// What the receiver of a leg got and did not give back.
fn returnable(leg: &LegView) -> Amount {
	let back = [leg.returned, leg.given];
	back.iter().fold(leg.released, |rest, part| rest.checked_sub(*part).unwrap_or_default())
}
