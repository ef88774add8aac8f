// SPDX-License-Identifier: Apache-2.0

//! What brings money back: refunds, returns, collection.

use super::NOBODYS;
use crate::{
	cast::Actor,
	plain::Order,
	stage::{Act, Stage},
};
use pallet_escrow::Call;
use split_ledger_primitives::{AccountNo, Amount, Domain, FundersBack, OrderId};
use split_ledger_runtime::Runtime;

impl Stage<'_> {
	/// Who may refund an order whatever happened to it.
	pub(crate) fn merchant_side(&self, order: &Order) -> Actor {
		let id = match order.deal {
			Some((merchant, _)) => merchant,
			None => self.plain.account(order.legs[0].payee).owner,
		};
		self.cast.by_id(id).clone()
	}

	pub(crate) fn refund(&mut self) {
		let with_body = self.dice.below(20) > 0;
		let (id, by, amount) = self.choose(Self::some_refund, |plain, (id, by, amount)| {
			plain.refund(by.id, *id, *amount, with_body)
		});
		self.refund_by(&by, id, amount, with_body);
	}

	fn some_refund(&mut self) -> (OrderId, Actor, u64) {
		let id = self.some_order().unwrap_or(NOBODYS);
		let stranger = self.anybody();
		let Some(order) = self.plain.orders.get(&id).cloned() else { return (id, stranger, 1) };
		let by = match self.dice.below(12) {
			0 => stranger,
			1 => self.side_of(order.payer),
			2 => self.cast.of("Platform").clone(),
			3 => self.bank_of(&self.merchant_side(&order)),
			_ => self.merchant_side(&order),
		};
		(id, by, self.part_of(order.refundable()))
	}

	pub(crate) fn refund_by(
		&mut self,
		by: &Actor,
		id: OrderId,
		amount: u64,
		with_body: bool,
	) -> bool {
		let reference = self.reference();
		let (body, is_own) = self.some_body(id, with_body);
		let text = format!("refunds {amount} of {}", self.told(id));
		let call = Call::<Runtime>::refund {
			reference: reference.clone(),
			order: id,
			amount: Amount(amount),
			body,
		};
		let act = Act { kind: "refund", by: by.clone(), text, call: call.into() };
		let by = by.id;
		let order = self.plain.orders.get(&id);
		let policy = order.map(|order| (order.policy, order.is_open()));
		let payer_first = order
			.is_some_and(|order| order.funders.len() > 1 && order.back == FundersBack::PayerFirst);
		let liens_before = self.liens();
		let done = self.send_named(act, (Domain::Refund, &reference), |plain| {
			crate::plain::ensure(is_own || !plain.orders.contains_key(&id), "Escrow::OtherBody")?;
			plain.refund(by, id, amount, with_body)
		});
		if let (true, Some((policy, was_open))) = (done, policy) {
			let when = if was_open { "open" } else { "ended" };
			self.tally.meet(format!("refund of an {when} order, {policy:?}"));
			if payer_first {
				self.tally.meet("refund, payer first");
			}
			if self.liens() > liens_before {
				self.tally.meet("refund that laid a lien");
			}
		}
		done
	}

	/// The body of an order, or none, or now and then that of another one. And whether it fits.
	fn some_body(
		&mut self,
		id: OrderId,
		with_body: bool,
	) -> (Option<Box<split_ledger_primitives::OrderBody>>, bool) {
		if !with_body {
			return (None, true);
		}
		let mut of = id;
		if self.dice.below(100) == 0 {
			of = self.some_order().unwrap_or(id);
		}
		let body = self.bodies.get(&of).cloned().map(Box::new);
		(body, of == id)
	}

	fn liens(&self) -> usize {
		self.plain.accounts.values().map(|row| row.liens.len()).sum()
	}

	pub(crate) fn return_leg(&mut self) {
		let with_body = self.dice.below(20) > 0;
		let (id, by, leg, amount) = self
			.choose(Self::some_return, |plain, (id, by, leg, amount)| {
				plain.return_leg(by.id, *id, *leg, *amount, with_body)
			});
		self.return_by(&by, id, leg, amount, with_body);
	}

	/// Order, signer, leg and amount of a return that may be possible.
	pub(crate) fn some_return(&mut self) -> (OrderId, Actor, u8, u64) {
		let id = self.some_order().unwrap_or(NOBODYS);
		let stranger = self.anybody();
		let Some(order) = self.plain.orders.get(&id).cloned() else {
			return (id, stranger, 1, 1);
		};
		let others: Vec<_> = order.legs.iter().filter(|leg| !leg.of_merchant).collect();
		let released: Vec<_> = others.iter().copied().filter(|leg| leg.released > 0).collect();
		let leg = match () {
			() if others.is_empty() || self.dice.below(16) == 0 => &order.legs[0],
			() if released.is_empty() => *self.dice.pick(&others),
			() => *self.dice.pick(&released),
		};
		let owner = self.cast.by_id(self.plain.account(leg.payee).owner).clone();
		let by = match self.dice.below(8) {
			0 => stranger,
			1 => self.bank_of(&owner),
			2..4 => self.cast.of("Platform").clone(),
			_ => owner,
		};
		let given = order.given(leg.number);
		let amount = self.part_of(leg.released - given.returned - given.given);
		let number = if self.dice.below(40) == 0 { 40 } else { leg.number };
		(id, by, number, amount)
	}

	fn return_by(&mut self, by: &Actor, id: OrderId, leg: u8, amount: u64, with_body: bool) {
		let reference = self.reference();
		let (body, is_own) = self.some_body(id, with_body);
		let text = format!("returns {amount} of leg {leg} of {}", self.told(id));
		let call = Call::<Runtime>::return_leg {
			reference: reference.clone(),
			order: id,
			leg,
			amount: Amount(amount),
			body,
		};
		let act = Act { kind: "return", by: by.clone(), text, call: call.into() };
		let (name, by) = (by.name, by.id);
		let owner = self.plain.orders.get(&id).and_then(|order| {
			let payee = order.legs.iter().find(|it| it.number == leg)?.payee;
			Some(self.plain.account(payee).owner)
		});
		let done = self.send_named(act, (Domain::Return, &reference), |plain| {
			crate::plain::ensure(is_own || !plain.orders.contains_key(&id), "Escrow::OtherBody")?;
			plain.return_leg(by, id, leg, amount, with_body)
		});
		if done && name == "Platform" && owner != Some(by) {
			self.tally.meet("return by the platform for another");
		}
	}

	pub(crate) fn collect(&mut self) {
		let owing = self.plain.accounts.iter().filter(|(_, row)| !row.liens.is_empty());
		let owing: Vec<AccountNo> = owing.map(|(number, _)| *number).collect();
		let debtor = match owing.is_empty() || self.dice.below(6) == 0 {
			true => self.customer().account.expect("a customer has one"),
			false => *self.dice.pick(&owing),
		};
		self.collect_from(debtor);
	}

	pub(crate) fn collect_from(&mut self, debtor: AccountNo) -> bool {
		let by = self.customer();
		let text = format!("collects from {}", self.cast.name(debtor));
		let call = Call::<Runtime>::collect { debtor };
		let expected = self.plain.attempt(|plain| plain.collect(debtor));
		self.send(Act { kind: "collect", by, text, call: call.into() }, expected)
	}
}
