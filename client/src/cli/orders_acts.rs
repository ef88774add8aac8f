// SPDX-License-Identifier: Apache-2.0

//! What is done about an order while its money is held: statements on its milestones, a later
//! deadline, who receives in a payee's place.

use super::{
	node::{Node, Signer},
	values::time,
	Context,
};
use crate::{agreed::KINDS, chain::Call, hash::blake2_256};
use clap::{Args, Subcommand};
use split_ledger_primitives::{AccountNo, Commitment, EvidenceKind, Moment, OrderId, Stated};

#[derive(Debug, Subcommand)]
pub(super) enum Acts {
	/// Bears witness for a milestone, as an attestor that its conditions name. What was stated is never
	/// taken back.
	Attest(Attest),
	/// Confirms a milestone as the payer or its bank, or as the platform. What was stated is never taken
	/// back.
	Confirm(Confirm),
	/// Moves the deadline of an order to a later moment.
	///
	/// The payer or its bank alone may where the money goes back to the payer at the deadline. Else the
	/// other side must ask for the same moment too: until then `orders show` tells what waits.
	Extend(Extend),
	/// Pays what an unclaimed account keeps of an order to who is entitled to it, as the owner of the
	/// entitled account or the bank that keeps the money.
	///
	/// Once the bank of the entitled account has left, and that of its owner, the bank that keeps the money
	/// pays who that is now, to an account at itself, with evidence of it.
	ClaimUnclaimed(Claim),
	/// Lets an account receive what a leg is still to get, in the place of its payee, who consents: it or
	/// its bank signs. The payee stays who returns and refunds.
	Assign(Assign),
}

#[derive(Args, Debug)]
pub(super) struct Attest {
	/// The id of the order.
	order: OrderId,
	/// The number of the milestone, from 1 on: see `orders show`.
	#[arg(long, value_name = "NUMBER")]
	milestone: u8,
	/// What is so: `shipped`, `delivered`, `customs-cleared` or `inspected`.
	#[arg(value_parser = kind)]
	kind: EvidenceKind,
	/// Commitment to the evidence, in hex.
	#[arg(long, value_name = "COMMITMENT")]
	evidence: Commitment,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Confirm {
	/// The id of the order.
	order: OrderId,
	/// The number of the milestone, from 1 on: see `orders show`.
	#[arg(long, value_name = "NUMBER")]
	milestone: u8,
	/// Confirms as the platform of the order, not as its payer.
	#[arg(long)]
	platform: bool,
	/// Commitment to what is confirmed, in hex [default: one to the order and the milestone].
	#[arg(long, value_name = "COMMITMENT")]
	evidence: Option<Commitment>,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Extend {
	/// The id of the order.
	order: OrderId,
	/// The new deadline (RFC 3339), later than the present one and not behind the absolute end.
	#[arg(long, value_name = "TIME", value_parser = time)]
	until: Moment,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Assign {
	/// The id of the order.
	order: OrderId,
	/// The number of the leg: see `orders show`.
	#[arg(long, value_name = "NUMBER")]
	leg: u8,
	/// The number of the account that receives in the payee's place.
	#[arg(long, value_name = "ACCOUNT", required_unless_present = "back")]
	to: Option<u64>,
	/// Gives the leg back to its payee, as who received in its place, or its bank.
	#[arg(long, conflicts_with = "to")]
	back: bool,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Claim {
	/// The id of the order.
	order: OrderId,
	/// The number of the unclaimed account that keeps the money.
	#[arg(long, value_name = "ACCOUNT")]
	from: u64,
	/// The number of the account that did not take it.
	#[arg(long, value_name = "ACCOUNT")]
	entitled: u64,
	/// The number of the account that is paid [default: the entitled one].
	#[arg(long, value_name = "ACCOUNT")]
	to: Option<u64>,
	/// Commitment to what shows who is paid, in hex: needed for an account of another owner.
	#[arg(long, value_name = "COMMITMENT")]
	evidence: Option<Commitment>,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Acts {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		match self {
			Self::Attest(act) => {
				let what = Stated::Evidence(act.kind);
				let call = Call::attest(act.order, act.milestone, what, act.evidence);
				send(&act.signer, &act.node, call, context).await
			}
			Self::Confirm(act) => {
				let what =
					if act.platform { Stated::PlatformConfirms } else { Stated::PayerConfirms };
				let of_act = || confirmation(act.order, act.milestone);
				let evidence = act.evidence.unwrap_or_else(of_act);
				let call = Call::attest(act.order, act.milestone, what, evidence);
				send(&act.signer, &act.node, call, context).await
			}
			Self::Extend(act) => {
				send(&act.signer, &act.node, Call::extend(act.order, act.until), context).await
			}
			Self::ClaimUnclaimed(act) => {
				let (from, entitled) = (AccountNo(act.from), AccountNo(act.entitled));
				let to = act.to.map_or(entitled, AccountNo);
				let call = Call::pay_unclaimed(act.order, (from, entitled), to, act.evidence);
				send(&act.signer, &act.node, call, context).await
			}
			Self::Assign(act) => {
				let to = act.to.map(AccountNo);
				send(&act.signer, &act.node, Call::assign_leg(act.order, act.leg, to), context)
					.await
			}
		}
	}
}

/// Sends a call to a node.
pub(super) async fn send(
	signer: &Signer,
	node: &Node,
	call: Call,
	context: Context,
) -> anyhow::Result<()> {
	let (chain, _) = node.connect().await?;
	signer.send(&chain, call, context).await
}

/// A commitment to that which a confirmation is about, where there is no paper.
fn confirmation(order: OrderId, milestone: u8) -> Commitment {
	Commitment(blake2_256(&[b"split-ledger/confirmation", &order.0, &[milestone]]))
}

fn kind(name: &str) -> Result<EvidenceKind, String> {
	let found = KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
	found.ok_or_else(|| "expected shipped, delivered, customs-cleared or inspected".to_owned())
}
