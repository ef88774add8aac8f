// SPDX-License-Identifier: Apache-2.0

//! Returns of a leg by its receiver (R1), and what liens bring to creditors (R3).

use super::{ensure, refuse, Kept, Lien, Order, Outcome, Plain};
use split_ledger_primitives::{AccountNo, Moment, OrderId, ParticipantId, Purpose};

impl Plain {
	pub(crate) fn return_leg(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		number: u8,
		amount: u64,
		with_body: bool,
	) -> Outcome {
		self.in_item(|next| next.return_in_item(by, id, number, amount, with_body))
	}

	/// Returns as a part of something whose cover is tested in the end.
	pub(crate) fn return_in_item(
		&mut self,
		by: ParticipantId,
		id: OrderId,
		number: u8,
		amount: u64,
		with_body: bool,
	) -> Outcome {
		let order = self.find(id, with_body)?;
		let Some(leg) = order.legs.iter().find(|leg| leg.number == number).copied() else {
			return refuse("Escrow::UnknownLeg");
		};
		ensure(!leg.of_merchant, "Escrow::MerchantsOwnLeg")?;
		let may =
			self.speaks_for(by, leg.payee) || self.lets_platform_return(by, &order, leg.payee);
		ensure(may, "Escrow::NotEntitled")?;
		self.ensure_not_too_late(&order)?;
		ensure(amount > 0, "Escrow::ZeroAmount")?;
		let given = order.given(number);
		let most = leg.released - given.returned - given.given;
		ensure(amount <= most, "Escrow::MoreThanReceived")?;
		let is_part = amount < most;
		ensure(!is_part || order.acts < 150, "Escrow::TooManyReturns")?;
		let (to, purpose) = match order.merchant {
			Some((_, account)) => (account, Purpose::Return),
			None => {
				ensure(order.funders.len() == 1, "Escrow::ReturnToFunders")?;
				self.back_to(order.payer, Purpose::Return)
			}
		};
		self.about = Some(id);
		self.pay(leg.payee, to, amount, purpose)?;
		if purpose == Purpose::Unclaimed {
			self.keep(id, to, order.payer, Kept { amount, due: 0 });
		}
		// Nothing else of its row is written.
		let known = self.orders.get_mut(&id).expect("it was found");
		known.acts += u32::from(is_part);
		known.given.entry(number).or_default().returned += amount;
		self.note_credits(&[to]);
		Ok(())
	}

	fn lets_platform_return(&self, by: ParticipantId, order: &Order, payee: AccountNo) -> bool {
		let Some((merchant, platform)) = order.deal else { return false };
		let receiver = self.agreements.receivers.get(&(merchant, payee));
		platform == by && receiver.and_then(|it| it.consent) == Some(true)
	}

	/// Pays the creditors of an account out of what was collected, the oldest first, and ends what is
	/// older than 90 days. How much was done, and what was refused first.
	pub(crate) fn collect_from(&mut self, debtor: AccountNo) -> (u32, Option<String>) {
		let (mut done, mut refused, mut place) = (0, None, 0);
		loop {
			let row = self.account(debtor);
			let Some(lien) = row.liens.get(place).copied() else { break };
			let amount = row.collected.min(lien.remaining);
			if amount == 0 {
				break;
			}
			self.about = Some(lien.order);
			let paid = self
				.in_item(|next| next.pay_held(debtor, lien.creditor, amount, Purpose::Collection));
			match paid {
				Err(why) => {
					refused = refused.or(Some(why));
					place += 1;
				}
				Ok(()) => {
					done += 1;
					let row = self.row(debtor);
					row.collected -= amount;
					row.liens[place].remaining -= amount;
					row.liens.retain(|lien| lien.remaining > 0);
					self.expected(lien.order, lien.creditor, amount, true);
					self.note_credits(&[lien.creditor]);
				}
			}
		}
		let now = self.now();
		let over: Vec<Moment> = self.account(debtor).liens.iter().map(|it| it.deadline).collect();
		done += over.iter().filter(|deadline| **deadline <= now).count() as u32;
		let mut lost = self.account(debtor).liens.clone();
		lost.retain(|lien| lien.deadline <= now);
		for Lien { order, creditor, remaining, .. } in lost {
			self.astray.insert(order);
			self.expected(order, creditor, remaining, false);
		}
		let row = self.row(debtor);
		row.liens.retain(|lien| lien.deadline > now);
		let left_over = row.collected - row.collected.min(row.owed());
		row.collected -= left_over;
		self.free(debtor, left_over);
		(done, refused)
	}

	pub(crate) fn collect(&mut self, debtor: AccountNo) -> Outcome {
		ensure(self.accounts.contains_key(&debtor), "Ledger::UnknownAccount")?;
		let (done, refused) = self.collect_from(debtor);
		if done == 0 {
			return refuse(refused.as_deref().unwrap_or("Escrow::NothingToCollect"));
		}
		if self.account(debtor).liens.is_empty() {
			self.clock.debtors.remove(&debtor);
		}
		Ok(())
	}
}
