// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_escrow::{Call as EscrowCall, Error as EscrowError, ReleaseWhat};
use pallet_groups::{Call, Error, GroupTerms};
use split_ledger_primitives::{
	Date, ExpiryPolicy, GroupNo, Moment, OrderBody, OrderId, ParticipantId, Reference, ReleaseMode,
	Text,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{group_terms, held, Customer, Deal, Dice, World};

type Escrow = EscrowError<Runtime>;
type Groups = Error<Runtime>;

/// Groups of the platform and the shop in every state, and an order that waits.
pub(crate) struct Clubs {
	/// Open, with an order.
	pub(crate) open: GroupNo,
	pub(crate) waiting: OrderId,
	/// Open, and the slot of the goods is the leader's.
	pub(crate) led_by_shop: GroupNo,
	/// Open, and no slot is the leader's that there is.
	pub(crate) led_by_nobody: GroupNo,
	pub(crate) complete: GroupNo,
	pub(crate) off: GroupNo,
	/// Who opened it, its reference and its terms.
	pub(crate) opened: (Reference, GroupTerms),
}

impl Clubs {
	pub(crate) fn built(
		world: &mut World,
		[patron, platform]: [&Customer; 2],
		deal: &Deal,
	) -> Self {
		// Until after all rounds of the table.
		let deadline = Some(world.now().plus(20 * 86_400_000));
		let terms = GroupTerms { deadline, ..group_terms(deal, 10_000) };
		let led = |slot| GroupTerms { leader_slot: Some(slot), ..terms.clone() };
		let open = world.open_group(platform, terms.clone());
		let join = |world: &mut World, group| {
			let order = OrderBody { group: Some(group), ..world.order(patron, 100, deal) };
			world.placed(patron, order)
		};
		let waiting = join(world, open);
		let led_by_shop = world.open_group(platform, led(1));
		let led_by_nobody = world.open_group(platform, led(9));
		let complete = world.open_group(platform, GroupTerms { needed: 2, ..terms.clone() });
		join(world, complete);
		join(world, complete);
		let off = world.open_group(platform, terms.clone());
		assert_eq!(world.call_off(platform.key, off), Ok(()));
		let reference = world.reference();
		let open_again =
			Call::<Runtime>::open { reference: reference.clone(), terms: terms.clone() };
		world.does(platform.key, open_again);
		let opened = (reference, terms);
		Self { open, waiting, led_by_shop, led_by_nobody, complete, off, opened }
	}
}

/// Groups that must not be opened or called off.
pub(crate) fn groups(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let Clubs { open, complete, off, opened: (used, terms), .. } = &town.agreed.clubs;
	let (platform, buyer) = (town.platform.key, town.buyer.key);
	let fresh = world.reference();
	let opens = |key, reference: &Reference, terms: GroupTerms, why: Groups| {
		bad(key, Call::<Runtime>::open { reference: reference.clone(), terms }, why)
	};
	let terms = || terms.clone();
	let nobody = ParticipantId(90_000 + dice.below(9) as u32);
	let now = world.now();
	let far = now.plus((31 + dice.below(99)) * 86_400_000);
	let early = Moment(dice.below(now.0));
	let in_time = |deadline| GroupTerms { deadline: Some(deadline), ..terms() };
	let old = Reference { date: Date(world.today().0 - 31), ..fresh.clone() };
	let empty = Reference { text: Text::new(), ..fresh.clone() };
	let off_call = |key, group, why: Groups| bad(key, Call::<Runtime>::call_off { group }, why);
	vec![
		opens(platform, used, GroupTerms { needed: 3, ..terms() }, Groups::ReferenceTaken),
		opens(platform, &empty, terms(), Groups::EmptyReference),
		opens(platform, &old, terms(), Groups::ReferenceDateOutOfRange),
		opens(buyer, &fresh, terms(), Groups::NotAParty),
		opens(
			town.shop.key,
			&fresh,
			GroupTerms { platform: nobody, ..terms() },
			Groups::UnknownPlatform,
		),
		opens(
			platform,
			&fresh,
			GroupTerms { merchant: nobody, ..terms() },
			Groups::UnknownMerchant,
		),
		opens(
			platform,
			&fresh,
			GroupTerms { needed: dice.below(2) as u32, ..terms() },
			Groups::NeededOutOfRange,
		),
		opens(platform, &fresh, in_time(far), Groups::DeadlineOutOfRange),
		opens(platform, &fresh, in_time(early), Groups::DeadlineOutOfRange),
		off_call(buyer, *open, Groups::NotEntitled),
		off_call(platform, *complete, Groups::AlreadyComplete),
		off_call(platform, *off, Groups::AlreadyFailed),
		off_call(platform, GroupNo(90_000 + dice.below(9) as u32), Groups::UnknownGroup),
	]
}

/// Orders that must not join, and what must not be done with one that waits.
pub(crate) fn joins(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let Clubs { open, waiting, led_by_shop, led_by_nobody, complete, .. } = &town.agreed.clubs;
	let order = world.order(&town.buyer, 100 + dice.below(900), &town.deal);
	let place = |group, order: OrderBody, why: Escrow| {
		let order = OrderBody { group: Some(group), ..order };
		bad(town.buyer.key, EscrowCall::<Runtime>::place { order }, why)
	};
	let transfer = world.later(&town.buyer, 5, &town.friend);
	let soon = held(Some(world.now().plus(86_400_000)), ExpiryPolicy::Payer);
	let (reference, what) = (world.reference(), ReleaseWhat::All);
	let release = EscrowCall::<Runtime>::release { reference, order: *waiting, what };
	vec![
		place(GroupNo(90_000), order.clone(), Escrow::UnknownGroup),
		place(*complete, order.clone(), Escrow::GroupClosed),
		place(*open, transfer, Escrow::OtherGroupTerms),
		place(
			*open,
			OrderBody { release: ReleaseMode::Now, ..order.clone() },
			Escrow::PaidBeforeItsGroup,
		),
		place(*open, OrderBody { release: soon, ..order.clone() }, Escrow::DeadlineBeforeItsGroups),
		place(*led_by_nobody, order.clone(), Escrow::LeaderMissing),
		place(*led_by_shop, order, Escrow::MerchantLeads),
		bad(town.patron.key, release, Escrow::GroupNotComplete),
	]
}
