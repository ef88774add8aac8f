// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Currencies, CurrencyRow, Error, Event, CYCLE_MS_MIN, EXPONENT_MAX};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::Clearing as _, Amount, Currency, CycleNo, ParticipantId, Role,
};

const JPY: Currency = Currency(392);
const NOBODY: ParticipantId = ParticipantId(999);

fn id(key: u64) -> ParticipantId {
	ParticipantId(key as u32)
}

fn open(agent: u64, exponent: u8, cycle_ms: u64) -> DispatchResult {
	Clearing::open_currency(RuntimeOrigin::root(), JPY, id(agent), exponent, cycle_ms)
}

#[test]
fn the_consortium_opens_a_currency_with_its_first_cycle() {
	World::new().run(|| {
		assert!(!Clearing::knows(JPY));

		assert_ok!(open(OTHER_AGENT, 0, 60_000));

		assert!(Clearing::knows(JPY));
		assert_eq!(
			Currencies::<Test>::get(JPY),
			Some(CurrencyRow {
				agent: id(OTHER_AGENT),
				exponent: 0,
				later: false,
				cycle_ms: 60_000,
				cycle: CycleNo(0),
				posted: None,
				unsettled: Default::default(),
			})
		);
		let opened = Event::CurrencyOpened {
			currency: JPY,
			agent: id(OTHER_AGENT),
			exponent: 0,
			cycle_ms: 60_000,
		};
		assert_eq!(events(), [opened]);
	});
}

#[test]
fn nobody_else_opens_a_currency() {
	World::new().run(|| {
		for origin in [agent(), by(A), RuntimeOrigin::none()] {
			assert_noop!(
				Clearing::open_currency(origin, JPY, id(OTHER_AGENT), 0, 0),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn a_currency_is_opened_once() {
	World::new().run(|| {
		assert_ok!(open(OTHER_AGENT, 0, 0));
		assert_noop!(open(AGENT, 0, 0), Error::<Test>::CurrencyExists);
	});
}

#[test]
fn an_agent_has_the_role_and_is_no_bank() {
	World::new().run(|| {
		for agent in [CUSTOMER, AGENT_AND_BANK, A.0.into(), NOBODY.0.into()] {
			assert_noop!(open(agent, 0, 0), Error::<Test>::NotASettlementAgent);
		}
	});
}

#[test]
fn no_more_currencies_are_opened_than_the_ledger_can_keep() {
	World::new().run(|| {
		let open = |number| {
			let currency = Currency(number);
			Clearing::open_currency(RuntimeOrigin::root(), currency, id(AGENT), 2, 0)
		};
		for number in 1..=14 {
			assert_ok!(open(number));
		}
		assert_noop!(open(15), Error::<Test>::TooManyCurrencies);
	});
}

#[test]
fn a_currency_has_as_many_decimals_as_iso_gives_at_most() {
	World::new().run(|| {
		assert_noop!(open(AGENT, EXPONENT_MAX + 1, 0), Error::<Test>::ExponentTooLarge);
		assert_ok!(open(AGENT, EXPONENT_MAX, 0));
	});
}

#[test]
fn a_cycle_lasts_at_least_a_second() {
	World::new().run(|| {
		assert_noop!(open(AGENT, 2, CYCLE_MS_MIN - 1), Error::<Test>::CycleTooShort);
		assert_ok!(open(AGENT, 2, CYCLE_MS_MIN));
		let set = |cycle_ms| Clearing::set_schedule(agent(), CNY, cycle_ms);
		assert_noop!(set(CYCLE_MS_MIN - 1), Error::<Test>::CycleTooShort);
		assert_ok!(set(CYCLE_MS_MIN));
		assert_ok!(set(0));
	});
}

#[test]
fn the_agent_sets_schedule_and_settlement() {
	World::new().run(|| {
		assert_ok!(Clearing::set_schedule(agent(), CNY, 60_000));
		assert_ok!(Clearing::set_settlement(agent(), CNY, true));

		let row = Currencies::<Test>::get(CNY).expect("open");
		assert_eq!((row.cycle_ms, row.later), (60_000, true));
		let (by, key) = (id(AGENT), AGENT);
		assert_eq!(
			events(),
			[
				Event::ScheduleSet { currency: CNY, cycle_ms: 60_000, by, key },
				Event::SettlementSet { currency: CNY, later: true, by, key },
			]
		);
	});
}

#[test]
fn only_the_agent_of_the_currency_does_what_an_agent_does() {
	World::new().with_bank(A, 100).with_bank(B, 100).run(|| {
		assert_ok!(request("w", A, 10));
		let calls: [&dyn Fn(RuntimeOrigin) -> DispatchResult; 9] = [
			&|by| Clearing::issue_reserve(by, reference("r"), A, CNY, Amount(1)),
			&|by| Clearing::set_cap(by, A, CNY, Amount(1)),
			&|by| Clearing::confirm_withdrawal(by, A, key_of(A, "w")),
			&|by| Clearing::reject_withdrawal(by, A, key_of(A, "w")),
			&|by| Clearing::set_gross(by, CNY, A, B, true),
			&|by| Clearing::close_cycle(by, CNY, text("because")),
			&|by| Clearing::settle_cycle(by, CNY, CycleNo(0)),
			&|by| Clearing::set_settlement(by, CNY, true),
			&|by| Clearing::set_schedule(by, CNY, 60_000),
		];
		for call in calls {
			for key in [OTHER_AGENT, CUSTOMER, A.0.into()] {
				assert_noop!(call(signed(key)), Error::<Test>::NotTheAgent);
			}
			assert_noop!(call(signed(STRANGER)), DispatchError::Other("unknown key"));
			assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn an_agent_that_lost_its_role_or_became_a_bank_acts_no_more() {
	World::new().with_bank(A, 100).run(|| {
		set_roles(AGENT, &[Role::Attestor]);
		assert_noop!(cap(A, 1), Error::<Test>::NotASettlementAgent);
		set_roles(AGENT, &[Role::SettlementAgent, Role::Bank]);
		assert_noop!(cap(A, 1), Error::<Test>::NotASettlementAgent);
		set_roles(AGENT, &[Role::SettlementAgent]);
		assert_ok!(cap(A, 1));
	});
}

#[test]
fn nothing_is_done_in_a_currency_that_the_ledger_does_not_keep() {
	World::new().with_bank(A, 100).run(|| {
		let unknown = Error::<Test>::UnknownCurrency;
		let issue = Clearing::issue_reserve(agent(), reference("r"), A, JPY, Amount(1));
		assert_eq!(issue, Err(unknown.into()));
		assert_noop!(Clearing::join(by(A), JPY), Error::<Test>::UnknownCurrency);
		assert_noop!(Clearing::set_schedule(agent(), JPY, 0), Error::<Test>::UnknownCurrency);
		assert_noop!(
			Clearing::request_withdrawal(by(A), reference("w"), JPY, Amount(1)),
			Error::<Test>::UnknownCurrency
		);
	});
}
