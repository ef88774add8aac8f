// SPDX-License-Identifier: Apache-2.0

use crate::{
	bad,
	full::{limit, LIMITED, LOST, MANY, PROPOSED, SECOND, VOTES},
	town::Town,
	Bad,
};
use pallet_escrow::Call as EscrowCall;
use pallet_participants::{Call as ParticipantsCall, Error as ParticipantsError};
use pallet_splits::{Call as SplitsCall, Error as SplitsError};
use sp_runtime::DispatchError;
use split_ledger_primitives::{Currency, KeyLimit, MerchantLimits, Scopes};
use split_ledger_runtime::{AccountId, Runtime};
use split_ledger_scenarios::{account, bank_key, Dice, World, CNY, EAST, WEST};

type Escrow = pallet_escrow::Error<Runtime>;
type Participants = ParticipantsError<Runtime>;
type Splits = SplitsError<Runtime>;

/// Limits of merchants.
pub(crate) fn of_merchants(town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (shop, rival) = (town.shop.id, town.rival.id);
	let bank = bank_key(EAST);
	let share_cap_ppm = 300_001 + dice.below(700_000) as u32;
	let (wider, levels) = (
		MerchantLimits { share_cap_ppm, ..PROPOSED },
		MerchantLimits { promoter_levels: 4 + dice.below(200) as u8, ..PROPOSED },
	);
	let other = MerchantLimits { share_cap_ppm: 199_999 - dice.below(1_000) as u32, ..PROPOSED };
	let propose = |key, merchant, limits, why: Splits| {
		bad(key, SplitsCall::<Runtime>::propose_limits { merchant, limits }, why)
	};
	let confirm = |key, merchant, limits, why: Splits| {
		bad(key, SplitsCall::<Runtime>::confirm_limits { merchant, limits }, why)
	};
	let reject = |key, merchant, why: Splits| {
		bad(key, SplitsCall::<Runtime>::reject_limits { merchant }, why)
	};
	let for_all = SplitsCall::<Runtime>::set_consortium_limits {
		share_cap_ppm_max: share_cap_ppm,
		promoter_levels_max: 3,
	};
	vec![
		propose(bank_key(WEST), shop, PROPOSED, Splits::NotMerchantsBank),
		propose(town.shop.key, shop, PROPOSED, Splits::NotMerchantsBank),
		propose(bank, town.friend.id, PROPOSED, Splits::UnknownMerchant),
		propose(bank, shop, wider, Splits::OverConsortiumLimits),
		propose(bank, shop, levels, Splits::OverConsortiumLimits),
		confirm(bank, rival, PROPOSED, Splits::MakerIsChecker),
		confirm(SECOND, rival, other, Splits::OtherLimitsProposed),
		confirm(bank, shop, PROPOSED, Splits::NothingProposed),
		reject(bank, shop, Splits::NothingProposed),
		reject(bank_key(WEST), rival, Splits::NotMerchantsBank),
		bad(bank, for_all, DispatchError::BadOrigin),
	]
}

/// Limits of keys, and what a key cannot do.
pub(crate) fn of_keys(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let clerk = town.full.clerk;
	let some = 1 + dice.below(9);
	let elsewhere = Currency(500 + dice.below(400) as u16);
	let stranger = AccountId::new(dice.bytes(32).try_into().expect("32 bytes"));
	let propose = |by, key: &str, currency, limit: Option<KeyLimit>, why: Participants| {
		let key = account(key);
		bad(by, ParticipantsCall::<Runtime>::propose_key_limit { key, currency, limit }, why)
	};
	let confirm = |by, key: &str, limit: Option<KeyLimit>, why: Participants| {
		let (key, currency) = (account(key), CNY);
		bad(by, ParticipantsCall::<Runtime>::confirm_key_limit { key, currency, limit }, why)
	};
	let withdraw = |by, key: &str, currency, why: Participants| {
		let key = account(key);
		bad(by, ParticipantsCall::<Runtime>::withdraw_key_limit_proposal { key, currency }, why)
	};
	let add = ParticipantsCall::<Runtime>::add_key {
		participant: clerk.id,
		key: stranger,
		scopes: Scopes::ALL,
	};
	let raised = limit(50, 100);
	let at_once = world.transfer(&clerk, 10 + some, &town.friend);
	let on_this_date = world.transfer(&clerk, some, &town.friend);
	let order = world.transfer(&town.buyer, some, &town.friend);
	let by_suspended = world.transfer(&town.suspended, some, &town.friend);
	vec![
		propose(clerk.key, LIMITED, CNY, limit(20 + some, 20), Participants::InvalidLimit),
		propose(clerk.key, LIMITED, CNY, limit(10, 20), Participants::NothingChanges),
		propose(clerk.key, MANY, elsewhere, limit(0, 0), Participants::TooManyLimits),
		propose(bank_key(WEST), LIMITED, CNY, limit(1, 1), Participants::NotAllowed),
		propose(clerk.key, "//Nobody", CNY, limit(1, 1), Participants::NoSuchKey),
		confirm(clerk.key, LIMITED, raised, Participants::MakerIsChecker),
		confirm(bank_key(EAST), LIMITED, limit(50, 100 + some), Participants::ProposalDiffers),
		confirm(bank_key(EAST), MANY, raised, Participants::NoProposal),
		confirm(clerk.key, LOST, raised, Participants::MakerGone),
		withdraw(clerk.key, LIMITED, elsewhere, Participants::NoProposal),
		bad(LIMITED, add, Participants::LimitedKey),
		bad(LIMITED, EscrowCall::<Runtime>::place { order: at_once }, Escrow::OverSingleLimit),
		bad(LIMITED, EscrowCall::<Runtime>::place { order: on_this_date }, Escrow::OverDailyLimit),
		bad(VOTES, EscrowCall::<Runtime>::place { order }, Participants::ScopeMissing),
		bad(
			town.suspended.key,
			EscrowCall::<Runtime>::place { order: by_suspended },
			Participants::ParticipantSuspended,
		),
	]
}
