// SPDX-License-Identifier: Apache-2.0

//! What the benchmarks act on: banks, shops, orders, debtors.

use crate::{types::*, *};
use alloc::{boxed::Box, format, vec::Vec};
use frame::benchmarking::prelude::*;
use split_ledger_primitives::{
	limits::{PARTIES_MAX, RULE_SET_BYTES_MAX},
	ports::{Entry, LedgerBook, Lien},
	Attributes, BankIndex, DisputeTerms, ParticipantId, Purpose, ReleaseMode, Role, Roles, Silence,
	Terms, Text,
};

pub(super) const CNY: Currency = Currency(156);
pub(super) const PAYERS_BANK: BankIndex = BankIndex(0);
/// The first of the banks of the payees: one for each party.
pub(super) const PAYEES_BANK: BankIndex = BankIndex(1);
pub(super) const PLENTY: Amount = Amount(1_000_000_000_000);
pub(super) const AMOUNT: Amount = Amount(1_000_000);
/// The size of a small rule set.
pub(super) const BYTES_MIN: u32 = 200;

/// A platform, and the bank that signs for all payers.
pub(super) struct World<T: Config> {
	pub(super) bank: T::AccountId,
	pub(super) platform: ParticipantId,
}

/// A merchant that owns all parties of an order.
pub(super) struct Shop {
	pub(super) merchant: ParticipantId,
	pub(super) parties: Vec<AccountNo>,
	/// An account that has no room for a credit.
	pub(super) full: AccountNo,
}

impl<T: Config> World<T> {
	pub(super) fn new() -> Self {
		let (bank, _) = join::<T>("bank", 0, &[Role::Bank], PAYERS_BANK);
		for number in 1..=PARTIES_MAX {
			join::<T>("bank", number, &[Role::Bank], BankIndex(number as u8));
		}
		let (_, platform) = join::<T>("platform", 0, &[Role::Platform], PAYEES_BANK);
		T::Participants::benchmark_limit(&bank, CNY);
		Self { bank, platform }
	}

	pub(super) fn signed(&self) -> RawOrigin<T::AccountId> {
		RawOrigin::Signed(self.bank.clone())
	}

	/// An order whose first leg is assigned at the payer's bank, and an account elsewhere.
	pub(super) fn assigned(&self) -> (OrderId, AccountNo) {
		let order = self.held(PARTIES_MAX);
		let (_, owner) = join::<T>("financier", 0, &[Role::Buyer], PAYERS_BANK);
		let near = T::Ledger::benchmark_account(owner, PAYERS_BANK, CNY, PLENTY);
		let bank: T::AccountId = account("bank", PAYEES_BANK.0.into(), 0);
		let signed = RawOrigin::Signed(bank);
		Pallet::<T>::assign_leg(signed.into(), order, 1, Some(near)).expect("it can be assigned");
		(order, T::Ledger::benchmark_account(owner, PAYEES_BANK, CNY, PLENTY))
	}

	/// Releases half of an order, of which most is spent, and has the other side answer a dispute.
	pub(super) fn dispute_half(&self, order: OrderId, body: &OrderBody) {
		let half = ReleaseWhat::Amount(Amount(AMOUNT.0 / 2));
		Pallet::<T>::release(self.signed().into(), reference::<T>(0), order, half)
			.expect("released");
		self.spend(body);
		stop::<T>(order, false, Some(Side::Merchant));
		change::<T>(order, |held| {
			let answered = |open| OpenDispute { answered: true, ..open };
			HeldOrder { open_dispute: held.open_dispute.map(answered), ..held }
		});
	}

	/// An order of `legs` legs, of a payer, a merchant and payees of its own, under the rule set of this
	/// name and size.
	pub(super) fn order(
		&self,
		number: u32,
		legs: u32,
		rules: (u32, u32),
		release: ReleaseMode,
	) -> (Shop, OrderBody) {
		let (name, bytes) = rules;
		let shop = Shop::open::<T>(number);
		let (_, payer) = join::<T>("payer", number, &[Role::Buyer], PAYERS_BANK);
		let merchant = shop.merchant;
		let parties = (0u8..).zip(shop.parties.iter().copied()).take(legs as usize);
		let terms = Terms::Split {
			platform: self.platform,
			merchant,
			rules: T::Splits::benchmark_rules(name, self.platform, merchant, CNY, legs, bytes),
			attributes: Attributes::default(),
			parties: BoundedVec::truncate_from(parties.collect()),
			inputs: BoundedVec::new(),
		};
		let body = OrderBody {
			reference: reference::<T>(number),
			payer: T::Ledger::benchmark_account(payer, PAYERS_BANK, CNY, PLENTY),
			amount: AMOUNT,
			terms,
			release,
			legs_max: legs as u8,
			end_to_end: Some(BoundedVec::truncate_from([b'X'; 35].to_vec())),
			not_after: None,
			buyer: Some(Commitment([1; 32])),
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		};
		(shop, body)
	}

	/// Orders of exactly `legs` legs over all, as even as it goes, under one or two rule sets of `bytes`
	/// bytes. No row of an account serves two of them.
	pub(super) fn orders(
		&self,
		orders: u32,
		legs: u32,
		bytes: u32,
		release: ReleaseMode,
	) -> impl Iterator<Item = (Shop, OrderBody)> + '_ {
		let (each, more) = (legs / orders, legs % orders);
		let order = move |number| {
			let (name, legs) = if number < more { (1, each + 1) } else { (0, each) };
			self.order(number, legs, (name, bytes), release.clone())
		};
		(0..orders).map(order)
	}

	/// Orders that are paid at once, under the largest rule sets.
	pub(super) fn payments(&self, orders: u32, legs: u32) -> Vec<OrderBody> {
		let orders = self.orders(orders, legs, RULE_SET_BYTES_MAX, ReleaseMode::Now);
		orders.map(all_but_one).collect()
	}

	/// Releases of all of orders that are held.
	pub(super) fn releases(
		&self,
		orders: u32,
		legs: u32,
	) -> BoundedVec<ReleaseItem, ConstU32<BATCH_MAX>> {
		let release = |(_, body): (Shop, OrderBody)| ReleaseItem {
			reference: body.reference.clone(),
			order: self.place(body),
			what: ReleaseWhat::All,
		};
		let orders = self.orders(orders, legs, BYTES_MIN, hold::<T>());
		BoundedVec::truncate_from(orders.map(release).collect())
	}

	/// An order that is held.
	pub(super) fn held(&self, legs: u32) -> OrderId {
		self.place(self.order(0, legs, (0, BYTES_MIN), hold::<T>()).1)
	}

	/// An order that was paid, of whose payees none has more than a unit.
	pub(super) fn spent(&self, legs: u32, bytes: u32) -> (OrderId, OrderBody) {
		let (shop, body) = self.order(0, legs, (0, bytes), ReleaseMode::Now);
		let order = self.place(body.clone());
		shop.parties.iter().for_each(|party| pay::<T>(*party, body.payer, None));
		(order, body)
	}

	/// Returns of the first legs of orders that were paid. Their bodies name another merchant than that
	/// of the payees, which nothing checks after the placement: so these may return.
	pub(super) fn returns(&self, orders: u32, legs: u32, bytes: u32) -> Vec<ReturnItem> {
		let (_, merchant) = join::<T>("other", 0, &[Role::Merchant], PAYERS_BANK);
		let account = T::Ledger::benchmark_account(merchant, PAYERS_BANK, CNY, PLENTY);
		let orders = self.orders(orders, legs, bytes, ReleaseMode::Now);
		let returns = orders.map(|(_, mut body)| {
			let order = self.place(body.clone());
			if let Terms::Split { merchant: named, parties, .. } = &mut body.terms {
				*named = merchant;
				if let Some(last) = parties.last_mut().filter(|(slot, _)| *slot > 0) {
					last.1 = account;
				}
			}
			if let Some(OrderRow::Ended(mut row)) = Orders::<T>::get(order) {
				row.body_hash = Pallet::<T>::body_hash_of(&body);
				Orders::<T>::insert(order, OrderRow::Ended(row));
			}
			ReturnItem {
				reference: body.reference.clone(),
				order,
				leg: 1,
				amount: Amount(1),
				body: Some(Box::new(body)),
			}
		});
		returns.collect()
	}

	/// An order that is held and can be disputed, with its body.
	pub(super) fn disputable(&self, legs: u32, bytes: u32) -> (OrderId, OrderBody) {
		let (_, resolver) = join::<T>("judge", 0, &[Role::Attestor], BankIndex(PARTIES_MAX as u8));
		let terms = DisputeTerms { resolver, answer_days: 1, silence: Silence::Resolver };
		let (_, body) = self.order(0, legs, (0, bytes), hold::<T>());
		let body = OrderBody { dispute: Some(terms), ..body };
		(self.place(body.clone()), body)
	}

	/// Leaves the payees of an order no more than a unit each.
	pub(super) fn spend(&self, body: &OrderBody) {
		if let Terms::Split { parties, .. } = &body.terms {
			parties.iter().for_each(|(_, party)| pay::<T>(*party, body.payer, None));
		}
	}

	pub(super) fn place(&self, body: OrderBody) -> OrderId {
		let signer = T::Participants::signer(&self.bank, Scope::Pay).expect("a key of the bank");
		let id = order_id(signer.participant, &body.reference);
		Pallet::<T>::place(self.signed().into(), body).expect("placed");
		id
	}
}

impl Shop {
	pub(super) fn open<T: Config>(number: u32) -> Self {
		let roles = [Role::Merchant, Role::Supplier, Role::Carrier];
		let (_, merchant) = join::<T>("merchant", number, &roles, PAYEES_BANK);
		let open = |bank, amount| T::Ledger::benchmark_account(merchant, bank, CNY, amount);
		let banks = (PAYEES_BANK.0..).map(BankIndex).take(PARTIES_MAX as usize);
		let parties: Vec<_> = banks.map(|bank| open(bank, PLENTY)).collect();
		// Who is credited may owe something, which the clock is told of.
		owe::<T>(parties[0], &parties[1..2], PLENTY);
		Self { merchant, parties, full: open(PAYEES_BANK, Amount::MAX) }
	}
}

/// Lays a lien on an account for each of these creditors.
pub(super) fn owe<T: Config>(debtor: AccountNo, creditors: &[AccountNo], remaining: Amount) {
	let deadline = T::Clock::now().plus(3_600_000);
	let mut book = T::Ledger::open_book();
	book.begin();
	for creditor in creditors {
		let order = OrderId([7; 22]);
		let lien = Lien { creditor: *creditor, order, leg: 1, remaining, deadline };
		book.lay_lien(debtor, lien).expect("a lien more");
	}
	book.accept().expect("accepted");
	book.commit();
}

/// Moves money beside all orders.
pub(super) fn pay<T: Config>(from: AccountNo, to: AccountNo, amount: Option<Amount>) {
	let mut book = T::Ledger::open_book();
	book.begin();
	let amount = amount.unwrap_or_else(|| {
		let most = book.spendable(from).expect("known");
		// All but a unit, so that something can be given.
		Amount(most.0.saturating_sub(1))
	});
	let purpose = Purpose::Refund;
	book.enter(Entry::Pay { from, to, amount, purpose }).expect("paid");
	book.accept().expect("accepted");
	book.commit();
}

/// A debtor of so many creditors, all at other banks, for whom all was collected.
pub(super) fn debtor<T: Config>(creditors: u32) -> AccountNo {
	let shop = Shop::open::<T>(0);
	let (_, owner) = join::<T>("debtor", 0, &[Role::Merchant], PAYERS_BANK);
	let open = |amount| T::Ledger::benchmark_account(owner, PAYERS_BANK, CNY, amount);
	let (debtor, source) = (open(AMOUNT), open(PLENTY));
	owe::<T>(debtor, &shop.parties[..creditors as usize], AMOUNT);
	let all = AMOUNT.0.saturating_mul(creditors.into());
	pay::<T>(source, debtor, Some(Amount(all)));
	debtor
}

pub(super) fn join<T: Config>(
	name: &'static str,
	number: u32,
	roles: &[Role],
	bank: BankIndex,
) -> (T::AccountId, ParticipantId) {
	let key: T::AccountId = account(name, number, 0);
	let id = T::Participants::benchmark_participant(key.clone(), Roles::of(roles), bank);
	(key, id)
}

pub(super) fn reference<T: Config>(number: u32) -> Reference {
	let text = format!("{number:0>64}").into_bytes();
	Reference { date: T::Clock::today(), text: Text::truncate_from(text) }
}

pub(super) fn hold<T: Config>() -> ReleaseMode {
	let deadline = Some(T::Clock::now().plus(3_600_000));
	let (expiry, cover) = (ExpiryPolicy::Payees, CoverMode::AtPlacement);
	ReleaseMode::Held { after: None, deadline, expiry, cover }
}

/// The dearest way to be placed: at once, so that the rows of the payees are written, but for the last
/// party, whose leg is parked, so that there is a row of the order and a hint, too.
pub(super) fn all_but_one((shop, mut body): (Shop, OrderBody)) -> OrderBody {
	if let Terms::Split { parties, .. } = &mut body.terms {
		if let Some((_, last)) = parties.last_mut() {
			*last = shop.full;
		}
	}
	body
}

/// A payment for each order.
pub(super) fn singly(orders: Vec<OrderBody>) -> BoundedVec<Item, ConstU32<BATCH_MAX>> {
	let items = orders.into_iter().map(|order| BoundedVec::truncate_from([order].to_vec()));
	BoundedVec::truncate_from(items.collect())
}

pub(super) fn is_open<T: Config>(id: OrderId) -> bool {
	matches!(Orders::<T>::get(id), Some(OrderRow::Held(_)))
}

pub(super) fn open_orders<T: Config>() -> u32 {
	Orders::<T>::iter_keys().filter(|id| is_open::<T>(*id)).count() as u32
}

pub(super) fn change<T: Config>(id: OrderId, change: impl FnOnce(HeldOrder) -> HeldOrder) {
	if let Some(OrderRow::Held(order)) = Orders::<T>::get(id) {
		Orders::<T>::insert(id, OrderRow::Held(Box::new(change(*order))));
	}
}

pub(super) fn is_disputed<T: Config>(id: OrderId) -> bool {
	Pallet::<T>::order(id).is_some_and(|order| order.dispute.is_some())
}

pub(super) fn freeze_terms(until: Moment) -> OrderFreezeTerms {
	let text = || Text::truncate_from([b'X'; 64].to_vec());
	let document = Commitment([1; 32]);
	OrderFreezeTerms { authority: text(), document, reason: text(), until }
}

/// Lets the clocks of an order stand still: frozen, disputed by a side, or both.
pub(super) fn stop<T: Config>(id: OrderId, freeze: bool, dispute: Option<Side>) {
	let now = T::Clock::now();
	let until = now.plus(3_600_000);
	change::<T>(id, |held| {
		let held = if freeze { held.frozen(until, now, &[]) } else { held };
		let open = |by| OpenDispute { by, answer_until: until, answered: false };
		match dispute {
			Some(by) => held.disputed(open(by), now, &[]),
			None => held,
		}
	});
	if freeze {
		let OrderFreezeTerms { authority, document, reason, .. } = freeze_terms(until);
		let by = T::Participants::bank(PAYERS_BANK).expect("joined").participant;
		OrderFreezes::<T>::insert(id, OrderFreeze { by, authority, document, reason });
	}
}

/// All of the hold of a court, to another bank.
pub(super) fn deduction<T: Config>() -> Deduction {
	let (_, owner) = join::<T>("debtor", 0, &[Role::Buyer], PAYERS_BANK);
	let account = T::Ledger::benchmark_account(owner, PAYERS_BANK, CNY, PLENTY);
	Deduction {
		account,
		hold: T::Ledger::benchmark_court_hold(account, AMOUNT),
		to: T::Ledger::benchmark_account(owner, PAYEES_BANK, CNY, PLENTY),
		amount: AMOUNT,
		authority: BoundedVec::truncate_from([b'x'; 64].to_vec()),
		document: Commitment([1; 32]),
	}
}

/// The moment of release of an order has come.
pub(super) fn make_due<T: Config>(order: OrderId) {
	let now = T::Clock::now();
	change::<T>(order, |held| HeldOrder { after: Some(now), ..held });
}
