// SPDX-License-Identifier: Apache-2.0

//! The share cap of a merchant: raised by maker and checker as far as the consortium lets it go, and
//! lowered by its vote (P6, P7).

use pallet_escrow::{Error, ReleaseWhat};
use split_ledger_primitives::{MerchantLimits, Purpose, Role};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, rest, share, Customer, Deal, World, EAST, NORTH, SOUTH};

type SplitsError = pallet_splits::Error<Runtime>;

fn cap(percent: u32) -> MerchantLimits {
	MerchantLimits { share_cap_ppm: percent * 10_000, promoter_levels: 2 }
}

fn limits_of_all(percent: u32) -> MerchantLimits {
	MerchantLimits { promoter_levels: 3, ..cap(percent) }
}

/// Whether an order of 1,000 under the deal is taken.
fn is_taken(world: &mut World, buyer: &Customer, deal: &Deal) -> bool {
	let order = world.order(buyer, 1_000, deal);
	match world.place(buyer, order) {
		Ok(_) => true,
		Err(error) => {
			assert_eq!(error, Error::<Runtime>::OverShareCap.into());
			false
		}
	}
}

#[test]
fn a_cap_is_raised_by_two_keys_up_to_the_consortiums_limit_and_lowered_by_its_vote() {
	World::watched(|world| {
		let buyer = world.buyer(NORTH, "//Buyer", 10_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let platform = world.customer(SOUTH, "//Platform", &[Role::Platform]);
		let mut deal = |percent| {
			let parts =
				[(&platform, share(percent), Purpose::Fee), (&shop, rest(), Purpose::Goods)];
			world.deal(&platform, &shop, &parts)
		};
		let [usual, forty, more] = [30, 40, 41].map(&mut deal);
		let (maker, checker) = (bank_key(EAST), "//EastTwo");
		world.second_key(EAST, checker);
		assert!(is_taken(world, &buyer, &usual));
		assert!(!is_taken(world, &buyer, &forty));

		// No bank goes further than the consortium, which goes to 40 % by vote.
		let over = Err(SplitsError::OverConsortiumLimits.into());
		assert_eq!(world.propose_limits(maker, &shop, cap(40)), over);
		assert_eq!(world.vote_on_limits(limits_of_all(40)), Ok(()));
		assert_eq!(world.propose_limits(maker, &shop, cap(41)), over);
		assert!(!is_taken(world, &buyer, &forty));

		assert_eq!(world.propose_limits(maker, &shop, cap(40)), Ok(()));
		let alone = world.confirm_limits(maker, &shop, cap(40));
		assert_eq!(alone, Err(SplitsError::MakerIsChecker.into()));
		let other = world.confirm_limits(checker, &shop, cap(39));
		assert_eq!(other, Err(SplitsError::OtherLimitsProposed.into()));
		assert_eq!(world.confirm_limits(checker, &shop, cap(40)), Ok(()));
		let running = world.order(&buyer, 1_000, &forty);
		let running = world.placed(&buyer, running);
		assert!(!is_taken(world, &buyer, &more));
		world.advance(1);

		// The vote lowers it for everybody at once; what runs is paid as planned.
		assert_eq!(world.vote_on_limits(limits_of_all(20)), Ok(()));
		assert_eq!(world.limits_of(&shop), (cap(20), Some(cap(40))));
		assert!(!is_taken(world, &buyer, &usual));
		assert_eq!(world.release(&buyer, running, ReleaseWhat::All), Ok(()));
		assert_eq!(world.available([&platform, &shop]), [400, 600]);

		// What the bank had set counts again as soon as it may.
		assert_eq!(world.vote_on_limits(limits_of_all(50)), Ok(()));
		assert_eq!(world.limits_of(&shop), (cap(40), Some(cap(40))));
		assert!(is_taken(world, &buyer, &forty));
	});
}
