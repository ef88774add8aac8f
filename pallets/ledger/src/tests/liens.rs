// SPDX-License-Identifier: Apache-2.0

//! What is owed from an account: how it is laid, what credits bring for it, how it is paid and ends.

use crate::{mock::*, Error, LiensOf};
use frame::testing_prelude::*;
use split_ledger_primitives::{
	limits::LIENS_MAX,
	ports::{Entry, Ledger as _, LedgerBook, Lien, Liens},
	AccountFlags, AccountNo, Amount, BankStatus, Moment, OrderId, Purpose,
};

/// One item in a book of its own, as a call would post it.
fn in_item(act: impl FnOnce(&mut crate::Book<Test>) -> DispatchResult) -> DispatchResult {
	let mut book = Ledger::open_book();
	book.begin();
	act(&mut book)?;
	book.accept()?;
	book.commit();
	Ok(())
}

fn enter(entry: Entry) -> DispatchResult {
	in_item(|book| book.enter(entry))
}

fn pay(from: AccountNo, to: AccountNo, amount: u64) -> Entry {
	Entry::Pay { from, to, amount: Amount(amount), purpose: Purpose::Transfer }
}

fn collect(from: AccountNo, lien: u8, amount: u64) -> Entry {
	Entry::Collect { from, lien, amount: Amount(amount) }
}

/// What is owed in order, and what was collected.
fn owed(account: AccountNo) -> (Vec<u64>, u64) {
	let Liens { collected, list } = Ledger::liens_of(account);
	(list.iter().map(|lien| lien.remaining.0).collect(), collected.0)
}

fn has_flag(account: AccountNo) -> bool {
	Ledger::account(account).unwrap().flags.has(AccountFlags::LIEN)
}

/// A shop that owes its buyer 50, and a buyer with 200.
fn debtor_and_creditor() -> (AccountNo, AccountNo) {
	let shop = open(BANK_A, SHOP, CNY);
	let buyer = funded(BANK_B, BUYER, 200);
	lay_lien(shop, buyer, 50);
	(shop, buyer)
}

#[test]
fn a_lien_raises_the_flag_and_takes_nothing_of_what_is_there() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 100);
		let buyer = open(BANK_A, BUYER, CNY);
		assert!(!has_flag(shop));
		lay_lien(shop, buyer, 50);
		assert!(has_flag(shop));
		assert_eq!((balance(shop), owed(shop)), ((100, 0), (vec![50], 0)));
		assert_eq!(Ledger::liens_of(buyer), Liens::default());
	});
}

#[test]
fn a_credit_is_held_as_far_as_it_is_owed_and_the_rest_is_available() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		assert_ok!(enter(pay(buyer, shop, 30)));
		assert_eq!((balance(shop), owed(shop)), ((0, 30), (vec![50], 30)));
		assert_eq!(Ledger::collected_on(shop), Amount(30));
		assert_ok!(enter(pay(buyer, shop, 30)));
		assert_eq!((balance(shop), owed(shop)), ((10, 50), (vec![50], 50)));
		assert_ok!(enter(pay(buyer, shop, 30)));
		assert_eq!((balance(shop), owed(shop)), ((40, 50), (vec![50], 50)));
		assert_eq!(Ledger::held_by_ledger().into_iter().collect::<Vec<_>>(), [(shop, Amount(50))]);
	});
}

#[test]
fn a_credit_of_any_purpose_and_an_issue_pay_what_is_owed() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		for (n, purpose) in [Purpose::Goods, Purpose::Fee, Purpose::Refund].into_iter().enumerate()
		{
			let (from, to, amount) = (buyer, shop, Amount(10));
			assert_ok!(enter(Entry::Pay { from, to, amount, purpose }));
			assert_eq!(owed(shop).1, 10 * (n as u64 + 1));
		}
		issue(BANK_A, shop, 25);
		assert_eq!((balance(shop), owed(shop)), ((5, 50), (vec![50], 50)));
	});
}

#[test]
fn what_a_customer_gets_back_from_a_hold_of_its_own_is_no_credit() {
	World::new().run(|| {
		let shop = funded(BANK_A, SHOP, 100);
		let buyer = open(BANK_A, BUYER, CNY);
		assert_ok!(enter(Entry::Hold { from: shop, amount: Amount(60) }));
		lay_lien(shop, buyer, 50);
		assert_ok!(enter(Entry::Free { from: shop, amount: Amount(60) }));
		assert_eq!((balance(shop), owed(shop)), ((100, 0), (vec![50], 0)));
	});
}

#[test]
fn what_was_collected_pays_nothing_but_the_lien() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		assert_ok!(enter(pay(buyer, shop, 60)));
		assert_ok!(enter(Entry::Hold { from: shop, amount: Amount(10) }));
		assert_eq!(balance(shop), (0, 60));

		let free = |amount| Entry::Free { from: shop, amount: Amount(amount) };
		let pay_held = |amount| Entry::PayHeld {
			from: shop,
			to: buyer,
			amount: Amount(amount),
			purpose: Purpose::Transfer,
			promised: false,
		};
		for entry in [free(11), pay_held(11), free(60), pay_held(60)] {
			assert_noop!(enter(entry), Error::<Test>::NotEnoughHeld);
		}
		assert_ok!(enter(pay_held(4)));
		assert_ok!(enter(free(6)));
		assert_eq!((balance(shop), owed(shop)), ((6, 50), (vec![50], 50)));
	});
}

#[test]
fn a_collection_pays_the_creditor_and_ends_with_what_is_owed() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		assert_ok!(enter(pay(buyer, shop, 60)));
		assert_ok!(enter(collect(shop, 0, 20)));
		assert_eq!((balance(shop), balance(buyer)), ((10, 30), (160, 0)));
		assert_eq!(owed(shop), (vec![30], 30));
		assert_eq!(neighbours(|all| all.sent_less_received[&(CNY, A)]), -40);

		assert_ok!(enter(collect(shop, 0, 30)));
		assert_eq!((balance(shop), balance(buyer)), ((10, 0), (190, 0)));
		assert!(!has_flag(shop));
		assert_eq!(LiensOf::<Test>::iter().count(), 0);
		// One in and two out; what was set aside is none.
		assert_eq!(Ledger::account(shop).unwrap().postings, 3);
	});
}

#[test]
fn a_collection_takes_what_was_collected_and_what_is_owed_and_no_unit_more() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		let other = open(BANK_A, BUYER, CNY);
		assert_noop!(enter(collect(shop, 0, 1)), Error::<Test>::NotEnoughCollected);
		assert_ok!(enter(pay(buyer, shop, 30)));
		assert_noop!(enter(collect(shop, 0, 31)), Error::<Test>::NotEnoughCollected);
		assert_noop!(enter(collect(shop, 0, 0)), Error::<Test>::ZeroAmount);
		assert_noop!(enter(collect(shop, 1, 1)), Error::<Test>::NoSuchLien);
		assert_noop!(enter(collect(buyer, 0, 1)), Error::<Test>::NoSuchLien);
		assert_noop!(enter(collect(AccountNo(77), 0, 1)), Error::<Test>::UnknownAccount);
		lay_lien(shop, other, 10);
		assert_ok!(enter(pay(buyer, shop, 30)));
		assert_eq!(owed(shop), (vec![50, 10], 60));
		assert_noop!(enter(collect(shop, 1, 11)), Error::<Test>::MoreThanOwed);
		assert_ok!(enter(collect(shop, 1, 10)));
		assert_ok!(enter(collect(shop, 0, 50)));
		assert_eq!(balance(other), (10, 0));
	});
}

#[test]
fn a_collection_is_tested_for_cover_and_for_what_the_creditor_takes() {
	World::new().with_limit(A, 0).run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let buyer = open(BANK_B, BUYER, CNY);
		lay_lien(shop, buyer, 50);
		issue(BANK_A, shop, 50);
		assert_noop!(enter(collect(shop, 0, 50)), NO_COVER);
		set_limit(A, 50);
		set_status(BANK_B, buyer, false, true);
		assert_noop!(enter(collect(shop, 0, 50)), Error::<Test>::NoCredit);
		set_status(BANK_B, buyer, false, false);
		// Neither a debtor that is frozen nor a bank in run-off keeps what is owed.
		set_status(BANK_A, shop, true, true);
		change(SHOP, |shop| shop.suspended = true);
		set_bank_status(A, BankStatus::RunOff);
		set_bank_status(B, BankStatus::RunOff);
		assert_ok!(enter(collect(shop, 0, 50)));
		assert_eq!(balance(buyer), (50, 0));
	});
}

fn set_status(bank: Who, account: AccountNo, no_debit: bool, no_credit: bool) {
	let why = text("for the test");
	assert_ok!(Ledger::set_status(signed(bank), account, no_debit, no_credit, why));
}

#[test]
fn a_creditor_that_owes_itself_keeps_only_what_is_left() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		let bank = open(BANK_A, BANK_A, CNY);
		lay_lien(buyer, bank, 15);
		assert_ok!(enter(pay(buyer, shop, 50)));
		assert_ok!(enter(collect(shop, 0, 40)));
		assert_eq!((balance(buyer), owed(buyer)), ((175, 15), (vec![15], 15)));
	});
}

#[test]
fn what_is_owed_for_the_same_leg_to_the_same_creditor_is_one_lien() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		let lay = |lien: Lien| in_item(|book| book.lay_lien(shop, lien));
		let early = Lien { deadline: Moment(5), ..lien(buyer, 7) };
		assert_ok!(lay(early));
		assert_eq!(owed(shop).0, [57]);
		// The later end counts.
		assert_eq!(Ledger::liens_of(shop).list[0].deadline, Moment(u64::MAX));
		assert_ok!(lay(Lien { leg: 2, ..early }));
		assert_ok!(lay(Lien { order: OrderId([2; 22]), ..early }));
		assert_ok!(lay(lien(buyer, 1)));
		assert_eq!(owed(shop).0, [58, 7, 7]);
		assert_noop!(lay(lien(buyer, u64::MAX)), Error::<Test>::Overflow);
	});
}

#[test]
fn a_lien_is_of_an_amount_between_two_accounts_of_one_currency() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		let dollars = open(BANK_A, BUYER, USD);
		let lay = |debtor, lien: Lien| in_item(|book| book.lay_lien(debtor, lien));
		assert_noop!(lay(shop, lien(buyer, 0)), Error::<Test>::ZeroAmount);
		assert_noop!(lay(shop, lien(shop, 1)), Error::<Test>::SameAccount);
		assert_noop!(lay(shop, lien(dollars, 1)), Error::<Test>::OtherCurrency);
		assert_noop!(lay(shop, lien(AccountNo(77), 1)), Error::<Test>::UnknownAccount);
		assert_noop!(lay(AccountNo(77), lien(buyer, 1)), Error::<Test>::UnknownAccount);
		let asked = Ledger::open_book().liens(AccountNo(77));
		assert_eq!(asked, Err(Error::<Test>::UnknownAccount.into()));
	});
}

#[test]
fn an_account_has_16_liens_and_no_seventeenth() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		let lay = |leg: u8| in_item(|book| book.lay_lien(shop, Lien { leg, ..lien(buyer, 1) }));
		for leg in 2..=LIENS_MAX as u8 {
			assert_ok!(lay(leg));
		}
		assert_eq!(owed(shop).0.len(), 16);
		assert_noop!(lay(17), Error::<Test>::TooManyLiens);
		// One that stands can still grow.
		assert_ok!(lay(16));
		assert_eq!(owed(shop).0[15], 2);
	});
}

#[test]
fn a_closed_account_may_owe_although_nothing_is_collected_on_it() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let buyer = open(BANK_A, BUYER, CNY);
		assert_ok!(Ledger::close_account(signed(BANK_A), shop));
		lay_lien(shop, buyer, 50);
		assert_eq!(owed(shop), (vec![50], 0));
		assert_ok!(in_item(|book| book.end_lien(shop, 0)));
	});
}

#[test]
fn the_end_of_a_lien_gives_back_what_is_not_owed_to_others() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		let other = open(BANK_A, BUYER, CNY);
		lay_lien(shop, other, 20);
		assert_ok!(enter(pay(buyer, shop, 60)));
		assert_eq!((balance(shop), owed(shop)), ((0, 60), (vec![50, 20], 60)));
		assert_noop!(in_item(|book| book.end_lien(shop, 2)), Error::<Test>::NoSuchLien);
		assert_ok!(in_item(|book| book.end_lien(shop, 0)));
		assert_eq!((balance(shop), owed(shop)), ((40, 20), (vec![20], 20)));
		assert_ok!(in_item(|book| book.end_lien(shop, 0)));
		assert_eq!((balance(shop), owed(shop)), ((60, 0), (vec![], 0)));
		assert!(!has_flag(shop));
		assert_noop!(in_item(|book| book.end_lien(shop, 0)), Error::<Test>::NoSuchLien);
	});
}

#[test]
fn an_item_sees_its_own_liens_and_a_discarded_one_leaves_none() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let buyer = funded(BANK_A, BUYER, 200);
		let mut book = Ledger::open_book();
		book.begin();
		assert_ok!(book.lay_lien(shop, lien(buyer, 50)));
		assert_ok!(book.enter(pay(buyer, shop, 60)));
		assert_eq!(book.liens(shop).unwrap().collected, Amount(50));
		assert_ok!(book.enter(collect(shop, 0, 50)));
		assert_eq!(book.liens(shop), Ok(Liens::default()));
		assert_eq!(book.account(shop).unwrap().held, Amount::ZERO);
		book.discard();

		book.begin();
		assert_eq!(book.liens(shop), Ok(Liens::default()));
		assert_ok!(book.enter(pay(buyer, shop, 60)));
		assert_ok!(book.accept());
		assert_storage_noop!(drop(book));
		assert!(!has_flag(shop));
	});
}

#[test]
fn nothing_of_a_lien_is_written_before_the_commit() {
	World::new().run(|| {
		let shop = open(BANK_A, SHOP, CNY);
		let buyer = funded(BANK_A, BUYER, 200);
		let mut book = Ledger::open_book();
		assert_storage_noop!({
			book.begin();
			assert_ok!(book.lay_lien(shop, lien(buyer, 50)));
			assert_ok!(book.accept());
			book.begin();
			assert_ok!(book.enter(pay(buyer, shop, 20)));
			assert_ok!(book.accept());
		});
		book.commit();
		assert_eq!((balance(shop), owed(shop)), ((0, 20), (vec![50], 20)));
	});
}

#[test]
fn what_can_be_spent_is_nothing_where_a_status_refuses_debits() {
	World::new().run(|| {
		let (shop, buyer) = debtor_and_creditor();
		let spendable = |account| Ledger::open_book().spendable(account);
		assert_ok!(enter(pay(buyer, shop, 60)));
		assert_eq!(spendable(shop), Ok(Amount(10)));
		set_status(BANK_A, shop, false, true);
		assert_eq!(spendable(shop), Ok(Amount(10)));
		set_status(BANK_A, shop, true, false);
		assert_eq!(spendable(shop), Ok(Amount::ZERO));
		change(BUYER, |buyer| buyer.suspended = true);
		assert_eq!(spendable(buyer), Ok(Amount::ZERO));
		change(BUYER, |buyer| buyer.suspended = false);
		assert_eq!(spendable(buyer), Ok(Amount(140)));
		for status in [BankStatus::RunOff, BankStatus::Exited] {
			set_bank_status(B, status);
			assert_eq!(spendable(buyer), Ok(Amount::ZERO));
		}
		assert_eq!(spendable(AccountNo(77)), Err(Error::<Test>::UnknownAccount.into()));
	});
}
