// SPDX-License-Identifier: Apache-2.0

//! What a resolver decides, and who gets a leg in its payee's place.

use super::*;
use crate::chain::events::agreed::{Assigned, DisputeResolved};
use split_ledger_primitives::Commitment;

fn resolved(payer_ppm: u32) -> EscrowEvent {
	let none = Amount::ZERO;
	EscrowEvent::DisputeResolved(DisputeResolved {
		order: ORDER,
		reference: reference(),
		payer_ppm,
		to_payer: none,
		to_payees: none,
		refunded_from_accounts: none,
		due: none,
		evidence: Commitment([3; 32]),
		by: by(),
	})
}

#[test]
fn a_resolution_is_divided_before_its_rest_is_paid() -> anyhow::Result<()> {
	let given = [(1, VAN, 148), (2, SITE, 133), (3, SHOP, 1_199)];
	let events = vec![
		held(),
		paid(&[(1, 400), (2, 360), (3, 3_240)]),
		resolved(370_000),
		paid(&[(1, 378), (2, 340), (3, 3_062)]),
		refunded(by(), 2_220, &given, 0),
		// What is refunded later is no more of it: 63.00 are left, by 6.30, 5.67 and 51.03.
		refunded(by(), 0, &[(1, VAN, 630), (2, SITE, 567), (3, SHOP, 5_103)], 0),
	];
	let history = history(RefundPolicy::ProRata, events)?;
	assert_eq!(backs(&history), [(1, 222, 3), (2, 200, 3), (3, 1_798, 3)]);
	let left = history.planned.values().map(|leg| leg.released.0 - leg.given.0);
	assert_eq!(left.collect::<Vec<_>>(), [0, 0, 0]);
	assert_eq!(history.given.len(), 6);
	Ok(())
}

#[test]
fn a_resolution_of_nothing_refunds_nothing() -> anyhow::Result<()> {
	let all = paid(&[(1, 1_000), (2, 900), (3, 8_100)]);
	let refund = refunded(by(), 0, &[(1, VAN, 100), (2, SITE, 90), (3, SHOP, 810)], 0);
	let history = history(RefundPolicy::ProRata, vec![held(), resolved(0), all, refund])?;
	let given = history.planned.values().map(|leg| leg.given.0);
	assert_eq!(given.collect::<Vec<_>>(), [100, 90, 810]);
	Ok(())
}

#[test]
fn the_merchant_gives_for_a_kept_fee_as_far_as_its_hold_goes() -> anyhow::Result<()> {
	let rest = paid(&[(1, 500), (2, 900), (3, 3_600)]);
	let refund = refunded(by(), 5_000, &[], 0);
	let events = vec![held(), resolved(500_000), rest, refund];
	let history = history(RefundPolicy::FeesKept, events)?;
	assert_eq!(backs(&history), [(1, 500, 2), (3, 4_050, 2), (3, 450, 2)]);
	assert_eq!(history.planned[&2].kept, Amount(450));
	Ok(())
}

#[test]
fn what_a_merchant_gets_as_an_assignee_is_no_part_of_its_own_leg() -> anyhow::Result<()> {
	let assigned =
		EscrowEvent::Assigned(Assigned { order: ORDER, leg: 1, from: VAN, to: SHOP, by: by() });
	let mut payment = paid(&[(1, 1_000)]);
	if let EscrowEvent::Paid { legs, .. } = &mut payment {
		legs[0].to = SHOP;
	}
	let kept = history(RefundPolicy::ProRata, vec![held(), assigned, payment.clone()])?;
	assert_eq!([1, 3].map(|leg| kept.planned[&leg].released), [Amount(1_000), Amount(0)]);
	let turned = history(RefundPolicy::ProRata, vec![held(), payment])?;
	assert_eq!([1, 3].map(|leg| turned.planned[&leg].released), [Amount(0), Amount(1_000)]);
	Ok(())
}

#[test]
fn what_a_payer_leads_for_itself_goes_back_beside_a_resolution() -> anyhow::Result<()> {
	let (policy, merchant, own_legs) = (RefundPolicy::ProRata, Some(SHOP), vec![2]);
	let mut history = History::under(Terms { policy, merchant, own_legs, ..Terms::default() });
	// A half of all is the payer's, and of the other half the 4.50 that it leads for.
	let events = [held(), resolved(500_000), paid(&[(1, 500), (3, 4_050)])];
	for event in events.into_iter().chain([refunded(by(), 5_450, &[], 0)]) {
		history.add(1, event)?;
	}
	let wanted = [(1, 500, 1), (2, 450, 1), (3, 4_050, 1), (2, 450, 1)];
	assert_eq!(backs(&history), wanted);
	Ok(())
}
