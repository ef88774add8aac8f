// SPDX-License-Identifier: Apache-2.0

//! What a participant may do, and whether it may do anything.

use super::{
	node::{show_view, Node, Signer},
	participants::{participant, read_roles, voters},
	Context,
};
use crate::{
	chain::{calls::SuspendReason, Call, Chain},
	run::decide,
};
use clap::{Args, ValueEnum};
use serde_json::json;
use split_ledger_primitives::{BankIndex, BankStatus, ParticipantId, Roles};

#[derive(Args, Debug)]
pub(super) struct SetRoles {
	/// The id of the customer.
	participant: u32,
	/// All that it may do from now on, such as `merchant` or `platform;merchant`.
	#[arg(long, value_parser = read_roles)]
	roles: Roles,
	/// Marks a platform that sells its own goods: it has the role of a merchant too.
	#[arg(long)]
	self_operated: bool,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Suspend {
	/// The id of the participant.
	participant: u32,
	/// Why.
	#[arg(long)]
	reason: Reason,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Reinstate {
	/// The id of the participant.
	participant: u32,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct SetBankStatus {
	/// The place of the bank.
	#[arg(long)]
	bank: u8,
	/// Where it is in its life from now on.
	status: Status,
	#[command(flatten)]
	vote: Vote,
}

#[derive(Args, Debug)]
pub(super) struct Validator {
	/// The place of the bank.
	#[arg(long)]
	bank: u8,
	/// Lets it make no blocks any more.
	#[arg(long)]
	not: bool,
	#[command(flatten)]
	vote: Vote,
}

/// A vote of the banks.
#[derive(Args, Debug)]
struct Vote {
	/// The secret URI of a bank that votes; as often as it takes [default: the well-known banks of a
	/// chain for development].
	#[arg(long = "bank-key", value_name = "URI")]
	bank_keys: Vec<String>,
	#[command(flatten)]
	node: Node,
}

/// Why a participant is suspended; no personal data.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Reason {
	/// It asked for it.
	OwnRequest,
	/// Compliance checks are open.
	Compliance,
	/// Fraud is suspected.
	Fraud,
	/// A court or an authority ordered it.
	Order,
	/// A key is lost or known to others.
	KeyCompromised,
	/// Its review is overdue.
	ReviewOverdue,
	/// It stands in the papers of whoever suspends.
	Other,
}

/// Where a bank is in its life.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Status {
	/// It does everything that a bank does.
	Active,
	/// It ends what it began.
	RunOff,
	/// It is gone.
	Exited,
}

impl SetRoles {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let id = ParticipantId(self.participant);
		let call = Call::set_roles(id, self.roles, self.self_operated);
		self.signer.send_quietly(&chain, call).await?;
		show(&chain, id, context).await
	}
}

impl Suspend {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let id = ParticipantId(self.participant);
		self.signer.send_quietly(&chain, Call::suspend(id, self.reason.into())).await?;
		show(&chain, id, context).await
	}
}

impl Reinstate {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let id = ParticipantId(self.participant);
		self.signer.send_quietly(&chain, Call::reinstate(id)).await?;
		show(&chain, id, context).await
	}
}

impl SetBankStatus {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let status = BankStatus::from(self.status);
		let call = Call::set_bank_status(BankIndex(self.bank), status);
		self.vote.carry(call).await?;
		show_view(context, &json!({ "bank": self.bank, "status": status }), None)
	}
}

impl Validator {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let validates = !self.not;
		self.vote.carry(Call::set_validator(BankIndex(self.bank), validates)).await?;
		show_view(context, &json!({ "bank": self.bank, "validates": validates }), None)
	}
}

impl Vote {
	/// Lets the banks decide on a call, and carries it out.
	async fn carry(&self, call: Call) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		decide(&chain, &voters(&self.bank_keys)?, call).await
	}
}

async fn show(chain: &Chain, id: ParticipantId, context: Context) -> anyhow::Result<()> {
	let view = participant(chain, chain.final_block().await?, id).await?;
	show_view(context, &view, None)
}

impl From<Reason> for SuspendReason {
	fn from(reason: Reason) -> Self {
		match reason {
			Reason::OwnRequest => Self::OwnRequest,
			Reason::Compliance => Self::Compliance,
			Reason::Fraud => Self::Fraud,
			Reason::Order => Self::Order,
			Reason::KeyCompromised => Self::KeyCompromised,
			Reason::ReviewOverdue => Self::ReviewOverdue,
			Reason::Other => Self::Other,
		}
	}
}

impl From<Status> for BankStatus {
	fn from(status: Status) -> Self {
		match status {
			Status::Active => Self::Active,
			Status::RunOff => Self::RunOff,
			Status::Exited => Self::Exited,
		}
	}
}
