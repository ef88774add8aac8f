// SPDX-License-Identifier: Apache-2.0

use super::{
	super::{accounts::amount, show, Context},
	check::read,
	orders, Words,
};
use crate::{
	bundle::{moment, purpose_name},
	currency::Unit,
	rules::{attributes_of, inputs_of},
};
use anyhow::{anyhow, Context as _};
use clap::Args;
use serde::Serialize;
use split_ledger_primitives::{Advancer, FundersBack, Moment, RefundPolicy, RefundTerms};
use split_rules::ValidRuleSet;
use std::{
	io::{BufWriter, ErrorKind, Write},
	path::PathBuf,
	process::ExitCode,
	time::{SystemTime, UNIX_EPOCH},
};

#[derive(Args, Debug)]
pub(in crate::cli) struct Preview {
	/// The rule file.
	file: PathBuf,
	/// The amount of one order.
	#[arg(
		required_unless_present_any = ["orders", "bundle"],
		conflicts_with_all = ["orders", "bundle"]
	)]
	amount: Option<String>,
	#[command(flatten)]
	words: Words,
	/// When the order is placed, in RFC 3339; without it now, or of an order file the beginning of the
	/// date of each order where it has one.
	#[arg(long, value_name = "TIME", value_parser = time)]
	at: Option<Moment>,
	#[command(flatten)]
	orders: orders::Source,
}

/// What a rule set makes of an order.
#[derive(Serialize)]
struct Shown {
	case: u8,
	legs: Vec<ShownLeg>,
	refund: String,
}

#[derive(Serialize)]
struct ShownLeg {
	leg: u8,
	slot: String,
	amount: String,
	purpose: &'static str,
	because: String,
}

impl Preview {
	pub(super) fn run(self, context: Context) -> anyhow::Result<ExitCode> {
		let mut out = BufWriter::new(std::io::stdout().lock());
		let written = self.write(context, &mut out);
		match written.and_then(|()| Ok(out.flush()?)) {
			Err(error) if is_broken_pipe(&error) => {}
			written => written?,
		}
		Ok(ExitCode::SUCCESS)
	}

	fn write(&self, context: Context, out: &mut dyn Write) -> anyhow::Result<()> {
		let rules = read(&self.file)?;
		let Some(amount) = &self.amount else {
			return self.orders.write(&rules, self.at, context, out);
		};
		let shown = shown(&rules, amount, &self.words, self.at.unwrap_or_else(now))?;
		let text = match context.json {
			true => serde_json::to_string_pretty(&shown)?,
			false => for_people(&shown),
		};
		Ok(writeln!(out, "{text}")?)
	}

	/// What is written.
	#[cfg(test)]
	pub(super) fn text(&self, context: Context) -> anyhow::Result<String> {
		let mut out = Vec::new();
		self.write(context, &mut out)?;
		Ok(String::from_utf8(out)?)
	}
}

/// Whoever reads the answer may have read enough and gone.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
	error.downcast_ref::<std::io::Error>().is_some_and(|it| it.kind() == ErrorKind::BrokenPipe)
}

/// The clock of this machine.
pub(super) fn now() -> Moment {
	let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	Moment(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

fn time(text: &str) -> Result<Moment, String> {
	moment(text).ok_or_else(|| "a time is written as `2026-11-22T18:30:00Z`".to_owned())
}

fn shown(rules: &ValidRuleSet, text: &str, words: &Words, at: Moment) -> anyhow::Result<Shown> {
	let set = rules.rule_set();
	let unit = Unit::of_number(set.currency).context("the rule set has a currency")?;
	let inputs = inputs_of(&words.inputs(unit)?, set)
		.map_err(|name| anyhow!("the rule set has no input `{name}`"))?;
	let attributes = attributes_of(&words.labels(), set);
	let explained = rules.explain(amount(unit, text)?, &attributes, at, &inputs)?;
	let legs = explained.legs.into_iter().map(|step| ShownLeg {
		leg: step.part.leg,
		slot: set.slots.get(usize::from(step.part.slot)).cloned().unwrap_or_default(),
		amount: unit.format(step.part.amount),
		purpose: purpose_name(step.part.purpose),
		because: step.because,
	});
	let refund = refund_words(&set.refund);
	Ok(Shown { case: explained.case, legs: legs.collect(), refund })
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
	let table = show::figures(table, &[0, 2]);
	format!("case {}\n{table}\na refund is taken {}", shown.case, shown.refund)
}

/// Refund terms in a sentence.
pub(super) fn refund_words(terms: &RefundTerms) -> String {
	let policy = match terms.policy {
		RefundPolicy::ProRata => "pro rata",
		RefundPolicy::MerchantFirst => "from the merchant first",
		RefundPolicy::FeesKept => "pro rata, the merchant giving for fees and commissions",
	};
	let advancer = |advancer: &Advancer| match advancer {
		Advancer::Merchant => "the merchant",
		Advancer::Platform => "the platform",
		Advancer::Guarantee => "the guarantee",
	};
	let advancers: Vec<_> = terms.advancers.iter().map(advancer).collect();
	let short = match advancers.as_slice() {
		[] => "nobody advances what a receiver lacks".to_owned(),
		[one] => format!("{one} advances what a receiver lacks"),
		several => format!("{} advance what a receiver lacks", several.join(", then ")),
	};
	let back = match terms.back {
		FundersBack::ProRata => "",
		FundersBack::PayerFirst => "; it goes to the payer before other funders",
	};
	format!("{policy}; {short}{back}")
}
