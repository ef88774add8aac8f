// SPDX-License-Identifier: Apache-2.0

//! Mandates of a run: given by the payers and their banks, two keys each, none twice (P7).

use super::{numbers::named, Importer};
use crate::{
	bundle::{Act, Mandate},
	chain::{events::Event, Block, Call, Letter},
	hash::blake2_256,
};
use anyhow::{bail, Context};
use split_ledger_primitives::{
	views::MandateView, Commitment, Date, MandateLimits, MandateNo, MandateTerms, Moment,
};

/// A number that no mandate has: the chain refuses what names it.
const NO_MANDATE: MandateNo = MandateNo(u32::MAX);
/// The longest page of mandates that the chain answers.
const PAGE: u32 = 100;

/// A mandate that is not confirmed yet.
struct Proposal {
	place: usize,
	number: MandateNo,
	terms: MandateTerms,
}

impl Importer<'_> {
	/// The number of a mandate of the bundle.
	pub(super) fn mandate_no(&self, place: usize) -> MandateNo {
		self.numbers.mandates.get(&place).copied().unwrap_or(NO_MANDATE)
	}

	/// Gives the mandates that are not there: the payer proposes, its bank confirms.
	pub(super) async fn give_mandates(&mut self) -> anyhow::Result<()> {
		let mut proposals = self.look_up_mandates().await?;
		let now = self.chain.time(self.chain.final_block().await?).await?;
		proposals.extend(self.propose_mandates(now, &proposals).await?);
		let bundle = self.bundle;
		let all = &bundle.participants;
		let (mut letters, mut names) = (Vec::new(), Vec::new());
		for Proposal { place, number, terms } in &proposals {
			let mandate = &bundle.mandates[*place];
			let key = self.keys.of_participant(all.bank_of(mandate.payer)).clone();
			letters.push(Letter { key, call: Call::confirm_mandate(*number, terms) });
			names.push(mandate.name.as_str());
		}
		self.send_all("confirming mandates", &letters, &names).await?;
		for Proposal { place, number, terms } in proposals {
			let reference = bundle.mandates[place].reference();
			let is_todays = bundle.mandates[place].from.is_some() || terms.from == now.date();
			// One that an interrupted run proposed begins on the date of that run.
			let at = if is_todays { now } else { terms.from.start() };
			self.memory.remember_refusal(named(&reference), None)?;
			self.memory.remember_number(&reference, number.0, at)?;
			self.numbers.add_mandate(place, number, reference, at);
		}
		Ok(())
	}

	async fn propose_mandates(
		&mut self,
		now: Moment,
		known: &[Proposal],
	) -> anyhow::Result<Vec<Proposal>> {
		let bundle = self.bundle;
		let (mut letters, mut wanted) = (Vec::new(), Vec::new());
		for (place, mandate) in bundle.mandates.iter().enumerate() {
			let is_there = self.numbers.mandates.contains_key(&place)
				|| known.iter().any(|proposal| proposal.place == place);
			if is_there || self.is_refused_for_good(&mandate.reference())? {
				continue;
			}
			let terms = self.terms_of_mandate(mandate, mandate.from.unwrap_or(now.date()))?;
			let key = self.keys.of_participant(mandate.payer).clone();
			letters.push(Letter { key, call: Call::propose_mandate(&terms) });
			wanted.push((place, terms));
		}
		if letters.is_empty() {
			return Ok(Vec::new());
		}
		self.report.begin("proposing mandates", letters.len());
		let receipts = self.chain.send(&letters, |done| self.report.done(done)).await?;
		let mut proposals = Vec::new();
		for ((place, terms), receipt) in wanted.into_iter().zip(receipts) {
			if let Err(failure) = receipt.result {
				self.note_refused(&bundle.mandates[place].reference(), failure, now)?;
				continue;
			}
			let mut events = receipt.events.iter();
			let proposed = events.find(|event| event.is("Mandates", "Proposed"));
			let number = proposed.and_then(Event::fields::<MandateNo>);
			let number = number.context("the chain says no number of a mandate")?;
			proposals.push(Proposal { place, number, terms });
		}
		Ok(proposals)
	}

	fn terms_of_mandate(&self, mandate: &Mandate, from: Date) -> anyhow::Result<MandateTerms> {
		let Mandate { single, amount, orders, until, .. } = *mandate;
		Ok(MandateTerms {
			account: self.directory.account_no(mandate.payer, mandate.unit)?,
			grantee: self.directory.id(mandate.grantee)?,
			limits: MandateLimits { single, amount, orders, until },
			period: mandate.period,
			from,
			evidence: evidence(mandate),
		})
	}

	/// Finds the mandates that were given before: remembered, or else on the chain by what they stand on.
	/// Answers those that are not confirmed yet.
	async fn look_up_mandates(&mut self) -> anyhow::Result<Vec<Proposal>> {
		let (bundle, block) = (self.bundle, self.chain.final_block().await?);
		let mut proposals = Vec::new();
		for (place, mandate) in bundle.mandates.iter().enumerate() {
			let reference = mandate.reference();
			if let Some((number, at)) = self.memory.number(&reference)? {
				self.numbers.add_mandate(place, MandateNo(number), reference, at);
				continue;
			}
			let Some(view) = self.mandate_on_chain(block, mandate).await? else {
				self.numbers.note_tried(self.first_try(&reference)?);
				continue;
			};
			let from = mandate.from.unwrap_or(view.terms.from);
			if view.terms != self.terms_of_mandate(mandate, from)? {
				bail!("this chain has another mandate under the name `{}`", mandate.name);
			}
			if view.confirmed {
				let at = from.start();
				self.memory.remember_number(&reference, view.number.0, at)?;
				self.numbers.add_mandate(place, view.number, reference, at);
			} else {
				proposals.push(Proposal { place, number: view.number, terms: view.terms });
			}
		}
		Ok(proposals)
	}

	/// Finds the mandates of a run that is over.
	pub(super) async fn find_mandates(&mut self) -> anyhow::Result<()> {
		self.look_up_mandates().await.map(|_| ())
	}

	async fn mandate_on_chain(
		&self,
		block: Block,
		mandate: &Mandate,
	) -> anyhow::Result<Option<MandateView>> {
		let Some(account) = self.directory.account(mandate.payer, mandate.unit) else {
			return Ok(None);
		};
		let mut from = MandateNo(0);
		loop {
			let args = (account.number, from, PAGE);
			let page: Vec<MandateView> =
				self.chain.ask(block, "MandatesApi_mandates_of", &args).await?;
			let Some(last) = page.last() else { return Ok(None) };
			from = MandateNo(last.number.0.saturating_add(1));
			if let Some(found) = page.iter().find(|view| view.terms.evidence == evidence(mandate)) {
				return Ok(Some(found.clone()));
			}
		}
	}

	/// Whether an earlier run revoked a mandate, and was interrupted before it could remember that.
	pub(super) async fn is_revoked(&self, place: usize, mandate: usize) -> anyhow::Result<bool> {
		let same = |act: &Act| *act == Act::Revoke(mandate);
		let is_first =
			self.bundle.actions.iter().position(|action| same(&action.act)) == Some(place);
		let Some(number) = self.numbers.mandates.get(&mandate).filter(|_| is_first) else {
			return Ok(false);
		};
		let block = self.chain.final_block().await?;
		let lasts = self.chain.today(block).await? <= self.bundle.mandates[mandate].until;
		let view: Option<MandateView> =
			self.chain.ask(block, "MandatesApi_mandate", number).await?;
		Ok(lasts && view.is_none())
	}
}

/// What a mandate of a bundle stands on: its name, so that it is found again.
fn evidence(mandate: &Mandate) -> Commitment {
	let reference = mandate.reference();
	Commitment(blake2_256(&[b"split-ledger/mandate", reference.as_bytes()]))
}
