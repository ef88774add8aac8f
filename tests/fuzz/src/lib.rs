// SPDX-License-Identifier: Apache-2.0

#![doc = include_str!("../README.md")]

mod bytes;
#[cfg(feature = "calls")]
pub mod calls;
pub mod rule_sets;
mod written;

use bytes::Bytes;
