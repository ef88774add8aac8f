// SPDX-License-Identifier: Apache-2.0

use super::{
	node::unit,
	show::{self, figures, table},
	Context,
};
use crate::{
	bundle::Source,
	clearing::{read, Effect, Money, Waiting},
	currency::Unit,
};
use anyhow::{anyhow, Context as _};
use clap::{Args, Subcommand};
use clearing_solver::{solve, Budget, Ended, Solution};
use netting::PROPOSED_MAX;
use serde::Serialize;
use split_ledger_primitives::{views::decimal, Position, Total};
use std::{
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

#[derive(Debug, Subcommand)]
pub(super) enum Clearing {
	/// Searches a queue for the set of payments that settles the most.
	///
	/// Shows what settles by itself, first in first out and with normal payments that pass waiting ones,
	/// beside the best set that was found, and what no set settles more than. The set keeps the order of
	/// each bank: no payment in it passes a high one that waits, and where a bank keeps strict order it
	/// passes none. The same files, steps and seed give the same set, unless the time ends first.
	Solve(Solve),
}

#[derive(Args, Debug)]
pub(super) struct Solve {
	/// The queue, a CSV file, the oldest payment first: `payment`, `debtor`, `creditor`, `amount`; if
	/// need be `priority` (`normal` or `high`), `held` (`no` or `yes`), `model` (`net` or `gross`). A
	/// payment to several banks has several lines, one below the other.
	#[arg(long, value_name = "FILE")]
	queue: PathBuf,
	/// Where the banks stand, a CSV file: `bank`, `reserve`; if need be `cap`, `owed` in closed cycles,
	/// `earmarked`, `position` in the open cycle (above zero it owes), `promised`, `order` (`passing` or
	/// `strict`).
	#[arg(long, value_name = "FILE")]
	room: PathBuf,
	/// The currency of both files [default: amounts are whole minor units].
	#[arg(long, value_parser = unit)]
	currency: Option<Unit>,
	/// Payments in the set at most; a proposed set has no more than 1,000.
	#[arg(
		long,
		default_value_t = 1_000,
		value_parser = clap::value_parser!(u16).range(1..=PROPOSED_MAX as i64)
	)]
	most: u16,
	/// How long to search, in steps: a step is about one look at a payment.
	#[arg(long, default_value_t = 1_000_000_000)]
	steps: u64,
	/// How long to search, in seconds, whatever steps are left.
	#[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
	seconds: u64,
	/// Decides everything that chance decides in the search.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Writes the payments of the set there, one a line; none where nothing is better than what settles
	/// by itself.
	#[arg(long, value_name = "FILE")]
	out: Option<PathBuf>,
}

/// What a search came to.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
	queue: Sum,
	first_in_first_out: Sum,
	by_itself: Sum,
	/// None where nothing is better than what settles by itself.
	proposed: Option<Sum>,
	/// No set settles more.
	#[serde(with = "decimal")]
	bound: Total,
	ended: &'static str,
	steps: u64,
	set: Vec<String>,
	banks: Vec<BankLine>,
}

/// How many payments, and what they move between banks.
#[derive(Clone, Copy, Serialize)]
struct Sum {
	payments: usize,
	#[serde(with = "decimal")]
	value: Total,
}

/// What settling does to a bank.
#[derive(Serialize)]
struct BankLine {
	bank: String,
	#[serde(with = "decimal")]
	paid: Position,
	#[serde(with = "decimal")]
	received: Position,
	#[serde(with = "decimal")]
	left: Position,
}

impl Clearing {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		match self {
			Self::Solve(solve) => solve.run(context),
		}
	}
}

impl Solve {
	fn run(self, context: Context) -> anyhow::Result<()> {
		let money = Money(self.currency);
		let (waiting, solution) = self.search(money)?;
		if let Some(file) = &self.out {
			write_set(file, &waiting, &solution, money)
				.with_context(|| format!("{} cannot be written", file.display()))?;
		}
		show::answer(context, &answer(&waiting, &solution), |answer| {
			for_people(answer, solution.ended, money)
		})
	}

	fn search(&self, money: Money) -> anyhow::Result<(Waiting, Solution)> {
		let waiting = read(&source(&self.queue)?, &source(&self.room)?, money)?;
		let deadline = Instant::now().checked_add(Duration::from_secs(self.seconds));
		let budget = Budget { steps: self.steps, deadline };
		let solution = solve(&waiting.banks, &waiting.items, self.most.into(), budget, self.seed);
		// The files were read into what the search takes, so only a sum can be too large.
		let solution =
			solution.map_err(|error| anyhow!("the queue cannot be added up: {error:?}"))?;
		Ok((waiting, solution))
	}
}

fn source(file: &Path) -> anyhow::Result<Source> {
	Ok(Source::read(Path::new(""), &file.display().to_string())?)
}

fn write_set(
	file: &Path,
	waiting: &Waiting,
	solution: &Solution,
	money: Money,
) -> anyhow::Result<()> {
	let mut writer = csv::Writer::from_path(file)?;
	writer.write_record(["payment", "amount"])?;
	let places = solution.proposal.iter().flat_map(|proposal| &proposal.places);
	for place in places.map(|place| *place as usize) {
		let value = amount(money, waiting.items[place].value());
		writer.write_record([waiting.names[place].as_str(), value.as_str()])?;
	}
	Ok(writer.flush()?)
}

/// A sum of amounts for people. No queue adds up to more than a position holds.
fn amount(money: Money, value: Total) -> String {
	money.format(Position::try_from(value).unwrap_or(Position::MAX))
}

fn answer(waiting: &Waiting, solution: &Solution) -> Answer {
	let count = |settles: &[bool]| settles.iter().filter(|settles| **settles).count();
	let without = solution.resolved.places();
	let places = solution.proposal.as_ref().map_or(&without, |proposal| &proposal.places);
	let line = |effect: &Effect| BankLine {
		bank: waiting.bank_names[usize::from(effect.bank.0)].clone(),
		paid: effect.paid,
		received: effect.received,
		left: effect.left,
	};
	let set = solution.proposal.iter().flat_map(|proposal| &proposal.places);
	Answer {
		queue: Sum {
			payments: waiting.items.len(),
			value: waiting.items.iter().map(|item| item.value()).sum(),
		},
		first_in_first_out: Sum {
			payments: count(&solution.netted.settles),
			value: solution.netted.value,
		},
		by_itself: Sum { payments: without.len(), value: solution.resolved.value },
		proposed: solution
			.proposal
			.as_ref()
			.map(|proposal| Sum { payments: proposal.places.len(), value: proposal.value }),
		bound: solution.bound,
		ended: match solution.ended {
			Ended::Proved => "proved",
			Ended::Steps => "steps",
			Ended::Deadline => "deadline",
		},
		steps: solution.steps,
		set: set.map(|place| waiting.names[*place as usize].clone()).collect(),
		banks: waiting.effects(places).iter().map(line).collect(),
	}
}

fn for_people(answer: &Answer, ended: Ended, money: Money) -> String {
	let row = |name: &str, sum: Option<Sum>| {
		let cells = sum.map(|sum| [sum.payments.to_string(), amount(money, sum.value)]);
		let [payments, value] = cells.unwrap_or_else(|| ["-".to_owned(), "-".to_owned()]);
		vec![name.to_owned(), payments, value]
	};
	let rows = [
		row("the queue", Some(answer.queue)),
		row("first in first out", Some(answer.first_in_first_out)),
		row("settles by itself", Some(answer.by_itself)),
		row("the set to propose", answer.proposed),
	];
	let sums = figures(table(&["", "payments", "value"], rows), &[1, 2]);
	let banks = answer.banks.iter().map(|line| {
		let money = |minor| money.format(minor);
		vec![line.bank.clone(), money(line.paid), money(line.received), money(line.left)]
	});
	let banks = figures(table(&["bank", "pays", "is paid", "room left"], banks), &[1, 2, 3]);
	let bound = amount(money, answer.bound);
	let found = match answer.proposed {
		Some(_) => "the set settles more than the queue by itself",
		None if ended == Ended::Proved => "no set settles more than the queue by itself",
		None => "no set was found that settles more than the queue by itself",
	};
	let ended = match ended {
		Ended::Proved if answer.proposed.is_some() => "; no other set settles more".to_owned(),
		Ended::Proved => String::new(),
		Ended::Steps => format!("; the steps are used up, and no set settles more than {bound}"),
		Ended::Deadline => format!(
			"; the time has ended, so that another run may find another set; none settles more than \
			 {bound}"
		),
	};
	format!("{sums}\n\n{banks}\n\n{found}{ended} ({} steps)", answer.steps)
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::fs;

	/// Scenario 2.4.3 of the published ones.
	const ROOM: &str = "bank,reserve\nA,5\nB,6\nC,7\n";
	const QUEUE: &str = "payment,debtor,creditor,amount\n\
		T1,A,B,8\nT2,B,C,10\nT3,B,A,7\nT4,B,A,10\nT5,C,B,12\nT6,A,B,9\nT7,B,A,30\nT8,C,B,50\n\
		T9,B,A,10\nT10,A,B,80\n";

	fn searched(queue: &str, room: &str) -> anyhow::Result<(Answer, String, String)> {
		let folder = tempfile::tempdir()?;
		let file = |name: &str| folder.path().join(name);
		fs::write(file("q.csv"), queue)?;
		fs::write(file("r.csv"), room)?;
		let (money, out) = (Money::default(), file("set.csv"));
		let command = Solve {
			queue: file("q.csv"),
			room: file("r.csv"),
			currency: None,
			most: 1_000,
			steps: 1_000_000,
			seconds: 60,
			seed: 1,
			out: None,
		};
		let (waiting, solution) = command.search(money)?;
		write_set(&out, &waiting, &solution, money)?;
		let answer = answer(&waiting, &solution);
		let shown = for_people(&answer, solution.ended, money);
		Ok((answer, shown, fs::read_to_string(out)?))
	}

	#[test]
	fn the_best_set_of_a_queue_is_shown_and_written() -> anyhow::Result<()> {
		let (answer, shown, written) = searched(QUEUE, ROOM)?;

		assert_eq!(answer.set, ["T1", "T2", "T4", "T5", "T6", "T9"]);
		assert_eq!(written, "payment,amount\nT1,8\nT2,10\nT4,10\nT5,12\nT6,9\nT9,10\n");
		let lines: Vec<String> = shown.lines().map(|line| line.replace(' ', "")).collect();
		for line in [
			"|thequeue|10|226|",
			"|firstinfirstout|6|56|",
			"|settlesbyitself|6|56|",
			"|thesettopropose|6|59|",
			"|A|17|20|8|",
			"|B|30|29|5|",
			"|C|12|10|5|",
		] {
			assert!(lines.iter().any(|shown| shown == line), "{line} in {shown}");
		}
		assert!(shown.contains("no other set settles more"), "{shown}");
		Ok(())
	}

	#[test]
	fn a_set_that_is_no_better_than_what_settles_by_itself_is_not_proposed() -> anyhow::Result<()> {
		let (answer, shown, written) = searched(&QUEUE.replace("T9,B,A,10", "T9,B,A,999"), ROOM)?;

		assert!(answer.proposed.is_none() && answer.set.is_empty());
		assert_eq!(written, "payment,amount\n");
		assert!(shown.contains("no set settles more than the queue by itself"), "{shown}");
		Ok(())
	}

	#[test]
	fn files_that_cannot_be_read_are_refused_with_the_place() {
		let refused = searched(&QUEUE.replace("T2,B,C", "T2,B,D"), ROOM);
		let said = refused.map(|_| ()).map_err(|error| error.to_string()).unwrap_err();
		assert!(said.contains("q.csv:3:6: expected a bank"), "{said}");
	}
}
