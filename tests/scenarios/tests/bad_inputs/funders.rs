// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_escrow::{Call, Error};
use split_ledger_primitives::{AccountNo, Amount, FundedPart, OrderBody, OrderId};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{Customer, Dice, World, CNY};

type Escrow = Error<Runtime>;

/// A plain payment of 100 that a second account of its payer brought 40 of.
pub(crate) struct Shared {
	payment: (OrderId, OrderBody),
	by: Customer,
}

fn shared(order: OrderBody, parts: &[(AccountNo, u64)]) -> OrderBody {
	let parts = parts.iter().map(|(account, amount)| FundedPart {
		account: *account,
		amount: Amount(*amount),
		mandate: None,
	});
	let funders = parts.collect::<Vec<_>>().try_into().expect("three at most");
	OrderBody { funders, ..order }
}

impl Shared {
	pub(crate) fn built(world: &mut World, patron: &Customer, friend: &Customer) -> Self {
		let second = world.open_account(patron.bank, patron.id, CNY);
		let purse = Customer { account: second, ..*patron };
		world.issue(&purse, 1_000);
		let body = shared(world.transfer(patron, 100, friend), &[(second, 40)]);
		let order = world.placed(patron, body.clone());
		Self { payment: (order, body), by: *friend }
	}
}

/// Orders whose funders are wrong, and what cannot be returned to several.
pub(crate) fn funders(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let some = 100 + dice.below(900);
	let order = world.order(&town.buyer, some, &town.deal);
	let part = 1 + dice.below(some - 1);
	let place = |parts: &[(AccountNo, u64)], why: Escrow| {
		let order = shared(order.clone(), parts);
		bad(town.buyer.key, Call::<Runtime>::place { order }, why)
	};
	let (friend, mute) = (town.friend.account, town.mute.account);
	let Shared { payment: (order, body), by } = &town.agreed.shared;
	let (reference, body) = (world.reference(), Some(Box::new(body.clone())));
	let amount = Amount(1 + dice.below(100));
	let back = Call::<Runtime>::return_leg { reference, order: *order, leg: 1, amount, body };
	vec![
		place(&[(friend, part), (friend, 1)], Escrow::FunderTwice),
		place(&[(town.buyer.account, part)], Escrow::FunderTwice),
		place(&[(town.shop.account, part)], Escrow::FunderIsParty),
		place(&[(friend, some)], Escrow::NothingOfThePayer),
		place(&[(friend, some - 1), (mute, 1 + dice.below(1 << 40))], Escrow::NothingOfThePayer),
		place(&[(friend, 0)], Escrow::ZeroAmount),
		place(&[(friend, part)], Escrow::NotThePayer),
		bad(by.key, back, Escrow::ReturnToFunders),
	]
}
