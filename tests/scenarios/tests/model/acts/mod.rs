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
mod time;
mod unclaimed;
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
pub(crate) const KINDS: [&str; 46] = [
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
	"deduct",
	"pay unclaimed",
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
	"place batch",
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
			0..35 => self.issue(),
			35..60 => self.redeem(),
			60..85 => self.transfer(),
			85..290 => self.place(),
			290..302 => self.pay_some_unclaimed(),
			302..310 => self.place_batch(),
			310..405 => self.release(),
			405..460 => self.refund(),
			460..505 => self.return_leg(),
			505..520 => self.retry(),
			520..535 => self.collect(),
			535..550 => self.status(),
			550..570 => self.freeze_or_lift(),
			570..582 => self.court(),
			582..588 => self.cap(),
			588..594 => self.close(),
			594..612 => self.repeat(),
			612..628 => self.receivers(),
			628..634 => self.ceilings(),
			634..639 => self.limits(),
			639 => self.retire(),
			640..648 => self.place_combined(),
			648..656 => self.release_batch(),
			656..662 => self.return_batch(),
			662..735 => self.attest(),
			735..747 => self.deduct(),
			747..765 => self.extend(),
			765..785 => self.assign(),
			785..799 => self.freeze_order(),
			799..809 => self.lift_some_order(),
			809..844 => self.dispute(),
			844..872 => self.answer(),
			872..878 => self.withdraw_dispute(),
			878..906 => self.resolve(),
			906..924 => self.open_group(),
			924..928 => self.call_off(),
			928..950 => self.mandate(),
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
		RuntimeCall::Escrow(Escrow::deduct { deduction, .. }) => &mut deduction.amount,
		_ => return None,
	};
	amount.0 += 1;
	Some(call)
}
