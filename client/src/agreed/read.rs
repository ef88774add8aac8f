// SPDX-License-Identifier: Apache-2.0

use super::{Check, Clause, Milestone, KINDS};
use crate::{bundle::moment, currency::Unit};
use split_ledger_primitives::{
	limits::{ATTESTORS_MAX, CHECKS_MAX, CLAUSES_MAX, MILESTONES_MAX},
	EvidenceKind,
};
use std::ops::Range;

/// What was expected at a place of the text.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("expected {expected}")]
pub struct Fault {
	/// The bytes of the text.
	pub place: Range<usize>,
	/// What should have been there.
	pub expected: String,
}

/// What a check looks like, for messages.
const CHECK: &str =
	"`payer`, `platform`, `group`, `after TIME`, or evidence such as `delivered(7)`: \
	shipped, delivered, customs-cleared, inspected";

/// A word or a sign, and where it stands.
#[derive(Clone, Copy)]
struct Token<'a> {
	text: &'a str,
	at: usize,
}

/// Reads milestones that `;` separates.
pub fn read_milestones(text: &str, unit: Unit) -> Result<Vec<Milestone<String>>, Fault> {
	let mut milestones = Vec::new();
	let mut at = 0;
	for part in text.split(';') {
		let read = read_one(part, at, unit)?;
		if milestones.len() == MILESTONES_MAX as usize {
			let expected = format!("{MILESTONES_MAX} milestones at most");
			return Err(Fault { place: at..at + part.len(), expected });
		}
		milestones.push(read);
		at += part.len() + 1;
	}
	Ok(milestones)
}

fn read_one(text: &str, at: usize, unit: Unit) -> Result<Milestone<String>, Fault> {
	let (amount, conditions) = match text.split_once(':') {
		Some((amount, conditions)) => (amount, Some(conditions)),
		None => (text, None),
	};
	let start = at + amount.len() - amount.trim_start().len();
	let named = amount.trim();
	let fault = |expected| Fault { place: start..start + named.len(), expected };
	let sum = unit.parse(named).map_err(fault)?;
	if sum.is_zero() {
		return Err(fault("an amount above zero".to_owned()));
	}
	let clauses = match conditions {
		Some(text) => Reader::of(text, at + amount.len() + 1).clauses()?,
		None => Vec::new(),
	};
	Ok(Milestone { amount: sum, clauses })
}

/// Walks the tokens of the conditions of one milestone.
struct Reader<'a> {
	tokens: Vec<Token<'a>>,
	next: usize,
	end: usize,
}

impl<'a> Reader<'a> {
	fn of(text: &'a str, at: usize) -> Self {
		let mut tokens = Vec::new();
		let mut rest = text.char_indices().peekable();
		while let Some((start, c)) = rest.next() {
			if c.is_whitespace() {
				continue;
			}
			let mut end = start + c.len_utf8();
			if !is_sign(c) {
				while let Some((_, c)) = rest.next_if(|(_, c)| !is_sign(*c) && !c.is_whitespace()) {
					end += c.len_utf8();
				}
			}
			tokens.push(Token { text: &text[start..end], at: at + start });
		}
		Self { tokens, next: 0, end: at + text.len() }
	}

	/// All clauses: what `&` joins, or the checks that `|` joins where there is nothing else.
	fn clauses(mut self) -> Result<Vec<Clause<String>>, Fault> {
		let mut clauses = Vec::new();
		let mut bare_any = None;
		loop {
			let begin = self.next;
			let mut clause = self.clause()?;
			if self.peek() == Some("|") && clause.need == 1 {
				bare_any = Some(self.next);
				self.joined("|", &mut clause.of)?;
			}
			if clauses.len() == CLAUSES_MAX as usize {
				let expected = format!("{CLAUSES_MAX} conditions at most joined by `&`");
				return Err(self.fault(begin, expected));
			}
			clauses.push(clause);
			if !self.take("&") {
				break;
			}
		}
		match bare_any {
			Some(sign) if clauses.len() > 1 => Err(self.fault(
				sign,
				"parentheses around what `|` joins, such as `payer & (platform | delivered(7))`",
			)),
			_ if self.next < self.tokens.len() => Err(self.fault(self.next, "`&` or the end")),
			_ => Ok(clauses),
		}
	}

	fn clause(&mut self) -> Result<Clause<String>, Fault> {
		if self.take("(") {
			let mut of = vec![self.check()?];
			self.joined("|", &mut of)?;
			self.close("`|` or `)`: what must all be so is joined by `&` outside of parentheses")?;
			return Ok(Clause { need: 1, of });
		}
		let begin = self.next;
		let Some(need) = self.count()? else {
			return Ok(Clause { need: 1, of: vec![self.check()?] });
		};
		self.open(
			"`(` and the checks of which so many must be so, such as `2 of (payer, platform)`",
		)?;
		let mut of = vec![self.check()?];
		self.joined(",", &mut of)?;
		self.close("`,` or `)`")?;
		self.in_range(begin, need, of.len())?;
		Ok(Clause { need, of })
	}

	/// More checks behind a sign each.
	fn joined(&mut self, sign: &str, checks: &mut Vec<Check<String>>) -> Result<(), Fault> {
		while self.take(sign) {
			let begin = self.next;
			let check = self.check()?;
			let is_time = |check: &Check<String>| matches!(check, Check::After(_));
			if is_time(&check) && checks.iter().any(is_time) {
				return Err(self.fault(begin, "one `after` at most in a group"));
			}
			checks.push(check);
			if checks.len() > CHECKS_MAX as usize {
				return Err(self.fault(begin, format!("{CHECKS_MAX} checks at most")));
			}
		}
		Ok(())
	}

	fn check(&mut self) -> Result<Check<String>, Fault> {
		let begin = self.next;
		let Some(token) = self.word() else { return Err(self.fault(begin, CHECK)) };
		match token.text {
			"payer" => Ok(Check::Payer),
			"platform" => Ok(Check::Platform),
			"group" => Ok(Check::Group),
			"after" => {
				let begin = self.next;
				let time = self.word().and_then(|time| moment(time.text));
				let expected = "an RFC 3339 time such as `2026-12-01T00:00:00Z`";
				time.map(Check::After).ok_or_else(|| self.fault(begin, expected))
			}
			word => match KINDS.iter().find(|(name, _)| *name == word) {
				Some((_, kind)) => self.evidence(*kind),
				None => Err(self.fault(begin, CHECK)),
			},
		}
	}

	fn evidence(&mut self, kind: EvidenceKind) -> Result<Check<String>, Fault> {
		self.open(
			"`(` and who bears witness, such as `delivered(7)` or `inspected(2 of 7, 8, 9)`",
		)?;
		let begin = self.next;
		let quorum = self.count()?;
		let mut attestors: Vec<String> = Vec::new();
		loop {
			let at = self.next;
			let Some(name) = self.word() else { return Err(self.fault(at, "an attestor")) };
			if attestors.iter().any(|earlier| earlier == name.text) {
				return Err(self.fault(at, "each attestor only once"));
			}
			if attestors.len() == ATTESTORS_MAX as usize {
				return Err(self.fault(at, format!("{ATTESTORS_MAX} attestors at most")));
			}
			attestors.push(name.text.to_owned());
			if !self.take(",") {
				break;
			}
		}
		self.close("`,` or `)`")?;
		if quorum.is_none() && attestors.len() > 1 {
			let expected = "how many of the attestors must bear witness, such as `2 of`";
			return Err(self.fault(begin, expected));
		}
		let quorum = quorum.unwrap_or(1);
		self.in_range(begin, quorum, attestors.len())?;
		Ok(Check::Evidence { kind, attestors, quorum })
	}

	/// `2 of`, where it stands here.
	fn count(&mut self) -> Result<Option<u8>, Fault> {
		let begin = self.next;
		let is_count = self.tokens.get(begin + 1).is_some_and(|token| token.text == "of");
		let Some(token) = self.tokens.get(begin).filter(|_| is_count) else { return Ok(None) };
		let count = token.text.parse().map_err(|_| self.fault(begin, "a number before `of`"))?;
		self.next += 2;
		Ok(Some(count))
	}

	/// So many can be so of as many as there are.
	fn in_range(&self, place: usize, count: u8, of: usize) -> Result<(), Fault> {
		if (1..=of).contains(&usize::from(count)) {
			return Ok(());
		}
		Err(self.fault(place, format!("a number from 1 to {of}: there are no more to choose from")))
	}

	fn peek(&self) -> Option<&'a str> {
		self.tokens.get(self.next).map(|token| token.text)
	}

	fn take(&mut self, sign: &str) -> bool {
		let is_it = self.peek() == Some(sign);
		self.next += usize::from(is_it);
		is_it
	}

	fn word(&mut self) -> Option<Token<'a>> {
		let token = *self.tokens.get(self.next)?;
		let is_word = !token.text.starts_with(is_sign);
		self.next += usize::from(is_word);
		is_word.then_some(token)
	}

	fn open(&mut self, expected: &str) -> Result<(), Fault> {
		if self.take("(") {
			Ok(())
		} else {
			Err(self.fault(self.next, expected))
		}
	}

	fn close(&mut self, expected: &str) -> Result<(), Fault> {
		if self.take(")") {
			Ok(())
		} else {
			Err(self.fault(self.next, expected))
		}
	}

	/// What was expected at a token, or at the end.
	fn fault(&self, token: usize, expected: impl Into<String>) -> Fault {
		let place = match self.tokens.get(token) {
			Some(token) => token.at..token.at + token.text.len(),
			None => self.end..self.end,
		};
		Fault { place, expected: expected.into() }
	}
}

/// Whether it separates words.
pub(crate) fn is_sign(c: char) -> bool {
	matches!(c, '&' | '|' | '(' | ')' | ',')
}
