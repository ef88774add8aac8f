// SPDX-License-Identifier: Apache-2.0

//! How orders stand, against a plain model: accounts with money, and nothing of rows and books.

use crate::{
	given::{GivenBack, NO_LEG},
	standing::{Merchant, Share, Standing},
	types::Leg,
};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest, Strategy};
use split_ledger_primitives::{AccountNo, Amount, BankIndex, Purpose, RefundPolicy};
use std::collections::BTreeMap;

const MERCHANT: AccountNo = AccountNo(1);
pub(super) const PAYER: AccountNo = AccountNo(0);

/// An order's legs with what was released and refunded of them, and what everybody has by it.
#[derive(Clone, Debug)]
pub(super) struct Life {
	pub(super) policy: RefundPolicy,
	pub(super) legs: Vec<Leg>,
	pub(super) given: GivenBack,
	pub(super) money: BTreeMap<AccountNo, i128>,
}

impl Life {
	pub(super) fn of(policy: RefundPolicy, plan: &[(u8, u64)]) -> Self {
		let kinds = [
			(MERCHANT, Purpose::Goods),
			(AccountNo(2), Purpose::Goods),
			(AccountNo(3), Purpose::Fee),
			(AccountNo(4), Purpose::Commission),
			(AccountNo(5), Purpose::Logistics),
			(AccountNo(6), Purpose::Tax),
		];
		let legs = (1u8..).zip(plan).map(|(leg, (kind, amount))| {
			let (payee, purpose) = kinds[usize::from(*kind)];
			Leg {
				leg,
				payee,
				purpose,
				bank: BankIndex(0),
				of_merchant: payee == MERCHANT,
				entitlement: Amount(*amount),
				released: Amount(0),
				refunded: Amount(0),
				parked: None,
			}
		});
		Self { policy, legs: legs.collect(), given: GivenBack::default(), money: BTreeMap::new() }
	}

	fn merchant(&self) -> Merchant {
		let leg = self.legs.iter().find(|leg| leg.of_merchant).map_or(NO_LEG, |leg| leg.leg);
		Merchant { leg, account: MERCHANT }
	}

	pub(super) fn standing(&self) -> Standing {
		let standing = Standing::of(&self.legs, Some(self.merchant()), self.policy, &self.given);
		standing.expect("it stands")
	}

	pub(super) fn amount(&self) -> u64 {
		self.legs.iter().map(|leg| leg.entitlement.0).sum()
	}

	pub(super) fn pay(&mut self, to: AccountNo, amount: i128) {
		*self.money.entry(to).or_default() += amount;
	}

	pub(super) fn release(&mut self, leg: usize, permille: u64) {
		let leg = &mut self.legs[leg];
		let rest = leg.entitlement.0 - leg.released.0 - leg.refunded.0;
		let amount = rest * permille / 1_000;
		leg.released.0 += amount;
		let payee = leg.payee;
		self.pay(payee, amount.into());
		self.pay(PAYER, -i128::from(amount));
	}

	fn give_back(&mut self, leg: usize, permille: u64) {
		let standing = self.standing().legs[leg];
		let amount = Amount(standing.returnable().map_or(0, |most| most.0 * permille / 1_000));
		if standing.of_merchant || amount.is_zero() {
			return;
		}
		let given = self.given.clone().after_return(standing.leg, amount, false);
		self.given = given.expect("few acts");
		self.pay(standing.payee, -i128::from(amount.0));
		self.pay(MERCHANT, amount.0.into());
	}

	pub(super) fn refund(&mut self, amount: u64) -> Vec<Share> {
		let shares = self.standing().shares(Amount(amount)).expect("divided");
		self.given = self.given.clone().after_refund(&shares, false).expect("few acts");
		for share in &shares {
			if let Some(leg) = self.legs.iter_mut().find(|leg| leg.leg == share.by) {
				leg.refunded.0 += share.unreleased.0 + share.parked.0;
			}
			self.pay(share.account, -i128::from(share.given.0));
			self.pay(PAYER, share.given.0.into());
		}
		shares
	}

	/// What is left of each leg by nobody's refunds.
	pub(super) fn weights(&self) -> Vec<u64> {
		self.standing().legs.iter().map(|leg| leg.weight.0).collect()
	}
}

fn any_policy() -> impl Strategy<Value = RefundPolicy> {
	(0u8..3).prop_map(|number| match number {
		0 => RefundPolicy::ProRata,
		1 => RefundPolicy::MerchantFirst,
		_ => RefundPolicy::FeesKept,
	})
}

pub(super) fn any_life() -> impl Strategy<Value = Life> {
	let legs = prop::collection::vec((0u8..6, 1u64..2_000), 1..9);
	(any_policy(), legs).prop_map(|(policy, legs)| Life::of(policy, &legs))
}

/// Which act, on which leg, how much.
pub(super) type Step = (u8, prop::sample::Index, u64);

pub(super) fn any_steps() -> impl Strategy<Value = Vec<Step>> {
	prop::collection::vec((0u8..3, any::<prop::sample::Index>(), 1u64..=1_000), 0..20)
}

pub(super) fn live(life: &mut Life, steps: &[Step]) {
	for (kind, leg, permille) in steps {
		let leg = leg.index(life.legs.len());
		match kind {
			0 => life.release(leg, *permille),
			1 => life.give_back(leg, *permille),
			_ => {
				let left: u64 = life.weights().iter().sum();
				let amount = left * permille / 1_000;
				if amount > 0 {
					life.refund(amount);
				}
			}
		}
		// The weights are what was not refunded, whatever happened.
		let left = life.standing().refundable().unwrap().0;
		let refunded = life.standing().refunded().unwrap().0;
		assert_eq!(left + refunded, life.amount());
	}
}

proptest! {
	#[test]
	fn after_a_full_refund_everybody_is_where_the_policy_says(
		(life, steps) in (any_life(), any_steps()),
	) {
		let mut life = life;
		live(&mut life, &steps);
		let left: u64 = life.weights().iter().sum();
		if left > 0 {
			life.refund(left);
		}
		// What is still held are fees that are kept: they go where they belong.
		for leg in 0..life.legs.len() {
			life.release(leg, 1_000);
		}
		prop_assert_eq!(life.money.get(&PAYER).copied().unwrap_or_default(), 0);
		prop_assert!(life.weights().iter().all(|weight| *weight == 0));
		let kept: u64 = life.standing().legs.iter().map(|leg| leg.kept.0).sum();
		prop_assert!(life.policy == RefundPolicy::FeesKept || kept == 0);
		for (account, money) in &life.money {
			let legs = life.standing().legs;
			let kept_of: u64 =
				legs.iter().filter(|leg| leg.payee == *account).map(|leg| leg.kept.0).sum();
			let expected = match *account {
				MERCHANT => -i128::from(kept),
				_ => i128::from(kept_of),
			};
			prop_assert_eq!(*money, expected, "account {}", account);
		}
	}

	#[test]
	fn a_refund_takes_the_same_from_each_leg_before_and_after_release(
		(life, releases) in (any_life(), prop::collection::vec(0u64..=1_000, 9)),
		permille in 1u64..=1_000,
	) {
		let amount = (life.amount() * permille / 1_000).max(1);
		let (mut before, mut after) = (life.clone(), life);
		for (leg, permille) in (0..after.legs.len()).zip(releases) {
			after.release(leg, permille);
		}
		let shares = |life: &mut Life| {
			let shares = life.refund(amount);
			let whole = |share: &Share| (share.of, share.by, share.total().unwrap());
			shares.iter().map(whole).collect::<Vec<_>>()
		};
		prop_assert_eq!(shares(&mut before), shares(&mut after));
		prop_assert_eq!(before.weights(), after.weights());
	}

	#[test]
	fn nobody_but_the_merchant_gives_more_than_it_got((life, steps) in (any_life(), any_steps())) {
		let mut life = life;
		live(&mut life, &steps);
		let standing = life.standing();
		for leg in standing.legs.iter().filter(|leg| !leg.of_merchant) {
			prop_assert!(leg.returnable().is_ok());
		}
		let sum = |of: fn(&crate::standing::StandingLeg) -> u64| -> u64 {
			standing.legs.iter().map(of).sum()
		};
		let merchants = standing.legs.iter().filter(|leg| leg.of_merchant);
		let (given, got) = merchants
			.fold((0, 0), |(given, got), leg| (given + leg.given.0, got + leg.released.0));
		let bears = sum(|leg| leg.returned.0) + sum(|leg| leg.kept.0);
		prop_assert!(given <= got + bears);
	}

	#[test]
	fn a_series_of_refunds_gives_what_one_refund_gives_in_the_end(
		life in any_life(),
		cuts in prop::collection::vec(1u64..500, 1..12),
	) {
		let (mut once, mut often) = (life.clone(), life);
		for leg in 0..once.legs.len() {
			once.release(leg, 1_000);
			often.release(leg, 1_000);
		}
		for cut in cuts {
			let left: u64 = often.weights().iter().sum();
			if left > 0 {
				often.refund(cut.min(left));
			}
		}
		let left: u64 = often.weights().iter().sum();
		if left > 0 {
			often.refund(left);
		}
		once.refund(once.amount());
		prop_assert_eq!(once.money, often.money);
	}
}

#[test]
fn what_was_kept_and_is_returned_afterwards_is_kept_no_more() {
	let mut life = Life::of(RefundPolicy::FeesKept, &[(0, 900), (2, 100)]);
	life.release(0, 1_000);
	life.release(1, 1_000);
	life.refund(1_000);
	assert_eq!(life.money[&MERCHANT], -100);
	assert_eq!(life.standing().legs[1].kept, Amount(100));

	life.give_back(1, 1_000);
	assert_eq!((life.money[&MERCHANT], life.money[&AccountNo(3)]), (0, 0));
	assert_eq!(life.standing().legs[1].kept, Amount(0));
	assert_eq!(life.weights(), [0, 0]);
}

#[test]
fn a_merchant_without_a_leg_gives_back_what_was_returned_to_it() {
	let mut life = Life::of(RefundPolicy::ProRata, &[(4, 600), (2, 400)]);
	life.release(0, 1_000);
	life.give_back(0, 500);
	assert_eq!(life.weights(), [300, 400, 300]);
	life.refund(1_000);
	assert!(life.money.values().all(|money| *money == 0));
	assert_eq!(life.given.of(NO_LEG).given, Amount(300));
}
