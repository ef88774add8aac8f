// SPDX-License-Identifier: Apache-2.0

use crate::{
	bad,
	town::{made, Town},
	Bad,
};
use pallet_escrow::{Call as EscrowCall, Error as EscrowError};
use pallet_mandates::{Call, Error};
use pallet_participants::Call as ParticipantsCall;
use split_ledger_primitives::{
	AccountNo, Amount, Date, MandateLimits, MandateNo, MandatePeriod, MandateTerms, OrderBody,
	ParticipantId, Scopes,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{account, bank_key, Customer, Dice, World, EAST, NORTH, WEST};

type Escrow = EscrowError<Runtime>;
type Mandates = Error<Runtime>;

/// The key of the clerk that proposed a mandate and was revoked.
const GONE: &str = "//ClerkGone";

/// Mandates in every state.
pub(crate) struct Mandated {
	/// 40 of 100 are left to the platform on the account of the patron.
	pub(crate) tight: (MandateNo, MandateTerms),
	/// No order is left.
	pub(crate) used_up: MandateNo,
	/// It begins in ten days.
	pub(crate) later: MandateNo,
	/// The patron proposed it.
	pub(crate) waiting: (MandateNo, MandateTerms),
	/// It was revoked.
	pub(crate) ended: MandateNo,
	/// On the clerk's account; its maker signs no more.
	pub(crate) orphan: (MandateNo, MandateTerms),
	/// What the magnate cannot propose, whose account has 64.
	pub(crate) too_many: MandateTerms,
}

impl Mandated {
	pub(crate) fn built(
		world: &mut World,
		[patron, platform, friend]: [&Customer; 3],
		[clerk, magnate]: [&Customer; 2],
	) -> Self {
		let give = |world: &mut World, limits| {
			let terms = world.mandate(patron, platform, limits);
			(world.give_mandate(patron, terms), terms)
		};
		let draw = |world: &mut World, mandate, amount| {
			let order = world.transfer(patron, amount, friend);
			world.placed(platform, OrderBody { mandate: Some(mandate), ..order });
		};
		let (tight, used_up) = (give(world, (100, 100, 5)), give(world, (100, 100, 1)).0);
		draw(world, tight.0, 60);
		draw(world, used_up, 1);
		let terms = world.mandate(patron, platform, (100, 100, 5));
		let later = MandateTerms { from: Date(terms.from.0 + 10), ..terms };
		let later = world.give_mandate(patron, later);
		let terms = world.mandate(patron, platform, (100, 100, 5));
		let waiting = world.propose_mandate(patron.key, terms).expect("proposed");
		let ended = give(world, (100, 100, 5)).0;
		assert_eq!(world.revoke_mandate(platform.key, ended), Ok(()));
		Self {
			tight,
			used_up,
			later,
			waiting: (waiting, terms),
			ended,
			orphan: Self::orphan(world, clerk, platform),
			too_many: Self::too_many(world, magnate, platform),
		}
	}

	fn orphan(world: &mut World, clerk: &Customer, to: &Customer) -> (MandateNo, MandateTerms) {
		world.add_key(clerk.key, clerk.id, GONE, Scopes::ALL);
		let terms = world.mandate(clerk, to, (100, 100, 5));
		let mandate = world.propose_mandate(GONE, terms).expect("proposed");
		let key = account(GONE);
		world.does(clerk.key, ParticipantsCall::<Runtime>::revoke_key { key });
		(mandate, terms)
	}

	fn too_many(world: &mut World, magnate: &Customer, to: &Customer) -> MandateTerms {
		for _ in 0..64 {
			let terms = world.mandate(magnate, to, (100, 100, 5));
			made(world, magnate.key, Call::<Runtime>::propose { terms });
		}
		world.mandate(magnate, to, (100, 100, 5))
	}
}

/// Mandates that cannot be given, changed or ended.
pub(crate) fn mandates(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let Mandated { tight, waiting, ended, orphan, too_many, .. } = &town.agreed.mandated;
	let (patron, some) = (town.patron.key, 1 + dice.below(50));
	let terms = world.mandate(&town.patron, &town.platform, (some, 100, 5));
	let on = |account| MandateTerms { account, ..terms };
	let to = |grantee| MandateTerms { grantee, ..terms };
	let within = |limits| MandateTerms { limits, ..terms };
	let limits = terms.limits;
	let over = MandateLimits { single: Amount(100 + some), ..limits };
	let past = MandateLimits { until: Date(terms.from.0 - some as u16), ..limits };
	let long = MandateTerms { period: MandatePeriod::Days(366 + some as u16), ..terms };
	let nobody = ParticipantId(1_000_000 + some as u32);
	let other = MandateTerms { from: Date(terms.from.0 + some as u16), ..waiting.1 };
	let unknown = MandateNo(1_000_000 + some as u32);
	let propose = |key, terms, why: Mandates| bad(key, Call::<Runtime>::propose { terms }, why);
	let confirm = |key, mandate, terms, why: Mandates| {
		bad(key, Call::<Runtime>::confirm { mandate, terms }, why)
	};
	let reject = |key, mandate, why: Mandates| bad(key, Call::<Runtime>::reject { mandate }, why);
	let revoke = |key, mandate, why: Mandates| bad(key, Call::<Runtime>::revoke { mandate }, why);
	let lower = |key, limits, why: Mandates| {
		bad(key, Call::<Runtime>::lower { mandate: tight.0, limits }, why)
	};
	let wider = MandateLimits { amount: Amount(100 + some), ..tight.1.limits };
	vec![
		propose(patron, on(AccountNo(1_000_000 + some)), Mandates::UnknownAccount),
		propose(town.shop.key, on(town.closed), Mandates::AccountClosed),
		propose(bank_key(NORTH), terms, Mandates::NotForAccount),
		propose(patron, to(nobody), Mandates::UnknownGrantee),
		propose(patron, to(town.suspended.id), Mandates::Suspended),
		propose(patron, to(town.patron.id), Mandates::GranteeNeedsNone),
		propose(patron, within(over), Mandates::UnsoundLimits),
		propose(patron, within(past), Mandates::UnsoundDates),
		propose(patron, long, Mandates::PeriodOutOfRange),
		propose(patron, waiting.1, Mandates::EvidenceUsed),
		propose(town.full.magnate.key, *too_many, Mandates::TooManyMandates),
		confirm(patron, waiting.0, waiting.1, Mandates::MakerIsChecker),
		confirm(bank_key(WEST), waiting.0, other, Mandates::TermsDiffer),
		confirm(bank_key(WEST), tight.0, tight.1, Mandates::AlreadyConfirmed),
		confirm(bank_key(EAST), orphan.0, orphan.1, Mandates::MakerGone),
		confirm(patron, unknown, waiting.1, Mandates::UnknownMandate),
		reject(patron, tight.0, Mandates::AlreadyConfirmed),
		reject(town.platform.key, waiting.0, Mandates::NotForAccount),
		revoke(patron, waiting.0, Mandates::NotConfirmed),
		revoke(town.shop.key, tight.0, Mandates::NotForAccount),
		revoke(patron, *ended, Mandates::MandateEnded),
		lower(patron, wider, Mandates::NotLower),
		lower(town.platform.key, limits, Mandates::NotForAccount),
	]
}

/// Orders by mandates that do not allow them.
pub(crate) fn draws(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let Mandated { tight, used_up, later, waiting, ended, .. } = &town.agreed.mandated;
	let some = 1 + dice.below(50);
	let mut place = |key, mandate, amount, why: sp_runtime::DispatchError| {
		let order = world.transfer(&town.patron, amount, &town.friend);
		let order = OrderBody { mandate: Some(mandate), ..order };
		bad(key, EscrowCall::<Runtime>::place { order }, why)
	};
	let platform = town.platform.key;
	vec![
		place(platform, tight.0, 100 + some, Escrow::OverMandateSingle.into()),
		place(platform, tight.0, 40 + some, Escrow::OverMandateAmount.into()),
		place(platform, *used_up, some, Escrow::OverMandateOrders.into()),
		place(town.shop.key, tight.0, some, Escrow::MandateUnfit.into()),
		place(platform, town.agreed.mandated.orphan.0, some, Mandates::NotConfirmed.into()),
		place(platform, waiting.0, some, Mandates::NotConfirmed.into()),
		place(platform, *later, some, Mandates::NotBegun.into()),
		place(platform, *ended, some, Mandates::MandateEnded.into()),
	]
}
