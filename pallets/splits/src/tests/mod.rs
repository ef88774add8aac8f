// SPDX-License-Identifier: Apache-2.0

mod accept;
mod accept_ceilings;
mod approve;
mod errors;
mod invariants;
mod plan;
mod publish;
mod retire;
mod shelf;
mod views;
