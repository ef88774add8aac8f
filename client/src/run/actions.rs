// SPDX-License-Identifier: Apache-2.0

//! What is done to the orders after their placement, in file order.

use super::{
	bodies::allocations_of,
	giving::{Asked, Foreseen},
	memory::Named,
	orders::RefusedRows,
	references::{date_all, reference, Dated, Wanted},
	sending::Group,
	Importer,
};
use crate::{
	bundle::{Act, Action, InDispute, LegName, Order, Part, Who},
	chain::{calls::ReleaseWhat, Call},
	rows::RefusedRow,
};
use serde::Serialize;
use split_ledger_primitives::{
	views::{LegView, OrderView},
	Amount, Domain, OrderId, ParticipantId, Stated,
};
use std::collections::{BTreeMap, BTreeSet};

/// What came of the actions.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub(super) struct Acted {
	pub(super) done: usize,
	already_done: usize,
	pub(super) refused: usize,
}

impl Importer<'_> {
	/// Does the actions. What the chain refuses is added to `refused`, behind the orders.
	pub(super) async fn do_actions(&mut self, refused: &mut RefusedRows) -> anyhow::Result<Acted> {
		let dates = self.date_orders().await?;
		let dated = self.date_actions().await?;
		let (bundle, mut acted, mut group) = (self.bundle, Acted::default(), Group::default());
		// What is met since the placement, or by what an earlier run did.
		self.wait_for_clock(&mut self.with_milestones(), &dates).await?;
		if bundle.actions.is_empty() {
			return Ok(acted);
		}
		let Foreseen { alone, is_due, mut seen } = self.foresee().await?;
		let mut due = BTreeSet::new();
		self.report.begin("doing actions", self.bundle.actions.len());
		for (place, action) in bundle.actions.iter().enumerate() {
			self.report.done(place);
			if self.has_ended(place, action).await? {
				self.memory.remember_done(&self.mark_of(place, action))?;
			}
			if self.was_tried(place, action, dated[place], refused, &mut acted)? {
				due.extend(action.act.order().filter(|_| is_due[place]));
				continue;
			}
			let mut waited_for = due_before(&action.act, alone[place], &mut due);
			let has_clock = !waited_for.is_empty();
			if alone[place] || group.is_alone || has_clock || self.must_wait(&group, action) {
				self.send_group(&mut group, refused, &mut acted).await?;
			}
			self.wait_for_clock(&mut waited_for, &dates).await?;
			due.extend(action.act.order().filter(|_| is_due[place]));
			group.is_alone = alone[place];
			match &action.act {
				Act::Expire(order) => {
					let id = self.order_id(&self.bundle.orders[*order], dates[*order].date)?;
					let row = self.wait_for_expiry(action, *order, id).await?;
					self.conclude(place, row, refused, &mut acted)?;
				}
				act => {
					let Some(index) = act.order() else {
						self.add_beside_orders(&mut group, place, act).await?;
						continue;
					};
					let (order, placed_under) = (&self.bundle.orders[index], dates[index].date);
					self.wait_for_groups(&order.group.into_iter().collect()).await?;
					let id = self.order_id(order, placed_under)?;
					let date = dated[place].map_or(placed_under, |dated| dated.date);
					let asked = Asked { order, id, placed_under, action, date };
					if seen.may_be(place, act) && self.is_so(place, &asked).await? {
						self.note_done(place, id).await?;
						seen.note_found(act, is_due[place]);
						acted.already_done += 1;
						continue;
					}
					let (signer, call) = self.call_of(asked).await?;
					group.add(self, place, Some(index), signer, call);
					seen.note_sent(act);
				}
			}
		}
		self.send_group(&mut group, refused, &mut acted).await?;
		self.wait_for_clock(&mut (&due | &self.with_milestones()), &dates).await?;
		Ok(acted)
	}

	/// Adds what is done to accounts, to what they owe, to groups and to mandates.
	async fn add_beside_orders(
		&self,
		group: &mut Group,
		place: usize,
		act: &Act,
	) -> anyhow::Result<()> {
		let all = &self.bundle.participants;
		match act {
			Act::NoCredit(who) => self.add_status(group, place, *who, true)?,
			Act::Credit(who) => self.add_status(group, place, *who, false)?,
			Act::Collect(who) => {
				for call in self.collect_calls(*who).await? {
					group.add(self, place, None, all.bank_of(*who), call);
				}
			}
			Act::CallOff(of) => {
				let call = Call::call_off_group(self.group_no(*of));
				group.add(self, place, None, self.bundle.groups[*of].platform, call);
			}
			Act::Revoke(of) => {
				let bank = all.bank_of(self.bundle.mandates[*of].payer);
				let call = Call::revoke_mandate(self.mandate_no(*of));
				group.add(self, place, None, bank, call);
			}
			_ => {}
		}
		Ok(())
	}

	/// Whether an earlier run has done an action, or was refused to do it.
	fn was_tried(
		&self,
		place: usize,
		action: &Action,
		dated: Option<Dated>,
		refused: &mut RefusedRows,
		acted: &mut Acted,
	) -> anyhow::Result<bool> {
		if self.is_done(place, action, dated)? {
			acted.already_done += 1;
			return Ok(true);
		}
		let known = self.known_refusal(place, action)?.filter(|_| !self.manner.retry_refused);
		let Some(row) = known else { return Ok(false) };
		refused.insert(self.bundle.orders.len() + place, row);
		acted.refused += 1;
		Ok(true)
	}

	async fn date_actions(&mut self) -> anyhow::Result<Vec<Option<Dated>>> {
		let bundle = self.bundle;
		let mut wanted = Vec::new();
		for action in &bundle.actions {
			wanted.extend(self.name_action(action)?.map(|named| Wanted { named, date: None }));
		}
		let block = self.chain.final_block().await?;
		let dated = date_all(self.chain, block, &mut self.memory, &wanted).await?;
		let mut dated = dated.into_iter();
		let mut all = Vec::new();
		for action in &bundle.actions {
			all.push(self.name_action(action)?.and_then(|_| dated.next()));
		}
		Ok(all)
	}

	/// The reference of an action, where the chain keeps it.
	fn name_action<'b>(&self, action: &'b Action) -> anyhow::Result<Option<Named<'b>>> {
		let (order, domain) = match action.act {
			Act::Release(order, _) => (order, Domain::Release),
			Act::Refund(order, _) => (order, Domain::Refund),
			Act::Return(order, ..) => (order, Domain::Return),
			Act::Dispute(order, InDispute::Resolve(_)) => (order, Domain::Resolution),
			_ => return Ok(None),
		};
		let submitter = self.directory.id(self.signer(action, &self.bundle.orders[order]))?;
		Ok(Some(Named { submitter, domain, text: &action.reference }))
	}

	/// Who acts: releases are the payer's bank's, refunds the merchant's bank's, who gives them up,
	/// returns those of the bank of the receiver, disputes of the bank of the side. Platform, attestors
	/// and resolvers speak for themselves.
	fn signer(&self, action: &Action, order: &Order) -> Who {
		let all = &self.bundle.participants;
		let giver = match &action.act {
			Act::Refund(..) => order.seller(all),
			Act::Return(_, leg, _) | Act::Assign(_, leg, _) => Some(self.receiver_of(order, leg)),
			Act::Dispute(_, said) => return self.signer_in_dispute(order, *said),
			Act::Extend(_) => action.by,
			Act::State(_, Stated::PlatformConfirms | Stated::Evidence(_)) => {
				return action.by.unwrap_or(order.payer);
			}
			_ => None,
		};
		all.bank_of(giver.unwrap_or(order.payer))
	}

	fn is_done(&self, place: usize, action: &Action, dated: Option<Dated>) -> anyhow::Result<bool> {
		match dated {
			Some(dated) => Ok(dated.is_used),
			None => self.memory.is_done(&self.mark_of(place, action)),
		}
	}

	/// Whether the chain tells that an earlier run ended a group or a mandate.
	async fn has_ended(&self, place: usize, action: &Action) -> anyhow::Result<bool> {
		match action.act {
			Act::CallOff(group) => self.is_called_off(place, group).await,
			Act::Revoke(mandate) => self.is_revoked(place, mandate).await,
			_ => Ok(false),
		}
	}

	/// The name under which an action without a reference on the chain is remembered.
	pub(super) fn mark_of(&self, place: usize, action: &Action) -> String {
		let about = match (&action.act, action.act.order()) {
			(Act::NoCredit(who) | Act::Credit(who) | Act::Collect(who), _) => {
				self.bundle.participants.get(*who).name.as_str()
			}
			(_, Some(order)) => self.bundle.orders[order].reference.as_str(),
			(Act::CallOff(group), _) => &self.bundle.groups[*group].name,
			(Act::Revoke(mandate), _) => &self.bundle.mandates[*mandate].name,
			(_, None) => "",
		};
		format!("action {place} on {about}: {}", action.reference)
	}

	/// Why an action was refused in an earlier run.
	fn known_refusal(&self, place: usize, action: &Action) -> anyhow::Result<Option<RefusedRow>> {
		let mark = self.mark_of(place, action);
		let known = self.memory.refusal(self.remembered_as(action, &mark)?)?;
		let reference = action.reference.clone();
		Ok(known.map(|row| RefusedRow { reference, ..row }))
	}

	/// What a refusal is remembered under: the reference, or the mark of what has none on the chain.
	pub(super) fn remembered_as<'b>(
		&self,
		action: &'b Action,
		mark: &'b str,
	) -> anyhow::Result<Named<'b>> {
		let nobody = ParticipantId(u32::MAX);
		let marked = Named { submitter: nobody, domain: Domain::Release, text: mark };
		Ok(self.name_action(action)?.unwrap_or(marked))
	}

	/// Adds what an earlier run was refused to do.
	pub(super) fn known_action_refusals(&self, refused: &mut RefusedRows) -> anyhow::Result<()> {
		for (place, action) in self.bundle.actions.iter().enumerate() {
			let known = self.known_refusal(place, action)?;
			refused.extend(known.map(|row| (self.bundle.orders.len() + place, row)));
		}
		Ok(())
	}

	/// Whether what is collected must be on the chain before this action: status bits, amounts that
	/// depend on it, and other signers of the same order.
	fn must_wait(&self, group: &Group, action: &Action) -> bool {
		match &action.act {
			Act::NoCredit(_) | Act::Credit(_) | Act::Expire(_) | Act::Collect(_) => true,
			Act::CallOff(_) | Act::Revoke(_) => true,
			// How much that is must be asked.
			Act::Refund(order, None) if group.signers.contains_key(order) => true,
			// So must be how the order stands.
			Act::Dispute(order, _)
			| Act::Freeze(order, _)
			| Act::Unfreeze(order)
			| Act::Assign(order, ..) => {
				[order, &usize::MAX].iter().any(|known| group.signers.contains_key(known))
			}
			Act::Release(order, _)
			| Act::Refund(order, _)
			| Act::Return(order, ..)
			| Act::RetryParked(order)
			| Act::State(order, _)
			| Act::Extend(order) => {
				let signer = self.signer(action, &self.bundle.orders[*order]);
				let other = group.signers.get(order).is_some_and(|earlier| *earlier != signer);
				other || group.signers.contains_key(&usize::MAX)
			}
		}
	}

	/// The call of an act, and who signs it.
	async fn call_of(&self, asked: Asked<'_>) -> anyhow::Result<(Who, Call)> {
		let Asked { order, id, action, date, .. } = asked;
		let signer = self.signer(action, order);
		let call = match &action.act {
			Act::Assign(_, leg, to) => return self.assign_call(&asked, leg, *to).await,
			Act::Dispute(_, said) => self.dispute_call(asked, *said).await,
			Act::Freeze(_, until) => self.freeze_call(&asked, *until),
			Act::Unfreeze(_) => Ok(Call::lift_order_freeze(id)),
			Act::Release(_, part) => {
				let what = self.release_what(order, id, part).await?;
				Ok(Call::release(&reference(&action.reference, date)?, id, &what))
			}
			Act::Refund(_, amount) => self.refund_call(asked, *amount).await,
			Act::Return(_, leg, amount) => self.return_call(asked, leg, *amount).await,
			Act::State(_, what) => Ok(self.statement(id, action, *what)),
			Act::Extend(_) => Ok(Call::extend(id, action.until.unwrap_or_default())),
			_ => Ok(Call::retry_parked(id)),
		};
		Ok((signer, call?))
	}

	async fn release_what(
		&self,
		order: &Order,
		id: OrderId,
		part: &Part,
	) -> anyhow::Result<ReleaseWhat> {
		let names = match part {
			Part::All => return Ok(ReleaseWhat::All),
			Part::Amount(amount) => return Ok(ReleaseWhat::Amount(*amount)),
			Part::Milestone(number) => return Ok(ReleaseWhat::Milestone(*number)),
			Part::Legs(names) => names,
		};
		let rules = order.rules.as_ref().and_then(|name| self.bundle.rules.get(name));
		let payees = match rules {
			Some(rules) if allocations_of(order, rules).len() > 1 => {
				let legs = self.legs(id).await?;
				legs.iter().map(|leg| (leg.leg, leg.payee)).collect()
			}
			_ => BTreeMap::new(),
		};
		let allocation =
			rules.and_then(|rules| Some((rules, self.allocation_of(order, rules, &payees)?)));
		let of_slot = |slot: &String| {
			let legs = allocation.iter().flat_map(|(rules, found)| {
				let place = rules.rule_set().slots.iter().position(|known| known == slot);
				let legs = found.legs.iter().filter(move |leg| place == Some(leg.slot.into()));
				legs.filter(|leg| !leg.amount.is_zero()).map(|leg| leg.leg)
			});
			legs.collect::<Vec<_>>()
		};
		let mut numbers: Vec<u8> = Vec::new();
		for name in names {
			match name {
				LegName::Number(number) => numbers.push(*number),
				LegName::Slot(slot) => numbers.extend(of_slot(slot)),
			}
		}
		numbers.sort();
		numbers.dedup();
		Ok(ReleaseWhat::Legs(numbers))
	}

	/// The legs of an open order, as the chain has them.
	pub(super) async fn legs(&self, id: OrderId) -> anyhow::Result<Vec<LegView>> {
		let block = self.chain.final_block().await?;
		let view: Option<OrderView> = self.chain.ask(block, "EscrowApi_order", &id).await?;
		let legs = view.and_then(|view| view.details).map(|details| details.legs);
		Ok(legs.unwrap_or_default())
	}
}

/// The orders on which the clock has to do something before this act, which are due no more then: its
/// own, or all where it concerns others.
fn due_before(act: &Act, is_alone: bool, due: &mut BTreeSet<usize>) -> BTreeSet<usize> {
	match act.order() {
		Some(order) if !is_alone => due.take(&order).into_iter().collect(),
		_ => std::mem::take(due),
	}
}

/// What of a leg is neither released nor parked nor given back.
pub(super) fn rest_of(leg: &LegView) -> Amount {
	let taken = [leg.released, leg.refunded, leg.parked];
	taken.iter().fold(leg.entitlement, |rest, part| rest.checked_sub(*part).unwrap_or_default())
}
