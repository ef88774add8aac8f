// SPDX-License-Identifier: Apache-2.0

//! What files mean: the values that they are read into.

use super::super::{check_rule_set, write_rule_set};
use crate::{bundle::Source, rules::hash_of};
use split_ledger_primitives::{Advancer, Amount, FundersBack, Moment, RefundPolicy};
use split_rules::{Base, Condition, Places, RuleSet, Take, Tier, TierBy};

const MERCHANT: &str = "{ to = \"merchant\", take = \"remainder\", purpose = \"goods\" }";

/// A rule set of this case after `head`.
fn rules(head: &str, case: &str) -> RuleSet {
	let text = format!("name = \"n\"\ncurrency = \"CNY\"\n{head}\n[[case]]\n{case}\n");
	let source = Source::of_bytes("n.toml", text.into_bytes()).expect("UTF-8");
	let checked = check_rule_set(&source, "n");
	let explained =
		|| checked.findings.iter().map(|it| it.render(&source, false)).collect::<String>();
	checked.rules.as_ref().unwrap_or_else(|| panic!("{}", explained())).rule_set().clone()
}

#[test]
fn files_of_before_keep_their_hashes() {
	// Written down before semantics 2 was there.
	for (name, text, hash) in [
		(
			"classifieds",
			include_str!("../../../generate/rules/classifieds.toml"),
			"0xdb81664e47965fb5140ed2a9d300ffef8595957f0f063ad824e88c52260ec493",
		),
		(
			"gulf",
			include_str!("../../../generate/rules/gulf.toml"),
			"0x61c2e0699a22652b2d44a4d017399ea37a8882ad03f439b8ecd6a5860dca9363",
		),
		(
			"marketplace",
			include_str!("../../../generate/rules/marketplace.toml"),
			"0x03b01a09442f3ddc42bd6bc90e9357f4d6a7324ab129c520c4ce208eedc4e72b",
		),
		(
			"own-store",
			include_str!("../../../generate/rules/own-store.toml"),
			"0xfcfe35f1b7001e84095cd555b8a24d8746be76d534b70a27fb78f498f120fe03",
		),
		(
			"tokyo",
			include_str!("../../../generate/rules/tokyo.toml"),
			"0x592f59764ba715b7a133cf85325946c9c473d9cc2a405d361a170e95789b6868",
		),
		(
			"workshop",
			include_str!("../../../generate/rules/workshop.toml"),
			"0x6d909a2c0d7c611e2b278725a857db485a8bf5ee5beedded7851bafe07983421",
		),
	] {
		let source = Source::of_bytes(name, text.as_bytes().to_vec()).expect("UTF-8");
		let rules = check_rule_set(&source, name).rules.expect("a sound file");
		assert_eq!(rules.rule_set().semantics, 1, "{name}");
		assert_eq!(hash_of(rules.rule_set()).to_string(), hash, "{name}");
	}
}

#[test]
fn a_window_is_two_moments_and_needs_semantics_2() {
	let case = format!(
		"when = {{ time = {{ from = \"2026-11-11T00:00:00+08:00\", before = \"2026-11-11T16:00:00Z\" }} }}\n\
		 legs = [{MERCHANT}]\n[[case]]\nlegs = [{MERCHANT}]"
	);
	let set = rules("", &case);
	let window = Condition {
		time_from: Some(Moment(1_794_326_400_000)),
		time_before: Some(Moment(1_794_412_800_000)),
		..Condition::default()
	};
	assert_eq!((set.semantics, &set.cases[0].when), (2, &window));
}

#[test]
fn a_share_of_net_names_legs_by_name_or_by_whom_they_pay() {
	let case = format!(
		"legs = [\n\
		 {{ to = \"carrier\", take = \"input:freight\", purpose = \"logistics\" }},\n\
		 {{ to = \"platform\", name = \"base fee\", take = \"1.00\", purpose = \"fee\" }},\n\
		 {{ name = \"makers\", take = \"10%\", split = [{MERCHANT}] }},\n\
		 {{ to = \"platform\", take = \"5%\", of = \"net:carrier, base fee,makers\", purpose = \"fee\" }},\n\
		 {MERCHANT},\n]"
	);
	let set = rules("", &case);
	let of = Base::Net(Places::of([0, 1, 2]));
	let take = Take::Share { numerator: 1, denominator: 20, of, floor: None, cap: None };
	assert_eq!((set.semantics, &set.cases[0].legs[3].take), (2, &take));
}

#[test]
fn tiers_are_brought_to_one_denominator() {
	let case = format!(
		"legs = [\n\
		 {{ to = \"platform\", take = [ {{ from = \"0\", share = \"5%\" }}, {{ from = \"1000.00\", \
		 share = \"2.5%\" }} ], tiers = \"marginal\", floor = \"0.50\", purpose = \"fee\" }},\n{MERCHANT},\n]"
	);
	let set = rules("", &case);
	let tier = |from, numerator| Tier { from: Amount(from), numerator };
	let take = Take::Tiered {
		denominator: 40,
		tiers: vec![tier(0, 2), tier(100_000, 1)],
		by: TierBy::Marginal,
		of: Base::Gross,
		floor: Some(Amount(50)),
		cap: None,
	};
	assert_eq!((set.semantics, &set.cases[0].legs[0].take), (2, &take));
}

#[test]
fn refund_terms_are_read_and_the_default_ones_need_nothing_new() {
	let legs = format!("legs = [{MERCHANT}]");
	let head =
		"refund = { policy = \"merchant-first\", advancers = [\"platform\", \"guarantee\"], \
		back = \"payer-first\" }";
	let set = rules(head, &legs);
	assert_eq!(set.semantics, 2);
	assert_eq!(set.refund.policy, RefundPolicy::MerchantFirst);
	assert_eq!(set.refund.advancers.as_slice(), [Advancer::Platform, Advancer::Guarantee]);
	assert_eq!(set.refund.back, FundersBack::PayerFirst);

	let same = rules("refund = { policy = \"pro-rata\" }", &legs);
	assert_eq!(same, rules("", &legs));
	assert_eq!(same.semantics, 1);
}

#[test]
fn what_is_written_of_a_rule_set_reads_as_the_same_rule_set() {
	let client =
		std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("a folder"));
	let mut files = 0;
	for folder in ["src/generate/rules", "../examples/rules"] {
		for entry in std::fs::read_dir(client.join(folder)).expect("a folder of rule files") {
			let path = entry.expect("a file").path();
			if path.extension().is_none_or(|ending| ending != "toml") {
				continue;
			}
			let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
			let read = |text: String| {
				let source = Source::of_bytes(&stem, text.into_bytes()).expect("UTF-8");
				check_rule_set(&source, &stem).rules.expect("a sound file").rule_set().clone()
			};
			let set = read(std::fs::read_to_string(&path).expect("a rule file"));
			let written = write_rule_set(&set).expect("a file");
			assert_eq!(read(written.clone()), set, "{written}");
			files += 1;
		}
	}
	assert!(files > 12);
}

#[test]
fn legs_whose_slots_say_too_little_are_written_with_names() {
	let case = format!(
		"when = {{ time = {{ before = \"2026-11-11T00:00:00.5Z\" }} }}\nlegs = [\n\
		 {{ to = \"carrier\", take = \"1.00\", purpose = \"logistics\" }},\n\
		 {{ to = \"carrier\", name = \"insured\", take = \"2.00\", purpose = \"logistics\" }},\n\
		 {{ take = \"10%\", name = \"makers\", split = [{MERCHANT}] }},\n\
		 {{ to = \"leg 2\", take = \"1/3\", of = \"net:insured,makers\", cap = \"9.00\", purpose = \"fee\" }},\n\
		 {MERCHANT},\n]\n[[case]]\nlegs = [{MERCHANT}]"
	);
	let set = rules("", &case);
	let written = write_rule_set(&set).expect("a file");
	let (head, cases) = written.split_once("\n[[case]]\n").expect("a case");
	let head = head.strip_prefix("name = \"n\"\ncurrency = \"CNY\"\n").expect("the same head");
	assert_eq!(rules(head, cases), set, "{written}");
	assert!(written.contains("of = \"net:leg 2',leg 3\""), "{written}");
	assert!(written.contains("before = \"2026-11-11T00:00:00.5Z\""), "{written}");
}
