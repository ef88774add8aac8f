// SPDX-License-Identifier: Apache-2.0

use super::{
	metadata::left_over_by_metadata,
	model,
	notation::NOW,
	strategies::{
		a_likely_valid_rule_set, any_amount, any_condition, any_fraction, any_moment, any_rule_set,
		any_rule_set_that_can_be_written, case, rule_set, share,
	},
};
use crate::{
	Case, Leg, Part, Residue, Rounding, RuleError, RuleSet, StoredRuleSet, Take, Target,
	ValidRuleSet,
};
use codec::{Decode, DecodeAll, Encode};
use proptest::{
	collection::vec, prelude::*, sample::Index, strategy::ValueTree, test_runner::TestRunner,
};
use split_ledger_primitives::{Amount, Attributes, Purpose, Uncredited};

proptest! {
	#[test]
	fn an_allocation_is_what_the_model_makes_of_it(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let Ok(valid) = rules.clone().validate() else { return Ok(()) };
		let modelled = model::leaves(&rules, &rules.cases[0].legs, amount.0, &inputs);

		let allocated = valid.allocate(amount, &Attributes::default(), NOW, &inputs);

		let amounts = allocated.map(|it| it.legs.iter().map(|part| part.amount.0).collect());
		prop_assert_eq!(amounts, modelled.ok_or(RuleError::LegOverRest));
	}

	#[test]
	fn the_parts_of_an_allocation_add_up_to_the_amount(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let Ok(valid) = rules.validate() else { return Ok(()) };
		if let Ok(allocation) = valid.allocate(amount, &Attributes::default(), NOW, &inputs) {
			let parts = allocation.legs.iter().map(|part| part.amount);
			prop_assert_eq!(Amount::checked_sum(parts), Some(amount));
			prop_assert_eq!(allocation.legs.len(), valid.max_legs() as usize);
		}
	}

	#[test]
	fn the_chosen_case_tells_how_many_legs_dividing_gives_and_divides_as_the_rule_set_does(
		(mut rules, inputs) in a_likely_valid_rule_set(),
		when in any_condition(),
		amount in any_amount(),
	) {
		let one_leg = rules.cases[0].legs.iter().find(|leg| leg.take == Take::Remainder).cloned();
		rules.cases.insert(0, Case { when, legs: one_leg.into_iter().collect() });
		let mut stored = StoredRuleSet::read(rules.encode()).unwrap();
		let trusted = ValidRuleSet::trust(rules);
		for category in [0, 1, 0, 2] {
			let attributes = Attributes { category, ..Attributes::default() };

			let chosen = stored.choose(amount, &attributes, NOW).unwrap();

			let allocated = chosen.allocate(&inputs);
			prop_assert_eq!(&allocated, &trusted.allocate(amount, &attributes, NOW, &inputs));
			prop_assert_eq!(trusted.case_of(amount, &attributes, NOW), Some(chosen.case()));
			if let Ok(allocation) = allocated {
				prop_assert_eq!(allocation.case, chosen.case());
				prop_assert_eq!(allocation.legs.len(), chosen.legs() as usize);
			}
		}
	}

	#[test]
	fn a_stored_rule_set_answers_as_the_whole_does_however_wrong_it_is(
		rules in any_rule_set_that_can_be_written(),
		amount in any_amount(),
		now in any_moment(),
		inputs in vec((0..4_u8, any_amount()), 0..3),
	) {
		let mut stored = StoredRuleSet::read(rules.encode()).unwrap();
		prop_assert_eq!(stored.currency(), rules.currency);
		prop_assert_eq!(stored.uncredited(), rules.uncredited);
		prop_assert_eq!(stored.refund(), &rules.refund);
		let trusted = ValidRuleSet::trust(rules);
		for category in 0..4 {
			let attributes = Attributes { category, ..Attributes::default() };
			let whole = trusted.allocate(amount, &attributes, now, &inputs);
			let chosen = stored.choose(amount, &attributes, now);
			prop_assert_eq!(chosen.and_then(|chosen| chosen.allocate(&inputs)), whole);
		}
		for number in 0..6 {
			let whole = trusted.chosen_case(number, amount).and_then(|it| it.allocate(&inputs));
			let chosen = stored.chosen_case(number, amount);
			prop_assert_eq!(chosen.and_then(|chosen| chosen.allocate(&inputs)), whole);
		}
	}

	#[test]
	fn a_case_that_was_chosen_divides_again_as_it_did_whatever_the_time(
		(mut rules, inputs) in a_likely_valid_rule_set(),
		when in any_condition(),
		amount in any_amount(),
		now in any_moment(),
	) {
		let last = rules.cases[0].legs.iter().find(|leg| leg.take == Take::Remainder).cloned();
		rules.cases[0].when = when;
		rules.cases.push(case(last.into_iter().collect()));
		let trusted = ValidRuleSet::trust(rules);

		let chosen = trusted.choose(amount, &Attributes::default(), now).unwrap();

		let again = trusted.chosen_case(chosen.case(), amount).unwrap();
		prop_assert_eq!(again.allocate(&inputs), chosen.allocate(&inputs));
		prop_assert_eq!(again.explain(&inputs), chosen.explain(&inputs));
	}

	#[test]
	fn content_that_was_tampered_with_is_read_or_refused_and_nothing_panics(
		rules in any_rule_set_that_can_be_written(),
		place in any::<Index>(),
		byte in any::<u8>(),
		left in any::<Index>(),
	) {
		let mut content = rules.encode();
		let place = place.index(content.len());
		content[place] = byte;
		let whole = RuleSet::decode_all(&mut &content[..]);
		let stored = StoredRuleSet::read(content.clone());
		// The whole refuses more: names that are no text.
		prop_assert!(stored.is_ok() || whole.is_err());
		if let Ok(mut stored) = stored {
			let chosen = stored.choose(Amount(1), &Attributes::default(), NOW);
			let _ = chosen.map(|it| it.allocate(&[]));
		}
		content.truncate(left.index(content.len()));
		let _ = StoredRuleSet::read(content);
		let longer = [rules.encode(), vec![byte]].concat();
		prop_assert!(StoredRuleSet::read(longer).is_err());
	}

	#[test]
	fn semantics_2_answers_as_semantics_1_does_where_nothing_is_new(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let one = RuleSet { semantics: 1, ..rules.clone() };
		let (one, two) = match (one.validate(), rules.validate()) {
			(Ok(one), Ok(two)) => (one, two),
			(Err(fault), Ok(_)) => {
				prop_assert_eq!(fault.error, RuleError::NeedsSemantics2);
				return Ok(());
			}
			(Err(one), Err(two)) => {
				prop_assert!(one == two || one.error == RuleError::NeedsSemantics2);
				return Ok(());
			}
			(Ok(_), Err(fault)) => panic!("only semantics 2 refuses: {fault}"),
		};
		let attributes = Attributes::default();
		let explained = one.explain(amount, &attributes, NOW, &inputs);
		prop_assert_eq!(explained, two.explain(amount, &attributes, NOW, &inputs));
		prop_assert_eq!(one.fee_share_ceiling(), two.fee_share_ceiling());
	}

	#[test]
	fn what_becomes_of_uncredited_legs_changes_no_figure_and_is_refused_without_goods(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let to_merchant = RuleSet { uncredited: Uncredited::Merchant, ..rules.clone() };
		let (parked, sent) = (rules.validate(), to_merchant.validate());
		let Ok(parked) = parked else {
			prop_assert!(sent.is_err());
			return Ok(());
		};
		let Ok(sent) = sent else {
			prop_assert_eq!(sent.unwrap_err().error, RuleError::NoLegOfGoods);
			return Ok(());
		};
		let allocated = parked.allocate(amount, &Attributes::default(), NOW, &inputs);
		prop_assert_eq!(&allocated, &sent.allocate(amount, &Attributes::default(), NOW, &inputs));
		if let Ok(allocation) = allocated {
			prop_assert!(allocation.legs.iter().any(|part| part.purpose == Purpose::Goods));
		}
	}

	#[test]
	fn an_explanation_has_the_figures_of_the_allocation(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in any_amount(),
	) {
		let Ok(valid) = rules.validate() else { return Ok(()) };
		let allocated = valid.allocate(amount, &Attributes::default(), NOW, &inputs);
		let explained = valid.explain(amount, &Attributes::default(), NOW, &inputs);
		let figures = explained.map(|it| (it.case, it.legs.iter().map(|step| step.part).collect()));
		prop_assert_eq!(figures, allocated.map(|it| (it.case, it.legs)));
	}

	#[test]
	fn fees_stay_under_their_ceiling_but_for_the_rounding_of_each_leg(
		(rules, inputs) in a_likely_valid_rule_set(),
		amount in 0..1_000_000_000_000_u64,
	) {
		let Ok(valid) = rules.validate() else { return Ok(()) };
		let Some(ceiling) = valid.fee_share_ceiling() else { return Ok(()) };
		let allocated = valid.allocate(Amount(amount), &Attributes::default(), NOW, &inputs);
		let Ok(allocation) = allocated else { return Ok(()) };
		let is_fee = |part: &&Part| part.purpose.counts_to_share_cap();
		let fees: u64 = allocation.legs.iter().filter(is_fee).map(|part| part.amount.0).sum();
		// A group of at most five legs loses or gains less than a unit for each; three groups nest.
		let rounding = u64::from(valid.max_legs()) * 15;
		prop_assert!(fees <= amount * u64::from(ceiling) / 1_000_000 + rounding);
	}

	#[test]
	fn by_largest_remainder_no_leg_waits_behind_one_that_lost_less(
		shares in vec(any_fraction(5), 1..5),
		amount in any_amount(),
	) {
		let Some(allocated) = by_shares(&shares, Residue::LargestRemainder, amount) else {
			return Ok(());
		};
		let lost = |(n, d): (u32, u32)| (u128::from(amount.0) * u128::from(n) % u128::from(d), d);
		let floor = |(n, d): (u32, u32)| u128::from(amount.0) * u128::from(n) / u128::from(d);
		let units: Vec<_> = shares.iter().zip(&allocated)
			.map(|(share, got)| u128::from(got.0) - floor(*share)).collect();
		prop_assert!(units.iter().all(|unit| *unit <= 1), "never more than the share rounded up");
		for (share, unit) in shares.iter().zip(&units) {
			for (other, other_unit) in shares.iter().zip(&units) {
				let ((a, of_a), (b, of_b)) = (lost(*share), lost(*other));
				let is_larger = a * u128::from(of_b) > b * u128::from(of_a);
				prop_assert!(!(is_larger && unit < other_unit));
			}
		}
	}

	#[test]
	fn nothing_panics_on_a_rule_set_that_is_all_wrong(
		rules in any_rule_set(),
		amount in any_amount(),
		inputs in vec((0..4_u8, any_amount()), 0..3),
	) {
		let _ = rules.clone().validate();
		let trusted = ValidRuleSet::trust(rules);
		let attributes = Attributes::default();
		let allocated = trusted.allocate(amount, &attributes, NOW, &inputs);
		let explained = trusted.explain(amount, &attributes, NOW, &inputs);
		prop_assert_eq!(allocated.map(|it| it.case), explained.map(|it| it.case));
		let _ = (trusted.case_of(amount, &attributes, NOW), trusted.max_legs());
		let _ = trusted.fee_share_ceiling();
		for number in 0..5 {
			let _ = trusted.chosen_case(number, amount).map(|chosen| chosen.allocate(&inputs));
		}
	}

	#[test]
	fn a_rule_set_reads_back_as_it_was_written_or_not_at_all(
		written in any_rule_set_that_can_be_written(),
		any in any_rule_set(),
	) {
		prop_assert_eq!(RuleSet::decode_all(&mut &written.encode()[..]), Ok(written.clone()));
		prop_assert_eq!(written.encode().len(), written.encoded_size());
		let json = serde_json::to_string(&any).unwrap();
		prop_assert_eq!(&serde_json::from_str::<RuleSet>(&json).unwrap(), &any);
		if let Ok(read) = RuleSet::decode(&mut &any.encode()[..]) {
			prop_assert_eq!(read, any);
		}
	}

	#[test]
	fn whoever_writes_by_the_metadata_writes_what_the_chain_reads(
		rules in any_rule_set_that_can_be_written(),
	) {
		prop_assert_eq!(left_over_by_metadata(&rules.encode()), Some(0));
	}

	#[test]
	fn a_release_is_apportioned_as_the_model_has_it(
		remaining in vec(any_amount(), 0..12),
		amount in any_amount(),
	) {
		let apportioned = crate::apportion(&remaining, amount);
		let plain: Vec<_> = remaining.iter().map(|leg| leg.0).collect();
		let modelled = model::apportion(&plain, amount.0).ok_or(RuleError::MoreThanRemains);
		prop_assert_eq!(apportioned.map(|it| it.iter().map(|leg| leg.0).collect()), modelled);
	}

	#[test]
	fn any_series_of_releases_adds_up_to_the_plan(
		plan in vec((0..1_000_000_u64).prop_map(Amount), 1..12),
		cuts in vec(any::<Index>(), 0..12),
	) {
		let mut remaining = plan.clone();
		for cut in cuts.iter().map(Some).chain([None]) {
			let whole = Amount::checked_sum(remaining.iter().copied()).unwrap();
			// The last cut takes what there is.
			let amount = cut.map_or(whole, |cut| Amount(cut.index(whole.0 as usize + 1) as u64));
			let parts = crate::apportion(&remaining, amount).unwrap();
			prop_assert_eq!(Amount::checked_sum(parts.iter().copied()), Some(amount));
			for (left, part) in remaining.iter_mut().zip(parts) {
				*left = left.checked_sub(part).expect("no leg gets more than it is entitled to");
			}
		}
		prop_assert!(remaining.iter().all(|left| left.is_zero()), "all of the plan, and no more");
	}
}

#[test]
fn most_of_the_generated_orders_are_divided_so_that_the_properties_are_not_empty() {
	let mut runner = TestRunner::deterministic();
	let strategy = (a_likely_valid_rule_set(), any_amount());
	let divided = (0..500).filter(|_| {
		let ((rules, inputs), amount) = strategy.new_tree(&mut runner).unwrap().current();
		let valid = rules.validate();
		valid.is_ok_and(|it| it.allocate(amount, &Attributes::default(), NOW, &inputs).is_ok())
	});
	assert!(divided.count() > 250);
}

#[test]
fn the_generated_orders_that_are_divided_have_shares_of_net_and_tiers_of_both_kinds() {
	let mut runner = TestRunner::deterministic();
	let strategy = (a_likely_valid_rule_set(), any_amount());
	let mut seen = [0; 3];
	for _ in 0..2_000 {
		let ((rules, inputs), amount) = strategy.new_tree(&mut runner).unwrap().current();
		let Ok(valid) = rules.validate() else { continue };
		let allocated = valid.allocate(amount, &Attributes::default(), NOW, &inputs);
		let text = format!("{:?}", valid.rule_set().cases);
		for (count, word) in seen.iter_mut().zip(["Net(", "Whole", "Marginal"]) {
			*count += u32::from(allocated.is_ok() && text.contains(word));
		}
	}
	assert!(seen.iter().all(|count| *count > 100), "{seen:?}");
}

fn by_shares(shares: &[(u32, u32)], residue: Residue, amount: Amount) -> Option<Vec<Amount>> {
	let target = || Target::Slot { slot: 0, purpose: Purpose::Goods };
	let share = |(numerator, denominator): &(u32, u32)| share(*numerator, *denominator);
	let mut legs: Vec<_> =
		shares.iter().map(|it| Leg { take: share(it), target: target() }).collect();
	legs.push(Leg { take: Take::Remainder, target: target() });
	let rules = rule_set(vec![case(legs)], residue, Rounding::Down, 1, 0);
	let allocated =
		rules.validate().ok()?.allocate(amount, &Attributes::default(), NOW, &[]).unwrap();
	Some(allocated.legs.iter().map(|part| part.amount).collect())
}
