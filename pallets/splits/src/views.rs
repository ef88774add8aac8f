// SPDX-License-Identifier: Apache-2.0

//! What the chain answers when it is asked about rule sets.

use crate::{content, Config, Error, Pallet, RuleSets, Standings};
use alloc::{string::String, vec::Vec};
use frame::prelude::*;
use split_ledger_primitives::{
	limits::RULE_SET_BYTES_MAX,
	views::{PreviewLeg, PreviewRequest, PreviewView, RuleSetView, RulesArg},
	Amount, Attributes, RuleHash,
};
use split_rules::{Step, ValidRuleSet};

/// The most platforms that an answer names.
const PLATFORMS_MAX: usize = 100;

impl<T: Config> Pallet<T> {
	/// A rule set with where it stands for its platforms, 100 at most; `None` for a hash that was
	/// never published.
	pub fn rule_set(rules: RuleHash) -> Option<RuleSetView> {
		let content = RuleSets::<T>::get(rules)?.into_inner();
		let approvals = Standings::<T>::iter_prefix(rules).take(PLATFORMS_MAX);
		let approvals = approvals.map(|(platform, standing)| standing.view(platform)).collect();
		Some(RuleSetView { hash: rules, content, approvals })
	}

	/// What a rule set makes of an amount, whether it is published or only proposed. It changes
	/// nothing and asks for no approval and no acceptance.
	pub fn preview_request(request: &PreviewRequest) -> Result<PreviewView, DispatchError> {
		let PreviewRequest { rules, amount, attributes, inputs } = request;
		match rules {
			RulesArg::Hash(rules) => Self::preview(*rules, *amount, attributes, inputs),
			RulesArg::Content(content) => Self::preview_of(content, *amount, attributes, inputs),
		}
	}

	/// What a published rule set makes of an amount, with the reason for each leaf.
	pub fn preview(
		rules: RuleHash,
		amount: Amount,
		attributes: &Attributes,
		inputs: &[(u8, Amount)],
	) -> Result<PreviewView, DispatchError> {
		let content = RuleSets::<T>::get(rules).ok_or(Error::<T>::UnknownRuleSet)?;
		explained::<T>(&content::stored::<T>(&content)?, amount, attributes, inputs)
	}

	/// What the encoded rule set makes of an amount, with the reason for each leaf. Nobody has to have
	/// published it; it is validated first, as publishing it would.
	pub fn preview_of(
		content: &[u8],
		amount: Amount,
		attributes: &Attributes,
		inputs: &[(u8, Amount)],
	) -> Result<PreviewView, DispatchError> {
		ensure!(content.len() <= RULE_SET_BYTES_MAX as usize, Error::<T>::TooLarge);
		let rule_set = content::read(content).ok_or(Error::<T>::BadContent)?;
		let rules = rule_set.validate().map_err(|fault| Error::<T>::from(fault.error))?;
		explained::<T>(&rules, amount, attributes, inputs)
	}
}

fn explained<T: Config>(
	rules: &ValidRuleSet,
	amount: Amount,
	attributes: &Attributes,
	inputs: &[(u8, Amount)],
) -> Result<PreviewView, DispatchError> {
	let explanation = rules.explain(amount, attributes, inputs).map_err(Error::<T>::from)?;
	let legs: Vec<_> = explanation.legs.into_iter().map(|step| leg(rules, step)).collect();
	Ok(PreviewView { case: explanation.case.into(), legs })
}

fn leg(rules: &ValidRuleSet, step: Step) -> PreviewLeg {
	let Step { part, because } = step;
	let slot = rules.rule_set().slots.get(usize::from(part.slot));
	// A valid rule set names every slot that it pays.
	let slot: String = slot.cloned().unwrap_or_default();
	PreviewLeg { leg: part.leg, slot, amount: part.amount, purpose: part.purpose, because }
}
