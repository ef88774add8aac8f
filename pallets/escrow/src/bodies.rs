// SPDX-License-Identifier: Apache-2.0

//! The bodies of orders in calls: how a node finds in its blocks what the state keeps the hash of
//! (T2).

use crate::{references::order_id, Call, Config, Pallet};
use alloc::vec::Vec;
use split_ledger_primitives::{OrderBody, OrderId, ParticipantId};

impl<T: Config> Pallet<T> {
	/// The orders that this call of `submitter` asks for, placed or not, with their ids.
	pub fn bodies_in(call: &Call<T>, submitter: ParticipantId) -> Vec<(OrderId, OrderBody)> {
		let bodies: Vec<&OrderBody> = match call {
			Call::place { order } => [order].into(),
			Call::place_combined { orders } => orders.iter().collect(),
			Call::place_batch { items } => items.iter().flatten().collect(),
			_ => Vec::new(),
		};
		let named =
			bodies.into_iter().map(|body| (order_id(submitter, &body.reference), body.clone()));
		named.collect()
	}
}
