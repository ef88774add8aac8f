// SPDX-License-Identifier: Apache-2.0

//! Cycles by the clock and by the agent, and reserves that go out (C2, C3, M4).

use pallet_clearing::{Call, CloseReason, CycleState, Cycles};
use split_ledger_primitives::{Amount, CycleNo, OrderId, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_id, bank_key, Customer, World, AGENT, CNY, EAST, NORTH};

type ClearingError = pallet_clearing::Error<Runtime>;

fn friends(world: &mut World) -> (Customer, Customer) {
	let payer = world.buyer(NORTH, "//Payer", 5_000_000);
	let payee = world.customer(EAST, "//Payee", &[Role::Buyer]);
	(payer, payee)
}

fn state_of(world: &mut World, cycle: u32) -> CycleState {
	let cycle = CycleNo(cycle);
	world.state(|| Cycles::<Runtime>::get((CNY, cycle))).expect("a cycle").state
}

#[test]
fn the_clock_closes_a_cycle_when_it_is_due_and_settles_it_in_the_same_block() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		let minute = Call::<Runtime>::set_schedule { currency: CNY, cycle_ms: 60_000 };
		world.does(AGENT, minute);
		let payment = world.transfer(&payer, 700, &payee);
		world.placed(&payer, payment);
		assert_eq!(state_of(world, 0), CycleState::Open);

		world.wait_minutes(1);

		let CycleState::Settled(ending) = state_of(world, 0) else { panic!("it is not settled") };
		assert_eq!(ending.reason, CloseReason::Schedule);
		assert_eq!(world.reserves()[..2], [999_300, 1_000_700]);
		world.wait_minutes(2);
		assert_eq!(state_of(world, 1), CycleState::Open, "an empty cycle is not due");
	});
}

#[test]
fn where_the_agent_lets_cycles_wait_the_ninth_close_settles_the_oldest() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		world.does(AGENT, Call::<Runtime>::set_settlement { currency: CNY, later: true });
		for _ in 0..8 {
			let payment = world.transfer(&payer, 100, &payee);
			world.placed(&payer, payment);
			world.close_cycle();
		}
		assert_eq!(world.limits(NORTH).owed, Amount(800));
		assert_eq!(world.reserves()[..2], [1_000_000, 1_000_000]);

		world.close_cycle();

		assert!(matches!(state_of(world, 0), CycleState::Settled(_)));
		assert!(matches!(state_of(world, 1), CycleState::Closed(_)));
		assert_eq!(world.reserves()[..2], [999_900, 1_000_100]);
		for cycle in (1..9).map(CycleNo) {
			world.does(AGENT, Call::<Runtime>::settle_cycle { currency: CNY, cycle });
		}
		assert_eq!(world.reserves()[..2], [999_200, 1_000_800]);
		assert_eq!(world.limits(NORTH).owed, Amount::ZERO);
	});
}

/// A bank asks for reserve; the key by which the agent decides.
fn asked(world: &mut World, amount: u64) -> [u8; 22] {
	let (reference, amount) = (world.reference(), Amount(amount));
	// A reference of reserve is keyed as an order is.
	let OrderId(id) = pallet_escrow::order_id(bank_id(NORTH), &reference);
	let call = Call::<Runtime>::request_withdrawal { reference, currency: CNY, amount };
	world.does(bank_key(NORTH), call);
	id
}

#[test]
fn reserve_that_is_asked_back_is_set_aside_until_the_agent_decides() {
	World::run(|world| {
		let (payer, payee) = friends(world);
		let refused = asked(world, 300_000);
		let paid = asked(world, 600_000);
		assert_eq!(world.limits(NORTH).earmarked, Amount(900_000));
		let order = world.transfer(&payer, 100_001, &payee);
		let place = pallet_escrow::Call::<Runtime>::place { order };
		let error = world.refused(payer.key, place.clone());
		assert_eq!(error, ClearingError::ShortOfLiquidity.into());

		world.does(AGENT, Call::<Runtime>::reject_withdrawal { bank: NORTH, id: refused });
		world.does(AGENT, Call::<Runtime>::confirm_withdrawal { bank: NORTH, id: paid });
		let again = Call::<Runtime>::confirm_withdrawal { bank: NORTH, id: paid };
		assert_eq!(world.refused(AGENT, again), ClearingError::UnknownWithdrawal.into());

		let limits = world.limits(NORTH);
		assert_eq!((limits.reserve, limits.earmarked), (Amount(400_000), Amount::ZERO));
		world.does(payer.key, place);
	});
}
