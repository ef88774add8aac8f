// SPDX-License-Identifier: Apache-2.0

//! Who may get a part of an order, and how much of it: purposes and the one merchant (P5), consents
//! and ceilings of receivers (P4), share cap and levels of promoters (P6).

use crate::{
	plan::{is_merchants, merchant_of, platform_of, Party, Shelf},
	types::Leg,
	Config, Error, Pallet,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame::prelude::{ensure, DispatchResult};
use split_ledger_primitives::{
	ports::{AccountFacts, RulePart, Splits},
	AccountFlags, AccountNo, AccountType, Amount, OrderBody, ParticipantId, Purpose, Terms,
};

/// The whole, in millionths.
const WHOLE_PPM: u128 = 1_000_000;

impl<T: Config> Pallet<T> {
	/// Whether every account that gets a part can be planned to, and the merchant is named.
	pub(crate) fn ensure_payees(
		shelf: &mut Shelf<T>,
		body: &OrderBody,
		payer: &AccountFacts,
		parties: &[Party],
		parts: &[RulePart],
	) -> DispatchResult {
		for part in parts.iter().filter(|part| !part.amount.is_zero()) {
			let party = parties.iter().find(|party| party.slot == part.slot);
			let party = party.ok_or(Error::<T>::PartyMissing)?;
			Self::ensure_payee(body, payer, party, part.purpose)?;
			Self::ensure_goods(shelf, body, party, part.purpose)?;
		}
		Self::ensure_merchant(body, parties, parts)
	}

	/// Whether the account can be planned to at all. What may change until the release, such as a
	/// status bit, is not asked here: it parks (O6). A closed account never opens again.
	fn ensure_payee(
		body: &OrderBody,
		payer: &AccountFacts,
		party: &Party,
		purpose: Purpose,
	) -> DispatchResult {
		ensure!(party.account != body.payer, Error::<T>::PayerIsPayee);
		ensure!(party.facts.currency == payer.currency, Error::<T>::OtherCurrency);
		ensure!(!party.facts.flags.has(AccountFlags::CLOSED), Error::<T>::PayeeClosed);
		ensure!(party.facts.flags.fits(purpose), Error::<T>::PurposeUnfit);
		Ok(())
	}

	/// A price of goods goes to the one merchant, to suppliers, and to merchants under it: stores,
	/// headquarters and brand owners that it registered as such and that consented (P4, P5).
	fn ensure_goods(
		shelf: &mut Shelf<T>,
		body: &OrderBody,
		party: &Party,
		purpose: Purpose,
	) -> DispatchResult {
		let is_free = purpose != Purpose::Goods
			|| is_merchants(body, party)
			|| party.facts.flags.has(AccountFlags::SUPPLIER);
		if is_free {
			return Ok(());
		}
		let registered = merchant_of(&body.terms)
			.and_then(|merchant| T::Splits::receiver(shelf, merchant, party.account));
		let is_under_it = registered.is_some_and(|facts| facts.relation.is_sub_merchant());
		ensure!(is_under_it, Error::<T>::SecondMerchant);
		Ok(())
	}

	/// Exactly one merchant: the one that the order names, by an account of its own (P5). A leaf of
	/// the chosen case names it, also one that gets nothing of this order: a party that the case does
	/// not know would name anybody.
	fn ensure_merchant(body: &OrderBody, parties: &[Party], leaves: &[RulePart]) -> DispatchResult {
		let mut named = parties.iter().filter(|party| is_merchants(body, party));
		let is_leaf = |party: &Party| leaves.iter().any(|leaf| leaf.slot == party.slot);
		let is_transfer = matches!(body.terms, Terms::Transfer { .. });
		ensure!(is_transfer || named.any(is_leaf), Error::<T>::MerchantMissing);
		Ok(())
	}

	/// Whether nobody gets more of the merchant's order than it and its bank allow. A plain payment has
	/// no merchant, and no limits.
	pub(crate) fn ensure_limits(
		shelf: &mut Shelf<T>,
		body: &OrderBody,
		parties: &[Party],
		legs: &[Leg],
	) -> DispatchResult {
		let (Some(merchant), Some(platform)) = (merchant_of(&body.terms), platform_of(&body.terms))
		else {
			return Ok(());
		};
		let limits = T::Splits::merchant_limits(shelf, merchant);
		let shares = legs.iter().filter(|leg| leg.purpose.counts_to_share_cap());
		let taken = Amount::checked_sum(shares.map(|leg| leg.entitlement));
		let taken = taken.ok_or(Error::<T>::Overflow)?;
		let under_cap = is_within(taken, body.amount, limits.share_cap_ppm);
		ensure!(under_cap, Error::<T>::OverShareCap);

		let promoters = promoters(parties, legs, platform);
		let within_levels = promoters <= usize::from(limits.promoter_levels);
		ensure!(within_levels, Error::<T>::TooManyPromoters);
		Self::ensure_receivers(shelf, body.amount, merchant, platform, (parties, legs))
	}

	/// Whether everybody but merchant, platform and the tax office consented to be a receiver of the
	/// merchant, and gets no more of the order than was agreed (P4).
	fn ensure_receivers(
		shelf: &mut Shelf<T>,
		amount: Amount,
		merchant: ParticipantId,
		platform: ParticipantId,
		(parties, legs): (&[Party], &[Leg]),
	) -> DispatchResult {
		let mut received = BTreeMap::<AccountNo, Amount>::new();
		for leg in legs {
			let sum = received.entry(leg.payee).or_default();
			*sum = sum.checked_add(leg.entitlement).ok_or(Error::<T>::Overflow)?;
		}
		for (account, got) in received {
			let party = parties.iter().find(|party| party.account == account);
			let facts = party.ok_or(Error::<T>::PartyMissing)?.facts;
			let needs_none = [merchant, platform].contains(&facts.owner)
				|| facts.flags.account_type() == Some(AccountType::Tax)
				|| facts.flags.has(AccountFlags::ACCEPTS_ANYONE);
			if needs_none {
				continue;
			}
			let agreed = T::Splits::receiver(shelf, merchant, account);
			let agreed = agreed.ok_or(Error::<T>::ReceiverNotConsented)?;
			let within = is_within(got, amount, agreed.ceiling_ppm);
			ensure!(within, Error::<T>::OverReceiverCeiling);
		}
		Ok(())
	}
}

/// How many participants other than the platform get a commission.
fn promoters(parties: &[Party], legs: &[Leg], platform: ParticipantId) -> usize {
	let commissions = legs.iter().filter(|leg| leg.purpose == Purpose::Commission);
	let owners = commissions.filter_map(|leg| {
		let party = parties.iter().find(|party| party.account == leg.payee)?;
		Some(party.facts.owner).filter(|owner| *owner != platform)
	});
	owners.collect::<BTreeSet<_>>().len()
}

/// Whether a part is at most so many millionths of the whole, rounded down.
pub(crate) fn is_within(part: Amount, whole: Amount, ppm: u32) -> bool {
	// Both products are below 2^96; the part is a whole number, so the comparison rounds down.
	let allowed = whole.total().saturating_mul(ppm.into());
	part.total().saturating_mul(WHOLE_PPM) <= allowed
}
