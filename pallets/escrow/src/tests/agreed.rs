// SPDX-License-Identifier: Apache-2.0

//! What an order may say of its milestones when it is placed (O11).

use crate::{mock::*, Error};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	AccountNo, Check, EvidenceKind, ExpiryPolicy, Milestone, Moment, OrderBody, Role, Stated,
};

/// One milestone of the whole order under this check.
fn on(text: &str, check: Check) -> OrderBody {
	agreed(market(text), &[milestone(1_000, &[any(&[check])])])
}

fn with(milestones: &[Milestone]) -> OrderBody {
	agreed(market("o1"), milestones)
}

#[test]
fn milestones_can_be_met_and_are_the_whole_order() {
	World::new().run(|| {
		let confirmed = |amount| milestone(amount, &[any(&[Check::PayerConfirms])]);
		refuse(with(&[]), Error::<Test>::MilestoneMissing);
		refuse(with(&[confirmed(999)]), Error::<Test>::MilestonesNotWhole);
		refuse(with(&[confirmed(999), confirmed(2)]), Error::<Test>::MilestonesNotWhole);
		refuse(with(&[confirmed(u64::MAX), confirmed(1_001)]), Error::<Test>::MilestonesNotWhole);
		refuse(with(&[confirmed(1_000), confirmed(0)]), Error::<Test>::MilestoneUnsound);
		let inspected = |quorum| any(&[witness(EvidenceKind::Inspected, quorum)]);
		for clause in [
			inspected(0),
			inspected(4),
			clause(0, &[Check::PayerConfirms]),
			clause(2, &[Check::PayerConfirms]),
			any(&[by_these(EvidenceKind::Shipped, 1, &[INSPECTORS[0]; 2])]),
		] {
			let body = with(&[milestone(1_000, &[clause])]);
			refuse(body, Error::<Test>::MilestoneUnsound);
		}
		place(&with(&[confirmed(999), milestone(1, &[])]));
	});
}

#[test]
fn a_condition_of_time_comes_true_before_the_deadline() {
	World::new().run(|| {
		let expiry = ExpiryPolicy::Payer;
		let at = |moment| {
			let timed = milestone(1_000, &[any(&[Check::TimeReached(moment)])]);
			agreed_until(market("o1"), &[timed], 5, expiry)
		};
		refuse(at(in_minutes(5)), Error::<Test>::TimeNotBeforeDeadline);
		place(&at(Moment(in_minutes(5).0 - 1)));
	});
}

#[test]
fn a_condition_of_a_group_needs_one() {
	World::new().run(|| {
		refuse(on("o1", Check::GroupComplete), Error::<Test>::GroupMissing);
	});
}

#[test]
fn attestors_are_attestors_and_have_no_part_in_the_order() {
	World::new().run(|| {
		let by = |who| on("o1", by_these(EvidenceKind::Delivered, 1, &[INSPECTORS[0], who]));
		for (who, role) in [
			(BUYER, Role::Buyer),
			(SHOP, Role::Merchant),
			(PLATFORM, Role::Platform),
			(CARRIER, Role::Carrier),
		] {
			refuse(by(who), Error::<Test>::AttestorIsParty);
			// Also where it is an attestor besides.
			join(who, 0, &[role, Role::Attestor]);
			refuse(by(who), Error::<Test>::AttestorIsParty);
			join(who, 0, &[role]);
		}
		refuse(by(FRIEND), Error::<Test>::NotAnAttestor);
		refuse(by(STRANGER), Error::<Test>::NotAnAttestor);
		neighbours(|all| {
			let inspector = all.participants.get_mut(&(INSPECTORS[1] as u32));
			inspector.expect("joined").suspended = true;
		});
		refuse(by(INSPECTORS[1]), Error::<Test>::NotAnAttestor);
		// Who submits an order has a part in it.
		join(BANK_A, 0, &[Role::Bank, Role::Attestor]);
		let by_bank = Escrow::place(signed(BANK_A), by(BANK_A));
		assert_noop!(by_bank, Error::<Test>::AttestorIsParty);
		place(&by(INSPECTORS[2]));
	});
}

#[test]
fn a_bank_that_speaks_for_a_side_bears_no_witness() {
	World::new().run(|| {
		let check = |who| by_these(EvidenceKind::Delivered, 1, &[who]);
		let plain = |who| {
			let check = any(&[check(who)]);
			agreed(transfer("t1", 100, SUPPLIER_C), &[milestone(100, &[check])])
		};
		for bank in [BANK_A, BANK_B, BANK_C] {
			join(bank, bank as u32, &[Role::Bank, Role::Attestor]);
		}
		// The buyer's account is at A, the shop a customer of B, the supplier one of C.
		for bank in [BANK_A, BANK_B] {
			refuse(on("o1", check(bank)), Error::<Test>::AttestorIsParty);
		}
		for bank in [BANK_A, BANK_C] {
			refuse(plain(bank), Error::<Test>::AttestorIsParty);
		}
		let order = place(&on("o1", check(BANK_C)));
		assert_ok!(attest(BANK_C, order, 1, Stated::Evidence(EvidenceKind::Delivered)));
		assert_eq!(met(order), [1]);
		place(&plain(BANK_B));
	});
}

#[test]
fn the_payee_of_a_plain_payment_bears_no_witness() {
	World::new().run(|| {
		join(FRIEND, 0, &[Role::Buyer, Role::Attestor]);
		let check = by_these(EvidenceKind::Delivered, 1, &[FRIEND]);
		let to = |account: AccountNo| {
			agreed(
				transfer("t1", 100, account),
				&[milestone(100, &[any(std::slice::from_ref(&check))])],
			)
		};
		refuse(to(FRIEND_B), Error::<Test>::AttestorIsParty);
		let order = place(&to(SHOP_B));
		let delivered = Stated::Evidence(EvidenceKind::Delivered);
		assert_ok!(attest(FRIEND, order, 1, delivered));
		assert_eq!(met(order), [1]);
	});
}
