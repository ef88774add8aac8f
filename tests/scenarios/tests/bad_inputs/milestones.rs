// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_escrow::{Call, Error, ReleaseWhat};
use split_ledger_primitives::{
	Amount, Check, Clause, EvidenceKind, ExpiryPolicy, Milestone, Moment, OrderBody, OrderId,
	Stated, DAY_MS,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	bank_id, commitment, in_milestones, inspected_by, milestone, Customer, Deal, Dice, World,
};

type Escrow = Error<Runtime>;

const INSPECTED: Stated = Stated::Evidence(EvidenceKind::Inspected);

/// A project of 1,000 in two milestones: 400 when it is inspected, which one of two attestors said, and
/// 600 that were released.
pub(crate) struct Project {
	pub(crate) order: OrderId,
	pub(crate) surveyor: Customer,
	pub(crate) engineer: Customer,
}

impl Project {
	pub(crate) fn built(
		world: &mut World,
		[patron, surveyor, engineer]: [&Customer; 3],
		deal: &Deal,
	) -> Self {
		let milestones = [
			milestone(400, Some(inspected_by(2, &[surveyor, engineer]))),
			milestone(600, Some(Check::PayerConfirms)),
		];
		let release = in_milestones(&milestones, None, ExpiryPolicy::Payer);
		let order = OrderBody { release, ..world.order(patron, 1_000, deal) };
		let order = world.placed(patron, order);
		assert_eq!(world.attest(surveyor, order, 1, INSPECTED), Ok(()));
		assert_eq!(world.release(patron, order, ReleaseWhat::Milestone(2)), Ok(()));
		Self { order, surveyor: *surveyor, engineer: *engineer }
	}
}

/// Orders in milestones that must not be placed.
pub(crate) fn agreements(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let some = 100 + dice.below(900);
	let deadline = world.now().plus(DAY_MS);
	let order = world.order(&town.buyer, some, &town.deal);
	let place = |milestones: &[Milestone], why: Escrow| {
		let release = in_milestones(milestones, Some(deadline), ExpiryPolicy::Payer);
		let order = OrderBody { release, ..order.clone() };
		bad(town.buyer.key, Call::<Runtime>::place { order }, why)
	};
	let on = |check| milestone(some, Some(check));
	let confirmed = |amount| milestone(amount, Some(Check::PayerConfirms));
	let nothing = Clause { need: 0, of: vec![Check::PayerConfirms].try_into().expect("one") };
	let unsound =
		Milestone { amount: Amount(some), clauses: vec![nothing].try_into().expect("one clause") };
	let late = Moment(deadline.0 + dice.below(DAY_MS));
	let attestors = vec![bank_id(town.buyer.bank)].try_into().expect("one attestor");
	let by_its_bank = Check::Evidence { kind: EvidenceKind::Inspected, attestors, quorum: 1 };
	vec![
		place(&[], Escrow::MilestoneMissing),
		place(&[unsound], Escrow::MilestoneUnsound),
		place(&[confirmed(some), confirmed(1)], Escrow::MilestonesNotWhole),
		place(&[on(Check::TimeReached(late))], Escrow::TimeNotBeforeDeadline),
		place(&[on(inspected_by(1, &[&town.friend]))], Escrow::NotAnAttestor),
		place(&[on(inspected_by(1, &[&town.shop]))], Escrow::AttestorIsParty),
		place(&[on(by_its_bank)], Escrow::AttestorIsParty),
		place(&[on(Check::GroupComplete)], Escrow::GroupMissing),
	]
}

/// Statements, releases and later deadlines that must not be.
pub(crate) fn milestones(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let Project { order, surveyor, engineer } = &town.agreed.project;
	let (order, open) = (*order, town.held.0);
	let other = 3 + dice.below(200) as u8;
	let evidence = commitment();
	let state = |key, number, what, commitment, why: Escrow| {
		let milestone = number;
		bad(key, Call::<Runtime>::attest { order, milestone, what, commitment }, why)
	};
	let mut hash = evidence;
	hash.0[0] ^= 1 + dice.below(255) as u8;
	let (buyer, patron) = (town.buyer.key, town.patron.key);
	let reference = world.reference();
	let what = ReleaseWhat::Amount(Amount(1 + dice.below(9)));
	let confirms = Stated::PayerConfirms;
	let extend =
		|deadline, why: Escrow| bad(buyer, Call::<Runtime>::extend { order: open, deadline }, why);
	vec![
		state(patron, other, confirms, evidence, Escrow::UnknownMilestone),
		state(patron, 2, confirms, evidence, Escrow::MilestoneOver),
		state(engineer.key, 2, INSPECTED, evidence, Escrow::NotAskedFor),
		state(surveyor.key, 1, INSPECTED, hash, Escrow::StatedBefore),
		state(town.friend.key, 1, INSPECTED, evidence, Escrow::NotEntitled),
		bad(patron, Call::<Runtime>::release { reference, order, what }, Escrow::ByMilestonesOnly),
		extend(Moment(dice.below(1 << 40)), Escrow::NotLater),
		extend(world.now().plus(400 * DAY_MS), Escrow::PastEnd),
	]
}
