// SPDX-License-Identifier: Apache-2.0

use crate::{wire, Case, Chosen, Leg, RuleError, RuleSet, Take};
use alloc::{string::String, vec::Vec};
use codec::{Compact, Decode, Error, Input};
use split_ledger_primitives::{
	limits::DEPTH_MAX, Amount, Attributes, Currency, Moment, Purpose, RefundTerms, Uncredited,
};

/// A stored rule set as far as orders need it: without its names, and the legs of a case not before
/// an order falls under it.
///
/// So a byte costs about the same whatever the rule set looks like. To decode all of it costs ten times
/// as much where names are short or groups nest, and every order would be charged for the worst. Like
/// [`ValidRuleSet::trust`](crate::ValidRuleSet::trust) it takes what was valid when it was stored.
#[derive(Clone, Debug)]
pub struct StoredRuleSet {
	content: Vec<u8>,
	/// The rule set without its names and cases.
	head: RuleSet,
	cases: Vec<StoredCase>,
}

#[derive(Clone, Debug)]
struct StoredCase {
	/// Without legs until an order falls under it.
	case: Case,
	/// Where in the content its legs are.
	legs_at: usize,
}

impl StoredRuleSet {
	/// Reads the content of a rule set.
	pub fn read(content: Vec<u8>) -> Result<Self, Error> {
		let mut input = content.as_slice();
		let head = read_head(&mut input)?;
		let mut cases = Vec::new();
		for _ in 0..Compact::<u32>::decode(&mut input)?.0 {
			let when = wire::read_condition(head.semantics, &mut input)?;
			let legs_at = content.len().saturating_sub(input.len());
			skip_group(&mut input, 1)?;
			cases.push(StoredCase { case: Case { when, legs: Vec::new() }, legs_at });
		}
		if !input.is_empty() {
			return Err("bytes are left over".into());
		}
		Ok(Self { content, head, cases })
	}

	/// The currency of the orders that it divides.
	pub fn currency(&self) -> Currency {
		self.head.currency
	}

	/// What becomes of a leg that cannot be credited when it is released (O6).
	pub fn uncredited(&self) -> Uncredited {
		self.head.uncredited
	}

	/// How its orders are refunded (R2, R3, O5).
	pub fn refund(&self) -> &RefundTerms {
		&self.head.refund
	}

	/// Chooses as [`ValidRuleSet::choose`](crate::ValidRuleSet::choose) does.
	pub fn choose(
		&mut self,
		amount: Amount,
		attributes: &Attributes,
		now: Moment,
	) -> Result<Chosen<'_>, RuleError> {
		let mut numbered = (1..=u8::MAX).zip(&mut self.cases);
		let matching = numbered.find(|(_, it)| it.case.when.matches(amount, attributes, now));
		let (number, case) = matching.ok_or(RuleError::NoCaseMatches)?;
		Ok(case.chosen(&self.head, &self.content, number, amount))
	}

	/// The case of this number, as [`ValidRuleSet::chosen_case`](crate::ValidRuleSet::chosen_case)
	/// answers it.
	pub fn chosen_case(&mut self, number: u8, amount: Amount) -> Result<Chosen<'_>, RuleError> {
		let place = usize::from(number).checked_sub(1).ok_or(RuleError::UnknownCase)?;
		let case = self.cases.get_mut(place).ok_or(RuleError::UnknownCase)?;
		Ok(case.chosen(&self.head, &self.content, number, amount))
	}
}

impl StoredCase {
	/// Chosen for an order: its legs are read, unless an order before did.
	fn chosen<'a>(
		&'a mut self,
		rules: &'a RuleSet,
		content: &[u8],
		number: u8,
		amount: Amount,
	) -> Chosen<'a> {
		let Self { case, legs_at } = self;
		if case.legs.is_empty() {
			// They were skipped, so they decode. An empty group would divide nothing.
			let legs = content.get(*legs_at..).map(|mut input| Vec::<Leg>::decode(&mut input));
			case.legs = legs.and_then(Result::ok).unwrap_or_default();
		}
		Chosen { rules, number, case, amount }
	}
}

/// Reads up to the cases, in the order in which a rule set of its semantics is written.
fn read_head(input: &mut &[u8]) -> Result<RuleSet, Error> {
	let semantics = u8::decode(input)?;
	if !(1..=2).contains(&semantics) {
		return Err("no engine has these semantics".into());
	}
	skip_name(input)?;
	let head = RuleSet {
		semantics,
		name: String::new(),
		currency: Decode::decode(input)?,
		rounding: Decode::decode(input)?,
		residue: Decode::decode(input)?,
		uncredited: Decode::decode(input)?,
		refund: if semantics == 1 { RefundTerms::default() } else { Decode::decode(input)? },
		slots: Vec::new(),
		inputs: Vec::new(),
		channels: Vec::new(),
		categories: Vec::new(),
		promotions: Vec::new(),
		member_tiers: Vec::new(),
		cases: Vec::new(),
	};
	for _list in [&head.slots, &head.inputs].into_iter().chain(head.dictionaries()) {
		for _ in 0..Compact::<u32>::decode(input)?.0 {
			skip_name(input)?;
		}
	}
	Ok(head)
}

fn skip_name(input: &mut &[u8]) -> Result<(), Error> {
	let bytes = usize::try_from(Compact::<u32>::decode(input)?.0).ok();
	*input = bytes.and_then(|bytes| input.get(bytes..)).ok_or("a name is cut short")?;
	Ok(())
}

fn skip_group(input: &mut &[u8], depth: u32) -> Result<(), Error> {
	for _ in 0..Compact::<u32>::decode(input)?.0 {
		Take::decode(input)?;
		match input.read_byte()? {
			0 => {
				input.read_byte()?;
				Purpose::decode(input)?;
			}
			1 if depth < DEPTH_MAX => skip_group(input, depth.saturating_add(1))?,
			_ => return Err("a leg goes to a slot or to a group that is not too deep".into()),
		}
	}
	Ok(())
}
