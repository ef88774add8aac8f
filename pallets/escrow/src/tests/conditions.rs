// SPDX-License-Identifier: Apache-2.0

//! Who states what about a milestone (O11).

use crate::{mock::*, types::OrderFreezeTerms, Error, Event, Statements};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	Amount, Check, Commitment, EvidenceKind, ExpiryPolicy, Moment, OrderBody, OrderId, OrderStatus,
	Purpose, ReleaseMode, Role, Stated, Text,
};

const DELIVERED: Stated = Stated::Evidence(EvidenceKind::Delivered);

/// One milestone of the whole order under this check.
fn on(text: &str, check: Check) -> OrderBody {
	agreed(market(text), &[milestone(1_000, &[any(&[check])])])
}

#[test]
fn a_quorum_meets_a_milestone_and_the_clock_releases_it() {
	World::new().run(|| {
		let order = place(&project("o1"));
		let [first, second, third] = INSPECTORS;
		events();

		assert_ok!(attest(first, order, 2, INSPECTED));
		let attested =
			|by| Event::Attested { order, milestone: 2, what: INSPECTED, commitment: EVIDENCE, by };
		assert_eq!((events(), met(order)), (vec![attested(by(first))], vec![]));

		assert_ok!(attest(second, order, 2, INSPECTED));
		let met_by = Event::MilestoneMet { order, milestone: 2, by: by(second) };
		assert_eq!((events(), met(order)), (vec![attested(by(second)), met_by], vec![2]));
		// The third one says the same; what is met is not met twice.
		assert_ok!(attest(third, order, 2, INSPECTED));
		assert_eq!(events(), [attested(by(third))]);
		assert_eq!(Statements::<Test>::get(order).len(), 3);

		pass_to(in_minutes(1));
		assert_eq!([CARRIER_B, PLATFORM_A, SHOP_B].map(money), [(15, 0), (30, 0), (255, 0)]);
		assert_eq!(open_of(order), [200, 0, 500]);
	});
}

#[test]
fn the_same_statement_again_changes_nothing_and_another_commitment_is_refused() {
	World::new().run(|| {
		let order = place(&project("o1"));
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		assert_ok!(attest(INSPECTORS[0], order, 2, INSPECTED));
		assert_storage_noop!(assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms)));
		assert_storage_noop!(assert_ok!(attest(INSPECTORS[0], order, 2, INSPECTED)));
		// The bank speaks for the same side.
		assert_storage_noop!(assert_ok!(attest(BANK_A, order, 1, Stated::PayerConfirms)));
		let other = Commitment([6; 32]);
		for (who, milestone, what) in
			[(BUYER, 1, Stated::PayerConfirms), (INSPECTORS[0], 2, INSPECTED)]
		{
			let again = Escrow::attest(signed(who), order, milestone, what, other);
			assert_noop!(again, Error::<Test>::StatedBefore);
		}
	});
}

#[test]
fn only_who_is_asked_states_anything() {
	World::new().run(|| {
		let confirm = any(&[Check::PayerConfirms, Check::PlatformConfirms]);
		let named = any(&[by_these(EvidenceKind::Inspected, 1, &INSPECTORS[..1])]);
		let body = agreed(market("o1"), &[milestone(1_000, &[confirm, named])]);
		let order = place(&body);
		let refusals = [
			(SHOP, Stated::PayerConfirms),
			(PLATFORM, Stated::PayerConfirms),
			(BANK_B, Stated::PayerConfirms),
			(BUYER, Stated::PlatformConfirms),
			(BANK_A, Stated::PlatformConfirms),
			(BUYER, INSPECTED),
			(INSPECTORS[1], INSPECTED),
		];
		for (who, what) in refusals {
			assert_noop!(attest(who, order, 1, what), Error::<Test>::NotEntitled);
		}
		let unknown = attest(STRANGER, order, 1, INSPECTED);
		assert_noop!(unknown, DispatchError::Other("unknown key"));
		let unscoped = attest(KEY_WITHOUT_PAY, order, 1, Stated::PayerConfirms);
		assert_noop!(unscoped, DispatchError::Other("key without scope"));
		assert_noop!(
			Escrow::attest(RuntimeOrigin::root(), order, 1, INSPECTED, EVIDENCE),
			DispatchError::BadOrigin
		);
		assert_ok!(attest(BANK_A, order, 1, Stated::PayerConfirms));
		assert_ok!(attest(PLATFORM, order, 1, Stated::PlatformConfirms));
		assert_ok!(attest(INSPECTORS[0], order, 1, INSPECTED));
		assert_eq!(met(order), [1]);
	});
}

#[test]
fn who_is_an_attestor_no_more_bears_no_witness() {
	World::new().run(|| {
		let order = place(&project("o1"));
		join(INSPECTORS[0], 2, &[Role::Buyer]);
		assert_noop!(attest(INSPECTORS[0], order, 2, INSPECTED), Error::<Test>::NotAnAttestor);
		join(INSPECTORS[0], 2, &[Role::Attestor]);
		assert_ok!(attest(INSPECTORS[0], order, 2, INSPECTED));
	});
}

#[test]
fn nothing_is_stated_that_no_condition_asks_for() {
	World::new().run(|| {
		let order = place(&project("o1"));
		let refused = |who, number, what, error: Error<Test>| {
			assert_noop!(attest(who, order, number, what), error);
		};
		refused(INSPECTORS[0], 2, DELIVERED, Error::NotAskedFor);
		refused(INSPECTORS[0], 1, INSPECTED, Error::NotAskedFor);
		refused(BUYER, 3, Stated::PayerConfirms, Error::NotAskedFor);
		refused(BUYER, 0, Stated::PayerConfirms, Error::UnknownMilestone);
		refused(BUYER, 4, Stated::PayerConfirms, Error::UnknownMilestone);
		let plain = place(&held(market("o2")));
		let about_plain = attest(BUYER, plain, 1, Stated::PayerConfirms);
		assert_noop!(about_plain, Error::<Test>::UnknownMilestone);
		let about_none = attest(BUYER, OrderId([9; 22]), 1, Stated::PayerConfirms);
		assert_noop!(about_none, Error::<Test>::UnknownOrder);
	});
}

#[test]
fn nothing_is_stated_about_what_is_over() {
	World::new().run(|| {
		let order = place(&project("o1"));
		let what = crate::ReleaseWhat::Milestone(2);
		assert_ok!(Escrow::release(signed(BUYER), reference("r1"), order, what));
		let late = attest(INSPECTORS[0], order, 2, INSPECTED);
		assert_noop!(late, Error::<Test>::MilestoneOver);
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		let all = crate::ReleaseWhat::All;
		assert_ok!(Escrow::release(signed(BUYER), reference("r2"), order, all));
		let ended = attest(BUYER, order, 1, Stated::PayerConfirms);
		assert_noop!(ended, Error::<Test>::AlreadyReleased);
		// The events keep what was stated.
		assert!(!Statements::<Test>::contains_key(order));
	});
}

#[test]
fn nothing_is_stated_from_the_deadline_on() {
	World::new().run(|| {
		let milestones = [milestone(1_000, &[any(&[Check::PayerConfirms])])];
		let expiry = ExpiryPolicy::Payer;
		let order = place(&agreed_until(market("o1"), &milestones, 5, expiry));
		neighbours(|all| all.now = in_minutes(5));
		let late = attest(BUYER, order, 1, Stated::PayerConfirms);
		assert_noop!(late, Error::<Test>::PastDeadline);
		neighbours(|all| all.now = Moment(in_minutes(5).0 - 1));
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		// What was met in time is released, though the clock looks only after the deadline.
		pass_to(in_minutes(7));
		assert_eq!(status(order), OrderStatus::Released);
	});
}

#[test]
fn evidence_of_dispatch_ends_what_payer_and_platform_take_back_alone() {
	World::new().run(|| {
		for (kind, still) in [
			(EvidenceKind::Shipped, false),
			(EvidenceKind::Delivered, false),
			(EvidenceKind::CustomsCleared, true),
			(EvidenceKind::Inspected, true),
		] {
			let text = format!("{kind:?}");
			let order = place(&on(&text, witness(kind, 3)));
			assert_ok!(refund(BUYER, &format!("{text}-1"), order, 10));
			assert_ok!(refund(PLATFORM, &format!("{text}-2"), order, 10));
			assert_ok!(attest(INSPECTORS[0], order, 1, Stated::Evidence(kind)));
			for who in [BUYER, BANK_A, PLATFORM] {
				let back = || refund(who, &format!("{text}-{who}"), order, 10);
				match still {
					true => assert!(back().is_ok()),
					false => {
						assert_noop!(back(), Error::<Test>::NotEntitled);
					}
				}
			}
			assert_ok!(refund(SHOP, &format!("{text}-3"), order, 10));
		}
	});
}

#[test]
fn payer_and_platform_take_nothing_back_alone_once_a_milestone_is_met() {
	World::new().run(|| {
		let order = place(&project("o1"));
		assert_ok!(refund(BUYER, "f1", order, 10));
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		for who in [BUYER, BANK_A, PLATFORM] {
			assert_noop!(refund(who, "f2", order, 10), Error::<Test>::NotEntitled);
		}
		assert_ok!(refund(SHOP, "f2", order, 10));
	});
}

#[test]
fn payer_and_platform_take_nothing_back_alone_once_its_time_has_come_before_the_clock_looks() {
	World::new().run(|| {
		let order = place(&project("o1"));
		neighbours(|all| all.now = Moment(in_minutes(10).0 - 1));
		for who in [BUYER, PLATFORM] {
			assert_ok!(refund(who, &format!("f{who}"), order, 10));
		}
		neighbours(|all| all.now = in_minutes(10));
		assert!(met(order).is_empty());
		for who in [BUYER, BANK_A, PLATFORM] {
			assert_noop!(refund(who, "f2", order, 10), Error::<Test>::NotEntitled);
		}
		assert_ok!(refund(SHOP, "f2", order, 10));
	});
}

#[test]
fn an_attestor_of_an_order_is_assigned_no_leg_of_it() {
	World::new().run(|| {
		join(FRIEND, 0, &[Role::Buyer, Role::Attestor]);
		let named = place(&on("o1", by_these(EvidenceKind::Delivered, 1, &[FRIEND])));
		let assigned = Escrow::assign_leg(signed(SHOP), named, 3, Some(FRIEND_A));
		assert_noop!(assigned, Error::<Test>::AttestorIsParty);
		let other = place(&on("o2", witness(EvidenceKind::Delivered, 1)));
		assert_ok!(Escrow::assign_leg(signed(SHOP), other, 3, Some(FRIEND_A)));
	});
}

fn freeze(order: OrderId, minutes: u64) {
	let text = |text: &str| Text::truncate_from(text.as_bytes().to_vec());
	let terms = OrderFreezeTerms {
		until: in_minutes(minutes),
		reason: text("a complaint"),
		authority: text("a court"),
		document: EVIDENCE,
	};
	assert_ok!(Escrow::freeze_order(signed(SUPERVISOR), order, terms));
}

#[test]
fn nothing_is_stated_or_extended_about_a_frozen_order_and_time_counts_afterwards() {
	World::new().run(|| {
		let order = place(&project("o1"));
		freeze(order, 20);
		let stated = attest(BUYER, order, 1, Stated::PayerConfirms);
		assert_noop!(stated, Error::<Test>::OrderFrozen);
		let later = Escrow::extend(signed(BUYER), order, row(order).deadline.plus(1));
		assert_noop!(later, Error::<Test>::OrderFrozen);
		// The moment of the third milestone comes while the clocks stand still.
		pass_to(in_minutes(15));
		assert_eq!((met(order), open_of(order)), (vec![], vec![200, 300, 500]));
		assert_ok!(Escrow::lift_order_freeze(signed(SUPERVISOR), order));
		pass_to(in_minutes(16));
		assert_eq!((met(order), open_of(order)), (vec![3], vec![200, 300, 0]));

		// What is met is not released while it is frozen, and at the end of that it is.
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		freeze(order, 20);
		pass_to(in_minutes(19));
		assert_eq!(open_of(order), [200, 300, 0]);
		pass_to(in_minutes(22));
		assert_eq!(open_of(order), [0, 300, 0]);
	});
}

#[test]
fn a_view_tells_what_was_stated_and_what_is_met() {
	World::new().run(|| {
		let order = place(&project("o1"));
		assert_ok!(attest(INSPECTORS[0], order, 2, INSPECTED));
		neighbours(|all| all.now = in_minutes(1));
		assert_ok!(attest(BANK_A, order, 1, Stated::PayerConfirms));

		let told = Escrow::order(order).and_then(|order| order.details?.agreed).expect("agreed");
		let stated: Vec<_> = told
			.statements
			.iter()
			.map(|said| (said.milestone, said.what, said.by.0 as u64, said.commitment, said.at))
			.collect();
		assert_eq!(
			stated,
			[
				(2, INSPECTED, INSPECTORS[0], EVIDENCE, NOON),
				(1, Stated::PayerConfirms, BANK_A, EVIDENCE, in_minutes(1)),
			]
		);
		assert_eq!((told.met, told.milestones.len()), (vec![1], 3));
	});
}

#[test]
fn the_largest_conditions_are_placed_and_charged() {
	World::new().run(|| {
		let five: Vec<u64> = (30..35).collect();
		for who in &five {
			join(*who, 2, &[Role::Attestor]);
		}
		let check = by_these(EvidenceKind::Inspected, 5, &five);
		let clauses = vec![clause(5, &vec![check; 5]); 4];
		let body = split("o1", 1_600, MARKET, &MARKET_PARTIES, &[(0, 50)]);
		let body = agreed(body, &vec![milestone(100, &clauses); 16]);
		let planning = crate::weights::Planning::stated(&body);
		assert_eq!((planning.milestones, planning.attestors), (16, 1_600));
		let order = place(&body);
		for who in &five {
			assert_ok!(attest(*who, order, 16, INSPECTED));
		}
		assert_eq!(met(order), [16]);
		assert!(matches!(
			&body.release,
			ReleaseMode::Agreed { milestones, .. } if *milestones == row(order).milestones
		));
	});
}

#[test]
fn a_plain_payment_has_milestones_too() {
	World::new().run(|| {
		let check = any(&[Check::PayerConfirms]);
		let order = place(&agreed(transfer("t1", 90, SHOP_B), &[milestone(90, &[check])]));
		assert_noop!(
			attest(PLATFORM, order, 1, Stated::PlatformConfirms),
			Error::<Test>::NotAskedFor
		);
		assert_ok!(attest(BUYER, order, 1, Stated::PayerConfirms));
		pass_to(in_minutes(1));
		assert_eq!(money(SHOP_B), (90, 0));
		let paid = events().into_iter().find_map(|event| match event {
			Event::Paid { legs, .. } => Some((legs[0].purpose, legs[0].amount)),
			_ => None,
		});
		assert_eq!(paid, Some((Purpose::Transfer, Amount(90))));
	});
}
