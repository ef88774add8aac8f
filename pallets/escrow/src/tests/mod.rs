// SPDX-License-Identifier: Apache-2.0

#![allow(clippy::wildcard_imports, reason = "tests speak the words of the mock")]

mod batch;
mod expiry;
mod parked;
mod place;
mod prune;
mod random;
mod refund;
mod release;
mod views;
