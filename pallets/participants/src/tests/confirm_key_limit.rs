// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event, SuspendReason};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::CURRENCIES_MAX, ports::Participants, Amount, Currency, KeyLimit,
};

const HIGHER: Option<KeyLimit> = Some(limit_of(200, 300));

fn confirm_by(by: &str, limit: Option<KeyLimit>) -> DispatchResult {
	Consortium::confirm_key_limit(signed(by), key("till"), CNY, limit)
}

#[test]
fn a_second_key_confirms_what_the_first_one_proposed() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		events();

		assert_ok!(confirm(CNY, HIGHER));

		let view = Consortium::key_limits(&key("till")).unwrap();
		let [limit] = &view.limits[..] else { panic!("one limit") };
		assert_eq!((limit.single, limit.daily), (Amount(200), Amount(300)));
		assert_eq!(view.proposals, []);
		let set = Event::KeyLimitSet {
			participant: MERCHANT,
			limited: key("till"),
			currency: CNY,
			limit: HIGHER,
			maker: Some(key("merchant")),
			by: MERCHANT,
			key: key("partner"),
		};
		assert_eq!(events(), [set]);
	});
}

#[test]
fn a_key_whose_last_limit_is_taken_away_is_limited_by_nothing() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, None));
		assert_ok!(propose(USD, HIGHER));

		assert_ok!(confirm(CNY, None));

		let view = Consortium::key_limits(&key("till")).unwrap();
		assert_eq!((view.limited, view.limits, view.proposals), (false, vec![], vec![]));
		assert_eq!(Consortium::spending_limit(&key("till"), USD), None);
		assert_noop!(confirm(USD, HIGHER), ParticipantsError::NoProposal);
	});
}

#[test]
fn maker_and_checker_are_different_keys() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		assert_noop!(confirm_by("merchant", HIGHER), ParticipantsError::MakerIsChecker);
		assert_ok!(confirm_by("partner", HIGHER));
	});
}

#[test]
fn the_sponsor_checks_what_its_customer_makes_and_the_other_way_round() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		assert_ok!(confirm_by("bank-a", HIGHER));

		let bank = signed("bank-a");
		assert_ok!(Consortium::propose_key_limit(bank, key("till"), CNY, None));
		assert_noop!(confirm_by("bank-a", None), ParticipantsError::MakerIsChecker);
		assert_ok!(confirm_by("merchant", None));
	});
}

#[test]
fn nobody_else_confirms() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		for other in ["bank-b", "supervisor", "agent"] {
			assert_noop!(confirm_by(other, HIGHER), ParticipantsError::NotAllowed);
		}
		assert_noop!(confirm_by("till", HIGHER), ParticipantsError::ScopeMissing);
		assert_noop!(confirm_by("stranger", HIGHER), ParticipantsError::UnknownKey);
		let none = Consortium::confirm_key_limit(RuntimeOrigin::none(), key("till"), CNY, HIGHER);
		assert_noop!(none, BadOrigin);
	});
}

#[test]
fn the_checker_repeats_what_it_confirms() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		for other in [Some(limit_of(200, 301)), Some(limit_of(199, 300)), None] {
			assert_noop!(confirm(CNY, other), ParticipantsError::ProposalDiffers);
		}
		assert_ok!(propose(CNY, None));
		assert_noop!(confirm(CNY, HIGHER), ParticipantsError::ProposalDiffers);
		assert_noop!(confirm(USD, None), ParticipantsError::NoProposal);
	});
}

#[test]
fn a_limit_is_confirmed_once() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		assert_ok!(confirm(CNY, HIGHER));
		assert_noop!(confirm(CNY, HIGHER), ParticipantsError::NoProposal);
	});
}

#[test]
fn what_a_key_proposed_counts_while_it_signs() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, HIGHER));
		assert_ok!(Consortium::suspend(signed("bank-a"), MERCHANT, SuspendReason::Fraud));
		assert_noop!(confirm_by("bank-a", HIGHER), ParticipantsError::MakerGone);
		assert_ok!(Consortium::reinstate(signed("bank-a"), MERCHANT));

		assert_ok!(Consortium::revoke_key(signed("bank-a"), key("merchant")));
		assert_noop!(confirm(CNY, HIGHER), ParticipantsError::MakerGone);

		// Proposed again by another key, it counts.
		let bank = signed("bank-a");
		assert_ok!(Consortium::propose_key_limit(bank, key("till"), CNY, HIGHER));
		assert_ok!(confirm(CNY, HIGHER));
	});
}

#[test]
fn a_limit_is_set_only_where_there_is_room_for_it() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(USD, HIGHER));
		for no in 1..CURRENCIES_MAX as u16 {
			assert_ok!(propose(Currency(no), Some(limit_of(0, 0))));
		}
		assert_noop!(confirm(USD, HIGHER), ParticipantsError::TooManyLimits);

		assert_ok!(propose(Currency(1), None));
		assert_ok!(confirm(USD, HIGHER));
	});
}

#[test]
fn a_limited_key_adds_no_keys_that_would_go_round_it() {
	World::new().run(|| {
		staff();
		let add = || Consortium::add_key(signed("partner"), MERCHANT, key("own"), PAY);
		let limit =
			|by: &str, limit| Consortium::propose_key_limit(signed(by), key("partner"), CNY, limit);
		assert_ok!(limit("merchant", Some(TILL)));
		assert_noop!(add(), ParticipantsError::LimitedKey);

		// Nor does it lift its limit alone.
		assert_ok!(limit("partner", None));
		let lift = |by| Consortium::confirm_key_limit(signed(by), key("partner"), CNY, None);
		assert_noop!(lift("partner"), ParticipantsError::MakerIsChecker);
		assert_ok!(lift("merchant"));
		assert_ok!(add());
	});
}
