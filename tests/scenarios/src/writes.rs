// SPDX-License-Identifier: Apache-2.0

//! How often something writes to the state. The machine that keeps it tells each access to whoever
//! listens, under names that it promises to keep.

use std::{cell::RefCell, collections::BTreeMap, fmt::Debug, sync::Once};
use tracing::{
	field::{Field, Visit},
	span::{Attributes, Id, Record},
	subscriber::{set_global_default, Interest},
	Event, Metadata, Subscriber,
};

thread_local! {
	/// What this thread did since it was asked.
	static HEARD: RefCell<Option<Accesses>> = const { RefCell::new(None) };
}

/// One listener for all threads: with one for each, callsites that a thread comes to first would be
/// deaf to the others.
static LISTENING: Once = Once::new();

/// What was read and written, by keys in hexadecimal: each with how often.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Accesses {
	/// Keys of which the value was read.
	pub reads: BTreeMap<String, u64>,
	/// Keys to which a value was written, or of which it was removed.
	pub writes: BTreeMap<String, u64>,
}

impl Accesses {
	/// Does something on this thread, and tells which accesses to the state that took.
	pub fn of<R>(act: impl FnOnce() -> R) -> (R, Self) {
		LISTENING.call_once(|| set_global_default(Listener).expect("nobody else listens"));
		HEARD.set(Some(Self::default()));
		let answer = act();
		(answer, HEARD.take().unwrap_or_default())
	}

	/// Counts others, too.
	pub fn add(&mut self, other: Self) {
		for (all, more) in [(&mut self.reads, other.reads), (&mut self.writes, other.writes)] {
			for (key, count) in more {
				*all.entry(key).or_default() += count;
			}
		}
	}

	/// How many writes there were.
	pub fn written(&self) -> u64 {
		self.writes.values().sum()
	}

	/// How many reads there were.
	pub fn read(&self) -> u64 {
		self.reads.values().sum()
	}

	/// The keys below a prefix that were written, each with how often.
	pub fn written_below(&self, prefix: &[u8]) -> BTreeMap<&str, u64> {
		let prefix: String = prefix.iter().map(|byte| format!("{byte:02x}")).collect();
		let below = self.writes.iter().filter(|(key, _)| key.starts_with(&prefix));
		below.map(|(key, count)| (key.as_str(), *count)).collect()
	}
}

struct Listener;

impl Subscriber for Listener {
	fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
		if metadata.target() == "state" {
			Interest::sometimes()
		} else {
			Interest::never()
		}
	}

	fn enabled(&self, metadata: &Metadata<'_>) -> bool {
		metadata.target() == "state" && HEARD.with_borrow(Option::is_some)
	}

	fn event(&self, event: &Event<'_>) {
		let mut access = Access::default();
		event.record(&mut access);
		HEARD.with_borrow_mut(|heard| {
			let Some(heard) = heard else { return };
			let keys = match access.method.as_str() {
				"Get" | "Hash" | "Exists" => &mut heard.reads,
				"Put" | "Append" => &mut heard.writes,
				_ => return,
			};
			*keys.entry(access.key).or_default() += 1;
		});
	}

	fn new_span(&self, _: &Attributes<'_>) -> Id {
		Id::from_u64(1)
	}

	fn record(&self, _: &Id, _: &Record<'_>) {}
	fn record_follows_from(&self, _: &Id, _: &Id) {}
	fn enter(&self, _: &Id) {}
	fn exit(&self, _: &Id) {}
}

/// One access.
#[derive(Default)]
struct Access {
	method: String,
	key: String,
}

impl Visit for Access {
	fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
		let text = match field.name() {
			"method" => &mut self.method,
			"key" => &mut self.key,
			_ => return,
		};
		*text = format!("{value:?}").trim_matches('"').to_owned();
	}
}
