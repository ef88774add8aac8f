// SPDX-License-Identifier: Apache-2.0

//! What readers are told of who brought the money of an order (O5).

use crate::{
	found::Found,
	plan::Shelf,
	posting::Book,
	references::hash_of,
	types::{EndedOrder, Funder, OrderRow},
	Config, Orders, Pallet,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use split_ledger_primitives::{
	ports::{Ledger, LedgerBook},
	views::StakeView,
	AccountNo, Amount, OrderBody, OrderId, OrderStatus,
};

impl<T: Config> Pallet<T> {
	/// What each funder of an order brought, holds, got back and is still owed, the payer first. An order
	/// that has ended needs its body; none where there is no such order, the body is missing or not the
	/// one that was placed.
	pub fn stakes(id: OrderId, body: Option<&OrderBody>) -> Option<Vec<StakeView>> {
		let (mut book, mut shelf) = (T::Ledger::open_book(), Shelf::<T>::default());
		let (funders, back, owed) = match Orders::<T>::get(id)? {
			// Nothing of it was released, so nobody has to give anything back.
			OrderRow::Ended(row) if row.status == OrderStatus::Refunded => {
				let funders = Self::funders_of_refunded(&mut book, row, body?)?;
				let back = funders.iter().map(|funder| funder.amount).collect();
				(funders, back, BTreeMap::new())
			}
			OrderRow::Held(_) | OrderRow::Ended(_) => {
				let found = Self::find(&mut book, &mut shelf, id, body).ok()?;
				let (back, owed) = (back_of(&found)?, Self::owed_for(&mut book, &found)?);
				(found.funders, back, owed)
			}
		};
		let stakes = funders.iter().zip(back).map(|(funder, back)| {
			let Funder { account, amount, held, .. } = *funder;
			let owed = owed.get(&account).copied().unwrap_or_default();
			StakeView { account, amount, held, back, owed }
		});
		Some(stakes.collect())
	}

	fn funders_of_refunded(
		book: &mut Book<T>,
		row: EndedOrder,
		body: &OrderBody,
	) -> Option<Vec<Funder>> {
		let fits = hash_of(body) == row.body_hash;
		fits.then(|| Self::funders_of_body(book, body).ok()).flatten()
	}

	/// What debtors still owe for an order, by who is to get it: also through who keeps it unclaimed.
	fn owed_for(book: &mut Book<T>, found: &Found) -> Option<BTreeMap<AccountNo, Amount>> {
		let debtors: BTreeSet<AccountNo> =
			found.standing.legs.iter().map(|leg| leg.payee).collect();
		let mut owed = BTreeMap::<AccountNo, Amount>::new();
		let mut add = |to: AccountNo, amount: Amount| {
			let sum = owed.entry(to).or_default();
			*sum = sum.checked_add(amount)?;
			Some(())
		};
		for debtor in debtors {
			for lien in book.liens(debtor).ok()?.list {
				if lien.order == found.id {
					add(lien.creditor, lien.remaining)?;
				}
			}
		}
		for kept in Self::unclaimed(found.id) {
			add(kept.entitled, kept.due)?;
		}
		Some(owed)
	}
}

/// What went back to each funder.
fn back_of(found: &Found) -> Option<Vec<Amount>> {
	let Some(only) = found.only_funder() else {
		let known = found.given.back.iter().copied();
		return Some(
			known.chain(core::iter::repeat(Amount::ZERO)).take(found.funders.len()).collect(),
		);
	};
	let refunded = found.standing.refunded().ok()?;
	// What the payee of a plain payment returned went to the payer as well (R1).
	let is_plain = found.standing.merchant.is_none();
	let returned = found.standing.legs.iter().filter(|_| is_plain).map(|leg| leg.returned);
	let all = Amount::checked_sum(returned.chain([refunded]))?;
	Some([all.min(only.amount)].into())
}
