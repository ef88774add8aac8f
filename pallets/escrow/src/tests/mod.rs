// SPDX-License-Identifier: Apache-2.0

#![allow(clippy::wildcard_imports, reason = "tests speak the words of the mock")]

mod advance;
mod agreed;
mod assign;
mod batch;
mod charges;
mod collect;
mod conditions;
mod deduct;
mod disputes;
mod drawing;
mod ended_disputes;
mod expiry;
mod extend;
mod freezes;
mod group_ends;
mod group_joins;
mod group_leader;
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
mod resolution;
mod resolve;
mod returns;
mod schedule;
mod silence;
mod spending;
mod standing;
mod stopped;
mod unclaimed;
mod uncredited;
mod views;
