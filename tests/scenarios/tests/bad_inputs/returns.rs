// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_escrow::{Call, Error, ReleaseWhat};
use split_ledger_primitives::{Amount, OrderBody, OrderId};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{Dice, World};

type Escrow = Error<Runtime>;
type Ledger = pallet_ledger::Error<Runtime>;

/// Releases and retries that must not happen.
pub(crate) fn releases(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (order, states) = (town.held.0, &town.states);
	let unknown = OrderId(dice.bytes(22).try_into().expect("22 bytes"));
	let mut release = |key, order, what, why: Escrow| {
		let reference = world.reference();
		bad(key, Call::<Runtime>::release { reference, order, what }, why)
	};
	let legs = |legs: &[u8]| ReleaseWhat::Legs(legs.to_vec().try_into().expect("few legs"));
	let part = |amount| ReleaseWhat::Amount(Amount(amount));
	let (buyer, friend, shop) = (town.buyer.key, town.friend.key, town.shop.key);
	let (patron, all) = (town.patron.key, ReleaseWhat::All);
	let more = 1_001 + dice.below(1 << 60);
	let mut acts = vec![
		release(buyer, unknown, all.clone(), Escrow::UnknownOrder),
		release(friend, order, all.clone(), Escrow::NotEntitled),
		release(shop, order, part(1), Escrow::NotEntitled),
		release(friend, states.scheduled, part(1), Escrow::ConditionNotMet),
		release(buyer, order, part(more), Escrow::MoreThanRemains),
		release(buyer, order, part(0), Escrow::ZeroAmount),
		release(buyer, order, legs(&[]), Escrow::UnknownLeg),
		release(buyer, order, legs(&[2, 1]), Escrow::UnknownLeg),
		release(buyer, order, legs(&[1, 3 + dice.below(200) as u8]), Escrow::UnknownLeg),
		release(patron, states.leg_released, legs(&[1]), Escrow::NothingRemains),
		release(patron, states.fifty, part(1 + dice.below(9)), Escrow::TooManyReleases),
		release(buyer, town.ended, all.clone(), Escrow::AlreadyReleased),
		release(patron, states.refunded, all.clone(), Escrow::AlreadyRefunded),
		release(patron, states.partly, all.clone(), Escrow::AlreadyPartlyReleased),
		release(patron, states.expired, all, Escrow::AlreadyExpired),
	];
	let retry = |order, why: Escrow| bad(friend, Call::<Runtime>::retry_parked { order }, why);
	acts.extend([
		retry(order, Escrow::NothingParked),
		retry(states.parked, Escrow::StillNotCreditable),
		retry(unknown, Escrow::UnknownOrder),
		retry(town.ended, Escrow::AlreadyReleased),
	]);
	acts
}

/// Refunds and collections that must not happen.
pub(crate) fn refunds(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (open, states) = (town.held.0, &town.states);
	let unknown = OrderId(dice.bytes(22).try_into().expect("22 bytes"));
	let more = 1_001 + dice.below(1 << 60);
	let (buyer, friend, shop) = (town.buyer.key, town.friend.key, town.shop.key);
	let platform = town.platform.key;
	let mut refund = |key, order, amount, body: Option<&OrderBody>, why: Escrow| {
		let (reference, amount) = (world.reference(), Amount(amount));
		let body = body.cloned().map(Box::new);
		bad(key, Call::<Runtime>::refund { reference, order, amount, body }, why)
	};
	let (sold, body) = (states.sold.0, Some(&states.sold.1));
	let (liable, of_liable) = (states.liable.0, Some(&states.liable.1));
	let (unlucky, of_unlucky) = &town.full.unlucky;
	let mut refunds = vec![
		refund(buyer, unknown, 1, None, Escrow::UnknownOrder),
		refund(friend, open, 1, None, Escrow::NotEntitled),
		refund(shop, open, more, None, Escrow::MoreThanRemains),
		refund(shop, open, 0, None, Escrow::ZeroAmount),
		refund(shop, sold, 1, None, Escrow::BodyMissing),
		refund(shop, sold, 1, of_liable, Escrow::OtherBody),
		refund(shop, open, 1, body, Escrow::OtherBody),
		refund(shop, sold, more, body, Escrow::MoreThanRemains),
		refund(town.patron.key, sold, 1, body, Escrow::NotEntitled),
		refund(platform, sold, 1, body, Escrow::NotEntitled),
		refund(platform, liable, 31 + dice.below(900), of_liable, Escrow::OverLiability),
		refund(shop, states.refunded, 1, None, Escrow::AlreadyRefunded),
	];
	let (reference, amount) = (world.reference(), Amount(1_000));
	let (order, body) = (*unlucky, Some(Box::new(of_unlucky.clone())));
	let refund = Call::<Runtime>::refund { reference, order, amount, body };
	let debtor = town.buyer.account;
	refunds.extend([
		bad(shop, refund, Ledger::TooManyLiens),
		bad(friend, Call::<Runtime>::collect { debtor }, Escrow::NothingToCollect),
	]);
	let (from, entitled, to) = (debtor, debtor, debtor);
	let unclaimed =
		Call::<Runtime>::pay_unclaimed { order: open, from, entitled, to, evidence: None };
	refunds.push(bad(buyer, unclaimed, Escrow::NothingUnclaimed));
	refunds
}

/// Returns that must not happen.
pub(crate) fn returns(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let states = &town.states;
	let unknown = OrderId(dice.bytes(22).try_into().expect("22 bytes"));
	let (carrier, shop, friend) = (town.carrier.key, town.shop.key, town.friend.key);
	let mut give = |key, order, (leg, amount): (u8, u64), body: Option<&OrderBody>| {
		let (reference, amount) = (world.reference(), Amount(amount));
		let body = body.cloned().map(Box::new);
		(key, Call::<Runtime>::return_leg { reference, order, leg, amount, body })
	};
	let (sold, body) = (states.sold.0, Some(&states.sold.1));
	let (left, of_left) = (states.left.0, Some(&states.left.1));
	let (worn, of_worn) = (states.worn.0, Some(&states.worn.1));
	let (few, some) = (1 + dice.below(49), 1 + dice.below(50));
	let mut returned = |key, order, part, body, why: Escrow| {
		let (key, call) = give(key, order, part, body);
		bad(key, call, why)
	};
	let mut returns = vec![
		returned(carrier, unknown, (2, some), body, Escrow::UnknownOrder),
		returned(carrier, sold, (2, some), None, Escrow::BodyMissing),
		returned(carrier, sold, (2, some), of_left, Escrow::OtherBody),
		returned(carrier, sold, (4 + dice.below(200) as u8, some), body, Escrow::UnknownLeg),
		returned(carrier, sold, (2, 0), body, Escrow::ZeroAmount),
		returned(carrier, sold, (2, 50 + some), body, Escrow::MoreThanReceived),
		returned(shop, sold, (3, some), body, Escrow::MerchantsOwnLeg),
		returned(friend, sold, (2, some), body, Escrow::NotEntitled),
		returned(town.platform.key, sold, (2, some), body, Escrow::NotEntitled),
		returned(carrier, worn, (2, few), of_worn, Escrow::TooManyReturns),
	];
	// The merchant's bank is in run-off, and takes no returns for it.
	let (key, to_leaver) = give(carrier, left, (2, some), of_left);
	returns.push(bad(key, to_leaver, Ledger::PayeeBankNotActive));
	returns
}
