// SPDX-License-Identifier: Apache-2.0

use crate::codes;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::{
	deps::sp_runtime::{
		generic::Era,
		traits::{DispatchOriginOf, Implication, TransactionExtensionMetadata},
		transaction_validity::{TransactionSource, TransactionValidityError},
	},
	prelude::*,
};

type Stock<T> = frame_system::CheckMortality<T>;
type CallOf<T> = <T as frame_system::Config>::RuntimeCall;

/// The stock check of mortality, without immortal transactions: one that was signed and never sent
/// must not turn up years later.
#[derive(Clone, DebugNoBound, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckMortality<T: frame_system::Config + Send + Sync>(Stock<T>);

impl<T: frame_system::Config + Send + Sync> CheckMortality<T> {
	/// For whoever puts a transaction together.
	pub fn from(era: Era) -> Self {
		Self(Stock::<T>::from(era))
	}
}

impl<T: frame_system::Config + Send + Sync> TransactionExtension<CallOf<T>> for CheckMortality<T> {
	const IDENTIFIER: &'static str = "CheckMortality";
	type Implicit = T::Hash;
	type Val = ();
	type Pre = ();

	fn implicit(&self) -> Result<T::Hash, TransactionValidityError> {
		self.0.implicit()
	}

	fn metadata() -> Vec<TransactionExtensionMetadata> {
		Stock::<T>::metadata()
	}

	fn weight(&self, call: &CallOf<T>) -> Weight {
		self.0.weight(call)
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<CallOf<T>>,
		call: &CallOf<T>,
		info: &DispatchInfoOf<CallOf<T>>,
		len: usize,
		self_implicit: T::Hash,
		inherited_implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<(), CallOf<T>> {
		if self.0 .0.is_immortal() {
			return Err(InvalidTransaction::Custom(codes::IMMORTAL).into());
		}
		self.0.validate(origin, call, info, len, self_implicit, inherited_implication, source)
	}

	impl_tx_ext_default!(CallOf<T>; prepare);
}
