// SPDX-License-Identifier: Apache-2.0

//! Orders that are placed by a mandate (P7): within its dates, and within what it allows an order and a
//! period.

use super::{Refusal, Refused, Run, Times};
use crate::bundle::{Bundle, Mandate, Order};
use split_ledger_primitives::{Amount, Date, MandatePeriod, Moment};

/// The mandates of a bundle, by their places.
#[derive(Clone, Debug)]
pub(crate) struct Mandates {
	rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
	state: State,
	/// The first date.
	from: Date,
	/// What was drawn in which period.
	used: Option<(Period, Drawn)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
	/// The chain refused to take it.
	Refused,
	Given,
	Revoked,
}

/// A period of a mandate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Period {
	/// A year and a month of it.
	Month(i64, u32),
	/// By its number, from the first date on.
	Days(u16),
}

/// Amounts and orders that were drawn.
#[derive(Clone, Copy, Debug, Default)]
struct Drawn {
	amount: u128,
	orders: u32,
}

impl Drawn {
	fn plus(self, amount: Amount) -> Self {
		Self { amount: self.amount + amount.total(), orders: self.orders.saturating_add(1) }
	}
}

impl Mandates {
	/// The mandates as they were given, or refused to be.
	pub(crate) fn given(bundle: &Bundle, times: &Times) -> Self {
		let row = |mandate: &Mandate| {
			let today = times.opened(&mandate.reference()).date();
			let from = mandate.from.unwrap_or(today);
			let is_sound = today <= mandate.until && from <= mandate.until;
			let state = if is_sound { State::Given } else { State::Refused };
			Row { state, from, used: None }
		};
		Self { rows: bundle.mandates.iter().map(row).collect() }
	}

	/// Those that the chain refused to take.
	pub(super) fn refused(&self, bundle: &Bundle) -> Vec<Refused> {
		let rows = bundle.mandates.iter().zip(&self.rows);
		let refused = rows.filter(|(_, row)| row.state == State::Refused);
		let refusal = || Refusal::of("unsound-dates", "its last date has passed");
		refused
			.map(|(mandate, _)| Refused { reference: mandate.reference(), refusal: refusal() })
			.collect()
	}

	/// Whether an order that is placed at `at` may draw by the mandate that it names, behind these others
	/// of its own payment.
	pub(crate) fn may_draw<'o>(
		&self,
		bundle: &Bundle,
		order: &Order,
		at: Moment,
		earlier: impl Iterator<Item = &'o Order>,
	) -> Result<(), Refusal> {
		let Some(place) = order.mandate else { return Ok(()) };
		let (mandate, row, today) = (&bundle.mandates[place], &self.rows[place], at.date());
		match row.state {
			State::Given if today <= mandate.until => {}
			State::Given | State::Revoked => {
				return Err(Refusal::of("mandate-ended", "the mandate is over"));
			}
			State::Refused => return Err(Refusal::of("unknown-mandate", "it was not given")),
		}
		if today < row.from {
			return Err(Refusal::of("not-begun", "the mandate begins later"));
		}
		if order.amount > mandate.single {
			return Err(Refusal::of("over-mandate-single", "more than one order may draw"));
		}
		let pending = earlier.filter(|earlier| earlier.mandate == order.mandate);
		let drawn = pending.map(|earlier| earlier.amount).chain([order.amount]);
		let drawn = drawn.fold(row.drawn(mandate, today), Drawn::plus);
		if drawn.orders > mandate.orders {
			return Err(Refusal::of("over-mandate-orders", "as many orders as a period has"));
		}
		if drawn.amount > mandate.amount.total() {
			return Err(Refusal::of("over-mandate-amount", "more than is left of the period"));
		}
		Ok(())
	}

	/// Counts an order that was taken in.
	pub(crate) fn draw(&mut self, bundle: &Bundle, order: &Order, at: Moment) {
		let Some(place) = order.mandate else { return };
		let (mandate, row) = (&bundle.mandates[place], &mut self.rows[place]);
		let drawn = row.drawn(mandate, at.date()).plus(order.amount);
		row.used = Some((row.period(mandate, at.date()), drawn));
	}
}

impl Row {
	fn period(&self, mandate: &Mandate, on: Date) -> Period {
		match mandate.period {
			MandatePeriod::Month => {
				let (year, month, _) = on.civil();
				Period::Month(year, month)
			}
			MandatePeriod::Days(days) => Period::Days(on.0.saturating_sub(self.from.0) / days),
		}
	}

	/// What was drawn in the period of a date.
	fn drawn(&self, mandate: &Mandate, on: Date) -> Drawn {
		let period = self.period(mandate, on);
		let same = self.used.filter(|(of, _)| *of == period);
		same.map(|(_, drawn)| drawn).unwrap_or_default()
	}
}

impl Run<'_> {
	/// The payer's bank revokes a mandate. What was placed by it lives on. Where it is not known when that
	/// was, it counts as done when the last order was placed, or the mandate given if that was later.
	pub(super) fn revoke(&mut self, place: usize) -> Result<(), Refusal> {
		let (mandate, times) = (&self.bundle.mandates[place], &self.times);
		let placed = self.bundle.orders.iter().map(|order| times.of(order));
		let given = times.opened(&mandate.reference());
		let at = self.acting_at().unwrap_or_else(|| placed.fold(given, Moment::max));
		let today = at.date();
		let (row, until) = (&mut self.mandates.rows[place], mandate.until);
		match row.state {
			State::Given if today <= until => {}
			State::Given | State::Revoked => {
				return Err(Refusal::of("mandate-ended", "the mandate is over"));
			}
			State::Refused => return Err(Refusal::of("unknown-mandate", "it was not given")),
		}
		row.state = State::Revoked;
		Ok(())
	}
}
