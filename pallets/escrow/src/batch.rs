// SPDX-License-Identifier: Apache-2.0

//! Batches of acts on orders: each an item of the book of its own, of which what is refused spoils
//! nothing else; or all of them one item, tested for cover on the net effect of the whole (R4).

use crate::{
	posting::{in_item, Book},
	types::Refusal,
	Config, Event, Pallet,
};
use alloc::vec::Vec;
use frame::prelude::{BoundedVec, DispatchError, DispatchResult};
use split_ledger_primitives::ports::Signer;

/// What became of a batch.
#[derive(Default)]
pub(crate) struct BatchTally {
	done: u32,
	repeated: u32,
	/// The legs of the orders that were acted on.
	legs: u32,
	refused: Vec<Refusal>,
}

impl BatchTally {
	fn count(&mut self, legs: Option<u32>) {
		// Counts of at most 500 acts on orders of at most 51 legs.
		match legs {
			None => self.repeated = self.repeated.saturating_add(1),
			Some(legs) => {
				self.done = self.done.saturating_add(1);
				self.legs = self.legs.saturating_add(legs);
			}
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Does each act: plans it in an item of the book, then writes and tells it. `plan` answers none
	/// for what was done before; `conclude` answers how many legs its order has.
	///
	/// With `all_or_none` an error stands for the whole: the caller refuses the call, which takes back
	/// what was written.
	pub(crate) fn each_of_batch<I, P>(
		book: &mut Book<T>,
		items: impl IntoIterator<Item = I>,
		all_or_none: bool,
		mut plan: impl FnMut(&mut Book<T>, &I) -> Result<Option<P>, DispatchError>,
		mut conclude: impl FnMut(&mut Book<T>, I, P) -> Result<u32, DispatchError>,
	) -> Result<BatchTally, DispatchError> {
		let mut tally = BatchTally::default();
		let mut act = |book: &mut Book<T>, item: I, planned: Option<P>| match planned {
			None => Ok(None),
			Some(planned) => conclude(book, item, planned).map(Some),
		};
		if all_or_none {
			in_item(book, |book| -> DispatchResult {
				for item in items {
					let planned = plan(book, &item)?;
					// Written before the next is planned, which may act on the same order.
					tally.count(act(book, item, planned)?);
				}
				Ok(())
			})?;
			return Ok(tally);
		}
		for (place, item) in (0u16..).zip(items) {
			match in_item(book, |book| plan(book, &item)) {
				Ok(planned) => tally.count(act(book, item, planned)?),
				Err(error) => tally.refused.push(Refusal { item: place, order: None, error }),
			}
		}
		Ok(tally)
	}

	/// Tells what became of a batch. Answers the legs that it is charged for, so many for each refusal:
	/// planning what is refused costs about as much as doing it.
	pub(crate) fn tell_batch(
		signer: &Signer<T::AccountId>,
		tally: BatchTally,
		legs_each: u32,
	) -> u32 {
		let BatchTally { done, repeated, legs, refused } = tally;
		let count = u32::try_from(refused.len()).unwrap_or(u32::MAX);
		let refused = BoundedVec::truncate_from(refused);
		Self::deposit_event(Event::BatchDone { done, repeated, refused, by: Self::by(signer) });
		legs.saturating_add(count.saturating_mul(legs_each))
	}
}
