// SPDX-License-Identifier: Apache-2.0

//! What a participant may do, and whether it may do anything.

use super::{
	node::{show_after, Node, Signer},
	values::{participant, read_roles},
	votes::Vote,
	Context,
};
use crate::chain::{calls::SuspendReason, storage_key, Call, Chain};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use codec::Decode;
use serde::Serialize;
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

/// A bank, as the chain keeps it.
#[derive(Debug, Decode, Serialize)]
struct BankRow {
	participant: ParticipantId,
	status: BankStatus,
	validates: bool,
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
		let done = self.signer.send_quietly(&chain, call).await?;
		show(&chain, id, done.block, context).await
	}
}

impl Suspend {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let id = ParticipantId(self.participant);
		let call = Call::suspend(id, self.reason.into());
		let done = self.signer.send_quietly(&chain, call).await?;
		show(&chain, id, done.block, context).await
	}
}

impl Reinstate {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let id = ParticipantId(self.participant);
		let done = self.signer.send_quietly(&chain, Call::reinstate(id)).await?;
		show(&chain, id, done.block, context).await
	}
}

impl SetBankStatus {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let bank = BankIndex(self.bank);
		let call = Call::set_bank_status(bank, self.status.into());
		decide_on(bank, call, &self.vote, context).await
	}
}

impl Validator {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let bank = BankIndex(self.bank);
		decide_on(bank, Call::set_validator(bank, !self.not), &self.vote, context).await
	}
}

/// Takes part in a decision on a bank, and shows it as the chain has it then.
async fn decide_on(
	bank: BankIndex,
	call: Call,
	vote: &Vote,
	context: Context,
) -> anyhow::Result<()> {
	let (chain, _) = vote.node.connect().await?;
	let Some(block) = vote.carry(&chain, call, json!({}), context).await? else { return Ok(()) };
	let key = storage_key("Participants", "Banks", &bank);
	let row: Option<BankRow> = chain.read(chain.final_block().await?, &key).await?;
	let row = row.with_context(|| format!("there is no bank {bank}"))?;
	let mut shown = serde_json::to_value(row)?;
	shown["bank"] = json!(bank);
	show_after(context, block, &shown, None)
}

async fn show(chain: &Chain, id: ParticipantId, done: u32, context: Context) -> anyhow::Result<()> {
	let view = participant(chain, chain.final_block().await?, id).await?;
	show_after(context, done, &view, None)
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
