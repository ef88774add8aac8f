// SPDX-License-Identifier: Apache-2.0

//! Tables that a banker can read: a position above zero owes.

use netting::{net, settle, NettingError, Obligation, Positions, Reserves};
use split_ledger_primitives::{Amount, BankIndex, Position};

fn bank(name: &str) -> BankIndex {
	BankIndex(name.bytes().next().expect("a bank has a name") - b'A')
}

/// `A owes B 100, B owes C 80`.
fn obligations(text: &str) -> Vec<Obligation> {
	let obligation = |part: &str| match part.split_whitespace().collect::<Vec<_>>()[..] {
		[debtor, "owes", creditor, amount] => Obligation {
			debtor: bank(debtor),
			creditor: bank(creditor),
			amount: amount.parse().expect("an amount"),
		},
		_ => panic!("`{part}` is no obligation"),
	};
	text.split(',').map(obligation).collect()
}

/// `A 50, B -20, C -30`; empty for none.
fn amounts<T: std::str::FromStr>(text: &str) -> Vec<(BankIndex, T)> {
	let pair = |part: &str| {
		let (name, amount) = part.trim().split_once(' ')?;
		Some((bank(name), amount.parse().ok()?))
	};
	text.split(',').filter_map(pair).collect()
}

fn positions(text: &str) -> Result<Positions, NettingError> {
	Positions::new(amounts::<Position>(text))
}

fn reserves(text: &str) -> Reserves {
	amounts::<Amount>(text).into_iter().collect()
}

#[test]
fn a_ring_of_obligations_nets_to_two_payments() {
	let netted = net(obligations("A owes B 100, B owes C 80, C owes A 50"));
	assert_eq!(netted, positions("A 50, B -20, C -30"));
	assert_eq!(netted.and_then(|positions| positions.moved()), Ok(50));
}

#[test]
fn a_pair_that_owes_each_other_the_same_has_no_positions() {
	let netted = net(obligations("A owes B 70, B owes A 30, B owes A 40")).expect("netted");
	assert!(netted.is_empty());
	assert_eq!(netted.of(bank("A")), 0);
	assert_eq!(netted.moved(), Ok(0));
}

#[test]
fn obligations_of_nothing_or_to_oneself_are_refused() {
	assert_eq!(net(obligations("A owes B 1, A owes B 0")), Err(NettingError::ZeroObligation));
	assert_eq!(net(obligations("A owes B 1, B owes B 1")), Err(NettingError::SelfObligation));
}

#[test]
fn sums_that_do_not_fit_are_refused() {
	let most = Obligation { debtor: bank("A"), creditor: bank("B"), amount: i128::MAX as u128 };
	assert!(net([most]).is_ok());
	assert_eq!(net([most, most]), Err(NettingError::Overflow));
	let over = Obligation { amount: most.amount + 1, ..most };
	assert_eq!(net([over]), Err(NettingError::Overflow));
}

#[test]
fn positions_that_do_not_add_up_to_zero_are_refused() {
	assert_eq!(positions("A 50, B -49"), Err(NettingError::Unbalanced));
	assert_eq!(positions("A 0, B 0"), Ok(Positions::default()));
}

#[test]
fn settlement_moves_reserves_by_the_positions_and_leaves_the_others() {
	let positions = positions("A 50, B -20, C -30").expect("balanced");
	let settled = settle(&reserves("A 50, B 0, C 7, D 9"), &positions);
	assert_eq!(settled, Ok(reserves("A 0, B 20, C 37, D 9")));
}

#[test]
fn settlement_is_refused_as_a_whole_where_one_reserve_is_short() {
	let positions = positions("A 50, B -50").expect("balanced");
	let short = settle(&reserves("A 49, B 0"), &positions);
	assert_eq!(short, Err(NettingError::ShortOfReserve));
	assert_eq!(settle(&reserves("A 50"), &positions), Err(NettingError::UnknownBank));
	let full = format!("A 50, B {}", u64::MAX);
	assert_eq!(settle(&reserves(&full), &positions), Err(NettingError::Overflow));
}
