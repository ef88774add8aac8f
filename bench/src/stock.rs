// SPDX-License-Identifier: Apache-2.0

//! The yardstick: a ring of accounts in which each pays the next one.

use crate::{
	chain::{opaque, Chain, Habits, Head},
	keys,
	measure::Sample,
};
use anyhow::{ensure, Context, Result};
use codec::{Decode, Encode};
use frame_metadata_hash_extension::CheckMetadataHash;
use frame_system::EventRecord;
use pallet_balances::{Call, Event};
use pallet_transaction_payment::ChargeTransactionPayment;
use sp_core::{sr25519, Pair, H256};
use sp_runtime::{
	generic::Era, BuildStorage, Digest, MultiAddress, MultiSignature, OpaqueExtrinsic,
};
use sp_storage::well_known_keys::CODE;
use split_ledger_yardstick::{
	BalancesConfig, Runtime, RuntimeApi, RuntimeCall, RuntimeEvent, RuntimeGenesisConfig,
	SignedPayload, UncheckedExtrinsic, VERSION, WASM_BINARY,
};

/// Far more than all fees of a run.
const ENDOWMENT: u128 = 1 << 80;

/// The stock chain, and who pays on it.
pub(crate) struct Stock {
	chain: Chain<RuntimeApi>,
	payers: Vec<sr25519::Pair>,
	/// How often each of them signed.
	nonce: u32,
}

impl Stock {
	/// A chain with so many endowed accounts.
	pub(crate) fn start(payments: usize) -> Result<Self> {
		let payers: Vec<_> = (0..payments).map(keys::payer).collect();
		let balances = payers.iter().map(|payer| (payer.public().into(), ENDOWMENT)).collect();
		let genesis = RuntimeGenesisConfig {
			balances: BalancesConfig { balances, ..Default::default() },
			..Default::default()
		};
		let mut storage = genesis.build_storage().map_err(anyhow::Error::msg)?;
		let code = WASM_BINARY.context("built without wasm: unset SKIP_WASM_BUILD")?;
		storage.top.insert(CODE.to_vec(), code.to_vec());
		let habits = Habits {
			digest: |_| Digest::default(),
			inherent: |now| {
				let call = pallet_timestamp::Call::<Runtime>::set { now };
				opaque(&UncheckedExtrinsic::new_bare(call.into()))
			},
			slot_millis: crate::SLOT_MILLIS,
			first_slot: crate::FIRST_SLOT,
		};
		Ok(Self { chain: Chain::start(&storage, habits)?, payers, nonce: 0 })
	}

	/// Lets every account pay the next one once.
	pub(crate) fn transfers(&mut self) -> Result<Sample> {
		let head = self.chain.head();
		let count = self.payers.len();
		let extrinsics = (0..count)
			.map(|place| {
				let dest = self.payers[(place + 1) % count].public();
				let call = Call::<Runtime>::transfer_keep_alive {
					dest: MultiAddress::Id(dest.into()),
					value: 1_000,
				};
				sign(&self.payers[place], call.into(), self.nonce, head)
			})
			.collect::<Result<Vec<_>>>()?;
		self.nonce += 1;
		let bytes = extrinsics.iter().map(Encode::encoded_size).sum();
		let work = self.chain.work_off(&extrinsics)?;

		let mut paid = 0;
		for events in &work.events {
			let events = Vec::<EventRecord<RuntimeEvent, H256>>::decode(&mut events.as_slice())?;
			let is_transfer = |event: &RuntimeEvent| {
				matches!(event, RuntimeEvent::Balances(Event::Transfer { .. }))
			};
			paid += events.iter().filter(|record| is_transfer(&record.event)).count();
		}
		ensure!(paid == count, "{paid} of {count} transfers succeeded");
		Ok(Sample { work, payments: count, legs: count, extrinsics: count, bytes })
	}
}

fn sign(
	pair: &sr25519::Pair,
	call: RuntimeCall,
	nonce: u32,
	head: Head,
) -> Result<OpaqueExtrinsic> {
	let extension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::mortal(keys::LIFE_BLOCKS, head.number.into())),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		ChargeTransactionPayment::from(0),
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
