// SPDX-License-Identifier: Apache-2.0

//! What the chain answers when it is asked about rule sets, receivers and limits.

use crate::{
	content, Config, Error, LimitsOf, Pallet, Proposals, Receiver, Receivers, RuleSets, Standings,
};
use alloc::{string::String, vec::Vec};
use frame::prelude::*;
use split_ledger_primitives::{
	limits::RULE_SET_BYTES_MAX,
	ports::{AccountOwners, Clock},
	views::{
		MerchantLimitsView, PreviewLeg, PreviewRequest, PreviewView, ReceiverView, RuleSetView,
		RulesArg,
	},
	AccountNo, Amount, ParticipantId, RuleHash,
};
use split_rules::{Chosen, Step, ValidRuleSet};

/// The most platforms that an answer names.
const PLATFORMS_MAX: usize = 100;
/// The most receivers that an answer names.
pub(crate) const RECEIVERS_PAGE_MAX: u32 = 100;

impl<T: Config> Pallet<T> {
	/// A rule set with where it stands for its platforms, 100 at most; `None` for a hash that was
	/// never published.
	pub fn rule_set(rules: RuleHash) -> Option<RuleSetView> {
		let content = RuleSets::<T>::get(rules)?.into_inner();
		// The first byte of a rule set is its semantics, whichever it has.
		let semantics = content.first().copied()?;
		let approvals = Standings::<T>::iter_prefix(rules).take(PLATFORMS_MAX);
		let approvals = approvals.map(|(platform, standing)| standing.view(platform)).collect();
		Some(RuleSetView { hash: rules, semantics, content, approvals })
	}

	/// What a rule set makes of an amount, with the reason for each leaf, whether it is published
	/// or only proposed; what is not published is validated first, as publishing it would. It
	/// changes nothing and asks for no approval and no acceptance.
	pub fn preview_request(request: &PreviewRequest) -> Result<PreviewView, DispatchError> {
		let PreviewRequest { rules, amount, attributes, inputs, moment } = request;
		let rules = match rules {
			RulesArg::Hash(rules) => Self::published(*rules)?,
			RulesArg::Content(content) => proposed::<T>(content)?,
		};
		let moment = moment.unwrap_or_else(T::Clock::now);
		let chosen = rules.choose(*amount, attributes, moment).map_err(Error::<T>::from)?;
		explained::<T>(&rules, &chosen, inputs)
	}

	/// What a published rule set made of an order that was planned by this case, with the reason
	/// for each leaf.
	pub fn explain(
		rules: RuleHash,
		case: u8,
		amount: Amount,
		inputs: &[(u8, Amount)],
	) -> Result<PreviewView, DispatchError> {
		let rules = Self::published(rules)?;
		let chosen = rules.chosen_case(case, amount).map_err(Error::<T>::from)?;
		explained::<T>(&rules, &chosen, inputs)
	}

	/// A receiver of a merchant, consented or not; `None` where the merchant did not add the
	/// account.
	pub fn receiver_of(merchant: ParticipantId, account: AccountNo) -> Option<ReceiverView> {
		Self::receiver_view(merchant, account, Receivers::<T>::get(merchant, account.key())?)
	}

	/// The receivers of a merchant in the order of their account numbers, from the number `from`
	/// on, at most `limit` and never more than 100. The next page begins after the last number of
	/// this one.
	pub fn receivers_of(merchant: ParticipantId, from: AccountNo, limit: u32) -> Vec<ReceiverView> {
		let rows = match from.0.checked_sub(1) {
			Some(before) => {
				let before = Receivers::<T>::hashed_key_for(merchant, AccountNo(before).key());
				Receivers::<T>::iter_prefix_from(merchant, before)
			}
			None => Receivers::<T>::iter_prefix(merchant),
		};
		let limit = usize::try_from(limit.min(RECEIVERS_PAGE_MAX)).unwrap_or_default();
		rows.take(limit)
			.filter_map(|(account, row)| Self::receiver_view(merchant, account.number(), row))
			.collect()
	}

	/// How many receivers a merchant has.
	pub fn receiver_count(merchant: ParticipantId) -> u32 {
		crate::ReceiverCounts::<T>::get(merchant)
	}

	/// The limits of a merchant and what they come from; those of everybody for an id that is no
	/// merchant.
	pub fn limits_of(merchant: ParticipantId) -> MerchantLimitsView {
		let (consortium, own) = (Self::consortium_limits(), LimitsOf::<T>::get(merchant));
		MerchantLimitsView {
			merchant,
			effective: Self::limits_within(consortium, own),
			own: own.map(|own| own.limits),
			consortium,
			pending: Proposals::<T>::get(merchant).map(|proposal| proposal.limits),
		}
	}

	fn receiver_view(
		merchant: ParticipantId,
		account: AccountNo,
		row: Receiver,
	) -> Option<ReceiverView> {
		let of_account = T::Accounts::account_owner(account)?;
		Some(ReceiverView {
			merchant,
			account,
			owner: of_account.owner,
			bank: of_account.bank,
			currency: of_account.currency,
			relation: row.relation,
			ceiling_ppm: row.ceiling_ppm,
			consented: row.consent.is_some(),
			platform_returns: row.consent.is_some_and(|consent| consent.platform_returns),
		})
	}

	fn published(rules: RuleHash) -> Result<ValidRuleSet, Error<T>> {
		let content = RuleSets::<T>::get(rules).ok_or(Error::<T>::UnknownRuleSet)?;
		content::stored::<T>(&content)
	}
}

fn proposed<T: Config>(content: &[u8]) -> Result<ValidRuleSet, Error<T>> {
	ensure!(content.len() <= RULE_SET_BYTES_MAX as usize, Error::<T>::TooLarge);
	let rule_set = content::read(content).ok_or(Error::<T>::BadContent)?;
	rule_set.validate().map_err(|fault| Error::<T>::from(fault.error))
}

fn explained<T: Config>(
	rules: &ValidRuleSet,
	chosen: &Chosen<'_>,
	inputs: &[(u8, Amount)],
) -> Result<PreviewView, DispatchError> {
	let explanation = chosen.explain(inputs).map_err(Error::<T>::from)?;
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
