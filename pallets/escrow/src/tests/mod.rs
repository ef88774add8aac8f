// SPDX-License-Identifier: Apache-2.0

#![allow(clippy::wildcard_imports, reason = "tests speak the words of the mock")]

mod batch;
mod charges;
mod expiry;
mod parked;
mod place;
mod plan;
mod prune;
mod random;
mod refund;
mod release;
mod schedule;
mod standing;
mod uncredited;
mod views;
