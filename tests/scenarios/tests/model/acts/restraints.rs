// SPDX-License-Identifier: Apache-2.0

//! Status bits, freezes, holds by courts and what they take out of them (M7).

use crate::{
	cast::Actor,
	plain::{ensure, ms_of_minutes, refuse, Ending, Freeze, Outcome, Plain, Taken},
	stage::{Act, Stage},
};
use pallet_escrow::Deduction;
use pallet_ledger::{Call, FreezeTerms};
use split_ledger_primitives::{
	AccountNo, Amount, Commitment, Domain, Moment, ParticipantId, Text, DAY_MS,
};
use split_ledger_runtime::Runtime;

fn text(words: &str) -> Text {
	words.as_bytes().to_vec().try_into().expect("short")
}

/// A supervisor may always; the account's bank may change what it set itself.
fn ensure_may_change(
	plain: &Plain,
	by: ParticipantId,
	account: AccountNo,
	earlier: Option<ParticipantId>,
) -> Outcome {
	let person = plain.people[&by];
	if person.is_supervisor {
		return Ok(());
	}
	let own_bank = person.bank == Some(plain.account(account).bank);
	ensure(own_bank, "Ledger::NotBankNorSupervisor")?;
	ensure(earlier.is_none_or(|earlier| earlier == by), "Ledger::SetBySupervisor")
}

impl Stage<'_> {
	/// Whose word counts for an account: its bank, the supervisor, seldom a stranger.
	fn authority(&mut self, account: AccountNo) -> Actor {
		let bank = self.plain.bank_person(self.plain.account(account).bank);
		match self.dice.below(12) {
			0 => self.anybody(),
			1..4 => self.cast.supervisor.clone(),
			_ => self.cast.by_id(bank).clone(),
		}
	}

	pub(crate) fn status(&mut self) {
		let account = self.customer().account.expect("it has one");
		let by = self.authority(account);
		let set = self.dice.below(3) == 0;
		let (no_debit, no_credit) = (set && self.dice.below(2) > 0, set && self.dice.below(2) > 0);
		self.set_status(&by, account, no_debit, no_credit);
	}

	pub(crate) fn set_status(
		&mut self,
		by: &Actor,
		account: AccountNo,
		no_debit: bool,
		no_credit: bool,
	) {
		let reason = text("model");
		let call = Call::<Runtime>::set_status { account, no_debit, no_credit, reason };
		let name = self.cast.name(account);
		let text = format!("sets {name}: no debit {no_debit}, no credit {no_credit}");
		let expected = self.plain.attempt(|plain| {
			let earlier = plain.account(account).status.map(|status| status.2);
			ensure_may_change(plain, by.id, account, earlier)?;
			let now = (no_debit || no_credit).then_some((no_debit, no_credit, by.id));
			plain.row(account).status = now;
			Ok(())
		});
		self.send(Act { kind: "status", by: by.clone(), text, call: call.into() }, expected);
	}

	pub(crate) fn freeze_or_lift(&mut self) {
		let frozen = self.plain.accounts.iter().flat_map(|(number, row)| {
			row.freezes.keys().map(|freeze| (*number, *freeze)).collect::<Vec<_>>()
		});
		let frozen: Vec<(AccountNo, u32)> = frozen.collect();
		if !frozen.is_empty() && self.dice.below(2) > 0 {
			let (account, freeze) = *self.dice.pick(&frozen);
			let by = self.authority(account);
			self.lift(&by, account, freeze);
		} else {
			self.freeze();
		}
	}

	/// An end that lies ahead; now and then one that does not, or too far.
	fn until(&mut self) -> Moment {
		let now = self.plain.now();
		match self.dice.below(10) {
			0 => now,
			1 => now.plus(DAY_MS * (366 + self.dice.below(2))),
			2..8 => now.plus(ms_of_minutes(1 + self.dice.below(120))),
			_ => now.plus(DAY_MS * (1 + self.dice.below(40))),
		}
	}

	fn freeze(&mut self) {
		let account = self.customer().account.expect("it has one");
		let by = self.authority(account);
		let (no_debit, no_credit) = (self.dice.below(4) > 0, self.dice.below(3) > 0);
		let until = self.until();
		let (authority, reason) = (text("a court"), text("model"));
		let document = Commitment([1; 32]);
		let terms = FreezeTerms { no_debit, no_credit, authority, document, reason, until };
		let call = Call::<Runtime>::freeze { account, terms };
		let name = self.cast.name(account);
		let text = format!("freezes {name}: no debit {no_debit}, no credit {no_credit}");
		let expected = self.plain.attempt(|plain| {
			ensure_may_change(plain, by.id, account, None)?;
			ensure(no_debit || no_credit, "Ledger::NothingFrozen")?;
			ensure_ends_in_time(plain, until)?;
			ensure(plain.account(account).freezes.len() < 8, "Ledger::TooManyFreezes")?;
			let number = plain.freezes_given;
			plain.freezes_given += 1;
			let freeze = Freeze { no_debit, no_credit, by: by.id };
			plain.row(account).freezes.insert(number, freeze);
			plain.clock.endings.push((until, Ending::Freeze(account, number)));
			Ok(())
		});
		self.send(Act { kind: "freeze", by, text, call: call.into() }, expected);
	}

	pub(crate) fn lift(&mut self, by: &Actor, account: AccountNo, freeze: u32) {
		let call = Call::<Runtime>::lift_freeze { account, freeze };
		let text = format!("lifts freeze {freeze} of {}", self.cast.name(account));
		let expected = self.plain.attempt(|plain| {
			ensure_may_change(plain, by.id, account, None)?;
			let known = plain.account(account).freezes.get(&freeze).map(|freeze| freeze.by);
			let Some(set_by) = known else { return refuse("Ledger::NoSuchFreeze") };
			ensure_may_change(plain, by.id, account, Some(set_by))?;
			plain.row(account).freezes.remove(&freeze);
			Ok(())
		});
		self.send(Act { kind: "lift", by: by.clone(), text, call: call.into() }, expected);
	}

	/// The holds of courts: account and number.
	fn court_holds(&self) -> Vec<(AccountNo, u32)> {
		let accounts = self.plain.accounts.iter();
		accounts
			.flat_map(|(account, row)| row.court.keys().map(move |hold| (*account, *hold)))
			.collect()
	}

	/// A court has money held, or what it had held is released.
	pub(crate) fn court(&mut self) {
		let held = self.court_holds();
		if !held.is_empty() && self.dice.below(2) > 0 {
			let (account, hold) = *self.dice.pick(&held);
			let by = self.authority(account);
			self.release_court(&by, account, hold);
			return;
		}
		self.hold_for_court();
	}

	fn hold_for_court(&mut self) {
		let account = self.customer().account.expect("it has one");
		let by = self.authority(account);
		let amount = self.part_of(self.plain.account(account).available);
		let until = self.until();
		let reference = self.reference();
		let call = Call::<Runtime>::judicial_hold {
			reference: reference.clone(),
			account,
			amount: Amount(amount),
			authority: text("a court"),
			document: Commitment([2; 32]),
			until,
		};
		let text = format!("holds {amount} of {} for a court", self.cast.name(account));
		let act = Act { kind: "court", by: by.clone(), text, call: call.into() };
		// Who may not is told so before the reference is looked at.
		let may = ensure_may_change(&self.plain, by.id, account, None);
		if may.is_err() {
			self.send(act, may);
			return;
		}
		self.send_named(act, (Domain::Hold, &reference), |plain| {
			ensure(amount > 0, "Ledger::ZeroAmount")?;
			ensure_ends_in_time(plain, until)?;
			let row = plain.row(account);
			ensure(row.available >= amount, "Ledger::NotEnoughAvailable")?;
			row.available -= amount;
			row.held += amount;
			let number = row.court_given;
			row.court_given += 1;
			row.court.insert(number, (amount, by.id));
			plain.clock.endings.push((until, Ending::Court(account, number)));
			Ok(())
		});
	}

	/// A court is paid out of its hold; where it has none, mostly it has something held first.
	pub(crate) fn deduct(&mut self) {
		if self.court_holds().is_empty() && self.dice.below(8) > 0 {
			self.hold_for_court();
			return;
		}
		let (taken, by) = self
			.choose(Self::some_deduction, |plain, (taken, by): &(Taken, Actor)| {
				plain.deduct(by.id, taken)
			});
		let Taken { from, hold, to, amount } = taken;
		let reference = self.reference();
		let deduction = Deduction {
			account: from,
			hold,
			to,
			amount: Amount(amount),
			authority: text("a court"),
			document: Commitment([2; 32]),
		};
		let call =
			pallet_escrow::Call::<Runtime>::deduct { reference: reference.clone(), deduction };
		let (debtor, creditor) = (self.cast.name(from), self.cast.name(to));
		let text = format!("takes {amount} out of hold {hold} of {debtor} for {creditor}");
		let act = Act { kind: "deduct", by: by.clone(), text, call: call.into() };
		self.send_named(act, (Domain::Deduct, &reference), |plain| plain.deduct(by.id, &taken));
	}

	fn some_deduction(&mut self) -> (Taken, Actor) {
		let held = self.court_holds();
		let (from, mut hold) = match held.is_empty() {
			true => (self.some_account(), 0),
			false => *self.dice.pick(&held),
		};
		let whole = self.plain.account(from).court.get(&hold).map_or(1, |hold| hold.0);
		let mut by = self.cast.by_id(self.plain.bank_person(self.plain.account(from).bank)).clone();
		let mut to = self.customer().account.expect("it has one");
		match self.dice.below(30) {
			0 | 1 => by = self.anybody(),
			2 => hold += 1,
			3 => to = from,
			4..7 => to = self.some_account(),
			_ => {}
		}
		(Taken { from, hold, to, amount: self.part_of(whole) }, by)
	}

	pub(crate) fn release_court(&mut self, by: &Actor, account: AccountNo, hold: u32) {
		let call = Call::<Runtime>::release_hold { account, hold };
		let text = format!("releases hold {hold} of {}", self.cast.name(account));
		let expected = self.plain.attempt(|plain| {
			ensure_may_change(plain, by.id, account, None)?;
			let known = plain.account(account).court.get(&hold).copied();
			let Some((_, set_by)) = known else { return refuse("Ledger::NoSuchHold") };
			ensure_may_change(plain, by.id, account, Some(set_by))?;
			plain.end_court_hold(account, hold);
			Ok(())
		});
		let act = Act { kind: "court release", by: by.clone(), text, call: call.into() };
		self.send(act, expected);
	}
}

fn ensure_ends_in_time(plain: &Plain, until: Moment) -> Outcome {
	ensure(until > plain.now(), "Ledger::EndPassed")?;
	ensure(until.0 <= plain.now().0 + 366 * DAY_MS, "Ledger::EndTooFar")
}
