// SPDX-License-Identifier: Apache-2.0

//! Who may get what of an order, from when on, and how much of it (P4, P6, P7).

mod agency;
mod assignees;
mod receivers;
mod share_cap;
mod three_shops;
