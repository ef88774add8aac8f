// SPDX-License-Identifier: Apache-2.0

//! Who brings the money of an order that is placed (O5): the payer, and up to three others, each with a
//! part of its own. All of it is held, or none.

use crate::{drawing::Draw, posting::Book, types::Funder, Config, Error, Pallet};
use alloc::{collections::BTreeSet, vec::Vec};
use frame::prelude::{ensure, BoundedVec, ConstU32, DispatchError, DispatchResult};
use split_ledger_primitives::{
	limits::OTHER_FUNDERS_MAX,
	ports::{AccountFacts, LedgerBook, Signer},
	AccountNo, AccountType, Amount, FundedPart, OrderBody, Terms,
};

/// Who brings the money of an order.
pub(crate) struct Funding {
	pub(crate) payer: AccountFacts,
	pub(crate) others: BoundedVec<Funder, ConstU32<OTHER_FUNDERS_MAX>>,
	/// What mandates are to count for it.
	pub(crate) draws: Vec<Draw>,
}

impl<T: Config> Pallet<T> {
	/// What the body alone tells of its funders: each account brings one part and gets none, and the
	/// payer brings something.
	pub(crate) fn ensure_funders(body: &OrderBody) -> DispatchResult {
		let mut known = BTreeSet::from([body.payer]);
		for FundedPart { account, amount, .. } in &body.funders {
			ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
			ensure!(known.insert(*account), Error::<T>::FunderTwice);
			ensure!(!names(&body.terms, *account), Error::<T>::FunderIsParty);
		}
		let own = payers_part(body).filter(|own| !own.is_zero());
		ensure!(own.is_some(), Error::<T>::NothingOfThePayer);
		Ok(())
	}

	/// Reads the accounts of payer and funders. The signer may draw on each of them, and who stands
	/// behind one that passes money through is said by a commitment (P1). `earlier` is what mandates are
	/// to count for other orders.
	pub(crate) fn fund(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		body: &OrderBody,
		earlier: Vec<Draw>,
	) -> Result<Funding, DispatchError> {
		let payer = book.account(body.payer)?;
		let OrderBody { payer: account, mandate, .. } = *body;
		let amount = payers_part(body).ok_or(Error::<T>::Overflow)?;
		let own = FundedPart { account, amount, mandate };
		let draw = Self::ensure_may_fund(signer, body, &own, &payer, earlier.clone())?;
		let mut draws: Vec<Draw> = draw.into_iter().collect();
		let mut others = BoundedVec::new();
		for part in &body.funders {
			let FundedPart { account, amount, .. } = *part;
			let facts = book.account(account)?;
			ensure!(facts.currency == payer.currency, Error::<T>::OtherCurrency);
			let counted = earlier.iter().chain(&draws).copied().collect();
			draws.extend(Self::ensure_may_fund(signer, body, part, &facts, counted)?);
			let funder = Funder { account, bank: facts.bank, amount, held: amount };
			others.try_push(funder).map_err(|_| Error::<T>::Overflow)?;
		}
		Ok(Funding { payer, others, draws })
	}

	/// Who brought the money of an order that has ended, the payer first.
	pub(crate) fn funders_of_body(
		book: &mut Book<T>,
		body: &OrderBody,
	) -> Result<Vec<Funder>, DispatchError> {
		let own = payers_part(body).ok_or(Error::<T>::Overflow)?;
		let others = body.funders.iter().map(|part| (part.account, part.amount));
		let parts = core::iter::once((body.payer, own)).chain(others);
		let funders = parts.map(|(account, amount)| {
			let bank = book.account(account)?.bank;
			Ok(Funder { account, bank, amount, held: Amount::ZERO })
		});
		funders.collect()
	}

	fn ensure_may_fund(
		signer: &Signer<T::AccountId>,
		body: &OrderBody,
		part: &FundedPart,
		account: &AccountFacts,
		earlier: Vec<Draw>,
	) -> Result<Option<Draw>, DispatchError> {
		let draw = Self::ensure_may_draw(signer, part, account, earlier)?;
		let passes_through = account.flags.account_type() == Some(AccountType::PassThrough);
		ensure!(!passes_through || body.buyer.is_some(), Error::<T>::BuyerMissing);
		Ok(draw)
	}
}

/// What the payer puts in: what the others do not.
fn payers_part(body: &OrderBody) -> Option<Amount> {
	let others = Amount::checked_sum(body.funders.iter().map(|part| part.amount))?;
	body.amount.checked_sub(others)
}

/// Whether an account is to get a part of the order, or could.
fn names(terms: &Terms, account: AccountNo) -> bool {
	match terms {
		Terms::Transfer { to } => *to == account,
		Terms::Split { parties, .. } => parties.iter().any(|(_, party)| *party == account),
	}
}
