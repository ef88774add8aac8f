// SPDX-License-Identifier: Apache-2.0

//! A project in milestones: inspected, released early, extended, and what was never met expires.

use pallet_escrow::{By, Error, Event, ReleaseWhat};
use split_ledger_primitives::{
	Check, EvidenceKind, ExpiryPolicy, OrderBody, OrderStatus, Role, Stated,
};
use split_ledger_runtime::{Runtime, RuntimeEvent};
use split_ledger_scenarios::{
	in_milestones, inspected_by, milestone, Customer, World, EAST, NORTH, SOUTH, WEST,
};

type EscrowError = Error<Runtime>;

const INSPECTED: Stated = Stated::Evidence(EvidenceKind::Inspected);
const MINUTE: u64 = 60_000;

fn inspectors(world: &mut World) -> [Customer; 3] {
	[(EAST, "//Surveyor"), (SOUTH, "//Engineer"), (WEST, "//Auditor")]
		.map(|(bank, key)| world.customer(bank, key, &[Role::Attestor]))
}

#[test]
fn a_project_is_inspected_released_early_extended_and_the_rest_expires() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let [surveyor, engineer, auditor] = inspectors(world);
		let three = [&surveyor, &engineer, &auditor];
		let milestones = [
			milestone(2_000, Some(inspected_by(2, &three))),
			milestone(3_000, Some(inspected_by(2, &three))),
			milestone(4_001, Some(Check::PayerConfirms)),
		];
		let deadline = world.now().plus(30 * MINUTE);
		let release = in_milestones(&milestones, Some(deadline), ExpiryPolicy::Payees);
		let order = OrderBody { release, ..world.order(&buyer, 9_001, &deal) };
		let order = world.placed(&buyer, order);
		assert_eq!((world.held(&buyer), world.available([&buyer])), (9_001, [999]));

		// The first milestone: one of the three is not enough, two are, and the chain pays.
		assert_eq!(world.attest(&surveyor, order, 1, INSPECTED), Ok(()));
		let early = world.release(&shop, order, ReleaseWhat::Milestone(1));
		assert_eq!(early, Err(EscrowError::ConditionNotMet.into()));
		assert_eq!(world.attest(&auditor, order, 1, INSPECTED), Ok(()));
		world.wait_minutes(2);
		assert_eq!(world.available([&platform, &shop]), [200, 1_800]);

		// The second one the buyer releases before anybody has inspected it.
		let before = world.release(&platform, order, ReleaseWhat::Milestone(2));
		assert_eq!(before, Err(EscrowError::ConditionNotMet.into()));
		assert_eq!(world.release(&buyer, order, ReleaseWhat::Milestone(2)), Ok(()));
		assert_eq!(world.available([&platform, &shop]), [500, 4_500]);
		let over = world.attest(&engineer, order, 2, INSPECTED);
		assert_eq!(over, Err(EscrowError::MilestoneOver.into()));

		// The third one needs more time: buyer and shop agree on it.
		let later = deadline.plus(30 * MINUTE);
		assert_eq!(world.extend(&shop, order, later), Ok(()));
		assert_eq!(world.view(order).details.and_then(|order| order.deadline), Some(deadline));
		assert_eq!(world.extend(&buyer, order, later), Ok(()));
		world.until(deadline.plus(2 * MINUTE));
		assert_eq!(world.status(order), OrderStatus::Held);

		// Nobody ever confirms it: at the later deadline it goes by the policy.
		world.until(later.plus(2 * MINUTE));
		assert_eq!(world.status(order), OrderStatus::Expired);
		assert_eq!(world.available([&platform, &shop]), [900, 8_101]);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
	});
}

#[test]
fn goods_that_have_left_come_back_by_the_merchant_only_and_delivery_pays_it() {
	World::run(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let carrier = world.customer(NORTH, "//Post", &[Role::Attestor]);
		let proof = |kind| Check::Evidence {
			kind,
			attestors: vec![carrier.id].try_into().expect("one"),
			quorum: 1,
		};
		let milestones = [
			milestone(100, Some(proof(EvidenceKind::Shipped))),
			milestone(900, Some(proof(EvidenceKind::Delivered))),
		];
		let release = in_milestones(&milestones, None, ExpiryPolicy::Payer);
		let order = OrderBody { release, ..world.order(&buyer, 1_000, &deal) };
		let order = world.placed(&buyer, order);
		assert_eq!(world.refund(&buyer, order, 10), Ok(()));

		let shipped = Stated::Evidence(EvidenceKind::Shipped);
		assert_eq!(world.attest(&carrier, order, 1, shipped), Ok(()));
		let told = world.events().into_iter().any(|event| {
			matches!(
				event,
				RuntimeEvent::Escrow(Event::MilestoneMet { milestone: 1, by: By::Key { .. }, .. })
			)
		});
		assert!(told);
		for back in [&buyer, &platform] {
			assert_eq!(world.refund(back, order, 10), Err(EscrowError::NotEntitled.into()));
		}
		// 99 and 891 are open after the refund; another 90 of the shop's lower both by their part.
		world.wait_minutes(2);
		assert_eq!(world.available([&platform, &shop]), [10, 89]);
		assert_eq!(world.refund(&shop, order, 90), Ok(()));

		let delivered = Stated::Evidence(EvidenceKind::Delivered);
		assert_eq!(world.attest(&carrier, order, 2, delivered), Ok(()));
		assert_eq!(world.release(&shop, order, ReleaseWhat::All), Ok(()));
		assert_eq!(world.status(order), OrderStatus::PartlyReleased);
		let all = world.available([&buyer, &platform, &shop]).iter().sum::<u64>();
		assert_eq!((all, world.promised()), (10_000, [0; 4]));
	});
}
