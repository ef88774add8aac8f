// SPDX-License-Identifier: Apache-2.0

//! Resolvers, and what is said, stopped and assigned.

use super::{Files, PARTICIPANTS};
use crate::bundle::{Act, Bundle, InDispute, LegName, Malformed, Resolver};
use split_ledger_primitives::{Moment, Side, Silence};

const HEADER: &str = "reference,payment,payer,currency,amount,rules,channel,category,promotion,\
member_tier,parties,inputs,release,funders,resolver,answer_days,silence\n";
const MORE: &str =
	"court,attestor,south,,\nbert,buyer,north,CNY=500.00,\nloan,supplier,south,JPY=0,\n";

fn read(terms: &str, action: &str) -> Result<Bundle, Malformed> {
	let parties = "merchant=shop;platform=bazaar";
	let orders = format!(
		"{HEADER}o1,,anna,CNY,10.00,market,,,,,{parties},,hold,bert=1.00,{terms}\n\
		t1,,anna,CNY,10.00,,,,,,to=shop,,hold,,court,,\n"
	);
	let header = "order,reference,action,amount,legs,by,milestone,until,share";
	Files {
		participants: format!("{PARTICIPANTS}{MORE}"),
		orders,
		actions: format!("{header}\n{action}"),
		..Files::sound()
	}
	.read()
}

fn assert_malformed(read: Result<Bundle, Malformed>, place: (usize, usize), expected: &str) {
	let malformed = read.map(|_| ()).expect_err(expected);
	assert_eq!((malformed.line, malformed.column), place, "{malformed}");
	assert!(malformed.expected.contains(expected), "{malformed}");
}

#[test]
fn who_decides_has_no_part_in_the_order() {
	let court = read("court,,", "").expect("sound").participants.named("court").expect("a name");
	let terms = |who, answer_days, silence| Some(Resolver { who, answer_days, silence });
	for (text, wanted) in [
		(",,", None),
		("court,,", terms(court, 7, Silence::Resolver)),
		("court,1,resolver", terms(court, 1, Silence::Resolver)),
		("court,30,against-silent", terms(court, 30, Silence::AgainstSilent)),
	] {
		assert_eq!(read(text, "").expect(text).orders[0].resolver, wanted, "{text}");
	}
	for (text, column, expected) in [
		("curt,,", 77, "a name of"),
		("anna,,", 77, "neither pays"),
		("bert,,", 77, "neither pays"),
		("shop,,", 77, "a party"),
		("bazaar,,", 77, "a party"),
		("court,0,", 83, "1 to 30"),
		("court,31,", 83, "1 to 30"),
		("court,a week,", 83, "1 to 30"),
		("court,,payer", 84, "`against-silent`"),
		(",7,", 78, "without a `resolver`"),
		(",,resolver", 79, "without a `resolver`"),
	] {
		assert_malformed(read(text, ""), (2, column), expected);
	}
}

#[test]
fn each_side_speaks_by_its_name_or_by_what_was_opened_above() {
	let said = |lines: &str| {
		let bundle = read("court,,", lines).expect(lines);
		bundle.actions.iter().map(|action| action.act.clone()).collect::<Vec<_>>()
	};
	let act = |said| Act::Dispute(0, said);
	assert_eq!(
		said("o1,d,dispute,,,anna,,,\no1,,answer,,,,,,\no1,,withdraw,,,,,,\n"),
		[
			InDispute::Open(Side::Payer),
			InDispute::Answer(Side::Merchant),
			InDispute::Withdraw(Side::Payer)
		]
		.map(act)
	);
	assert_eq!(
		said("o1,d,dispute,,,shop,,,\no1,,answer,,,shop,,,\no1,v,resolve,,,,,,0.0001%\n"),
		[InDispute::Open(Side::Merchant), InDispute::Answer(Side::Merchant), InDispute::Resolve(1)]
			.map(act)
	);
	assert_eq!(said("t1,,dispute,,,shop,,,\n"), [Act::Dispute(1, InDispute::Open(Side::Merchant))]);
}

#[test]
fn freezes_and_assignments_are_read() {
	let bundle = read(",,", "").expect("sound");
	let shop = bundle.participants.named("shop").expect("a name");
	for (line, act) in [
		("o1,f,freeze,,,,,,\n", Act::Freeze(0, None)),
		("o1,f,freeze,,,,,1970-01-01T00:00:01Z,\n", Act::Freeze(0, Some(Moment(1_000)))),
		("o1,,unfreeze,,,,,,\n", Act::Unfreeze(0)),
		("o1,,assign,,2,shop,,,\n", Act::Assign(0, LegName::Number(2), shop)),
	] {
		assert_eq!(read(",,", line).expect(line).actions[0].act, act);
	}
}

#[test]
fn what_is_said_of_an_order_is_refused_where_the_files_disprove_it() {
	for (line, column, expected) in [
		("o9,d,dispute,,,anna,,,\n", 1, "a reference of `orders.csv`"),
		("o1,d,dispute,,,,,,\n", 16, "of the merchant"),
		("o1,d,dispute,,,bazaar,,,\n", 16, "of the merchant"),
		("o1,d,dispute,1.00,,anna,,,\n", 14, "takes no amount"),
		("o1,d,dispute,,1,anna,,,\n", 15, "names no legs"),
		("o1,d,dispute,,,anna,,,50%\n", 23, "takes no `share`"),
		("o1,e,answer,,,,,,\n", 15, "of the merchant"),
		("o1,v,resolve,,,,,,50%\n", 1, "with a `resolver`"),
		("t1,,resolve,,,,,,50%\n", 4, "1 to 64 bytes"),
		("t1,v,resolve,,,,,,\n", 19, "the payer's share"),
		("t1,v,resolve,,,,,,100.0001%\n", 19, "the payer's share"),
		("t1,v,resolve,,,,,,0.00001%\n", 19, "the payer's share"),
		("t1,v,resolve,,,,,,1/2\n", 19, "the payer's share"),
		("t1,v,resolve,,,court,,,50%\n", 16, "takes no `by`"),
		("o1,f,freeze,,,,,tomorrow,\n", 17, "RFC 3339"),
		("o1,u,unfreeze,,,anna,,,\n", 17, "takes no `by`"),
		("o1,g,assign,,,shop,,,\n", 14, "the one leg"),
		("o1,g,assign,,1;2,shop,,,\n", 14, "the one leg"),
		("o1,g,assign,,1,,,,\n", 16, "a name of"),
		("o1,g,assign,,1,court,,,\n", 16, "an account in CNY"),
		("o1,g,assign,,1,loan,,,\n", 16, "an account in CNY"),
		("o1,g,assign,,1,north,,,\n", 16, "a customer"),
	] {
		assert_malformed(read(",,", line), (2, column), expected);
	}
}
