// SPDX-License-Identifier: Apache-2.0

mod apportion;
mod encoding;
mod explain;
mod golden;
mod metadata;
mod model;
mod notation;
mod properties;
mod refund;
mod refusals;
mod refusals_of_new_parts;
mod rule_tables;
mod strategies;
mod tiers;
mod vectors;
