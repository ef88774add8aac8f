// SPDX-License-Identifier: Apache-2.0

//! What people agree on in the course of things: receivers, ceilings, limits, the end of a rule set.

use crate::{
	cast::Actor,
	plain::ensure,
	stage::{Act, Stage},
};
use pallet_splits::Call;
use split_ledger_primitives::{AccountNo, MerchantLimits, Relation};
use split_ledger_runtime::Runtime;

/// Who gets legs of others' orders.
const RECEIVERS: [&str; 5] = ["Supplier", "Carrier", "Promoter0", "Promoter1", "Promoter2"];

impl Stage<'_> {
	/// Before anything else, most receivers are agreed on, some with less than they would get.
	pub(crate) fn agree(&mut self) {
		for shop in ["Shop0", "Shop1"] {
			let merchant = self.cast.of(shop).clone();
			for name in RECEIVERS {
				let receiver = self.cast.of(name).clone();
				if self.dice.below(12) == 0 {
					continue;
				}
				let ceiling = if self.dice.below(5) == 0 { 60_000 } else { 1_000_000 };
				self.add_receiver(&merchant, &merchant, &receiver, ceiling);
				let platform_returns = self.dice.below(2) > 0;
				self.consent(&receiver, &merchant, &receiver, Some(platform_returns));
			}
			if self.dice.below(2) > 0 {
				self.accept_ceilings(&merchant, &merchant, 400_000, 500_000);
			}
		}
	}

	fn merchant(&mut self) -> Actor {
		let name = *self.dice.pick(&["Shop0", "Shop1"]);
		self.cast.of(name).clone()
	}

	pub(crate) fn receivers(&mut self) {
		let merchant = self.merchant();
		let name = *self.dice.pick(&RECEIVERS);
		let mut receiver = self.cast.of(name).clone();
		if self.dice.below(10) == 0 {
			receiver = self.customer();
		}
		let stranger = self.anybody();
		let wrong = self.dice.below(10) == 0;
		match self.dice.below(10) {
			0..4 => {
				let ceiling = match self.dice.below(6) {
					0 => 1_000_001,
					1 => 50_000,
					_ => 1_000_000,
				};
				let by = if wrong { stranger } else { merchant.clone() };
				self.add_receiver(&by, &merchant, &receiver, ceiling);
			}
			4..8 => {
				let by = if wrong { stranger } else { receiver.clone() };
				let platform_returns = self.dice.below(2) > 0;
				self.consent(&by, &merchant, &receiver, Some(platform_returns));
			}
			8 => {
				let by = if wrong { stranger } else { receiver.clone() };
				self.consent(&by, &merchant, &receiver, None);
			}
			_ => self.remove_receiver(&merchant, &merchant, &receiver),
		}
	}

	fn add_receiver(&mut self, by: &Actor, merchant: &Actor, receiver: &Actor, ceiling_ppm: u32) {
		let account = account_of(receiver);
		let (merchant, relation) = (merchant.id, Relation::Other);
		let call = Call::<Runtime>::add_receiver { merchant, account, relation, ceiling_ppm };
		let name = self.cast.by_id(merchant).name;
		let text = format!("adds {} to {name} up to {ceiling_ppm} ppm", receiver.name);
		let expected =
			self.plain.attempt(|plain| plain.add_receiver(by.id, merchant, account, ceiling_ppm));
		self.send(Act { kind: "receiver", by: by.clone(), text, call: call.into() }, expected);
	}

	fn consent(&mut self, by: &Actor, merchant: &Actor, receiver: &Actor, consent: Option<bool>) {
		let (account, merchant) = (account_of(receiver), merchant.id);
		let call = match consent {
			Some(platform_returns) => {
				Call::<Runtime>::consent { merchant, account, platform_returns }
			}
			None => Call::<Runtime>::withdraw_consent { merchant, account },
		};
		let kind = if consent.is_some() { "consent" } else { "withdraw consent" };
		let name = self.cast.by_id(merchant).name;
		let text = format!("says of {} for {name}: consent {consent:?}", receiver.name);
		let expected = self.plain.attempt(|plain| plain.consent(by.id, merchant, account, consent));
		self.send(Act { kind, by: by.clone(), text, call: call.into() }, expected);
	}

	fn remove_receiver(&mut self, by: &Actor, merchant: &Actor, receiver: &Actor) {
		let (account, merchant) = (account_of(receiver), merchant.id);
		let call = Call::<Runtime>::remove_receiver { merchant, account };
		let text = format!("removes {}", receiver.name);
		let expected = self.plain.attempt(|plain| plain.remove_receiver(by.id, merchant, account));
		let kind = "remove receiver";
		self.send(Act { kind, by: by.clone(), text, call: call.into() }, expected);
	}

	pub(crate) fn ceilings(&mut self) {
		let merchant = self.merchant();
		let by = if self.dice.below(8) == 0 { self.anybody() } else { merchant.clone() };
		let share = *self.dice.pick(&[50_000, 200_000, 400_000, 1_000_001]);
		let liability = *self.dice.pick(&[0, 50_000, 300_000, 1_000_000]);
		self.accept_ceilings(&by, &merchant, share, liability);
	}

	fn accept_ceilings(
		&mut self,
		by: &Actor,
		merchant: &Actor,
		share_ppm: u32,
		liability_ppm: u32,
	) {
		let offer = self.offers.iter().find(|offer| offer.deal.merchant == merchant.id);
		let deal = offer.expect("each merchant has offers").deal.clone();
		let (merchant, platform) = (deal.merchant, deal.platform);
		let call =
			Call::<Runtime>::accept_ceilings { merchant, platform, share_ppm, liability_ppm };
		let text = format!("accepts for the merchant {share_ppm} and {liability_ppm} ppm");
		let expected = self
			.plain
			.attempt(|plain| plain.accept_ceilings(by.id, &deal, share_ppm, liability_ppm));
		self.send(Act { kind: "ceilings", by: by.clone(), text, call: call.into() }, expected);
	}

	/// One key of the merchant's bank proposes, another one confirms (P7).
	pub(crate) fn limits(&mut self) {
		let merchant = self.merchant();
		let bank = self.bank_of(&merchant);
		let by = if self.dice.below(8) == 0 { self.anybody() } else { bank.clone() };
		let share_cap_ppm = *self.dice.pick(&[100_000, 250_000, 300_000, 300_001]);
		let promoter_levels = *self.dice.pick(&[0, 1, 2, 3]);
		let limits = MerchantLimits { share_cap_ppm, promoter_levels };
		let id = merchant.id;
		let call = Call::<Runtime>::propose_limits { merchant: id, limits };
		let text = format!("proposes limits {limits:?} for {}", merchant.name);
		let expected = self.plain.propose_limits(by.id, id, limits);
		let kind = "limits";
		let proposed = self.send(Act { kind, by: by.clone(), text, call: call.into() }, expected);
		if !proposed {
			return;
		}
		let maker = by.key.clone();
		let confirm = |key, this: &mut Self, expected| {
			let call = Call::<Runtime>::confirm_limits { merchant: id, limits };
			let text = format!("confirms limits {limits:?}");
			this.send_by(key, Act { kind, by: by.clone(), text, call: call.into() }, expected)
		};
		confirm(maker, self, ensure(false, "Splits::MakerIsChecker"));
		let place = self.plain.people[&bank.id].bank.expect("it is a bank");
		let checker = self.cast.checkers[place].clone();
		self.plain.agreements.limits.insert(id, limits);
		confirm(checker, self, Ok(()));
	}

	/// The platform ends a rule set; orders by it live on.
	pub(crate) fn retire(&mut self) {
		let deal = self.dice.pick(&self.offers).deal.clone();
		// One is kept, so that there is something left to place.
		let retired = self.plain.agreements.rules.values().filter(|rules| rules.retired).count();
		if retired > 0 {
			return;
		}
		let (platform, rules) = (deal.platform, deal.rules);
		let by = self.cast.by_id(platform).clone();
		let call = Call::<Runtime>::retire { platform, rules };
		let name = self.plain.agreements.rules[&rules].content.name.clone();
		if let Some(rules) = self.plain.agreements.rules.get_mut(&rules) {
			rules.retired = true;
		}
		let text = format!("retires the rule set `{name}`");
		self.send(Act { kind: "retire", by, text, call: call.into() }, Ok(()));
	}
}

fn account_of(actor: &Actor) -> AccountNo {
	actor.account.expect("a receiver has an account")
}
