// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::bundle::Texts;
use split_ledger_primitives::EvidenceKind;

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
south,bank,,CNY=1000.00,
anna,buyer,north,CNY=300.00,
bert,buyer,north,CNY=0,
cora,buyer,south,CNY=0,
quay,attestor,north,CNY=0,
seal,attestor,north,CNY=0,
";

/// A bundle of two orders in milestones, `o1` within one bank and `o2` across two.
fn bundle(actions: &str) -> Bundle {
	let order = |name: &str, to: &str| {
		let until = "2027-01-01T00:00:00Z";
		let of = "10.00: payer & delivered(1 of quay, seal)";
		format!("{name},,anna,CNY,10.00,,,,,,to={to},,hold,{until},payees,\"{of}\"\n")
	};
	Bundle::of(Texts {
		participants: PARTICIPANTS,
		orders: &format!(
			"reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,\
			parties,inputs,release,deadline,expiry,milestones\n{}{}",
			order("o1", "bert"),
			order("o2", "cora"),
		),
		actions: &format!("order,reference,action,amount,legs,by,milestone,until\n{actions}"),
		..Texts::default()
	})
}

#[test]
fn statements_of_one_reference_are_told_apart_by_what_they_say_and_by_their_witness() {
	let delivered = Stated::Evidence(EvidenceKind::Delivered);
	let bundle = bundle("o1,e1,confirm,,,,,\no1,e1,delivered,,,quay,,\n");
	let [confirms, delivers] = bundle.actions.as_slice() else { panic!("two lines") };
	let told = |what, by| StatedView {
		milestone: 1,
		what,
		by: ParticipantId(by),
		commitment: evidence_of(confirms),
		at: Moment(5),
	};
	let quay = Some(ParticipantId(7));

	let confirmed = [told(Stated::PayerConfirms, 3)];
	assert!(is_among(&confirmed, confirms, Stated::PayerConfirms, None));
	assert!(!is_among(&confirmed, delivers, delivered, quay));
	assert!(!is_among(&[told(delivered, 8)], delivers, delivered, quay));
	assert!(is_among(&[told(delivered, 7)], delivers, delivered, quay));
}

#[test]
fn a_bank_of_both_sides_asks_for_the_payer_and_answers_for_the_other() {
	let at = "2027-02-01T00:00:00Z";
	let ask = |order: &str, by: &str| format!("{order},,extend,,,{by},,{at}\n");
	let lines = [ask("o1", "bert"), ask("o1", "anna"), ask("o2", "cora")].concat();
	let bundle = bundle(&lines);
	let until = bundle.actions[0].until;
	let asked = until.map(|until| (Side::Payer, until));
	let before = Some(Moment(1));
	let shows = |place, done: &[usize], deadline, asked| {
		Asks::of(&bundle, place, &done.iter().copied().collect()).shows(until, deadline, asked)
	};

	// The chain keeps the payer's side of it, whoever the line names.
	assert!(shows(0, &[], before, asked));
	assert!(!shows(0, &[], before, None));
	// The second is no more than the first until the deadline has moved.
	assert!(!shows(1, &[0], before, asked));
	assert!(shows(1, &[0], until, None));
	// A bank of one side asks for that one.
	assert!(!shows(2, &[0, 1], before, asked));
	assert!(shows(2, &[0, 1], before, asked.map(|(_, until)| (Side::Merchant, until))));
}
