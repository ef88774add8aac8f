// SPDX-License-Identifier: Apache-2.0

use crate::{
	queue::{in_turn, Flows, Turns},
	Banks, Flow, Item, NettingError, Proposal,
};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use split_ledger_primitives::{BankIndex, Total};

/// How often [`resolve`] goes through what first-in-first-out netting left: once more each time that
/// something settled. What would fit only after that many waits for the next resolution.
pub const PASSES_MAX: usize = 8;

/// What one run over a queue settles.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Resolution {
	/// Of each item, in the order of the queue, whether it settles.
	pub settles: Vec<bool>,
	/// What all that settles moves between banks.
	pub value: Total,
	/// What changes for each bank for which something changes.
	pub flows: BTreeMap<BankIndex, Flow>,
}

impl Resolution {
	/// The places of what settles, ascending.
	pub fn places(&self) -> Vec<u32> {
		let settled = self.settles.iter().zip(0u32..).filter(|(settles, _)| **settles);
		settled.map(|(_, place)| place).collect()
	}

	/// What settles as a set, to compare it with proposed ones by [`Proposal::beats`].
	pub fn as_proposal(&self) -> Proposal {
		Proposal { places: self.places(), value: self.value }
	}
}

/// First-in-first-out netting: the largest part of the queue that can settle at once where each bank's
/// items settle in their order, a prefix of its own, or none of it.
///
/// Starts with every item that is not held; while some bank would end beyond its room, takes out the
/// last item still in among those it pays, and with it what stands behind it at other banks that pay in
/// it. A bank that is short while it pays some prefix stays short where the others pay less, so each
/// item taken out is in no solution: what is left is the one largest solution, whichever short bank is
/// treated first. An item is taken out at most once, so the cost is linear in the movements, but for
/// the look-ups by bank.
pub fn gridlock(banks: &Banks, items: &[Item]) -> Result<Resolution, NettingError> {
	let mut run = Run::new(banks, items, items.len())?;
	run.take_prefixes()?;
	Ok(run.resolution())
}

/// What settles of a queue by the rules of C5: first-in-first-out netting, then normal payments that
/// fit pass normal ones that wait, the first in turn first.
///
/// Only the first `most` items in turn are looked at; since these are a prefix of every bank's own,
/// what stands behind them passes nothing. The cost is linear in them: the netting, and at most
/// [`PASSES_MAX`] times through what it left.
pub fn resolve(banks: &Banks, items: &[Item], most: usize) -> Result<Resolution, NettingError> {
	let mut run = Run::new(banks, items, most)?;
	run.take_prefixes()?;
	for _ in 0..PASSES_MAX {
		if !run.let_pass()? {
			break;
		}
	}
	Ok(run.resolution())
}

struct Run<'a> {
	/// How many items the whole queue has.
	items: usize,
	/// What is looked at, in turn, each with its place. Ranks are the places in this list.
	turns: Vec<(usize, &'a Item)>,
	/// Of each rank, whether it is in.
	is_in: Vec<bool>,
	/// Ranks that are in, per payer, the last in turn last.
	own: BTreeMap<BankIndex, Vec<usize>>,
	banks: &'a Banks,
	flows: Flows<'a>,
}

impl<'a> Run<'a> {
	/// With everything in that is looked at.
	fn new(banks: &'a Banks, items: &'a [Item], most: usize) -> Result<Self, NettingError> {
		let turns: Vec<_> = in_turn(items).take(most).collect();
		let mut flows = Flows::new(banks);
		let mut own = BTreeMap::<BankIndex, Vec<usize>>::new();
		for (rank, (_, item)) in turns.iter().enumerate() {
			flows.take_in(item)?;
			for payer in item.payers() {
				own.entry(payer).or_default().push(rank);
			}
		}
		let is_in = vec![true; turns.len()];
		Ok(Self { items: items.len(), turns, is_in, own, banks, flows })
	}

	fn take_prefixes(&mut self) -> Result<(), NettingError> {
		let mut short: Vec<BankIndex> = self.banks.keys().copied().collect();
		while let Some(bank) = short.pop() {
			while !self.flows.fits(bank) {
				// A bank that pays nothing only receives, so it is never short.
				let last = self.own.get(&bank).and_then(|own| own.last().copied());
				let Some(last) = last else { break };
				self.take_out(last, &mut short)?;
			}
		}
		Ok(())
	}

	/// Takes out an item and what may not pass it; notes who gets less.
	fn take_out(&mut self, rank: usize, short: &mut Vec<BankIndex>) -> Result<(), NettingError> {
		let mut out = vec![rank];
		while let Some(rank) = out.pop() {
			let (Some((_, item)), Some(is_in)) = (self.turns.get(rank), self.is_in.get_mut(rank))
			else {
				continue;
			};
			if !core::mem::take(is_in) {
				continue;
			}
			self.flows.take_out(item)?;
			short.extend(item.movements.iter().map(|movement| movement.creditor));
			for payer in item.payers() {
				let Some(own) = self.own.get_mut(&payer) else { continue };
				let behind = own.partition_point(|other| *other < rank);
				out.extend(own.drain(behind..));
			}
		}
		Ok(())
	}

	/// Goes once through what waits; says whether anything settled.
	fn let_pass(&mut self) -> Result<bool, NettingError> {
		let mut turns = Turns::new(self.banks);
		let mut settled = false;
		for ((_, item), is_in) in self.turns.iter().zip(&mut self.is_in).filter(|(_, is)| !**is) {
			if turns.has_come(item) {
				self.flows.take_in(item)?;
				// Everybody was within its room before, and who is paid has only more of it now.
				if item.payers().into_iter().all(|payer| self.flows.fits(payer)) {
					(*is_in, settled) = (true, true);
					continue;
				}
				self.flows.take_out(item)?;
			}
			turns.leave(item);
		}
		Ok(settled)
	}

	fn resolution(self) -> Resolution {
		let mut settles = vec![false; self.items];
		let mut value: Total = 0;
		for ((place, item), _) in self.turns.iter().zip(&self.is_in).filter(|(_, is_in)| **is_in) {
			if let Some(settles) = settles.get_mut(*place) {
				*settles = true;
			}
			// Fewer than 2^64 amounts of 64 bits.
			value = value.saturating_add(item.value());
		}
		Resolution { settles, value, flows: self.flows.changed() }
	}
}
