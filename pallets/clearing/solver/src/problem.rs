// SPDX-License-Identifier: Apache-2.0

//! A queue as numbers: payments that take of the room of some rows and give to that of others.
//!
//! Most banks are one row. A bank with gross payments is three, one for each limit of its room.

use netting::{in_turn, Banks, Item, Model, Movement, Priority};
use split_ledger_primitives::{BankIndex, Position};
use std::collections::{BTreeMap, BTreeSet};

/// A payment that some set could settle. Payments are known by their numbers, which follow the order
/// in which they settle: what a payment needs has a lower number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Payment {
	/// Its place in the queue.
	pub(crate) place: usize,
	/// What it moves.
	pub(crate) value: Position,
	/// What it takes of each row that it changes; below zero it gives.
	pub(crate) changes: Vec<(usize, Position)>,
	/// From which bank to which it moves how much.
	pub(crate) pairs: Vec<(usize, usize, Position)>,
	/// The same by the numbers of the pairs, once they have some.
	pub(crate) arcs: Vec<(usize, Position)>,
	/// Payments that must be in where this one is, the last of each chain only.
	pub(crate) needs: Vec<usize>,
	/// Payments that need this one.
	pub(crate) needed_by: Vec<usize>,
	/// Whether others can wait for it: it is high, or a payer keeps strict order.
	pub(crate) is_ordered: bool,
}

/// A queue without what no set can settle.
#[derive(Debug, Default)]
pub(crate) struct Problem {
	pub(crate) payments: Vec<Payment>,
	/// The room of each row.
	pub(crate) rooms: Vec<Position>,
	/// Of each bank, the row on which everything counts that it pays.
	pub(crate) whole: Vec<usize>,
	/// The pairs of banks between which payments are: from which to which.
	pub(crate) arcs: Vec<(usize, usize)>,
	/// Of each row, the payments that take of it.
	pub(crate) takers: Vec<Vec<usize>>,
	/// Of each row, the payments that give to it.
	pub(crate) givers: Vec<Vec<usize>>,
}

/// Banks by number, and where their rows begin.
struct Rows<'a> {
	banks: &'a Banks,
	numbers: BTreeMap<BankIndex, usize>,
	/// Of each bank, its first row and how many it has.
	of: Vec<(usize, usize)>,
	rooms: Vec<Position>,
}

impl<'a> Rows<'a> {
	fn of(banks: &'a Banks, items: &[Item]) -> Self {
		let movements = || items.iter().flat_map(|item| &item.movements);
		let ends = |one: &Movement| [one.debtor, one.creditor];
		let named: BTreeSet<BankIndex> = movements().flat_map(ends).collect();
		let is_gross = |one: &&Movement| one.model == Model::Gross;
		let gross: BTreeSet<BankIndex> = movements().filter(is_gross).flat_map(ends).collect();
		let mut rows = Self { banks, numbers: BTreeMap::new(), of: Vec::new(), rooms: Vec::new() };
		for (index, bank) in banks.iter().filter(|(index, _)| named.contains(index)) {
			rows.numbers.insert(*index, rows.of.len());
			let room = &bank.room;
			let first = rows.rooms.len();
			if gross.contains(index) {
				rows.rooms.extend([room.both, room.net, room.gross]);
			} else {
				rows.rooms.push(room.both.min(room.net));
			}
			rows.of.push((first, rows.rooms.len() - first));
		}
		rows
	}

	fn payment(&self, place: usize, item: &Item) -> Payment {
		let mut flows = BTreeMap::<usize, [Position; 2]>::new();
		let mut pairs = Vec::new();
		for one in &item.movements {
			let number = |bank| self.numbers.get(bank).copied().unwrap_or_default();
			let (debtor, creditor) = (number(&one.debtor), number(&one.creditor));
			let (amount, way) = (one.amount.position(), usize::from(one.model == Model::Gross));
			flows.entry(debtor).or_default()[way] += amount;
			flows.entry(creditor).or_default()[way] -= amount;
			pairs.push((debtor, creditor, amount));
		}
		let mut changes = Vec::new();
		for (bank, [net, gross]) in flows {
			let (first, count) = self.of[bank];
			let of_rows = [net + gross, net, gross].into_iter().take(count);
			changes.extend((first..).zip(of_rows).filter(|(_, change)| *change != 0));
		}
		let is_strict = |bank: BankIndex| self.banks.get(&bank).is_some_and(|bank| bank.strict);
		let is_ordered =
			item.priority == Priority::High || item.payers().into_iter().any(is_strict);
		let value = pairs.iter().map(|(_, _, amount)| amount).sum();
		Payment { place, value, changes, pairs, is_ordered, ..Payment::default() }
	}
}

/// What stands in the queue of one bank, in turn: numbers of payments, and whether what is behind each
/// waits for it.
type Own = Vec<(usize, bool)>;

impl Problem {
	/// The queue as a problem of at most `most` payments.
	pub(crate) fn of(banks: &Banks, items: &[Item], most: usize) -> Self {
		let rows = Rows::of(banks, items);
		let mut payments = Vec::new();
		let mut own: Vec<Own> = vec![Vec::new(); rows.of.len()];
		for (place, item) in in_turn(items) {
			for payer in item.payers() {
				let is_strict = banks.get(&payer).is_some_and(|bank| bank.strict);
				let number = rows.numbers.get(&payer).copied().unwrap_or_default();
				own[number].push((payments.len(), item.priority == Priority::High || is_strict));
			}
			payments.push(rows.payment(place, item));
		}
		let alive = Reach::of(&rows, &payments, &own).alive;
		let whole = rows.of.iter().map(|(first, _)| *first).collect();
		let mut problem = Self { rooms: rows.rooms, whole, ..Self::default() };
		problem.keep(payments, &own, &alive);
		problem.limit(most);
		problem.index();
		problem
	}

	/// Takes over the payments that are alive, under new numbers, and links what needs what.
	fn keep(&mut self, payments: Vec<Payment>, own: &[Own], alive: &[bool]) {
		let mut numbers = vec![0; payments.len()];
		for (old, payment) in payments.into_iter().enumerate().filter(|(old, _)| alive[*old]) {
			numbers[old] = self.payments.len();
			self.payments.push(payment);
		}
		for queue in own {
			let mut before: Option<usize> = None;
			// What is behind a dead payment that it may not pass is dead too.
			for (old, is_ordered) in queue.iter().filter(|(old, _)| alive[*old]) {
				let number = numbers[*old];
				if let Some(before) = before {
					if !self.payments[number].needs.contains(&before) {
						self.payments[number].needs.push(before);
						self.payments[before].needed_by.push(number);
					}
				}
				if *is_ordered {
					before = Some(number);
				}
			}
		}
	}

	/// Where there are more payments than a set may have, their number is a row too. Each takes the
	/// average value of it, so that too many weigh about as much as too little money.
	fn limit(&mut self, most: usize) {
		let count = self.payments.len();
		if count <= most {
			return;
		}
		let total: Position = self.payments.iter().map(|payment| payment.value).sum();
		let each = (total / count as Position).max(1);
		let row = self.rooms.len();
		self.rooms.push(each * most as Position);
		for payment in &mut self.payments {
			payment.changes.push((row, each));
		}
	}

	fn index(&mut self) {
		let mut arcs = BTreeMap::<(usize, usize), usize>::new();
		for payment in &mut self.payments {
			for (debtor, creditor, amount) in &payment.pairs {
				let next = arcs.len();
				let arc = *arcs.entry((*debtor, *creditor)).or_insert(next);
				payment.arcs.push((arc, *amount));
			}
		}
		self.arcs = vec![(0, 0); arcs.len()];
		for (pair, arc) in arcs {
			self.arcs[arc] = pair;
		}
		self.takers = vec![Vec::new(); self.rooms.len()];
		self.givers = self.takers.clone();
		for (number, payment) in self.payments.iter().enumerate() {
			for (row, change) in &payment.changes {
				let side = if *change > 0 { &mut self.takers } else { &mut self.givers };
				side[*row].push(number);
			}
		}
	}
}

/// Finds the payments that no set settles, since even with all that others could pay their bank has no
/// room for them and what must settle before them.
struct Reach<'a> {
	rows: &'a Rows<'a>,
	payments: &'a [Payment],
	alive: Vec<bool>,
	/// The most that each row can be given.
	given: Vec<Position>,
	/// Banks to look at again.
	again: Vec<usize>,
}

impl<'a> Reach<'a> {
	fn of(rows: &'a Rows<'a>, payments: &'a [Payment], own: &[Own]) -> Self {
		let mut given = vec![0; rows.rooms.len()];
		for (row, change) in payments.iter().flat_map(|payment| &payment.changes) {
			given[*row] -= (*change).min(0);
		}
		let again = (0..own.len()).collect();
		let mut reach = Self { rows, payments, alive: vec![true; payments.len()], given, again };
		while let Some(bank) = reach.again.pop() {
			reach.look_at(bank, &own[bank]);
		}
		reach
	}

	fn look_at(&mut self, bank: usize, own: &Own) {
		let (first, count) = self.rows.of[bank];
		let mut ahead = vec![0; count];
		let mut is_stuck = false;
		for (number, is_ordered) in own {
			let payment = &self.payments[*number];
			let mut taken = ahead.clone();
			for (row, change) in &payment.changes {
				if (first..first + count).contains(row) {
					taken[row - first] += (*change).max(0);
				}
			}
			let mut rows = (first..).zip(&taken);
			let fits = rows.all(|(row, taken)| taken - self.given[row] <= self.rows.rooms[row]);
			if is_stuck || !fits {
				self.kill(*number);
			}
			if *is_ordered {
				is_stuck = is_stuck || !self.alive[*number];
				ahead = taken;
			}
		}
	}

	fn kill(&mut self, number: usize) {
		if !std::mem::take(&mut self.alive[number]) {
			return;
		}
		let payment = &self.payments[number];
		for (row, change) in &payment.changes {
			self.given[*row] += (*change).min(0);
		}
		// Who is paid has less, and what waits for it elsewhere is stuck.
		self.again
			.extend(payment.pairs.iter().flat_map(|(debtor, creditor, _)| [debtor, creditor]));
	}
}
