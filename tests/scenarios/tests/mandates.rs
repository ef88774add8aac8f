// SPDX-License-Identifier: Apache-2.0

//! Payment on a mandate: what a platform takes from its subscribers, and what it cannot take.

use pallet_escrow::ReleaseWhat;
use pallet_mandates::Call;
use split_ledger_primitives::{
	Amount, Date, FundedPart, MandateLimits, MandateNo, MandateTerms, OrderBody, OrderStatus,
	Purpose, Role,
};
use split_ledger_runtime::{Mandates, Participants, Runtime};
use split_ledger_scenarios::{
	bank_key, rest, share, Customer, Deal, World, EAST, NORTH, SOUTH, SUPERVISOR, WEST,
};

type Escrow = pallet_escrow::Error<Runtime>;
type Refused = pallet_mandates::Error<Runtime>;

/// The stories begin on 2026-11-22.
const DECEMBER: &str = "2026-12-01";
const JANUARY: &str = "2027-01-01";

/// A subscriber, a platform, a shop, and their deal: a tenth for the platform.
fn subscription(world: &mut World) -> (Customer, Customer, Customer, Deal) {
	let subscriber = world.buyer(NORTH, "//Subscriber", 10_000);
	let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
	let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
	let parts = [(&platform, share(10), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
	let deal = world.deal(&platform, &shop, &parts);
	(subscriber, platform, shop, deal)
}

fn date(text: &str) -> Date {
	text.parse().expect("a date")
}

/// Nothing happens until a date.
fn sleep_until(world: &mut World, date: Date) {
	let ms = date.start().0 - world.now().0;
	let slot_millis = world.state(Participants::slot_millis);
	world.advance(ms.div_ceil(slot_millis));
}

/// A sale of the month, by a mandate.
fn charge(
	world: &mut World,
	subscriber: &Customer,
	deal: &Deal,
	(mandate, amount): (MandateNo, u64),
) -> OrderBody {
	OrderBody { mandate: Some(mandate), ..world.sale(subscriber, amount, deal) }
}

#[test]
fn a_platform_takes_a_monthly_subscription_and_no_more_than_was_agreed() {
	World::run(|world| {
		let (subscriber, platform, shop, deal) = subscription(world);
		// From the day after tomorrow to the last day of December: an order of at most 1,000 and two
		// orders of at most 1,500 in all each month.
		let terms = world.mandate(&subscriber, &platform, (1_000, 1_500, 2));
		let (from, until) = (Date(world.today().0 + 2), Date(date(JANUARY).0 - 1));
		let terms = MandateTerms { from, limits: MandateLimits { until, ..terms.limits }, ..terms };
		let mandate = world.give_mandate(&subscriber, terms);
		let take = |world: &mut World, amount| {
			let order = charge(world, &subscriber, &deal, (mandate, amount));
			world.place(&platform, order)
		};

		assert_eq!(take(world, 1_000), Err(Refused::NotBegun.into()));
		sleep_until(world, from);
		assert_eq!(take(world, 1_001), Err(Escrow::OverMandateSingle.into()));
		let first = take(world, 1_000).expect("within the mandate");
		assert_eq!(world.status(first), OrderStatus::Released);
		assert_eq!(world.available([&subscriber, &platform, &shop]), [9_000, 100, 900]);
		assert_eq!(take(world, 501), Err(Escrow::OverMandateAmount.into()));
		assert!(take(world, 400).is_ok());
		assert_eq!(take(world, 1), Err(Escrow::OverMandateOrders.into()));
		assert_eq!(world.left_of_mandate(mandate), Ok((100, 0)));

		sleep_until(world, date(DECEMBER));
		assert!(take(world, 1_000).is_ok());
		assert_eq!(world.left_of_mandate(mandate), Ok((500, 1)));

		sleep_until(world, date(JANUARY));
		assert_eq!(take(world, 1), Err(Refused::MandateEnded.into()));
		// The clock has forgotten it.
		world.advance(1);
		assert_eq!(world.state(|| Mandates::mandate_view(mandate)), None);
		assert_eq!(world.available([&subscriber, &platform, &shop]), [7_600, 240, 2_160]);
	});
}

#[test]
fn who_may_end_a_mandate_ends_it_at_once_and_orders_placed_before_live_on() {
	World::run(|world| {
		let (subscriber, platform, shop, deal) = subscription(world);
		for by in [subscriber.key, bank_key(NORTH), platform.key, SUPERVISOR] {
			let terms = world.mandate(&subscriber, &platform, (1_000, 5_000, 5));
			let mandate = world.give_mandate(&subscriber, terms);
			let held = world.order(&subscriber, 1_000, &deal);
			let held = OrderBody { mandate: Some(mandate), ..held };
			let order = world.placed(&platform, held);
			let [before] = world.available([&shop]);

			assert_eq!(world.revoke_mandate(by, mandate), Ok(()));

			let next = charge(world, &subscriber, &deal, (mandate, 1));
			assert_eq!(world.place(&platform, next), Err(Refused::MandateEnded.into()));
			assert_eq!(world.status(order), OrderStatus::Held);
			// The payer's rights are the payer's, not those of who drew on its account.
			let early = world.release(&platform, order, ReleaseWhat::All);
			assert_eq!(early, Err(Escrow::NotEntitled.into()));
			assert_eq!(world.release(&subscriber, order, ReleaseWhat::All), Ok(()));
			assert_eq!(world.available([&shop]), [before + 900]);
		}
	});
}

#[test]
fn a_bank_gives_a_mandate_for_its_customer_with_two_keys() {
	World::run(|world| {
		let (subscriber, platform, _, deal) = subscription(world);
		world.second_key(NORTH, "//NorthTwo");
		let terms = world.mandate(&subscriber, &platform, (1_000, 1_000, 1));
		assert_eq!(
			world.propose_mandate(bank_key(WEST), terms),
			Err(Refused::NotForAccount.into())
		);
		let mandate = world.propose_mandate(bank_key(NORTH), terms).expect("proposed");
		let order = charge(world, &subscriber, &deal, (mandate, 1_000));
		assert_eq!(world.place(&platform, order.clone()), Err(Refused::NotConfirmed.into()));
		let alone = world.confirm_mandate(bank_key(NORTH), mandate, terms);
		assert_eq!(alone, Err(Refused::MakerIsChecker.into()));

		assert_eq!(world.confirm_mandate("//NorthTwo", mandate, terms), Ok(()));

		world.placed(&platform, order.clone());
		// Sent again, it is the same order.
		world.placed(&platform, order);
		assert_eq!(world.left_of_mandate(mandate), Ok((0, 0)));
		assert_eq!(world.available([&subscriber]), [9_000]);
	});
}

#[test]
fn a_lowered_mandate_goes_less_far_from_the_next_order_on() {
	World::run(|world| {
		let (subscriber, platform, _, deal) = subscription(world);
		let terms = world.mandate(&subscriber, &platform, (1_000, 1_500, 9));
		let mandate = world.give_mandate(&subscriber, terms);
		let order = charge(world, &subscriber, &deal, (mandate, 1_000));
		world.placed(&platform, order);

		let (single, amount) = (Amount(200), Amount(1_100));
		let limits = MandateLimits { single, amount, ..terms.limits };
		world.does(subscriber.key, Call::<Runtime>::lower { mandate, limits });

		let order = charge(world, &subscriber, &deal, (mandate, 201));
		assert_eq!(world.place(&platform, order), Err(Escrow::OverMandateSingle.into()));
		let order = charge(world, &subscriber, &deal, (mandate, 101));
		assert_eq!(world.place(&platform, order), Err(Escrow::OverMandateAmount.into()));
		let order = charge(world, &subscriber, &deal, (mandate, 100));
		world.placed(&platform, order);
		let wider = MandateLimits { single: Amount(201), ..limits };
		let widen =
			world.refused(subscriber.key, Call::<Runtime>::lower { mandate, limits: wider });
		assert_eq!(widen, Refused::NotLower.into());
	});
}

#[test]
fn one_order_draws_on_the_mandates_of_a_payer_and_of_a_brand_that_pays_a_coupon() {
	World::run(|world| {
		let (subscriber, platform, shop, deal) = subscription(world);
		let brand = world.buyer(WEST, "//Brand", 1_000);
		let of_payer = world.mandate(&subscriber, &platform, (1_000, 1_000, 5));
		let of_payer = world.give_mandate(&subscriber, of_payer);
		let of_brand = world.mandate(&brand, &platform, (200, 300, 5));
		let of_brand = world.give_mandate(&brand, of_brand);
		let with_coupon = |world: &mut World, coupon| {
			let mut order = charge(world, &subscriber, &deal, (of_payer, 1_000));
			let (account, amount) = (brand.account, Amount(coupon));
			let part = FundedPart { account, amount, mandate: Some(of_brand) };
			order.funders = vec![part].try_into().expect("one funder");
			world.place(&platform, order)
		};

		assert_eq!(with_coupon(world, 201), Err(Escrow::OverMandateSingle.into()));
		assert!(with_coupon(world, 200).is_ok());
		assert_eq!(with_coupon(world, 150), Err(Escrow::OverMandateAmount.into()));

		assert_eq!(world.left_of_mandate(of_payer), Ok((200, 4)));
		assert_eq!(world.left_of_mandate(of_brand), Ok((100, 4)));
		assert_eq!(world.available([&subscriber, &brand, &shop]), [9_200, 800, 900]);
	});
}
