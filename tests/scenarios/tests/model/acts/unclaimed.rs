// SPDX-License-Identifier: Apache-2.0

//! What unclaimed accounts pay to who is entitled (O6).

use super::NOBODYS;
use crate::{
	cast::Actor,
	plain::KeptFor,
	stage::{Act, Stage},
};
use pallet_escrow::Call;
use split_ledger_primitives::{AccountNo, Commitment};
use split_ledger_runtime::Runtime;

impl Stage<'_> {
	/// Somebody asks for what is kept, mostly who may.
	pub(crate) fn pay_some_unclaimed(&mut self) {
		let (kept, by, to) = self.choose(Self::some_unclaimed, |plain, (kept, by, to)| {
			plain.pay_unclaimed(by.id, *kept, *to)
		});
		self.pay_unclaimed(&by, kept, to);
	}

	pub(crate) fn pay_unclaimed(&mut self, by: &Actor, kept: KeptFor, to: AccountNo) -> bool {
		let (order, from, entitled) = kept;
		// Banks, which have no account here, bring some; it is not asked for where somebody gets his own.
		let evidence = by.account.is_none().then_some(Commitment([7; 32]));
		let call = Call::<Runtime>::pay_unclaimed { order, from, entitled, to, evidence };
		let [keeper, owner, payee] = [from, entitled, to].map(|it| self.cast.name(it).to_owned());
		let text = format!("pays {payee} what {keeper} keeps of {} for {owner}", self.told(order));
		let expected = self.plain.attempt(|plain| plain.pay_unclaimed(by.id, kept, to));
		self.send(Act { kind: "pay unclaimed", by: by.clone(), text, call: call.into() }, expected)
	}

	/// Something that is kept, mostly, who asks for it, and where it is to go.
	fn some_unclaimed(&mut self) -> (KeptFor, Actor, AccountNo) {
		let there = self.plain.kept.iter().filter(|(_, kept)| kept.amount > 0);
		let there: Vec<KeptFor> = there.map(|(key, _)| *key).collect();
		let (order, from, entitled) = match there.is_empty() || self.dice.below(20) == 0 {
			true => {
				let (order, from) = (self.some_order().unwrap_or(NOBODYS), self.plain.unclaimed[0]);
				(order, from, self.some_account())
			}
			false => *self.dice.pick(&there),
		};
		let owner = self.plain.account(entitled).owner;
		let keeper = self.plain.bank_person(self.plain.account(from).bank);
		let mut by = match self.dice.below(5) {
			0 => self.cast.by_id(keeper).clone(),
			_ => self.side_of(entitled),
		};
		let own = self.plain.accounts.iter().filter(|(_, row)| row.owner == owner);
		let own: Vec<AccountNo> = own.map(|(number, _)| *number).collect();
		let mut to = *self.dice.pick(&own);
		match self.dice.below(20) {
			0 => by = self.anybody(),
			1 => to = self.some_account(),
			_ => {}
		}
		((order, from, entitled), by, to)
	}
}
