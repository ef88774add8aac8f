// SPDX-License-Identifier: Apache-2.0

use crate::{
	bundle::{Participants, Who},
	keys::{development, of_uri, KeyStore},
};
use anyhow::Context;
use subxt_signer::sr25519::Keypair;

/// The banks of a chain for development, by the names of their well-known keys.
pub(crate) const WELL_KNOWN_BANKS: [&str; 6] =
	["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie"];

/// The keys of the participants of a bundle, and of banks that vote.
pub struct Keyring {
	keys: Vec<Keypair>,
	banks: Vec<Keypair>,
}

impl Keyring {
	/// Keys from a store, or those for development where there is none. `bank_uris` are the secrets
	/// of further banks that vote.
	pub fn of(
		participants: &Participants,
		store: Option<&KeyStore>,
		bank_uris: &[String],
	) -> anyhow::Result<Self> {
		let key = |name: &str| match store {
			Some(store) => store.load(name),
			None => development(name),
		};
		let keys = participants.iter().map(|(_, participant)| key(&participant.name));
		let well_known = WELL_KNOWN_BANKS.iter().map(|uri| (*uri).to_owned());
		let uris: Vec<String> = match (store, bank_uris) {
			(None, []) => well_known.collect(),
			_ => bank_uris.to_vec(),
		};
		let banks = uris.iter().map(|uri| of_uri(uri).context("a bank key is no secret URI"));
		Ok(Self { keys: keys.collect::<Result<_, _>>()?, banks: banks.collect::<Result<_, _>>()? })
	}

	/// The key of a participant of the bundle.
	pub fn of_participant(&self, who: Who) -> &Keypair {
		&self.keys[who.0]
	}

	/// The keys of all banks that may be on the chain: those that vote, and those of the bundle.
	pub fn voters(&self, participants: &Participants) -> Vec<Keypair> {
		let own = participants.banks().map(|(who, _)| self.of_participant(who));
		self.banks.iter().chain(own).cloned().collect()
	}
}
