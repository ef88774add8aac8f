// SPDX-License-Identifier: Apache-2.0

//! What was played, so that a run tells whether it tried what it should.

use crate::plain::{Outcome, Plain};
use std::collections::BTreeMap;

/// What a run must have met, beside all kinds of calls: so that it cannot come to try less than it did.
pub(crate) const MUST_BE_MET: [&str; 107] = [
	"Clearing::CapBelowPosition",
	"Clearing::CapOverReserve",
	"Clearing::OverCap",
	"Escrow::AlreadyDisputed",
	"Escrow::AlreadyExpired",
	"Escrow::AlreadyPartlyReleased",
	"Escrow::AlreadyRefunded",
	"Escrow::AlreadyReleased",
	"Escrow::BodyMissing",
	"Escrow::ByMilestonesOnly",
	"Escrow::ConditionNotMet",
	"Escrow::DeadlineTooFar",
	"Escrow::EmptyReference",
	"Escrow::FunderIsParty",
	"Escrow::FunderTwice",
	"Escrow::GroupNotComplete",
	"Escrow::MerchantMissing",
	"Escrow::MilestoneUnsound",
	"Escrow::MoreThanReceived",
	"Escrow::MoreThanRemains",
	"Escrow::NoDisputeAgreed",
	"Escrow::NoMerchantLeg",
	"Escrow::NotAnsweredYet",
	"Escrow::NotAskedFor",
	"Escrow::NotDisputed",
	"Escrow::NotEntitled",
	"Escrow::NotFrozen",
	"Escrow::NotTheBank",
	"Escrow::NotThePayer",
	"Escrow::NothingParked",
	"Escrow::NothingRemains",
	"Escrow::NothingToCollect",
	"Escrow::NothingUnclaimed",
	"Escrow::OrderDisputed",
	"Escrow::OrderFrozen",
	"Escrow::OtherBody",
	"Escrow::OverLiability",
	"Escrow::OverMandateOrders",
	"Escrow::OverMandateSingle",
	"Escrow::OverReceiverCeiling",
	"Escrow::OverShareCap",
	"Escrow::PartyMissing",
	"Escrow::PastDeadline",
	"Escrow::PastNotAfter",
	"Escrow::PayerIsPayee",
	"Escrow::PurposeUnfit",
	"Escrow::ReceiverNotConsented",
	"Escrow::ReferenceDateOutOfRange",
	"Escrow::ReferenceTaken",
	"Escrow::SecondMerchant",
	"Escrow::StillNotCreditable",
	"Escrow::TooManyLegs",
	"Escrow::TooManyPromoters",
	"Escrow::UnknownLeg",
	"Escrow::UnknownMilestone",
	"Escrow::UnknownOrder",
	"Escrow::ZeroAmount",
	"Groups::AlreadyComplete",
	"Ledger::EndPassed",
	"Ledger::EndTooFar",
	"Ledger::NoCredit",
	"Ledger::NoDebit",
	"Ledger::NoSuchHold",
	"Ledger::NotBankNorSupervisor",
	"Ledger::NotEnoughAvailable",
	"Ledger::NotEnoughHeld",
	"Ledger::NothingFrozen",
	"Ledger::ReferenceInFuture",
	"Ledger::ReferenceTaken",
	"Ledger::SameAccount",
	"Ledger::SetBySupervisor",
	"Ledger::ZeroAmount",
	"Mandates::MandateEnded",
	"Mandates::NotConfirmed",
	"Splits::CeilingOverWhole",
	"Splits::LegOverRest",
	"Splits::MakerIsChecker",
	"Splits::NotAccepted",
	"Splits::NotForMerchant",
	"Splits::NotForReceiver",
	"Splits::NotMerchantsBank",
	"Splits::OverCeiling",
	"Splits::OverConsortiumLimits",
	"Splits::Retired",
	"Splits::UnknownReceiver",
	"batch that places some and refuses others",
	"batch that repeats an order",
	"dispute given in to",
	"group that is complete",
	"order by a mandate",
	"order of a group",
	"order of a group that failed",
	"order of several funders",
	"order of which all was given back",
	"order that can be disputed",
	"order with milestones",
	"payment of a batch refused for one of its orders",
	"refund of an ended order, FeesKept",
	"refund of an ended order, MerchantFirst",
	"refund of an ended order, ProRata",
	"refund of an open order, FeesKept",
	"refund of an open order, MerchantFirst",
	"refund of an open order, ProRata",
	"refund that laid a lien",
	"refund, payer first",
	"resolution",
	"resolution of an ended order",
];

/// What 100,000 random calls meet often, and how often at the least: far less than they do.
pub(crate) const FREQUENT: [(&str, u64); 20] = [
	("place", 2_000),
	("transfer", 300),
	("release", 1_000),
	("refund", 1_000),
	("return", 300),
	("attest", 300),
	("dispute", 300),
	("answer", 100),
	("resolve", 100),
	("freeze order", 100),
	("deduct", 100),
	("pay unclaimed", 20),
	("place batch", 200),
	("order of a batch", 100),
	("order of several funders", 300),
	("order with milestones", 1_000),
	("order of a group", 200),
	("order by a mandate", 300),
	("refund that laid a lien", 50),
	("resolution of an ended order", 20),
];

/// Counts over all worlds of a run.
#[derive(Default)]
pub(crate) struct Tally {
	/// By kind of call: accepted, refused.
	pub(crate) kinds: BTreeMap<&'static str, (u64, u64)>,
	pub(crate) errors: BTreeMap<String, u64>,
	/// What else was met: policies, who advanced, how orders ended.
	pub(crate) met: BTreeMap<String, u64>,
	pub(crate) worlds: u64,
	/// Random calls: all but those that set worlds up and end them.
	pub(crate) played: u64,
	/// How many orders were placed, of how much in all, and what was issued.
	pub(crate) orders: u64,
	pub(crate) volume: u128,
	pub(crate) issued: u128,
}

impl Tally {
	pub(crate) fn count(&mut self, kind: &'static str, outcome: &Outcome) {
		let counts = self.kinds.entry(kind).or_default();
		match outcome {
			Ok(()) => counts.0 += 1,
			Err(why) => {
				counts.1 += 1;
				*self.errors.entry(why.clone()).or_default() += 1;
			}
		}
	}

	pub(crate) fn meet(&mut self, what: impl Into<String>) {
		*self.met.entry(what.into()).or_default() += 1;
	}

	/// Counts a world that was played to its end.
	pub(crate) fn count_world(&mut self, plain: &Plain) {
		self.worlds += 1;
		self.orders += plain.orders.len() as u64;
		self.volume += plain.orders.values().map(|order| u128::from(order.amount)).sum::<u128>();
		self.issued += plain.banks.iter().map(|bank| bank.issued).sum::<u128>();
	}

	/// What both have met.
	pub(crate) fn plus(mut self, other: Self) -> Self {
		self.worlds += other.worlds;
		self.played += other.played;
		self.orders += other.orders;
		self.volume += other.volume;
		self.issued += other.issued;
		for (kind, (accepted, refused)) in other.kinds {
			let counts = self.kinds.entry(kind).or_default();
			*counts = (counts.0 + accepted, counts.1 + refused);
		}
		for (sums, more) in [(&mut self.errors, other.errors), (&mut self.met, other.met)] {
			for (what, count) in more {
				*sums.entry(what).or_default() += count;
			}
		}
		self
	}

	pub(crate) fn calls(&self) -> u64 {
		self.kinds.values().map(|(accepted, refused)| accepted + refused).sum()
	}

	pub(crate) fn accepted(&self) -> u64 {
		self.kinds.values().map(|(accepted, _)| accepted).sum()
	}

	/// The whole run in a line.
	pub(crate) fn told(&self) -> String {
		let Self { worlds, played, orders, volume, issued, .. } = self;
		let (calls, accepted) = (self.calls(), self.accepted());
		format!(
			"{worlds} worlds of 1 currency: {calls} calls, {played} of them random, {accepted} accepted, {} refused; {orders} \
			 orders of {volume} minor units in all, {issued} issued",
			calls - accepted
		)
	}

	pub(crate) fn print(&self) {
		for (kind, (accepted, refused)) in &self.kinds {
			println!("{kind}: {accepted} accepted, {refused} refused");
		}
		for (what, count) in self.errors.iter().chain(&self.met) {
			println!("{what}: {count}");
		}
	}

	/// What of these was met less often, and how often.
	pub(crate) fn rare<'a>(&self, wanted: &[(&'a str, u64)]) -> Vec<(&'a str, u64)> {
		let met = |what: &str| {
			let accepted = self.kinds.get(what).map(|counts| counts.0);
			accepted.or(self.met.get(what).copied()).unwrap_or_default()
		};
		let counted = wanted.iter().map(|(what, least)| (*what, met(what), *least));
		counted.filter(|(_, met, least)| met < least).map(|(what, met, _)| (what, met)).collect()
	}

	/// Whether most orders could be given back whole, as each world tries at its end.
	pub(crate) fn most_orders_are_restored(&self) -> bool {
		let count = |what: &str| self.met.get(what).copied().unwrap_or_default();
		count("order of which all was given back") > count("order of which not all could be")
	}

	/// What of these was never met.
	pub(crate) fn missing<'a>(&self, wanted: &[&'a str]) -> Vec<&'a str> {
		let is_met = |what: &str| {
			let accepted = self.kinds.get(what).is_some_and(|counts| counts.0 > 0);
			accepted || self.errors.contains_key(what) || self.met.contains_key(what)
		};
		wanted.iter().copied().filter(|what| !is_met(what)).collect()
	}
}
