// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{
	bundle::{Bundle, Texts},
	expected::{Run, Times},
	run::disputes::shows,
};
use split_ledger_primitives::{Date, MINUTE_MS};

const PARTICIPANTS: &str = "\
name,roles,bank,accounts,caps
north,bank,,CNY=1000.00,
anna,buyer,north,CNY=300.00,
bert,buyer,north,CNY=0,
";
const ORDERS: &str = "\
reference,payment,payer,currency,amount,rules,channel,category,promotion,member_tier,parties,inputs,release,\
deadline,expiry,milestones
a,,anna,CNY,10.00,,,,,,to=bert,,hold,2026-12-22T00:00:00Z,payees,\
\"10.00: 1 of (payer, after 2026-11-22T00:10:00Z)\"
b,,anna,CNY,10.00,,,,,,to=bert,,hold,2026-12-22T00:00:00Z,payees,\
\"10.00: 1 of (payer, after 2026-11-22T00:10:00Z)\"
";
const ACTIONS: &str = "\
order,reference,action,amount,legs,by,milestone,until
a,f,freeze,,,,,
a,u,unfreeze,,,,,
a,c,confirm,,,,,
b,k,confirm,,,,,
";

#[test]
fn what_the_clock_did_in_this_run_is_not_taken_for_an_act_of_an_earlier_one() {
	let texts =
		Texts { participants: PARTICIPANTS, orders: ORDERS, actions: ACTIONS, ..Texts::default() };
	let bundle = Bundle::of(texts);
	let placed = Date(20_779).start();
	let times = |acted| Times { acted, ..Times::of_run(placed, placed.plus(20 * MINUTE_MS)) };
	let acts: Vec<_> = bundle.actions.iter().map(|action| &action.act).collect();

	// Before anything is done, the statement is foreseen as if the clock did nothing at the unfreeze.
	let foreseen = Run::of(&bundle, times(BTreeMap::new()));
	assert_eq!(foreseen.done(), [true; 4]);
	let done = foreseen.done().iter().zip(&acts);
	let mut seen = Seen::of(done.map(|(done, act)| *done && shows(act)).collect());
	let may_be = |seen: &Seen| [0, 1, 2, 3].map(|place| seen.may_be(place, acts[place]));
	assert_eq!(may_be(&seen), [true; 4]);

	// Once this run has stopped the order, no earlier one did what stands below.
	seen.note_sent(acts[0]);
	assert_eq!(may_be(&seen), [false, false, false, true]);
	let acted = [(0, placed), (1, placed.plus(12 * MINUTE_MS))];
	let judged = Run::of(&bundle, times(acted.into()));
	assert_eq!(judged.done(), [true, true, false, true]);
}

#[test]
fn a_statement_of_this_run_leaves_open_what_an_earlier_one_did() {
	let texts =
		Texts { participants: PARTICIPANTS, orders: ORDERS, actions: ACTIONS, ..Texts::default() };
	let bundle = Bundle::of(texts);
	let mut seen = Seen::of(vec![true; 4]);
	seen.note_sent(&bundle.actions[2].act);
	assert!(seen.may_be(1, &bundle.actions[1].act));
}
