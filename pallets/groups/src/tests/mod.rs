// SPDX-License-Identifier: Apache-2.0

#![allow(clippy::wildcard_imports, reason = "tests speak the words of the mock")]

mod call_off;
mod fail;
mod join;
mod open;
mod prune;
mod views;
mod waiting;
