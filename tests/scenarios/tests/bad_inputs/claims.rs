// SPDX-License-Identifier: Apache-2.0

//! Who gets a leg in its payee's place, what courts take, and tax that was passed on.

use crate::{
	bad,
	full::text,
	town::{made, Town},
	Bad,
};
use pallet_escrow::{Call, Deduction, Error};
use pallet_ledger::Call as LedgerCall;
use split_ledger_primitives::{AccountNo, AccountType, Amount, Date, OrderId, Reference, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	bank_key, commitment, Customer, Dice, World, CNY, EAST, NORTH, SOUTH,
};

type Escrow = Error<Runtime>;
type Ledger = pallet_ledger::Error<Runtime>;

/// An office that has passed on the tax of all days that are over.
pub(crate) fn office(world: &mut World) -> Customer {
	let key = "//Treasury";
	let id = world.onboard(SOUTH, key, &[Role::Tax]);
	let account = world.open_typed(SOUTH, id, CNY, AccountType::Tax);
	let up_to = Date(world.today().0 - 1);
	made(world, key, LedgerCall::<Runtime>::mark_remitted { account, up_to });
	Customer { key, id, bank: SOUTH, account }
}

/// Legs that cannot be assigned.
pub(crate) fn assignments(town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (order, states) = (town.held.0, &town.states);
	let unknown = OrderId(dice.bytes(22).try_into().expect("22 bytes"));
	let (shop, friend, rival) = (&town.shop, &town.friend, &town.rival);
	let assign = |key, order, leg, to: Option<AccountNo>| {
		(key, Call::<Runtime>::assign_leg { order, leg, to })
	};
	let to = Some(friend.account);
	let beyond = 3 + dice.below(200) as u8;
	let refuse = |(key, call): (&'static str, Call<Runtime>), why: Escrow| bad(key, call, why);
	let of_shop = |to| assign(shop.key, order, 2, Some(to));
	let nowhere = of_shop(AccountNo(100_000 + dice.below(1 << 40)));
	vec![
		refuse(assign(shop.key, unknown, 2, to), Escrow::UnknownOrder),
		refuse(assign(shop.key, order, beyond, to), Escrow::UnknownLeg),
		refuse(assign(friend.key, order, 2, to), Escrow::NotEntitled),
		refuse(assign(rival.key, order, 2, to), Escrow::NotEntitled),
		refuse(assign(bank_key(NORTH), order, 2, to), Escrow::NotEntitled),
		refuse(assign(town.platform.key, states.leg_released, 1, to), Escrow::NothingToAssign),
		refuse(of_shop(town.buyer.account), Escrow::PayerIsPayee),
		refuse(of_shop(town.dollars), Escrow::OtherCurrency),
		refuse(of_shop(town.closed), Escrow::PayeeClosed),
		refuse(of_shop(town.platform.account), Escrow::AssigneeUnfit),
		refuse(of_shop(town.pass_through), Escrow::AssigneeUnfit),
		refuse(of_shop(town.office.account), Escrow::AssigneeUnfit),
		refuse(of_shop(shop.account), Escrow::GetsItAlready),
		refuse(assign(shop.key, order, 2, None), Escrow::GetsItAlready),
		refuse(assign(shop.key, states.refunded, 2, to), Escrow::AlreadyRefunded),
		bad(nowhere.0, nowhere.1, Ledger::UnknownAccount),
	]
}

/// Deductions that no court can have.
pub(crate) fn deductions(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let fresh = world.reference();
	let late = Reference { date: Date(fresh.date.0 + 1), ..fresh.clone() };
	let magnate = town.full.magnate.account;
	let taken = |to, amount| Deduction {
		account: magnate,
		hold: 0,
		to,
		amount: Amount(amount),
		authority: text("a court"),
		document: commitment(),
	};
	let deduct = |key, reference: &Reference, deduction| {
		(key, Call::<Runtime>::deduct { reference: reference.clone(), deduction })
	};
	let (bank, friend) = (bank_key(NORTH), town.friend.account);
	let one = taken(friend, 1);
	let nobody = Deduction { authority: text(""), ..one.clone() };
	let no_hold = Deduction { hold: 64 + dice.below(1 << 20) as u32, ..one.clone() };
	let mut acts = Vec::new();
	let mut refuse = |(key, call): (&'static str, Call<Runtime>), why: Escrow| {
		acts.push(bad(key, call, why));
	};
	refuse(deduct(bank_key(EAST), &fresh, one.clone()), Escrow::NotTheBank);
	refuse(deduct(town.buyer.key, &fresh, one.clone()), Escrow::NotTheBank);
	refuse(deduct(bank, &late, one), Escrow::ReferenceDateOutOfRange);
	refuse(deduct(bank, &fresh, taken(friend, 0)), Escrow::ZeroAmount);
	refuse(deduct(bank, &fresh, nobody), Escrow::AuthorityMissing);
	let mut refuse = |deduction, why: Ledger| {
		let (key, call) = deduct(bank, &fresh, deduction);
		acts.push(bad(key, call, why));
	};
	refuse(no_hold, Ledger::NoSuchHold);
	refuse(taken(friend, 2 + dice.below(1 << 40)), Ledger::NotEnoughHeld);
	refuse(taken(magnate, 1), Ledger::SameAccount);
	refuse(taken(town.dollars, 1), Ledger::OtherCurrency);
	refuse(taken(town.platform.account, 1), Ledger::FeeOnly);
	refuse(taken(town.mute.account, 1), Ledger::NoCredit);
	refuse(taken(AccountNo(100_000 + dice.below(1 << 40)), 1), Ledger::UnknownAccount);
	acts
}

/// Tax that cannot have been passed on.
pub(crate) fn remitted(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (today, office) = (world.today().0, &town.office);
	let mark = |key, account, up_to: u16, why: Ledger| {
		bad(key, LedgerCall::<Runtime>::mark_remitted { account, up_to: Date(up_to) }, why)
	};
	let (past, ahead) = (today - 2 - dice.below(1_000) as u16, today + dice.below(1_000) as u16);
	let unknown = AccountNo(100_000 + dice.below(1 << 40));
	vec![
		mark(town.friend.key, office.account, past, Ledger::NotOwnerNorBank),
		mark(bank_key(EAST), office.account, past, Ledger::NotOwnerNorBank),
		mark(bank_key(NORTH), town.buyer.account, past, Ledger::NotATaxAccount),
		mark(office.key, office.account, ahead, Ledger::DayNotOver),
		mark(bank_key(SOUTH), office.account, past, Ledger::RemittedAlready),
		mark(office.key, unknown, past, Ledger::UnknownAccount),
	]
}
