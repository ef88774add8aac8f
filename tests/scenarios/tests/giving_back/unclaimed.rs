// SPDX-License-Identifier: Apache-2.0

//! What comes back to an account that takes no credit: its bank keeps it, for nobody else (O6).

use pallet_escrow::{Call, Error};
use pallet_ledger::Error as LedgerError;
use sp_runtime::DispatchResult;
use split_ledger_primitives::{AccountNo, Amount, Commitment, OrderId};
use split_ledger_runtime::{Escrow, Ledger, Runtime};
use split_ledger_scenarios::{bank_key, Customer, World, EAST, NORTH};

/// Asks the unclaimed account `keeper` to pay what it keeps for `entitled` to `to`.
fn pay(
	world: &mut World,
	key: &str,
	(order, keeper): (OrderId, AccountNo),
	entitled: &Customer,
	to: &Customer,
) -> DispatchResult {
	let (entitled, to) = (entitled.account, to.account);
	world.send(key, Call::<Runtime>::pay_unclaimed { order, from: keeper, entitled, to })
}

#[test]
fn a_bank_keeps_what_its_customer_cannot_be_paid_and_pays_it_to_nobody_else() {
	World::watched(|world| {
		let (buyer, shop, platform, deal) = world.shopping();
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		world.set_status(&buyer, false, true);
		assert_eq!(world.refund(&shop, order, 400), Ok(()));
		let keeper = world.state(|| {
			use split_ledger_primitives::ports::Ledger as _;
			Ledger::unclaimed(NORTH, split_ledger_scenarios::CNY).expect("the bank has accounts")
		});
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
