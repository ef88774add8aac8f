// SPDX-License-Identifier: Apache-2.0

use crate::{
	bad,
	full::REVOKED,
	town::{Town, GONE, LEAVING},
	Bad,
};
use pallet_participants::{Call, Error, NewKeys, SuspendReason};
use pallet_splits::{Call as SplitsCall, Error as SplitsError};
use sp_runtime::DispatchError;
use split_ledger_primitives::{
	BankStatus, Commitment, Date, ParticipantId, Role, Roles, RuleHash, Scopes,
};
use split_ledger_runtime::{AccountId, Runtime, RuntimeCall};
use split_ledger_scenarios::{account, bank_key, Dice, World, EAST, NORTH, SUPERVISOR, WEST};

type Participants = Error<Runtime>;
type Splits = SplitsError<Runtime>;

fn one_key(key: AccountId) -> NewKeys<AccountId> {
	vec![(key, Scopes::ALL)].try_into().expect("one key")
}

/// Participants, keys, suspensions and votes.
pub(crate) fn participants(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let new_key = AccountId::new(dice.bytes(32).try_into().expect("32 bytes"));
	let today = world.today().0;
	let commitment = Commitment([3; 32]);
	let onboard = |key, roles: Roles, days: u16, keys: &AccountId, why: Participants| {
		let (review, keys) = (Date(today + days), one_key(keys.clone()));
		bad(key, Call::<Runtime>::onboard { roles, commitment, review, keys }, why)
	};
	let (bank, shop) = (bank_key(NORTH), Roles::of(&[Role::Merchant]));
	let unknown = ParticipantId(1_000 + dice.below(1 << 30) as u32);
	let by_vote = *dice.pick(&[Role::Bank, Role::SettlementAgent, Role::Supervisor]);
	let add = |participant, scopes, why: Participants| {
		let key = new_key.clone();
		bad(bank, Call::<Runtime>::add_key { participant, key, scopes }, why)
	};
	let reason = SuspendReason::Fraud;
	let suspend = |key, participant, why: Participants| {
		bad(key, Call::<Runtime>::suspend { participant, reason }, why)
	};
	let roles = |key, participant, roles, why: Participants| {
		let self_operated = false;
		bad(key, Call::<Runtime>::set_roles { participant, roles, self_operated }, why)
	};
	let remark = frame_system::Call::<Runtime>::remark { remark: dice.bytes(9) };
	let call = Box::new(RuntimeCall::from(remark));
	let status = BankStatus::RunOff;
	vec![
		onboard(bank, Roles::of(&[by_vote]), 9, &new_key, Participants::InvalidRoles),
		onboard(bank, Roles::NONE, 9, &new_key, Participants::InvalidRoles),
		onboard(bank, shop, 0, &new_key, Participants::ReviewNotAhead),
		onboard(bank, shop, 9, &account(town.shop.key), Participants::KeyInUse),
		onboard(town.shop.key, shop, 9, &new_key, Participants::NotABank),
		add(town.buyer.id, Scopes::NONE, Participants::InvalidScopes),
		add(town.buyer.id, Scopes(1 << 15), Participants::InvalidScopes),
		add(unknown, Scopes::ALL, Participants::UnknownParticipant),
		add(town.friend.id, Scopes::ALL, Participants::NotAllowed),
		bad(bank, Call::<Runtime>::revoke_key { key: new_key.clone() }, Participants::NoSuchKey),
		suspend(bank_key(WEST), town.buyer.id, Participants::NotAllowed),
		suspend(SUPERVISOR, unknown, Participants::UnknownParticipant),
		bad(
			bank,
			Call::<Runtime>::reinstate { participant: town.buyer.id },
			Participants::NotSuspended,
		),
		roles(bank_key(EAST), town.buyer.id, shop, Participants::NotAllowed),
		roles(bank, town.buyer.id, Roles::of(&[Role::Bank]), Participants::InvalidRoles),
		bad(
			bank,
			Call::<Runtime>::set_bank_status { bank: WEST, status },
			DispatchError::BadOrigin,
		),
		bad(bank, Call::<Runtime>::as_root { call: call.clone() }, DispatchError::BadOrigin),
		bad(town.buyer.key, Call::<Runtime>::act_as_bank { call }, Participants::NotABank),
	]
}

/// Whoever left, is leaving or has nothing left to change.
pub(crate) fn endings(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let new_key = AccountId::new(dice.bytes(32).try_into().expect("32 bytes"));
	let review = Date(world.today().0 + 9);
	let onboard = |key, why: Participants| {
		let (roles, keys) = (Roles::of(&[Role::Merchant]), one_key(new_key.clone()));
		let commitment = Commitment([3; 32]);
		bad(key, Call::<Runtime>::onboard { roles, commitment, review, keys }, why)
	};
	let add = |by, participant, key: &AccountId, why: Participants| {
		let (key, scopes) = (key.clone(), Scopes::ALL);
		bad(by, Call::<Runtime>::add_key { participant, key, scopes }, why)
	};
	let (bank, clerk) = (bank_key(NORTH), town.full.clerk);
	let remark = frame_system::Call::<Runtime>::remark { remark: dice.bytes(9) };
	let call = Box::new(RuntimeCall::from(remark));
	let call = Box::new(RuntimeCall::from(Call::<Runtime>::act_as_bank { call }));
	let (participant, reason) = (town.suspended.id, SuspendReason::Fraud);
	let (roles, self_operated) = (Roles::of(&[Role::Buyer]), false);
	let same = Call::<Runtime>::set_roles { participant: town.buyer.id, roles, self_operated };
	let last_key = Call::<Runtime>::revoke_key { key: account(town.friend.key) };
	vec![
		bad(bank, Call::<Runtime>::act_as_bank { call }, Participants::NestedCall),
		onboard(LEAVING.1, Participants::BankNotActive),
		onboard(GONE.1, Participants::BankExited),
		add(bank, town.full.magnate.id, &new_key, Participants::TooManyKeys),
		add(clerk.key, clerk.id, &account(REVOKED), Participants::KeyGone),
		bad(bank, Call::<Runtime>::suspend { participant, reason }, Participants::AlreadySuspended),
		bad(bank, same, Participants::NothingChanges),
		bad(town.friend.key, last_key, Participants::LastAdminKey),
	]
}

/// Rule sets: who may do what, and what is no rule set.
pub(crate) fn rules(town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let unknown = RuleHash(dice.bytes(32).try_into().expect("32 bytes"));
	let approve = |key, rules, why: Splits| {
		let platform = town.platform.id;
		bad(key, SplitsCall::<Runtime>::approve { platform, rules }, why)
	};
	let accept = |key, platform, rules, why: Splits| {
		let merchant = town.shop.id;
		bad(key, SplitsCall::<Runtime>::accept { merchant, platform, rules }, why)
	};
	let retire =
		SplitsCall::<Runtime>::retire { platform: town.platform.id, rules: town.deal.rules };
	let nobody = ParticipantId(1_000 + dice.below(1 << 30) as u32);
	let nobodys = SplitsCall::<Runtime>::approve { platform: nobody, rules: town.deal.rules };
	let friends = SplitsCall::<Runtime>::accept {
		merchant: town.friend.id,
		platform: town.platform.id,
		rules: town.deal.rules,
	};
	let over_whole = 1_000_001 + dice.below(1 << 20) as u32;
	let ceilings = |share_ppm, liability_ppm| {
		let (merchant, platform) = (town.shop.id, town.platform.id);
		let call =
			SplitsCall::<Runtime>::accept_ceilings { merchant, platform, share_ppm, liability_ppm };
		bad(town.shop.key, call, Splits::CeilingOverWhole)
	};
	let platform = town.platform.key;
	let sponsor = bank_key(town.platform.bank);
	vec![
		approve(bank_key(NORTH), town.deal.rules, Splits::NotSponsorBank),
		approve(platform, town.deal.rules, Splits::MakerIsChecker),
		approve(sponsor, unknown, Splits::UnknownRuleSet),
		accept(bank_key(NORTH), town.platform.id, town.deal.rules, Splits::NotForMerchant),
		accept(town.shop.key, town.platform.id, unknown, Splits::UnknownRuleSet),
		accept(town.shop.key, town.shop.id, town.deal.rules, Splits::NotPublished),
		approve(sponsor, town.states.retired.rules, Splits::Retired),
		bad(sponsor, nobodys, Splits::UnknownPlatform),
		bad(town.friend.key, friends, Splits::UnknownMerchant),
		ceilings(over_whole, 0),
		ceilings(0, over_whole),
		bad(bank_key(NORTH), retire, Splits::NotForPlatform),
	]
}
