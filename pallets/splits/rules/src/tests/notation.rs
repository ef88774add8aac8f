// SPDX-License-Identifier: Apache-2.0

//! Rule sets as text: the notation of `allocations.csv`, and some words more.
//!
//! A leg is TAKE:TARGET. Ours beyond the file: `$NAME` takes an input; `P%r` and `N/Dr` are shares of
//! the rest, `P%n0+2` of net of the legs at places 0 and 2; `whole[0=8%,100=5%]` and
//! `marginal[0=8%,100=5%]` are tiers, which may stand where a share does; and a target may carry a
//! purpose after a slash (`platform/fee`; goods by default).

use crate::{
	exact::gcd, Base, Case, Condition, Leg, Places, Residue, Rounding, RuleError, RuleSet, Take,
	Target, Tier, TierBy, SEMANTICS,
};
use split_ledger_primitives::{
	Amount, Attributes, Currency, Moment, Purpose, RefundTerms, Uncredited,
};

/// When the orders of the tests are placed.
pub(super) const NOW: Moment = Moment(1_795_305_600_000);

/// A rule set of one case.
pub(super) fn rules(legs: &str, method: &str) -> RuleSet {
	let (residue, rounding) = match method {
		"first-leg" => (Residue::First, Rounding::Down),
		"largest-remainder" => (Residue::LargestRemainder, Rounding::Down),
		"remainder-leg" => (Residue::Remainder, Rounding::Down),
		"remainder-leg-half-up" => (Residue::Remainder, Rounding::HalfUp),
		"remainder-leg-half-even" => (Residue::Remainder, Rounding::HalfEven),
		_ => panic!("unknown method {method}"),
	};
	let mut rules = RuleSet {
		semantics: SEMANTICS,
		name: "test".into(),
		currency: Currency(156),
		rounding,
		residue,
		uncredited: Uncredited::Park,
		refund: RefundTerms::default(),
		slots: Vec::new(),
		inputs: Vec::new(),
		channels: vec!["app".into(), "web".into()],
		categories: vec!["books".into(), "music".into(), "toys".into()],
		promotions: vec!["spring".into()],
		member_tiers: vec!["gold".into(), "silver".into()],
		cases: Vec::new(),
	};
	add_case(&mut rules, Condition::default(), legs);
	rules
}

/// One more case, at the end.
pub(super) fn add_case(rules: &mut RuleSet, when: Condition, legs: &str) {
	let mut parser = Parser { rules, words: legs };
	let legs = parser.group();
	assert_eq!(parser.words, "", "left over");
	rules.cases.push(Case { when, legs });
}

/// What the rule set makes of `amount`, in the notation of the file; errors by their name.
pub(super) fn outcome(rules: &RuleSet, amount: u64, inputs: &[(u8, u64)]) -> String {
	let inputs: Vec<_> = inputs.iter().map(|(input, amount)| (*input, Amount(*amount))).collect();
	let allocated = rules
		.clone()
		.validate()
		.map_err(|fault| fault.error)
		.and_then(|valid| valid.allocate(Amount(amount), &Attributes::default(), NOW, &inputs));
	match allocated {
		Err(error) => format!("refuse:{error:?}"),
		Ok(allocation) => {
			let parts = allocation.legs.iter().enumerate().map(|(place, part)| {
				assert_eq!(usize::from(part.leg), place + 1, "leaves are counted from 1 on");
				format!("{}={}", rules.slots[usize::from(part.slot)], part.amount)
			});
			parts.collect::<Vec<_>>().join(" ")
		}
	}
}

/// The name that `allocations.csv` has for an error.
pub(super) fn published_name(error: RuleError) -> &'static str {
	match error {
		RuleError::SharesOverWhole => "shares-over-whole",
		RuleError::NoOwnerOfResidue => "no-receiver-for-residue",
		RuleError::TwoRemainders => "two-remainders",
		RuleError::LegOverRest => "fixed-over-total",
		other => panic!("{other:?} has no name in the file"),
	}
}

struct Parser<'a> {
	rules: &'a mut RuleSet,
	words: &'a str,
}

impl Parser<'_> {
	fn group(&mut self) -> Vec<Leg> {
		let mut legs = vec![self.leg()];
		while let Some(words) = self.words.strip_prefix(' ') {
			self.words = words;
			legs.push(self.leg());
		}
		legs
	}

	fn leg(&mut self) -> Leg {
		let (take, words) = self.words.split_once(':').expect("a leg is TAKE:TARGET");
		self.words = words;
		let take = self.take(take);
		if let Some(words) = self.words.strip_prefix('(') {
			self.words = words;
			let legs = self.group();
			self.words = self.words.strip_prefix(')').expect("a group ends");
			return Leg { take, target: Target::Split(legs) };
		}
		let end = self.words.find([' ', ')']).unwrap_or(self.words.len());
		let (target, words) = self.words.split_at(end);
		self.words = words;
		let (name, purpose) = target.split_once('/').unwrap_or((target, "goods"));
		let slot = place_of(&mut self.rules.slots, name);
		Leg { take, target: Target::Slot { slot, purpose: purpose_of(purpose) } }
	}

	fn take(&mut self, text: &str) -> Take {
		if text == "rest" {
			return Take::Remainder;
		}
		if let Some(name) = text.strip_prefix('$') {
			return Take::Input(place_of(&mut self.rules.inputs, name));
		}
		if let Some(cap) = text.strip_prefix("max") {
			let cap = Some(Amount(cap.parse().unwrap()));
			return Take::Share { numerator: 1, denominator: 1, of: Base::Rest, floor: None, cap };
		}
		let bound = |mark: char| {
			let (_, rest) = text.split_once(mark)?;
			let digits = rest[1..].split(['<', '>']).next().unwrap();
			Some(Amount(digits.parse().unwrap()))
		};
		let (floor, cap) = (bound('>'), bound('<'));
		let share = &text[..text.find(['<', '>']).unwrap_or(text.len())];
		for (word, by) in [("whole[", TierBy::Whole), ("marginal[", TierBy::Marginal)] {
			if let Some((tiers, of)) = share.strip_prefix(word).and_then(|it| it.split_once(']')) {
				let (_, of) = base(of);
				let (denominator, tiers) = tiers_of(tiers);
				return Take::Tiered { denominator, tiers, by, of, floor, cap };
			}
		}
		let (share, of) = base(share);
		match fraction(share) {
			Some((numerator, denominator)) => {
				Take::Share { numerator, denominator, of, floor, cap }
			}
			None => Take::Fixed(Amount(share.parse().unwrap())),
		}
	}
}

/// A share without the word for its base, and that base.
fn base(share: &str) -> (&str, Base) {
	if let Some(share) = share.strip_suffix('r') {
		return (share, Base::Rest);
	}
	match share.rsplit_once('n') {
		None => (share, Base::Gross),
		Some((share, places)) => {
			let places = places.split('+').map(|place| place.parse().unwrap());
			(share, Base::Net(Places::of(places)))
		}
	}
}

/// FROM=SHARE, ... over their common denominator, in lowest terms together.
fn tiers_of(text: &str) -> (u32, Vec<Tier>) {
	let tiers: Vec<_> = text
		.split(',')
		.map(|tier| tier.split_once('=').expect("a tier is FROM=SHARE"))
		.map(|(from, share)| (Amount(from.parse().unwrap()), fraction(share).unwrap()))
		.collect();
	let denominator = tiers.iter().fold(1, |all, (_, (_, it))| all / gcd(all, *it) * it);
	let numerators = tiers.iter().map(|(_, (numerator, it))| numerator * (denominator / it));
	let common = numerators.clone().fold(denominator, |common, it| gcd(it, common));
	let froms = tiers.iter().map(|(from, _)| *from);
	let tier = |(from, numerator): (Amount, u32)| Tier { from, numerator: numerator / common };
	(denominator / common, froms.zip(numerators).map(tier).collect())
}

fn fraction(text: &str) -> Option<(u32, u32)> {
	let (numerator, denominator): (u64, u64) = if let Some(percent) = text.strip_suffix('%') {
		let (whole, decimals) = percent.split_once('.').unwrap_or((percent, ""));
		let scale = 10_u64.pow(decimals.len().try_into().unwrap());
		(format!("{whole}{decimals}").parse().unwrap(), 100 * scale)
	} else if let Some(points) = text.strip_suffix("bp") {
		(points.parse().unwrap(), 10_000)
	} else if let Some(millionths) = text.strip_suffix("ppm") {
		(millionths.parse().unwrap(), 1_000_000)
	} else {
		let (numerator, denominator) = text.split_once('/')?;
		(numerator.parse().unwrap(), denominator.parse().unwrap())
	};
	let common = (1..=denominator.min(numerator))
		.rev()
		.find(|common| numerator % common == 0 && denominator % common == 0)
		.unwrap_or(1);
	Some(((numerator / common).try_into().unwrap(), (denominator / common).try_into().unwrap()))
}

fn place_of(names: &mut Vec<String>, name: &str) -> u8 {
	let place = names.iter().position(|known| known == name).unwrap_or_else(|| {
		names.push(name.into());
		names.len() - 1
	});
	place.try_into().unwrap()
}

fn purpose_of(text: &str) -> Purpose {
	match text {
		"goods" => Purpose::Goods,
		"logistics" => Purpose::Logistics,
		"fee" => Purpose::Fee,
		"commission" => Purpose::Commission,
		"tax" => Purpose::Tax,
		"refund" => Purpose::Refund,
		_ => panic!("unknown purpose {text}"),
	}
}
