// SPDX-License-Identifier: Apache-2.0

use crate::town::made;
use pallet_escrow::Call as EscrowCall;
use pallet_ledger::{Call as LedgerCall, FreezeTerms};
use pallet_participants::Call as ParticipantsCall;
use split_ledger_primitives::{
	AccountType, Amount, Currency, KeyLimit, MerchantLimits, Moment, OrderBody, OrderId, Purpose,
	Role, Scope, Scopes, Text, DAY_MS,
};
use split_ledger_runtime::{Participants, Runtime};
use split_ledger_scenarios::{
	account, bank_key, commitment, rest, share, Customer, World, CNY, EAST, NORTH, SUPERVISOR,
};

/// A key with a limit of 10 and 20, and a proposal of the clerk to raise it.
pub(crate) const LIMITED: &str = "//ClerkLimited";
/// The same, of which the key that proposed is revoked.
pub(crate) const LOST: &str = "//ClerkLost";
/// A key that was revoked.
pub(crate) const REVOKED: &str = "//ClerkRevoked";
/// A key with limits in as many currencies as there may be.
pub(crate) const MANY: &str = "//ClerkMany";
/// A key for votes only.
pub(crate) const VOTES: &str = "//ClerkVotes";
/// A second key of the second bank.
pub(crate) const SECOND: &str = "//EastTwo";
/// What the second bank proposes as limits of the rival; no other key has confirmed it.
pub(crate) const PROPOSED: MerchantLimits =
	MerchantLimits { share_cap_ppm: 200_000, promoter_levels: 1 };

/// What has as much as it may have, and what waits for a second key.
pub(crate) struct Full {
	/// It has 64 accounts and 64 keys; a court holds 64 times a unit of its first account.
	pub(crate) magnate: Customer,
	/// A supervisor froze it eight times; the first freeze is this one.
	pub(crate) frozen: (Customer, u32),
	/// A participant with keys of all kinds.
	pub(crate) clerk: Customer,
	/// The farm owes by sixteen liens, and this sale of 1,000 was not refunded yet.
	pub(crate) unlucky: (OrderId, OrderBody),
}

pub(crate) fn text(words: &str) -> Text {
	words.as_bytes().to_vec().try_into().expect("short")
}

pub(crate) fn freeze_terms(until: Moment) -> FreezeTerms {
	FreezeTerms {
		no_debit: true,
		no_credit: false,
		authority: text("a court"),
		document: commitment(),
		reason: text("an inquiry"),
		until,
	}
}

pub(crate) fn limit(single: u64, daily: u64) -> Option<KeyLimit> {
	Some(KeyLimit { single: Amount(single), daily: Amount(daily) })
}

impl Full {
	pub(crate) fn built(world: &mut World, people: [&Customer; 5], rival: &Customer) -> Self {
		let [_, _, _, _, friend] = people;
		let until = world.now().plus(100 * DAY_MS);
		let frozen = world.buyer(NORTH, "//Frozen", 1_000);
		let first = world.freeze(SUPERVISOR, &frozen, until);
		for _ in 1..8 {
			let freeze = LedgerCall::<Runtime>::freeze {
				account: frozen.account,
				terms: freeze_terms(until),
			};
			made(world, bank_key(NORTH), freeze);
		}
		world.second_key(friend.bank, SECOND);
		assert_eq!(world.propose_limits(bank_key(EAST), rival, PROPOSED), Ok(()));
		Self {
			magnate: Self::magnate(world, until),
			frozen: (frozen, first),
			clerk: Self::clerk(world),
			unlucky: Self::unlucky(world, people),
		}
	}

	fn magnate(world: &mut World, until: Moment) -> Customer {
		let magnate = world.buyer(NORTH, "//Magnate", 100);
		let bank = bank_key(NORTH);
		for number in 1..64 {
			let open = LedgerCall::<Runtime>::open_account {
				owner: magnate.id,
				currency: CNY,
				account_type: AccountType::Current,
				accepts_anyone: false,
			};
			made(world, bank, open);
			let key = account(&format!("//Magnate{number}"));
			let (participant, scopes) = (magnate.id, Scopes::of(&[Scope::Pay]));
			made(world, bank, ParticipantsCall::<Runtime>::add_key { participant, key, scopes });
		}
		for _ in 0..64 {
			let hold = LedgerCall::<Runtime>::judicial_hold {
				reference: world.reference(),
				account: magnate.account,
				amount: Amount(1),
				authority: text("a court"),
				document: commitment(),
				until,
			};
			made(world, bank, hold);
		}
		magnate
	}

	fn clerk(world: &mut World) -> Customer {
		let clerk = world.customer(EAST, "//Clerk", &[Role::Buyer]);
		let keys = [(LIMITED, Scopes::ALL), (LOST, Scopes::ALL), (MANY, Scopes::ALL)];
		let votes = (VOTES, Scopes::of(&[Scope::Govern]));
		for (key, scopes) in keys.into_iter().chain([(REVOKED, Scopes::ALL), votes]) {
			let (participant, key) = (clerk.id, account(key));
			world
				.does(clerk.key, ParticipantsCall::<Runtime>::add_key { participant, key, scopes });
		}
		let propose = |world: &mut World, by: &str, key, currency, limit| {
			let key = account(key);
			made(
				world,
				by,
				ParticipantsCall::<Runtime>::propose_key_limit { key, currency, limit },
			);
		};
		for (key, maker) in [(LIMITED, clerk.key), (LOST, REVOKED)] {
			propose(world, maker, key, CNY, limit(10, 20));
			propose(world, maker, key, CNY, limit(50, 100));
		}
		propose(world, clerk.key, MANY, CNY, limit(10, 20));
		for number in 1..16 {
			propose(world, clerk.key, MANY, Currency(number), limit(0, 0));
		}
		let key = account(REVOKED);
		world.does(clerk.key, ParticipantsCall::<Runtime>::revoke_key { key });
		// All that the limited key may spend on this date.
		world.issue(&clerk, 100);
		for _ in 0..2 {
			let (reference, account, payout) = (world.reference(), clerk.account, commitment());
			let amount = Amount(10);
			made(
				world,
				LIMITED,
				LedgerCall::<Runtime>::request_redemption { reference, account, amount, payout },
			);
		}
		let clerks = world.state(|| Participants::participant(clerk.id));
		assert_eq!(clerks.map(|view| view.keys_active), Some(5));
		clerk
	}

	/// Seventeen sales of which the farm spends its part; sixteen are refunded, and nobody advances.
	fn unlucky(world: &mut World, people: [&Customer; 5]) -> (OrderId, OrderBody) {
		let [patron, platform, shop, farm, friend] = people;
		let parts = [
			(platform, share(10), Purpose::Fee),
			(farm, share(40), Purpose::Goods),
			(shop, rest(), Purpose::Goods),
		];
		let deal = world.deal(platform, shop, &parts);
		let mut sales = vec![];
		for _ in 0..17 {
			let order = world.sale(patron, 1_000, &deal);
			let id = pallet_escrow::order_id(patron.id, &order.reference);
			made(world, patron.key, EscrowCall::<Runtime>::place { order: order.clone() });
			sales.push((id, order));
		}
		let payment = world.transfer(farm, 17 * 400, friend);
		world.placed(farm, payment);
		let last = sales.pop().expect("seventeen sales");
		for (order, body) in sales {
			let (reference, amount, body) = (world.reference(), Amount(1_000), Some(body.into()));
			made(world, shop.key, EscrowCall::<Runtime>::refund { reference, order, amount, body });
		}
		assert_eq!(world.owed(farm).len(), 16);
		last
	}
}
