// SPDX-License-Identifier: Apache-2.0

//! Mandates: by them a platform places orders against the account of another (P7).

use super::{
	node::{run, show_after, show_view, Node, Signer},
	show,
	values::{account, amount},
	Context,
};
use crate::{
	chain::{events::Event, Block, Call, Chain},
	currency::Unit,
};
use anyhow::{bail, Context as _};
use clap::{Args, Subcommand};
use serde_json::{json, Value};
use split_ledger_primitives::{
	views::MandateView, AccountNo, Commitment, Date, MandateLimits, MandateNo, MandatePeriod,
	MandateTerms, ParticipantId,
};
use std::collections::{btree_map::Entry, BTreeMap};

/// The longest page of mandates that the chain answers.
const PAGE: u32 = 100;

#[derive(Debug, Subcommand)]
pub(super) enum Mandates {
	/// Proposes to let a participant place orders against an account, as the owner of the account or its
	/// bank. It counts once another key has confirmed it.
	Propose {
		#[command(flatten)]
		terms: Terms,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Confirms what another key proposed, with the same terms. See `mandates show`.
	Confirm {
		/// The number of the mandate.
		number: u32,
		#[command(flatten)]
		terms: Terms,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Drops what was proposed and not confirmed.
	Reject(Plain),
	/// Ends a mandate at once, as the owner of the account, its bank, who may draw, or a supervisor.
	/// Orders that were placed before stand.
	Revoke(Plain),
	/// Lets a mandate go less far: one key narrows. What is not named stays. To widen it, propose another
	/// one.
	Lower(Lower),
	/// Shows a mandate that can still be confirmed or used, and what is left of it in this period.
	Show {
		/// The number of the mandate.
		number: u32,
		#[command(flatten)]
		node: Node,
	},
	/// Lists the mandates of an account, or those by which a participant may place orders.
	List(List),
}

#[derive(Args, Debug)]
pub(super) struct List {
	/// The number of the account.
	#[arg(required_unless_present = "grantee")]
	account: Option<u64>,
	/// The id of who may place orders by them, whatever the account.
	#[arg(long, value_name = "ID", conflicts_with = "account")]
	grantee: Option<u32>,
	#[command(flatten)]
	node: Node,
}

/// All that is agreed in a mandate.
#[derive(Args, Debug)]
pub(super) struct Terms {
	/// The number of the account on which it draws.
	#[arg(long)]
	account: u64,
	/// The id of who may place orders against it.
	#[arg(long, value_name = "ID")]
	to: u32,
	/// The most that one order may draw, in units of the account's currency.
	#[arg(long, value_name = "AMOUNT")]
	single: String,
	/// The most that all orders of a period may draw.
	#[arg(long, value_name = "AMOUNT")]
	amount: String,
	/// The most orders of a period.
	#[arg(long, value_name = "NUMBER")]
	orders: u32,
	/// The period: `month`, one of the calendar, or days such as `30d`, counted from the first date.
	#[arg(long, value_name = "PERIOD", value_parser = period)]
	per: MandatePeriod,
	/// The first date (UTC).
	#[arg(long, value_name = "DATE")]
	from: Date,
	/// The last date (UTC).
	#[arg(long, value_name = "DATE")]
	until: Date,
	/// Salted commitment to what was signed, in hex: no two mandates of an account have the same.
	#[arg(long, value_name = "COMMITMENT")]
	evidence: Commitment,
}

/// A mandate that something is done about.
#[derive(Args, Debug)]
pub(super) struct Plain {
	/// The number of the mandate.
	number: u32,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Lower {
	/// The number of the mandate.
	number: u32,
	/// The most that one order may draw from now on.
	#[arg(long, value_name = "AMOUNT")]
	single: Option<String>,
	/// The most that all orders of a period may draw from now on.
	#[arg(long, value_name = "AMOUNT")]
	amount: Option<String>,
	/// The most orders of a period from now on.
	#[arg(long, value_name = "NUMBER")]
	orders: Option<u32>,
	/// The last date (UTC) from now on.
	#[arg(long, value_name = "DATE")]
	until: Option<Date>,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Mandates {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Propose { terms, signer, node } => {
					let (chain, block) = node.connect().await?;
					let terms = terms.read(&chain, block).await?;
					propose(&chain, &terms, &signer, context).await
				}
				Self::Confirm { number, terms, signer, node } => {
					let (chain, block) = node.connect().await?;
					let terms = terms.read(&chain, block).await?;
					let number = MandateNo(number);
					let call = Call::confirm_mandate(number, &terms);
					let done = signer.send_quietly(&chain, call).await?;
					show_changed(&chain, number, done.block, context).await
				}
				Self::Reject(of) => of.send(Call::reject_mandate, context).await,
				Self::Revoke(of) => of.send(Call::revoke_mandate, context).await,
				Self::Lower(lower) => lower.run(context).await,
				Self::Show { number, node } => {
					let (chain, block) = node.connect().await?;
					let (view, unit) = mandate(&chain, block, MandateNo(number)).await?;
					show_view(context, &shown(&view, context)?, Some(unit))
				}
				Self::List(list) => list.run(context).await,
			}
		})
	}
}

impl Terms {
	async fn read(&self, chain: &Chain, block: Block) -> anyhow::Result<MandateTerms> {
		let (view, unit) = account(chain, block, AccountNo(self.account)).await?;
		Ok(MandateTerms {
			account: view.number,
			grantee: ParticipantId(self.to),
			limits: MandateLimits {
				single: amount(unit, &self.single)?,
				amount: amount(unit, &self.amount)?,
				orders: self.orders,
				until: self.until,
			},
			period: self.per,
			from: self.from,
			evidence: self.evidence,
		})
	}
}

impl Plain {
	async fn send(self, call: fn(MandateNo) -> Call, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		self.signer.send(&chain, call(MandateNo(self.number)), context).await
	}
}

impl Lower {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let number = MandateNo(self.number);
		let (view, unit) = mandate(&chain, block, number).await?;
		let now = view.terms.limits;
		let read = |text: &Option<String>, now| match text {
			Some(text) => amount(unit, text),
			None => Ok(now),
		};
		let limits = MandateLimits {
			single: read(&self.single, now.single)?,
			amount: read(&self.amount, now.amount)?,
			orders: self.orders.unwrap_or(now.orders),
			until: self.until.unwrap_or(now.until),
		};
		let call = Call::lower_mandate(number, limits);
		let done = self.signer.send_quietly(&chain, call).await?;
		show_changed(&chain, number, done.block, context).await
	}
}

async fn propose(
	chain: &Chain,
	terms: &MandateTerms,
	signer: &Signer,
	context: Context,
) -> anyhow::Result<()> {
	let done = signer.send_quietly(chain, Call::propose_mandate(terms)).await?;
	let proposed = done.events.iter().find(|event| event.is("Mandates", "Proposed"));
	let number = proposed.and_then(Event::fields::<MandateNo>);
	let number = number.context("the chain says no number of the mandate")?;
	show_changed(chain, number, done.block, context).await
}

impl List {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		match (self.account, self.grantee) {
			(Some(number), _) => of_account(&chain, block, AccountNo(number), context).await,
			(None, Some(id)) => to_grantee(&chain, block, ParticipantId(id), context).await,
			(None, None) => bail!("name an account, or a grantee"),
		}
	}
}

async fn of_account(
	chain: &Chain,
	block: Block,
	number: AccountNo,
	context: Context,
) -> anyhow::Result<()> {
	let (view, unit) = account(chain, block, number).await?;
	let mut mandates = Vec::new();
	let mut from = MandateNo(0);
	loop {
		let args = (view.number, from, PAGE);
		let page: Vec<MandateView> = chain.ask(block, "MandatesApi_mandates_of", &args).await?;
		let Some(last) = page.last() else { break };
		from = MandateNo(last.number.0.saturating_add(1));
		for mandate in &page {
			mandates.push(shown(mandate, context)?);
		}
	}
	show::answer(context, &mandates, |rows| show::value(&json!(rows), Some(unit)))
}

/// The accounts are of any currencies: each row says which.
async fn to_grantee(
	chain: &Chain,
	block: Block,
	grantee: ParticipantId,
	context: Context,
) -> anyhow::Result<()> {
	let mut mandates = Vec::new();
	let mut currencies = BTreeMap::new();
	let mut after: Option<MandateNo> = None;
	loop {
		let args = (grantee, after, PAGE);
		let page: Vec<MandateView> = chain.ask(block, "MandatesApi_mandates_to", &args).await?;
		let Some(last) = page.last() else { break };
		after = Some(last.number);
		for mandate in &page {
			let number = mandate.terms.account;
			if let Entry::Vacant(unknown) = currencies.entry(number) {
				unknown.insert(account(chain, block, number).await?.0.currency);
			}
			let mut row = shown(mandate, context)?;
			row["currency"] = json!(currencies.get(&number));
			mandates.push(row);
		}
	}
	show::answer(context, &mandates, |rows| show::value(&json!(rows), None))
}

/// A mandate and the currency of its account.
async fn mandate(
	chain: &Chain,
	block: Block,
	number: MandateNo,
) -> anyhow::Result<(MandateView, Unit)> {
	let view: Option<MandateView> = chain.ask(block, "MandatesApi_mandate", &number).await?;
	let view = view.with_context(|| {
		format!("there is no mandate {number} that can still be confirmed or used")
	})?;
	let (_, unit) = account(chain, block, view.terms.account).await?;
	Ok((view, unit))
}

async fn show_changed(
	chain: &Chain,
	number: MandateNo,
	done: u32,
	context: Context,
) -> anyhow::Result<()> {
	let (view, unit) = mandate(chain, chain.final_block().await?, number).await?;
	show_after(context, done, &shown(&view, context)?, Some(unit))
}

/// As the chain answers it; for people all on one level.
fn shown(view: &MandateView, context: Context) -> anyhow::Result<Value> {
	let mut value = serde_json::to_value(view)?;
	if let (false, Value::Object(fields)) = (context.json, &mut value) {
		for part in ["terms", "limits"] {
			if let Some(Value::Object(inner)) = fields.remove(part) {
				fields.extend(inner);
			}
		}
		let period = match view.terms.period {
			MandatePeriod::Days(days) => json!(format!("{days}d")),
			MandatePeriod::Month => json!("month"),
		};
		fields.insert("period".to_owned(), period);
	}
	Ok(value)
}

fn period(text: &str) -> Result<MandatePeriod, String> {
	let days = || text.strip_suffix('d')?.parse().ok().filter(|days| (1..=366).contains(days));
	match (text, days()) {
		("month", _) => Ok(MandatePeriod::Month),
		(_, Some(days)) => Ok(MandatePeriod::Days(days)),
		_ => Err("expected `month`, or 1 to 366 days such as `30d`".to_owned()),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use split_ledger_primitives::Amount;

	#[test]
	fn a_period_is_a_month_or_days() {
		assert_eq!(period("month"), Ok(MandatePeriod::Month));
		assert_eq!(
			(period("1d"), period("366d")),
			(Ok(MandatePeriod::Days(1)), Ok(MandatePeriod::Days(366)))
		);
		for wrong in ["0d", "367d", "30", "d", "monthly", "-1d"] {
			assert!(period(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn a_mandate_is_shown_to_people_on_one_level() -> anyhow::Result<()> {
		let limits =
			MandateLimits { single: Amount(5), amount: Amount(9), orders: 3, until: Date(20_100) };
		let terms = MandateTerms {
			account: AccountNo(17),
			grantee: ParticipantId(8),
			limits,
			period: MandatePeriod::Days(30),
			from: Date(20_000),
			evidence: Commitment([1; 32]),
		};
		let view = MandateView {
			number: MandateNo(4),
			terms,
			confirmed: true,
			by: ParticipantId(7),
			drawn: Amount(2),
			orders_drawn: 1,
			left: Amount(7),
			orders_left: 2,
		};
		let of_people = shown(&view, Context { json: false })?;
		assert_eq!((&of_people["single"], &of_people["period"]), (&json!("5"), &json!("30d")));
		assert_eq!(shown(&view, Context { json: true })?["terms"]["limits"]["single"], json!("5"));
		Ok(())
	}
}
