// SPDX-License-Identifier: Apache-2.0

use super::{
	accounts::{account, amount},
	node::{Named, Node, Signer},
	rules::{read, Words},
	Context,
};
use crate::{
	bundle::moment,
	currency::Unit,
	rules::{attributes_of, hash_of, inputs_of},
};
use anyhow::{anyhow, bail, Context as _};
use clap::Args;
use split_ledger_primitives::{
	limits::LEGS_MAX, AccountNo, CoverMode, ExpiryPolicy, OrderBody, ParticipantId, ReleaseMode,
	Terms,
};
use split_rules::ValidRuleSet;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(super) struct Place {
	/// The number of the account that pays.
	#[arg(long)]
	from: u64,
	/// How much, in units of the currency.
	amount: String,
	/// The rule file.
	#[arg(long, value_name = "FILE")]
	rules: PathBuf,
	/// The id of the platform whose rule set it is.
	#[arg(long)]
	platform: u32,
	/// The id of the order's merchant.
	#[arg(long)]
	merchant: u32,
	/// Which account fills a slot of the rule, such as `merchant=17`; as often as it takes.
	#[arg(long = "party", value_name = "SLOT=ACCOUNT")]
	parties: Vec<String>,
	#[command(flatten)]
	words: Words,
	/// `now`, `hold`, or `after:` and an RFC 3339 time.
	#[arg(long, default_value = "now")]
	release: String,
	/// When a hold ends (RFC 3339) [default: after 180 days].
	#[arg(long)]
	deadline: Option<String>,
	/// Who gets then what is left: `payer`, `payees` or `merchant`.
	#[arg(long, default_value = "payer")]
	expiry: String,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

impl Place {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let rules = read(&self.rules)?;
		let (chain, block) = self.node.connect().await?;
		let payer = AccountNo(self.from);
		let (_, unit) = account(&chain, block, payer).await?;
		let body = OrderBody {
			reference: self.named.clone().read(&chain, block).await?,
			payer,
			amount: amount(unit, &self.amount)?,
			terms: self.terms(&rules, unit)?,
			release: self.release_mode()?,
			legs_max: u8::try_from(rules.max_legs().min(LEGS_MAX))?,
			end_to_end: None,
			not_after: None,
			buyer: None,
		};
		self.signer.place(&chain, &body, context).await
	}

	fn terms(&self, rules: &ValidRuleSet, unit: Unit) -> anyhow::Result<Terms> {
		let set = rules.rule_set();
		let inputs = inputs_of(&self.words.inputs(unit)?, set)
			.map_err(|name| anyhow!("the rule set has no input `{name}`"))?;
		let mut parties = Vec::new();
		for party in &self.parties {
			let (slot, number) = party.split_once('=').context("a party is SLOT=ACCOUNT")?;
			let place = set.slots.iter().position(|known| known == slot);
			let place = place.with_context(|| format!("the rule set has no slot `{slot}`"))?;
			let number = number.parse().with_context(|| format!("`{number}` is no account"))?;
			parties.push((u8::try_from(place)?, AccountNo(number)));
		}
		parties.sort();
		Ok(Terms::Split {
			platform: ParticipantId(self.platform),
			merchant: ParticipantId(self.merchant),
			rules: hash_of(set),
			attributes: attributes_of(&self.words.labels(), set),
			parties: parties.try_into().map_err(|_| anyhow!("16 parties at most"))?,
			inputs: inputs.try_into().map_err(|_| anyhow!("8 inputs at most"))?,
		})
	}

	fn release_mode(&self) -> anyhow::Result<ReleaseMode> {
		let time =
			|text: &str| moment(text).with_context(|| format!("`{text}` is no RFC 3339 time"));
		let after = match (self.release.as_str(), self.release.strip_prefix("after:")) {
			("now", _) => return Ok(ReleaseMode::Now),
			("hold", _) => None,
			(_, Some(text)) => Some(time(text)?),
			(other, None) => bail!("`{other}` is none of now, hold and after:TIME"),
		};
		let expiry = match self.expiry.as_str() {
			"payer" => ExpiryPolicy::Payer,
			"payees" => ExpiryPolicy::Payees,
			"merchant" => ExpiryPolicy::Merchant,
			other => bail!("`{other}` is none of payer, payees and merchant"),
		};
		let deadline = self.deadline.as_deref().map(time).transpose()?;
		Ok(ReleaseMode::Held { after, deadline, expiry, cover: CoverMode::AtPlacement })
	}
}
