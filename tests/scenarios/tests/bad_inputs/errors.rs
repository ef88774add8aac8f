// SPDX-License-Identifier: Apache-2.0

//! Which errors the table of bad calls and the bounds have, and why they do not have the others.

use crate::{bounds, town::Town, whole_table};
use scale_info::{TypeDef, TypeInfo};
use sp_runtime::DispatchError;
use split_ledger_runtime::Runtime;
use split_ledger_scenarios::{Dice, World};
use std::collections::BTreeSet;

/// Why neither the table nor a bound has a call that gets an error.
enum Why {
	/// No call gets it, for this reason.
	Never(&'static str),
	/// A test elsewhere gets it: the file and its text, in which the name of the error stands.
	Told(&'static str, &'static str),
}
use Why::{Never, Told};

/// What a file of tests tells.
macro_rules! told {
	($file:literal) => {
		Told($file, include_str!($file))
	};
}

/// The sums of the ledger are far below the end of their types, and engines add up.
const DEFENSIVE: Why = Never("no input reaches it: the code says why and goes on with an error");
/// What is refused earlier, under another name.
const EARLIER: Why = Never("a check before it refuses the same under the name of its own pallet");
/// What only a transaction extension refuses.
const NO_CALL: Why = Never("the extensions refuse it before any call runs: doors");

/// What a vote decides is refused inside the vote, whose transaction succeeds.
const BY_VOTE: Why = told!("../governance.rs");
const RUN_OFF: Why = told!("../run_off.rs");
const VALIDATORS: Why = told!("../joining_validator.rs");
/// It takes days.
const DISPUTES: Why = told!("../disputes.rs");
/// It takes half a year.
const RETURNS: Why = told!("../giving_back/returns.rs");
/// It takes until the next day.
const TAX: Why = told!("../giving_back/tax.rs");
/// What needs a rule set of its own.
const GROUPS: Why = told!("../groups.rs");
/// What needs money on an unclaimed account, which a bank gets last of all.
const UNCLAIMED: Why = told!("../giving_back/unclaimed.rs");
/// What does not decode, as `bytes` shows: only a value that nobody can send is refused so.
const ENGINE: Why = told!("../../../../pallets/splits/rules/src/tests/refusals.rs");

/// Errors that no bad call has, each with its reason.
const NOT_TRIED: &[(&str, &str, Why)] = &[
	("Participants", "UnknownKey", NO_CALL),
	("Participants", "KeyRevoked", NO_CALL),
	("Participants", "UnknownBank", BY_VOTE),
	("Participants", "InvalidTransition", RUN_OFF),
	("Participants", "BankStillOpen", RUN_OFF),
	("Participants", "TooFewValidators", VALIDATORS),
	("Participants", "NoSessionKeys", VALIDATORS),
	("Participants", "TooManyBanks", BY_VOTE),
	("Participants", "NotARootCall", BY_VOTE),
	("Ledger", "Overflow", DEFENSIVE),
	("Ledger", "NoSuchLien", DEFENSIVE),
	("Ledger", "MoreThanOwed", DEFENSIVE),
	("Ledger", "NotEnoughCollected", DEFENSIVE),
	("Splits", "BadContent", DEFENSIVE),
	("Splits", "UnknownSemantics", ENGINE),
	("Splits", "TooDeep", ENGINE),
	("Splits", "InputTwice", EARLIER),
	("Splits", "NoCaseMatches", DEFENSIVE),
	("Splits", "MoreThanRemains", EARLIER),
	("Splits", "Overflow", DEFENSIVE),
	("Splits", "UnknownCase", DEFENSIVE),
	("Escrow", "Overflow", DEFENSIVE),
	("Escrow", "PlanNotWhole", DEFENSIVE),
	("Escrow", "ReturnsOver", RETURNS),
	("Escrow", "PayerNotCreditable", RUN_OFF),
	("Escrow", "TaxRemitted", TAX),
	("Escrow", "OtherOwner", UNCLAIMED),
	("Escrow", "EvidenceMissing", UNCLAIMED),
	("Escrow", "LeaderUnfit", GROUPS),
	("Escrow", "AnswerTooLate", DISPUTES),
	("Clearing", "CurrencyExists", BY_VOTE),
	("Clearing", "TooManyCurrencies", BY_VOTE),
	("Clearing", "ExponentTooLarge", BY_VOTE),
	("Clearing", "NotASettlementAgent", BY_VOTE),
	("Clearing", "UnknownBank", DEFENSIVE),
	("Clearing", "PromiseMissing", DEFENSIVE),
	("Clearing", "Overflow", DEFENSIVE),
	("Clearing", "SettlementFailed", DEFENSIVE),
	("Mandates", "OverMandate", EARLIER),
	("Groups", "NotOpen", EARLIER),
	("Groups", "AlreadyJoined", EARLIER),
	("Groups", "LeaderMissing", EARLIER),
];

/// Our pallets, by their indices.
const OURS: [(u8, &str); 7] = [
	(10, "Participants"),
	(11, "Ledger"),
	(12, "Splits"),
	(13, "Escrow"),
	(14, "Clearing"),
	(17, "Mandates"),
	(16, "Groups"),
];

/// The errors of a pallet: index and name.
fn errors_of<E: TypeInfo>() -> Vec<(u8, String)> {
	let TypeDef::Variant(errors) = E::type_info().type_def else {
		panic!("errors are variants");
	};
	errors.variants.iter().map(|error| (error.index, error.name.to_string())).collect()
}

/// An error: the indices of pallet and error, and their names.
type Named = ((u8, u8), (&'static str, String));

/// All errors of our pallets.
fn all_errors() -> Vec<Named> {
	let all = [
		errors_of::<pallet_participants::Error<Runtime>>(),
		errors_of::<pallet_ledger::Error<Runtime>>(),
		errors_of::<pallet_splits::Error<Runtime>>(),
		errors_of::<pallet_escrow::Error<Runtime>>(),
		errors_of::<pallet_clearing::Error<Runtime>>(),
		errors_of::<pallet_mandates::Error<Runtime>>(),
		errors_of::<pallet_groups::Error<Runtime>>(),
	];
	let named = OURS.into_iter().zip(all).flat_map(|((pallet, name), errors)| {
		errors.into_iter().map(move |(index, error)| ((pallet, index), (name, error)))
	});
	named.collect()
}

#[test]
fn every_error_of_ours_is_tried_or_has_a_reason_why_not() {
	World::run(|world| {
		let town = Town::built(world);
		let table = whole_table(world, &town, &mut Dice::new(1));
		let refusals = table.into_iter().map(|bad| bad.why).chain(bounds::refusals());
		let tried = refusals.filter_map(|why| match why {
			DispatchError::Module(error) => Some((error.index, error.error[0])),
			_ => None,
		});
		let tried: BTreeSet<(u8, u8)> = tried.collect();

		let mut wrong = vec![];
		for (index, (pallet, error)) in all_errors() {
			let reasons = NOT_TRIED.iter().filter(|row| row.0 == pallet && row.1 == error).count();
			if tried.contains(&index) == (reasons > 0) || reasons > 1 {
				wrong.push(format!("{pallet}::{error}"));
			}
		}
		assert!(wrong.is_empty(), "tried and excused, or neither: {wrong:?}");
		let known = all_errors();
		let is_known = |row: &&(&str, &str, Why)| {
			known.iter().any(|(_, (pallet, error))| *pallet == row.0 && error == row.1)
		};
		assert_eq!(NOT_TRIED.iter().filter(is_known).count(), NOT_TRIED.len());
	});
}

#[test]
fn what_is_told_elsewhere_is_told_there() {
	for (pallet, error, why) in NOT_TRIED {
		match why {
			Never(reason) => assert!(!reason.is_empty()),
			Told(file, text) => {
				let mut words = text.split(|letter: char| !letter.is_alphanumeric());
				assert!(words.any(|word| word == *error), "{file} has no {pallet}::{error}");
			}
		}
	}
}

#[test]
fn the_pallets_have_the_places_that_this_table_says() {
	use frame_support::traits::PalletInfoAccess;
	use split_ledger_runtime::{Clearing, Escrow, Groups, Ledger, Mandates, Participants, Splits};
	let places = [
		(Participants::index(), Participants::name()),
		(Ledger::index(), Ledger::name()),
		(Splits::index(), Splits::name()),
		(Escrow::index(), Escrow::name()),
		(Clearing::index(), Clearing::name()),
		(Mandates::index(), Mandates::name()),
		(Groups::index(), Groups::name()),
	];
	assert_eq!(places, OURS.map(|(index, name)| (usize::from(index), name)));
}
