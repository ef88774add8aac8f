// SPDX-License-Identifier: Apache-2.0

use crate::{
	claims, disputes::Disputed, full::Full, funders::Shared, groups::Clubs, mandates::Mandated,
	milestones::Project, states::States,
};
use pallet_clearing::Call as ClearingCall;
use pallet_ledger::Call as LedgerCall;
use sp_runtime::traits::Dispatchable;
use split_ledger_primitives::{
	AccountNo, Amount, BankIndex, BankStatus, Currency, OrderBody, OrderId, Purpose, Reference,
	Role,
};
use split_ledger_runtime::{Clearing, Runtime, RuntimeCall, RuntimeOrigin};
use split_ledger_scenarios::{
	account, bank_key, commitment, rest, share, Customer, Deal, World, AGENT, CNY, EAST, NORTH,
	SOUTH, WEST,
};

/// A second currency.
pub(crate) const USD: Currency = Currency(840);
/// A bank in run-off that still owes and is owed.
pub(crate) const LEAVING: (BankIndex, &str) = (BankIndex(4), "//Leaving");
/// A bank that has left.
pub(crate) const GONE: (BankIndex, &str) = (BankIndex(5), "//Gone");
/// A bank in run-off that has nothing any more.
pub(crate) const EMPTY: (BankIndex, &str) = (BankIndex(6), "//Empty");

/// Everybody whom the bad calls are about.
pub(crate) struct Town {
	pub(crate) buyer: Customer,
	pub(crate) friend: Customer,
	pub(crate) shop: Customer,
	/// A second merchant, which accepted the platform by ceilings: 5 % of fees, 3 % of liability.
	pub(crate) rival: Customer,
	pub(crate) farm: Customer,
	/// A receiver of the shop of at most 5 %.
	pub(crate) carrier: Customer,
	/// A carrier about whom nothing is agreed.
	pub(crate) hauler: Customer,
	pub(crate) platform: Customer,
	/// A buyer of a fourth bank who pays for all that is over or goes on for ever.
	pub(crate) patron: Customer,
	/// Its account takes no credit.
	pub(crate) mute: Customer,
	/// It is suspended.
	pub(crate) suspended: Customer,
	/// An account of the shop in another currency.
	pub(crate) dollars: AccountNo,
	pub(crate) deal: Deal,
	/// An account of the shop that is closed for ever.
	pub(crate) closed: AccountNo,
	/// An account of the buyer's bank for buyers whom the chain does not know.
	pub(crate) pass_through: AccountNo,
	/// Over the share cap.
	pub(crate) greedy: Deal,
	/// An open order of 1,000.
	pub(crate) held: (OrderId, OrderBody),
	/// A payment that was made.
	pub(crate) ended: OrderId,
	/// The reference of an issue of 1 to the buyer.
	pub(crate) issued: Reference,
	/// The reference of an issue of a unit of reserve to the first bank.
	pub(crate) reserved: Reference,
	/// Orders in every other state, and rule sets.
	pub(crate) states: States,
	/// What has as much as it may have.
	pub(crate) full: Full,
	/// It has passed on all tax of the days that are over.
	pub(crate) office: Customer,
	/// Orders for which more was agreed.
	pub(crate) agreed: Agreed,
}

/// Orders for which more was agreed.
pub(crate) struct Agreed {
	/// An order in milestones.
	pub(crate) project: Project,
	/// Mandates.
	pub(crate) mandated: Mandated,
	/// A payment of two funders.
	pub(crate) shared: Shared,
	/// Groups.
	pub(crate) clubs: Clubs,
	/// Orders that are disputed and frozen.
	pub(crate) disputed: Disputed,
}

/// Makes a call that must succeed without a transaction of its own: for what is made many times.
pub(crate) fn made(world: &mut World, key: &str, call: impl Into<RuntimeCall>) {
	all_made(world, key, [call]);
}

/// The same for many calls: the key is derived once.
pub(crate) fn all_made<C: Into<RuntimeCall>>(
	world: &mut World,
	key: &str,
	calls: impl IntoIterator<Item = C>,
) {
	let origin = RuntimeOrigin::signed(account(key));
	for call in calls {
		let call = call.into();
		let outcome = world.state(|| call.clone().dispatch(origin.clone()));
		assert!(outcome.is_ok(), "{key}: {outcome:?} {call:?}");
	}
}

impl Agreed {
	fn built(
		world: &mut World,
		[patron, platform, friend, shop]: [&Customer; 4],
		full: &Full,
		deal: &Deal,
	) -> Self {
		let attestors =
			["//Surveyor", "//Engineer"].map(|key| world.customer(SOUTH, key, &[Role::Attestor]));
		let project = Project::built(world, [patron, &attestors[0], &attestors[1]], deal);
		let people = [patron, platform, friend];
		let mandated = Mandated::built(world, people, [&full.clerk, &full.magnate]);
		let shared = Shared::built(world, patron, friend);
		let clubs = Clubs::built(world, [patron, platform], deal);
		let disputed = Disputed::built(world, [patron, shop], deal);
		Self { project, mandated, shared, clubs, disputed }
	}
}

impl Town {
	pub(crate) fn built(world: &mut World) -> Self {
		let buyer = world.buyer(NORTH, "//Buyer", 9_999);
		let friend = world.buyer(EAST, "//Friend", 10_000);
		let patron = world.buyer(WEST, "//Patron", 100_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let rival = world.customer(EAST, "//Rival", &[Role::Merchant]);
		let farm = world.customer(SOUTH, "//Farm", &[Role::Supplier]);
		let carrier = world.customer(SOUTH, "//Carrier", &[Role::Carrier]);
		let hauler = world.customer(SOUTH, "//Hauler", &[Role::Carrier]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let mute = world.customer(EAST, "//Mute", &[Role::Buyer]);
		world.set_status(&mute, false, true);
		let suspended = Self::suspended(world);
		let dollars = Self::with_dollars(world, &shop);
		let closed = world.open_account(EAST, shop.id, CNY);
		let close = LedgerCall::<Runtime>::close_account { account: closed };
		world.does(bank_key(EAST), close);
		let pass_through = world.open_pass_through(NORTH);
		let [deal, greedy] = [10, 31].map(|percent| Self::deal(world, percent, &platform, &shop));
		world.add_receiver(&shop, &carrier, 5);
		world.consent(&carrier, &shop, false);
		world.accept_ceilings(&rival, &platform, 5, 3);
		let body = world.order(&buyer, 1_000, &deal);
		let held = (world.placed(&buyer, body.clone()), body);
		let payment = world.transfer(&buyer, 10, &friend);
		let ended = world.placed(&buyer, payment);
		world.set_cap(NORTH, 5_000);
		let (issued, reserved) = Self::references(world, &buyer);
		let people = [&patron, &platform, &shop, &rival, &carrier, &farm, &mute];
		let states = States::built(world, people, &deal);
		let full = Full::built(world, [&patron, &platform, &shop, &farm, &friend], &rival);
		let agreed = Agreed::built(world, [&patron, &platform, &friend, &shop], &full, &deal);
		Self::empty_banks(world);
		let office = claims::office(world);
		Self {
			buyer,
			friend,
			shop,
			rival,
			farm,
			carrier,
			hauler,
			platform,
			patron,
			mute,
			suspended,
			dollars,
			deal,
			closed,
			pass_through,
			greedy,
			held,
			ended,
			issued,
			reserved,
			states,
			full,
			office,
			agreed,
		}
	}

	/// A deal of so many percent for the platform.
	fn deal(world: &mut World, percent: u32, platform: &Customer, shop: &Customer) -> Deal {
		let parts = [(platform, share(percent), Purpose::Fee), (shop, rest(), Purpose::Goods)];
		world.deal(platform, shop, &parts)
	}

	fn suspended(world: &mut World) -> Customer {
		let suspended = world.buyer(NORTH, "//Suspended", 100);
		let (participant, reason) = (suspended.id, pallet_participants::SuspendReason::Fraud);
		let suspend = pallet_participants::Call::<Runtime>::suspend { participant, reason };
		world.does(bank_key(NORTH), suspend);
		suspended
	}

	/// References that stand for an issue of a unit of money and of reserve.
	fn references(world: &mut World, buyer: &Customer) -> (Reference, Reference) {
		let (issued, reserved) = (world.reference(), world.reference());
		let (reference, amount) = (issued.clone(), Amount(1));
		let (account, source, evidence) = (buyer.account, 1, commitment());
		let issue = LedgerCall::<Runtime>::issue { reference, account, amount, source, evidence };
		world.does(bank_key(NORTH), issue);
		let (reference, bank, currency) = (reserved.clone(), NORTH, CNY);
		let issue = ClearingCall::<Runtime>::issue_reserve { reference, bank, currency, amount };
		world.does(AGENT, issue);
		(issued, reserved)
	}

	fn with_dollars(world: &mut World, shop: &Customer) -> AccountNo {
		let agent = world.state(Clearing::currencies)[0].agent;
		let open = ClearingCall::<Runtime>::open_currency {
			currency: USD,
			agent,
			exponent: 2,
			cycle_ms: 0,
		};
		assert_eq!(world.vote(open), Ok(()));
		world.open_account(EAST, shop.id, USD)
	}

	/// One bank that left, and one in run-off that has nothing any more.
	fn empty_banks(world: &mut World) {
		for (bank, key) in [GONE, EMPTY] {
			world.admit(Role::Bank, key);
			world.does(key, ClearingCall::<Runtime>::join { currency: CNY });
			assert_eq!(world.set_bank_status(bank, BankStatus::RunOff), Ok(()));
		}
		assert_eq!(world.set_bank_status(GONE.0, BankStatus::Exited), Ok(()));
	}
}
