// SPDX-License-Identifier: Apache-2.0

#![allow(clippy::wildcard_imports, reason = "tests speak the words of the mock")]

mod confirm;
mod draw;
mod invariants;
mod lower;
mod propose;
mod prune;
mod reject;
mod revoke;
mod views;
