// SPDX-License-Identifier: Apache-2.0

//! What unclaimed accounts keep, and for whom (O6): money of an order that could not be paid to who is
//! entitled to it. An unclaimed account pays nobody else; who was a customer of a bank that has left is
//! somebody new elsewhere (P2), and is paid there as who it was.

use crate::{
	giving::Back,
	posting::in_item,
	spending::Submitter,
	types::{By, HeldOrder, KeptPart, PaidLeg},
	Config, Error, Event, Pallet, Unclaimed,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame::prelude::{blake2_256, ensure, DispatchResult};
use split_ledger_primitives::{
	ports::{AccountFacts, CycleFacts, Entry, Ledger, LedgerBook, Participants, Signer},
	views::UnclaimedView,
	AccountNo, AccountType, Amount, BankIndex, BankStatus, Commitment, Leaf, LeafKind, LeafLeg,
	OrderId, ParticipantId, Purpose,
};

impl<T: Config> Pallet<T> {
	/// What unclaimed accounts keep of an order, and for whom.
	pub fn unclaimed(order: OrderId) -> Vec<UnclaimedView> {
		let all = Unclaimed::<T>::iter_prefix(order);
		let kept = all.map(|((keeper, entitled), KeptPart { amount, due })| UnclaimedView {
			keeper,
			entitled,
			amount,
			due,
		});
		kept.collect()
	}

	/// What a refund or a return brought to unclaimed accounts, or leaves due to them.
	pub(crate) fn note_unclaimed(order: OrderId, all: &[(Back, KeptPart)]) -> DispatchResult {
		all.iter().try_for_each(|(back, more)| {
			Self::change_kept(order, back.account, back.entitled, |kept| {
				let due = kept.due.checked_add(more.due)?;
				Some(KeptPart { amount: kept.amount.checked_add(more.amount)?, due })
			})
		})
	}

	/// What legs brought to unclaimed accounts in the place of their payees.
	pub(crate) fn note_unpaid_legs(
		id: OrderId,
		order: &HeldOrder,
		paid: &[PaidLeg],
	) -> DispatchResult {
		for part in paid.iter().filter(|part| part.purpose == Purpose::Unclaimed) {
			let leg = order.legs.iter().find(|leg| leg.leg == part.leg);
			let leg = leg.ok_or(Error::<T>::UnknownLeg)?;
			// Also where the leg was not given to the leader of its group yet (O10).
			let leader = order.is_leaders(leg.leg).then(|| Self::leader_of(order)).flatten();
			let entitled = leader.unwrap_or(order.receiver_of(leg).0);
			let back = Back { account: part.to, entitled, purpose: part.purpose };
			let kept = KeptPart { amount: part.amount, due: Amount::ZERO };
			Self::note_unclaimed(id, &[(back, kept)])?;
		}
		Ok(())
	}

	/// Of what was owed to `creditor` so much came, or will never come: of several for whom it keeps that,
	/// the account of the lowest number has it first. Does nothing where it keeps it for nobody else.
	pub(crate) fn expected(
		order: OrderId,
		creditor: AccountNo,
		amount: Amount,
		came: bool,
	) -> DispatchResult {
		let mut rest = amount;
		let mut all = Unclaimed::<T>::iter_prefix(order).collect::<Vec<_>>();
		// The map has them in the order of hashes.
		all.sort_unstable_by_key(|(key, _)| *key);
		for ((keeper, entitled), kept) in all {
			let part = rest.min(kept.due);
			if keeper != creditor || part.is_zero() {
				continue;
			}
			rest = rest.checked_sub(part).ok_or(Error::<T>::Overflow)?;
			Self::change_kept(order, keeper, entitled, |kept| {
				let gain = if came { part } else { Amount::ZERO };
				let amount = kept.amount.checked_add(gain)?;
				Some(KeptPart { amount, due: kept.due.checked_sub(part)? })
			})?;
		}
		Ok(())
	}

	fn change_kept(
		order: OrderId,
		keeper: AccountNo,
		entitled: AccountNo,
		change: impl FnOnce(KeptPart) -> Option<KeptPart>,
	) -> DispatchResult {
		Unclaimed::<T>::try_mutate_exists(order, (keeper, entitled), |known| {
			let kept = change(known.unwrap_or_default()).ok_or(Error::<T>::Overflow)?;
			*known = (!kept.amount.is_zero() || !kept.due.is_zero()).then_some(kept);
			Ok(())
		})
	}

	/// Whether a bank has left for good. One that nobody knows counts as gone.
	pub(crate) fn has_left(bank: BankIndex) -> bool {
		T::Participants::bank(bank).is_none_or(|bank| bank.status == BankStatus::Exited)
	}

	/// The bank that took in a participant; of a bank, itself. A supervisor and an agent have none.
	pub(crate) fn sponsor_bank(participant: ParticipantId) -> Option<BankIndex> {
		T::Participants::bank_of(T::Participants::facts(participant)?.sponsor)
	}

	/// Refuses who may not have it paid, and to whom it must not go: from the unclaimed account `keeper`
	/// for the account `entitled` to the account `to`.
	fn check_claim(
		signer: &Signer<T::AccountId>,
		[keeper, entitled, to]: [AccountFacts; 3],
		evidence: Option<Commitment>,
	) -> Result<(), Error<T>> {
		let bank = T::Participants::bank(keeper.bank);
		let is_keeper = bank.map(|bank| bank.participant) == Some(signer.participant);
		// A bank that leaves may have paid who is entitled outside the ledger: it alone knows whom.
		let leaves = bank.is_none_or(|bank| bank.status != BankStatus::Active);
		let may = is_keeper || (entitled.owner == signer.participant && !leaves);
		ensure!(may, Error::<T>::NotEntitled);
		if to.owner == entitled.owner {
			return Ok(());
		}
		// Whoever can still sign, or has a bank that can, is paid as itself. Only where nobody can any more
		// does a bank say who it is now: the one that keeps the money, of a customer of its own. It is
		// never the bank itself, but for buyers behind a pass-through account of it (P1).
		let nobody_signs = || Self::sponsor_bank(entitled.owner).is_some_and(Self::has_left);
		let is_anew = || Self::has_left(entitled.bank) && nobody_signs();
		let of_buyers = to.flags.account_type() == Some(AccountType::PassThrough);
		let is_customers = to.bank == keeper.bank && (to.owner != keeper.owner || of_buyers);
		let may = is_keeper && is_customers && is_anew();
		ensure!(may, Error::<T>::OtherOwner);
		ensure!(evidence.is_some(), Error::<T>::EvidenceMissing);
		Ok(())
	}

	pub(crate) fn do_pay_unclaimed(
		signer: &Signer<T::AccountId>,
		order: OrderId,
		(from, entitled): (AccountNo, AccountNo),
		to: AccountNo,
		evidence: Option<Commitment>,
	) -> DispatchResult {
		let kept = Unclaimed::<T>::get(order, (from, entitled)).unwrap_or_default();
		let amount = kept.amount;
		ensure!(!amount.is_zero(), Error::<T>::NothingUnclaimed);
		let mut book = T::Ledger::open_book();
		let keeper = book.account(from)?;
		let (was, is) = (book.account(entitled)?, book.account(to)?);
		Self::check_claim(signer, [keeper, was, is], evidence)?;
		let (currency, purpose) = (keeper.currency, Purpose::Claimed);
		// A key of the bank that decides who is paid spends (P7); to the same owner money only comes home.
		let mut submitter = Submitter::<T>::of(signer);
		if was.owner != is.owner {
			submitter.ensure_may_spend(currency, amount, Amount::ZERO)?;
			submitter.count_spent(currency, amount);
		}
		in_item(&mut book, |book| book.enter(Entry::Pay { from, to, amount, purpose }))?;

		let left = KeptPart { amount: Amount::ZERO, ..kept };
		Self::change_kept(order, from, entitled, |_| Some(left))?;
		let CycleFacts { cycle, date } = book.cycle(currency)?;
		let legs = vec![LeafLeg { from, to, amount, purpose }];
		let leaf = Leaf { kind: LeafKind::Claimed, order, currency, cycle, date, legs };
		book.record(currency, blake2_256(&leaf.encode()));
		Self::note_credits(&mut book, [to].into_iter())?;
		let by: By<T::AccountId> = Self::by(signer);
		Self::deposit_event(Event::UnclaimedPaid {
			order,
			from,
			entitled,
			to,
			amount,
			currency,
			cycle,
			date,
			evidence,
			by,
		});
		book.commit();
		submitter.tell();
		Ok(())
	}
}
