// SPDX-License-Identifier: Apache-2.0

//! What brings an order on: releases and retries.

use super::NOBODYS;
use crate::{
	cast::Actor,
	plain::What,
	stage::{Act, Stage},
};
use pallet_escrow::{Call, ReleaseWhat};
use split_ledger_primitives::{Amount, Domain, OrderId};
use split_ledger_runtime::Runtime;

impl Stage<'_> {
	/// Mostly one of the last orders, so that what happens to an order comes together.
	pub(crate) fn some_order(&mut self) -> Option<OrderId> {
		let count = self.ids.len() as u64;
		if count == 0 || self.dice.below(200) == 0 {
			return None;
		}
		let back = match self.dice.below(3) {
			0 => self.dice.below(count),
			_ => self.dice.below(count.min(12)),
		};
		Some(self.ids[(count - 1 - back) as usize])
	}

	pub(crate) fn release(&mut self) {
		let (id, by, what) = self
			.choose(Self::some_release, |plain, (id, by, what)| plain.release(by.id, *id, what));
		self.release_what(id, &by, what);
	}

	pub(crate) fn some_release(&mut self) -> (OrderId, Actor, What) {
		let id = self.some_order().unwrap_or(NOBODYS);
		let stranger = self.anybody();
		let Some(order) = self.plain.orders.get(&id).cloned() else {
			return (id, stranger, What::All);
		};
		let payer = self.cast.by_id(self.plain.account(order.payer).owner).clone();
		let by = match self.dice.below(12) {
			0 => stranger,
			1 => self.bank_of(&payer),
			_ => payer,
		};
		let what = self.some_part(&order.rests());
		let milestones = order.milestones.len() as u64;
		let what = match self.dice.below(6) {
			0 => what,
			_ if milestones == 0 => what,
			1 => What::All,
			_ => What::Milestone(1 + self.dice.below(milestones) as u8),
		};
		(id, by, what)
	}

	fn some_part(&mut self, rests: &[u64]) -> What {
		match self.dice.below(6) {
			0 => What::All,
			1 => {
				let count = 1 + self.dice.below(2);
				let numbers = (0..count).map(|_| 1 + self.dice.below(rests.len() as u64 + 1) as u8);
				let mut numbers: Vec<u8> = numbers.collect();
				numbers.sort_unstable();
				What::Legs(numbers)
			}
			_ => What::Amount(self.part_of(rests.iter().sum())),
		}
	}

	pub(crate) fn release_what(&mut self, id: OrderId, by: &Actor, what: What) {
		let reference = self.reference();
		let sent = as_sent(&what);
		let text = format!("releases {what:?} of {}", self.told(id));
		let call = Call::<Runtime>::release { reference: reference.clone(), order: id, what: sent };
		let act = Act { kind: "release", by: by.clone(), text, call: call.into() };
		let by = by.id;
		self.send_named(act, (Domain::Release, &reference), |plain| plain.release(by, id, &what));
	}

	pub(crate) fn retry(&mut self) {
		let parked: Vec<OrderId> = self
			.plain
			.orders
			.values()
			.filter(|order| order.legs.iter().any(|leg| leg.parked.is_some()))
			.map(|order| order.id)
			.collect();
		let id = match parked.is_empty() || self.dice.below(5) == 0 {
			true => self.some_order().unwrap_or(NOBODYS),
			false => *self.dice.pick(&parked),
		};
		self.retry_order(id);
	}

	pub(crate) fn retry_order(&mut self, id: OrderId) -> bool {
		let by = self.customer();
		let text = format!("retries {}", self.told(id));
		let call = Call::<Runtime>::retry_parked { order: id };
		let expected = self.plain.attempt(|plain| plain.retry(id));
		self.send(Act { kind: "retry", by, text, call: call.into() }, expected)
	}
}

pub(crate) fn as_sent(what: &What) -> ReleaseWhat {
	match what {
		What::All => ReleaseWhat::All,
		What::Amount(amount) => ReleaseWhat::Amount(Amount(*amount)),
		What::Milestone(number) => ReleaseWhat::Milestone(*number),
		What::Legs(numbers) => ReleaseWhat::Legs(numbers.clone().try_into().expect("few legs")),
	}
}
