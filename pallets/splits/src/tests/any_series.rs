// SPDX-License-Identifier: Apache-2.0

//! Any series of acts on receivers leaves what a plain list of them would.

use crate::{mock::*, ReceiverCounts, Shelf};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	ports::{ReceiverFacts, Splits as Port},
	AccountNo, Relation,
};
use std::collections::BTreeMap;

/// Relation, ceiling, and the consent to a platform's returns.
type Model = BTreeMap<AccountNo, (Relation, u32, Option<bool>)>;

/// Numbers that look like chance and are the same in every run (Numerical Recipes, `ranqd1`).
struct Chance(u32);

impl Chance {
	fn below(&mut self, bound: u32) -> u32 {
		self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
		(self.0 >> 8) % bound
	}
}

fn act(chance: &mut Chance, model: &mut Model) {
	let account = AccountNo(MANY + u64::from(chance.below(4)));
	let merchant = MERCHANT.id;
	match chance.below(5) {
		0 | 1 => {
			let relation = [Relation::Supplier, Relation::Agent][chance.below(2) as usize];
			let ceiling_ppm = chance.below(3);
			let by = [MERCHANT, BANK][chance.below(2) as usize];
			assert_ok!(Splits::add_receiver(signed(by), merchant, account, relation, ceiling_ppm));
			let before = model.get(&account).copied();
			let consent = before.and_then(|(before, ceiling, consent)| {
				consent.filter(|_| before == relation && ceiling_ppm <= ceiling)
			});
			model.insert(account, (relation, ceiling_ppm, consent));
		}
		2 => {
			let done = Splits::remove_receiver(signed(SUPPLIER), merchant, account);
			assert_eq!(done.is_ok(), model.remove(&account).is_some());
		}
		3 => {
			let returns = chance.below(2) == 0;
			let done = Splits::consent(signed(OTHER_BANK), merchant, account, returns);
			let row = model.get_mut(&account).map(|row| row.2 = Some(returns));
			assert_eq!(done.is_ok(), row.is_some());
		}
		_ => {
			let done = Splits::withdraw_consent(signed(SUPPLIER), merchant, account);
			let row = model.get_mut(&account).map(|row| row.2 = None);
			assert_eq!(done.is_ok(), row.is_some());
		}
	}
}

#[test]
fn any_series_of_acts_leaves_the_receivers_that_a_plain_list_has() {
	World::new().run(|| {
		let (mut chance, mut model) = (Chance(7), Model::new());
		for _ in 0..2_000 {
			act(&mut chance, &mut model);

			assert_ok!(Splits::check_invariants());
			assert_eq!(ReceiverCounts::<Test>::get(MERCHANT.id) as usize, model.len());
			let mut shelf = Shelf::default();
			for place in 0..4 {
				let account = AccountNo(MANY + place);
				let row = model.get(&account).copied();
				let expected = row.and_then(|(relation, ceiling_ppm, consent)| {
					let platform_returns = consent?;
					Some(ReceiverFacts { relation, ceiling_ppm, platform_returns })
				});
				let told = <Splits as Port>::receiver(&mut shelf, MERCHANT.id, account);
				assert_eq!(told, expected);
			}
			let listed = Splits::receivers_of(MERCHANT.id, AccountNo(0), 10);
			assert!(listed.iter().map(|row| row.account).eq(model.keys().copied()));
		}
	});
}
