// SPDX-License-Identifier: Apache-2.0

use crate::{bad, town::Town, Bad};
use pallet_splits::{Call, Error};
use split_ledger_primitives::{AccountNo, Relation};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, Dice, NORTH, WEST};

type Splits = Error<Runtime>;

/// Receivers and their consents.
pub(crate) fn receivers(town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (shop, merchant) = (town.shop.key, town.shop.id);
	let (carrier, hauler) = (town.carrier.account, town.hauler.account);
	let unknown = AccountNo(100_000 + dice.below(1 << 40));
	let over_whole = 1_000_001 + dice.below(1 << 20) as u32;
	let some = 60_000 + dice.below(900_000) as u32;
	let add = |key, merchant, account, ceiling_ppm, why: Splits| {
		let relation = Relation::Carrier;
		let call = Call::<Runtime>::add_receiver { merchant, account, relation, ceiling_ppm };
		bad(key, call, why)
	};
	let remove = |key, account, why: Splits| {
		bad(key, Call::<Runtime>::remove_receiver { merchant, account }, why)
	};
	let consent = |key, account, platform_returns, why: Splits| {
		bad(key, Call::<Runtime>::consent { merchant, account, platform_returns }, why)
	};
	let withdraw = |key, account, why: Splits| {
		bad(key, Call::<Runtime>::withdraw_consent { merchant, account }, why)
	};
	let of_friend = town.friend.id;
	vec![
		add(bank_key(WEST), merchant, carrier, some, Splits::NotForMerchant),
		add(town.friend.key, of_friend, carrier, some, Splits::UnknownMerchant),
		add(shop, merchant, carrier, over_whole, Splits::CeilingOverWhole),
		add(shop, merchant, unknown, some, Splits::UnknownAccount),
		add(shop, merchant, town.closed, some, Splits::AccountClosed),
		add(shop, merchant, town.shop.account, some, Splits::OwnAccount),
		remove(shop, hauler, Splits::UnknownReceiver),
		remove(bank_key(NORTH), carrier, Splits::NotForReceiver),
		consent(town.hauler.key, hauler, true, Splits::UnknownReceiver),
		consent(shop, carrier, true, Splits::NotForReceiver),
		consent(town.platform.key, carrier, true, Splits::NotForReceiver),
		withdraw(shop, carrier, Splits::NotForReceiver),
		withdraw(town.hauler.key, hauler, Splits::UnknownReceiver),
	]
}
