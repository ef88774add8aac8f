// SPDX-License-Identifier: Apache-2.0

//! Many acts in one call: what is refused spoils nothing else, or spoils all (R4).

use super::forwards::as_sent;
use crate::{
	plain::{Outcome, Plain, What},
	stage::{name_of, Act, Stage},
};
use codec::Encode;
use pallet_escrow::{Call, Event, ReleaseItem, ReturnItem};
use split_ledger_primitives::{Amount, Domain, OrderId, Reference};
use split_ledger_runtime::{Runtime, RuntimeEvent};

/// Legs that a batch of releases states.
const LEGS_MAX: u8 = 4;
/// Legs that a batch of returns states: as many as there may be, so that none has more.
const RETURN_LEGS_MAX: u8 = 50;

/// An item of a batch, and what it stands for.
struct Item<T> {
	reference: Reference,
	order: OrderId,
	rest: T,
}

impl Stage<'_> {
	pub(crate) fn release_batch(&mut self) {
		let (first, by, what) = self.some_release();
		let mut items = vec![(first, what)];
		for _ in 0..self.dice.below(4) {
			let (id, _, what) = self.some_release();
			items.push((id, what));
		}
		let items: Vec<Item<What>> = items
			.into_iter()
			.map(|(order, rest)| Item { reference: self.reference(), order, rest })
			.collect();
		let sent: Vec<ReleaseItem> = items
			.iter()
			.map(|Item { reference, order, rest }| ReleaseItem {
				reference: reference.clone(),
				order: *order,
				what: as_sent(rest),
			})
			.collect();
		let told: Vec<String> =
			items.iter().map(|it| format!("{:?} of {}", it.rest, self.told(it.order))).collect();
		let all_or_none = self.dice.below(2) > 0;
		let call = Call::<Runtime>::release_batch {
			items: sent.try_into().expect("few items"),
			legs_max: LEGS_MAX,
			all_or_none,
		};
		let text = format!("releases, all or none {all_or_none}: {}", told.join("; "));
		let act = Act { kind: "release batch", by: by.clone(), text, call: call.into() };
		let each = |plain: &mut Plain, item: &Item<What>| {
			let content = item.reference.encode();
			plain.once((Domain::Release, by.id, &item.reference), &content, |plain| {
				let open = plain.open_order(item.order)?;
				let fits = open.charged_legs() <= usize::from(LEGS_MAX);
				crate::plain::ensure(fits, "Escrow::TooManyLegs")?;
				plain.release_in_item(by.id, item.order, &item.rest, false)
			})
		};
		self.send_batch(act, &items, all_or_none, each);
	}

	pub(crate) fn return_batch(&mut self) {
		let (first, by, leg, amount) = self.some_return();
		let mut items = vec![(first, (leg, amount))];
		for _ in 0..self.dice.below(4) {
			let (id, _, leg, amount) = self.some_return();
			items.push((id, (leg, amount)));
		}
		let items: Vec<Item<(u8, u64)>> = items
			.into_iter()
			.map(|(order, rest)| Item { reference: self.reference(), order, rest })
			.collect();
		let sent: Vec<ReturnItem> = items
			.iter()
			.map(|Item { reference, order, rest }| ReturnItem {
				reference: reference.clone(),
				order: *order,
				leg: rest.0,
				amount: Amount(rest.1),
				body: self.bodies.get(order).cloned().map(Box::new),
			})
			.collect();
		let told = items.iter().map(|it| {
			let (leg, amount) = it.rest;
			format!("{amount} of leg {leg} of {}", self.told(it.order))
		});
		let told: Vec<String> = told.collect();
		let all_or_none = self.dice.below(2) > 0;
		let items_sent = sent.try_into().expect("few items");
		let legs_max = RETURN_LEGS_MAX;
		let call = Call::<Runtime>::return_batch { items: items_sent, legs_max, all_or_none };
		let text = format!("returns, all or none {all_or_none}: {}", told.join("; "));
		let act = Act { kind: "return batch", by: by.clone(), text, call: call.into() };
		let each = |plain: &mut Plain, item: &Item<(u8, u64)>| {
			let content = item.reference.encode();
			let (leg, amount) = item.rest;
			plain.once((Domain::Return, by.id, &item.reference), &content, |plain| {
				plain.return_in_item(by.id, item.order, leg, amount, true)
			})
		};
		self.send_batch(act, &items, all_or_none, each);
	}

	/// The model does each item; the chain must refuse the same ones for the same reasons.
	fn send_batch<T>(
		&mut self,
		act: Act,
		items: &[Item<T>],
		all_or_none: bool,
		each: impl Fn(&mut Plain, &Item<T>) -> Outcome,
	) {
		if all_or_none {
			let expected =
				self.plain.in_item(|plain| items.iter().try_for_each(|item| each(plain, item)));
			self.send(act, expected);
			return;
		}
		let mut refused = Vec::new();
		for (place, item) in (0u16..).zip(items) {
			if let Err(why) = self.plain.in_item(|plain| each(plain, item)) {
				refused.push((place, why));
			}
		}
		self.send(act, Ok(()));
		let told = self.refused_in_batch();
		if told != refused {
			self.fail(&format!("the chain refused {told:?}, the model {refused:?}"));
		}
	}

	/// What the last batch of this block refused.
	fn refused_in_batch(&mut self) -> Vec<(u16, String)> {
		let told = self.world.events().into_iter().rev().find_map(|event| match event {
			RuntimeEvent::Escrow(Event::BatchDone { refused, .. }) => Some(refused),
			_ => None,
		});
		let told = told.expect("a batch tells what it did").into_inner();
		told.into_iter().map(|it| (it.item, name_of(it.error))).collect()
	}
}
