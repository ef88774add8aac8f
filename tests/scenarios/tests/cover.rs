// SPDX-License-Identifier: Apache-2.0

//! What a bank may owe (C1, C4).

use pallet_clearing::Call as ClearingCall;
use pallet_escrow::{Call as EscrowCall, ReleaseWhat};
use split_ledger_primitives::{
	Amount, CoverMode, ExpiryPolicy, OrderBody, OrderStatus, ReleaseMode, Role,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, held, Customer, World, AGENT, CNY, EAST, NORTH};

type ClearingError = pallet_clearing::Error<Runtime>;

fn friends(world: &mut World) -> (Customer, Customer) {
	let payer = world.buyer(NORTH, "//Payer", 5_000_000);
	let payee = world.customer(EAST, "//Payee", &[Role::Buyer]);
	(payer, payee)
}

#[test]
fn a_payment_to_the_last_unit_of_the_cap_passes_and_one_more_leaves_no_trace() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		world.set_cap(NORTH, 1_000);
		let order = world.transfer(&payer, 1_001, &payee);
		let error = world.refused(payer.key, EscrowCall::<Runtime>::place { order });
		assert_eq!(error, ClearingError::OverCap.into());

		let order = world.transfer(&payer, 1_000, &payee);
		world.placed(&payer, order);
		let order = world.transfer(&payer, 1, &payee);
		let error = world.refused(payer.key, EscrowCall::<Runtime>::place { order });
		assert_eq!(error, ClearingError::OverCap.into());

		// A close makes room again.
		world.close_cycle();
		let order = world.transfer(&payer, 1, &payee);
		world.placed(&payer, order);
	});
}

#[test]
fn what_is_owed_to_closed_cycles_and_earmarked_is_not_there_to_be_paid() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		world.does(AGENT, ClearingCall::<Runtime>::set_settlement { currency: CNY, later: true });
		let order = world.transfer(&payer, 600_000, &payee);
		world.placed(&payer, order);
		world.close_cycle();
		assert_eq!(world.limits(NORTH).owed, Amount(600_000));

		let order = world.transfer(&payer, 400_001, &payee);
		let error = world.refused(payer.key, EscrowCall::<Runtime>::place { order });
		assert_eq!(error, ClearingError::ShortOfLiquidity.into());
		let (reference, amount) = (world.reference(), Amount(400_001));
		let withdraw =
			ClearingCall::<Runtime>::request_withdrawal { reference, currency: CNY, amount };
		let error = world.refused(bank_key(NORTH), withdraw);
		assert_eq!(error, ClearingError::ShortOfLiquidity.into());

		let settle = ClearingCall::<Runtime>::settle_cycle {
			currency: CNY,
			cycle: split_ledger_primitives::CycleNo(0),
		};
		world.does(AGENT, settle.clone());
		assert_eq!(world.reserves()[..2], [400_000, 1_600_000]);
		let again = world.refused(AGENT, settle);
		assert_eq!(again, ClearingError::CycleNotClosed.into());
	});
}

#[test]
fn a_promise_counts_like_a_debt_and_a_release_never_fails_for_cover() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		world.set_cap(NORTH, 1_000);
		let release = held(None, ExpiryPolicy::Payer);
		let order = OrderBody { release, ..world.transfer(&payer, 1_000, &payee) };
		let promised = world.placed(&payer, order);
		assert_eq!(world.promised()[0], 1_000);
		let order = world.transfer(&payer, 1, &payee);
		let error = world.refused(payer.key, EscrowCall::<Runtime>::place { order });
		assert_eq!(error, ClearingError::OverCap.into());
		let below =
			ClearingCall::<Runtime>::set_cap { bank: NORTH, currency: CNY, cap: Amount(999) };
		assert_eq!(world.refused(AGENT, below), ClearingError::CapBelowPosition.into());

		assert_eq!(world.release(&payer, promised, ReleaseWhat::All), Ok(()));
		assert_eq!(world.positions()[..2], [1_000, -1_000]);
	});
}

#[test]
fn an_order_with_cover_at_release_promises_nothing_and_is_tested_at_its_release() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		world.set_cap(NORTH, 1_000);
		let release = ReleaseMode::Held {
			after: None,
			deadline: None,
			expiry: ExpiryPolicy::Payer,
			cover: CoverMode::AtRelease,
		};
		let order = OrderBody { release, ..world.transfer(&payer, 1_500, &payee) };
		let order = world.placed(&payer, order);
		assert_eq!((world.held(&payer), world.promised()), (1_500, [0; 4]));

		let refusal = world.release(&payer, order, ReleaseWhat::All);
		assert_eq!(refusal, Err(ClearingError::OverCap.into()));
		assert_eq!(world.release(&payer, order, ReleaseWhat::Amount(Amount(1_000))), Ok(()));
		world.close_cycle();
		assert_eq!(world.release(&payer, order, ReleaseWhat::All), Ok(()));
		assert_eq!(world.status(order), OrderStatus::Released);
	});
}

#[test]
fn a_gross_pair_settles_payment_by_payment_and_other_pairs_stay_net() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		let gross =
			ClearingCall::<Runtime>::set_gross { currency: CNY, a: NORTH, b: EAST, gross: true };
		world.does(AGENT, gross);

		let order = world.transfer(&payer, 300_000, &payee);
		world.placed(&payer, order);
		assert_eq!(world.positions(), [0; 4]);
		assert_eq!(world.reserves(), [700_000, 1_300_000, 1_000_000, 1_000_000]);

		let order = world.transfer(&payer, 700_001, &payee);
		let error = world.refused(payer.key, EscrowCall::<Runtime>::place { order });
		assert_eq!(error, ClearingError::ShortOfLiquidity.into());
		let back = world.transfer(&payee, 100_000, &payer);
		world.placed(&payee, back);
		assert_eq!(world.reserves()[..2], [800_000, 1_200_000]);
		world.close_cycle();
		assert_eq!(world.reserves()[..2], [800_000, 1_200_000]);
	});
}
