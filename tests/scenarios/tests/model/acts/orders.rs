// SPDX-License-Identifier: Apache-2.0

//! Placing orders: by rule sets and plain ones, now and held.

use crate::{
	cast::Actor,
	plain::{ms_of_minutes, Wish, WishTerms},
	stage::{Act, Offer, Stage},
};
use codec::Encode;
use pallet_escrow::{order_id, Call};
use split_ledger_primitives::{
	AccountNo, Amount, Attributes, CoverMode, Domain, ExpiryPolicy, Moment, OrderBody, Reference,
	ReleaseMode, Role, Terms, DAY_MS,
};
use split_ledger_runtime::{Runtime, RuntimeCall};

/// An order to be placed, as the model and the chain know it.
#[derive(Clone)]
struct Placement {
	by: Actor,
	reference: Reference,
	wish: Wish,
	order: OrderBody,
	text: String,
}

/// What a reference stands for: the call that places the order alone.
fn as_sent(order: &OrderBody) -> Vec<u8> {
	let call = Call::<Runtime>::place { order: order.clone() };
	RuntimeCall::from(call).encode()
}

impl Stage<'_> {
	pub(crate) fn transfer(&mut self) {
		let placement = self.plain_payment();
		self.send_placement("transfer", placement);
	}

	pub(crate) fn place(&mut self) {
		let buyer = self.some_payer();
		let by = self.signer_for(&buyer);
		let placement = self.order_by_rules(&buyer, by);
		self.send_placement("place", placement);
	}

	/// Some orders of one payer, all or none (O9).
	pub(crate) fn place_combined(&mut self) {
		let buyer = self.some_payer();
		let by = self.signer_for(&buyer);
		let count = 1 + self.dice.below(3);
		let placements: Vec<Placement> =
			(0..count).map(|_| self.order_by_rules(&buyer, by.clone())).collect();
		let orders: Vec<OrderBody> = placements.iter().map(|it| it.order.clone()).collect();
		let call =
			Call::<Runtime>::place_combined { orders: orders.try_into().expect("few orders") };
		let texts: Vec<&str> = placements.iter().map(|it| it.text.as_str()).collect();
		let text = format!("in one payment: {}", texts.join("; "));
		let act = Act { kind: "combined", by: by.clone(), text, call: call.into() };
		let expected = self.plain.in_item(|plain| {
			for Placement { reference, wish, order, .. } in &placements {
				let named = (Domain::Order, by.id, reference);
				plain.once(named, &as_sent(order), |plain| plain.place_in_item(wish))?;
			}
			Ok(())
		});
		if self.send(act, expected) {
			placements.into_iter().for_each(|placement| self.note_placed(placement));
		}
	}

	fn some_payer(&mut self) -> Actor {
		let buyers = self.cast.with_role(Role::Buyer);
		match self.dice.below(20) {
			0 => self.customer(),
			_ => self.dice.pick(&buyers).clone(),
		}
	}

	fn signer_for(&mut self, payer: &Actor) -> Actor {
		match self.dice.below(30) {
			0 => self.anybody(),
			1 => self.bank_of(payer),
			_ => payer.clone(),
		}
	}

	fn plain_payment(&mut self) -> Placement {
		let (from, to) = (self.customer(), self.customer());
		let to = to.account.expect("a customer has one");
		let release = match self.dice.below(4) {
			0 => self.held(),
			_ => ReleaseMode::Now,
		};
		let (by, amount) = (self.signer_for(&from), self.amount());
		self.placement(&from, by, amount, WishTerms::Transfer(to), release)
	}

	fn order_by_rules(&mut self, buyer: &Actor, by: Actor) -> Placement {
		let offer = self.dice.pick(&self.offers).clone();
		let parties = self.parties(&offer);
		let release = match self.dice.below(10) {
			0..2 => ReleaseMode::Now,
			2 => {
				let (deadline, expiry, cover) = (None, self.expiry(), self.cover());
				ReleaseMode::NextDate { deadline, expiry, cover }
			}
			_ => self.held(),
		};
		let amount = self.amount();
		let terms = WishTerms::Split { deal: offer.deal, parties };
		self.placement(buyer, by, amount, terms, release)
	}

	/// Who stands in the slots; now and then somebody wrong, or nobody.
	fn parties(&mut self, offer: &Offer) -> Vec<(u8, AccountNo)> {
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

	fn expiry(&mut self) -> ExpiryPolicy {
		*self.dice.pick(&[ExpiryPolicy::Payer, ExpiryPolicy::Payees, ExpiryPolicy::Merchant])
	}

	fn cover(&mut self) -> CoverMode {
		match self.dice.below(6) {
			0 => CoverMode::AtRelease,
			_ => CoverMode::AtPlacement,
		}
	}

	fn held(&mut self) -> ReleaseMode {
		let now = self.plain.now();
		let minutes = |count: u64| now.plus(ms_of_minutes(count));
		let after = match self.dice.below(6) {
			0 => Some(minutes(self.dice.below(240))),
			_ => None,
		};
		let deadline = match self.dice.below(12) {
			0..5 => None,
			5..9 => Some(minutes(1 + self.dice.below(600))),
			9 => Some(now.plus(DAY_MS * (1 + self.dice.below(60)))),
			10 => Some(now.plus(DAY_MS * (178 + self.dice.below(4)))),
			_ => Some(Moment(now.0 - self.dice.below(2))),
		};
		let (expiry, cover) = (self.expiry(), self.cover());
		ReleaseMode::Held { after, deadline, expiry, cover }
	}

	fn placement(
		&mut self,
		payer: &Actor,
		by: Actor,
		amount: u64,
		terms: WishTerms,
		release: ReleaseMode,
	) -> Placement {
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
		let account = payer.account.expect("a payer has one");
		let wish = Wish {
			id: order_id(by.id, &reference),
			by: by.id,
			date: reference.date,
			payer: account,
			amount,
			terms,
			release: release.clone(),
			not_after,
			legs_max,
		};
		let terms = self.told_terms(&wish.terms);
		let text = format!("places {amount} from {}, {terms}, {release:?}", payer.name);
		let order = OrderBody {
			reference: reference.clone(),
			payer: account,
			amount: Amount(amount),
			terms: sent_terms(&wish.terms),
			release,
			legs_max,
			end_to_end: None,
			not_after,
			buyer: None,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		};
		Placement { by, reference, wish, order, text }
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

	fn note_placed(&mut self, placement: Placement) {
		let id = placement.wish.id;
		self.ids.push(id);
		self.bodies.insert(id, placement.order);
		let order = &self.plain.orders[&id];
		let policy = order.policy;
		self.tally.meet(format!("order, {policy:?}"));
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
