// SPDX-License-Identifier: Apache-2.0

//! Orders of groups: such as are complete, one short, called off, or refused (O10).

use super::{Line, Maker};
use rand::Rng;
use serde::Serialize;

/// Of so many orders one group.
const ONE_OF: usize = 120;

/// A line of `groups.csv`.
#[derive(Clone, Debug, Serialize)]
pub(in crate::generate) struct Group {
	pub(in crate::generate) name: String,
	platform: &'static str,
	merchant: String,
	rules: &'static str,
	needed: u32,
	deadline: String,
	leader: &'static str,
	#[serde(skip)]
	pub(in crate::generate) kind: Kind,
}

/// What becomes of a group.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::generate) enum Kind {
	/// Complete, with a leader; one more wants to join.
	Led,
	/// Complete, without a leader; one order is to wait for the next date.
	Plain,
	/// Open until the end, one short.
	Short,
	CalledOff,
	/// It fails at the moment at which holds end.
	Failing,
	/// The first order leaves; then it is called off.
	Left,
	/// Complete; the leader pays for the second order.
	OwnLeader,
	/// The same; a part of the second one goes back before it is released.
	OwnLater,
	/// Orders that do not fit it.
	Odd,
	/// It cannot be opened any more.
	TooLate,
}

const KINDS: [Kind; 10] = [
	Kind::Led,
	Kind::Short,
	Kind::CalledOff,
	Kind::OwnLeader,
	Kind::OwnLater,
	Kind::Failing,
	Kind::Plain,
	Kind::Odd,
	Kind::Left,
	Kind::TooLate,
];

impl Maker<'_> {
	/// The orders of all groups: in turns, so that few of them have to wait for those before them.
	pub(super) fn together(&mut self) {
		let mut all = Vec::new();
		for number in 0..self.wish.orders / ONE_OF {
			let group = self.group(number);
			all.push(self.joins(&group));
			self.groups.push(group);
		}
		let rounds = all.iter().map(Vec::len).max().unwrap_or_default();
		for round in 0..rounds {
			for line in all.iter().filter_map(|lines| lines.get(round)) {
				let reference = format!("o-{}-{:05}", self.wish.seed, self.lines.len() + 1);
				self.lines.push(Line { reference, ..line.clone() });
			}
		}
	}

	fn group(&mut self, number: usize) -> Group {
		let (mut kind, mut deadline) = (KINDS[number % KINDS.len()], String::new());
		match (kind, &self.wish.expire_at) {
			(Kind::Failing, Some(time)) => deadline = time.clone(),
			(Kind::Failing, None) => kind = Kind::Short,
			(Kind::TooLate, _) => deadline = "2020-02-29T08:00:00Z".to_owned(),
			_ => {}
		}
		let is_own = matches!(kind, Kind::OwnLeader | Kind::OwnLater);
		let is_led = is_own || matches!(kind, Kind::Led | Kind::Left);
		Group {
			name: format!("g-{}-{:03}", self.wish.seed, number + 1),
			platform: "bazaar",
			merchant: self.pick(&self.cast.merchants),
			rules: "together",
			needed: if is_own { 2 } else { self.chance.random_range(2..=4) },
			deadline,
			leader: if is_led { "leader" } else { "" },
			kind,
		}
	}

	fn joins(&mut self, group: &Group) -> Vec<Line> {
		let some = |maker: &mut Self, count: u32| -> Vec<Line> {
			(0..count).map(|_| maker.joining(group)).collect()
		};
		match group.kind {
			Kind::Led => {
				let mut lines = some(self, group.needed);
				lines.push(refused(self.joining(group)));
				lines
			}
			Kind::Plain => {
				let mut lines = some(self, group.needed - 1);
				lines.push(Line { release: "next-date", ..self.joining(group) });
				lines
			}
			Kind::Short | Kind::CalledOff | Kind::Failing | Kind::Left => {
				some(self, group.needed - 1)
			}
			Kind::OwnLeader | Kind::OwnLater => {
				let promoters = self.cast.promoters.as_slice();
				let lead = |line: Line, name: &String| {
					let parties =
						format!("platform=bazaar;merchant={};leader={name}", group.merchant);
					Line { parties, ..line }
				};
				let own = self.joining(group);
				let own = Line { funders: String::new(), funds: Vec::new(), ..own };
				let release = if group.kind == Kind::OwnLater { "next-date" } else { "hold" };
				let own = Line { payer: promoters[0].clone(), release, ..lead(own, &promoters[1]) };
				vec![lead(self.joining(group), &promoters[0]), own]
			}
			Kind::Odd => {
				let at_once = Line { release: "now", ..self.joining(group) };
				let other = self.cast.merchants.iter().find(|name| **name != group.merchant);
				let other = format!("merchant={}", other.cloned().unwrap_or_default());
				let line = self.joining(group);
				let own = format!("merchant={}", group.merchant);
				let of_other = Line { parties: line.parties.replace(&own, &other), ..line };
				vec![refused(at_once), refused(of_other), self.joining(group)]
			}
			Kind::TooLate => vec![refused(self.joining(group))],
		}
	}

	fn joining(&mut self, group: &Group) -> Line {
		let leader = self.pick(&self.cast.promoters);
		let line = self.of_rule("together", "CNY", 5_000..120_000, "");
		let line = Line {
			parties: format!("platform=bazaar;merchant={};leader={leader}", group.merchant),
			release: "hold",
			deadline: String::new(),
			expiry: "",
			group: group.name.clone(),
			..line
		};
		self.funded(line)
	}
}

pub(super) fn refused(line: Line) -> Line {
	Line { is_refused: true, is_unaffordable: true, ..line }
}
