// SPDX-License-Identifier: Apache-2.0

//! Who may get what of an order (P1, P5).

use pallet_escrow::{Call, ReleaseWhat};
use pallet_participants::Call as ParticipantsCall;
use split_ledger_primitives::{
	AccountNo, AccountType, Commitment, OrderBody, OrderStatus, Purpose, Relation, ReleaseMode,
	Role, Roles,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	bank_id, bank_key, rest, share, Customer, World, CNY, EAST, NORTH, SOUTH, WEST,
};

type EscrowError = pallet_escrow::Error<Runtime>;

/// An account of another type than current.
fn open(world: &mut World, of: Customer, account_type: AccountType) -> Customer {
	Customer { account: world.open_typed(of.bank, of.id, CNY, account_type), ..of }
}

#[test]
fn a_bank_pays_from_its_pass_through_account_for_a_buyer_whom_the_chain_does_not_know() {
	World::run(|world| {
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
		let deal = world.deal(&platform, &shop, &parts);
		let (key, id) = (bank_key(NORTH), bank_id(NORTH));
		let bank = Customer { key, id, bank: NORTH, account: AccountNo(0) };
		let till = open(world, bank, AccountType::PassThrough);
		world.issue(&till, 1_000);
		let buyer = Some(Commitment([5; 32]));

		let order = OrderBody { buyer, ..world.order(&till, 1_000, &deal) };
		let order = world.placed(&till, order);
		assert_eq!(world.release(&till, order, ReleaseWhat::All), Ok(()));

		assert_eq!(world.available([&till, &platform, &shop]), [0, 100, 900]);
	});
}

#[test]
fn tax_goes_to_tax_accounts_and_goods_to_suppliers_and_one_merchant() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let rival = world.customer(EAST, "//Rival", &[Role::Merchant]);
		let farm = world.customer(WEST, "//Farm", &[Role::Supplier]);
		let id = world.onboard(SOUTH, "//Treasury", &[Role::Tax]);
		let office = Customer { key: "//Treasury", id, bank: SOUTH, account: AccountNo(0) };
		let office = open(world, office, AccountType::Tax);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [
			(&office, share(6), Purpose::Tax),
			(&farm, share(40), Purpose::Goods),
			(&platform, share(4), Purpose::Fee),
			(&shop, rest(), Purpose::Goods),
		];
		let deal = world.deal(&platform, &shop, &parts);
		let order = world.order(&buyer, 1_000, &deal);
		let order = OrderBody { release: ReleaseMode::Now, ..order };
		let order = world.placed(&buyer, order);
		assert_eq!(world.status(order), OrderStatus::Released);
		assert_eq!(world.available([&office, &farm, &platform, &shop]), [60, 400, 40, 500]);

		let mut rivals = deal.clone();
		rivals.parties[1].1 = rival.account;
		let order = world.order(&buyer, 1_000, &rivals);
		let error = world.refused(buyer.key, Call::<Runtime>::place { order });
		assert_eq!(error, EscrowError::SecondMerchant.into());
	});
}

#[test]
fn a_store_of_the_merchants_chain_gets_its_price_once_it_is_registered_and_consented() {
	World::watched(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let chain = world.customer(EAST, "//Chain", &[Role::Merchant]);
		let store = world.customer(WEST, "//Store", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let parts = [
			(&store, share(70), Purpose::Goods),
			(&platform, share(4), Purpose::Fee),
			(&chain, rest(), Purpose::Goods),
		];
		let deal = world.deal(&platform, &chain, &parts);
		let order = world.order(&buyer, 1_000, &deal);
		let order = OrderBody { release: ReleaseMode::Now, ..order };
		let refused = |world: &mut World| {
			let place = Call::<Runtime>::place { order: order.clone() };
			assert_eq!(world.refused(buyer.key, place), EscrowError::SecondMerchant.into());
		};
		// Accepting anyone makes nobody a store, nor does another relation.
		refused(world);
		world.add_receiver(&chain, &store, 80);
		world.consent(&store, &chain, false);
		refused(world);
		world.add_receiver_as(Relation::Store, &chain, &store, 80);
		refused(world);
		world.consent(&store, &chain, false);
		let placed = world.placed(&buyer, order.clone());
		assert_eq!(world.available([&store, &platform, &chain]), [700, 40, 260]);
		// The chain is the order's one merchant: it refunds, and each gives back its part.
		assert_eq!(world.refund(&chain, placed, 1_000), Ok(()));
		assert_eq!(world.available([&buyer, &store, &platform, &chain]), [10_000, 0, 0, 0]);

		world.withdraw_consent(&store, &chain);
		let again = world.order(&buyer, 1_000, &deal);
		let error = world.refused(buyer.key, Call::<Runtime>::place { order: again });
		assert_eq!(error, EscrowError::SecondMerchant.into());
	});
}

#[test]
fn a_platform_gets_goods_only_where_its_bank_marked_it_self_operated() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform, Role::Merchant]);
		let parts = [(&platform, rest(), Purpose::Goods)];
		let deal = world.deal(&platform, &platform, &parts);
		let order = world.order(&buyer, 1_000, &deal);
		let place = Call::<Runtime>::place { order };
		let error = world.refused(buyer.key, place.clone());
		assert_eq!(error, EscrowError::PurposeUnfit.into());

		let marked = ParticipantsCall::<Runtime>::set_roles {
			participant: platform.id,
			roles: Roles::of(&[Role::Platform, Role::Merchant]),
			self_operated: true,
		};
		world.does(bank_key(SOUTH), marked);
		world.does(buyer.key, place);
		assert_eq!(world.held(&buyer), 1_000);
	});
}

#[test]
fn a_suspended_payer_pays_nothing_and_what_it_ordered_before_is_still_released() {
	World::run(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let friend = world.customer(EAST, "//Friend", &[Role::Buyer]);
		let release = split_ledger_scenarios::held(None, Default::default());
		let order = OrderBody { release, ..world.transfer(&buyer, 500, &friend) };
		let order = world.placed(&buyer, order);
		let reason = pallet_participants::SuspendReason::Fraud;
		let participant = buyer.id;
		let bank = Customer { key: bank_key(NORTH), id: bank_id(NORTH), ..buyer };
		world.does(bank.key, ParticipantsCall::<Runtime>::suspend { participant, reason });

		let payment = world.transfer(&buyer, 1, &friend);
		let error = world.refused(bank.key, Call::<Runtime>::place { order: payment });
		assert_eq!(error, pallet_ledger::Error::<Runtime>::OwnerSuspended.into());
		assert_eq!(world.release(&bank, order, ReleaseWhat::All), Ok(()));
		assert_eq!(world.available([&buyer, &friend]), [9_500, 500]);
	});
}
