// SPDX-License-Identifier: Apache-2.0

//! Groups of orders that succeed together (O10).

use super::{
	node::{run, show_after, show_view, unit, Named, Node, Signer},
	rules::read,
	values::time,
	Context,
};
use crate::{
	chain::{calls::GroupTerms, storage_key, Block, Call, Chain},
	currency::Unit,
	hash::blake2_128,
	rules::hash_of,
};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use split_ledger_primitives::{
	limits::{GROUP_JOINS_MAX, GROUP_JOINS_MIN},
	views::{GroupView, MemberView},
	GroupNo, Moment, OrderId, ParticipantId, Reference, RuleHash,
};
use std::path::Path;

/// The longest page of members that the chain answers.
const PAGE: u32 = 100;

#[derive(Debug, Subcommand)]
pub(super) enum Groups {
	/// Opens a group, as its platform or its merchant. Orders join it with `orders place --group`; once
	/// enough have joined it is complete for ever, and they are paid. Else all of them go back.
	Open(Open),
	/// Calls a group off before it is complete, as who opened it or as a supervisor: all of its orders go
	/// back to their payers.
	CallOff {
		/// The number of the group.
		group: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows a group: how many orders it needs and has, until when, and who leads it.
	Show {
		/// The number of the group.
		group: u32,
		#[command(flatten)]
		node: Node,
	},
	/// Lists the orders of a group, in the order in which they joined.
	Members {
		/// The number of the group.
		group: u32,
		#[command(flatten)]
		node: Node,
	},
}

#[derive(Args, Debug)]
pub(super) struct Open {
	/// The id of the platform whose rule set it is.
	#[arg(long, value_name = "ID")]
	platform: u32,
	/// The id of the merchant.
	#[arg(long, value_name = "ID")]
	merchant: u32,
	/// The rule file, or the hash of the rule set.
	#[arg(long, value_name = "FILE|HASH")]
	rules: String,
	/// The currency of its orders.
	#[arg(long, value_parser = unit)]
	currency: Unit,
	/// How many orders make it complete, 2 to 10,000.
	#[arg(long, value_name = "ORDERS",
		value_parser = clap::value_parser!(u32).range(i64::from(GROUP_JOINS_MIN)..=i64::from(GROUP_JOINS_MAX)))]
	needed: u32,
	/// When it fails where it is not complete (RFC 3339), 30 days from now at most [default: after 24
	/// hours].
	#[arg(long, value_name = "TIME", value_parser = time)]
	deadline: Option<Moment>,
	/// The slot of the rule set that the leader fills: who joined first and is still in when it is
	/// complete. By its name in a rule file, by its place with a hash.
	#[arg(long, value_name = "SLOT")]
	leader: Option<String>,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Groups {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Open(open) => open.run(context).await,
				Self::CallOff { group, signer, node } => {
					let (chain, _) = node.connect().await?;
					let group = GroupNo(group);
					let done = signer.send_quietly(&chain, Call::call_off_group(group)).await?;
					let view = view(&chain, chain.final_block().await?, group).await?;
					show_after(context, done.block, &view, None)
				}
				Self::Show { group, node } => {
					let (chain, block) = node.connect().await?;
					show_view(context, &view(&chain, block, GroupNo(group)).await?, None)
				}
				Self::Members { group, node } => members(GroupNo(group), &node, context).await,
			}
		})
	}
}

impl Open {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (rules, leader_slot) = self.rules()?;
		let (chain, block) = self.node.connect().await?;
		let terms = GroupTerms {
			platform: ParticipantId(self.platform),
			merchant: ParticipantId(self.merchant),
			rules,
			currency: self.currency.number(),
			needed: self.needed,
			deadline: self.deadline,
			leader_slot,
		};
		let reference = self.named.read(&chain, block).await?;
		let call = Call::open_group(&reference, &terms);
		let done = self.signer.send_quietly(&chain, call).await?;
		let block = chain.final_block().await?;
		let opened = done.events.iter().find(|event| event.is("Groups", "Opened"));
		let group = match opened {
			Some(event) => event.fields::<GroupNo>().context("an event of another version")?,
			// The same was opened before under this reference.
			None => {
				let submitter = self.signer.participant(&chain, block).await?;
				opened_before(&chain, block, submitter, &reference).await?
			}
		};
		let view = view(&chain, block, group).await?;
		show_after(context, done.block, &view, None)
	}

	/// The rule set, and the place of the leader's slot in it.
	fn rules(&self) -> anyhow::Result<(RuleHash, Option<u8>)> {
		let leader = self.leader.as_deref();
		if let Ok(hash) = self.rules.parse() {
			let place = leader.map(str::parse).transpose();
			return Ok((hash, place.context("with a hash, --leader is the place of a slot")?));
		}
		let rules = read(Path::new(&self.rules))?;
		let set = rules.rule_set();
		let place_of = |name: &str| {
			let place = set.slots.iter().position(|known| known == name);
			let place = place.with_context(|| format!("the rule set has no slot `{name}`"))?;
			anyhow::Ok(u8::try_from(place)?)
		};
		Ok((hash_of(set), leader.map(place_of).transpose()?))
	}
}

/// The group that a participant opened before under a reference.
async fn opened_before(
	chain: &Chain,
	block: Block,
	submitter: ParticipantId,
	reference: &Reference,
) -> anyhow::Result<GroupNo> {
	let id = OrderId::new(reference.date, submitter, blake2_128(&reference.text));
	let key = storage_key("Groups", "References", &id);
	let opened: Option<([u8; 16], GroupNo)> = chain.read(block, &key).await?;
	let opened =
		opened.context("the chain says neither that it opened the group nor that it has it")?;
	Ok(opened.1)
}

async fn view(chain: &Chain, block: Block, group: GroupNo) -> anyhow::Result<GroupView> {
	let view: Option<GroupView> = chain.ask(block, "GroupsApi_group", &group).await?;
	view.with_context(|| format!("there is no group {group}"))
}

async fn members(group: GroupNo, node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	view(&chain, block, group).await?;
	let mut members: Vec<MemberView> = Vec::new();
	loop {
		let from = members.last().map_or(0, |last| last.place.saturating_add(1));
		let page: Vec<MemberView> =
			chain.ask(block, "GroupsApi_members", &(group, from, PAGE)).await?;
		if page.is_empty() {
			return show_view(context, &members, None);
		}
		members.extend(page);
	}
}
