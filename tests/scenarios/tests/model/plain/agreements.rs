// SPDX-License-Identifier: Apache-2.0

//! What people agreed on: rule sets, receivers, ceilings, share caps (P4, P6).

use super::{ensure, refuse, Kind, Leg, Outcome, Plain};
use split_ledger_primitives::{
	AccountNo, Advancer, Amount, Attributes, MerchantLimits, ParticipantId, Purpose, RefundPolicy,
	RuleHash,
};
use split_rules::{Part, RuleSet};
use std::collections::{BTreeMap, BTreeSet};

/// A rule set of a platform.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
	pub(crate) content: RuleSet,
	pub(crate) retired: bool,
}

/// What platform and merchant agreed on.
#[derive(Clone, Debug)]
pub(crate) struct Deal {
	pub(crate) platform: ParticipantId,
	pub(crate) merchant: ParticipantId,
	pub(crate) rules: RuleHash,
}

/// Somebody who gets legs of a merchant's orders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Receiver {
	pub(crate) ceiling_ppm: u32,
	/// Whether its owner consented, and to returns by the platform.
	pub(crate) consent: Option<bool>,
}

/// All agreements.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agreements {
	pub(crate) rules: BTreeMap<RuleHash, Rules>,
	pub(crate) accepted: BTreeSet<(ParticipantId, RuleHash)>,
	/// Share and liability that a merchant accepted of a platform.
	pub(crate) ceilings: BTreeMap<(ParticipantId, ParticipantId), (u32, u32)>,
	pub(crate) receivers: BTreeMap<(ParticipantId, AccountNo), Receiver>,
	pub(crate) limits: BTreeMap<ParticipantId, MerchantLimits>,
}

impl Plain {
	/// How the rule set divides an amount, if it may.
	pub(crate) fn divide(&self, deal: &Deal, amount: u64, legs_max: u8) -> Outcome<Vec<Part>> {
		let Some(rules) = self.agreements.rules.get(&deal.rules) else {
			return refuse("Splits::UnknownRuleSet");
		};
		ensure(!rules.retired, "Splits::Retired")?;
		let valid = rules.content.clone().validate().expect("it was published");
		let splits = |error| format!("Splits::{error:?}");
		let chosen =
			valid.choose(Amount(amount), &Attributes::default(), self.now()).map_err(splits)?;
		ensure(chosen.legs() <= legs_max.into(), "Splits::MoreLegsThanStated")?;
		let parts = chosen.allocate(&[]).map_err(splits)?.legs;
		self.ensure_accepted(deal, &rules.content, amount, &parts)?;
		Ok(parts)
	}

	fn ensure_accepted(
		&self,
		deal: &Deal,
		rules: &RuleSet,
		amount: u64,
		parts: &[Part],
	) -> Outcome {
		if self.agreements.accepted.contains(&(deal.merchant, deal.rules)) {
			return Ok(());
		}
		let ceiling = self.agreements.ceilings.get(&(deal.merchant, deal.platform));
		let Some((share, liability)) = ceiling.copied() else {
			return refuse("Splits::NotAccepted");
		};
		let fees = parts.iter().filter(|part| part.purpose.counts_to_share_cap());
		let fees: u64 = fees.map(|part| part.amount.0).sum();
		ensure(is_within(fees, amount, share), "Splits::OverCeiling")?;
		let borne = if rules.refund.policy == RefundPolicy::FeesKept { fees } else { 0 };
		let advances = rules.refund.advancers.contains(&Advancer::Merchant);
		let bears = (!advances || liability > 0) && is_within(borne, amount, liability);
		ensure(bears, "Splits::OverLiability")
	}

	/// Share cap, levels, consents and ceilings.
	pub(crate) fn ensure_limits(&self, deal: &Deal, amount: u64, legs: &[Leg]) -> Outcome {
		let limits = self.agreements.limits.get(&deal.merchant);
		let (cap, levels) =
			limits.map_or((300_000, 2), |it| (it.share_cap_ppm, it.promoter_levels));
		let fees = legs.iter().filter(|leg| leg.purpose.counts_to_share_cap());
		let fees: u64 = fees.map(|leg| leg.entitlement).sum();
		ensure(is_within(fees, amount, cap), "Escrow::OverShareCap")?;
		let commissions = legs.iter().filter(|leg| leg.purpose == Purpose::Commission);
		let promoters: BTreeSet<ParticipantId> = commissions
			.map(|leg| self.account(leg.payee).owner)
			.filter(|owner| *owner != deal.platform)
			.collect();
		ensure(promoters.len() <= usize::from(levels), "Escrow::TooManyPromoters")?;
		let mut received = BTreeMap::<AccountNo, u64>::new();
		for leg in legs {
			*received.entry(leg.payee).or_default() += leg.entitlement;
		}
		for (account, got) in received {
			let row = self.account(account);
			if [deal.merchant, deal.platform].contains(&row.owner) || row.kind == Kind::Tax {
				continue;
			}
			let receiver = self.agreements.receivers.get(&(deal.merchant, account));
			let Some(receiver) = receiver.filter(|it| it.consent.is_some()) else {
				return refuse("Escrow::ReceiverNotConsented");
			};
			let within = is_within(got, amount, receiver.ceiling_ppm);
			ensure(within, "Escrow::OverReceiverCeiling")?;
		}
		Ok(())
	}

	fn ensure_for_merchant(&self, by: ParticipantId, merchant: ParticipantId) -> Outcome {
		let may = [merchant, self.people[&merchant].sponsor].contains(&by);
		ensure(may, "Splits::NotForMerchant")
	}

	/// Adds a receiver; other terms need a new consent, unless they are better for it.
	pub(crate) fn add_receiver(
		&mut self,
		by: ParticipantId,
		merchant: ParticipantId,
		account: AccountNo,
		ceiling_ppm: u32,
	) -> Outcome {
		self.ensure_for_merchant(by, merchant)?;
		ensure(ceiling_ppm <= 1_000_000, "Splits::CeilingOverWhole")?;
		let before = self.agreements.receivers.get(&(merchant, account)).copied();
		if before.is_some_and(|before| before.ceiling_ppm == ceiling_ppm) {
			return Ok(());
		}
		ensure(self.account(account).owner != merchant, "Splits::OwnAccount")?;
		let kept = before.filter(|before| ceiling_ppm <= before.ceiling_ppm);
		let consent = kept.and_then(|before| before.consent);
		let receiver = Receiver { ceiling_ppm, consent };
		self.agreements.receivers.insert((merchant, account), receiver);
		Ok(())
	}

	/// Consents, or takes the consent back.
	pub(crate) fn consent(
		&mut self,
		by: ParticipantId,
		merchant: ParticipantId,
		account: AccountNo,
		consent: Option<bool>,
	) -> Outcome {
		let known = self.agreements.receivers.get(&(merchant, account)).copied();
		let Some(receiver) = known else { return refuse("Splits::UnknownReceiver") };
		ensure(self.speaks_for(by, account), "Splits::NotForReceiver")?;
		let receiver = Receiver { consent, ..receiver };
		self.agreements.receivers.insert((merchant, account), receiver);
		Ok(())
	}

	pub(crate) fn remove_receiver(
		&mut self,
		by: ParticipantId,
		merchant: ParticipantId,
		account: AccountNo,
	) -> Outcome {
		let known = self.agreements.receivers.contains_key(&(merchant, account));
		ensure(known, "Splits::UnknownReceiver")?;
		let may = [merchant, self.people[&merchant].sponsor].contains(&by)
			|| self.speaks_for(by, account);
		ensure(may, "Splits::NotForReceiver")?;
		self.agreements.receivers.remove(&(merchant, account));
		Ok(())
	}

	pub(crate) fn accept_ceilings(
		&mut self,
		by: ParticipantId,
		deal: &Deal,
		share_ppm: u32,
		liability_ppm: u32,
	) -> Outcome {
		self.ensure_for_merchant(by, deal.merchant)?;
		ensure(share_ppm.max(liability_ppm) <= 1_000_000, "Splits::CeilingOverWhole")?;
		let sides = (deal.merchant, deal.platform);
		self.agreements.ceilings.insert(sides, (share_ppm, liability_ppm));
		Ok(())
	}

	/// The merchant's bank proposes limits.
	pub(crate) fn propose_limits(
		&self,
		by: ParticipantId,
		merchant: ParticipantId,
		limits: MerchantLimits,
	) -> Outcome {
		ensure(self.people[&merchant].sponsor == by, "Splits::NotMerchantsBank")?;
		let within = limits.share_cap_ppm <= 300_000 && limits.promoter_levels <= 3;
		ensure(within, "Splits::OverConsortiumLimits")
	}
}

/// Whether a part is at most so many millionths of the whole, rounded down.
fn is_within(part: u64, whole: u64, ppm: u32) -> bool {
	u128::from(part) <= u128::from(whole) * u128::from(ppm) / 1_000_000
}
