// SPDX-License-Identifier: Apache-2.0

use super::{
	node::{Named, Node, Signer},
	orders_agreed::{Agreed, Sources},
	rules::{read, Words},
	show,
	values::{account, amount, expiry, time},
	Context,
};
use crate::{
	bundle::{ByClock, Release},
	currency::Unit,
	rules::{attributes_of, hash_of, inputs_of, legs_stated},
	run::release_mode,
};
use anyhow::{anyhow, bail, ensure, Context as _};
use clap::Args;
use codec::Encode;
use serde_json::json;
use split_ledger_primitives::{
	is_iso_text, views::AccountView, AccountNo, AccountType, Commitment, EndToEndId, ExpiryPolicy,
	Moment, OrderBody, ParticipantId, Terms,
};
use split_rules::ValidRuleSet;
use std::path::{Path, PathBuf};

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
	/// `now`, `hold`, `next-date` (by the chain, when the next date begins), or `after:` and an RFC
	/// 3339 time.
	#[arg(long, default_value = "now")]
	release: String,
	/// When a hold ends (RFC 3339) [default: after 180 days].
	#[arg(long)]
	deadline: Option<String>,
	/// Who gets then what is left: `payer`, `payees` or `merchant`.
	#[arg(long, default_value = "payer")]
	expiry: String,
	#[command(flatten)]
	sources: Sources,
	#[command(flatten)]
	agreed: Agreed,
	#[command(flatten)]
	notes: Notes,
	/// Writes the body of the order into a file in hex, and places nothing: see `place-combined`.
	#[arg(long, value_name = "FILE")]
	save: Option<PathBuf>,
	#[command(flatten)]
	named: Named,
	#[command(flatten)]
	signer: Signer,
	#[command(flatten)]
	node: Node,
}

/// What an order may say of itself besides.
#[derive(Args, Clone, Debug)]
pub(super) struct Notes {
	/// The end-to-end id of ISO 20022 messages, passed on unchanged: 1 to 35 letters, digits, spaces
	/// and /-?:().,'+
	#[arg(long, value_name = "TEXT", value_parser = read_end_to_end)]
	pub(super) end_to_end: Option<EndToEndId>,
	/// Salted commitment to the buyer, in hex; needed where a bank pays from a pass-through account.
	#[arg(long, value_name = "COMMITMENT")]
	pub(super) buyer: Option<Commitment>,
	/// The last moment at which it may be placed (RFC 3339).
	#[arg(long, value_name = "TIME", value_parser = time)]
	pub(super) not_after: Option<Moment>,
}

impl Notes {
	/// Whether an order from this account can say no more than this.
	pub(super) fn check(&self, payer: &AccountView) -> anyhow::Result<()> {
		let needs_buyer = payer.account_type == AccountType::PassThrough;
		ensure!(
			!needs_buyer || self.buyer.is_some(),
			"account {} is a pass-through account: say who buys by --buyer COMMITMENT",
			payer.number
		);
		Ok(())
	}
}

fn read_end_to_end(text: &str) -> Result<EndToEndId, String> {
	let is_fit = !text.is_empty() && is_iso_text(text.as_bytes());
	let id = EndToEndId::try_from(text.as_bytes().to_vec()).ok().filter(|_| is_fit);
	id.ok_or_else(|| "expected 1 to 35 letters, digits, spaces and /-?:().,'+".to_owned())
}

/// Writes an order as `place-combined` reads it.
fn save(path: &Path, body: &OrderBody, context: Context) -> anyhow::Result<()> {
	let cannot = || format!("cannot write {}", path.display());
	std::fs::write(path, format!("0x{}\n", hex::encode(body.encode()))).with_context(cannot)?;
	let answer = json!({ "saved": path.display().to_string() });
	show::answer(context, &answer, |_| format!("the order is in {}", path.display()))
}

impl Place {
	pub(super) async fn run(self, context: Context) -> anyhow::Result<()> {
		let rules = read(&self.rules)?;
		let by_mode = release_mode(&self.release()?);
		let (chain, block) = self.node.connect().await?;
		let (payer, unit) = account(&chain, block, AccountNo(self.from)).await?;
		self.notes.check(&payer)?;
		let amount = amount(unit, &self.amount)?;
		let (deadline, expiry) = self.end()?;
		let by_milestones = self.agreed.release(amount, unit, deadline, expiry)?;
		let mut body = OrderBody {
			reference: self.named.clone().read(&chain, block).await?,
			payer: payer.number,
			amount,
			terms: self.terms(&rules, unit)?,
			release: by_milestones.unwrap_or(by_mode),
			legs_max: legs_stated(&rules, amount, &self.words.labels()),
			end_to_end: self.notes.end_to_end,
			not_after: self.notes.not_after,
			buyer: self.notes.buyer,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		};
		self.sources.write(&mut body, unit)?;
		self.agreed.write(&mut body);
		match &self.save {
			Some(path) => save(path, &body, context),
			None => self.signer.place(&chain, &body, context).await,
		}
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

	fn release(&self) -> anyhow::Result<Release> {
		let time = |text: &str| time(text).map_err(anyhow::Error::msg);
		let by_clock = match (self.release.as_str(), self.release.strip_prefix("after:")) {
			("now", _) => return Ok(Release::Now),
			("hold", _) => ByClock::Never,
			("next-date", _) => ByClock::NextDate,
			(_, Some(text)) => ByClock::After(time(text)?),
			(other, None) => bail!("`{other}` is none of now, hold, next-date and after:TIME"),
		};
		let (deadline, expiry) = self.end()?;
		Ok(Release::Hold { by_clock, deadline, expiry })
	}

	/// When a hold ends, and who gets then what is left.
	fn end(&self) -> anyhow::Result<(Option<Moment>, ExpiryPolicy)> {
		let deadline = self.deadline.as_deref().map(time).transpose();
		Ok((deadline.map_err(anyhow::Error::msg)?, expiry(&self.expiry)?))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_end_to_end_id_has_1_to_35_characters_that_all_banks_carry() {
		let of = |length: usize| read_end_to_end(&"x".repeat(length)).map(|id| id.len());
		assert_eq!((of(1), of(35)), (Ok(1), Ok(35)));
		assert!(of(0).is_err() && of(36).is_err());
		assert!(read_end_to_end("INV/7 (a+b)").is_ok());
		for wrong in ["a_b", "caf\u{e9}", "a\tb", "#7"] {
			assert!(read_end_to_end(wrong).is_err(), "{wrong}");
		}
	}
}
