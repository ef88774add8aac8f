// SPDX-License-Identifier: Apache-2.0

//! The keys that sign for participants: files that only their owner can read, and keys for trying
//! things out that anybody can derive from the name.

use anyhow::{bail, Context};
use serde::{Deserialize, Serialize};
use std::{
	fs::{self, OpenOptions},
	io::Write,
	os::unix::fs::{OpenOptionsExt, PermissionsExt},
	path::{Path, PathBuf},
	str::FromStr,
};
use subxt_signer::{sr25519::Keypair, DeriveJunction, SecretUri};

/// The key that a participant of this name has on a chain for development: `//split-ledger//NAME`
/// of the well-known development phrase. Never use it where money is real.
pub fn development(name: &str) -> anyhow::Result<Keypair> {
	let root = Keypair::from_uri(&SecretUri::from_str("//split-ledger")?)?;
	// The name is one junction, whatever characters it has.
	Ok(root.derive([DeriveJunction::from(format!("/{name}"))]))
}

/// The key of a secret URI, such as `//Alice` or a phrase.
pub fn of_uri(uri: &str) -> anyhow::Result<Keypair> {
	Ok(Keypair::from_uri(&SecretUri::from_str(uri)?)?)
}

/// A folder of key files, one a key.
#[derive(Clone, Debug)]
pub struct KeyStore {
	dir: PathBuf,
}

/// A key file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
	name: String,
	scheme: String,
	account: String,
	secret: String,
}

/// A key as it may be shown.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct KeyLine {
	/// The name of its file.
	pub name: String,
	/// Its account on any chain, as SS58 text.
	pub account: String,
	/// Its public key in hex.
	pub public: String,
}

impl KeyLine {
	/// What may be shown of a key.
	pub fn of(name: &str, key: &Keypair) -> Self {
		let public = key.public_key();
		Self {
			name: name.to_owned(),
			public: format!("0x{}", hex::encode(public.as_ref())),
			account: public.to_account_id().to_string(),
		}
	}
}

impl KeyStore {
	/// The store in a folder, which need not exist yet.
	pub fn at(dir: impl Into<PathBuf>) -> Self {
		Self { dir: dir.into() }
	}

	/// Makes a new key from the randomness of the system.
	pub fn generate(&self, name: &str) -> anyhow::Result<KeyLine> {
		let path = self.path(name)?;
		let seed: [u8; 32] = rand::random();
		let key = Keypair::from_secret_key(seed)?;
		let line = KeyLine::of(name, &key);
		let file = KeyFile {
			name: name.to_owned(),
			scheme: "sr25519".to_owned(),
			account: line.account.clone(),
			secret: format!("0x{}", hex::encode(seed)),
		};
		fs::create_dir_all(&self.dir)
			.with_context(|| format!("cannot make the folder {}", self.dir.display()))?;
		fs::set_permissions(&self.dir, fs::Permissions::from_mode(0o700))?;
		let mut new =
			OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).with_context(
				|| format!("cannot make {}: a key is never overwritten", path.display()),
			)?;
		new.write_all(serde_json::to_string_pretty(&file)?.as_bytes())?;
		new.sync_all()?;
		Ok(line)
	}

	/// The key of a name.
	pub fn load(&self, name: &str) -> anyhow::Result<Keypair> {
		let path = self.path(name)?;
		let text = fs::read_to_string(&path)
			.with_context(|| format!("no key `{name}` in {}", self.dir.display()))?;
		if fs::metadata(&path)?.permissions().mode() & 0o077 != 0 {
			bail!("others can read {}: set its mode to 600", path.display());
		}
		let file: KeyFile = serde_json::from_str(&text)
			.with_context(|| format!("{} is no key file", path.display()))?;
		if file.scheme != "sr25519" {
			bail!("{} is a key of the unknown scheme {}", path.display(), file.scheme);
		}
		let seed = hex::decode(file.secret.trim_start_matches("0x"))?;
		let seed = <[u8; 32]>::try_from(seed).ok().context("a secret has 32 bytes")?;
		Ok(Keypair::from_secret_key(seed)?)
	}

	/// All keys, by name.
	pub fn list(&self) -> anyhow::Result<Vec<KeyLine>> {
		let Ok(entries) = fs::read_dir(&self.dir) else {
			return Ok(Vec::new());
		};
		let mut lines = Vec::new();
		for entry in entries {
			let path = entry?.path();
			let stem = path.file_stem().and_then(|stem| stem.to_str());
			if let (Some(stem), true) = (stem, is_key_file(&path)) {
				lines.push(KeyLine::of(stem, &self.load(stem)?));
			}
		}
		lines.sort_by(|a, b| a.name.cmp(&b.name));
		Ok(lines)
	}

	fn path(&self, name: &str) -> anyhow::Result<PathBuf> {
		let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
		if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
			bail!("`{name}` is no name for a key: use letters, digits, `-`, `_` and `.`");
		}
		Ok(self.dir.join(format!("{name}.json")))
	}
}

fn is_key_file(path: &Path) -> bool {
	path.extension().is_some_and(|extension| extension == "json")
}

#[cfg(test)]
mod tests {
	use super::*;

	fn account(key: &Keypair) -> String {
		KeyLine::of("", key).account
	}

	#[test]
	fn a_generated_key_reads_back_and_is_never_overwritten() -> anyhow::Result<()> {
		let folder = tempfile::tempdir()?;
		let store = KeyStore::at(folder.path().join("keys"));

		let line = store.generate("bank")?;

		assert_eq!(account(&store.load("bank")?), line.account);
		assert_eq!(store.list()?, [line]);
		assert!(store.generate("bank").is_err() && store.generate("../bank").is_err());
		Ok(())
	}

	#[test]
	fn a_key_that_others_can_read_is_not_used() -> anyhow::Result<()> {
		let folder = tempfile::tempdir()?;
		let store = KeyStore::at(folder.path());
		store.generate("bank")?;

		let path = folder.path().join("bank.json");
		fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;

		assert!(store.load("bank").is_err());
		Ok(())
	}

	#[test]
	fn development_keys_are_those_of_their_uri() -> anyhow::Result<()> {
		for name in ["bank-north", "buyer 7", "7"] {
			let uri = of_uri(&format!("//split-ledger//{name}"))?;
			assert_eq!(account(&development(name)?), account(&uri));
		}
		Ok(())
	}
}
