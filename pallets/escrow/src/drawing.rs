// SPDX-License-Identifier: Apache-2.0

//! Who may place an order against an account: its owner, its bank (P1), and whom a mandate lets.

use crate::{Config, Error, Pallet};
use frame::prelude::{ensure, DispatchError};
use split_ledger_primitives::{
	ports::{AccountFacts, Clock, MandateFacts, Mandates, Participants, Signer},
	Amount, BankStatus, FundedPart, MandateNo,
};

/// What an order is to count on a mandate, once it is taken in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Draw {
	pub(crate) mandate: MandateNo,
	pub(crate) amount: Amount,
}

impl<T: Config> Pallet<T> {
	/// Whether the signer may place an order that takes this part of its money from an account whose
	/// bank takes orders (P1, P2). Answers what a mandate is to count for it.
	///
	/// A mandate that is named counts, whoever signs: so a bank that carries out what its customer
	/// granted says so. `earlier` is what is planned already and not counted yet.
	pub(crate) fn ensure_may_draw(
		signer: &Signer<T::AccountId>,
		part: &FundedPart,
		account: &AccountFacts,
		earlier: impl IntoIterator<Item = Draw>,
	) -> Result<Option<Draw>, DispatchError> {
		let bank = T::Participants::bank(account.bank).ok_or(Error::<T>::BankNotActive)?;
		let entitled = [account.owner, bank.participant].contains(&signer.participant);
		let FundedPart { account: number, amount, mandate } = *part;
		let draw = match mandate {
			None => {
				ensure!(entitled, Error::<T>::NotThePayer);
				None
			}
			Some(mandate) => {
				let facts = T::Mandates::mandate(mandate, T::Clock::now())?;
				let given = entitled || facts.grantee == signer.participant;
				ensure!(given && facts.account == number, Error::<T>::MandateUnfit);
				let draw = Draw { mandate, amount };
				ensure_within::<T>(&facts, draw, earlier)?;
				Some(draw)
			}
		};
		ensure!(bank.status == BankStatus::Active, Error::<T>::BankNotActive);
		Ok(draw)
	}

	/// Counts what an order that was taken in drew.
	pub(crate) fn count_draws(draws: &[Draw]) -> Result<(), DispatchError> {
		let now = T::Clock::now();
		draws.iter().try_for_each(|draw| T::Mandates::draw(draw.mandate, draw.amount, now))
	}
}

fn ensure_within<T: Config>(
	facts: &MandateFacts,
	draw: Draw,
	earlier: impl IntoIterator<Item = Draw>,
) -> Result<(), Error<T>> {
	ensure!(draw.amount <= facts.single, Error::<T>::OverMandateSingle);
	let (mut amount, mut orders) = (draw.amount, 1u32);
	for other in earlier.into_iter().filter(|other| other.mandate == draw.mandate) {
		amount = amount.checked_add(other.amount).ok_or(Error::<T>::Overflow)?;
		// At most 500 orders of four parts each.
		orders = orders.saturating_add(1);
	}
	ensure!(orders <= facts.orders_left, Error::<T>::OverMandateOrders);
	ensure!(amount <= facts.left, Error::<T>::OverMandateAmount);
	Ok(())
}
