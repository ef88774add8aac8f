// SPDX-License-Identifier: Apache-2.0

//! A made-up file for the tests of the reports, written as the follower writes: a buyer at bank 1 pays a shop
//! and a carrier at bank 2, its platform at bank 1, and a supplier at bank 3, with which bank 1 settles payment
//! by payment. Cycle 0 is settled, cycle 1 closed, cycle 2 open; two dates are over.

use super::{
	cycles::{CloseReason, Turned},
	file::{Entry, Page},
	sent::Refusal,
	write, File,
};
use crate::chain::events::{By, EscrowEvent, PaidLeg, ParkedLeg};
use split_ledger_primitives::{
	views::{AccountView, CycleStatus, CycleView, PositionView, RootView},
	AccountFlags, AccountNo, AccountType, Amount, Attributes, BankIndex, CoverMode, Currency,
	CycleNo, Date, EndToEndId, ExpiryPolicy, Moment, OrderBody, OrderId, OrderStatus, ParkReason,
	ParticipantId, PlannedLeg, Purpose, Reference, ReleaseMode, RuleHash, Terms, Text, DAY_MS,
};
use std::{collections::BTreeSet, path::Path};

/// The first date of the file.
pub(crate) const DAY: Date = Date(20_000);
const NEXT_DAY: Date = Date(20_001);
const CNY: Currency = Currency(156);
const BUYER: AccountNo = AccountNo(11);
const PLATFORM: AccountNo = AccountNo(12);
const SHOP: AccountNo = AccountNo(21);
const CARRIER: AccountNo = AccountNo(22);
const SUPPLIER: AccountNo = AccountNo(31);

/// The order that was paid at once, with an end-to-end id.
pub(crate) const PAID: OrderId = order(1);
/// The order of which half was released.
pub(crate) const HALF: OrderId = order(2);
/// The order whose only leg was parked for a while.
pub(crate) const PARKED: OrderId = order(3);
/// The order that was refused.
pub(crate) const REFUSED: OrderId = order(4);

const fn order(of: u8) -> OrderId {
	let mut id = [of; 22];
	id[0] = 0x4e;
	id[1] = 0x20;
	id[2] = 0;
	id[3] = 0;
	id[4] = 0;
	id[5] = 102;
	OrderId(id)
}

fn by() -> By {
	By::Key { participant: ParticipantId(102), key: [2; 32] }
}

fn reference(text: &str) -> Reference {
	let text = Text::try_from(text.as_bytes().to_vec()).expect("a short text");
	Reference { date: DAY, text }
}

fn body(text: &str, amount: u64, end_to_end: Option<&str>) -> OrderBody {
	let end_to_end = end_to_end.map(|text| text.as_bytes().to_vec());
	OrderBody {
		reference: reference(text),
		payer: BUYER,
		amount: Amount(amount),
		terms: Terms::Split {
			platform: ParticipantId(102),
			merchant: ParticipantId(201),
			rules: RuleHash([2; 32]),
			attributes: Attributes { channel: 3, category: 0, promotion: 0, member_tier: 0 },
			parties: Default::default(),
			inputs: Default::default(),
		},
		release: ReleaseMode::Now,
		legs_max: 3,
		end_to_end: end_to_end.map(|bytes| EndToEndId::try_from(bytes).expect("35 at most")),
		not_after: None,
		buyer: None,
		funders: Default::default(),
		mandate: None,
		group: None,
		dispute: None,
	}
}

fn account(number: AccountNo, owner: u32, bank: u8) -> AccountView {
	AccountView {
		number,
		owner: ParticipantId(owner),
		bank: BankIndex(bank),
		currency: CNY,
		account_type: AccountType::Current,
		flags: AccountFlags::default(),
		available: Amount::ZERO,
		held: Amount::ZERO,
		postings: 0,
	}
}

fn leg(leg: u8, to: AccountNo, amount: u64, purpose: Purpose) -> PaidLeg {
	PaidLeg { leg, from: BUYER, to, amount: Amount(amount), purpose }
}

fn paid(
	order: OrderId,
	text: Option<&str>,
	(cycle, date): (u32, Date),
	status: OrderStatus,
	legs: Vec<PaidLeg>,
) -> EscrowEvent {
	EscrowEvent::Paid {
		order,
		reference: text.map(reference),
		legs,
		currency: CNY,
		cycle: CycleNo(cycle),
		date,
		status,
		by: by(),
	}
}

fn held(order: OrderId, text: &str, legs: &[(u8, AccountNo, u64)]) -> EscrowEvent {
	let amount = Amount(legs.iter().map(|(_, _, amount)| amount).sum());
	let legs = legs.iter().map(|(leg, payee, amount)| PlannedLeg {
		leg: *leg,
		payee: *payee,
		amount: Amount(*amount),
		purpose: Purpose::Goods,
	});
	EscrowEvent::Held {
		order,
		reference: reference(text),
		payer: BUYER,
		currency: CNY,
		amount,
		legs: legs.collect(),
		after: None,
		deadline: Moment(6),
		expiry: ExpiryPolicy::Payer,
		cover: CoverMode::AtPlacement,
		by: by(),
		funders: Vec::new(),
	}
}

fn money(
	kind: &'static str,
	text: &str,
	account: AccountNo,
	amount: u64,
	at: (u32, Date),
) -> Entry {
	let is_in = kind == "issue";
	Entry {
		kind,
		order: None,
		leg: None,
		reference: Some(text.to_owned()),
		debit: (!is_in).then_some(account),
		credit: is_in.then_some(account),
		amount: Amount(amount),
		currency: CNY,
		cycle: CycleNo(at.0),
		date: at.1,
		purpose: if is_in { Purpose::Issue } else { Purpose::Redeem },
	}
}

/// The cycle as it stands at the end of a block; positions by bank, with what was sent and received.
fn turned(
	cycle: u32,
	(opened, closed): (u32, u32),
	settled: bool,
	banks: [(u8, u128, u128, u64); 3],
) -> Turned {
	let cycle = CycleView {
		currency: CNY,
		cycle: CycleNo(cycle),
		status: if settled { CycleStatus::Settled } else { CycleStatus::Closed },
		opened,
		closed: Some(closed),
		date: Date(DAY.0.saturating_add(u16::try_from(cycle).expect("small"))),
		roots: 1,
		root: Some([7; 32]),
	};
	let positions = banks.map(|(bank, sent, received, before)| {
		let position =
			i128::try_from(sent).expect("small") - i128::try_from(received).expect("small");
		let after = i128::from(before) - if settled { position } else { 0 };
		let after = Amount(u64::try_from(after).expect("covered"));
		let (bank, reserve_before) = (BankIndex(bank), Amount(before));
		PositionView { bank, sent, received, position, reserve_before, reserve_after: after }
	});
	Turned { cycle, positions: positions.to_vec() }
}

fn close(page: &Page<'_>, block: u32, of: &Turned, agent: bool) -> anyhow::Result<()> {
	let reason = if agent { CloseReason::Agent(b"noon".to_vec()) } else { CloseReason::Schedule };
	page.closed(block, &of.cycle, reason, of.cycle.root.unwrap_or_default())?;
	if of.cycle.status == CycleStatus::Settled {
		page.settled(of.cycle.currency, of.cycle.cycle, block)?;
	}
	page.positions(of)
}

/// One block after the other, ten minutes apart; the first of the next date is 8, of the one after that 11.
struct Book {
	file: File,
	block: u32,
}

impl Book {
	fn block(
		&mut self,
		write: impl FnOnce(&mut Page<'_>, u32) -> anyhow::Result<()>,
	) -> anyhow::Result<()> {
		self.block = self.block.saturating_add(1);
		let (block, days) = (self.block, u64::from(self.block >= 8) + u64::from(self.block >= 11));
		let time = DAY.start().0 + days * DAY_MS + u64::from(block) * 600_000;
		let mut page = self.file.begin()?;
		write(&mut page, block)?;
		page.end(block, &hex::encode([u8::try_from(block)?; 32]), time)
	}
}

fn tell(page: &mut Page<'_>, block: u32, event: EscrowEvent) -> anyhow::Result<()> {
	write::event(page, block, event, &BTreeSet::new(), &[])
}

fn root(page: &Page<'_>, block: u32, cycle: u32, leaves: u32) -> anyhow::Result<()> {
	let root = RootView { block, root: [u8::try_from(block)?; 32], leaves };
	page.root(CNY, CycleNo(cycle), &root)
}

/// Writes the file.
pub(crate) fn make(path: &Path) -> anyhow::Result<()> {
	let mut book = Book { file: File::open(path, "made up", [0x11; 32])?, block: 0 };
	first_cycle(&mut book)?;
	second_cycle(&mut book)
}

fn first_cycle(book: &mut Book) -> anyhow::Result<()> {
	let at = (0, DAY);
	book.block(|page, block| {
		let of = [(BUYER, 101, 1), (PLATFORM, 102, 1), (SHOP, 201, 2), (CARRIER, 202, 2)];
		for (number, owner, bank) in of.into_iter().chain([(SUPPLIER, 301, 3)]) {
			page.account(block, &account(number, owner, bank))?;
		}
		page.pair(CNY, BankIndex(3), BankIndex(1), true)?;
		page.entry(block, &money("issue", "in-1", BUYER, 100_000, at))
	})?;
	book.block(|page, block| {
		let legs = vec![
			leg(1, SHOP, 7_000, Purpose::Goods),
			leg(2, CARRIER, 1_000, Purpose::Logistics),
			leg(3, PLATFORM, 500, Purpose::Fee),
		];
		tell(page, block, paid(PAID, Some("o-1"), at, OrderStatus::Released, legs))?;
		page.body(PAID, &body("o-1", 8_500, Some("INV 7/2024")))?;
		root(page, block, 0, 1)
	})?;
	book.block(|page, block| {
		tell(page, block, held(HALF, "o-2", &[(1, SHOP, 2_000), (2, SUPPLIER, 1_000)]))?;
		page.body(HALF, &body("o-2", 3_000, None))
	})?;
	book.block(|page, block| {
		let legs = vec![leg(1, SHOP, 1_000, Purpose::Goods), leg(2, SUPPLIER, 500, Purpose::Goods)];
		tell(page, block, paid(HALF, Some("r-2"), at, OrderStatus::Held, legs))?;
		root(page, block, 0, 1)
	})?;
	book.block(|page, block| {
		tell(page, block, held(PARKED, "o-3", &[(1, CARRIER, 900)]))?;
		page.body(PARKED, &body("o-3", 900, None))?;
		let leg =
			ParkedLeg { leg: 1, payee: CARRIER, amount: Amount(900), reason: ParkReason::NoCredit };
		tell(page, block, EscrowEvent::Parked { order: PARKED, legs: vec![leg], by: by() })
	})?;
	book.block(|page, block| {
		let body = body("o-4", 95_000, Some("INV 8/2024"));
		let error = "short-of-liquidity".to_owned();
		page.refused(block, &[Refusal { order: REFUSED, body, error }])
	})?;
	book.block(|page, block| {
		let banks = [(1, 9_000, 0, 50_000), (2, 0, 9_000, 0), (3, 0, 0, 500)];
		close(page, block, &turned(0, (1, block), true, banks), false)
	})
}

fn second_cycle(book: &mut Book) -> anyhow::Result<()> {
	let at = (1, NEXT_DAY);
	book.block(|page, block| {
		let returned = EscrowEvent::Returned {
			order: PAID,
			reference: reference("back-1"),
			leg: 1,
			from: SHOP,
			to: BUYER,
			amount: Amount(200),
			currency: CNY,
			cycle: CycleNo(1),
			date: NEXT_DAY,
			by: by(),
		};
		tell(page, block, returned)?;
		page.entry(block, &money("redeem", "out-1", SHOP, 5_000, at))?;
		root(page, block, 1, 1)
	})?;
	book.block(|page, block| {
		let legs = vec![leg(1, CARRIER, 900, Purpose::Goods)];
		tell(page, block, paid(PARKED, None, at, OrderStatus::Released, legs))?;
		root(page, block, 1, 1)
	})?;
	book.block(|page, block| {
		let banks = [(1, 900, 200, 41_000), (2, 200, 900, 9_000), (3, 0, 0, 500)];
		close(page, block, &turned(1, (7, block), false, banks), true)
	})?;
	// The first block of the date after: two dates are over.
	book.block(|_, _| Ok(()))
}
