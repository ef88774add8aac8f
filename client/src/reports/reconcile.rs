// SPDX-License-Identifier: Apache-2.0

//! A bank's own file against the chain, in three ways: every posting is of an order (or an act of the bank),
//! every posting is in the bank's books, and every entry of these is a posting.

mod looked_up;
#[cfg(test)]
mod tests;

use super::{
	files::write_lines,
	items::Item,
	ours::{Named, OwnEntry},
	Ledger, Period, Scope, Statement,
};
use looked_up::Order;
use serde::Serialize;
use std::{
	collections::{BTreeMap, BTreeSet},
	path::Path,
};

/// What does not agree.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
	/// The bank booked what was not posted, or a posting is of no order.
	MissingHere,
	/// The bank did not book what was posted.
	MissingAtBank,
	/// Another amount.
	Amount,
	/// Another date.
	Timing,
	/// The bank booked it more than once.
	Duplicate,
}

impl Kind {
	/// Its name.
	pub fn name(self) -> &'static str {
		match self {
			Self::MissingHere => "missing-here",
			Self::MissingAtBank => "missing-at-bank",
			Self::Amount => "amount",
			Self::Timing => "timing",
			Self::Duplicate => "duplicate",
		}
	}
}

/// What does not agree, and where. Its columns are these fields.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Break {
	/// How.
	pub kind: Kind,
	/// The account.
	pub account: Option<u64>,
	/// The order, if it is about one.
	pub order: Option<String>,
	/// The leg.
	pub leg: Option<u8>,
	/// The reference of the act.
	pub reference: Option<String>,
	/// What was posted.
	pub here: Option<i128>,
	/// What the bank booked.
	pub at_bank: Option<i128>,
	/// The business date of the posting.
	pub date_here: Option<String>,
	/// The bank's date.
	pub date_at_bank: Option<String>,
	/// The line of the bank's file.
	pub line: Option<u64>,
	/// The bank's own name for its entry.
	pub bank_entry: Option<String>,
	/// Where the order stands; nothing where there is none.
	pub order_status: Option<String>,
	/// What to look at.
	pub detail: String,
}

/// The columns of a file of breaks.
const COLUMNS: [&str; 13] = [
	"kind",
	"account",
	"order",
	"leg",
	"reference",
	"here",
	"at_bank",
	"date_here",
	"date_at_bank",
	"line",
	"bank_entry",
	"order_status",
	"detail",
];

/// Writes breaks as CSV.
pub fn write_breaks(path: &Path, breaks: &[Break]) -> anyhow::Result<()> {
	write_lines(path, breaks, &COLUMNS)
}

/// How a bank's file and the chain agree.
#[derive(Clone, Debug, Serialize)]
pub struct Reconciled {
	/// How many postings are in both, and equal.
	pub matched: usize,
	/// How many entries of the bank are of another period, in which they were posted on their date.
	pub elsewhere: usize,
	/// What does not agree, by kind.
	pub breaks: Vec<Break>,
}

/// Matches the entries of a bank in the currency of the scope with what was posted in the period.
pub fn reconcile(
	ledger: &Ledger,
	scope: Scope,
	period: Period,
	ours: &[OwnEntry],
) -> anyhow::Result<Reconciled> {
	let statement = Statement::of(ledger, scope, period)?;
	let own = ours.iter().filter(|entry| entry.unit == scope.unit);
	let mut matching = Matching::of(ledger, statement.postings().collect(), own)?;
	matching.same_id_twice();
	let both = matching.pair(|item, entry| {
		item.amount == entry.amount && item.date.as_deref() == Some(&entry.date.to_string())
	});
	let dates = matching.pair(|item, entry| item.amount == entry.amount);
	matching.timing(&dates);
	let amounts = matching.pair(|item, entry| item.amount.signum() == entry.amount.signum());
	matching.amounts(&amounts);
	let known: Vec<_> = both.iter().chain(&dates).map(|(_, theirs)| *theirs).collect();
	matching.leftover_theirs(period, &known)?;
	matching.leftover_here();
	matching.orders()?;
	matching.breaks.sort();
	Ok(Reconciled { matched: both.len(), elsewhere: matching.elsewhere, breaks: matching.breaks })
}

/// Postings and entries that are being matched.
struct Matching<'a> {
	ledger: &'a Ledger,
	here: Vec<&'a Item>,
	theirs: Vec<&'a OwnEntry>,
	/// What the entries name: an order by its id, an act by its reference.
	names: Vec<Named>,
	here_done: Vec<bool>,
	theirs_done: Vec<bool>,
	/// Postings by account and by what could name them.
	by_name: BTreeMap<(u64, Named), Vec<usize>>,
	elsewhere: usize,
	breaks: Vec<Break>,
}

impl<'a> Matching<'a> {
	fn of(
		ledger: &'a Ledger,
		here: Vec<&'a Item>,
		theirs: impl Iterator<Item = &'a OwnEntry>,
	) -> anyhow::Result<Self> {
		let mut theirs: Vec<_> = theirs.collect();
		theirs.sort_by_key(|entry| (entry.date, entry.line));
		let names: anyhow::Result<Vec<_>> =
			theirs.iter().map(|entry| ledger.named(&entry.named)).collect();
		let mut by_name = BTreeMap::<(u64, Named), Vec<usize>>::new();
		for (place, item) in here.iter().enumerate() {
			let Some(account) = item.account else { continue };
			let order = item.order.clone().map(Named::Order);
			let act = item.reference.clone().map(Named::Reference);
			for name in order.into_iter().chain(act) {
				by_name.entry((account, name)).or_default().push(place);
			}
		}
		Ok(Self {
			ledger,
			names: names?,
			here_done: vec![false; here.len()],
			theirs_done: vec![false; theirs.len()],
			here,
			theirs,
			by_name,
			elsewhere: 0,
			breaks: Vec::new(),
		})
	}

	/// Pairs each entry that is left with the first posting that is left and fits.
	fn pair(&mut self, fits: impl Fn(&Item, &OwnEntry) -> bool) -> Vec<(usize, usize)> {
		let mut pairs = Vec::new();
		for (place, entry) in self.theirs.iter().enumerate() {
			if self.theirs_done[place] {
				continue;
			}
			let key = (entry.account, self.names[place].clone());
			let mut candidates = self.by_name.get(&key).into_iter().flatten().copied();
			let found = candidates.find(|here| {
				let item = self.here[*here];
				!self.here_done[*here] && is_leg(item.leg, entry.leg) && fits(item, entry)
			});
			if let Some(here) = found {
				self.here_done[here] = true;
				self.theirs_done[place] = true;
				pairs.push((here, place));
			}
		}
		pairs
	}

	/// A bank gives each of its entries a name of its own: the second of a name is the same entry again.
	fn same_id_twice(&mut self) {
		let mut seen = BTreeSet::new();
		for place in 0..self.theirs.len() {
			let entry: &'a OwnEntry = self.theirs[place];
			let id = &entry.id;
			if !id.is_empty() && !seen.insert(id) {
				self.theirs_done[place] = true;
				self.tell(Kind::Duplicate, None, Some(place), "the bank's entry is there twice");
			}
		}
	}

	fn timing(&mut self, pairs: &[(usize, usize)]) {
		for (here, theirs) in pairs {
			self.tell(Kind::Timing, Some(*here), Some(*theirs), "booked on another date");
		}
	}

	fn amounts(&mut self, pairs: &[(usize, usize)]) {
		for (here, theirs) in pairs {
			let less = self.here[*here].amount - self.theirs[*theirs].amount;
			let detail = format!("the bank's amount is {} by {}", way_of(less), less.abs());
			self.tell(Kind::Amount, Some(*here), Some(*theirs), &detail);
		}
	}

	/// Entries of the bank that are of no posting of the period.
	fn leftover_theirs(&mut self, period: Period, known: &[usize]) -> anyhow::Result<()> {
		for place in 0..self.theirs.len() {
			if self.theirs_done[place] {
				continue;
			}
			let entry = self.theirs[place];
			let is_same = |other: &usize| {
				let of = |place: usize| (&self.names[place], self.theirs[place]);
				let ((name, one), (other_name, other)) = (of(place), of(*other));
				let is_leg = one.leg.is_none() || other.leg.is_none() || one.leg == other.leg;
				is_leg
					&& (name, one.account, one.amount) == (other_name, other.account, other.amount)
			};
			if known.iter().any(is_same) {
				let detail = "the bank booked under two names what was posted once";
				self.tell(Kind::Duplicate, None, Some(place), detail);
			} else if let Some(date) = self.ledger.posted_on(entry, &self.names[place], period)? {
				if date == entry.date.to_string() {
					self.elsewhere = self.elsewhere.saturating_add(1);
					continue;
				}
				self.tell(Kind::Timing, None, Some(place), &format!("it was posted on {date}"));
				if let Some(told) = self.breaks.last_mut() {
					(told.here, told.date_here) = (Some(entry.amount), Some(date));
				}
			} else {
				let detail = self.why_not_posted(place)?;
				self.tell(Kind::MissingHere, None, Some(place), &detail);
			}
		}
		Ok(())
	}

	fn why_not_posted(&self, place: usize) -> anyhow::Result<String> {
		Ok(match &self.names[place] {
			Named::Reference(_) => {
				"nothing was done under this reference on this account".to_owned()
			}
			Named::Uetr(uetr) => format!("no order has the UETR {uetr}"),
			Named::Order(order) => match self.ledger.order(order)? {
				None => "there is no such order".to_owned(),
				Some(order) if order.status == "held" => {
					"the order is held: it is not posted yet".to_owned()
				}
				Some(order) => format!("the order is {}, and has no such posting", order.status),
			},
		})
	}

	fn leftover_here(&mut self) {
		for place in 0..self.here.len() {
			if !self.here_done[place] {
				self.tell(Kind::MissingAtBank, Some(place), None, "the bank did not book it");
			}
		}
	}

	/// Whether postings and orders agree: every posting of an order is of one that is there, and what left the
	/// hold of one that has ended is all of it.
	fn orders(&mut self) -> anyhow::Result<()> {
		let orders: BTreeSet<_> = self.here.iter().filter_map(|item| item.order.clone()).collect();
		for id in orders {
			let Some(order) = self.ledger.order(&id)? else {
				self.about_order(Kind::MissingHere, &id, None, "there is no order to its postings");
				continue;
			};
			let Order { amount, left_hold, ref status } = order;
			let fits = if status == "held" { left_hold <= amount } else { left_hold == amount };
			if !fits {
				let detail = format!("its postings come to {left_hold} of {amount}");
				self.about_order(Kind::Amount, &id, Some(left_hold), &detail);
			}
		}
		self.add_status()
	}

	/// Says of each break where its order stands.
	fn add_status(&mut self) -> anyhow::Result<()> {
		for told in &mut self.breaks {
			let Some(order) = &told.order else { continue };
			told.order_status = self.ledger.order(order)?.map(|order| order.status);
		}
		Ok(())
	}

	fn about_order(&mut self, kind: Kind, order: &str, here: Option<i128>, detail: &str) {
		self.breaks.push(Break {
			kind,
			account: None,
			order: Some(order.to_owned()),
			leg: None,
			reference: None,
			here,
			at_bank: None,
			date_here: None,
			date_at_bank: None,
			line: None,
			bank_entry: None,
			order_status: None,
			detail: detail.to_owned(),
		});
	}

	fn tell(&mut self, kind: Kind, here: Option<usize>, theirs: Option<usize>, detail: &str) {
		let item = here.map(|place| self.here[place]);
		let entry = theirs.map(|place| self.theirs[place]);
		let name = theirs.map(|place| self.names[place].clone());
		let (order, reference) = match name {
			Some(Named::Order(order)) => (Some(order), None),
			Some(Named::Uetr(_)) | None => (None, None),
			Some(Named::Reference(reference)) => (None, Some(reference)),
		};
		self.breaks.push(Break {
			kind,
			account: item.and_then(|item| item.account).or(entry.map(|entry| entry.account)),
			order: item.and_then(|item| item.order.clone()).or(order),
			leg: item.and_then(|item| item.leg).or(entry.and_then(|entry| entry.leg)),
			reference: item.and_then(|item| item.reference.clone()).or(reference),
			here: item.map(|item| item.amount),
			at_bank: entry.map(|entry| entry.amount),
			date_here: item.and_then(|item| item.date.clone()),
			date_at_bank: entry.map(|entry| entry.date.to_string()),
			line: entry.map(|entry| entry.line),
			bank_entry: entry.map(|entry| entry.id.clone()),
			order_status: None,
			detail: detail.to_owned(),
		});
	}
}

/// An entry that names no leg is of any.
fn is_leg(of_posting: Option<u8>, named: Option<u8>) -> bool {
	named.is_none() || named == of_posting
}

fn way_of(less: i128) -> &'static str {
	if less > 0 {
		"lower"
	} else {
		"higher"
	}
}
