// SPDX-License-Identifier: Apache-2.0

use indicatif::{ProgressBar, ProgressStyle};
use std::{
	cell::RefCell,
	time::{Duration, Instant},
};

/// Hears how far a run is.
pub trait Report {
	/// A step of this many pieces begins.
	fn begin(&self, step: &str, pieces: usize);
	/// So many pieces of the step are done.
	fn done(&self, pieces: usize);
	/// Something that the user should know.
	fn say(&self, words: &str);
	/// All is done.
	fn end(&self);
}

/// Shows bars on a terminal, and lines where standard error is none.
pub struct Terminal {
	bar: RefCell<Option<ProgressBar>>,
	since: Instant,
}

impl Default for Terminal {
	fn default() -> Self {
		Self { bar: RefCell::default(), since: Instant::now() }
	}
}

/// Tells nobody.
pub struct Quiet;

impl Report for Quiet {
	fn begin(&self, _: &str, _: usize) {}
	fn done(&self, _: usize) {}
	fn say(&self, _: &str) {}
	fn end(&self) {}
}

impl Report for Terminal {
	fn end(&self) {
		if let Some(bar) = self.bar.borrow_mut().take() {
			bar.finish_and_clear();
		}
	}

	fn begin(&self, step: &str, pieces: usize) {
		self.end();
		let bar = ProgressBar::new(u64::try_from(pieces).unwrap_or(u64::MAX));
		let style = "{spinner} {msg} {wide_bar} {pos}/{len} {elapsed}";
		if let Ok(style) = ProgressStyle::with_template(style) {
			bar.set_style(style);
		}
		bar.set_message(step.to_owned());
		bar.enable_steady_tick(Duration::from_millis(200));
		if bar.is_hidden() {
			eprintln!("{:>5} s  {step}: {pieces}", self.since.elapsed().as_secs());
		}
		*self.bar.borrow_mut() = Some(bar);
	}

	fn done(&self, pieces: usize) {
		if let Some(bar) = self.bar.borrow().as_ref() {
			bar.set_position(u64::try_from(pieces).unwrap_or(u64::MAX));
		}
	}

	fn say(&self, words: &str) {
		match self.bar.borrow().as_ref().filter(|bar| !bar.is_hidden()) {
			Some(bar) => bar.println(words),
			None => eprintln!("{words}"),
		}
	}
}

impl Drop for Terminal {
	fn drop(&mut self) {
		self.end();
	}
}
