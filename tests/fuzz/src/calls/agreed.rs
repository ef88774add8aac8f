// SPDX-License-Identifier: Apache-2.0

//! What can be agreed for an order beside its terms: milestones, funders, a mandate, a group, disputes.

use super::{
	town::{LEADER_SLOT, LED},
	Play,
};
use crate::Bytes;
use split_ledger_primitives::{
	Amount, Check, Clause, DisputeTerms, EvidenceKind, FundedPart, GroupNo, MandateNo, Milestone,
	Milestones, Moment, OrderBody, Side, Silence, Stated,
};

const KINDS: [EvidenceKind; 4] = [
	EvidenceKind::Shipped,
	EvidenceKind::Delivered,
	EvidenceKind::CustomsCleared,
	EvidenceKind::Inspected,
];

impl Play<'_> {
	/// Gives an order what the bytes agree on. Little of it at a time: too much fits nothing.
	pub(super) fn agree(&self, order: OrderBody, bytes: &mut Bytes<'_>) -> OrderBody {
		match bytes.below(8) {
			0 => OrderBody { mandate: self.drawing(&order, bytes), ..order },
			1 | 2 => OrderBody { dispute: Some(self.dispute_terms(bytes)), ..order },
			3 => {
				let funders = (0..1 + bytes.below(3)).map(|_| self.funder(bytes));
				let funders = funders.collect::<Vec<_>>().try_into().unwrap_or_default();
				OrderBody { funders, mandate: self.drawing(&order, bytes), ..order }
			}
			4 | 5 => self.joining(order, bytes),
			6 => {
				let order = self.joining(order, bytes);
				OrderBody { dispute: Some(self.dispute_terms(bytes)), ..order }
			}
			_ => order,
		}
	}

	/// Mostly a mandate that is there, now and then any.
	pub(super) fn mandate(&self, bytes: &mut Bytes<'_>) -> Option<MandateNo> {
		Some(match bytes.below(8) {
			0 => MandateNo(u32::from(bytes.byte() % 8)),
			_ => bytes.pick(&self.town.mandates).0,
		})
	}

	/// Mostly that by which the platform draws on the payer's account.
	fn drawing(&self, order: &OrderBody, bytes: &mut Bytes<'_>) -> Option<MandateNo> {
		let mut fitting = self.town.mandates.iter().filter(|(_, account)| *account == order.payer);
		match (bytes.below(8), fitting.next()) {
			(0, _) | (_, None) => self.mandate(bytes),
			(_, Some((mandate, _))) => Some(*mandate),
		}
	}

	fn funder(&self, bytes: &mut Bytes<'_>) -> FundedPart {
		let amount = Amount(bytes.byte().into());
		let mandate = (bytes.below(3) == 0).then(|| *bytes.pick(&self.town.mandates));
		match mandate {
			Some((mandate, account)) => FundedPart { account, amount, mandate: Some(mandate) },
			None if bytes.below(8) == 0 => {
				FundedPart { account: self.person(bytes).account, amount, mandate: None }
			}
			None => FundedPart { account: self.town.purse().account, amount, mandate: None },
		}
	}

	/// Mostly a group that was open at the beginning, now and then one that was opened since.
	pub(super) fn group(&self, bytes: &mut Bytes<'_>) -> (GroupNo, usize) {
		match bytes.below(4) {
			0 => (GroupNo(u32::from(bytes.byte() % 8)), *bytes.pick(&[0, LED])),
			_ => *bytes.pick(&self.town.groups),
		}
	}

	/// As an order of a group: by its rule set, with who leads where that is asked for.
	fn joining(&self, order: OrderBody, bytes: &mut Bytes<'_>) -> OrderBody {
		let (group, deal) = self.group(bytes);
		let mut deal = self.town.deals[deal].clone();
		if bytes.below(8) == 0 {
			deal.parties[usize::from(LEADER_SLOT)].1 = self.person(bytes).account;
		}
		OrderBody { group: Some(group), terms: deal.terms(), ..order }
	}

	fn dispute_terms(&self, bytes: &mut Bytes<'_>) -> DisputeTerms {
		let resolver = match bytes.below(8) {
			0 => *bytes.pick(&self.town.ids()),
			_ => self.town.judge.id,
		};
		let silence = *bytes.pick(&[Silence::AgainstSilent, Silence::Resolver]);
		DisputeTerms { resolver, answer_days: 1 + bytes.byte() % 2, silence }
	}

	/// Up to four milestones that mostly add up to the amount.
	pub(super) fn milestones(&self, amount: Amount, bytes: &mut Bytes<'_>) -> Milestones {
		let count = 1 + bytes.below(4) as u64;
		let each = amount.0 / count;
		let last = amount.0 - each * (count - 1);
		let off = u64::from(bytes.below(32) == 0);
		let amounts = (1..count).map(|_| each).chain([last.saturating_add(off)]);
		let all = amounts.map(|amount| Milestone {
			amount: Amount(amount),
			clauses: (0..bytes.below(3))
				.map(|_| self.clause(bytes))
				.collect::<Vec<_>>()
				.try_into()
				.unwrap_or_default(),
		});
		all.collect::<Vec<_>>().try_into().unwrap_or_default()
	}

	fn clause(&self, bytes: &mut Bytes<'_>) -> Clause {
		let of: Vec<_> = (0..1 + bytes.below(3)).map(|_| self.check_of(bytes)).collect();
		// Now and then more than there are.
		let least = if bytes.below(16) == 0 { 4 } else { 1 };
		let need = if bytes.below(2) == 0 { least } else { u8::try_from(of.len()).unwrap_or(4) };
		Clause { need, of: of.try_into().unwrap_or_default() }
	}

	fn check_of(&self, bytes: &mut Bytes<'_>) -> Check {
		match bytes.below(16) {
			0..3 => Check::PlatformConfirms,
			3..7 => Check::PayerConfirms,
			7 => Check::GroupComplete,
			8 => Check::TimeReached(self.later(bytes)),
			_ => {
				let attestors = match bytes.below(8) {
					0 => self.town.ids().into_iter().take(bytes.below(6)).collect(),
					_ => vec![self.town.attestor.id],
				};
				let attestors = attestors.try_into().unwrap_or_default();
				Check::Evidence { kind: *bytes.pick(&KINDS), attestors, quorum: 1 }
			}
		}
	}

	/// A moment within some hours.
	pub(super) fn later(&self, bytes: &mut Bytes<'_>) -> Moment {
		self.now.plus(u64::from(bytes.short() % 4_096) * 60_000)
	}
}

/// What somebody states.
pub(super) fn stated(bytes: &mut Bytes<'_>) -> Stated {
	match bytes.below(6) {
		0 => Stated::PayerConfirms,
		1 => Stated::PlatformConfirms,
		_ => Stated::Evidence(*bytes.pick(&KINDS)),
	}
}

/// Which side speaks.
pub(super) fn side(bytes: &mut Bytes<'_>) -> Side {
	*bytes.pick(&[Side::Payer, Side::Merchant])
}
