// SPDX-License-Identifier: Apache-2.0

//! The plan of an order, computed once at placement (O2): everything that depends on order and rule
//! is checked here, so that nothing but account state and banks can fail later.

use crate::{types::Leg, Config, Error, Pallet};
use alloc::{vec, vec::Vec};
use frame::prelude::{ensure, BoundedVec, ConstU32, DispatchError, DispatchResult};
use split_ledger_primitives::{
	limits::{LEGS_MAX, SHARE_CAP_PERCENT},
	ports::{AccountFacts, LedgerBook, PlanRequest, RulePart, RulePlan, Splits},
	AccountFlags, AccountNo, Amount, Currency, OrderBody, ParticipantId, Purpose, Terms,
	Uncredited,
};

/// What an order is planned to do.
pub(crate) struct Planned {
	/// The legs, zero legs left out.
	pub(crate) legs: BoundedVec<Leg, ConstU32<LEGS_MAX>>,
	/// Which one is the merchant's.
	pub(crate) merchant_leg: Option<u8>,
	/// What becomes of a leg that cannot be credited.
	pub(crate) uncredited: Uncredited,
	/// How many legs the chosen case has, zero legs included: what the plan cost.
	pub(crate) leaves: u32,
}

/// An account that an order names, with its facts.
struct Party {
	slot: u8,
	account: AccountNo,
	facts: AccountFacts,
}

impl<T: Config> Pallet<T> {
	/// The plan of an order of this payer.
	pub(crate) fn plan<B: LedgerBook>(
		book: &mut B,
		shelf: &mut <T::Splits as Splits>::Shelf,
		body: &OrderBody,
		payer: &AccountFacts,
	) -> Result<Planned, DispatchError> {
		let (parties, RulePlan { parts, uncredited }) = match &body.terms {
			Terms::Transfer { to } => {
				let party = Party { slot: 0, account: *to, facts: book.account(*to)? };
				(vec![party], transfer_plan(body.amount))
			}
			Terms::Split { parties, inputs, .. } => {
				ensure_ascending(parties, Error::<T>::PartiesNotAscending)?;
				ensure_ascending(inputs, Error::<T>::InputsNotAscending)?;
				let parties = Self::parties(book, parties)?;
				let request = plan_request(body, payer.currency);
				let request = request.ok_or(Error::<T>::PlanNotWhole)?;
				(parties, T::Splits::plan(shelf, &request)?)
			}
		};
		let total = Amount::checked_sum(parts.iter().map(|part| part.amount));
		ensure!(total == Some(body.amount), Error::<T>::PlanNotWhole);

		let leaves = u32::try_from(parts.len()).unwrap_or(u32::MAX);
		let mut planned =
			Planned { legs: BoundedVec::new(), merchant_leg: None, uncredited, leaves };
		for part in parts.iter().filter(|part| !part.amount.is_zero()) {
			let party = parties.iter().find(|party| party.slot == part.slot);
			let party = party.ok_or(Error::<T>::PartyMissing)?;
			Self::ensure_payee(body, payer, party, part.purpose)?;
			let sold = part.purpose == Purpose::Goods && is_merchants(body, party);
			if planned.merchant_leg.is_none() && sold {
				planned.merchant_leg = Some(part.leg);
			}
			let leg = leg_of(part, party.account, party.facts.bank != payer.bank);
			planned.legs.try_push(leg).map_err(|_| Error::<T>::TooManyLegs)?;
		}
		Self::ensure_merchant(body, &parties, &parts)?;
		Self::ensure_under_share_cap(body.amount, &planned.legs)?;
		Ok(planned)
	}

	/// The legs of a body without any check: what a reader needs of an order that was placed.
	pub(crate) fn replan<B: LedgerBook>(
		book: &mut B,
		body: &OrderBody,
	) -> Result<Vec<Leg>, DispatchError> {
		let payer = book.account(body.payer)?;
		let RulePlan { parts, .. } = match plan_request(body, payer.currency) {
			None => transfer_plan(body.amount),
			Some(request) => T::Splits::replan(&request)?,
		};
		let legs = parts.iter().filter(|part| !part.amount.is_zero()).map(|part| {
			let payee = match &body.terms {
				Terms::Transfer { to } => Some(*to),
				Terms::Split { parties, .. } => {
					parties.iter().find(|party| party.0 == part.slot).map(|party| party.1)
				}
			};
			let payee = payee.ok_or(Error::<T>::PartyMissing)?;
			Ok(leg_of(part, payee, book.account(payee)?.bank != payer.bank))
		});
		legs.collect()
	}

	fn parties<B: LedgerBook>(
		book: &mut B,
		parties: &[(u8, AccountNo)],
	) -> Result<Vec<Party>, DispatchError> {
		let parties = parties.iter().map(|(slot, account)| {
			Ok(Party { slot: *slot, account: *account, facts: book.account(*account)? })
		});
		parties.collect()
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
		let second = purpose == Purpose::Goods
			&& !is_merchants(body, party)
			&& !party.facts.flags.has(AccountFlags::SUPPLIER);
		ensure!(!second, Error::<T>::SecondMerchant);
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

	/// Fees and commissions are at most 30 % of the amount, rounded down (P6).
	fn ensure_under_share_cap(amount: Amount, legs: &[Leg]) -> DispatchResult {
		let shares = legs.iter().filter(|leg| leg.purpose.counts_to_share_cap());
		let taken = Amount::checked_sum(shares.map(|leg| leg.entitlement));
		let taken = taken.ok_or(Error::<T>::Overflow)?;
		// Both products are below 2^71; `taken` is whole, so the comparison rounds the cap down.
		let allowed = amount.total().saturating_mul(SHARE_CAP_PERCENT.into());
		ensure!(taken.total().saturating_mul(100) <= allowed, Error::<T>::OverShareCap);
		Ok(())
	}
}

/// What the rule set is asked; none for a plain payment, which has no rule set (M5).
fn plan_request(body: &OrderBody, currency: Currency) -> Option<PlanRequest<'_>> {
	match &body.terms {
		Terms::Transfer { .. } => None,
		Terms::Split { platform, merchant, rules, attributes, inputs, .. } => Some(PlanRequest {
			platform: *platform,
			merchant: *merchant,
			rules: *rules,
			currency,
			amount: body.amount,
			attributes: *attributes,
			inputs,
			legs_max: body.legs_max,
		}),
	}
}

fn transfer_plan(amount: Amount) -> RulePlan {
	let part = RulePart { leg: 1, slot: 0, amount, purpose: Purpose::Transfer };
	RulePlan { parts: vec![part], uncredited: Uncredited::Park }
}

fn leg_of(part: &RulePart, payee: AccountNo, cross_bank: bool) -> Leg {
	Leg {
		leg: part.leg,
		payee,
		purpose: part.purpose,
		cross_bank,
		entitlement: part.amount,
		released: Amount::ZERO,
		refunded: Amount::ZERO,
		parked: None,
	}
}

/// Whether the account is the order's merchant's, as a merchant.
fn is_merchants(body: &OrderBody, party: &Party) -> bool {
	merchant_of(&body.terms) == Some(party.facts.owner)
		&& party.facts.flags.has(AccountFlags::MERCHANT)
}

/// The order's merchant; a plain payment has none.
pub(crate) fn merchant_of(terms: &Terms) -> Option<ParticipantId> {
	match terms {
		Terms::Transfer { .. } => None,
		Terms::Split { merchant, .. } => Some(*merchant),
	}
}

fn ensure_ascending<V, E: Into<DispatchError>>(list: &[(u8, V)], error: E) -> DispatchResult {
	ensure!(list.is_sorted_by(|a, b| a.0 < b.0), error.into());
	Ok(())
}
