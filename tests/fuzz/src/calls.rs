// SPDX-License-Identifier: Apache-2.0

//! Sequences of calls on the runtime in memory: whoever sends what in whatever order, every invariant
//! holds after each call, there is as much money as was issued, and nothing panics.

use crate::Bytes;
use codec::DecodeLimit;
use pallet_escrow::{order_id, Call as Escrow, Item, ReleaseItem, ReleaseWhat};
use pallet_ledger::Call as Ledger;
use sp_runtime::traits::Dispatchable;
use split_ledger_primitives::{
	Advancer, Amount, Commitment, CoverMode, ExpiryPolicy, OrderBody, OrderId, Purpose, Reference,
	RefundPolicy, ReleaseMode, Role,
};
use split_ledger_runtime::{invariants, Runtime, RuntimeCall, RuntimeOrigin};
use split_ledger_scenarios::{
	account, bank_key, refunded_by, rest, share, Customer, Deal, Frozen, World, AGENT, CNY, EAST,
	NORTH, SOUTH, SUPERVISOR, WEST,
};
use std::{collections::BTreeMap, sync::OnceLock};

/// Calls of a sequence: a longer one finds little more, and takes as long as many short ones.
const CALLS_MAX: usize = 24;
/// Depth to which the bytes of a call may nest.
const DEPTH_MAX: u32 = 32;

/// A small market: who is on it, and under which rule sets they deal.
#[derive(Clone)]
struct Town {
	people: Vec<Customer>,
	/// One for each policy of refunds (R2).
	deals: Vec<Deal>,
}

/// What the sequence has done so far.
struct Play<'a> {
	world: &'a mut World,
	town: &'a Town,
	placed: Vec<OrderId>,
	bodies: BTreeMap<OrderId, OrderBody>,
	references: Vec<Reference>,
}

/// Reads the bytes as calls, and sends them one after the other.
pub fn check(bytes: &[u8]) {
	static TOWN: OnceLock<(Frozen, Town)> = OnceLock::new();
	let (frozen, town) = TOWN.get_or_init(build);
	frozen.run(|world| {
		let (placed, bodies, references) = (Vec::new(), BTreeMap::new(), Vec::new());
		let mut play = Play { world, town, placed, bodies, references };
		let mut bytes = Bytes::of(bytes);
		for _ in 0..CALLS_MAX {
			if bytes.are_over() {
				break;
			}
			play.step(&mut bytes);
		}
	});
}

fn build() -> (Frozen, Town) {
	let mut town = Town { people: Vec::new(), deals: Vec::new() };
	let frozen = Frozen::market(|world| {
		let anna = world.buyer(NORTH, "//Anna", 500_000);
		let bert = world.buyer(WEST, "//Bert", 500_000);
		let shop = world.customer(EAST, "//Shop", &[Role::Merchant]);
		let site = world.customer(SOUTH, "//Site", &[Role::Platform]);
		let van = world.customer(WEST, "//Van", &[Role::Carrier]);
		let parts = [
			(&site, share(10), Purpose::Fee),
			(&van, share(5), Purpose::Logistics),
			(&shop, rest(), Purpose::Goods),
		];
		let first_two = [Advancer::Merchant, Advancer::Platform];
		town.deals = vec![
			world.deal_refunded(
				&site,
				&shop,
				&parts,
				refunded_by(RefundPolicy::ProRata, &first_two),
			),
			world.deal_refunded(
				&site,
				&shop,
				&parts,
				refunded_by(RefundPolicy::MerchantFirst, &[]),
			),
			world.deal_refunded(
				&site,
				&shop,
				&parts,
				refunded_by(RefundPolicy::FeesKept, &[Advancer::Platform]),
			),
			world.deal_to_merchant(&site, &shop, &parts),
		];
		town.people = vec![anna, bert, shop, site, van];
	});
	(frozen, town)
}

impl Play<'_> {
	fn step(&mut self, bytes: &mut Bytes<'_>) {
		let act = bytes.byte() % 32;
		if act == 0 {
			self.world.advance(1 + u64::from(bytes.byte()));
		} else if act == 1 {
			self.world.wait_minutes(1 + u64::from(bytes.byte()) * u64::from(bytes.byte() % 16));
		} else {
			let key = self.key(bytes);
			if let Some(call) = self.call(act, bytes) {
				// Accepted or refused: what it leaves behind is what counts.
				let origin = RuntimeOrigin::signed(account(key));
				let _accepted_or_refused = self.world.state(|| call.dispatch(origin));
			}
		}
		self.world.state(invariants::check_all).expect("an invariant is broken");
	}

	fn key(&self, bytes: &mut Bytes<'_>) -> &'static str {
		let banks = [NORTH, EAST, SOUTH, WEST].map(bank_key);
		let people = self.town.people.iter().map(|person| person.key);
		let keys: Vec<_> = banks.into_iter().chain([AGENT, SUPERVISOR]).chain(people).collect();
		keys[bytes.below(keys.len())]
	}

	fn call(&mut self, act: u8, bytes: &mut Bytes<'_>) -> Option<RuntimeCall> {
		Some(match act {
			2..9 => Escrow::<Runtime>::place { order: self.order(bytes) }.into(),
			9 => Escrow::<Runtime>::place_combined { orders: self.item(bytes) }.into(),
			10 => {
				let items = vec![self.item(bytes), self.item(bytes)];
				Escrow::<Runtime>::place_batch { items: items.try_into().ok()? }.into()
			}
			11..15 => {
				let item = self.release(bytes)?;
				let ReleaseItem { reference, order, what } = item;
				Escrow::<Runtime>::release { reference, order, what }.into()
			}
			15 => {
				let items = vec![self.release(bytes)?, self.release(bytes)?];
				let (items, all_or_none) = (items.try_into().ok()?, bytes.below(2) == 1);
				Escrow::<Runtime>::release_batch { items, legs_max: 8, all_or_none }.into()
			}
			16..20 => {
				let (reference, order) = (self.reference(bytes), self.known(bytes)?);
				let (amount, body) = (Amount(bytes.amount()), self.body(order, bytes));
				Escrow::<Runtime>::refund { reference, order, amount, body }.into()
			}
			20 | 21 => {
				let (reference, order) = (self.reference(bytes), self.known(bytes)?);
				let (leg, amount) = (bytes.byte() % 5, Amount(bytes.amount()));
				let body = self.body(order, bytes);
				Escrow::<Runtime>::return_leg { reference, order, leg, amount, body }.into()
			}
			22 => Escrow::<Runtime>::retry_parked { order: self.known(bytes)? }.into(),
			23 => Escrow::<Runtime>::collect { debtor: self.person(bytes).account }.into(),
			_ => self.other_call(act, bytes)?,
		})
	}

	fn other_call(&mut self, act: u8, bytes: &mut Bytes<'_>) -> Option<RuntimeCall> {
		Some(match act {
			24 => Ledger::<Runtime>::set_status {
				account: self.person(bytes).account,
				no_debit: bytes.below(3) == 0,
				no_credit: bytes.below(2) == 0,
				reason: b"fuzz".to_vec().try_into().ok()?,
			}
			.into(),
			25 => Ledger::<Runtime>::redeem {
				reference: self.reference(bytes),
				account: self.person(bytes).account,
				amount: Amount(bytes.amount()),
				source: 1,
				evidence: Commitment([9; 32]),
			}
			.into(),
			26 => {
				let (bank, cap) =
					(*bytes.pick(&[NORTH, EAST, SOUTH, WEST]), Amount(bytes.amount()));
				pallet_clearing::Call::<Runtime>::set_cap { bank, currency: CNY, cap }.into()
			}
			27 => {
				let reason = b"fuzz".to_vec().try_into().ok()?;
				pallet_clearing::Call::<Runtime>::close_cycle { currency: CNY, reason }.into()
			}
			// Any call of any pallet, as a stranger may write it.
			_ => {
				let length = usize::from(bytes.byte());
				RuntimeCall::decode_with_depth_limit(DEPTH_MAX, &mut &bytes.take(length)[..])
					.ok()?
			}
		})
	}

	fn person(&self, bytes: &mut Bytes<'_>) -> &Customer {
		bytes.pick(&self.town.people)
	}

	/// Mostly a new reference, now and then one that was used.
	fn reference(&mut self, bytes: &mut Bytes<'_>) -> Reference {
		if !self.references.is_empty() && bytes.below(8) == 0 {
			return bytes.pick(&self.references).clone();
		}
		let reference = self.world.reference();
		self.references.push(reference.clone());
		reference
	}

	fn order(&mut self, bytes: &mut Bytes<'_>) -> OrderBody {
		let payer = bytes.below(self.town.people.len());
		let submitter = &self.town.people[payer];
		let (payer, id) = (submitter.account, submitter.id);
		let reference = self.reference(bytes);
		let terms = match bytes.below(5) {
			0 => {
				let to = self.person(bytes).account;
				split_ledger_primitives::Terms::Transfer { to }
			}
			deal => self.town.deals[deal - 1].terms(),
		};
		let release = self.mode(bytes);
		let order = OrderBody {
			reference,
			payer,
			amount: Amount(bytes.amount()),
			terms,
			release,
			legs_max: 4,
			end_to_end: None,
			not_after: None,
			buyer: None,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		};
		let order_no = order_id(id, &order.reference);
		self.placed.push(order_no);
		self.bodies.insert(order_no, order.clone());
		order
	}

	fn mode(&mut self, bytes: &mut Bytes<'_>) -> ReleaseMode {
		let now = self.world.now();
		let mut later = || now.plus(u64::from(bytes.short()) * 60_000);
		let (first, second) = (later(), later());
		let policies = [ExpiryPolicy::Payer, ExpiryPolicy::Payees, ExpiryPolicy::Merchant];
		let expiry = *bytes.pick(&policies);
		let cover = *bytes.pick(&[CoverMode::AtPlacement, CoverMode::AtRelease]);
		let deadline = (bytes.below(2) == 0).then_some(second);
		match bytes.below(6) {
			0 | 1 => ReleaseMode::Now,
			2 => ReleaseMode::NextDate { deadline, expiry, cover },
			3 => ReleaseMode::Held { after: Some(first), deadline, expiry, cover },
			_ => ReleaseMode::Held { after: None, deadline, expiry, cover },
		}
	}

	fn item(&mut self, bytes: &mut Bytes<'_>) -> Item {
		let orders = (0..1 + bytes.below(3)).map(|_| self.order(bytes)).collect::<Vec<_>>();
		orders.try_into().expect("few")
	}

	fn release(&mut self, bytes: &mut Bytes<'_>) -> Option<ReleaseItem> {
		let (reference, order) = (self.reference(bytes), self.known(bytes)?);
		let what = match bytes.below(4) {
			0 | 1 => ReleaseWhat::All,
			2 => ReleaseWhat::Amount(Amount(bytes.amount())),
			_ => {
				let legs: Vec<u8> = (0..1 + bytes.below(3)).map(|_| bytes.byte() % 5).collect();
				ReleaseWhat::Legs(legs.try_into().ok()?)
			}
		};
		Some(ReleaseItem { reference, order, what })
	}

	/// An order that was sent, whether or not it was accepted.
	fn known(&self, bytes: &mut Bytes<'_>) -> Option<OrderId> {
		(!self.placed.is_empty()).then(|| *bytes.pick(&self.placed))
	}

	/// Mostly the body of that order.
	fn body(&self, order: OrderId, bytes: &mut Bytes<'_>) -> Option<Box<OrderBody>> {
		match bytes.below(8) {
			0 => None,
			1 => self.known(bytes).and_then(|other| self.bodies.get(&other)).cloned().map(Box::new),
			_ => self.bodies.get(&order).cloned().map(Box::new),
		}
	}
}
