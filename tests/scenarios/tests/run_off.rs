// SPDX-License-Identifier: Apache-2.0

//! A bank goes into run-off in the middle of a cycle (P2).

use pallet_clearing::Call as ClearingCall;
use pallet_escrow::{Call as EscrowCall, ReleaseWhat};
use pallet_ledger::Call as LedgerCall;
use split_ledger_primitives::{
	Amount, BankStatus, FundedPart, OrderBody, OrderId, OrderStatus, Purpose, Role,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	bank_id, bank_key, rest, share, Customer, World, AGENT, CNY, EAST, NORTH, SOUTH, SUPERVISOR,
	WEST,
};

type ClearingError = pallet_clearing::Error<Runtime>;
type EscrowError = pallet_escrow::Error<Runtime>;
type ParticipantsError = pallet_participants::Error<Runtime>;

#[test]
fn what_a_bank_owes_and_promised_before_its_run_off_is_paid_and_settled() {
	World::run(|world| {
		let buyer = world.buyer(WEST, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
		let deal = world.deal(&platform, &shop, &parts);
		let order = world.order(&buyer, 4_000, &deal);
		let order = world.placed(&buyer, order);
		let payment = world.transfer(&buyer, 1_000, &shop);
		world.placed(&buyer, payment);

		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));

		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.positions(), [0, -4_600, -400, 5_000]);
		world.close_cycle();
		assert_eq!(world.reserves(), [1_000_000, 1_004_600, 1_000_400, 995_000]);
	});
}

#[test]
fn a_bank_in_run_off_starts_nothing_new_and_leaves_once_nothing_of_it_is_open() {
	World::run(|world| {
		let buyer = world.buyer(WEST, "//Buyer", 10_000);
		let friend = world.buyer(NORTH, "//Friend", 500);
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));

		let order = world.transfer(&buyer, 100, &friend);
		let error = world.refused(buyer.key, EscrowCall::<Runtime>::place { order });
		assert_eq!(error, EscrowError::BankNotActive.into());
		let (reference, amount) = (world.reference(), Amount(1));
		let withdraw =
			ClearingCall::<Runtime>::request_withdrawal { reference, currency: CNY, amount };
		let error = world.refused(bank_key(WEST), withdraw);
		assert_eq!(error, pallet_clearing::Error::<Runtime>::BankNotActive.into());
		let towards = world.transfer(&friend, 100, &buyer);
		let towards = world.placed(&friend, towards);
		assert_eq!(world.status(towards), OrderStatus::Held, "the leg is parked");

		let exit = world.set_bank_status(WEST, BankStatus::Exited);
		assert_eq!(exit, Err(ParticipantsError::BankStillOpen.into()));
	});
}

#[test]
fn a_supervisor_stops_a_participant_and_its_open_cycle_still_settles() {
	World::run(|world| {
		let buyer = world.buyer(WEST, "//Buyer", 10_000);
		let friend = world.customer(NORTH, "//Friend", &[Role::Buyer]);
		let payment = world.transfer(&buyer, 100, &friend);
		world.placed(&buyer, payment);
		let participant = bank_id(WEST);
		let reason = pallet_participants::SuspendReason::Compliance;
		let suspend = pallet_participants::Call::<Runtime>::suspend { participant, reason };
		world.does(SUPERVISOR, suspend);

		let join = ClearingCall::<Runtime>::join { currency: CNY };
		let error = world.refused(bank_key(WEST), join);
		assert_eq!(error, ParticipantsError::ParticipantSuspended.into());
		world.close_cycle();
		assert_eq!(world.reserves(), [1_000_100, 1_000_000, 1_000_000, 999_900]);
	});
}

#[test]
fn a_bank_that_paid_everything_out_leaves_and_its_keys_sign_nothing_more() {
	World::run(|world| {
		let (reference, amount) = (world.reference(), Amount(1_000_000));
		let OrderId(id) = pallet_escrow::order_id(bank_id(WEST), &reference);
		let withdraw =
			ClearingCall::<Runtime>::request_withdrawal { reference, currency: CNY, amount };
		world.does(bank_key(WEST), withdraw);
		world.does(AGENT, ClearingCall::<Runtime>::confirm_withdrawal { bank: WEST, id });
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));

		assert_eq!(world.set_bank_status(WEST, BankStatus::Exited), Ok(()));

		assert_eq!(world.active_banks(), [NORTH, EAST, SOUTH]);
		let join = ClearingCall::<Runtime>::join { currency: CNY };
		let error = world.refused(bank_key(WEST), join);
		assert_eq!(error, ParticipantsError::BankExited.into());
		let back = world.set_bank_status(WEST, BankStatus::Active);
		assert_eq!(back, Err(ParticipantsError::InvalidTransition.into()));
	});
}

#[test]
fn a_bank_with_reserve_left_lets_its_customers_go_gets_it_back_and_leaves() {
	World::run(|world| {
		let buyer = world.buyer(WEST, "//Buyer", 10_000);
		let friend = world.customer(NORTH, "//Friend", &[Role::Buyer]);
		let payment = world.transfer(&buyer, 1_000, &friend);
		world.placed(&buyer, payment);
		let (reference, amount) = (world.reference(), Amount(100));
		let OrderId(id) = pallet_escrow::order_id(bank_id(WEST), &reference);
		let withdraw =
			ClearingCall::<Runtime>::request_withdrawal { reference, currency: CNY, amount };
		world.does(bank_key(WEST), withdraw);
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));

		// What it owes is settled, and what it asked for decided, before the reserve goes back.
		let still_open = ClearingError::BankStillOpen.into();
		let give_back = return_reserve(world);
		assert_eq!(world.refused(AGENT, give_back.clone()), still_open);
		world.close_cycle();
		assert_eq!(world.refused(AGENT, give_back.clone()), still_open);
		world.does(AGENT, ClearingCall::<Runtime>::reject_withdrawal { bank: WEST, id });
		world.does(AGENT, give_back.clone());
		assert_eq!(world.reserves(), [1_001_000, 1_000_000, 1_000_000, 0]);
		let before = world.snapshot();
		world.does(AGENT, give_back);
		assert!(world.snapshot() == before, "a repetition changes nothing");

		// Its customer takes its money to another bank, which it lets open an account.
		let exit = world.set_bank_status(WEST, BankStatus::Exited);
		assert_eq!(exit, Err(ParticipantsError::BankStillOpen.into()));
		let allow =
			LedgerCall::<Runtime>::allow_bank { owner: buyer.id, bank: EAST, allowed: true };
		world.does(buyer.key, allow);
		let account = world.open_account(EAST, buyer.id, CNY);
		world.redeem(&buyer, 9_000);
		let moved = Customer { bank: EAST, account, ..buyer };
		world.issue(&moved, 9_000);

		assert_eq!(world.set_bank_status(WEST, BankStatus::Exited), Ok(()));

		assert_eq!(world.active_banks(), [NORTH, EAST, SOUTH]);
		assert_eq!(world.available([&moved, &friend]), [9_000, 1_000]);
	});
}

#[test]
fn a_customer_of_a_bank_that_left_signs_no_more_and_its_other_bank_moves_its_money() {
	World::run(|world| {
		let buyer = world.customer(WEST, "//Buyer", &[Role::Buyer]);
		let allow =
			|bank| LedgerCall::<Runtime>::allow_bank { owner: buyer.id, bank, allowed: true };
		world.does(buyer.key, allow(EAST));
		let account = world.open_account(EAST, buyer.id, CNY);
		let elsewhere = Customer { bank: EAST, account, ..buyer };
		world.issue(&elsewhere, 9_000);
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));
		leave(world);

		// Nobody can sign for it any more; with new keys it is somebody new.
		let anew = world.customer(EAST, "//Buyer//anew", &[Role::Buyer]);
		let order = world.transfer(&elsewhere, 9_000, &anew);
		let place = EscrowCall::<Runtime>::place { order };
		let exited = ParticipantsError::BankExited.into();
		assert_eq!(world.refused(buyer.key, place.clone()), exited);
		assert_eq!(world.refused(buyer.key, allow(NORTH)), exited);

		world.does(bank_key(EAST), place);
		assert_eq!(world.available([&elsewhere, &anew]), [0, 9_000]);
	});
}

#[test]
fn a_bank_that_left_keeps_no_other_funder_from_its_refund() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let friend = world.buyer(WEST, "//Friend", 100);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
		let deal = world.deal(&platform, &shop, &parts);
		let drawn = |world: &mut World, payer: &Customer, most| {
			let terms = world.mandate(payer, &platform, (most, most, 1));
			world.give_mandate(payer, terms)
		};
		let (buyers, friends) = (drawn(world, &buyer, 900), drawn(world, &friend, 100));
		let part =
			FundedPart { account: friend.account, amount: Amount(100), mandate: Some(friends) };
		let order = OrderBody {
			funders: vec![part].try_into().expect("one"),
			mandate: Some(buyers),
			..world.order(&buyer, 1_000, &deal)
		};
		let order = world.placed(&platform, order);
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));
		// It cannot leave while money of an order is held at it.
		let still_open = Err(ParticipantsError::BankStillOpen.into());
		assert_eq!(world.set_bank_status(WEST, BankStatus::Exited), still_open);
		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		// What comes back to a customer of a bank in run-off reaches it, and is redeemed.
		assert_eq!(world.refund(&shop, order, 500), Ok(()));
		assert_eq!(world.available([&buyer, &friend]), [9_550, 50]);
		assert_eq!(world.set_bank_status(WEST, BankStatus::Exited), still_open);
		world.redeem(&friend, 50);
		world.close_cycle();
		leave(world);

		assert_eq!(world.refund(&shop, order, 500), Ok(()));

		assert_eq!(world.available([&buyer, &friend, &shop, &platform]), [10_000, 0, 0, 0]);
		let kept = world.state(|| split_ledger_runtime::Escrow::unclaimed(order));
		let kept = kept.iter().map(|part| (part.entitled, part.amount.0, part.due.0));
		assert_eq!(kept.collect::<Vec<_>>(), [(friend.account, 50, 0)]);
	});
}

#[test]
fn where_the_banks_of_payer_and_merchant_have_left_nobody_keeps_a_refund() {
	World::run(|world| {
		let buyer = world.buyer(WEST, "//Buyer", 1_000);
		let shop = world.customer(WEST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
		let deal = world.offer(&platform, &shop, &parts);
		world.accept_ceilings(&shop, &platform, 10, 100);
		let sale = world.sale(&buyer, 1_000, &deal);
		let order = world.placed(&buyer, sale);
		world.redeem(&shop, 900);
		assert_eq!(world.set_bank_status(WEST, BankStatus::RunOff), Ok(()));
		world.close_cycle();
		leave(world);

		let refund = world.refund(&platform, order, 100);

		assert_eq!(refund, Err(EscrowError::PayerNotCreditable.into()));
		assert_eq!(world.available([&buyer, &shop, &platform]), [0, 0, 100]);
	});
}

/// Lets the bank in run-off leave with its reserve.
fn leave(world: &mut World) {
	let give_back = return_reserve(world);
	world.does(AGENT, give_back);
	assert_eq!(world.set_bank_status(WEST, BankStatus::Exited), Ok(()));
}

/// The agent's call to return the reserve of the bank in run-off.
fn return_reserve(world: &mut World) -> ClearingCall<Runtime> {
	ClearingCall::return_reserve { reference: world.reference(), bank: WEST, currency: CNY }
}

#[test]
fn an_active_bank_gets_nothing_back_that_it_did_not_ask_for() {
	World::run(|world| {
		let give_back = return_reserve(world);
		let error = world.refused(AGENT, give_back.clone());
		assert_eq!(error, ClearingError::BankNotInRunOff.into());
		let error = world.refused(bank_key(WEST), give_back);
		assert_eq!(error, ClearingError::NotTheAgent.into());
	});
}
