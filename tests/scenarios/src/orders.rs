// SPDX-License-Identifier: Apache-2.0

//! Rule sets, orders, releases and refunds.

use crate::{
	bank_key, rest, rules::rule_set, share, Customer, Part, World, CNY, EAST, NORTH, SOUTH,
};
use codec::Encode;
use pallet_escrow::{order_id, Call as EscrowCall, ReleaseWhat};
use pallet_splits::Call as SplitsCall;
use sp_io::hashing::blake2_256;
use sp_runtime::{DispatchError, DispatchResult};
use split_ledger_primitives::{
	views::OrderView, AccountNo, Amount, Attributes, CoverMode, ExpiryPolicy, Moment, OrderBody,
	OrderId, OrderStatus, ParticipantId, Purpose, ReleaseMode, Role, RuleHash, Terms, Uncredited,
};
use split_ledger_runtime::{Escrow, Runtime};
use split_rules::RuleSet;

/// What platform and merchant agreed: the rule set, and who fills its slots.
#[derive(Clone, Debug)]
pub struct Deal {
	/// Whose approval counts.
	pub platform: ParticipantId,
	/// Whose acceptance counts.
	pub merchant: ParticipantId,
	/// The rule set.
	pub rules: RuleHash,
	/// Who fills the slots.
	pub parties: Vec<(u8, AccountNo)>,
}

impl Deal {
	/// The terms of an order under the deal.
	pub fn terms(&self) -> Terms {
		Terms::Split {
			platform: self.platform,
			merchant: self.merchant,
			rules: self.rules,
			attributes: Attributes::default(),
			parties: self.parties.clone().try_into().expect("few parties"),
			inputs: Default::default(),
		}
	}
}

/// Held until somebody releases it, or `deadline`.
pub fn held(deadline: Option<Moment>, expiry: ExpiryPolicy) -> ReleaseMode {
	ReleaseMode::Held { after: None, deadline, expiry, cover: CoverMode::AtPlacement }
}

impl World {
	/// Publishes a rule set, has the platform's bank approve and the merchant accept it.
	pub fn deal(&mut self, platform: &Customer, merchant: &Customer, parts: &[Part<'_>]) -> Deal {
		let deal = self.offer(platform, merchant, parts);
		self.accept(merchant, &deal);
		deal
	}

	/// A deal of which what cannot be credited goes to the merchant (O6).
	pub fn deal_to_merchant(
		&mut self,
		platform: &Customer,
		merchant: &Customer,
		parts: &[Part<'_>],
	) -> Deal {
		let rule_set = RuleSet { uncredited: Uncredited::Merchant, ..rule_set(CNY, parts) };
		let deal = self.offer_by(platform, merchant, parts, rule_set);
		self.accept(merchant, &deal);
		deal
	}

	/// A buyer with 10,000 at one bank, shop and platform at two others, and a deal that gives 10 % to
	/// the platform.
	pub fn shopping(&mut self) -> (Customer, Customer, Customer, Deal) {
		let buyer = self.buyer(NORTH, "//Buyer", 10_000);
		let shop = self.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = self.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
		let deal = self.deal(&platform, &shop, &parts);
		(buyer, shop, platform, deal)
	}

	/// A deal that the merchant has not accepted.
	pub fn offer(&mut self, platform: &Customer, merchant: &Customer, parts: &[Part<'_>]) -> Deal {
		self.offer_by(platform, merchant, parts, rule_set(CNY, parts))
	}

	fn accept(&mut self, merchant: &Customer, deal: &Deal) {
		let Deal { platform, merchant: id, rules, .. } = *deal;
		let accept = SplitsCall::<Runtime>::accept { merchant: id, platform, rules };
		self.does(merchant.key, accept);
	}

	fn offer_by(
		&mut self,
		platform: &Customer,
		merchant: &Customer,
		parts: &[Part<'_>],
		rule_set: RuleSet,
	) -> Deal {
		let rules = RuleHash(blake2_256(&rule_set.encode()));
		self.does(
			platform.key,
			SplitsCall::<Runtime>::publish { rule_set: Box::new(rule_set), effective_from: None },
		);
		let approve = SplitsCall::<Runtime>::approve { platform: platform.id, rules };
		self.does(bank_key(platform.bank), approve);
		let parties = (0..).zip(parts).map(|(slot, part)| (slot, part.0.account)).collect();
		Deal { platform: platform.id, merchant: merchant.id, rules, parties }
	}

	/// An order under a deal, held until it is released.
	pub fn order(&mut self, payer: &Customer, amount: u64, deal: &Deal) -> OrderBody {
		self.body(payer, amount, deal.terms())
	}

	/// A plain payment at once.
	pub fn transfer(&mut self, payer: &Customer, amount: u64, to: &Customer) -> OrderBody {
		let body = self.body(payer, amount, Terms::Transfer { to: to.account });
		OrderBody { release: ReleaseMode::Now, ..body }
	}

	fn body(&mut self, payer: &Customer, amount: u64, terms: Terms) -> OrderBody {
		OrderBody {
			reference: self.reference(),
			payer: payer.account,
			amount: Amount(amount),
			terms,
			release: held(None, ExpiryPolicy::Payer),
			legs_max: 8,
			end_to_end: None,
			not_after: None,
			buyer: None,
		}
	}

	/// Lets a customer place an order.
	pub fn place(&mut self, by: &Customer, order: OrderBody) -> Result<OrderId, DispatchError> {
		let id = order_id(by.id, &order.reference);
		self.send(by.key, EscrowCall::<Runtime>::place { order }).map(|()| id)
	}

	/// Lets a customer place an order that must be accepted.
	pub fn placed(&mut self, by: &Customer, order: OrderBody) -> OrderId {
		self.place(by, order).expect("the order is accepted")
	}

	/// Lets a customer release an order.
	pub fn release(&mut self, by: &Customer, order: OrderId, what: ReleaseWhat) -> DispatchResult {
		let reference = self.reference();
		self.send(by.key, EscrowCall::<Runtime>::release { reference, order, what })
	}

	/// Lets a customer refund an order.
	pub fn refund(&mut self, by: &Customer, order: OrderId, amount: u64) -> DispatchResult {
		let (reference, amount) = (self.reference(), Amount(amount));
		self.send(by.key, EscrowCall::<Runtime>::refund { reference, order, amount, body: None })
	}

	/// Lets a customer retry the parked legs of an order.
	pub fn retry(&mut self, by: &Customer, order: OrderId) -> DispatchResult {
		self.send(by.key, EscrowCall::<Runtime>::retry_parked { order })
	}

	/// What the chain says of an order.
	pub fn view(&mut self, order: OrderId) -> OrderView {
		self.state(|| Escrow::order(order)).expect("an order")
	}

	/// Where an order stands.
	pub fn status(&mut self, order: OrderId) -> OrderStatus {
		self.view(order).status
	}
}
