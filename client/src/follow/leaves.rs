// SPDX-License-Identifier: Apache-2.0

//! The leaves of a block, made again from what its events tell.

use crate::{
	chain::events::{EscrowEvent, Event, GivenPart},
	hash::blake2_256,
};
use codec::Encode;
use split_ledger_primitives::{
	AccountNo, Amount, Currency, CycleNo, Leaf, LeafKind, LeafLeg, Purpose,
};
use std::collections::{BTreeMap, BTreeSet};

/// The leaves of a block by cycle, in the order of what happened.
pub(super) type Leaves = BTreeMap<(Currency, CycleNo), Vec<[u8; 32]>>;

/// The leaves of a block. `unclaimed`: accounts of this type to which something was returned.
pub(super) fn of(events: &[Event], unclaimed: &BTreeSet<AccountNo>) -> anyhow::Result<Leaves> {
	let mut leaves = Leaves::new();
	for event in events.iter().filter_map(Event::escrow) {
		if let Some(leaf) = leaf(event?, unclaimed) {
			let hash = blake2_256(&[&leaf.encode()]);
			leaves.entry((leaf.currency, leaf.cycle)).or_default().push(hash);
		}
	}
	Ok(leaves)
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
		EscrowEvent::Refunded { order, payer, currency, cycle, date, from_hold, given, .. } => {
			let legs = refunded(payer, from_hold, &given);
			let kind = LeafKind::Refunded;
			// A refund of which all is due moved nothing yet.
			(!legs.is_empty()).then_some(Leaf { kind, order, currency, cycle, date, legs })
		}
		EscrowEvent::Returned { order, from, to, amount, currency, cycle, date, .. } => {
			let purpose = return_purpose(to, unclaimed);
			let legs = vec![LeafLeg { from, to, amount, purpose }];
			Some(Leaf { kind: LeafKind::Returned, order, currency, cycle, date, legs })
		}
		EscrowEvent::Collected {
			order,
			debtor: from,
			creditor: to,
			amount,
			currency,
			cycle,
			date,
			..
		} => {
			let purpose = Purpose::Collection;
			let legs = vec![LeafLeg { from, to, amount, purpose }];
			Some(Leaf { kind: LeafKind::Collected, order, currency, cycle, date, legs })
		}
		EscrowEvent::Held { .. }
		| EscrowEvent::Parked { .. }
		| EscrowEvent::Expired { .. }
		| EscrowEvent::BatchDone { .. }
		| EscrowEvent::Halted { .. }
		| EscrowEvent::LienLaid { .. }
		| EscrowEvent::LienEnded { .. } => None,
	}
}

/// What came out of the hold, then what came from accounts.
pub(super) fn refunded(payer: AccountNo, from_hold: Amount, given: &[GivenPart]) -> Vec<LeafLeg> {
	let hold = LeafLeg { from: payer, to: payer, amount: from_hold, purpose: Purpose::Refund };
	let given = given.iter().map(|part| LeafLeg {
		from: part.from,
		to: part.to,
		amount: part.amount,
		purpose: if part.to == payer { Purpose::Refund } else { Purpose::Unclaimed },
	});
	std::iter::once(hold).filter(|leg| !leg.amount.is_zero()).chain(given).collect()
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
	use crate::chain::events::By;
	use split_ledger_primitives::{Date, OrderId, OrderStatus, Reference, Text};

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
		assert_eq!(leaf(event, &BTreeSet::new()), expected(LeafKind::Refunded, legs));
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
