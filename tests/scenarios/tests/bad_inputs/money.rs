// SPDX-License-Identifier: Apache-2.0

use crate::{
	bad,
	town::{Town, EMPTY, GONE, LEAVING, USD},
	Bad,
};
use pallet_clearing::{Call as ClearingCall, Error as ClearingError};
use pallet_ledger::{Call as LedgerCall, Error as LedgerError};
use split_ledger_primitives::ports::Ledger as Accounts;
use split_ledger_primitives::{
	AccountNo, AccountType, Amount, BankIndex, Commitment, Currency, CycleNo, Date, ParticipantId,
	Reference,
};
use split_ledger_runtime::{Ledger as Ledgers, Runtime};
use split_ledger_scenarios::{
	bank_id, bank_key, Dice, World, AGENT, CNY, EAST, NORTH, SOUTH, WEST,
};

type Ledger = LedgerError<Runtime>;
type Clearing = ClearingError<Runtime>;

/// Issues and redemptions.
pub(crate) fn of_customers(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (some, days) = (1 + dice.below(1_000), 1 + dice.below(300) as u16);
	let today = world.today().0;
	let fresh = world.reference();
	let dated = |date| Reference { date: Date(date), ..fresh.clone() };
	let no_text = Reference { text: Default::default(), ..fresh.clone() };
	let evidence = Commitment(dice.bytes(32).try_into().expect("32 bytes"));
	let source = dice.roll() as u8;
	let account = town.buyer.account;
	let issue = |key, reference: &Reference, account, amount, why: Ledger| {
		let (reference, amount) = (reference.clone(), Amount(amount));
		bad(key, LedgerCall::<Runtime>::issue { reference, account, amount, source, evidence }, why)
	};
	let redeem = |key, amount, why: Ledger| {
		let (reference, amount) = (fresh.clone(), Amount(amount));
		bad(
			key,
			LedgerCall::<Runtime>::redeem { reference, account, amount, source, evidence },
			why,
		)
	};
	let bank = bank_key(NORTH);
	let leaver = town.states.leaver.account;
	let unclaimed =
		world.state(|| <Ledgers as Accounts>::unclaimed(NORTH, CNY)).expect("it is open");
	vec![
		issue(bank, &fresh, unclaimed, some, Ledger::NotEntitledToUnclaimed),
		issue(LEAVING.1, &fresh, leaver, some, Ledger::BankNotActive),
		issue(bank_key(EAST), &fresh, town.closed, some, Ledger::AccountClosed),
		issue(bank_key(EAST), &fresh, town.mute.account, some, Ledger::NoCredit),
		issue(bank, &town.issued, account, 10_000 + some, Ledger::ReferenceTaken),
		issue(bank_key(WEST), &fresh, account, some, Ledger::OtherBank),
		issue(town.buyer.key, &fresh, account, some, Ledger::NotABank),
		issue(bank, &fresh, account, 0, Ledger::ZeroAmount),
		issue(bank, &fresh, AccountNo(900 + some), some, Ledger::UnknownAccount),
		issue(bank, &fresh, account, u64::MAX, Ledger::RowFull),
		issue(bank, &no_text, account, some, Ledger::ReferenceEmpty),
		issue(bank, &dated(today + days), account, some, Ledger::ReferenceInFuture),
		issue(bank, &dated(today - 30 - days), account, some, Ledger::ReferenceTooOld),
		redeem(bank, 8_991 + some, Ledger::NotEnoughAvailable),
		redeem(bank, 0, Ledger::ZeroAmount),
		redeem(bank_key(EAST), some, Ledger::OtherBank),
		redeem(town.buyer.key, some, Ledger::NotABank),
	]
}

/// Accounts and their status.
pub(crate) fn accounts(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let open = |key, owner, currency, account_type, why: Ledger| {
		let accepts_anyone = false;
		let call =
			LedgerCall::<Runtime>::open_account { owner, currency, account_type, accepts_anyone };
		bad(key, call, why)
	};
	let status = |key, no_debit, text: &[u8], why: Ledger| {
		let reason = text.to_vec().try_into().expect("short");
		let account = town.buyer.account;
		let no_credit = false;
		bad(key, LedgerCall::<Runtime>::set_status { account, no_debit, no_credit, reason }, why)
	};
	let close =
		|key, account, why: Ledger| bad(key, LedgerCall::<Runtime>::close_account { account }, why);
	let allow = |key, owner, bank, why: Ledger| {
		bad(key, LedgerCall::<Runtime>::allow_bank { owner, bank, allowed: true }, why)
	};
	let (bank, buyer) = (bank_key(NORTH), town.buyer.id);
	let unclaimed = world.state(|| pallet_ledger::Unclaimed::<Runtime>::get((CNY, NORTH)));
	let unclaimed = unclaimed.expect("the bank has accounts");
	let unknown = ParticipantId(1_000 + dice.below(1 << 30) as u32);
	let elsewhere = Currency(1 + dice.below(150) as u16);
	vec![
		open(bank, buyer, elsewhere, AccountType::Current, Ledger::UnknownCurrency),
		open(bank, unknown, CNY, AccountType::Current, Ledger::UnknownOwner),
		open(bank_key(WEST), buyer, CNY, AccountType::Current, Ledger::OwnerDidNotAllow),
		allow(bank_key(WEST), buyer, EAST, Ledger::NotOwnerNorSponsor),
		allow(town.buyer.key, unknown, EAST, Ledger::UnknownOwner),
		allow(town.buyer.key, buyer, BankIndex(7 + dice.below(57) as u8), Ledger::UnknownBank),
		open(bank, buyer, CNY, AccountType::Guarantee, Ledger::NotForCustomers),
		open(bank, buyer, CNY, AccountType::PassThrough, Ledger::NotForCustomers),
		open(bank, buyer, CNY, AccountType::Tax, Ledger::WrongAccountType),
		open(town.shop.key, buyer, CNY, AccountType::Current, Ledger::NotABank),
		status(bank, true, b"", Ledger::ReasonMissing),
		status(bank_key(WEST), true, b"no", Ledger::NotBankNorSupervisor),
		status(town.buyer.key, true, b"no", Ledger::NotBankNorSupervisor),
		open(bank, town.full.magnate.id, CNY, AccountType::Current, Ledger::TooManyAccounts),
		open(bank, bank_id(NORTH), CNY, AccountType::Unclaimed, Ledger::UnclaimedExists),
		close(bank, unclaimed, Ledger::UnclaimedStays),
		close(bank_key(SOUTH), town.farm.account, Ledger::OwesLiens),
		close(bank, town.buyer.account, Ledger::NotEmpty),
		close(bank, town.friend.account, Ledger::OtherBank),
		close(bank, AccountNo(900 + dice.below(1 << 30)), Ledger::UnknownAccount),
	]
}

/// Reserves, caps and withdrawals.
pub(crate) fn reserves(world: &mut World, _: &Town, dice: &mut Dice) -> Vec<Bad> {
	let some = 1 + dice.below(1_000);
	let reference = world.reference();
	let nobody = BankIndex(7 + dice.below(57) as u8);
	let issue = |key, bank, amount, why: Clearing| {
		let (reference, amount) = (reference.clone(), Amount(amount));
		let call =
			ClearingCall::<Runtime>::issue_reserve { reference, bank, currency: CNY, amount };
		bad(key, call, why)
	};
	let cap = |key, bank, cap, why: Clearing| {
		let cap = Amount(cap);
		bad(key, ClearingCall::<Runtime>::set_cap { bank, currency: CNY, cap }, why)
	};
	let give_back = |key, bank, why: Clearing| {
		let reference = reference.clone();
		bad(key, ClearingCall::<Runtime>::return_reserve { reference, bank, currency: CNY }, why)
	};
	let withdraw = |currency, amount, why: Clearing| {
		let (reference, amount) = (reference.clone(), Amount(amount));
		let call = ClearingCall::<Runtime>::request_withdrawal { reference, currency, amount };
		bad(bank_key(NORTH), call, why)
	};
	let id: [u8; 22] = dice.bytes(22).try_into().expect("22 bytes");
	let confirm = ClearingCall::<Runtime>::confirm_withdrawal { bank: NORTH, id };
	let reject = ClearingCall::<Runtime>::reject_withdrawal { bank: NORTH, id };
	let (currency, amount) = (CNY, Amount(some));
	let in_run_off = {
		let reference = reference.clone();
		ClearingCall::<Runtime>::request_withdrawal { reference, currency, amount }
	};
	vec![
		issue(bank_key(NORTH), NORTH, some, Clearing::NotTheAgent),
		issue(AGENT, nobody, some, Clearing::NotJoined),
		issue(AGENT, NORTH, 0, Clearing::ZeroAmount),
		issue(AGENT, NORTH, u64::MAX - dice.below(1_000), Clearing::ReserveTooLarge),
		cap(AGENT, NORTH, 1_000_001 + some, Clearing::CapOverReserve),
		cap(AGENT, NORTH, dice.below(1_000), Clearing::CapBelowPosition),
		cap(AGENT, nobody, some, Clearing::NotJoined),
		cap(bank_key(EAST), NORTH, some, Clearing::NotTheAgent),
		give_back(bank_key(EAST), NORTH, Clearing::NotTheAgent),
		give_back(AGENT, NORTH, Clearing::BankNotInRunOff),
		give_back(AGENT, nobody, Clearing::NotJoined),
		issue(AGENT, GONE.0, some, Clearing::BankExited),
		give_back(AGENT, LEAVING.0, Clearing::BankStillOpen),
		give_back(AGENT, EMPTY.0, Clearing::NoReserve),
		bad(LEAVING.1, in_run_off, Clearing::BankNotActive),
		withdraw(CNY, 0, Clearing::ZeroAmount),
		withdraw(CNY, 999_000 + some, Clearing::ShortOfLiquidity),
		withdraw(USD, some, Clearing::NotJoined),
		bad(AGENT, confirm, Clearing::UnknownWithdrawal),
		bad(AGENT, reject, Clearing::UnknownWithdrawal),
	]
}

/// References of acts on reserves.
pub(crate) fn reserve_references(world: &mut World, town: &Town, dice: &mut Dice) -> Vec<Bad> {
	let (some, days) = (1 + dice.below(1_000), 1 + dice.below(300) as u16);
	let reference = world.reference();
	let today = reference.date.0;
	let dated = |date| Reference { date: Date(date), ..reference.clone() };
	let no_text = Reference { text: Default::default(), ..reference.clone() };
	let issue = |reference: Reference, why: Clearing| {
		let (bank, currency, amount) = (NORTH, CNY, Amount(1 + some));
		let call = ClearingCall::<Runtime>::issue_reserve { reference, bank, currency, amount };
		bad(AGENT, call, why)
	};
	vec![
		issue(town.reserved.clone(), Clearing::ReferenceTaken),
		issue(no_text, Clearing::ReferenceEmpty),
		issue(dated(today + days), Clearing::ReferenceInFuture),
		issue(dated(today - 30 - days), Clearing::ReferenceTooOld),
	]
}

/// Cycles and what they are closed by.
pub(crate) fn cycles(_: &Town, dice: &mut Dice) -> Vec<Bad> {
	let agent = |call: ClearingCall<Runtime>, why: Clearing| bad(AGENT, call, why);
	let bank = |call: ClearingCall<Runtime>, why: Clearing| bad(bank_key(EAST), call, why);
	let close = |text: &[u8], currency| {
		let reason = text.to_vec().try_into().expect("short");
		ClearingCall::close_cycle { currency, reason }
	};
	let unknown = Currency(1 + dice.below(150) as u16);
	let same = BankIndex(dice.below(4) as u8);
	let cycle = CycleNo(dice.below(1 << 30) as u32);
	let gross = |a, b| ClearingCall::set_gross { currency: CNY, a, b, gross: true };
	let cycle_ms = 1 + dice.below(999);
	vec![
		agent(close(b"", CNY), Clearing::ReasonEmpty),
		agent(close(b"now", unknown), Clearing::UnknownCurrency),
		bank(close(b"now", CNY), Clearing::NotTheAgent),
		agent(gross(same, same), Clearing::SelfObligation),
		agent(gross(same, BankIndex(9)), Clearing::NotJoined),
		agent(ClearingCall::settle_cycle { currency: CNY, cycle }, Clearing::CycleNotClosed),
		agent(ClearingCall::set_schedule { currency: CNY, cycle_ms }, Clearing::CycleTooShort),
		bank(ClearingCall::set_settlement { currency: CNY, later: true }, Clearing::NotTheAgent),
		bank(ClearingCall::join { currency: CNY }, Clearing::AlreadyJoined),
		bank(ClearingCall::join { currency: unknown }, Clearing::UnknownCurrency),
		agent(ClearingCall::join { currency: CNY }, Clearing::NotABank),
	]
}
