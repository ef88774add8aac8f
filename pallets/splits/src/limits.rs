// SPDX-License-Identifier: Apache-2.0

//! How far fees and promoters may go in orders of a merchant (P6), by maker and checker (P7).

use crate::{
	types::{CONSORTIUM_LIMITS, MERCHANT_LIMITS, WHOLE_PPM},
	Config, ConsortiumLimits, Error, Event, LimitsOf, OwnLimits, Pallet, Proposal, Proposals,
};
use frame::prelude::*;
use split_ledger_primitives::{ports::Signer, MerchantLimits, ParticipantId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_limits(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		limits: MerchantLimits,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_is_merchants_bank(by, merchant)?;
		Self::ensure_within_consortium(limits)?;
		if Proposals::<T>::get(merchant).is_some_and(|before| before.limits == limits) {
			return Ok(());
		}

		Proposals::<T>::insert(merchant, Proposal { limits, by, maker: key.clone() });

		Self::deposit_event(Event::LimitsProposed { merchant, limits, by, key });
		Ok(())
	}

	pub(crate) fn do_confirm_limits(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
		limits: MerchantLimits,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_is_merchants_bank(by, merchant)?;
		let Proposal { limits: proposed, maker, .. } = Self::proposal(merchant)?;
		ensure!(key != maker, Error::<T>::MakerIsChecker);
		ensure!(limits == proposed, Error::<T>::OtherLimitsProposed);
		Self::ensure_within_consortium(limits)?;

		Proposals::<T>::remove(merchant);
		LimitsOf::<T>::insert(merchant, OwnLimits { limits, by });

		Self::deposit_event(Event::LimitsSet { merchant, limits, maker, by, key });
		Ok(())
	}

	pub(crate) fn do_reject_limits(
		signer: Signer<T::AccountId>,
		merchant: ParticipantId,
	) -> DispatchResult {
		let Signer { participant: by, key } = signer;
		Self::ensure_is_merchants_bank(by, merchant)?;
		Self::proposal(merchant)?;

		Proposals::<T>::remove(merchant);

		Self::deposit_event(Event::LimitsRejected { merchant, by, key });
		Ok(())
	}

	pub(crate) fn do_set_consortium_limits(
		share_cap_ppm: u32,
		promoter_levels: u8,
	) -> DispatchResult {
		ensure!(share_cap_ppm <= WHOLE_PPM, Error::<T>::CeilingOverWhole);
		let limits = MerchantLimits { share_cap_ppm, promoter_levels };
		if limits == Self::consortium_limits() {
			return Ok(());
		}

		ConsortiumLimits::<T>::put(limits);

		Self::deposit_event(Event::ConsortiumLimitsSet { limits });
		Ok(())
	}

	/// How far the limits of any merchant can go.
	pub(crate) fn consortium_limits() -> MerchantLimits {
		ConsortiumLimits::<T>::get().unwrap_or(CONSORTIUM_LIMITS)
	}

	/// What counts for a merchant: its own limits or everybody's, within those of the consortium.
	pub(crate) fn limits_within(
		consortium: MerchantLimits,
		own: Option<OwnLimits>,
	) -> MerchantLimits {
		own.map_or(MERCHANT_LIMITS, |own| own.limits).within(consortium)
	}

	fn proposal(merchant: ParticipantId) -> Result<Proposal<T::AccountId>, Error<T>> {
		Proposals::<T>::get(merchant).ok_or(Error::<T>::NothingProposed)
	}

	fn ensure_is_merchants_bank(
		by: ParticipantId,
		merchant: ParticipantId,
	) -> Result<(), Error<T>> {
		ensure!(by == Self::merchant(merchant)?.sponsor, Error::<T>::NotMerchantsBank);
		Ok(())
	}

	fn ensure_within_consortium(limits: MerchantLimits) -> Result<(), Error<T>> {
		let is_within = limits == limits.within(Self::consortium_limits());
		ensure!(is_within, Error::<T>::OverConsortiumLimits);
		Ok(())
	}
}
