// SPDX-License-Identifier: Apache-2.0

//! What must hold for any obligations whatever, against a model that only adds.

use netting::{net, settle, NettingError, Obligation, Positions, Reserves};
use proptest::prelude::*;
use split_ledger_primitives::{Amount, BankIndex, Position, Total};
use std::collections::BTreeMap;

const BANKS: u8 = 64;

fn any_obligation(most: u64) -> impl Strategy<Value = Obligation> {
	(0..BANKS, 1..BANKS, 1..=most).prop_map(|(debtor, step, amount)| Obligation {
		debtor: BankIndex(debtor),
		creditor: BankIndex((debtor + step) % BANKS),
		amount: amount.into(),
	})
}

fn any_obligations() -> impl Strategy<Value = Vec<Obligation>> {
	prop::collection::vec(any_obligation(u64::MAX), 0..200)
}

/// The slow model: for each bank, all that it owes less all that it is owed.
fn model(obligations: &[Obligation]) -> Vec<(BankIndex, Position)> {
	let sum = |of: &dyn Fn(&Obligation) -> bool| -> Position {
		obligations.iter().filter(|one| of(one)).map(|one| one.amount as Position).sum()
	};
	(0..BANKS)
		.map(BankIndex)
		.map(|bank| (bank, sum(&|one| one.debtor == bank) - sum(&|one| one.creditor == bank)))
		.filter(|(_, position)| *position != 0)
		.collect()
}

fn same_reserve(amount: u64) -> Reserves {
	(0..BANKS).map(|bank| (BankIndex(bank), Amount(amount))).collect()
}

fn sum_of(reserves: &Reserves) -> Total {
	reserves.values().map(|reserve| reserve.total()).sum()
}

proptest! {
	#[test]
	fn every_position_is_what_a_bank_owes_less_what_it_is_owed(obligations in any_obligations()) {
		let positions = net(obligations.clone()).expect("netted");
		prop_assert_eq!(positions.iter().collect::<Vec<_>>(), model(&obligations));
		prop_assert_eq!(positions.iter().map(|(_, position)| position).sum::<Position>(), 0);
		prop_assert_eq!(Positions::new(positions.iter()), Ok(positions));
	}

	#[test]
	fn no_order_of_the_obligations_changes_a_position(
		(sorted, shuffled) in any_obligations()
			.prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
	) {
		prop_assert_eq!(net(sorted), net(shuffled));
	}

	#[test]
	fn the_sums_of_the_pairs_net_to_the_same(obligations in any_obligations()) {
		let mut cells = BTreeMap::<(BankIndex, BankIndex), Total>::new();
		for Obligation { debtor, creditor, amount } in &obligations {
			*cells.entry((*debtor, *creditor)).or_default() += amount;
		}
		let cells = cells.into_iter();
		let cells =
			cells.map(|((debtor, creditor), amount)| Obligation { debtor, creditor, amount });
		prop_assert_eq!(net(cells), net(obligations));
	}

	#[test]
	fn netting_never_moves_more_than_the_obligations(obligations in any_obligations()) {
		let gross: Total = obligations.iter().map(|one| one.amount).sum();
		let positions = net(obligations).expect("netted");
		let signless: Total = positions.iter().map(|(_, position)| position.unsigned_abs()).sum();
		prop_assert_eq!(positions.moved(), Ok(signless / 2));
		prop_assert!(signless / 2 <= gross);
	}

	#[test]
	fn settlement_conserves_reserves_or_changes_nothing(
		obligations in prop::collection::vec(any_obligation(1_000), 0..200),
		reserve in prop_oneof![0..5_000u64, u64::MAX - 5_000..=u64::MAX],
	) {
		let positions = net(obligations).expect("netted");
		let before = same_reserve(reserve);
		let after = |position: Position| Position::from(reserve) - position;
		match settle(&before, &positions) {
			Ok(settled) => {
				prop_assert_eq!(sum_of(&settled), sum_of(&before));
				for (bank, reserve) in settled {
					prop_assert_eq!(reserve.position(), after(positions.of(bank)));
				}
			},
			Err(NettingError::ShortOfReserve | NettingError::Overflow) => {
				let fits = |position| u64::try_from(after(position)).is_ok();
				prop_assert!(positions.iter().any(|(_, position)| !fits(position)));
			},
			Err(other) => prop_assert!(false, "unexpected {:?}", other),
		}
	}
}
