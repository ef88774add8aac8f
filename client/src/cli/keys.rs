// SPDX-License-Identifier: Apache-2.0

use super::{default_keys, show, Context};
use crate::keys::{development, KeyLine, KeyStore};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum Keys {
	/// Makes a new key in a file that only you can read.
	Generate(Named),
	/// Shows the account of a key.
	Show {
		#[command(flatten)]
		named: Named,
		/// Shows the key that this name has on a chain for development instead.
		#[arg(long)]
		dev: bool,
	},
	/// Lists the keys.
	List {
		#[command(flatten)]
		folder: Folder,
	},
}

#[derive(Args, Debug)]
pub(super) struct Named {
	/// The name of the key.
	name: String,
	#[command(flatten)]
	folder: Folder,
}

#[derive(Args, Debug)]
pub(super) struct Folder {
	/// The folder of the keys [default: split-ledger/keys among your configuration].
	#[arg(long, value_name = "DIR")]
	keys: Option<PathBuf>,
}

impl Folder {
	fn store(self) -> KeyStore {
		KeyStore::at(self.keys.unwrap_or_else(default_keys))
	}
}

impl Keys {
	pub(super) fn run(self, context: Context) -> anyhow::Result<()> {
		let lines = match self {
			Self::Generate(Named { name, folder }) => vec![folder.store().generate(&name)?],
			Self::Show { named: Named { name, .. }, dev: true } => {
				vec![KeyLine::of(&name, &development(&name)?)]
			}
			Self::Show { named: Named { name, folder }, dev: false } => {
				vec![KeyLine::of(&name, &folder.store().load(&name)?)]
			}
			Self::List { folder } => folder.store().list()?,
		};
		show::answer(context, &lines, |lines| {
			let rows = lines
				.iter()
				.map(|line| vec![line.name.clone(), line.account.clone(), line.public.clone()]);
			show::table(&["name", "account", "public key"], rows).to_string()
		})
	}
}
