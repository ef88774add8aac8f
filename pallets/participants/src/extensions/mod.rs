// SPDX-License-Identifier: Apache-2.0

//! What a transaction passes before its call runs.
//!
//! [`CheckNonce`] and [`CheckMortality`] are the stock checks under the stock names with one rule
//! more each: same bytes, same metadata, so every client knows them. [`CheckAccess`] has no bytes
//! at all. The numbers of their refusals are in [`crate::codes`].

mod access;
mod mortality;
mod nonce;

pub use access::CheckAccess;
pub use mortality::CheckMortality;
pub use nonce::{CheckNonce, NONCE_WINDOW};
