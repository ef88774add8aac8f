// SPDX-License-Identifier: Apache-2.0

//! Disputes and freezes of orders.

use crate::{bad, town::Town, Bad};
use pallet_escrow::{Call, Error, OrderFreezeTerms, ReleaseWhat};
use split_ledger_primitives::{
	Moment, OrderBody, OrderId, ParticipantId, Role, Side, Silence, Text, DAY_MS,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{
	bank_key, commitment, disputable, order_freeze, Customer, Deal, Dice, World, NORTH, SOUTH,
	SUPERVISOR, WEST,
};

type Escrow = Error<Runtime>;

/// Orders of the patron about which a judge decides.
pub(crate) struct Disputed {
	judge: Customer,
	/// Nobody disputes it.
	calm: OrderId,
	/// The patron disputes it.
	open: OrderId,
	/// The shop answered about it.
	answered: OrderId,
	/// It was disputed five times.
	weary: OrderId,
	/// A supervisor froze it.
	frozen: OrderId,
}

impl Disputed {
	pub(crate) fn built(world: &mut World, [patron, shop]: [&Customer; 2], deal: &Deal) -> Self {
		let judge = world.customer(SOUTH, "//Judge", &[Role::Attestor]);
		let place = |world: &mut World| {
			let order = world.order(patron, 10, deal);
			world.placed(patron, disputable(order, &judge, Silence::Resolver))
		};
		let calm = place(world);
		let open = place(world);
		assert_eq!(world.dispute(patron, Side::Payer, open), Ok(()));
		let answered = place(world);
		assert_eq!(world.dispute(patron, Side::Payer, answered), Ok(()));
		assert_eq!(world.answer_dispute(shop, answered), Ok(()));
		let weary = place(world);
		for _ in 0..5 {
			assert_eq!(world.dispute(patron, Side::Payer, weary), Ok(()));
			assert_eq!(world.withdraw_dispute(patron, weary), Ok(()));
		}
		let frozen = place(world);
		let until = world.now().plus(90 * DAY_MS);
		assert_eq!(world.freeze_order(SUPERVISOR, frozen, until), Ok(()));
		Self { judge, calm, open, answered, weary, frozen }
	}
}

/// Orders that name no fit way to dispute them.
pub(crate) fn agreements(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let order = world.order(&town.buyer, 100 + dice.below(900), &town.deal);
	let order = disputable(order, &town.agreed.disputed.judge, Silence::Resolver);
	let by = |resolver: ParticipantId| {
		let mut order = order.clone();
		order.dispute.as_mut().expect("disputable").resolver = resolver;
		order
	};
	let days = |days| {
		let mut order = order.clone();
		order.dispute.as_mut().expect("disputable").answer_days = days;
		order
	};
	let place =
		|order: OrderBody, why: Escrow| bad(town.buyer.key, Call::<Runtime>::place { order }, why);
	vec![
		place(by(ParticipantId(1_000_000)), Escrow::ResolverUnfit),
		place(by(town.suspended.id), Escrow::ResolverUnfit),
		place(by(town.buyer.id), Escrow::ResolverIsParty),
		place(by(town.shop.id), Escrow::ResolverIsParty),
		place(by(town.platform.id), Escrow::ResolverIsParty),
		place(days(0), Escrow::AnswerDaysOutOfRange),
		place(days(31 + dice.below(200) as u8), Escrow::AnswerDaysOutOfRange),
	]
}

/// What is not to be said, or decided, about an order.
pub(crate) fn disputes(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let Disputed { judge, calm, open, answered, weary, .. } = town.agreed.disputed;
	let (patron, shop) = (&town.patron, &town.shop);
	let (evidence, body) = (commitment(), None);
	let dispute = |order, side, why: Escrow| {
		let body = body.clone();
		let by = if side == Side::Payer { patron } else { shop };
		bad(by.key, Call::<Runtime>::dispute { order, side, evidence, body }, why)
	};
	let answer = |order, why: Escrow| {
		let body = body.clone();
		bad(shop.key, Call::<Runtime>::answer_dispute { order, evidence, body }, why)
	};
	let reference = world.reference();
	let resolve = |order, payer_ppm, why: Escrow| {
		let (reference, body) = (reference.clone(), body.clone());
		let call = Call::<Runtime>::resolve_dispute { reference, order, payer_ppm, evidence, body };
		bad(judge.key, call, why)
	};
	let some = dice.below(1_000_000) as u32;
	let withdraw = Call::<Runtime>::withdraw_dispute { order: open, body: None };
	let (name, what) = (world.reference(), ReleaseWhat::All);
	let release = Call::<Runtime>::release { reference: name, order: open, what };
	vec![
		dispute(town.held.0, Side::Merchant, Escrow::NoDisputeAgreed),
		dispute(open, Side::Payer, Escrow::AlreadyDisputed),
		dispute(answered, Side::Merchant, Escrow::AlreadyDisputed),
		dispute(weary, Side::Payer, Escrow::TooManyDisputes),
		answer(calm, Escrow::NotDisputed),
		answer(answered, Escrow::AlreadyAnswered),
		bad(shop.key, withdraw, Escrow::NotEntitled),
		bad(shop.key, release, Escrow::OrderDisputed),
		resolve(calm, some, Escrow::NotDisputed),
		resolve(open, some, Escrow::NotAnsweredYet),
		resolve(answered, 1_000_001 + some, Escrow::ShareOverWhole),
	]
}

/// Freezes that are not to be laid or lifted, and what a freeze forbids.
pub(crate) fn freezes(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let Disputed { calm, frozen, .. } = town.agreed.disputed;
	let now = world.now();
	let soon = order_freeze(now.plus(DAY_MS));
	let freeze = |key, order, terms: OrderFreezeTerms, why: Escrow| {
		bad(key, Call::<Runtime>::freeze_order { order, terms }, why)
	};
	let with = |terms, why| freeze(SUPERVISOR, calm, terms, why);
	let none = || Text::default();
	let lift =
		|key, order, why: Escrow| bad(key, Call::<Runtime>::lift_order_freeze { order }, why);
	let over = order_freeze(Moment(now.0 - dice.below(1 << 40)));
	let far = order_freeze(now.plus(211 * DAY_MS + dice.below(1 << 40)));
	let (reference, what) = (world.reference(), ReleaseWhat::All);
	let release = Call::<Runtime>::release { reference, order: frozen, what };
	vec![
		freeze(bank_key(NORTH), calm, soon.clone(), Escrow::NotBankNorSupervisor),
		freeze(bank_key(WEST), frozen, soon.clone(), Escrow::FrozenByAnother),
		with(OrderFreezeTerms { reason: none(), ..soon.clone() }, Escrow::FreezeReasonMissing),
		with(OrderFreezeTerms { authority: none(), ..soon }, Escrow::FreezeAuthorityMissing),
		with(over, Escrow::FreezeEndPassed),
		with(far, Escrow::FreezePastEnd),
		lift(bank_key(WEST), calm, Escrow::NotFrozen),
		lift(bank_key(WEST), frozen, Escrow::FrozenByAnother),
		bad(town.patron.key, release, Escrow::OrderFrozen),
	]
}
