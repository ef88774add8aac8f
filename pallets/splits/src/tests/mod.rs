// SPDX-License-Identifier: Apache-2.0

mod accept;
mod accept_ceilings;
mod any_series;
mod approve;
mod consent;
mod effective_from;
mod errors;
mod invariants;
mod liability;
mod limits;
mod plan;
mod publish;
mod receivers;
mod retire;
mod semantics_2;
mod shelf;
mod views;
