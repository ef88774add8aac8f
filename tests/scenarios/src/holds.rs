// SPDX-License-Identifier: Apache-2.0

//! What restrains an account beside its orders: freezes, holds of courts, and redemptions that were
//! asked for (M5, M7).

use crate::{bank_key, Customer, World};
use pallet_escrow::{Call as EscrowCall, Deduction};
use pallet_ledger::{Call, FreezeTerms, RequestId};
use sp_runtime::{DispatchError, DispatchResult};
use split_ledger_primitives::{Amount, BankIndex, Commitment, Moment, Text};
use split_ledger_runtime::{Ledger, Runtime};

/// A commitment to a document of the story.
pub fn commitment() -> Commitment {
	Commitment([6; 32])
}

fn text(words: &str) -> Text {
	words.as_bytes().to_vec().try_into().expect("short")
}

impl World {
	/// Lets a supervisor or a bank freeze an account against new debits. Answers the number of the
	/// freeze.
	pub fn freeze(&mut self, key: &str, of: &Customer, until: Moment) -> u32 {
		let terms = FreezeTerms {
			no_debit: true,
			no_credit: false,
			authority: text("the court of the story"),
			document: commitment(),
			reason: text("an inquiry"),
			until,
		};
		self.does(key, Call::<Runtime>::freeze { account: of.account, terms });
		self.state(pallet_ledger::NextFreeze::<Runtime>::get) - 1
	}

	/// Lets a supervisor or a bank lift a freeze.
	pub fn lift_freeze(&mut self, key: &str, of: &Customer, freeze: u32) -> DispatchResult {
		self.send(key, Call::<Runtime>::lift_freeze { account: of.account, freeze })
	}

	/// Lets a supervisor or a bank set an amount aside by order of a court. Answers the number of the
	/// hold.
	pub fn judicial_hold(&mut self, key: &str, of: &Customer, amount: u64, until: Moment) -> u32 {
		let hold = Call::<Runtime>::judicial_hold {
			reference: self.reference(),
			account: of.account,
			amount: Amount(amount),
			authority: text("the court of the story"),
			document: commitment(),
			until,
		};
		self.does(key, hold);
		self.newest_hold(of)
	}

	/// Lets a key pay out of a hold of a court what the court takes.
	pub fn deduct(
		&mut self,
		key: &str,
		(of, hold): (&Customer, u32),
		to: &Customer,
		amount: u64,
	) -> DispatchResult {
		let deduction = Deduction {
			account: of.account,
			hold,
			to: to.account,
			amount: Amount(amount),
			authority: text("the court of the story"),
			document: commitment(),
		};
		let reference = self.reference();
		self.send(key, EscrowCall::<Runtime>::deduct { reference, deduction })
	}

	/// Lets a supervisor or a bank release a hold of a court.
	pub fn release_hold(&mut self, key: &str, of: &Customer, hold: u32) -> DispatchResult {
		self.send(key, Call::<Runtime>::release_hold { account: of.account, hold })
	}

	/// Lets a customer ask its bank to pay money out. Answers what names the request.
	pub fn request_redemption(
		&mut self,
		by: &Customer,
		amount: u64,
	) -> Result<RequestId, DispatchError> {
		let (reference, account, amount) = (self.reference(), by.account, Amount(amount));
		let payout = commitment();
		let request = Call::<Runtime>::request_redemption { reference, account, amount, payout };
		self.send(by.key, request)?;
		Ok(RequestId { account, request: self.newest_hold(by) })
	}

	/// Lets a bank say that it paid out what customers asked for.
	pub fn confirm_redemptions(
		&mut self,
		bank: BankIndex,
		requests: &[RequestId],
		all_or_none: bool,
	) -> DispatchResult {
		let confirm = Call::<Runtime>::confirm_redemptions {
			reference: self.reference(),
			requests: requests.to_vec().try_into().expect("few requests"),
			source: 2,
			evidence: commitment(),
			all_or_none,
		};
		self.send(bank_key(bank), confirm)
	}

	/// Lets a bank reject a request.
	pub fn reject_redemption(&mut self, bank: BankIndex, id: RequestId) -> DispatchResult {
		let RequestId { account, request } = id;
		let reason = text("no such payee");
		self.send(bank_key(bank), Call::<Runtime>::reject_redemption { account, request, reason })
	}

	fn newest_hold(&mut self, of: &Customer) -> u32 {
		let holds = self.state(|| Ledger::holds_of(of.account));
		*holds.keys().next_back().expect("it was set aside just now")
	}
}
