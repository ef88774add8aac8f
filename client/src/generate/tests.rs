// SPDX-License-Identifier: Apache-2.0

use super::*;
use crate::{
	agreed::kind_name,
	bundle::{Act, Action, Bundle, ByClock, InDispute, Order, Release},
	expected::{compare, Run, Times},
	rules::attributes_of,
};
use split_ledger_primitives::{Moment, Stated};

/// 2026-11-22T00:00:00Z
const NOW: Moment = Moment(1_795_305_600_000);
/// When some holds end.
const EXPIRE_AT: &str = "2026-11-22T00:05:00Z";
const ENDED: Moment = Moment(NOW.0 + 600_000);

/// What any bundle of a thousand orders or more must show, whatever the seed.
const SHOWN: &[&str] = &[
	"act answer",
	"act assign",
	"act confirm as the platform",
	"act confirm",
	"act credit",
	"act customs-cleared",
	"act delivered",
	"act dispute",
	"act expire",
	"act extend",
	"act freeze",
	"act inspected",
	"act no-credit",
	"act refund",
	"act release by amount",
	"act call-off",
	"act release by legs",
	"act release of a milestone",
	"act release",
	"act resolve",
	"act revoke",
	"by a mandate",
	"act retry-parked",
	"act return",
	"act shipped",
	"act unfreeze",
	"act withdraw",
	"agency, case 1",
	"classifieds, case 1",
	"classifieds, case 2",
	"combined",
	"counter, case 1",
	"counter, case 2",
	"counter, case 3",
	"customs, case 1",
	"depot, case 1",
	"disputed after it was paid",
	"expiry Merchant",
	"expiry Payees",
	"expiry Payer",
	"fair, case 1",
	"fair, refund after",
	"fair, refund before",
	"fair, refund between",
	"gallery, case 2",
	"gallery, refund after",
	"gallery, refund before",
	"gallery, refund between",
	"gulf, case 1",
	"held",
	"in a group",
	"legs collected",
	"legs held",
	"legs owed",
	"legs parked",
	"legs refunded",
	"legs returned",
	"legs settled",
	"marketplace, case 1",
	"marketplace, case 2",
	"marketplace, case 3",
	"marketplace, case 4",
	"milestones",
	"milestones and several funders",
	"next date",
	"outlet, case 1",
	"outlet, refund after",
	"outlet, refund before",
	"outlet, refund between",
	"own-store, case 1",
	"paid at a moment that has passed",
	"paid at once",
	"season, case 2",
	"season, case 4",
	"to a leader",
	"together, case 1",
	"several funders",
	"several funders, paid at once",
	"several funders, refunded",
	"tokyo, case 1",
	"tokyo, case 2",
	"transfer",
	"turned to the merchant",
	"workshop, case 1",
];

/// For what a bundle has orders and actions refused.
const REFUSED: &[&str] = &[
	"by-milestones-only",
	"already-complete",
	"already-failed",
	"deadline-out-of-range",
	"deadline-too-far",
	"group-closed",
	"group-not-complete",
	"input-left-over",
	"milestone-over",
	"more-than-received",
	"more-than-remains",
	"not-asked-for",
	"no-dispute-agreed",
	"not-answered-yet",
	"not-enough-available",
	"not-entitled",
	"not-later",
	"mandate-ended",
	"not-begun",
	"nothing-remains",
	"nothing-to-collect",
	"order-disputed",
	"order-frozen",
	"other-group-terms",
	"over-cap",
	"over-mandate-amount",
	"over-mandate-orders",
	"over-mandate-single",
	"over-share-cap",
	"paid-before-its-group",
	"party-missing",
	"past-end",
	"payer-is-payee",
	"payment-refused",
	"purpose-unfit",
	"resolver-is-party",
	"rule-refuses",
	"time-not-before-deadline",
	"too-many-promoters",
	"unknown-group",
	"unknown-mandate",
	"unknown-order",
	"unsound-dates",
];

fn wish(seed: u64, orders: usize) -> Wish {
	Wish { seed, orders, expire_at: Some(EXPIRE_AT.to_owned()) }
}

/// A generated bundle, read back.
fn made(seed: u64, orders: usize) -> anyhow::Result<Bundle> {
	let dir = tempfile::tempdir()?;
	generate(&wish(seed, orders), dir.path())?;
	Ok(Bundle::read(dir.path())?)
}

/// How often a bundle shows what.
fn census(bundle: &Bundle) -> BTreeMap<String, usize> {
	let run = Run::of(bundle, Times::of_run(NOW, ENDED));
	let rows = run.rows();
	assert_eq!(compare(&rows, &rows), []);
	let mut refused: BTreeMap<&str, &str> = BTreeMap::new();
	for it in run.refused() {
		refused.insert(&it.reference, it.refusal.error);
	}
	let orders = bundle.orders.iter().filter(|order| !refused.contains_key(&*order.reference));
	let orders = orders.flat_map(|order| shown_by_order(bundle, order));
	let actions = bundle.actions.iter().filter(|action| !refused.contains_key(&*action.reference));
	let actions = actions.flat_map(|action| shown_by_action(bundle, action));
	let legs = rows.legs.iter().map(|row| format!("legs {}", row.status));
	let errors = refused.values().map(|error| format!("refused {error}"));
	let turned = rows.legs.iter().filter(|row| row.slot == "carrier" && row.purpose == "goods");
	let turned = turned.map(|_| "turned to the merchant".to_owned());
	let led = rows.legs.iter().filter(|row| row.slot == "leader" && row.status == "settled");
	let turned = turned.chain(led.map(|_| "to a leader".to_owned()));

	let mut counts = BTreeMap::new();
	for what in orders.chain(actions).chain(legs).chain(errors).chain(turned) {
		*counts.entry(what).or_default() += 1;
	}
	counts
}

fn shown_by_order(bundle: &Bundle, order: &Order) -> Vec<String> {
	let case = order.rules.as_ref().map(|name| {
		let rules = &bundle.rules[name];
		let attributes = attributes_of(&order.labels, rules.rule_set());
		let case = rules
			.rule_set()
			.cases
			.iter()
			.position(|case| case.when.matches(order.amount, &attributes, NOW));
		format!("{name}, case {}", case.map_or(0, |case| case + 1))
	});
	let release = match &order.release {
		Release::Now => "paid at once".to_owned(),
		Release::Hold { by_clock: ByClock::After(_), .. } => {
			"paid at a moment that has passed".to_owned()
		}
		Release::Hold { by_clock: ByClock::NextDate, .. } => "next date".to_owned(),
		Release::Hold { deadline: Some(_), expiry, .. } => format!("expiry {expiry:?}"),
		Release::Hold { .. } => "held".to_owned(),
	};
	let combined = (!order.payment.is_empty()).then(|| "combined".to_owned());
	let case = case.unwrap_or_else(|| "transfer".to_owned());
	let mut shown: Vec<_> = [case, release.clone()].into_iter().chain(combined).collect();
	shown.extend(order.group.map(|_| "in a group".to_owned()));
	shown.extend(order.mandate.map(|_| "by a mandate".to_owned()));
	if !order.funders.is_empty() {
		shown.push("several funders".to_owned());
		shown.push(format!("several funders, {release}"));
	}
	if !order.milestones.is_empty() {
		shown.push("milestones".to_owned());
		shown.extend((!order.funders.is_empty()).then(|| "milestones and several funders".into()));
	}
	shown
}

fn shown_by_action(bundle: &Bundle, action: &Action) -> Vec<String> {
	use crate::bundle::Part;
	let mut shown = Vec::new();
	let kind = match &action.act {
		Act::Release(_, Part::All) => "release",
		Act::Release(_, Part::Amount(_)) => "release by amount",
		Act::Release(_, Part::Legs(_)) => "release by legs",
		Act::Release(_, Part::Milestone(_)) => "release of a milestone",
		Act::State(_, Stated::PayerConfirms) => "confirm",
		Act::State(_, Stated::PlatformConfirms) => "confirm as the platform",
		Act::State(_, Stated::Evidence(kind)) => kind_name(*kind),
		Act::Extend(_) => "extend",
		Act::Refund(place, _) => {
			let rules = bundle.orders[*place].rules.clone().unwrap_or_default();
			let when = action.reference.rsplit('-').next().unwrap_or_default();
			shown.push(format!("{rules}, refund {when}"));
			if !bundle.orders[*place].funders.is_empty() {
				shown.push("several funders, refunded".to_owned());
			}
			"refund"
		}
		Act::Return(..) => "return",
		Act::Collect(_) => "collect",
		Act::Expire(_) => "expire",
		Act::NoCredit(_) => "no-credit",
		Act::Credit(_) => "credit",
		Act::RetryParked(_) => "retry-parked",
		Act::Dispute(place, InDispute::Open(_)) => {
			if bundle.orders[*place].release == Release::Now {
				shown.push("disputed after it was paid".to_owned());
			}
			"dispute"
		}
		Act::Dispute(_, InDispute::Answer(_)) => "answer",
		Act::Dispute(_, InDispute::Withdraw(_)) => "withdraw",
		Act::Dispute(_, InDispute::Resolve(_)) => "resolve",
		Act::Freeze(..) => "freeze",
		Act::Unfreeze(_) => "unfreeze",
		Act::Assign(..) => "assign",
		Act::CallOff(_) => "call-off",
		Act::Revoke(_) => "revoke",
	};
	shown.push(format!("act {kind}"));
	shown
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_gives_others() -> anyhow::Result<()> {
	let [one, two, three] = [tempfile::tempdir()?, tempfile::tempdir()?, tempfile::tempdir()?];
	generate(&wish(7, 2_000), one.path())?;
	generate(&wish(7, 2_000), two.path())?;
	generate(&wish(8, 2_000), three.path())?;
	for file in ["participants.csv", "orders.csv", "actions.csv", "rules/gulf.toml"] {
		let read = |dir: &Path| fs::read(dir.join(file));
		assert_eq!(read(one.path())?, read(two.path())?, "{file}");
	}
	assert_ne!(
		fs::read(one.path().join("orders.csv"))?,
		fs::read(three.path().join("orders.csv"))?
	);
	Ok(())
}

#[test]
fn a_bundle_shows_everything_whatever_its_seed() -> anyhow::Result<()> {
	for seed in 1..=3 {
		let counts = census(&made(seed, 2_000)?);
		for what in SHOWN {
			assert!(counts.contains_key(*what), "seed {seed} shows no {what}: {counts:#?}");
		}
		for error in REFUSED {
			let what = format!("refused {error}");
			assert!(counts.contains_key(&what), "seed {seed}: nothing {what}: {counts:#?}");
		}
	}
	Ok(())
}

#[test]
fn five_times_the_orders_show_everything_about_five_times_as_often() -> anyhow::Result<()> {
	let (few, many) = (census(&made(1, 2_000)?), census(&made(1, 10_000)?));
	// One carrier is closed once, whatever the size.
	let once = ["act no-credit", "act credit"];
	for what in SHOWN.iter().filter(|what| !once.contains(what)) {
		let (few, many) = (few[*what], many[*what]);
		assert!(many >= 2 * few, "{what}: {few} times of 2,000, {many} of 10,000");
		let is_rare = few < 20;
		assert!(is_rare || many <= 8 * few, "{what}: {few} times of 2,000, {many} of 10,000");
	}
	Ok(())
}

#[test]
fn nothing_expires_where_no_moment_is_wished_for() -> anyhow::Result<()> {
	let dir = tempfile::tempdir()?;
	generate(&Wish { expire_at: None, ..wish(1, 2_000) }, dir.path())?;
	let bundle = Bundle::read(dir.path())?;
	let expires = |action: &Action| matches!(action.act, Act::Expire(_));
	assert!(!bundle.actions.iter().any(expires));
	Ok(())
}
