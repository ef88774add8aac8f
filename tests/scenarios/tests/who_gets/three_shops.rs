// SPDX-License-Identifier: Apache-2.0

//! A combined payment of three merchants, one of which is suspended half-way (O9, P3).

use pallet_escrow::{Call, ReleaseWhat};
use pallet_participants::{Call as ParticipantsCall, Error as ParticipantsError, SuspendReason};
use split_ledger_primitives::{Amount, OrderStatus, Purpose, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, rest, share, Customer, World, EAST, NORTH, SOUTH, WEST};

#[test]
fn what_a_suspended_merchant_cannot_give_back_is_owed_and_the_other_orders_go_on() {
	World::watched(|world| {
		let ada = world.buyer(NORTH, "//Ada", 10_000);
		let platform = world.customer(EAST, "//Platform", &[Role::Platform]);
		let shops = [(EAST, "//Tea"), (SOUTH, "//Silk"), (WEST, "//Jade")];
		let [tea, silk, jade] =
			shops.map(|(bank, key)| world.customer(bank, key, &[Role::Merchant]));
		let mut body = |shop: &Customer, amount| {
			let parts = [(&platform, share(10), Purpose::Fee), (shop, rest(), Purpose::Goods)];
			let deal = world.deal(&platform, shop, &parts);
			(world.order(&ada, amount, &deal), deal)
		};
		let [(first, _), (second, deal), (third, _)] =
			[body(&tea, 1_000), body(&silk, 2_000), body(&jade, 3_000)];
		let orders = world.place_together(&ada, [first, second, third]).expect("all of them");
		let everybody = [&ada, &platform, &tea, &silk, &jade];
		assert_eq!(world.available(everybody), [4_000, 0, 0, 0, 0]);
		for (order, half) in orders.into_iter().zip([500, 1_000, 1_500]) {
			let half = ReleaseWhat::Amount(Amount(half));
			assert_eq!(world.release(&ada, order, half), Ok(()));
		}
		assert_eq!(world.available(everybody), [4_000, 300, 450, 900, 1_350]);

		let suspend =
			ParticipantsCall::suspend { participant: silk.id, reason: SuspendReason::Fraud };
		world.does(bank_key(SOUTH), suspend);
		world.advance(1);

		// It signs nothing any more; its bank gives the order up in its name.
		let (reference, order, amount) = (world.reference(), orders[1], Amount(2_000));
		let refund = Call::<Runtime>::refund { reference, order, amount, body: None };
		let error = world.refused(silk.key, refund);
		assert_eq!(error, ParticipantsError::<Runtime>::ParticipantSuspended.into());
		assert_eq!(world.refund_by(bank_key(SOUTH), order, 2_000), Ok(()));
		// The half that was held and the platform's 100 come at once. The silk shop's 900 cannot be
		// taken from a suspended owner, and are owed.
		assert_eq!(world.available(everybody), [5_100, 200, 450, 900, 1_350]);
		assert_eq!(world.owed(&silk), [(ada.account, 900)]);
		assert_eq!(world.status(order), OrderStatus::PartlyReleased);
		world.advance(1);

		// The others live alone.
		assert_eq!(world.release(&ada, orders[0], ReleaseWhat::All), Ok(()));
		assert_eq!(world.release(&ada, orders[2], ReleaseWhat::All), Ok(()));
		assert_eq!(world.available(everybody), [5_100, 400, 900, 900, 2_700]);

		// Once the shop is back, its next sale pays what it owed.
		let reinstate = ParticipantsCall::<Runtime>::reinstate { participant: silk.id };
		world.does(bank_key(SOUTH), reinstate);
		let sale = world.sale(&ada, 1_000, &deal);
		world.placed(&ada, sale);
		assert_eq!((world.held(&silk), world.owed(&silk)), (900, vec![(ada.account, 900)]));
		world.advance(1);
		assert_eq!(world.available(everybody), [5_000, 500, 900, 900, 2_700]);
		assert_eq!((world.held(&silk), world.owed(&silk)), (0, vec![]));
		assert_eq!(world.all_money(), 10_000);
	});
}
