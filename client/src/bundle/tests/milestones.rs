// SPDX-License-Identifier: Apache-2.0

//! Milestones in order files, and what is said of them in the actions.

use super::{super::Act, Files, PARTICIPANTS};
use crate::bundle::{Bundle, Malformed, Part};
use split_ledger_primitives::{EvidenceKind, Moment, Stated};

const HEADER: &str = "reference,payment,payer,currency,amount,rules,channel,category,promotion,\
	member_tier,parties,inputs,release,deadline,expiry,milestones\n";
const ACTIONS: &str = "order,reference,action,amount,legs,by,milestone,until\n";
const TWO: &str = "4: payer & inspected(2 of seal, quay); 6: platform";

fn read(release: &str, milestones: &str, action: &str) -> Result<Bundle, Malformed> {
	let more = "seal,attestor,north,,\nquay,attestor,south,,\n";
	let parties = "merchant=shop;platform=bazaar";
	let order = format!("o1,,anna,CNY,10.00,market,,,,,{parties},,{release},,,\"{milestones}\"\n");
	Files {
		participants: format!("{PARTICIPANTS}{more}"),
		orders: format!("{HEADER}{order}"),
		actions: format!("{ACTIONS}{action}"),
		..Files::sound()
	}
	.read()
}

#[test]
fn milestones_name_their_attestors() {
	let bundle = read("hold", TWO, "").expect("sound");
	let seal = bundle.participants.named("seal").expect("a name");
	let milestones = &bundle.orders[0].milestones;
	assert_eq!(milestones.len(), 2);
	let crate::agreed::Check::Evidence { attestors, quorum, .. } = &milestones[0].clauses[1].of[0]
	else {
		panic!("evidence")
	};
	assert_eq!((attestors[0], *quorum), (seal, 2));
}

#[test]
fn a_statement_has_a_reference_which_no_other_one_of_its_kind_has() {
	let faulty = |lines: &str| read("hold", TWO, lines).map(|_| ()).expect_err(lines);
	let malformed = faulty("o1,,confirm,,,,1,\no1,,confirm,,,,1,\n");
	assert_eq!((malformed.line, malformed.column), (2, 4));
	assert!(malformed.expected.contains("a text of 1 to 64 bytes"), "{malformed}");
	let malformed = faulty("o1,c,confirm,,,,1,\no1,c,confirm,,,bazaar,2,\n");
	assert_eq!((malformed.line, malformed.column), (3, 4));
	assert!(malformed.expected.contains("no other confirm of the file has"), "{malformed}");
}

#[test]
fn what_the_files_disprove_of_milestones_is_shown_at_its_place() {
	// The cell is quoted, and its first character stands in column 70.
	for (release, milestones, column, expected) in [
		("hold", "4; 5", 70, "together are the amount of the order, 10.00"),
		("hold", "4; 6: paid", 76, "`payer`, `platform`"),
		("hold", "10: delivered(shop)", 84, "name of an attestor"),
		("hold", "10: delivered(van)", 84, "name of an attestor"),
		("hold", "10: payer & group", 82, "the column `group` names none"),
		(
			"hold",
			"10: (payer | after 2026-01-01T00:00:00Z | after 2026-01-02T00:00:00Z)",
			112,
			"one",
		),
		("now", TWO, 69, "release `hold`"),
		("next-date", TWO, 75, "release `hold`"),
	] {
		let malformed = read(release, milestones, "").map(|_| ()).expect_err(milestones);
		assert_eq!((malformed.line, malformed.column), (2, column), "{milestones}: {malformed}");
		assert!(malformed.expected.contains(expected), "{milestones}: {malformed}");
	}
}

#[test]
fn who_has_a_part_in_an_order_bears_no_witness_about_it() {
	let with = |participants: &str, parties: &str| {
		let order =
			format!("o1,,anna,CNY,10.00,market,,,,,{parties},,hold,,,10: delivered(seal)\n");
		Files {
			participants: participants.to_owned(),
			orders: format!("{HEADER}{order}"),
			actions: ACTIONS.to_owned(),
			..Files::sound()
		}
		.read()
	};
	let parties = "merchant=shop;platform=bazaar";
	let people = |roles: &str| format!("{PARTICIPANTS}seal,{roles},north,CNY=0,\n");
	assert!(with(&people("attestor"), parties).is_ok());
	let carries = with(&people("attestor;carrier"), &format!("{parties};carrier=seal"));
	let platform = with(&people("attestor;platform"), "merchant=shop;platform=seal");
	for refused in [carries, platform] {
		let malformed = refused.map(|_| ()).expect_err("a part in the order");
		assert!(malformed.expected.contains("no part in the order"), "{malformed}");
	}
}

#[test]
fn statements_releases_and_deadlines_name_what_they_are_about() {
	let act = |line: &str| read("hold", TWO, line).map(|mut bundle| bundle.actions.remove(0));
	let seen = act("o1,s,inspected,,,seal,2,\n").expect("sound");
	assert_eq!(seen.act, Act::State(0, Stated::Evidence(EvidenceKind::Inspected)));
	assert_eq!((seen.by.is_some(), seen.about_milestone()), (true, 2));
	for (line, expected) in [
		("o1,c,confirm,,,,,\n", Act::State(0, Stated::PayerConfirms)),
		("o1,c,confirm,,,anna,1,\n", Act::State(0, Stated::PayerConfirms)),
		("o1,c,confirm,,,bazaar,2,\n", Act::State(0, Stated::PlatformConfirms)),
		("o1,r,release,,,,2,\n", Act::Release(0, Part::Milestone(2))),
		("o1,,extend,,,shop,,2026-12-01T00:00:00Z\n", Act::Extend(0)),
	] {
		assert_eq!(act(line).expect(line).act, expected, "{line}");
	}
	let extended = act("o1,,extend,,,,,1970-01-01T00:00:01Z\n").expect("sound");
	assert_eq!(extended.until, Some(Moment(1_000)));
}

#[test]
fn what_an_act_on_a_milestone_lacks_is_shown_at_its_place() {
	for (line, column, expected) in [
		("o1,c,confirm,,,shop,,", 16, "the payer or the platform"),
		("o1,c,confirm,,,,3,", 17, "from 1 to 2"),
		("o1,c,confirm,,,,0,", 17, "from 1 on"),
		("o1,,confirm,,,,,", 4, "1 to 64 bytes"),
		("o1,c,confirm,1.00,,,,", 14, "takes no amount"),
		("o1,c,confirm,,1,,,", 15, "name legs"),
		("o1,c,confirm,,,,,2026-12-01T00:00:00Z", 18, "takes no `until`"),
		("o1,d,delivered,,,,,", 18, "an attestor"),
		("o1,d,delivered,,,shop,,", 18, "an attestor"),
		("o1,r,release,1.00,,,1,", 21, "an amount or legs"),
		("o1,r,release,,1,,1,", 18, "an amount or legs"),
		("o1,r,release,,,anna,,", 16, "takes no `by`"),
		("o1,e,extend,,,,,", 17, "the new deadline"),
		("o1,e,extend,,,,,soon", 17, "RFC 3339"),
		("o1,e,extend,,,bazaar,,2026-12-01T00:00:00Z", 15, "the payer or the merchant"),
	] {
		let malformed = read("hold", TWO, &format!("{line}\n")).map(|_| ()).expect_err(line);
		assert_eq!((malformed.line, malformed.column), (2, column), "{line}: {malformed}");
		assert!(malformed.expected.contains(expected), "{line}: {malformed}");
	}
	let malformed = read("hold", "", "o1,c,confirm,,,,,\n").map(|_| ()).expect_err("none");
	assert!(malformed.expected.contains("an order with milestones"), "{malformed}");
}
