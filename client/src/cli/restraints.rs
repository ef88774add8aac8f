// SPDX-License-Identifier: Apache-2.0

//! Freezes, and what a court has set aside (M7).

use super::{
	node::{show_after, show_view, text, Named, Node, Signer},
	values::{account, amount, time},
	Context,
};
use crate::{
	chain::{
		calls::{Deduction, FreezeTerms},
		Block, Call, Chain,
	},
	currency::Unit,
};
use clap::{ArgGroup, Args, Subcommand};
use split_ledger_primitives::{
	views::{HoldView, RestraintView},
	AccountNo, Commitment, Moment,
};

#[derive(Debug, Subcommand)]
pub(super) enum Restraints {
	/// Freezes an account until a date, as its bank or as a supervisor. What is held already is not
	/// reached.
	Freeze(Freeze),
	/// Lifts a freeze before its date. Its number is in `accounts restraints`.
	LiftFreeze(Numbered),
	/// Sets an amount aside by order of a court until a date, as its bank or as a supervisor.
	Hold(Hold),
	/// Releases what was set aside before its date. Its number is in `accounts holds`.
	ReleaseHold(Numbered),
	/// Pays out of what was set aside by order of a court, as the bank of the account.
	Deduct(Deduct),
	/// Shows why an account takes no debits or no credits: its status and its freezes.
	#[command(name = "restraints")]
	Show(Shown),
	/// Shows what is set aside on an account by order of a court, or to be redeemed.
	Holds(Shown),
}

#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").args(["no_debit", "no_credit"]).required(true).multiple(true))]
pub(super) struct Freeze {
	/// The number of the account.
	number: u64,
	/// Nothing new may be paid or held from it.
	#[arg(long)]
	no_debit: bool,
	/// Nothing may be credited to it.
	#[arg(long)]
	no_credit: bool,
	#[command(flatten)]
	order: CourtOrder,
	/// Why; no personal data.
	#[arg(long, default_value = "")]
	reason: String,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Hold {
	/// The number of the account.
	number: u64,
	/// How much, in units of its currency.
	amount: String,
	#[command(flatten)]
	order: CourtOrder,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Deduct {
	/// The number of the account on which it is set aside.
	number: u64,
	/// The number of what is set aside: see `accounts holds`.
	hold: u32,
	/// How much, in units of its currency.
	amount: String,
	/// The number of the account that is paid.
	#[arg(long, value_name = "ACCOUNT")]
	to: u64,
	/// Who ordered it, in words.
	#[arg(long)]
	authority: String,
	/// Commitment to the order in writing, in hex.
	#[arg(long)]
	document: Commitment,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

/// Who ordered it, and until when.
#[derive(Args, Debug)]
pub(super) struct CourtOrder {
	/// Who ordered it, in words: a court, an office, the bank itself.
	#[arg(long)]
	pub(super) authority: String,
	/// Commitment to the order in writing, in hex.
	#[arg(long)]
	pub(super) document: Commitment,
	/// When it ends by itself, an RFC 3339 time. Renewal is a new act.
	#[arg(long, value_parser = time)]
	pub(super) until: Moment,
}

/// What stands on an account under a number.
#[derive(Args, Debug)]
pub(super) struct Numbered {
	/// The number of the account.
	account: u64,
	/// Its number on the account.
	number: u32,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Shown {
	/// The number of the account.
	number: u64,
	#[command(flatten)]
	node: Node,
}

impl Restraints {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		match self {
			Self::Freeze(freeze) => freeze.run(context).await,
			Self::Hold(hold) => hold.run(context).await,
			Self::Deduct(deduct) => deduct.run(context).await,
			Self::LiftFreeze(of) => {
				let (chain, _) = of.node.connect().await?;
				let call = Call::lift_freeze(AccountNo(of.account), of.number);
				of.signer.send(&chain, call, context).await
			}
			Self::ReleaseHold(of) => {
				let (chain, _) = of.node.connect().await?;
				let call = Call::release_hold(AccountNo(of.account), of.number);
				of.signer.send(&chain, call, context).await
			}
			Self::Show(of) => {
				let (chain, block) = of.node.connect().await?;
				let (view, _) = account(&chain, block, AccountNo(of.number)).await?;
				let all: Vec<RestraintView> =
					chain.ask(block, "LedgerApi_restraints", &view.number).await?;
				show_view(context, &all, None)
			}
			Self::Holds(of) => {
				let (chain, block) = of.node.connect().await?;
				let (view, unit) = account(&chain, block, AccountNo(of.number)).await?;
				show_view(context, &holds(&chain, block, view.number).await?, Some(unit))
			}
		}
	}
}

impl Freeze {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let CourtOrder { authority, document, until } = self.order;
		let terms = FreezeTerms {
			no_debit: self.no_debit,
			no_credit: self.no_credit,
			authority: text(&authority)?,
			document,
			reason: text(&self.reason)?,
			until,
		};
		self.signer.send(&chain, Call::freeze(AccountNo(self.number), &terms), context).await
	}
}

impl Hold {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let (view, unit) = account(&chain, block, AccountNo(self.number)).await?;
		let amount = amount(unit, &self.amount)?;
		let CourtOrder { authority, document, until } = self.order;
		let reference = self.named.read(&chain, block).await?;
		let authority = text(&authority)?;
		let call =
			Call::judicial_hold(&reference, view.number, amount, &authority, document, until);
		let done = self.signer.send_quietly(&chain, call).await?;
		show_holds(&chain, view.number, unit, done.block, context).await
	}
}

impl Deduct {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let (view, unit) = account(&chain, block, AccountNo(self.number)).await?;
		let terms = Deduction {
			account: view.number,
			hold: self.hold,
			to: AccountNo(self.to),
			amount: amount(unit, &self.amount)?,
			authority: text(&self.authority)?,
			document: self.document,
		};
		let reference = self.named.read(&chain, block).await?;
		let call = Call::deduct(&reference, &terms);
		let done = self.signer.send_quietly(&chain, call).await?;
		show_holds(&chain, view.number, unit, done.block, context).await
	}
}

/// What is set aside on an account.
async fn holds(chain: &Chain, block: Block, number: AccountNo) -> anyhow::Result<Vec<HoldView>> {
	chain.ask(block, "LedgerApi_holds", &number).await
}

/// Shows what is set aside on an account after an act: its number is what is decided on later.
pub(super) async fn show_holds(
	chain: &Chain,
	number: AccountNo,
	unit: Unit,
	done: u32,
	context: Context,
) -> anyhow::Result<()> {
	let holds = holds(chain, chain.final_block().await?, number).await?;
	let answer = serde_json::json!({ "account": number, "holds": holds });
	show_after(context, done, &answer, Some(unit))
}
