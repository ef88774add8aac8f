// SPDX-License-Identifier: Apache-2.0

//! What always holds, checked on whole state (reliability of the house, section 3).

use crate::{
	funding::Promise,
	given::{GivenBack, GivenLeg},
	milestones::Knowledge,
	order::moved,
	standing::Standing,
	stopped::Disputes,
	types::{Funder, HeldOrder, Hint, OrderRow, Outcome},
	Config, DebtorHints, Drained, EndedDisputes, GivenBacks, Halts, HintCount, HintPages, LastTick,
	OrderFreezes, Orders, Outcomes, Pallet, ParkedOrders, Statements, Unclaimed,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use codec::Encode;
use frame::{deps::sp_runtime::TryRuntimeError, prelude::ensure};
use split_ledger_primitives::{
	limits::{EXPIRY_PAGE_ORDERS, RETURNS_MAX},
	ports::{Clock, Groups, Ledger, LedgerBook, Participants},
	AccountNo, Amount, BankIndex, BankStatus, Currency, GroupNo, Moment, OrderId, OrderStatus,
	RefundPolicy, Total,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant of this pallet.
	pub fn check_invariants() -> Result<(), TryRuntimeError> {
		Self::what_open_orders_hold_is_held()?;
		Self::amounts_of_orders_add_up()?;
		Self::ended_orders_are_small()?;
		Self::nobody_gave_back_more_than_it_got()?;
		Self::no_funder_has_more_than_it_put_in()?;
		Self::debtors_are_hinted_at()?;
		Self::what_is_unclaimed_is_there()?;
		Self::open_orders_are_hinted_at_in_time()?;
		Self::hints_are_counted()?;
		Self::orders_with_parked_legs_are_listed()?;
		Self::clocks_stand_still_for_a_reason()?;
		Self::milestones_are_what_is_not_released()?;
		Self::orders_that_await_a_group_are_whole()?;
		Ok(())
	}

	/// What each account holds for open orders: INV-ESC-1 compares it with the ledger's rows.
	pub fn held_by_orders() -> BTreeMap<AccountNo, Amount> {
		let mut held = BTreeMap::<AccountNo, Amount>::new();
		for funder in open_orders::<T>().flat_map(|(_, order)| order.funders().unwrap_or_default())
		{
			let sum = held.entry(funder.account).or_default();
			*sum = sum.checked_add(funder.held).unwrap_or(Amount::MAX);
		}
		held.retain(|_, held| !held.is_zero());
		held
	}

	/// The open orders that await their group: INV-GRP-6 compares them with the groups. One that was
	/// frozen when the clock took it up, since its group had failed, awaits the end of the freeze instead,
	/// and then the clock, which looks at it in the next minute.
	pub fn orders_that_await_a_group() -> BTreeMap<OrderId, GroupNo> {
		let now = T::Clock::now();
		let goes_back = |order: &HeldOrder| {
			Self::has_failed(order, now) && (order.is_frozen() || order.hint <= now.minute())
		};
		let awaiting =
			open_orders::<T>().filter(|(_, order)| order.awaits_group && !goes_back(order));
		awaiting.filter_map(|(id, order)| Some((id, order.group?))).collect()
	}

	/// What the banks of funders have promised for open orders: INV-CLR-7 compares it with the bank rows.
	pub fn promised_by_orders() -> BTreeMap<(Currency, BankIndex), Total> {
		let mut promised = BTreeMap::<(Currency, BankIndex), Total>::new();
		for (_, order) in open_orders::<T>() {
			for Promise { bank, amount, .. } in order.promises().unwrap_or_default() {
				let sum = promised.entry((order.currency, bank)).or_default();
				*sum = sum.saturating_add(amount.total());
			}
		}
		promised.retain(|_, promised| *promised != 0);
		promised
	}

	/// INV-ESC-1, as far as this pallet sees it: a funder's row holds at least what its open orders
	/// add up to. The other direction needs all kinds of holds: the runtime compares both.
	fn what_open_orders_hold_is_held() -> Result<(), TryRuntimeError> {
		let mut book = T::Ledger::open_book();
		for (account, amount) in Self::held_by_orders() {
			let row =
				book.account(account).map_err(|_| "INV-ESC-1: an order without its funder")?;
			ensure!(row.held >= amount, "INV-ESC-1: less is held than open orders need");
		}
		Ok(())
	}

	/// INV-ESC-2 and INV-SPL-1: of each leg no more is posted, given back and parked than its
	/// entitlement; an open order holds something, has a payer and legs.
	fn amounts_of_orders_add_up() -> Result<(), TryRuntimeError> {
		for (_, order) in open_orders::<T>() {
			for leg in &order.legs {
				leg.unreleased().map_err(|_| "INV-SPL-1: a leg got more than its entitlement")?;
				let empty = leg.parked.is_some_and(|parked| parked.amount.is_zero());
				ensure!(!empty, "INV-ESC-6: nothing is parked, yet it says so");
			}
			let sum = |amount: Result<Amount, _>| amount.map_err(|_| "INV-ESC-2: overflow");
			let (held, released) = (sum(order.held())?, sum(order.released())?);
			let refunded = sum(order.refunded())?;
			let parts = Amount::checked_sum([held, released, refunded]);
			ensure!(
				parts == Some(sum(order.amount())?),
				"INV-ESC-2: amount differs from remaining + released + refunded"
			);
			ensure!(!held.is_zero(), "INV-ESC-6: an open order that holds nothing");
		}
		Ok(())
	}

	/// INV-ESC-3: an ended order has a final status and at most 32 bytes, and says how it ended where
	/// that differs from the plan: also a released one of which a leg went to the merchant (O6).
	fn ended_orders_are_small() -> Result<(), TryRuntimeError> {
		for (id, row) in Orders::<T>::iter() {
			let outcome = Outcomes::<T>::get(id);
			let OrderRow::Ended(ended) = &row else {
				ensure!(outcome.is_none(), "INV-ESC-3: an open order with an outcome");
				continue;
			};
			ensure!(row.encoded_size() <= 32, "INV-ESC-3: an ended order over 32 bytes");
			ensure!(ended.status != OrderStatus::Held, "INV-ESC-3: ended, and yet held");
			let fits = match (ended.status, outcome) {
				(OrderStatus::PartlyReleased | OrderStatus::Expired, outcome) => outcome.is_some(),
				(OrderStatus::Released, Some(legs)) => {
					legs.iter().all(|leg| leg.refunded.is_zero())
				}
				(_, outcome) => outcome.is_none(),
			};
			ensure!(fits, "INV-ESC-3: an outcome that is missing, too many, or of another status");
		}
		let orphan = Outcomes::<T>::iter_keys().find(|id| !Orders::<T>::contains_key(id));
		ensure!(orphan.is_none(), "INV-ESC-3: an outcome without its order");
		Ok(())
	}

	/// INV-SPL-5 (R1, R2): what was given back is of an order that is there; of each leg no more was
	/// returned and given than was released, but for the merchant, who also bears what others kept and
	/// gives on what they returned to it. For an open order what is left to be refunded, and what was,
	/// add up to its amount (O4).
	fn nobody_gave_back_more_than_it_got() -> Result<(), TryRuntimeError> {
		for (id, given) in GivenBacks::<T>::iter() {
			let acts = u32::from(given.acts);
			ensure!(acts <= RETURNS_MAX, "INV-SPL-5: more acts than there can be");
			let empty = given.is_empty() || given.legs.iter().any(GivenLeg::is_empty);
			ensure!(!empty, "INV-SPL-5: nothing was given back, yet it says so");
			ensure!(
				given.legs.is_sorted_by(|a, b| a.leg < b.leg),
				"INV-SPL-5: a leg that gave back twice"
			);
			match Orders::<T>::get(id).ok_or("INV-SPL-5: given back of no order")? {
				OrderRow::Held(order) => gave_no_more(&order, &given)?,
				OrderRow::Ended(_) => {
					// One that ended as planned is told by its body alone.
					if let Some(outcome) = Outcomes::<T>::get(id) {
						gave_no_more_of(&outcome, &given)?;
					}
				}
			}
		}
		Ok(())
	}

	/// INV-ESC-8 (O5): the funders of an open order differ and bring less than its amount; none holds more
	/// than it put in, or has more of it back. What it holds and has back is more than it put in only
	/// where a fee was kept. What each has back is told where they are several.
	fn no_funder_has_more_than_it_put_in() -> Result<(), TryRuntimeError> {
		for (id, order) in open_orders::<T>() {
			let funders = order.funders().map_err(|_| "INV-ESC-8: the others brought more")?;
			let promises = order.promises().map_err(|_| "INV-ESC-8: overflow")?;
			let promising: BTreeSet<_> = promises.iter().map(|promise| promise.bank).collect();
			let once = promising.len() == promises.len()
				&& funders.iter().all(|funder| promising.contains(&funder.bank));
			ensure!(once, "INV-ESC-8: a bank that promises twice or not at all");
			let accounts: BTreeSet<_> = funders.iter().map(|funder| funder.account).collect();
			ensure!(accounts.len() == funders.len(), "INV-ESC-8: a funder twice");
			let back = GivenBacks::<T>::get(id).unwrap_or_default().back;
			let told = back.is_empty() || (funders.len() > 1 && back.len() == funders.len());
			ensure!(told, "INV-ESC-8: what the funders have back is not told of each");
			let kept = order.refund.policy == RefundPolicy::FeesKept;
			let back = back.into_iter().chain(core::iter::repeat(Amount::ZERO));
			for (Funder { amount, held, .. }, back) in funders.into_iter().zip(back) {
				ensure!(!amount.is_zero(), "INV-ESC-8: a funder that brought nothing");
				ensure!(held <= amount, "INV-ESC-8: a funder holds more than it put in");
				ensure!(back <= amount, "INV-ESC-8: a funder has more back than it put in");
				let both = held.checked_add(back).is_some_and(|both| both <= amount);
				ensure!(both || kept, "INV-ESC-8: more is held and back than was put in");
			}
		}
		Ok(())
	}

	/// INV-ESC-7 (R3): every account that the clock watches owes something, and is in the page of its
	/// hint, which is not worked off yet.
	fn debtors_are_hinted_at() -> Result<(), TryRuntimeError> {
		let drained = Drained::<T>::get().map_or(0, |cursor| cursor.minute);
		let mut book = T::Ledger::open_book();
		for (debtor, minute) in DebtorHints::<T>::iter() {
			let liens = book.liens(debtor).map_err(|_| "INV-ESC-7: a debtor without its row")?;
			ensure!(!liens.list.is_empty(), "INV-ESC-7: a debtor that owes nothing");
			ensure!(minute >= drained, "INV-ESC-7: the hint of a debtor is used up");
			let mut pages = HintPages::<T>::iter_prefix_values(minute);
			let hinted = pages.any(|page| page.contains(&Hint::Debtor(debtor)));
			ensure!(hinted, "INV-ESC-7: a debtor without its hint");
		}
		Ok(())
	}

	/// INV-ESC-12 (O6): an unclaimed account has what it keeps for others, and, while its bank is active,
	/// nothing else.
	fn what_is_unclaimed_is_there() -> Result<(), TryRuntimeError> {
		let mut kept = BTreeMap::<AccountNo, Amount>::new();
		for (_, (keeper, _), part) in Unclaimed::<T>::iter() {
			let empty = part.amount.is_zero() && part.due.is_zero();
			ensure!(!empty, "INV-ESC-12: nothing is kept, yet it says so");
			let sum = kept.entry(keeper).or_default();
			*sum = sum.checked_add(part.amount).ok_or("INV-ESC-12: overflow")?;
		}
		let mut book = T::Ledger::open_book();
		for (keeper, amount) in kept {
			let row = book.account(keeper).map_err(|_| "INV-ESC-12: a keeper without its row")?;
			let bank = T::Participants::bank(row.bank).map(|bank| bank.status);
			let there = row.available.checked_add(row.held);
			let fits = bank != Some(BankStatus::Active) || there == Some(amount);
			ensure!(fits, "INV-ESC-12: an unclaimed account with more or less than it keeps");
		}
		Ok(())
	}

	/// INV-ESC-4 and INV-ESC-5: every open order is in a page that is not worked off yet, at or
	/// before the moment at which the clock has to look at it.
	fn open_orders_are_hinted_at_in_time() -> Result<(), TryRuntimeError> {
		let mut pages = BTreeMap::<u32, Vec<Hint>>::new();
		for (minute, _, page) in HintPages::<T>::iter() {
			pages.entry(minute).or_default().extend(page);
		}
		let drained = Drained::<T>::get().map_or(0, |cursor| cursor.minute);
		let halts = Halts::<T>::get();
		let last = LastTick::<T>::get().unwrap_or_default().max(T::Clock::now());
		for (id, order) in open_orders::<T>() {
			ensure!(order.hint >= drained, "INV-ESC-5: the hint of an open order is used up");
			let page = pages.get(&order.hint);
			let hinted = page.is_some_and(|page| page.contains(&Hint::Order(id)));
			ensure!(hinted, "INV-ESC-5: an open order without its hint");
			let look = order.next_look(last, &halts).ok().flatten();
			let look = look.ok_or("INV-ESC-5: an open order that the clock never looks at")?;
			let latest = look.max(last).minute();
			ensure!(order.hint <= latest, "INV-ESC-5: the hint comes after the deadline");
			ensure!(
				moved(order.deadline, &halts) >= order.deadline,
				"INV-ESC-4: a halt shortened a deadline"
			);
		}
		Ok(())
	}

	/// INV-ESC-6 (O6): the list of orders with parked legs has all of them and no other.
	fn orders_with_parked_legs_are_listed() -> Result<(), TryRuntimeError> {
		for (id, order) in open_orders::<T>() {
			let waits = order.legs.iter().any(|leg| leg.parked.is_some());
			let listed = ParkedOrders::<T>::contains_key(id);
			let right = waits == listed && order.listed == listed;
			ensure!(
				right,
				"INV-ESC-6: the list of parked legs lacks an order, or has one too many"
			);
		}
		let orphan = ParkedOrders::<T>::iter_keys().find(|id| Self::open_order(*id).is_err());
		ensure!(orphan.is_none(), "INV-ESC-6: an order with parked legs that is not open");
		Ok(())
	}

	/// INV-ESC-10 (M7, O7, O8): the clocks of an open order stand still exactly while it is frozen or
	/// disputed; a freeze ends with the order at the latest, and its reason stands beside it; a dispute is
	/// about something, where one was agreed, and answered before the end. Of ended orders only those are
	/// disputed that are there.
	fn clocks_stand_still_for_a_reason() -> Result<(), TryRuntimeError> {
		for (id, order) in open_orders::<T>() {
			let reason = order.is_stopped_for_a_reason();
			ensure!(reason, "INV-ESC-10: clocks that stand still for nothing, or do not");
			let in_time = order.frozen_until.is_none_or(|until| until <= order.end);
			ensure!(in_time, "INV-ESC-10: a freeze that outlasts its order");
			let said = OrderFreezes::<T>::contains_key(id);
			ensure!(
				said == order.is_frozen(),
				"INV-ESC-10: a freeze without its reason, or without end"
			);
			let fits = order.disputes.fits();
			ensure!(fits, "INV-ESC-10: more disputes than there can be");
			let Some(dispute) = order.open_dispute else { continue };
			ensure!(order.dispute_terms.is_some(), "INV-ESC-10: a dispute that was not agreed");
			ensure!(dispute.answer_until <= order.end, "INV-ESC-10: an answer after the end");
			let idle = order.is_idly_disputed().map_err(|_| "INV-ESC-10: overflow")?;
			ensure!(!idle, "INV-ESC-10: a dispute about nothing");
		}
		for id in OrderFreezes::<T>::iter_keys() {
			let held = matches!(Orders::<T>::get(id), Some(OrderRow::Held(_)));
			ensure!(held, "INV-ESC-10: a freeze of no open order");
		}
		for (id, known) in EndedDisputes::<T>::iter() {
			let ended = matches!(Orders::<T>::get(id), Some(OrderRow::Ended(_)));
			ensure!(ended, "INV-ESC-10: a dispute about an order that has not ended");
			let counted = known.disputes.fits() && known.disputes != Disputes::default();
			ensure!(counted, "INV-ESC-10: disputes are not counted right");
		}
		Ok(())
	}

	/// INV-ESC-9 (O11): what is open of an order's milestones is what is not released of it; one that is
	/// noted as met is, and whatever statements alone bring about is noted; statements are of open orders
	/// with milestones, each once and asked for.
	fn milestones_are_what_is_not_released() -> Result<(), TryRuntimeError> {
		let last = LastTick::<T>::get().unwrap_or_default().max(T::Clock::now());
		for (id, order) in open_orders::<T>() {
			let statements = Statements::<T>::get(id);
			if order.milestones.is_empty() {
				ensure!(statements.is_empty(), "INV-ESC-9: statements about no milestone");
				continue;
			}
			let open = Amount::checked_sum(order.open_amounts());
			let unreleased = order.unreleased().ok();
			ensure!(open == unreleased, "INV-ESC-9: milestones differ from what is not released");
			for statement in &statements {
				let milestone = order.milestone(statement.milestone);
				let milestone = milestone.map_err(|_| "INV-ESC-9: a statement about nothing")?;
				let asked = milestone.checks().any(|check| check.asks_for(statement.what));
				ensure!(asked, "INV-ESC-9: a statement that nobody asked for");
				let same = statements.iter().filter(|other| other.key() == statement.key());
				ensure!(same.count() == 1, "INV-ESC-9: a statement that was made twice");
			}
			let stated = Knowledge::new(&statements, false, Moment::default());
			// Whose evidence counts is known with the leader of its group, and the clock notes it then.
			let is_led = order.group.is_some_and(|group| {
				T::Groups::group(group, last).is_none_or(|facts| facts.leader_slot.is_some())
			});
			let noted = is_led || order.clone().note_all_met(&stated).is_empty();
			ensure!(noted, "INV-ESC-9: a milestone is met, and nobody noted it");
			let known = Self::knowledge(&order, &statements, last);
			ensure!(order.is_right_about(&known), "INV-ESC-9: noted as met, and it is not");
		}
		let orphan = Statements::<T>::iter_keys()
			.find(|id| !matches!(Orders::<T>::get(id), Some(OrderRow::Held(_))));
		ensure!(orphan.is_none(), "INV-ESC-9: statements of an order that is not open");
		Ok(())
	}

	/// INV-ESC-11 (O10): an order that awaits its group names one, nothing of it is released and nobody
	/// disputes it; legs wait for their leader only where there is a group, and nothing of them is
	/// released, parked or assigned.
	fn orders_that_await_a_group_are_whole() -> Result<(), TryRuntimeError> {
		for (_, order) in open_orders::<T>() {
			let whole = !order.is_touched_by_release() && !order.is_disputed();
			let right = !order.awaits_group || (order.group.is_some() && whole);
			ensure!(right, "INV-ESC-11: an order that awaits no group, or did not wait");
			for number in &order.leader_legs {
				let leg = order.legs.iter().find(|leg| leg.leg == *number);
				let leg = leg.ok_or("INV-ESC-11: a leader's leg that is not there")?;
				let unpaid = leg.released.is_zero() && leg.parked.is_none();
				let assigned = order.assignees.iter().any(|assignee| assignee.leg == *number);
				let waits = order.group.is_some() && unpaid && !assigned;
				ensure!(waits, "INV-ESC-11: a leader's leg was released before it had a leader");
			}
		}
		Ok(())
	}

	/// INV-LED-5, for this pallet: the count of a minute's hints is that of its pages.
	fn hints_are_counted() -> Result<(), TryRuntimeError> {
		let cursor = Drained::<T>::get();
		let mut counted = BTreeMap::<u32, u32>::new();
		for (minute, number, page) in HintPages::<T>::iter() {
			let begin = number.saturating_mul(EXPIRY_PAGE_ORDERS);
			let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
			let end = counted.entry(minute).or_default();
			*end = (*end).max(begin.saturating_add(len));
		}
		for (minute, count) in HintCount::<T>::iter() {
			let drained = cursor.is_some_and(|c| c.minute == minute && c.index >= count);
			let known = counted.remove(&minute);
			ensure!(known == Some(count) || drained, "INV-LED-5: hints are not counted right");
		}
		ensure!(counted.is_empty(), "INV-LED-5: a page of hints that is not counted");
		Ok(())
	}
}

fn gave_no_more(order: &HeldOrder, given: &GivenBack) -> Result<(), TryRuntimeError> {
	let standing = Standing::of_held(order, given)
		.map_err(|_| "INV-SPL-5: a leg gave back more than its entitlement")?;
	let merchant = standing.merchant.map(|merchant| merchant.leg);
	for leg in standing.legs.iter().filter(|leg| Some(leg.leg) != merchant) {
		leg.returnable().map_err(|_| "INV-SPL-5: a leg gave back more than it got")?;
	}
	let sum = |amount: Result<Amount, _>| amount.map_err(|_| "INV-SPL-5: overflow");
	let (left, refunded) = (sum(standing.refundable())?, sum(standing.refunded())?);
	// What a plain payment's payee returned alone went to the payer, too.
	let returned = match standing.merchant {
		Some(_) => Amount::ZERO,
		None => sum(standing.legs.iter().try_fold(Amount::ZERO, |all, leg| {
			all.checked_add(leg.returned).ok_or(crate::order::OrderError::Overflow)
		}))?,
	};
	ensure!(
		Amount::checked_sum([left, refunded, returned]) == Some(sum(order.amount())?),
		"INV-SPL-5: amount differs from what is left and what was refunded"
	);
	Ok(())
}

/// Of an order that ended otherwise than planned. Which leg is the merchant's only its body tells: it
/// alone may have given more than it got, and no more than others kept and returned.
fn gave_no_more_of(outcome: &Outcome, given: &GivenBack) -> Result<(), TryRuntimeError> {
	let released = |number| {
		let leg = outcome.iter().find(|leg| leg.leg == number);
		leg.map_or(Amount::ZERO, |leg| leg.released)
	};
	let mut over = 0u32;
	for leg in &given.legs {
		let back = Amount::checked_sum([leg.returned, leg.given]);
		if back.ok_or("INV-SPL-5: overflow")? > released(leg.leg) {
			over = over.saturating_add(1);
		}
	}
	ensure!(over <= 1, "INV-SPL-5: a leg gave back more than it got");
	Ok(())
}

fn open_orders<T: Config>() -> impl Iterator<Item = (OrderId, HeldOrder)> {
	Orders::<T>::iter().filter_map(|(id, row)| match row {
		OrderRow::Held(order) => Some((id, *order)),
		OrderRow::Ended(_) => None,
	})
}
