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
	/// of further banks that vote, `admitted` the names of those whom earlier runs brought in.
	pub fn of(
		participants: &Participants,
		store: Option<&KeyStore>,
		bank_uris: &[String],
		admitted: &[String],
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
		// A key that is not at hand any more only means a vote or an agent less.
		let earlier = admitted.iter().filter_map(|name| key(name).ok());
		Ok(Self {
			keys: keys.collect::<Result<_, _>>()?,
			banks: banks.chain(earlier.map(Ok)).collect::<Result<_, _>>()?,
		})
	}

	/// The key of a participant of the bundle.
	pub fn of_participant(&self, who: Who) -> &Keypair {
		&self.keys[who.0]
	}

	/// The keys of all who may have been admitted by vote: they vote on others, or are agents.
	pub fn by_vote(&self, participants: &Participants) -> Vec<Keypair> {
		let by_vote = participants.iter().filter(|(_, row)| row.is_by_vote());
		let own = by_vote.map(|(who, _)| self.of_participant(who));
		self.banks.iter().chain(own).cloned().collect()
	}
}
