// SPDX-License-Identifier: Apache-2.0

use super::{
	super::{
		document::{Entries, Value},
		moment,
	},
	reader::Reader,
	Finding,
};
use split_ledger_primitives::Moment;
use split_rules::Condition;
use std::{collections::BTreeMap, ops::Range};

/// What a condition can ask for; the words of dictionaries first.
pub(super) const KEYS: &[&str] =
	&["channel", "category", "promotion", "member_tier", "amount", "time"];

/// Where the values of keys stand.
type Places = BTreeMap<String, Range<usize>>;

impl Reader {
	/// Which orders a case is for. Where its parts stand goes to `places`.
	pub(super) fn condition(&mut self, value: Value<'_>, places: &mut Places) -> Condition {
		let Some(entries) = self.keep(value.entries()) else { return Condition::default() };
		self.findings.extend(entries.unknown(KEYS));
		places.extend(entries.places());
		let mut condition = Condition {
			channel: self.words(&entries, "channel", |reader| &mut reader.rules.channels),
			category: self.words(&entries, "category", |reader| &mut reader.rules.categories),
			promotion: self.words(&entries, "promotion", |reader| &mut reader.rules.promotions),
			member_tier: self
				.words(&entries, "member_tier", |reader| &mut reader.rules.member_tiers),
			..Condition::default()
		};
		if let Some(range) = self.range(&entries, "amount", ["from", "below"], places) {
			condition.amount_from = self.amount(&range, "from");
			condition.amount_below = self.amount(&range, "below");
		}
		if let Some(window) = self.range(&entries, "time", ["from", "before"], places) {
			condition.time_from = self.moment(&window, "from");
			condition.time_before = self.moment(&window, "before");
		}
		condition
	}

	fn moment(&mut self, entries: &Entries<'_>, key: &str) -> Option<Moment> {
		let value = entries.get(key)?;
		let time = value.text().and_then(|text| {
			moment(text).ok_or_else(|| {
				let expected = "an RFC 3339 time such as `2026-11-11T00:00:00+08:00`";
				let fault = value.fault(format!("`{text}` is no moment"), expected);
				fault.maybe_help(moment_meant(text).map(|meant| format!("write `{meant}`")))
			})
		});
		self.keep(time)
	}

	/// A table of a lower and an upper bound, one of them at least.
	fn range<'a>(
		&mut self,
		entries: &Entries<'a>,
		key: &str,
		bounds: [&str; 2],
		places: &mut Places,
	) -> Option<Entries<'a>> {
		let value = entries.get(key)?;
		let range = self.keep(value.entries())?;
		self.findings.extend(range.unknown(&bounds));
		places.extend(range.places().map(|(bound, place)| (format!("{key}.{bound}"), place)));
		let [lower, upper] = bounds;
		if range.get(lower).is_none() && range.get(upper).is_none() {
			let expected = format!("`{lower}`, `{upper}`, or both");
			self.findings.push(value.fault("a range without bounds", expected));
		}
		Some(range)
	}

	/// The words of a list as indices into a dictionary, which grows by those that it lacks.
	fn words(
		&mut self,
		entries: &Entries<'_>,
		key: &str,
		dictionary: fn(&mut Self) -> &mut Vec<String>,
	) -> Vec<u16> {
		let Some(value) = entries.get(key) else { return Vec::new() };
		let Some(words) = self.keep(value.array()) else { return Vec::new() };
		if words.is_empty() {
			let fault = value.fault("an empty list", "a list of one word at least");
			self.findings.push(fault.help(format!("leave `{key}` out: then any matches")));
		}
		let mut indices = Vec::new();
		for word in words {
			let Some(text) = self.keep(word.text()) else { continue };
			self.note(text, word.span());
			let index = index_in(dictionary(self), text);
			match index {
				Some(index) if indices.contains(&index) => self.findings.push(twice(word, text)),
				Some(index) => indices.push(index),
				None => {
					let fault = word.fault("a dictionary is full", "fewer words");
					self.findings.push(fault);
				}
			}
		}
		indices
	}
}

/// A moment that somebody who wrote this most likely meant: a date alone, or a time without an offset.
fn moment_meant(text: &str) -> Option<String> {
	let text = text.trim().replacen(' ', "T", 1);
	let guesses = [format!("{text}Z"), format!("{text}:00Z"), format!("{text}T00:00:00Z")];
	guesses.into_iter().chain([text]).find(|guess| moment(guess).is_some())
}

/// Named as the engine names it, which knows the list and not the word.
fn twice(word: Value<'_>, text: &str) -> Finding {
	let fault = word.fault(format!("`{text}` stands twice in its list"), "each word once");
	Finding { code: "duplicate-attribute".into(), ..fault }.help("leave it out here")
}

fn index_in(dictionary: &mut Vec<String>, text: &str) -> Option<u16> {
	let known = dictionary.iter().position(|known| known == text);
	let place = known.unwrap_or(dictionary.len());
	if known.is_none() {
		dictionary.push(text.to_owned());
	}
	u16::try_from(place + 1).ok()
}
