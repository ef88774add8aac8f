// SPDX-License-Identifier: Apache-2.0

//! Which payments may be sent together.
//!
//! Payments of one bank keep their order on the chain; those of different banks do not. Where a
//! payment needs money or cover that another bank's payment brings, it must wait for that one. So the
//! payments are cut into waves, in file order: within a wave each is covered by what was there
//! before, and any order of them comes to the same.

use super::turns::Turns;
use crate::{
	bundle::{Bundle, Order, Release, Who},
	currency::Unit,
	expected::{is_due_at_success, Groups, Mandates, Plan, Times},
};
use std::collections::{BTreeMap, BTreeSet};

/// Payments that may be sent together, each a list of orders by their place.
pub(super) type Wave = Vec<Vec<usize>>;

/// Amounts of owners or banks by currency.
type Amounts = BTreeMap<(Who, Unit), i128>;

/// Money and cover as they surely are, whatever the order of what was sent.
struct Sure<'a> {
	bundle: &'a Bundle,
	times: &'a Times,
	money: Amounts,
	cover: Amounts,
	/// What the wave brings in, and is counted once it is over.
	coming_money: Amounts,
	coming_cover: Amounts,
	/// Whose money or cover must not grow before the wave is over: a payment of the wave lacks it.
	starved_money: BTreeSet<(Who, Unit)>,
	starved_cover: BTreeSet<(Who, Unit)>,
	groups: Groups,
	mandates: Mandates,
	turns: Turns,
}

/// What a payment takes and brings.
#[derive(Default)]
struct Effect {
	money: Amounts,
	cover: Amounts,
	brings_money: Amounts,
	brings_cover: Amounts,
	/// Who submits it.
	by: Option<Who>,
	/// The orders of which it consists.
	orders: Vec<usize>,
}

impl Effect {
	/// Whether the clock takes cover for it that it did not take itself: for the leader of a group that is
	/// complete with it. Whoever comes before it or behind it finds the cover as it is then.
	fn takes_later(&self) -> bool {
		self.brings_cover.values().any(|amount| *amount < 0)
	}
}

/// Cuts `items` into waves. Those for which `is_there` says so were placed before, when `times` says.
pub(super) fn cut(
	bundle: &Bundle,
	times: &Times,
	items: Vec<Vec<usize>>,
	is_there: impl Fn(&[usize]) -> bool,
) -> Vec<Wave> {
	let mut sure = Sure::opening(bundle, times);
	let mut waves: Vec<Wave> = Vec::new();
	let mut wave = Wave::new();
	for item in items {
		let is_there = is_there(&item);
		if !is_there && sure.turns.must_wait(bundle, &item) {
			sure.begin_wave();
			waves.push(std::mem::take(&mut wave));
		}
		let Some(effect) = sure.effect(&item) else {
			// Refused whatever the state is: it may go with any wave, in its turn.
			sure.turns.join(bundle, &item);
			wave.push(item);
			continue;
		};
		if is_there {
			sure.take(effect);
			sure.end_wave();
			continue;
		}
		if effect.takes_later() || sure.must_end_before(&effect) {
			sure.begin_wave();
			waves.push(std::mem::take(&mut wave));
		}
		sure.turns.join(bundle, &item);
		wave.push(item);
		if sure.covers(&effect) {
			let takes_later = effect.takes_later();
			sure.turns.take(effect.by, effect.money.keys().chain(effect.cover.keys()));
			sure.take(effect);
			if takes_later {
				sure.begin_wave();
				waves.push(std::mem::take(&mut wave));
			}
		} else {
			// It is refused, whatever comes before it: only what would bring what it lacks must wait.
			sure.starve(&effect);
		}
	}
	waves.push(wave);
	waves.retain(|wave| !wave.is_empty());
	waves
}

impl<'a> Sure<'a> {
	fn opening(bundle: &'a Bundle, times: &'a Times) -> Self {
		let all = &bundle.participants;
		let (mut money, mut cover) = (BTreeMap::new(), BTreeMap::new());
		for (who, row) in all.iter() {
			for (unit, amount) in &row.accounts {
				if row.is_bank() {
					cover.insert((who, *unit), row.cap(*unit).min(*amount).0.into());
				} else {
					money.insert((who, *unit), amount.0.into());
				}
			}
		}
		Self {
			bundle,
			times,
			money,
			cover,
			coming_money: <_>::default(),
			coming_cover: <_>::default(),
			starved_money: <_>::default(),
			starved_cover: <_>::default(),
			groups: Groups::opened(bundle, times),
			mandates: Mandates::given(bundle, times),
			turns: Turns::default(),
		}
	}

	/// What a payment does if it is accepted; none where it cannot be.
	fn effect(&self, item: &[usize]) -> Option<Effect> {
		let first = self.bundle.orders.get(*item.first()?)?;
		let by = Some(self.bundle.submitter(first));
		let mut effect = Effect { by, orders: item.to_vec(), ..Effect::default() };
		for (count, place) in item.iter().enumerate() {
			let order = &self.bundle.orders[*place];
			let at = self.times.of(order);
			let plan = Plan::of(order, self.bundle, at).ok()?;
			let earlier = || item[..count].iter().map(|place| &self.bundle.orders[*place]);
			self.mandates.may_draw(self.bundle, order, at, earlier()).ok()?;
			let pending = earlier().filter(|earlier| earlier.group == order.group).count();
			self.groups.may_join(self.bundle, order, &plan, at, pending).ok()?;
			let mut away = 0;
			for leaf in &plan.leaves {
				away += self.add_leaf(&mut effect, order, leaf.payee, leaf.amount.0.into());
			}
			self.add_funders(&mut effect, order, away);
		}
		self.add_completed(&mut effect, item);
		Some(effect)
	}

	/// What the groups bring that are complete with an item: the clock pays their orders in the next block,
	/// and the run waits for that before the next wave.
	fn add_completed(&self, effect: &mut Effect, item: &[usize]) {
		let groups: BTreeSet<usize> =
			item.iter().filter_map(|place| self.bundle.orders[*place].group).collect();
		for group in groups {
			let joins = item.iter().copied();
			let joins: Vec<usize> =
				joins.filter(|place| self.bundle.orders[*place].group == Some(group)).collect();
			if !self.groups.is_completed_by(group, joins.len()) {
				continue;
			}
			let members = self.groups.members(group).iter().copied().chain(joins);
			let members: Vec<&Order> = members.map(|place| &self.bundle.orders[place]).collect();
			let slot = self.bundle.groups[group].leader.as_deref();
			let leader = slot.and_then(|slot| members.first()?.party(slot));
			let at = members.last().map(|order| self.times.of(order)).unwrap_or_default();
			for order in members {
				if is_due_at_success(order, self.times.of(order), at) {
					self.add_release(effect, order, slot.zip(leader));
				}
			}
		}
	}

	/// What the release of an order brings, with the leader of its group and the slot that it fills.
	fn add_release(&self, effect: &mut Effect, order: &Order, led: Option<(&str, Who)>) {
		let Ok(plan) = Plan::of(order, self.bundle, self.times.of(order)) else { return };
		let all = &self.bundle.participants;
		let debtor = all.bank_of(order.payer);
		for leaf in plan.leaves {
			let leader = led.filter(|(slot, _)| leaf.slot == *slot).map(|(_, who)| who);
			let (payee, amount) = (leader.unwrap_or(leaf.payee), i128::from(leaf.amount.0));
			*effect.brings_money.entry((payee, order.unit)).or_default() += amount;
			let creditor = all.bank_of(payee);
			if creditor != debtor {
				*effect.brings_cover.entry((creditor, order.unit)).or_default() += amount;
			}
			// The leader may be at another bank than whoever the order names in its place.
			let away = |who| if all.bank_of(who) == debtor { 0 } else { amount };
			let less = away(leaf.payee) - away(payee);
			if less != 0 {
				*effect.brings_cover.entry((debtor, order.unit)).or_default() += less;
			}
		}
	}

	/// What funders bring, and what their one bank pays to others or sets aside for these (C1).
	fn add_funders(&self, effect: &mut Effect, order: &Order, away: i128) {
		for (who, amount) in order.stakes() {
			*effect.money.entry((who, order.unit)).or_default() += i128::from(amount.0);
		}
		if away > 0 {
			let debtor = self.bundle.participants.bank_of(order.payer);
			*effect.cover.entry((debtor, order.unit)).or_default() += away;
		}
	}

	/// Answers what of the leaf goes to another bank.
	fn add_leaf(&self, effect: &mut Effect, order: &Order, payee: Who, amount: i128) -> i128 {
		let all = &self.bundle.participants;
		let (payer, unit) = (order.payer, order.unit);
		let (debtor, creditor) = (all.bank_of(payer), all.bank_of(payee));
		let away = if debtor == creditor { 0 } else { amount };
		if order.release == Release::Now {
			*effect.brings_money.entry((payee, unit)).or_default() += amount;
			if away > 0 {
				*effect.brings_cover.entry((creditor, unit)).or_default() += away;
			}
		}
		away
	}

	fn covers(&self, effect: &Effect) -> bool {
		let has = |have: &Amounts, need: &Amounts| {
			need.iter().all(|(key, amount)| have.get(key).is_some_and(|sure| sure >= amount))
		};
		has(&self.money, &effect.money) && has(&self.cover, &effect.cover)
	}

	/// Whether a payment cannot stand in this wave: it lacks what the wave brings, or brings what the
	/// wave must lack.
	fn must_end_before(&self, effect: &Effect) -> bool {
		let feeds = |brings: &Amounts, starved: &BTreeSet<(Who, Unit)>| {
			brings.keys().any(|key| starved.contains(key))
		};
		if feeds(&effect.brings_money, &self.starved_money)
			|| feeds(&effect.brings_cover, &self.starved_cover)
			|| self.turns.was_taken_by_another(effect.by, self.lacks(effect))
		{
			return true;
		}
		let waits_for = |need: &Amounts, sure: &Amounts, coming: &Amounts| {
			need.iter().any(|(key, amount)| {
				let sure = sure.get(key).copied().unwrap_or_default();
				sure < *amount && coming.get(key).is_some_and(|coming| *coming > 0)
			})
		};
		waits_for(&effect.money, &self.money, &self.coming_money)
			|| waits_for(&effect.cover, &self.cover, &self.coming_cover)
	}

	/// Remembers what a refused payment lacks.
	fn starve(&mut self, effect: &Effect) {
		self.starved_money.extend(short(&effect.money, &self.money));
		self.starved_cover.extend(short(&effect.cover, &self.cover));
	}

	/// What a payment lacks of what there surely is.
	fn lacks(&self, effect: &Effect) -> Vec<(Who, Unit)> {
		[short(&effect.money, &self.money), short(&effect.cover, &self.cover)].concat()
	}

	fn take(&mut self, effect: Effect) {
		for place in &effect.orders {
			let order = &self.bundle.orders[*place];
			self.mandates.draw(self.bundle, order, self.times.of(order));
			if let Some(group) = order.group {
				self.groups.join(group, *place);
			}
		}
		for (key, amount) in effect.money {
			*self.money.entry(key).or_default() -= amount;
		}
		for (key, amount) in effect.cover {
			*self.cover.entry(key).or_default() -= amount;
		}
		for (key, amount) in effect.brings_money {
			*self.coming_money.entry(key).or_default() += amount;
		}
		for (key, amount) in effect.brings_cover {
			*self.coming_cover.entry(key).or_default() += amount;
		}
	}

	/// Sends what stands in the wave, before what comes now.
	fn begin_wave(&mut self) {
		self.end_wave();
		self.turns = Turns::default();
	}

	fn end_wave(&mut self) {
		self.starved_money.clear();
		self.starved_cover.clear();
		for (key, amount) in std::mem::take(&mut self.coming_money) {
			*self.money.entry(key).or_default() += amount;
		}
		for (key, amount) in std::mem::take(&mut self.coming_cover) {
			*self.cover.entry(key).or_default() += amount;
		}
	}
}

/// Of what more is needed than there surely is.
fn short(need: &Amounts, sure: &Amounts) -> Vec<(Who, Unit)> {
	let is_short =
		|key: &(Who, Unit), amount: &i128| sure.get(key).copied().unwrap_or_default() < *amount;
	need.iter().filter(|(key, amount)| is_short(key, amount)).map(|(key, _)| *key).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::expected::items;

	const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,CNY=60.00
south,bank,,CNY=1000.00,
anna,buyer,north,CNY=100.00,
bert,buyer,south,CNY=10.00,
carl,buyer,south,CNY=0,
dora,buyer,north,CNY=0,
";

	/// Transfers `payer>payee amount`, cut into waves of their places from 1 on.
	fn waves(transfers: &[&str]) -> Vec<Vec<usize>> {
		let mut orders =
			"reference,payment,payer,currency,amount,rules,channel,category,promotion,\
			member_tier,parties,inputs,release\n"
				.replace('\t', "");
		for (place, transfer) in transfers.iter().enumerate() {
			let (payer, rest) = transfer.split_once('>').expect("payer>payee amount");
			let (payee, amount) = rest.split_once(' ').expect("payer>payee amount");
			orders += &format!("o{place},,{payer},CNY,{amount},,,,,,to={payee},,now\n");
		}
		let actions = "order,reference,action,amount,legs\n";
		let bundle = Bundle::of_texts(PARTICIPANTS, &[], &orders, actions);
		let cut = cut(&bundle, &Times::default(), items(&bundle.orders), |_| false);
		cut.into_iter()
			.map(|wave| wave.into_iter().flatten().map(|place| place + 1).collect())
			.collect()
	}

	#[test]
	fn payments_that_are_covered_by_what_was_there_go_together() {
		assert_eq!(waves(&["anna>bert 10", "bert>dora 5", "anna>carl 20"]), [[1, 2, 3]]);
	}

	#[test]
	fn a_payment_waits_for_the_money_that_another_brings() {
		assert_eq!(waves(&["anna>carl 20", "carl>bert 15"]), [[1], [2]]);
	}

	#[test]
	fn a_payment_waits_for_the_cover_that_another_brings() {
		let sent = ["anna>carl 60", "bert>anna 10", "anna>carl 10"];
		assert_eq!(waves(&sent), [vec![1, 2], vec![3]]);
	}

	#[test]
	fn who_would_feed_a_payment_that_must_be_refused_waits_until_it_is() {
		assert_eq!(waves(&["carl>anna 5", "anna>bert 1", "anna>carl 5"]), [vec![1, 2], vec![3]]);
	}
}
