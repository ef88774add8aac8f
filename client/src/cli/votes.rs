// SPDX-License-Identifier: Apache-2.0

//! What the banks decide by vote, each with its own key or several at once.

use super::{default_keys, node::Node, show, Context};
use crate::{
	chain::{Call, Chain},
	keys::{development, of_uri, KeyStore},
	run::{vote, Decision, WELL_KNOWN_BANKS},
};
use clap::Args;
use serde_json::{json, Value};
use std::path::PathBuf;
use subxt_signer::sr25519::Keypair;

/// The banks that vote, and the node.
///
/// Where the keys at hand are too few the motion waits, and the other banks send the same command
/// with their own.
#[derive(Args, Debug)]
pub(super) struct Vote {
	/// Votes with the key of this name; as often as it takes. Other banks give the same command with
	/// their own keys, until enough agree.
	#[arg(long = "as", value_name = "NAME")]
	names: Vec<String>,
	/// Takes the keys that the names have on a chain for development.
	#[arg(long)]
	dev: bool,
	/// The folder of the keys [default: split-ledger/keys among your configuration].
	#[arg(long, value_name = "DIR")]
	keys: Option<PathBuf>,
	/// The secret URI of a bank that votes; as often as it takes [default where no key is named: the
	/// well-known banks of a chain for development].
	#[arg(long = "bank-key", value_name = "URI")]
	bank_keys: Vec<String>,
	#[command(flatten)]
	pub(super) node: Node,
}

impl Vote {
	fn voters(&self) -> anyhow::Result<Vec<Keypair>> {
		if self.names.is_empty() && self.bank_keys.is_empty() {
			return WELL_KNOWN_BANKS.iter().map(|uri| of_uri(uri)).collect();
		}
		let store = KeyStore::at(self.keys.clone().unwrap_or_else(default_keys));
		let named = |name: &String| if self.dev { development(name) } else { store.load(name) };
		let of_uris = self.bank_keys.iter().map(|uri| of_uri(uri));
		self.names.iter().map(named).chain(of_uris).collect()
	}

	/// Takes part in the decision on a call. Answers the block in which it was carried out; where it
	/// waits for other banks, says so, with what they must know to move the same.
	pub(super) async fn carry(
		&self,
		chain: &Chain,
		call: Call,
		to_repeat: Value,
		context: Context,
	) -> anyhow::Result<Option<u32>> {
		match vote(chain, &self.voters()?, call).await? {
			Decision::Carried { block } => Ok(Some(block)),
			Decision::Waits { ayes, needed } => {
				let answer = json!({
					"carried": false, "ayes": ayes, "needed": needed, "repeatWith": to_repeat,
				});
				show::answer(context, &answer, |_| waits(ayes, needed, &to_repeat))?;
				Ok(None)
			}
		}
	}
}

fn waits(ayes: usize, needed: usize, to_repeat: &Value) -> String {
	let fields = to_repeat.as_object().into_iter().flatten();
	let options = fields.map(|(name, value)| {
		let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
		format!(" --{name} {value}")
	});
	let with: String = options.collect();
	let with = if with.is_empty() { with } else { format!(", with{with}") };
	format!(
		"{ayes} of {needed} banks agree: the motion waits until others send the same command with \
		their own keys{with}"
	)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_motion_that_waits_says_for_how_many_and_how_to_move_the_same() {
		let said = waits(1, 3, &json!({ "review": "2027-11-22" }));
		assert!(said.starts_with("1 of 3 banks agree"), "{said}");
		assert!(said.ends_with("with --review 2027-11-22"), "{said}");
		assert!(waits(1, 3, &json!({})).ends_with("their own keys"));
	}
}
