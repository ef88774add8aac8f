// SPDX-License-Identifier: Apache-2.0

//! The end of a world: everything is given back, and everybody stands where he stood (R2), whatever
//! was rounded on the way.

use crate::{
	plain::{Kind, Order, What},
	stage::{Act, Stage},
};
use split_ledger_primitives::{AccountNo, Amount, BankIndex, OrderId, RefundPolicy};
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::CNY;
use std::collections::BTreeMap;

/// Enough for everybody to give back whatever he got.
const PLENTY: u64 = 10_000_000;

impl Stage<'_> {
	pub(crate) fn give_everything_back(&mut self) {
		self.end_restraints();
		self.pass_time(60);
		self.fill_purses();
		self.settle_debts();
		let ids = self.ids.clone();
		for id in &ids {
			self.bring_to_rest(*id);
		}
		self.settle_debts();
		self.pay_all_unclaimed();
		self.compare_with_the_start();
	}

	/// Nothing is frozen or held by a court any more.
	fn end_restraints(&mut self) {
		let supervisor = self.cast.supervisor.clone();
		for id in self.ids.clone() {
			if self.plain.orders[&id].frozen.is_some() && self.plain.orders[&id].is_open() {
				self.lift_order(&supervisor, id);
			}
		}
		for (account, row) in self.plain.accounts.clone() {
			for freeze in row.freezes.keys() {
				self.lift(&supervisor, account, *freeze);
			}
			for hold in row.court.keys() {
				self.release_court(&supervisor, account, *hold);
			}
			if row.status.is_some() {
				self.set_status(&supervisor, account, false, false);
			}
		}
	}

	/// Banks have cover, and customers money.
	fn fill_purses(&mut self) {
		for bank in 0..self.plain.banks.len() {
			let reference = self.fresh_reference();
			let call = pallet_clearing::Call::<Runtime>::issue_reserve {
				reference,
				bank: BankIndex(u8::try_from(bank).expect("few banks")),
				currency: CNY,
				amount: Amount(100 * PLENTY),
			};
			let text = format!("issues reserve to bank {bank}");
			self.plain.banks[bank].reserve += 100 * PLENTY;
			let by = self.cast.supervisor.clone();
			let act = Act { kind: "reserve", by, text, call: call.into() };
			let agent = self.cast.agent.clone();
			self.send_by(agent, act, Ok(()));
			let reserve = self.plain.banks[bank].reserve;
			self.set_cap(bank, reserve);
		}
		for (account, row) in self.plain.accounts.clone() {
			if row.kind == Kind::Current || row.kind == Kind::Tax {
				let before = self.plain.account(account).available;
				while self.plain.account(account).available < before + PLENTY / 2 {
					self.issue_to(account, PLENTY);
				}
			}
		}
	}

	/// What is owed is collected until nothing is.
	fn settle_debts(&mut self) {
		loop {
			let owing = self.plain.accounts.iter().find(|(_, row)| row.collected > 0);
			let Some((debtor, _)) = owing else { break };
			let debtor = *debtor;
			if !self.collect_from(debtor) {
				self.fail("what was collected cannot be paid out");
			}
		}
	}

	/// Who is entitled gets what unclaimed accounts keep, now that everybody takes credits.
	fn pay_all_unclaimed(&mut self) {
		for (key, kept) in self.plain.kept.clone() {
			let owner = self.cast.by_id(self.plain.account(key.2).owner).clone();
			if kept.amount > 0 && !self.pay_unclaimed(&owner, key, key.2) {
				self.fail("what is kept cannot be paid to who is entitled");
			}
		}
	}

	/// Refunds all of an order where that is possible, and lets the rest of it end.
	fn bring_to_rest(&mut self, id: OrderId) {
		let order = self.plain.orders[&id].clone();
		let by = self.merchant_side(&order);
		// A reference that nobody takes spoils one try only.
		for _ in 0..4 {
			let refundable = self.plain.orders[&id].refundable();
			if refundable == 0 || self.refund_by(&by, id, refundable, true) {
				break;
			}
		}
		let payer = self.cast.by_id(self.plain.account(order.payer).owner).clone();
		for _ in 0..4 {
			if self.plain.orders[&id].rest() == 0 {
				break;
			}
			self.release_what(id, &payer, What::All);
		}
		if self.plain.orders[&id].is_open() {
			self.retry_order(id);
		}
		self.ensure_at_rest(&self.plain.orders[&id]);
	}

	/// Of an order of which all was given back, nobody has or misses anything but fees that are kept.
	fn ensure_at_rest(&self, order: &Order) {
		if order.refundable() > 0 || order.is_open() || self.plain.astray.contains(&order.id) {
			return;
		}
		let flows = self.plain.flows.get(&order.id).cloned().unwrap_or_default();
		let flows: BTreeMap<AccountNo, i128> =
			flows.into_iter().filter(|flow| flow.1 != 0).collect();
		if flows != kept_by(order) {
			let told = self.told(order.id);
			self.fail(&format!("after all of {told}, {flows:?} is left, not {:?}", kept_by(order)));
		}
	}

	/// Every account has what was issued to it and not redeemed, what courts gave it or did not take, what it
	/// kept of fees, and what orders brought of which not all could be given back.
	fn compare_with_the_start(&mut self) {
		let mut expected: BTreeMap<AccountNo, i128> = BTreeMap::new();
		for (account, row) in &self.plain.accounts {
			*expected.entry(*account).or_default() += row.apart;
		}
		let (mut restored, mut others) = (0, 0);
		for order in self.plain.orders.values() {
			let is_whole = order.refundable() == 0
				&& !order.is_open()
				&& !self.plain.astray.contains(&order.id);
			let flows = match is_whole {
				true => kept_by(order),
				false => self.plain.flows.get(&order.id).cloned().unwrap_or_default(),
			};
			*(if is_whole { &mut restored } else { &mut others }) += 1;
			for (account, flow) in flows {
				*expected.entry(account).or_default() += flow;
			}
		}
		for account in self.plain.accounts.keys().copied().collect::<Vec<_>>() {
			let row = self.world.row(account);
			let has = i128::from(row.available.0) + i128::from(row.held.0);
			let should = expected.get(&account).copied().unwrap_or_default();
			if has != should {
				let name = self.cast.name(account);
				self.fail(&format!("at the end {name} has {has}, not {should}"));
			}
		}
		*self.tally.met.entry("order of which all was given back".into()).or_default() += restored;
		*self.tally.met.entry("order of which not all could be".into()).or_default() += others;
	}
}

/// What an order leaves after a full refund: kept fees, which the merchant bears, and what assignees got in
/// the place of payees, who gave it back.
fn kept_by(order: &Order) -> BTreeMap<AccountNo, i128> {
	let mut left = BTreeMap::<AccountNo, i128>::new();
	for ((payee, assignee), amount) in &order.passed_on {
		*left.entry(*payee).or_default() -= i128::from(*amount);
		*left.entry(*assignee).or_default() += i128::from(*amount);
	}
	let merchant = order.merchant.filter(|_| order.policy == RefundPolicy::FeesKept);
	if let Some((_, merchant)) = merchant {
		for leg in &order.legs {
			let kept = i128::from(order.kept(leg.number));
			*left.entry(leg.payee).or_default() += kept;
			*left.entry(merchant).or_default() -= kept;
		}
	}
	left.retain(|_, kept| *kept != 0);
	left
}
