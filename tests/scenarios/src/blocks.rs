// SPDX-License-Identifier: Apache-2.0

//! Blocks and transactions: what a node does between the pool and the state.

use crate::{account, pair, World};
use codec::Encode;
use frame_metadata_hash_extension::CheckMetadataHash;
use frame_support::storage::{storage_prefix, with_transaction_unchecked};
use pallet_participants::{CheckAccess, CheckMortality, CheckNonce};
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_core::{Pair, H256};
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::Header as _,
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	ApplyExtrinsicResult, DispatchError, DispatchResult, MultiAddress, MultiSignature,
	TransactionOutcome,
};
use split_ledger_primitives::{Date, Moment};
use split_ledger_runtime::{
	configs::SESSION_BLOCKS, Executive, Header, Participants, RuntimeCall, RuntimeEvent,
	SignedPayload, System, TimestampCall, TxExtension, UncheckedExtrinsic,
};

/// How far a walk through time goes in one step: a longer silence would be a halt (O7).
const STEP_MS: u64 = 600_000;

/// The state but for what every transaction changes: nonces, events and weights (all of System),
/// and quotas.
#[derive(Eq, PartialEq)]
pub struct Snapshot(Vec<(Vec<u8>, Vec<u8>)>);

impl World {
	pub(crate) fn open_block(&mut self) {
		self.number += 1;
		let seal = DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(self.slot).encode());
		let digest = Digest { logs: vec![seal] };
		let nothing = H256::zero();
		let header = Header::new(self.number, nothing, nothing, self.parent, digest);
		let now = self.slot * self.state(Participants::slot_millis);
		self.state(|| {
			Executive::initialize_block(&header);
			let inherent = UncheckedExtrinsic::new_bare(TimestampCall::set { now }.into());
			Executive::apply_extrinsic(inherent).expect("valid").expect("the clock is right");
			// What the clock owes is done before the first transaction.
			Executive::inherents_applied();
		});
		// The last block of a session takes no transactions.
		if self.number.is_multiple_of(SESSION_BLOCKS) {
			self.advance(1);
		}
	}

	/// Ends the block and opens the next one, so many slots later.
	pub fn advance(&mut self, slots: u64) {
		if self.watched {
			self.check_all();
		}
		let header = self.state(Executive::finalize_block);
		self.parent = header.hash();
		self.ext.commit_all().expect("no storage transaction is open");
		self.slot += slots;
		self.open_block();
	}

	/// Makes blocks until `moment`, so that the chain never halts.
	pub fn until(&mut self, moment: Moment) {
		let slot_millis = self.state(Participants::slot_millis);
		let last = moment.0.div_ceil(slot_millis);
		while self.slot < last {
			self.advance((last - self.slot).min(STEP_MS / slot_millis));
		}
	}

	/// Makes blocks for so many minutes, and one more so that the clock has done what was due.
	pub fn wait_minutes(&mut self, minutes: u64) {
		let moment = self.now().plus(minutes * 60_000);
		self.until(moment);
		self.advance(1);
	}

	/// The time of the open block.
	pub fn now(&mut self) -> Moment {
		Moment(self.slot * self.state(Participants::slot_millis))
	}

	/// The date of the open block.
	pub fn today(&mut self) -> Date {
		self.now().date()
	}

	/// The number of the open block.
	pub fn block(&self) -> u32 {
		self.number
	}

	/// What happened in the open block so far.
	pub fn events(&mut self) -> Vec<RuntimeEvent> {
		self.state(|| System::events().into_iter().map(|record| record.event).collect())
	}

	/// The nonce of a key.
	pub fn nonce(&mut self, key: &str) -> u32 {
		self.state(|| System::account_nonce(account(key)))
	}

	/// A transaction signed as a wallet signs it: mortal, with the key's nonce.
	pub fn signed(&mut self, key: &str, call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
		let nonce = self.nonce(key);
		let era = Era::mortal(64, (self.number - 1).into());
		self.signed_with(key, call, nonce, era)
	}

	/// A transaction with another nonce or era.
	pub fn signed_with(
		&mut self,
		key: &str,
		call: impl Into<RuntimeCall>,
		nonce: u32,
		era: Era,
	) -> UncheckedExtrinsic {
		let call = call.into();
		let extension = extension(nonce, era);
		let payload = self.state(|| SignedPayload::new(call.clone(), extension.clone()));
		let payload = payload.expect("the birth block is known");
		let signature = payload.using_encoded(|bytes| pair(key).sign(bytes));
		let signer = MultiAddress::Id(account(key));
		UncheckedExtrinsic::new_signed(call, signer, MultiSignature::from(signature), extension)
	}

	/// Puts a transaction into the open block. One that is not valid leaves nothing, as on a node.
	pub fn apply(&mut self, extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
		self.state(|| {
			with_transaction_unchecked(|| match Executive::apply_extrinsic(extrinsic) {
				Ok(outcome) => TransactionOutcome::Commit(Ok(outcome)),
				Err(invalid) => TransactionOutcome::Rollback(Err(invalid)),
			})
		})
	}

	/// Asks the pool.
	pub fn pool(&mut self, extrinsic: UncheckedExtrinsic) -> TransactionValidity {
		let at = self.parent;
		let validity =
			|| Executive::validate_transaction(TransactionSource::External, extrinsic, at);
		self.state(|| with_transaction_unchecked(|| TransactionOutcome::Rollback(validity())))
	}

	/// Signs and sends a call, in the next block where this one is full.
	pub fn send(&mut self, key: &str, call: impl Into<RuntimeCall>) -> DispatchResult {
		let call = call.into();
		loop {
			let extrinsic = self.signed(key, call.clone());
			match self.apply(extrinsic) {
				Ok(outcome) => return outcome,
				Err(invalid) if is_full(&invalid) => self.advance(1),
				Err(invalid) => panic!("{key} cannot sign: {invalid:?}"),
			}
		}
	}

	/// Sends a call that must succeed.
	pub fn does(&mut self, key: &str, call: impl Into<RuntimeCall>) {
		let call = call.into();
		let outcome = self.send(key, call.clone());
		assert_eq!(outcome, Ok(()), "{key}: {call:?}");
	}

	/// Sends a call that must be refused, and makes sure that it changed nothing. Answers why.
	pub fn refused(&mut self, key: &str, call: impl Into<RuntimeCall>) -> DispatchError {
		let call = call.into();
		loop {
			let before = self.snapshot();
			let extrinsic = self.signed(key, call.clone());
			match self.apply(extrinsic) {
				Ok(Ok(())) => panic!("{key} was not refused: {call:?}"),
				Ok(Err(error)) => {
					assert!(self.snapshot() == before, "{error:?} left a trace: {call:?}");
					return error;
				}
				Err(invalid) if is_full(&invalid) => self.advance(1),
				Err(invalid) => panic!("{key} cannot sign: {invalid:?}"),
			}
		}
	}

	/// Sends calls that must all be refused, and makes sure that those of a block changed nothing
	/// together; [`World::refused`] finds out which one did. Answers why each was.
	pub fn all_refused(&mut self, calls: &[(&str, RuntimeCall)]) -> Vec<DispatchError> {
		let mut errors = Vec::with_capacity(calls.len());
		let mut before = self.snapshot();
		for (key, call) in calls {
			loop {
				let extrinsic = self.signed(key, call.clone());
				match self.apply(extrinsic) {
					Ok(Ok(())) => panic!("{key} was not refused: {call:?}"),
					Ok(Err(error)) => break errors.push(error),
					Err(invalid) if is_full(&invalid) => {
						assert!(self.snapshot() == before, "a call of this block left a trace");
						self.advance(1);
						before = self.snapshot();
					}
					Err(invalid) => panic!("{key} cannot sign: {invalid:?}"),
				}
			}
		}
		assert!(self.snapshot() == before, "a call of this block left a trace");
		errors
	}

	/// The state, but for what every transaction changes.
	pub fn snapshot(&mut self) -> Snapshot {
		use frame_support::StorageHasher;
		let system = frame_support::Twox128::hash(b"System").to_vec();
		let quotas = storage_prefix(b"Participants", b"Quotas").to_vec();
		let transient = [system, quotas, b":extrinsic_index".to_vec()];
		self.state(|| {
			let mut rows = Vec::new();
			let mut key = Vec::new();
			while let Some(next) = sp_io::storage::next_key(&key) {
				if !transient.iter().any(|prefix| next.starts_with(prefix)) {
					let value = sp_io::storage::get(&next).unwrap_or_default();
					rows.push((next.clone(), value.to_vec()));
				}
				key = next;
			}
			Snapshot(rows)
		})
	}
}

/// Whether a transaction only has to wait for another block.
fn is_full(invalid: &TransactionValidityError) -> bool {
	*invalid == TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources)
}

fn extension(nonce: u32, era: Era) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		CheckMortality::from(era),
		CheckAccess::new(),
		CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}
