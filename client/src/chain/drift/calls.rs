// SPDX-License-Identifier: Apache-2.0

//! Every call that this client sends, as the runtime decodes it.

use super::{body, client, reference, text, CNY, ORDER, PROOF};
use crate::{
	agreed::read_milestones,
	chain::{
		calls::{
			Deduction, FreezeTerms, GroupTerms, OrderFreezeTerms, ReleaseItem, ReleaseWhat,
			RequestId, ReturnItem, SuspendReason,
		},
		Call,
	},
	currency::Unit,
};
use split_ledger_primitives::{
	AccountNo, AccountType, Amount, BankIndex, BankStatus, CoverMode, CycleNo, Date, DisputeTerms,
	EndToEndId, EvidenceKind, ExpiryPolicy, FundedPart, GroupNo, KeyLimit, MandateLimits,
	MandateNo, MandatePeriod, MandateTerms, MerchantLimits, Moment, OrderBody, ParticipantId,
	Relation, ReleaseMode, Role, Roles, RuleHash, Scopes, Side, Silence, Stated,
};

fn next_date(body: OrderBody) -> OrderBody {
	let (expiry, cover) = (ExpiryPolicy::Payees, CoverMode::AtPlacement);
	let deadline = Some(Moment(3));
	let end_to_end = EndToEndId::try_from(b"INV 7".to_vec()).ok();
	OrderBody { release: ReleaseMode::NextDate { deadline, expiry, cover }, end_to_end, ..body }
}

/// All that can be agreed for an order.
fn agreed(body: OrderBody) -> OrderBody {
	let words =
		"300.00: payer & inspected(2 of 7, 8, 9) & (platform | after 2026-12-01T00:00:00Z); \
		400.00: 2 of (group, customs-cleared(7), shipped(8)); 0.01";
	let unit = Unit::of_number(CNY).expect("a currency");
	let id = |name: String| name.parse().map(ParticipantId);
	let milestones = read_milestones(words, unit).expect("milestones").into_iter();
	let milestones = milestones
		.map(|of| of.try_map(&id).expect("ids").on_chain().expect("within the limits"))
		.collect::<Vec<_>>();
	let milestones = milestones.try_into().expect("a few");
	let (deadline, cover) = (Some(Moment(3)), CoverMode::AtPlacement);
	let expiry = ExpiryPolicy::Merchant;
	let part =
		FundedPart { account: AccountNo(8), amount: Amount(70_000), mandate: Some(MandateNo(2)) };
	let resolver = ParticipantId(4);
	OrderBody {
		release: ReleaseMode::Agreed { milestones, deadline, expiry, cover },
		funders: vec![part].try_into().expect("one funder"),
		mandate: Some(MandateNo(3)),
		group: Some(GroupNo(4)),
		dispute: Some(DisputeTerms { resolver, answer_days: 7, silence: Silence::Resolver }),
		..body
	}
}

fn order_freeze() -> OrderFreezeTerms {
	OrderFreezeTerms { authority: text(), document: PROOF, reason: text(), until: Moment(4) }
}

fn deduction() -> Deduction {
	Deduction {
		account: AccountNo(1),
		hold: 2,
		to: AccountNo(3),
		amount: Amount(70_000),
		authority: text(),
		document: PROOF,
	}
}

fn group() -> GroupTerms {
	GroupTerms {
		platform: ParticipantId(1),
		merchant: ParticipantId(2),
		rules: RuleHash([2; 32]),
		currency: CNY,
		needed: 10_000,
		deadline: Some(Moment(5)),
		leader_slot: Some(1),
	}
}

fn mandate(period: MandatePeriod) -> MandateTerms {
	let (single, amount) = (Amount(1), Amount(70_000));
	let limits = MandateLimits { single, amount, orders: 12, until: Date(20_100) };
	MandateTerms {
		account: AccountNo(1),
		grantee: ParticipantId(2),
		limits,
		period,
		from: Date(20_000),
		evidence: PROOF,
	}
}

fn return_item(body: Option<OrderBody>) -> ReturnItem {
	ReturnItem { reference: reference(), order: ORDER, leg: 2, amount: Amount(70_000), body }
}

fn release_item() -> ReleaseItem {
	ReleaseItem { reference: reference(), order: ORDER, what: ReleaseWhat::All }
}

fn freeze() -> FreezeTerms {
	FreezeTerms {
		no_debit: true,
		no_credit: false,
		authority: text(),
		document: PROOF,
		reason: text(),
		until: Moment(4),
	}
}

#[allow(clippy::too_many_lines, reason = "one line for each call")]
fn calls() -> Vec<Call> {
	let keys = [([3; 32], Scopes::ALL)];
	let roles = Roles::of(&[Role::Merchant]);
	let (id, bank, amount, date) = (ParticipantId(1), BankIndex(1), Amount(1), Date(1));
	let hash = RuleHash([4; 32]);
	let request = RequestId { account: AccountNo(1), request: 2 };
	let limits = MerchantLimits { share_cap_ppm: 300_000, promoter_levels: 2 };
	let rules = include_str!("../../generate/rules/marketplace.toml").as_bytes().to_vec();
	let rules = crate::bundle::Source::of_bytes("marketplace", rules)
		.and_then(|source| crate::bundle::read_rule_set(&source, "marketplace"))
		.expect("a rule set of the generator");
	let inner = client().transactions().call_data(&Call::join(CNY)).expect("a call");
	vec![
		Call::admit(roles, PROOF, date, &keys),
		Call::onboard(roles, PROOF, date, &keys),
		Call::set_roles(id, roles, true),
		Call::add_key(id, [3; 32], Scopes::ALL),
		Call::revoke_key([3; 32]),
		Call::propose_key_limit([3; 32], CNY, Some(KeyLimit { single: amount, daily: Amount(2) })),
		Call::confirm_key_limit([3; 32], CNY, None),
		Call::withdraw_key_limit_proposal([3; 32], CNY),
		Call::suspend(id, SuspendReason::Other),
		Call::reinstate(id),
		Call::set_bank_status(bank, BankStatus::RunOff),
		Call::set_validator(bank, true),
		Call::act_as_bank(inner.clone()),
		Call::propose(3, &inner),
		Call::vote([5; 32], 6),
		Call::close_motion([5; 32], 6, 100),
		Call::open_account(id, CNY, AccountType::Tax, true),
		Call::open_account(id, CNY, AccountType::Guarantee, false),
		Call::issue(&reference(), AccountNo(1), amount, 0, PROOF),
		Call::redeem(&reference(), AccountNo(1), amount, 1, PROOF),
		Call::set_status(AccountNo(1), true, false, &text()),
		Call::freeze(AccountNo(1), &freeze()),
		Call::lift_freeze(AccountNo(1), 2),
		Call::judicial_hold(&reference(), AccountNo(1), amount, &text(), PROOF, Moment(4)),
		Call::release_hold(AccountNo(1), 2),
		Call::request_redemption(&reference(), AccountNo(1), amount, PROOF),
		Call::withdraw_redemption(AccountNo(1), 2),
		Call::confirm_redemptions(&reference(), &[request], 1, PROOF, false),
		Call::reject_redemption(AccountNo(1), 2, &text()),
		Call::close_account(AccountNo(1)),
		Call::allow_bank(id, bank, true),
		Call::publish(rules.rule_set()),
		Call::publish_from(rules.rule_set(), Some(Moment(1))),
		Call::add_receiver(id, AccountNo(1), Relation::Carrier, 300_000),
		Call::remove_receiver(id, AccountNo(1)),
		Call::consent(id, AccountNo(1), true),
		Call::withdraw_consent(id, AccountNo(1)),
		Call::propose_limits(id, limits),
		Call::confirm_limits(id, limits),
		Call::reject_limits(id),
		Call::approve(id, hash),
		Call::accept(id, id, hash),
		Call::accept_ceilings(id, id, 300_000, 0),
		Call::retire(id, hash),
		Call::place(&body()),
		Call::place(&next_date(body())),
		Call::place_combined(&[body(), next_date(body())]),
		Call::place_batch(&[vec![body()], vec![body(), body()]]),
		Call::release(&reference(), ORDER, &ReleaseWhat::All),
		Call::release(&reference(), ORDER, &ReleaseWhat::Amount(amount)),
		Call::release(&reference(), ORDER, &ReleaseWhat::Legs(vec![1, 2])),
		Call::refund(&reference(), ORDER, amount, None),
		Call::refund(&reference(), ORDER, Amount(70_000), Some(&body())),
		Call::retry_parked(ORDER),
		Call::return_leg(&reference(), ORDER, 2, amount, None),
		Call::return_leg(&reference(), ORDER, 2, Amount(70_000), Some(&next_date(body()))),
		Call::return_batch(&[return_item(None), return_item(Some(body()))], 4, true),
		Call::release_batch(&[release_item()], 4, false),
		Call::collect(AccountNo(1)),
		Call::release(&reference(), ORDER, &ReleaseWhat::Milestone(1)),
		Call::place(&agreed(body())),
		Call::attest(ORDER, 1, Stated::PayerConfirms, PROOF),
		Call::attest(ORDER, 16, Stated::Evidence(EvidenceKind::Inspected), PROOF),
		Call::extend(ORDER, Moment(5)),
		Call::freeze_order(ORDER, &order_freeze()),
		Call::lift_order_freeze(ORDER),
		Call::dispute(ORDER, Side::Merchant, PROOF, None),
		Call::dispute(ORDER, Side::Payer, PROOF, Some(&body())),
		Call::answer_dispute(ORDER, PROOF, None),
		Call::withdraw_dispute(ORDER, Some(&body())),
		Call::resolve_dispute(&reference(), ORDER, 370_000, PROOF, Some(&agreed(body()))),
		Call::assign_leg(ORDER, 2, Some(AccountNo(1))),
		Call::assign_leg(ORDER, 2, None),
		Call::pay_unclaimed(ORDER, (AccountNo(1), AccountNo(2)), AccountNo(3), None),
		Call::pay_unclaimed(ORDER, (AccountNo(1), AccountNo(2)), AccountNo(3), Some(PROOF)),
		Call::deduct(&reference(), &deduction()),
		Call::mark_remitted(AccountNo(1), date),
		Call::open_group(&reference(), &group()),
		Call::call_off_group(GroupNo(3)),
		Call::propose_mandate(&mandate(MandatePeriod::Month)),
		Call::confirm_mandate(MandateNo(3), &mandate(MandatePeriod::Days(30))),
		Call::reject_mandate(MandateNo(3)),
		Call::revoke_mandate(MandateNo(3)),
		Call::lower_mandate(MandateNo(3), mandate(MandatePeriod::Month).limits),
		Call::open_currency(CNY, id, 2),
		Call::join(CNY),
		Call::issue_reserve(&reference(), bank, CNY, amount),
		Call::set_cap(bank, CNY, amount),
		Call::request_withdrawal(&reference(), CNY, amount),
		Call::decide_withdrawal(bank, ORDER, true),
		Call::decide_withdrawal(bank, ORDER, false),
		Call::return_reserve(&reference(), bank, CNY),
		Call::set_gross(CNY, bank, BankIndex(2), true),
		Call::settle_cycle(CNY, CycleNo(3)),
		Call::set_settlement(CNY, true),
		Call::set_schedule(CNY, 60_000),
		Call::close_cycle(CNY, &text()),
	]
}

#[test]
fn every_call_is_what_the_runtime_decodes() {
	let at = client();
	for call in calls() {
		let bytes = at.transactions().call_data(&call).expect("a call of the runtime");
		let read = at.transactions().from_call_data_bytes(&bytes);
		assert!(read.is_ok(), "{call:?}: {:?}", read.err());
	}
}
