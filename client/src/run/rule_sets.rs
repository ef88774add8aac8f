// SPDX-License-Identifier: Apache-2.0

use super::Importer;
use crate::{
	bundle::Who,
	chain::{storage_key, Call, Letter},
	rules::hash_of,
};
use anyhow::Context;
use split_ledger_primitives::{views::RuleSetView, AccountFlags, Role, RuleHash};
use std::collections::BTreeSet;

impl Importer<'_> {
	/// Publishes, approves and accepts the rule sets for whoever uses them in the bundle.
	pub(super) async fn set_up_rules(&self) -> anyhow::Result<()> {
		self.publish_rules().await?;
		self.accept_rules().await
	}

	/// The hash of a rule set of the bundle.
	pub(super) fn hash_of_rules(&self, name: &str) -> anyhow::Result<RuleHash> {
		let rules = self.bundle.rules.get(name).context("a rule set of the bundle")?;
		Ok(hash_of(rules.rule_set()))
	}

	/// Each rule set with each platform that uses it. One that no order uses is published by the
	/// first platform.
	fn uses_by_platforms(&self) -> BTreeSet<(&str, Who)> {
		let all = &self.bundle.participants;
		let orders = self.bundle.orders.iter();
		let mut uses: BTreeSet<_> = orders
			.filter_map(|order| Some((order.rules.as_deref()?, order.platform(all)?)))
			.collect();
		let first = all.iter().find(|(_, row)| row.roles.has(Role::Platform));
		for name in self.bundle.rules.keys() {
			if let (Some((platform, _)), false) = (first, uses.iter().any(|(used, _)| used == name))
			{
				uses.insert((name, platform));
			}
		}
		uses
	}

	async fn publish_rules(&self) -> anyhow::Result<()> {
		let all = &self.bundle.participants;
		let block = self.chain.final_block().await?;
		let (mut publish, mut approve) = (Vec::new(), Vec::new());
		let (mut published, mut approved) = (Vec::new(), Vec::new());
		for (name, platform) in self.uses_by_platforms() {
			let (hash, id) = (self.hash_of_rules(name)?, self.directory.id(platform)?);
			let known: Option<RuleSetView> =
				self.chain.ask(block, "SplitsApi_rule_set", &hash).await?;
			let standing = known.into_iter().flat_map(|view| view.approvals);
			let standing = standing.into_iter().find(|approval| approval.platform == id);
			if standing.is_none() {
				let rules = self.bundle.rules.get(name).context("a rule set of the bundle")?;
				let key = self.keys.of_participant(platform).clone();
				publish.push(Letter { key, call: Call::publish(rules.rule_set()) });
				published.push(name);
			}
			if !standing.is_some_and(|approval| approval.approved) {
				let key = self.keys.of_participant(all.bank_of(platform)).clone();
				approve.push(Letter { key, call: Call::approve(id, hash) });
				approved.push(name);
			}
		}
		self.send_all("publishing rule sets", &publish, &published).await?;
		self.send_all("approving rule sets", &approve, &approved).await
	}

	async fn accept_rules(&self) -> anyhow::Result<()> {
		let all = &self.bundle.participants;
		let orders = self.bundle.orders.iter();
		let uses: BTreeSet<_> = orders
			.filter_map(|order| {
				Some((order.merchant(all)?, order.platform(all)?, order.rules.as_deref()?))
			})
			.filter(|(merchant, ..)| all.get(*merchant).flags().has(AccountFlags::MERCHANT))
			.collect();
		let mut wanted = Vec::new();
		for (merchant, platform, name) in uses {
			let ids = (self.directory.id(merchant)?, self.directory.id(platform)?);
			let named = (ids.0, ids.1, self.hash_of_rules(name)?);
			wanted.push((merchant, named, storage_key("Splits", "Acceptances", &named)));
		}
		let block = self.chain.final_block().await?;
		let keys: Vec<_> = wanted.iter().map(|(.., key)| key.clone()).collect();
		let accepted = self.chain.read_many(block, &keys).await?;
		let missing = wanted.iter().filter(|(.., key)| !accepted.contains_key(key));
		let (letters, names): (Vec<_>, Vec<_>) = missing
			.map(|(merchant, (id, platform, hash), _)| {
				let key = self.keys.of_participant(all.bank_of(*merchant)).clone();
				let name = all.get(*merchant).name.as_str();
				(Letter { key, call: Call::accept(*id, *platform, *hash) }, name)
			})
			.unzip();
		self.send_all("accepting rule sets", &letters, &names).await
	}
}
