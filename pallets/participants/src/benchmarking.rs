// SPDX-License-Identifier: Apache-2.0

//! Each call at the limits of its components: a full consortium where the banks are read, a
//! participant with as many keys as it may have where keys are given.

use crate::{
	admit::Sponsor, extensions::CheckAccess, Bank, Banks, BenchmarkHelper, Call, Config, Key,
	KeyLimits, Keys, LimitProposal, LimitProposals, LimitRow, LimitRows, NewKeys, NextBank,
	NextParticipant, Pallet, Profile, ProposedLimits, Records, SuspendReason,
};
use alloc::{boxed::Box, collections::BTreeMap, vec::Vec};
use frame::{
	benchmarking::prelude::*,
	deps::{
		frame_support::dispatch::{DispatchInfo, RawOrigin},
		sp_runtime::traits::{AsTransactionAuthorizedOrigin, DispatchTransaction},
	},
};
use split_ledger_primitives::{
	limits::{BANKS_MAX, CURRENCIES_MAX, KEYS_MAX},
	Amount, BankIndex, BankStatus, Commitment, Currency, Date, KeyLimit, ParticipantId, Role,
	Roles, Scopes,
};

const CUSTOMER: Roles = Roles::of(&[Role::Merchant]);
const BANK: Roles = Roles::of(&[Role::Bank]);
/// The first of as many currencies as a key may be limited in.
const CURRENCY: Currency = Currency(0);
/// Of any date.
const LIMIT: KeyLimit = KeyLimit { single: Amount(1_000), daily: Amount(9_000) };

fn nobody() -> Profile {
	Profile { commitment: Commitment([7; 32]), review: Date(u16::MAX) }
}

/// A participant of `roles` under the bank at `bank`, with `key` for every scope. The bank is made
/// where there is none, and gets the key itself where it is the participant that is asked for.
pub(crate) fn participant<T: Config>(
	key: T::AccountId,
	roles: Roles,
	bank: BankIndex,
) -> ParticipantId {
	let sponsor = Banks::<T>::get(bank).map(|row| row.participant).unwrap_or_else(|| {
		let id = NextParticipant::<T>::get();
		let next = NextBank::<T>::get();
		Pallet::<T>::enrol(id, BANK, Sponsor { participant: id, bank: Some(bank) }, nobody());
		Pallet::<T>::found_bank(bank, id, false);
		NextBank::<T>::put(next.max(BankIndex(bank.0 + 1)));
		id
	});
	let id = if roles.has(Role::Bank) {
		sponsor
	} else {
		let id = NextParticipant::<T>::get();
		let by_vote = crate::admit::is_one_by_vote(roles);
		let under = if by_vote {
			Sponsor { participant: id, bank: None }
		} else {
			Sponsor { participant: sponsor, bank: Some(bank) }
		};
		Pallet::<T>::enrol(id, roles, under, nobody());
		id
	};
	Pallet::<T>::register_key(id, &key, Scopes::ALL);
	id
}

fn bank_key<T: Config>() -> T::AccountId {
	let key = account("bank", 0, 0);
	participant::<T>(account("bank", 0, 0), BANK, BankIndex(0));
	key
}

/// All places but one are taken, by banks that vote and validate.
fn crowd<T: Config>() {
	for no in NextBank::<T>::get().0..(BANKS_MAX as u8 - 1) {
		let index = BankIndex(no);
		let id = participant::<T>(account("member", no.into(), 0), BANK, index);
		T::BenchmarkHelper::register_session_keys(&Pallet::<T>::bank_account(id));
		Banks::<T>::mutate_extant(index, |bank| bank.validates = true);
	}
	Pallet::<T>::tell_membership();
}

/// A customer of the first bank, of which the observer mirrors as much as it may.
fn customer<T: Config>() -> ParticipantId {
	let id = participant::<T>(account("customer", 0, 0), CUSTOMER, BankIndex(0));
	T::BenchmarkHelper::fill_mirrors(id, BankIndex(0));
	id
}

/// A key of such a customer, limited in all currencies and with as many proposals by the bank's key.
fn limited_key<T: Config>(maker: &T::AccountId) -> T::AccountId {
	let key: T::AccountId = account("limited", 0, 0);
	participant::<T>(key.clone(), CUSTOMER, BankIndex(0));
	put_limits::<T>(&key, LIMIT, currencies());
	let by = Keys::<T>::get(maker).expect("the bank has a key").participant;
	let proposal = LimitProposal { limit: None, by, maker: maker.clone() };
	let proposals = currencies().map(|currency| (currency, proposal.clone()));
	let proposals: LimitProposals<T::AccountId> =
		proposals.collect::<BTreeMap<_, _>>().try_into().expect("as many as there may be");
	ProposedLimits::<T>::insert(&key, proposals);
	key
}

/// Limits a key to `limit` in these currencies.
fn put_limits<T: Config>(
	key: &T::AccountId,
	limit: KeyLimit,
	currencies: impl Iterator<Item = Currency>,
) {
	let rows = currencies.map(|currency| (currency, LimitRow::new(limit)));
	let rows: LimitRows =
		rows.collect::<BTreeMap<_, _>>().try_into().expect("as many as there may be");
	KeyLimits::<T>::insert(key, rows);
	Keys::<T>::mutate_extant(key, |held| held.limited = true);
}

/// As many currencies as a key may be limited in.
fn currencies() -> impl Iterator<Item = Currency> {
	(0..CURRENCIES_MAX as u16).map(Currency)
}

/// Limits a key in as many currencies as there may be, one of them `currency`, to everything.
pub(crate) fn limit_fully<T: Config>(key: &T::AccountId, currency: Currency) {
	let everything = KeyLimit { single: Amount::MAX, daily: Amount::MAX };
	let others = (0..).map(Currency).filter(|other| *other != currency);
	let all = core::iter::once(currency).chain(others).take(CURRENCIES_MAX as usize);
	put_limits::<T>(key, everything, all);
}

fn new_keys<T: Config>(count: u32) -> NewKeys<T::AccountId> {
	let keys: Vec<_> = (0..count).map(|no| (account("new", no, 0), Scopes::ALL)).collect();
	keys.try_into().expect("the component stays within the limit")
}

fn council<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::CouncilOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks(where
	<T as frame_system::Config>::RuntimeCall:
		Dispatchable<Info = DispatchInfo, PostInfo = PostDispatchInfo>,
	T::RuntimeOrigin: AsTransactionAuthorizedOrigin,
	CheckAccess<T>: TransactionExtension<<T as frame_system::Config>::RuntimeCall, Implicit = ()>,
	T: Send + Sync,
)]
mod benches {
	use super::*;

	#[benchmark]
	fn admit(k: Linear<1, KEYS_MAX>) -> Result<(), BenchmarkError> {
		crowd::<T>();
		let origin = council::<T>()?;
		let Profile { commitment, review } = nobody();
		let id = NextParticipant::<T>::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, BANK, commitment, review, new_keys::<T>(k));

		assert!(Records::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn onboard(k: Linear<0, KEYS_MAX>) {
		let key = bank_key::<T>();
		let Profile { commitment, review } = nobody();
		let id = NextParticipant::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(key), CUSTOMER, commitment, review, new_keys::<T>(k));

		assert!(Records::<T>::contains_key(id));
	}

	#[benchmark]
	fn add_key() {
		let key = bank_key::<T>();
		let customer = participant::<T>(account("customer", 0, 0), CUSTOMER, BankIndex(0));
		let added: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), customer, added.clone(), Scopes::ALL);

		assert!(Keys::<T>::contains_key(added));
	}

	#[benchmark]
	fn revoke_key() {
		let key = bank_key::<T>();
		let revoked = limited_key::<T>(&key);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), revoked.clone());

		assert!(matches!(Keys::<T>::get(revoked), Some(Key { active: false, .. })));
	}

	#[benchmark]
	fn set_roles() {
		let key = bank_key::<T>();
		let customer = customer::<T>();
		let platform = Roles::of(&[Role::Platform]);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), customer, platform, true);

		assert!(Records::<T>::get(customer).is_some_and(|record| record.roles == platform));
	}

	#[benchmark]
	fn suspend() {
		let supervisor: T::AccountId = account("supervisor", 0, 0);
		participant::<T>(supervisor.clone(), Roles::of(&[Role::Supervisor]), BankIndex(0));
		let customer = customer::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), customer, SuspendReason::Fraud);

		assert!(Records::<T>::get(customer).is_some_and(|record| record.is_suspended()));
	}

	#[benchmark]
	fn reinstate() {
		let supervisor: T::AccountId = account("supervisor", 0, 0);
		participant::<T>(supervisor.clone(), Roles::of(&[Role::Supervisor]), BankIndex(0));
		let customer = customer::<T>();
		Records::<T>::mutate_extant(customer, |record| {
			record.suspension.of_supervisor = Some(SuspendReason::Fraud);
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(supervisor), customer);

		assert!(Records::<T>::get(customer).is_some_and(|record| !record.is_suspended()));
	}

	#[benchmark]
	fn set_bank_status() -> Result<(), BenchmarkError> {
		crowd::<T>();
		let origin = council::<T>()?;
		let bank = BankIndex(BANKS_MAX as u8 - 2);
		let row = Banks::<T>::get(bank).expect("the crowd is there");
		T::BenchmarkHelper::fill_mirrors(row.participant, bank);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, bank, BankStatus::RunOff);

		assert!(Banks::<T>::get(bank).is_some_and(|row| row.status == BankStatus::RunOff));
		Ok(())
	}

	#[benchmark]
	fn set_validator() -> Result<(), BenchmarkError> {
		crowd::<T>();
		let origin = council::<T>()?;
		let bank = BankIndex(BANKS_MAX as u8 - 2);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, bank, false);

		assert!(matches!(Banks::<T>::get(bank), Some(Bank { validates: false, .. })));
		Ok(())
	}

	#[benchmark]
	fn act_as_bank() {
		let key = bank_key::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(key), Box::new(T::BenchmarkHelper::bank_call()));
	}

	#[benchmark]
	fn as_root() -> Result<(), BenchmarkError> {
		let origin = council::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Box::new(T::BenchmarkHelper::root_call()));
		Ok(())
	}

	#[benchmark]
	fn propose_key_limit() {
		let key = bank_key::<T>();
		let limited = limited_key::<T>(&key);
		let lower = KeyLimit { single: Amount::ZERO, ..LIMIT };

		#[extrinsic_call]
		_(RawOrigin::Signed(key), limited.clone(), CURRENCY, Some(lower));

		let rows = KeyLimits::<T>::get(&limited).expect("it is still limited");
		assert!(rows.get(&CURRENCY).is_some_and(|row| row.limit == lower));
	}

	#[benchmark]
	fn confirm_key_limit() {
		let maker = bank_key::<T>();
		let limited = limited_key::<T>(&maker);
		put_limits::<T>(&limited, LIMIT, currencies().take(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(limited.clone()), limited.clone(), CURRENCY, None);

		assert!(!KeyLimits::<T>::contains_key(limited));
	}

	#[benchmark]
	fn withdraw_key_limit_proposal() {
		let key = bank_key::<T>();
		let limited = limited_key::<T>(&key);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), limited.clone(), CURRENCY);

		let proposals = ProposedLimits::<T>::get(&limited).expect("there are others");
		assert!(!proposals.contains_key(&CURRENCY));
	}

	#[benchmark]
	fn check_access() {
		let key = bank_key::<T>();
		let call: <T as frame_system::Config>::RuntimeCall =
			frame_system::Call::<T>::remark { remark: Vec::new() }.into();
		let info = DispatchInfo { call_weight: Weight::from_parts(1_000, 0), ..Default::default() };
		let spent = PostDispatchInfo {
			actual_weight: Some(Weight::from_parts(500, 0)),
			pays_fee: Default::default(),
		};

		#[block]
		{
			CheckAccess::<T>::new()
				.test_run(RawOrigin::Signed(key).into(), &call, &info, 0, 0, |_| Ok(spent))
				.expect("an active key has access")
				.expect("the call succeeds");
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::World::new().build(), crate::mock::Test);
}
