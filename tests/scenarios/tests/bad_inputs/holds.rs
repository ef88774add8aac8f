// SPDX-License-Identifier: Apache-2.0

use crate::{
	bad,
	full::{freeze_terms, text, LIMITED},
	town::Town,
	Bad,
};
use pallet_ledger::{Call, Error, FreezeTerms, RequestId};
use split_ledger_primitives::{AccountNo, Amount, Date, Moment, Reference, DAY_MS};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, commitment, Dice, World, EAST, NORTH, SUPERVISOR, WEST};

type Ledger = Error<Runtime>;

/// Freezes.
pub(crate) fn freezes(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let account = town.buyer.account;
	let now = world.now();
	let terms = freeze_terms(now.plus(DAY_MS));
	let until = |until| FreezeTerms { until, ..terms.clone() };
	let past = Moment(now.0 - dice.below(1 << 40));
	let far = now.plus(366 * DAY_MS + 1 + dice.below(1 << 40));
	let unknown = AccountNo(100_000 + dice.below(1 << 40));
	let freeze = |key, account, terms, why: Ledger| {
		bad(key, Call::<Runtime>::freeze { account, terms }, why)
	};
	let lift = |key, account, freeze, why: Ledger| {
		bad(key, Call::<Runtime>::lift_freeze { account, freeze }, why)
	};
	let (frozen, first) = (town.full.frozen.0.account, town.full.frozen.1);
	let nothing = FreezeTerms { no_debit: false, ..terms.clone() };
	let nobody = FreezeTerms { authority: Default::default(), ..terms.clone() };
	let no_reason = FreezeTerms { reason: Default::default(), ..terms.clone() };
	let bank = bank_key(NORTH);
	vec![
		freeze(bank_key(WEST), account, terms.clone(), Ledger::NotBankNorSupervisor),
		freeze(SUPERVISOR, unknown, terms.clone(), Ledger::UnknownAccount),
		freeze(bank, account, nothing, Ledger::NothingFrozen),
		freeze(bank, account, nobody, Ledger::AuthorityMissing),
		freeze(bank, account, no_reason, Ledger::ReasonMissing),
		freeze(bank, account, until(past), Ledger::EndPassed),
		freeze(SUPERVISOR, account, until(far), Ledger::EndTooFar),
		freeze(SUPERVISOR, frozen, terms, Ledger::TooManyFreezes),
		lift(bank, frozen, first, Ledger::SetBySupervisor),
		lift(bank, account, 1_000 + dice.below(1 << 20) as u32, Ledger::NoSuchFreeze),
		lift(town.friend.key, frozen, first, Ledger::NotBankNorSupervisor),
	]
}

/// Holds of courts.
pub(crate) fn courts(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (account, magnate) = (town.buyer.account, town.full.magnate.account);
	let now = world.now();
	let fresh = world.reference();
	let tomorrow = now.plus(DAY_MS);
	let hold = |key, account, (amount, until), authority: &str, why: Ledger| {
		let call = Call::<Runtime>::judicial_hold {
			reference: fresh.clone(),
			account,
			amount: Amount(amount),
			authority: text(authority),
			document: commitment(),
			until,
		};
		bad(key, call, why)
	};
	let release = |key, account, hold, why: Ledger| {
		bad(key, Call::<Runtime>::release_hold { account, hold }, why)
	};
	let some = 1 + dice.below(30);
	let far = now.plus(366 * DAY_MS + 1 + dice.below(1 << 40));
	let bank = bank_key(NORTH);
	let closed = town.closed;
	vec![
		hold(bank_key(WEST), account, (some, tomorrow), "a court", Ledger::NotBankNorSupervisor),
		hold(bank, account, (0, tomorrow), "a court", Ledger::ZeroAmount),
		hold(bank, account, (some, tomorrow), "", Ledger::AuthorityMissing),
		hold(bank, account, (some, now), "a court", Ledger::EndPassed),
		hold(bank, account, (some, far), "a court", Ledger::EndTooFar),
		hold(bank, account, (8_990 + some, tomorrow), "a court", Ledger::NotEnoughAvailable),
		hold(bank, magnate, (some, tomorrow), "a court", Ledger::TooManyHolds),
		hold(bank_key(EAST), closed, (some, tomorrow), "a court", Ledger::AccountClosed),
		release(bank, account, some as u32, Ledger::NoSuchHold),
		release(bank_key(WEST), magnate, 0, Ledger::NotBankNorSupervisor),
	]
}

/// Redemptions that customers ask for.
pub(crate) fn redemptions(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (account, key) = (town.buyer.account, town.buyer.key);
	let fresh = world.reference();
	let ask = |key, reference: &Reference, account, amount, why: Ledger| {
		let (reference, amount) = (reference.clone(), Amount(amount));
		let payout = commitment();
		bad(key, Call::<Runtime>::request_redemption { reference, account, amount, payout }, why)
	};
	let late = Reference { date: Date(fresh.date.0 + 1), ..fresh.clone() };
	let gone = RequestId { account, request: dice.below(1 << 20) as u32 };
	let all_or_none = dice.below(2) == 0;
	let confirm = |key, requests: &[RequestId], why: Ledger| {
		let call = Call::<Runtime>::confirm_redemptions {
			reference: fresh.clone(),
			requests: requests.to_vec().try_into().expect("few"),
			source: 1,
			evidence: commitment(),
			all_or_none,
		};
		bad(key, call, why)
	};
	let RequestId { request, .. } = gone;
	let reject = |key, reason: &str, why: Ledger| {
		let reason = text(reason);
		bad(key, Call::<Runtime>::reject_redemption { account, request, reason }, why)
	};
	let some = 1 + dice.below(1_000);
	let bank = bank_key(NORTH);
	let withdraw = Call::<Runtime>::withdraw_redemption { account, request };
	vec![
		ask(town.friend.key, &fresh, account, some, Ledger::NotOwner),
		ask(bank, &fresh, account, some, Ledger::NotOwner),
		ask(key, &fresh, account, 0, Ledger::ZeroAmount),
		ask(key, &late, account, some, Ledger::ReferenceInFuture),
		ask(key, &fresh, account, 8_990 + some, Ledger::NotEnoughAvailable),
		ask(LIMITED, &fresh, town.full.clerk.account, 10 + some, Ledger::OverKeySingleLimit),
		ask(LIMITED, &fresh, town.full.clerk.account, 1 + some % 10, Ledger::OverKeyDailyLimit),
		bad(key, withdraw, Ledger::NoSuchHold),
		confirm(bank, &[], Ledger::EmptyBatch),
		confirm(bank, &[gone], Ledger::NoSuchHold),
		confirm(bank_key(WEST), &[gone], Ledger::OtherBank),
		confirm(key, &[gone], Ledger::NotABank),
		reject(bank, "no", Ledger::NoSuchHold),
		reject(bank_key(WEST), "no", Ledger::OtherBank),
	]
}
