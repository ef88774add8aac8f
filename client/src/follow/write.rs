// SPDX-License-Identifier: Apache-2.0

//! What an event of the chain leaves in the file.

use super::{
	file::{Entry, Page, PlacedOrder},
	leaves,
	liens::Owed,
	payment::{stands, Payment},
	text_of,
};
use crate::chain::{
	events::{
		agreed::{Deducted, UnclaimedPaid},
		By, EscrowEvent,
	},
	kebab,
};
use split_ledger_primitives::{AccountNo, OrderBody, OrderId, Purpose};
use std::collections::BTreeSet;

/// Writes an event.
pub(super) fn event(
	page: &mut Page<'_>,
	block: u32,
	event: EscrowEvent,
	unclaimed: &BTreeSet<AccountNo>,
	bodies: &[(OrderId, OrderBody)],
) -> anyhow::Result<()> {
	match event {
		EscrowEvent::Held { order, reference, payer, currency, amount, legs, .. } => {
			let reference = Some(text_of(&reference));
			let status = "held".to_owned();
			let placed =
				PlacedOrder { id: order, reference, payer, currency, amount, block, status };
			page.order(&placed)?;
			legs.iter()
				.try_for_each(|leg| page.leg(order, leg.leg, leg.payee, leg.purpose, leg.amount))
		}
		EscrowEvent::Paid { order, reference, legs, currency, cycle, date, status, by } => {
			// Only a retry is somebody's act without a reference: it pays what was parked.
			let is_retry = reference.is_none() && matches!(by, By::Key { .. });
			let reference = reference.as_ref().map(text_of);
			let body = bodies.iter().find(|(id, _)| *id == order).map(|(_, body)| body);
			Payment { order, reference, currency, cycle, date, status, is_retry, body }
				.write(page, block, &legs)
		}
		EscrowEvent::Parked { order, legs, .. } => legs.iter().try_for_each(|leg| {
			page.parked(order, leg.leg, leg.amount, &kebab(&format!("{:?}", leg.reason)))
		}),
		EscrowEvent::Refunded { .. } => refunded(page, block, event, unclaimed),
		EscrowEvent::Returned { .. } => returned(page, block, event, unclaimed),
		EscrowEvent::LienLaid { order, leg, debtor, creditor, amount, deadline, .. } => {
			page.lien(block, Owed { order, leg, debtor, creditor }, amount, deadline)
		}
		EscrowEvent::Collected { .. } => collected(page, block, event),
		EscrowEvent::LienEnded { order, leg, debtor, creditor, unpaid, .. } => {
			page.lien_ended(Owed { order, leg, debtor, creditor }, unpaid)
		}
		EscrowEvent::Deducted(deducted) => deduction(page, block, &deducted),
		EscrowEvent::UnclaimedPaid(paid) => claimed(page, block, &paid),
		EscrowEvent::Attested(attested) => page.attested(block, &attested),
		EscrowEvent::MilestoneMet(met) => page.met(block, &met),
		EscrowEvent::Disputed(disputed) => page.disputed(block, &disputed),
		EscrowEvent::DisputeAnswered(answered) => page.answered(block, &answered),
		EscrowEvent::DisputeEnded(ended) => page.dispute_ended(block, &ended),
		EscrowEvent::DisputeResolved(resolved) => page.resolved(block, &resolved),
		EscrowEvent::OrderFrozen(frozen) => page.frozen(block, &frozen),
		EscrowEvent::OrderFreezeLifted(lifted) => {
			page.freeze_ended(block, lifted.order, Some(&lifted.by))
		}
		EscrowEvent::OrderFreezeEnded { order } => page.freeze_ended(block, order, None),
		EscrowEvent::Expired { .. }
		| EscrowEvent::BatchDone { .. }
		| EscrowEvent::Halted { .. }
		| EscrowEvent::ExtensionAsked(_)
		| EscrowEvent::Extended(_)
		| EscrowEvent::ClocksResumed { .. }
		| EscrowEvent::Assigned(_) => Ok(()),
	}
}

/// What came out of the hold, and what each account gave.
fn refunded(
	page: &mut Page<'_>,
	block: u32,
	event: EscrowEvent,
	unclaimed: &BTreeSet<AccountNo>,
) -> anyhow::Result<()> {
	let EscrowEvent::Refunded {
		order,
		reference,
		payer,
		currency,
		cycle,
		date,
		status,
		from_hold,
		given,
		freed,
		..
	} = event
	else {
		return Ok(());
	};
	// The first ones are what was held; they are of no leg of the order.
	let freed = leaves::out_of_hold(payer, from_hold, freed);
	let no_leg = freed.iter().map(|_| None);
	let numbers = no_leg.chain(given.iter().map(|part| Some(part.leg)));
	for (leg, moved) in numbers.zip(leaves::refunded(payer, &freed, &given, unclaimed)) {
		let entry = Entry {
			kind: "refunded",
			order: Some(order),
			leg,
			reference: reference.as_ref().map(text_of),
			debit: Some(moved.from),
			credit: Some(moved.to),
			amount: moved.amount,
			currency,
			cycle,
			date,
			purpose: moved.purpose,
		};
		page.entry(block, &entry)?;
	}
	stands(page, order, status)
}

/// A receiver gave a leg back.
fn returned(
	page: &mut Page<'_>,
	block: u32,
	event: EscrowEvent,
	unclaimed: &BTreeSet<AccountNo>,
) -> anyhow::Result<()> {
	let EscrowEvent::Returned {
		order,
		reference,
		leg,
		from,
		to,
		amount,
		currency,
		cycle,
		date,
		..
	} = event
	else {
		return Ok(());
	};
	let entry = Entry {
		kind: "returned",
		order: Some(order),
		leg: Some(leg),
		reference: Some(text_of(&reference)),
		debit: Some(from),
		credit: Some(to),
		amount,
		currency,
		cycle,
		date,
		purpose: leaves::return_purpose(to, unclaimed),
	};
	page.entry(block, &entry)
}

/// A creditor was paid.
fn collected(page: &mut Page<'_>, block: u32, event: EscrowEvent) -> anyhow::Result<()> {
	let EscrowEvent::Collected {
		order,
		leg,
		debtor,
		creditor,
		amount,
		remaining,
		currency,
		cycle,
		date,
		..
	} = event
	else {
		return Ok(());
	};
	let entry = Entry {
		kind: "collected",
		order: Some(order),
		leg: Some(leg),
		reference: None,
		debit: Some(debtor),
		credit: Some(creditor),
		amount,
		currency,
		cycle,
		date,
		purpose: Purpose::Collection,
	};
	page.entry(block, &entry)?;
	page.lien_remains(Owed { order, leg, debtor, creditor }, remaining)
}

/// A court took an amount out of its hold.
fn deduction(page: &mut Page<'_>, block: u32, deducted: &Deducted) -> anyhow::Result<()> {
	let Deducted { reference, account, to, amount, currency, cycle, date, .. } = deducted;
	let entry = Entry {
		kind: "deducted",
		order: None,
		leg: None,
		reference: Some(text_of(reference)),
		debit: Some(*account),
		credit: Some(*to),
		amount: *amount,
		currency: *currency,
		cycle: *cycle,
		date: *date,
		purpose: Purpose::Transfer,
	};
	page.entry(block, &entry)
}

/// An unclaimed account paid who is entitled to what it kept.
fn claimed(page: &mut Page<'_>, block: u32, paid: &UnclaimedPaid) -> anyhow::Result<()> {
	let UnclaimedPaid { order, from, to, amount, currency, cycle, date, .. } = paid;
	let entry = Entry {
		kind: "claimed",
		order: Some(*order),
		leg: None,
		reference: None,
		debit: Some(*from),
		credit: Some(*to),
		amount: *amount,
		currency: *currency,
		cycle: *cycle,
		date: *date,
		purpose: Purpose::Claimed,
	};
	page.entry(block, &entry)?;
	page.unclaimed_paid(block, paid)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		chain::events::{GivenPart, ParkedLeg},
		follow::{file::ParkedOf, File},
	};
	use split_ledger_primitives::{
		Amount, CoverMode, Currency, CycleNo, Date, ExpiryPolicy, Moment, OrderStatus, ParkReason,
		ParticipantId, PlannedLeg, Reference, Text,
	};

	const ORDER: OrderId = OrderId([7; 22]);
	const CNY: Currency = Currency(156);
	const PAYER: AccountNo = AccountNo(1);

	fn by() -> By {
		By::Key { participant: ParticipantId(1), key: [2; 32] }
	}

	fn reference() -> Reference {
		let text = Text::try_from(b"o1".to_vec()).expect("a short text");
		Reference { date: Date(20_000), text }
	}

	fn held(leg: u8, amount: Amount) -> EscrowEvent {
		let payee = AccountNo(2);
		EscrowEvent::Held {
			order: ORDER,
			reference: reference(),
			payer: PAYER,
			currency: CNY,
			amount,
			legs: vec![PlannedLeg { leg, payee, amount, purpose: Purpose::Goods }],
			after: None,
			deadline: Moment(6),
			expiry: ExpiryPolicy::Payer,
			cover: CoverMode::AtPlacement,
			by: by(),
			funders: Vec::new(),
		}
	}

	fn parked(leg: u8, amount: Amount) -> EscrowEvent {
		let parked = ParkedLeg { leg, payee: AccountNo(2), amount, reason: ParkReason::NoCredit };
		EscrowEvent::Parked { order: ORDER, legs: vec![parked], by: by() }
	}

	fn returned(amount: Amount, status: OrderStatus) -> EscrowEvent {
		EscrowEvent::Refunded {
			order: ORDER,
			reference: None,
			payer: PAYER,
			amount,
			currency: CNY,
			cycle: CycleNo(3),
			date: Date(20_000),
			status,
			by: By::Clock,
			from_hold: amount,
			given: Vec::new(),
			due: Amount::ZERO,
			freed: Vec::new(),
		}
	}

	fn event(page: &mut Page<'_>, block: u32, event: EscrowEvent) -> anyhow::Result<()> {
		super::event(page, block, event, &BTreeSet::new(), &[])
	}

	#[test]
	fn a_refund_after_a_release_is_told_by_givers_and_its_liens_until_they_are_paid(
	) -> anyhow::Result<()> {
		const VAN: AccountNo = AccountNo(2);
		const SHOP: AccountNo = AccountNo(3);
		let (order, leg, currency, cycle, date) = (ORDER, 1, CNY, CycleNo(3), Date(20_000));
		let dir = tempfile::tempdir()?;
		let mut file = File::open(&dir.path().join("db.sqlite"), "chain", [0; 32])?;
		let mut page = file.begin()?;
		let part = |from, amount, advanced_for| GivenPart {
			leg,
			from,
			to: PAYER,
			amount: Amount(amount),
			advanced_for,
		};
		let refund = EscrowEvent::Refunded {
			order,
			reference: Some(reference()),
			payer: PAYER,
			amount: Amount(90),
			currency,
			cycle,
			date,
			status: OrderStatus::Released,
			by: by(),
			from_hold: Amount::ZERO,
			given: vec![part(VAN, 60, None), part(SHOP, 30, Some(VAN))],
			due: Amount(10),
			freed: Vec::new(),
		};
		event(&mut page, 1, refund)?;
		for (creditor, amount) in [(SHOP, Amount(30)), (PAYER, Amount(10))] {
			let (debtor, deadline) = (VAN, Moment(6));
			let lien =
				EscrowEvent::LienLaid { order, leg, debtor, creditor, amount, deadline, by: by() };
			event(&mut page, 1, lien)?;
		}
		assert_eq!(page.open_liens()?, [(2, 1, 10), (2, 3, 30)]);

		let collected = EscrowEvent::Collected {
			order,
			leg,
			debtor: VAN,
			creditor: SHOP,
			amount: Amount(25),
			remaining: Amount(5),
			currency,
			cycle,
			date,
			by: By::Clock,
		};
		event(&mut page, 2, collected)?;
		let (debtor, creditor, unpaid) = (VAN, PAYER, Amount(10));
		let ended = EscrowEvent::LienEnded { order, leg, debtor, creditor, unpaid, by: By::Clock };
		event(&mut page, 3, ended)?;

		assert_eq!(page.open_liens()?, [(2, 3, 5)]);
		let of_van = [("refunded".to_owned(), 1, -60), ("collected".to_owned(), 3, -25)];
		assert_eq!(page.statement(VAN)?, of_van);
		let of_payer = [("refunded".to_owned(), 2, 60), ("refunded".to_owned(), 3, 30)];
		assert_eq!(page.statement(PAYER)?, of_payer);
		Ok(())
	}

	#[test]
	fn of_an_order_that_has_ended_nothing_is_parked_any_more() -> anyhow::Result<()> {
		let dir = tempfile::tempdir()?;
		let mut file = File::open(&dir.path().join("db.sqlite"), "chain", [0; 32])?;
		let mut page = file.begin()?;
		let (leg, amount) = (1, Amount(500));
		event(&mut page, 1, held(leg, amount))?;
		event(&mut page, 2, parked(leg, amount))?;
		assert_eq!(page.parked_of(ORDER)?, [(1, 500)]);
		// The refund of another part leaves it where it is.
		event(&mut page, 3, returned(Amount(1), OrderStatus::Held))?;
		assert_eq!(page.parked_of(ORDER)?, [(1, 500)]);
		// Where it took of it, the chain says what is left.
		let left = ParkedOf { order: ORDER, leg, amount: Amount(499), refunded: Amount(1) };
		page.set_parked(left)?;
		assert_eq!(page.parked_of(ORDER)?, [(1, 499)]);

		event(&mut page, 4, returned(amount, OrderStatus::Refunded))?;
		assert_eq!(page.parked_of(ORDER)?, [(1, 0)]);
		Ok(())
	}
}
