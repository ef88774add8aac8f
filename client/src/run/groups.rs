// SPDX-License-Identifier: Apache-2.0

//! Groups of a run: opened by their platforms, none twice; and waiting for what the clock owes to those
//! that have ended (O10).

use super::{
	memory::Named,
	numbers::{named, FirstTry},
	references::{key_of, reference},
	Importer,
};
use crate::{
	bundle::{Act, Group, Order, Who},
	chain::{calls::GroupTerms, storage_key, Block, Call, Letter},
	rules::hash_of,
};
use anyhow::{bail, Context};
use futures::{StreamExt, TryStreamExt};
use split_ledger_primitives::{
	limits::{GROUP_HOURS, REFERENCE_AGE_DAYS_MAX},
	views::{GroupStatus, GroupView},
	AccountNo, Date, Domain, GroupNo, Moment, OrderId, MINUTE_MS,
};
use std::collections::{BTreeMap, BTreeSet};
use tokio::time::{sleep, Duration};

/// A number that no group has: the chain refuses what names it.
const NO_GROUP: GroupNo = GroupNo(u32::MAX);
/// Questions on their way at once.
const QUESTIONS: usize = 32;

/// A group that is complete.
#[derive(Clone, Copy, Debug)]
pub(super) struct Complete {
	/// The block of the join that was enough.
	pub(super) block: u32,
	/// The account of its leader.
	pub(super) leader: Option<AccountNo>,
}

impl Importer<'_> {
	/// The number of a group of the bundle.
	pub(super) fn group_no(&self, place: usize) -> GroupNo {
		self.numbers.groups.get(&place).copied().unwrap_or(NO_GROUP)
	}

	/// Opens the groups that are not there, as their platforms.
	pub(super) async fn open_groups(&mut self) -> anyhow::Result<()> {
		self.look_up_groups().await?;
		let bundle = self.bundle;
		let today = self.chain.today(self.chain.final_block().await?).await?;
		let (mut letters, mut places) = (Vec::new(), Vec::new());
		for (place, group) in bundle.groups.iter().enumerate() {
			let is_there = self.numbers.groups.contains_key(&place);
			if is_there || self.is_refused_for_good(&group.reference())? {
				continue;
			}
			let reference = reference(&group.reference(), today)?;
			let call = Call::open_group(&reference, &self.terms_of_group(group)?);
			letters.push(Letter { key: self.keys.of_participant(group.platform).clone(), call });
			places.push(place);
		}
		if letters.is_empty() {
			return Ok(());
		}
		self.report.begin("opening groups", letters.len());
		let receipts = self.chain.send(&letters, |done| self.report.done(done)).await?;
		for (place, receipt) in places.into_iter().zip(receipts) {
			let reference = bundle.groups[place].reference();
			let at = self.chain.made_at(receipt.block).await?;
			let opened = receipt.events.iter().find(|event| event.is("Groups", "Opened"));
			match (receipt.result, opened) {
				(Err(failure), _) => self.note_refused(&reference, failure, at)?,
				(Ok(()), Some(event)) => {
					let number: GroupNo = event.fields().context("an event of another version")?;
					self.memory.remember_number(&reference, number.0, at)?;
					self.memory.remember_refusal(named(&reference), None)?;
					self.numbers.add_group(place, number, reference, at);
				}
				(Ok(()), None) => bail!("the chain says no number of the group `{reference}`"),
			}
		}
		Ok(())
	}

	fn terms_of_group(&self, group: &Group) -> anyhow::Result<GroupTerms> {
		let rules = self.bundle.rules.get(&group.rules).context("a rule set of the bundle")?;
		Ok(GroupTerms {
			platform: self.directory.id(group.platform)?,
			merchant: self.directory.id(group.merchant)?,
			rules: hash_of(rules.rule_set()),
			currency: rules.rule_set().currency,
			needed: group.needed,
			deadline: group.deadline,
			leader_slot: group.leader_place(&self.bundle.rules),
		})
	}

	/// Finds the groups that were opened before: remembered, or else on the chain under their references.
	pub(super) async fn look_up_groups(&mut self) -> anyhow::Result<()> {
		let (bundle, block) = (self.bundle, self.chain.final_block().await?);
		for (place, group) in bundle.groups.iter().enumerate() {
			let reference = group.reference();
			let known = match self.memory.number(&reference)? {
				Some((number, at)) => Some((GroupNo(number), Some(at))),
				None => self.group_under(block, group).await?.map(|number| (number, None)),
			};
			let Some((number, at)) = known else {
				self.numbers.note_tried(self.first_try(&reference)?);
				continue;
			};
			let view = self.group_view(block, number).await?.context("a group was lost")?;
			let terms = self.terms_of_group(group)?;
			let is_same = (view.platform, view.merchant, view.rules, view.needed, view.leader_slot)
				== (terms.platform, terms.merchant, terms.rules, terms.needed, terms.leader_slot);
			if !is_same {
				bail!("this chain has another group under the name `{}`", group.name);
			}
			// Of the usual length, which is all that its moment decides.
			let usual = GROUP_HOURS * 60 * MINUTE_MS;
			let at = at.unwrap_or(Moment(view.deadline.0.saturating_sub(usual)));
			self.memory.remember_number(&reference, number.0, at)?;
			self.numbers.add_group(place, number, reference, at);
		}
		Ok(())
	}

	async fn group_under(&self, block: Block, group: &Group) -> anyhow::Result<Option<GroupNo>> {
		let Some(platform) = self.directory.participant(group.platform) else { return Ok(None) };
		let today = self.chain.today(block).await?;
		let dates = today.0.saturating_sub(REFERENCE_AGE_DAYS_MAX)..=today.0;
		let text = group.reference();
		// The key has the form of an order's id.
		let opener = Named { submitter: platform.id, domain: Domain::Order, text: &text };
		let key = |date| storage_key("Groups", "References", &key_of(opener, Date(date)));
		let keys: Vec<_> = dates.map(key).collect();
		let found = self.chain.read_many(block, &keys).await?;
		let opened = found.into_values().next();
		let opened =
			opened.map(|row| <([u8; 16], GroupNo) as codec::Decode>::decode(&mut row.as_slice()));
		Ok(opened.transpose()?.map(|(_, number)| number))
	}

	pub(super) async fn group_view(
		&self,
		block: Block,
		number: GroupNo,
	) -> anyhow::Result<Option<GroupView>> {
		self.chain.ask(block, "GroupsApi_group", &number).await
	}

	/// The groups of the bundle that are complete, with the blocks in which their orders were placed.
	pub(super) async fn complete_groups(
		&self,
		block: Block,
		placed: &BTreeMap<usize, u32>,
	) -> anyhow::Result<BTreeMap<usize, Complete>> {
		let mut complete = BTreeMap::new();
		for (place, view) in self.group_views(block).await? {
			let is_of = |order: &usize| self.bundle.orders[*order].group == Some(place);
			let joins = placed.iter().filter(|(order, _)| is_of(order)).map(|(_, block)| *block);
			// Nothing joins a group that is complete.
			let joins = joins.max().filter(|_| view.status == GroupStatus::Complete);
			let leader = view.leader;
			complete.extend(joins.map(|block| (place, Complete { block, leader })));
		}
		Ok(complete)
	}

	async fn group_views(&self, block: Block) -> anyhow::Result<BTreeMap<usize, GroupView>> {
		let numbers = self.numbers.groups.iter();
		let views: Vec<_> = futures::stream::iter(numbers.map(|(place, number)| (*place, *number)))
			.map(|(place, number)| async move {
				let view = self.group_view(block, number).await?;
				anyhow::Ok((place, view.context("a group was lost")?))
			})
			.buffered(QUESTIONS)
			.try_collect()
			.await?;
		Ok(views.into_iter().collect())
	}

	/// Looks up who leads the groups that are complete.
	pub(super) async fn look_up_leaders(&mut self) -> anyhow::Result<()> {
		let views = self.group_views(self.chain.final_block().await?).await?;
		let leaders = views.into_iter().filter_map(|(place, view)| Some((place, view.leader?)));
		self.numbers.leaders = leaders.collect();
		Ok(())
	}

	/// The account of the leader, where a slot of an order is the leader's and its group is complete.
	pub(super) fn leader_in(&self, order: &Order, slot: &str) -> Option<AccountNo> {
		let group = order.group?;
		let is_leaders = self.bundle.groups.get(group)?.leader.as_deref() == Some(slot);
		self.numbers.leaders.get(&group).copied().filter(|_| is_leaders)
	}

	/// Who gets the legs of a slot: its party, or the leader once the group of the order is complete.
	pub(super) fn filler(&self, order: &Order, slot: &str) -> Option<Who> {
		let leader = self.leader_in(order, slot).and_then(|leader| self.directory.owner(leader));
		leader.or_else(|| order.party(slot))
	}

	/// Waits until the clock has taken up the orders of each of these groups that has ended.
	pub(super) async fn wait_for_groups(&self, groups: &BTreeSet<usize>) -> anyhow::Result<()> {
		let mut block = self.chain.final_block().await?;
		while !self.are_taken_up(block, groups).await? {
			self.keep_up(block).await?;
			sleep(Duration::from_millis(500)).await;
			block = self.chain.final_block().await?;
		}
		Ok(())
	}

	/// The final block as of which the clock owes nothing to any group of the bundle.
	pub(super) async fn wait_for_all_groups(&self) -> anyhow::Result<Block> {
		let all = self.numbers.groups.keys().copied().collect();
		loop {
			let block = self.chain.final_block().await?;
			if self.are_taken_up(block, &all).await? {
				return Ok(block);
			}
			self.keep_up(block).await?;
			sleep(Duration::from_millis(500)).await;
		}
	}

	async fn are_taken_up(&self, block: Block, groups: &BTreeSet<usize>) -> anyhow::Result<bool> {
		let numbers = groups.iter().filter_map(|place| self.numbers.groups.get(place));
		let numbers: Vec<GroupNo> = numbers.copied().collect();
		let waiting =
			|number: &GroupNo| storage_key("Groups", "WaitingGroups", &number.0.to_be_bytes());
		let keys: Vec<_> = numbers.iter().map(waiting).collect();
		if numbers.is_empty() {
			return Ok(true);
		}
		if !self.chain.read_many(block, &keys).await?.is_empty() {
			return Ok(false);
		}
		for number in numbers {
			let view = self.group_view(block, number).await?.context("a group was lost")?;
			// Its deadline has come, and no block has written that down yet.
			if view.status == GroupStatus::Failed && view.ended.is_none() {
				return Ok(false);
			}
		}
		Ok(true)
	}

	/// Where the group of an order stands that waits for it to fail; none where it waits for none.
	pub(super) async fn awaited_group(
		&self,
		block: Block,
		order: &Order,
	) -> anyhow::Result<Option<GroupView>> {
		let Some(group) = order.group else { return Ok(None) };
		let view = self.group_view(block, self.group_no(group)).await?;
		Ok(view.filter(|view| view.status != GroupStatus::Complete))
	}

	/// Whether an order that has ended went back with its group, for which this action was the first to
	/// wait: then an earlier run did, and was interrupted.
	pub(super) async fn went_back_with_group(
		&self,
		block: Block,
		order: usize,
		id: OrderId,
	) -> anyhow::Result<bool> {
		let group = self.bundle.orders[order].group;
		let view = self.awaited_group(block, &self.bundle.orders[order]).await?;
		let has_failed = view.is_some_and(|view| view.status == GroupStatus::Failed);
		let key = storage_key("Groups", "Joined", &id);
		let is_in = !self.chain.read_many(block, &[key]).await?.is_empty();
		let mut waits = self.bundle.actions.iter().filter_map(|action| match action.act {
			Act::Expire(order) => Some(order).filter(|o| self.bundle.orders[*o].group == group),
			_ => None,
		});
		Ok(has_failed && is_in && waits.next() == Some(order))
	}

	/// Whether an earlier run called a group off, and was interrupted before it could remember that.
	pub(super) async fn is_called_off(&self, place: usize, group: usize) -> anyhow::Result<bool> {
		let same = |act: &Act| *act == Act::CallOff(group);
		if self.bundle.actions.iter().position(|action| same(&action.act)) != Some(place) {
			return Ok(false);
		}
		let block = self.chain.final_block().await?;
		let view = self.group_view(block, self.group_no(group)).await?;
		Ok(view.is_some_and(|view| view.status == GroupStatus::CalledOff))
	}

	/// What is known of the try to open a group or to give a mandate.
	pub(super) fn first_try(&self, reference: &str) -> anyhow::Result<FirstTry> {
		let refused = self.memory.refusal(named(reference))?;
		let at = self.memory.tried(named(reference))?;
		Ok(FirstTry { reference: reference.to_owned(), refused, at })
	}
}
