// SPDX-License-Identifier: Apache-2.0

//! Groups: opened and called off (O10).

use crate::{
	plain::{ms_of_minutes, GroupWish},
	stage::{Act, Stage},
};
use codec::Encode;
use pallet_groups::{Call, GroupTerms};
use split_ledger_primitives::{GroupNo, Purpose, DAY_MS};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::CNY;
use split_rules::Target;

/// The references of groups are kept apart from all others.
const OF_GROUPS: u8 = 200;

impl Stage<'_> {
	pub(crate) fn open_group(&mut self) {
		let offer = self.dice.pick(&self.offers).clone();
		// A commission is for a leader; now and then any slot is tried.
		let legs = offer.template.content.cases.iter().flat_map(|case| &case.legs);
		let slots: Vec<u8> = legs
			.filter_map(|leg| match leg.target {
				Target::Slot { slot, purpose: Purpose::Commission } => Some(slot),
				_ => None,
			})
			.collect();
		let leader_slot = match (self.dice.below(20), slots.is_empty()) {
			(0, _) => Some(self.dice.below(5) as u8),
			(1..12, false) => Some(*self.dice.pick(&slots)),
			_ => None,
		};
		let now = self.plain.now();
		let deadline = match self.dice.below(12) {
			0 => Some(now),
			1 => Some(now.plus(30 * DAY_MS + 1)),
			2..7 => Some(now.plus(ms_of_minutes(5 + self.dice.below(2_000)))),
			_ => None,
		};
		let needed = match self.dice.below(16) {
			0 => 1,
			1 => 4,
			_ => 2 + u32::from(self.dice.below(3) == 0),
		};
		let (platform, merchant, rules) =
			(offer.deal.platform, offer.deal.merchant, offer.deal.rules);
		let wish = GroupWish { platform, merchant, rules, needed, deadline, leader_slot };
		let by = match self.dice.below(12) {
			0 => self.anybody(),
			1..4 => self.cast.by_id(merchant).clone(),
			_ => self.cast.by_id(platform).clone(),
		};
		let terms =
			GroupTerms { platform, merchant, rules, currency: CNY, needed, deadline, leader_slot };
		let reference = self.reference();
		let call = Call::<Runtime>::open { reference: reference.clone(), terms: terms.clone() };
		let text = format!("opens group {}: {wish:?}", self.plain.groups.len());
		let named = (OF_GROUPS, by.id, &reference);
		let expected = self
			.plain
			.once_in("Groups", named, &terms.encode(), |plain| plain.open_group(by.id, &wish));
		self.send(Act { kind: "open group", by, text, call: call.into() }, expected);
	}

	pub(crate) fn call_off(&mut self) {
		let groups = (0u32..).zip(&self.plain.groups);
		let open = groups.filter(|(_, group)| group.ended.is_none());
		let open: Vec<u32> = open.map(|(number, _)| number).collect();
		let some = self.plain.groups.len() as u64 + 1;
		let number = match open.is_empty() || self.dice.below(4) == 0 {
			true => self.dice.below(some) as u32,
			false => *self.dice.pick(&open),
		};
		let opened_by = self.plain.groups.get(number as usize).map(|group| group.opened_by);
		let by = match (self.dice.below(10), opened_by) {
			(0, _) | (_, None) => self.anybody(),
			(1, _) => self.cast.supervisor.clone(),
			(_, Some(opened_by)) => self.cast.by_id(opened_by).clone(),
		};
		let group = GroupNo(number);
		let call = Call::<Runtime>::call_off { group };
		let text = format!("calls group {number} off");
		let expected = self.plain.attempt(|plain| plain.call_off(by.id, group));
		self.send(Act { kind: "call off", by, text, call: call.into() }, expected);
	}
}
