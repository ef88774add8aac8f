// SPDX-License-Identifier: Apache-2.0

use super::notation::rules;
use crate::{Case, Condition, Leg, RuleError, RuleSet, Take, Target};
use codec::{Decode, Encode};
use scale_info::{MetaType, PortableRegistry, Registry};
use split_ledger_primitives::{limits::DEPTH_MAX, Purpose};

fn nested(depth: u32) -> Vec<Leg> {
	let target = match depth {
		1 => Target::Slot { slot: 0, purpose: Purpose::Goods },
		_ => Target::Split(nested(depth - 1)),
	};
	vec![Leg { take: Take::Remainder, target }]
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
	}
}

#[test]
fn a_length_that_no_bytes_follow_is_refused_without_memory() {
	let mut bytes = Condition::default().encode();
	bytes.extend([0x03, 0xff, 0xff, 0xff, 0xff]);
	assert!(Case::decode(&mut &bytes[..]).is_err());
}

#[test]
fn the_recursive_types_describe_themselves_once() {
	let mut registry = Registry::new();
	registry.register_type(&MetaType::new::<RuleSet>());
	let described = PortableRegistry::from(registry);
	let legs = described.types.iter().filter(|it| it.ty.path.ident() == Some("Leg".into()));
	assert_eq!(legs.count(), 1);
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
fn each_error_has_the_index_of_its_place() {
	for (index, error) in RuleError::ALL.iter().enumerate() {
		assert_eq!(error.encode(), [index as u8]);
		assert!(error.to_string().ends_with('.'), "{error:?} says why and what to do");
	}
}
