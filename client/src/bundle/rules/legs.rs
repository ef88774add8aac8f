// SPDX-License-Identifier: Apache-2.0

use super::{
	super::{
		document::{Entries, Value},
		shares,
	},
	names::nearest,
	reader::{meaning, one_of, Place, Reader},
	Finding,
};
use split_ledger_primitives::{Amount, Purpose};
use split_rules::{Base, Leg, Places, Take, Target, Tier, TierBy};
use std::ops::Range;

const KEYS: &[&str] = &["to", "name", "take", "tiers", "of", "floor", "cap", "purpose", "split"];
const BASES: &[(&str, Base)] = &[("gross", Base::Gross), ("rest", Base::Rest)];
pub(super) const TIERS: &[(&str, TierBy)] =
	&[("whole", TierBy::Whole), ("marginal", TierBy::Marginal)];
const PURPOSES: &[(&str, Purpose)] = &[
	("goods", Purpose::Goods),
	("logistics", Purpose::Logistics),
	("fee", Purpose::Fee),
	("commission", Purpose::Commission),
	("tax", Purpose::Tax),
];

impl Reader {
	/// The legs of a group, one for each of the file: what cannot be read is stood in for, and owned by
	/// a remainder at the end.
	pub(super) fn legs(&mut self, value: Value<'_>) -> (Vec<Leg>, Vec<Place>) {
		let Some(values) = self.keep(value.array()) else {
			return (vec![self.stand_in()], Vec::new());
		};
		let mut legs = Vec::new();
		let mut places = Vec::new();
		let mut above = Vec::new();
		let mut is_whole = true;
		for value in values {
			let read = self.leg(value, &above);
			above.push(name_of(value));
			is_whole &= read.is_some();
			let (leg, place) = read.unwrap_or_else(|| {
				let place = Place { whole: value.span(), ..Place::default() };
				(Leg { take: Take::Fixed(Amount::ZERO), ..self.stand_in() }, place)
			});
			legs.push(leg);
			places.push(place);
		}
		if !is_whole && legs.iter().all(|leg| leg.take != Take::Remainder) {
			legs.push(self.stand_in());
		}
		(legs, places)
	}

	/// A leg that takes whatever there is.
	pub(super) fn stand_in(&mut self) -> Leg {
		if self.rules.slots.is_empty() {
			self.rules.slots.push("unread".to_owned());
		}
		let target = Target::Slot { slot: 0, purpose: Purpose::Goods };
		Leg { take: Take::Remainder, target }
	}

	/// A leg, none where its take cannot be read.
	fn leg(&mut self, value: Value<'_>, above: &[&str]) -> Option<(Leg, Place)> {
		let entries = self.keep(value.entries())?;
		self.findings.extend(entries.unknown(KEYS));
		let mut place = Place::of(value, &entries);
		let target = match (entries.get("to"), entries.get("split")) {
			(Some(to), None) => self.slot(&entries, to),
			(None, Some(split)) => {
				if let Some(purpose) = entries.get("purpose") {
					let fault = purpose.fault(
						"a purpose of a leg that is split",
						"no purpose here: those of the split have one",
					);
					self.findings.push(fault);
				}
				let (legs, inner) = self.legs(split);
				place.inner = inner;
				Some(Target::Split(legs))
			}
			(to, _) => {
				let message = match to {
					Some(_) => "a leg that is both paid and split",
					None => "a leg that goes nowhere",
				};
				let fault = value.fault(message, "a leg with either `to` or `split`");
				self.findings.push(fault);
				None
			}
		};
		let target = target.unwrap_or_else(|| self.stand_in().target);
		let take = self.take(&entries, above, &mut place)?;
		Some((Leg { take, target }, place))
	}

	fn slot(&mut self, entries: &Entries<'_>, to: Value<'_>) -> Option<Target> {
		let purpose = entries.need("purpose").and_then(|value| meaning(value, PURPOSES));
		let purpose = self.keep(purpose);
		let name = self.keep(to.text())?;
		self.note(name, to.span());
		let slot = place_of_name(&mut self.rules.slots, name).ok_or_else(|| {
			to.fault("more than 255 slots", "fewer slots").help("split the rule set")
		});
		let slot = self.keep(slot)?;
		Some(Target::Slot { slot, purpose: purpose.unwrap_or(Purpose::Goods) })
	}

	fn take(&mut self, entries: &Entries<'_>, above: &[&str], place: &mut Place) -> Option<Take> {
		let value = self.keep(entries.need("take"))?;
		if value.is_array() {
			return self.tiered(entries, value, above, place);
		}
		self.refuse(entries, &["tiers"], "it belongs to a list of tiers");
		let text = self.keep(value.text())?;
		if text.ends_with('%') || text.contains('/') {
			return self.share(entries, value, above);
		}
		self.refuse(entries, &["of", "floor", "cap"], "it belongs to a share");
		if text == "remainder" {
			return Some(Take::Remainder);
		}
		if let Some(name) = text.strip_prefix("input:") {
			self.note(name, value.span());
			let input = place_of_name(&mut self.rules.inputs, name);
			let input = input.ok_or_else(|| value.fault("more than 255 inputs", "fewer inputs"));
			return self.keep(input).map(Take::Input);
		}
		let fixed = self.parse_amount(text).map(Take::Fixed);
		let fixed = fixed.map_err(|expected| {
			let expected = format!("{expected}, `input:NAME`, `8.5%`, `1/3` or `remainder`");
			let fault = value.fault(format!("`{text}` is nothing that a leg takes"), expected);
			fault.maybe_help(meant(text, &self.rules.inputs))
		});
		self.keep(fixed)
	}

	fn share(&mut self, entries: &Entries<'_>, value: Value<'_>, above: &[&str]) -> Option<Take> {
		let of = self.base(entries, above);
		let (floor, cap) = (self.amount(entries, "floor"), self.amount(entries, "cap"));
		let (numerator, denominator) = self.keep(read_share(value))?;
		Some(Take::Share { numerator, denominator, of, floor, cap })
	}

	/// A share by tiers. Where each begins goes to `place`.
	fn tiered(
		&mut self,
		entries: &Entries<'_>,
		value: Value<'_>,
		above: &[&str],
		place: &mut Place,
	) -> Option<Take> {
		let of = self.base(entries, above);
		let (floor, cap) = (self.amount(entries, "floor"), self.amount(entries, "cap"));
		let by = self.keep(entries.need("tiers").and_then(|value| meaning(value, TIERS)));
		let values = self.keep(value.array())?;
		let mut tiers = Vec::new();
		for (number, tier) in values.iter().enumerate() {
			tiers.push(self.tier(*tier).map(|(from, share, at)| {
				place.keys.insert(format!("from {number}"), at);
				(from, share)
			}));
		}
		let tiers: Vec<(Amount, (u32, u32))> = tiers.into_iter().collect::<Option<_>>()?;
		let common = shares::common(tiers.iter().map(|(_, share)| *share)).ok_or_else(|| {
			let expected = "shares whose common denominator fits 32 bits";
			let fault = value.fault("the shares have no common denominator", expected);
			fault.help("write percentages of a few decimals")
		});
		let (numerators, denominator) = self.keep(common)?;
		let tiers = tiers.iter().zip(numerators);
		let tiers = tiers.map(|((from, _), numerator)| Tier { from: *from, numerator }).collect();
		Some(Take::Tiered { denominator, tiers, by: by?, of, floor, cap })
	}

	fn tier(&mut self, value: Value<'_>) -> Option<(Amount, (u32, u32), Range<usize>)> {
		let entries = self.keep(value.entries())?;
		self.findings.extend(entries.unknown(&["from", "share"]));
		let from = self.keep(entries.need("from"));
		let share = self.keep(entries.need("share").and_then(read_share));
		let amount = self.amount(&entries, "from");
		Some((amount?, share?, from?.span()))
	}

	/// What a share is a share of.
	fn base(&mut self, entries: &Entries<'_>, above: &[&str]) -> Base {
		let Some(value) = entries.get("of") else { return Base::Gross };
		let of = value.text().and_then(|text| match text.strip_prefix("net:") {
			Some(names) => read_net(value, names, above),
			None => meaning(value, BASES),
		});
		self.keep(of).unwrap_or(Base::Gross)
	}

	/// Keys that this leg cannot have, and why.
	fn refuse(&mut self, entries: &Entries<'_>, keys: &[&str], why: &str) {
		for key in keys {
			if let Some(value) = entries.get(key) {
				let expected = format!("no `{key}` here: {why}");
				let fault = value.fault(format!("`{key}` does not fit this leg"), expected);
				self.findings.push(fault.help(format!("leave `{key}` out")));
			}
		}
	}
}

/// What the legs below call a leg: its `name`, else its `to`; empty where it has neither.
fn name_of<'a>(leg: Value<'a>) -> &'a str {
	let Ok(entries) = leg.entries() else { return "" };
	let name = entries.get("name").or(entries.get("to"));
	name.and_then(|name| name.text().ok()).unwrap_or_default()
}

/// The gross less legs above, each by its name.
fn read_net(value: Value<'_>, names: &str, above: &[&str]) -> Result<Base, Finding> {
	let mut places = Vec::new();
	for name in names.split(',').map(str::trim) {
		let before = places.len();
		let named = (0..).zip(above).filter(|(_, leg)| !name.is_empty() && **leg == name);
		places.extend(named.map(|(place, _)| place));
		if places.len() == before {
			let expected = match above {
				[] => "`gross` or `rest`: no leg stands above in this group".to_owned(),
				_ => format!("legs above in this group: {}", one_of(above)),
			};
			let fault = value.fault(format!("no leg `{name}` stands above"), expected);
			let close = nearest(name, above.iter().copied());
			return Err(fault.maybe_help(close.map(|close| format!("write `{close}`"))));
		}
	}
	Ok(Base::Net(Places::of(places)))
}

fn read_share(value: Value<'_>) -> Result<(u32, u32), Finding> {
	let text = value.text()?;
	shares::parse(text).ok_or_else(|| {
		let fault = value.fault(format!("`{text}` is no share"), shares::EXPECTED);
		fault.maybe_help(share_meant(text))
	})
}

/// Whether semantics 1 cannot say what these legs take.
pub(super) fn need_semantics_2(legs: &[Leg]) -> bool {
	legs.iter().any(|leg| {
		let take = match leg.take {
			Take::Tiered { .. } | Take::Share { of: Base::Net(_), .. } => true,
			Take::Fixed(_) | Take::Input(_) | Take::Share { .. } | Take::Remainder => false,
		};
		take || matches!(&leg.target, Target::Split(legs) if need_semantics_2(legs))
	})
}

/// What somebody who wrote this most likely meant to take.
fn meant(text: &str, inputs: &[String]) -> Option<String> {
	let bare = text.replace(' ', "");
	if let Some(word) = nearest(&bare, ["remainder", "rest"]) {
		return Some(match word {
			"rest" => "write `remainder`; `rest` is what a share can be `of`".to_owned(),
			word => format!("write `{word}`"),
		});
	}
	let (prefix, name) = bare.split_once(':').unwrap_or(("", &bare));
	if nearest(prefix, ["input"]).is_some() {
		return Some(format!("write `input:{name}`"));
	}
	if let Some(input) = nearest(name, inputs.iter().map(String::as_str)) {
		return Some(format!("write `input:{input}`"));
	}
	let comma = bare.replace(',', ".");
	let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
	(comma != bare && is_number(&comma)).then(|| format!("write `{comma}`"))
}

/// A share that somebody who wrote this most likely meant.
fn share_meant(text: &str) -> Option<String> {
	let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
	let bare = bare.replace(',', ".");
	let bare = if bare.starts_with('.') { format!("0{bare}") } else { bare };
	if bare != text && shares::parse(&bare).is_some() {
		return Some(format!("write `{bare}`"));
	}
	// Shortened until it fits.
	let (whole, decimals) = bare.strip_suffix('%')?.split_once('.')?;
	let is_number = whole.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
	let shorter =
		(1..decimals.len()).rev().map(|length| format!("{whole}.{}%", &decimals[..length]));
	let mut shorter = shorter.filter(|text| {
		is_number && shares::parse(text).is_some_and(|(numerator, _)| numerator > 0)
	});
	shorter.next().map(|text| format!("write `{text}`, the longest that fits"))
}

/// The place of a name in a list that holds as many as a byte counts.
fn place_of_name(names: &mut Vec<String>, name: &str) -> Option<u8> {
	let known = names.iter().position(|known| known == name);
	let place = u8::try_from(known.unwrap_or(names.len())).ok().filter(|place| *place < u8::MAX)?;
	if known.is_none() {
		names.push(name.to_owned());
	}
	Some(place)
}
