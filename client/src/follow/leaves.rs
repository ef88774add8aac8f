// SPDX-License-Identifier: Apache-2.0

//! The leaves of a block, made again from what its events tell.

use crate::{
	chain::events::{
		agreed::{Deducted, UnclaimedPaid},
		By, EscrowEvent, Event, FunderPart, GivenPart,
	},
	hash::{blake2_128, blake2_256},
};
use codec::Encode;
use split_ledger_primitives::{
	AccountNo, Amount, Currency, CycleNo, Leaf, LeafKind, LeafLeg, OrderId, Purpose, Reference,
};
use std::collections::{BTreeMap, BTreeSet};

/// The leaves of a block by cycle, in the order of what happened.
pub(super) type Leaves = BTreeMap<(Currency, CycleNo), Vec<[u8; 32]>>;

/// The hashes of the leaves of a block. `unclaimed`: accounts of this type to which something was
/// returned or given back.
pub(super) fn of(events: &[Event], unclaimed: &BTreeSet<AccountNo>) -> anyhow::Result<Leaves> {
	let mut leaves = Leaves::new();
	for leaf in all(events, unclaimed)? {
		leaves.entry((leaf.currency, leaf.cycle)).or_default().push(hash_of(&leaf));
	}
	Ok(leaves)
}

/// The leaves of a block, in the order of what happened.
pub(crate) fn all(events: &[Event], unclaimed: &BTreeSet<AccountNo>) -> anyhow::Result<Vec<Leaf>> {
	let mut leaves = Vec::new();
	for event in events.iter().filter_map(Event::escrow) {
		leaves.extend(leaf(event?, unclaimed));
	}
	Ok(leaves)
}

/// What stands for a leaf in the root of its block.
pub(crate) fn hash_of(leaf: &Leaf) -> [u8; 32] {
	blake2_256(&[&leaf.encode()])
}

/// What an event adds to the root of its cycle, if it moved anything.
fn leaf(event: EscrowEvent, unclaimed: &BTreeSet<AccountNo>) -> Option<Leaf> {
	match event {
		EscrowEvent::Paid { order, legs, currency, cycle, date, .. } => {
			let legs = legs.iter().map(|leg| LeafLeg {
				from: leg.from,
				to: leg.to,
				amount: leg.amount,
				purpose: leg.purpose,
			});
			let (kind, legs) = (LeafKind::Paid, legs.collect());
			Some(Leaf { kind, order, currency, cycle, date, legs })
		}
		EscrowEvent::Refunded { .. } => refund(event, unclaimed),
		EscrowEvent::Returned { order, from, to, amount, currency, cycle, date, .. } => {
			let purpose = return_purpose(to, unclaimed);
			let legs = vec![LeafLeg { from, to, amount, purpose }];
			Some(Leaf { kind: LeafKind::Returned, order, currency, cycle, date, legs })
		}
		EscrowEvent::Collected { .. } => collection(event),
		EscrowEvent::Deducted(deducted) => deduction(&deducted),
		EscrowEvent::UnclaimedPaid(UnclaimedPaid {
			order,
			from,
			to,
			amount,
			currency,
			cycle,
			date,
			..
		}) => {
			let legs = vec![LeafLeg { from, to, amount, purpose: Purpose::Claimed }];
			Some(Leaf { kind: LeafKind::Claimed, order, currency, cycle, date, legs })
		}
		EscrowEvent::Held { .. }
		| EscrowEvent::Parked { .. }
		| EscrowEvent::Expired { .. }
		| EscrowEvent::BatchDone { .. }
		| EscrowEvent::Halted { .. }
		| EscrowEvent::LienLaid { .. }
		| EscrowEvent::LienEnded { .. }
		| EscrowEvent::Attested(_)
		| EscrowEvent::MilestoneMet(_)
		| EscrowEvent::ExtensionAsked(_)
		| EscrowEvent::Extended(_)
		| EscrowEvent::OrderFrozen(_)
		| EscrowEvent::OrderFreezeLifted(_)
		| EscrowEvent::OrderFreezeEnded { .. }
		| EscrowEvent::Disputed(_)
		| EscrowEvent::DisputeAnswered(_)
		| EscrowEvent::DisputeEnded(_)
		| EscrowEvent::DisputeResolved(_)
		| EscrowEvent::ClocksResumed { .. }
		| EscrowEvent::Assigned(_) => None,
	}
}

fn refund(event: EscrowEvent, unclaimed: &BTreeSet<AccountNo>) -> Option<Leaf> {
	let EscrowEvent::Refunded {
		order, payer, currency, cycle, date, from_hold, given, freed, ..
	} = event
	else {
		return None;
	};
	let legs = refunded(payer, &out_of_hold(payer, from_hold, freed), &given, unclaimed);
	let kind = LeafKind::Refunded;
	// A refund of which all is due moved nothing yet.
	(!legs.is_empty()).then_some(Leaf { kind, order, currency, cycle, date, legs })
}

fn collection(event: EscrowEvent) -> Option<Leaf> {
	let EscrowEvent::Collected { order, debtor, creditor, amount, currency, cycle, date, .. } =
		event
	else {
		return None;
	};
	let (from, to, purpose) = (debtor, creditor, Purpose::Collection);
	let legs = vec![LeafLeg { from, to, amount, purpose }];
	Some(Leaf { kind: LeafKind::Collected, order, currency, cycle, date, legs })
}

/// What a court took out of its hold. There is no order: the reference stands in its place.
fn deduction(deducted: &Deducted) -> Option<Leaf> {
	let Deducted { reference, account, to, amount, currency, cycle, date, by, .. } = deducted;
	let By::Key { participant, .. } = by else { return None };
	let Reference { date: named, text } = reference;
	let order = OrderId::new(*named, *participant, blake2_128(text));
	let (currency, cycle, date) = (*currency, *cycle, *date);
	let purpose = Purpose::Transfer;
	let legs = vec![LeafLeg { from: *account, to: *to, amount: *amount, purpose }];
	Some(Leaf { kind: LeafKind::Deducted, order, currency, cycle, date, legs })
}

/// What came out of the hold, by funder: told one by one where there are several, else all is the
/// payer's.
pub(super) fn out_of_hold(
	payer: AccountNo,
	from_hold: Amount,
	freed: Vec<FunderPart>,
) -> Vec<FunderPart> {
	if !freed.is_empty() {
		return freed;
	}
	let of_payer = FunderPart { account: payer, amount: from_hold };
	Some(of_payer).filter(|part| !part.amount.is_zero()).into_iter().collect()
}

/// What came out of the hold, then what came from accounts: to a funder, or to the unclaimed account of
/// its bank.
pub(super) fn refunded(
	payer: AccountNo,
	freed: &[FunderPart],
	given: &[GivenPart],
	unclaimed: &BTreeSet<AccountNo>,
) -> Vec<LeafLeg> {
	let held = freed.iter().map(|part| LeafLeg {
		from: part.account,
		to: part.account,
		amount: part.amount,
		purpose: Purpose::Refund,
	});
	let is_unclaimed = |to: AccountNo| to != payer && unclaimed.contains(&to);
	let given = given.iter().map(|part| LeafLeg {
		from: part.from,
		to: part.to,
		amount: part.amount,
		purpose: if is_unclaimed(part.to) { Purpose::Unclaimed } else { Purpose::Refund },
	});
	held.chain(given).collect()
}

/// What a return is for: where the payer of a plain payment takes no credit, it goes to the unclaimed
/// account of its bank.
pub(super) fn return_purpose(to: AccountNo, unclaimed: &BTreeSet<AccountNo>) -> Purpose {
	if unclaimed.contains(&to) {
		Purpose::Unclaimed
	} else {
		Purpose::Return
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use split_ledger_primitives::{Commitment, Date, OrderStatus, ParticipantId, Text};

	const ORDER: OrderId = OrderId([7; 22]);
	const CNY: Currency = Currency(156);
	const DATE: Date = Date(20_000);
	const CYCLE: CycleNo = CycleNo(3);
	const PAYER: AccountNo = AccountNo(1);
	const SHOP: AccountNo = AccountNo(2);
	const VAN: AccountNo = AccountNo(3);
	const UNCLAIMED: AccountNo = AccountNo(9);

	fn leg(from: AccountNo, to: AccountNo, amount: u64, purpose: Purpose) -> LeafLeg {
		LeafLeg { from, to, amount: Amount(amount), purpose }
	}

	fn expected(kind: LeafKind, legs: Vec<LeafLeg>) -> Option<Leaf> {
		Some(Leaf { kind, order: ORDER, currency: CNY, cycle: CYCLE, date: DATE, legs })
	}

	fn refund(from_hold: u64, given: Vec<GivenPart>) -> EscrowEvent {
		refund_to(from_hold, given, Vec::new())
	}

	fn refund_to(from_hold: u64, given: Vec<GivenPart>, freed: Vec<FunderPart>) -> EscrowEvent {
		EscrowEvent::Refunded {
			order: ORDER,
			reference: None,
			payer: PAYER,
			amount: Amount(0),
			currency: CNY,
			cycle: CYCLE,
			date: DATE,
			status: OrderStatus::Released,
			by: By::Clock,
			from_hold: Amount(from_hold),
			given,
			due: Amount(5),
			freed,
		}
	}

	fn given(from: AccountNo, to: AccountNo, amount: u64) -> GivenPart {
		GivenPart { leg: 1, from, to, amount: Amount(amount), advanced_for: None }
	}

	#[test]
	fn a_refund_lists_what_was_held_and_then_what_was_given() {
		let event = refund(4, vec![given(SHOP, PAYER, 3), given(VAN, UNCLAIMED, 2)]);
		let legs = vec![
			leg(PAYER, PAYER, 4, Purpose::Refund),
			leg(SHOP, PAYER, 3, Purpose::Refund),
			leg(VAN, UNCLAIMED, 2, Purpose::Unclaimed),
		];
		let unclaimed = BTreeSet::from([UNCLAIMED]);
		assert_eq!(leaf(event, &unclaimed), expected(LeafKind::Refunded, legs));
	}

	#[test]
	fn each_funder_has_a_leg_of_what_was_held_of_its_money() {
		const COUPON: AccountNo = AccountNo(8);
		let part = |account, amount| FunderPart { account, amount: Amount(amount) };
		let freed = vec![part(PAYER, 3), part(COUPON, 1)];
		let event = refund_to(4, vec![given(SHOP, COUPON, 2), given(VAN, UNCLAIMED, 1)], freed);
		let legs = vec![
			leg(PAYER, PAYER, 3, Purpose::Refund),
			leg(COUPON, COUPON, 1, Purpose::Refund),
			leg(SHOP, COUPON, 2, Purpose::Refund),
			leg(VAN, UNCLAIMED, 1, Purpose::Unclaimed),
		];
		let unclaimed = BTreeSet::from([UNCLAIMED]);
		assert_eq!(leaf(event, &unclaimed), expected(LeafKind::Refunded, legs));
	}

	#[test]
	fn a_deduction_has_the_reference_in_the_place_of_an_order() {
		let by = || By::Key { participant: ParticipantId(5), key: [2; 32] };
		let text = Text::try_from(b"d1".to_vec()).expect("a short text");
		let deducted = |by| {
			EscrowEvent::Deducted(Deducted {
				reference: Reference { date: DATE, text: text.clone() },
				account: VAN,
				hold: 1,
				to: SHOP,
				amount: Amount(6),
				authority: Text::default(),
				document: Commitment([1; 32]),
				currency: CNY,
				cycle: CYCLE,
				date: DATE,
				by,
			})
		};
		let order = OrderId::new(DATE, ParticipantId(5), blake2_128(b"d1"));
		let legs = vec![leg(VAN, SHOP, 6, Purpose::Transfer)];
		let (kind, currency, cycle, date) = (LeafKind::Deducted, CNY, CYCLE, DATE);
		let found = leaf(deducted(by()), &BTreeSet::new());
		assert_eq!(found, Some(Leaf { kind, order, currency, cycle, date, legs }));
	}

	#[test]
	fn a_refund_of_which_all_is_due_moved_nothing() {
		assert_eq!(leaf(refund(0, Vec::new()), &BTreeSet::new()), None);
	}

	#[test]
	fn a_return_goes_to_the_merchant_or_unclaimed() {
		let event = |to| EscrowEvent::Returned {
			order: ORDER,
			reference: Reference { date: DATE, text: Text::default() },
			leg: 1,
			from: VAN,
			to,
			amount: Amount(6),
			currency: CNY,
			cycle: CYCLE,
			date: DATE,
			by: By::Clock,
		};
		let unclaimed = BTreeSet::from([UNCLAIMED]);
		for (to, purpose) in [(SHOP, Purpose::Return), (UNCLAIMED, Purpose::Unclaimed)] {
			let legs = vec![leg(VAN, to, 6, purpose)];
			assert_eq!(leaf(event(to), &unclaimed), expected(LeafKind::Returned, legs));
		}
	}

	#[test]
	fn a_collection_goes_from_debtor_to_creditor() {
		let event = EscrowEvent::Collected {
			order: ORDER,
			leg: 1,
			debtor: VAN,
			creditor: SHOP,
			amount: Amount(6),
			remaining: Amount(1),
			currency: CNY,
			cycle: CYCLE,
			date: DATE,
			by: By::Clock,
		};
		let legs = vec![leg(VAN, SHOP, 6, Purpose::Collection)];
		assert_eq!(leaf(event, &BTreeSet::new()), expected(LeafKind::Collected, legs));
	}
}
