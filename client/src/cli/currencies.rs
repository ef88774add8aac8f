// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, show_view, unit, Named, Node, Signer},
	show,
	values::amount,
	votes::Vote,
	Context,
};
use crate::{chain::Call, currency::Unit};
use anyhow::{anyhow, Context as _};
use clap::{Args, Subcommand};
use serde_json::json;
use split_ledger_primitives::{
	views::{CurrencyView, LimitsView},
	BankIndex, OrderId, ParticipantId,
};

#[derive(Debug, Subcommand)]
pub(super) enum Currencies {
	/// Lists the currencies of the ledger.
	List {
		#[command(flatten)]
		node: Node,
	},
	/// Opens a currency, by vote of the banks.
	Open {
		/// The currency.
		#[arg(value_parser = unit)]
		currency: Unit,
		/// The id of its settlement agent.
		#[arg(long)]
		agent: u32,
		#[command(flatten)]
		vote: Vote,
	},
	/// Lets the signing bank take part in a currency.
	Join {
		/// The currency.
		#[arg(value_parser = unit)]
		currency: Unit,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows what a bank may still owe in a currency.
	Limits {
		#[command(flatten)]
		bank: Bank,
		#[command(flatten)]
		node: Node,
	},
	/// Issues reserve to a bank, as the settlement agent.
	Issue(Issue),
	/// Sets the most that a bank may owe, as the settlement agent.
	Cap {
		#[command(flatten)]
		bank: Bank,
		/// How much, in units of the currency.
		amount: String,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Asks reserve back, as a bank; answers the id by which the agent decides.
	Withdraw {
		/// The currency.
		#[arg(value_parser = unit)]
		currency: Unit,
		/// How much, in units of the currency.
		amount: String,
		#[command(flatten)]
		named: Named,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Confirms that a withdrawal was paid out, or rejects it, as the settlement agent.
	Decide {
		/// The place of the bank.
		#[arg(long)]
		bank: u8,
		/// The id of the withdrawal.
		id: OrderId,
		/// Rejects it.
		#[arg(long)]
		reject: bool,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Takes all that is left of the reserve of a bank in run-off out, as the settlement agent.
	Return {
		#[command(flatten)]
		bank: Bank,
		#[command(flatten)]
		named: Named,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Lets two banks settle payment by payment, as the settlement agent.
	Gross {
		#[command(flatten)]
		bank: Bank,
		/// The place of the other bank.
		#[arg(long)]
		with: u8,
		/// Lets them settle net, in cycles, again.
		#[arg(long)]
		net: bool,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
}

#[derive(Args, Debug)]
pub(super) struct Issue {
	#[command(flatten)]
	bank: Bank,
	/// How much, in units of the currency.
	amount: String,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

/// A bank in a currency.
#[derive(Args, Debug)]
pub(super) struct Bank {
	/// The currency.
	#[arg(value_parser = unit)]
	currency: Unit,
	/// The place of the bank.
	#[arg(long)]
	bank: u8,
}

impl Currencies {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::List { node } => list(&node, context).await,
				Self::Open { currency, agent, vote } => {
					let (chain, _) = vote.node.connect().await?;
					let exponent = u8::try_from(currency.exponent())?;
					let call =
						Call::open_currency(currency.number(), ParticipantId(agent), exponent);
					match vote.carry(&chain, call, json!({}), context).await? {
						Some(_) => list(&vote.node, context).await,
						None => Ok(()),
					}
				}
				Self::Join { currency, signer, node } => {
					let (chain, _) = node.connect().await?;
					signer.send(&chain, Call::join(currency.number()), context).await
				}
				Self::Limits { bank, node } => limits(&bank, &node, context).await,
				Self::Issue(issue) => issue.run(context).await,
				Self::Cap { bank: Bank { currency, bank }, amount: text, signer, node } => {
					let (chain, _) = node.connect().await?;
					let cap = amount(currency, &text)?;
					let call = Call::set_cap(BankIndex(bank), currency.number(), cap);
					signer.send(&chain, call, context).await
				}
				Self::Withdraw { currency, amount, named, signer, node } => {
					withdraw(currency, &amount, named, &signer, &node, context).await
				}
				Self::Decide { bank, id, reject, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::decide_withdrawal(BankIndex(bank), id, !reject);
					signer.send(&chain, call, context).await
				}
				Self::Return { bank: Bank { currency, bank }, named, signer, node } => {
					let (chain, block) = node.connect().await?;
					let reference = named.read(&chain, block).await?;
					let bank = BankIndex(bank);
					let call = Call::return_reserve(&reference, bank, currency.number());
					signer.send(&chain, call, context).await
				}
				Self::Gross { bank: Bank { currency, bank }, with, net, signer, node } => {
					let (chain, _) = node.connect().await?;
					let (a, b) = (BankIndex(bank), BankIndex(with));
					let call = Call::set_gross(currency.number(), a, b, !net);
					signer.send(&chain, call, context).await
				}
			}
		})
	}
}

impl Issue {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let Bank { currency, bank } = self.bank;
		let reference = self.named.read(&chain, block).await?;
		let amount = amount(currency, &self.amount)?;
		let bank = BankIndex(bank);
		let call = Call::issue_reserve(&reference, bank, currency.number(), amount);
		self.signer.send(&chain, call, context).await
	}
}

async fn limits(bank: &Bank, node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let args = (bank.currency.number(), BankIndex(bank.bank));
	let view: Option<LimitsView> = chain.ask(block, "ClearingApi_limits", &args).await?;
	let view = view.context("the bank has not joined the currency")?;
	show_view(context, &view, Some(bank.currency))
}

async fn withdraw(
	currency: Unit,
	text: &str,
	named: Named,
	signer: &Signer,
	node: &Node,
	context: Context,
) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let reference = named.read(&chain, block).await?;
	let amount = amount(currency, text)?;
	let call = Call::request_withdrawal(&reference, currency.number(), amount);
	let receipt = signer.send_quietly(&chain, call).await?;
	let event = receipt.events.iter().find(|event| event.is("Clearing", "WithdrawalRequested"));
	let id: Option<OrderId> = event.and_then(|event| event.fields());
	let id = id.ok_or_else(|| anyhow!("it was asked for before, under this reference"))?;
	let answer = json!({ "id": id, "block": receipt.block });
	show::answer(context, &answer, |_| format!("asked for: {id}"))
}

async fn list(node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let views: Vec<CurrencyView> = chain.ask(block, "ClearingApi_currencies", &()).await?;
	show_view(context, &views, None)
}
