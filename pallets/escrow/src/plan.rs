// SPDX-License-Identifier: Apache-2.0

//! The plan of an order, computed once at placement (O2). What depends on order and rule is checked in
//! [`crate::payees`], so that nothing but account state and banks can fail later.

use crate::{standing::Merchant, types::Leg, Config, Error, Pallet};
use alloc::{vec, vec::Vec};
use frame::prelude::{ensure, BoundedVec, ConstU32, DispatchError, DispatchResult};
use split_ledger_primitives::{
	limits::LEGS_MAX,
	ports::{AccountFacts, Clock, LedgerBook, PlanRequest, RulePart, RulePlan, Splits},
	AccountFlags, AccountNo, Amount, Currency, Moment, OrderBody, ParticipantId, Purpose,
	RefundTerms, Terms, Uncredited,
};

/// The rule sets of a call: each is read once, however many orders name it.
pub(crate) type Shelf<T> = <<T as Config>::Splits as Splits>::Shelf;

/// What an order is planned to do.
pub(crate) struct Planned {
	/// The case that was chosen; 0 for a plain payment.
	pub(crate) case: u8,
	/// The legs, zero legs left out.
	pub(crate) legs: BoundedVec<Leg, ConstU32<LEGS_MAX>>,
	/// Which one is the merchant's.
	pub(crate) merchant_leg: Option<u8>,
	/// The merchant's account, also where it has no leg.
	pub(crate) merchant_account: Option<AccountNo>,
	/// What becomes of a leg that cannot be credited.
	pub(crate) uncredited: Uncredited,
	/// How the order is refunded.
	pub(crate) refund: RefundTerms,
	/// The slot of each leg.
	pub(crate) slots: Vec<u8>,
	/// How many legs the chosen case has, zero legs included: what the plan cost.
	pub(crate) leaves: u32,
}

/// An account that an order names, with its facts.
pub(crate) struct Party {
	pub(crate) slot: u8,
	pub(crate) account: AccountNo,
	pub(crate) facts: AccountFacts,
}

impl Planned {
	/// Where the merchant's money counts.
	pub(crate) fn merchant(&self) -> Option<Merchant> {
		Merchant::of(self.merchant_leg, self.merchant_account)
	}
}

impl<T: Config> Pallet<T> {
	/// The plan of an order of this payer, with every check.
	pub(crate) fn plan<B: LedgerBook>(
		book: &mut B,
		shelf: &mut Shelf<T>,
		body: &OrderBody,
		payer: &AccountFacts,
	) -> Result<Planned, DispatchError> {
		if let Terms::Split { parties, inputs, .. } = &body.terms {
			ensure_ascending(parties, Error::<T>::PartiesNotAscending)?;
			ensure_ascending(inputs, Error::<T>::InputsNotAscending)?;
		}
		let parties = Self::parties(book, &body.terms)?;
		let plan = match plan_request(body, payer.currency, T::Clock::now()) {
			None => transfer_plan(body.amount),
			Some(request) => T::Splits::plan(shelf, &request)?,
		};
		let total = Amount::checked_sum(plan.parts.iter().map(|part| part.amount));
		ensure!(total == Some(body.amount), Error::<T>::PlanNotWhole);
		Self::ensure_payees(shelf, body, payer, &parties, &plan.parts)?;
		let planned = Self::planned(body, &parties, plan)?;
		Self::ensure_limits(shelf, body, &parties, &planned.legs)?;
		Ok(planned)
	}

	/// The plan of an order that was placed, by the case that was chosen then, without any check.
	pub(crate) fn replan<B: LedgerBook>(
		book: &mut B,
		shelf: &mut Shelf<T>,
		body: &OrderBody,
		case: u8,
	) -> Result<Planned, DispatchError> {
		let payer = book.account(body.payer)?;
		let parties = Self::parties(book, &body.terms)?;
		let plan = match plan_request(body, payer.currency, T::Clock::now()) {
			None => transfer_plan(body.amount),
			Some(request) => T::Splits::replan(shelf, &request, case)?,
		};
		let mut planned = Self::planned(body, &parties, plan)?;
		Self::with_leader(book, body, &mut planned)?;
		Ok(planned)
	}

	/// The legs, and where the merchant's money goes.
	fn planned(
		body: &OrderBody,
		parties: &[Party],
		plan: RulePlan,
	) -> Result<Planned, DispatchError> {
		let RulePlan { case, parts, uncredited, refund } = plan;
		let mut planned = Planned {
			case,
			legs: BoundedVec::new(),
			merchant_leg: None,
			merchant_account: merchants_account(body, parties, &parts),
			uncredited,
			refund,
			slots: Vec::new(),
			leaves: u32::try_from(parts.len()).unwrap_or(u32::MAX),
		};
		for part in parts.iter().filter(|part| !part.amount.is_zero()) {
			let party = parties.iter().find(|party| party.slot == part.slot);
			let party = party.ok_or(Error::<T>::PartyMissing)?;
			let of_merchant = is_owned_by_merchant(body, party);
			if planned.merchant_leg.is_none() && part.purpose == Purpose::Goods && of_merchant {
				planned.merchant_leg = Some(part.leg);
				planned.merchant_account = Some(party.account);
			}
			let leg = leg_of(part, party, of_merchant);
			planned.legs.try_push(leg).map_err(|_| Error::<T>::TooManyLegs)?;
			planned.slots.push(part.slot);
		}
		Ok(planned)
	}

	fn parties<B: LedgerBook>(book: &mut B, terms: &Terms) -> Result<Vec<Party>, DispatchError> {
		let named = match terms {
			Terms::Transfer { to } => vec![(0, *to)],
			Terms::Split { parties, .. } => parties.to_vec(),
		};
		let parties = named
			.into_iter()
			.map(|(slot, account)| Ok(Party { slot, account, facts: book.account(account)? }));
		parties.collect()
	}
}

/// What the rule set is asked; none for a plain payment, which has no rule set (M5).
fn plan_request(body: &OrderBody, currency: Currency, now: Moment) -> Option<PlanRequest<'_>> {
	match &body.terms {
		Terms::Transfer { .. } => None,
		Terms::Split { platform, merchant, rules, attributes, inputs, .. } => Some(PlanRequest {
			platform: *platform,
			merchant: *merchant,
			rules: *rules,
			currency,
			amount: body.amount,
			attributes: *attributes,
			now,
			inputs,
			legs_max: body.legs_max,
		}),
	}
}

fn transfer_plan(amount: Amount) -> RulePlan {
	let part = RulePart { leg: 1, slot: 0, amount, purpose: Purpose::Transfer };
	let refund = RefundTerms::default();
	RulePlan { case: 0, parts: vec![part], uncredited: Uncredited::Park, refund }
}

fn leg_of(part: &RulePart, party: &Party, of_merchant: bool) -> Leg {
	Leg {
		leg: part.leg,
		payee: party.account,
		purpose: part.purpose,
		bank: party.facts.bank,
		of_merchant,
		entitlement: part.amount,
		released: Amount::ZERO,
		refunded: Amount::ZERO,
		parked: None,
	}
}

/// The merchant's account where it has no leg above zero: that of the first leaf that it has. What it
/// pays itself from cannot be paid back to itself.
fn merchants_account(
	body: &OrderBody,
	parties: &[Party],
	leaves: &[RulePart],
) -> Option<AccountNo> {
	let mut named = leaves.iter().filter_map(|leaf| {
		let party = parties.iter().find(|party| party.slot == leaf.slot)?;
		let fits = is_owned_by_merchant(body, party) && party.account != body.payer;
		fits.then_some(party.account)
	});
	named.next()
}

fn is_owned_by_merchant(body: &OrderBody, party: &Party) -> bool {
	merchant_of(&body.terms) == Some(party.facts.owner)
}

/// Whether the account is the order's merchant's, as a merchant.
pub(crate) fn is_merchants(body: &OrderBody, party: &Party) -> bool {
	is_owned_by_merchant(body, party) && party.facts.flags.has(AccountFlags::MERCHANT)
}

/// The order's merchant; a plain payment has none.
pub(crate) fn merchant_of(terms: &Terms) -> Option<ParticipantId> {
	match terms {
		Terms::Transfer { .. } => None,
		Terms::Split { merchant, .. } => Some(*merchant),
	}
}

/// The platform of the order's rule set; a plain payment has none.
pub(crate) fn platform_of(terms: &Terms) -> Option<ParticipantId> {
	match terms {
		Terms::Transfer { .. } => None,
		Terms::Split { platform, .. } => Some(*platform),
	}
}

fn ensure_ascending<V, E: Into<DispatchError>>(list: &[(u8, V)], error: E) -> DispatchResult {
	ensure!(list.is_sorted_by(|a, b| a.0 < b.0), error.into());
	Ok(())
}
