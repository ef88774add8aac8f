// SPDX-License-Identifier: Apache-2.0

//! What can be agreed for an order when it is placed: who else pays, by whose leave, when it is
//! released, in which group it is, and who decides a dispute about it.

use super::values::{amount, colours};
use crate::{
	agreed::{read_milestones, Fault},
	bundle::{Finding, Source},
	currency::Unit,
};
use anyhow::{anyhow, ensure, Context as _};
use clap::{Args, ValueEnum};
use split_ledger_primitives::{
	AccountNo, Amount, CoverMode, DisputeTerms, ExpiryPolicy, FundedPart, GroupNo, MandateNo,
	Milestones, Moment, OrderBody, ParticipantId, ReleaseMode, Silence,
};

/// Who brings the money, and by whose leave.
#[derive(Args, Clone, Debug)]
pub(super) struct Sources {
	/// Another account that brings a part of the amount, such as `18=30.00`; up to three, and the rest is
	/// the payer's. Behind an `@` the number of the mandate by which you draw on it, such as
	/// `18=30.00@4`, where it is neither yours nor at your bank.
	#[arg(long = "funder", value_name = "ACCOUNT=AMOUNT[@MANDATE]")]
	funders: Vec<String>,
	/// The number of the mandate by which you draw on the account that pays, where it is neither yours
	/// nor at your bank.
	#[arg(long, value_name = "NUMBER")]
	mandate: Option<u32>,
}

/// What is agreed between payer and payees.
#[derive(Args, Clone, Debug)]
pub(super) struct Agreed {
	/// A part of the amount that is released by itself, and when anybody may; as often as it takes, up
	/// to 16, together the whole amount. Without conditions it is the payer's to release.
	///
	/// Conditions: `payer` and `platform` (each confirms), `group` (it is complete), `after TIME`, and
	/// what attestors bear witness to, by their ids: `shipped(7)`, `delivered(7)`, `customs-cleared(7)`,
	/// `inspected(2 of 7, 8, 9)`. `&` joins what must all be so, `|` in parentheses what may be so, and `2
	/// of (.., .., ..)` asks for so many of some. For example
	/// `300.00: payer & inspected(2 of 7,8,9) & (delivered(7) | after 2026-12-01T00:00:00Z)`.
	#[arg(
		long = "milestone",
		value_name = "AMOUNT[: CONDITIONS]",
		conflicts_with = "release",
		verbatim_doc_comment
	)]
	milestones: Vec<String>,
	/// The number of the group that it joins: it is paid once the group is complete, and goes back where
	/// the group fails.
	#[arg(long, value_name = "NUMBER")]
	group: Option<u32>,
	/// The id of who decides where payer and merchant disagree; without it the order cannot be disputed.
	/// Nobody who has a part in the order.
	#[arg(long, value_name = "ID")]
	resolver: Option<u32>,
	/// Within how many days the other side answers a dispute, 1 to 30.
	#[arg(long, value_name = "DAYS", default_value_t = 7,
		value_parser = clap::value_parser!(u8).range(1..=30))]
	answer_days: u8,
	/// What follows where it does not.
	#[arg(long, value_enum, default_value_t = OnSilence::Resolver)]
	silence: OnSilence,
}

/// What follows where a side does not answer a dispute in time.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum OnSilence {
	/// The resolver decides all the same.
	Resolver,
	/// The silent side loses: all that remains goes to the other one.
	AgainstSilent,
}

impl Sources {
	/// Writes them into an order of this currency.
	pub(super) fn write(&self, body: &mut OrderBody, unit: Unit) -> anyhow::Result<()> {
		let funders = self.funders.iter().map(|text| funder(text, unit));
		let funders: Vec<_> = funders.collect::<Result<_, _>>()?;
		let brought = Amount::checked_sum(funders.iter().map(|part| part.amount));
		let rest = brought.and_then(|brought| body.amount.checked_sub(brought));
		ensure!(
			rest.is_some_and(|rest| !rest.is_zero()),
			"the funders bring the whole amount or more: a part of it must be the payer's"
		);
		body.funders = funders.try_into().map_err(|_| anyhow!("three funders at most"))?;
		body.mandate = self.mandate.map(MandateNo);
		Ok(())
	}
}

/// Reads `18=30.00@4`.
fn funder(text: &str, unit: Unit) -> anyhow::Result<FundedPart> {
	let form = || format!("`{text}`: a funder is ACCOUNT=AMOUNT, or ACCOUNT=AMOUNT@MANDATE");
	let (account, rest) = text.split_once('=').with_context(form)?;
	let (sum, mandate) = match rest.split_once('@') {
		Some((sum, mandate)) => (sum, Some(MandateNo(mandate.parse().with_context(form)?))),
		None => (rest, None),
	};
	let account = AccountNo(account.parse().with_context(form)?);
	Ok(FundedPart { account, amount: amount(unit, sum)?, mandate })
}

impl Agreed {
	/// Writes group and dispute into an order.
	pub(super) fn write(&self, body: &mut OrderBody) {
		body.group = self.group.map(GroupNo);
		body.dispute = self.resolver.map(|resolver| DisputeTerms {
			resolver: ParticipantId(resolver),
			answer_days: self.answer_days,
			silence: match self.silence {
				OnSilence::Resolver => Silence::Resolver,
				OnSilence::AgainstSilent => Silence::AgainstSilent,
			},
		});
	}

	/// When the money leaves the payer, where milestones say it.
	pub(super) fn release(
		&self,
		amount: Amount,
		unit: Unit,
		deadline: Option<Moment>,
		expiry: ExpiryPolicy,
	) -> anyhow::Result<Option<ReleaseMode>> {
		if self.milestones.is_empty() {
			return Ok(None);
		}
		let milestones = self.read_milestones(unit)?;
		let sum = Amount::checked_sum(milestones.iter().map(|milestone| milestone.amount));
		let sum = sum.context("the milestones add up to more than an amount can be")?;
		ensure!(
			sum == amount,
			"the milestones add up to {}, the order is of {}",
			unit.format(sum),
			unit.format(amount)
		);
		let cover = CoverMode::default();
		Ok(Some(ReleaseMode::Agreed { milestones, deadline, expiry, cover }))
	}

	fn read_milestones(&self, unit: Unit) -> anyhow::Result<Milestones> {
		let mut milestones = Vec::new();
		for text in &self.milestones {
			let read = read_milestones(text, unit).map_err(|fault| shown(&fault, text))?;
			for milestone in read {
				let named = milestone.try_map(&|name: String| match name.parse() {
					Ok(id) => Ok(ParticipantId(id)),
					Err(_) => Err(not_an_id(&name, text)),
				});
				milestones.push(named?.on_chain().context("conditions beyond the limits")?);
			}
		}
		milestones.try_into().map_err(|_| anyhow!("16 milestones at most"))
	}
}

/// An attestor that is named otherwise than by its id.
fn not_an_id(name: &str, text: &str) -> anyhow::Error {
	let start = text.find(name).unwrap_or_default();
	let expected = "the id of an attestor, a number".to_owned();
	shown(&Fault { place: start..start + name.len(), expected }, text)
}

/// A fault with carets below its place.
fn shown(fault: &Fault, text: &str) -> anyhow::Error {
	let source = Source { name: "--milestone".to_owned(), text: text.to_owned() };
	let label = format!("expected {}", fault.expected);
	let finding = Finding::fault(fault.place.clone(), "this milestone cannot be read", label);
	anyhow!("a milestone cannot be read\n\n{}", finding.render(&source, colours()).trim_end())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn cny() -> Unit {
		Unit::of_code("CNY").expect("a currency")
	}

	fn agreed(milestones: &[&str]) -> Agreed {
		Agreed {
			milestones: milestones.iter().map(|text| (*text).to_owned()).collect(),
			group: None,
			resolver: None,
			answer_days: 7,
			silence: OnSilence::Resolver,
		}
	}

	fn release(milestones: &[&str]) -> anyhow::Result<Option<ReleaseMode>> {
		agreed(milestones).release(Amount(30_000), cny(), None, ExpiryPolicy::Payer)
	}

	#[test]
	fn a_funder_is_an_account_an_amount_and_a_mandate() {
		let part = |amount, mandate: Option<u32>| FundedPart {
			account: AccountNo(18),
			amount: Amount(amount),
			mandate: mandate.map(MandateNo),
		};
		assert_eq!(funder("18=30.00", cny()).ok(), Some(part(3_000, None)));
		assert_eq!(funder("18=30@4", cny()).ok(), Some(part(3_000, Some(4))));
		for wrong in ["18", "18=", "18=30@", "18=30@x", "anna=30", "18=30.001", "18:30"] {
			assert!(funder(wrong, cny()).is_err(), "{wrong}");
		}
	}

	#[test]
	fn milestones_are_the_whole_amount() {
		let is_agreed =
			|release: Option<ReleaseMode>| matches!(release, Some(ReleaseMode::Agreed { .. }));
		assert!(release(&["100.00: payer", "200"]).is_ok_and(is_agreed));
		assert!(release(&["100.00: payer; 200"]).is_ok_and(is_agreed));
		assert!(matches!(release(&[]), Ok(None)));
		let said = release(&["100.00"]).expect_err("too little").to_string();
		assert_eq!(said, "the milestones add up to 100.00, the order is of 300.00");
	}

	#[test]
	fn a_fault_in_a_milestone_is_shown_with_carets() {
		let said = |text| release(&[text]).expect_err("a fault").to_string();
		let shown = said("300.00: payer & paid");
		assert!(shown.contains("--milestone:1:17"), "{shown}");
		assert!(shown.contains("^^^^ expected `payer`"), "{shown}");
		let shown = said("300.00: delivered(van)");
		assert!(shown.contains("--milestone:1:19"), "{shown}");
		assert!(shown.contains("^^^ expected the id of an attestor"), "{shown}");
	}
}
