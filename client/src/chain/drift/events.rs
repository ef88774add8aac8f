// SPDX-License-Identifier: Apache-2.0

//! Every event of escrow, mandates and groups, as the runtime writes it.

use super::{metadata, reference, text, CNY, ORDER, PROOF};
use crate::chain::{
	calls::OrderFreezeTerms,
	events::{
		agreed::{
			Assigned, Attested, Deducted, DisputeAnswered, DisputeEnded, DisputeResolved, Disputed,
			MilestoneMet, NewDeadline, OrderFreezeLifted, OrderFrozen, UnclaimedPaid,
		},
		BatchRefusal, By, EscrowEvent, FunderPart, GivenPart, GroupEvent, MandateEvent, PaidLeg,
		ParkedLeg,
	},
	Refused,
};
use codec::Encode;
use split_ledger_primitives::{
	AccountNo, Amount, CoverMode, CycleNo, Date, DisputeEnd, EvidenceKind, ExpiryPolicy, GroupNo,
	MandateLimits, MandateNo, MandatePeriod, MandateTerms, Moment, OrderStatus, ParkReason,
	ParticipantId, PlannedLeg, Purpose, RuleHash, Side, Stated,
};
use std::fmt::Debug;
use subxt::ext::scale_value::scale::decode_as_type;

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
			funders: vec![FunderPart { account: to, amount }],
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
			freed: vec![FunderPart { account: from, amount }],
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

fn events_of_agreements() -> Vec<EscrowEvent> {
	let by = || By::Key { participant: ParticipantId(1), key: [2; 32] };
	let (order, milestone, commitment, evidence) = (ORDER, 1, PROOF, PROOF);
	let (side, deadline, amount) = (Side::Merchant, Moment(6), Amount(70_000));
	let what = Stated::Evidence(EvidenceKind::Shipped);
	let asked = || NewDeadline { order, deadline, by: by() };
	let terms =
		OrderFreezeTerms { authority: text(), document: PROOF, reason: text(), until: Moment(4) };
	vec![
		EscrowEvent::Attested(Attested { order, milestone, what, commitment, by: by() }),
		EscrowEvent::MilestoneMet(MilestoneMet { order, milestone, by: By::Clock }),
		EscrowEvent::ExtensionAsked(asked()),
		EscrowEvent::Extended(asked()),
		EscrowEvent::OrderFrozen(OrderFrozen { order, terms, by: by() }),
		EscrowEvent::OrderFreezeLifted(OrderFreezeLifted { order, by: by() }),
		EscrowEvent::OrderFreezeEnded { order },
		EscrowEvent::Disputed(Disputed { order, side, evidence, answer_until: deadline, by: by() }),
		EscrowEvent::DisputeAnswered(DisputeAnswered { order, side, evidence, by: by() }),
		EscrowEvent::DisputeEnded(DisputeEnded { order, how: DisputeEnd::Silence, by: By::Clock }),
		EscrowEvent::DisputeResolved(DisputeResolved {
			order,
			reference: reference(),
			payer_ppm: 370_000,
			to_payer: amount,
			to_payees: amount,
			refunded_from_accounts: amount,
			due: amount,
			evidence,
			by: by(),
		}),
		EscrowEvent::ClocksResumed { order, deadline },
	]
}

fn events_of_others() -> Vec<EscrowEvent> {
	let by = || By::Key { participant: ParticipantId(1), key: [2; 32] };
	let (order, amount) = (ORDER, Amount(70_000));
	vec![
		EscrowEvent::Assigned(Assigned {
			order,
			leg: 1,
			from: AccountNo(1),
			to: AccountNo(2),
			by: by(),
		}),
		EscrowEvent::UnclaimedPaid(UnclaimedPaid {
			order,
			from: AccountNo(1),
			entitled: AccountNo(2),
			to: AccountNo(3),
			amount,
			currency: CNY,
			cycle: CycleNo(3),
			date: Date(4),
			evidence: Some(PROOF),
			by: by(),
		}),
		EscrowEvent::Deducted(Deducted {
			reference: reference(),
			account: AccountNo(1),
			hold: 2,
			to: AccountNo(2),
			amount,
			authority: text(),
			document: PROOF,
			currency: CNY,
			cycle: CycleNo(3),
			date: Date(4),
			by: by(),
		}),
	]
}

fn events_of_mandates() -> Vec<MandateEvent> {
	let (mandate, account, grantee, by) =
		(MandateNo(4), AccountNo(17), ParticipantId(8), ParticipantId(7));
	let (single, amount, key) = (Amount(5), Amount(70_000), [2; 32]);
	let limits = MandateLimits { single, amount, orders: 3, until: Date(20_100) };
	let (period, from, evidence) = (MandatePeriod::Days(30), Date(20_000), PROOF);
	let terms = MandateTerms { account, grantee, limits, period, from, evidence };
	vec![
		MandateEvent::Proposed { mandate, terms, owner: by, by, key },
		MandateEvent::Confirmed { mandate, account, grantee, maker: key, by, key },
		MandateEvent::Rejected { mandate, account, by, key },
		MandateEvent::Revoked { mandate, account, grantee, by, key },
		MandateEvent::Lowered { mandate, account, limits, by, key },
		MandateEvent::Ended { mandate, account },
	]
}

fn events_of_groups() -> Vec<GroupEvent> {
	let (group, order, joined, by) = (GroupNo(3), ORDER, 2, ParticipantId(7));
	vec![
		GroupEvent::Opened {
			group,
			reference: reference(),
			platform: by,
			merchant: ParticipantId(8),
			rules: RuleHash([2; 32]),
			currency: CNY,
			needed: 3,
			deadline: Moment(6),
			leader_slot: Some(1),
			by,
			key: [2; 32],
		},
		GroupEvent::OrderJoined { group, order, place: 1, joined },
		GroupEvent::OrderLeft { group, order, joined },
		GroupEvent::Completed { group, leader: Some(AccountNo(17)) },
		GroupEvent::Failed { group, joined },
		GroupEvent::CalledOff { group, joined, by, key: [2; 32] },
	]
}

/// The runtime's own metadata reads what this client encodes, and has no event that it does not know.
fn are_those_of(pallet: &str, events: &[impl Encode + Debug]) {
	let metadata = metadata();
	let of_pallet = metadata.pallet_by_name(pallet).expect("the pallet");
	let of_events = of_pallet.event_ty_id().expect("it has events");
	let variants = of_pallet.event_variants().map(<[_]>::len);
	assert_eq!(variants, Some(events.len()), "an event that this client does not know");
	for event in events {
		let bytes = event.encode();
		let left = &mut bytes.as_slice();
		let read = decode_as_type(left, of_events, metadata.types());
		assert!(read.is_ok() && left.is_empty(), "{event:?}: {read:?}");
	}
}

#[test]
fn every_event_is_read_as_the_runtime_writes_it() {
	let escrow = [events(), events_of_liens(), events_of_agreements(), events_of_others()].concat();
	are_those_of("Escrow", &escrow);
	are_those_of("Mandates", &events_of_mandates());
	are_those_of("Groups", &events_of_groups());
}
