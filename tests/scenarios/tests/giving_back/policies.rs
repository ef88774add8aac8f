// SPDX-License-Identifier: Apache-2.0

//! The three policies of a refund, before, between and after releases, over four banks (R2).

use pallet_escrow::{Error, ReleaseWhat};
use split_ledger_primitives::{Amount, OrderId, OrderStatus, Purpose, RefundPolicy, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{refunded_by, rest, share, Customer, World, EAST, NORTH, SOUTH, WEST};

/// What buyer, platform, farm and shop have after each step of a series.
type Steps = [[u64; 4]; 6];

/// Buyer, platform, farm and shop at four banks, and an order of so much of the buyer's money: 10 % are
/// the platform's, 30 % the farm's.
fn placed(
	world: &mut World,
	policy: RefundPolicy,
	money: u64,
	amount: u64,
) -> ([Customer; 4], OrderId) {
	let buyer = world.buyer(NORTH, "//Buyer", money);
	let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
	let farm = world.customer(SOUTH, "//Farm", &[Role::Supplier]);
	let platform = world.customer(WEST, "//Platform", &[Role::Platform]);
	let parts = [
		(&platform, share(10), Purpose::Fee),
		(&farm, share(30), Purpose::Goods),
		(&shop, rest(), Purpose::Goods),
	];
	let refund = refunded_by(policy, &[]);
	let deal = world.deal_refunded(&platform, &shop, &parts, refund);
	let order = world.order(&buyer, amount, &deal);
	let order = world.placed(&buyer, order);
	([buyer, platform, farm, shop], order)
}

/// An order of 9,999 of which the platform gets 999, the farm 2,999 and the shop 6,001, which has 5,000
/// of its own: 1,000 refunded, 4,000 released, 500 refunded, all released, 2,000 refunded, the rest
/// refunded.
fn series(policy: RefundPolicy) -> (Steps, [i128; 4]) {
	let mut told = (Steps::default(), [0; 4]);
	World::watched(|world| {
		let ([buyer, platform, farm, shop], order) = placed(world, policy, 10_000, 9_999);
		world.issue(&shop, 5_000);
		let everybody = [&buyer, &platform, &farm, &shop];

		let mut step = |world: &mut World, number: usize| {
			told.0[number] = world.available(everybody);
			world.advance(1);
		};
		assert_eq!(world.refund(&shop, order, 1_000), Ok(()));
		step(world, 0);
		let part = ReleaseWhat::Amount(Amount(4_000));
		assert_eq!(world.release(&buyer, order, part), Ok(()));
		step(world, 1);
		assert_eq!(world.refund(&shop, order, 500), Ok(()));
		step(world, 2);
		assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		step(world, 3);
		assert_eq!(world.refund(&shop, order, 2_000), Ok(()));
		step(world, 4);
		assert_eq!(world.refundable(order).refundable, Amount(6_499));
		let more = world.refund(&shop, order, 6_500);
		assert_eq!(more, Err(Error::<Runtime>::MoreThanRemains.into()));
		assert_eq!(world.refund(&shop, order, 6_499), Ok(()));
		step(world, 5);

		assert_eq!(world.status(order), OrderStatus::PartlyReleased);
		assert_eq!((world.held(&buyer), world.promised()), (0, [0; 4]));
		assert_eq!(world.all_money(), 15_000);
		told.1 = world.positions();
		world.close_cycle();
	});
	told
}

/// What everybody gave up of an order of 1,000 in a refund of 400, made before or after its release:
/// platform, farm and shop.
fn given_up(policy: RefundPolicy, after: bool) -> [u64; 3] {
	let mut given = [0; 3];
	World::watched(|world| {
		let ([buyer, platform, farm, shop], order) = placed(world, policy, 1_000, 1_000);
		let refund = |world: &mut World| assert_eq!(world.refund(&shop, order, 400), Ok(()));
		let release = |world: &mut World| {
			assert_eq!(world.release(&buyer, order, ReleaseWhat::All), Ok(()));
		};
		if after {
			release(world);
			refund(world);
		} else {
			refund(world);
			release(world);
		}
		let left: [(Customer, u64); 3] = [(platform, 100), (farm, 300), (shop, 600)];
		given = left.map(|(customer, planned)| {
			let [has] = world.available([&customer]);
			planned - has
		});
	});
	given
}

#[test]
fn pro_rata_everybody_stands_at_zero_after_a_full_refund() {
	let (steps, positions) = series(RefundPolicy::ProRata);
	assert_eq!(steps[5], [10_000, 0, 0, 5_000]);
	assert_eq!(positions, [0; 4]);
}

#[test]
fn merchant_first_everybody_stands_at_zero_after_a_full_refund() {
	let (steps, positions) = series(RefundPolicy::MerchantFirst);
	// Until the shop's part is used up, platform and farm give nothing of theirs.
	assert_eq!(steps[3], [1_501, 999, 2_999, 5_000 + 6_001 - 1_500]);
	assert_eq!(steps[4], [3_501, 999, 2_999, 5_000 + 6_001 - 3_500]);
	assert_eq!(steps[5], [10_000, 0, 0, 5_000]);
	assert_eq!(positions, [0; 4]);
}

#[test]
fn fees_kept_the_platforms_gain_is_the_merchants_loss_to_the_unit() {
	let (steps, positions) = series(RefundPolicy::FeesKept);
	assert_eq!(steps[3][1], 999);
	assert_eq!(steps[5], [10_000, 999, 0, 4_001]);
	assert_eq!(positions, [0, 999, 0, -999]);
}

#[test]
fn whoever_gives_how_much_does_not_depend_on_whether_it_was_released() {
	let policies = [RefundPolicy::ProRata, RefundPolicy::MerchantFirst, RefundPolicy::FeesKept];
	for (policy, given) in policies.into_iter().zip([[40, 120, 240], [0, 0, 400], [0, 120, 280]]) {
		assert_eq!(given_up(policy, false), given, "{policy:?}, before");
		assert_eq!(given_up(policy, true), given, "{policy:?}, after");
	}
}
