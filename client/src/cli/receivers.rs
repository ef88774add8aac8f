// SPDX-License-Identifier: Apache-2.0

//! Receivers of a merchant, and their consent (P4).

use super::{
	node::{run, show_after, show_view, Node, Signer},
	rules::read_ppm,
	Context,
};
use crate::chain::{Call, Chain};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use split_ledger_primitives::{views::ReceiverView, AccountNo, ParticipantId, Relation};

/// The longest page of receivers that the chain answers.
const PAGE: u32 = 100;

#[derive(Debug, Subcommand)]
pub(super) enum Receivers {
	/// Makes an account a receiver of a merchant, or changes its terms, as the merchant or its bank. It
	/// gets nothing before it has consented.
	Add {
		#[command(flatten)]
		of: Of,
		/// What it is to the merchant, such as `supplier`, `carrier`, `promoter` or `other`.
		#[arg(long, value_parser = read_relation)]
		relation: Relation,
		/// The most that it may get of an order, such as `40%`.
		#[arg(long, value_parser = read_ppm)]
		ceiling: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Lets an account be no receiver of a merchant any more, as either side or its bank. Orders that
	/// were placed before pay it.
	Remove {
		#[command(flatten)]
		of: Of,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Consents for an account to the terms that stand, as its owner or its bank.
	Consent {
		#[command(flatten)]
		of: Of,
		/// Lets the platform of an order return for the account what it got.
		#[arg(long)]
		platform_returns: bool,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Takes the consent of an account back, as its owner or its bank. No new order pays it then.
	Withdraw {
		#[command(flatten)]
		of: Of,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows a receiver of a merchant.
	Show {
		#[command(flatten)]
		of: Of,
		#[command(flatten)]
		node: Node,
	},
	/// Lists the receivers of a merchant.
	List {
		/// The id of the merchant.
		#[arg(long)]
		merchant: u32,
		#[command(flatten)]
		node: Node,
	},
}

/// An account, and whose receiver it is.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Of {
	/// The number of the account.
	account: u64,
	/// The id of the merchant.
	#[arg(long)]
	merchant: u32,
}

impl Receivers {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Add { of, relation, ceiling, signer, node } => {
					let (merchant, account) = of.read();
					let call = Call::add_receiver(merchant, account, relation, ceiling);
					of.change(call, &signer, &node, context).await
				}
				Self::Remove { of, signer, node } => {
					let (merchant, account) = of.read();
					let (chain, _) = node.connect().await?;
					signer.send(&chain, Call::remove_receiver(merchant, account), context).await
				}
				Self::Consent { of, platform_returns, signer, node } => {
					let (merchant, account) = of.read();
					let call = Call::consent(merchant, account, platform_returns);
					of.change(call, &signer, &node, context).await
				}
				Self::Withdraw { of, signer, node } => {
					let (merchant, account) = of.read();
					let call = Call::withdraw_consent(merchant, account);
					of.change(call, &signer, &node, context).await
				}
				Self::Show { of, node } => {
					let (chain, _) = node.connect().await?;
					show_view(context, &of.view(&chain).await?, None)
				}
				Self::List { merchant, node } => {
					let (chain, _) = node.connect().await?;
					show_view(context, &all(&chain, ParticipantId(merchant)).await?, None)
				}
			}
		})
	}
}

impl Of {
	fn read(self) -> (ParticipantId, AccountNo) {
		(ParticipantId(self.merchant), AccountNo(self.account))
	}

	/// Sends a call and shows what it made of the receiver.
	async fn change(
		self,
		call: Call,
		signer: &Signer,
		node: &Node,
		context: Context,
	) -> anyhow::Result<()> {
		let (chain, _) = node.connect().await?;
		let done = signer.send_quietly(&chain, call).await?;
		show_after(context, done.block, &self.view(&chain).await?, None)
	}

	async fn view(self, chain: &Chain) -> anyhow::Result<ReceiverView> {
		let block = chain.final_block().await?;
		let view: Option<ReceiverView> =
			chain.ask(block, "SplitsApi_receiver", &self.read()).await?;
		let Self { account, merchant } = self;
		view.with_context(|| {
			format!("account {account} is no receiver of {merchant}: see `receivers add`")
		})
	}
}

/// All receivers of a merchant, page by page.
async fn all(chain: &Chain, merchant: ParticipantId) -> anyhow::Result<Vec<ReceiverView>> {
	let block = chain.final_block().await?;
	let mut all: Vec<ReceiverView> = Vec::new();
	loop {
		let from = all.last().map_or(0, |last| last.account.0.saturating_add(1));
		let args = (merchant, AccountNo(from), PAGE);
		let page: Vec<ReceiverView> = chain.ask(block, "SplitsApi_receivers", &args).await?;
		if page.is_empty() {
			return Ok(all);
		}
		all.extend(page);
	}
}

const RELATIONS: &[(&str, Relation)] = &[
	("supplier", Relation::Supplier),
	("distributor", Relation::Distributor),
	("service-provider", Relation::ServiceProvider),
	("platform", Relation::Platform),
	("carrier", Relation::Carrier),
	("promoter", Relation::Promoter),
	("agent", Relation::Agent),
	("store", Relation::Store),
	("headquarters", Relation::Headquarters),
	("brand", Relation::Brand),
	("partner", Relation::Partner),
	("other", Relation::Other),
];

fn read_relation(text: &str) -> Result<Relation, String> {
	let known = RELATIONS.iter().find(|(name, _)| *name == text);
	known.map(|(_, relation)| *relation).ok_or_else(|| {
		let names: Vec<_> = RELATIONS.iter().map(|(name, _)| *name).collect();
		format!("`{text}` is no relation: expected one of {}", names.join(", "))
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn relations_are_read_by_the_names_that_the_chain_answers() {
		for (name, relation) in RELATIONS {
			assert_eq!(read_relation(name), Ok(*relation));
			assert_eq!(serde_json::to_value(relation).expect("a name"), *name);
		}
		assert!(read_relation("friend").is_err_and(|said| said.contains("service-provider")));
	}
}
