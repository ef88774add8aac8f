// SPDX-License-Identifier: Apache-2.0

//! The ports at which the pallets meet: the consumer says in prose what the provider guarantees.
//!
//! They form a tree: escrow asks splits and ledger, ledger asks clearing, all ask participants.
//! Nobody calls back. No trait is tied to a pallet's `Config`, so a test fakes it in ten lines.

mod clearing;
mod ledger;
mod participants;
mod splits;

pub use clearing::{Clearing, ClearingBook, CycleFacts};
pub use ledger::{AccountFacts, Entry, Ledger, LedgerBook, Lien, Liens};
pub use participants::{
	BankFacts, Clock, ParticipantFacts, ParticipantObserver, Participants, Signer, SpendingLimit,
};
pub use splits::{
	MerchantLimits, PlanRequest, ReceiverFacts, RulePart, RulePlan, RuleShelf, Splits,
};
