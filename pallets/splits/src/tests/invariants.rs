// SPDX-License-Identifier: Apache-2.0

//! The invariants notice what they are for.

use crate::{
	mock::*, Acceptances, Ceiling, Ceilings, Consent, ConsortiumLimits, LimitsOf, OwnLimits,
	Proposal, Proposals, Receiver, ReceiverCounts, Receivers, RuleSets, Standing, Standings,
	WHOLE_PPM,
};
use frame::{deps::sp_runtime::TryRuntimeError, testing_prelude::*};
use split_ledger_primitives::{
	limits::RECEIVERS_MAX, AccountNo, MerchantLimits, ParticipantId, Relation, RuleHash,
};

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
	let by_itself = Standing::Approved { by: PLATFORM.id, effective_from: None };
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

/// Breaks the state of a consented receiver and gives the first invariant that notices.
#[track_caller]
fn noticed_of_receiver(fault: impl FnOnce(), expected: &'static str) {
	noticed(
		|_| {
			let relation = Relation::Supplier;
			assert_ok!(Splits::add_receiver(signed(MERCHANT), MERCHANT.id, SUPPLY, relation, 1));
			assert_ok!(Splits::consent(signed(SUPPLIER), MERCHANT.id, SUPPLY, true));
			assert_ok!(Splits::check_invariants());
			fault();
		},
		expected,
	);
}

fn change(change: impl FnOnce(&mut Receiver)) {
	Receivers::<Test>::mutate(MERCHANT.id, SUPPLY.key(), |row| change(row.as_mut().unwrap()));
}

#[test]
fn a_count_that_is_not_that_of_the_receivers_is_noticed() {
	let other = "SPL-8: a merchant has other receivers than it counts";
	let count = |count| ReceiverCounts::<Test>::insert(MERCHANT.id, count);
	noticed_of_receiver(|| count(0), other);
	noticed_of_receiver(|| count(2), other);
	noticed_of_receiver(|| ReceiverCounts::<Test>::insert(OWN_SHOP.id, 1), other);
	let uncounted = "SPL-8: receivers that nobody counts";
	noticed_of_receiver(|| ReceiverCounts::<Test>::remove(MERCHANT.id), uncounted);
	let too_many = || {
		let row = Receivers::<Test>::get(MERCHANT.id, SUPPLY.key()).unwrap();
		(0..RECEIVERS_MAX).for_each(|place| {
			let account = AccountNo(MANY + u64::from(place));
			Receivers::<Test>::insert(MERCHANT.id, account.key(), row);
		});
		count(RECEIVERS_MAX + 1);
	};
	noticed_of_receiver(too_many, "SPL-8: a merchant with too many receivers");
}

#[test]
fn a_receiver_without_an_account_of_somebody_else_is_noticed() {
	noticed_of_receiver(|| forget_account(SUPPLY), "SPL-9: a receiver without an account");
	let own = || {
		let row = Receivers::<Test>::take(MERCHANT.id, SUPPLY.key()).unwrap();
		Receivers::<Test>::insert(MERCHANT.id, TILL.key(), row);
	};
	noticed_of_receiver(own, "SPL-9: a merchant that receives of itself");
}

#[test]
fn a_receiver_of_unknown_sides_or_over_the_whole_is_noticed() {
	let unknown = "INV-PAR: an unknown side of a receiver";
	noticed_of_receiver(|| change(|row| row.added_by = STRANGER.id), unknown);
	let consent = Some(Consent { platform_returns: true, by: STRANGER.id });
	noticed_of_receiver(|| change(|row| row.consent = consent), unknown);
	let of_nobody = || {
		let row = Receivers::<Test>::take(MERCHANT.id, SUPPLY.key()).unwrap();
		Receivers::<Test>::insert(STRANGER.id, SUPPLY.key(), row);
		ReceiverCounts::<Test>::remove(MERCHANT.id);
		ReceiverCounts::<Test>::insert(STRANGER.id, 1);
	};
	noticed_of_receiver(of_nobody, unknown);
	noticed_of_receiver(
		|| change(|row| row.ceiling_ppm = WHOLE_PPM + 1),
		"SPL-2: a receiver's ceiling over the whole",
	);
}

#[test]
fn limits_of_unknown_sides_or_over_the_whole_are_noticed() {
	let limits = |share_cap_ppm| MerchantLimits { share_cap_ppm, promoter_levels: 1 };
	let set = |merchant: ParticipantId, by, share| {
		LimitsOf::<Test>::insert(merchant, OwnLimits { limits: limits(share), by });
	};
	let propose = |merchant: ParticipantId, by, share| {
		Proposals::<Test>::insert(merchant, Proposal { limits: limits(share), by, maker: 1 });
	};
	let unknown = "INV-PAR: an unknown side of limits";
	noticed(|_| set(STRANGER.id, BANK.id, 1), unknown);
	noticed(|_| set(MERCHANT.id, STRANGER.id, 1), unknown);
	noticed(|_| propose(STRANGER.id, BANK.id, 1), unknown);
	noticed(|_| propose(MERCHANT.id, STRANGER.id, 1), unknown);
	let over = "SPL-2: a share cap over the whole";
	noticed(|_| set(MERCHANT.id, BANK.id, WHOLE_PPM + 1), over);
	noticed(|_| propose(MERCHANT.id, BANK.id, WHOLE_PPM + 1), over);
	noticed(
		|_| ConsortiumLimits::<Test>::put(limits(WHOLE_PPM + 1)),
		"SPL-2: the consortium's share cap over the whole",
	);
}
