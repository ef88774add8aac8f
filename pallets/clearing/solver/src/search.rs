// SPDX-License-Identifier: Apache-2.0

//! A search of queues of any size: changes some payments by chance, mends what is short by then, fills
//! what there is room for, and keeps what is not worse than it was a while ago.
//!
//! Mending takes payments out, takes in others that bring money, or both in turn: so it finds swaps, and
//! circles of payments of which none could settle alone.

use crate::{budget::Meter, problem::Problem, selection::Selection};
use netting::{Proposal, Resolution};
use split_ledger_primitives::{Position, Total};

/// Payments that one mending turns at most.
const MEND_MAX: usize = 64;
/// Payments that one change turns by chance at most, what follows from them not counted.
const CHANCE_MAX: usize = 4;
/// Payments of a row that are looked at in one go.
const LOOKS_MAX: usize = 400;
/// Payments that one filling takes in for each row at most.
const FILL_MAX: usize = 8;
/// How many turns back a value lies that the next one must reach.
const MEMORY: usize = 2_000;
/// Turns without anything better, per payment, after which the search goes back to the best.
const PATIENCE: usize = 20;
/// What one unit that is short weighs against one unit that settles: so much at most, by chance for each
/// change. A low weight takes in payments that make others short, and so finds long circles; a high one
/// ends soon.
const WEIGHT_MAX: usize = 6;

/// The best set so far.
#[derive(Clone, Debug)]
pub(crate) struct Found {
	is_in: Vec<bool>,
	pub(crate) value: Position,
	count: usize,
}

impl Found {
	/// What settles without a proposal, if a set may have so many payments; else nothing.
	pub(crate) fn start(problem: &Problem, resolved: &Resolution, most: usize) -> Self {
		let settles = |place: usize| resolved.settles.get(place).copied().unwrap_or_default();
		let mut is_in: Vec<bool> =
			problem.payments.iter().map(|payment| settles(payment.place)).collect();
		if is_in.iter().filter(|is_in| **is_in).count() > most {
			is_in.fill(false);
		}
		let selection = Selection::of(problem, &is_in);
		Self { value: selection.value, count: selection.count, is_in }
	}

	pub(crate) fn value(&self) -> Total {
		// A set is never worth less than nothing.
		Total::try_from(self.value).unwrap_or_default()
	}

	/// Takes a set that fits, if it is better.
	pub(crate) fn offer(&mut self, selection: &Selection) -> bool {
		let is_better = (selection.value, selection.count) > (self.value, self.count);
		if is_better {
			self.is_in.clone_from(&selection.is_in);
			(self.value, self.count) = (selection.value, selection.count);
		}
		is_better
	}

	/// The set by places.
	pub(crate) fn proposal(&self, problem: &Problem) -> Proposal {
		let chosen = problem.payments.iter().zip(&self.is_in).filter(|(_, is_in)| **is_in);
		// A queue has fewer than 2^32 payments.
		let mut places: Vec<u32> = chosen.map(|(payment, _)| payment.place as u32).collect();
		places.sort_unstable();
		Proposal { places, value: self.value() }
	}
}

/// Searches for something better until so many steps were spent, or nothing can be better.
pub(crate) fn improve(
	problem: &Problem,
	found: &mut Found,
	bound: Total,
	seed: u64,
	end: u64,
	meter: &mut Meter,
) {
	if found.value() >= bound || !meter.has_more() {
		return;
	}
	let mut walk = Walk::new(problem, found, seed);
	walk.begin(found, meter);
	let mut memory = vec![walk.now.value; MEMORY];
	let mut idle = 0;
	for turn in 0.. {
		if found.value() >= bound || meter.spent() >= end || !meter.has_more() {
			return;
		}
		let remembered = &mut memory[turn % MEMORY];
		let before = walk.now.value;
		walk.change(meter);
		if walk.now.worst_row().is_some() || walk.now.value < before.min(*remembered) {
			walk.take_back();
		}
		*remembered = walk.now.value;
		idle = if found.offer(&walk.now) { 0 } else { idle + 1 };
		if idle > PATIENCE * problem.payments.len() {
			walk.now = Selection::of(problem, &found.is_in);
			memory.fill(found.value);
			idle = 0;
		}
	}
}

struct Walk<'a> {
	now: Selection<'a>,
	/// What the change under way has turned, in order.
	turned: Vec<usize>,
	/// The change in which each payment was turned last: none is turned twice in one.
	stamps: Vec<usize>,
	stamp: usize,
	random: Random,
}

impl<'a> Walk<'a> {
	fn new(problem: &'a Problem, found: &Found, seed: u64) -> Self {
		let now = Selection::of(problem, &found.is_in);
		let stamps = vec![0; problem.payments.len()];
		Self { now, turned: Vec::new(), stamps, stamp: 0, random: Random(seed) }
	}

	/// Starts from what was found, or from all payments less those that make somebody short, whichever
	/// is better.
	fn begin(&mut self, found: &mut Found, meter: &mut Meter) {
		let problem = self.now.problem;
		let given = std::mem::replace(
			&mut self.now,
			Selection::of(problem, &vec![true; problem.payments.len()]),
		);
		self.stamp += 1;
		self.mend(problem.payments.len(), meter);
		self.fill_all(meter);
		if self.now.worst_row().is_some() || self.now.value <= given.value {
			self.now = given;
			self.fill_all(meter);
		}
		found.offer(&self.now);
	}

	/// Turns some payments by chance, then whatever follows from that.
	fn change(&mut self, meter: &mut Meter) {
		self.turned.clear();
		self.stamp += 1;
		for _ in 0..=self.random.below(CHANCE_MAX) {
			let number = self.drawn();
			self.force(number);
		}
		self.mend(MEND_MAX, meter);
		if self.now.worst_row().is_none() {
			self.fill(meter);
		}
	}

	/// A payment by chance, one that is out if that is not rare.
	fn drawn(&mut self) -> usize {
		let count = self.stamps.len();
		let mut number = self.random.below(count);
		for _ in 0..6 {
			if !self.now.is_in[number] {
				break;
			}
			number = self.random.below(count);
		}
		number
	}

	/// Turns a payment: takes it in with what it needs, or out with what needs it.
	fn force(&mut self, number: usize) {
		let problem = self.now.problem;
		let was_in = self.now.is_in[number];
		let mut all = vec![number];
		while let Some(number) = all.pop() {
			if self.now.is_in[number] == was_in {
				self.turn(number);
				let payment = &problem.payments[number];
				all.extend(if was_in { &payment.needed_by } else { &payment.needs });
			}
		}
	}

	fn turn(&mut self, number: usize) {
		self.now.turn(number);
		self.turned.push(number);
		self.stamps[number] = self.stamp;
	}

	fn take_back(&mut self) {
		while let Some(number) = self.turned.pop() {
			self.now.turn(number);
		}
	}

	/// Turns payments until nobody is short, each time the one that helps most: of those that the worst
	/// row pays it takes one out, or of those that are paid to it one in.
	fn mend(&mut self, most: usize, meter: &mut Meter) {
		let problem = self.now.problem;
		let weight = self.random.below(WEIGHT_MAX) as Position + 1;
		for _ in 0..most {
			let Some(row) = self.now.worst_row().filter(|_| meter.has_more()) else { return };
			let takers = self.some_of(&problem.takers[row]);
			let givers = self.some_of(&problem.givers[row]);
			meter.spend(takers.len() + givers.len());
			let leave = takers.filter(|number| self.now.may_leave(*number));
			let come = givers.filter(|number| self.now.may_come(*number));
			let open = leave.chain(come).filter(|number| self.stamps[*number] != self.stamp);
			let Some(best) = open.max_by_key(|number| self.help_of(*number, weight)) else {
				return;
			};
			self.turn(best);
		}
	}

	/// What turning a payment settles more, less what it makes banks short, weighed.
	fn help_of(&self, number: usize, weight: Position) -> Position {
		let value = self.now.problem.payments[number].value;
		let gain = if self.now.is_in[number] { -value } else { value };
		gain - weight * self.now.excess_by(number)
	}

	/// Takes in what there is room for now, of the rows that the change has touched, the largest first.
	fn fill(&mut self, meter: &mut Meter) {
		let problem = self.now.problem;
		let touched = self.turned.iter().flat_map(|number| &problem.payments[*number].changes);
		let mut rows: Vec<usize> = touched.map(|(row, _)| *row).collect();
		rows.sort_unstable();
		rows.dedup();
		for row in rows {
			for _ in 0..FILL_MAX {
				let some = self.some_of(&problem.takers[row]);
				meter.spend(some.len());
				let fitting =
					some.filter(|number| self.now.may_come(*number) && self.now.fits(*number));
				let value = |number: &usize| problem.payments[*number].value;
				let Some(number) = fitting.max_by_key(value) else { break };
				self.turn(number);
			}
		}
	}

	/// Takes in what there is room for, of all payments, the largest first, until nothing fits.
	fn fill_all(&mut self, meter: &mut Meter) {
		if self.now.worst_row().is_some() {
			return;
		}
		let problem = self.now.problem;
		let mut all: Vec<usize> = (0..problem.payments.len()).collect();
		all.sort_by_key(|number| (-problem.payments[*number].value, *number));
		let mut is_new = true;
		while is_new && meter.has_more() {
			is_new = false;
			meter.spend(all.len());
			for number in &all {
				if self.now.may_come(*number) && self.now.fits(*number) {
					self.now.turn(*number);
					is_new = true;
				}
			}
		}
	}

	/// All of these numbers, or as many as are looked at in one go, from one by chance on.
	fn some_of<'b>(
		&mut self,
		numbers: &'b [usize],
	) -> impl ExactSizeIterator<Item = usize> + use<'b> {
		let is_long = numbers.len() > LOOKS_MAX;
		let start = if is_long { self.random.below(numbers.len()) } else { 0 };
		let count = numbers.len().min(LOOKS_MAX);
		let wrapped = |at: usize| if at < numbers.len() { at } else { at - numbers.len() };
		(start..start + count).map(move |at| numbers[wrapped(at)])
	}
}

/// SplitMix64: the same numbers for the same seed, on every machine and for ever.
struct Random(u64);

impl Random {
	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
		let mut mixed = self.0;
		mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
		mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
		mixed ^ (mixed >> 31)
	}

	/// A number below `count`, which is not zero.
	fn below(&mut self, count: usize) -> usize {
		// The upper half of the product is below `count`.
		((u128::from(self.next()) * count as u128) >> 64) as usize
	}
}
