// SPDX-License-Identifier: Apache-2.0

//! Our chain: its genesis, how its transactions are signed, and what must hold after each round.

use crate::{
	cast::Cast,
	chain::{opaque, Chain, Habits, Head},
	keys,
	measure::Work,
};
use anyhow::{anyhow, bail, ensure, Context, Result};
use codec::{Decode, Encode};
use frame_metadata_hash_extension::CheckMetadataHash;
use frame_system::EventRecord;
use pallet_escrow::Event as EscrowEvent;
use pallet_participants::{CheckAccess, CheckMortality, CheckNonce};
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_core::{sr25519, Pair, H256};
use sp_io::TestExternalities;
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	BuildStorage, MultiAddress, MultiSignature, OpaqueExtrinsic,
};
use sp_storage::well_known_keys::CODE;
use split_ledger_primitives::Total;
use split_ledger_runtime::{
	genesis_presets, invariants, opaque::UncheckedExtrinsic as Opaque, Runtime, RuntimeApi,
	RuntimeCall, RuntimeEvent, RuntimeGenesisConfig, SignedPayload, TimestampCall,
	UncheckedExtrinsic, VERSION, WASM_BINARY,
};
use std::collections::HashMap;

/// Slots between two rounds: ten seconds, in which the quota of a bank fills up again.
const PAUSE_SLOTS: u64 = 20;

/// Our chain, and who signed how often.
pub(crate) struct Ours {
	chain: Chain<RuntimeApi>,
	nonces: HashMap<sr25519::Public, u32>,
	/// What the banks issued to all accounts together.
	pub(crate) issued: Total,
}

impl Ours {
	/// A chain of four banks with everybody of the cast on it, and no money yet.
	pub(crate) fn start(cast: &Cast) -> Result<Self> {
		let mut config = preset()?;
		config.participants.participants.extend(cast.participants());
		let mut storage = config.build_storage().map_err(anyhow::Error::msg)?;
		let code = WASM_BINARY.context("built without wasm: unset SKIP_WASM_BUILD")?;
		storage.top.insert(CODE.to_vec(), code.to_vec());
		let habits = Habits {
			digest: |slot| {
				let slot = Slot::from(slot).encode();
				Digest { logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, slot)] }
			},
			inherent: |now| {
				opaque(&UncheckedExtrinsic::new_bare(TimestampCall::set { now }.into()))
			},
			slot_millis: crate::SLOT_MILLIS,
			first_slot: crate::FIRST_SLOT,
		};
		Ok(Self { chain: Chain::start(&storage, habits)?, nonces: HashMap::new(), issued: 0 })
	}

	/// Whether to count, from now on, what building a block reads and writes.
	pub(crate) fn listen(&mut self, listens: bool) {
		self.chain.listens = listens;
	}

	/// Signs a call with the next nonce of the key.
	pub(crate) fn sign(&mut self, pair: &sr25519::Pair, call: RuntimeCall) -> Result<Opaque> {
		let head = self.chain.head();
		let next = self.nonces.entry(pair.public()).or_default();
		let nonce = *next;
		*next += 1;
		signed(pair, call, nonce, head)
	}

	/// Puts calls on the chain before anything is measured.
	pub(crate) fn prepare(&mut self, acts: Vec<(sr25519::Pair, RuntimeCall)>) -> Result<()> {
		let signed = acts.into_iter().map(|(pair, call)| self.sign(&pair, call));
		let signed = signed.collect::<Result<Vec<_>>>()?;
		self.work_off(&signed)?;
		Ok(())
	}

	/// Puts transactions into blocks, after a pause. Fails where one of them fails. Answers also how
	/// many orders were paid.
	pub(crate) fn work_off(&mut self, extrinsics: &[OpaqueExtrinsic]) -> Result<(Work, usize)> {
		self.chain.wait(PAUSE_SLOTS);
		let work = self.chain.work_off(extrinsics)?;
		let mut paid = 0;
		for events in &work.events {
			let events = Vec::<EventRecord<RuntimeEvent, H256>>::decode(&mut events.as_slice())?;
			for record in events {
				match record.event {
					RuntimeEvent::Escrow(EscrowEvent::Paid { .. }) => paid += 1,
					RuntimeEvent::Escrow(EscrowEvent::BatchDone { refused, .. }) => {
						ensure!(refused.is_empty(), "a batch was refused: {:?}", refused.first());
					}
					RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
						dispatch_error,
						..
					}) => bail!("a transaction failed: {dispatch_error:?}"),
					_ => {}
				}
			}
		}
		Ok((work, paid))
	}

	/// All invariants of the chain, and that there is neither more nor less money than was issued.
	pub(crate) fn check(&self) -> Result<()> {
		let state = self.chain.state()?;
		TestExternalities::new(state).execute_with(|| {
			invariants::check_all().map_err(|error| anyhow!("{error:?}"))?;
			let rows = pallet_ledger::Accounts::<Runtime>::iter_values();
			let money: Total = rows.map(|row| row.available.total() + row.held.total()).sum();
			ensure!(money == self.issued, "there is {money}, and {} was issued", self.issued);
			Ok(())
		})
	}
}

/// The genesis of four banks with well-known keys, as a node merges it.
fn preset() -> Result<RuntimeGenesisConfig> {
	let patch =
		genesis_presets::get_preset(&"local_testnet".into()).context("the preset exists")?;
	let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default())?;
	merge(&mut genesis, serde_json::from_slice(&patch)?);
	Ok(serde_json::from_value(genesis)?)
}

fn merge(into: &mut serde_json::Value, patch: serde_json::Value) {
	match (into, patch) {
		(serde_json::Value::Object(into), serde_json::Value::Object(patch)) => {
			for (name, value) in patch {
				merge(into.entry(name).or_insert(serde_json::Value::Null), value);
			}
		}
		(into, patch) => *into = patch,
	}
}

fn signed(pair: &sr25519::Pair, call: RuntimeCall, nonce: u32, head: Head) -> Result<Opaque> {
	let extension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		CheckMortality::from(Era::mortal(keys::LIFE_BLOCKS, head.number.into())),
		CheckAccess::new(),
		CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let implicit = (
		(),
		(),
		VERSION.spec_version,
		VERSION.transaction_version,
		head.genesis,
		head.hash,
		(),
		(),
		(),
		None,
		(),
	);
	let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
	let signature = payload.using_encoded(|bytes| pair.sign(bytes));
	let signer = MultiAddress::Id(pair.public().into());
	let signature = MultiSignature::from(signature);
	opaque(&UncheckedExtrinsic::new_signed(call, signer, signature, extension))
}
