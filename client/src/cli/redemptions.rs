// SPDX-License-Identifier: Apache-2.0

//! Redemptions that customers ask for, and their banks decide on (M5).

use super::{
	node::{text, Named, Node, Signer},
	restraints::show_holds,
	values::{account, amount},
	Context,
};
use crate::{
	chain::{calls::RequestId, Call},
	hash::blake2_256,
};
use clap::{Args, Subcommand};
use split_ledger_primitives::{AccountNo, Commitment};

#[derive(Debug, Subcommand)]
pub(super) enum Redemptions {
	/// Asks the bank of an account to pay money out, as its owner. It is held until the bank decides.
	#[command(name = "ask-redemption")]
	Ask(Ask),
	/// Takes a request back, as its owner. Its number is in `accounts holds`.
	#[command(name = "withdraw-redemption")]
	Withdraw {
		/// The number of the account.
		account: u64,
		/// The number of the request on it.
		request: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Confirms that requests were paid out, as the bank of their accounts.
	#[command(name = "confirm-redemptions")]
	Confirm(Confirm),
	/// Rejects a request, as the bank of its account.
	#[command(name = "reject-redemption")]
	Reject {
		/// The number of the account.
		account: u64,
		/// The number of the request on it.
		request: u32,
		/// Why; no personal data.
		#[arg(long)]
		reason: String,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
}

#[derive(Args, Debug)]
pub(super) struct Ask {
	/// The number of the account.
	number: u64,
	/// How much, in units of its currency.
	amount: String,
	/// Commitment to where it is to be paid, in hex.
	#[arg(long)]
	payout: Commitment,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct Confirm {
	/// The requests, each as ACCOUNT:REQUEST.
	#[arg(required = true, value_parser = read_request)]
	requests: Vec<RequestId>,
	/// Commitment to the evidence, in hex [default: one to the reference].
	#[arg(long)]
	evidence: Option<Commitment>,
	/// Where the money goes to: a number that the bank gives each such source.
	#[arg(long, default_value_t = 0)]
	source: u8,
	/// Pays out all or none; else what is refused stands, and the others are paid out.
	#[arg(long)]
	all_or_none: bool,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Redemptions {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		match self {
			Self::Ask(ask) => ask.run(context).await,
			Self::Withdraw { account, request, signer, node } => {
				let (chain, _) = node.connect().await?;
				let call = Call::withdraw_redemption(AccountNo(account), request);
				signer.send(&chain, call, context).await
			}
			Self::Confirm(confirm) => confirm.run(context).await,
			Self::Reject { account, request, reason, signer, node } => {
				let (chain, _) = node.connect().await?;
				let call = Call::reject_redemption(AccountNo(account), request, &text(&reason)?);
				signer.send(&chain, call, context).await
			}
		}
	}
}

impl Ask {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let (view, unit) = account(&chain, block, AccountNo(self.number)).await?;
		let amount = amount(unit, &self.amount)?;
		let reference = self.named.read(&chain, block).await?;
		let call = Call::request_redemption(&reference, view.number, amount, self.payout);
		let done = self.signer.send_quietly(&chain, call).await?;
		show_holds(&chain, view.number, unit, done.block, context).await
	}
}

impl Confirm {
	async fn run(self, context: Context) -> anyhow::Result<()> {
		let (chain, block) = self.node.connect().await?;
		let reference = self.named.read(&chain, block).await?;
		let proof = || Commitment(blake2_256(&[b"split-ledger/evidence", &reference.text]));
		let proof = self.evidence.unwrap_or_else(proof);
		let (requests, source) = (&self.requests, self.source);
		let call = Call::confirm_redemptions(&reference, requests, source, proof, self.all_or_none);
		self.signer.send(&chain, call, context).await
	}
}

fn read_request(text: &str) -> Result<RequestId, String> {
	let read = || {
		let (account, request) = text.split_once(':')?;
		let account = AccountNo(account.parse().ok()?);
		Some(RequestId { account, request: request.parse().ok()? })
	};
	read().ok_or_else(|| format!("`{text}`: expected ACCOUNT:REQUEST, such as `17:2`"))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_request_is_named_by_its_account_and_its_number() {
		let request = RequestId { account: AccountNo(17), request: 2 };
		assert_eq!(read_request("17:2"), Ok(request));
		for wrong in ["17", "17:", ":2", "17:2:3", "a:2"] {
			assert!(read_request(wrong).is_err_and(|said| said.contains("`17:2`")), "{wrong}");
		}
	}
}
