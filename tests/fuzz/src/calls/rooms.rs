// SPDX-License-Identifier: Apache-2.0

//! Calls about what was agreed for an order that was sent, about groups and about mandates.

use super::{
	agreed::{side, stated},
	town::{LEADER_SLOT, LED},
	Act, Play,
};
use crate::Bytes;
use pallet_escrow::Call as Escrow;
use pallet_groups::{Call as Groups, GroupTerms};
use pallet_mandates::Call as Mandates;
use split_ledger_primitives::{
	Amount, Date, MandateLimits, OrderBody, OrderId, Side, Stated, Terms,
};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{bank_key, commitment, group_terms, order_freeze, SUPERVISOR};

impl Play<'_> {
	/// One of sixteen; the first ones are about an order that was sent.
	pub(super) fn act_in_rooms(&mut self, act: u8, bytes: &mut Bytes<'_>) -> Option<Act> {
		match act {
			0..6 => self.act_about(act, self.known(bytes)?, bytes),
			6..10 => self.dispute_about(act, self.known(bytes)?, bytes),
			10 | 11 => Some(self.act_of_groups(act, bytes)),
			_ => self.act_of_mandates(act, bytes),
		}
	}

	fn act_about(&mut self, act: u8, order: OrderId, bytes: &mut Bytes<'_>) -> Option<Act> {
		let town = self.town;
		let bank = self.payer_of(order).map(|payer| bank_key(payer.bank));
		Some(match act {
			0 | 1 => {
				let (milestone, what) = (1 + bytes.byte() % 4, stated(bytes));
				let by = match what {
					Stated::PayerConfirms => self.payer_of(order).map(|payer| payer.key),
					Stated::PlatformConfirms => Some(town.site().key),
					Stated::Evidence(_) => Some(town.attestor.key),
				};
				let commitment = commitment();
				Act::by(by, Escrow::<Runtime>::attest { order, milestone, what, commitment })
			}
			2 => {
				let by = self.side_of(order, side(bytes));
				Act::by(by, Escrow::<Runtime>::extend { order, deadline: self.later(bytes) })
			}
			3 => {
				let terms = order_freeze(self.later(bytes));
				let by = *bytes.pick(&[Some(SUPERVISOR), bank]);
				Act::by(by, Escrow::<Runtime>::freeze_order { order, terms })
			}
			4 => {
				let by = *bytes.pick(&[Some(SUPERVISOR), bank]);
				Act::by(by, Escrow::<Runtime>::lift_order_freeze { order })
			}
			_ => {
				let leg = 1 + bytes.byte() % 4;
				let to = (bytes.below(4) > 0).then(|| self.person(bytes).account);
				let receiver = match &self.bodies.get(&order)?.terms {
					Terms::Transfer { to } => Some(*to),
					Terms::Split { parties, .. } => {
						let party = parties.get(usize::from(leg - 1));
						party.map(|(_, account)| *account)
					}
				};
				let by = receiver.and_then(|account| town.owner(account)).map(|owner| owner.key);
				Act::by(by, Escrow::<Runtime>::assign_leg { order, leg, to })
			}
		})
	}

	fn dispute_about(&mut self, act: u8, order: OrderId, bytes: &mut Bytes<'_>) -> Option<Act> {
		let (evidence, body) = (commitment(), self.body(order, bytes));
		let side = side(bytes);
		let by = self.side_of(order, side);
		Some(match act {
			6 => Act::by(by, Escrow::<Runtime>::dispute { order, side, evidence, body }),
			7 => Act::by(by, Escrow::<Runtime>::answer_dispute { order, evidence, body }),
			8 => Act::by(by, Escrow::<Runtime>::withdraw_dispute { order, body }),
			_ => {
				let reference = self.reference(bytes);
				let payer_ppm = match bytes.below(4) {
					0 => bytes.word(),
					1 => 0,
					2 => 370_000,
					_ => 1_000_000,
				};
				let resolve = Escrow::<Runtime>::resolve_dispute {
					reference,
					order,
					payer_ppm,
					evidence,
					body,
				};
				Act::by(Some(self.town.judge.key), resolve)
			}
		})
	}

	fn act_of_groups(&mut self, act: u8, bytes: &mut Bytes<'_>) -> Act {
		let by = Some(self.town.site().key);
		if act == 10 {
			let deal = *bytes.pick(&[0, LED]);
			let terms = GroupTerms {
				deadline: (bytes.below(2) == 0).then(|| self.later(bytes)),
				leader_slot: (deal == LED).then_some(LEADER_SLOT),
				..group_terms(&self.town.deals[deal], 1 + u32::from(bytes.byte() % 4))
			};
			let reference = self.reference(bytes);
			return Act::by(by, Groups::<Runtime>::open { reference, terms });
		}
		Act::by(by, Groups::<Runtime>::call_off { group: self.group(bytes).0 })
	}

	fn act_of_mandates(&mut self, act: u8, bytes: &mut Bytes<'_>) -> Option<Act> {
		let town = self.town;
		let payer = self.person(bytes);
		let (payer, bank) = (*payer, bank_key(payer.bank));
		Some(match act {
			12 => {
				let limits =
					(bytes.short().into(), bytes.short().into(), 1 + u32::from(bytes.byte()));
				let terms = self.world.mandate(&payer, town.site(), limits);
				let number = self.world.state(pallet_mandates::NextMandate::<Runtime>::get);
				self.proposed.push((number, terms));
				Act::by(Some(payer.key), Mandates::<Runtime>::propose { terms })
			}
			13 => {
				let (mandate, terms) = *self.proposed.last()?;
				let bank = town.owner(terms.account).map(|owner| bank_key(owner.bank));
				if bytes.below(4) == 0 {
					Act::by(bank, Mandates::<Runtime>::reject { mandate })
				} else {
					Act::by(bank, Mandates::<Runtime>::confirm { mandate, terms })
				}
			}
			14 => {
				let mandate = self.mandate(bytes)?;
				let by = *bytes.pick(&[SUPERVISOR, town.site().key, payer.key, bank]);
				Act::by(Some(by), Mandates::<Runtime>::revoke { mandate })
			}
			_ => {
				let (mandate, account) = *bytes.pick(&town.mandates);
				let limits = MandateLimits {
					single: Amount(bytes.short().into()),
					amount: Amount(u64::from(bytes.short()) * 4),
					orders: 1 + u32::from(bytes.byte() % 20),
					until: Date(self.now.date().0 + 1 + u16::from(bytes.byte())),
				};
				let by = town.owner(account).map(|owner| owner.key);
				Act::by(by, Mandates::<Runtime>::lower { mandate, limits })
			}
		})
	}

	/// Who speaks for a side of an order.
	fn side_of(&self, order: OrderId, side: Side) -> Option<&'static str> {
		let payee = |body: &OrderBody| match body.terms {
			Terms::Transfer { to } => self.town.owner(to),
			Terms::Split { .. } => Some(self.town.shop()),
		};
		let speaks = match side {
			Side::Payer => self.payer_of(order),
			Side::Merchant => self.bodies.get(&order).and_then(payee),
		};
		speaks.map(|person| person.key)
	}
}
