// SPDX-License-Identifier: Apache-2.0

//! What this client sends and reads, against the metadata of the runtime that it was written for
//! (`metadata.scale`, made by `split-ledger metadata`).

use super::{
	calls::{FreezeTerms, ReleaseItem, ReleaseWhat, RequestId, ReturnItem, SuspendReason},
	events::{BatchRefusal, By, EscrowEvent, GivenPart, PaidLeg, ParkedLeg},
	Call, Refused,
};
use codec::{Decode, Encode};
use split_ledger_primitives::{
	AccountNo, AccountType, Amount, Attributes, BankIndex, BankStatus, Commitment, CoverMode,
	Currency, CycleNo, Date, EndToEndId, ExpiryPolicy, KeyLimit, MerchantLimits, Moment, OrderBody,
	OrderId, OrderStatus, ParkReason, ParticipantId, PlannedLeg, Purpose, Reference, Relation,
	ReleaseMode, Role, Roles, RuleHash, Scopes, Terms, Text,
};
use std::sync::Arc;
use subxt::{
	config::substrate::SpecVersionForRange, ext::scale_value::scale::decode_as_type, utils::H256,
	Metadata, OfflineClient, OfflineClientAtBlock, SubstrateConfig,
};

fn metadata() -> Metadata {
	let bytes: &[u8] = include_bytes!("../../metadata.scale");
	Metadata::decode(&mut &*bytes).expect("the committed metadata")
}

fn client() -> OfflineClientAtBlock<SubstrateConfig> {
	let versions =
		SpecVersionForRange { block_range: 0..u64::MAX, spec_version: 1, transaction_version: 1 };
	let config = SubstrateConfig::builder()
		.set_genesis_hash(H256::zero())
		.set_metadata_for_spec_versions([(1, Arc::new(metadata()))])
		.set_spec_version_for_block_ranges([versions])
		.build();
	OfflineClient::new_with_config(config).at_block(0u64).expect("any block")
}

const ORDER: OrderId = OrderId([7; 22]);
const CNY: Currency = Currency(156);
const PROOF: Commitment = Commitment([1; 32]);

fn text() -> Text {
	Text::try_from(b"text".to_vec()).expect("a short text")
}

fn reference() -> Reference {
	Reference { date: Date(20_000), text: text() }
}

fn body() -> OrderBody {
	OrderBody {
		reference: reference(),
		payer: AccountNo(1),
		amount: Amount(70_000),
		terms: Terms::Split {
			platform: ParticipantId(1),
			merchant: ParticipantId(2),
			rules: RuleHash([2; 32]),
			attributes: Attributes { channel: 1, category: 2, promotion: 3, member_tier: 4 },
			parties: vec![(0, AccountNo(3))].try_into().expect("one party"),
			inputs: vec![(1, Amount(4))].try_into().expect("one input"),
		},
		release: ReleaseMode::Held {
			after: Some(Moment(1)),
			deadline: None,
			expiry: ExpiryPolicy::Merchant,
			cover: CoverMode::AtRelease,
		},
		legs_max: 4,
		end_to_end: None,
		not_after: Some(Moment(2)),
		buyer: Some(PROOF),
		funders: Default::default(),
		mandate: None,
		group: None,
		dispute: None,
	}
}

fn next_date(body: OrderBody) -> OrderBody {
	let (expiry, cover) = (ExpiryPolicy::Payees, CoverMode::AtPlacement);
	let deadline = Some(Moment(3));
	let end_to_end = EndToEndId::try_from(b"INV 7".to_vec()).ok();
	OrderBody { release: ReleaseMode::NextDate { deadline, expiry, cover }, end_to_end, ..body }
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
	let rules = include_str!("../generate/rules/marketplace.toml").as_bytes().to_vec();
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
		Call::open_account(id, CNY, AccountType::Tax),
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
		Call::place_batch(&[vec![body()], vec![body(), body()]]),
		Call::release(&reference(), ORDER, &ReleaseWhat::All),
		Call::release(&reference(), ORDER, &ReleaseWhat::Amount(amount)),
		Call::release(&reference(), ORDER, &ReleaseWhat::Legs(vec![1, 2])),
		Call::refund(&reference(), ORDER, amount, None),
		Call::refund(&reference(), ORDER, Amount(70_000), Some(&body())),
		Call::retry_parked(ORDER),
		Call::return_leg(&reference(), ORDER, 2, amount, None),
		Call::return_leg(&reference(), ORDER, 2, Amount(70_000), Some(&next_date(body()))),
		Call::return_batch(&[return_item(None), return_item(Some(body()))], true),
		Call::release_batch(&[release_item()], 4, false),
		Call::collect(AccountNo(1)),
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

fn events() -> Vec<EscrowEvent> {
	let by = || By::Key { participant: ParticipantId(1), key: [2; 32] };
	let (leg, from, to) = (1, AccountNo(1), AccountNo(2));
	let (amount, purpose, currency) = (Amount(70_000), Purpose::Goods, CNY);
	let (cycle, date, status) = (CycleNo(3), Date(4), OrderStatus::Expired);
	let refused = Refused::Module { pallet: 13, error: [5, 0, 0, 0] };
	vec![
		EscrowEvent::Held {
			order: ORDER,
			reference: reference(),
			payer: from,
			currency,
			amount,
			legs: vec![PlannedLeg { leg, payee: to, amount, purpose }],
			after: Some(Moment(5)),
			deadline: Moment(6),
			expiry: ExpiryPolicy::Payees,
			cover: CoverMode::AtPlacement,
			by: by(),
		},
		EscrowEvent::Paid {
			order: ORDER,
			reference: Some(reference()),
			legs: vec![PaidLeg { leg, from, to, amount, purpose }],
			currency,
			cycle,
			date,
			status,
			by: By::Clock,
		},
		EscrowEvent::Parked {
			order: ORDER,
			legs: vec![ParkedLeg { leg, payee: to, amount, reason: ParkReason::Full }],
			by: by(),
		},
		EscrowEvent::Refunded {
			order: ORDER,
			reference: None,
			payer: from,
			amount,
			currency,
			cycle,
			date,
			status,
			by: by(),
			from_hold: Amount(1),
			given: vec![GivenPart { leg, from: to, to: from, amount, advanced_for: Some(to) }],
			due: Amount(2),
		},
		EscrowEvent::Expired { order: ORDER, policy: ExpiryPolicy::Payer },
		EscrowEvent::BatchDone {
			done: 1,
			repeated: 2,
			refused: vec![BatchRefusal { item: 3, order: Some(4), error: refused }],
			by: by(),
		},
		EscrowEvent::Halted { from: Moment(1), to: Moment(2) },
	]
}

fn events_of_liens() -> Vec<EscrowEvent> {
	let by = || By::Key { participant: ParticipantId(1), key: [2; 32] };
	let (order, leg, from, to) = (ORDER, 1, AccountNo(1), AccountNo(2));
	let (amount, currency, cycle, date) = (Amount(70_000), CNY, CycleNo(3), Date(4));
	let (debtor, creditor, deadline) = (from, to, Moment(6));
	let (reference, remaining, unpaid) = (reference(), Amount(5), Amount(6));
	vec![
		EscrowEvent::Returned {
			order,
			reference,
			leg,
			from,
			to,
			amount,
			currency,
			cycle,
			date,
			by: by(),
		},
		EscrowEvent::LienLaid { order, leg, debtor, creditor, amount, deadline, by: by() },
		EscrowEvent::Collected {
			order,
			leg,
			debtor,
			creditor,
			amount,
			remaining,
			currency,
			cycle,
			date,
			by: By::Clock,
		},
		EscrowEvent::LienEnded { order, leg, debtor, creditor, unpaid, by: By::Clock },
	]
}

#[test]
fn every_event_is_read_as_the_runtime_writes_it() {
	let metadata = metadata();
	let escrow = metadata.pallet_by_name("Escrow").expect("the pallet");
	let of_events = escrow.event_ty_id().expect("it has events");
	let variants = escrow.event_variants().map(<[_]>::len);
	let events: Vec<_> = events().into_iter().chain(events_of_liens()).collect();
	assert_eq!(variants, Some(events.len()), "an event that this client does not know");
	for event in events {
		let bytes = event.encode();
		let left = &mut bytes.as_slice();
		let read = decode_as_type(left, of_events, metadata.types());
		assert!(read.is_ok() && left.is_empty(), "{event:?}: {read:?}");
	}
}

#[test]
fn every_question_is_one_that_the_runtime_answers() {
	let metadata = metadata();
	for (of, method) in [
		("ParticipantsApi", "participant"),
		("ParticipantsApi", "key"),
		("ParticipantsApi", "key_limits"),
		("LedgerApi", "account"),
		("LedgerApi", "accounts_of"),
		("LedgerApi", "liens"),
		("LedgerApi", "holds"),
		("LedgerApi", "restraints"),
		("SplitsApi", "rule_set"),
		("SplitsApi", "receiver"),
		("SplitsApi", "receivers"),
		("SplitsApi", "merchant_limits"),
		("EscrowApi", "order"),
		("EscrowApi", "order_id"),
		("EscrowApi", "order_from_body"),
		("EscrowApi", "refundable"),
		("ClearingApi", "currencies"),
		("ClearingApi", "cycle"),
		("ClearingApi", "positions"),
		("ClearingApi", "statement"),
		("ClearingApi", "roots"),
		("ClearingApi", "limits"),
		("AuraApi", "slot_duration"),
	] {
		let of_runtime = metadata.runtime_api_trait_by_name(of);
		let method_found = of_runtime.is_some_and(|api| api.method_by_name(method).is_some());
		assert!(method_found, "{of}.{method}");
	}
}
