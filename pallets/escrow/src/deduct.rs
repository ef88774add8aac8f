// SPDX-License-Identifier: Apache-2.0

//! Forced deductions (M7): what a court takes out of its hold is paid by the account's bank. It is a
//! payment like any other, tested for cover: a seizure leaves what is owed and promised covered (C1, C2).

use crate::{
	posting::in_item, references::order_id, spending::Submitter, types::Deduction, Config, Error,
	Event, Pallet,
};
use alloc::vec;
use codec::Encode;
use frame::prelude::{blake2_256, ensure, DispatchResult};
use split_ledger_primitives::{
	ports::{AccountFacts, CycleFacts, Entry, Ledger, LedgerBook, Participants, Signer},
	Amount, Domain, Leaf, LeafKind, LeafLeg, Purpose, Reference,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_deduct(
		signer: &Signer<T::AccountId>,
		reference: Reference,
		deduction: Deduction,
	) -> DispatchResult {
		let act = Self::name_act(Domain::Deduct, &reference, signer, &deduction)?;
		let Some(act) = act else { return Ok(()) };
		let Deduction { account, hold, to, amount, authority, document } = deduction;
		ensure!(!amount.is_zero(), Error::<T>::ZeroAmount);
		ensure!(!authority.is_empty(), Error::<T>::AuthorityMissing);
		let mut book = T::Ledger::open_book();
		let AccountFacts { bank, currency, .. } = book.account(account)?;
		let bank = T::Participants::bank(bank).map(|bank| bank.participant);
		ensure!(bank == Some(signer.participant), Error::<T>::NotTheBank);
		let mut submitter = Submitter::<T>::of(signer);
		submitter.ensure_may_spend(currency, amount, Amount::ZERO)?;
		let purpose = Purpose::Transfer;
		let entry = Entry::Deduct { from: account, hold, to, amount, purpose };
		in_item(&mut book, |book| book.enter(entry))?;
		let CycleFacts { cycle, date } = book.cycle(currency)?;

		Self::remember(act);
		let order = order_id(signer.participant, &reference);
		let legs = vec![LeafLeg { from: account, to, amount, purpose }];
		let leaf = Leaf { kind: LeafKind::Deducted, order, currency, cycle, date, legs };
		book.record(currency, blake2_256(&leaf.encode()));
		Self::note_credits(&mut book, [to].into_iter())?;
		book.commit();
		submitter.count_spent(currency, amount);
		submitter.tell();

		Self::deposit_event(Event::Deducted {
			reference,
			account,
			hold,
			to,
			amount,
			authority,
			document,
			currency,
			cycle,
			date,
			by: Self::by(signer),
		});
		Ok(())
	}
}
