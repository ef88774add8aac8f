// SPDX-License-Identifier: Apache-2.0

//! Assignees: somebody gets what is released of a leg in its payee's place (O12).

use super::{ensure, milestones::ensure_runs, refuse, Kind, Leg, Order, Outcome, Plain};
use split_ledger_primitives::{AccountNo, OrderId, ParticipantId, Purpose, Role};

impl Plain {
	/// Lets somebody else get what is released of a leg, or its payee again (O12).
	pub(crate) fn assign(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		number: u8,
		to: Option<AccountNo>,
	) -> Outcome {
		let mut order = self.open_order(id)?;
		let Some(leg) = order.legs.iter().find(|leg| leg.number == number).copied() else {
			return refuse("Escrow::UnknownLeg");
		};
		let from = order.receiver(&leg);
		ensure(self.speaks_for(by, from), "Escrow::NotEntitled")?;
		ensure_runs(&order)?;
		self.ensure_before_deadline(&order)?;
		ensure(!order.leader_legs.contains(&number), "Escrow::GroupNotComplete")?;
		ensure(leg.rest() > 0, "Escrow::NothingToAssign")?;
		let to = to.unwrap_or(leg.payee);
		ensure(to != from, "Escrow::GetsItAlready")?;
		order.assignees.remove(&number);
		if to != leg.payee {
			self.ensure_assignable(&order, &leg, to)?;
			order.assignees.insert(number, to);
		}
		self.item_on(&mut order, |_, _| Ok(()))?;
		self.write(order);
		Ok(())
	}

	fn ensure_assignable(&self, order: &Order, leg: &Leg, to: AccountNo) -> Outcome {
		let row = self.account(to);
		ensure(!order.is_funded_from(to), "Escrow::PayerIsPayee")?;
		let resolver = order.dispute_terms.map(|terms| terms.resolver);
		ensure(resolver != Some(row.owner), "Escrow::ResolverIsParty")?;
		let of_platform =
			row.is(Role::Platform) || order.deal.is_some_and(|deal| deal.1 == row.owner);
		let fits = row.kind == Kind::Current && !of_platform && leg.purpose != Purpose::Tax;
		ensure(fits, "Escrow::AssigneeUnfit")?;
		ensure(!order.names_witness(row.owner), "Escrow::AttestorIsParty")
	}
}
