// SPDX-License-Identifier: Apache-2.0

use super::{show, Context};
use crate::{
	bundle::{purpose_name, read_rule_set, Labels, Source},
	currency::Unit,
	rules::{attributes_of, hash_of, inputs_of},
};
use anyhow::{anyhow, Context as _};
use clap::{Args, Subcommand};
use serde::Serialize;
use split_ledger_primitives::Amount;
use split_rules::ValidRuleSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(super) enum Rules {
	/// Checks rule files; says where they are wrong and what to write instead.
	Check {
		/// Rule files.
		#[arg(required = true)]
		files: Vec<PathBuf>,
	},
	/// Shows what a rule file makes of an order, and why.
	Preview(Preview),
}

#[derive(Args, Debug)]
pub(super) struct Preview {
	/// The rule file.
	file: PathBuf,
	/// The amount of the order.
	amount: String,
	/// An amount that the order brings to the rule, such as `freight=13.29`.
	#[arg(long = "input", value_name = "NAME=AMOUNT")]
	inputs: Vec<String>,
	/// Means of payment or sales channel.
	#[arg(long, default_value = "")]
	channel: String,
	/// Category of the goods.
	#[arg(long, default_value = "")]
	category: String,
	/// Promotion that the order came by.
	#[arg(long, default_value = "")]
	promotion: String,
	/// Tier of the buyer as a member.
	#[arg(long, default_value = "")]
	member_tier: String,
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
			Self::Check { files } => check(&files, context),
			Self::Preview(preview) => preview.run(context),
		}
	}
}

fn read(file: &Path) -> anyhow::Result<ValidRuleSet> {
	let stem = file.file_stem().and_then(|stem| stem.to_str()).context("a rule file has a name")?;
	let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
	let source = Source::of_bytes(&file.display().to_string(), bytes)?;
	Ok(read_rule_set(&source, stem)?)
}

fn check(files: &[PathBuf], context: Context) -> anyhow::Result<()> {
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
		show::table(&["name", "currency", "cases", "slots", "inputs", "hash"], rows).to_string()
	})
}

impl Preview {
	fn run(self, context: Context) -> anyhow::Result<()> {
		let rules = read(&self.file)?;
		let set = rules.rule_set();
		let unit = Unit::of_number(set.currency).context("the rule set has a currency")?;
		let amount = |text: &str| {
			unit.parse(text).map_err(|expected| anyhow!("`{text}`: expected {expected}"))
		};
		let inputs = self
			.inputs
			.iter()
			.map(|input| {
				let (name, value) = input.split_once('=').context("an input is NAME=AMOUNT")?;
				Ok((name.to_owned(), amount(value)?))
			})
			.collect::<anyhow::Result<Vec<(String, Amount)>>>()?;
		let inputs = inputs_of(&inputs, set)
			.map_err(|name| anyhow!("the rule set has no input `{name}`"))?;
		let labels = Labels {
			channel: self.channel,
			category: self.category,
			promotion: self.promotion,
			member_tier: self.member_tier,
		};
		let explained =
			rules.explain(amount(&self.amount)?, &attributes_of(&labels, set), &inputs)?;
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
