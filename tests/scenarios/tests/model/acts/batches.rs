// SPDX-License-Identifier: Apache-2.0

//! Many acts in one call: what is refused spoils nothing else, or spoils all (R4). A batch of payments
//! places all orders of each payment or none of them (O9).

use super::{forwards::as_sent, orders::Placement};
use crate::{
	cast::Actor,
	plain::{ensure, Outcome, Plain, Refused, What},
	stage::{name_of, Act, Stage},
};
use codec::Encode;
use pallet_escrow::{Call, Event, Item as Payment, Refusal, ReleaseItem, ReturnItem};
use split_ledger_primitives::{Amount, Domain, OrderBody, OrderId, Reference};
use split_ledger_runtime::{Runtime, RuntimeEvent};

/// Legs that a batch of releases states.
const LEGS_MAX: u8 = 4;
/// Legs that a batch of returns states: as many as there may be, so that none has more.
const RETURN_LEGS_MAX: u8 = 50;

/// An item of a batch, and what it stands for.
#[derive(Clone)]
struct Item<T> {
	reference: Reference,
	order: OrderId,
	rest: T,
}

/// What a batch tells of itself: how much it did, how much was done before, and which item it refused, for
/// which order of it, and why.
#[derive(Debug, Default, PartialEq)]
struct Told {
	done: u32,
	repeated: u32,
	refused: Vec<(u16, Option<u16>, Refused)>,
}

impl Told {
	fn count(&mut self, is_new: bool) {
		*(if is_new { &mut self.done } else { &mut self.repeated }) += 1;
	}
}

impl Stage<'_> {
	pub(crate) fn release_batch(&mut self) {
		let (first, by, what) = self.some_release();
		let mut items = vec![(first, what)];
		for _ in 0..self.dice.below(4) {
			let (id, _, what) = self.some_release();
			items.push((id, what));
		}
		let items = self.named(items);
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
			let named = (Domain::Release, by.id, &item.reference);
			let is_new = !plain.knows(named);
			plain.once(named, &item.reference.encode(), |plain| {
				let open = plain.open_order(item.order)?;
				let fits = open.charged_legs() <= usize::from(LEGS_MAX);
				ensure(fits, "Escrow::TooManyLegs")?;
				plain.release_in_item(by.id, item.order, &item.rest, false)
			})?;
			Ok(is_new)
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
		let items = self.named(items);
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
			let (leg, amount) = item.rest;
			let named = (Domain::Return, by.id, &item.reference);
			let is_new = !plain.knows(named);
			plain.once(named, &item.reference.encode(), |plain| {
				plain.return_in_item(by.id, item.order, leg, amount, true)
			})?;
			Ok(is_new)
		};
		self.send_batch(act, &items, all_or_none, each);
	}

	/// Items under references of their own; now and then one of them twice.
	fn named<T: Clone>(&mut self, items: Vec<(OrderId, T)>) -> Vec<Item<T>> {
		let named = items.into_iter().map(|(order, rest)| {
			let reference = self.reference();
			Item { reference, order, rest }
		});
		let mut named: Vec<Item<T>> = named.collect();
		if self.dice.below(8) == 0 {
			let again = self.dice.pick(&named).clone();
			named.push(again);
		}
		named
	}

	/// The model does each item, and says whether that is new; the chain must refuse the same ones for the
	/// same reasons.
	fn send_batch<T>(
		&mut self,
		act: Act,
		items: &[Item<T>],
		all_or_none: bool,
		each: impl Fn(&mut Plain, &Item<T>) -> Outcome<bool>,
	) {
		let mut told = Told::default();
		if all_or_none {
			let done = self.plain.in_item(|plain| {
				items.iter().try_for_each(|item| each(plain, item).map(|is_new| told.count(is_new)))
			});
			if self.send(act, done) {
				self.compare_told(&told);
			}
			return;
		}
		for (place, item) in (0u16..).zip(items) {
			match self.plain.in_item(|plain| each(plain, item)) {
				Ok(is_new) => told.count(is_new),
				Err(why) => told.refused.push((place, None, why)),
			}
		}
		self.send(act, Ok(()));
		self.compare_told(&told);
	}

	/// Places payments of one submitter, each of one order or of several.
	pub(crate) fn place_batch(&mut self) {
		let (by, payments) = self.some_payments();
		let items: Vec<Payment> = payments
			.iter()
			.map(|payment| {
				let orders: Vec<OrderBody> = payment.iter().map(|it| it.order.clone()).collect();
				orders.try_into().expect("few orders")
			})
			.collect();
		let texts = payments.iter().map(|payment| {
			let texts: Vec<&str> = payment.iter().map(|it| it.text.as_str()).collect();
			format!("[{}]", texts.join("; "))
		});
		let texts: Vec<String> = texts.collect();
		let call = Call::<Runtime>::place_batch { items: items.try_into().expect("few payments") };
		let text = format!("in a batch of payments: {}", texts.join(" "));
		let act = Act { kind: "place batch", by, text, call: call.into() };
		let (mut told, mut placed) = (Told::default(), Vec::new());
		for (place, payment) in (0u16..).zip(payments) {
			let several = payment.len() > 1;
			match self.enter_payment(&payment) {
				Ok(new) => {
					new.iter().for_each(|is_new| told.count(*is_new));
					let new = payment.into_iter().zip(new).filter(|(_, is_new)| *is_new);
					placed.extend(new.map(|(placement, _)| placement));
				}
				Err((order, why)) => {
					if several && order.is_some() {
						self.tally.meet("payment of a batch refused for one of its orders");
					}
					told.refused.push((place, order, why));
				}
			}
		}
		self.send(act, Ok(()));
		self.compare_told(&told);
		if !placed.is_empty() && !told.refused.is_empty() {
			self.tally.meet("batch that places some and refuses others");
		}
		if told.repeated > 0 {
			self.tally.meet("batch that repeats an order");
		}
		for placement in placed {
			self.tally.meet("order of a batch");
			self.note_placed(placement);
		}
	}

	/// The model places all orders of a payment or none, and says which of them are new; or which one is
	/// refused, none of them where it is the whole.
	fn enter_payment(
		&mut self,
		payment: &[Placement],
	) -> Result<Vec<bool>, (Option<u16>, Refused)> {
		let mut culprit = None;
		let entered = self.plain.in_item(|plain| {
			ensure(!payment.is_empty(), "Escrow::EmptyPayment")?;
			let mut new = Vec::new();
			for (place, placement) in (0u16..).zip(payment) {
				culprit = Some(place);
				new.push(placement.enter(plain)?);
			}
			culprit = None;
			Ok(new)
		});
		entered.map_err(|why| (culprit, why))
	}

	/// Payments of one submitter, seldom of nothing; now and then an order comes twice, or its reference
	/// with another amount.
	fn some_payments(&mut self) -> (Actor, Vec<Vec<Placement>>) {
		let first = self.placement_by_rules();
		let by = first.by.clone();
		let (mut known, mut payments) = (vec![first.clone()], vec![vec![first]]);
		for _ in 0..1 + self.dice.below(4) {
			let count = match self.dice.below(16) {
				0 => 0,
				1..10 => 1,
				_ => 2 + self.dice.below(2),
			};
			let mut payment = Vec::new();
			for _ in 0..count {
				let order = match self.dice.below(12) {
					0 => self.dice.pick(&known).clone(),
					1 => self.dice.pick(&known).clone().of_another_amount(),
					_ => self.another_placement(&by),
				};
				known.push(order.clone());
				payment.push(order);
			}
			payments.push(payment);
		}
		(by, payments)
	}

	/// The last batch of this block tells what the model says.
	fn compare_told(&mut self, model: &Told) {
		let chain = self.world.events().into_iter().rev().find_map(|event| match event {
			RuntimeEvent::Escrow(Event::BatchDone { done, repeated, refused, .. }) => {
				let refused = refused
					.into_iter()
					.map(|Refusal { item, order, error }| (item, order, name_of(error)));
				Some(Told { done, repeated, refused: refused.collect() })
			}
			_ => None,
		});
		let chain = chain.expect("a batch tells what it did");
		if chain != *model {
			self.fail(&format!("the chain tells {chain:?}, the model {model:?}"));
		}
	}
}
