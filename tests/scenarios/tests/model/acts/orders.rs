// SPDX-License-Identifier: Apache-2.0

//! Placing orders: by rule sets and plain ones, now and held.

use crate::{
	cast::Actor,
	plain::{Wish, WishTerms, ms_of_minutes},
	stage::{Act, Offer, Stage},
};
use pallet_escrow::{Call, order_id};
use split_ledger_primitives::{
	AccountNo, Amount, Attributes, CoverMode, DAY_MS, Domain, ExpiryPolicy, Moment, OrderBody,
	ReleaseMode, Role, Terms,
};
use split_ledger_runtime::Runtime;

impl Stage<'_> {
	pub(crate) fn transfer(&mut self) {
		let (from, to) = (self.customer(), self.customer());
		let to = to.account.expect("a customer has one");
		let release = match self.dice.below(4) {
			0 => self.held(),
			_ => ReleaseMode::Now,
		};
		let amount = self.amount();
		self.place_terms("transfer", &from, amount, WishTerms::Transfer(to), release);
	}

	pub(crate) fn place(&mut self) {
		let buyers = self.cast.with_role(Role::Buyer);
		let buyer = match self.dice.below(20) {
			0 => self.customer(),
			_ => self.dice.pick(&buyers).clone(),
		};
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
		self.place_terms("place", &buyer, amount, terms, release);
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

	fn place_terms(
		&mut self,
		kind: &'static str,
		payer: &Actor,
		amount: u64,
		terms: WishTerms,
		release: ReleaseMode,
	) {
		let by = match self.dice.below(30) {
			0 => self.anybody(),
			1 => self.bank_of(payer),
			_ => payer.clone(),
		};
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
		let id = order_id(by.id, &reference);
		let account = payer.account.expect("a payer has one");
		let date = reference.date;
		let wish = Wish {
			id,
			by: by.id,
			date,
			payer: account,
			amount,
			terms,
			release: release.clone(),
			not_after,
			legs_max,
		};
		let order = OrderBody {
			reference: reference.clone(),
			payer: account,
			amount: Amount(amount),
			terms: sent_terms(&wish.terms),
			release: release.clone(),
			legs_max,
			end_to_end: None,
			not_after,
			buyer: None,
		};
		let text = format!(
			"places order {}: {amount} from {}, {}, {release:?}",
			self.ids.len(),
			payer.name,
			self.told_terms(&wish.terms),
		);
		let call = Call::<Runtime>::place { order: order.clone() };
		let act = Act { kind, by, text, call: call.into() };
		let done = self.send_named(act, (Domain::Order, &reference), |plain| plain.place(&wish));
		if done {
			self.ids.push(id);
			self.bodies.insert(id, order);
			let policy = self.plain.orders[&id].policy;
			self.tally.meet(format!("order, {policy:?}"));
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
