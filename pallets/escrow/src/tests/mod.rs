// SPDX-License-Identifier: Apache-2.0

#![allow(clippy::wildcard_imports, reason = "tests speak the words of the mock")]

mod advance;
mod assign;
mod batch;
mod charges;
mod collect;
mod conditions;
mod deduct;
mod drawing;
mod expiry;
mod extend;
mod kept;
mod limits;
mod milestones;
mod milestones_random;
mod parked;
mod parked_list;
mod place;
mod plan;
mod prune;
mod random;
mod refund;
mod refund_released;
mod release;
mod remitted;
mod returns;
mod schedule;
mod spending;
mod standing;
mod uncredited;
mod views;
