// SPDX-License-Identifier: Apache-2.0

use super::{events::Event, AtBlock, Block, Call, Chain, Failure, Refused};
use crate::hash::blake2_256;
use anyhow::{bail, Context};
use std::collections::{BTreeMap, HashMap, VecDeque};
use subxt::{
	config::DefaultExtrinsicParamsBuilder,
	rpcs::{client::RpcSubscription, Error as RpcError},
	SubstrateConfig,
};
use subxt_signer::sr25519::Keypair;

/// How many transactions of one key are on their way at once: the chain takes 64 ahead.
const IN_FLIGHT: usize = 56;

/// For how many blocks a transaction may be taken into one. Then it is signed again.
const MORTAL_BLOCKS: u64 = 128;

/// How often a transaction is signed again before the courier gives up.
const TRIES: u32 = 4;

/// A call with the key that signs it.
#[derive(Clone)]
pub struct Letter {
	/// The key.
	pub key: Keypair,
	/// The call.
	pub call: Call,
}

/// What became of a letter, in a final block.
#[derive(Clone, Debug)]
pub struct Receipt {
	/// The block.
	pub block: u32,
	/// Whether the call did what it does.
	pub result: Result<(), Failure>,
	/// What it caused.
	pub events: Vec<Event>,
}

impl Receipt {
	/// The failure as an error, where there is one.
	pub fn ok(self) -> anyhow::Result<Self> {
		match self.result {
			Ok(()) => Ok(self),
			Err(failure) => Err(failure.into()),
		}
	}
}

/// The letters of one key, in order.
struct Lane {
	key: Keypair,
	waiting: VecDeque<usize>,
	nonce: u64,
	in_flight: usize,
}

/// A transaction on its way.
struct Sent {
	letter: usize,
	lane: [u8; 32],
	nonce: u64,
	until: u64,
}

/// All letters of one sending.
struct Post<'a> {
	chain: &'a Chain,
	letters: &'a [Letter],
	lanes: BTreeMap<[u8; 32], Lane>,
	sent: HashMap<[u8; 32], Sent>,
	tries: HashMap<usize, u32>,
	receipts: Vec<Option<Receipt>>,
}

impl Chain {
	/// Sends all letters, those of one key in their order, and waits until each is in a final block.
	/// `done` hears how many are.
	pub async fn send(
		&self,
		letters: &[Letter],
		done: impl Fn(usize),
	) -> anyhow::Result<Vec<Receipt>> {
		let mut heads = self.legacy.chain_subscribe_finalized_heads().await?;
		let mut last = self.final_block().await?;
		let mut post = Post::new(self, letters, last).await?;
		post.fill(last).await?;
		while !post.is_done() {
			let head = next_head(self, &mut heads).await?;
			for number in last.number.saturating_add(1)..=head.number {
				let block = self.block(number).await?;
				post.read(block).await?;
				last = block;
			}
			done(post.receipts.iter().flatten().count());
			post.resend_expired(last).await?;
			post.fill(last).await?;
		}
		post.receipts.into_iter().collect::<Option<_>>().context("a letter was lost")
	}

	/// Sends one call and waits until it is in a final block.
	pub async fn send_one(&self, key: &Keypair, call: Call) -> anyhow::Result<Receipt> {
		let letters = [Letter { key: key.clone(), call }];
		let receipts = self.send(&letters, |_| ()).await?;
		receipts.into_iter().next().context("a letter was lost")
	}
}

impl Chain {
	/// Waits for a final block later than `block`.
	pub async fn next_final(&self, block: Block) -> anyhow::Result<Block> {
		let mut heads = self.legacy.chain_subscribe_finalized_heads().await?;
		loop {
			let next = next_head(self, &mut heads).await?;
			if next.number > block.number {
				return Ok(next);
			}
		}
	}
}

type Heads = RpcSubscription<<SubstrateConfig as subxt::Config>::Header>;

/// The next final block; subscribes again where the node ended the subscription.
async fn next_head(chain: &Chain, heads: &mut Heads) -> anyhow::Result<Block> {
	match heads.next().await {
		Some(Ok(_)) => {}
		Some(Err(error)) => return Err(error).context("the connection was lost"),
		None => *heads = chain.legacy.chain_subscribe_finalized_heads().await?,
	}
	chain.final_block().await
}

impl<'a> Post<'a> {
	async fn new(chain: &'a Chain, letters: &'a [Letter], at: Block) -> anyhow::Result<Self> {
		let mut lanes: BTreeMap<[u8; 32], Lane> = BTreeMap::new();
		for (place, letter) in letters.iter().enumerate() {
			let public = letter.key.public_key().0;
			let lane = lanes.entry(public).or_insert_with(|| Lane {
				key: letter.key.clone(),
				waiting: VecDeque::new(),
				nonce: 0,
				in_flight: 0,
			});
			lane.waiting.push_back(place);
		}
		let at = chain.at(at).await?;
		for lane in lanes.values_mut() {
			let account = lane.key.public_key().to_account_id();
			let used = at.transactions().account_nonce(&account).await?;
			// What an earlier run left in the pool comes first.
			let next = chain.legacy.system_account_next_index(&account).await.unwrap_or(used);
			lane.nonce = used.max(next);
		}
		Ok(Self {
			chain,
			letters,
			lanes,
			sent: HashMap::new(),
			tries: HashMap::new(),
			receipts: letters.iter().map(|_| None).collect(),
		})
	}

	fn is_done(&self) -> bool {
		self.receipts.iter().all(Option::is_some)
	}

	/// Sends as much as the window of each key takes.
	async fn fill(&mut self, block: Block) -> anyhow::Result<()> {
		if self.lanes.values().all(|lane| lane.waiting.is_empty()) {
			return Ok(());
		}
		let at = self.chain.at(block).await?;
		let keys: Vec<_> = self.lanes.keys().copied().collect();
		for public in keys {
			while let Some((letter, nonce)) = self.next_of(&public) {
				if !self.submit(&at, public, letter, nonce).await? {
					break;
				}
				if let Some(lane) = self.lanes.get_mut(&public) {
					lane.waiting.pop_front();
					lane.nonce = nonce.saturating_add(1);
					lane.in_flight = lane.in_flight.saturating_add(1);
				}
			}
		}
		Ok(())
	}

	/// The next letter of a key and its nonce, where the window of the key has room.
	fn next_of(&self, public: &[u8; 32]) -> Option<(usize, u64)> {
		let lane = self.lanes.get(public).filter(|lane| lane.in_flight < IN_FLIGHT)?;
		Some((*lane.waiting.front()?, lane.nonce))
	}

	/// Hands a transaction to the node. False where its pool takes none of this key for now.
	async fn submit(
		&mut self,
		at: &AtBlock,
		public: [u8; 32],
		letter: usize,
		nonce: u64,
	) -> anyhow::Result<bool> {
		let Letter { key, call } = &self.letters[letter];
		let params = DefaultExtrinsicParamsBuilder::<SubstrateConfig>::new()
			.mortal_from_unchecked(MORTAL_BLOCKS, at.block_number(), at.block_hash())
			.nonce(nonce)
			.build();
		let signed = at.transactions().create_signable_offline(call, params)?.sign(key)?;
		match self.chain.legacy.author_submit_extrinsic(signed.encoded()).await {
			Ok(_) => {}
			Err(error) if is_temporary(&error) => return Ok(false),
			Err(error) => return Err(error).context("the node takes no such transaction"),
		}
		let until = at.block_number().saturating_add(MORTAL_BLOCKS);
		let sent = Sent { letter, lane: public, nonce, until };
		self.sent.insert(blake2_256(&[signed.encoded()]), sent);
		Ok(true)
	}

	/// Finds our transactions in a final block.
	async fn read(&mut self, block: Block) -> anyhow::Result<()> {
		let body = self.chain.legacy.chain_get_block(Some(block.hash)).await?;
		let body = body.with_context(|| format!("the node has lost block {}", block.number))?;
		let found: Vec<_> = (0u32..)
			.zip(&body.block.extrinsics)
			.filter_map(|(index, bytes)| {
				let hash = blake2_256(&[&bytes.0]);
				self.sent.remove(&hash).map(|sent| (index, sent))
			})
			.collect();
		if found.is_empty() {
			return Ok(());
		}
		let at = self.chain.at(block).await?;
		let events = super::events::of(&at).await?;
		let metadata = at.metadata();
		for (index, sent) in found {
			let events: Vec<_> =
				events.iter().filter(|event| event.extrinsic == Some(index)).cloned().collect();
			let refused = refusal(&events)?;
			let result = refused.map_or(Ok(()), |refused| Err(Failure::of(refused, &metadata)));
			self.receipts[sent.letter] = Some(Receipt { block: block.number, result, events });
			if let Some(lane) = self.lanes.get_mut(&sent.lane) {
				lane.in_flight = lane.in_flight.saturating_sub(1);
			}
		}
		Ok(())
	}

	/// Signs again what has waited too long, under the same nonce: one of the two gets in.
	async fn resend_expired(&mut self, block: Block) -> anyhow::Result<()> {
		let is_old = |sent: &Sent| sent.until < block.number.into();
		let old: Vec<_> =
			self.sent.iter().filter(|(_, sent)| is_old(sent)).map(|(hash, _)| *hash).collect();
		if old.is_empty() {
			return Ok(());
		}
		let at = self.chain.at(block).await?;
		for hash in old {
			let Some(sent) = self.sent.remove(&hash) else { continue };
			let tries = self.tries.entry(sent.letter).or_insert(0);
			*tries += 1;
			if *tries > TRIES {
				bail!("the chain does not take a transaction; it may be over its quota or paused");
			}
			if !self.submit(&at, sent.lane, sent.letter, sent.nonce).await? {
				self.sent.insert(hash, Sent { until: sent.until.saturating_add(8), ..sent });
			}
		}
		Ok(())
	}
}

/// Why a call was refused: its own failure, or that of the motion it carried out.
pub(crate) fn refusal(events: &[Event]) -> anyhow::Result<Option<Refused>> {
	for event in events {
		if event.is("System", "ExtrinsicFailed") {
			let refused = event.fields().context("a failure of another version")?;
			return Ok(Some(refused));
		}
		if event.is("Council", "Executed") {
			let (_, result) = event
				.fields::<([u8; 32], Result<(), Refused>)>()
				.context("a result of another version")?;
			if let Err(refused) = result {
				return Ok(Some(refused));
			}
		}
	}
	Ok(None)
}

/// Whether the pool will take it later: a full pool, or a rule whose cause passes (a quota, the
/// window of nonces).
fn is_temporary(error: &RpcError) -> bool {
	const UNKNOWN_VALIDITY: i32 = 1011;
	const BANNED: i32 = 1012;
	const POOL_FULL: i32 = 1016;
	let RpcError::User(error) = error else { return false };
	matches!(error.code, UNKNOWN_VALIDITY | BANNED | POOL_FULL)
}
