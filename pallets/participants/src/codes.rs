// SPDX-License-Identifier: Apache-2.0

//! The numbers that a refused transaction carries where it is refused before any call runs.
//!
//! Published: a number never changes and never comes back with another meaning. All of them are
//! distinct, so a client need not know whether it reads `Invalid` or `Unknown`.
//!
//! | code | kind | name | why | what to do |
//! |---|---|---|---|---|
//! | 1 | invalid | [`UNKNOWN_KEY`] | nobody registered the key | have the bank add it |
//! | 2 | invalid | [`KEY_REVOKED`] | the key was revoked, for ever | sign with another key |
//! | 3 | invalid | [`IMMORTAL`] | the transaction has no end | sign it with a mortal era |
//! | 16 | unknown | [`NONCE_TOO_FAR`] | the nonce is over 64 ahead of the key's | wait until earlier ones are in a block |
//! | 17 | unknown | [`QUOTA_EMPTY`] | the bank and its customers used up their quota | try again in some seconds |
//!
//! `Invalid` is only what stays true: the pool remembers it and refuses the same bytes for half an
//! hour. What passes is `Unknown`: the same bytes may be sent again at once. A suspended
//! participant, a missing scope and whatever else concerns permission are errors of the call.

/// Invalid: nobody registered the key.
pub const UNKNOWN_KEY: u8 = 1;
/// Invalid: the key was revoked and never comes back.
pub const KEY_REVOKED: u8 = 2;
/// Invalid: the transaction is immortal.
pub const IMMORTAL: u8 = 3;
/// Unknown: the nonce is further ahead than the window.
pub const NONCE_TOO_FAR: u8 = 16;
/// Unknown: the quota of the signer's sponsor is used up.
pub const QUOTA_EMPTY: u8 = 17;
