// SPDX-License-Identifier: Apache-2.0

//! Release on conditions (O11): what is checked of them at placement, who states what about a
//! milestone, and what the clock releases of what is met.
//!
//! Attestors sign with a key of scope *pay*, as everybody does who acts on orders: a statement lets
//! money go, and no scope of keys is narrower.

use crate::{
	milestones::{Knowledge, Statement, StatementList},
	plan::{merchant_of, platform_of},
	posting::{in_item, Book, Posting},
	types::HeldOrder,
	Config, Error, Event, Pallet, Statements,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame::prelude::{ensure, DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::{Clock, GroupState, Groups, Ledger, LedgerBook, Participants, Signer},
	AccountNo, Amount, Check, Commitment, Milestone, Moment, OrderBody, OrderId, ParticipantId,
	ReleaseMode, Role, Side, Stated, Terms,
};

/// What a release goes by.
#[derive(Clone, Copy)]
pub(crate) enum Conditions {
	/// What holds now: a release by itself is charged for asking.
	AskNow,
	/// What was noted, by the clock or by who stated something: in a batch.
	AsNoted,
}

impl<T: Config> Pallet<T> {
	/// What an order says of its milestones: each can be met, and before the deadline; they are the whole
	/// of the order; and who bears witness is an attestor that has no part in it (P3).
	pub(crate) fn ensure_conditions(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		body: &OrderBody,
		deadline: Moment,
	) -> DispatchResult {
		let ReleaseMode::Agreed { milestones, .. } = &body.release else { return Ok(()) };
		ensure!(!milestones.is_empty(), Error::<T>::MilestoneMissing);
		let sound = milestones.iter().all(Milestone::is_sound);
		ensure!(sound, Error::<T>::MilestoneUnsound);
		let total = Amount::checked_sum(milestones.iter().map(|milestone| milestone.amount));
		ensure!(total == Some(body.amount), Error::<T>::MilestonesNotWhole);
		let checks = || milestones.iter().flat_map(Milestone::checks);
		for check in checks() {
			match check {
				Check::TimeReached(moment) => {
					ensure!(*moment < deadline, Error::<T>::TimeNotBeforeDeadline);
				}
				Check::GroupComplete => {
					ensure!(body.group.is_some(), Error::<T>::GroupMissing);
				}
				Check::PayerConfirms | Check::PlatformConfirms | Check::Evidence { .. } => {}
			}
		}
		let attestors: BTreeSet<_> = checks().flat_map(Check::attestors).copied().collect();
		if attestors.is_empty() {
			return Ok(());
		}
		let parties = Self::parties_of(book, signer, body)?;
		for attestor in attestors {
			ensure!(!parties.contains(&attestor), Error::<T>::AttestorIsParty);
			Self::ensure_attestor(attestor)?;
		}
		Ok(())
	}

	/// Everybody who has a part in an order: who submits it, pays, sells and gets something of it, and the
	/// banks that speak for its sides.
	fn parties_of(
		book: &mut Book<T>,
		signer: &Signer<T::AccountId>,
		body: &OrderBody,
	) -> Result<BTreeSet<ParticipantId>, DispatchError> {
		let payees: Vec<AccountNo> = match &body.terms {
			Terms::Transfer { to } => [*to].to_vec(),
			Terms::Split { parties, .. } => parties.iter().map(|(_, account)| *account).collect(),
		};
		let funders = body.funders.iter().map(|funder| funder.account);
		let named = [merchant_of(&body.terms), platform_of(&body.terms), Some(signer.participant)];
		let mut all: BTreeSet<ParticipantId> = named.into_iter().flatten().collect();
		for account in payees.into_iter().chain(funders).chain([body.payer]) {
			all.insert(book.account(account)?.owner);
		}
		for side in [Side::Payer, Side::Merchant] {
			all.extend(Self::speakers(book, side, (body.payer, &body.terms))?);
		}
		Ok(all)
	}

	pub(crate) fn ensure_attestor(participant: ParticipantId) -> DispatchResult {
		let facts = T::Participants::facts(participant).ok_or(Error::<T>::NotAnAttestor)?;
		let may = facts.roles.has(Role::Attestor) && !facts.suspended;
		ensure!(may, Error::<T>::NotAnAttestor);
		Ok(())
	}

	pub(crate) fn do_attest(
		signer: &Signer<T::AccountId>,
		id: OrderId,
		number: u8,
		what: Stated,
		commitment: Commitment,
	) -> DispatchResult {
		let mut order = Self::open_order(id)?;
		let milestone = order.milestone(number).map_err(Error::<T>::from)?;
		let asked = milestone.checks().any(|check| check.asks_for(what));
		ensure!(asked, Error::<T>::NotAskedFor);
		Self::ensure_may_state(signer, &order, milestone, what)?;
		let now = T::Clock::now();
		let mut statements = Statements::<T>::get(id);
		let by = signer.participant;
		let statement = Statement { milestone: number, what, by, commitment, at: now };
		if let Some(known) = statements.iter().find(|known| known.key() == statement.key()) {
			ensure!(known.commitment == commitment, Error::<T>::StatedBefore);
			return Ok(());
		}
		order.open_milestone(number).map_err(Error::<T>::from)?;
		Self::ensure_not_stopped(&order)?;
		Self::ensure_before_deadline(&order, now)?;
		// No check takes more of them than there is room for.
		statements.try_push(statement).map_err(|_| Error::<T>::Overflow)?;

		order.progress.dispatched |= what.is_of_dispatch();
		// Before its group has a leader nobody can tell whose evidence counts.
		let awaits_leader = order.awaits_group && !order.leader_legs.is_empty();
		let met =
			!awaits_leader && order.note_met(number, &Self::knowledge(&order, &statements, now));
		Statements::<T>::insert(id, statements);
		Self::write(id, order)?;

		let (order, milestone, by) = (id, number, Self::by(signer));
		Self::deposit_event(Event::Attested { order, milestone, what, commitment, by: by.clone() });
		if met {
			Self::deposit_event(Event::MilestoneMet { order, milestone, by });
		}
		Ok(())
	}

	/// Whether the statement is the signer's to make.
	fn ensure_may_state(
		signer: &Signer<T::AccountId>,
		order: &HeldOrder,
		milestone: &Milestone,
		what: Stated,
	) -> DispatchResult {
		let may = match what {
			Stated::PayerConfirms => {
				Self::acts_for_payer(&mut T::Ledger::open_book(), signer, order)?
			}
			Stated::PlatformConfirms => platform_of(&order.terms) == Some(signer.participant),
			Stated::Evidence(_) => {
				let mut asked = milestone.checks().filter(|check| check.asks_for(what));
				asked.any(|check| check.attestors().contains(&signer.participant))
			}
		};
		ensure!(may, Error::<T>::NotEntitled);
		match what {
			Stated::Evidence(_) => {
				let leads = Self::leads(order) == Some(signer.participant);
				ensure!(!leads, Error::<T>::AttestorIsParty);
				Self::ensure_attestor(signer.participant)
			}
			Stated::PayerConfirms | Stated::PlatformConfirms => Ok(()),
		}
	}

	/// Who leads the group of an order, once it is complete: a party of it like any other payee (P3).
	fn leads(order: &HeldOrder) -> Option<ParticipantId> {
		Self::leader_of(order).and_then(Self::owner_of)
	}

	fn owner_of(account: AccountNo) -> Option<ParticipantId> {
		T::Ledger::open_book().account(account).ok().map(|account| account.owner)
	}

	/// What is known by now of the conditions of an order. What the leader of its group bore witness to
	/// before that was known counts no more (P3).
	pub(crate) fn knowledge(
		order: &HeldOrder,
		statements: &StatementList,
		now: Moment,
	) -> Knowledge {
		let group = order.group.and_then(|group| T::Groups::group(group, now));
		let complete = group.is_some_and(|group| group.state == GroupState::Complete);
		let leader = group.and_then(|group| group.leader).and_then(Self::owner_of);
		let counts = |statement: &&Statement| match statement.what {
			Stated::Evidence(_) => Some(statement.by) != leader,
			Stated::PayerConfirms | Stated::PlatformConfirms => true,
		};
		let statements: Vec<Statement> = statements.iter().filter(counts).copied().collect();
		Knowledge::new(&statements, complete, now)
	}

	/// Notes the milestones that are met by now. Answers those that nobody noted before.
	pub(crate) fn note_met(id: OrderId, order: &mut HeldOrder, now: Moment) -> Vec<u8> {
		if order.milestones.is_empty() {
			return Vec::new();
		}
		let known = Self::knowledge(order, &Statements::<T>::get(id), now);
		order.note_all_met(&known)
	}

	/// Notes the milestones that are met by now, and releases what is open of all that are. Where that is
	/// refused (an uncovered order whose bank is short) it is tried again until the deadline.
	pub(crate) fn release_met(
		book: &mut Book<T>,
		id: OrderId,
		mut posting: Posting,
		now: Moment,
	) -> Result<Posting, DispatchError> {
		let waits = posting.order.is_stopped() || posting.order.awaits_group;
		if posting.order.milestones.is_empty() || waits {
			return Ok(posting);
		}
		// Silence may just have decided about all of it (O8): then there is nothing to be met any more.
		if Self::unreleased(&posting)?.is_empty() {
			return Ok(posting);
		}
		posting.met = Self::note_met(id, &mut posting.order, now);
		if posting.order.parts_of_met().map_err(Error::<T>::from)?.is_empty() {
			return Ok(posting);
		}
		let tried = posting.clone();
		let released = in_item(book, |book| {
			let tried = tried.bind_leader::<T>(book)?;
			let parts = tried.order.parts_of_met().map_err(Error::<T>::from)?;
			tried.pay_or_park::<T>(book, &parts)
		});
		Ok(released.map_or(posting, Posting::close_met))
	}
}

impl Posting {
	fn close_met(self) -> Self {
		Self { order: self.order.close_met(), ..self }
	}
}
