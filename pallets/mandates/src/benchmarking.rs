// SPDX-License-Identifier: Apache-2.0

//! Benchmarks at the limits: the account has as many mandates as it may, and its bank signs.

use crate::*;
use alloc::vec::Vec;
use frame::benchmarking::prelude::*;
use split_ledger_primitives::{
	limits::MANDATES_MAX,
	ports::{AccountOwners, Clock, Participants},
	AccountNo, Amount, BankIndex, Commitment, Currency, Date, MandateLimits, MandateNo,
	MandatePeriod, MandateTerms, ParticipantId, Role, Roles,
};

const BANK: BankIndex = BankIndex(0);
const GRANTEES_BANK: BankIndex = BankIndex(1);
const CURRENCY: Currency = Currency(156);
const NOTHING_USED: Use = Use { period: 0, drawn: Amount(0), orders: 0, lowered: false };

/// A mandate that allows everything.
pub(crate) fn unlimited<T: Config>(account: AccountNo, grantee: ParticipantId) -> MandateNo {
	let by = T::Accounts::account_owner(account).expect("the account was made").owner;
	let state = State::Active { by, used: NOTHING_USED };
	let row = Mandate { terms: terms(account, grantee, Commitment([0; 32])), state };
	let mandate = NextMandate::<T>::get();
	NextMandate::<T>::put(MandateNo(mandate.0 + 1));
	MandatesTo::<T>::insert(grantee, NumberKey::of(mandate), ());
	Rows::<T>::insert(mandate, row);
	mandate
}

fn terms(account: AccountNo, grantee: ParticipantId, evidence: Commitment) -> MandateTerms {
	let (single, amount) = (Amount(u64::MAX), Amount(u64::MAX));
	let limits = MandateLimits { single, amount, orders: u32::MAX, until: Date(u16::MAX) };
	MandateTerms { account, grantee, limits, period: MandatePeriod::Month, from: Date(0), evidence }
}

/// A bank with its key, and an account of a customer of it.
struct World<T: Config> {
	bank: T::AccountId,
	grantee: ParticipantId,
	account: AccountNo,
}

impl<T: Config> World<T> {
	fn new() -> Self {
		let bank: T::AccountId = whitelisted_caller();
		let make = |key: T::AccountId, role: Role, bank| {
			T::Participants::benchmark_participant(key, Roles::of(&[role]), bank)
		};
		make(account("grantee bank", 0, 0), Role::Bank, GRANTEES_BANK);
		make(bank.clone(), Role::Bank, BANK);
		let owner = make(account("owner", 0, 0), Role::Buyer, BANK);
		let grantee = make(account("grantee", 0, 0), Role::Platform, GRANTEES_BANK);
		let account = T::Accounts::benchmark_account(owner, BANK, CURRENCY);
		Self { bank, grantee, account }
	}

	fn signed(&self) -> RawOrigin<T::AccountId> {
		RawOrigin::Signed(self.bank.clone())
	}

	fn terms(&self, number: u32) -> MandateTerms {
		let mut evidence = [0; 32];
		evidence[..4].copy_from_slice(&number.to_le_bytes());
		terms(self.account, self.grantee, Commitment(evidence))
	}

	/// So many mandates on the account, proposed by its owner.
	fn proposed(&self, count: u32) -> Vec<MandateNo> {
		let maker: T::AccountId = account("owner", 0, 0);
		let propose = |number| {
			let mandate = NextMandate::<T>::get();
			let origin = RawOrigin::Signed(maker.clone());
			Pallet::<T>::propose(origin.into(), self.terms(number)).expect("proposed");
			mandate
		};
		(0..count).map(propose).collect()
	}

	/// As many mandates on the account as it may have; the first of them is given.
	fn given(&self) -> MandateNo {
		let mandate = self.proposed(MANDATES_MAX)[0];
		let confirmed = Pallet::<T>::confirm(self.signed().into(), mandate, self.terms(0));
		confirmed.expect("confirmed");
		mandate
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn propose() {
		let world = World::<T>::new();
		world.proposed(MANDATES_MAX - 1);

		#[extrinsic_call]
		_(world.signed(), world.terms(MANDATES_MAX));

		assert_eq!(MandatesOf::<T>::get(world.account.key()).len() as u32, MANDATES_MAX);
	}

	#[benchmark]
	fn confirm() {
		let world = World::<T>::new();
		let mandate = world.proposed(MANDATES_MAX)[0];

		#[extrinsic_call]
		_(world.signed(), mandate, world.terms(0));

		assert!(matches!(
			Rows::<T>::get(mandate),
			Some(Mandate { state: State::Active { .. }, .. })
		));
	}

	#[benchmark]
	fn reject() {
		let world = World::<T>::new();
		let mandate = world.proposed(MANDATES_MAX)[0];

		#[extrinsic_call]
		_(world.signed(), mandate);

		assert!(!Rows::<T>::contains_key(mandate));
	}

	#[benchmark]
	fn revoke() {
		let world = World::<T>::new();
		let mandate = world.given();

		#[extrinsic_call]
		_(world.signed(), mandate);

		assert!(!Rows::<T>::contains_key(mandate));
	}

	#[benchmark]
	fn lower() {
		let world = World::<T>::new();
		let mandate = world.given();
		let limits = MandateLimits { until: T::Clock::today(), ..world.terms(0).limits };

		#[extrinsic_call]
		_(world.signed(), mandate, limits);

		assert_eq!(Rows::<T>::get(mandate).map(|row| row.terms.limits), Some(limits));
	}

	#[benchmark]
	fn prune(n: Linear<0, { ending::PRUNED_MAX }>) {
		T::Clock::benchmark_from(Date(1).start());
		let world = World::<T>::new();
		let today = T::Clock::today();
		let mandates = world.proposed(MANDATES_MAX);
		// The first of them ended before today.
		for mandate in mandates.iter().take(n as usize) {
			Rows::<T>::mutate(mandate, |row| {
				let Some(row) = row else { return };
				let until = &mut row.terms.limits.until;
				Endings::<T>::remove(DateKey::of(*until), mandate);
				*until = Date(today.0.saturating_sub(1));
				Endings::<T>::insert(DateKey::of(*until), mandate, ());
			});
		}

		#[block]
		{
			Pallet::<T>::prune_now(today, ending::PRUNED_MAX);
		}

		assert_eq!(Rows::<T>::iter_keys().count() as u32, MANDATES_MAX - n);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_state(), crate::mock::Test);
}
