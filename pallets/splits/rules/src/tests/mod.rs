// SPDX-License-Identifier: Apache-2.0

mod apportion;
mod encoding;
mod explain;
mod golden;
mod model;
mod notation;
mod properties;
mod refusals;
mod rule_tables;
mod strategies;
mod vectors;
