// SPDX-License-Identifier: Apache-2.0

//! Random holds, freezes, payouts and time against a plain model that knows no rows and no pages.

use crate::{mock::*, FreezeTerms, RequestId};
use frame::testing_prelude::*;
use proptest::prelude::*;
use split_ledger_primitives::{
	limits::BATCH_MAX, ports::Entry, AccountFlags, AccountNo, Amount, Moment, Purpose, MINUTE_MS,
};
use std::collections::BTreeMap;

const OPENING: u64 = 200;
/// Numbers from here on are taken as they are.
const AIMED_BELOW: u32 = 10;

/// An account as a person would note it down.
#[derive(Clone, Debug)]
struct Line {
	owner: Who,
	bank: Who,
	available: u64,
	/// How many holds there ever were: the next one's number.
	given: u32,
	requests: BTreeMap<u32, u64>,
	/// Amount and the minute after which it ends.
	courts: BTreeMap<u32, (u64, u32)>,
	freezes: BTreeMap<u32, u32>,
}

/// What somebody does, by the places of the accounts.
#[derive(Clone, Debug)]
enum Act {
	Request(usize, u64),
	Withdraw(usize, u32),
	Reject(usize, u32),
	Confirm(Vec<(usize, u32)>, bool),
	Court(usize, u64, u64),
	Release(usize, u32),
	Deduct(usize, u32, usize, u64),
	Freeze(usize, u64),
	Lift(usize, u32),
	Pass(u64),
}

#[derive(Clone, Debug, Default)]
struct Model {
	lines: Vec<Line>,
	now: u64,
	redeemed: u128,
	freezes: u32,
}

impl Model {
	/// The act with numbers of what stands, where they are small: else most would be of nothing.
	fn aimed(&self, act: &Act) -> Act {
		let nth = |ids: Vec<u32>, n: u32| match ids.len() as u32 {
			0 => n,
			len if n < AIMED_BELOW => ids[(n % len) as usize],
			_ => n,
		};
		let request = |at: usize, n| nth(self.lines[at].requests.keys().copied().collect(), n);
		let court = |at: usize, n| nth(self.lines[at].courts.keys().copied().collect(), n);
		let freeze = |at: usize, n| nth(self.lines[at].freezes.keys().copied().collect(), n);
		match act {
			Act::Withdraw(at, id) => Act::Withdraw(*at, request(*at, *id)),
			Act::Reject(at, id) => Act::Reject(*at, request(*at, *id)),
			Act::Confirm(ids, all_or_none) => {
				let ids = ids.iter().map(|(at, id)| (*at, request(*at, *id)));
				Act::Confirm(ids.collect(), *all_or_none)
			}
			Act::Release(at, id) => Act::Release(*at, court(*at, *id)),
			Act::Deduct(from, id, to, amount) => {
				Act::Deduct(*from, court(*from, *id), *to, *amount)
			}
			Act::Lift(at, id) => Act::Lift(*at, freeze(*at, *id)),
			Act::Request(..) | Act::Court(..) | Act::Freeze(..) | Act::Pass(_) => act.clone(),
		}
	}

	/// Does an act, or says that it cannot be done.
	fn act(&mut self, act: &Act) -> Option<()> {
		match act {
			Act::Request(at, amount) => {
				let line = &mut self.lines[*at];
				let may = *amount > 0 && line.freezes.is_empty() && line.available >= *amount;
				may.then_some(())?;
				line.available -= amount;
				line.requests.insert(line.given, *amount);
				line.given += 1;
			}
			Act::Withdraw(at, id) | Act::Reject(at, id) => {
				let line = &mut self.lines[*at];
				line.available += line.requests.remove(id)?;
			}
			Act::Confirm(ids, all_or_none) => self.confirm(ids, *all_or_none)?,
			Act::Court(at, amount, minutes) => {
				let until = self.minute_in(*minutes);
				let line = &mut self.lines[*at];
				(*amount > 0 && line.available >= *amount && *minutes > 0).then_some(())?;
				line.available -= amount;
				line.courts.insert(line.given, (*amount, until));
				line.given += 1;
			}
			Act::Release(at, id) => {
				let line = &mut self.lines[*at];
				line.available += line.courts.remove(id)?.0;
			}
			Act::Deduct(from, id, to, amount) => {
				let held = &mut self.lines[*from].courts.get_mut(id)?.0;
				(*amount > 0 && held.checked_sub(*amount).is_some() && from != to).then_some(())?;
				*held -= amount;
				self.lines[*from].courts.retain(|_, (left, _)| *left > 0);
				self.lines[*to].available += amount;
			}
			Act::Freeze(at, minutes) => {
				let until = self.minute_in(*minutes);
				let line = &mut self.lines[*at];
				(*minutes > 0 && line.freezes.len() < 8).then_some(())?;
				line.freezes.insert(self.freezes, until);
				self.freezes += 1;
			}
			Act::Lift(at, id) => {
				self.lines[*at].freezes.remove(id)?;
			}
			Act::Pass(minutes) => self.pass(*minutes),
		}
		Some(())
	}

	fn confirm(&mut self, ids: &[(usize, u32)], all_or_none: bool) -> Option<()> {
		let mut after = self.clone();
		let mut paid = 0;
		for (at, id) in ids {
			let line = &mut after.lines[*at];
			let is_ours = line.bank.id == BANK_A.id && line.freezes.is_empty();
			match if is_ours { line.requests.remove(id) } else { None } {
				Some(amount) => {
					after.redeemed += u128::from(amount);
					paid += 1;
				}
				None if all_or_none => return None,
				None => {}
			}
		}
		(paid > 0).then(|| *self = after)
	}

	fn minute_in(&self, minutes: u64) -> u32 {
		Moment(self.now + minutes * MINUTE_MS).minute()
	}

	fn pass(&mut self, minutes: u64) {
		self.now += minutes * MINUTE_MS;
		let minute = Moment(self.now).minute();
		for line in &mut self.lines {
			let ended = line.courts.values().filter(|(_, until)| *until < minute);
			line.available += ended.map(|(amount, _)| amount).sum::<u64>();
			line.courts.retain(|_, (_, until)| *until >= minute);
			line.freezes.retain(|_, until| *until >= minute);
		}
	}
}

/// Does the same on the ledger, through the front door.
fn do_it(numbers: &[AccountNo], model: &Model, act: &Act, nth: usize) -> DispatchResult {
	let unique = reference(&format!("act {nth}"));
	let owner = |at: &usize| signed(model.lines[*at].owner);
	let bank = |at: &usize| signed(model.lines[*at].bank);
	let later = |minutes: &u64| now().plus(minutes * MINUTE_MS);
	let court = text("court 17");
	match act {
		Act::Request(at, amount) => {
			let amount = Amount(*amount);
			Ledger::request_redemption(owner(at), unique, numbers[*at], amount, EVIDENCE)
		}
		Act::Withdraw(at, id) => Ledger::withdraw_redemption(owner(at), numbers[*at], *id),
		Act::Reject(at, id) => Ledger::reject_redemption(bank(at), numbers[*at], *id, court),
		Act::Confirm(ids, all_or_none) => {
			let id = |(at, request): &(usize, u32)| RequestId {
				account: numbers[*at],
				request: *request,
			};
			let ids: Vec<_> = ids.iter().map(id).collect();
			let ids = BoundedVec::<_, ConstU32<BATCH_MAX>>::truncate_from(ids);
			let bank = signed(BANK_A);
			Ledger::confirm_redemptions(bank, unique, ids, 1, EVIDENCE, *all_or_none)
		}
		Act::Court(at, amount, minutes) => {
			let (amount, until) = (Amount(*amount), later(minutes));
			let account = numbers[*at];
			Ledger::judicial_hold(bank(at), unique, account, amount, court, EVIDENCE, until)
		}
		Act::Release(at, id) => Ledger::release_hold(bank(at), numbers[*at], *id),
		Act::Deduct(from, hold, to, amount) => {
			let (from, to) = (numbers[*from], numbers[*to]);
			let (amount, purpose) = (Amount(*amount), Purpose::Transfer);
			post(&[Entry::Deduct { from, hold: *hold, to, amount, purpose }])
		}
		Act::Freeze(at, minutes) => {
			let terms = FreezeTerms {
				no_debit: true,
				no_credit: false,
				authority: court.clone(),
				document: EVIDENCE,
				reason: court,
				until: later(minutes),
			};
			Ledger::freeze(bank(at), numbers[*at], terms)
		}
		Act::Lift(at, id) => Ledger::lift_freeze(bank(at), numbers[*at], *id),
		Act::Pass(minutes) => {
			pass_to(later(minutes));
			Ok(())
		}
	}
}

fn assert_like(numbers: &[AccountNo], model: &Model) {
	for (account, line) in numbers.iter().zip(&model.lines) {
		let courts = line.courts.iter().map(|(id, (amount, _))| (*id, *amount));
		let expected: BTreeMap<_, _> =
			line.requests.iter().map(|(id, amount)| (*id, *amount)).chain(courts).collect();
		let holds = Ledger::holds_of(*account);
		let found: BTreeMap<_, _> =
			holds.into_iter().map(|(id, hold)| (id, hold.amount.0)).collect();
		assert_eq!(found, expected, "{account}");
		assert_eq!(balance(*account), (line.available, expected.values().sum()), "{account}");
		let flags = Ledger::account(*account).unwrap().flags;
		assert_eq!(flags.has(AccountFlags::NO_DEBIT), !line.freezes.is_empty());
	}
	assert_eq!(Ledger::totals(CNY, A).redeemed, model.redeemed);
}

/// Two customers of bank A and one of bank B.
fn opened() -> (Vec<AccountNo>, Model) {
	let mut model = Model { now: now().0, ..Model::default() };
	let mut numbers = Vec::new();
	for (bank, owner) in [(BANK_A, SHOP), (BANK_A, BUYER), (BANK_B, VENDOR)] {
		numbers.push(funded(bank, owner, OPENING));
		model.lines.push(Line {
			owner,
			bank,
			available: OPENING,
			given: 0,
			requests: BTreeMap::new(),
			courts: BTreeMap::new(),
			freezes: BTreeMap::new(),
		});
	}
	(numbers, model)
}

fn any_act() -> impl Strategy<Value = Act> {
	let at = || 0..3usize;
	let id = || 0..12u32;
	let amount = || prop_oneof![9 => 1..80u64, 1 => Just(0u64)];
	let minutes = || prop_oneof![9 => 1..90u64, 1 => Just(0u64)];
	prop_oneof![
		4 => (at(), amount()).prop_map(|(at, amount)| Act::Request(at, amount)),
		1 => (at(), id()).prop_map(|(at, id)| Act::Withdraw(at, id)),
		1 => (at(), id()).prop_map(|(at, id)| Act::Reject(at, id)),
		2 => (prop::collection::vec((at(), id()), 0..5), any::<bool>())
			.prop_map(|(ids, all_or_none)| Act::Confirm(ids, all_or_none)),
		3 => (at(), amount(), minutes()).prop_map(|(at, much, time)| Act::Court(at, much, time)),
		1 => (at(), id()).prop_map(|(at, id)| Act::Release(at, id)),
		2 => (at(), id(), at(), amount())
			.prop_map(|(from, id, to, amount)| Act::Deduct(from, id, to, amount)),
		1 => (at(), minutes()).prop_map(|(at, minutes)| Act::Freeze(at, minutes)),
		2 => (at(), id()).prop_map(|(at, id)| Act::Lift(at, id)),
		2 => (0..40u64).prop_map(Act::Pass),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn holds_freezes_and_payouts_are_what_a_plain_model_makes_of_them(
		acts in prop::collection::vec(any_act(), 1..40),
	) {
		World::new().run(|| {
			let (numbers, mut model) = opened();
			for (nth, act) in acts.iter().enumerate() {
				let act = &model.aimed(act);
				let done = do_it(&numbers, &model, act, nth);
				assert_eq!(done.is_ok(), model.act(act).is_some(), "{act:?}: {done:?}");
				assert_like(&numbers, &model);
				assert_ok!(Ledger::check_invariants());
			}
		});
	}
}
