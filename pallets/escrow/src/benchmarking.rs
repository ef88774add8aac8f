// SPDX-License-Identifier: Apache-2.0

//! Benchmarks at the limits: every leg crosses banks, and as many parties are named as it is charged
//! for.

use super::*;
use crate::types::{HeldOrder, Item, OrderRow, ReleaseItem, ReleaseWhat};
use alloc::{boxed::Box, format, vec::Vec};
use frame::{
	benchmarking::prelude::*,
	deps::frame_support::{traits::Hooks, weights::WeightMeter},
};
use split_ledger_primitives::{
	limits::{PARTIES_MAX, RETENTION_DAYS, RULE_SET_BYTES_MAX},
	Attributes, BankIndex, ParkReason, ParticipantId, ReleaseMode, Role, Roles, RuleHash, Terms,
	Text,
};

const CNY: Currency = Currency(156);
const PAYERS_BANK: BankIndex = BankIndex(0);
const PAYEES_BANK: BankIndex = BankIndex(1);
const PLENTY: Amount = Amount(1_000_000_000_000);
const AMOUNT: Amount = Amount(1_000_000);
/// The size of a small rule set.
const BYTES_MIN: u32 = 200;

/// A payer at one bank, a merchant with all parties at another.
struct World<T: Config> {
	payer: T::AccountId,
	account: AccountNo,
	merchant: ParticipantId,
	platform: ParticipantId,
	parties: Vec<AccountNo>,
}

impl<T: Config> World<T> {
	fn new() -> Self {
		let join = |name, roles: &[Role], bank| {
			let key: T::AccountId = account(name, 0, 0);
			let id = T::Participants::benchmark_participant(key.clone(), Roles::of(roles), bank);
			(key, id)
		};
		let (payer, payer_id) = join("payer", &[Role::Buyer], PAYERS_BANK);
		let (_, platform) = join("platform", &[Role::Platform], PAYEES_BANK);
		let sells = [Role::Merchant, Role::Supplier, Role::Carrier];
		let (_, merchant) = join("merchant", &sells, PAYEES_BANK);
		let open = |owner, bank| T::Ledger::benchmark_account(owner, bank, CNY, PLENTY);
		let account = open(payer_id, PAYERS_BANK);
		let parties = (0..PARTIES_MAX).map(|_| open(merchant, PAYEES_BANK)).collect();
		Self { payer, account, merchant, platform, parties }
	}

	fn rules(&self, name: u32, legs: u32, bytes: u32) -> RuleHash {
		let (platform, merchant) = (self.platform, self.merchant);
		T::Splits::benchmark_rules(name, platform, merchant, CNY, legs, bytes)
	}

	fn body(&self, number: u32, legs: u32, rules: RuleHash, release: ReleaseMode) -> OrderBody {
		let parties = (0u8..).zip(self.parties.iter().copied()).take(legs as usize);
		let parties = parties.collect::<Vec<_>>();
		OrderBody {
			reference: reference::<T>(number),
			payer: self.account,
			amount: AMOUNT,
			terms: Terms::Split {
				platform: self.platform,
				merchant: self.merchant,
				rules,
				attributes: Attributes::default(),
				parties: BoundedVec::truncate_from(parties),
				inputs: BoundedVec::new(),
			},
			release,
			legs_max: legs as u8,
			end_to_end: None,
			not_after: None,
			buyer: None,
		}
	}

	/// Orders of exactly `legs` legs over all, as even as it goes, under rule sets of `bytes` bytes
	/// over all.
	fn bodies(&self, orders: u32, legs: u32, bytes: u32, release: ReleaseMode) -> Vec<OrderBody> {
		let (each, more) = (legs / orders, legs % orders);
		let sets = if more == 0 { 1 } else { 2 };
		let few = self.rules(0, each, bytes / sets);
		let many = if more == 0 { few } else { self.rules(1, each + 1, bytes / sets) };
		let body = |n| match n < more {
			true => self.body(n, each + 1, many, release.clone()),
			false => self.body(n, each, few, release.clone()),
		};
		(0..orders).map(body).collect()
	}

	fn held(&self, legs: u32) -> OrderId {
		let body = self.body(0, legs, self.rules(0, legs, BYTES_MIN), hold::<T>());
		self.place(body)
	}

	fn place(&self, body: OrderBody) -> OrderId {
		let signer = T::Participants::signer(&self.payer, Scope::Pay).expect("a key of the payer");
		let id = order_id(signer.participant, &body.reference);
		Pallet::<T>::place(RawOrigin::Signed(self.payer.clone()).into(), body).expect("placed");
		id
	}
}

fn reference<T: Config>(number: u32) -> Reference {
	let text = format!("{number:0>64}").into_bytes();
	Reference { date: T::Clock::today(), text: Text::truncate_from(text) }
}

/// The dearest way to be placed: held, with a hint.
fn hold<T: Config>() -> ReleaseMode {
	let deadline = Some(T::Clock::now().plus(3_600_000));
	let (expiry, cover) = (ExpiryPolicy::Payees, CoverMode::AtPlacement);
	ReleaseMode::Held { after: None, deadline, expiry, cover }
}

fn is_open<T: Config>(id: OrderId) -> bool {
	matches!(Orders::<T>::get(id), Some(OrderRow::Held(_)))
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
	fn place(l: Linear<1, LEGS_MAX>, b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let body = world.body(0, l, world.rules(0, l, b), hold::<T>());

		#[extrinsic_call]
		_(RawOrigin::Signed(world.payer.clone()), body);

		assert_eq!(Orders::<T>::iter().count(), 1);
	}

	#[benchmark]
	fn place_combined(
		o: Linear<25, 100>,
		l: Linear<100, 1_000>,
		b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>,
	) {
		let world = World::<T>::new();
		let orders: Item = BoundedVec::truncate_from(world.bodies(o, l, b, ReleaseMode::Now));

		#[extrinsic_call]
		_(RawOrigin::Signed(world.payer.clone()), orders);

		assert_eq!(Orders::<T>::iter().count() as u32, o);
	}

	#[benchmark]
	fn place_batch(
		o: Linear<100, BATCH_MAX>,
		l: Linear<BATCH_MAX, 4_000>,
		b: Linear<BYTES_MIN, RULE_SET_BYTES_MAX>,
	) {
		let world = World::<T>::new();
		let items = world.bodies(o, l, b, ReleaseMode::Now).into_iter();
		let items: Vec<Item> =
			items.map(|body| BoundedVec::truncate_from([body].to_vec())).collect();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.payer.clone()), BoundedVec::truncate_from(items));

		assert_eq!(Orders::<T>::iter().count() as u32, o);
	}

	#[benchmark]
	fn release(l: Linear<1, LEGS_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		let what = ReleaseWhat::Amount(Amount(AMOUNT.0 - 1));

		#[extrinsic_call]
		_(RawOrigin::Signed(world.payer.clone()), reference::<T>(0), order, what);

		assert!(is_open::<T>(order));
	}

	#[benchmark]
	fn release_batch(o: Linear<100, BATCH_MAX>, l: Linear<BATCH_MAX, 4_000>) {
		let world = World::<T>::new();
		let bodies = world.bodies(o, l, BYTES_MIN, hold::<T>());
		let legs = bodies.iter().map(|body| body.legs_max).max().unwrap_or(1);
		let items: Vec<ReleaseItem> = bodies
			.into_iter()
			.map(|body| ReleaseItem {
				reference: body.reference.clone(),
				order: world.place(body),
				what: ReleaseWhat::All,
			})
			.collect();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.payer.clone()), BoundedVec::truncate_from(items), legs);

		assert!(Orders::<T>::iter_keys().all(|id| !is_open::<T>(id)));
	}

	#[benchmark]
	fn refund(l: Linear<1, LEGS_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		let amount = Amount(AMOUNT.0 - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.payer.clone()), reference::<T>(0), order, amount);

		assert!(is_open::<T>(order));
	}

	#[benchmark]
	fn retry_parked(l: Linear<1, LEGS_MAX>) {
		let world = World::<T>::new();
		let order = world.held(l);
		change::<T>(order, |held| {
			let parts = held.all_parts().expect("nothing is released");
			parts.iter().fold(held, |held, part| {
				held.park(part, ParkReason::NoCredit, T::Clock::now()).expect("it fits")
			})
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(world.payer.clone()), order);

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
	fn look_at(l: Linear<1, LEGS_MAX>) {
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
		let mut body = world.body(0, 1, world.rules(0, 1, BYTES_MIN), ReleaseMode::Now);
		body.reference = reference::<T>(0);
		let order = world.place(body);
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
