// SPDX-License-Identifier: Apache-2.0

//! Benchmarks at the limits: every leg crosses banks, to as many banks as an order has parties, and as
//! many parties are named as it is charged for.

use super::*;
use crate::types::{HeldOrder, Item, OrderRow, ReleaseItem, ReleaseWhat};
use alloc::{boxed::Box, format, vec::Vec};
use frame::{
	benchmarking::prelude::*,
	deps::frame_support::{traits::Hooks, weights::WeightMeter},
};
use split_ledger_primitives::{
	limits::{PARTIES_MAX, RETENTION_DAYS, RULE_SET_BYTES_MAX},
	Attributes, BankIndex, Commitment, ParkReason, ParticipantId, ReleaseMode, Role, Roles, Terms,
	Text,
};

const CNY: Currency = Currency(156);
const PAYERS_BANK: BankIndex = BankIndex(0);
/// The first of the banks of the payees: one for each party.
const PAYEES_BANK: BankIndex = BankIndex(1);
const PLENTY: Amount = Amount(1_000_000_000_000);
const AMOUNT: Amount = Amount(1_000_000);
/// The size of a small rule set.
const BYTES_MIN: u32 = 200;

/// A platform, and the bank that signs for all payers.
struct World<T: Config> {
	bank: T::AccountId,
	platform: ParticipantId,
}

/// A merchant that owns all parties of an order.
struct Shop {
	merchant: ParticipantId,
	parties: Vec<AccountNo>,
	/// An account that has no room for a credit.
	full: AccountNo,
}

impl<T: Config> World<T> {
	fn new() -> Self {
		let (bank, _) = join::<T>("bank", 0, &[Role::Bank], PAYERS_BANK);
		for number in 1..=PARTIES_MAX {
			join::<T>("bank", number, &[Role::Bank], BankIndex(number as u8));
		}
		let (_, platform) = join::<T>("platform", 0, &[Role::Platform], PAYEES_BANK);
		Self { bank, platform }
	}

	fn signed(&self) -> RawOrigin<T::AccountId> {
		RawOrigin::Signed(self.bank.clone())
	}

	/// An order of `legs` legs, of a payer, a merchant and payees of its own, under the rule set of this
	/// name and size.
	fn order(
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
		};
		(shop, body)
	}

	/// Orders of exactly `legs` legs over all, as even as it goes, under one or two rule sets of `bytes`
	/// bytes. No row of an account serves two of them.
	fn orders(
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
	fn payments(&self, orders: u32, legs: u32) -> Vec<OrderBody> {
		let orders = self.orders(orders, legs, RULE_SET_BYTES_MAX, ReleaseMode::Now);
		orders.map(all_but_one).collect()
	}

	/// Releases of all of orders that are held.
	fn releases(&self, orders: u32, legs: u32) -> BoundedVec<ReleaseItem, ConstU32<BATCH_MAX>> {
		let release = |(_, body): (Shop, OrderBody)| ReleaseItem {
			reference: body.reference.clone(),
			order: self.place(body),
			what: ReleaseWhat::All,
		};
		let orders = self.orders(orders, legs, BYTES_MIN, hold::<T>());
		BoundedVec::truncate_from(orders.map(release).collect())
	}

	/// An order that is held.
	fn held(&self, legs: u32) -> OrderId {
		self.place(self.order(0, legs, (0, BYTES_MIN), hold::<T>()).1)
	}

	fn place(&self, body: OrderBody) -> OrderId {
		let signer = T::Participants::signer(&self.bank, Scope::Pay).expect("a key of the bank");
		let id = order_id(signer.participant, &body.reference);
		Pallet::<T>::place(self.signed().into(), body).expect("placed");
		id
	}
}

impl Shop {
	fn open<T: Config>(number: u32) -> Self {
		let roles = [Role::Merchant, Role::Supplier, Role::Carrier];
		let (_, merchant) = join::<T>("merchant", number, &roles, PAYEES_BANK);
		let open = |bank, amount| T::Ledger::benchmark_account(merchant, bank, CNY, amount);
		let banks = (PAYEES_BANK.0..).map(BankIndex).take(PARTIES_MAX as usize);
		let parties = banks.map(|bank| open(bank, PLENTY)).collect();
		Self { merchant, parties, full: open(PAYEES_BANK, Amount::MAX) }
	}
}

fn join<T: Config>(
	name: &'static str,
	number: u32,
	roles: &[Role],
	bank: BankIndex,
) -> (T::AccountId, ParticipantId) {
	let key: T::AccountId = account(name, number, 0);
	let id = T::Participants::benchmark_participant(key.clone(), Roles::of(roles), bank);
	(key, id)
}

fn reference<T: Config>(number: u32) -> Reference {
	let text = format!("{number:0>64}").into_bytes();
	Reference { date: T::Clock::today(), text: Text::truncate_from(text) }
}

fn hold<T: Config>() -> ReleaseMode {
	let deadline = Some(T::Clock::now().plus(3_600_000));
	let (expiry, cover) = (ExpiryPolicy::Payees, CoverMode::AtPlacement);
	ReleaseMode::Held { after: None, deadline, expiry, cover }
}

/// The dearest way to be placed: at once, so that the rows of the payees are written, but for the last
/// party, whose leg is parked, so that there is a row of the order and a hint, too.
fn all_but_one((shop, mut body): (Shop, OrderBody)) -> OrderBody {
	if let Terms::Split { parties, .. } = &mut body.terms {
		if let Some((_, last)) = parties.last_mut() {
			*last = shop.full;
		}
	}
	body
}

/// A payment for each order.
fn singly(orders: Vec<OrderBody>) -> BoundedVec<Item, ConstU32<BATCH_MAX>> {
	let items = orders.into_iter().map(|order| BoundedVec::truncate_from([order].to_vec()));
	BoundedVec::truncate_from(items.collect())
}

fn is_open<T: Config>(id: OrderId) -> bool {
	matches!(Orders::<T>::get(id), Some(OrderRow::Held(_)))
}

fn open_orders<T: Config>() -> u32 {
	Orders::<T>::iter_keys().filter(|id| is_open::<T>(*id)).count() as u32
}

fn change<T: Config>(id: OrderId, change: impl FnOnce(HeldOrder) -> HeldOrder) {
	if let Some(OrderRow::Held(order)) = Orders::<T>::get(id) {
		Orders::<T>::insert(id, OrderRow::Held(Box::new(change(*order))));
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn place(l: Linear<1, PARTIES_MAX>, b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let body = all_but_one(world.order(0, l, (0, b), ReleaseMode::Now));

		#[extrinsic_call]
		_(world.signed(), body);

		assert_eq!(open_orders::<T>(), 1);
	}

	#[benchmark]
	fn place_combined(o: Linear<1, 100>) {
		let world = World::<T>::new();
		let orders: Item = BoundedVec::truncate_from(world.payments(o, o));

		#[extrinsic_call]
		_(world.signed(), orders);

		assert_eq!(open_orders::<T>(), o);
	}

	#[benchmark]
	fn place_batch(o: Linear<1, BATCH_MAX>) {
		let world = World::<T>::new();
		let items = singly(world.payments(o, o));

		#[extrinsic_call]
		_(world.signed(), items);

		assert_eq!(open_orders::<T>(), o);
	}

	#[benchmark]
	fn legs_placed(l: Linear<BATCH_MAX, 4_000>) {
		let world = World::<T>::new();
		let items = singly(world.payments(BATCH_MAX, l));

		#[extrinsic_call]
		place_batch(world.signed(), items);

		assert_eq!(open_orders::<T>(), BATCH_MAX);
	}

	#[benchmark]
	fn release(l: Linear<1, PARTIES_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		let what = ReleaseWhat::Amount(Amount(AMOUNT.0 - 1));

		#[extrinsic_call]
		_(world.signed(), reference::<T>(0), order, what);

		assert!(is_open::<T>(order));
	}

	#[benchmark]
	fn release_batch(o: Linear<1, BATCH_MAX>) {
		let world = World::<T>::new();
		let items = world.releases(o, o);

		#[extrinsic_call]
		_(world.signed(), items, 1);

		assert_eq!(open_orders::<T>(), 0);
	}

	#[benchmark]
	fn legs_released(l: Linear<BATCH_MAX, 4_000>) {
		let world = World::<T>::new();
		let items = world.releases(BATCH_MAX, l);
		let legs_max = l.div_ceil(BATCH_MAX) as u8;

		#[extrinsic_call]
		release_batch(world.signed(), items, legs_max);

		assert_eq!(open_orders::<T>(), 0);
	}

	#[benchmark]
	fn refund(l: Linear<1, PARTIES_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		let amount = Amount(AMOUNT.0 - 1);

		#[extrinsic_call]
		_(world.signed(), reference::<T>(0), order, amount);

		assert!(is_open::<T>(order));
	}

	#[benchmark]
	fn retry_parked(l: Linear<1, PARTIES_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		change::<T>(order, |held| {
			let parts = held.all_parts().expect("nothing is released");
			parts.iter().fold(held, |held, part| {
				held.park(part, ParkReason::NoCredit, T::Clock::now()).expect("it fits")
			})
		});

		#[extrinsic_call]
		_(world.signed(), order);

		assert!(!is_open::<T>(order));
	}

	#[benchmark]
	fn tick() {
		let now = T::Clock::now();
		Drained::<T>::put(Cursor { minute: now.minute(), index: 0 });
		LastTick::<T>::put(Moment(now.0.saturating_sub(1_000)));

		#[block]
		{
			Pallet::<T>::on_poll(1u32.into(), &mut WeightMeter::new());
		}

		assert_eq!(LastTick::<T>::get(), Some(now));
	}

	#[benchmark]
	fn pass_minute() {
		let now = T::Clock::now();
		let minute = now.minute().saturating_sub(1);
		Drained::<T>::put(Cursor { minute, index: 0 });

		#[block]
		{
			Pallet::<T>::drain(now, &mut WeightMeter::new());
		}

		assert_eq!(Drained::<T>::get().map(|cursor| cursor.minute), Some(now.minute()));
	}

	#[benchmark]
	fn look_at(l: Linear<1, PARTIES_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		let now = T::Clock::now();
		// Its deadline has come: all goes to the payees.
		change::<T>(order, |held| HeldOrder { deadline: now, hint: 0, ..held });

		#[block]
		{
			Pallet::<T>::look_at(order, 0, now);
		}

		assert!(!is_open::<T>(order));
	}

	#[benchmark]
	fn prune_row() {
		let world = World::<T>::new();
		let order = world.place(world.order(0, 1, (0, BYTES_MIN), ReleaseMode::Now).1);
		let date = order.date();
		PrunedBefore::<T>::put(date);
		let today = Date(date.0.saturating_add(RETENTION_DAYS).saturating_add(1));

		#[block]
		{
			Pallet::<T>::prune(today, &mut WeightMeter::new());
		}

		assert!(!Orders::<T>::contains_key(order));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::World::state(), crate::mock::Test);
}
