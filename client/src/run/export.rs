// SPDX-License-Identifier: Apache-2.0

//! What came of a run, read back from the chain at a final block.

use super::{
	actions::rest_of,
	bodies::allocations_of,
	groups::Complete,
	history::{History, Terms},
	orders::RefusedRows,
	references::{storage_of, Dated},
	Importer,
};
use crate::{
	bundle::{purpose_name, Order, Who},
	chain::{Block, OrderHead},
	currency::Unit,
	rows::{BalanceRow, LegRow, PositionRow, Rows},
};
use anyhow::Context;
use codec::Decode;
use futures::{StreamExt, TryStreamExt};
use split_ledger_primitives::{
	views::{CycleStatus, CycleView, LegView, OrderView, PositionView},
	AccountNo, Amount, BankIndex, CycleNo, Domain, Moment, OrderId, Purpose,
};
use split_rules::ValidRuleSet;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Questions on their way at once.
const QUESTIONS: usize = 32;

/// Makes a row: of which leg, who, how much, what for, its status and its block.
type RowMaker<'r> = dyn Fn(u8, AccountNo, Amount, Purpose, &str, Option<u32>) -> LegRow + 'r;

/// Cycles with their status.
type Cycles = BTreeMap<(Unit, CycleNo), CycleStatus>;

impl Importer<'_> {
	/// Reads the results as of a final block.
	pub(super) async fn export(
		&mut self,
		end: Block,
		refused: RefusedRows,
	) -> anyhow::Result<Rows> {
		self.look_up().await?;
		let dated = self.date_orders().await?;
		self.report.begin("reading results", self.bundle.orders.len());
		let ids = self.ids(&dated)?;
		let placed = self.placed(end, &ids).await?;
		let blocks = placed.iter().map(|(id, head)| (*id, head.placed())).collect();
		let complete = self.complete_groups(end, &blocks_of(&ids, &placed)).await?;
		let orders = self.bundle.orders.iter().zip(&ids);
		let terms = orders.map(|(order, id)| (*id, self.terms_of(order, &complete))).collect();
		let histories = self.histories(end, &blocks, &terms).await?;
		let open = self.open_legs(end, &placed).await?;
		let cycles = self.cycles(end, &ids, &histories).await?;
		let mut legs = Vec::new();
		for (place, (order, id)) in self.bundle.orders.iter().zip(&ids).enumerate() {
			self.report.done(place);
			if let Some(history) = histories.get(id) {
				let open = open.get(id).map(Vec::as_slice).unwrap_or_default();
				legs.extend(self.rows_of_order(order, history, open, &cycles)?);
			}
		}
		Ok(Rows {
			legs,
			balances: self.balances(),
			positions: self.positions(end, &cycles).await?,
			refused: refused.into_values().collect(),
		})
	}

	/// When each order that is on the chain was placed, by its reference: its block tells it.
	pub(super) async fn placed_at(
		&mut self,
		end: Block,
	) -> anyhow::Result<BTreeMap<String, Moment>> {
		let dated = self.date_orders().await?;
		let ids = self.ids(&dated)?;
		let placed = self.placed(end, &ids).await?;
		let blocks: BTreeSet<u32> = placed.values().map(|head| head.placed()).collect();
		let chain = self.chain;
		let moments: HashMap<u32, Moment> = futures::stream::iter(blocks)
			.map(|block| async move { anyhow::Ok((block, chain.made_at(block).await?)) })
			.buffer_unordered(QUESTIONS)
			.try_collect()
			.await?;
		let orders = self.bundle.orders.iter().zip(&ids);
		let moment = |id| moments.get(&placed.get(id)?.placed()).copied();
		Ok(orders.filter_map(|(order, id)| Some((order.reference.clone(), moment(id)?))).collect())
	}

	fn ids(&self, dated: &[Dated]) -> anyhow::Result<Vec<OrderId>> {
		let orders = self.bundle.orders.iter().zip(dated);
		orders.map(|(order, dated)| self.order_id(order, dated.date)).collect()
	}

	/// The orders that are on the chain.
	async fn placed(
		&self,
		end: Block,
		ids: &[OrderId],
	) -> anyhow::Result<HashMap<OrderId, OrderHead>> {
		let keys: Vec<_> = ids.iter().map(|id| storage_of(Domain::Order, *id)).collect();
		let rows = self.chain.read_many(end, &keys).await?;
		let mut placed = HashMap::new();
		for (id, key) in ids.iter().zip(&keys) {
			if let Some(row) = rows.get(key) {
				placed.insert(*id, OrderHead::decode(&mut row.as_slice())?);
			}
		}
		Ok(placed)
	}

	/// What decides how an order is refunded.
	fn terms_of(&self, order: &Order, complete: &BTreeMap<usize, Complete>) -> Terms {
		let rules = order.rules.as_ref().and_then(|name| self.bundle.rules.get(name));
		let Some(rules) = rules else { return Terms::default() };
		let merchant = order.merchant(&self.bundle.participants);
		let account = merchant.and_then(|who| self.directory.account_no(who, order.unit).ok());
		let group = order.group.map(|group| complete.get(&group));
		Terms {
			policy: rules.rule_set().refund.policy,
			merchant: account,
			group: group.map(|complete| complete.map(|complete| complete.block)),
			own_legs: self.own_legs(order, rules, group.flatten().and_then(|it| it.leader)),
		}
	}

	/// The legs of the leader's slot, where the leader brings money for the order itself.
	fn own_legs(&self, order: &Order, rules: &ValidRuleSet, leader: Option<AccountNo>) -> Vec<u8> {
		let leader = leader.and_then(|account| self.directory.owner(account));
		let brings = order.stakes().any(|(who, _)| Some(who) == leader);
		let group = order.group.filter(|_| brings).map(|group| &self.bundle.groups[group]);
		let Some(slot) = group.and_then(|group| group.leader_place(&self.bundle.rules)) else {
			return Vec::new();
		};
		let found = allocations_of(order, rules).into_iter().next();
		let legs = found.into_iter().flat_map(|found| found.legs);
		legs.filter(|leg| leg.slot == slot).map(|leg| leg.leg).collect()
	}

	/// The legs of the orders that are open.
	async fn open_legs(
		&self,
		end: Block,
		placed: &HashMap<OrderId, OrderHead>,
	) -> anyhow::Result<HashMap<OrderId, Vec<LegView>>> {
		let is_open = |head: &OrderHead| matches!(head, OrderHead::Held { .. });
		let open = placed.iter().filter(|(_, head)| is_open(head)).map(|(id, _)| *id);
		futures::stream::iter(open)
			.map(|id| async move {
				let view: Option<OrderView> = self.chain.ask(end, "EscrowApi_order", &id).await?;
				let legs = view.and_then(|view| view.details).map(|details| details.legs);
				Ok((id, legs.unwrap_or_default()))
			})
			.buffer_unordered(QUESTIONS)
			.try_collect()
			.await
	}

	/// The cycles in which orders of the bundle were posted; of a currency without postings, its
	/// last closed one.
	async fn cycles(
		&self,
		end: Block,
		ids: &[OrderId],
		histories: &HashMap<OrderId, History>,
	) -> anyhow::Result<Cycles> {
		let mut wanted = BTreeSet::new();
		for (order, id) in self.bundle.orders.iter().zip(ids) {
			let cycles = histories.get(id).into_iter().flat_map(|history| &history.cycles);
			wanted.extend(cycles.map(|cycle| (order.unit, *cycle)));
		}
		for unit in self.bundle.participants.units() {
			if !wanted.iter().any(|(of, _)| *of == unit) {
				let view = self.currency(unit).await?.context("a currency was lost")?;
				wanted.insert((unit, CycleNo(view.cycle.0.saturating_sub(1))));
			}
		}
		let mut cycles = Cycles::new();
		for (unit, cycle) in wanted {
			let view: Option<CycleView> =
				self.chain.ask(end, "ClearingApi_cycle", &(unit.number(), Some(cycle))).await?;
			cycles.insert((unit, cycle), view.context("a cycle was lost")?.status);
		}
		Ok(cycles)
	}

	fn rows_of_order(
		&self,
		order: &Order,
		history: &History,
		open: &[LegView],
		cycles: &Cycles,
	) -> anyhow::Result<Vec<LegRow>> {
		let slots = self.slots_of(order, history);
		let payer = self.directory.account_no(order.payer, order.unit)?;
		// The unclaimed account of the payer's bank holds it for the payer.
		let holder = |account: AccountNo| match self.directory.owner(account) {
			Some(_) => account,
			None => payer,
		};
		let row = |leg: u8, to: AccountNo, amount, purpose: Purpose, status: &str, block| LegRow {
			reference: order.reference.clone(),
			leg,
			slot: slots.get(&leg).cloned().unwrap_or_default(),
			participant: self.name_of(to),
			bank: self.bank_of_account(to),
			currency: order.unit.to_string(),
			amount: order.unit.format(amount),
			purpose: purpose_name(purpose).to_owned(),
			status: status.to_owned(),
			block,
		};
		let mut rows = Vec::new();
		for posting in &history.postings {
			let is_settled = self.is_same_bank(order.payer, posting.to)
				|| cycles.get(&(order.unit, posting.cycle)) == Some(&CycleStatus::Settled);
			let status = if is_settled { "settled" } else { "posted" };
			let (to, block) = (holder(posting.to), Some(posting.block));
			rows.push(row(posting.leg, to, posting.amount, posting.purpose, status, block));
		}
		// Once the group is complete, the legs of its leader's slot are the leader's.
		let payee = |leg: u8, planned: AccountNo| {
			let slot = slots.get(&leg).map(String::as_str).unwrap_or_default();
			let filler = self.leader_in(order, slot);
			filler.unwrap_or(planned)
		};
		for back in &history.back {
			let leg = history.planned.get(&back.leg).context("a refund of no leg")?;
			let block = Some(back.block);
			rows.push(row(
				back.leg,
				payee(back.leg, leg.payee),
				back.amount,
				leg.purpose,
				"refunded",
				block,
			));
		}
		rows.extend(rows_of_giving(history, &holder, &row));
		for leg in open {
			for (amount, status) in [(leg.parked, "parked"), (rest_of(leg), "held")] {
				if !Amount::is_zero(amount) {
					let payee = payee(leg.leg, leg.payee);
					rows.push(row(leg.leg, payee, amount, leg.purpose, status, None));
				}
			}
		}
		rows.sort_by_key(|row| row.leg);
		Ok(rows)
	}

	/// The slot of each leaf of the case that was chosen.
	fn slots_of(&self, order: &Order, history: &History) -> BTreeMap<u8, String> {
		let rules = order.rules.as_ref().and_then(|name| self.bundle.rules.get(name));
		let Some(rules) = rules else { return BTreeMap::new() };
		let slots = &rules.rule_set().slots;
		let mut payees: BTreeMap<u8, AccountNo> =
			history.planned.iter().map(|(leg, planned)| (*leg, planned.payee)).collect();
		if payees.is_empty() {
			payees.extend(history.postings.iter().map(|posting| (posting.leg, posting.to)));
		}
		let found = self.allocation_of(order, rules, &payees);
		let legs = found.map(|allocation| allocation.legs);
		let slot = |place: u8| slots.get(usize::from(place)).cloned().unwrap_or_default();
		legs.unwrap_or_default().iter().map(|part| (part.leg, slot(part.slot))).collect()
	}

	fn name_of(&self, account: AccountNo) -> String {
		let name = |who| self.bundle.participants.get(who).name.clone();
		self.directory.owner(account).map_or_else(|| format!("account {account}"), name)
	}

	fn bank_of_account(&self, account: AccountNo) -> String {
		let all = &self.bundle.participants;
		let owner = self.directory.owner(account);
		owner.map(|who| all.get(all.bank_of(who)).name.clone()).unwrap_or_default()
	}

	fn is_same_bank(&self, payer: Who, account: AccountNo) -> bool {
		let all = &self.bundle.participants;
		let owner = self.directory.owner(account);
		owner.is_some_and(|owner| all.bank_of(owner) == all.bank_of(payer))
	}

	fn balances(&self) -> Vec<BalanceRow> {
		let all = &self.bundle.participants;
		let customers = all.iter().filter(|(_, row)| !row.is_bank());
		let accounts =
			customers.flat_map(|(who, row)| row.accounts.keys().map(move |unit| (who, row, *unit)));
		let rows = accounts.filter_map(|(who, row, unit)| {
			let account = self.directory.account(who, unit)?;
			Some(BalanceRow {
				participant: row.name.clone(),
				bank: all.get(all.bank_of(who)).name.clone(),
				currency: unit.to_string(),
				available: unit.format(account.available),
				held: unit.format(account.held),
			})
		});
		rows.collect()
	}

	async fn positions(&self, end: Block, cycles: &Cycles) -> anyhow::Result<Vec<PositionRow>> {
		let mut rows = Vec::new();
		for ((unit, cycle), status) in cycles {
			let args = (unit.number(), Some(*cycle));
			let views: Vec<PositionView> =
				self.chain.ask(end, "ClearingApi_positions", &args).await?;
			for view in views {
				rows.push(PositionRow {
					cycle: cycle.0,
					currency: unit.to_string(),
					bank: self.name_of_bank(view.bank),
					sent: unit.format_signed(i128::try_from(view.sent)?),
					received: unit.format_signed(i128::try_from(view.received)?),
					net: unit.format_signed(-view.position),
					reserve_before: unit.format(view.reserve_before),
					reserve_after: unit.format(view.reserve_after),
					status: match status {
						CycleStatus::Open => "open",
						CycleStatus::Closed => "closed",
						CycleStatus::Settled => "settled",
					}
					.to_owned(),
				});
			}
		}
		Ok(rows)
	}

	fn name_of_bank(&self, bank: BankIndex) -> String {
		let who = self.directory.of_bank(bank);
		who.map_or_else(
			|| format!("bank {bank}"),
			|who| self.bundle.participants.get(who).name.clone(),
		)
	}
}

/// In which block each order that is on the chain was placed, by its place.
fn blocks_of(ids: &[OrderId], placed: &HashMap<OrderId, OrderHead>) -> BTreeMap<usize, u32> {
	let orders = ids.iter().enumerate();
	orders.filter_map(|(place, id)| Some((place, placed.get(id)?.placed()))).collect()
}

/// What was given back after a release, and what creditors got and are still to get (R1, R3).
fn rows_of_giving(
	history: &History,
	holder: &dyn Fn(AccountNo) -> AccountNo,
	row: &RowMaker<'_>,
) -> Vec<LegRow> {
	let mut rows = Vec::new();
	for given in &history.given {
		let (purpose, status) = match given.is_return {
			true => (Purpose::Return, "returned"),
			false => (Purpose::Refund, "refunded"),
		};
		let block = Some(given.block);
		rows.push(row(given.leg, given.from, given.amount, purpose, status, block));
	}
	for ((leg, creditor), collected) in &history.collected {
		let (to, block) = (holder(*creditor), Some(collected.block));
		let purpose = Purpose::Collection;
		rows.push(row(*leg, to, collected.amount, purpose, "collected", block));
	}
	for ((leg, _, creditor), amount) in &history.owed {
		if !amount.is_zero() {
			let (to, purpose) = (holder(*creditor), Purpose::Collection);
			rows.push(row(*leg, to, *amount, purpose, "owed", None));
		}
	}
	rows
}
