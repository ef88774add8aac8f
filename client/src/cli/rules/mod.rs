// SPDX-License-Identifier: Apache-2.0

mod check;
mod orders;
mod preview;
#[cfg(test)]
mod tests;

use super::{
	node::{run, show_view, Node, Signer},
	show,
	values::{amount, time},
	Context,
};
use crate::{
	bundle::{parse_share, write_rule_set, Labels},
	chain::Call,
	currency::Unit,
};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use codec::Decode;
use serde_json::json;
use split_ledger_primitives::{views::RuleSetView, Amount, Moment, ParticipantId, RuleHash};
use split_rules::RuleSet;
use std::{path::PathBuf, process::ExitCode};

pub(super) use check::read;

/// Millionths of the whole.
const PPM: u64 = 1_000_000;

#[derive(Debug, Subcommand)]
pub(super) enum Rules {
	/// Checks rule files: says of all that is wrong or odd where it stands and what to write instead.
	///
	/// Ends with 0 where no file has a fault, else with 1. Needs no node.
	Check(check::Check),
	/// Shows what a rule file makes of an order, and why, or of all orders of a file. Needs no node.
	Preview(preview::Preview),
	/// Publishes a rule file, as a platform.
	Publish {
		/// The rule file.
		file: PathBuf,
		/// From when on it takes orders, in RFC 3339; without it as soon as it is approved.
		#[arg(long, value_name = "TIME", value_parser = time)]
		from: Option<Moment>,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Approves a platform's rule set, as its bank.
	Approve {
		/// The hash of the rule set.
		rules: RuleHash,
		/// The id of the platform.
		#[arg(long)]
		platform: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Accepts a platform's rule set, as a merchant or its bank.
	Accept {
		/// The hash of the rule set.
		rules: RuleHash,
		/// The id of the merchant.
		#[arg(long)]
		merchant: u32,
		/// The id of the platform that published it.
		#[arg(long)]
		platform: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Accepts all rule sets of a platform below two ceilings, those to come included, as a merchant
	/// or its bank.
	AcceptCeilings {
		/// The id of the merchant.
		#[arg(long)]
		merchant: u32,
		/// The id of the platform.
		#[arg(long)]
		platform: u32,
		/// The most that fees and commissions may take of an order, such as `12.5%`.
		#[arg(long, value_parser = read_ppm)]
		share: u32,
		/// The most of an order that the merchant answers for with its own money when it is refunded
		/// after a release.
		#[arg(long, value_parser = read_ppm, default_value = "0%")]
		liability: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Lets a rule set take no new orders for ever, as the platform or its bank.
	Retire {
		/// The hash of the rule set.
		rules: RuleHash,
		/// The id of the platform.
		#[arg(long)]
		platform: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows a published rule set, with the file that it is read from.
	Show {
		/// The hash of the rule set.
		rules: RuleHash,
		/// Writes the file alone.
		#[arg(long)]
		toml: bool,
		#[command(flatten)]
		node: Node,
	},
}

/// What an order says of itself and brings to its rule.
#[derive(Args, Debug)]
pub(super) struct Words {
	/// An amount that the order brings to the rule, such as `freight=13.29`; as often as it takes.
	#[arg(long = "input", value_name = "NAME=AMOUNT")]
	inputs: Vec<String>,
	/// Means of payment or sales channel.
	#[arg(long, default_value = "", hide_default_value = true)]
	channel: String,
	/// Category of the goods.
	#[arg(long, default_value = "", hide_default_value = true)]
	category: String,
	/// Promotion that the order came by.
	#[arg(long, default_value = "", hide_default_value = true)]
	promotion: String,
	/// Tier of the buyer as a member.
	#[arg(long, default_value = "", hide_default_value = true)]
	member_tier: String,
}

impl Words {
	pub(super) fn labels(&self) -> Labels {
		Labels {
			channel: self.channel.clone(),
			category: self.category.clone(),
			promotion: self.promotion.clone(),
			member_tier: self.member_tier.clone(),
		}
	}

	pub(super) fn inputs(&self, unit: Unit) -> anyhow::Result<Vec<(String, Amount)>> {
		let read = |input: &String| {
			let (name, value) = input.split_once('=').context("an input is NAME=AMOUNT")?;
			Ok((name.to_owned(), amount(unit, value)?))
		};
		self.inputs.iter().map(read).collect()
	}
}

impl Rules {
	pub(super) fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		match self {
			Self::Check(check) => check.run(context),
			Self::Preview(preview) => preview.run(context),
			act => act.send(context).map(|()| ExitCode::SUCCESS),
		}
	}

	fn send(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Publish { file, from, signer, node } => {
					let rules = read(&file)?;
					let (chain, _) = node.connect().await?;
					let call = Call::publish_from(rules.rule_set(), from);
					let done = signer.send_quietly(&chain, call).await?;
					check::published(&file, &rules, done.block, context)
				}
				Self::Approve { rules, platform, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::approve(ParticipantId(platform), rules);
					signer.send(&chain, call, context).await
				}
				Self::Accept { rules, merchant, platform, signer, node } => {
					let (chain, _) = node.connect().await?;
					let (merchant, platform) = (ParticipantId(merchant), ParticipantId(platform));
					signer.send(&chain, Call::accept(merchant, platform, rules), context).await
				}
				Self::AcceptCeilings { merchant, platform, share, liability, signer, node } => {
					let (chain, _) = node.connect().await?;
					let (merchant, platform) = (ParticipantId(merchant), ParticipantId(platform));
					let call = Call::accept_ceilings(merchant, platform, share, liability);
					signer.send(&chain, call, context).await
				}
				Self::Retire { rules, platform, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::retire(ParticipantId(platform), rules);
					signer.send(&chain, call, context).await
				}
				Self::Show { rules, toml, node } => {
					let (chain, block) = node.connect().await?;
					let view: Option<RuleSetView> =
						chain.ask(block, "SplitsApi_rule_set", &rules).await?;
					show_rules(&view.context("no rule set has this hash")?, toml, context)
				}
				Self::Check(_) | Self::Preview(_) => Ok(()),
			}
		})
	}
}

/// A percentage of four decimals at most, as millionths of the whole.
pub(super) fn read_ppm(text: &str) -> Result<u32, String> {
	let expected = || "expected a percentage of four decimals at most, up to `100%`".to_owned();
	let share = if text.ends_with('%') { parse_share(text) } else { None };
	let (numerator, denominator) = share.ok_or_else(expected)?;
	let (numerator, denominator) = (u64::from(numerator), u64::from(denominator));
	if numerator > denominator || !PPM.is_multiple_of(denominator) {
		return Err(expected());
	}
	u32::try_from(numerator * (PPM / denominator)).map_err(|_| expected())
}

fn show_rules(view: &RuleSetView, toml: bool, context: Context) -> anyhow::Result<()> {
	let set = RuleSet::decode(&mut view.content.as_slice())?;
	let file = write_rule_set(&set);
	if toml {
		let file = file.context("no file says what this rule set says")?;
		return show::print(file.as_bytes());
	}
	let unit = Unit::of_number(set.currency);
	let shown = json!({ "hash": view.hash, "rules": set, "approvals": view.approvals });
	if context.json {
		return show_view(context, &shown, unit);
	}
	let plain = json!({
		"hash": view.hash,
		"name": set.name,
		"currency": unit.map_or("", Unit::code),
		"slots": set.slots,
		"inputs": set.inputs,
		"cases": set.cases.len(),
		"uncredited": set.uncredited,
		"refund": preview::refund_words(&set.refund),
		"approvals": view.approvals,
	});
	show_view(context, &plain, unit)?;
	match file {
		Some(file) => show::print(format!("\n{file}").as_bytes()),
		None => Ok(()),
	}
}
