// SPDX-License-Identifier: Apache-2.0

//! What somebody may want to place: who signs for whom, who adds to it, when it is released, under which
//! agreements.

use crate::{
	cast::Actor,
	plain::{ms_of_minutes, WishTerms},
	stage::{Offer, Stage},
};
use split_ledger_primitives::{
	AccountNo, Amount, Check, Clause, CoverMode, DisputeTerms, EvidenceKind, ExpiryPolicy,
	FundedPart, GroupNo, MandateNo, Milestone, Moment, ParticipantId, ReleaseMode, Silence, DAY_MS,
};

/// An order before it has a reference.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
	pub(crate) payer: AccountNo,
	pub(crate) by: Actor,
	pub(crate) amount: u64,
	pub(crate) terms: WishTerms,
	pub(crate) release: ReleaseMode,
	pub(crate) funders: Vec<FundedPart>,
	pub(crate) mandate: Option<MandateNo>,
	pub(crate) group: Option<GroupNo>,
	pub(crate) dispute: Option<DisputeTerms>,
}

/// Who signs for which account, and by which mandate.
type Drawing = (Actor, AccountNo, Option<MandateNo>);

impl Stage<'_> {
	pub(crate) fn plain_payment(&mut self) -> Draft {
		let (from, to) = (self.customer(), self.customer());
		let to = to.account.expect("a customer has one");
		let release = match self.dice.below(4) {
			0 => self.held(),
			_ => ReleaseMode::Now,
		};
		let by = match self.dice.below(12) {
			0 => self.anybody(),
			1..4 => self.bank_of(&from),
			_ => from.clone(),
		};
		let (amount, payer) = (self.amount(), from.account.expect("a customer has one"));
		let funders = match self.dice.below(4) {
			0 => self.funders(&by, &[payer, to], amount),
			_ => Vec::new(),
		};
		let dispute = self.dispute_terms();
		let (terms, mandate, group) = (WishTerms::Transfer(to), None, None);
		Draft { payer, by, amount, terms, release, funders, mandate, group, dispute }
	}

	pub(crate) fn draft_by_rules(&mut self) -> Draft {
		let drawing = self.drawing();
		self.draft(drawing)
	}

	/// Another order of the same submitter, now and then a plain payment.
	pub(crate) fn another_draft(&mut self, by: &Actor) -> Draft {
		let mut able: Vec<(AccountNo, Option<MandateNo>)> = self.may_draw_on(by);
		able.retain(|it| self.plain.account(it.0).is(split_ledger_primitives::Role::Buyer));
		let drawing = match able.is_empty() {
			true => self.drawing(),
			false => {
				let (payer, mandate) = *self.dice.pick(&able);
				(by.clone(), payer, mandate)
			}
		};
		let (_, payer, mandate) = drawing;
		match self.dice.below(6) {
			0 => Draft { payer, by: by.clone(), mandate, ..self.plain_payment() },
			_ => self.draft((by.clone(), payer, mandate)),
		}
	}

	fn draft(&mut self, (by, payer, mandate): Drawing) -> Draft {
		let (offer, group) = self.some_offer();
		let mut parties = self.parties(&offer);
		if let Some(slot) = group.and_then(|group| self.leader_slot(group)) {
			let name = *self.dice.pick(&["Promoter0", "Promoter1", "Promoter2", "Platform"]);
			let candidate = self.cast.of(name).account.expect("it has one");
			let of_slot = parties.iter_mut().filter(|party| party.0 == slot);
			of_slot.for_each(|party| party.1 = candidate);
		}
		let amount = self.amount();
		let funders = match self.dice.below(3) {
			0 => {
				let mut named: Vec<AccountNo> = parties.iter().map(|party| party.1).collect();
				named.push(payer);
				self.funders(&by, &named, amount)
			}
			_ => Vec::new(),
		};
		let release = match self.dice.below(10) {
			0 if group.is_none() => ReleaseMode::Now,
			1 => {
				let (deadline, expiry, cover) = (None, self.expiry(), self.cover());
				ReleaseMode::NextDate { deadline, expiry, cover }
			}
			2..6 => self.agreed(amount, group),
			_ if group.is_some() && self.dice.below(5) > 0 => {
				let (expiry, cover) = (self.expiry(), self.cover());
				ReleaseMode::Held { after: None, deadline: None, expiry, cover }
			}
			_ => self.held(),
		};
		let dispute = self.dispute_terms();
		let terms = WishTerms::Split { deal: offer.deal, parties };
		Draft { payer, by, amount, terms, release, funders, mandate, group, dispute }
	}

	/// Who places an order, and on which account: mostly a buyer or its bank, or who has a mandate.
	fn drawing(&mut self) -> Drawing {
		let payer = self.some_payer();
		let account = payer.account.expect("a payer has one");
		match self.dice.below(30) {
			0 => (self.anybody(), account, None),
			1..9 => (self.bank_of(&payer), account, None),
			9..17 => self.by_mandate().unwrap_or((payer, account, None)),
			_ => (payer, account, None),
		}
	}

	fn by_mandate(&mut self) -> Option<Drawing> {
		let given = self.plain.mandates.iter().enumerate();
		let usable = given.filter(|(_, mandate)| !mandate.gone);
		let usable: Vec<Drawing> = usable
			.map(|(place, mandate)| {
				let by = self.cast.by_id(mandate.terms.grantee).clone();
				(by, mandate.terms.account, Some(MandateNo(place as u32)))
			})
			.collect();
		match usable.is_empty() {
			true => None,
			false => Some(self.dice.pick(&usable).clone()),
		}
	}

	/// The accounts on which somebody may draw, and by which mandate.
	fn may_draw_on(&self, by: &Actor) -> Vec<(AccountNo, Option<MandateNo>)> {
		let customers = self.plain.accounts.iter();
		let own = customers
			.filter(|(number, row)| row.spendable() > 0 && self.plain.speaks_for(by.id, **number));
		let mut all: Vec<(AccountNo, Option<MandateNo>)> =
			own.map(|(number, _)| (*number, None)).collect();
		for (number, mandate) in (0u32..).zip(&self.plain.mandates) {
			if mandate.terms.grantee == by.id && !mandate.gone {
				all.push((mandate.terms.account, Some(MandateNo(number))));
			}
		}
		all
	}

	/// Who else adds something; now and then somebody who cannot.
	fn funders(&mut self, by: &Actor, named: &[AccountNo], amount: u64) -> Vec<FundedPart> {
		let mut able = self.may_draw_on(by);
		let mut funders: Vec<FundedPart> = Vec::new();
		let mut left = amount;
		for _ in 0..1 + self.dice.below(3) {
			if self.dice.below(25) > 0 {
				able.retain(|it| !named.contains(&it.0));
				able.retain(|it| !funders.iter().any(|known| known.account == it.0));
			}
			let (account, mandate) = match able.is_empty() || self.dice.below(40) == 0 {
				true if self.dice.below(4) > 0 => break,
				true => (self.customer().account.expect("it has one"), None),
				false => *self.dice.pick(&able),
			};
			let most = match self.dice.below(12) {
				0 => left,
				_ => self.plain.account(account).available.min(left / 2),
			};
			let part = match self.dice.below(25) {
				0 => 0,
				_ => 1 + self.dice.below(most),
			};
			left -= part.min(left);
			funders.push(FundedPart { account, amount: Amount(part), mandate });
		}
		funders
	}

	/// A rule set and a shop; now and then those of a group that is open.
	fn some_offer(&mut self) -> (Offer, Option<GroupNo>) {
		let open = (0u32..).zip(&self.plain.groups);
		let open = open.filter(|(_, group)| group.ended.is_none());
		let open: Vec<u32> = open.map(|(number, _)| number).collect();
		let offer = self.dice.pick(&self.offers).clone();
		if open.is_empty() || self.dice.below(5) > 1 {
			return (offer, None);
		}
		let number = *self.dice.pick(&open);
		let terms = &self.plain.groups[number as usize].terms;
		let own = self
			.offers
			.iter()
			.find(|offer| (offer.deal.merchant, offer.deal.rules) == (terms.merchant, terms.rules));
		let own = own.cloned().unwrap_or_else(|| offer.clone());
		let offer = if self.dice.below(20) == 0 { offer } else { own };
		let number = if self.dice.below(60) == 0 { 999 } else { number };
		(offer, Some(GroupNo(number)))
	}

	fn leader_slot(&self, group: GroupNo) -> Option<u8> {
		self.plain.groups.get(group.0 as usize)?.terms.leader_slot
	}

	/// Somebody decides, and a side answers within some days; or nobody can dispute it.
	fn dispute_terms(&mut self) -> Option<DisputeTerms> {
		if self.dice.below(2) > 0 {
			return None;
		}
		let resolver = match self.dice.below(25) {
			0 => self.anybody().id,
			1 => ParticipantId(9_999),
			2..8 => self.cast.of("Neighbour").id,
			_ => self.cast.of("Judge").id,
		};
		let answer_days = match self.dice.below(30) {
			0 => 0,
			1 => 31,
			_ => 1 + self.dice.below(5) as u8,
		};
		let silence = *self.dice.pick(&[Silence::AgainstSilent, Silence::Resolver]);
		Some(DisputeTerms { resolver, answer_days, silence })
	}

	/// Milestones that add up to the order, mostly.
	fn agreed(&mut self, amount: u64, group: Option<GroupNo>) -> ReleaseMode {
		let count = match self.dice.below(40) {
			0 => 0,
			1..16 => 1,
			_ => 2 + self.dice.below(3),
		};
		let (mut left, mut milestones) = (amount, Vec::new());
		for place in 0..count {
			let is_last = place + 1 == count && self.dice.below(40) > 0;
			let part = if is_last { left } else { (1 + self.dice.below(left / 2)).min(left) };
			left -= part;
			let clauses: Vec<Clause> =
				(0..self.dice.below(3)).map(|_| self.clause(group)).collect();
			let clauses = clauses.try_into().expect("few clauses");
			milestones.push(Milestone { amount: Amount(part), clauses });
		}
		let now = self.plain.now();
		let deadline = match self.dice.below(4) {
			0 => Some(now.plus(ms_of_minutes(1 + self.dice.below(3_000)))),
			1 => Some(now.plus(DAY_MS * (1 + self.dice.below(60)))),
			_ => None,
		};
		let milestones = milestones.try_into().expect("few milestones");
		let (expiry, cover) = (self.expiry(), self.cover());
		ReleaseMode::Agreed { milestones, deadline, expiry, cover }
	}

	fn clause(&mut self, group: Option<GroupNo>) -> Clause {
		let count = 1 + self.dice.below(3);
		let of: Vec<Check> = (0..count).map(|_| self.some_check(group)).collect();
		let need = match self.dice.below(40) {
			0 => 0,
			1 => count as u8 + 1,
			_ => 1 + self.dice.below(count) as u8,
		};
		Clause { need, of: of.try_into().expect("few checks") }
	}

	fn some_check(&mut self, group: Option<GroupNo>) -> Check {
		match self.dice.below(8) {
			0 | 1 => Check::PayerConfirms,
			2 => Check::PlatformConfirms,
			3 if group.is_some() || self.dice.below(8) == 0 => Check::GroupComplete,
			4 => Check::TimeReached(self.plain.now().plus(ms_of_minutes(self.dice.below(400)))),
			_ => {
				let kind = self.evidence_kind();
				let mut names = vec!["Witness0", "Witness1", "Witness2"];
				let count = 1 + self.dice.below(3) as usize;
				names.rotate_left(self.dice.below(3) as usize);
				let named = names.into_iter().take(count);
				let mut attestors: Vec<ParticipantId> =
					named.map(|name| self.cast.of(name).id).collect();
				if self.dice.below(60) == 0 {
					attestors[0] = self.anybody().id;
				}
				let quorum = match self.dice.below(60) {
					0 => 0,
					1 => count as u8 + 1,
					_ => 1 + self.dice.below(count as u64) as u8,
				};
				let attestors = attestors.try_into().expect("few attestors");
				Check::Evidence { kind, attestors, quorum }
			}
		}
	}

	pub(crate) fn evidence_kind(&mut self) -> EvidenceKind {
		*self.dice.pick(&[
			EvidenceKind::Shipped,
			EvidenceKind::Delivered,
			EvidenceKind::CustomsCleared,
			EvidenceKind::Inspected,
		])
	}

	fn expiry(&mut self) -> ExpiryPolicy {
		*self.dice.pick(&[ExpiryPolicy::Payer, ExpiryPolicy::Payees, ExpiryPolicy::Merchant])
	}

	fn cover(&mut self) -> CoverMode {
		match self.dice.below(6) {
			0 => CoverMode::AtRelease,
			_ => CoverMode::AtPlacement,
		}
	}

	fn held(&mut self) -> ReleaseMode {
		let now = self.plain.now();
		let minutes = |count: u64| now.plus(ms_of_minutes(count));
		let after = match self.dice.below(6) {
			0 => Some(minutes(self.dice.below(240))),
			_ => None,
		};
		let deadline = match self.dice.below(12) {
			0..5 => None,
			5..9 => Some(minutes(1 + self.dice.below(600))),
			9 => Some(now.plus(DAY_MS * (1 + self.dice.below(60)))),
			10 => Some(now.plus(DAY_MS * (178 + self.dice.below(4)))),
			_ => Some(Moment(now.0 - self.dice.below(2))),
		};
		let (expiry, cover) = (self.expiry(), self.cover());
		ReleaseMode::Held { after, deadline, expiry, cover }
	}
}
