// SPDX-License-Identifier: Apache-2.0

//! What a refund takes from accounts: from each receiver as far as it can pay, then from whoever
//! advances for it, and the rest as what is due (R3). All or nothing, within one item of the book. It goes
//! to the funders by what of theirs is out (O5).

use crate::{
	found::Found,
	funding::Stakes,
	plan::platform_of,
	posting::Book,
	standing::Share,
	types::{Funder, GivenPart, KeptPart},
	Config, Error, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::{ensure, DispatchError};
use split_ledger_primitives::{
	limits::LIEN_DAYS_MAX,
	ports::{Clock, Entry, Ledger, LedgerBook, Lien},
	AccountNo, Advancer, Amount, BankIndex, Moment, Purpose, DAY_MS,
};

/// What a refund took from accounts.
#[derive(Clone, Default)]
pub(crate) struct Giving {
	/// What was paid, and by whom for which leg.
	pub(crate) parts: Vec<GivenPart>,
	/// Who owes what from now on: debtor and lien.
	pub(crate) liens: Vec<(AccountNo, Lien)>,
	/// What nobody could pay now.
	pub(crate) due: Amount,
	/// What of all that is each funder's, what is due included, the payer first.
	pub(crate) back: Vec<Amount>,
	/// What went to an unclaimed account, or is due to it, and who is entitled to that.
	pub(crate) unclaimed: Vec<(Back, KeptPart)>,
}

/// The account to which money goes that comes back.
#[derive(Clone, Copy)]
pub(crate) struct Back {
	pub(crate) account: AccountNo,
	/// The account that is entitled to it: another one only where that one keeps it unclaimed (O6).
	pub(crate) entitled: AccountNo,
	pub(crate) purpose: Purpose,
}

/// What of a share is to go back to one funder.
struct Claim<'a> {
	share: &'a Share,
	back: Back,
	amount: Amount,
}

impl Giving {
	/// Whether nothing was taken, and nothing is due.
	pub(crate) fn is_empty(&self) -> bool {
		self.parts.is_empty() && self.due.is_zero()
	}

	fn pay<T: Config>(
		&mut self,
		book: &mut Book<T>,
		back: &Back,
		part: GivenPart,
	) -> Result<(), DispatchError> {
		if part.amount.is_zero() {
			return Ok(());
		}
		let GivenPart { from, to, amount, .. } = part;
		book.enter(Entry::Pay { from, to, amount, purpose: back.purpose })?;
		self.parts.push(part);
		self.note(back, KeptPart { amount, due: Amount::ZERO });
		Ok(())
	}

	/// Notes what an unclaimed account gets in the place of who is entitled.
	fn note(&mut self, back: &Back, kept: KeptPart) {
		if back.account != back.entitled {
			self.unclaimed.push((*back, kept));
		}
	}

	fn owe<T: Config>(
		&mut self,
		book: &mut Book<T>,
		debtor: AccountNo,
		lien: Lien,
	) -> Result<(), DispatchError> {
		if lien.remaining.is_zero() {
			return Ok(());
		}
		book.lay_lien(debtor, lien)?;
		self.liens.push((debtor, lien));
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Where money goes that comes back to a funder from another's account, `giver`. Where its account
	/// takes no credit: to the unclaimed account of its bank, which pays only the entitled party (O6); where
	/// that bank has left, to that of the giver's, and where that has left too, of the merchant's or the
	/// payer's, so that no bank that left keeps anybody else from what is theirs (O5).
	pub(crate) fn back_to(
		book: &mut Book<T>,
		found: &Found,
		funder: &Funder,
		giver: AccountNo,
		(amount, purpose): (Amount, Purpose),
	) -> Result<Back, DispatchError> {
		if book.credit_refusal(funder.account, amount, purpose)?.is_none() {
			return Ok(Back { account: funder.account, entitled: funder.account, purpose });
		}
		let keeper = Self::keeper_for(book, found, funder, giver)?;
		let keeper = keeper.ok_or(Error::<T>::PayerNotCreditable)?;
		let account = T::Ledger::unclaimed(keeper, found.currency);
		let account = account.ok_or(Error::<T>::PayerNotCreditable)?;
		let purpose = Purpose::Unclaimed;
		let refusal = book.credit_refusal(account, amount, purpose)?;
		ensure!(refusal.is_none(), Error::<T>::PayerNotCreditable);
		Ok(Back { account, entitled: funder.account, purpose })
	}

	/// The bank that keeps what comes back to a funder: the first of those that have not left of its own,
	/// the giver's, the one of the merchant's account and the payer's.
	fn keeper_for(
		book: &mut Book<T>,
		found: &Found,
		funder: &Funder,
		giver: AccountNo,
	) -> Result<Option<BankIndex>, DispatchError> {
		if !Self::has_left(funder.bank) {
			return Ok(Some(funder.bank));
		}
		let merchant = found.standing.merchant.map(|merchant| merchant.account);
		for account in [Some(giver), merchant, found.payer()].into_iter().flatten() {
			let bank = book.account(account)?.bank;
			if !Self::has_left(bank) {
				return Ok(Some(bank));
			}
		}
		Ok(None)
	}

	/// Takes from accounts what these shares take from them. `stakes`: whose the order's money is, after
	/// what goes back out of the hold.
	pub(crate) fn give(
		book: &mut Book<T>,
		found: &Found,
		shares: &[Share],
		stakes: &Stakes,
	) -> Result<Giving, DispatchError> {
		let mut giving = Giving::default();
		let total = Amount::checked_sum(shares.iter().map(|share| share.given));
		let total = total.ok_or(Error::<T>::Overflow)?;
		if total.is_zero() {
			return Ok(giving);
		}
		let backs = stakes.gives(total).map_err(Error::<T>::from)?;
		let mut claims = Self::claims(book, found, shares, &backs)?;
		giving.back = backs;
		for claim in &mut claims {
			let Claim { share, back, amount } = claim;
			let (leg, from, to) = (share.of, share.account, back.account);
			let now = (*amount).min(book.spendable(from)?);
			let own = GivenPart { leg, from, to, amount: now, advanced_for: None };
			giving.pay::<T>(book, back, own)?;
			*amount = less::<T>(*amount, now)?;
		}
		// Nobody advances before all have given their own.
		for claim in claims {
			Self::advance(book, found, claim, &mut giving)?;
		}
		Ok(giving)
	}

	/// Matches the shares, in their order, with what goes back to the funders, in theirs.
	fn claims<'a>(
		book: &mut Book<T>,
		found: &Found,
		shares: &'a [Share],
		backs: &[Amount],
	) -> Result<Vec<Claim<'a>>, DispatchError> {
		let funders = found.funders.iter().zip(backs);
		let mut funders: Vec<_> = funders.map(|(funder, all)| (funder, *all, *all)).collect();
		let mut claims = Vec::new();
		for share in shares {
			let mut rest = share.given;
			for (funder, all, left) in &mut funders {
				let amount = rest.min(*left);
				if amount.is_zero() {
					continue;
				}
				// Whether its account takes all that it gets is asked before any of it is on its way.
				let way = (*all, Purpose::Refund);
				let back = Self::back_to(book, found, funder, share.account, way)?;
				claims.push(Claim { share, back, amount });
				*left = less::<T>(*left, amount)?;
				rest = less::<T>(rest, amount)?;
			}
		}
		Ok(claims)
	}

	/// Lets others pay the rest of a claim, each as far as it can, in the order of the rule set.
	fn advance(
		book: &mut Book<T>,
		found: &Found,
		Claim { share, back, amount: mut rest }: Claim<'_>,
		giving: &mut Giving,
	) -> Result<(), DispatchError> {
		let (debtor, to, leg) = (share.account, back.account, share.of);
		let lien = |creditor, remaining| Lien {
			creditor,
			order: found.id,
			leg: share.by,
			remaining,
			deadline: lien_deadline::<T>(),
		};
		for advancer in &found.refund.advancers {
			if rest.is_zero() {
				break;
			}
			let from = Self::advancing_account(book, found, *advancer, debtor)?;
			let Some(from) = from.filter(|from| ![debtor, to].contains(from)) else { continue };
			let amount = rest.min(book.spendable(from)?);
			rest = less::<T>(rest, amount)?;
			let part = GivenPart { leg, from, to, amount, advanced_for: Some(debtor) };
			giving.pay::<T>(book, &back, part)?;
			giving.owe::<T>(book, debtor, lien(from, amount))?;
		}
		giving.due = giving.due.checked_add(rest).ok_or(Error::<T>::Overflow)?;
		giving.note(&back, KeptPart { amount: Amount::ZERO, due: rest });
		giving.owe::<T>(book, debtor, lien(to, rest))
	}

	/// The account from which somebody advances for a debtor (R3).
	fn advancing_account(
		book: &mut Book<T>,
		found: &Found,
		advancer: Advancer,
		debtor: AccountNo,
	) -> Result<Option<AccountNo>, DispatchError> {
		match advancer {
			Advancer::Merchant => Ok(found.standing.merchant.map(|merchant| merchant.account)),
			Advancer::Platform => {
				let platform = platform_of(&found.terms);
				for leg in &found.standing.legs {
					if platform == Some(book.account(leg.payee)?.owner) {
						return Ok(Some(leg.payee));
					}
				}
				Ok(None)
			}
			Advancer::Guarantee => {
				let bank = Self::sponsor_bank(book.account(debtor)?.owner);
				Ok(bank.and_then(|bank| T::Ledger::guarantee(bank, found.currency)))
			}
		}
	}
}

fn less<T: Config>(from: Amount, amount: Amount) -> Result<Amount, DispatchError> {
	Ok(from.checked_sub(amount).ok_or(Error::<T>::Overflow)?)
}

fn lien_deadline<T: Config>() -> Moment {
	T::Clock::now().plus(LIEN_DAYS_MAX.saturating_mul(DAY_MS))
}
