// SPDX-License-Identifier: Apache-2.0

//! Orders as the chain takes them. A body depends on the bundle and on the chain's own ids only, so
//! that a repeated order is the same to the byte.

use super::Importer;
use crate::{
	bundle::{ByClock, Order, Release, Who},
	rules::{attributes_of, cases_of, inputs_of, legs_stated},
};
use anyhow::{anyhow, Context};
use split_ledger_primitives::{
	limits::{INPUTS_MAX, PARTIES_MAX},
	AccountNo, Amount, CoverMode, Date, FundedPart, OrderBody, ParticipantId, ReleaseMode, Terms,
};
use split_rules::{Allocation, ValidRuleSet};
use std::collections::BTreeMap;

/// A place that no rule set gives: how a body names an input that its rule set does not know, so that
/// the chain can refuse it.
const NO_PLACE: u8 = u8::MAX;
/// An id that no participant has.
const NOBODY: ParticipantId = ParticipantId(u32::MAX);

impl Importer<'_> {
	/// The body of an order whose reference has this date.
	pub(super) fn body(&self, order: &Order, date: Date) -> anyhow::Result<OrderBody> {
		let (terms, legs_max) = match &order.rules {
			None => {
				let (_, payee) = order.parties.first().context("a transfer has one party")?;
				(Terms::Transfer { to: self.directory.account_no(*payee, order.unit)? }, 1)
			}
			Some(name) => self.split_terms(order, name)?,
		};
		let funders = order.funders.iter().map(|(who, amount)| {
			let account = self.directory.account_no(*who, order.unit)?;
			anyhow::Ok(FundedPart { account, amount: *amount, mandate: None })
		});
		let funders = funders.collect::<Result<Vec<_>, _>>()?;
		Ok(OrderBody {
			reference: super::references::reference(&order.reference, date)?,
			payer: self.directory.account_no(order.payer, order.unit)?,
			amount: order.amount,
			terms,
			release: self.release_of(order)?,
			legs_max,
			end_to_end: None,
			not_after: None,
			buyer: None,
			funders: funders.try_into().map_err(|_| anyhow!("too many funders"))?,
			mandate: order.mandate.map(|place| self.mandate_no(place)),
			group: order.group.map(|place| self.group_no(place)),
			dispute: self.dispute_terms(order)?,
		})
	}

	fn split_terms(&self, order: &Order, name: &str) -> anyhow::Result<(Terms, u8)> {
		let rules = self.bundle.rules.get(name).context("a rule set of the bundle")?;
		let allocations = allocations_of(order, rules);
		let all = &self.bundle.participants;
		let (platform, merchant) = (order.platform(all), order.merchant(all));
		let id = |who: Option<Who>| who.map_or(Ok(NOBODY), |who| self.directory.id(who));
		let parties = self.parties(order, rules, &allocations)?;
		let terms = Terms::Split {
			platform: id(platform)?,
			merchant: id(merchant)?,
			rules: self.hash_of_rules(name)?,
			attributes: attributes_of(&order.labels, rules.rule_set()),
			parties: parties.try_into().map_err(|_| anyhow!("too many parties"))?,
			inputs: inputs(order, rules).try_into().map_err(|_| anyhow!("too many inputs"))?,
		};
		Ok((terms, legs_stated(rules, order.amount, &order.labels)))
	}

	/// What the rules made of an order that was placed. Where its moment decided between several cases,
	/// it is the one whose legs have these payees.
	pub(super) fn allocation_of(
		&self,
		order: &Order,
		rules: &ValidRuleSet,
		payees: &BTreeMap<u8, AccountNo>,
	) -> Option<Allocation> {
		let slots = &rules.rule_set().slots;
		let is_for = |slot: u8, payee: AccountNo| {
			let Some(slot) = slots.get(usize::from(slot)) else { return false };
			// Of an order of a group also whom it names in the leader's place.
			let fillers = [order.party(slot), self.filler(order, slot)];
			let mut fillers = fillers.into_iter().flatten();
			fillers.any(|who| self.directory.account_no(who, order.unit).ok() == Some(payee))
		};
		let fits = |found: &Allocation| {
			let mut payees = payees.iter();
			payees.all(|(leg, payee)| {
				let planned = found.legs.iter().find(|planned| planned.leg == *leg);
				planned.is_some_and(|planned| is_for(planned.slot, *payee))
			})
		};
		let mut found = allocations_of(order, rules);
		match found.len() {
			0 | 1 => found.pop(),
			_ => found.into_iter().find(fits),
		}
	}

	/// The parties that the cases use which the order may fall under.
	fn parties(
		&self,
		order: &Order,
		rules: &ValidRuleSet,
		allocations: &[Allocation],
	) -> anyhow::Result<Vec<(u8, AccountNo)>> {
		let slots = &rules.rule_set().slots;
		let is_used = |place: u8| {
			let mut legs = allocations.iter().flat_map(|found| &found.legs);
			allocations.is_empty() || legs.any(|leg| leg.slot == place)
		};
		let mut parties = BTreeMap::new();
		for (slot, who) in &order.parties {
			let place = slots.iter().position(|known| known == slot);
			let place = place.and_then(|place| u8::try_from(place).ok());
			if let Some(place) = place.filter(|place| is_used(*place)) {
				parties.insert(place, self.directory.account_no(*who, order.unit)?);
			}
		}
		// Only where no case could be found, or several, can there be more; then the chain refuses it anyway.
		Ok(parties.into_iter().take(PARTIES_MAX as usize).collect())
	}
}

/// What the rules make of an order: by each case that it may fall under whenever it is placed, as far
/// as the case can divide it. Free of time and state.
pub(super) fn allocations_of(order: &Order, rules: &ValidRuleSet) -> Vec<Allocation> {
	let Ok(inputs) = inputs_of(&order.inputs, rules.rule_set()) else { return Vec::new() };
	let cases = cases_of(rules, order.amount, &order.labels);
	cases.filter_map(|case| case.allocate(&inputs).ok()).collect()
}

/// The inputs by their place. An input that the rule set does not have is sent as one that no case
/// takes, so that the chain refuses this order and no other.
fn inputs(order: &Order, rules: &ValidRuleSet) -> Vec<(u8, Amount)> {
	match inputs_of(&order.inputs, rules.rule_set()) {
		Ok(inputs) if inputs.len() <= INPUTS_MAX as usize => inputs,
		_ => vec![(NO_PLACE, Amount::ZERO)],
	}
}

/// When the money leaves the payer, as the chain takes it. Cover is promised at placement.
pub(crate) fn release_mode(release: &Release) -> ReleaseMode {
	match release {
		Release::Now => ReleaseMode::Now,
		Release::Hold { by_clock, deadline, expiry } => {
			let (deadline, expiry, cover) = (*deadline, *expiry, CoverMode::AtPlacement);
			match *by_clock {
				ByClock::Never => ReleaseMode::Held { after: None, deadline, expiry, cover },
				ByClock::After(moment) => {
					ReleaseMode::Held { after: Some(moment), deadline, expiry, cover }
				}
				ByClock::NextDate => ReleaseMode::NextDate { deadline, expiry, cover },
			}
		}
	}
}
