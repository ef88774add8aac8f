// SPDX-License-Identifier: Apache-2.0

//! Receivers of a merchant (P4).

use crate::{Customer, World};
use pallet_splits::Call;
use split_ledger_primitives::Relation;
use split_ledger_runtime::Runtime;

impl World {
	/// Lets a merchant make a customer's account one of its receivers, of so many percent of an order
	/// at most. It gets nothing before it consents.
	pub fn add_receiver(&mut self, merchant: &Customer, receiver: &Customer, percent: u32) {
		self.add_receiver_as(Relation::Partner, merchant, receiver, percent);
	}

	/// The same, as what the receiver is to the merchant.
	pub fn add_receiver_as(
		&mut self,
		relation: Relation,
		merchant: &Customer,
		receiver: &Customer,
		percent: u32,
	) {
		let add = Call::<Runtime>::add_receiver {
			merchant: merchant.id,
			account: receiver.account,
			relation,
			ceiling_ppm: percent * 10_000,
		};
		self.does(merchant.key, add);
	}

	/// Lets a customer consent to be a receiver of a merchant, and say whether the platform of an order
	/// may give back for it what it got.
	pub fn consent(&mut self, receiver: &Customer, merchant: &Customer, platform_returns: bool) {
		let (merchant, account) = (merchant.id, receiver.account);
		self.does(receiver.key, Call::<Runtime>::consent { merchant, account, platform_returns });
	}

	/// Lets a customer take its consent back.
	pub fn withdraw_consent(&mut self, receiver: &Customer, merchant: &Customer) {
		let (merchant, account) = (merchant.id, receiver.account);
		self.does(receiver.key, Call::<Runtime>::withdraw_consent { merchant, account });
	}
}
