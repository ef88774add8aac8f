// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_escrow::{Call, Error};
use split_ledger_primitives::{
	AccountNo, Amount, CoverMode, Date, ExpiryPolicy, Moment, OrderBody, Reference, ReleaseMode,
	RuleHash, Terms, DAY_MS,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, held, Customer, Deal, Dice, World, NORTH};

type Escrow = Error<Runtime>;
type Ledger = pallet_ledger::Error<Runtime>;
type Splits = pallet_splits::Error<Runtime>;
type Clearing = pallet_clearing::Error<Runtime>;

fn place(town: &Town, order: OrderBody, why: impl Into<sp_runtime::DispatchError>) -> Bad {
	bad(town.buyer.key, Call::<Runtime>::place { order }, why)
}

fn dated(order: OrderBody, date: u16) -> OrderBody {
	let reference = Reference { date: Date(date), ..order.reference };
	OrderBody { reference, ..order }
}

/// Orders that are wrong whatever they pay.
pub(crate) fn placements(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let some = 100 + dice.below(900);
	let now = world.now();
	let today = world.today().0;
	let days = 1 + dice.below(300) as u16;
	let order = world.order(&town.buyer, some, &town.deal);
	let order = || order.clone();
	let payer = |payer| OrderBody { payer, ..order() };
	let until =
		|deadline| OrderBody { release: held(Some(deadline), ExpiryPolicy::Payer), ..order() };
	let latest = Date(today).start().plus(180 * DAY_MS);
	let legs = |legs_max| OrderBody { legs_max, ..order() };
	let no_iso = vec![b'A', 0x7f + dice.below(128) as u8].try_into().expect("two bytes");
	let unknown_buyer = payer(town.pass_through);
	let no_text = Reference { text: Default::default(), ..order().reference };
	let after = ReleaseMode::Held {
		after: Some(now.plus(2_000 + dice.below(1_000))),
		deadline: Some(now.plus(2_000)),
		expiry: ExpiryPolicy::Payer,
		cover: CoverMode::AtPlacement,
	};
	let other_body = OrderBody { amount: Amount(1_001 + dice.below(9)), ..town.held.1.clone() };
	let too_late =
		OrderBody { not_after: Some(Moment(now.0 - 1 - dice.below(1 << 40))), ..order() };
	let leaver = &town.states.leaver;
	let from_leaver = world.transfer(leaver, some, &town.friend);
	let long = world.transfer(&town.buyer, 1, &town.friend);
	let long = [251, 250].map(|orders| vec![long.clone(); orders].try_into().expect("an item"));
	let items = long.to_vec().try_into().expect("two items");
	vec![
		bad(leaver.key, Call::<Runtime>::place { order: from_leaver }, Escrow::BankNotActive),
		bad(town.buyer.key, Call::<Runtime>::place_batch { items }, Escrow::BatchTooLong),
		place(town, OrderBody { amount: Amount::ZERO, ..order() }, Escrow::ZeroAmount),
		place(town, OrderBody { reference: no_text, ..order() }, Escrow::EmptyReference),
		place(town, dated(order(), today + days), Escrow::ReferenceDateOutOfRange),
		place(town, dated(order(), today - 30 - days), Escrow::ReferenceDateOutOfRange),
		place(town, too_late, Escrow::PastNotAfter),
		place(town, payer(town.friend.account), Escrow::NotThePayer),
		place(town, payer(AccountNo(1_000 + dice.roll() / 2)), Ledger::UnknownAccount),
		place(town, until(latest.plus(1 + dice.below(1 << 40))), Escrow::DeadlineTooFar),
		place(town, until(Moment(now.0 - dice.below(1 << 40))), Escrow::PastDeadline),
		place(town, OrderBody { release: after, ..order() }, Escrow::AfterNotBeforeDeadline),
		place(town, legs(0), Escrow::TooManyLegs),
		place(town, legs(51 + dice.below(200) as u8), Escrow::TooManyLegs),
		place(town, legs(1), Splits::MoreLegsThanStated),
		place(town, OrderBody { end_to_end: Some(no_iso), ..order() }, Escrow::BadEndToEnd),
		place(
			town,
			OrderBody { end_to_end: Some(Default::default()), ..order() },
			Escrow::BadEndToEnd,
		),
		bad(bank_key(NORTH), Call::<Runtime>::place { order: unknown_buyer }, Escrow::BuyerMissing),
		place(town, other_body, Escrow::ReferenceTaken),
		bad(
			town.buyer.key,
			Call::<Runtime>::place_combined { orders: Default::default() },
			Escrow::EmptyPayment,
		),
	]
}

/// Orders whose terms are wrong, or whose money or cover is not there.
pub(crate) fn terms(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let some = 100 + dice.below(900);
	let order = world.order(&town.buyer, some, &town.deal);
	let plain = world.transfer(&town.buyer, some, &town.friend);
	let greedy = world.order(&town.buyer, some, &town.greedy);
	let with = |terms| OrderBody { terms, ..order.clone() };
	let to = |to| OrderBody { terms: Terms::Transfer { to }, ..plain.clone() };
	let pays = |amount| OrderBody { amount: Amount(amount), ..plain.clone() };
	let mixed = |change: &dyn Fn(&mut Deal)| {
		let mut deal = town.deal.clone();
		change(&mut deal);
		with(deal.terms())
	};
	let brought = |inputs: Vec<(u8, Amount)>| {
		let Terms::Split { platform, merchant, rules, attributes, parties, .. } = town.deal.terms()
		else {
			unreachable!("a deal is a split");
		};
		let inputs = inputs.try_into().expect("few inputs");
		with(Terms::Split { platform, merchant, rules, attributes, parties, inputs })
	};
	let input = (0, Amount(dice.below(100)));
	let hash = RuleHash(dice.bytes(32).try_into().expect("32 bytes"));
	let expiry = held(None, ExpiryPolicy::Merchant);
	vec![
		place(town, mixed(&|deal| deal.parties.reverse()), Escrow::PartiesNotAscending),
		place(
			town,
			mixed(&|deal| {
				deal.parties.remove(0);
			}),
			Escrow::PartyMissing,
		),
		place(town, mixed(&|deal| deal.parties[0].1 = town.shop.account), Escrow::PurposeUnfit),
		place(town, mixed(&|deal| deal.parties[1].1 = town.dollars), Escrow::OtherCurrency),
		place(town, mixed(&|deal| deal.merchant = town.friend.id), Splits::NotAccepted),
		place(town, mixed(&|deal| deal.parties[1].1 = town.closed), Escrow::PayeeClosed),
		place(town, mixed(&|deal| deal.platform = town.shop.id), Splits::NotApproved),
		place(town, mixed(&|deal| deal.rules = hash), Splits::UnknownRuleSet),
		place(town, brought(vec![input, input]), Escrow::InputsNotAscending),
		place(town, brought(vec![input]), Splits::InputLeftOver),
		place(town, greedy, Escrow::OverShareCap),
		place(town, to(town.buyer.account), Escrow::PayerIsPayee),
		place(town, to(town.dollars), Escrow::OtherCurrency),
		place(town, to(town.closed), Escrow::PayeeClosed),
		place(town, to(town.platform.account), Escrow::PurposeUnfit),
		place(town, OrderBody { release: expiry, ..plain.clone() }, Escrow::NoMerchantLeg),
		place(town, pays(8_991 + dice.below(1 << 50)), Ledger::NotEnoughAvailable),
		place(town, pays(u64::MAX), Ledger::NotEnoughAvailable),
		place(town, pays(4_000 + dice.below(4_000)), Clearing::OverCap),
	]
}

/// Orders under rule sets, and from accounts, that do not take them.
pub(crate) fn deals(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let some = 100 + dice.below(900);
	let order = world.order(&town.buyer, some, &town.deal);
	let plain = world.transfer(&town.buyer, some, &town.friend);
	let by_deal = |deal: &Deal| OrderBody { terms: deal.terms(), ..order.clone() };
	let by_goods_of = |seller: &Customer| {
		let mut deal = town.deal.clone();
		deal.parties[1].1 = seller.account;
		deal
	};
	let states = &town.states;
	let mut too_large = by_deal(&states.with_input);
	if let Terms::Split { inputs, .. } = &mut too_large.terms {
		let fee = Amount(some + 1 + dice.below(1 << 40));
		*inputs = vec![(0, fee)].try_into().expect("one input");
	}
	let from = |who: &Customer| OrderBody { payer: who.account, ..plain.clone() };
	let frozen = &town.full.frozen.0;
	let rivals = Deal { merchant: town.rival.id, ..by_goods_of(&town.rival) };
	let mut by_hauler = states.freight.clone();
	by_hauler.parties[1].1 = town.hauler.account;
	let in_dollars = OrderBody { payer: town.dollars, ..order.clone() };
	vec![
		place(town, by_deal(&by_goods_of(&town.farm)), Escrow::MerchantMissing),
		place(town, by_deal(&by_goods_of(&town.rival)), Escrow::SecondMerchant),
		place(town, by_deal(&by_hauler), Escrow::ReceiverNotConsented),
		place(town, by_deal(&states.freight), Escrow::OverReceiverCeiling),
		place(town, by_deal(&states.crowded), Escrow::TooManyPromoters),
		place(town, by_deal(&states.retired), Splits::Retired),
		place(town, by_deal(&states.later.0), Splits::NotYetEffective),
		place(town, by_deal(&states.fees_kept), Splits::OverLiability),
		place(town, by_deal(&states.with_input), Splits::InputMissing),
		place(town, too_large, Splits::LegOverRest),
		place(town, by_deal(&rivals), Splits::OverCeiling),
		bad(town.shop.key, Call::<Runtime>::place { order: in_dollars }, Splits::OtherCurrency),
		bad(frozen.key, Call::<Runtime>::place { order: from(frozen) }, Ledger::NoDebit),
		bad(
			bank_key(NORTH),
			Call::<Runtime>::place { order: from(&town.suspended) },
			Ledger::OwnerSuspended,
		),
	]
}
