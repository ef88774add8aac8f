// SPDX-License-Identifier: Apache-2.0

use crate::Hash;
use jsonrpsee::types::ErrorObjectOwned;
use serde::{Deserialize, Serialize};
use sp_api::ApiError;
use split_ledger_primitives::views::Refusal;

/// Why a method gave no answer. The codes are a contract: they are added to, never changed. The
/// range from 9000 on is ours, clear of those of the stock methods.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// 9000: the node could not read its own store.
	#[error("the store of this node failed: {0}")]
	Store(sp_blockchain::Error),
	/// 9001: `at` is no block that this node knows.
	#[error("unknown block {0:?}")]
	UnknownBlock(Hash),
	/// 9002: the state of that block is gone; nodes keep the last 256 unless told otherwise.
	#[error("the state of that block is pruned on this node: {0}")]
	StatePruned(String),
	/// 9003: the extrinsics of that block are not on this node.
	#[error("the body of block {0} is not on this node")]
	BodyPruned(u32),
	/// 9004: the runtime could not be asked: too old, or it failed.
	#[error("the runtime call failed: {0}")]
	Runtime(ApiError),
	/// 9005: the runtime understood and said no; pallet, error and hint are in the data.
	#[error("refused: {}.{}", .0.pallet, .0.error)]
	Refused(Refusal),
	/// 9006: a parameter is not what it should be.
	#[error("invalid parameter: {0}")]
	Invalid(String),
	/// 9007: this node follows as many orders as it is ready to.
	#[error("this node follows too many orders")]
	Busy,
}

/// What comes with the message of an [`Error`].
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Detail {
	/// The code, again.
	pub code: i32,
	/// The pallet that refused, if one did.
	pub pallet: Option<String>,
	/// The name of the error.
	pub error: String,
	/// What the caller can do.
	pub hint: String,
}

impl Error {
	/// The published number.
	pub fn code(&self) -> i32 {
		match self {
			Self::Store(_) => 9000,
			Self::UnknownBlock(_) => 9001,
			Self::StatePruned(_) => 9002,
			Self::BodyPruned(_) => 9003,
			Self::Runtime(_) => 9004,
			Self::Refused(_) => 9005,
			Self::Invalid(_) => 9006,
			Self::Busy => 9007,
		}
	}

	fn detail(&self) -> Detail {
		let (error, hint) = match self {
			Self::Store(_) => ("Store", "Look at the log of the node; ask another one."),
			Self::UnknownBlock(_) => {
				("UnknownBlock", "Leave `at` out to ask the last final block.")
			}
			Self::StatePruned(_) => {
				("StatePruned", "Ask a node that runs with --state-pruning archive.")
			}
			Self::BodyPruned(_) => (
				"BodyPruned",
				"Ask a node that keeps all blocks, or bring the body to `state_call`.",
			),
			Self::Runtime(_) => {
				("Runtime", "Look at the log of the node; is `at` of an old runtime?")
			}
			Self::Invalid(_) => ("Invalid", "See the description of the method."),
			Self::Busy => ("Busy", "Wait, poll `escrow_order`, or ask another node."),
			Self::Refused(refusal) => {
				return Detail {
					code: self.code(),
					pallet: Some(refusal.pallet.clone()),
					error: refusal.error.clone(),
					hint: refusal.hint.clone(),
				}
			}
		};
		Detail { code: self.code(), pallet: None, error: error.into(), hint: hint.into() }
	}
}

impl From<sp_blockchain::Error> for Error {
	fn from(error: sp_blockchain::Error) -> Self {
		Self::Store(error)
	}
}

impl From<ApiError> for Error {
	fn from(error: ApiError) -> Self {
		// The client says "unknown block" of a state that it has thrown away; that the block itself
		// is known was tested before.
		match error {
			ApiError::UnknownBlock(text) => Self::StatePruned(text),
			ApiError::Application(inner) => match inner.downcast::<sp_blockchain::Error>() {
				Ok(inner) => match *inner {
					sp_blockchain::Error::UnknownBlock(text) => Self::StatePruned(text),
					other => Self::Runtime(ApiError::Application(Box::new(other))),
				},
				Err(inner) => Self::Runtime(ApiError::Application(inner)),
			},
			error => Self::Runtime(error),
		}
	}
}

impl From<Refusal> for Error {
	fn from(refusal: Refusal) -> Self {
		Self::Refused(refusal)
	}
}

impl From<Error> for ErrorObjectOwned {
	fn from(error: Error) -> Self {
		Self::owned(error.code(), error.to_string(), Some(error.detail()))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_refusal_is_told_in_names_and_with_a_hint() {
		let error = ErrorObjectOwned::from(Error::from(Refusal {
			pallet: "Splits".into(),
			error: "UnknownRules".into(),
			hint: "Publish the rule set first.".into(),
		}));

		assert_eq!((error.code(), error.message()), (9005, "refused: Splits.UnknownRules"));
		let detail: Detail = serde_json::from_str(error.data().unwrap().get()).unwrap();
		assert_eq!(detail.pallet.as_deref(), Some("Splits"));
		assert_eq!(detail.hint, "Publish the rule set first.");
	}

	#[test]
	fn a_state_that_the_client_threw_away_is_called_pruned() {
		let gone = sp_blockchain::Error::UnknownBlock("State already discarded".into());
		assert_eq!(Error::from(ApiError::Application(Box::new(gone))).code(), 9002);
		let other = sp_blockchain::Error::Backend("disk".into());
		assert_eq!(Error::from(ApiError::Application(Box::new(other))).code(), 9004);
	}
}
