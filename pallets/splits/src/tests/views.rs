// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error};
use codec::Encode;
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::RULE_SET_BYTES_MAX,
	views::{ApprovalView, PreviewLeg, PreviewRequest, PreviewView, RuleSetView, RulesArg},
	Amount, Attributes, Purpose, RuleHash,
};

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
	Splits::preview_request(&PreviewRequest { rules, amount: Amount(1_009), attributes, inputs })
}

#[test]
fn a_rule_set_is_shown_with_where_it_stands_for_each_platform() {
	World::new().run(|| {
		let rules = approved(market());
		assert_ok!(Splits::publish(signed(OTHER_PLATFORM), market()));
		assert_ok!(Splits::retire(signed(OTHER_PLATFORM), OTHER_PLATFORM.id, rules));

		let mut shown = Splits::rule_set(rules).unwrap();

		shown.approvals.sort_by_key(|approval| approval.platform);
		let approvals = vec![
			ApprovalView { platform: PLATFORM.id, approved: true, retired: false },
			ApprovalView { platform: OTHER_PLATFORM.id, approved: false, retired: true },
		];
		assert_eq!(shown, RuleSetView { hash: rules, content: market().encode(), approvals });
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
