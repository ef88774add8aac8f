// SPDX-License-Identifier: Apache-2.0

//! Money out as customers ask for it: held, then confirmed in a batch, or rejected (M5).

use pallet_ledger::{BankTotals, Error, Event, RequestId};
use pallet_participants::Error as ParticipantsError;
use sp_runtime::DispatchError;
use split_ledger_primitives::{Date, Role, Scope, Scopes, DAY_MS};
use split_ledger_runtime::{Ledger, Runtime, RuntimeEvent};
use split_ledger_scenarios::{bank_key, Customer, World, CNY, EAST, NORTH};

/// What the last batch paid out, and which requests it left, and why.
fn last_batch(world: &mut World) -> (Vec<u64>, Vec<(RequestId, DispatchError)>) {
	let batch = world.events().into_iter().rev().find_map(|event| match event {
		RuntimeEvent::Ledger(Event::RedemptionsConfirmed { paid, refused, .. }) => {
			let left = refused.iter().map(|left| {
				let id = RequestId { account: left.account, request: left.request };
				(id, left.error.stripped())
			});
			Some((paid.iter().map(|paid| paid.amount.0).collect(), left.collect()))
		}
		_ => None,
	});
	batch.expect("a batch was confirmed")
}

fn totals(world: &mut World) -> (u128, u128) {
	let BankTotals { issued, redeemed } = world.state(|| Ledger::totals(CNY, NORTH));
	(issued, redeemed)
}

#[test]
fn requests_are_held_confirmed_in_a_batch_and_rejected_one_by_one() {
	World::watched(|world| {
		let ada = world.buyer(NORTH, "//Ada", 1_000);
		let ben = world.buyer(NORTH, "//Ben", 500);
		let mut ask =
			|who, amount| world.request_redemption(who, amount).expect("it has the money");
		let [first, second, third] = [ask(&ada, 300), ask(&ada, 200), ask(&ben, 500)];
		assert_eq!((world.available([&ada, &ben]), world.held(&ada)), ([500, 0], 500));
		// What is asked for is spent by nothing else.
		let payment = world.transfer(&ada, 501, &ben);
		let error = world.place(&ada, payment);
		assert_eq!(error, Err(Error::<Runtime>::NotEnoughAvailable.into()));
		world.advance(1);

		// Another bank confirms nothing, and one that is not there spoils nothing.
		let gone = RequestId { request: 99, ..first };
		let elsewhere = world.confirm_redemptions(EAST, &[first], true);
		assert_eq!(elsewhere, Err(Error::<Runtime>::OtherBank.into()));
		let all = world.confirm_redemptions(NORTH, &[first, gone, third], true);
		assert_eq!(all, Err(Error::<Runtime>::NoSuchHold.into()));
		assert_eq!(world.confirm_redemptions(NORTH, &[first, gone, third], false), Ok(()));
		let no_such = DispatchError::from(Error::<Runtime>::NoSuchHold).stripped();
		assert_eq!(last_batch(world), (vec![300, 500], vec![(gone, no_such)]));
		assert_eq!((world.held(&ada), world.held(&ben)), (200, 0));
		assert_eq!(totals(world), (1_500, 800));
		world.advance(1);

		assert_eq!(world.reject_redemption(NORTH, second), Ok(()));
		assert_eq!((world.available([&ada, &ben]), world.held(&ada)), ([700, 0], 0));
		let late = world.confirm_redemptions(NORTH, &[second], false);
		assert_eq!(late, Err(Error::<Runtime>::NoSuchHold.into()));
		assert_eq!(world.all_money(), 700);
	});
}

#[test]
fn what_was_asked_for_is_not_paid_out_while_the_account_is_frozen() {
	World::watched(|world| {
		let ada = world.buyer(NORTH, "//Ada", 1_000);
		let friend = world.customer(EAST, "//Friend", &[Role::Buyer]);
		let asked = world.request_redemption(&ada, 400).expect("it has the money");
		let order = world.later(&ada, 100, &friend);
		world.placed(&ada, order);
		let until = world.now().plus(DAY_MS);
		let freeze = world.freeze(bank_key(NORTH), &ada, until);
		let frozen = world.confirm_redemptions(NORTH, &[asked], false);
		assert_eq!(frozen, Err(Error::<Runtime>::NoDebit.into()));
		assert_eq!(world.held(&ada), 500);

		assert_eq!(world.lift_freeze(bank_key(NORTH), &ada, freeze), Ok(()));
		assert_eq!(world.confirm_redemptions(NORTH, &[asked], false), Ok(()));
		assert_eq!((world.available([&ada]), world.held(&ada)), ([500], 100));
		assert_eq!(totals(world), (1_000, 400));
	});
}

#[test]
fn a_limited_key_asks_for_no_more_at_once_and_on_a_date_than_it_may() {
	World::watched(|world| {
		let ada = world.buyer(NORTH, "//Ada", 1_000);
		let till = Customer { key: "//AdaTill", ..ada };
		world.add_key(ada.key, ada.id, till.key, Scopes::of(&[Scope::Pay]));
		world.limit_key(ada.key, till.key, (100, 150));
		let over_single = Err(Error::<Runtime>::OverKeySingleLimit.into());
		let over_daily = Err(Error::<Runtime>::OverKeyDailyLimit.into());

		assert_eq!(world.request_redemption(&till, 101), over_single);
		let first = world.request_redemption(&till, 100).expect("as much as it may at once");
		assert_eq!(world.request_redemption(&till, 51), over_daily);
		assert!(world.request_redemption(&till, 50).is_ok());
		assert_eq!(world.held(&ada), 150);
		// What comes back makes no room; another key of the owner has no limit.
		assert_eq!(world.reject_redemption(NORTH, first), Ok(()));
		assert_eq!(world.request_redemption(&till, 1), over_daily);
		assert!(world.request_redemption(&ada, 600).is_ok());

		// More takes two keys, and what was spent still counts.
		world.limit_key(ada.key, till.key, (120, 200));
		let alone = world.confirm_key_limit(ada.key, till.key, (120, 200));
		assert_eq!(alone, Err(ParticipantsError::<Runtime>::MakerIsChecker.into()));
		assert_eq!(world.request_redemption(&till, 1), over_daily);
		assert_eq!(world.confirm_key_limit(bank_key(NORTH), till.key, (120, 200)), Ok(()));
		assert_eq!(world.request_redemption(&till, 51), over_daily);
		assert!(world.request_redemption(&till, 50).is_ok());

		// The next date begins anew.
		let tomorrow = Date(world.today().0 + 1).start();
		world.until(tomorrow);
		assert!(world.request_redemption(&till, 120).is_ok());
		assert_eq!((world.available([&ada]), world.held(&ada)), ([180], 820));
	});
}
