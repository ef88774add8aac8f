// SPDX-License-Identifier: Apache-2.0

//! What comes back to an account that takes no credit: its bank keeps it, for nobody else (O6). Where that
//! has left, the giver's bank does, for who that customer is now (P2).

use pallet_clearing::Call as ClearingCall;
use pallet_escrow::{Call, Error, Event};
use pallet_ledger::Error as LedgerError;
use sp_runtime::{DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::Ledger as _, AccountNo, Amount, BankIndex, BankStatus, Commitment, Currency, OrderId,
	Role,
};
use split_ledger_runtime::{Clearing, Escrow, Ledger, Runtime, RuntimeEvent};
use split_ledger_scenarios::{
	bank_key, commitment, Customer, World, AGENT, CNY, EAST, NORTH, WEST,
};

/// What an unclaimed account is asked to pay of an order for `entitled` to `to`.
fn claim(
	(order, from): (OrderId, AccountNo),
	entitled: &Customer,
	to: AccountNo,
	evidence: Option<Commitment>,
) -> Call<Runtime> {
	Call::pay_unclaimed { order, from, entitled: entitled.account, to, evidence }
}

/// Asks it without evidence.
fn pay(
	world: &mut World,
	key: &str,
	kept: (OrderId, AccountNo),
	entitled: &Customer,
	to: &Customer,
) -> DispatchResult {
	world.send(key, claim(kept, entitled, to.account, None))
}

/// The unclaimed account of a bank.
fn keeper(world: &mut World, bank: BankIndex) -> AccountNo {
	world.state(|| Ledger::unclaimed(bank, CNY).expect("the bank has accounts"))
}

#[test]
fn a_bank_keeps_what_its_customer_cannot_be_paid_and_pays_it_to_nobody_else() {
	World::watched(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		world.set_status(&buyer, false, true);
		assert_eq!(world.refund(&shop, order, 400), Ok(()));
		let keeper = keeper(world, NORTH);
		assert_eq!(world.row(keeper).available, Amount(400));
		let kept = world.state(|| Escrow::unclaimed(order));
		assert_eq!(kept.len(), 1);
		let first = &kept[0];
		let told = (first.keeper, first.entitled, first.amount, first.due);
		assert_eq!(told, (keeper, buyer.account, Amount(400), Amount::ZERO));

		// Its bank does not spend it, and others do not get it.
		let (reference, amount) = (world.reference(), Amount(1));
		let (source, evidence) = (1, Commitment([1; 32]));
		let account = keeper;
		let redeem =
			pallet_ledger::Call::<Runtime>::redeem { reference, account, amount, source, evidence };
		let refused = world.send(bank_key(NORTH), redeem);
		let not_entitled = LedgerError::<Runtime>::NotEntitledToUnclaimed;
		assert_eq!(refused, Err(not_entitled.into()));
		let refused = |error: Error<Runtime>| Err(error.into());
		let kept = (order, keeper);
		let elsewhere = pay(world, buyer.key, kept, &buyer, &shop);
		assert_eq!(elsewhere, refused(Error::OtherOwner));
		let others = pay(world, shop.key, kept, &buyer, &buyer);
		assert_eq!(others, refused(Error::NotEntitled));
		let other_bank = pay(world, bank_key(EAST), kept, &buyer, &buyer);
		assert_eq!(other_bank, refused(Error::NotEntitled));
		let nothing = pay(world, platform.key, kept, &platform, &platform);
		assert_eq!(nothing, refused(Error::NothingUnclaimed));
		let too_early = pay(world, buyer.key, kept, &buyer, &buyer);
		assert_eq!(too_early, Err(LedgerError::<Runtime>::NoCredit.into()));

		// Once its account takes credit it has it back.
		world.set_status(&buyer, false, false);
		assert_eq!(pay(world, buyer.key, kept, &buyer, &buyer), Ok(()));
		assert_eq!(world.available([&buyer]), [9_400]);
		assert_eq!(world.row(keeper).available, Amount::ZERO);
		assert_eq!(world.state(|| Escrow::unclaimed(order)), []);
	});
}

#[test]
fn no_evidence_lets_a_bank_give_away_what_it_keeps_for_a_customer_of_its_own() {
	World::watched(|world| {
		let (buyer, shop, _, deal) = world.shopping();
		let neighbour = world.customer(NORTH, "//Neighbour", &[Role::Buyer]);
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		world.set_status(&buyer, false, true);
		assert_eq!(world.refund(&shop, order, 400), Ok(()));
		let kept = (order, keeper(world, NORTH));
		let give_away = claim(kept, &buyer, neighbour.account, Some(commitment()));
		let other_owner = Error::<Runtime>::OtherOwner.into();

		assert_eq!(world.refused(bank_key(NORTH), give_away.clone()), other_owner);
		assert_eq!(world.set_bank_status(NORTH, BankStatus::RunOff), Ok(()));
		assert_eq!(world.refused(bank_key(NORTH), give_away), other_owner);

		// What it keeps is still there for who is entitled.
		world.set_status(&buyer, false, false);
		assert_eq!(pay(world, bank_key(NORTH), kept, &buyer, &buyer), Ok(()));
		assert_eq!(world.available([&buyer, &neighbour]), [9_400, 0]);
	});
}

/// A bank goes into run-off, its agent returns its reserve, and it leaves.
fn leave(world: &mut World, bank: BankIndex) {
	assert_eq!(world.set_bank_status(bank, BankStatus::RunOff), Ok(()));
	world.close_cycle();
	let reference = world.reference();
	world.does(AGENT, ClearingCall::<Runtime>::return_reserve { reference, bank, currency: CNY });
	assert_eq!(world.set_bank_status(bank, BankStatus::Exited), Ok(()));
}

/// The banks open a second currency.
fn open_dollars(world: &mut World) -> Currency {
	let agent = world.state(Clearing::currencies)[0].agent;
	let currency = Currency(840);
	let open = ClearingCall::<Runtime>::open_currency { currency, agent, exponent: 2, cycle_ms: 0 };
	assert_eq!(world.vote(open), Ok(()));
	currency
}

#[test]
fn who_was_a_customer_of_a_bank_that_left_is_paid_where_it_is_a_customer_now() {
	World::watched(|world| {
		let buyer = world.buyer(WEST, "//Buyer", 1_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let order = world.transfer(&buyer, 1_000, &shop);
		let order = world.placed(&buyer, order);
		let dollars = open_dollars(world);
		leave(world, WEST);
		let anew = world.customer(EAST, "//Buyer//anew", &[Role::Buyer]);
		let elsewhere = world.customer(NORTH, "//Buyer//elsewhere", &[Role::Buyer]);
		let dollars = world.open_account(EAST, anew.id, dollars);
		assert_eq!(world.return_leg(&shop, order, 1, 400), Ok(()));
		let keeper = keeper(world, EAST);
		let kept = (order, keeper);
		assert_eq!(world.row(keeper).available, Amount(400));

		// Nobody else says who the buyer is now, and nobody elsewhere is it.
		let shown = Some(commitment());
		let refused = |world: &mut World, key: &str, to, evidence, why: DispatchError| {
			assert_eq!(world.refused(key, claim(kept, &buyer, to, evidence)), why);
		};
		let east = bank_key(EAST);
		let not_entitled: DispatchError = Error::<Runtime>::NotEntitled.into();
		for other in [anew.key, shop.key, bank_key(NORTH)] {
			refused(world, other, anew.account, shown, not_entitled);
		}
		let left = pallet_participants::Error::<Runtime>::BankExited.into();
		refused(world, buyer.key, anew.account, shown, left);
		let other_owner: DispatchError = Error::<Runtime>::OtherOwner.into();
		refused(world, east, elsewhere.account, shown, other_owner);
		refused(world, east, keeper, shown, other_owner);
		refused(world, east, anew.account, None, Error::<Runtime>::EvidenceMissing.into());
		refused(world, east, dollars, shown, LedgerError::<Runtime>::OtherCurrency.into());
		let gone = LedgerError::<Runtime>::PayeeBankNotActive.into();
		refused(world, east, buyer.account, None, gone);

		world.does(east, claim(kept, &buyer, anew.account, shown));

		let told = world.events().into_iter().find_map(|event| match event {
			RuntimeEvent::Escrow(Event::UnclaimedPaid { to, amount, evidence, .. }) => {
				Some((to, amount.0, evidence))
			}
			_ => None,
		});
		assert_eq!(told, Some((anew.account, 400, shown)));
		assert_eq!(world.available([&anew, &shop]), [400, 600]);
		assert_eq!(world.row(keeper).available, Amount::ZERO);
		assert_eq!(world.state(|| Escrow::unclaimed(order)), []);
		// It is its own: it pays with it.
		let payment = world.transfer(&anew, 400, &shop);
		world.placed(&anew, payment);
		assert_eq!(world.available([&anew, &shop]), [0, 1_000]);
	});
}

#[test]
fn who_has_an_account_at_a_bank_that_left_and_a_bank_that_goes_on_is_paid_as_itself() {
	World::watched(|world| {
		let buyer = world.customer(NORTH, "//Buyer", &[Role::Buyer]);
		let allow = pallet_ledger::Call::<Runtime>::allow_bank {
			owner: buyer.id,
			bank: WEST,
			allowed: true,
		};
		world.does(buyer.key, allow);
		let account = world.open_account(WEST, buyer.id, CNY);
		let payer = Customer { bank: WEST, account, ..buyer };
		world.issue(&payer, 1_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let stranger = world.customer(EAST, "//Stranger", &[Role::Buyer]);
		let order = world.transfer(&payer, 1_000, &shop);
		let order = world.placed(&payer, order);
		leave(world, WEST);
		assert_eq!(world.return_leg(&shop, order, 1, 400), Ok(()));
		let kept = (order, keeper(world, EAST));

		let to_another = claim(kept, &payer, stranger.account, Some(commitment()));
		let refused = world.refused(bank_key(EAST), to_another);
		assert_eq!(refused, Error::<Runtime>::OtherOwner.into());

		assert_eq!(pay(world, buyer.key, kept, &payer, &buyer), Ok(()));
		assert_eq!(world.available([&buyer, &stranger]), [400, 0]);
	});
}
