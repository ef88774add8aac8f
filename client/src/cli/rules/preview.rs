// SPDX-License-Identifier: Apache-2.0

use super::{
	super::{
		show,
		values::{amount, hint, now, time},
		Context,
	},
	check::read,
	orders, Words,
};
use crate::{
	bundle::purpose_name,
	currency::Unit,
	rules::{attributes_of, inputs_of},
};
use anyhow::{anyhow, Context as _};
use clap::Args;
use serde::Serialize;
use split_ledger_primitives::{
	Advancer, Amount, FundersBack, Moment, Purpose, RefundPolicy, RefundTerms,
};
use split_rules::{divide_refund, Part, RefundGiver, RefundLeg, RefundRole, RuleSet, ValidRuleSet};
use std::{
	io::{BufWriter, ErrorKind, Write},
	path::PathBuf,
	process::ExitCode,
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
	/// Also shows how a refund of this much would be divided, were nothing given back before. The
	/// merchant is whom the slot `merchant` pays, else the first leg of goods.
	#[arg(long, value_name = "AMOUNT", requires = "amount")]
	refund: Option<String>,
	#[command(flatten)]
	orders: orders::Source,
}

/// What a rule set makes of an order.
#[derive(Serialize)]
struct Shown {
	#[serde(skip)]
	unit: Option<Unit>,
	case: u8,
	legs: Vec<ShownLeg>,
	terms: String,
	#[serde(skip_serializing_if = "Vec::is_empty")]
	refund: Vec<ShownShare>,
}

/// What a refund takes for a leg.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShownShare {
	leg: u8,
	slot: String,
	amount: Amount,
	given_by: String,
}

#[derive(Serialize)]
struct ShownLeg {
	leg: u8,
	slot: String,
	amount: Amount,
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
		let shown = self.shown(&rules, amount)?;
		let text = match context.json {
			true => serde_json::to_string_pretty(&shown)?,
			false => for_people(&shown),
		};
		Ok(writeln!(out, "{text}")?)
	}

	fn shown(&self, rules: &ValidRuleSet, text: &str) -> anyhow::Result<Shown> {
		let set = rules.rule_set();
		let unit = Unit::of_number(set.currency).context("the rule set has a currency")?;
		let inputs = inputs_of(&self.words.inputs(unit)?, set).map_err(|name| {
			anyhow!("the rule set has no input `{name}`{}", hint(&name, &set.inputs))
		})?;
		self.warn(set);
		let attributes = attributes_of(&self.words.labels(), set);
		let at = self.at.unwrap_or_else(now);
		let explained = rules.explain(amount(unit, text)?, &attributes, at, &inputs)?;
		let parts: Vec<Part> = explained.legs.iter().map(|step| step.part).collect();
		let refund = match &self.refund {
			Some(text) => refund(rules, &parts, amount(unit, text)?)?,
			None => Vec::new(),
		};
		let legs = explained.legs.into_iter().map(|step| ShownLeg {
			leg: step.part.leg,
			slot: slot_name(rules, step.part.slot),
			amount: step.part.amount,
			purpose: purpose_name(step.part.purpose),
			because: step.because,
		});
		let terms = refund_words(&set.refund);
		Ok(Shown { unit: Some(unit), case: explained.case, legs: legs.collect(), terms, refund })
	}

	/// Says which words of the order no case asks for, where one is near.
	fn warn(&self, set: &RuleSet) {
		let labels = self.words.labels();
		for (kind, word, known) in [
			("channel", &labels.channel, &set.channels),
			("category", &labels.category, &set.categories),
			("promotion", &labels.promotion, &set.promotions),
			("member tier", &labels.member_tier, &set.member_tiers),
		] {
			let close = hint(word, known);
			if !word.is_empty() && !known.contains(word) && !close.is_empty() {
				eprintln!("warning: no case asks for the {kind} `{word}`{close}");
			}
		}
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

fn slot_name(rules: &ValidRuleSet, slot: u8) -> String {
	rules.rule_set().slots.get(usize::from(slot)).cloned().unwrap_or_default()
}

/// How a refund is divided among legs of which nothing was given back.
fn refund(rules: &ValidRuleSet, parts: &[Part], amount: Amount) -> anyhow::Result<Vec<ShownShare>> {
	let policy = rules.rule_set().refund.policy;
	let merchant = parts
		.iter()
		.find(|part| slot_name(rules, part.slot) == "merchant")
		.or(parts.iter().find(|part| part.purpose == Purpose::Goods))
		.map(|part| part.slot);
	let leg = |part: &Part| RefundLeg {
		left: part.amount,
		role: RefundRole::of(part.purpose, merchant == Some(part.slot)),
	};
	let legs: Vec<RefundLeg> = parts.iter().map(leg).collect();
	let shares = divide_refund(policy, &legs, amount)?;
	let shown = parts.iter().zip(legs).zip(shares).map(|((part, leg), share)| ShownShare {
		leg: part.leg,
		slot: slot_name(rules, part.slot),
		amount: share,
		given_by: match leg.role.giver(policy) {
			RefundGiver::Receiver => slot_name(rules, part.slot),
			RefundGiver::Merchant => slot_name(rules, merchant.unwrap_or(part.slot)),
		},
	});
	Ok(shown.collect())
}

fn for_people(shown: &Shown) -> String {
	let format = |amount: Amount| match shown.unit {
		Some(unit) => unit.format(amount),
		None => amount.to_string(),
	};
	let rows = shown.legs.iter().map(|leg| {
		vec![
			leg.leg.to_string(),
			leg.slot.clone(),
			format(leg.amount),
			leg.purpose.to_owned(),
			leg.because.clone(),
		]
	});
	let table = show::table(&["leg", "slot", "amount", "purpose", "because"], rows);
	let table = show::figures(table, &[0, 2]);
	let plan = format!("case {}\n{table}\na refund is taken {}", shown.case, shown.terms);
	if shown.refund.is_empty() {
		return plan;
	}
	let rows = shown.refund.iter().map(|share| {
		let (slot, giver) = (share.slot.clone(), share.given_by.clone());
		vec![share.leg.to_string(), slot, format(share.amount), giver]
	});
	let table = show::table(&["leg", "slot", "refund", "given by"], rows);
	format!("{plan}\n{}", show::figures(table, &[0, 2]))
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
