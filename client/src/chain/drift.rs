// SPDX-License-Identifier: Apache-2.0

//! What this client sends and reads, against the metadata of the runtime that it was written for
//! (`metadata.scale`, made by `split-ledger metadata`).

mod calls;
mod events;
mod storage;

use codec::Decode;
use split_ledger_primitives::{
	AccountNo, Amount, Attributes, Commitment, CoverMode, Currency, Date, ExpiryPolicy, Moment,
	OrderBody, OrderId, ParticipantId, Reference, ReleaseMode, RuleHash, Terms, Text,
};
use std::sync::Arc;
use subxt::{
	config::substrate::SpecVersionForRange, utils::H256, Metadata, OfflineClient,
	OfflineClientAtBlock, SubstrateConfig,
};

fn metadata() -> Metadata {
	let bytes: &[u8] = include_bytes!("../../metadata.scale");
	Metadata::decode(&mut &*bytes).expect("the committed metadata")
}

fn client() -> OfflineClientAtBlock<SubstrateConfig> {
	let versions =
		SpecVersionForRange { block_range: 0..u64::MAX, spec_version: 1, transaction_version: 1 };
	let config = SubstrateConfig::builder()
		.set_genesis_hash(H256::zero())
		.set_metadata_for_spec_versions([(1, Arc::new(metadata()))])
		.set_spec_version_for_block_ranges([versions])
		.build();
	OfflineClient::new_with_config(config).at_block(0u64).expect("any block")
}

const ORDER: OrderId = OrderId([7; 22]);
const CNY: Currency = Currency(156);
const PROOF: Commitment = Commitment([1; 32]);

fn text() -> Text {
	Text::try_from(b"text".to_vec()).expect("a short text")
}

fn reference() -> Reference {
	Reference { date: Date(20_000), text: text() }
}

fn body() -> OrderBody {
	OrderBody {
		reference: reference(),
		payer: AccountNo(1),
		amount: Amount(70_000),
		terms: Terms::Split {
			platform: ParticipantId(1),
			merchant: ParticipantId(2),
			rules: RuleHash([2; 32]),
			attributes: Attributes { channel: 1, category: 2, promotion: 3, member_tier: 4 },
			parties: vec![(0, AccountNo(3))].try_into().expect("one party"),
			inputs: vec![(1, Amount(4))].try_into().expect("one input"),
		},
		release: ReleaseMode::Held {
			after: Some(Moment(1)),
			deadline: None,
			expiry: ExpiryPolicy::Merchant,
			cover: CoverMode::AtRelease,
		},
		legs_max: 4,
		end_to_end: None,
		not_after: Some(Moment(2)),
		buyer: Some(PROOF),
		funders: Default::default(),
		mandate: None,
		group: None,
		dispute: None,
	}
}

#[test]
fn every_question_is_one_that_the_runtime_answers() {
	let metadata = metadata();
	for (of, method) in [
		("ParticipantsApi", "participant"),
		("ParticipantsApi", "key"),
		("ParticipantsApi", "key_limits"),
		("LedgerApi", "account"),
		("LedgerApi", "accounts_of"),
		("LedgerApi", "liens"),
		("LedgerApi", "liens_to"),
		("LedgerApi", "remitted_up_to"),
		("LedgerApi", "holds"),
		("LedgerApi", "restraints"),
		("SplitsApi", "rule_set"),
		("SplitsApi", "receiver"),
		("SplitsApi", "receivers"),
		("SplitsApi", "merchant_limits"),
		("EscrowApi", "order"),
		("EscrowApi", "order_id"),
		("EscrowApi", "order_from_body"),
		("EscrowApi", "refundable"),
		("EscrowApi", "parked"),
		("EscrowApi", "funders"),
		("GroupsApi", "group"),
		("GroupsApi", "members"),
		("MandatesApi", "mandate"),
		("MandatesApi", "mandates_of"),
		("MandatesApi", "mandates_to"),
		("ClearingApi", "currencies"),
		("ClearingApi", "cycle"),
		("ClearingApi", "positions"),
		("ClearingApi", "statement"),
		("ClearingApi", "roots"),
		("ClearingApi", "limits"),
		("AuraApi", "slot_duration"),
		("GrandpaApi", "grandpa_authorities"),
		("GrandpaApi", "current_set_id"),
	] {
		let of_runtime = metadata.runtime_api_trait_by_name(of);
		let method_found = of_runtime.is_some_and(|api| api.method_by_name(method).is_some());
		assert!(method_found, "{of}.{method}");
	}
}
