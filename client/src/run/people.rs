// SPDX-License-Identifier: Apache-2.0

//! Everybody of the bundle, brought onto the chain.

use super::{votes, Importer};
use crate::{
	bundle::Who,
	chain::{Call, Letter},
};
use anyhow::{bail, Context};
use split_ledger_primitives::{Date, Role, Scopes};

/// Days until a new participant is reviewed.
const REVIEW_DAYS: u16 = 365;

impl Importer<'_> {
	/// Brings everybody in who is not there: banks, agent and supervisors by vote, the others by
	/// their banks.
	pub(super) async fn admit_people(&mut self, agent: Who) -> anyhow::Result<()> {
		self.check_sponsors()?;
		let all = &self.bundle.participants;
		// The agent first: fewer banks vote before the new ones are in.
		let mut by_vote: Vec<Who> = all
			.iter()
			.filter(|(_, row)| row.is_by_vote())
			.map(|(who, _)| who)
			.filter(|who| self.directory.participant(*who).is_none())
			.collect();
		by_vote.sort_by_key(|who| (*who != agent, all.get(*who).is_bank(), *who));
		if !by_vote.is_empty() {
			self.report.begin("admitting by vote", by_vote.len());
		}
		for (count, who) in (1..).zip(by_vote) {
			let name = &all.get(who).name;
			let call = self.entry_call(who).await?;
			votes::decide(self.chain, &self.keys.by_vote(all), call)
				.await
				.with_context(|| format!("cannot admit `{name}`"))?;
			self.memory.remember_admitted(name)?;
			self.report.done(count);
		}
		self.onboard_customers().await?;
		self.look_up().await?;
		Ok(())
	}

	async fn onboard_customers(&mut self) -> anyhow::Result<()> {
		let all = &self.bundle.participants;
		let mut letters = Vec::new();
		let mut names = Vec::new();
		for (who, row) in all.iter().filter(|(_, row)| !row.is_by_vote()) {
			if self.directory.participant(who).is_none() {
				let sponsor = all.bank_of(who);
				let key = self.keys.of_participant(sponsor).clone();
				letters.push(Letter { key, call: self.entry_call(who).await? });
				names.push(row.name.as_str());
			}
		}
		self.send_all("onboarding", &letters, &names).await?;

		self.look_up().await?;
		let mut letters = Vec::new();
		let mut names = Vec::new();
		for (who, row) in all.iter().filter(|(_, row)| !row.is_by_vote()) {
			let view = self.directory.participant(who).context("a participant was lost")?;
			let roles: Vec<Role> = row.roles.iter().collect();
			if view.roles != roles || view.self_operated != row.is_self_operated() {
				let call = Call::set_roles(view.id, row.roles, row.is_self_operated());
				let key = self.keys.of_participant(all.bank_of(who)).clone();
				letters.push(Letter { key, call });
				names.push(row.name.as_str());
			}
		}
		self.send_all("setting roles", &letters, &names).await
	}

	async fn entry_call(&self, who: Who) -> anyhow::Result<Call> {
		let row = self.bundle.participants.get(who);
		let commitment = self.memory.commitment(&row.name)?;
		let today = self.chain.today(self.chain.final_block().await?).await?;
		let review = Date(today.0.saturating_add(REVIEW_DAYS));
		let keys = [(self.keys.of_participant(who).public_key().0, Scopes::ALL)];
		Ok(if row.is_by_vote() {
			Call::admit(row.roles, commitment, review, &keys)
		} else {
			Call::onboard(row.roles, commitment, review, &keys)
		})
	}

	/// Whoever was on the chain before must be what the bundle says: told before anything is sent.
	fn check_sponsors(&self) -> anyhow::Result<()> {
		let all = &self.bundle.participants;
		for (who, row) in all.iter() {
			let Some(view) = self.directory.participant(who) else { continue };
			let sponsor = self.directory.participant(all.bank_of(who)).map(|view| view.id);
			let expected = if row.is_by_vote() { Some(view.id) } else { sponsor };
			if Some(view.sponsor) != expected {
				bail!("`{}` is on this chain already, with another bank", row.name);
			}
			if view.suspended {
				bail!("`{}` is suspended on this chain", row.name);
			}
		}
		Ok(())
	}

	/// Sends calls that must not be refused. `names` says whom each is about.
	pub(super) async fn send_all(
		&self,
		step: &str,
		letters: &[Letter],
		names: &[impl AsRef<str>],
	) -> anyhow::Result<()> {
		if letters.is_empty() {
			return Ok(());
		}
		self.report.begin(step, letters.len());
		let receipts = self.chain.send(letters, |done| self.report.done(done)).await?;
		for (receipt, name) in receipts.into_iter().zip(names) {
			receipt.ok().with_context(|| format!("{step} failed for `{}`", name.as_ref()))?;
		}
		Ok(())
	}
}
