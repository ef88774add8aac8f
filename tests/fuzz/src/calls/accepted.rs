// SPDX-License-Identifier: Apache-2.0

//! Whether bytes reach what they are meant to reach: a target that everybody refuses finds nothing, and
//! does not say so. Dice look for the bytes of each step, so that how bytes are read is written down
//! once; what they found is then played as any input is.
//!
//! ```text
//! SEEDS=$PWD/tests/fuzz/seeds/calls cargo test --release -p split-ledger-fuzz each_call   writes them
//! ```

use super::{market, play, run, Act, Bytes, Escrow, Ledger, Play, Town};
use codec::Encode;
use frame_support::traits::{CallMetadata, GetCallMetadata};
use split_ledger_primitives::{
	AccountNo, AccountType, MandateNo, MandateTerms, OrderBody, OrderId, Reference, ReleaseMode,
	Terms,
};
use split_ledger_runtime::{Runtime, RuntimeCall};
use split_ledger_scenarios::{Dice, CNY};
use std::{
	collections::{BTreeMap, BTreeSet},
	ops::Range,
	path::Path,
};

/// The acts that are a call, and those of them that take any call of any pallet.
const CALLS: Range<u8> = 2..64;
const ANY: Range<u8> = 28..32;
/// More bytes than a step reads.
const STEP_BYTES: usize = 512;
/// How often the dice are thrown for a step.
const TRIES: u32 = 300_000;
/// How often they are thrown to find out what an act can be.
const ROUNDS: u32 = 48;

type Fits = Box<dyn Fn(&Play<'_>, &RuntimeCall) -> bool>;

/// The next step of a story.
struct Wish {
	call: &'static str,
	fits: Fits,
	/// Who takes any call takes this one.
	written: Option<RuntimeCall>,
}

fn call(call: &'static str) -> Wish {
	Wish { call, fits: Box::new(|_, _| true), written: None }
}

impl Wish {
	fn with(self, fits: impl Fn(&Play<'_>, &RuntimeCall) -> bool + 'static) -> Self {
		Self { fits: Box::new(fits), ..self }
	}
}

fn order(fits: impl Fn(&Play<'_>, &OrderBody) -> bool + 'static) -> Wish {
	call("Escrow.place").with(move |play, call| match call {
		RuntimeCall::Escrow(Escrow::place { order }) => fits(play, order),
		_ => false,
	})
}

fn is_split(order: &OrderBody) -> bool {
	matches!(order.terms, Terms::Split { .. })
}

fn is_now(order: &OrderBody) -> bool {
	order.release == ReleaseMode::Now
}

fn is_held(order: &OrderBody) -> bool {
	matches!(order.release, ReleaseMode::Held { after: None, .. }) && order.group.is_none()
}

/// Under the deal that parks what the carrier cannot be credited with (O6), and by which merchant and
/// platform advance what it cannot give back (R3).
fn is_shared_with_the_carrier(play: &Play<'_>, order: &OrderBody) -> bool {
	let deal = play.town.deals[0].rules;
	order.group.is_none() && matches!(order.terms, Terms::Split { rules, .. } if rules == deal)
}

fn carrier(town: &Town) -> AccountNo {
	town.people[4].account
}

/// The carrier's bank refuses credits to its account, or lets them come again.
fn credits_to_the_carrier(are_refused: bool) -> Wish {
	call("Ledger.set_status").with(move |play, call| match call {
		RuntimeCall::Ledger(Ledger::set_status { account, no_credit, .. }) => {
			*account == carrier(play.town) && *no_credit == are_refused
		}
		_ => false,
	})
}

/// The stories, each with its name. Together they have every call that an act can be.
fn stories(town: &Town) -> Vec<(&'static str, Vec<Wish>)> {
	let mut stories = about_open_orders();
	stories.extend(about_money(town));
	stories.extend([
		("groups", vec![call("Groups.open"), call("Groups.call_off")]),
		(
			"mandates",
			vec![
				call("Mandates.propose"),
				call("Mandates.confirm"),
				call("Mandates.lower"),
				call("Mandates.revoke"),
			],
		),
		("rejected", vec![call("Mandates.propose"), call("Mandates.reject")]),
	]);
	stories
}

fn about_open_orders() -> Vec<(&'static str, Vec<Wish>)> {
	let near = |play: &Play<'_>, order: &OrderBody| match order.release {
		ReleaseMode::Held { deadline: Some(deadline), .. } => {
			deadline > play.now.plus(600 * 60_000) && deadline < play.now.plus(2_400 * 60_000)
		}
		_ => false,
	};
	let judged = || {
		order(|play, order| {
			let judge = play.town.judge.id;
			is_held(order) && order.dispute.as_ref().is_some_and(|terms| terms.resolver == judge)
		})
	};
	let has_checks = |order: &OrderBody| match &order.release {
		ReleaseMode::Agreed { milestones, .. } => {
			milestones.iter().any(|milestone| !milestone.clauses.is_empty())
		}
		_ => false,
	};
	vec![
		(
			"open",
			vec![
				order(move |play, order| is_held(order) && is_split(order) && near(play, order)),
				call("Escrow.extend"),
				call("Escrow.freeze_order"),
				call("Escrow.lift_order_freeze"),
				call("Escrow.assign_leg"),
				call("Escrow.release"),
			],
		),
		("attested", vec![order(move |_, order| has_checks(order)), call("Escrow.attest")]),
		(
			"decided",
			vec![
				judged(),
				call("Escrow.dispute"),
				call("Escrow.answer_dispute"),
				call("Escrow.resolve_dispute"),
			],
		),
		("withdrawn", vec![judged(), call("Escrow.dispute"), call("Escrow.withdraw_dispute")]),
		("refunded", vec![order(|_, order| is_held(order)), call("Escrow.refund")]),
	]
}

fn about_money(town: &Town) -> Vec<(&'static str, Vec<Wish>)> {
	let many = call("Escrow.place_combined").with(|_, call| match call {
		RuntimeCall::Escrow(Escrow::place_combined { orders }) => orders.len() > 1,
		_ => false,
	});
	let two = call("Escrow.release_batch").with(|_, call| match call {
		RuntimeCall::Escrow(Escrow::release_batch { items, .. }) => {
			items[0].order != items[1].order
		}
		_ => false,
	});
	let held = || order(|_, order| is_held(order));
	let owner = town.people[5].id;
	let account_type = AccountType::Current;
	let open = Ledger::<Runtime>::open_account {
		owner,
		currency: CNY,
		account_type,
		accepts_anyone: false,
	};
	vec![
		("batches", vec![many, call("Escrow.place_batch"), held(), held(), two]),
		("returned", vec![order(|_, order| is_now(order)), call("Escrow.return_leg")]),
		(
			"parked",
			vec![
				credits_to_the_carrier(true),
				order(|play, order| is_now(order) && is_shared_with_the_carrier(play, order)),
				credits_to_the_carrier(false),
				call("Escrow.retry_parked"),
			],
		),
		("owed", owed()),
		(
			"settled",
			vec![
				order(|_, order| is_now(order)),
				call("Clearing.close_cycle"),
				call("Ledger.redeem"),
				call("Clearing.set_cap"),
			],
		),
		("any", vec![Wish { written: Some(open.into()), ..call("Ledger.open_account") }]),
	]
}

/// The carrier takes its part out, so that others advance it when the order is refunded; what it gets
/// next is theirs.
fn owed() -> Vec<Wish> {
	let sale = |least: u64| {
		order(move |play, order| {
			let fits = is_now(order) && is_shared_with_the_carrier(play, order);
			fits && (least..least + 400).contains(&order.amount.0)
		})
	};
	let taken_out = call("Ledger.redeem").with(|play, call| match call {
		RuntimeCall::Ledger(Ledger::redeem { account, amount, .. }) => {
			*account == carrier(play.town) && (90..120).contains(&amount.0)
		}
		_ => false,
	});
	let refund = call("Escrow.refund").with(|_, call| match call {
		RuntimeCall::Escrow(Escrow::refund { amount, .. }) => (1_200..1_800).contains(&amount.0),
		_ => false,
	});
	vec![sale(2_000), taken_out, refund, sale(4_000), call("Escrow.collect")]
}

fn named(call: &RuntimeCall) -> String {
	let CallMetadata { pallet_name, function_name } = call.get_call_metadata();
	format!("{pallet_name}.{function_name}")
}

/// Which acts become which calls, but for those that take any.
fn acts_of_calls() -> BTreeMap<String, Vec<u8>> {
	let mut acts = BTreeMap::<_, BTreeSet<_>>::new();
	play(|play| {
		// What was not sent is known too, so that there is something for each act to be about.
		let mut dice = Dice::new(1);
		for act in (0..ROUNDS).flat_map(|_| CALLS).filter(|act| !ANY.contains(act)) {
			let bytes = dice.bytes(STEP_BYTES);
			if let Some(Act { call, .. }) = play.act(act, &mut Bytes::of(&bytes)) {
				acts.entry(named(&call)).or_default().insert(act);
			}
		}
	});
	let used: BTreeSet<_> =
		acts.values().flatten().chain(&ANY.collect::<Vec<_>>()).copied().collect();
	assert_eq!(used, CALLS.collect::<BTreeSet<_>>(), "each act becomes a call");
	acts.into_iter().map(|(call, acts)| (call, acts.into_iter().collect())).collect()
}

/// What dice find for a story.
fn found(story: &[Wish], acts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
	let (mut found, mut dice) = (Vec::new(), Dice::new(2));
	let any: Vec<u8> = ANY.collect();
	play(|play| {
		for wish in story {
			let acts = if wish.written.is_some() { &any } else { &acts[wish.call] };
			let step = (0..TRIES).find_map(|_| tried(play, wish, thrown(wish, acts, &mut dice)));
			found.extend(step.unwrap_or_else(|| panic!("no bytes are found for {}", wish.call)));
		}
	});
	found
}

fn thrown(wish: &Wish, acts: &[u8], dice: &mut Dice) -> Vec<u8> {
	let mut bytes = dice.bytes(STEP_BYTES);
	bytes[0] = *dice.pick(acts);
	if let Some(call) = &wish.written {
		// After the act it says which bank sends it, and how long it is.
		let call = call.encode();
		bytes[2] = u8::try_from(call.len()).expect("a short call");
		bytes[3..3 + call.len()].copy_from_slice(&call);
	}
	bytes
}

/// The bytes that were read, where they became what was wished for, and it was accepted.
fn tried(play: &mut Play<'_>, wish: &Wish, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
	let memory = memory_of(play);
	let act = play.act(bytes[0], &mut Bytes::of(&bytes[1..]));
	let fits = |Act { call, .. }| named(&call) == wish.call && (wish.fits)(play, &call);
	let is_wished = act.is_some_and(fits);
	remember(play, memory.clone());
	if is_wished {
		// What changes nothing was not accepted: a batch of which everything was refused, say.
		let before = play.world.snapshot();
		let mut rest = Bytes::of(&bytes);
		let is_accepted = play.step(&mut rest).is_some();
		if is_accepted && !rest.are_over() && play.world.snapshot() != before {
			let used = bytes.len() - rest.count();
			bytes.truncate(used);
			return Some(bytes);
		}
		remember(play, memory);
	}
	None
}

/// What a sequence knows beside the state: orders, bodies, references, and mandates.
type Memory =
	(Vec<OrderId>, BTreeMap<OrderId, OrderBody>, Vec<Reference>, Vec<(MandateNo, MandateTerms)>);

fn memory_of(play: &Play<'_>) -> Memory {
	let Play { placed, bodies, references, proposed, .. } = play;
	(placed.clone(), bodies.clone(), references.clone(), proposed.clone())
}

fn remember(play: &mut Play<'_>, memory: Memory) {
	(play.placed, play.bodies, play.references, play.proposed) = memory;
}

/// The calls that are accepted of these bytes: those of the story.
fn told(name: &str, story: &[Wish], bytes: &[u8]) -> Vec<String> {
	let mut calls = Vec::new();
	run(bytes, |call| calls.push(named(&call)));
	assert_eq!(calls, story.iter().map(|wish| wish.call).collect::<Vec<_>>(), "{name}");
	calls
}

#[test]
fn each_call_that_bytes_become_is_accepted_in_some_sequence() {
	let acts = acts_of_calls();
	let mut accepted = BTreeSet::new();
	for (name, story) in stories(&market().1) {
		let bytes = found(&story, &acts);
		let calls = told(name, &story, &bytes);
		if let Ok(folder) = std::env::var("SEEDS") {
			std::fs::write(Path::new(&folder).join(name), &bytes).expect("the folder is there");
		}
		accepted.extend(calls);
	}
	let never: Vec<_> = acts.keys().filter(|call| !accepted.contains(*call)).collect();
	assert!(never.is_empty(), "no story shows that they are ever accepted: {never:?}");
}

#[test]
fn what_a_guided_search_begins_from_still_tells_its_stories() {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/calls");
	let stories = stories(&market().1);
	let count = std::fs::read_dir(&folder).expect("the folder is there").count();
	assert_eq!(count, stories.len(), "each of them is of a story");
	for (name, story) in stories {
		let bytes = std::fs::read(folder.join(name)).expect("each story has its bytes");
		told(name, &story, &bytes);
	}
}
