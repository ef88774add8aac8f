// SPDX-License-Identifier: Apache-2.0

use crate::{Call, Config, Error, Event, Pallet, WeightInfo};
use frame::{deps::frame_system::RawOrigin, prelude::*};
use split_ledger_primitives::{
	ports::{Participants, Signer},
	Scope,
};

type CallOf<T> = <T as Config>::RuntimeCall;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_act_as_bank(key: T::AccountId, call: CallOf<T>) -> DispatchResultWithPostInfo {
		let Signer { participant: by, key } = Self::signer(&key, Scope::Govern)?;
		let (bank, _) = Self::bank_row_of(by).ok_or(Error::<T>::NotABank)?;
		let nested =
			matches!(call.is_sub_type(), Some(Call::act_as_bank { .. } | Call::as_root { .. }));
		ensure!(!nested, Error::<T>::NestedCall);

		let origin = RawOrigin::Signed(Self::bank_account(by)).into();
		let spent = Self::make(call, origin, <T as Config>::WeightInfo::act_as_bank())?;

		Self::deposit_event(Event::ActedAsBank { bank, by, key });
		Ok(spent)
	}

	pub(crate) fn do_as_root(call: CallOf<T>) -> DispatchResultWithPostInfo {
		ensure!(T::RootCalls::contains(&call), Error::<T>::NotARootCall);

		let origin = RawOrigin::Root.into();
		let spent = Self::make(call, origin, <T as Config>::WeightInfo::as_root())?;

		Self::deposit_event(Event::ActedAsRoot);
		Ok(spent)
	}

	/// Makes the inner call and adds what the outer one costs, whether it succeeds or not.
	fn make(call: CallOf<T>, origin: T::RuntimeOrigin, own: Weight) -> DispatchResultWithPostInfo {
		let info = call.get_dispatch_info();
		let spent = |inner: PostDispatchInfo| PostDispatchInfo {
			actual_weight: inner
				.actual_weight
				.map(|_| own.saturating_add(inner.calc_actual_weight(&info))),
			pays_fee: inner.pays_fee,
		};
		match call.dispatch(origin) {
			Ok(inner) => Ok(spent(inner)),
			Err(refused) => Err(DispatchErrorWithPostInfo {
				post_info: spent(refused.post_info),
				error: refused.error,
			}),
		}
	}
}
