// SPDX-License-Identifier: Apache-2.0

//! The words of a receipt for who reads it.

use super::ProvedCycle;
use crate::{bundle::purpose_name, currency::Unit};
use codec::DecodeAll;
use split_ledger_primitives::{Amount, Currency, Leaf, LeafKind, LeafLeg};

pub(super) const RECEIPT: &str =
	"What the chain did with an order. These words are for readers: what \
	counts is what `split-ledger verify-receipt` finds proved.";
pub(super) const FINALITY: &str =
	"The header of the block as of which the receipt speaks, the headers \
	from there to a block that was voted for, and the votes that made it final.";
pub(super) const STATE: &str =
	"Nodes of the state of that block: the row of the order, the roots of the \
	blocks of its postings, their cycles, the time, and the first block of the chain.";

/// A leaf in words; of bytes that are none, that they are none.
pub(super) fn of_leaf(bytes: &[u8]) -> String {
	let Ok(leaf) = Leaf::decode_all(&mut &*bytes) else { return "no leaf".to_owned() };
	let Leaf { kind, currency, cycle, date, legs, .. } = leaf;
	let legs: Vec<String> = legs.iter().map(|leg| of_leg(leg, currency)).collect();
	let currency = name_of(currency);
	format!("{} in cycle {cycle} of {currency}, on {date}: {}", of_kind(kind), legs.join("; "))
}

fn of_leg(leg: &LeafLeg, currency: Currency) -> String {
	let LeafLeg { from, to, amount, purpose } = leg;
	let amount = amount_in(*amount, currency);
	format!("{amount} from account {from} to {to} for {}", purpose_name(*purpose))
}

/// The code of a currency, or its number where it has none.
pub(crate) fn name_of(currency: Currency) -> String {
	Unit::of_number(currency).map_or_else(|| currency.to_string(), |unit| unit.code().to_owned())
}

/// An amount in units of its currency.
pub(crate) fn amount_in(amount: Amount, currency: Currency) -> String {
	Unit::of_number(currency).map_or_else(|| amount.to_string(), |unit| unit.format(amount))
}

/// What happened.
pub(crate) fn of_kind(kind: LeafKind) -> &'static str {
	match kind {
		LeafKind::Paid => "paid",
		LeafKind::Refunded => "refunded",
		LeafKind::Returned => "returned",
		LeafKind::Collected => "collected",
		LeafKind::Deducted => "deducted for a court",
		LeafKind::Claimed => "paid to who is entitled",
	}
}

/// Where a cycle stands.
pub(crate) fn of_cycle(stands: ProvedCycle) -> String {
	match stands {
		ProvedCycle::Open => "which is open".to_owned(),
		ProvedCycle::Closed { block } => {
			format!("which closed in block {block} and is not settled")
		}
		ProvedCycle::Settled { closed } => format!("which closed in block {closed} and is settled"),
	}
}
