// SPDX-License-Identifier: Apache-2.0

//! What one key proposes and another one confirms: the limits of merchants and of keys (P6, P7).

use super::{
	node::{run, show_after, show_view, unit, Node, Signer},
	rules::read_ppm,
	values::{amount, read_account},
	Context,
};
use crate::{
	chain::{Call, Chain},
	currency::Unit,
};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use split_ledger_primitives::{
	views::{KeyLimitsView, MerchantLimitsView},
	KeyLimit, MerchantLimits, ParticipantId,
};
use subxt::utils::AccountId32;

#[derive(Debug, Subcommand)]
pub(super) enum Limits {
	/// Proposes how far fees and promoters may go in orders of a merchant, as its bank. Another key of
	/// the bank confirms it.
	Propose(OfMerchant),
	/// Confirms what another key of the bank proposed for a merchant: repeat it as you saw it.
	Confirm(OfMerchant),
	/// Drops what was proposed for a merchant and not confirmed.
	Reject {
		/// The id of the merchant.
		merchant: u32,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows the limits of a merchant, and what waits for a second key.
	Show {
		/// The id of the merchant.
		merchant: u32,
		#[command(flatten)]
		node: Node,
	},
	/// Proposes what a key may spend in a currency. What only restricts counts at once; more waits for
	/// another key.
	ProposeKey(OfKey),
	/// Confirms what another key proposed for a key: repeat it as you saw it.
	ConfirmKey(OfKey),
	/// Drops what was proposed for a key and not confirmed.
	RejectKey {
		/// The account of the key.
		#[arg(value_parser = read_account)]
		key: [u8; 32],
		/// The currency.
		#[arg(long, value_parser = unit)]
		currency: Unit,
		#[command(flatten)]
		signer: Signer,
		#[command(flatten)]
		node: Node,
	},
	/// Shows what a key may spend, and what waits for a second key.
	ShowKey {
		/// The account of the key.
		#[arg(value_parser = read_account)]
		key: [u8; 32],
		#[command(flatten)]
		node: Node,
	},
}

#[derive(Args, Debug)]
pub(super) struct OfMerchant {
	/// The id of the merchant.
	merchant: u32,
	/// The most that fees and commissions may take of an order, such as `25%`.
	#[arg(long, value_parser = read_ppm)]
	share_cap: u32,
	/// How many promoters may earn a commission of one order.
	#[arg(long)]
	promoters: u8,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

#[derive(Args, Debug)]
pub(super) struct OfKey {
	/// The account of the key.
	#[arg(value_parser = read_account)]
	key: [u8; 32],
	/// The currency.
	#[arg(long, value_parser = unit)]
	currency: Unit,
	/// The most that one order may be, in units of the currency.
	#[arg(long, required_unless_present = "unlimited", requires = "daily")]
	single: Option<String>,
	/// The most of a UTC date, in units of the currency.
	#[arg(long, requires = "single")]
	daily: Option<String>,
	/// Takes the limit in this currency away.
	#[arg(long, conflicts_with_all = ["single", "daily"])]
	unlimited: bool,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Limits {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		run(async {
			match self {
				Self::Propose(of) => of.send(Call::propose_limits, context).await,
				Self::Confirm(of) => of.send(Call::confirm_limits, context).await,
				Self::Reject { merchant, signer, node } => {
					let (chain, _) = node.connect().await?;
					let merchant = ParticipantId(merchant);
					let done = signer.send_quietly(&chain, Call::reject_limits(merchant)).await?;
					let view = of_merchant(&chain, merchant).await?;
					show_after(context, done.block, &view, None)
				}
				Self::Show { merchant, node } => {
					let (chain, _) = node.connect().await?;
					let view = of_merchant(&chain, ParticipantId(merchant)).await?;
					show_view(context, &view, None)
				}
				Self::ProposeKey(of) => of.send(Call::propose_key_limit, context).await,
				Self::ConfirmKey(of) => of.send(Call::confirm_key_limit, context).await,
				Self::RejectKey { key, currency, signer, node } => {
					let (chain, _) = node.connect().await?;
					let call = Call::withdraw_key_limit_proposal(key, currency.number());
					let done = signer.send_quietly(&chain, call).await?;
					show_after(context, done.block, &of_key(&chain, key).await?, None)
				}
				Self::ShowKey { key, node } => {
					let (chain, _) = node.connect().await?;
					show_view(context, &of_key(&chain, key).await?, None)
				}
			}
		})
	}
}

impl OfMerchant {
	async fn send(
		self,
		call: fn(ParticipantId, MerchantLimits) -> Call,
		context: Context,
	) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let merchant = ParticipantId(self.merchant);
		let limits =
			MerchantLimits { share_cap_ppm: self.share_cap, promoter_levels: self.promoters };
		let done = self.signer.send_quietly(&chain, call(merchant, limits)).await?;
		show_after(context, done.block, &of_merchant(&chain, merchant).await?, None)
	}
}

impl OfKey {
	async fn send(
		self,
		call: fn([u8; 32], split_ledger_primitives::Currency, Option<KeyLimit>) -> Call,
		context: Context,
	) -> anyhow::Result<()> {
		let (chain, _) = self.node.connect().await?;
		let read = |text: &str| amount(self.currency, text);
		let limit = match (&self.single, &self.daily) {
			(Some(single), Some(daily)) => {
				Some(KeyLimit { single: read(single)?, daily: read(daily)? })
			}
			_ => None,
		};
		let call = call(self.key, self.currency.number(), limit);
		let done = self.signer.send_quietly(&chain, call).await?;
		show_after(context, done.block, &of_key(&chain, self.key).await?, None)
	}
}

async fn of_merchant(chain: &Chain, merchant: ParticipantId) -> anyhow::Result<MerchantLimitsView> {
	chain.ask(chain.final_block().await?, "SplitsApi_merchant_limits", &merchant).await
}

async fn of_key(chain: &Chain, key: [u8; 32]) -> anyhow::Result<KeyLimitsView> {
	let block = chain.final_block().await?;
	let view: Option<KeyLimitsView> = chain.ask(block, "ParticipantsApi_key_limits", &key).await?;
	view.with_context(|| format!("nobody registered the key {}", AccountId32(key)))
}
