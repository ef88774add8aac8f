// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_participants::{Call, Error, NewKeys, SuspendReason};
use pallet_splits::{Call as SplitsCall, Error as SplitsError};
use sp_runtime::DispatchError;
use split_ledger_primitives::{
	BankStatus, Commitment, Date, ParticipantId, Purpose, Role, Roles, RuleHash, Scopes, Uncredited,
};
use split_ledger_runtime::{AccountId, Runtime, RuntimeCall};
use split_ledger_scenarios::{
	account, bank_key, rest, rule_set, Dice, World, CNY, EAST, NORTH, SUPERVISOR, WEST,
};
use split_rules::Target;

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

/// Rule sets: who may do what, and what is no rule set.
pub(crate) fn rules(town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let good = rule_set(CNY, &[(&town.shop, rest(), Purpose::Goods)]);
	let publish = |key, change: &dyn Fn(&mut split_rules::RuleSet), why: Splits| {
		let mut rule_set = good.clone();
		change(&mut rule_set);
		bad(key, SplitsCall::<Runtime>::publish { rule_set }, why)
	};
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
	let over_whole = 1_000_001 + dice.below(1 << 20) as u32;
	let ceilings = |share_ppm, liability_ppm| {
		let (merchant, platform) = (town.shop.id, town.platform.id);
		let call =
			SplitsCall::<Runtime>::accept_ceilings { merchant, platform, share_ppm, liability_ppm };
		bad(town.shop.key, call, Splits::CeilingOverWhole)
	};
	let without_goods = |rules: &mut split_rules::RuleSet| {
		rules.uncredited = Uncredited::Merchant;
		for leg in rules.cases.iter_mut().flat_map(|case| &mut case.legs) {
			leg.target = Target::Slot { slot: 0, purpose: Purpose::Logistics };
		}
	};
	let semantics = 2 + dice.below(200) as u8;
	let platform = town.platform.key;
	let sponsor = bank_key(town.platform.bank);
	vec![
		publish(town.shop.key, &|_| {}, Splits::NotAPlatform),
		publish(platform, &|rules| rules.semantics = semantics, Splits::UnknownSemantics),
		publish(platform, &|rules| rules.cases.clear(), Splits::NoCase),
		publish(platform, &|rules| rules.name.clear(), Splits::BadName),
		publish(platform, &|rules| rules.slots.push("idle".into()), Splits::UnusedSlot),
		publish(platform, &|rules| rules.slots.clear(), Splits::UnknownSlot),
		approve(bank_key(NORTH), town.deal.rules, Splits::NotSponsorBank),
		approve(platform, town.deal.rules, Splits::MakerIsChecker),
		approve(sponsor, unknown, Splits::UnknownRuleSet),
		publish(platform, &without_goods, Splits::NoLegOfGoods),
		accept(bank_key(NORTH), town.platform.id, town.deal.rules, Splits::NotForMerchant),
		accept(town.shop.key, town.platform.id, unknown, Splits::UnknownRuleSet),
		accept(town.shop.key, town.shop.id, town.deal.rules, Splits::NotPublished),
		ceilings(over_whole, 0),
		ceilings(0, over_whole),
		bad(bank_key(NORTH), retire, Splits::NotForPlatform),
	]
}
