// SPDX-License-Identifier: Apache-2.0

use crate::codes;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::{
	deps::{
		frame_support::dispatch::DispatchInfo,
		sp_runtime::{
			traits::{
				AsSystemOriginSigner, DispatchOriginOf, Implication, PostDispatchInfoOf,
				TransactionExtensionMetadata,
			},
			transaction_validity::{
				TransactionSource, TransactionValidityError, UnknownTransaction,
			},
		},
	},
	prelude::*,
};

/// How far ahead of its key's nonce a transaction may be.
pub const NONCE_WINDOW: u32 = 64;

type Stock<T> = frame_system::CheckNonce<T>;
type CallOf<T> = <T as frame_system::Config>::RuntimeCall;

/// The stock check of the nonce, with a window: without it one key could fill the pool with
/// transactions that wait for a nonce that never comes.
///
/// Beyond the window is `Unknown`, which the pool forgets: the same bytes are good later.
#[derive(Clone, DebugNoBound, Decode, DecodeWithMemTracking, Encode, Eq, PartialEq, TypeInfo)]
#[scale_info(skip_type_params(T))]
pub struct CheckNonce<T: frame_system::Config>(Stock<T>);

impl<T: frame_system::Config> CheckNonce<T> {
	/// For whoever puts a transaction together.
	pub fn from(nonce: T::Nonce) -> Self {
		Self(Stock::<T>::from(nonce))
	}
}

impl<T: frame_system::Config> TransactionExtension<CallOf<T>> for CheckNonce<T>
where
	CallOf<T>: Dispatchable<Info = DispatchInfo>,
	<CallOf<T> as Dispatchable>::RuntimeOrigin: AsSystemOriginSigner<T::AccountId> + Clone,
	Stock<T>: TransactionExtension<CallOf<T>, Implicit = ()>,
{
	const IDENTIFIER: &'static str = "CheckNonce";
	type Implicit = ();
	type Val = <Stock<T> as TransactionExtension<CallOf<T>>>::Val;
	type Pre = <Stock<T> as TransactionExtension<CallOf<T>>>::Pre;

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
		self_implicit: (),
		inherited_implication: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, CallOf<T>> {
		let latest = origin
			.as_system_origin_signer()
			.map(|key| frame_system::Pallet::<T>::account_nonce(key))
			.map(|next| next.saturating_add(NONCE_WINDOW.into()));
		let checked = self.0.validate(
			origin,
			call,
			info,
			len,
			self_implicit,
			inherited_implication,
			source,
		)?;
		if latest.is_some_and(|latest| self.0 .0 > latest) {
			let code = UnknownTransaction::Custom(codes::NONCE_TOO_FAR);
			return Err(TransactionValidityError::Unknown(code));
		}
		Ok(checked)
	}

	fn prepare(
		self,
		val: Self::Val,
		origin: &DispatchOriginOf<CallOf<T>>,
		call: &CallOf<T>,
		info: &DispatchInfoOf<CallOf<T>>,
		len: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		self.0.prepare(val, origin, call, info, len)
	}

	fn post_dispatch_details(
		pre: Self::Pre,
		info: &DispatchInfoOf<CallOf<T>>,
		post_info: &PostDispatchInfoOf<CallOf<T>>,
		len: usize,
		result: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		Stock::<T>::post_dispatch_details(pre, info, post_info, len, result)
	}
}
