// SPDX-License-Identifier: Apache-2.0

//! What was agreed about orders: milestones, freezes and disputes, groups, mandates, assignees.

use super::differ;
use crate::plain::{Dispute, Disputes, Group, GroupEnd, Order, Plain, Statement};
use pallet_escrow::{stopped, HeldOrder, OpenDispute};
use pallet_groups::{Ending, State};
use pallet_mandates::State as Given;
use split_ledger_primitives::{AccountNo, Commitment, Date, GroupNo, MandateNo, OrderId, Stated};
use split_ledger_runtime::Runtime;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn milestones(name: &str, row: &HeldOrder, model: &Order) -> Option<String> {
	let progress = row.progress;
	let chain: (Vec<u64>, BTreeSet<u8>) =
		(row.milestones.iter().map(|it| it.amount.0).collect(), progress.met().collect());
	let plain = (model.milestones.iter().map(|it| it.amount.0).collect(), model.met.clone());
	differ(&format!("open amounts and met milestones of {name}"), chain, plain).or_else(|| {
		let extension = row.extension.map(|asked| (asked.by, asked.deadline));
		let chain = (progress.due, progress.dispatched, extension);
		let plain = (model.due, model.dispatched, model.extension);
		differ(&format!("due, dispatched, extension of {name}"), chain, plain)
			.or_else(|| statements(name, model))
	})
}

fn statements(name: &str, model: &Order) -> Option<String> {
	let list = pallet_escrow::Statements::<Runtime>::get(model.id);
	let chain: BTreeMap<Statement, Commitment> = list
		.iter()
		.map(|it| {
			let witness = matches!(it.what, Stated::Evidence(_)).then_some(it.by);
			((it.milestone, it.what, witness), it.commitment)
		})
		.collect();
	differ(&format!("statements about {name}"), chain, model.statements.clone())
}

pub(super) fn stops(name: &str, row: &HeldOrder, model: &Order) -> Option<String> {
	let freeze = pallet_escrow::OrderFreezes::<Runtime>::get(model.id).map(|freeze| freeze.by);
	let chain = (row.stopped_since, row.frozen_until, freeze, row.end);
	let frozen = (model.frozen.map(|it| it.0), model.frozen.map(|it| it.1));
	let plain = (model.stopped_since, frozen.0, frozen.1, model.end);
	differ(&format!("stopped since, frozen until and by, end of {name}"), chain, plain).or_else(
		|| {
			let chain = (row.open_dispute.map(as_plain), counts(row.disputes));
			let plain = (model.dispute, model.disputes);
			differ(&format!("dispute about {name}"), chain, plain)
		},
	)
}

pub(super) fn ended_dispute(name: &str, model: &Order) -> Option<String> {
	let known = pallet_escrow::EndedDisputes::<Runtime>::get(model.id).unwrap_or_default();
	let chain = (known.open.map(as_plain), counts(known.disputes));
	differ(&format!("dispute about the ended {name}"), chain, (model.dispute, model.disputes_after))
}

fn as_plain(dispute: OpenDispute) -> Dispute {
	let OpenDispute { by, answer_until, answered } = dispute;
	Dispute { by, answer_until, answered }
}

fn counts(disputes: stopped::Disputes) -> Disputes {
	let stopped::Disputes { payer, merchant } = disputes;
	Disputes { payer, merchant }
}

/// Group, leader's legs, and assignees of an order.
pub(super) fn shared(name: &str, row: &HeldOrder, model: &Order) -> Option<String> {
	let chain = (row.group, row.awaits_group, row.leader_legs.to_vec());
	let plain = (model.group, model.awaits_group, model.leader_legs.clone());
	differ(&format!("group and leader's legs of {name}"), chain, plain).or_else(|| {
		let chain: BTreeMap<u8, AccountNo> =
			row.assignees.iter().map(|it| (it.leg, it.account)).collect();
		differ(&format!("assignees of {name}"), chain, model.assignees.clone())
	})
}

pub(super) fn groups(plain: &Plain) -> Option<String> {
	(0u32..).zip(&plain.groups).find_map(|(number, model)| group(GroupNo(number), model))
}

fn group(number: GroupNo, model: &Group) -> Option<String> {
	let row = pallet_groups::Groups::<Runtime>::get(number).expect("a group");
	let ended = match row.state {
		State::Open => None,
		State::Ended { how: Ending::Complete { leader }, .. } => Some(GroupEnd::Complete(leader)),
		State::Ended { how: Ending::Failed, .. } => Some(GroupEnd::Failed),
		State::Ended { how: Ending::CalledOff, .. } => Some(GroupEnd::CalledOff),
	};
	let chain = (row.joined, row.next, row.deadline, ended);
	let plain = (model.members.len() as u32, model.next, model.deadline, model.ended);
	differ(&format!("joined, next, deadline, end of group {}", number.0), chain, plain).or_else(
		|| {
			let chain: BTreeMap<u32, (OrderId, Option<AccountNo>)> =
				pallet_groups::Members::<Runtime>::iter_prefix(number)
					.map(|(place, it)| (place.number(), (it.order, it.leader)))
					.collect();
			differ(&format!("members of group {}", number.0), chain, model.members.clone())
		},
	)
}

/// What can still be used of mandates, and what was drawn by it; those that are over may be forgotten.
pub(super) fn mandates(plain: &Plain) -> Option<String> {
	let Date(today) = plain.now().date();
	for (number, model) in (0u32..).zip(&plain.mandates) {
		let row = pallet_mandates::Rows::<Runtime>::get(MandateNo(number));
		let is_over = model.gone || today > model.terms.limits.until.0;
		if model.gone && row.is_some() {
			return Some(format!("mandate {number} was revoked or rejected, and the chain has it"));
		}
		let chain = row.filter(|_| !is_over).map(|row| match row.state {
			Given::Proposed { maker, .. } => (row.terms, Some(maker), (0, 0, 0)),
			Given::Active { used, .. } => {
				(row.terms, None, (used.period, used.drawn.0, used.orders))
			}
		});
		let plain = (!is_over).then(|| (model.terms, model.maker.clone(), model.used));
		let difference = differ(&format!("mandate {number}"), chain, plain);
		if difference.is_some() {
			return difference;
		}
	}
	None
}
