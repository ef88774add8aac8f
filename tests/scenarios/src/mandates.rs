// SPDX-License-Identifier: Apache-2.0

//! Mandates: given by two keys, lowered and revoked by one (P7).

use crate::{bank_key, Customer, World};
use pallet_mandates::{Call, Event};
use sp_runtime::{DispatchError, DispatchResult};
use split_ledger_primitives::{
	ports::Mandates as _, Amount, Commitment, Date, MandateLimits, MandateNo, MandatePeriod,
	MandateTerms,
};
use split_ledger_runtime::{Mandates, Runtime, RuntimeEvent};

impl World {
	/// What a payer lets another one draw each calendar month, from today on, a year long: of one order,
	/// of all, and how many orders. Each stands on evidence of its own.
	pub fn mandate(
		&mut self,
		payer: &Customer,
		grantee: &Customer,
		(single, amount, orders): (u64, u64, u32),
	) -> MandateTerms {
		let from = self.today();
		self.references += 1;
		let mut evidence = [5; 32];
		evidence[..8].copy_from_slice(&self.references.to_be_bytes());
		let (single, amount) = (Amount(single), Amount(amount));
		let limits = MandateLimits { single, amount, orders, until: Date(from.0 + 364) };
		MandateTerms {
			account: payer.account,
			grantee: grantee.id,
			limits,
			period: MandatePeriod::Month,
			from,
			evidence: Commitment(evidence),
		}
	}

	/// Lets a key propose a mandate.
	pub fn propose_mandate(
		&mut self,
		by: &str,
		terms: MandateTerms,
	) -> Result<MandateNo, DispatchError> {
		self.send(by, Call::<Runtime>::propose { terms })?;
		let told = self.events().into_iter().rev().find_map(|event| match event {
			RuntimeEvent::Mandates(Event::Proposed { mandate, .. }) => Some(mandate),
			_ => None,
		});
		Ok(told.expect("the number is told"))
	}

	/// Lets a key confirm what another one proposed.
	pub fn confirm_mandate(
		&mut self,
		by: &str,
		mandate: MandateNo,
		terms: MandateTerms,
	) -> DispatchResult {
		self.send(by, Call::<Runtime>::confirm { mandate, terms })
	}

	/// Lets a payer propose a mandate and its bank confirm it.
	pub fn give_mandate(&mut self, payer: &Customer, terms: MandateTerms) -> MandateNo {
		let mandate = self.propose_mandate(payer.key, terms).expect("the mandate is proposed");
		assert_eq!(self.confirm_mandate(bank_key(payer.bank), mandate, terms), Ok(()));
		mandate
	}

	/// Lets a key revoke a mandate.
	pub fn revoke_mandate(&mut self, by: &str, mandate: MandateNo) -> DispatchResult {
		self.send(by, Call::<Runtime>::revoke { mandate })
	}

	/// What is left of a mandate, and how many orders.
	pub fn left_of_mandate(&mut self, mandate: MandateNo) -> Result<(u64, u32), DispatchError> {
		let now = self.now();
		let facts = self.state(|| Mandates::mandate(mandate, now))?;
		Ok((facts.left.0, facts.orders_left))
	}
}
