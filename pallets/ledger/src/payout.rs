// SPDX-License-Identifier: Apache-2.0

//! Payouts: a bank confirms what its customers asked for, many at once (M5). Each row is read once
//! and written once.

use crate::{
	account::SignerOf,
	hold::{HoldSum, NotPaidOut, PaidOut, RequestId},
	references::Claim,
	AccountRow, Accounts, BankTotals, Config, Error, Event, HoldSums, Holds, Pallet, Totals,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::Encode;
use frame::prelude::*;
use split_ledger_primitives::{
	limits::BATCH_MAX,
	ports::{Clearing, ClearingBook, CycleFacts, Signer},
	AccountNo, BankIndex, Commitment, Currency, Domain, HoldKind, Reference,
};

/// What the reference of a payout stands for.
#[derive(Encode)]
pub(crate) struct PayoutAct {
	/// What is confirmed.
	pub(crate) requests: BoundedVec<RequestId, ConstU32<BATCH_MAX>>,
	/// The bank's code of where the money went.
	pub(crate) source: u8,
	/// Commitment to the evidence.
	pub(crate) evidence: Commitment,
	/// Whether one refusal refuses all.
	pub(crate) all_or_none: bool,
}

/// A payout as far as it is planned: what it changes, and nothing is written yet.
struct Payout<T: Config> {
	bank: BankIndex,
	/// Rows and what is held on them, after what was taken in.
	rows: BTreeMap<AccountNo, (AccountRow, HoldSum)>,
	/// What the bank issued and redeemed.
	totals: BTreeMap<Currency, BankTotals>,
	cycles: BTreeMap<Currency, CycleFacts>,
	/// Requests that were taken in.
	taken: BTreeSet<(AccountNo, u32)>,
	paid: Vec<PaidOut>,
	clearing: <T::Clearing as Clearing>::Book,
}

impl<T: Config> Payout<T> {
	fn of(bank: BankIndex) -> Self {
		Self {
			bank,
			rows: BTreeMap::new(),
			totals: BTreeMap::new(),
			cycles: BTreeMap::new(),
			taken: BTreeSet::new(),
			paid: Vec::new(),
			clearing: T::Clearing::open_book(),
		}
	}

	/// Takes a request in, or refuses it and stays as it was. A freeze that came after the request
	/// keeps the money: it is not paid to others, as an order's is (M7).
	fn take(&mut self, id: RequestId) -> DispatchResult {
		let RequestId { account, request } = id;
		let (row, sum) = match self.rows.get(&account) {
			Some(known) => *known,
			None => (Pallet::<T>::row_at(account, self.bank)?, HoldSums::<T>::get(account.key())),
		};
		ensure!(!self.taken.contains(&(account, request)), Error::<T>::NoSuchHold);
		let amount = Pallet::<T>::request_of(account, request)?.amount;
		row.ensure_debitable().map_err(Error::<T>::from)?;
		let row = row.debit_held(amount).map_err(Error::<T>::from)?;
		let sum = sum.without(amount, Some(HoldKind::Redemption));
		let sum = sum.ok_or(Error::<T>::NotEnoughHeld)?;
		let CycleFacts { cycle, date } = self.cycle(row.currency)?;
		let totals = self.totals(row.currency);
		let redeemed = totals.redeemed.checked_add(amount.total()).ok_or(Error::<T>::Overflow)?;

		self.rows.insert(account, (row, sum));
		self.totals.insert(row.currency, BankTotals { redeemed, ..totals });
		self.taken.insert((account, request));
		self.paid.push(PaidOut { account, request, amount, cycle, date });
		Ok(())
	}

	/// The cycle and the date that a posting of now carries (M6).
	fn cycle(&mut self, currency: Currency) -> Result<CycleFacts, DispatchError> {
		if let Some(known) = self.cycles.get(&currency) {
			return Ok(*known);
		}
		let facts = self.clearing.cycle(currency)?;
		self.cycles.insert(currency, facts);
		Ok(facts)
	}

	fn totals(&self, currency: Currency) -> BankTotals {
		let known = self.totals.get(&currency).copied();
		known.unwrap_or_else(|| Totals::<T>::get((currency, self.bank)))
	}

	/// Writes each row and total once, and answers what was paid out.
	fn commit(self) -> Vec<PaidOut> {
		for (account, (row, sum)) in self.rows {
			Accounts::<T>::insert(account.key(), sum.flag(row));
			HoldSums::<T>::insert(account.key(), sum);
		}
		for (account, request) in self.taken {
			Holds::<T>::remove(account.key(), request);
		}
		for (currency, totals) in self.totals {
			Totals::<T>::insert((currency, self.bank), totals);
		}
		self.paid
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_confirm_redemptions(
		signer: SignerOf<T>,
		reference: Reference,
		act: PayoutAct,
	) -> DispatchResult {
		let bank = Self::bank_of(&signer)?;
		let body = ("confirm", &act);
		let fresh = match Self::claim(Domain::Redeem, signer.participant, &reference, &body)? {
			Claim::Repeated => return Ok(()),
			Claim::Fresh(fresh) => fresh,
		};
		let PayoutAct { requests, source, evidence, all_or_none } = act;
		let mut payout = Payout::<T>::of(bank);
		let mut refused = Vec::new();
		for id in requests {
			match payout.take(id) {
				Ok(()) => {}
				Err(error) if all_or_none => return Err(error),
				Err(error) => {
					let RequestId { account, request } = id;
					refused.push(NotPaidOut { account, request, error });
				}
			}
		}
		// A call that does nothing is refused, so that its reference is not used up (O1).
		let why = refused.first().map_or(Error::<T>::EmptyBatch.into(), |first| first.error);
		ensure!(!payout.paid.is_empty(), why);

		fresh.keep::<T>();
		let paid = BoundedVec::truncate_from(payout.commit());

		// Both are parts of one batch, so nothing is cut off.
		let refused = BoundedVec::truncate_from(refused);
		let Signer { participant: by, key } = signer;
		Self::deposit_event(Event::RedemptionsConfirmed {
			reference,
			source,
			evidence,
			paid,
			refused,
			by,
			key,
		});
		Ok(())
	}
}
