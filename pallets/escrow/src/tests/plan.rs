// SPDX-License-Identifier: Apache-2.0

use crate::{fake_ledger::*, mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountFlags, AccountNo, BankStatus, ExpiryPolicy, OrderBody, OrderStatus, ParkReason,
	ParticipantId, Purpose, Relation, Terms,
};

const MORE_LEGS: DispatchError = DispatchError::Other("more legs than stated");

fn with_merchant(mut body: OrderBody, id: u64) -> OrderBody {
	if let Terms::Split { merchant, .. } = &mut body.terms {
		*merchant = ParticipantId(id as u32);
	}
	body
}

#[test]
fn fees_and_commissions_take_at_most_thirty_percent_rounded_down() {
	World::new().run(|| {
		let greedy = |text, amount, more| {
			split(text, amount, GREEDY, &[(1, PLATFORM_A), (2, SHOP_B)], &[(0, more)])
		};
		// 30 % of 999 is 299.7: the rule takes 299, one more unit is too much.
		refuse(greedy("o1", 999, 1), Error::<Test>::OverShareCap);
		place(&greedy("o1", 999, 0));
		refuse(greedy("o2", 1_000, 1), Error::<Test>::OverShareCap);
		place(&greedy("o2", 1_000, 0));
	});
}

#[test]
fn purposes_are_bound_to_roles() {
	World::new().run(|| {
		let with = |parties: &[(u8, AccountNo)]| split("o1", 1_000, MARKET, parties, &[(0, 50)]);
		let unfit = [
			[(0, SHOP_B), (1, PLATFORM_A), (2, SHOP_B)],
			[(0, CARRIER_B), (1, CARRIER_B), (2, SHOP_B)],
			[(0, CARRIER_B), (1, PLATFORM_A), (2, PLATFORM_A)],
			[(0, CARRIER_B), (1, PLATFORM_A), (2, FRIEND_B)],
		];
		for parties in unfit {
			refuse(with(&parties), Error::<Test>::PurposeUnfit);
		}
		refuse(transfer("t1", 30, PLATFORM_A), Error::<Test>::PurposeUnfit);
	});
}

#[test]
fn an_order_has_exactly_one_merchant() {
	World::new().run(|| {
		let sellers =
			|text, parties: &[(u8, AccountNo)]| split(text, 1_000, TWO_SELLERS, parties, &[]);
		let two_merchants = [(0, SHOP_B), (1, OTHER_SHOP_B)];
		refuse(sellers("o1", &two_merchants), Error::<Test>::SecondMerchant);
		let suppliers = [(0, SUPPLIER_C), (1, SUPPLIER_C)];
		refuse(sellers("o1", &suppliers), Error::<Test>::MerchantMissing);
		refuse(with_merchant(market("o1"), BUYER), Error::<Test>::SecondMerchant);

		place(&sellers("o1", &[(0, SHOP_B), (1, SUPPLIER_C)]));
		place(&sellers("o2", &[(0, SHOP_A), (1, SHOP_B)]));
	});
}

#[test]
fn goods_go_to_merchants_under_the_one_as_far_as_it_registered_them_and_they_consented() {
	World::new().run(|| {
		let parties = [(0, SHOP_B), (1, OTHER_SHOP_B)];
		let sellers = |text| split(text, 1_000, TWO_SELLERS, &parties, &[]);
		let is = |relation| neighbours(|all| all.relations.insert(OTHER_SHOP_B, relation));
		for other in [
			Relation::Supplier,
			Relation::Distributor,
			Relation::ServiceProvider,
			Relation::Platform,
			Relation::Carrier,
			Relation::Promoter,
			Relation::Agent,
			Relation::Partner,
			Relation::Other,
		] {
			is(other);
			refuse(sellers("o1"), Error::<Test>::SecondMerchant);
		}
		for (text, under) in
			[("o1", Relation::Store), ("o2", Relation::Headquarters), ("o3", Relation::Brand)]
		{
			is(under);
			place(&sellers(text));
		}
		neighbours(|all| all.unconsented.insert(OTHER_SHOP_B));
		refuse(sellers("o4"), Error::<Test>::SecondMerchant);
	});
}

#[test]
fn each_leg_needs_its_party_and_a_party_needs_no_leg() {
	World::new().run(|| {
		let with =
			|text, parties: &[(u8, AccountNo)]| split(text, 1_000, MARKET, parties, &[(0, 0)]);
		refuse(with("o1", &[(0, CARRIER_B), (2, SHOP_B)]), Error::<Test>::PartyMissing);
		// The freight is zero, so that the carrier is not needed.
		place(&with("o1", &[(1, PLATFORM_A), (2, SHOP_B)]));
		place(&with("o2", &[(0, CARRIER_B), (1, PLATFORM_A), (2, SHOP_B), (9, FRIEND_B)]));
		assert_eq!(money(CARRIER_B), (0, 0));
	});
}

#[test]
fn parties_and_inputs_ascend() {
	World::new().run(|| {
		let order = |parties: &[(u8, AccountNo)], inputs: &[(u8, u64)]| {
			split("o1", 1_000, MARKET, parties, inputs)
		};
		let twice = [(0, CARRIER_B), (1, PLATFORM_A), (1, PLATFORM_A), (2, SHOP_B)];
		refuse(order(&twice, &[(0, 50)]), Error::<Test>::PartiesNotAscending);
		let falling = [(1, PLATFORM_A), (0, CARRIER_B), (2, SHOP_B)];
		refuse(order(&falling, &[(0, 50)]), Error::<Test>::PartiesNotAscending);
		refuse(order(&MARKET_PARTIES, &[(0, 50), (0, 50)]), Error::<Test>::InputsNotAscending);
		place(&order(&MARKET_PARTIES, &[(0, 50)]));
	});
}

#[test]
fn all_accounts_are_known_and_of_one_currency_and_no_payee_is_the_payer() {
	World::new().with_money(SHOP_A, 1_000).run(|| {
		refuse(transfer("t1", 30, SHOP_B_USD), Error::<Test>::OtherCurrency);
		refuse(transfer("t1", 30, BUYER_A), Error::<Test>::PayerIsPayee);
		refuse(transfer("t1", 30, UNKNOWN), NO_SUCH_ACCOUNT);
		refuse(OrderBody { payer: UNKNOWN, ..transfer("t1", 30, FRIEND_A) }, NO_SUCH_ACCOUNT);
		let own = OrderBody {
			payer: SHOP_A,
			..split("o1", 1_000, TWO_SELLERS, &[(0, SHOP_A), (1, SHOP_B)], &[])
		};
		assert_noop!(Escrow::place(signed(SHOP), own), Error::<Test>::PayerIsPayee);
	});
}

#[test]
fn the_merchant_owns_the_account_of_a_leaf_of_the_chosen_case() {
	World::new().run(|| {
		let suppliers = [(0, SUPPLIER_C), (1, SUPPLIER_C)];
		let beside = [suppliers.to_vec(), vec![(2, SHOP_B)]].concat();
		// The case has no slot 2: naming the shop there says nothing.
		let order = split("o1", 1_000, TWO_SELLERS, &beside, &[]);
		refuse(order.clone(), Error::<Test>::MerchantMissing);

		let (half, none) = (Take::Permille(500), Take::Permille(0));
		let leaves = [
			(0, half, Purpose::Goods),
			(2, none, Purpose::Goods),
			(1, Take::Remainder, Purpose::Goods),
		];
		publish(TWO_SELLERS, &leaves);
		place(&order);
		assert_eq!([SUPPLIER_C, SHOP_B].map(money), [(1_000, 0), (0, 0)]);
		refuse(with_merchant(order, OTHER_SHOP), Error::<Test>::ReferenceTaken);
	});
}

#[test]
fn an_order_has_no_more_legs_than_it_said_zero_legs_included() {
	World::new().run(|| {
		refuse(OrderBody { legs_max: 2, ..market("o1") }, MORE_LEGS);
		place(&OrderBody { legs_max: 3, ..market("o1") });

		// Without freight two of three legs are paid, and all three are planned.
		let of_two = split("o2", 1_000, MARKET, &MARKET_PARTIES, &[(0, 0)]);
		refuse(OrderBody { legs_max: 2, ..of_two.clone() }, MORE_LEGS);
		place(&OrderBody { legs_max: 3, ..of_two });
	});
}

#[test]
fn an_order_states_1_to_50_legs() {
	World::new().run(|| {
		for legs_max in [0, 51, u8::MAX] {
			for body in [market("o1"), held(market("o1")), transfer("o1", 30, FRIEND_B)] {
				refuse(OrderBody { legs_max, ..body }, Error::<Test>::TooManyLegs);
			}
		}
		place(&OrderBody { legs_max: 50, ..market("o1") });
		place(&OrderBody { legs_max: 1, ..transfer("o2", 30, FRIEND_B) });
		place(&OrderBody { legs_max: 50, ..transfer("o3", 30, FRIEND_B) });
	});
}

#[test]
fn an_order_of_more_than_fifty_legs_is_refused() {
	World::new().run(|| {
		let rule = |legs: usize| {
			let mut rule = vec![(0, Take::Permille(1), Purpose::Goods); legs - 1];
			rule.push((0, Take::Remainder, Purpose::Goods));
			publish(QUARTERS, &rule);
			OrderBody { legs_max: 50, ..split("o1", 1_000, QUARTERS, &[(0, SHOP_B)], &[]) }
		};
		refuse(rule(51), MORE_LEGS);
		place(&rule(50));
	});
}

#[test]
fn a_payee_whose_account_is_closed_for_ever_is_refused() {
	World::new().run(|| {
		set_flag(CARRIER_B, AccountFlags::CLOSED, true);
		for body in [market("o1"), held(market("o1")), to_merchant("o1")] {
			refuse(body, Error::<Test>::PayeeClosed);
		}
		set_flag(FRIEND_B, AccountFlags::CLOSED, true);
		refuse(transfer("t1", 30, FRIEND_B), Error::<Test>::PayeeClosed);

		// Who gets nothing of this order may be closed.
		place(&split("o2", 1_000, MARKET, &MARKET_PARTIES, &[(0, 0)]));
		assert_eq!(money(SHOP_B), (900, 0));
	});
}

#[test]
fn what_may_pass_again_parks_and_does_not_refuse() {
	World::new().run(|| {
		let reason = |text| row(place(&market(text))).legs[0].parked.map(|parked| parked.reason);
		set_no_credit(CARRIER_B, true);
		assert_eq!(reason("o1"), Some(ParkReason::NoCredit));
		set_no_credit(CARRIER_B, false);
		set_bank(B, BankStatus::RunOff);
		assert_eq!(reason("o2"), Some(ParkReason::BankInRunOff));
		set_bank(B, BankStatus::Active);
		set_flag(CARRIER_B, AccountFlags::OWNER_SUSPENDED, true);
		assert_eq!(status(place(&market("o3"))), OrderStatus::Released);
	});
}

#[test]
fn what_the_rule_set_refuses_is_refused() {
	World::new().run(|| {
		let without = split("o1", 1_000, MARKET, &MARKET_PARTIES, &[]);
		refuse(without, DispatchError::Other("input missing"));
		neighbours(|all| all.retired = true);
		refuse(market("o1"), DispatchError::Other("retired"));
	});
}

#[test]
fn an_order_can_expire_to_the_merchant_only_with_a_leg_of_it() {
	World::new().run(|| {
		let to_merchant = |body| until(body, 60, ExpiryPolicy::Merchant);
		refuse(to_merchant(transfer("t1", 30, FRIEND_B)), Error::<Test>::NoMerchantLeg);
		let order = place(&to_merchant(market("o1")));
		assert_eq!(row(order).merchant_leg, Some(3));
		// All of it is freight: the merchant sells nothing.
		let freight = split("o2", 50, QUARTERS, &[(0, CARRIER_B), (1, SHOP_B)], &[]);
		let (nothing, all) = (Take::Permille(0), Take::Remainder);
		publish(QUARTERS, &[(1, nothing, Purpose::Goods), (0, all, Purpose::Logistics)]);
		refuse(to_merchant(freight), Error::<Test>::NoMerchantLeg);
	});
}
