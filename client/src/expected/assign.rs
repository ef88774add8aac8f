// SPDX-License-Identifier: Apache-2.0

//! Assignees: who gets what is released of a leg in its payee's place (O12).

use super::{acts::unknown_leg, Leg, Refusal, Run};
use crate::{
	agreed::Check,
	bundle::{LegName, Who},
};
use split_ledger_primitives::{Purpose, Role};

impl Leg {
	/// Who gets what is released of it.
	pub(super) fn receiver(&self) -> Who {
		self.assignee.unwrap_or(self.leaf.payee)
	}
}

impl Run<'_> {
	/// Who gets a leg gives what is not released of it to somebody else, or back to its payee.
	pub(super) fn assign(&mut self, place: usize, name: &LegName, to: Who) -> Result<(), Refusal> {
		let mut standing = self.standing(place)?.clone();
		let index = standing.leg_named(name).ok_or_else(unknown_leg)?;
		standing.ensure_not_stopped()?;
		let leg = &standing.legs[index];
		self.ensure_led(place, leg)?;
		if leg.unreleased.is_zero() {
			return Err(Refusal::of("nothing-to-assign", "nothing of the leg is unreleased"));
		}
		if leg.receiver() == to {
			return Err(Refusal::of("gets-it-already", "who is named gets the leg already"));
		}
		if leg.leaf.payee != to {
			self.check_assignee(place, leg, to)?;
		}
		let leg = &mut standing.legs[index];
		leg.assignee = (leg.leaf.payee != to).then_some(to);
		self.money.begin();
		standing.renew_promises(&mut self.money, self.bundle.orders[place].unit);
		self.money.accept().inspect_err(|_| self.money.undo())?;
		self.orders[place] = Some(standing);
		Ok(())
	}

	/// Nobody who pays for the order or decides about it, no platform, and no tax account.
	fn check_assignee(&self, place: usize, leg: &Leg, to: Who) -> Result<(), Refusal> {
		let order = &self.bundle.orders[place];
		let name = &self.bundle.participants.get(to).name;
		if order.stakes().any(|(funder, _)| funder == to) {
			return Err(Refusal::of("payer-is-payee", format!("{name} pays for the order")));
		}
		if order.resolver.is_some_and(|resolver| resolver.who == to) {
			return Err(Refusal::of("resolver-is-party", format!("{name} decides disputes")));
		}
		let clauses = order.milestones.iter().flat_map(|milestone| &milestone.clauses);
		let mut checks = clauses.flat_map(|clause| &clause.of);
		let asks_for = |check: &Check<Who>| matches!(check, Check::Evidence { attestors, .. } if attestors.contains(&to));
		if checks.any(asks_for) {
			return Err(Refusal::of("attestor-is-party", format!("{name} bears witness")));
		}
		let roles = self.bundle.participants.get(to).roles;
		let fits = !roles.has(Role::Platform) && !roles.has(Role::Tax);
		if !fits || leg.leaf.purpose == Purpose::Tax {
			return Err(Refusal::of("assignee-unfit", format!("{name} cannot get this leg")));
		}
		Ok(())
	}
}
