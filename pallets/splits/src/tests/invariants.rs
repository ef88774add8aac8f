// SPDX-License-Identifier: Apache-2.0

//! The invariants notice what they are for.

use crate::{mock::*, Acceptances, Ceiling, Ceilings, RuleSets, Standing, Standings, WHOLE_PPM};
use frame::{deps::sp_runtime::TryRuntimeError, testing_prelude::*};
use split_ledger_primitives::RuleHash;

/// Breaks the state of a usable rule set and gives the first invariant that notices.
#[track_caller]
fn noticed(fault: impl FnOnce(RuleHash), expected: &'static str) {
	World::new();
	new_state().execute_with(|| {
		let rules = usable(market());
		assert_ok!(Splits::check_invariants());
		fault(rules);
		assert_eq!(Splits::check_invariants(), Err(TryRuntimeError::Other(expected)));
	});
}

#[test]
fn content_that_is_not_what_its_name_says_is_noticed() {
	let other = RuleHash([9; 32]);
	noticed(
		|rules| RuleSets::<Test>::insert(other, RuleSets::<Test>::get(rules).unwrap()),
		"SPL-7: a rule set under another hash",
	);
	let stored = |content: Vec<u8>| {
		RuleSets::<Test>::insert(RuleHash(blake2_256(&content)), BoundedVec::truncate_from(content))
	};
	noticed(|_| stored(vec![1]), "SPL-7: a rule set does not decode");
	let invalid = || {
		let mut invalid = market();
		invalid.cases[0].legs.remove(1);
		codec::Encode::encode(&invalid)
	};
	noticed(|_| stored(invalid()), "SPL-7: a stored rule set is not valid");
}

#[test]
fn a_rule_set_without_its_records_or_a_record_without_its_rule_set_is_noticed() {
	let unpublished = "SPL-4: a rule set that nobody published";
	noticed(|rules| Standings::<Test>::remove(rules, PLATFORM.id), unpublished);
	noticed(RuleSets::<Test>::remove, "SPL-4: a published rule set is missing");
	noticed(
		|rules| Acceptances::<Test>::insert((MERCHANT.id, OWN_SHOP.id, rules), MERCHANT.id),
		"SPL-4: a rule set accepted of who did not publish it",
	);
}

#[test]
fn ids_that_nobody_has_are_noticed() {
	noticed(|_| forget(PLATFORM), "INV-PAR: an unknown platform");
	noticed(|_| forget(BANK), "INV-PAR: an unknown approver");
	noticed(|_| forget(MERCHANT), "INV-PAR: an unknown merchant");
	noticed(
		|rules| Acceptances::<Test>::insert((MERCHANT.id, PLATFORM.id, rules), STRANGER.id),
		"INV-PAR: an unknown participant accepted",
	);
	let ceiling = Ceiling { share_ppm: 1, liability_ppm: 1, by: MERCHANT.id };
	noticed(
		|_| Ceilings::<Test>::insert(MERCHANT.id, STRANGER.id, ceiling),
		"INV-PAR: an unknown side of a ceiling",
	);
}

#[test]
fn a_platform_that_approved_itself_and_a_ceiling_over_the_whole_are_noticed() {
	let by_itself = Standing::Approved { by: PLATFORM.id };
	noticed(
		|rules| Standings::<Test>::insert(rules, PLATFORM.id, by_itself),
		"INV-PAR: a platform approved itself",
	);
	for (share_ppm, liability_ppm) in [(WHOLE_PPM + 1, 0), (0, WHOLE_PPM + 1)] {
		let ceiling = Ceiling { share_ppm, liability_ppm, by: MERCHANT.id };
		noticed(
			|_| Ceilings::<Test>::insert(MERCHANT.id, PLATFORM.id, ceiling),
			"SPL-2: a ceiling over the whole",
		);
	}
}
