// SPDX-License-Identifier: Apache-2.0

//! Refusals in words: the name of an error, and what its documentation says of cause and remedy.

use crate::{Clearing, Escrow, Groups, Ledger, Mandates, Participants, Runtime, Splits};
use alloc::string::{String, ToString};
use frame_support::traits::{PalletInfoAccess, PalletsInfoAccess};
use scale_info::{TypeDef, TypeInfo};
use sp_runtime::{DispatchError, ModuleError};
use split_ledger_primitives::views::Refusal;

/// What is said of an error that is none of ours.
const ELSEWHERE: &str = "The documentation of this error in the metadata says what to do.";

/// Says a dispatch error by pallet, name and remedy.
pub(crate) fn refusal(error: DispatchError) -> Refusal {
	let DispatchError::Module(module) = error else {
		return Refusal {
			pallet: "Runtime".to_string(),
			error: <&'static str>::from(error).to_string(),
			hint: ELSEWHERE.to_string(),
		};
	};
	let pallet = crate::AllPalletsWithSystem::infos()
		.into_iter()
		.find(|info| info.index == usize::from(module.index))
		.map(|info| info.name.to_string());
	Refusal {
		pallet: pallet.unwrap_or_default(),
		error: module.message.unwrap_or("Unknown").to_string(),
		hint: documentation(&module).unwrap_or_else(|| ELSEWHERE.to_string()),
	}
}

/// What the source says of an error of our pallets: the same text as in the metadata.
fn documentation(error: &ModuleError) -> Option<String> {
	let [code, ..] = error.error;
	let index = usize::from(error.index);
	macro_rules! of {
		($($pallet:ident $error:ty;)+) => {
			$(if index == $pallet::index() {
				return docs_of::<$error>(code);
			})+
		};
	}
	of! {
		Participants pallet_participants::Error<Runtime>;
		Ledger pallet_ledger::Error<Runtime>;
		Splits pallet_splits::Error<Runtime>;
		Escrow pallet_escrow::Error<Runtime>;
		Clearing pallet_clearing::Error<Runtime>;
		Mandates pallet_mandates::Error<Runtime>;
		Groups pallet_groups::Error<Runtime>;
	}
	None
}

fn docs_of<E: TypeInfo>(code: u8) -> Option<String> {
	let TypeDef::Variant(errors) = E::type_info().type_def else { return None };
	let error = errors.variants.into_iter().find(|variant| variant.index == code)?;
	let lines = error.docs.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
	let text = lines.fold(String::new(), |text, line| match text.is_empty() {
		true => line.to_string(),
		false => text + " " + line,
	});
	(!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_refusal_names_pallet_and_error_and_tells_the_remedy() {
		let told = refusal(pallet_escrow::Error::<Runtime>::ReferenceTaken.into());
		assert_eq!((told.pallet.as_str(), told.error.as_str()), ("Escrow", "ReferenceTaken"));
		assert!(told.hint.ends_with("Use another one (O1)."), "{}", told.hint);
	}

	/// The words with which a remedy begins. A sentence that begins otherwise tells a cause.
	const TO_DO: &[&str] = &[
		"Add", "Agree", "Answer", "Ask", "Bring", "Change", "Check", "Choose", "Collect",
		"Declare", "Divide", "Flatten", "Fund", "Give", "Have", "Issue", "Join", "Keep", "Leave",
		"Lift", "List", "Look", "Lower", "Make", "Move", "Name", "Open", "Pay", "Place", "Propose",
		"Put", "Raise", "Redeem", "Refund", "Register", "Reject", "Release", "Remove", "Report",
		"Revoke", "Round", "Send", "Shorten", "Sign", "Sort", "Split", "State", "Swap", "Take",
		"Tell", "Try", "Use", "Validate", "Wait", "Widen", "Withdraw", "Write",
	];

	/// How a sentence begins that says that there is no remedy, and none is needed.
	const NOTHING_TO_DO: &[&str] = &["Nothing is to be done", "Nothing is left to do"];

	/// Whether a text says why, and in a sentence of its own what to do, or that nothing is to be done.
	fn tells_cause_and_remedy(text: &str) -> bool {
		let mut sentences = text.strip_suffix('.').unwrap_or_default().split(". ");
		let cause = sentences.next().is_some_and(|cause| !cause.is_empty());
		let is_remedy = |sentence: &str| {
			let word = sentence.split([' ', ',', ':']).next();
			word.is_some_and(|word| TO_DO.contains(&word))
				|| NOTHING_TO_DO.iter().any(|begin| sentence.starts_with(begin))
		};
		cause && sentences.any(is_remedy)
	}

	#[test]
	fn every_error_of_our_pallets_tells_cause_and_remedy() {
		fn untold<E: TypeInfo>(pallet: &str) -> Vec<String> {
			let TypeDef::Variant(errors) = E::type_info().type_def else { panic!("{pallet}") };
			let told = |code| docs_of::<E>(code).is_some_and(|text| tells_cause_and_remedy(&text));
			let errors = errors.variants.into_iter();
			errors
				.filter(|error| error.name != "__Ignore" && !told(error.index))
				.map(|error| format!("{pallet}::{}", error.name))
				.collect()
		}
		let all = [
			untold::<pallet_participants::Error<Runtime>>("Participants"),
			untold::<pallet_ledger::Error<Runtime>>("Ledger"),
			untold::<pallet_splits::Error<Runtime>>("Splits"),
			untold::<pallet_escrow::Error<Runtime>>("Escrow"),
			untold::<pallet_clearing::Error<Runtime>>("Clearing"),
			untold::<pallet_mandates::Error<Runtime>>("Mandates"),
			untold::<pallet_groups::Error<Runtime>>("Groups"),
		];
		assert_eq!(all.concat(), Vec::<String>::new());
	}

	#[test]
	fn a_cause_alone_is_no_remedy() {
		assert!(tells_cause_and_remedy("It is closed for ever. Name another one."));
		assert!(tells_cause_and_remedy("It stands so. It is kept. Nothing is to be done: look."));
		let causes = [
			"",
			".",
			"It is closed",
			"It is closed.",
			"Name another one.",
			"It is. So it is.",
			"It is more. Nothing is clamped.",
		];
		for cause in causes {
			assert!(!tells_cause_and_remedy(cause), "{cause}");
		}
	}

	#[test]
	fn what_is_no_error_of_a_pallet_is_told_all_the_same() {
		let told = refusal(DispatchError::BadOrigin);
		assert_eq!((told.pallet.as_str(), told.error.as_str()), ("Runtime", "Bad origin"));
		assert_eq!(told.hint, ELSEWHERE);
	}
}
