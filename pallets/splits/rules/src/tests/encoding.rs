// SPDX-License-Identifier: Apache-2.0

use super::{
	metadata::{described, left_over_by_metadata},
	notation::rules,
};
use crate::{Case, Condition, Leg, Places, RuleError, RuleSet, StoredRuleSet, Take, Target};
use codec::{Decode, DecodeLimit, DecodeWithMemLimit, Encode};
use scale_info::TypeDef;
use split_ledger_primitives::{limits::DEPTH_MAX, Moment, Purpose, RefundPolicy, RefundTerms};

fn nested(depth: u32) -> Vec<Leg> {
	let target = match depth {
		1 => Target::Slot { slot: 0, purpose: Purpose::Goods },
		_ => Target::Split(nested(depth - 1)),
	};
	vec![Leg { take: Take::Remainder, target }]
}

fn in_semantics(semantics: u8, legs: Vec<Leg>) -> RuleSet {
	let case = Case { when: Condition::default(), legs };
	RuleSet { semantics, cases: vec![case], ..rules("rest:m", "remainder-leg") }
}

#[test]
fn groups_of_the_greatest_depth_are_read() {
	let case = Case { when: Condition::default(), legs: nested(DEPTH_MAX) };
	assert_eq!(Case::decode(&mut &case.encode()[..]), Ok(case));
}

#[test]
fn bytes_that_nest_deeper_are_refused_before_they_are_followed() {
	for depth in [DEPTH_MAX + 1, 1_000] {
		let encoded = Case { when: Condition::default(), legs: nested(depth) }.encode();
		assert!(Case::decode(&mut &encoded[..]).is_err(), "{depth}");
		for semantics in [1, 2] {
			let encoded = in_semantics(semantics, nested(depth)).encode();
			assert!(RuleSet::decode(&mut &encoded[..]).is_err(), "{semantics}: {depth}");
			assert!(StoredRuleSet::read(encoded).is_err(), "{semantics}: {depth}");
		}
	}
}

#[test]
fn tiers_of_the_deepest_group_are_read_within_the_depth_that_lists_nest() {
	let legs = "rest:(rest:(rest:(whole[0=8%,100=5%]:p/fee rest:m)))";
	for semantics in [1, 2] {
		let deep = RuleSet { semantics, ..rules(legs, "remainder-leg") };
		let encoded = deep.encode();
		let read = RuleSet::decode_all_with_depth_limit(DEPTH_MAX + 2, &mut &encoded[..]);
		assert_eq!(read, Ok(deep));
	}
}

#[test]
fn a_length_that_no_bytes_follow_is_refused_without_memory() {
	let mut bytes = Condition::default().encode();
	bytes.extend([0x03, 0xff, 0xff, 0xff, 0xff]);
	assert!(Case::decode(&mut &bytes[..]).is_err());
}

#[test]
fn a_list_that_takes_more_memory_than_there_is_is_refused() {
	let many = |semantics| {
		let mut rules = in_semantics(semantics, nested(1));
		rules.cases = vec![rules.cases[0].clone(); 2_000];
		rules.encode()
	};
	for semantics in [1, 2] {
		let encoded = many(semantics);
		let fits = RuleSet::decode_with_mem_limit(&mut &encoded[..], 2_000_000);
		assert!(fits.is_ok(), "{semantics}");
		// The cases alone are 2,000 times so large in memory.
		let limit = 2_000 * size_of::<Case>();
		assert!(RuleSet::decode_with_mem_limit(&mut &encoded[..], limit).is_err(), "{semantics}");
	}
}

#[test]
fn on_the_wire_a_rule_set_is_an_enum_whose_index_is_its_semantics() {
	let (types, rule_set) = described();
	let TypeDef::Variant(wire) = &types.resolve(rule_set).unwrap().type_def else {
		panic!("an enum");
	};
	let variants: Vec<_> = wire.variants.iter().map(|it| (it.index, it.name.as_str())).collect();
	assert_eq!(variants, [(1, "Semantics1"), (2, "Semantics2")]);
	for semantics in [1, 2] {
		assert_eq!(in_semantics(semantics, nested(1)).encode()[0], semantics);
	}
	// A leg is recursive, and stands once.
	let legs = types.types.iter().filter(|it| it.ty.path.ident() == Some("Leg".into()));
	assert_eq!(legs.count(), 1);
}

#[test]
fn what_semantics_1_cannot_say_and_what_no_engine_has_is_read_by_nobody() {
	let refund = RefundTerms { policy: RefundPolicy::MerchantFirst, ..RefundTerms::default() };
	let mut windowed = in_semantics(1, nested(1));
	windowed.cases[0].when.time_before = Some(Moment(1));
	for unreadable in [
		windowed,
		RuleSet { refund, ..in_semantics(1, nested(1)) },
		in_semantics(0, nested(1)),
		in_semantics(3, nested(1)),
	] {
		let encoded = unreadable.encode();
		assert!(RuleSet::decode(&mut &encoded[..]).is_err());
		assert!(StoredRuleSet::read(encoded.clone()).is_err());
		assert_eq!(left_over_by_metadata(&encoded), None);
	}
}

#[test]
fn in_json_amounts_are_strings_and_words_are_those_of_the_rule_files() {
	let json = serde_json::to_value(rules("5%<=50:p/fee rest:m", "largest-remainder")).unwrap();
	assert_eq!(json["memberTiers"][0], "gold");
	assert_eq!(json["residue"], "largest-remainder");
	assert_eq!(json["uncredited"], "park");
	assert_eq!(json["cases"][0]["legs"][0]["take"]["share"]["cap"], "50");
	assert_eq!(json["cases"][0]["legs"][1]["take"], "remainder");
	assert_eq!(json["cases"][0]["legs"][0]["target"]["slot"]["purpose"], "fee");
}

#[test]
fn in_json_new_parts_are_words_and_may_be_left_out_where_they_stand_by_default() {
	let text = "$freight:c/logistics 9%n0:p/fee marginal[0=8%,100=5%]<=9:q/fee rest:m";
	let json = serde_json::to_value(rules(text, "remainder-leg")).unwrap();
	let legs = &json["cases"][0]["legs"];
	assert_eq!(legs[1]["take"]["share"]["of"]["net"], serde_json::json!([0]));
	let tiered = serde_json::json!({
		"denominator": 100, "by": "marginal", "of": "gross", "floor": null, "cap": "9",
		"tiers": [{ "from": "0", "numerator": 8 }, { "from": "100", "numerator": 5 }],
	});
	assert_eq!(legs[2]["take"]["tiered"], tiered);
	assert_eq!(json["refund"]["policy"], "pro-rata");

	let mut old = json.clone();
	old.as_object_mut().unwrap().remove("refund");
	let when = old["cases"][0]["when"].as_object_mut().unwrap();
	when.remove("timeFrom").unwrap();
	when.remove("timeBefore").unwrap();
	assert_eq!(serde_json::from_value::<RuleSet>(old).ok(), serde_json::from_value(json).ok());
}

#[test]
fn places_are_a_list_in_json_and_those_of_no_group_are_refused() {
	let places = Places::of([49, 0, 3]);
	assert_eq!(serde_json::to_string(&places).unwrap(), "[0,3,49]");
	assert_eq!(serde_json::from_str::<Places>("[3,49,0,3]").unwrap(), places);
	assert!(serde_json::from_str::<Places>("[64]").is_err());
	assert_eq!(Places::of([64, 255]), Places::default());
	assert!(!Places(u64::MAX).has(64));
}

#[test]
fn each_error_has_the_index_of_its_place() {
	for (index, error) in RuleError::ALL.iter().enumerate() {
		assert_eq!(error.encode(), [index as u8]);
		assert!(error.to_string().ends_with('.'), "{error:?} says why and what to do");
	}
}
