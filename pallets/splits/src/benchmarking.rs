// SPDX-License-Identifier: Apache-2.0

use crate::*;
use alloc::boxed::Box;
use codec::Encode;
use frame::benchmarking::prelude::*;
use split_ledger_primitives::{
	limits::RULE_SET_BYTES_MAX,
	ports::{AccountOwners, Clock, Participants},
	AccountNo, BankIndex, MerchantLimits, ParticipantId, Relation, Role, Roles, RuleHash,
};

mod rule_sets;

pub(crate) use rule_sets::usable_rules;

use rule_sets::{slow_rule_set, store, CURRENCY};

const BANK: BankIndex = BankIndex(0);
/// The bank that keeps the accounts of receivers.
const ACCOUNT_BANK: BankIndex = BankIndex(1);
/// Limits that the consortium allows.
const LIMITS: MerchantLimits = MerchantLimits { share_cap_ppm: 1, promoter_levels: 1 };

/// Makes the account a receiver of the merchant that may get all of an order, consent included.
pub(crate) fn consented_receiver<T: Config>(merchant: ParticipantId, account: AccountNo) {
	let by = T::Accounts::account_owner(account).expect("the account was made").owner;
	let consent = Some(Consent { platform_returns: true, by });
	add::<T>(merchant, account, consent);
}

fn add<T: Config>(merchant: ParticipantId, account: AccountNo, consent: Option<Consent>) {
	if !Receivers::<T>::contains_key(merchant, account.key()) {
		ReceiverCounts::<T>::mutate(merchant, |count| *count += 1);
	}
	let relation = Relation::Supplier;
	let row = Receiver { relation, ceiling_ppm: WHOLE_PPM, added_by: merchant, consent };
	Receivers::<T>::insert(merchant, account.key(), row);
}

/// A bank with its key, and below it a platform and a merchant, all with the keys of their names.
struct World<T: Config> {
	bank: T::AccountId,
	platform: ParticipantId,
	merchant: ParticipantId,
}

impl<T: Config> World<T> {
	fn new() -> Self {
		let bank: T::AccountId = whitelisted_caller();
		let make = |key: T::AccountId, role: Role| {
			T::Participants::benchmark_participant(key, Roles::of(&[role]), BANK)
		};
		make(bank.clone(), Role::Bank);
		let platform = make(Self::key("platform"), Role::Platform);
		let merchant = make(Self::key("merchant"), Role::Merchant);
		Self { bank, platform, merchant }
	}

	fn key(name: &'static str) -> T::AccountId {
		account(name, 0, 0)
	}

	fn published(&self) -> RuleHash {
		store::<T>(self.platform, &slow_rule_set(RULE_SET_BYTES_MAX))
	}

	/// An account of somebody else at another bank. Who signs with the key "account bank" is asked
	/// for last.
	fn account(&self) -> AccountNo {
		let make = |name, role, bank| {
			T::Participants::benchmark_participant(Self::key(name), Roles::of(&[role]), bank)
		};
		make("account bank", Role::Bank, ACCOUNT_BANK);
		let owner = make("supplier", Role::Supplier, BANK);
		T::Accounts::benchmark_account(owner, ACCOUNT_BANK, CURRENCY)
	}

	/// An account that the merchant added and that has consented.
	fn receiver(&self) -> AccountNo {
		let account = self.account();
		consented_receiver::<T>(self.merchant, account);
		account
	}

	fn row(&self, account: AccountNo) -> Option<Receiver> {
		Receivers::<T>::get(self.merchant, account.key())
	}

	/// Limits that another key of the bank proposed.
	fn proposed(&self) {
		let by = T::Participants::facts(self.merchant).expect("the merchant was made").sponsor;
		let proposal = Proposal { limits: LIMITS, by, maker: Self::key("maker") };
		Proposals::<T>::insert(self.merchant, proposal);
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn publish(b: Linear<200, RULE_SET_BYTES_MAX>) {
		let world = World::<T>::new();
		let rule_set = slow_rule_set(b);
		let rules = content::hash_of(&rule_set.encode());
		let effective_from = Some(T::Clock::now().plus(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(World::<T>::key("platform")), Box::new(rule_set), effective_from);

		let published = Some(Standing::Published { effective_from });
		assert_eq!(Standings::<T>::get(rules, world.platform), published);
	}

	#[benchmark]
	fn approve() {
		let world = World::<T>::new();
		let rules = world.published();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.platform, rules);

		let standing = Standings::<T>::get(rules, world.platform);
		assert!(matches!(standing, Some(Standing::Approved { .. })));
	}

	#[benchmark]
	fn accept() {
		let world = World::<T>::new();
		let rules = world.published();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.merchant, world.platform, rules);

		let accepted = (world.merchant, world.platform, rules);
		assert!(Acceptances::<T>::contains_key(accepted));
	}

	#[benchmark]
	fn accept_ceilings() {
		let world = World::<T>::new();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.merchant, world.platform, WHOLE_PPM, WHOLE_PPM);

		assert!(Ceilings::<T>::contains_key(world.merchant, world.platform));
	}

	#[benchmark]
	fn retire() {
		let world = World::<T>::new();
		let rules = world.published();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.platform, rules);

		let standing = Standings::<T>::get(rules, world.platform);
		assert!(matches!(standing, Some(Standing::Retired { .. })));
	}

	#[benchmark]
	fn add_receiver() {
		let world = World::<T>::new();
		let account = world.account();
		let (merchant, relation) = (world.merchant, Relation::Supplier);

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank.clone()), merchant, account, relation, WHOLE_PPM);

		assert!(world.row(account).is_some());
	}

	#[benchmark]
	fn remove_receiver() {
		let world = World::<T>::new();
		let account = world.receiver();

		#[extrinsic_call]
		_(RawOrigin::Signed(World::<T>::key("account bank")), world.merchant, account);

		assert_eq!(world.row(account), None);
	}

	#[benchmark]
	fn consent() {
		let world = World::<T>::new();
		let account = world.account();
		add::<T>(world.merchant, account, None);

		#[extrinsic_call]
		_(RawOrigin::Signed(World::<T>::key("account bank")), world.merchant, account, true);

		assert!(world.row(account).is_some_and(|row| row.consent.is_some()));
	}

	#[benchmark]
	fn withdraw_consent() {
		let world = World::<T>::new();
		let account = world.receiver();

		#[extrinsic_call]
		_(RawOrigin::Signed(World::<T>::key("account bank")), world.merchant, account);

		assert!(world.row(account).is_some_and(|row| row.consent.is_none()));
	}

	#[benchmark]
	fn propose_limits() {
		let world = World::<T>::new();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.merchant, LIMITS);

		assert!(Proposals::<T>::contains_key(world.merchant));
	}

	#[benchmark]
	fn confirm_limits() {
		let world = World::<T>::new();
		world.proposed();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.merchant, LIMITS);

		assert!(LimitsOf::<T>::contains_key(world.merchant));
	}

	#[benchmark]
	fn reject_limits() {
		let world = World::<T>::new();
		world.proposed();

		#[extrinsic_call]
		_(RawOrigin::Signed(world.bank), world.merchant);

		assert!(!Proposals::<T>::contains_key(world.merchant));
	}

	#[benchmark]
	fn set_consortium_limits() {
		#[extrinsic_call]
		_(RawOrigin::Root, LIMITS.share_cap_ppm, LIMITS.promoter_levels);

		assert_eq!(ConsortiumLimits::<T>::get(), Some(LIMITS));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_state(), crate::mock::Test);
}
