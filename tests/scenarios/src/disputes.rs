// SPDX-License-Identifier: Apache-2.0

//! Freezes of orders, and disputes about them (M7, O8).

use crate::{commitment, Customer, World};
use pallet_escrow::{Call, OrderFreezeTerms};
use sp_runtime::DispatchResult;
use split_ledger_primitives::{DisputeTerms, Moment, OrderBody, OrderId, Side, Silence, Text};
use split_ledger_runtime::Runtime;

/// An order about which a judge decides; a side answers within a day.
pub fn disputable(order: OrderBody, judge: &Customer, silence: Silence) -> OrderBody {
	let terms = DisputeTerms { resolver: judge.id, answer_days: 1, silence };
	OrderBody { dispute: Some(terms), ..order }
}

/// Why an order of the story is frozen, until a moment.
pub fn order_freeze(until: Moment) -> OrderFreezeTerms {
	let text = |words: &str| Text::truncate_from(words.as_bytes().to_vec());
	OrderFreezeTerms {
		authority: text("the court of the story"),
		document: commitment(),
		reason: text("an inquiry"),
		until,
	}
}

impl World {
	/// Lets a supervisor or a bank freeze an order.
	pub fn freeze_order(&mut self, key: &str, order: OrderId, until: Moment) -> DispatchResult {
		let terms = order_freeze(until);
		self.send(key, Call::<Runtime>::freeze_order { order, terms })
	}

	/// Lets a supervisor or a bank lift the freeze of an order.
	pub fn lift_order_freeze(&mut self, key: &str, order: OrderId) -> DispatchResult {
		self.send(key, Call::<Runtime>::lift_order_freeze { order })
	}

	/// Lets a side dispute an order.
	pub fn dispute(&mut self, by: &Customer, side: Side, order: OrderId) -> DispatchResult {
		let (evidence, body) = (commitment(), self.body_for(order));
		self.send(by.key, Call::<Runtime>::dispute { order, side, evidence, body })
	}

	/// Lets the other side answer.
	pub fn answer_dispute(&mut self, by: &Customer, order: OrderId) -> DispatchResult {
		let (evidence, body) = (commitment(), self.body_for(order));
		self.send(by.key, Call::<Runtime>::answer_dispute { order, evidence, body })
	}

	/// Lets who disputed an order withdraw that.
	pub fn withdraw_dispute(&mut self, by: &Customer, order: OrderId) -> DispatchResult {
		let body = self.body_for(order);
		self.send(by.key, Call::<Runtime>::withdraw_dispute { order, body })
	}

	/// Lets the judge give the payer so many millionths.
	pub fn resolve_dispute(
		&mut self,
		judge: &Customer,
		order: OrderId,
		payer_ppm: u32,
	) -> DispatchResult {
		let (reference, evidence, body) = (self.reference(), commitment(), self.body_for(order));
		let resolve =
			Call::<Runtime>::resolve_dispute { reference, order, payer_ppm, evidence, body };
		self.send(judge.key, resolve)
	}
}
