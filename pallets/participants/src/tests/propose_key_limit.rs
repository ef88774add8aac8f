// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Event};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::CURRENCIES_MAX,
	views::{KeyLimitProposalView, KeyLimitView, KeyLimitsView},
	Amount, BankStatus, Currency, KeyLimit,
};

fn propose_by(by: &str, name: &str, limit: Option<KeyLimit>) -> DispatchResult {
	Consortium::propose_key_limit(signed(by), key(name), CNY, limit)
}

/// The limits of the till.
fn limits() -> Vec<(Currency, KeyLimit)> {
	let limits = Consortium::key_limits(&key("till")).unwrap().limits.into_iter();
	limits.map(|view| (view.currency, limit_of(view.single.0, view.daily.0))).collect()
}

/// What is proposed for the till.
fn proposals() -> Vec<(Currency, Option<KeyLimit>)> {
	let proposals = Consortium::key_limits(&key("till")).unwrap().proposals.into_iter();
	proposals.map(|view| (view.currency, view.limit)).collect()
}

fn set(currency: Currency, limit: Option<KeyLimit>) -> Event<Test> {
	Event::KeyLimitSet {
		participant: MERCHANT,
		limited: key("till"),
		currency,
		limit,
		maker: None,
		by: MERCHANT,
		key: key("merchant"),
	}
}

#[test]
fn the_first_limit_of_a_key_takes_effect_at_once() {
	World::new().run(|| {
		staff();

		assert_ok!(propose(CNY, Some(TILL)));

		let view = KeyLimitsView {
			participant: MERCHANT,
			limited: true,
			limits: vec![KeyLimitView {
				currency: CNY,
				single: Amount(100),
				daily: Amount(250),
				spent_today: Amount(0),
				left_today: Amount(250),
			}],
			proposals: vec![],
		};
		assert_eq!(Consortium::key_limits(&key("till")), Some(view));
		assert_eq!(events(), [set(CNY, Some(TILL))]);
	});
}

#[test]
fn a_limit_of_zero_stops_a_key_at_once() {
	World::new().run(|| {
		staff();
		assert_ok!(propose(CNY, Some(limit_of(0, 0))));
		assert_eq!(limits(), [(CNY, limit_of(0, 0))]);
	});
}

#[test]
fn a_lower_limit_takes_effect_at_once() {
	World::new().run(|| {
		staff_with_limit();
		for lower in [limit_of(99, 250), limit_of(99, 249), limit_of(0, 0)] {
			assert_ok!(propose(CNY, Some(lower)));
			assert_eq!(limits(), [(CNY, lower)]);
			assert_eq!(events(), [set(CNY, Some(lower))]);
		}
	});
}

#[test]
fn a_higher_limit_waits_for_another_key() {
	World::new().run(|| {
		staff_with_limit();
		// The second one lowers one of the two, and lets the key spend more all the same.
		for higher in [limit_of(101, 250), limit_of(101, 240), limit_of(100, 251)] {
			assert_ok!(propose(CNY, Some(higher)));

			assert_eq!(limits(), [(CNY, TILL)]);
			assert_eq!(proposals(), [(CNY, Some(higher))]);
			let proposed = Event::KeyLimitProposed {
				participant: MERCHANT,
				limited: key("till"),
				currency: CNY,
				limit: Some(higher),
				by: MERCHANT,
				key: key("merchant"),
			};
			assert_eq!(events(), [proposed]);
		}
	});
}

#[test]
fn a_limit_in_a_further_currency_waits_for_another_key() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(USD, Some(limit_of(0, 1))));
		assert_eq!(limits(), [(CNY, TILL)]);
		assert_eq!(proposals(), [(USD, Some(limit_of(0, 1)))]);

		// Nothing is what it could spend there before, so that takes nobody else.
		assert_ok!(propose(USD, Some(limit_of(0, 0))));
		assert_eq!(limits(), [(CNY, TILL), (USD, limit_of(0, 0))]);
		assert_eq!(proposals(), []);
	});
}

#[test]
fn taking_the_last_limit_away_waits_for_another_key() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(CNY, None));
		assert_eq!(limits(), [(CNY, TILL)]);
		assert_eq!(proposals(), [(CNY, None)]);
	});
}

#[test]
fn taking_one_of_several_away_stops_the_key_there_at_once() {
	World::new().run(|| {
		staff_with_limit();
		assert_ok!(propose(USD, Some(TILL)));
		assert_ok!(confirm(USD, Some(TILL)));
		events();

		assert_ok!(propose(CNY, None));

		assert_eq!(limits(), [(USD, TILL)]);
		assert_eq!(events(), [set(CNY, None)]);
	});
}

#[test]
fn what_takes_effect_at_once_ends_what_was_proposed_there() {
	World::new().run(|| {
		staff_with_limit();
		let higher = Some(limit_of(1_000, 1_000));
		assert_ok!(propose(CNY, higher));
		assert_ok!(propose(USD, higher));

		assert_ok!(propose(CNY, Some(limit_of(0, 0))));

		assert_eq!(proposals(), [(USD, higher)]);
		assert_noop!(confirm(CNY, higher), ParticipantsError::NoProposal);
	});
}

#[test]
fn a_later_proposal_takes_the_place_of_the_earlier_one() {
	World::new().run(|| {
		staff_with_limit();
		let higher = Some(limit_of(200, 300));
		assert_ok!(propose(CNY, higher));
		assert_noop!(propose(CNY, higher), ParticipantsError::NothingChanges);

		assert_ok!(propose_by("bank-a", "till", higher));
		let shown = KeyLimitProposalView {
			currency: CNY,
			limit: higher,
			by: BANK_A,
			maker: key("bank-a").into(),
		};
		assert_eq!(Consortium::key_limits(&key("till")).unwrap().proposals, [shown]);
	});
}

#[test]
fn what_is_so_already_changes_nothing() {
	World::new().run(|| {
		staff();
		assert_noop!(propose(CNY, None), ParticipantsError::NothingChanges);
		assert_ok!(propose(CNY, Some(TILL)));
		assert_noop!(propose(CNY, Some(TILL)), ParticipantsError::NothingChanges);
		assert_noop!(propose(USD, None), ParticipantsError::NothingChanges);
	});
}

#[test]
fn an_order_is_never_more_than_a_day() {
	World::new().run(|| {
		staff();
		assert_noop!(propose(CNY, Some(limit_of(251, 250))), ParticipantsError::InvalidLimit);
		assert_ok!(propose(CNY, Some(limit_of(250, 250))));
	});
}

#[test]
fn a_key_is_limited_in_a_bounded_number_of_currencies() {
	World::new().run(|| {
		staff();
		let nothing = Some(limit_of(0, 0));
		let last = Currency(CURRENCIES_MAX as u16);
		for no in 0..last.0 {
			assert_ok!(propose(Currency(no), nothing));
		}
		assert_noop!(propose(last, nothing), ParticipantsError::TooManyLimits);
		assert_noop!(propose(last, Some(TILL)), ParticipantsError::TooManyLimits);

		assert_ok!(propose(Currency(0), None));
		assert_ok!(propose(last, nothing));
	});
}

#[test]
fn proposals_of_a_key_are_bounded_too() {
	World::new().run(|| {
		staff_with_limit();
		for no in 0..CURRENCIES_MAX as u16 {
			assert_ok!(propose(Currency(no), Some(TILL)));
		}
		assert_noop!(propose(USD, Some(TILL)), ParticipantsError::TooManyLimits);

		let withdrawn = Consortium::withdraw_key_limit_proposal;
		assert_ok!(withdrawn(signed("merchant"), key("till"), Currency(0)));
		assert_ok!(propose(USD, Some(TILL)));
	});
}

#[test]
fn the_participant_and_its_sponsor_limit_its_keys_and_nobody_else() {
	World::new().run(|| {
		staff();
		for other in ["bank-b", "supervisor", "agent"] {
			let refused = propose_by(other, "till", Some(TILL));
			assert_noop!(refused, ParticipantsError::NotAllowed);
		}
		// A customer has no power over the keys of its sponsor.
		let refused = propose_by("merchant", "bank-a-pay", Some(TILL));
		assert_noop!(refused, ParticipantsError::NotAllowed);
		assert_noop!(propose_by("till", "till", Some(TILL)), ParticipantsError::ScopeMissing);

		assert_ok!(propose_by("bank-a", "till", Some(TILL)));
		assert_ok!(propose_by("merchant", "partner", Some(TILL)));
	});
}

#[test]
fn who_signs_has_an_active_key_of_a_participant_that_acts() {
	World::new().run(|| {
		staff();
		let none = Consortium::propose_key_limit(RuntimeOrigin::none(), key("till"), CNY, None);
		assert_noop!(none, BadOrigin);
		assert_noop!(propose_by("stranger", "till", Some(TILL)), ParticipantsError::UnknownKey);
		assert_ok!(Consortium::set_bank_status(council(), A, BankStatus::RunOff));
		assert_ok!(propose_by("bank-a", "till", Some(TILL)));
		assert_ok!(Consortium::set_bank_status(council(), A, BankStatus::Exited));
		assert_noop!(propose_by("bank-a", "till", None), ParticipantsError::BankExited);
	});
}

#[test]
fn only_a_key_that_signs_is_limited() {
	World::new().run(|| {
		staff_with_limit();
		assert_noop!(propose_by("bank-a", "stranger", Some(TILL)), ParticipantsError::NoSuchKey);
		assert_ok!(propose(CNY, None));

		assert_ok!(Consortium::revoke_key(signed("merchant"), key("till")));

		// With the key its limits went, and what was proposed.
		let view = KeyLimitsView {
			participant: MERCHANT,
			limited: false,
			limits: vec![],
			proposals: vec![],
		};
		assert_eq!(Consortium::key_limits(&key("till")), Some(view));
		assert_noop!(propose(CNY, Some(TILL)), ParticipantsError::KeyGone);
		assert_eq!(Consortium::key_limits(&key("stranger")), None);
	});
}
