// SPDX-License-Identifier: Apache-2.0

//! What courts take out of their holds (M7).

use super::{ensure, refuse, Outcome, Plain};
use split_ledger_primitives::{AccountNo, ParticipantId, Purpose};

/// What a court takes: out of which hold, for whom, and how much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
	pub(crate) from: AccountNo,
	pub(crate) hold: u32,
	pub(crate) to: AccountNo,
	pub(crate) amount: u64,
}

impl Plain {
	/// The bank of an account pays out of a hold what a court takes of it, under cover as any payment.
	pub(crate) fn deduct(&mut self, by: ParticipantId, taken: &Taken) -> Outcome {
		let Taken { from, hold, to, amount } = *taken;
		ensure(amount > 0, "Escrow::ZeroAmount")?;
		let bank = self.bank_person(self.account(from).bank);
		ensure(bank == by, "Escrow::NotTheBank")?;
		self.about = None;
		self.in_item(|next| {
			ensure(from != to, "Ledger::SameAccount")?;
			let Some((held, set_by)) = next.account(from).court.get(&hold).copied() else {
				return refuse("Ledger::NoSuchHold");
			};
			ensure(amount <= held, "Ledger::NotEnoughHeld")?;
			next.pay_held(from, to, amount, Purpose::Transfer)?;
			let holds = &mut next.row(from).court;
			match held - amount {
				0 => holds.remove(&hold),
				left => holds.insert(hold, (left, set_by)),
			};
			Ok(())
		})?;
		self.note_credits(&[to]);
		Ok(())
	}
}
