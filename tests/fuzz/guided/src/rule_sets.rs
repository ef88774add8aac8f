// SPDX-License-Identifier: Apache-2.0

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| split_ledger_fuzz::rule_sets::check(bytes));
