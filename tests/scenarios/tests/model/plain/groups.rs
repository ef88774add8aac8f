// SPDX-License-Identifier: Apache-2.0

//! Groups of orders that succeed together, or not at all (O10).

use super::{ensure, refuse, schedule::Schedule, Leg, Order, Outcome, Plain, Wish, WishTerms};
use split_ledger_primitives::{
	AccountNo, GroupNo, Moment, OrderId, ParticipantId, RuleHash, DAY_MS,
};
use std::collections::BTreeMap;

/// What the orders of a group have in common.
#[derive(Clone, Debug)]
pub(crate) struct GroupWish {
	pub(crate) platform: ParticipantId,
	pub(crate) merchant: ParticipantId,
	pub(crate) rules: RuleHash,
	pub(crate) needed: u32,
	pub(crate) deadline: Option<Moment>,
	pub(crate) leader_slot: Option<u8>,
}

/// Where a group stands in the books.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum GroupEnd {
	Complete(Option<AccountNo>),
	Failed,
	CalledOff,
}

/// A group.
#[derive(Clone, Debug)]
pub(crate) struct Group {
	pub(crate) terms: GroupWish,
	pub(crate) opened_by: ParticipantId,
	pub(crate) deadline: Moment,
	/// The orders that are in, by the place of their joining, with whom they name as leader.
	pub(crate) members: BTreeMap<u32, (OrderId, Option<AccountNo>)>,
	pub(crate) next: u32,
	pub(crate) ended: Option<GroupEnd>,
	/// The orders that the clock has not taken up since it ended.
	pub(crate) waiting: Vec<OrderId>,
}

/// Where a group stands for an order.
#[derive(Clone, Copy, Eq, PartialEq)]
enum State {
	Open,
	Complete,
	Failed,
}

impl Plain {
	pub(crate) fn open_group(&mut self, by: ParticipantId, wish: &GroupWish) -> Outcome {
		let merchant_may = wish.leader_slot.is_none() && by == wish.merchant;
		ensure(by == wish.platform || merchant_may, "Groups::NotAParty")?;
		ensure((2..=10_000).contains(&wish.needed), "Groups::NeededOutOfRange")?;
		let now = self.now();
		let deadline = wish.deadline.unwrap_or(now.plus(DAY_MS));
		let in_range = now < deadline && deadline <= now.plus(30 * DAY_MS);
		ensure(in_range, "Groups::DeadlineOutOfRange")?;
		self.groups.push(Group {
			terms: wish.clone(),
			opened_by: by,
			deadline,
			members: BTreeMap::new(),
			next: 0,
			ended: None,
			waiting: Vec::new(),
		});
		Ok(())
	}

	pub(crate) fn call_off(&mut self, by: ParticipantId, number: GroupNo) -> Outcome {
		let Some(group) = self.groups.get(number.0 as usize) else {
			return refuse("Groups::UnknownGroup");
		};
		let may = group.opened_by == by || self.people[&by].is_supervisor;
		ensure(may, "Groups::NotEntitled")?;
		match group.ended {
			Some(GroupEnd::Complete(_)) => refuse("Groups::AlreadyComplete"),
			None if self.now() < group.deadline => {
				self.end_group(number, GroupEnd::CalledOff);
				Ok(())
			}
			_ => refuse("Groups::AlreadyFailed"),
		}
	}

	fn group_mut(&mut self, number: GroupNo) -> &mut Group {
		&mut self.groups[number.0 as usize]
	}

	/// Ends a group: the clock takes up its orders one by one.
	fn end_group(&mut self, number: GroupNo, how: GroupEnd) {
		let group = self.group_mut(number);
		group.ended = Some(how);
		group.waiting = group.members.values().map(|member| member.0).collect();
	}

	fn state_of(&self, number: GroupNo) -> State {
		let group = &self.groups[number.0 as usize];
		match group.ended {
			None if self.now() < group.deadline => State::Open,
			Some(GroupEnd::Complete(_)) => State::Complete,
			_ => State::Failed,
		}
	}

	pub(crate) fn is_complete(&self, group: Option<GroupNo>) -> bool {
		group.is_some_and(|group| self.state_of(group) == State::Complete)
	}

	/// The leader of an order's group, once it is bound.
	pub(crate) fn leader_of(&self, order: &Order) -> Option<&AccountNo> {
		match &self.groups[order.group?.0 as usize].ended {
			Some(GroupEnd::Complete(leader)) => leader.as_ref(),
			_ => None,
		}
	}

	/// Whether an order can join its group. Answers the leader's slot and its legs.
	pub(crate) fn ensure_may_join(
		&self,
		wish: &Wish,
		schedule: &Schedule,
		legs: &[Leg],
	) -> Outcome<(Option<u8>, Vec<u8>)> {
		let Some(number) = wish.group else { return Ok((None, Vec::new())) };
		let Some(group) = self.groups.get(number.0 as usize) else {
			return refuse("Escrow::UnknownGroup");
		};
		ensure(self.state_of(number) == State::Open, "Escrow::GroupClosed")?;
		let terms = &group.terms;
		let fits = match &wish.terms {
			WishTerms::Transfer(_) => false,
			WishTerms::Split { deal, .. } => {
				(deal.platform, deal.merchant, deal.rules)
					== (terms.platform, terms.merchant, terms.rules)
			}
		};
		ensure(fits, "Escrow::OtherGroupTerms")?;
		ensure(!schedule.at_once, "Escrow::PaidBeforeItsGroup")?;
		ensure(schedule.deadline >= group.deadline, "Escrow::DeadlineBeforeItsGroups")?;
		let Some(slot) = terms.leader_slot else { return Ok((None, Vec::new())) };
		let legs: Vec<&Leg> = legs.iter().filter(|leg| leg.slot == slot).collect();
		ensure(!legs.is_empty(), "Escrow::LeaderMissing")?;
		ensure(!legs.iter().any(|leg| leg.of_merchant), "Escrow::MerchantLeads")?;
		let earned = legs.iter().all(|leg| leg.purpose.counts_to_share_cap());
		ensure(earned, "Escrow::LeaderUnfit")?;
		Ok((Some(slot), legs.iter().map(|leg| leg.number).collect()))
	}

	/// An order that was placed joins; the one that is enough makes the group complete and binds the first
	/// joiner still in as its leader.
	pub(crate) fn join(&mut self, id: OrderId) {
		let order = &self.orders[&id];
		let Some(number) = order.group else { return };
		let candidate = order.legs.iter().find(|leg| order.leader_legs.contains(&leg.number));
		let leader = candidate.map(|leg| leg.payee);
		let group = self.group_mut(number);
		group.members.insert(group.next, (id, leader));
		group.next += 1;
		if group.members.len() == group.terms.needed as usize {
			let first = group.members.values().next().and_then(|member| member.1);
			self.end_group(number, GroupEnd::Complete(first));
			self.met_by_clock.push("group that is complete");
		}
	}

	/// An order that ended before its group did is not in it any more.
	pub(crate) fn leave(&mut self, order: &Order) {
		let Some(number) = order.group.filter(|_| order.awaits_group) else { return };
		let group = self.group_mut(number);
		if group.ended.is_none() {
			group.members.retain(|_, member| member.0 != order.id);
		}
	}

	/// An order as its group stands now: of a complete one it is released as it agreed, or at once.
	pub(crate) fn as_grouped(&self, mut order: Order) -> Order {
		if order.awaits_group && self.is_complete(order.group) {
			order.awaits_group = false;
			if order.milestones.is_empty() {
				order.after = order.after.or(Some(self.now()));
			}
		}
		order
	}

	/// An ended order with the leader of its group as payee.
	pub(crate) fn with_leader(&self, mut order: Order) -> Order {
		if let Some(leader) = self.leader_of(&order).copied() {
			let slot = order.leader_slot;
			for leg in order.legs.iter_mut().filter(|leg| Some(leg.slot) == slot) {
				leg.payee = leader;
			}
		}
		order
	}

	/// Gives the leader's legs to the leader; of an order that it pays itself they go back to the funders.
	pub(crate) fn bind_leader(&mut self, order: &mut Order) -> Outcome {
		let legs = std::mem::take(&mut order.leader_legs);
		if legs.is_empty() {
			return Ok(());
		}
		let Some(leader) = self.leader_of(order).copied() else {
			return refuse("Escrow::GroupNotComplete");
		};
		for number in &legs {
			order.leg(*number).payee = leader;
		}
		if order.is_funded_from(leader) {
			let mut parts = order.all_parts();
			parts.retain(|part| legs.contains(&part.0));
			self.give_up(order, &parts, false)?;
			order.fit_milestones();
			self.met_by_clock.push("leader that pays itself");
		}
		Ok(())
	}

	/// Releases all that is left, after the leader has its legs.
	pub(crate) fn release_rest(&mut self, order: &mut Order) -> Outcome {
		self.bind_leader(order)?;
		let parts = order.all_parts();
		self.pay_or_park(order, &parts)
	}

	/// Gives all of an order of a group that failed back.
	pub(crate) fn fail_with_group(&mut self, order: &mut Order) {
		let awaited = order.group.filter(|_| order.awaits_group);
		let failed = awaited.is_some_and(|group| self.state_of(group) == State::Failed);
		if !failed || order.frozen.is_some() {
			return;
		}
		let given = self.item_on(order, |next, order| {
			let parts = order.all_parts();
			next.give_back(order, &parts, false);
			Ok(())
		});
		given.expect("what is held can always go back");
		self.met_by_clock.push("order of a group that failed");
	}

	/// How many orders of ended groups the clock has not taken up.
	pub(crate) fn waiting_orders(&self) -> u32 {
		self.groups.iter().map(|group| group.waiting.len() as u32).sum()
	}

	/// Takes up the orders of ended groups, the group that was opened first first, until so many are left.
	pub(crate) fn take_up(&mut self, left: u32) {
		while self.waiting_orders() > left {
			let group = self.groups.iter_mut().find(|group| !group.waiting.is_empty());
			let id = group.expect("one has some").waiting.remove(0);
			let order = self.orders[&id].clone();
			if order.is_open() {
				self.act(order);
			}
		}
	}

	/// Groups that fail now: how many orders are in them.
	pub(crate) fn due_groups(&self) -> Vec<GroupNo> {
		let numbered = (0u32..).zip(&self.groups);
		let due = numbered.filter(|(_, it)| it.ended.is_none() && it.deadline <= self.now());
		due.map(|(number, _)| GroupNo(number)).collect()
	}

	/// Ends the groups whose deadline has come.
	pub(crate) fn fail_groups(&mut self) {
		for number in self.due_groups() {
			self.end_group(number, GroupEnd::Failed);
		}
	}
}
