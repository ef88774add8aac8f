// SPDX-License-Identifier: Apache-2.0

//! What people do about what was agreed: statements about milestones, later deadlines, legs that are given
//! to others.

use super::NOBODYS;
use crate::{
	cast::Actor,
	plain::{ms_of_minutes, Order},
	stage::{Act, Stage},
};
use pallet_escrow::Call;
use split_ledger_primitives::{
	AccountNo, Check, Commitment, Moment, OrderId, ParticipantId, Stated, DAY_MS,
};
use split_ledger_runtime::Runtime;

impl Stage<'_> {
	/// Mostly one of the orders of this kind, else any.
	pub(crate) fn some_order_of(&mut self, wanted: impl Fn(&Order) -> bool) -> OrderId {
		let fits = |id: &&OrderId| wanted(&self.plain.orders[*id]);
		let known: Vec<OrderId> = self.ids.iter().rev().filter(fits).take(12).copied().collect();
		match known.is_empty() || self.dice.below(12) == 0 {
			true => self.some_order().unwrap_or(NOBODYS),
			false => *self.dice.pick(&known),
		}
	}

	/// Who owns an account, or its bank.
	pub(crate) fn side_of(&mut self, account: AccountNo) -> Actor {
		let row = self.plain.account(account);
		let (owner, bank) = (row.owner, self.plain.bank_person(row.bank));
		let who = if self.dice.below(3) == 0 { bank } else { owner };
		self.cast.by_id(who).clone()
	}

	pub(crate) fn attest(&mut self) {
		let (id, by, number, what, commitment) =
			self.choose(Self::some_statement, |plain, (id, by, number, what, commitment)| {
				plain.attest(by.id, *id, *number, *what, *commitment)
			});
		let call = Call::<Runtime>::attest { order: id, milestone: number, what, commitment };
		let text = format!("states {what:?} about milestone {number} of {}", self.told(id));
		let expected =
			self.plain.attempt(|plain| plain.attest(by.id, id, number, what, commitment));
		self.send(Act { kind: "attest", by, text, call: call.into() }, expected);
	}

	fn some_statement(&mut self) -> (OrderId, Actor, u8, Stated, Commitment) {
		let id = self.some_order_of(|order| order.is_open() && !order.milestones.is_empty());
		let (mut by, mut number, mut what) = (self.anybody(), 1, Stated::PayerConfirms);
		if let Some(order) = self.plain.orders.get(&id).cloned() {
			let some = order.milestones.len().max(1) as u64;
			number = 1 + self.dice.below(some) as u8;
			if let Some(asked) = self.some_asked(&order, number) {
				(by, what) = asked;
			}
		}
		match self.dice.below(40) {
			0 => by = self.anybody(),
			1 => number = 9,
			2 => what = Stated::Evidence(self.evidence_kind()),
			_ => {}
		}
		let commitment = Commitment([if self.dice.below(30) == 0 { 4 } else { 3 }; 32]);
		(id, by, number, what, commitment)
	}

	/// What a milestone asks for, and who may state it.
	fn some_asked(&mut self, order: &Order, number: u8) -> Option<(Actor, Stated)> {
		let milestone = order.milestones.get(usize::from(number) - 1)?;
		let checks: Vec<Check> =
			milestone.clauses.iter().flat_map(|clause| clause.of.iter()).cloned().collect();
		if checks.is_empty() {
			return None;
		}
		match self.dice.pick(&checks).clone() {
			Check::PayerConfirms => Some((self.side_of(order.payer), Stated::PayerConfirms)),
			Check::PlatformConfirms => {
				Some((self.cast.of("Platform").clone(), Stated::PlatformConfirms))
			}
			Check::Evidence { kind, attestors, .. } => {
				let who: ParticipantId = *self.dice.pick(&attestors);
				Some((self.cast.by_id(who).clone(), Stated::Evidence(kind)))
			}
			Check::GroupComplete | Check::TimeReached(_) => None,
		}
	}

	pub(crate) fn extend(&mut self) {
		let (id, by, deadline) = self.choose(Self::some_extension, |plain, (id, by, deadline)| {
			plain.extend(by.id, *id, *deadline)
		});
		let call = Call::<Runtime>::extend { order: id, deadline };
		let text = format!("wants {} to last until {deadline:?}", self.told(id));
		let expected = self.plain.attempt(|plain| plain.extend(by.id, id, deadline));
		self.send(Act { kind: "extend", by, text, call: call.into() }, expected);
	}

	fn some_extension(&mut self) -> (OrderId, Actor, Moment) {
		let id = self.some_order_of(|order| order.rest() > 0);
		let (mut by, mut deadline) = (self.anybody(), self.plain.now().plus(DAY_MS));
		if let Some(order) = self.plain.orders.get(&id).cloned() {
			by = match (self.dice.below(16), order.extension) {
				(0, _) => by,
				(1..6, _) => self.merchant_side(&order),
				_ => self.side_of(order.payer),
			};
			let later = ms_of_minutes(1 + self.dice.below(4_000));
			deadline = match (self.dice.below(12), order.extension) {
				(0, _) => order.end.plus(1),
				(1, _) => order.end,
				(2, _) => order.deadline,
				(3..9, Some((_, asked))) => asked,
				_ => order.deadline.plus(later),
			};
		}
		(id, by, deadline)
	}

	pub(crate) fn assign(&mut self) {
		let (id, by, leg, to) = self.choose(Self::some_assignment, |plain, (id, by, leg, to)| {
			plain.assign(by.id, *id, *leg, *to)
		});
		let call = Call::<Runtime>::assign_leg { order: id, leg, to };
		let name = to.map_or("its payee", |to| self.cast.name(to));
		let text = format!("gives leg {leg} of {} to {name}", self.told(id));
		let expected = self.plain.attempt(|plain| plain.assign(by.id, id, leg, to));
		self.send(Act { kind: "assign", by, text, call: call.into() }, expected);
	}

	fn some_assignment(&mut self) -> (OrderId, Actor, u8, Option<AccountNo>) {
		let id = self.some_order_of(|order| order.rest() > 0);
		let mut by = self.anybody();
		let mut leg = 1;
		if let Some(order) = self.plain.orders.get(&id).cloned() {
			let some = *self.dice.pick(&order.legs);
			leg = if self.dice.below(30) == 0 { 33 } else { some.number };
			if self.dice.below(16) > 0 {
				by = self.side_of(order.receiver(&some));
			}
		}
		let numbers: Vec<AccountNo> = self.plain.accounts.keys().copied().collect();
		let to = match self.dice.below(10) {
			0 | 1 => None,
			2 => Some(*self.dice.pick(&numbers)),
			_ => self.customer().account,
		};
		(id, by, leg, to)
	}
}
