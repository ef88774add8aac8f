// SPDX-License-Identifier: Apache-2.0

//! Bounds that take too long to reach before every round of the table: each has a story of its own.

use crate::{strip, town::all_made};
use frame_support::StorageValue;
use pallet_groups::{Call as GroupsCall, NextGroup};
use pallet_ledger::{Call as LedgerCall, NextAccount};
use pallet_mandates::{Call as MandatesCall, NextMandate};
use pallet_participants::{Call as ParticipantsCall, NextParticipant};
use pallet_splits::Call as SplitsCall;
use sp_runtime::DispatchError;
use split_ledger_primitives::{
	limits::{ACCOUNTS_MAX, GROUPS_OPEN_MAX, RECEIVERS_MAX},
	AccountNo, AccountType, Date, GroupNo, MandateNo, ParticipantId, Relation, Role, Roles, Scopes,
};
use split_ledger_runtime::{AccountId, Runtime, RuntimeCall};
use split_ledger_scenarios::{bank_key, commitment, group_terms, World, CNY, EAST, WEST};

/// A bound: why it refuses what goes over it, and the story that reaches it.
struct Bound {
	why: DispatchError,
	reach: fn(&mut World) -> Over,
}

/// What goes over a bound: who signs it, the call, and what makes room for it.
struct Over {
	key: &'static str,
	call: RuntimeCall,
	room: Box<dyn FnOnce(&mut World)>,
}

fn bound(why: impl Into<DispatchError>, reach: fn(&mut World) -> Over) -> Bound {
	Bound { why: why.into(), reach }
}

fn bounds() -> [Bound; 5] {
	[
		bound(pallet_groups::Error::<Runtime>::TooManyOpen, open_groups),
		bound(pallet_splits::Error::<Runtime>::TooManyReceivers, receivers),
		bound(pallet_groups::Error::<Runtime>::NumbersUsedUp, groups),
		bound(pallet_mandates::Error::<Runtime>::NumbersUsedUp, mandates),
		bound(pallet_participants::Error::<Runtime>::TooManyParticipants, participants),
	]
}

/// What the bounds refuse with.
pub(crate) fn refusals() -> impl Iterator<Item = DispatchError> {
	bounds().into_iter().map(|bound| bound.why)
}

#[test]
fn one_more_than_a_bound_is_refused_without_a_trace_and_taken_once_there_is_room() {
	for Bound { why, reach } in bounds() {
		World::run(|world| {
			let Over { key, call, room } = reach(world);
			assert_eq!(strip(world.refused(key, call.clone())), strip(why));
			room(world);
			world.does(key, call);
		});
	}
}

/// A platform with as many open groups as there may be (O10).
fn open_groups(world: &mut World) -> Over {
	let (_, _, platform, deal) = world.shopping();
	let first = world.open_group(&platform, group_terms(&deal, 2));
	let open = |world: &mut World| {
		let (reference, terms) = (world.reference(), group_terms(&deal, 2));
		RuntimeCall::from(GroupsCall::<Runtime>::open { reference, terms })
	};
	let more: Vec<_> = (2..GROUPS_OPEN_MAX).map(|_| open(world)).collect();
	all_made(world, platform.key, more);
	world.open_group(&platform, group_terms(&deal, 2));
	let room = move |world: &mut World| assert_eq!(world.call_off(platform.key, first), Ok(()));
	Over { key: platform.key, call: open(world), room: Box::new(room) }
}

/// A merchant with as many receivers as there may be (P4): each is an account of another one.
fn receivers(world: &mut World) -> Over {
	let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
	let (merchant, first) = (shop.id, many_accounts(world, RECEIVERS_MAX + 1));
	let account = move |place: u32| AccountNo(first.0 + u64::from(place));
	let add = |place| SplitsCall::<Runtime>::add_receiver {
		merchant,
		account: account(place),
		relation: Relation::Supplier,
		ceiling_ppm: 1,
	};
	all_made(world, shop.key, (0..RECEIVERS_MAX - 1).map(add));
	world.does(shop.key, add(RECEIVERS_MAX - 1));
	let room = move |world: &mut World| {
		let account = account(7);
		world.does(shop.key, SplitsCall::<Runtime>::remove_receiver { merchant, account });
	};
	Over { key: shop.key, call: add(RECEIVERS_MAX).into(), room: Box::new(room) }
}

/// So many accounts at a bank, of as few suppliers as may have them. Answers the first.
fn many_accounts(world: &mut World, count: u32) -> AccountNo {
	let (bank, review) = (bank_key(WEST), next_year(world));
	let owner = world.state(NextParticipant::<Runtime>::get);
	let owners = count.div_ceil(ACCOUNTS_MAX);
	all_made(world, bank, (0..owners).map(|number| onboard(number, review)));
	let first = AccountNo(world.state(NextAccount::<Runtime>::get));
	let open = |number| LedgerCall::<Runtime>::open_account {
		owner: ParticipantId(owner.0 + number / ACCOUNTS_MAX),
		currency: CNY,
		account_type: AccountType::Current,
		accepts_anyone: false,
	};
	all_made(world, bank, (0..count).map(open));
	first
}

fn next_year(world: &mut World) -> Date {
	Date(world.today().0 + 365)
}

/// The call to take in a supplier, with a key that nobody has.
fn onboard(number: u32, review: Date) -> ParticipantsCall<Runtime> {
	let mut key = [77; 32];
	key[..4].copy_from_slice(&number.to_be_bytes());
	let keys = vec![(AccountId::new(key), Scopes::ALL)].try_into().expect("one key");
	let (roles, commitment) = (Roles::of(&[Role::Supplier]), commitment());
	ParticipantsCall::onboard { roles, commitment, review, keys }
}

/// Nobody lives to use four thousand million numbers up: the counter is written, and put back.
fn used_up<Counter, N>(world: &mut World, last: N) -> Box<dyn FnOnce(&mut World)>
where
	Counter: StorageValue<N, Query = N>,
	N: codec::FullCodec + 'static,
{
	let before = world.state(Counter::get);
	world.state(|| Counter::put(last));
	Box::new(|world| world.state(|| Counter::put(before)))
}

fn groups(world: &mut World) -> Over {
	let (_, _, platform, deal) = world.shopping();
	let (reference, terms) = (world.reference(), group_terms(&deal, 2));
	let call = GroupsCall::<Runtime>::open { reference, terms }.into();
	let room = used_up::<NextGroup<Runtime>, _>(world, GroupNo(u32::MAX));
	Over { key: platform.key, call, room }
}

fn mandates(world: &mut World) -> Over {
	let (buyer, _, platform, _) = world.shopping();
	let terms = world.mandate(&buyer, &platform, (100, 100, 1));
	let call = MandatesCall::<Runtime>::propose { terms }.into();
	let room = used_up::<NextMandate<Runtime>, _>(world, MandateNo(u32::MAX));
	Over { key: buyer.key, call, room }
}

fn participants(world: &mut World) -> Over {
	let call = onboard(0, next_year(world)).into();
	let room = used_up::<NextParticipant<Runtime>, _>(world, ParticipantId(u32::MAX));
	Over { key: bank_key(WEST), call, room }
}
