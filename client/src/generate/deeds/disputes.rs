// SPDX-License-Identifier: Apache-2.0

//! What is said and decided about the orders that can be disputed, what is frozen, and who gets a leg in
//! its payee's place (O8, M7, O12).

use super::{line, third, Line};
use crate::generate::{cast::Cast, orders::Line as Order};
use rand_chacha::ChaCha8Rng;

/// What is done with the orders, step by step: so that many orders take each step at once.
pub(super) fn of(orders: &[Order], cast: &Cast, chance: &mut ChaCha8Rng) -> Vec<Line> {
	let argued = || orders.iter().filter(|order| !order.resolver.is_empty() && !order.is_refused);
	let held = argued().filter(|order| order.release == "hold");
	let paid = argued().filter(|order| order.release == "now");
	let mut all: Vec<Vec<Line>> = Vec::new();
	for (place, order) in held.enumerate() {
		let part = third(order, chance);
		let story = Story { order, part, financier: cast.financier(&order.parties) };
		all.push(story.of_held(place));
	}
	for (place, order) in paid.enumerate() {
		let part = third(order, chance);
		let story = Story { order, part, financier: cast.financier(&order.parties) };
		all.push(story.of_paid(place));
	}
	// Who named no resolver cannot dispute.
	let plain = orders
		.iter()
		.find(|order| order.resolver.is_empty() && order.release == "hold" && !order.is_refused);
	all.extend(plain.map(|order| vec![by(order, "none", "dispute", &order.payer)]));

	let steps = all.iter().map(Vec::len).max().unwrap_or_default();
	let step = |step: usize| all.iter().filter_map(move |lines| lines.get(step)).cloned();
	(0..steps).flat_map(step).collect()
}

/// What is done with one order.
struct Story<'a> {
	order: &'a Order,
	/// A part of its amount.
	part: String,
	/// Who may get a leg in its payee's place.
	financier: &'a str,
}

impl Story<'_> {
	fn of_held(&self, place: usize) -> Vec<Line> {
		match place % 13 {
			0 => vec![
				self.disputed(),
				self.resolved("early", "50%"),
				self.answered(),
				self.resolved("decided", "37%"),
			],
			1 => vec![
				self.part(),
				self.disputed(),
				self.answered(),
				self.resolved("decided", "12.5%"),
			],
			2 => vec![self.disputed(), self.withdrawn(), self.all()],
			3 => vec![self.frozen(), self.released("too-early"), self.thawed(), self.all()],
			4 => vec![self.assigned(self.financier), self.part(), self.assigned_back(), self.all()],
			5 => vec![self.part(), self.disputed()],
			6 => vec![
				self.part(),
				line(self.order, "between", "refund", self.part.clone()),
				self.disputed_by_merchant(),
				line(self.order, "answered", "answer", String::new()),
				self.resolved("decided", "66.6667%"),
			],
			7 => vec![self.disputed(), self.all()],
			8 => vec![self.disputed(), line(self.order, "back", "refund", String::new())],
			9 => {
				vec![self.part(), self.frozen(), line(self.order, "back", "refund", String::new())]
			}
			10 => vec![
				self.assigned(self.financier),
				self.disputed(),
				self.assigned_back(),
				self.answered(),
				self.resolved("decided", "0%"),
			],
			11 => vec![
				self.part(),
				self.frozen(),
				self.disputed(),
				self.answered(),
				self.resolved("early", "80%"),
				self.thawed(),
				self.resolved("decided", "80%"),
			],
			_ => vec![self.disputed(), self.answered()],
		}
	}

	fn of_paid(&self, place: usize) -> Vec<Line> {
		match place % 3 {
			0 => vec![self.disputed(), self.answered(), self.resolved("decided", "25%")],
			1 => vec![self.disputed_by_merchant(), self.withdrawn()],
			_ => vec![self.disputed(), self.answered(), self.resolved("decided", "100%")],
		}
	}

	fn merchant(&self) -> &str {
		let of = |slot| self.order.party(slot);
		of("merchant").or(of("to")).unwrap_or_default()
	}

	fn disputed(&self) -> Line {
		by(self.order, "disputed", "dispute", &self.order.payer)
	}

	fn disputed_by_merchant(&self) -> Line {
		by(self.order, "disputed", "dispute", self.merchant())
	}

	fn answered(&self) -> Line {
		by(self.order, "answered", "answer", self.merchant())
	}

	fn withdrawn(&self) -> Line {
		line(self.order, "withdrawn", "withdraw", String::new())
	}

	fn resolved(&self, suffix: &str, share: &str) -> Line {
		Line { share: share.to_owned(), ..line(self.order, suffix, "resolve", String::new()) }
	}

	/// As long as it can be: a bundle that is the same every day cannot name a moment.
	fn frozen(&self) -> Line {
		line(self.order, "frozen", "freeze", String::new())
	}

	fn thawed(&self) -> Line {
		line(self.order, "thawed", "unfreeze", String::new())
	}

	fn assigned(&self, to: &str) -> Line {
		self.assign("assigned", to)
	}

	fn assigned_back(&self) -> Line {
		self.assign("back", self.merchant())
	}

	fn assign(&self, suffix: &str, to: &str) -> Line {
		let legs = if self.order.rules.is_empty() { "1" } else { "merchant" };
		Line { legs: legs.to_owned(), ..by(self.order, suffix, "assign", to) }
	}

	fn part(&self) -> Line {
		line(self.order, "first", "release", self.part.clone())
	}

	fn all(&self) -> Line {
		self.released("all")
	}

	fn released(&self, suffix: &str) -> Line {
		line(self.order, suffix, "release", String::new())
	}
}

/// An action by somebody.
fn by(order: &Order, suffix: &str, action: &'static str, who: &str) -> Line {
	Line { by: who.to_owned(), ..line(order, suffix, action, String::new()) }
}
