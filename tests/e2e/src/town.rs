// SPDX-License-Identifier: Apache-2.0

//! A town in which people act by hand: a chain with two banks and their customers.

use crate::{split_ledger, Node};
use anyhow::{ensure, Context, Result};
use serde_json::Value;
use std::fs;
use subxt::rpcs::{client::RpcParams, RpcClient};
use tempfile::TempDir;

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
east,bank,,CNY=1000.00,
west,bank,,CNY=1000.00,
site,platform,east,CNY=0,
shop,merchant,west,CNY=0,
van,carrier,west,CNY=0,
anna,buyer,east,CNY=500.00,
bert,buyer,east,CNY=100.00,
seal,attestor,west,,
judge,attestor,west,,
";

/// The rule set of the town.
pub const RULES: &str = "\
name = \"market\"
currency = \"CNY\"
[[case]]
legs = [
  { to = \"carrier\", take = \"10%\", purpose = \"logistics\" },
  { to = \"platform\", take = \"5%\", purpose = \"fee\" },
  { to = \"merchant\", take = \"remainder\", purpose = \"goods\" },
]
";

const COLUMNS: &str = "reference,payment,payer,currency,amount,rules,channel,category,promotion,\
	member_tier,parties,inputs,release\n";

/// An order that the chain releases when the next date begins.
const TOMORROW: &[(&str, &str, &str)] = &[("tomorrow", "market", "next-date")];

/// A chain with two banks and their customers, who have the keys of their names.
pub struct Town {
	folder: TempDir,
	node: Node,
}

impl Town {
	/// A town with an order of the next date.
	pub async fn start() -> Result<Self> {
		Self::with(TOMORROW, "").await
	}

	/// A town with orders, each by its reference, rule set and release, and actions on them.
	pub async fn with(orders: &[(&str, &str, &str)], actions: &str) -> Result<Self> {
		let folder = tempfile::tempdir()?;
		let bundle = folder.path().join("bundle");
		fs::create_dir_all(bundle.join("rules"))?;
		fs::write(bundle.join("participants.csv"), PARTICIPANTS)?;
		fs::write(bundle.join("rules/market.toml"), RULES)?;
		let kind = RULES.replace("\"market\"", "\"kind\"");
		let kind = kind.replace("[[case]]", "uncredited = \"merchant\"\n[[case]]");
		fs::write(bundle.join("rules/kind.toml"), kind)?;
		let parties = "merchant=shop;platform=site;carrier=van";
		let line = |(reference, rules, release): &(&str, &str, &str)| {
			format!("{reference},,anna,CNY,40.00,{rules},,,,,{parties},,{release}\n")
		};
		let orders: String = orders.iter().map(line).collect();
		fs::write(bundle.join("orders.csv"), format!("{COLUMNS}{orders}"))?;
		let actions = format!("order,reference,action,amount,legs\n{actions}");
		fs::write(bundle.join("actions.csv"), actions)?;
		let node = Node::start(folder.path()).await?;
		let town = Self { folder, node };
		let (data, out) = (town.path("bundle")?, town.path("out")?);
		let state = town.path("state")?;
		town.does(&["import", "--data", &data, "--out", &out, "--state", &state])?;
		Ok(town)
	}

	/// A path below the folder of the town.
	pub fn path(&self, below: &str) -> Result<String> {
		let path = self.folder.path().join(below);
		Ok(path.to_str().context("a temporary path is UTF-8")?.to_owned())
	}

	/// A connection to the node of the town.
	pub async fn rpc(&self) -> Result<RpcClient> {
		self.node.rpc().await
	}

	/// Runs a command that must succeed, and reads its answer.
	pub fn does(&self, arguments: &[&str]) -> Result<Value> {
		let url = self.node.url();
		let output = split_ledger(&[arguments, &["--json", "--url", &url]].concat())?;
		let said = String::from_utf8_lossy(&output.stderr);
		ensure!(output.status.success(), "{arguments:?}: {said}");
		Ok(serde_json::from_slice(&output.stdout)?)
	}

	/// Where the node of the town listens.
	pub fn url(&self) -> String {
		self.node.url()
	}

	/// Kills the node as a power switch would: what needs it fails from now on.
	pub fn kill(&mut self) -> Result<()> {
		self.node.kill()
	}

	/// Asks a method of the node, and takes the value of its answer.
	pub async fn ask(&self, method: &str, params: RpcParams) -> Result<Value> {
		let answer: Value = self.rpc().await?.request(method, params).await?;
		Ok(answer["value"].clone())
	}

	/// Runs a command as somebody whose key is that of a name.
	pub fn does_as(&self, name: &str, arguments: &[&str]) -> Result<Value> {
		self.does(&[arguments, &["--as", name, "--dev"]].concat())
	}

	/// Runs a command that must be refused, and answers the name of the error.
	pub fn refuses(&self, name: &str, arguments: &[&str]) -> Result<String> {
		let said = self.words_against(name, arguments)?;
		Ok(said.split(':').next().unwrap_or_default().to_owned())
	}

	/// Runs a command that must be refused, and answers why.
	pub fn words_against(&self, name: &str, arguments: &[&str]) -> Result<String> {
		let url = self.node.url();
		let output =
			split_ledger(&[arguments, &["--as", name, "--dev", "--json", "--url", &url]].concat())?;
		ensure!(!output.status.success(), "{arguments:?} was not refused");
		let answer: Value = serde_json::from_slice(&output.stderr)?;
		Ok(answer["error"].as_str().context("a refusal has words")?.to_owned())
	}

	/// A participant with its accounts, by its name.
	pub fn who(&self, name: &str) -> Result<Value> {
		self.does(&["participants", "show", &self.key(name)?])
	}

	/// The account of the key that a name has.
	pub fn key(&self, name: &str) -> Result<String> {
		let shown = split_ledger(&["keys", "show", name, "--dev", "--json"])?;
		let keys: Value = serde_json::from_slice(&shown.stdout)?;
		Ok(keys[0]["account"].as_str().context("a key has an account")?.to_owned())
	}

	/// The id of a participant, by its name.
	pub fn id(&self, name: &str) -> Result<String> {
		Ok(self.who(name)?["id"].to_string())
	}

	/// The number of the first account of a participant, by its name.
	pub fn account(&self, name: &str) -> Result<String> {
		Ok(self.who(name)?["accounts"][0]["number"].to_string())
	}

	/// The place of a bank, by its name.
	pub fn place(&self, bank: &str) -> Result<String> {
		Ok(self.who(bank)?["bank"].to_string())
	}

	/// A held order of the town, by hand: its id.
	pub fn hold(&self, reference: &str, more: &[&str]) -> Result<String> {
		let order = self.placement("market", reference, more)?;
		let order: Vec<_> = order.iter().map(String::as_str).collect();
		let placed = self.does_as("east", &order)?;
		Ok(placed["order"].as_str().context("an order has an id")?.to_owned())
	}

	/// The command that places a held order under a rule file of the town.
	pub fn placement(&self, rules: &str, reference: &str, more: &[&str]) -> Result<Vec<String>> {
		let slots = [("merchant", "shop"), ("platform", "site"), ("carrier", "van")];
		let mut arguments: Vec<String> = ["orders", "place", "100.00", "--release", "hold"]
			.into_iter()
			.chain(more.iter().copied())
			.map(str::to_owned)
			.collect();
		for (option, value) in [
			("--reference", reference.to_owned()),
			("--from", self.account("anna")?),
			("--rules", self.path(&format!("bundle/rules/{rules}.toml"))?),
			("--platform", self.id("site")?),
			("--merchant", self.id("shop")?),
		] {
			arguments.extend([option.to_owned(), value]);
		}
		for (slot, name) in slots {
			arguments.extend(["--party".to_owned(), format!("{slot}={}", self.account(name)?)]);
		}
		Ok(arguments)
	}
}
