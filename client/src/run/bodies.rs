// SPDX-License-Identifier: Apache-2.0

//! Orders as the chain takes them. A body depends on the bundle and on the chain's own ids only, so
//! that a repeated order is the same to the byte.

use super::Importer;
use crate::{
	bundle::{ByClock, Order, Release, Who},
	rules::{attributes_of, inputs_of, legs_stated},
};
use anyhow::{anyhow, Context};
use split_ledger_primitives::{
	limits::{INPUTS_MAX, PARTIES_MAX},
	AccountNo, Amount, CoverMode, Date, OrderBody, ParticipantId, ReleaseMode, Terms,
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
		Ok(OrderBody {
			reference: super::references::reference(&order.reference, date)?,
			payer: self.directory.account_no(order.payer, order.unit)?,
			amount: order.amount,
			terms,
			release: release_mode(&order.release),
			legs_max,
			end_to_end: None,
			not_after: None,
			buyer: None,
		})
	}

	fn split_terms(&self, order: &Order, name: &str) -> anyhow::Result<(Terms, u8)> {
		let rules = self.bundle.rules.get(name).context("a rule set of the bundle")?;
		let allocation = allocation_of(order, rules);
		let all = &self.bundle.participants;
		let (platform, merchant) = (order.platform(all), order.merchant(all));
		let id = |who: Option<Who>| who.map_or(Ok(NOBODY), |who| self.directory.id(who));
		let parties = self.parties(order, rules, allocation.as_ref())?;
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

	/// The parties that the case uses.
	fn parties(
		&self,
		order: &Order,
		rules: &ValidRuleSet,
		allocation: Option<&Allocation>,
	) -> anyhow::Result<Vec<(u8, AccountNo)>> {
		let slots = &rules.rule_set().slots;
		let is_used = |place: u8| {
			allocation.is_none_or(|found| found.legs.iter().any(|leg| leg.slot == place))
		};
		let mut parties = BTreeMap::new();
		for (slot, who) in &order.parties {
			let place = slots.iter().position(|known| known == slot);
			let place = place.and_then(|place| u8::try_from(place).ok());
			if let Some(place) = place.filter(|place| is_used(*place)) {
				parties.insert(place, self.directory.account_no(*who, order.unit)?);
			}
		}
		// Only where no case could be found can there be more; then the chain refuses it anyway.
		Ok(parties.into_iter().take(PARTIES_MAX as usize).collect())
	}
}

/// What the rules make of an order, if they make anything of it. Free of time and state.
pub(super) fn allocation_of(order: &Order, rules: &ValidRuleSet) -> Option<Allocation> {
	let set = rules.rule_set();
	let inputs = inputs_of(&order.inputs, set).ok()?;
	rules.allocate(order.amount, &attributes_of(&order.labels, set), &inputs).ok()
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
