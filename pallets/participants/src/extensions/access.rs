// SPDX-License-Identifier: Apache-2.0

use crate::{codes, quota::Place, CallClass, Classify, Config, Keys, Pallet, Records, WeightInfo};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame::{
	deps::{
		frame_support::dispatch::DispatchInfo,
		sp_runtime::{
			traits::{AsSystemOriginSigner, DispatchOriginOf, Implication, PostDispatchInfoOf},
			transaction_validity::{
				TransactionSource, TransactionValidityError, UnknownTransaction,
			},
		},
	},
	prelude::*,
};
use split_ledger_primitives::ParticipantId;

type CallOf<T> = <T as frame_system::Config>::RuntimeCall;

/// Who signs needs an active key, not a balance; what limits use is the quota of its sponsor.
///
/// Gives every transaction its priority: governance before clearing before payments, and within a
/// class those first whose sponsor has used least. Permission is not judged here, because a call
/// inside another one would go round it, and because a refusal here would tell the submitter a
/// number where the call tells it a typed error.
#[derive(
	CloneNoBound,
	DebugNoBound,
	Decode,
	DecodeWithMemTracking,
	Encode,
	EqNoBound,
	PartialEqNoBound,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct CheckAccess<T: Config + Send + Sync>(PhantomData<T>);

impl<T: Config + Send + Sync> CheckAccess<T> {
	/// For whoever puts a transaction together.
	#[expect(clippy::new_without_default, reason = "as the stock extensions are made")]
	pub fn new() -> Self {
		Self(PhantomData)
	}
}

/// What was charged, to be given back where the call took less.
pub struct Charged {
	sponsor: ParticipantId,
	weight: u64,
}

impl<T: Config + Send + Sync> TransactionExtension<CallOf<T>> for CheckAccess<T>
where
	CallOf<T>: Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	DispatchOriginOf<CallOf<T>>: AsSystemOriginSigner<T::AccountId>,
{
	const IDENTIFIER: &'static str = "CheckAccess";
	type Implicit = ();
	/// The sponsor whose quota is used; nobody's where nobody signed.
	type Val = Option<ParticipantId>;
	type Pre = Option<Charged>;

	fn weight(&self, _: &CallOf<T>) -> Weight {
		<T as Config>::WeightInfo::check_access()
	}

	fn validate(
		&self,
		origin: DispatchOriginOf<CallOf<T>>,
		call: &CallOf<T>,
		_: &DispatchInfoOf<CallOf<T>>,
		_: usize,
		_: (),
		_: &impl Implication,
		source: TransactionSource,
	) -> ValidateResult<Self::Val, CallOf<T>> {
		let Some(key) = origin.as_system_origin_signer() else {
			return Ok((ValidTransaction::default(), None, origin));
		};
		let (sponsor, votes_for_itself) = sponsor_of::<T>(key)?;
		// Customers rank as payments whatever they call, or one key of theirs could fill blocks ahead
		// of every vote and close with calls that are refused only when they run.
		let class = if votes_for_itself { T::Classes::class(call) } else { CallClass::Payment };
		let place = match source {
			TransactionSource::InBlock => Place::Block,
			TransactionSource::Local | TransactionSource::External => Place::Pool,
		};
		if !Pallet::<T>::has_quota(sponsor, class, place) {
			let code = UnknownTransaction::Custom(codes::QUOTA_EMPTY);
			return Err(TransactionValidityError::Unknown(code));
		}
		let priority = Pallet::<T>::priority(sponsor, class);
		Ok((ValidTransaction { priority, ..Default::default() }, Some(sponsor), origin))
	}

	fn prepare(
		self,
		sponsor: Self::Val,
		_: &DispatchOriginOf<CallOf<T>>,
		_: &CallOf<T>,
		info: &DispatchInfoOf<CallOf<T>>,
		_: usize,
	) -> Result<Self::Pre, TransactionValidityError> {
		let weight = info.total_weight().ref_time();
		Ok(sponsor.map(|sponsor| {
			Pallet::<T>::charge_quota(sponsor, weight);
			Charged { sponsor, weight }
		}))
	}

	fn post_dispatch_details(
		charged: Self::Pre,
		info: &DispatchInfoOf<CallOf<T>>,
		post_info: &PostDispatchInfoOf<CallOf<T>>,
		_: usize,
		_: &DispatchResult,
	) -> Result<Weight, TransactionValidityError> {
		let Some(Charged { sponsor, weight }) = charged else {
			return Ok(<T as Config>::WeightInfo::check_access());
		};
		let spent = post_info.calc_actual_weight(info).ref_time();
		Pallet::<T>::refund_quota(sponsor, weight.saturating_sub(spent));
		Ok(Weight::zero())
	}
}

/// Who sponsors the participant that a key signs for.
fn sponsor_of<T: Config>(
	key: &T::AccountId,
) -> Result<(ParticipantId, bool), TransactionValidityError> {
	let unknown = InvalidTransaction::Custom(codes::UNKNOWN_KEY);
	let held = Keys::<T>::get(key).ok_or(unknown)?;
	if !held.active {
		return Err(InvalidTransaction::Custom(codes::KEY_REVOKED).into());
	}
	let sponsor = Records::<T>::get(held.participant).ok_or(unknown)?.sponsor;
	Ok((sponsor, sponsor == held.participant))
}
