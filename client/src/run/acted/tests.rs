// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{
	bundle::{Bundle, Texts},
	chain::events::{
		agreed::{DisputeEnded, Disputed, OrderFreezeLifted},
		By,
	},
	expected::{Run, Times},
	run::disputes::shows,
};
use split_ledger_primitives::{Commitment, Date, Side, MINUTE_MS};

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

fn bundle() -> Bundle {
	Bundle::of(Texts {
		participants: PARTICIPANTS,
		orders: ORDERS,
		actions: ACTIONS,
		..Texts::default()
	})
}

#[test]
fn what_the_clock_did_in_this_run_is_not_taken_for_an_act_of_an_earlier_one() {
	let bundle = bundle();
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
	let bundle = bundle();
	let mut seen = Seen::of(vec![true; 4]);
	seen.note_sent(&bundle.actions[2].act);
	assert!(seen.may_be(1, &bundle.actions[1].act));
}

#[test]
fn what_the_clock_did_after_a_run_was_interrupted_is_not_taken_for_an_act_of_that_run() {
	let bundle = bundle();
	let acts: Vec<_> = bundle.actions.iter().map(|action| &action.act).collect();
	for (is_due, wanted) in [(true, [false, true]), (false, [true; 2])] {
		let mut seen = Seen::of(vec![true; 4]);
		seen.note_found(acts[1], is_due);
		assert_eq!([2, 3].map(|place| seen.may_be(place, acts[place])), wanted);
	}
}

#[test]
fn an_act_ended_what_stopped_an_order_where_nothing_is_told_after_it() {
	let (id, other) = (OrderId([1; 22]), OrderId([2; 22]));
	let by = By::Clock;
	let lifted =
		|order| EscrowEvent::OrderFreezeLifted(OrderFreezeLifted { order, by: by.clone() });
	let ended = |how| EscrowEvent::DisputeEnded(DisputeEnded { order: id, how, by: by.clone() });
	let disputed = EscrowEvent::Disputed(Disputed {
		order: id,
		side: Side::Payer,
		evidence: Commitment([0; 32]),
		answer_until: Moment(0),
		by: by.clone(),
	});
	let (unfreeze, withdraw) =
		(Act::Unfreeze(0), Act::Dispute(0, InDispute::Withdraw(Side::Payer)));
	let (withdrawn, silent) = (ended(DisputeEnd::Withdrawn), ended(DisputeEnd::Silence));

	let found =
		|events: &[EscrowEvent]| [&unfreeze, &withdraw].map(|act| last_told(events, act, id));
	assert_eq!(found(&[lifted(other)]), [None; 2]);
	assert_eq!(found(&[lifted(id), lifted(other)]), [Some(true), Some(false)]);
	assert_eq!(found(&[lifted(id), withdrawn.clone()]), [Some(false), Some(true)]);
	assert_eq!(found(&[withdrawn, disputed.clone()]), [Some(false); 2]);
	// The clock ended it, not the act.
	assert_eq!(found(&[disputed, silent]), [Some(false); 2]);
}
