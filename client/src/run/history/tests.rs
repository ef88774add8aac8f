// SPDX-License-Identifier: Apache-2.0

mod disputes;

use super::*;
use split_ledger_primitives::{
	CoverMode, Currency, Date, ExpiryPolicy, Moment, OrderId, OrderStatus, ParticipantId,
	PlannedLeg, Reference, Text,
};

const ORDER: OrderId = OrderId([7; 22]);
const CNY: Currency = Currency(156);
const DATE: Date = Date(20_000);
const ANNA: AccountNo = AccountNo(1);
const VAN: AccountNo = AccountNo(2);
const SITE: AccountNo = AccountNo(3);
const SHOP: AccountNo = AccountNo(4);
const LEGS: [(u8, AccountNo, u64, Purpose); 3] = [
	(1, VAN, 1_000, Purpose::Logistics),
	(2, SITE, 900, Purpose::Fee),
	(3, SHOP, 8_100, Purpose::Goods),
];

fn by() -> By {
	By::Key { participant: ParticipantId(1), key: [2; 32] }
}

fn reference() -> Reference {
	Reference { date: DATE, text: Text::default() }
}

fn held() -> EscrowEvent {
	let leg =
		|(leg, payee, amount, purpose)| PlannedLeg { leg, payee, amount: Amount(amount), purpose };
	EscrowEvent::Held {
		order: ORDER,
		reference: reference(),
		payer: ANNA,
		currency: CNY,
		amount: Amount(10_000),
		legs: LEGS.map(leg).to_vec(),
		after: None,
		deadline: Moment(6),
		expiry: ExpiryPolicy::Payer,
		cover: CoverMode::AtPlacement,
		by: by(),
		funders: Vec::new(),
	}
}

fn paid(parts: &[(u8, u64)]) -> EscrowEvent {
	let leg = |(leg, amount): &(u8, u64)| {
		let (_, to, _, purpose) = LEGS[usize::from(*leg) - 1];
		crate::chain::events::PaidLeg {
			leg: *leg,
			from: ANNA,
			to,
			amount: Amount(*amount),
			purpose,
		}
	};
	EscrowEvent::Paid {
		order: ORDER,
		reference: Some(reference()),
		legs: parts.iter().map(leg).collect(),
		currency: CNY,
		cycle: CycleNo(3),
		date: DATE,
		status: OrderStatus::Held,
		by: by(),
	}
}

fn refunded(by: By, from_hold: u64, given: &[(u8, AccountNo, u64)], due: u64) -> EscrowEvent {
	let part = |(leg, from, amount): &(u8, AccountNo, u64)| GivenPart {
		leg: *leg,
		from: *from,
		to: ANNA,
		amount: Amount(*amount),
		advanced_for: None,
	};
	EscrowEvent::Refunded {
		order: ORDER,
		reference: None,
		payer: ANNA,
		amount: Amount(0),
		currency: CNY,
		cycle: CycleNo(4),
		date: DATE,
		status: OrderStatus::Held,
		by,
		from_hold: Amount(from_hold),
		given: given.iter().map(part).collect(),
		due: Amount(due),
		freed: Vec::new(),
	}
}

fn history(policy: RefundPolicy, events: Vec<EscrowEvent>) -> anyhow::Result<History> {
	let mut history = History::under(Terms { policy, merchant: Some(SHOP), ..Terms::default() });
	for (block, event) in (1..).zip(events) {
		history.add(block, event)?;
	}
	Ok(history)
}

/// `leg amount block` of what went back out of the hold.
fn backs(history: &History) -> Vec<(u8, u64, u32)> {
	history.back.iter().map(|back| (back.leg, back.amount.0, back.block)).collect()
}

#[test]
fn what_is_not_released_goes_back_first_leg_by_leg() -> anyhow::Result<()> {
	let half = paid(&[(1, 500), (2, 450), (3, 4_050)]);
	let given = [(1, VAN, 100), (2, SITE, 90), (3, SHOP, 810)];
	let refund = refunded(by(), 5_000, &given, 0);
	let history = history(RefundPolicy::ProRata, vec![held(), half, refund])?;

	assert_eq!(backs(&history), [(1, 500, 3), (2, 450, 3), (3, 4_050, 3)]);
	let told: Vec<_> =
		history.given.iter().map(|given| (given.leg, given.from, given.amount.0)).collect();
	assert_eq!(told, given);
	assert_eq!(history.cycles, BTreeSet::from([CycleNo(3), CycleNo(4)]));
	Ok(())
}

#[test]
fn a_merchant_first_refund_takes_nothing_of_the_others_as_long_as_it_can() -> anyhow::Result<()> {
	let refund = |amount| refunded(by(), amount, &[], 0);
	let events = vec![held(), refund(8_000), refund(200)];
	let history = history(RefundPolicy::MerchantFirst, events)?;
	// 1.00 is divided by 10.00 and 9.00: 52.6 and 47.4 units.
	assert_eq!(backs(&history), [(3, 8_000, 2), (1, 53, 3), (2, 47, 3), (3, 100, 3)]);
	Ok(())
}

#[test]
fn a_kept_fee_stays_held_until_the_clock_pays_it() -> anyhow::Result<()> {
	let refund = refunded(by(), 9_100, &[(2, SHOP, 800)], 100);
	let history = history(RefundPolicy::FeesKept, vec![held(), refund, paid(&[(2, 900)])])?;
	assert_eq!(backs(&history), [(1, 1_000, 2), (3, 8_100, 2)]);
	let posted: Vec<_> = history.postings.iter().map(|one| (one.leg, one.amount.0)).collect();
	assert_eq!(posted, [(2, 900)]);
	Ok(())
}

#[test]
fn what_the_clock_gives_back_is_all_that_is_held() -> anyhow::Result<()> {
	let events = vec![held(), paid(&[(1, 1_000)]), refunded(By::Clock, 9_000, &[], 0)];
	let history = history(RefundPolicy::ProRata, events)?;
	assert_eq!(backs(&history), [(2, 900, 3), (3, 8_100, 3)]);
	Ok(())
}

#[test]
fn what_is_returned_weighs_on_the_merchant_from_then_on() -> anyhow::Result<()> {
	let returned = EscrowEvent::Returned {
		order: ORDER,
		reference: reference(),
		leg: 1,
		from: VAN,
		to: SHOP,
		amount: Amount(1_000),
		currency: CNY,
		cycle: CycleNo(3),
		date: DATE,
		by: by(),
	};
	let refund = refunded(by(), 1_000, &[], 0);
	let events = vec![held(), paid(&[(1, 1_000)]), returned, refund];
	let history = history(RefundPolicy::ProRata, events)?;
	// 9.00 and 81.00 + 10.00 divide 10.00.
	assert_eq!(backs(&history), [(2, 90, 4), (3, 910, 4)]);
	assert!(history.given[0].is_return);
	Ok(())
}

#[test]
fn liens_are_told_by_what_remains_and_what_was_collected() -> anyhow::Result<()> {
	let (order, leg, debtor, creditor) = (ORDER, 1, VAN, SHOP);
	let laid = |amount| EscrowEvent::LienLaid {
		order,
		leg,
		debtor,
		creditor,
		amount: Amount(amount),
		deadline: Moment(6),
		by: by(),
	};
	let collected = |amount, remaining| EscrowEvent::Collected {
		order,
		leg,
		debtor,
		creditor,
		amount: Amount(amount),
		remaining: Amount(remaining),
		currency: CNY,
		cycle: CycleNo(5),
		date: DATE,
		by: By::Clock,
	};
	let events = vec![laid(700), collected(200, 500), laid(300), collected(100, 700)];
	let first = history(RefundPolicy::ProRata, events.clone())?;
	let sum = Collected { amount: Amount(300), block: 4 };
	assert_eq!(first.collected, BTreeMap::from([((1, SHOP), sum)]));
	assert_eq!(first.owed, BTreeMap::from([((1, VAN, SHOP), Amount(700))]));

	let ended =
		EscrowEvent::LienEnded { order, leg, debtor, creditor, unpaid: Amount(700), by: By::Clock };
	let last = history(RefundPolicy::ProRata, [events, vec![ended]].concat())?;
	assert_eq!(last.owed, BTreeMap::new());
	Ok(())
}
