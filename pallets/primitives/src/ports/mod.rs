// SPDX-License-Identifier: Apache-2.0

//! The ports at which the pallets meet: the consumer says in prose what the provider guarantees.
//!
//! Escrow asks splits, groups, mandates and ledger, splits asks the ledger whose an account is, ledger asks clearing, all
//! ask participants. Nobody calls back. No trait is tied to a pallet's `Config`, so a test fakes it in ten lines.

mod accounts;
mod clearing;
mod groups;
mod ledger;
mod mandates;
mod participants;
mod splits;

pub use crate::MerchantLimits;
pub use accounts::{AccountOwner, AccountOwners};
pub use clearing::{Clearing, ClearingBook, CycleFacts};
pub use groups::{GroupFacts, GroupState, Groups};
pub use ledger::{AccountFacts, Entry, Ledger, LedgerBook, Lien, Liens};
pub use mandates::{MandateFacts, Mandates};
pub use participants::{
	BankFacts, Clock, ParticipantFacts, ParticipantObserver, Participants, Signer, SpendingLimit,
};
pub use splits::{PlanRequest, ReceiverFacts, RulePart, RulePlan, RuleShelf, Splits};
