// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::RULE_SET_BYTES_MAX,
	views::{
		ApprovalView, MerchantLimitsView, PreviewLeg, PreviewRequest, PreviewView, ReceiverView,
		RuleSetView, RulesArg,
	},
	AccountNo, Amount, Attributes, BankIndex, MerchantLimits, Moment, Purpose, Relation, RuleHash,
};
use split_rules::RuleSet;

fn previewed() -> PreviewView {
	let leg = |leg, slot: &str, amount, purpose, because: &str| PreviewLeg {
		leg,
		slot: slot.into(),
		amount: Amount(amount),
		purpose,
		because: because.into(),
	};
	let share = "10% of the gross of 1009 is 100 and 9/10, rounded down to 100";
	let rest = "the remainder: 1009 less 100 of the other legs";
	let fee = leg(1, "platform", 100, Purpose::Fee, share);
	PreviewView { case: 1, legs: vec![fee, leg(2, "merchant", 909, Purpose::Goods, rest)] }
}

fn preview(rules: RulesArg, inputs: Vec<(u8, Amount)>) -> Result<PreviewView, DispatchError> {
	let attributes = Attributes::default();
	let amount = Amount(1_009);
	Splits::preview_request(&PreviewRequest { rules, amount, attributes, inputs, moment: None })
}

#[test]
fn a_rule_set_is_shown_with_where_it_stands_for_each_platform() {
	World::new().run(|| {
		let rules = approved(market());
		let later = Some(START.plus(1));
		assert_ok!(Splits::publish(signed(OTHER_PLATFORM), Box::new(market()), later));
		assert_ok!(Splits::retire(signed(OTHER_PLATFORM), OTHER_PLATFORM.id, rules));

		let mut shown = Splits::rule_set(rules).unwrap();

		shown.approvals.sort_by_key(|approval| approval.platform);
		let stands = |platform: Who, approved, effective_from| ApprovalView {
			platform: platform.id,
			approved,
			retired: !approved,
			effective_from,
		};
		let approvals = vec![stands(PLATFORM, true, None), stands(OTHER_PLATFORM, false, later)];
		let (semantics, content) = (2, market().encode());
		assert_eq!(shown, RuleSetView { hash: rules, semantics, content, approvals });
		assert_eq!(Splits::rule_set(RuleHash([9; 32])), None);
	});
}

#[test]
fn a_preview_gives_each_leaf_and_its_reason_published_or_not() {
	World::new().run(|| {
		let unpublished = RulesArg::Content(market().encode());
		assert_eq!(preview(unpublished, vec![]), Ok(previewed()));

		let rules = published(market());
		assert_eq!(preview(RulesArg::Hash(rules), vec![]), Ok(previewed()));
	});
}

#[test]
fn a_preview_refuses_what_publishing_or_planning_would_refuse() {
	World::new().run(|| {
		let of = |content| preview(RulesArg::Content(content), vec![]);
		assert_noop!(of(vec![1, 2, 3]), Error::<Test>::BadContent);
		let longer = [market().encode(), vec![0]].concat();
		assert_noop!(of(longer), Error::<Test>::BadContent);
		assert_noop!(of(vec![0; RULE_SET_BYTES_MAX as usize + 1]), Error::<Test>::TooLarge);
		let mut invalid = market();
		invalid.cases[0].legs.remove(1);
		assert_noop!(of(invalid.encode()), Error::<Test>::NoOwnerOfResidue);

		let left_over = preview(RulesArg::Content(market().encode()), vec![(0, Amount(1))]);
		assert_noop!(left_over, Error::<Test>::InputLeftOver);
		let unknown = preview(RulesArg::Hash(RuleHash([9; 32])), vec![]);
		assert_noop!(unknown, Error::<Test>::UnknownRuleSet);
	});
}

#[test]
fn the_semantics_of_a_rule_set_are_shown() {
	World::new().run(|| {
		let rules = published(RuleSet { semantics: 1, ..market() });
		assert_eq!(Splits::rule_set(rules).map(|shown| shown.semantics), Some(1));
	});
}

#[test]
fn a_preview_is_of_the_moment_that_it_names_and_of_now_where_it_names_none() {
	World::new().run(|| {
		let (sale_ends, rules) =
			(START.plus(100), RulesArg::Hash(published(sale(START.plus(100)))));
		let case = |moment| {
			let (amount, attributes, inputs) = (Amount(100), Attributes::default(), vec![]);
			let rules = rules.clone();
			let request = PreviewRequest { rules, amount, attributes, inputs, moment };
			Splits::preview_request(&request).map(|preview| preview.case)
		};
		assert_eq!(case(None), Ok(1));
		assert_eq!(case(Some(Moment(sale_ends.0 - 1))), Ok(1));
		assert_eq!(case(Some(sale_ends)), Ok(2));
		pass(100);
		assert_eq!(case(None), Ok(2));
		assert_eq!(case(Some(START)), Ok(1));
	});
}

#[test]
fn an_order_is_explained_by_the_case_that_it_was_planned_by() {
	World::new().run(|| {
		let rules = published(sale(START));
		let explain = |rules, case| Splits::explain(rules, case, Amount(1_009), &[]);
		// The window of the first case has passed.
		assert_eq!(explain(rules, 2), Ok(PreviewView { case: 2, ..previewed() }));
		let of_sale = explain(rules, 1).unwrap();
		assert_eq!(of_sale.case, 1);
		assert_eq!(of_sale.legs[0].amount, Amount(50));

		assert_noop!(explain(rules, 0), Error::<Test>::UnknownCase);
		assert_noop!(explain(rules, 3), Error::<Test>::UnknownCase);
		assert_noop!(explain(RuleHash([9; 32]), 1), Error::<Test>::UnknownRuleSet);
		let left_over = Splits::explain(rules, 1, Amount(1_009), &[(0, Amount(1))]);
		assert_noop!(left_over, Error::<Test>::InputLeftOver);
	});
}

#[test]
fn a_receiver_is_shown_with_its_account_consented_or_not() {
	World::new().run(|| {
		let shown = || Splits::receiver_of(MERCHANT.id, SUPPLY);
		assert_eq!(shown(), None);
		let relation = Relation::Distributor;
		assert_ok!(Splits::add_receiver(signed(MERCHANT), MERCHANT.id, SUPPLY, relation, 5));
		let added = ReceiverView {
			merchant: MERCHANT.id,
			account: SUPPLY,
			owner: SUPPLIER.id,
			bank: BankIndex(1),
			currency: CNY,
			relation,
			ceiling_ppm: 5,
			consented: false,
			platform_returns: false,
		};
		assert_eq!(shown(), Some(added.clone()));

		assert_ok!(Splits::consent(signed(SUPPLIER), MERCHANT.id, SUPPLY, true));
		let consented = ReceiverView { consented: true, platform_returns: true, ..added };
		assert_eq!(shown(), Some(consented));
		assert_eq!(Splits::receiver_of(OWN_SHOP.id, SUPPLY), None);
	});
}

#[test]
fn receivers_are_shown_page_by_page_in_the_order_of_their_numbers() {
	World::new().run(|| {
		let add = |merchant: Who, number| {
			let account = AccountNo(number);
			let relation = Relation::Supplier;
			assert_ok!(Splits::add_receiver(signed(merchant), merchant.id, account, relation, 1));
		};
		(0..150).rev().for_each(|place| add(MERCHANT, MANY + 3 * place));
		add(OWN_SHOP, MANY + 1);
		assert_eq!(Splits::receiver_count(MERCHANT.id), 150);
		let numbers = |from, limit| {
			let page = Splits::receivers_of(MERCHANT.id, AccountNo(from), limit);
			page.into_iter().map(|row| row.account.0).collect::<Vec<_>>()
		};
		let expected = |places: core::ops::Range<u64>| {
			places.map(|place| MANY + 3 * place).collect::<Vec<_>>()
		};
		assert_eq!(numbers(0, u32::MAX), expected(0..100), "never more than a page");
		assert_eq!(numbers(MANY + 3 * 99 + 1, 100), expected(100..150));
		assert_eq!(numbers(MANY + 3, 2), expected(1..3), "the number itself included");
		assert_eq!(numbers(MANY + 4, 2), expected(2..4));
		assert!(numbers(u64::MAX, 10).is_empty());
		assert!(numbers(0, 0).is_empty());
		let of_shop = Splits::receivers_of(OWN_SHOP.id, AccountNo(0), 10);
		assert_eq!(of_shop.len(), 1);
	});
}

#[test]
fn the_limits_of_a_merchant_are_shown_with_what_they_come_from() {
	World::new().run(|| {
		let limits =
			|share_cap_ppm, promoter_levels| MerchantLimits { share_cap_ppm, promoter_levels };
		let shown = || Splits::limits_of(MERCHANT.id);
		let before = MerchantLimitsView {
			merchant: MERCHANT.id,
			effective: limits(300_000, 2),
			own: None,
			consortium: limits(300_000, 3),
			pending: None,
		};
		assert_eq!(shown(), before);

		let own = limits(250_000, 3);
		assert_ok!(Splits::propose_limits(signed(BANK), MERCHANT.id, own));
		assert_eq!(shown(), MerchantLimitsView { pending: Some(own), ..before });

		assert_ok!(Splits::confirm_limits(signed(CHECKER), MERCHANT.id, own));
		assert_ok!(Splits::set_consortium_limits(RuntimeOrigin::root(), 200_000, 4));
		let after = MerchantLimitsView {
			merchant: MERCHANT.id,
			effective: limits(200_000, 3),
			own: Some(own),
			consortium: limits(200_000, 4),
			pending: None,
		};
		assert_eq!(shown(), after);
	});
}
