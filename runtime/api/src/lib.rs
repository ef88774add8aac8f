// SPDX-License-Identifier: Apache-2.0

//! The runtime APIs: every read that the chain offers, one trait per room of the house.
//!
//! They are the tested contract with readers: the node's JSON-RPC is a skin over them, and light
//! clients, forks and foreign nodes call them directly through `state_call`. All answers are view
//! types of `split_ledger_primitives::views`. Signatures are append-only: a change of one raises
//! the version of its trait and keeps the old form under `#[changed_in]`.
//!
//! `state_call` puts no weight limit on a caller, so each list is bounded by a limit of the chain or
//! is asked for in pages of at most [`PAGE_MAX`].

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]

extern crate alloc;

use alloc::vec::Vec;
use sp_runtime::AccountId32;
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

/// The longest page that a list answers, whatever limit the caller names.
pub const PAGE_MAX: u32 = 100;

sp_api::decl_runtime_apis! {
	/// Who is in, with which keys.
	#[api_version(1)]
	pub trait ParticipantsApi {
		/// A participant, or none for an id that the chain never gave.
		fn participant(id: ParticipantId) -> Option<ParticipantView>;

		/// Whom a key signs for and what, or none for a key that nobody registered. Revoked keys
		/// are answered, as inactive.
		fn key(key: AccountId32) -> Option<KeyView>;

		/// What a key may spend, per currency, and what waits for a second key (P7); none for a key that
		/// nobody registered.
		fn key_limits(key: AccountId32) -> Option<KeyLimitsView>;
	}

	/// Account rows.
	#[api_version(1)]
	pub trait LedgerApi {
		/// An account, or none for a number that the chain never gave.
		fn account(number: AccountNo) -> Option<AccountView>;

		/// The accounts of a participant in the order in which they were opened, from the place
		/// `from` (0 is the first) on, at most `limit` of them and never more than a page.
		fn accounts_of(participant: ParticipantId, from: u32, limit: u32) -> Vec<AccountView>;

		/// What is owed from an account to whoever advanced for its owner (R3).
		fn liens(number: AccountNo) -> LiensView;

		/// What the ledger itself holds on an account, by the numbers of the holds: by order of a
		/// court, or to be redeemed. At most 128.
		fn holds(number: AccountNo) -> Vec<HoldView>;

		/// Why an account takes no debits or no credits: its status and its freezes. At most 9.
		fn restraints(number: AccountNo) -> Vec<RestraintView>;

		/// What is owed to an account (R3), by the numbers of the debtors after `after` (none asks from
		/// the first one on): of at most `limit` debtors and never more than a page of them.
		fn liens_to(creditor: AccountNo, after: Option<AccountNo>, limit: u32) -> Vec<OwedView>;

		/// The last date whose tax was passed on to the state from a tax account, or none.
		fn remitted_up_to(number: AccountNo) -> Option<Date>;
	}

	/// Rule sets, and what they make of an order.
	#[api_version(1)]
	pub trait SplitsApi {
		/// A rule set with the platforms that use it, or none for a hash that was never published.
		fn rule_set(hash: RuleHash) -> Option<RuleSetView>;

		/// What a rule set makes of an amount, leaf by leaf, with the reason for each. Changes
		/// nothing and asks for no approval: a rule set can be tried before it is published.
		fn preview(request: PreviewRequest) -> Result<PreviewView, Refusal>;

		/// A receiver of a merchant, consented or not, or none where the merchant did not add the
		/// account (P4).
		fn receiver(merchant: ParticipantId, account: AccountNo) -> Option<ReceiverView>;

		/// The receivers of a merchant in the order of their account numbers, from the number `from`
		/// on, at most `limit` of them and never more than a page.
		fn receivers(merchant: ParticipantId, from: AccountNo, limit: u32) -> Vec<ReceiverView>;

		/// How far fees and promoters may go in orders of a merchant, and what waits for a second key
		/// (P6, P7).
		fn merchant_limits(merchant: ParticipantId) -> MerchantLimitsView;
	}

	/// Orders.
	///
	/// An order that ended is kept as state, body hash and block of placement (design section 5).
	/// Whoever wants its details brings the extrinsics of that block, each as `chain_getBlock`
	/// answers it: SCALE encoded, length prefix included. What does not decode is passed over.
	#[api_version(2)]
	pub trait EscrowApi {
		/// An order; without details once it has ended.
		fn order(id: OrderId) -> Option<OrderView>;

		/// The id of the order that `submitter` places, or placed, under `reference`. The order
		/// need not exist.
		fn order_id(submitter: ParticipantId, reference: Reference) -> OrderId;

		/// An order with details from its body, which is looked for in the extrinsics of the block
		/// of its placement and checked against the hash in state. Refused for an unknown order and
		/// where no extrinsic carries the body. For a held order the extrinsics are not looked at.
		fn order_from_body(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<OrderView, Refusal>;

		/// Why each leg of an order got what it was planned: the preview of its rule set on its own
		/// amount, attributes and inputs. The body is found as by `order_from_body`.
		fn explain(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<PreviewView, Refusal>;

		/// What of an order may still be refunded and returned. The body is found as by
		/// `order_from_body`.
		fn refundable(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<RefundableView, Refusal>;

		/// The orders with released legs that could not be credited, with the reasons (O6), by their ids
		/// after `after` (none asks from the first one on): at most `limit` and never more than a page.
		fn parked(after: Option<OrderId>, limit: u32) -> Vec<ParkedOrderView>;

		/// What unclaimed accounts keep of an order, and for whom (O6).
		fn unclaimed(id: OrderId) -> Vec<UnclaimedView>;

		/// What each funder of an order brought, holds, got back and is still owed, the payer first
		/// (O5). The body is found as by `order_from_body`.
		fn funders(id: OrderId, extrinsics: Vec<Vec<u8>>) -> Result<Vec<StakeView>, Refusal>;
	}

	/// Groups of orders that succeed together (O10).
	#[api_version(1)]
	pub trait GroupsApi {
		/// A group, or none for a number that was never given, or whose group is forgotten.
		fn group(number: GroupNo) -> Option<GroupView>;

		/// The orders of a group in the order of their joins, from the place `from` (0 is the first) on,
		/// at most `limit` of them and never more than a page. Those that left are missing.
		fn members(number: GroupNo, from: u32, limit: u32) -> Vec<MemberView>;
	}

	/// Cycles, positions and limits of the banks.
	///
	/// Where a cycle is optional, none asks for the open one.
	#[api_version(1)]
	pub trait ClearingApi {
		/// The currencies of the ledger, by their number.
		fn currencies() -> Vec<CurrencyView>;

		/// A cycle, or none for a currency or a number that does not exist.
		fn cycle(currency: Currency, cycle: Option<CycleNo>) -> Option<CycleView>;

		/// What each bank of the currency owes (above zero) or is owed (below) in a cycle, by the
		/// place of the bank. They sum to zero.
		fn positions(currency: Currency, cycle: Option<CycleNo>) -> Vec<PositionView>;

		/// What a bank needs to reconcile a cycle: totals and cells, and how many roots it has.
		fn statement(
			currency: Currency,
			bank: BankIndex,
			cycle: Option<CycleNo>,
		) -> Option<StatementView>;

		/// The roots of a cycle in the order of its blocks, from the place `from` (0 is the first)
		/// on, at most `limit` of them and never more than a page. A cycle says how many it has.
		fn roots(currency: Currency, cycle: CycleNo, from: u32, limit: u32) -> Vec<RootView>;

		/// What a bank may still owe in a currency.
		fn limits(currency: Currency, bank: BankIndex) -> Option<LimitsView>;
	}

	/// By which mandates orders are placed against another's account.
	#[api_version(2)]
	pub trait MandatesApi {
		/// A mandate that can still be confirmed or used, with what is left of it; none for a number
		/// that was never given and for a mandate that has ended.
		fn mandate(number: MandateNo) -> Option<MandateView>;

		/// The mandates of an account that can still be confirmed or used, by their numbers from
		/// `from` on, at most `limit` of them and never more than a page.
		fn mandates_of(account: AccountNo, from: MandateNo, limit: u32) -> Vec<MandateView>;

		/// The mandates by which a participant can place orders, or could once they are confirmed: by
		/// their numbers after `after` (none asks from the first one on), at most `limit` of them and
		/// never more than a page.
		fn mandates_to(
			grantee: ParticipantId,
			after: Option<MandateNo>,
			limit: u32,
		) -> Vec<MandateView>;
	}

	/// What the chain itself fixes.
	#[api_version(1)]
	pub trait LimitsApi {
		/// The limits of this runtime.
		fn constants() -> ConstantsView;
	}
}
