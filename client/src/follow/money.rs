// SPDX-License-Identifier: Apache-2.0

//! Customer money that comes in and goes out.

use super::{file::Entry, text_of};
use crate::chain::events::Event;
use anyhow::Context;
use codec::Decode;
use split_ledger_primitives::{
	AccountNo, Amount, Commitment, Currency, CycleNo, Date, Purpose, Reference,
};

/// What came in or went out on an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Moved {
	pub(super) account: AccountNo,
	reference: String,
	amount: Amount,
	cycle: CycleNo,
	date: Date,
	is_in: bool,
}

/// An issue or redemption, as the chain tells it.
#[derive(Decode)]
struct One {
	reference: Reference,
	account: AccountNo,
	amount: Amount,
	_source: u8,
	_evidence: Commitment,
	cycle: CycleNo,
	date: Date,
}

/// Redemptions that customers had asked for, as the chain tells them.
#[derive(Decode)]
struct Many {
	reference: Reference,
	_source: u8,
	_evidence: Commitment,
	paid: Vec<PaidOut>,
}

#[derive(Decode)]
struct PaidOut {
	account: AccountNo,
	_request: u32,
	#[codec(compact)]
	amount: Amount,
	cycle: CycleNo,
	date: Date,
}

/// What an event tells of customer money, if anything.
pub(super) fn of(event: &Event) -> anyhow::Result<Vec<Moved>> {
	let other = "an event of another version";
	let is_in = event.is("Ledger", "Issued");
	if is_in || event.is("Ledger", "Redeemed") {
		let One { reference, account, amount, cycle, date, .. } = event.fields().context(other)?;
		let reference = text_of(&reference);
		return Ok(vec![Moved { account, reference, amount, cycle, date, is_in }]);
	}
	if !event.is("Ledger", "RedemptionsConfirmed") {
		return Ok(Vec::new());
	}
	let Many { reference, paid, .. } = event.fields().context(other)?;
	let moved = paid.into_iter().map(|paid| Moved {
		account: paid.account,
		reference: text_of(&reference),
		amount: paid.amount,
		cycle: paid.cycle,
		date: paid.date,
		is_in: false,
	});
	Ok(moved.collect())
}

impl Moved {
	/// As an entry of the file.
	pub(super) fn entry(self, currency: Currency) -> Entry {
		let Self { account, reference, amount, cycle, date, is_in } = self;
		Entry {
			kind: if is_in { "issue" } else { "redeem" },
			order: None,
			leg: None,
			reference: Some(reference),
			debit: (!is_in).then_some(account),
			credit: is_in.then_some(account),
			amount,
			currency,
			cycle,
			date,
			purpose: if is_in { Purpose::Issue } else { Purpose::Redeem },
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::{Compact, Encode};
	use split_ledger_primitives::Text;

	#[test]
	fn each_request_of_a_batch_that_was_paid_out_is_a_redemption() -> anyhow::Result<()> {
		let reference = Reference {
			date: Date(20_000),
			text: Text::try_from(b"run 7".to_vec()).expect("short"),
		};
		let (cycle, date) = (CycleNo(3), Date(20_001));
		let paid = |account: u64, amount: u64| {
			(AccountNo(account), 1u32, Compact(Amount(amount)), cycle, date)
		};
		let fields = (reference, 4u8, Commitment([1; 32]), vec![paid(7, 70_000), paid(8, 5)]);
		let mut bytes = vec![15];
		// What was refused, and who acted, follow.
		(fields, Vec::<u8>::new(), 9u32, [2u8; 32]).encode_to(&mut bytes);
		let name = "RedemptionsConfirmed".to_owned();
		let event = Event { extrinsic: Some(1), pallet: "Ledger".to_owned(), name, bytes };

		let moved = |account, amount| Moved {
			account: AccountNo(account),
			reference: "run 7".to_owned(),
			amount: Amount(amount),
			cycle,
			date,
			is_in: false,
		};
		assert_eq!(of(&event)?, [moved(7, 70_000), moved(8, 5)]);
		Ok(())
	}
}
