// SPDX-License-Identifier: Apache-2.0

mod allow_bank;
mod book;
mod book_items;
mod book_model;
mod close_account;
mod deduct;
mod endings;
mod freeze;
mod holds_model;
mod issue;
mod judicial;
mod liens;
mod liens_to;
mod mirror;
mod open_account;
mod payout;
mod prune;
mod redeem;
mod redemption;
mod remitted;
mod row;
mod set_status;
mod unclaimed;
mod views;
