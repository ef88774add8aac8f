// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::currency::Unit;
use split_ledger_primitives::ParticipantId;

fn cny() -> Unit {
	Unit::of_code("CNY").expect("a currency")
}

fn read(text: &str) -> Result<Vec<Milestone<String>>, Fault> {
	read_milestones(text, cny())
}

/// As the chain takes them, and written again.
fn again(text: &str) -> String {
	let id = |name: String| name.parse().map(ParticipantId);
	let milestones = read(text).expect("milestones").into_iter();
	let words = milestones.map(|milestone| {
		let milestone = milestone.try_map(&id).expect("attestors by their ids");
		words(&milestone.on_chain().expect("within the limits"), cny())
	});
	words.collect::<Vec<_>>().join("; ")
}

/// The text, carets below the fault, and what was expected there.
fn fault(text: &str) -> (String, String) {
	let fault = read(text).expect_err("a fault");
	let carets = "^".repeat(fault.place.len().max(1));
	(format!("{}{carets}", " ".repeat(fault.place.start)), fault.expected)
}

#[test]
fn what_is_read_is_written_the_same() {
	for text in [
		"300.00",
		"300.00: payer",
		"300.00: payer & inspected(2 of 7, 8, 9) & (delivered(7) | after 2026-12-01T00:00:00Z)",
		"0.01: 2 of (payer, platform, customs-cleared(4))",
		"1.00: group & shipped(3); 2.00: platform; 3.00",
		"5.00: (payer | platform)",
	] {
		assert_eq!(again(text), text);
	}
}

#[test]
fn spaces_are_free_and_what_any_joins_alone_needs_no_parentheses() {
	assert_eq!(
		again(" 1 :payer|platform ;2:delivered( 7 )"),
		"1.00: (payer | platform); 2.00: delivered(7)"
	);
	assert_eq!(again("1: (payer)"), "1.00: payer");
	assert_eq!(again("1: delivered(1 of 7)"), "1.00: delivered(7)");
}

#[test]
fn a_milestone_is_what_the_chain_calls_sound() {
	let text = "3: payer & inspected(2 of 7, 8, 9) & 2 of (payer, group, delivered(7))";
	let milestones = read(text).expect("milestones").into_iter();
	for milestone in milestones {
		let milestone = milestone.try_map(&|name: String| name.parse().map(ParticipantId));
		assert!(milestone.expect("ids").on_chain().expect("within the limits").is_sound());
	}
}

#[test]
fn a_fault_points_at_its_place() {
	let table = [
		("", "^", "an amount in CNY"),
		("0: payer", "^", "an amount above zero"),
		("1.234: payer", "^^^^^", "an amount in CNY with 2 decimals at most"),
		("1:", "  ^", "`payer`, `platform`"),
		("1: paier", "   ^^^^^", "`payer`, `platform`"),
		("1: payer &", "          ^", "`payer`, `platform`"),
		(
			"1: (after 2026-12-01T00:00:00Z | payer | after 2026-12-02T00:00:00Z)",
			"                                         ^^^^^",
			"one `after` at most",
		),
		("1: payer platform", "         ^^^^^^^^", "`&` or the end"),
		(
			"1: payer & platform | group",
			"                    ^",
			"parentheses around what `|` joins",
		),
		("1: (payer & platform)", "          ^", "`|` or `)`"),
		("1: (payer | platform", "                    ^", "`|` or `)`"),
		("1: 3 of (payer, platform)", "   ^", "a number from 1 to 2"),
		("1: 0 of (payer, platform)", "   ^", "a number from 1 to 2"),
		("1: two of (payer, platform)", "   ^^^", "a number before `of`"),
		("1: 2 of (payer, group) | platform", "                       ^", "`&` or the end"),
		("1: 2 of payer", "        ^^^^^", "`(` and the checks"),
		("1: delivered", "            ^", "`(` and who bears witness"),
		("1: delivered()", "             ^", "an attestor"),
		("1: delivered(7, 8)", "             ^", "how many of the attestors"),
		("1: delivered(1 of 7, 7)", "                     ^", "each attestor only once"),
		(
			"1: delivered(1 of 1, 2, 3, 4, 5, 6)",
			"                                 ^",
			"5 attestors at most",
		),
		("1: after noon", "         ^^^^", "an RFC 3339 time"),
		("1: after", "        ^", "an RFC 3339 time"),
		("1; 2: payer or platform", "            ^^", "`&` or the end"),
		(
			"1: payer & payer & payer & payer & payer",
			"                                   ^^^^^",
			"4 conditions",
		),
	];
	for (text, carets, expected) in table {
		let (found, said) = fault(text);
		assert_eq!(found, carets, "{text}");
		assert!(said.contains(expected), "{text}: {said}");
	}
}

#[test]
fn limits_of_the_chain_are_limits_of_what_is_read() {
	let checks = |count| format!("1: ({})", vec!["payer"; count].join(" | "));
	assert!(read(&checks(5)).is_ok() && read(&checks(6)).is_err());
	let milestones = |count| vec!["1"; count].join(";");
	assert!(read(&milestones(16)).is_ok() && read(&milestones(17)).is_err());
}
