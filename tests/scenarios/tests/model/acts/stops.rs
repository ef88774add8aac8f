// SPDX-License-Identifier: Apache-2.0

//! Freezes of orders, and disputes about them (M7, O8).

use crate::{
	cast::Actor,
	plain::{ms_of_minutes, Order},
	stage::{Act, Stage},
};
use pallet_escrow::{Call, OrderFreezeTerms};
use split_ledger_primitives::{Commitment, Domain, Moment, OrderBody, OrderId, Side, Text, DAY_MS};
use split_ledger_runtime::Runtime;

/// What is said lies with the sides.
const EVIDENCE: Commitment = Commitment([5; 32]);

impl Stage<'_> {
	/// The payer's bank, the supervisor, seldom a stranger.
	fn who_freezes(&mut self, id: OrderId) -> Actor {
		let payer = self.plain.orders.get(&id).map(|order| order.payer);
		match (self.dice.below(12), payer) {
			(0, _) | (_, None) => self.anybody(),
			(1..4, _) => self.cast.supervisor.clone(),
			(_, Some(payer)) => {
				let bank = self.plain.bank_person(self.plain.account(payer).bank);
				self.cast.by_id(bank).clone()
			}
		}
	}

	pub(crate) fn freeze_order(&mut self) {
		let (id, by, until) = self.choose(Self::some_freeze, |plain, (id, by, until)| {
			plain.freeze_order(by.id, *id, *until)
		});
		let text = |words: &str| Text::truncate_from(words.as_bytes().to_vec());
		let terms = OrderFreezeTerms {
			authority: text("a court"),
			document: EVIDENCE,
			reason: text("model"),
			until,
		};
		let call = Call::<Runtime>::freeze_order { order: id, terms };
		let text = format!("freezes {} until {until:?}", self.told(id));
		let expected = self.plain.attempt(|plain| plain.freeze_order(by.id, id, until));
		self.send(Act { kind: "freeze order", by, text, call: call.into() }, expected);
	}

	fn some_freeze(&mut self) -> (OrderId, Actor, Moment) {
		let id = self.some_order_of(|order| order.is_open() && order.frozen.is_none());
		let by = self.who_freezes(id);
		let now = self.plain.now();
		let end = self.plain.orders.get(&id).map_or(now, |order| order.end);
		let until = match self.dice.below(12) {
			0 => now,
			1 => end.plus(1),
			2 => end,
			3..10 => now.plus(ms_of_minutes(1 + self.dice.below(200))),
			_ => now.plus(DAY_MS * (1 + self.dice.below(30))),
		};
		(id, by, until)
	}

	pub(crate) fn lift_some_order(&mut self) {
		let pick = |stage: &mut Self| {
			let id = stage.some_order_of(|order| order.frozen.is_some());
			(id, stage.who_freezes(id))
		};
		let (id, by) = self.choose(pick, |plain, (id, by)| plain.lift_order_freeze(by.id, *id));
		self.lift_order(&by, id);
	}

	pub(crate) fn lift_order(&mut self, by: &Actor, id: OrderId) {
		let call = Call::<Runtime>::lift_order_freeze { order: id };
		let text = format!("lifts the freeze of {}", self.told(id));
		let expected = self.plain.attempt(|plain| plain.lift_order_freeze(by.id, id));
		let by = by.clone();
		self.send(Act { kind: "lift order", by, text, call: call.into() }, expected);
	}

	/// Who speaks for a side, mostly.
	fn who_speaks(&mut self, order: &Order, side: Side) -> Actor {
		let receiving = self.plain.receiving_side(order);
		match (self.dice.below(16), side) {
			(0, _) => self.anybody(),
			(_, Side::Payer) => self.side_of(order.payer),
			(1..4, Side::Merchant) => {
				let sponsor = self.plain.people[&receiving].sponsor;
				self.cast.by_id(sponsor).clone()
			}
			(_, Side::Merchant) => self.cast.by_id(receiving).clone(),
		}
	}

	fn some_side(&mut self) -> Side {
		*self.dice.pick(&[Side::Payer, Side::Merchant])
	}

	/// The body of an order that has ended, mostly.
	fn body_if_ended(&mut self, id: OrderId) -> Option<Box<OrderBody>> {
		let is_open = self.plain.orders.get(&id).is_none_or(Order::is_open);
		let brings = !is_open && self.dice.below(20) > 0;
		self.bodies.get(&id).filter(|_| brings).cloned().map(Box::new)
	}

	fn some_dispute(&mut self) -> (OrderId, Side, Actor) {
		let ended = self.dice.below(4) == 0;
		let id = self.some_order_of(|order| {
			let may = order.dispute_terms.is_some() && order.dispute.is_none();
			may && (order.rest() > 0) != ended
		});
		let side = self.some_side();
		let by = match self.plain.orders.get(&id).cloned() {
			Some(order) => self.who_speaks(&order, side),
			None => self.anybody(),
		};
		(id, side, by)
	}

	pub(crate) fn dispute(&mut self) {
		let (id, side, by) = self.choose(Self::some_dispute, |plain, (id, side, by)| {
			plain.dispute(by.id, *id, *side, true)
		});
		let body = self.body_if_ended(id);
		let with_body = body.is_some();
		let call = Call::<Runtime>::dispute { order: id, side, evidence: EVIDENCE, body };
		let text = format!("disputes {} as the {side:?}", self.told(id));
		let expected = self.plain.attempt(|plain| plain.dispute(by.id, id, side, with_body));
		self.send(Act { kind: "dispute", by, text, call: call.into() }, expected);
	}

	/// A side of a dispute that lasts: the one that opened it, or the other one.
	fn of_dispute(&mut self, opener: bool) -> (OrderId, Actor) {
		let id = self.some_order_of(|order| order.dispute.is_some_and(|it| !it.answered));
		let Some(order) = self.plain.orders.get(&id).cloned() else {
			return (id, self.anybody());
		};
		let by = order.dispute.map_or(Side::Payer, |dispute| dispute.by);
		let side = if opener { by } else { by.other() };
		(id, self.who_speaks(&order, side))
	}

	pub(crate) fn answer(&mut self) {
		let (id, by) = self.choose(
			|stage| stage.of_dispute(false),
			|plain, (id, by)| plain.answer(by.id, *id, true),
		);
		let body = self.body_if_ended(id);
		let with_body = body.is_some();
		let call = Call::<Runtime>::answer_dispute { order: id, evidence: EVIDENCE, body };
		let text = format!("answers the dispute about {}", self.told(id));
		let expected = self.plain.attempt(|plain| plain.answer(by.id, id, with_body));
		self.send(Act { kind: "answer", by, text, call: call.into() }, expected);
	}

	pub(crate) fn withdraw_dispute(&mut self) {
		let (id, by) = self.choose(
			|stage| stage.of_dispute(true),
			|plain, (id, by)| plain.withdraw(by.id, *id, true),
		);
		let body = self.body_if_ended(id);
		let with_body = body.is_some();
		let call = Call::<Runtime>::withdraw_dispute { order: id, body };
		let text = format!("withdraws the dispute about {}", self.told(id));
		let expected = self.plain.attempt(|plain| plain.withdraw(by.id, id, with_body));
		self.send(Act { kind: "withdraw", by, text, call: call.into() }, expected);
	}

	fn some_verdict(&mut self) -> (OrderId, Actor, u32) {
		let id = self.some_order_of(|order| order.dispute.is_some());
		let terms = self.plain.orders.get(&id).and_then(|order| order.dispute_terms);
		let by = match (self.dice.below(16), terms) {
			(0, _) | (_, None) => self.anybody(),
			(_, Some(terms)) => self.cast.by_id(terms.resolver).clone(),
		};
		let payer_ppm = match self.dice.below(8) {
			0 => 0,
			1 => 1_000_000,
			2 if self.dice.below(4) == 0 => 1_000_001,
			_ => self.dice.below(1_000_000) as u32,
		};
		(id, by, payer_ppm)
	}

	pub(crate) fn resolve(&mut self) {
		let (id, by, payer_ppm) = self.choose(Self::some_verdict, |plain, (id, by, ppm)| {
			plain.resolve(by.id, *id, *ppm, true)
		});
		let reference = self.reference();
		let body = self.body_if_ended(id);
		let with_body = body.is_some();
		let call = Call::<Runtime>::resolve_dispute {
			reference: reference.clone(),
			order: id,
			payer_ppm,
			evidence: EVIDENCE,
			body,
		};
		let text = format!("decides that the payer of {} gets {payer_ppm} ppm", self.told(id));
		let before = self.plain.orders.get(&id).map(Order::is_open);
		let act = Act { kind: "resolve", by: by.clone(), text, call: call.into() };
		let done = self.send_named(act, (Domain::Resolution, &reference), |plain| {
			plain.resolve(by.id, id, payer_ppm, with_body)
		});
		if done {
			let ended = before == Some(false);
			self.tally.meet(if ended { "resolution of an ended order" } else { "resolution" });
		}
	}
}
