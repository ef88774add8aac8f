// SPDX-License-Identifier: Apache-2.0

//! The runtime APIs: what a node must ask, and every read of the business.

use crate::{
	bodies, configs::GRANDPA_KEY, genesis_presets, refusals, AccountId, Aura, Block, Clearing,
	Escrow, Executive, Grandpa, Groups, Historical, InherentDataExt, Ledger, Mandates, Nonce,
	Participants, Runtime, RuntimeGenesisConfig, SessionKeys, Splits, System, VERSION,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::KeyOwnerProofSystem,
};
use sp_api::impl_runtime_apis;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;
use split_ledger_primitives::{
	views::{
		AccountView, ConstantsView, CurrencyView, CycleView, GroupView, HoldView, KeyLimitsView,
		KeyView, LiensView, LimitsView, MandateView, MemberView, MerchantLimitsView, OrderView,
		OwedView, ParkedOrderView, ParticipantView, PositionView, PreviewRequest, PreviewView,
		ReceiverView, RefundableView, Refusal, RestraintView, RootView, RuleSetView, StakeView,
		StatementView, UnclaimedView,
	},
	AccountNo, BankIndex, Currency, CycleNo, Date, GroupNo, MandateNo, OrderId, ParticipantId,
	Reference, RuleHash,
};

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_aura::AuraApi<Block, AuraId> for Runtime {
		fn slot_duration() -> sp_consensus_aura::SlotDuration {
			sp_consensus_aura::SlotDuration::from_millis(Aura::slot_duration())
		}

		fn authorities() -> Vec<AuraId> {
			pallet_aura::Authorities::<Runtime>::get().into_inner()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(owner: Vec<u8>, seed: Option<Vec<u8>>) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> sp_consensus_grandpa::AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			let key_owner_proof = key_owner_proof.decode()?;
			Grandpa::submit_unsigned_equivocation_report(equivocation_proof, key_owner_proof)
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			authority_id: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((GRANDPA_KEY, authority_id))
				.map(|proof| proof.encode())
				.map(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_presets::preset_names()
		}
	}

	impl split_ledger_runtime_api::ParticipantsApi<Block> for Runtime {
		fn participant(id: ParticipantId) -> Option<ParticipantView> {
			Participants::participant(id)
		}

		fn key(key: AccountId) -> Option<KeyView> {
			Participants::key(&key)
		}

		fn key_limits(key: AccountId) -> Option<KeyLimitsView> {
			Participants::key_limits(&key)
		}
	}

	impl split_ledger_runtime_api::LedgerApi<Block> for Runtime {
		fn account(number: AccountNo) -> Option<AccountView> {
			Ledger::account(number)
		}

		fn accounts_of(participant: ParticipantId, from: u32, limit: u32) -> Vec<AccountView> {
			let limit = limit.min(split_ledger_runtime_api::PAGE_MAX);
			Ledger::accounts_of(participant, from, limit)
		}

		fn liens(number: AccountNo) -> LiensView {
			Ledger::liens_view(number)
		}

		fn holds(number: AccountNo) -> Vec<HoldView> {
			Ledger::holds_view(number)
		}

		fn restraints(number: AccountNo) -> Vec<RestraintView> {
			Ledger::restraints_view(number)
		}

		fn liens_to(creditor: AccountNo, after: Option<AccountNo>, limit: u32) -> Vec<OwedView> {
			let limit = limit.min(split_ledger_runtime_api::PAGE_MAX);
			Ledger::liens_to(creditor, after, limit)
		}

		fn remitted_up_to(number: AccountNo) -> Option<Date> {
			<Ledger as split_ledger_primitives::ports::Ledger>::remitted_up_to(number)
		}
	}

	impl split_ledger_runtime_api::SplitsApi<Block> for Runtime {
		fn rule_set(hash: RuleHash) -> Option<RuleSetView> {
			Splits::rule_set(hash)
		}

		fn preview(request: PreviewRequest) -> Result<PreviewView, Refusal> {
			Splits::preview_request(&request).map_err(refusals::refusal)
		}

		fn receiver(merchant: ParticipantId, account: AccountNo) -> Option<ReceiverView> {
			Splits::receiver_of(merchant, account)
		}

		fn receivers(merchant: ParticipantId, from: AccountNo, limit: u32) -> Vec<ReceiverView> {
			let limit = limit.min(split_ledger_runtime_api::PAGE_MAX);
			Splits::receivers_of(merchant, from, limit)
		}

		fn merchant_limits(merchant: ParticipantId) -> MerchantLimitsView {
			Splits::limits_of(merchant)
		}
	}

	impl split_ledger_runtime_api::EscrowApi<Block> for Runtime {
		fn order(id: OrderId) -> Option<OrderView> {
			Escrow::order(id)
		}

		fn order_id(submitter: ParticipantId, reference: Reference) -> OrderId {
			pallet_escrow::order_id(submitter, &reference)
		}

		fn order_from_body(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<OrderView, Refusal> {
			bodies::order_from_body(id, &extrinsics)
		}

		fn explain(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<PreviewView, Refusal> {
			bodies::explain(id, &extrinsics)
		}

		fn refundable(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<RefundableView, Refusal> {
			bodies::refundable(id, &extrinsics)
		}

		fn parked(after: Option<OrderId>, limit: u32) -> Vec<ParkedOrderView> {
			Escrow::parked_orders(after, limit.min(split_ledger_runtime_api::PAGE_MAX))
		}

		fn unclaimed(id: OrderId) -> Vec<UnclaimedView> {
			Escrow::unclaimed(id)
		}

		fn funders(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<Vec<StakeView>, Refusal> {
			bodies::funders(id, &extrinsics)
		}
	}

	impl split_ledger_runtime_api::GroupsApi<Block> for Runtime {
		fn group(number: GroupNo) -> Option<GroupView> {
			Groups::group_view(number)
		}

		fn members(number: GroupNo, from: u32, limit: u32) -> Vec<MemberView> {
			let limit = limit.min(split_ledger_runtime_api::PAGE_MAX);
			Groups::members_view(number, from, limit)
		}
	}

	impl split_ledger_runtime_api::ClearingApi<Block> for Runtime {
		fn currencies() -> Vec<CurrencyView> {
			Clearing::currencies()
		}

		fn cycle(currency: Currency, cycle: Option<CycleNo>) -> Option<CycleView> {
			Clearing::cycle(currency, cycle)
		}

		fn positions(currency: Currency, cycle: Option<CycleNo>) -> Vec<PositionView> {
			Clearing::positions(currency, cycle)
		}

		fn statement(
			currency: Currency,
			bank: BankIndex,
			cycle: Option<CycleNo>,
		) -> Option<StatementView> {
			let totals = Ledger::totals(currency, bank);
			Clearing::statement(currency, bank, cycle, totals.issued, totals.redeemed)
		}

		fn roots(currency: Currency, cycle: CycleNo, from: u32, limit: u32) -> Vec<RootView> {
			Clearing::roots(currency, cycle, from, limit.min(split_ledger_runtime_api::PAGE_MAX))
		}

		fn limits(currency: Currency, bank: BankIndex) -> Option<LimitsView> {
			Clearing::limits(currency, bank)
		}
	}

	impl split_ledger_runtime_api::MandatesApi<Block> for Runtime {
		fn mandate(number: MandateNo) -> Option<MandateView> {
			Mandates::mandate_view(number)
		}

		fn mandates_of(account: AccountNo, from: MandateNo, limit: u32) -> Vec<MandateView> {
			Mandates::mandates_of(account, from, limit.min(split_ledger_runtime_api::PAGE_MAX))
		}

		fn mandates_to(
			grantee: ParticipantId,
			after: Option<MandateNo>,
			limit: u32,
		) -> Vec<MandateView> {
			Mandates::mandates_to(grantee, after, limit.min(split_ledger_runtime_api::PAGE_MAX))
		}
	}

	impl split_ledger_runtime_api::LimitsApi<Block> for Runtime {
		fn constants() -> ConstantsView {
			ConstantsView::with_slot(Participants::slot_millis())
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(extra: bool) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (frame_support::weights::Weight, frame_support::weights::Weight) {
			let weight = Executive::try_runtime_upgrade(checks).expect("the upgrade holds");
			(weight, crate::configs::block_weight_max())
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> frame_support::weights::Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select)
				.expect("the block holds")
		}
	}
}
