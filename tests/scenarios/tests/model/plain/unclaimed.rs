// SPDX-License-Identifier: Apache-2.0

//! What unclaimed accounts keep, and for whom: they pay nobody else (O6).

use super::{ensure, Order, Outcome, Plain};
use split_ledger_primitives::{AccountNo, OrderId, ParticipantId, Purpose};

/// What an unclaimed account keeps of an order for somebody, and what is still owed to it for him.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Kept {
	pub(crate) amount: u64,
	pub(crate) due: u64,
}

/// Of which order, on which account, for which one.
pub(crate) type KeptFor = (OrderId, AccountNo, AccountNo);

impl Plain {
	/// An account has got so much for another, or is to get it. Does nothing where it is that account.
	pub(crate) fn keep(&mut self, order: OrderId, to: AccountNo, entitled: AccountNo, more: Kept) {
		if to != entitled {
			self.change_kept((order, to, entitled), |kept| {
				kept.amount += more.amount;
				kept.due += more.due;
			});
		}
	}

	/// Part of a leg went to an unclaimed account: it is its receiver's, or the leader's of its group.
	pub(crate) fn keep_for_receiver(
		&mut self,
		order: &Order,
		number: u8,
		to: AccountNo,
		amount: u64,
	) {
		let leg =
			order.legs.iter().find(|leg| leg.number == number).expect("the order has the leg");
		let leader = self.leader_of(order).filter(|_| order.leader_legs.contains(&number)).copied();
		let entitled = leader.unwrap_or(order.receiver(leg));
		self.keep(order.id, to, entitled, Kept { amount, due: 0 });
	}

	/// Of what was owed to a creditor so much came, or will never come: of several for whom it keeps it,
	/// the account of the lowest number is served first.
	pub(crate) fn expected(&mut self, order: OrderId, creditor: AccountNo, all: u64, came: bool) {
		let mut rest = all;
		let of_order = self.kept.iter().filter(|(key, _)| (key.0, key.1) == (order, creditor));
		let waiting: Vec<(KeptFor, u64)> = of_order.map(|(key, kept)| (*key, kept.due)).collect();
		for (key, due) in waiting {
			let part = rest.min(due);
			rest -= part;
			self.change_kept(key, |kept| {
				kept.due -= part;
				kept.amount += if came { part } else { 0 };
			});
		}
	}

	fn change_kept(&mut self, key: KeptFor, change: impl FnOnce(&mut Kept)) {
		change(self.kept.entry(key).or_default());
		self.kept.retain(|_, kept| *kept != Kept::default());
	}

	/// Who is entitled, or the bank that keeps it, has all that is there paid to an account of the one who
	/// is entitled.
	pub(crate) fn pay_unclaimed(
		&mut self,
		by: ParticipantId,
		(order, from, entitled): KeptFor,
		to: AccountNo,
	) -> Outcome {
		let key = (order, from, entitled);
		let amount = self.kept.get(&key).map_or(0, |kept| kept.amount);
		ensure(amount > 0, "Escrow::NothingUnclaimed")?;
		let owner = self.account(entitled).owner;
		let keeper = self.bank_person(self.account(from).bank);
		ensure([owner, keeper].contains(&by), "Escrow::NotEntitled")?;
		ensure(self.account(to).owner == owner, "Escrow::OtherOwner")?;
		self.about = Some(order);
		self.in_item(|next| next.pay_claimed(from, to, amount))?;
		self.change_kept(key, |kept| kept.amount = 0);
		self.note_credits(&[to]);
		Ok(())
	}

	fn pay_claimed(&mut self, from: AccountNo, to: AccountNo, amount: u64) -> Outcome {
		self.ensure_takes(to, Purpose::Claimed)?;
		self.row(from).available -= amount;
		self.land(from, to, amount);
		Ok(())
	}
}
