// SPDX-License-Identifier: Apache-2.0

//! The words of the business as types: what every room of the house says and means.
//!
//! FRAME-free and `no_std`. The ports between the pallets are in [`ports`], behind the feature of
//! that name; everything else can be used by a client, a tool or a test without the SDK.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![deny(
	clippy::arithmetic_side_effects,
	clippy::indexing_slicing,
	clippy::unwrap_used,
	clippy::panic
)]

extern crate alloc;

mod account;
mod amount;
mod bank;
mod condition;
mod dispute;
mod ids;
mod leaf;
pub mod limits;
mod mandate;
mod merchant;
mod order;
mod participant;
#[cfg(feature = "ports")]
pub mod ports;
mod purpose;
mod reference;
mod refund;
mod time;
pub mod views;
mod words;

pub use account::{AccountFlags, AccountType, HoldKind, ParkReason};
pub use amount::{Amount, Position, Total};
pub use bank::{BankIndex, BankSet, BankStatus};
pub use condition::{Check, Clause, EvidenceKind, Known, Milestone, Milestones, Stated};
pub use dispute::{DisputeEnd, DisputeTerms, Side, Silence};
pub use ids::{
	AccountKey, AccountNo, Commitment, Currency, CycleNo, GroupNo, MandateNo, OrderId,
	ParticipantId, RuleHash, Uetr,
};
pub use leaf::{Leaf, LeafKind, LeafLeg};
pub use mandate::{MandateLimits, MandatePeriod, MandateTerms};
pub use merchant::{MerchantLimits, Relation};
pub use order::{
	Attributes, CoverMode, ExpiryPolicy, FundedPart, OrderBody, OrderStatus, PlannedLeg,
	ReleaseMode, Terms, Uncredited,
};
pub use participant::{KeyLimit, Role, Roles, Scope, Scopes};
pub use purpose::Purpose;
pub use reference::{first_half, is_iso_text, Domain, EndToEndId, Reference, Text};
pub use refund::{Advancer, FundersBack, RefundPolicy, RefundTerms};
pub use time::{Date, Moment, DAY_MS, MINUTE_MS};
