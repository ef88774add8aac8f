// SPDX-License-Identifier: Apache-2.0

//! What can happen, and how often.

mod agreed;
mod agreements;
mod backwards;
mod batches;
mod forwards;
mod groups;
mod mandates;
mod money;
mod orders;
mod restraints;
mod stops;
mod wishes;

use crate::{
	cast::Actor,
	plain::{Outcome, Plain},
	stage::{Act, Done, Stage},
};
use codec::Encode;
use split_ledger_primitives::{Domain, OrderId, Reference};
use split_ledger_runtime::RuntimeCall;

/// The id of no order.
pub(crate) const NOBODYS: OrderId = OrderId([0; 22]);

/// The kinds of calls. Each must be accepted at some time in a run.
pub(crate) const KINDS: [&str; 43] = [
	"issue",
	"redeem",
	"transfer",
	"place",
	"release",
	"refund",
	"return",
	"retry",
	"collect",
	"status",
	"freeze",
	"lift",
	"court",
	"court release",
	"cap",
	"close",
	"receiver",
	"consent",
	"withdraw consent",
	"remove receiver",
	"ceilings",
	"limits",
	"repeat",
	"retire",
	"combined",
	"release batch",
	"return batch",
	"attest",
	"extend",
	"assign",
	"freeze order",
	"lift order",
	"dispute",
	"answer",
	"withdraw",
	"resolve",
	"open group",
	"call off",
	"propose",
	"confirm",
	"reject",
	"revoke",
	"lower",
];

impl Stage<'_> {
	/// One act, whatever the dice say.
	pub(crate) fn play(&mut self) {
		match self.dice.below(1_000) {
			0..40 => self.issue(),
			40..70 => self.redeem(),
			70..95 => self.transfer(),
			95..320 => self.place(),
			320..420 => self.release(),
			420..475 => self.refund(),
			475..520 => self.return_leg(),
			520..540 => self.retry(),
			540..555 => self.collect(),
			555..570 => self.status(),
			570..590 => self.freeze_or_lift(),
			590..602 => self.court(),
			602..608 => self.cap(),
			608..614 => self.close(),
			614..632 => self.repeat(),
			632..648 => self.receivers(),
			648..654 => self.ceilings(),
			654..659 => self.limits(),
			659 => self.retire(),
			660..668 => self.place_combined(),
			668..676 => self.release_batch(),
			676..682 => self.return_batch(),
			682..767 => self.attest(),
			767..785 => self.extend(),
			785..805 => self.assign(),
			805..819 => self.freeze_order(),
			819..829 => self.lift_some_order(),
			829..864 => self.dispute(),
			864..892 => self.answer(),
			892..898 => self.withdraw_dispute(),
			898..926 => self.resolve(),
			926..944 => self.open_group(),
			944..948 => self.call_off(),
			948..970 => self.mandate(),
			_ => self.time(),
		}
	}

	/// Something under a reference: the model does it once (O1), and it can be sent again.
	pub(crate) fn send_named(
		&mut self,
		act: Act,
		(domain, reference): (Domain, &Reference),
		model: impl FnOnce(&mut Plain) -> Outcome,
	) -> bool {
		let content = act.call.encode();
		let expected = self.plain.once((domain, act.by.id, reference), &content, model);
		let named = Some((domain, reference.clone()));
		let done = self.send(act.clone(), expected);
		if done {
			self.last = Some(Done { act, named });
		}
		done
	}

	/// Sends what was accepted last once more: it is done already. Or the same reference with another
	/// body, which is refused.
	fn repeat(&mut self) {
		let Some(Done { act, named: Some((domain, reference)) }) = self.last.clone() else {
			return;
		};
		let text = format!("again: {}", act.text);
		let again = Act { kind: "repeat", text, ..act };
		if self.dice.below(3) > 0 {
			let content = again.call.encode();
			let expected = self.plain.once((domain, again.by.id, &reference), &content, |_| Ok(()));
			self.send(again, expected);
			return;
		}
		let Some(call) = another_amount(again.call) else { return };
		let content = call.encode();
		let expected = self.plain.once((domain, again.by.id, &reference), &content, |_| Ok(()));
		let text = format!("under the same reference, but for another amount: {}", again.text);
		self.send(Act { text, call, ..again }, expected);
	}

	/// Lets time pass: a block, some minutes, or a silence of hours or weeks.
	fn time(&mut self) {
		let minute = 60_000 / self.world.state(split_ledger_runtime::Participants::slot_millis);
		let slots = match self.dice.below(100) {
			0..50 => 1,
			50..80 => minute * (1 + self.dice.below(9)),
			80..94 => minute * (11 + self.dice.below(300)),
			94..98 => minute * 1_440 * (1 + self.dice.below(12)),
			98 => minute * 1_440 * (31 + self.dice.below(20)),
			_ => minute * 1_440 * (91 + self.dice.below(100)),
		};
		self.pass_time(slots);
	}

	/// Picks something that somebody may do: mostly, it is picked anew until the model would accept it, so
	/// that worlds get somewhere.
	pub(crate) fn choose<T>(
		&mut self,
		pick: impl Fn(&mut Self) -> T,
		would: impl Fn(&mut Plain, &T) -> Outcome,
	) -> T {
		let tries = if self.dice.below(4) > 0 { 6 } else { 0 };
		let mut picked = pick(self);
		for _ in 0..tries {
			if would(&mut self.plain.clone(), &picked).is_ok() {
				break;
			}
			picked = pick(self);
		}
		picked
	}

	/// Somebody with an account.
	pub(crate) fn customer(&mut self) -> Actor {
		let customers = self.cast.customers();
		self.dice.pick(&customers).clone()
	}

	/// Any actor, banks included.
	pub(crate) fn anybody(&mut self) -> Actor {
		let actors = self.cast.actors.clone();
		self.dice.pick(&actors).clone()
	}

	/// The bank of a customer.
	pub(crate) fn bank_of(&self, customer: &Actor) -> Actor {
		let number = customer.account.expect("a customer has an account");
		let bank = self.plain.account(number).bank;
		self.cast.by_id(self.plain.bank_person(bank)).clone()
	}

	/// Often small, sometimes nothing, sometimes more than anybody has.
	pub(crate) fn amount(&mut self) -> u64 {
		match self.dice.below(40) {
			0 => 0,
			1 => 900_000 + self.dice.below(1_000_000),
			2..10 => 1 + self.dice.below(60),
			_ => 1 + self.dice.below(6_000),
		}
	}

	/// A part of something: of any size, all of it, now and then nothing or more.
	pub(crate) fn part_of(&mut self, whole: u64) -> u64 {
		match self.dice.below(20) {
			0 => 0,
			1 => whole + 1 + self.dice.below(50),
			2..8 => whole,
			8..12 => 1 + self.dice.below(whole.min(7)),
			_ => 1 + self.dice.below(whole),
		}
	}

	/// An order's name for a reader.
	pub(crate) fn told(&self, id: OrderId) -> String {
		let place = self.ids.iter().position(|known| *known == id);
		place.map_or("an order that nobody placed".into(), |place| format!("order {place}"))
	}
}

/// The same call for one unit more.
fn another_amount(call: RuntimeCall) -> Option<RuntimeCall> {
	use pallet_escrow::Call as Escrow;
	use pallet_ledger::Call as Ledger;
	let mut call = call;
	let amount = match &mut call {
		RuntimeCall::Ledger(Ledger::issue { amount, .. } | Ledger::redeem { amount, .. }) => amount,
		RuntimeCall::Escrow(Escrow::place { order }) => &mut order.amount,
		RuntimeCall::Escrow(Escrow::refund { amount, .. } | Escrow::return_leg { amount, .. }) => {
			amount
		}
		_ => return None,
	};
	amount.0 += 1;
	Some(call)
}
