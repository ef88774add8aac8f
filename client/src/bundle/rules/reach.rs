// SPDX-License-Identifier: Apache-2.0

//! Which orders a case is left with, once the cases above it took theirs: exactly, by subtracting
//! conditions as boxes of six sides.

use split_rules::Condition;
use std::{collections::BTreeSet, ops::Range};

/// Boxes beyond which the question stays open: no rule set that people write comes near.
const BOXES_MAX: usize = 4_096;

/// The cases above that leave this one no order; none where it has some, or where that is not known.
pub(super) fn covering(case: &Condition, above: &[&Condition]) -> Option<Vec<usize>> {
	let mut left = vec![Orders::of(case)];
	let mut takers = Vec::new();
	for (place, condition) in above.iter().enumerate() {
		let taken = Orders::of(condition);
		if left.iter().any(|orders| orders.meets(&taken)) {
			takers.push(place);
		}
		left = left.iter().flat_map(|orders| orders.without(&taken)).collect();
		if left.len() > BOXES_MAX {
			return None;
		}
	}
	left.is_empty().then_some(takers)
}

/// Orders that fit on every side.
#[derive(Clone)]
struct Orders {
	words: [Words; 4],
	ranges: [Range<u128>; 2],
}

/// Words of one dictionary. No word at all is one of the others.
#[derive(Clone)]
enum Words {
	These(BTreeSet<u16>),
	AllBut(BTreeSet<u16>),
}

impl Orders {
	fn of(condition: &Condition) -> Self {
		let words = |list: &Vec<u16>| match list.as_slice() {
			[] => Words::AllBut(BTreeSet::new()),
			list => Words::These(list.iter().copied().collect()),
		};
		let range = |from: Option<u64>, below: Option<u64>| {
			let end = below.map_or(1 << 64, u128::from);
			from.unwrap_or_default().into()..end
		};
		let amounts = (condition.amount_from, condition.amount_below);
		let times = (condition.time_from, condition.time_before);
		Self {
			words: [
				words(&condition.channel),
				words(&condition.category),
				words(&condition.promotion),
				words(&condition.member_tier),
			],
			ranges: [
				range(amounts.0.map(|it| it.0), amounts.1.map(|it| it.0)),
				range(times.0.map(|it| it.0), times.1.map(|it| it.0)),
			],
		}
	}

	fn meets(&self, other: &Self) -> bool {
		let words = self.words.iter().zip(&other.words);
		let mut ranges = self.ranges.iter().zip(&other.ranges);
		words.into_iter().all(|(a, b)| !a.and(b).is_empty())
			&& ranges.all(|(a, b)| a.start.max(b.start) < a.end.min(b.end))
	}

	/// These without the others: side by side, what is outside on that side, within on those before.
	fn without(&self, other: &Self) -> Vec<Self> {
		if !self.meets(other) {
			return vec![self.clone()];
		}
		let mut parts = Vec::new();
		let mut rest = self.clone();
		for side in 0..rest.words.len() {
			let outside = rest.words[side].and(&other.words[side].others());
			if !outside.is_empty() {
				let mut part = rest.clone();
				part.words[side] = outside;
				parts.push(part);
			}
			rest.words[side] = rest.words[side].and(&other.words[side]);
		}
		for side in 0..rest.ranges.len() {
			let (own, taken) = (rest.ranges[side].clone(), &other.ranges[side]);
			let within = own.start.max(taken.start)..own.end.min(taken.end);
			for outside in [own.start..within.start, within.end..own.end] {
				if !outside.is_empty() {
					let mut part = rest.clone();
					part.ranges[side] = outside;
					parts.push(part);
				}
			}
			rest.ranges[side] = within;
		}
		parts
	}
}

impl Words {
	fn is_empty(&self) -> bool {
		matches!(self, Self::These(words) if words.is_empty())
	}

	fn others(&self) -> Self {
		match self {
			Self::These(words) => Self::AllBut(words.clone()),
			Self::AllBut(words) => Self::These(words.clone()),
		}
	}

	fn and(&self, other: &Self) -> Self {
		match (self, other) {
			(Self::These(a), Self::These(b)) => Self::These(a & b),
			(Self::These(these), Self::AllBut(but)) | (Self::AllBut(but), Self::These(these)) => {
				Self::These(these - but)
			}
			(Self::AllBut(a), Self::AllBut(b)) => Self::AllBut(a | b),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::covering;
	use split_ledger_primitives::{Amount, Moment};
	use split_rules::Condition;

	fn amounts(from: u64, below: u64) -> Condition {
		let (amount_from, amount_below) = (Some(Amount(from)), Some(Amount(below)));
		Condition { amount_from, amount_below, ..Condition::default() }
	}

	fn channel(words: &[u16]) -> Condition {
		Condition { channel: words.to_vec(), ..Condition::default() }
	}

	#[test]
	fn ranges_cover_one_another_only_without_a_gap() {
		let (low, high) = (amounts(0, 100), amounts(100, 500));
		assert_eq!(covering(&amounts(50, 200), &[&low, &high]), Some(vec![0, 1]));
		assert_eq!(covering(&amounts(50, 501), &[&low, &high]), None);
		assert_eq!(covering(&amounts(50, 200), &[&low, &amounts(101, 500)]), None);
		assert_eq!(covering(&amounts(200, 300), &[&low, &high]), Some(vec![1]));
	}

	#[test]
	fn an_order_without_a_word_is_covered_by_no_list() {
		assert_eq!(covering(&channel(&[1]), &[&channel(&[1, 2])]), Some(vec![0]));
		assert_eq!(covering(&Condition::default(), &[&channel(&[1, 2])]), None);
		assert_eq!(covering(&channel(&[1, 3]), &[&channel(&[1, 2])]), None);
	}

	#[test]
	fn a_case_must_be_covered_on_every_side() {
		let wide = Condition { time_before: Some(Moment(9)), ..channel(&[1]) };
		let narrow = Condition { time_before: Some(Moment(9)), ..amounts(1, 5) };
		assert_eq!(covering(&narrow, &[&wide]), None);
		let both = Condition { channel: vec![1], ..narrow.clone() };
		assert_eq!(covering(&both, &[&wide]), Some(vec![0]));
		let low = Condition { amount_below: Some(Amount(3)), ..Condition::default() };
		let high = Condition { amount_from: Some(Amount(3)), ..Condition::default() };
		assert_eq!(covering(&Condition::default(), &[&low, &high]), Some(vec![0, 1]));
	}
}
