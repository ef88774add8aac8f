// SPDX-License-Identifier: Apache-2.0

//! Starts real nodes and the real command line, and ends what it started.
//!
//! The binaries are those of the same build: `cargo build --release --workspace` first, as
//! `scripts/test.sh` does. Everything listens on loopback, on ports that were free.

mod methods;
mod town;

pub use methods::{METHODS, SUBSCRIPTION};
pub use town::{Town, RULES};

use anyhow::{bail, ensure, Context, Result};
use serde_json::Value;
use std::{
	fs::File,
	net::TcpListener,
	path::{Path, PathBuf},
	process::{Child, Command, Output, Stdio},
	time::{Duration, Instant},
};
use subxt::rpcs::{rpc_params, RpcClient};

/// The longest that a test waits for a thing which should come within seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// The folder of the binaries that were built together with this test.
fn binaries() -> Result<PathBuf> {
	let test = std::env::current_exe()?;
	let folder = test.parent().and_then(Path::parent).context("a test lies in target/*/deps")?;
	Ok(folder.to_path_buf())
}

fn binary(name: &str) -> Result<PathBuf> {
	let path = binaries()?.join(name);
	ensure!(path.exists(), "{name} is not built: run `cargo build --release --workspace`");
	Ok(path)
}

fn free_port() -> Result<u16> {
	Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A running node of a development chain. Dropped, it is killed.
pub struct Node {
	child: Child,
	port: u16,
	folder: PathBuf,
}

impl Node {
	/// Starts the node on a chain that lies, or will lie, in `folder`, and waits until it answers.
	pub async fn start(folder: &Path) -> Result<Self> {
		let port = free_port()?;
		let log = File::options().create(true).append(true).open(folder.join("node.log"))?;
		let child = Command::new(binary("split-ledger-node")?)
			.args(["--dev", "--no-prometheus", "--no-telemetry", "--rpc-port", &port.to_string()])
			.args(["--state-pruning", "archive", "--blocks-pruning", "archive"])
			.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{}", free_port()?)])
			.arg("--base-path")
			.arg(folder.join("chain"))
			.stdout(Stdio::null())
			.stderr(log)
			.spawn()
			.context("the node starts")?;
		let mut node = Self { child, port, folder: folder.to_path_buf() };
		node.wait_until_it_answers().await?;
		Ok(node)
	}

	async fn wait_until_it_answers(&mut self) -> Result<()> {
		let start = Instant::now();
		loop {
			if let Some(status) = self.child.try_wait()? {
				bail!(
					"the node ended with {status}: see {}",
					self.folder.join("node.log").display()
				);
			}
			if let Ok(client) = self.rpc().await {
				if client.request::<Value>("system_health", rpc_params![]).await.is_ok() {
					return Ok(());
				}
			}
			ensure!(start.elapsed() < PATIENCE, "the node does not answer");
			tokio::time::sleep(Duration::from_millis(100)).await;
		}
	}

	/// Where the node listens.
	pub fn url(&self) -> String {
		format!("ws://127.0.0.1:{}", self.port)
	}

	/// The port at which the node listens.
	pub fn port(&self) -> u16 {
		self.port
	}

	/// A connection to the node.
	pub async fn rpc(&self) -> Result<RpcClient> {
		Ok(RpcClient::from_insecure_url(self.url()).await?)
	}

	/// The number of the last final block.
	pub async fn final_block(&self) -> Result<u64> {
		let rpc = self.rpc().await?;
		let hash: Value = rpc.request("chain_getFinalizedHead", rpc_params![]).await?;
		let header: Value = rpc.request("chain_getHeader", rpc_params![hash]).await?;
		let number = header["number"].as_str().context("a header has a number")?;
		Ok(u64::from_str_radix(number.trim_start_matches("0x"), 16)?)
	}

	/// Waits until a block of at least this number is final.
	pub async fn wait_for_final(&self, number: u64) -> Result<()> {
		let start = Instant::now();
		while self.final_block().await? < number {
			ensure!(start.elapsed() < PATIENCE, "block {number} does not become final");
			tokio::time::sleep(Duration::from_millis(100)).await;
		}
		Ok(())
	}

	/// The ids of the first hundred orders in the state of the best block.
	pub async fn orders(&self) -> Result<Vec<String>> {
		// The prefix of the map `Escrow.Orders`: twox-128 of both names. The key is the id itself.
		const ORDERS: &str = "0x739f2acb576f027f466145c0596923c70240febb3818e81c53cd2216cf0d3658";
		let rpc = self.rpc().await?;
		let keys: Vec<String> = rpc.request("state_getKeysPaged", rpc_params![ORDERS, 100]).await?;
		let ids = keys.iter().filter_map(|key| key.strip_prefix(ORDERS));
		Ok(ids.map(|id| format!("0x{id}")).collect())
	}

	/// Waits until at least `count` orders, a hundred at most, are in the state of the best block.
	pub async fn wait_for_orders(&self, count: usize) -> Result<()> {
		let start = Instant::now();
		loop {
			if self.orders().await?.len() >= count {
				return Ok(());
			}
			ensure!(start.elapsed() < PATIENCE, "no order is placed");
			tokio::time::sleep(Duration::from_millis(20)).await;
		}
	}

	/// Kills the node as a power switch would, and waits until it is gone.
	pub fn kill(&mut self) -> Result<()> {
		self.child.kill()?;
		self.child.wait()?;
		Ok(())
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		// A child that is gone already is what is wanted.
		let _ = self.kill();
	}
}

/// Runs the command line and waits for its end.
pub fn split_ledger(arguments: &[&str]) -> Result<Output> {
	Ok(split_ledger_command(arguments)?.output()?)
}

/// The command line, to be started by the caller.
pub fn split_ledger_command(arguments: &[&str]) -> Result<Command> {
	let mut command = Command::new(binary("split-ledger")?);
	command.args(arguments).stdin(Stdio::null());
	Ok(command)
}

/// Random bytes from a seed, the same in every run: a test that failed fails again.
pub struct Dice {
	seed: u64,
	state: u64,
}

impl Dice {
	/// Starts from a seed.
	pub fn new(seed: u64) -> Self {
		Self { seed, state: seed }
	}

	/// The seed, to be printed.
	pub fn seed(&self) -> u64 {
		self.seed
	}

	/// The next number: SplitMix64 (Steele, Lea, Flood, 2014).
	fn roll(&mut self) -> u64 {
		self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.state;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ (mixed >> 31)
	}

	/// A number below `end`.
	pub fn below(&mut self, end: usize) -> usize {
		usize::try_from(self.roll()).unwrap_or(usize::MAX) % end
	}

	/// Up to `most` bytes.
	pub fn bytes(&mut self, most: usize) -> Vec<u8> {
		let count = self.below(most);
		(0..count).map(|_| self.roll().to_le_bytes()[0]).collect()
	}
}
