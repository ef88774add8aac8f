// SPDX-License-Identifier: Apache-2.0

//! Sequences of calls on the runtime in memory: whoever sends what in whatever order, every invariant
//! holds after each call, there is as much money as was issued, and nothing panics.

#[cfg(test)]
mod accepted;
mod agreed;
mod rooms;
mod town;

use crate::Bytes;
use codec::DecodeLimit;
use pallet_escrow::{order_id, Call as Escrow, Item, ReleaseItem, ReleaseWhat};
use pallet_ledger::Call as Ledger;
use sp_runtime::traits::Dispatchable;
use split_ledger_primitives::{
	Amount, Commitment, CoverMode, ExpiryPolicy, MandateNo, MandateTerms, Moment, OrderBody,
	OrderId, Reference, ReleaseMode, Terms,
};
use split_ledger_runtime::{invariants, Runtime, RuntimeCall, RuntimeOrigin};
use split_ledger_scenarios::{
	account, bank_key, Customer, Frozen, World, AGENT, CNY, EAST, NORTH, SOUTH, WEST,
};
use std::{collections::BTreeMap, sync::OnceLock};
use town::Town;

/// Calls of a sequence: a longer one finds little more, and takes as long as many short ones.
const CALLS_MAX: usize = 24;
/// Depth to which the bytes of a call may nest.
const DEPTH_MAX: u32 = 32;

/// A call, and who would send it; nobody in particular where none is named.
struct Act {
	by: Option<&'static str>,
	call: RuntimeCall,
}

impl Act {
	fn by(by: Option<&'static str>, call: impl Into<RuntimeCall>) -> Self {
		Self { by, call: call.into() }
	}
}

/// What the sequence has done so far.
struct Play<'a> {
	world: &'a mut World,
	town: &'a Town,
	placed: Vec<OrderId>,
	bodies: BTreeMap<OrderId, OrderBody>,
	references: Vec<Reference>,
	proposed: Vec<(MandateNo, MandateTerms)>,
	/// The time of the block in which the call is.
	now: Moment,
}

/// Reads the bytes as calls, and sends them one after the other.
pub fn check(bytes: &[u8]) {
	run(bytes, |_| ());
}

/// The same, and tells of each call that is accepted.
fn run(bytes: &[u8], mut accepted: impl FnMut(RuntimeCall)) {
	play(|play| {
		let mut bytes = Bytes::of(bytes);
		for _ in 0..CALLS_MAX {
			if bytes.are_over() {
				break;
			}
			if let Some(call) = play.step(&mut bytes) {
				accepted(call);
			}
			play.world.state(invariants::check_all).expect("an invariant is broken");
		}
	});
}

/// The market as all sequences find it.
fn market() -> &'static (Frozen, Town) {
	static MARKET: OnceLock<(Frozen, Town)> = OnceLock::new();
	MARKET.get_or_init(Town::build)
}

/// A sequence that has done nothing yet.
fn play(story: impl FnOnce(&mut Play<'_>)) {
	let (frozen, town) = market();
	frozen.run(|world| {
		let (placed, bodies, references) = (Vec::new(), BTreeMap::new(), Vec::new());
		let (proposed, now) = (Vec::new(), world.now());
		story(&mut Play { world, town, placed, bodies, references, proposed, now });
	});
}

impl Play<'_> {
	/// Does what the next bytes say. Answers the call, where one is accepted.
	fn step(&mut self, bytes: &mut Bytes<'_>) -> Option<RuntimeCall> {
		self.now = self.world.now();
		let act = bytes.byte() % 64;
		match act {
			0 => self.world.advance(1 + u64::from(bytes.byte())),
			1 => {
				// Now and then for longer than a group is open, or a side has to answer.
				let minutes = if bytes.below(8) == 0 { 1_500 } else { 1 + u64::from(bytes.byte()) };
				self.world.wait_minutes(minutes);
			}
			_ => return self.send(act, bytes),
		}
		None
	}

	fn send(&mut self, act: u8, bytes: &mut Bytes<'_>) -> Option<RuntimeCall> {
		let known = self.placed.len();
		let Act { by, call } = self.act(act, bytes)?;
		let fits = by.filter(|_| bytes.below(8) > 0);
		let key = fits.unwrap_or_else(|| *bytes.pick(&self.town.keys()));
		let origin = RuntimeOrigin::signed(account(key));
		// Accepted or refused: what it leaves behind is what counts.
		let outcome = self.world.state(|| call.clone().dispatch(origin));
		if bytes.below(8) > 0 {
			// Of an order that was refused little more can be said.
			let sent = self.placed.split_off(known);
			let is_there = |order: &OrderId| pallet_escrow::Orders::<Runtime>::contains_key(order);
			let there = sent.into_iter().filter(|order| self.world.state(|| is_there(order)));
			self.placed.extend(there);
		}
		outcome.is_ok().then_some(call)
	}

	fn act(&mut self, act: u8, bytes: &mut Bytes<'_>) -> Option<Act> {
		let merchant = Some(self.town.shop().key);
		Some(match act {
			2..9 => {
				let (by, order) = self.order(bytes);
				Act::by(Some(by), Escrow::<Runtime>::place { order })
			}
			9 => {
				let (by, orders) = self.item(bytes)?;
				Act::by(Some(by), Escrow::<Runtime>::place_combined { orders })
			}
			10 => {
				let ((by, first), (_, second)) = (self.item(bytes)?, self.item(bytes)?);
				let items = vec![first, second].try_into().ok()?;
				Act::by(Some(by), Escrow::<Runtime>::place_batch { items })
			}
			11..15 => {
				let ReleaseItem { reference, order, what } = self.release(bytes)?;
				let by = self.payer_of(order).map(|payer| payer.key);
				Act::by(by, Escrow::<Runtime>::release { reference, order, what })
			}
			15 => {
				let items = vec![self.release(bytes)?, self.release(bytes)?];
				let by = self.payer_of(items[0].order).map(|payer| payer.key);
				let (items, all_or_none) = (items.try_into().ok()?, bytes.below(2) == 1);
				Act::by(by, Escrow::<Runtime>::release_batch { items, legs_max: 8, all_or_none })
			}
			16..20 => {
				let (reference, order) = (self.reference(bytes), self.known(bytes)?);
				let amount = if bytes.below(2) == 0 { bytes.byte().into() } else { sum(bytes) };
				let (amount, body) = (Amount(amount), self.body(order, bytes));
				Act::by(merchant, Escrow::<Runtime>::refund { reference, order, amount, body })
			}
			20 | 21 => {
				let (reference, order) = (self.reference(bytes), self.known(bytes)?);
				let (leg, amount) = (bytes.byte() % 5, Amount(bytes.byte().into()));
				let body = self.body(order, bytes);
				let call = Escrow::<Runtime>::return_leg { reference, order, leg, amount, body };
				Act::by(Some(self.person(bytes).key), call)
			}
			22 => Act::by(merchant, Escrow::<Runtime>::retry_parked { order: self.known(bytes)? }),
			23 => {
				let debtor = self.person(bytes).account;
				Act::by(merchant, Escrow::<Runtime>::collect { debtor })
			}
			24..32 => Act { by: self.bank_key(bytes), call: self.other_call(act, bytes)? },
			_ => self.act_in_rooms((act - 32) / 2, bytes)?,
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

	/// A bank, or who closes cycles.
	fn bank_key(&self, bytes: &mut Bytes<'_>) -> Option<&'static str> {
		let keys = [NORTH, EAST, SOUTH, WEST].map(bank_key);
		keys.into_iter().chain([AGENT]).nth(bytes.below(5))
	}

	/// Who pays an order that was sent.
	fn payer_of(&self, order: OrderId) -> Option<&Customer> {
		self.bodies.get(&order).and_then(|body| self.town.owner(body.payer))
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

	/// An order, and who would send it.
	fn order(&mut self, bytes: &mut Bytes<'_>) -> (&'static str, OrderBody) {
		let town = self.town;
		// Mostly one that has money from the beginning.
		let rich = if bytes.below(4) == 0 { town.people.len() } else { 2 };
		let payer = bytes.pick(&town.people[..rich]);
		let reference = self.reference(bytes);
		let terms = match bytes.below(1 + town.deals.len()) {
			0 => Terms::Transfer { to: self.person(bytes).account },
			deal => town.deals[deal - 1].terms(),
		};
		let amount = Amount(sum(bytes));
		let order = OrderBody {
			reference,
			payer: payer.account,
			amount,
			terms,
			release: self.mode(amount, bytes),
			legs_max: 4,
			end_to_end: None,
			not_after: None,
			buyer: None,
			funders: Default::default(),
			mandate: None,
			group: None,
			dispute: None,
		};
		let order = self.agree(order, bytes);
		// By a mandate it is the platform that draws.
		let submitter = if order.mandate.is_some() { town.site() } else { payer };
		let order_no = order_id(submitter.id, &order.reference);
		self.placed.push(order_no);
		self.bodies.insert(order_no, order.clone());
		(submitter.key, order)
	}

	fn mode(&mut self, amount: Amount, bytes: &mut Bytes<'_>) -> ReleaseMode {
		let now = self.now;
		let mut later = || now.plus(u64::from(bytes.short()) * 60_000);
		let (first, second) = (later(), later());
		let policies = [ExpiryPolicy::Payer, ExpiryPolicy::Payees, ExpiryPolicy::Merchant];
		let expiry = *bytes.pick(&policies);
		let cover = *bytes.pick(&[CoverMode::AtPlacement, CoverMode::AtRelease]);
		let deadline = (bytes.below(2) == 0).then_some(second);
		match bytes.below(9) {
			0 | 1 => ReleaseMode::Now,
			6..9 => {
				let milestones = self.milestones(amount, bytes);
				ReleaseMode::Agreed { milestones, deadline, expiry, cover }
			}
			2 => ReleaseMode::NextDate { deadline, expiry, cover },
			3 => ReleaseMode::Held { after: Some(first), deadline, expiry, cover },
			_ => ReleaseMode::Held { after: None, deadline, expiry, cover },
		}
	}

	/// A few orders, and who would send the first.
	fn item(&mut self, bytes: &mut Bytes<'_>) -> Option<(&'static str, Item)> {
		let orders = (0..1 + bytes.below(3)).map(|_| self.order(bytes)).collect::<Vec<_>>();
		let by = orders.first()?.0;
		let orders = orders.into_iter().map(|(_, order)| order).collect::<Vec<_>>();
		Some((by, orders.try_into().ok()?))
	}

	fn release(&mut self, bytes: &mut Bytes<'_>) -> Option<ReleaseItem> {
		let (reference, order) = (self.reference(bytes), self.known(bytes)?);
		let what = match bytes.below(4) {
			0 | 1 => ReleaseWhat::All,
			2 => ReleaseWhat::Amount(Amount(sum(bytes))),
			_ => {
				let legs: Vec<u8> = (0..1 + bytes.below(3)).map(|_| bytes.byte() % 5).collect();
				ReleaseWhat::Legs(legs.try_into().ok()?)
			}
		};
		Some(ReleaseItem { reference, order, what })
	}

	/// An order that was accepted, now and then one that was refused.
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

/// Mostly what people here can pay.
fn sum(bytes: &mut Bytes<'_>) -> u64 {
	match bytes.below(8) {
		0 => bytes.amount(),
		_ => bytes.short().into(),
	}
}
