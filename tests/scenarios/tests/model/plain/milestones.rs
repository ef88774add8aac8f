// SPDX-License-Identifier: Apache-2.0

//! Milestones: what was agreed about them, who states what, what is met, what is open of each, and later
//! deadlines (O11, P3).

use super::{apportion, ensure, refuse, Order, Outcome, Plain, What, Wish, WishTerms};
use split_ledger_primitives::{
	AccountNo, Amount, Check, Clause, Commitment, EvidenceKind, ExpiryPolicy, Milestone, Moment,
	OrderId, ParticipantId, ReleaseMode, Side, Stated,
};
use std::collections::BTreeSet;

impl Order {
	/// The milestone of this number, from 1 on.
	fn milestone(&self, number: u8) -> Outcome<&Milestone> {
		let place = usize::from(number).checked_sub(1);
		let found = place.and_then(|place| self.milestones.get(place));
		found.ok_or_else(|| "Escrow::UnknownMilestone".into())
	}

	pub(crate) fn open_milestone(&self, number: u8) -> Outcome<&Milestone> {
		let milestone = self.milestone(number)?;
		ensure(milestone.amount.0 > 0, "Escrow::MilestoneOver")?;
		Ok(milestone)
	}

	fn open_numbers(&self) -> Vec<u8> {
		let numbered = (1..).zip(&self.milestones);
		numbered.filter(|(_, milestone)| milestone.amount.0 > 0).map(|(number, _)| number).collect()
	}

	/// Whether anybody may release this by what is known.
	pub(crate) fn is_met(&self, what: &What) -> bool {
		match what {
			What::Milestone(number) => self.met.contains(number),
			_ => {
				let open = self.open_numbers();
				!self.milestones.is_empty() && open.iter().all(|number| self.met.contains(number))
			}
		}
	}

	/// Nothing is open any more of these.
	pub(crate) fn close(&mut self, is_closed: impl Fn(u8) -> bool) {
		for (number, milestone) in (1..).zip(&mut self.milestones) {
			if is_closed(number) {
				milestone.amount = Amount(0);
			}
		}
	}

	/// What is open of all that is met.
	pub(crate) fn sum_of_met(&self) -> u64 {
		let numbered = (1..).zip(&self.milestones);
		let met = numbered.filter(|(number, _)| self.met.contains(number));
		met.map(|(_, milestone)| milestone.amount.0).sum()
	}

	/// What left the order otherwise lowers all that is open, so that this is what is not released.
	pub(crate) fn fit_milestones(&mut self) {
		if self.milestones.is_empty() {
			return;
		}
		let open: Vec<u64> = self.milestones.iter().map(|milestone| milestone.amount.0).collect();
		let gone = open.iter().sum::<u64>() - self.rest();
		for (milestone, part) in self.milestones.iter_mut().zip(apportion(&open, gone)) {
			milestone.amount = Amount(milestone.amount.0 - part);
		}
		if self.sum_of_met() == 0 {
			self.due = None;
		}
	}

	/// When a condition of time comes true next.
	pub(crate) fn next_condition(&self, now: Moment) -> Option<Moment> {
		let open = self.open_numbers().into_iter().filter(|number| !self.met.contains(number));
		let checks = open.flat_map(|number| {
			let clauses = &self.milestones[usize::from(number) - 1].clauses;
			clauses.iter().flat_map(|clause| clause.of.iter())
		});
		let moments = checks.filter_map(|check| match check {
			Check::TimeReached(moment) if *moment > now => Some(*moment),
			_ => None,
		});
		moments.min()
	}

	/// Whether a condition names this attestor.
	pub(crate) fn names_witness(&self, who: ParticipantId) -> bool {
		self.milestones.iter().any(|milestone| witnesses(milestone).contains(&who))
	}
}

fn checks(milestone: &Milestone) -> Vec<&Check> {
	milestone.clauses.iter().flat_map(|clause| clause.of.iter()).collect()
}

fn witnesses(milestone: &Milestone) -> BTreeSet<ParticipantId> {
	let mut all = BTreeSet::new();
	for check in checks(milestone) {
		if let Check::Evidence { attestors, .. } = check {
			all.extend(attestors.iter().copied());
		}
	}
	all
}

fn asks_for(check: &Check, what: Stated) -> bool {
	match (check, what) {
		(Check::PayerConfirms, Stated::PayerConfirms) => true,
		(Check::PlatformConfirms, Stated::PlatformConfirms) => true,
		(Check::Evidence { kind, .. }, Stated::Evidence(of)) => *kind == of,
		_ => false,
	}
}

/// Whether a milestone can be met at all.
fn is_sound(milestone: &Milestone) -> bool {
	let sound_check = |check: &Check| match check {
		Check::Evidence { attestors, quorum, .. } => {
			let different: BTreeSet<_> = attestors.iter().collect();
			let enough = usize::from(*quorum) <= attestors.len();
			*quorum > 0 && enough && different.len() == attestors.len()
		}
		_ => true,
	};
	let sound_clause = |clause: &Clause| {
		let moments = clause.of.iter().filter(|check| matches!(check, Check::TimeReached(_)));
		let enough = usize::from(clause.need) <= clause.of.len();
		clause.need > 0 && enough && moments.count() <= 1 && clause.of.iter().all(sound_check)
	};
	milestone.amount.0 > 0 && milestone.clauses.iter().all(sound_clause)
}

impl Plain {
	/// What an order says of its milestones.
	pub(crate) fn ensure_conditions(&self, wish: &Wish, deadline: Moment) -> Outcome {
		let ReleaseMode::Agreed { milestones, .. } = &wish.release else { return Ok(()) };
		ensure(!milestones.is_empty(), "Escrow::MilestoneMissing")?;
		ensure(milestones.iter().all(is_sound), "Escrow::MilestoneUnsound")?;
		let sum: u64 = milestones.iter().map(|milestone| milestone.amount.0).sum();
		ensure(sum == wish.amount, "Escrow::MilestonesNotWhole")?;
		for check in milestones.iter().flat_map(checks) {
			match check {
				Check::TimeReached(moment) => {
					ensure(*moment < deadline, "Escrow::TimeNotBeforeDeadline")?;
				}
				Check::GroupComplete => ensure(wish.group.is_some(), "Escrow::GroupMissing")?,
				_ => {}
			}
		}
		let parties = self.parties_of(wish);
		let attestors: BTreeSet<ParticipantId> = milestones.iter().flat_map(witnesses).collect();
		for attestor in attestors {
			ensure(!parties.contains(&attestor), "Escrow::AttestorIsParty")?;
			let attests = self.people.get(&attestor).is_some_and(|person| person.attests);
			ensure(attests, "Escrow::NotAnAttestor")?;
		}
		Ok(())
	}

	/// Everybody who has a part in an order.
	fn parties_of(&self, wish: &Wish) -> BTreeSet<ParticipantId> {
		let mut all = BTreeSet::from([wish.by]);
		let mut accounts: Vec<AccountNo> = vec![wish.payer];
		accounts.extend(wish.funders.iter().map(|part| part.account));
		match &wish.terms {
			WishTerms::Transfer(to) => accounts.push(*to),
			WishTerms::Split { deal, parties } => {
				all.extend([deal.merchant, deal.platform]);
				accounts.extend(parties.iter().map(|party| party.1));
			}
		}
		all.extend(accounts.into_iter().map(|account| self.account(account).owner));
		// The banks that speak for its sides.
		let receiver = self.receiver_of(&wish.terms);
		all.extend([receiver, self.people[&receiver].sponsor]);
		all.insert(self.bank_person(self.account(wish.payer).bank));
		all
	}

	/// Whether the conditions of a milestone hold by what is known.
	fn holds(&self, order: &Order, number: u8) -> bool {
		let milestone = &order.milestones[usize::from(number) - 1];
		let leader = self.leads(order);
		let stated = |what, who| order.statements.contains_key(&(number, what, who));
		let is_so = |check: &Check| match check {
			Check::PayerConfirms => stated(Stated::PayerConfirms, None),
			Check::PlatformConfirms => stated(Stated::PlatformConfirms, None),
			Check::Evidence { kind, attestors, quorum } => {
				let said = |who: &&ParticipantId| stated(Stated::Evidence(*kind), Some(**who));
				let others = attestors.iter().filter(|who| leader != Some(**who));
				others.filter(said).count() >= usize::from(*quorum)
			}
			Check::GroupComplete => self.is_complete(order.group),
			Check::TimeReached(moment) => *moment <= self.now(),
		};
		let clause_holds = |clause: &Clause| {
			clause.of.iter().filter(|check| is_so(check)).count() >= usize::from(clause.need)
		};
		!milestone.clauses.is_empty() && milestone.clauses.iter().all(clause_holds)
	}

	/// Who leads the group of an order, and so bears no witness about it.
	fn leads(&self, order: &Order) -> Option<ParticipantId> {
		self.leader_of(order).map(|leader| self.account(*leader).owner)
	}

	/// Notes what is met by now.
	pub(crate) fn note_met(&self, order: &mut Order, numbers: &[u8]) {
		for number in numbers {
			if !order.met.contains(number) && self.holds(order, *number) {
				order.met.insert(*number);
				order.due = Some(self.now());
			}
		}
	}

	pub(crate) fn note_all_met(&self, order: &mut Order) {
		let open = order.open_numbers();
		self.note_met(order, &open);
	}

	pub(crate) fn attest(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		number: u8,
		what: Stated,
		commitment: Commitment,
	) -> Outcome {
		let mut order = self.open_order(id)?;
		let milestone = order.milestone(number)?;
		let asking: Vec<&Check> =
			checks(milestone).into_iter().filter(|check| asks_for(check, what)).collect();
		ensure(!asking.is_empty(), "Escrow::NotAskedFor")?;
		let named = |check: &&Check| matches!(check, Check::Evidence { attestors, .. } if attestors.contains(&by));
		let may = match what {
			Stated::PayerConfirms => self.speaks_for(by, order.payer),
			Stated::PlatformConfirms => order.deal.is_some_and(|deal| deal.1 == by),
			Stated::Evidence(_) => asking.iter().any(named),
		};
		ensure(may, "Escrow::NotEntitled")?;
		let who = matches!(what, Stated::Evidence(_)).then_some(by);
		ensure(who.is_none() || self.leads(&order) != who, "Escrow::AttestorIsParty")?;
		let statement = (number, what, who);
		if let Some(known) = order.statements.get(&statement) {
			return ensure(*known == commitment, "Escrow::StatedBefore");
		}
		order.open_milestone(number)?;
		ensure_runs(&order)?;
		self.ensure_before_deadline(&order)?;
		order.statements.insert(statement, commitment);
		let left = [EvidenceKind::Shipped, EvidenceKind::Delivered].map(Stated::Evidence);
		order.dispatched |= left.contains(&what);
		if !order.awaits_group || order.leader_legs.is_empty() {
			self.note_met(&mut order, &[number]);
		}
		self.write(order);
		Ok(())
	}

	pub(crate) fn extend(&mut self, by: ParticipantId, id: OrderId, deadline: Moment) -> Outcome {
		let mut order = self.open_order(id)?;
		let [payer, merchant] =
			[Side::Payer, Side::Merchant].map(|side| self.speaks_for_side(by, &order, side));
		ensure(payer || merchant, "Escrow::NotEntitled")?;
		ensure(order.rest() > 0, "Escrow::NothingRemains")?;
		ensure_runs(&order)?;
		self.ensure_before_deadline(&order)?;
		ensure(deadline > self.clock.moved(order.deadline), "Escrow::NotLater")?;
		ensure(deadline <= order.end, "Escrow::PastEnd")?;
		let asked = order.extension.filter(|asked| asked.1 == deadline).map(|asked| asked.0);
		let agreed = match asked {
			Some(Side::Payer) => merchant,
			Some(Side::Merchant) => payer,
			None => false,
		};
		if agreed || (payer && order.expiry == ExpiryPolicy::Payer) {
			order.deadline = deadline;
			order.extension = None;
		} else if asked.is_some() {
			// The same side asks for the same once more.
			return Ok(());
		} else {
			let side = if payer { Side::Payer } else { Side::Merchant };
			order.extension = Some((side, deadline));
		}
		self.write(order);
		Ok(())
	}

	/// Releases all that is met together, where there is cover.
	pub(crate) fn release_met(&mut self, order: &mut Order) {
		if order.milestones.is_empty() || order.is_stopped() || order.awaits_group {
			return;
		}
		// Silence may just have decided about all of it.
		if order.rest() == 0 {
			return;
		}
		self.note_all_met(order);
		if order.sum_of_met() == 0 {
			return;
		}
		let released = self.item_on(order, |next, order| {
			next.bind_leader(order)?;
			match order.sum_of_met() {
				0 => Ok(()),
				met => {
					let parts = order.parts_of(met)?;
					next.pay_or_park(order, &parts)
				}
			}
		});
		if released.is_ok() {
			let met = order.met.clone();
			order.close(|number| met.contains(&number));
		}
	}
}

/// While its clocks stand still nothing new is added to an order.
pub(crate) fn ensure_runs(order: &Order) -> Outcome {
	ensure(order.frozen.is_none(), "Escrow::OrderFrozen")?;
	match order.dispute {
		None => Ok(()),
		Some(_) => refuse("Escrow::OrderDisputed"),
	}
}
