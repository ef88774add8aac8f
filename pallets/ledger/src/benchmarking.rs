// SPDX-License-Identifier: Apache-2.0

use crate::{judicial::JudicialAct, tick::PRUNED_MAX, types::ENDINGS_PAGE, *};
use frame::{benchmarking::prelude::*, deps::frame_support::weights::WeightMeter};
use split_ledger_primitives::{
	limits::{ACCOUNTS_MAX, BATCH_MAX, LIENS_MAX, REFERENCE_BYTES_MAX, RETENTION_DAYS},
	ports::{Clearing, Clock, Ledger as _, LedgerBook, Lien, Participants, Signer},
	AccountFlags, AccountNo, AccountType, Amount, BankIndex, BankSet, Commitment, Currency, Date,
	Domain, Moment, OrderId, ParticipantId, Reference, Role, Roles, Text, DAY_MS,
};

const BANK: BankIndex = BankIndex(0);
const CURRENCY: Currency = Currency(156);
const PLENTY: Amount = Amount(1_000_000_000);
const EVIDENCE: Commitment = Commitment([7; 32]);

/// The bank and its key.
fn bank<T: Config>() -> (ParticipantId, T::AccountId) {
	let key: T::AccountId = whitelisted_caller();
	let participant =
		T::Participants::benchmark_participant(key.clone(), Roles::of(&[Role::Bank]), BANK);
	T::Clearing::benchmark_bank(CURRENCY, BANK);
	(participant, key)
}

/// A customer of the bank.
fn customer<T: Config>() -> ParticipantId {
	let roles = Roles::of(&[Role::Merchant]);
	T::Participants::benchmark_participant(account("customer", 0, 0), roles, BANK)
}

/// A customer of another bank.
fn elsewhere<T: Config>() -> ParticipantId {
	let roles = Roles::of(&[Role::Merchant]);
	T::Participants::benchmark_participant(account("elsewhere", 0, 0), roles, BankIndex(1))
}

fn longest_text() -> Text {
	Text::truncate_from(alloc::vec![b'x'; REFERENCE_BYTES_MAX as usize])
}

fn reference<T: Config>() -> Reference {
	Reference { date: T::Clock::today(), text: longest_text() }
}

/// Makes an account owe as often as it can, more than it has.
fn owe_most<T: Config>(debtor: AccountNo) {
	let creditor = Pallet::<T>::make_account(elsewhere::<T>(), BANK, CURRENCY, PLENTY);
	let mut book = Pallet::<T>::open_book();
	book.begin();
	for leg in 0..LIENS_MAX as u8 {
		let (order, deadline) = (OrderId([0; 22]), Moment(u64::MAX));
		let lien = Lien { creditor, order, leg, remaining: PLENTY, deadline };
		book.lay_lien(debtor, lien).expect("there is room");
	}
	book.accept().expect("a lien needs no cover");
	book.commit();
}

/// A freeze until the last moment possible, in the most words.
fn terms<T: Config>() -> FreezeTerms {
	FreezeTerms {
		no_debit: true,
		no_credit: true,
		authority: longest_text(),
		document: EVIDENCE,
		reason: longest_text(),
		until: T::Clock::now().plus(RESTRAINT_DAYS_MAX * DAY_MS),
	}
}

/// Freezes an account so many times, as its bank does.
fn freeze_most<T: Config>(account: AccountNo, times: u32) {
	let participant = T::Participants::bank(BANK).expect("the bank was made").participant;
	for _ in 0..times {
		let signer = Signer { participant, key: whitelisted_caller() };
		Pallet::<T>::do_freeze(signer, account, terms::<T>()).expect("there is room");
	}
}

/// Holds all that is on an account for a court, as its bank does.
fn hold_some<T: Config>(account: AccountNo, words: &[u8]) -> u32 {
	let participant = T::Participants::bank(BANK).expect("the bank was made").participant;
	let signer = Signer { participant, key: whitelisted_caller() };
	let text = Text::truncate_from(words.to_vec());
	let reference = Reference { date: T::Clock::today(), text };
	let FreezeTerms { authority, document, until, .. } = terms::<T>();
	let act = JudicialAct { account, amount: PLENTY, authority, document, until };
	Pallet::<T>::do_judicial_hold(signer, reference, act).expect("there is enough");
	HoldSums::<T>::get(account.key()).given - 1
}

/// A customer of the bank with a key of its own.
fn owner<T: Config>() -> (ParticipantId, T::AccountId) {
	bank::<T>();
	let key: T::AccountId = account("owner", 0, 0);
	let roles = Roles::of(&[Role::Merchant]);
	(T::Participants::benchmark_participant(key.clone(), roles, BANK), key)
}

/// Asks for all that is on an account, as its owner does.
fn ask<T: Config>(owner: ParticipantId, account: AccountNo, words: &[u8]) -> RequestId {
	let signer = Signer { participant: owner, key: whitelisted_caller() };
	let text = Text::truncate_from(words.to_vec());
	let reference = Reference { date: T::Clock::today(), text };
	Pallet::<T>::do_request_redemption(signer, reference, account, PLENTY, EVIDENCE)
		.expect("there is enough");
	RequestId { account, request: HoldSums::<T>::get(account.key()).given - 1 }
}

/// The same on an account that nobody has used before, of the `n`th customer.
fn ask_anew<T: Config>(n: u32) -> RequestId {
	let key: T::AccountId = account("customer", n / (ACCOUNTS_MAX - 1), 0);
	let roles = Roles::of(&[Role::Merchant]);
	let owner = T::Participants::benchmark_participant(key, roles, BANK);
	let account = Pallet::<T>::make_account(owner, BANK, CURRENCY, PLENTY);
	ask::<T>(owner, account, &n.to_be_bytes())
}

/// Enough for the clock to look at one minute.
fn one_minute<T: Config>() -> WeightMeter {
	WeightMeter::with_limit(T::WeightInfo::end_minute().saturating_mul(2))
}

impl<T: Config> Pallet<T> {
	/// Sets an amount aside for a court, as the account's bank does, whatever its index.
	pub(crate) fn make_court_hold(account: AccountNo, amount: Amount) -> u32 {
		let row = Self::row(account).expect("the account was made");
		let bank = T::Participants::bank(row.bank).expect("the bank was made");
		let signer = Signer { participant: bank.participant, key: whitelisted_caller() };
		let number = HoldSums::<T>::get(account.key()).given;
		let reference =
			Reference { text: Text::truncate_from(account.key().0.to_vec()), ..reference::<T>() };
		let FreezeTerms { authority, document, until, .. } = terms::<T>();
		let act = JudicialAct { account, amount, authority, document, until };
		Self::do_judicial_hold(signer, reference, act).expect("there is enough");
		number
	}

	/// Makes an account with money on it, and whatever must exist beside it.
	pub(crate) fn make_account(
		owner: ParticipantId,
		bank: BankIndex,
		currency: Currency,
		available: Amount,
	) -> AccountNo {
		T::Clearing::benchmark_bank(currency, bank);
		let row = |owner: ParticipantId, account_type| {
			let facts = T::Participants::facts(owner).expect("the owner was made");
			AccountRow::new(owner, bank, currency, account::flags_of(account_type, &facts))
		};
		if !Unclaimed::<T>::contains_key((currency, bank)) {
			let bank = T::Participants::bank(bank).expect("the bank was made").participant;
			Self::put_new_rows(&[row(bank, AccountType::Unclaimed)]).expect("there is room");
		}
		let mut row = row(owner, AccountType::Current);
		row.flags = row.flags.with(AccountFlags::ACCEPTS_ANYONE, true);
		row.available = available;
		Totals::<T>::mutate((currency, bank), |totals| totals.issued += available.total());
		let opened = Self::put_new_rows(&[row]).expect("there is room");
		opened.first().expect("one was opened").0
	}
}

impl<T: Config> Pallet<T> {
	/// Opens accounts for a participant, at its own bank, until it can have no more.
	pub(crate) fn fill_accounts(id: ParticipantId) {
		let sponsor = T::Participants::facts(id).expect("the participant was made").sponsor;
		let bank = T::Participants::bank_of(sponsor).expect("its bank was made");
		while AccountsOf::<T>::decode_len(id).unwrap_or_default() < ACCOUNTS_MAX as usize {
			Self::make_account(id, bank, CURRENCY, Amount::ZERO);
		}
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_account() {
		let (_, key) = bank::<T>();
		// The customer of another bank, which let this one.
		let owner = elsewhere::<T>();
		AllowedBanks::<T>::insert(owner, BankSet::default().with(BANK, true));
		// Every other place of the owner is taken, at another bank, so that this one opens its
		// unclaimed account, too.
		let taken: alloc::vec::Vec<_> = (0..u64::from(ACCOUNTS_MAX) - 1).map(AccountNo).collect();
		AccountsOf::<T>::insert(owner, BoundedVec::truncate_from(taken));

		#[extrinsic_call]
		_(RawOrigin::Signed(key), owner, CURRENCY, AccountType::Current, true);

		assert_eq!(AccountsOf::<T>::get(owner).len(), ACCOUNTS_MAX as usize);
		assert!(Unclaimed::<T>::contains_key((CURRENCY, BANK)));
	}

	#[benchmark]
	fn issue() {
		let (_, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);
		owe_most::<T>(account);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), reference::<T>(), account, PLENTY, 1, EVIDENCE);

		assert_eq!(Pallet::<T>::collected_on(account), PLENTY);
	}

	#[benchmark]
	fn redeem() {
		let (_, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), reference::<T>(), account, PLENTY, 1, EVIDENCE);

		assert_eq!(Pallet::<T>::totals(CURRENCY, BANK).redeemed, PLENTY.total());
	}

	#[benchmark]
	fn set_status() {
		let (participant, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);
		freeze_most::<T>(account, FREEZES_MAX);
		let (no_debit, no_credit, reason) = (true, false, longest_text());
		let earlier = StatusReason { no_debit, no_credit, reason, by: participant, freeze: None };
		let pushed = StatusReasons::<T>::try_append(account.key(), earlier);
		assert!(pushed.is_ok());

		#[extrinsic_call]
		_(RawOrigin::Signed(key), account, true, true, longest_text());

		assert!(Pallet::<T>::account(account).unwrap().flags.has(AccountFlags::NO_DEBIT));
	}

	#[benchmark]
	fn close_account() {
		let (_, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, Amount::ZERO);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), account);

		assert!(Pallet::<T>::account(account).unwrap().flags.has(AccountFlags::CLOSED));
	}

	#[benchmark]
	fn allow_bank() {
		bank::<T>();
		let key: T::AccountId = account("owner", 0, 0);
		let roles = Roles::of(&[Role::Merchant]);
		let owner = T::Participants::benchmark_participant(key.clone(), roles, BankIndex(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(key), owner, BANK, true);

		assert!(AllowedBanks::<T>::get(owner).has(BANK));
	}

	#[benchmark]
	fn freeze() {
		let (_, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);
		freeze_most::<T>(account, FREEZES_MAX - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), account, terms::<T>());

		assert_eq!(Pallet::<T>::status_reasons(account).len(), FREEZES_MAX as usize);
	}

	#[benchmark]
	fn lift_freeze() {
		let (_, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);
		freeze_most::<T>(account, FREEZES_MAX);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), account, FREEZES_MAX - 1);

		assert_eq!(Pallet::<T>::status_reasons(account).len(), FREEZES_MAX as usize - 1);
	}

	#[benchmark]
	fn judicial_hold() {
		let (_, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);
		let until = T::Clock::now().plus(RESTRAINT_DAYS_MAX * DAY_MS);
		let (reference, court) = (reference::<T>(), longest_text());

		#[extrinsic_call]
		_(RawOrigin::Signed(key), reference, account, PLENTY, court, EVIDENCE, until);

		assert_eq!(Pallet::<T>::held_of(account), PLENTY);
	}

	#[benchmark]
	fn release_hold() {
		let (_, key) = bank::<T>();
		let account = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);
		let hold = hold_some::<T>(account, b"hold");

		#[extrinsic_call]
		_(RawOrigin::Signed(key), account, hold);

		assert_eq!(Pallet::<T>::held_of(account), Amount::ZERO);
	}

	#[benchmark]
	fn request_redemption() {
		let (owner, key) = owner::<T>();
		T::Participants::benchmark_limit(&key, CURRENCY);
		let account = Pallet::<T>::make_account(owner, BANK, CURRENCY, PLENTY);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), reference::<T>(), account, PLENTY, EVIDENCE);

		assert_eq!(Pallet::<T>::held_of(account), PLENTY);
	}

	#[benchmark]
	fn withdraw_redemption() {
		let (owner, key) = owner::<T>();
		let account = Pallet::<T>::make_account(owner, BANK, CURRENCY, PLENTY);
		let request = ask::<T>(owner, account, b"request").request;

		#[extrinsic_call]
		_(RawOrigin::Signed(key), account, request);

		assert_eq!(Pallet::<T>::held_of(account), Amount::ZERO);
	}

	#[benchmark]
	fn confirm_redemptions(n: Linear<1, BATCH_MAX>) {
		let (_, key) = bank::<T>();
		let asked: alloc::vec::Vec<_> = (0..n).map(ask_anew::<T>).collect();
		let requests = BoundedVec::truncate_from(asked);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), reference::<T>(), requests, 1, EVIDENCE, true);

		let redeemed = PLENTY.total() * u128::from(n);
		assert_eq!(Pallet::<T>::totals(CURRENCY, BANK).redeemed, redeemed);
	}

	#[benchmark]
	fn reject_redemption() {
		let (_, key) = bank::<T>();
		let RequestId { account, request } = ask_anew::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), account, request, longest_text());

		assert_eq!(Pallet::<T>::held_of(account), Amount::ZERO);
	}

	#[benchmark]
	fn mark_remitted() {
		let (_, key) = bank::<T>();
		let tax = Pallet::<T>::make_account(customer::<T>(), BANK, CURRENCY, PLENTY);
		Accounts::<T>::mutate(tax.key(), |row| {
			let row = row.as_mut().expect("it was made");
			row.flags = AccountFlags::of_type(AccountType::Tax);
		});
		T::Clock::benchmark_from(Date(3).start());
		RemittedUpTo::<T>::insert(tax.key(), Date(1));
		let up_to = Date(2);

		#[extrinsic_call]
		_(RawOrigin::Signed(key), tax, up_to);

		assert_eq!(RemittedUpTo::<T>::get(tax.key()), Some(up_to));
	}

	#[benchmark]
	fn end_minute() {
		let done = Cursor { minute: 0, page: 0 };
		EndingsDone::<T>::put(done);

		#[block]
		{
			Pallet::<T>::end_what_is_due(&mut one_minute::<T>());
		}
	}

	#[benchmark]
	fn end_page(n: Linear<0, ENDINGS_PAGE>) {
		bank::<T>();
		let owner = customer::<T>();
		for nth in 0..n {
			let account = Pallet::<T>::make_account(owner, BANK, CURRENCY, PLENTY);
			hold_some::<T>(account, &nth.to_be_bytes());
		}
		let minute = terms::<T>().until.minute();

		#[block]
		{
			assert_eq!(Pallet::<T>::end_page(minute, 0), n);
		}

		assert!(Holds::<T>::iter_keys().next().is_none());
	}

	#[benchmark]
	fn prune(n: Linear<0, PRUNED_MAX>) {
		for text in 0..n {
			let key = OrderId::new(Date(0), ParticipantId(0), blake2_128(&text.to_be_bytes()));
			References::<T>::insert(Domain::Issue, key.0, [0; 16]);
		}
		let today = Date(RETENTION_DAYS + 1);

		#[block]
		{
			Pallet::<T>::prune_domain(Domain::Issue, today, n);
		}

		assert!(References::<T>::iter_keys().next().is_none());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_state(), crate::mock::Test);
}
