// SPDX-License-Identifier: Apache-2.0

//! Rule sets that cannot even be read: they are no transactions, so that no pallet refuses them.

use codec::{Decode, Encode};
use pallet_splits::Call;
use split_ledger_primitives::{limits::DEPTH_MAX, Purpose, Role};
use split_ledger_runtime::{Runtime, UncheckedExtrinsic};
use split_ledger_scenarios::{rest, rule_set, Customer, World, CNY, SOUTH};
use split_rules::{Leg, RuleSet, Target};

fn platform(world: &mut World) -> Customer {
	world.customer(SOUTH, "//Platform", &[Role::Platform])
}

/// All to the platform.
fn plain(platform: &Customer) -> RuleSet {
	rule_set(CNY, &[(platform, rest(), Purpose::Fee)])
}

fn publish(rule_set: RuleSet) -> Call<Runtime> {
	Call::publish { rule_set: Box::new(rule_set), effective_from: None }
}

fn decodes(bytes: &[u8]) -> bool {
	UncheckedExtrinsic::decode(&mut &*bytes).is_ok()
}

#[test]
fn a_rule_set_of_other_semantics_than_1_and_2_is_no_transaction() {
	World::run(|world| {
		let platform = platform(world);
		let rules = plain(&platform);
		let (written, signed) = (rules.encode(), world.signed(platform.key, publish(rules)));
		let bytes = signed.encode();
		let place = bytes.windows(written.len()).position(|part| part == written);
		let place = place.expect("the transaction carries the rule set");
		assert!(decodes(&bytes));

		for semantics in (0..=u8::MAX).filter(|semantics| ![1, 2].contains(semantics)) {
			let mut bytes = bytes.clone();
			bytes[place] = semantics;
			assert!(!decodes(&bytes), "semantics {semantics}");
		}
	});
}

#[test]
fn a_rule_set_nested_deeper_than_4_is_no_transaction() {
	World::run(|world| {
		let platform = platform(world);
		let nested = |depth: u32| {
			let mut rules = plain(&platform);
			for _ in 1..depth {
				let target = Target::Split(std::mem::take(&mut rules.cases[0].legs));
				rules.cases[0].legs = vec![Leg { take: rest(), target }];
			}
			publish(rules)
		};

		let too_deep = world.signed(platform.key, nested(DEPTH_MAX + 1)).encode();
		assert!(!decodes(&too_deep));
		let deep = world.signed(platform.key, nested(DEPTH_MAX)).encode();
		assert!(decodes(&deep));
		world.does(platform.key, nested(DEPTH_MAX));
	});
}
