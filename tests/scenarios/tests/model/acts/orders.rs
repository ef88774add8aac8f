// SPDX-License-Identifier: Apache-2.0

//! Placing orders: by rule sets and plain ones, now, held and as agreed, of one funder and of several.

use super::wishes::Draft;
use crate::{
	cast::Actor,
	plain::{Outcome, Plain, Wish, WishTerms},
	stage::{Act, Offer, Stage},
};
use codec::Encode;
use pallet_escrow::{order_id, Call};
use split_ledger_primitives::{
	AccountNo, Amount, Attributes, Domain, Moment, OrderBody, Reference, Role, Terms,
};
use split_ledger_runtime::{Runtime, RuntimeCall};

/// An order to be placed, as the model and the chain know it.
#[derive(Clone)]
pub(super) struct Placement {
	pub(super) by: Actor,
	reference: Reference,
	wish: Wish,
	pub(super) order: OrderBody,
	pub(super) text: String,
}

impl Placement {
	/// The model places it as a part of something, unless it did so before (O1). Whether it is new.
	pub(super) fn enter(&self, plain: &mut Plain) -> Outcome<bool> {
		let named = (Domain::Order, self.by.id, &self.reference);
		let is_new = !plain.knows(named);
		plain.once(named, &as_sent(&self.order), |plain| plain.place_in_item(&self.wish))?;
		Ok(is_new)
	}

	/// The same reference for one unit more.
	pub(super) fn of_another_amount(mut self) -> Self {
		self.wish.amount += 1;
		self.order.amount.0 += 1;
		Self { text: format!("{}, but one unit more", self.text), ..self }
	}
}

/// What a reference stands for: the call that places the order alone.
fn as_sent(order: &OrderBody) -> Vec<u8> {
	let call = Call::<Runtime>::place { order: order.clone() };
	RuntimeCall::from(call).encode()
}

impl Stage<'_> {
	pub(crate) fn transfer(&mut self) {
		let placement = self.choose(
			|stage| {
				let draft = stage.plain_payment();
				stage.placement(draft)
			},
			|plain, placement| plain.place(&placement.wish),
		);
		self.send_placement("transfer", placement);
	}

	pub(crate) fn place(&mut self) {
		let placement = self.placement_by_rules();
		self.send_placement("place", placement);
	}

	pub(super) fn placement_by_rules(&mut self) -> Placement {
		self.choose(
			|stage| {
				let draft = stage.draft_by_rules();
				stage.placement(draft)
			},
			|plain, placement| plain.place(&placement.wish),
		)
	}

	/// Some orders of one submitter, all or none (O9).
	pub(crate) fn place_combined(&mut self) {
		let first = self.placement_by_rules();
		let by = first.by.clone();
		let mut placements = vec![first];
		for _ in 0..self.dice.below(3) {
			placements.push(self.another_placement(&by));
		}
		let orders: Vec<OrderBody> = placements.iter().map(|it| it.order.clone()).collect();
		let call =
			Call::<Runtime>::place_combined { orders: orders.try_into().expect("few orders") };
		let texts: Vec<&str> = placements.iter().map(|it| it.text.as_str()).collect();
		let text = format!("in one payment: {}", texts.join("; "));
		let act = Act { kind: "combined", by: by.clone(), text, call: call.into() };
		let expected = self
			.plain
			.in_item(|plain| placements.iter().try_for_each(|it| it.enter(plain).map(|_| ())));
		if self.send(act, expected) {
			placements.into_iter().for_each(|placement| self.note_placed(placement));
		}
	}

	/// Another order of the same submitter.
	pub(super) fn another_placement(&mut self, by: &Actor) -> Placement {
		self.choose(
			|stage| {
				let draft = stage.another_draft(by);
				stage.placement(draft)
			},
			|plain, placement| plain.place(&placement.wish),
		)
	}

	pub(crate) fn some_payer(&mut self) -> Actor {
		let buyers = self.cast.with_role(Role::Buyer);
		match self.dice.below(20) {
			0 => self.customer(),
			_ => self.dice.pick(&buyers).clone(),
		}
	}

	/// Who stands in the slots; now and then somebody wrong, or nobody.
	pub(crate) fn parties(&mut self, offer: &Offer) -> Vec<(u8, AccountNo)> {
		let mut parties = Vec::new();
		for (slot, name) in (0..).zip(&offer.template.slots) {
			let name = if *name == "Shop" { offer.shop } else { *name };
			let account = self.cast.of(name).account.expect("it has one");
			match self.dice.below(120) {
				0 => {}
				1 | 2 => {
					let wrong = self.customer().account.expect("it has one");
					parties.push((slot, wrong));
				}
				_ => parties.push((slot, account)),
			}
		}
		parties
	}

	fn placement(&mut self, draft: Draft) -> Placement {
		let Draft { payer, by, amount, terms, release, funders, mandate, group, dispute } = draft;
		let reference = self.reference();
		let not_after = match self.dice.below(60) {
			0 => Some(Moment(self.plain.now().0 - 1)),
			1 => Some(self.plain.now()),
			_ => None,
		};
		let legs_max = match self.dice.below(100) {
			0 => 0,
			1 => 2,
			_ => 8,
		};
		let wish = Wish {
			id: order_id(by.id, &reference),
			by: by.id,
			date: reference.date,
			payer,
			amount,
			terms,
			release: release.clone(),
			not_after,
			legs_max,
			funders: funders.clone(),
			mandate,
			group,
			dispute,
		};
		let text = self.told_wish(&wish);
		let order = OrderBody {
			reference: reference.clone(),
			payer,
			amount: Amount(amount),
			terms: sent_terms(&wish.terms),
			release,
			legs_max,
			end_to_end: None,
			not_after,
			buyer: None,
			funders: funders.try_into().expect("few funders"),
			mandate,
			group,
			dispute,
		};
		Placement { by, reference, wish, order, text }
	}

	fn told_wish(&self, wish: &Wish) -> String {
		let Wish { amount, release, funders, mandate, group, dispute, .. } = wish;
		let (payer, terms) = (self.cast.name(wish.payer), self.told_terms(&wish.terms));
		let parts = funders.iter().map(|it| {
			let (name, Amount(amount)) = (self.cast.name(it.account), it.amount);
			format!(", {amount} of it from {name} by {:?}", it.mandate)
		});
		let parts: String = parts.collect();
		format!(
			"places {amount} from {payer}{parts}, {terms}, {release:?}, {mandate:?}, {group:?}, {dispute:?}"
		)
	}

	fn send_placement(&mut self, kind: &'static str, placement: Placement) {
		let Placement { by, reference, wish, order, text } = placement.clone();
		let text = format!("{text} as order {}", self.ids.len());
		let call = Call::<Runtime>::place { order };
		let act = Act { kind, by, text, call: call.into() };
		let done = self.send_named(act, (Domain::Order, &reference), |plain| plain.place(&wish));
		if done {
			self.note_placed(placement);
		}
	}

	pub(super) fn note_placed(&mut self, placement: Placement) {
		let id = placement.wish.id;
		self.ids.push(id);
		self.bodies.insert(id, placement.order);
		let order = &self.plain.orders[&id];
		let (policy, several) = (order.policy, order.funders.len() > 1);
		let with = [
			("order of several funders", several),
			("order by a mandate", order_has_mandate(&self.bodies[&id])),
			("order with milestones", !order.milestones.is_empty()),
			("order of a group", order.group.is_some()),
			("order that can be disputed", order.dispute_terms.is_some()),
		];
		self.tally.meet(format!("order, {policy:?}"));
		for (what, _) in with.into_iter().filter(|with| with.1) {
			self.tally.meet(what);
		}
	}

	fn told_terms(&self, terms: &WishTerms) -> String {
		match terms {
			WishTerms::Transfer(to) => format!("to {}", self.cast.name(*to)),
			WishTerms::Split { deal, parties } => {
				let name = &self.plain.agreements.rules[&deal.rules].content.name;
				let parties: Vec<&str> =
					parties.iter().map(|party| self.cast.name(party.1)).collect();
				let merchant = self.cast.by_id(deal.merchant).name;
				format!("of {merchant} by rule set `{name}` to {}", parties.join(", "))
			}
		}
	}
}

fn order_has_mandate(order: &OrderBody) -> bool {
	order.mandate.is_some() || order.funders.iter().any(|part| part.mandate.is_some())
}

fn sent_terms(terms: &WishTerms) -> Terms {
	match terms {
		WishTerms::Transfer(to) => Terms::Transfer { to: *to },
		WishTerms::Split { deal, parties } => Terms::Split {
			platform: deal.platform,
			merchant: deal.merchant,
			rules: deal.rules,
			attributes: Attributes::default(),
			parties: parties.clone().try_into().expect("few parties"),
			inputs: Default::default(),
		},
	}
}
