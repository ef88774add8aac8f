// SPDX-License-Identifier: Apache-2.0

//! Milestones in words, as the command line and order files have them (O11):
//!
//! ```text
//! 300.00: payer & inspected(2 of 7, 8, 9) & (delivered(7) | after 2026-12-01T00:00:00Z)
//! ```
//!
//! An amount, and behind a colon the conditions under which anybody may release it; without them it is
//! the payer's to release. `&` joins what must all be so, `|` in parentheses what may be so, and
//! `2 of (.., .., ..)` asks for so many. What stands in it: see [`Check`].

mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use read::is_sign;
pub use read::{read_milestones, Fault};
pub(crate) use write::time;
pub use write::words;

use split_ledger_primitives::{self as chain, Amount, EvidenceKind, Moment};

/// One thing that must be so. `W` is how an attestor is named.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Check<W> {
	/// `payer`: the payer or its bank confirms.
	Payer,
	/// `platform`: the platform confirms.
	Platform,
	/// `delivered(7)` or `inspected(2 of 7, 8, 9)`: so many of these attestors bear witness.
	Evidence {
		/// To what.
		kind: EvidenceKind,
		/// Who may.
		attestors: Vec<W>,
		/// How many of them must.
		quorum: u8,
	},
	/// `group`: the group of the order is complete.
	Group,
	/// `after 2026-12-01T00:00:00Z`: this moment has come.
	After(Moment),
}

/// Checks of which some must be so.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Clause<W> {
	/// How many.
	pub need: u8,
	/// Of these.
	pub of: Vec<Check<W>>,
}

/// A part of an order that is released by itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Milestone<W> {
	/// How much of the order.
	pub amount: Amount,
	/// All of these must hold.
	pub clauses: Vec<Clause<W>>,
}

/// The words of the kinds of evidence.
pub const KINDS: [(&str, EvidenceKind); 4] = [
	("shipped", EvidenceKind::Shipped),
	("delivered", EvidenceKind::Delivered),
	("customs-cleared", EvidenceKind::CustomsCleared),
	("inspected", EvidenceKind::Inspected),
];

/// The word of a kind of evidence.
pub fn kind_name(kind: EvidenceKind) -> &'static str {
	KINDS.iter().find(|(_, known)| *known == kind).map_or("evidence", |(name, _)| name)
}

impl<W> Milestone<W> {
	/// The same with its attestors named in another way.
	pub fn try_map<V, E>(self, name: &impl Fn(W) -> Result<V, E>) -> Result<Milestone<V>, E> {
		let clauses = self.clauses.into_iter().map(|clause| {
			let of = clause.of.into_iter().map(|check| check.try_map(name));
			Ok(Clause { need: clause.need, of: of.collect::<Result<_, E>>()? })
		});
		Ok(Milestone { amount: self.amount, clauses: clauses.collect::<Result<_, E>>()? })
	}
}

impl<W> Check<W> {
	fn try_map<V, E>(self, name: &impl Fn(W) -> Result<V, E>) -> Result<Check<V>, E> {
		Ok(match self {
			Self::Payer => Check::Payer,
			Self::Platform => Check::Platform,
			Self::Group => Check::Group,
			Self::After(moment) => Check::After(moment),
			Self::Evidence { kind, attestors, quorum } => {
				let attestors = attestors.into_iter().map(name).collect::<Result<_, E>>()?;
				Check::Evidence { kind, attestors, quorum }
			}
		})
	}
}

impl Milestone<chain::ParticipantId> {
	/// As the chain takes it. None of more than it takes, which is never read.
	pub fn on_chain(&self) -> Option<chain::Milestone> {
		let clauses = self.clauses.iter().map(|clause| {
			let of: Option<Vec<_>> = clause.of.iter().map(Check::on_chain).collect();
			Some(chain::Clause { need: clause.need, of: of?.try_into().ok()? })
		});
		let clauses: Option<Vec<_>> = clauses.collect();
		Some(chain::Milestone { amount: self.amount, clauses: clauses?.try_into().ok()? })
	}
}

impl Check<chain::ParticipantId> {
	fn on_chain(&self) -> Option<chain::Check> {
		Some(match self {
			Self::Payer => chain::Check::PayerConfirms,
			Self::Platform => chain::Check::PlatformConfirms,
			Self::Group => chain::Check::GroupComplete,
			Self::After(moment) => chain::Check::TimeReached(*moment),
			Self::Evidence { kind, attestors, quorum } => chain::Check::Evidence {
				kind: *kind,
				attestors: attestors.clone().try_into().ok()?,
				quorum: *quorum,
			},
		})
	}
}
