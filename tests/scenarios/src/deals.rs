// SPDX-License-Identifier: Apache-2.0

//! What platforms and merchants agree on, and who consents to get a part of it.

use crate::{
	bank_key, rest, rules::rule_set, share, Customer, Part, World, CNY, EAST, NORTH, SOUTH,
};
use codec::Encode;
use pallet_splits::Call;
use sp_io::hashing::blake2_256;
use split_ledger_primitives::{
	AccountNo, AccountType, Attributes, Moment, ParticipantId, Purpose, RefundTerms, Role,
	RuleHash, Terms, Uncredited,
};
use split_ledger_runtime::Runtime;
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

impl World {
	/// Publishes a rule set, has the platform's bank approve and the merchant accept it, and all others
	/// who get a part of it consent to be receivers of the merchant.
	pub fn deal(&mut self, platform: &Customer, merchant: &Customer, parts: &[Part<'_>]) -> Deal {
		self.deal_of(platform, merchant, parts, rule_set(CNY, parts))
	}

	/// A deal of which what cannot be credited goes to the merchant (O6).
	pub fn deal_to_merchant(
		&mut self,
		platform: &Customer,
		merchant: &Customer,
		parts: &[Part<'_>],
	) -> Deal {
		let rule_set = RuleSet { uncredited: Uncredited::Merchant, ..rule_set(CNY, parts) };
		self.deal_of(platform, merchant, parts, rule_set)
	}

	/// A deal that says how its orders are refunded (R2, R3).
	pub fn deal_refunded(
		&mut self,
		platform: &Customer,
		merchant: &Customer,
		parts: &[Part<'_>],
		refund: RefundTerms,
	) -> Deal {
		let rule_set = RuleSet { refund, ..rule_set(CNY, parts) };
		self.deal_of(platform, merchant, parts, rule_set)
	}

	/// A deal by any rule set; the parts fill its slots.
	pub fn deal_of(
		&mut self,
		platform: &Customer,
		merchant: &Customer,
		parts: &[Part<'_>],
		rule_set: RuleSet,
	) -> Deal {
		let deal = self.offer_from(platform, merchant, parts, rule_set, None);
		self.accept(merchant, &deal);
		self.agree_on_receivers(platform, merchant, parts);
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
		self.offer_from(platform, merchant, parts, rule_set(CNY, parts), None)
	}

	/// A deal that the merchant has not accepted, and that takes orders from a moment on.
	pub fn offer_from(
		&mut self,
		platform: &Customer,
		merchant: &Customer,
		parts: &[Part<'_>],
		rule_set: RuleSet,
		effective_from: Option<Moment>,
	) -> Deal {
		let rules = RuleHash(blake2_256(&rule_set.encode()));
		let rule_set = Box::new(rule_set);
		self.does(platform.key, Call::<Runtime>::publish { rule_set, effective_from });
		let approve = Call::<Runtime>::approve { platform: platform.id, rules };
		self.does(bank_key(platform.bank), approve);
		let parties = (0..).zip(parts).map(|(slot, part)| (slot, part.0.account)).collect();
		Deal { platform: platform.id, merchant: merchant.id, rules, parties }
	}

	/// Lets the merchant of a deal accept its rule set.
	pub fn accept(&mut self, merchant: &Customer, deal: &Deal) {
		let Deal { platform, merchant: id, rules, .. } = *deal;
		self.does(merchant.key, Call::<Runtime>::accept { merchant: id, platform, rules });
	}

	/// Lets a merchant accept a platform by ceilings, in percent: of fees, and of what the merchant
	/// answers for when the platform has an order refunded (P4).
	pub fn accept_ceilings(
		&mut self,
		merchant: &Customer,
		platform: &Customer,
		share: u32,
		liability: u32,
	) {
		let accept = Call::<Runtime>::accept_ceilings {
			merchant: merchant.id,
			platform: platform.id,
			share_ppm: share * 10_000,
			liability_ppm: liability * 10_000,
		};
		self.does(merchant.key, accept);
	}

	/// Lets the platform of a deal retire its rule set.
	pub fn retire(&mut self, platform: &Customer, deal: &Deal) {
		let retire = Call::<Runtime>::retire { platform: platform.id, rules: deal.rules };
		self.does(platform.key, retire);
	}

	fn agree_on_receivers(&mut self, platform: &Customer, merchant: &Customer, parts: &[Part<'_>]) {
		for (customer, ..) in parts {
			let is_side = [platform.id, merchant.id].contains(&customer.id);
			let is_tax = self.row(customer.account).account_type == AccountType::Tax;
			if !is_side && !is_tax {
				self.add_receiver(merchant, customer, 100);
				self.consent(customer, merchant, false);
			}
		}
	}
}
