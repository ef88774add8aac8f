// SPDX-License-Identifier: Apache-2.0

//! Who brings the money of an order, whose money an act moves, and what banks promise for it (O5, C1).

use super::{apportion, ensure, Order, Outcome, Plain, Wish, WishTerms};
use split_ledger_primitives::{AccountNo, FundersBack, MandateNo, Purpose};
use std::collections::BTreeMap;

/// Somebody who brought a part of the money.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Funder {
	pub(crate) account: AccountNo,
	pub(crate) amount: u64,
	pub(crate) held: u64,
	/// What it has back, what is due included.
	pub(crate) got: u64,
}

impl Funder {
	fn room(&self) -> u64 {
		self.amount - self.got
	}

	/// Held, and its own: a merchant may have paid it back already for a fee that is held.
	fn free(&self) -> u64 {
		self.room().min(self.held)
	}

	fn excess(&self) -> u64 {
		self.held - self.free()
	}

	/// Paid to receivers, and not come back.
	fn out(&self) -> u64 {
		self.room() - self.free()
	}
}

/// Money on its way out of a hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
	pub(crate) to: AccountNo,
	pub(crate) amount: u64,
	pub(crate) purpose: Purpose,
}

impl Order {
	pub(crate) fn is_funded_from(&self, account: AccountNo) -> bool {
		self.funders.iter().any(|funder| funder.account == account)
	}

	/// From whom comes what is paid out of the hold: what is not a funder's own any more first. Where the
	/// payer is the first to get back, the others pay first.
	pub(crate) fn draws(&self, total: u64) -> Vec<u64> {
		let payer_last = self.back == FundersBack::PayerFirst;
		self.share_out(total, [Funder::excess, Funder::free], |sums, amount| {
			let others: u64 = sums.iter().skip(1).sum();
			payer_last.then(|| amount - amount.min(others))
		})
	}

	/// To whom goes back what leaves the hold unpaid.
	fn backs(&self, total: u64) -> Vec<u64> {
		self.back_first(total, [Funder::free, Funder::excess])
	}

	/// To whom goes back what receivers give.
	pub(crate) fn gives(&self, total: u64) -> Vec<u64> {
		self.back_first(total, [Funder::out, Funder::free])
	}

	fn back_first(&self, total: u64, measures: [fn(&Funder) -> u64; 2]) -> Vec<u64> {
		let payer_first = self.back == FundersBack::PayerFirst;
		self.share_out(total, measures, |sums, amount| payer_first.then(|| amount.min(sums[0])))
	}

	/// Divides by the first measure as far as it goes, then by the second: by all of them alike, or what
	/// is the payer's apart.
	fn share_out(
		&self,
		total: u64,
		measures: [fn(&Funder) -> u64; 2],
		of_payer: impl Fn(&[u64], u64) -> Option<u64>,
	) -> Vec<u64> {
		let mut shares = vec![0; self.funders.len()];
		if let [only] = &mut shares[..] {
			*only = total;
			return shares;
		}
		let mut rest = total;
		for measure in measures {
			let sums: Vec<u64> = self.funders.iter().map(measure).collect();
			let amount = rest.min(sums.iter().sum());
			rest -= amount;
			let parts = match of_payer(&sums, amount) {
				None => apportion(&sums, amount),
				Some(own) => {
					let others = apportion(&sums[1..], amount - own);
					std::iter::once(own).chain(others).collect()
				}
			};
			for (share, part) in shares.iter_mut().zip(parts) {
				*share += part;
			}
		}
		assert_eq!(rest, 0, "there is as much as is asked for");
		shares
	}

	/// Notes what each funder got back; none has more than it put in.
	pub(crate) fn note_back(&mut self, backs: &[u64]) {
		for (funder, back) in self.funders.iter_mut().zip(backs) {
			funder.got = funder.amount.min(funder.got + back);
		}
	}
}

impl Plain {
	/// What each bank promises for an order: what its customers hold for it, as far as that much is left
	/// for payees elsewhere.
	fn promises(&self, order: &Order) -> BTreeMap<usize, u64> {
		let mut promises = BTreeMap::<usize, u64>::new();
		for funder in order.funders.iter().filter(|_| order.covered) {
			*promises.entry(self.account(funder.account).bank).or_default() += funder.held;
		}
		for (bank, promised) in &mut promises {
			let elsewhere =
				order.legs.iter().filter(|leg| self.account(order.receiver(leg)).bank != *bank);
			*promised = elsewhere.map(|leg| leg.held()).sum::<u64>().min(*promised);
		}
		promises
	}

	/// Writes an order: its banks promise what they have to.
	pub(crate) fn put(&mut self, order: Order) {
		let before = self.orders.get(&order.id).map(|known| self.promises(known));
		for (bank, promised) in self.promises(&order) {
			self.banks[bank].promised += promised;
		}
		for (bank, promised) in before.unwrap_or_default() {
			self.banks[bank].promised -= promised;
		}
		self.orders.insert(order.id, order);
	}

	/// Pays out of the hold: what is drawn of the funders, in their order, is matched with the moves, in
	/// theirs.
	pub(crate) fn pay_out(&mut self, order: &mut Order, moves: &[Move]) -> Outcome {
		let draws = order.draws(moves.iter().map(|way| way.amount).sum());
		let mut left = draws.clone();
		for way in moves.iter().filter(|way| way.amount > 0) {
			let mut rest = way.amount;
			for (funder, left) in order.funders.iter().zip(&mut left) {
				let amount = rest.min(*left);
				if amount > 0 {
					self.pay_held(funder.account, way.to, amount, way.purpose)?;
				}
				*left -= amount;
				rest -= amount;
			}
			self.paid.push(way.to);
		}
		for (funder, drawn) in order.funders.iter_mut().zip(draws) {
			funder.held -= drawn;
		}
		Ok(())
	}

	/// Gives a sum of the hold back to the funders, each on its own account.
	pub(crate) fn free_for(&mut self, order: &mut Order, total: u64) {
		let backs = order.backs(total);
		for (funder, back) in order.funders.iter_mut().zip(&backs) {
			funder.held -= back;
			self.free(funder.account, *back);
		}
		order.note_back(&backs);
	}

	/// What the body alone tells of the funders.
	pub(crate) fn ensure_funders(wish: &Wish) -> Outcome {
		let mut known = vec![wish.payer];
		for part in &wish.funders {
			ensure(part.amount.0 > 0, "Escrow::ZeroAmount")?;
			ensure(!known.contains(&part.account), "Escrow::FunderTwice")?;
			known.push(part.account);
			let is_party = match &wish.terms {
				WishTerms::Transfer(to) => *to == part.account,
				WishTerms::Split { parties, .. } => parties.iter().any(|it| it.1 == part.account),
			};
			ensure(!is_party, "Escrow::FunderIsParty")?;
		}
		ensure(wish.own_part() > 0, "Escrow::NothingOfThePayer")
	}

	/// The submitter may draw on the accounts of all funders.
	pub(crate) fn ensure_may_fund(&mut self, wish: &Wish) -> Outcome {
		let own: (AccountNo, u64, Option<MandateNo>) = (wish.payer, wish.own_part(), wish.mandate);
		let others = wish.funders.iter().map(|it| (it.account, it.amount.0, it.mandate));
		for (account, amount, mandate) in std::iter::once(own).chain(others) {
			let entitled = self.speaks_for(wish.by, account);
			match mandate {
				None => ensure(entitled, "Escrow::NotThePayer")?,
				Some(mandate) => self.draw(wish.by, mandate, account, amount, entitled)?,
			}
		}
		Ok(())
	}
}

impl Wish {
	/// What the payer puts in: what the others do not; nothing where they bring more than all.
	pub(crate) fn own_part(&self) -> u64 {
		let others: u64 = self.funders.iter().map(|part| part.amount.0).sum();
		self.amount.saturating_sub(others)
	}

	pub(crate) fn funders(&self) -> Vec<Funder> {
		let own = (self.payer, self.own_part());
		let others = self.funders.iter().map(|part| (part.account, part.amount.0));
		let all = std::iter::once(own).chain(others);
		all.map(|(account, amount)| Funder { account, amount, held: 0, got: 0 }).collect()
	}
}
