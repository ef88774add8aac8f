// SPDX-License-Identifier: Apache-2.0

//! What a stranger can send to the RPC changes nothing and stops nothing.

use anyhow::Result;
use serde_json::{json, Value};
use split_ledger_e2e::{Dice, Node, METHODS, SUBSCRIPTION};
use std::{
	collections::BTreeSet,
	io::{Read, Write},
	net::TcpStream,
	time::Duration,
};
use subxt::rpcs::{client::RpcParams, rpc_params};

/// The namespaces of the SDK's own methods.
const STOCK: [&str; 17] = [
	"account",
	"archive",
	"author",
	"bitswap",
	"chain",
	"chainHead",
	"chainSpec",
	"childstate",
	"grandpa",
	"offchain",
	"rpc",
	"state",
	"subscribe",
	"system",
	"transaction",
	"transactionWatch",
	"unsubscribe",
];

/// Bodies that are no request, or a bad one.
const BODIES: u32 = 500;

#[tokio::test(flavor = "multi_thread")]
async fn the_node_lists_every_method_of_the_house_and_no_other() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let node = Node::start(folder.path()).await?;

	let answer: Value = node.rpc().await?.request("rpc_methods", rpc_params![]).await?;

	let all: BTreeSet<_> =
		answer["methods"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
	let is_stock =
		|method: &str| method.split_once('_').is_some_and(|(space, _)| STOCK.contains(&space));
	let listed: BTreeSet<_> = all.iter().copied().filter(|method| !is_stock(method)).collect();
	assert_eq!(listed, METHODS.into_iter().chain(SUBSCRIPTION).collect());
	assert!(all.contains("grandpa_proveFinality"), "a receipt needs it");
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_names_its_block_and_an_unknown_thing_is_null() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let node = Node::start(folder.path()).await?;
	node.wait_for_final(1).await?;

	let bank: Value = node.rpc().await?.request("participants_get", rpc_params![0]).await?;
	let nobody: Value = node.rpc().await?.request("participants_get", rpc_params![9_999]).await?;

	assert_eq!(bank["finalised"], json!(true));
	assert!(bank["at"]["number"].as_u64().is_some_and(|number| number >= 1), "{bank}");
	assert_eq!(bank["value"]["roles"], json!(["bank"]));
	assert_eq!(nobody["value"], Value::Null);
	Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_requests_change_no_state_and_stop_nothing() -> Result<()> {
	let folder = tempfile::tempdir()?;
	let node = Node::start(folder.path()).await?;
	node.wait_for_final(1).await?;
	let participants = fingerprint(&node).await?;
	let mut dice = Dice::new(20_261_122);

	for no in 0..BODIES {
		let body = if no % 2 == 0 { dice.bytes(600) } else { almost_a_request(&mut dice) };
		post(node.port(), &body)?;
	}

	let now = node.final_block().await?;
	node.wait_for_final(now + 2).await?;
	assert_eq!(fingerprint(&node).await?, participants);
	println!("seed {}: {BODIES} malformed bodies", dice.seed());
	Ok(())
}

/// What the chain keeps of the business, as its raw keys and values.
async fn fingerprint(node: &Node) -> Result<Value> {
	let rpc = node.rpc().await?;
	let mut state = Vec::new();
	for method in ["clearing_currencies", "ledger_constants"] {
		let answer: Value = rpc.request(method, rpc_params![]).await?;
		state.push(answer["value"].clone());
	}
	for id in 0..4u32 {
		let mut params = RpcParams::new();
		params.push(id)?;
		let answer: Value = rpc.request("participants_get", params).await?;
		state.push(answer["value"].clone());
	}
	Ok(Value::Array(state))
}

/// A well-formed envelope around a method that there is, with parameters that make no sense.
fn almost_a_request(dice: &mut Dice) -> Vec<u8> {
	let method = METHODS[dice.below(METHODS.len())];
	let params = match dice.below(5) {
		0 => json!([]),
		1 => json!([{ "no": "such" }, null, -1]),
		2 => json!(["0x", "", 18_446_744_073_709_551_615u64]),
		3 => json!([u64::MAX, [[[[]]]]]),
		_ => json!({ "id": dice.below(1_000_000).to_string().repeat(20) }),
	};
	json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params })
		.to_string()
		.into_bytes()
}

/// Posts a body and reads whatever comes back; a connection that the node closes is an answer too.
fn post(port: u16, body: &[u8]) -> Result<()> {
	let mut stream = TcpStream::connect(("127.0.0.1", port))?;
	stream.set_read_timeout(Some(Duration::from_secs(10)))?;
	let head = format!(
		"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
		body.len()
	);
	stream.write_all(head.as_bytes())?;
	stream.write_all(body)?;
	let mut answer = Vec::new();
	let _ = stream.read_to_end(&mut answer);
	Ok(())
}
