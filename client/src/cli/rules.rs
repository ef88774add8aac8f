// SPDX-License-Identifier: Apache-2.0

use super::{
	accounts::amount,
	node::{run, show_view, Node, Signer},
	show, Context,
};
use crate::{
	bundle::{parse_share, purpose_name, read_rule_set, Labels, Source},
	chain::Call,
	currency::Unit,
	rules::{attributes_of, hash_of, inputs_of},
};
use anyhow::{anyhow, Context as _};
use clap::{Args, Subcommand};
use codec::Decode;
use serde::Serialize;
use serde_json::json;
use split_ledger_primitives::{views::RuleSetView, Amount, ParticipantId, RuleHash};
use split_rules::{RuleSet, ValidRuleSet};
use std::path::{Path, PathBuf};

/// Millionths of the whole.
const PPM: u64 = 1_000_000;

#[derive(Debug, Subcommand)]
pub(super) enum Rules {
	/// Checks rule files; says where they are wrong and what to write instead.
	Check {
		/// Rule files.
		#[arg(required = true)]
		files: Vec<PathBuf>,
	},
	/// Shows what a rule file makes of an order, and why.
	Preview {
		/// The rule file.
		file: PathBuf,
		/// The amount of the order.
		amount: String,
		#[command(flatten)]
		words: Words,
	},
	/// Publishes a rule file, as a platform.
	Publish {
		/// The rule file.
		file: PathBuf,
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
	/// Shows a published rule set.
	Show {
		/// The hash of the rule set.
		rules: RuleHash,
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

/// A rule file that was checked.
#[derive(Serialize)]
struct Checked {
	file: String,
	name: String,
	currency: &'static str,
	hash: String,
	cases: usize,
	slots: Vec<String>,
	inputs: Vec<String>,
	#[serde(skip_serializing_if = "Option::is_none")]
	block: Option<u32>,
}

/// What a rule set makes of an order.
#[derive(Serialize)]
struct Shown {
	case: u8,
	legs: Vec<ShownLeg>,
}

#[derive(Serialize)]
struct ShownLeg {
	leg: u8,
	slot: String,
	amount: String,
	purpose: &'static str,
	because: String,
}

impl Rules {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		match self {
			Self::Check { files } => return check(&files, None, context),
			Self::Preview { file, amount, words } => {
				return preview(&file, &amount, &words, context);
			}
			_ => {}
		}
		run(async {
			match self {
				Self::Publish { file, signer, node } => {
					let rules = read(&file)?;
					let (chain, _) = node.connect().await?;
					let call = Call::publish(rules.rule_set());
					let done = signer.send_quietly(&chain, call).await?;
					check(&[file], Some(done.block), context)
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
				Self::Show { rules, node } => {
					let (chain, block) = node.connect().await?;
					let view: Option<RuleSetView> =
						chain.ask(block, "SplitsApi_rule_set", &rules).await?;
					show_rules(&view.context("no rule set has this hash")?, context)
				}
				Self::Check { .. } | Self::Preview { .. } => Ok(()),
			}
		})
	}
}

/// A percentage of four decimals at most, as millionths of the whole.
fn read_ppm(text: &str) -> Result<u32, String> {
	let expected = || "expected a percentage of four decimals at most, up to `100%`".to_owned();
	let share = if text.ends_with('%') { parse_share(text) } else { None };
	let (numerator, denominator) = share.ok_or_else(expected)?;
	let (numerator, denominator) = (u64::from(numerator), u64::from(denominator));
	if numerator > denominator || !PPM.is_multiple_of(denominator) {
		return Err(expected());
	}
	u32::try_from(numerator * (PPM / denominator)).map_err(|_| expected())
}

fn show_rules(view: &RuleSetView, context: Context) -> anyhow::Result<()> {
	let set = RuleSet::decode(&mut view.content.as_slice())?;
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
		"approvals": view.approvals,
	});
	show_view(context, &plain, unit)
}

pub(super) fn read(file: &Path) -> anyhow::Result<ValidRuleSet> {
	let stem = file.file_stem().and_then(|stem| stem.to_str()).context("a rule file has a name")?;
	let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
	let source = Source::of_bytes(&file.display().to_string(), bytes)?;
	Ok(read_rule_set(&source, stem)?)
}

/// Checks rule files and shows them, with the block in which they were published.
fn check(files: &[PathBuf], block: Option<u32>, context: Context) -> anyhow::Result<()> {
	let mut checked = Vec::new();
	for file in files {
		let rules = read(file)?;
		let set = rules.rule_set();
		checked.push(Checked {
			file: file.display().to_string(),
			name: set.name.clone(),
			currency: Unit::of_number(set.currency).map_or("", Unit::code),
			hash: hash_of(set).to_string(),
			cases: set.cases.len(),
			slots: set.slots.clone(),
			inputs: set.inputs.clone(),
			block,
		});
	}
	show::answer(context, &checked, |checked| {
		let rows = checked.iter().map(|one| {
			vec![
				one.name.clone(),
				one.currency.to_owned(),
				one.cases.to_string(),
				one.slots.join(" "),
				one.inputs.join(" "),
				one.hash.clone(),
			]
		});
		let table = show::table(&["name", "currency", "cases", "slots", "inputs", "hash"], rows);
		match block {
			Some(block) => format!("{table}\npublished, final in block {block}"),
			None => table.to_string(),
		}
	})
}

fn preview(file: &Path, text: &str, words: &Words, context: Context) -> anyhow::Result<()> {
	let rules = read(file)?;
	let set = rules.rule_set();
	let unit = Unit::of_number(set.currency).context("the rule set has a currency")?;
	let inputs = inputs_of(&words.inputs(unit)?, set)
		.map_err(|name| anyhow!("the rule set has no input `{name}`"))?;
	let attributes = attributes_of(&words.labels(), set);
	let explained = rules.explain(amount(unit, text)?, &attributes, &inputs)?;
	let legs = explained.legs.into_iter().map(|step| ShownLeg {
		leg: step.part.leg,
		slot: set.slots.get(usize::from(step.part.slot)).cloned().unwrap_or_default(),
		amount: unit.format(step.part.amount),
		purpose: purpose_name(step.part.purpose),
		because: step.because,
	});
	let shown = Shown { case: explained.case, legs: legs.collect() };
	show::answer(context, &shown, for_people)
}

fn for_people(shown: &Shown) -> String {
	let rows = shown.legs.iter().map(|leg| {
		vec![
			leg.leg.to_string(),
			leg.slot.clone(),
			leg.amount.clone(),
			leg.purpose.to_owned(),
			leg.because.clone(),
		]
	});
	let table = show::table(&["leg", "slot", "amount", "purpose", "because"], rows);
	format!("case {}\n{}", shown.case, show::figures(table, &[0, 2]))
}

#[cfg(test)]
mod tests {
	use super::read_ppm;

	#[test]
	fn a_ceiling_is_a_percentage_in_exact_millionths() {
		for (text, ppm) in [
			("0%", 0),
			("12.5%", 125_000),
			("0.0001%", 1),
			("30.00%", 300_000),
			("100%", 1_000_000),
		] {
			assert_eq!(read_ppm(text), Ok(ppm), "{text}");
		}
		for wrong in ["", "12.5", "1/8", "-1%", "100.0001%", "0.00001%", "% "] {
			assert!(read_ppm(wrong).is_err(), "{wrong}");
		}
	}
}
