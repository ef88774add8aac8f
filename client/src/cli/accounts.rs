// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{run, show_after, show_view, text, unit, Named, Node, Signer},
	redemptions::Redemptions,
	restraints::Restraints,
	values::{account, amount},
	Context,
};
use crate::{chain::Call, currency::Unit, hash::blake2_256};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use split_ledger_primitives::{
	views::{AccountView, LiensView, OwedView},
	AccountNo, AccountType, BankIndex, Commitment, Date, ParticipantId,
};

/// The longest page of claims that the chain answers.
const PAGE: u32 = 100;

#[derive(Debug, Subcommand)]
pub(super) enum Accounts {
	/// Opens an account at the signing bank.
	Open {
		/// The id of its owner.
		#[arg(long)]
		owner: u32,
		/// Its currency.
		#[arg(long, value_parser = unit)]
		currency: Unit,
		#[command(flatten)]
		of: Kind,
		/// Lets orders of every merchant pay it. Else those pay it whose receiver it consented to be, up to
		/// the ceiling of each (see `receivers`), and those in which its owner is merchant or platform.
		/// Cannot be changed later. Transfers and tax ask for no consent.
		#[arg(long)]
		accepts_anyone: bool,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows an account.
	Show {
		/// Its number.
		number: u64,
		#[command(flatten)]
		node: Node,
	},
	/// Shows what is owed from an account for refunds, and to whom.
	Liens {
		/// Its number.
		number: u64,
		#[command(flatten)]
		node: Node,
	},
	/// Pays those to whom an account owes, the oldest first, out of what came in for them. Anybody may;
	/// the chain does it by itself in the block after a payment to the account.
	Collect {
		/// Its number.
		number: u64,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows what is owed to an account for refunds, and by whom.
	Claims {
		/// Its number.
		number: u64,
		#[command(flatten)]
		node: Node,
	},
	/// Says until which date the tax that came to a tax account was passed on to the state, as its owner
	/// or its bank. From then on that tax is not returned: a refund takes it from the merchant.
	Remitted {
		/// Its number.
		number: u64,
		/// The last date, one that is over. Only forward.
		#[arg(long, value_name = "DATE")]
		up_to: Date,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Brings customer money in.
	Issue(Money),
	/// Pays customer money out.
	Redeem(Money),
	/// Lets an account take no debits or credits, or take them again where neither is named.
	Block {
		/// Its number.
		number: u64,
		/// Nothing new may be paid or held from it.
		#[arg(long)]
		no_debit: bool,
		/// Nothing may be credited to it.
		#[arg(long)]
		no_credit: bool,
		/// Why; no personal data.
		#[arg(long, default_value = "")]
		reason: String,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Closes an empty account for ever. What it was stays known.
	Close {
		/// Its number.
		number: u64,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	#[command(flatten)]
	Restraints(Restraints),
	#[command(flatten)]
	Redemptions(Redemptions),
	/// Lets a bank open accounts for a participant that it does not sponsor, as the participant itself
	/// or as its bank.
	AllowBank {
		/// The id of the participant.
		#[arg(long)]
		owner: u32,
		/// The place of the bank.
		#[arg(long)]
		bank: u8,
		/// Lets it no more. Accounts that it opened stay.
		#[arg(long)]
		withdraw: bool,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
}

/// What an account is for; without a word, a current account.
#[derive(Args, Clone, Copy, Debug)]
#[group(multiple = false)]
pub(super) struct Kind {
	/// Opens a tax account: for a tax authority.
	#[arg(long)]
	tax: bool,
	/// Opens a pass-through account: for the bank itself, to pay for buyers whom the chain does not
	/// know.
	#[arg(long)]
	pass_through: bool,
	/// Opens a guarantee account: for the bank itself, to advance out of it what customers that it
	/// sponsors lack in a refund, where the rule set names the guarantee. The first one of a currency
	/// counts, until it is closed.
	#[arg(long)]
	guarantee: bool,
}

impl Kind {
	fn read(self) -> AccountType {
		match self {
			Self { tax: true, .. } => AccountType::Tax,
			Self { pass_through: true, .. } => AccountType::PassThrough,
			Self { guarantee: true, .. } => AccountType::Guarantee,
			Self { .. } => AccountType::Current,
		}
	}
}

#[derive(Args, Debug)]
pub(super) struct Money {
	/// The number of the account.
	number: u64,
	/// How much, in units of its currency.
	amount: String,
	/// Commitment to the evidence, in hex [default: one to the reference].
	#[arg(long)]
	evidence: Option<Commitment>,
	/// Where the money comes from or goes to: a number that the bank gives each such source.
	#[arg(long, default_value_t = 0)]
	source: u8,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Accounts {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Open { owner, currency, of, accepts_anyone, signer, node } => {
					let (chain, _) = node.connect().await?;
					let (owner, of) = (ParticipantId(owner), of.read());
					let call = Call::open_account(owner, currency.number(), of, accepts_anyone);
					let done = signer.send_quietly(&chain, call).await?;
					let block = chain.final_block().await?;
					let accounts: Vec<AccountView> =
						chain.ask(block, "LedgerApi_accounts_of", &(owner, 0u32, 100u32)).await?;
					let opened = accounts.last().context("an account was lost")?;
					show_after(context, done.block, opened, Some(currency))
				}
				Self::Show { number, node } => show(number, &node, context).await,
				Self::Liens { number, node } => liens(number, &node, context).await,
				Self::Collect { number, signer, node } => {
					collect(number, &signer, &node, context).await
				}
				Self::Claims { number, node } => claims(number, &node, context).await,
				Self::Remitted { number, up_to, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::mark_remitted(AccountNo(number), up_to);
					signer.send(&chain, call, context).await
				}
				Self::Block { number, no_debit, no_credit, reason, signer, node } => {
					let (chain, _) = node.connect().await?;
					let reason = text(&reason)?;
					let call = Call::set_status(AccountNo(number), no_debit, no_credit, &reason);
					signer.send(&chain, call, context).await
				}
				Self::Close { number, signer, node } => {
					let (chain, _) = node.connect().await?;
					let number = AccountNo(number);
					let done = signer.send_quietly(&chain, Call::close_account(number)).await?;
					let block = chain.final_block().await?;
					let (view, unit) = account(&chain, block, number).await?;
					show_after(context, done.block, &view, Some(unit))
				}
				Self::AllowBank { owner, bank, withdraw, signer, node } => {
					let (chain, _) = node.connect().await?;
					let (owner, bank) = (ParticipantId(owner), BankIndex(bank));
					signer.send(&chain, Call::allow_bank(owner, bank, !withdraw), context).await
				}
				Self::Restraints(restraints) => restraints.run(context).await,
				Self::Redemptions(redemptions) => redemptions.run(context).await,
				Self::Issue(money) => money.send(true, context).await,
				Self::Redeem(money) => money.send(false, context).await,
			}
		})
	}
}

impl Money {
	async fn send(self, is_in: bool, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let number = AccountNo(self.number);
		let (_, unit) = account(&chain, block, number).await?;
		let amount = amount(unit, &self.amount)?;
		let reference = self.named.read(&chain, block).await?;
		let proof = || Commitment(blake2_256(&[b"split-ledger/evidence", &reference.text]));
		let proof = self.evidence.unwrap_or_else(proof);
		let call = if is_in {
			Call::issue(&reference, number, amount, self.source, proof)
		} else {
			Call::redeem(&reference, number, amount, self.source, proof)
		};
		self.signer.send(&chain, call, context).await
	}
}

/// Shows an account; of a tax account also until when its tax was passed on to the state.
async fn show(number: u64, node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let (view, unit) = account(&chain, block, AccountNo(number)).await?;
	let mut shown = serde_json::to_value(&view)?;
	if view.account_type == AccountType::Tax {
		let up_to: Option<Date> =
			chain.ask(block, "LedgerApi_remitted_up_to", &view.number).await?;
		shown["remittedUpTo"] = serde_json::json!(up_to);
	}
	show_view(context, &shown, Some(unit))
}

/// Shows what is owed from an account.
async fn liens(number: u64, node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let (view, unit) = account(&chain, block, AccountNo(number)).await?;
	let liens: LiensView = chain.ask(block, "LedgerApi_liens", &view.number).await?;
	show_view(context, &liens, Some(unit))
}

/// Shows what is owed to an account.
async fn claims(number: u64, node: &Node, context: Context) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let (view, unit) = account(&chain, block, AccountNo(number)).await?;
	let mut claims: Vec<OwedView> = Vec::new();
	loop {
		let after = claims.last().map(|last| last.debtor);
		let page: Vec<OwedView> =
			chain.ask(block, "LedgerApi_liens_to", &(view.number, after, PAGE)).await?;
		if page.is_empty() {
			return show_view(context, &claims, Some(unit));
		}
		claims.extend(page);
	}
}

/// Pays those to whom an account owes, and shows what is left.
async fn collect(
	number: u64,
	signer: &Signer,
	node: &Node,
	context: Context,
) -> anyhow::Result<()> {
	let (chain, block) = node.connect().await?;
	let (view, unit) = account(&chain, block, AccountNo(number)).await?;
	let done = signer.send_quietly(&chain, Call::collect(view.number)).await?;
	let block = chain.final_block().await?;
	let liens: LiensView = chain.ask(block, "LedgerApi_liens", &view.number).await?;
	show_after(context, done.block, &liens, Some(unit))
}
