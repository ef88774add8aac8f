// SPDX-License-Identifier: Apache-2.0

//! Whose money moves, against a slow model: purses with units in them, that are handed out one by one.

use crate::{funding::Stakes, types::Funder};
use proptest::prelude::{any, prop, prop_oneof, proptest, Strategy};
use split_ledger_primitives::{AccountNo, Amount, BankIndex, FundersBack};

#[derive(Clone, Copy, Debug)]
enum Act {
	/// Pays so many thousandths of what is held.
	Pay(u64),
	/// Gives so many thousandths of what is held and its funder's own back.
	Back(u64),
	/// Lets receivers give so many thousandths of what is out.
	Give(u64),
	/// Lets receivers give so much more than is out, since a fee is kept that is held.
	Keep(u64),
}

fn any_act() -> impl Strategy<Value = Act> {
	let part = || 0u64..=1_000;
	prop_oneof![
		part().prop_map(Act::Pay),
		part().prop_map(Act::Back),
		part().prop_map(Act::Give),
		part().prop_map(Act::Keep),
	]
}

/// What the model knows of a funder.
#[derive(Clone, Copy, Debug)]
struct Purse {
	amount: u64,
	held: u64,
	back: u64,
}

impl Purse {
	/// Held and its own.
	fn free(&self) -> u64 {
		self.held.min(self.amount - self.back)
	}

	/// Held for a fee that was kept.
	fn excess(&self) -> u64 {
		self.held - self.free()
	}

	/// With receivers.
	fn out(&self) -> u64 {
		self.amount - self.back - self.free()
	}
}

/// Hands units out one by one, each to the one that lags most behind its part of `most`, the earlier
/// one among equals: what the division must come to, within a unit.
fn one_by_one(total: u64, most: &[u64]) -> Vec<u64> {
	let whole: i128 = most.iter().map(|most| i128::from(*most)).sum();
	let exact = |most: &u64| i128::from(total) * i128::from(*most);
	let mut got: Vec<u64> = most.iter().map(|most| (exact(most) / whole.max(1)) as u64).collect();
	while got.iter().sum::<u64>() < total {
		let lag = |place: &usize| {
			let lag = exact(&most[*place]) - i128::from(got[*place]) * whole;
			(lag, core::cmp::Reverse(*place))
		};
		let next = (0..most.len()).max_by_key(lag).expect("somebody lags behind");
		got[next] += 1;
	}
	got
}

/// The same with a first who is asked before the others, or after them.
fn in_turn(total: u64, most: &[u64], payer: Option<bool>) -> Vec<u64> {
	let others: u64 = most[1..].iter().sum();
	let own = match payer {
		None => return one_by_one(total, most),
		Some(true) => total.min(most[0]),
		Some(false) => total - total.min(others),
	};
	[vec![own], one_by_one(total - own, &most[1..])].concat()
}

/// By the first measure as far as it goes, the rest by the second.
fn by_two(total: u64, measures: [Vec<u64>; 2], payer: Option<bool>) -> Vec<u64> {
	let [first, second] = measures;
	let part = total.min(first.iter().sum());
	let (a, b) = (in_turn(part, &first, payer), in_turn(total - part, &second, payer));
	a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn stakes(back: FundersBack, purses: &[Purse]) -> Stakes {
	let funders = purses.iter().enumerate().map(|(place, purse)| Funder {
		account: AccountNo(place as u64),
		bank: BankIndex(0),
		amount: Amount(purse.amount),
		held: Amount(purse.held),
	});
	let got: Vec<Amount> = purses.iter().map(|purse| Amount(purse.back)).collect();
	Stakes::of(back, &funders.collect::<Vec<_>>(), &got)
}

fn plain(amounts: Vec<Amount>) -> Vec<u64> {
	amounts.into_iter().map(|amount| amount.0).collect()
}

/// Plays an act in the model and compares the division.
fn play(act: Act, payer_first: bool, purses: &mut [Purse]) {
	let back = if payer_first { FundersBack::PayerFirst } else { FundersBack::ProRata };
	let all = |of: fn(&Purse) -> u64| purses.iter().map(of).collect::<Vec<u64>>();
	let (free, excess, out) = (all(Purse::free), all(Purse::excess), all(Purse::out));
	let sum = |list: &[u64]| list.iter().sum::<u64>();
	let stakes = stakes(back, purses);
	let (pays, first, last) = (payer_first.then_some(true), &free, payer_first.then_some(false));
	match act {
		Act::Pay(part) => {
			let total = (sum(first) + sum(&excess)) * part / 1_000;
			let draws = plain(stakes.draws(Amount(total)).unwrap());
			assert_eq!(draws, by_two(total, [excess, free], last));
			purses.iter_mut().zip(draws).for_each(|(purse, draw)| purse.held -= draw);
		}
		Act::Back(part) => {
			let total = sum(first) * part / 1_000;
			let backs = plain(stakes.backs(Amount(total)).unwrap());
			assert_eq!(backs, by_two(total, [free, excess], pays));
			for (purse, back) in purses.iter_mut().zip(backs) {
				purse.held -= back;
				purse.back += back;
			}
		}
		Act::Give(part) | Act::Keep(part) => {
			let kept = if matches!(act, Act::Keep(_)) { sum(&free) } else { 0 };
			let total = match act {
				Act::Keep(_) => sum(&out) + kept * part / 1_000,
				_ => sum(&out) * part / 1_000,
			};
			let gives = plain(stakes.gives(Amount(total)).unwrap());
			assert_eq!(gives, by_two(total, [out, free], pays));
			purses.iter_mut().zip(gives).for_each(|(purse, give)| purse.back += give);
		}
	}
}

proptest! {
	#[test]
	fn whose_money_moves_is_what_the_model_says(
		amounts in prop::collection::vec(1u64..2_000, 2..=4),
		acts in prop::collection::vec(any_act(), 1..20),
		payer_first in any::<bool>(),
	) {
		let purse = |amount: &u64| Purse { amount: *amount, held: *amount, back: 0 };
		let mut purses: Vec<Purse> = amounts.iter().map(purse).collect();
		for act in acts {
			play(act, payer_first, &mut purses);
			for purse in &purses {
				assert!(purse.held <= purse.amount && purse.back <= purse.amount, "{purse:?}");
			}
		}
		// What is the funders' own and held comes back; receivers give the rest.
		play(Act::Back(1_000), payer_first, &mut purses);
		play(Act::Give(1_000), payer_first, &mut purses);
		assert!(purses.iter().all(|purse| purse.back == purse.amount), "{purses:?}");
	}

	#[test]
	fn one_funder_is_asked_for_all(amount in 1u64..2_000, total in 0u64..2_000) {
		let stakes = stakes(FundersBack::ProRata, &[Purse { amount, held: amount, back: 0 }]);
		let all = Ok(vec![Amount(total)]);
		assert_eq!(stakes.draws(Amount(total)), all);
		assert_eq!(stakes.backs(Amount(total)), all);
		assert_eq!(stakes.gives(Amount(total)), all);
	}

	#[test]
	fn more_than_there_is_is_refused(amounts in prop::collection::vec(1u64..2_000, 2..=4)) {
		let purse = |amount: &u64| Purse { amount: *amount, held: *amount, back: 0 };
		let purses: Vec<Purse> = amounts.iter().map(purse).collect();
		let stakes = stakes(FundersBack::ProRata, &purses);
		let more = Amount(amounts.iter().sum::<u64>() + 1);
		assert!(stakes.draws(more).is_err() && stakes.backs(more).is_err());
		assert!(stakes.gives(more).is_err());
	}
}
